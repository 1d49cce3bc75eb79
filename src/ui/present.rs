//! Presenting: filling the screen as far as the browser allows it, what is there only then, and the pointer, which
//! hides while it rests.

use super::ground::Ground;
use super::listen::Listener;
use super::look;
use crate::link::look::Look;
use crate::player::present::SIZES;
use crate::player::{Bar, Model, Msg, Panel, PresentMsg, Show};
use crate::story::language::tr;
use crate::story::words::present as words;
use gloo_timers::callback::Timeout;
use js_sys::{Function, Promise, Reflect};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Document, Element, HtmlSelectElement};
use yew::prelude::*;

/// A pointer that has not moved for this long is in the way, in milliseconds.
const REST_MS: u32 = 3000;
/// On an element in which the pointer rests.
const RESTS: &str = "data-rests";

/// Fills the screen with the instance, and tells what has become of that.
#[inline(never)]
pub fn fill(ground: &Ground, tell: Callback<PresentMsg>) {
    // To ask where it is not allowed would be a complaint in the console.
    let asked = may_fill().then(|| call(&whole(ground), "requestFullscreen")).flatten();
    spawn_local(async move {
        // Where the function is missing, as on some phones, it is as if it said no.
        let is_filled = match asked {
            Some(promise) => JsFuture::from(promise).await.is_ok(),
            None => false,
        };
        tell.emit(if is_filled { PresentMsg::Filled } else { PresentMsg::Refused });
    });
}

/// Gives the screen back, if the instance fills it.
pub fn unfill(ground: &Ground) {
    let promise = document().filter(|_| fills(ground)).and_then(|document| call(&document, "exitFullscreen"));
    // It may have ended meanwhile by itself, and that is as good.
    promise.into_iter().for_each(|promise| spawn_local(async move { drop(JsFuture::from(promise).await) }));
}

/// Calls when the instance does not fill the screen any more.
pub fn on_change(ground: &Ground, tell: Callback<PresentMsg>) -> Option<Listener> {
    let ground = ground.clone();
    Some(Listener::new(document()?.into(), "fullscreenchange", move |_| {
        if !fills(&ground) {
            tell.emit(PresentMsg::Unfilled);
        }
    }))
}

/// This holds in a shadow tree too, in which the document names another element.
fn fills(ground: &Ground) -> bool {
    whole(ground).matches(":fullscreen").unwrap_or(false)
}

/// What fills the screen: of a guest its box, of which the style sheet asks how large it is.
fn whole(ground: &Ground) -> Element {
    if ground.is_page() { ground.root().clone() } else { ground.themed() }
}

/// Calls a function of a thing that gives a promise, where it has such a function.
fn call(thing: &JsValue, function: &str) -> Option<Promise> {
    let function = Reflect::get(thing, &function.into()).ok()?.dyn_into::<Function>().ok()?;
    Some(match function.call0(thing) {
        Ok(given) => Promise::resolve(&given),
        Err(why) => Promise::reject(&why),
    })
}

/// Whether the browser lets the screen be filled here: not in a frame without leave, and not on some phones.
fn may_fill() -> bool {
    document().is_some_and(|document| document.fullscreen_enabled())
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// The button that begins it.
pub fn button(send: &Callback<Msg>) -> Html {
    let present = send.reform(|_: MouseEvent| PresentMsg::Toggle.into());
    html! {
        <button class="present-open" onclick={present} aria-label={words::PRESENT.said()} title={tr!("Present (f)")}>
            { sign() }<span>{ words::PRESENT.said() }</span>
        </button>
    }
}

/// Four corners of a screen.
fn sign() -> Html {
    html! { <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M3 8V3h5M12 3h5v5M17 12v5h-5M8 17H3v-5" /></svg> }
}

/// The small button that begins it, where the browser lets the screen be filled.
#[inline(never)]
pub fn small_button(send: &Callback<Msg>) -> Html {
    if !may_fill() {
        return html! {};
    }
    let present = send.reform(|_: MouseEvent| PresentMsg::Toggle.into());
    html! {
        <button class="present-open present-small" onclick={present} aria-label={words::FULL_SCREEN.said()} title={tr!("Full screen (f)")}>
            { sign() }
        </button>
    }
}

/// What is in the bar of controls only while one presents.
#[inline(never)]
pub fn tools(model: &Model, show: &Show, send: &Callback<Msg>) -> Html {
    let click = |msg: PresentMsg| send.reform(move |_: MouseEvent| msg.into());
    let size = model.presenting.size;
    let percent = SIZES[size.min(SIZES.len() - 1)];
    html! {
        <div class="present-tools" role="group" aria-label={words::PRESENTING.said()}>
            if model.presenting.is_refused() && is_part_of_screen() {
                <span class="present-refused" role="status">{ words::REFUSED.said() }</span>
            }
            <button onclick={click(PresentMsg::Smaller)} disabled={size == 0} aria-label={words::smaller(percent)} title={tr!("Smaller captions (−)")}>{ "A−" }</button>
            <button onclick={click(PresentMsg::Larger)} disabled={SIZES.len() <= size + 1} aria-label={words::larger(percent)} title={tr!("Larger captions (+)")}>{ "A+" }</button>
            if model.panels.are_there && !model.panels.are_alone { { panels(model, show, send) } }
            <button onclick={click(PresentMsg::Black)} title={tr!("Black screen (b)")}>{ words::BLACK.said() }</button>
            <button onclick={click(PresentMsg::Bar)} title={tr!("Hide the controls (h)")}>{ words::HIDE.said() }</button>
            <button class="present-leave" onclick={click(PresentMsg::Toggle)} title={tr!("Leave (f or Esc)")}>{ words::LEAVE.said() }</button>
        </div>
    }
}

/// Whether there is more of the screen than the window has: only then is there anything to say where it is refused.
fn is_part_of_screen() -> bool {
    let window = web_sys::window();
    let height = window.as_ref().and_then(|window| window.inner_height().ok()).and_then(|height| height.as_f64());
    let screen = window.and_then(|window| window.screen().ok()).and_then(|screen| screen.height().ok());
    height.zip(screen).is_some_and(|(height, screen)| height + 1.0 < f64::from(screen))
}

/// One panel may stand below the stage.
fn panels(model: &Model, show: &Show, send: &Callback<Msg>) -> Html {
    let open = model.panel_of_talk(show);
    let choose = send.reform(|event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        let word = select.map(|select| select.value()).unwrap_or_default();
        PresentMsg::Only(Panel::ALL.into_iter().find(|panel| panel.word() == word)).into()
    });
    html! {
        <select onchange={choose} aria-label={words::PANEL.said()} title={words::PANEL.said()}>
            <option value="" selected={open.is_none()}>{ words::NO_PANEL.said() }</option>
            { for Panel::ALL.into_iter().filter(|panel| panel.suits(show)).map(|panel| html! {
                <option value={panel.word()} selected={open == Some(panel)}>{ panel.name_in(show) }</option>
            }) }
        </select>
    }
}

/// What lies over all while one presents: the black screen; the way back to the bar where that is hidden.
pub fn over(model: &Model, send: &Callback<Msg>) -> Html {
    let click = |msg: PresentMsg| send.reform(move |_: MouseEvent| msg.into());
    html! {
        <>
            if model.presenting.is_on() && model.presenting.bar == Bar::Hidden {
                <button class="present-bar" onclick={click(PresentMsg::Bar)} title={tr!("Show the controls (h)")}>{ words::SHOW.said() }</button>
            }
            if model.presenting.is_black() {
                <div class="present-black" onclick={click(PresentMsg::Black)}></div>
            }
        </>
    }
}

/// What is told in place of what happens, while nobody sees that.
pub fn told(model: &Model) -> Option<&'static str> {
    model.presenting.is_black().then_some(words::IS_BLACK.said())
}

/// The classes of the page while somebody presents, in place of its usual ones.
pub fn classes(model: &Model, look: &Look) -> Option<Classes> {
    let presenting = &model.presenting;
    presenting.is_on().then(|| {
        let bare = (presenting.bar == Bar::Hidden).then_some("present-bare");
        classes!(
            "page",
            "presenting",
            (!look::has_narration(look)).then_some("untold"),
            (!look.has_stage()).then_some("unstaged"),
            format!("present-size-{size}", size = presenting.size),
            bare
        )
    })
}

/// Hides the pointer while it rests in an element. Dropping it ends that.
pub struct Pointer {
    root: Element,
    #[allow(dead_code)] // Held only to be dropped with the rest.
    listeners: Vec<Listener>,
    rest: Rc<RefCell<Option<Timeout>>>,
}

impl Pointer {
    /// Begins with a pointer that has just moved.
    #[inline(never)]
    pub fn watch(root: &Element) -> Pointer {
        let rest = Rc::new(RefCell::new(None));
        let at = Rc::new(Cell::new((i32::MIN, i32::MIN)));
        wake(root, &rest);
        let listener = |kind| {
            let (root_of_it, rest, at) = (root.clone(), rest.clone(), at.clone());
            Listener::new(root.clone().into(), kind, move |event| {
                // What moves under a pointer makes a browser say that the pointer has moved.
                let here = event.dyn_ref::<MouseEvent>().map_or((0, 0), |mouse| (mouse.screen_x(), mouse.screen_y()));
                if at.replace(here) != here || kind == "pointerdown" {
                    wake(&root_of_it, &rest);
                }
            })
        };
        let listeners = ["pointermove", "pointerdown"].into_iter().map(listener).collect();
        Pointer { root: root.clone(), listeners, rest }
    }
}

impl Drop for Pointer {
    fn drop(&mut self) {
        self.rest.take();
        let _ = self.root.remove_attribute(RESTS);
    }
}

fn wake(root: &Element, rest: &RefCell<Option<Timeout>>) {
    let _ = root.remove_attribute(RESTS);
    let root = root.clone();
    rest.replace(Some(Timeout::new(REST_MS, move || drop(root.set_attribute(RESTS, "")))));
}
