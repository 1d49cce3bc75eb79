//! The page as seen from outside: how instances of it are put on a document, and what scripts and hosts may ask of them.
//!
//! Wasm only. Uses everything to its left. Deliberately absent: what a wish means, which `link::host` says.

mod instance;
mod json;
mod messages;
mod script;
mod sheet;

use crate::story::language::{Words, words};
use crate::ui::{drop_first, keep, keep_first};
use wasm_bindgen::prelude::JsValue;
use web_sys::{Document, Element};

/// Where the page stands in its own document; elsewhere there is none.
const PAGE: &str = "#page[data-paxos]";

/// Puts the page on its document, if this is that, and gives scripts `window.paxosExplainer`.
pub fn start() {
    let root = document().and_then(|document| document.query_selector(PAGE).ok().flatten());
    let page = root.map(|root| {
        say_when_it_breaks();
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

/// A page that breaks says so, and does not open again where it broke. There should never be a need for it.
fn say_when_it_breaks() {
    std::panic::set_hook(Box::new(|why| {
        web_sys::console::error_1(&JsValue::from_str(&why.to_string()));
        keep::forget_place();
        drop_first();
        let document = document();
        let page = document.as_ref().and_then(|document| document.query_selector(PAGE).ok().flatten());
        let notice = document.and_then(|document| document.create_element("p").ok());
        page.zip(notice).iter().for_each(|(page, notice)| say_broken(page, notice));
    }));
}

fn say_broken(page: &Element, notice: &Element) {
    notice.set_text_content(Some(BROKEN.said()));
    let _ = notice.set_attribute("role", "alert");
    let _ = notice.set_attribute("class", "broken");
    let _ = page.prepend_with_node_1(notice);
}

/// What a page says that has broken.
const BROKEN: Words = words!(
    "Something in this page has broken, and it cannot go on: that is our mistake. Reload it to begin anew. What it says in the browser's console helps to mend it."
);
