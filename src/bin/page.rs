//! The page: a few lines that start what the library holds.

#[cfg(not(target_arch = "wasm32"))]
fn main() {}

#[cfg(target_arch = "wasm32")]
fn main() {
    paxos_explainer::embed::start();
}
