//! What is in sight: bringing there what has just come, and whether anything is.

use super::ground::Ground;
use super::listen::Listener;
use crate::player::Panel;
use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::Callback;

/// The answer to a question of the reader, and in it the path along which one walks.
const ANSWER: &str = ".narration .answer";
const PATH: &str = ".narration .answer ol";

/// Brings a panel into sight that has just been opened: within the dock where that scrolls by itself, else on the page.
#[inline(never)]
pub fn bring_panel(ground: &Ground, panel: Panel) {
    let panel = ground.find(&format!("#panel-{word}", word = panel.word()));
    let Some((dock, panel)) = ground.find(".dock").zip(panel) else { return };
    if dock.client_height() < dock.scroll_height() {
        let tabs = ground.find(".dock .tabs").map_or(0, |tabs| tabs.offset_height());
        dock.set_scroll_top(panel.offset_top() - tabs);
    } else {
        bring(&panel);
    }
}

/// Brings an element into sight: in a guest's box, else on the page. What lies around a guest stays where it is.
pub fn bring(element: &Element) {
    match element.closest(".paxos-ground").ok().flatten() {
        Some(scrolls) => {
            let beyond = element.get_bounding_client_rect().top() - scrolls.get_bounding_client_rect().top();
            scrolls.set_scroll_top(scrolls.scroll_top() + beyond as i32);
        }
        None => element.scroll_into_view(),
    }
}

/// Brings an element into sight where it is not, with as little motion as that takes; what lies around a guest stays.
fn bring_near(element: &Element) {
    if is_seen(element) {
        return;
    }
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Start);
    match element.closest(".paxos-ground").ok().flatten() {
        Some(_) => bring(element),
        None => element.scroll_into_view_with_scroll_into_view_options(&options),
    }
}

/// Brings all of an element into sight, as far as there is room, with as little motion as that takes.
pub fn bring_whole(element: &Element) {
    if element.closest(".paxos-ground").ok().flatten().is_some() {
        return bring_near(element);
    }
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Where the path of an answer stands along which the reader walks.
#[inline(never)]
pub fn place_of_path(ground: &Ground) -> Option<f64> {
    Some(ground.find(PATH)?.get_bounding_client_rect().top())
}

/// Scrolls so that the path stands there again: the words above it are those of another slide.
#[inline(never)]
pub fn keep_path(ground: &Ground, before: f64) {
    let Some(path) = ground.find(PATH) else { return };
    let by = path.get_bounding_client_rect().top() - before;
    let column = path.closest(".narration").ok().flatten().filter(|it| it.client_height() < it.scroll_height());
    match (column, ground.is_page()) {
        (Some(column), _) => column.set_scroll_top(column.scroll_top() + by.round() as i32),
        (None, true) => web_sys::window().into_iter().for_each(|window| window.scroll_by_with_x_and_y(0.0, by)),
        (None, false) => ground.root().set_scroll_top(ground.root().scroll_top() + by.round() as i32),
    }
}

/// What comes into sight when it has just come, the first two on a phone alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Coming {
    /// The stage: a search has set it in motion, and its panel lies below.
    Stage,
    /// A question: it lies below the stage, of which as much stays in sight as there is room for.
    Question,
    /// What is said of an answer: below a long question it lies beyond the window everywhere.
    Verdict,
    /// The answer to a question of the reader: below long words it lies beyond the column.
    Answer,
}

impl Coming {
    /// Brings it there.
    #[inline(never)]
    pub fn bring(self, ground: &Ground) {
        match self {
            Coming::Verdict => ground.find(".ask-verdict").into_iter().for_each(|verdict| bring_near(&verdict)),
            Coming::Answer => ground.find(ANSWER).into_iter().for_each(|answer| bring_whole(&answer)),
            Coming::Stage => ground.find(".theatre").into_iter().for_each(|stage| bring(&stage)),
            Coming::Question => ground.find(".quiz").into_iter().for_each(|question| match ground.is_page() {
                true => question.scroll_into_view_with_bool(false),
                false => bring(&question),
            }),
        }
    }
}

/// Whether an element stands in the window from its top to its end, or, where it is higher, at least with its top.
pub fn is_seen(element: &Element) -> bool {
    let height = web_sys::window().and_then(|window| window.inner_height().ok()?.as_f64()).unwrap_or_default();
    let place = element.get_bounding_client_rect();
    let end = place.bottom().min(place.top() + height / 2.0);
    0.0 <= place.top() && end <= height
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

/// Calls when an element comes into sight of the reader or goes out of it, also where it stands in a frame.
pub fn watch(element: &Element, heard: Callback<bool>) -> Option<Watched> {
    let closure = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
        let last = entries.iter().last().and_then(|entry| entry.dyn_into::<IntersectionObserverEntry>().ok());
        last.iter().for_each(|entry| heard.emit(entry.is_intersecting()));
    });
    let observer = IntersectionObserver::new(closure.as_ref().unchecked_ref()).ok()?;
    observer.observe(element);
    Some(Watched { element: element.clone(), observer, closure })
}

/// An element that is watched. Dropping it ends that.
pub struct Watched {
    element: Element,
    observer: IntersectionObserver,
    #[allow(dead_code)] // The browser calls it; it must live until then.
    closure: Closure<dyn FnMut(Array)>,
}

impl Watched {
    /// Asks anew whether it is in sight. A frame that slides into a deck is told that it is not, and where it asks for no
    /// picture meanwhile, a browser may not tell it that it has come.
    pub fn look_again(&self) {
        self.observer.unobserve(&self.element);
        self.observer.observe(&self.element);
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Goes to the top of the page, or of a guest's box: the text of a slide lies below its picture. A page that is somebody
/// else's stays where it is.
pub fn to_the_top(ground: &Ground) {
    match web_sys::window().filter(|_| ground.is_page()) {
        Some(window) => window.scroll_to_with_x_and_y(0.0, 0.0),
        None => ground.root().set_scroll_top(0),
    }
}
