//! The room that an instance has: the window where the page is all there is, and its own box where it is a guest.

use super::ground::Ground;
use super::listen::Listener;
use crate::link::look::Ui;
use crate::view::room::{AMPLE, NARROW, NARROW_PART, Query, SHORT};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, MediaQueryList, ResizeObserver};
use yew::Callback;

/// What is asked of the room.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Room {
    /// Whether it is as narrow as a phone.
    pub is_narrow: bool,
    /// Whether it is so low that the page scrolls.
    pub is_short: bool,
    /// Whether there is room for a panel below the stage.
    pub is_ample: bool,
}

impl Room {
    /// The room that there is now; none while the instance is not on show.
    pub fn of(ground: &Ground, ui: Ui) -> Option<Room> {
        let around = ground.themed();
        let (width, height) = (f64::from(around.client_width()), f64::from(around.client_height()));
        if !ground.is_page() && width <= 0.0 {
            return None;
        }
        let holds = |query: Query| match ground.is_page() {
            true => media(query).is_some_and(|list| list.matches()),
            false => query.holds(width, height),
        };
        let narrow = if ui == Ui::Full { NARROW } else { NARROW_PART };
        Some(Room { is_narrow: holds(narrow), is_short: holds(SHORT), is_ample: holds(AMPLE) })
    }
}

fn media(query: Query) -> Option<MediaQueryList> {
    web_sys::window()?.match_media(&query.media()).ok().flatten()
}

/// Calls when the room has changed, or may have.
pub fn watch(ground: &Ground, heard: Callback<()>) -> Watched {
    if ground.is_page() {
        let lists = [NARROW, NARROW_PART, SHORT, AMPLE].into_iter().filter_map(media);
        let listen = |list: MediaQueryList| {
            let heard = heard.clone();
            Listener::new(list.into(), "change", move |_| heard.emit(()))
        };
        return Watched::Window(lists.map(listen).collect());
    }
    let seen = Observed::new(&ground.themed(), move || heard.emit(()));
    seen.map_or(Watched::Window(Vec::new()), Watched::Box)
}

/// A room that is watched. Dropping it ends that.
pub enum Watched {
    /// By queries of the window.
    Window(#[allow(dead_code)] Vec<Listener>), // Held only to be dropped.
    /// By its own box.
    Box(#[allow(dead_code)] Observed), // So is this.
}

/// A box that is watched. Dropping it ends that.
pub struct Observed {
    observer: ResizeObserver,
    #[allow(dead_code)] // The browser calls it; it must live until then.
    closure: Closure<dyn FnMut()>,
}

impl Observed {
    /// Calls when the size of an element has changed, and at first; `None` where the browser cannot tell.
    pub fn new(element: &Element, changed: impl FnMut() + 'static) -> Option<Observed> {
        let closure = Closure::<dyn FnMut()>::new(changed);
        let observer = ResizeObserver::new(closure.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Observed { observer, closure })
    }
}

impl Drop for Observed {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
