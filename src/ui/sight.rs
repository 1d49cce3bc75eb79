//! Bringing into sight what has just come, where the page is longer than the window.

use crate::player::Panel;

/// Brings a panel into sight that has just been opened.
pub fn bring_panel(panel: Panel) {
    let document = web_sys::window().and_then(|window| window.document());
    let id = format!("panel-{}", panel.word());
    if let Some(panel) = document.and_then(|document| document.get_element_by_id(&id)) {
        panel.scroll_into_view();
    }
}

/// Goes to the top of the page: the text of a slide lies below its picture.
pub fn to_the_top() {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}
