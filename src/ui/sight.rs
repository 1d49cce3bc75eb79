//! What is in sight: bringing there what has just come, and whether anything is.

use super::listen::Listener;
use crate::player::Panel;
use yew::Callback;

/// Brings a panel into sight that has just been opened.
pub fn bring_panel(panel: Panel) {
    let document = web_sys::window().and_then(|window| window.document());
    let id = format!("panel-{}", panel.word());
    if let Some(panel) = document.and_then(|document| document.get_element_by_id(&id)) {
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
