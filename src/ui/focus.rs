//! Where the focus goes when what had it is taken away, and what the window is called.

use super::ground::{self, Ground, has_nobody_the_focus};
use crate::story::words::aloud as words;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, SvgElement};

/// For what was inside the first, the next place.
const NEXT: [(&str, &str); 7] = [
    (".breaking", ".buttons .play"),
    (".fork", ".fork button:not(:disabled)"),
    (".asks", ".asks .ask"),
    (".guide", ".head .contents"),
    (".present-open", ".stage"),
    (".present-tools", ".present-open"),
    (".present-bar", ".stage"),
];
/// The next place where there is none of these.
const ELSE: &str = ".stage";
/// What asks a question.
const ASKS: &str = ".ask, .log-why";

/// Who has the focus, and who asked what is answered.
#[derive(Default)]
pub struct Focus {
    at: Option<Element>,
    /// Where that is, by its place in the list.
    area: Option<usize>,
    asker: Option<Element>,
    title: String,
}

impl Focus {
    /// Before anything is drawn anew.
    pub fn note(&mut self, ground: &Ground) {
        let Some(active) = ground.active() else {
            // One that is taken away says so itself, before all is drawn.
            self.at = self.at.take().filter(|at| !at.is_connected());
            return;
        };
        let is_in = |area: &str| active.closest(area).ok().flatten().is_some();
        self.area = NEXT.iter().position(|(area, _)| is_in(area));
        if active.matches(ASKS).unwrap_or(false) {
            self.asker = Some(active.clone());
        }
        self.at = Some(active);
    }

    /// The window, and who hears it named, is told which scene is on show, where the window is the page's own.
    pub fn title(&mut self, ground: &Ground, scene: &str) {
        if self.title != scene && ground.is_page() {
            self.title = scene.to_string();
            let document = web_sys::window().and_then(|window| window.document());
            document.iter().for_each(|document| document.set_title(&words::page_title(scene)));
        }
    }

    /// After it was drawn.
    pub fn keep(&mut self, ground: &Ground) {
        if self.at.take_if(|at| !at.is_connected()).is_none() || !has_nobody_the_focus() {
            return;
        }
        let Some((area, next)) = self.area.map(|area| NEXT[area]) else { return };
        let asker = self.asker.take().filter(|asker| area == ".asks" && asker.is_connected());
        asker.iter().for_each(focus);
        for next in [next, ELSE] {
            if has_nobody_the_focus() {
                ground::find(ground.root(), next).iter().for_each(focus);
            }
        }
    }
}

/// Gives the focus to an element.
pub fn focus(element: &Element) {
    // One that cannot take it leaves it where it is.
    let _ = match element.dyn_ref::<SvgElement>() {
        Some(drawn) => drawn.focus(),
        None => element.dyn_ref::<HtmlElement>().map_or(Ok(()), HtmlElement::focus),
    };
}
