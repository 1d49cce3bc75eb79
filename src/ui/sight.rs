//! What is in sight: bringing there what has just come, and whether anything is.

use super::listen::Listener;
use crate::player::Panel;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::Callback;

/// Brings a panel into sight that has just been opened: within the dock where that scrolls by itself, else on the page.
pub fn bring_panel(panel: Panel) {
    let document = web_sys::window().and_then(|window| window.document());
    let find =
        |selector: &str| document.as_ref()?.query_selector(selector).ok().flatten()?.dyn_into::<HtmlElement>().ok();
    let Some((dock, panel)) = find(".dock").zip(find(&format!("#panel-{}", panel.word()))) else { return };
    if dock.client_height() < dock.scroll_height() {
        let tabs = find(".dock .tabs").map_or(0, |tabs| tabs.offset_height());
        dock.set_scroll_top(panel.offset_top() - tabs);
    } else {
        panel.scroll_into_view();
    }
}

/// Whether the page is out of sight: behind another one, or in a window that is put away.
pub fn is_hidden() -> bool {
    web_sys::window().and_then(|window| window.document()).is_some_and(|document| document.hidden())
}

/// Calls when the page goes out of sight or comes back.
pub fn on_change(heard: Callback<()>) -> Option<Listener> {
    let document = web_sys::window()?.document()?;
    Some(Listener::new(document.into(), "visibilitychange", move |_| heard.emit(())))
}

/// Goes to the top of the page: the text of a slide lies below its picture.
pub fn to_the_top() {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}
