//! The page as seen from outside: how instances of it are put on a document, and what scripts and hosts may ask of them.
//!
//! Wasm only. Uses everything to its left. Deliberately absent: what a wish means, which `link::host` says.

mod instance;
mod json;
mod messages;
mod script;
mod sheet;

use crate::ui::keep_first;
use wasm_bindgen::prelude::JsValue;
use web_sys::Document;

/// Where the page stands in its own document; elsewhere there is none.
const PAGE: &str = "#page[data-paxos]";

/// Puts the page on its document, if this is that, and gives scripts `window.paxosExplainer`.
pub fn start() {
    let root = document().and_then(|document| document.query_selector(PAGE).ok().flatten());
    say_where_it_breaks();
    let page = root.map(|root| {
        keep_first(&root);
        root.set_text_content(None);
        instance::put(root)
    });
    script::publish(page);
    page.into_iter().for_each(messages::listen);
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// A program that breaks says where, to whoever mends it. What the reader is told, and how nothing of theirs is lost, is
/// the affair of those who have loaded it: in here nothing can be done any more (`static/broken.mjs`).
fn say_where_it_breaks() {
    std::panic::set_hook(Box::new(|why| web_sys::console::error_1(&JsValue::from_str(&why.to_string()))));
}
