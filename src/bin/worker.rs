//! The worker: a few lines between `static/workshop.js`, which calls them, and the errands that the library knows.

#[cfg(not(target_arch = "wasm32"))]
fn main() {}

#[cfg(target_arch = "wasm32")]
fn main() {
    wasm::start();
}

#[cfg(target_arch = "wasm32")]
mod wasm {
    use paxos_explainer::link::errand;
    use wasm_bindgen::prelude::wasm_bindgen;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_namespace = console, js_name = error)]
        fn complain(text: &str);
    }

    /// A worker that breaks says where, to whoever mends it.
    pub fn start() {
        std::panic::set_hook(Box::new(|why| complain(&why.to_string())));
    }

    /// Work under way.
    #[wasm_bindgen]
    pub struct Errand(errand::Errand);

    #[wasm_bindgen]
    impl Errand {
        /// Takes up what a text asks for.
        #[wasm_bindgen(constructor)]
        pub fn open(text: &str) -> Errand {
            Errand(errand::Errand::open(text))
        }

        /// What an errand asks for whose report nobody waits for.
        pub fn rehearsal() -> String {
            errand::Errand::rehearsal()
        }

        /// Goes on for about so many units; says whether it is done.
        #[wasm_bindgen(js_name = goOn)]
        pub fn go_on(&mut self, budget: u32) -> bool {
            self.0.go_on(budget)
        }

        /// What is to be told of it, after so many milliseconds of work.
        pub fn report(&self, spent_ms: f64) -> String {
            self.0.report(spent_ms as u32)
        }
    }
}
