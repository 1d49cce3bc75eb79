//! The page as seen from outside: how it is put on a document, and what scripts may ask of it.
//!
//! Wasm only. Uses everything to its left.

use crate::export::{poll, run};
use crate::player::Show;
use crate::ui::{Page, Properties, Published, keep};
use js_sys::{Object, Reflect};
use serde::Serialize;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::JsValue;

/// The scene that is opened where none is asked for.
const FIRST_SCENE: &str = "consensus";

/// Puts the page on the document, and gives scripts `window.paxosExplainer`.
pub fn start() {
    let Some(root) = web_sys::window().and_then(|window| window.document()?.get_element_by_id("page")) else {
        return;
    };
    let published = Published::default();
    let properties = Properties { scene: FIRST_SCENE.into(), published: published.clone() };
    say_when_it_breaks();
    root.set_text_content(None);
    yew::Renderer::<Page>::with_root_and_props(root, properties).render();
    publish(published);
}

/// A page that breaks says so, and does not open again where it broke. There should never be a need for it.
fn say_when_it_breaks() {
    std::panic::set_hook(Box::new(|why| {
        web_sys::console::error_1(&JsValue::from_str(&why.to_string()));
        keep::forget_place();
        let document = web_sys::window().and_then(|window| window.document());
        let Some(page) = document.as_ref().and_then(|document| document.get_element_by_id("page")) else { return };
        let notice = document.and_then(|document| document.create_element("p").ok());
        if let Some(notice) = notice {
            notice.set_text_content(Some(BROKEN));
            let _ = notice.set_attribute("role", "alert");
            let _ = notice.set_attribute("class", "broken");
            let _ = page.prepend_with_node_1(&notice);
        }
    }));
}

/// What a page says that has broken.
const BROKEN: &str = "Something in this page has broken, and it cannot go on: that is our mistake. Reload it to begin anew. What it says in the browser's console helps to mend it.";

/// `window.paxosExplainer.getRun()`: the whole run that is shown, as `paxos run --json` gives it.
/// `getRun("now")`: the same, up to the moment that is shown.
fn publish(published: Published) {
    let get_run = Closure::<dyn Fn(JsValue) -> Result<JsValue, JsValue>>::new(move |until: JsValue| {
        let shown = published.0.borrow();
        let show =
            shown.as_ref().ok_or_else(|| JsValue::from_str("no scene is shown yet; expected a scene that is ready"))?;
        match until.as_string().as_deref() {
            Some("now") => run_of(show, show.at),
            Some(other) => {
                Err(JsValue::from_str(&format!("getRun does not know \"{other}\"; expected nothing or \"now\"")))
            }
            None => run_of(show, show.end()),
        }
    });
    let api = Object::new();
    let is_set = Reflect::set(&api, &"getRun".into(), get_run.as_ref().unchecked_ref());
    let is_public = web_sys::window().map(|window| Reflect::set(&window, &"paxosExplainer".into(), &api));
    if matches!((is_set, is_public), (Ok(true), Some(Ok(true)))) {
        get_run.forget(); // It lives as long as the page.
    }
}

fn run_of(show: &Show, until: crate::sim::Moment) -> Result<JsValue, JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    if let Some(people) = show.poll() {
        let run = poll::run(&show.scene, show.names(), people, until);
        return run.serialize(&serializer).map_err(JsValue::from);
    }
    let run = run::run(&show.scene.script.title, &show.scene.slides, show.names(), show.recording(), until);
    run.serialize(&serializer).map_err(JsValue::from)
}
