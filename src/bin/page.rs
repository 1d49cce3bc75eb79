//! The page.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}

#[cfg(target_arch = "wasm32")]
fn main() {
    yew::Renderer::<Hello>::new().render();
}

#[cfg(target_arch = "wasm32")]
#[yew::component]
fn Hello() -> yew::Html {
    yew::html! { <h1>{ "Paxos Explainer" }</h1> }
}
