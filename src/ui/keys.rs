//! The keys of an instance: anywhere on the page that is its own, and while it has the focus where it is a guest.

use super::captions;
use super::ground::Ground;
use super::listen::Listener;
use crate::link::Link;
use crate::link::host::Happening;
use crate::link::look::{Interact, Keys};
use crate::player::{Msg, PresentMsg};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::Callback;

/// The page while somebody presents.
const PRESENTING: &str = ".presenting";
/// The page on which rules are switched off, in the place of the stage.
const BREAKING: &str = ".breaking";

/// Listens to keys, as far as the link that opened the instance leaves them to it. A page in a frame hands those that
/// mean nothing to it to its host, which does not hear them otherwise. The host of a guest hears all but those that the
/// guest has used: it would take them for its own.
pub fn listen(ground: &Ground, opened: &Link, send: Callback<Msg>, tell: Callback<Vec<Happening>>) -> Listener {
    let acts = opened.look.interact != Some(Interact::None);
    let forwards = opened.look.keys == Some(Keys::Forward);
    let page = ground.clone();
    Listener::new(ground.hears_all(), "keydown", move |event| {
        let Ok(event) = event.dyn_into::<KeyboardEvent>() else { return };
        let is_left = forwards && is_of_hosts(&event.key()) && page.find(PRESENTING).is_none();
        if let Some(msg) = key(&page, &event).filter(|_| acts && !is_left) {
            event.prevent_default();
            if !page.is_page() {
                event.stop_propagation();
            }
            if !captions::read_on(&page, &event.key(), &msg) {
                send.emit(msg);
            }
        } else if !page.is_page() && is_written(&page, &event) {
            event.stop_propagation();
        } else if page.is_page() && is_free(&page, &event) {
            tell.emit(vec![Happening::key(&event.key(), &event.code(), event.shift_key(), event.key_code())]);
        }
    })
}

/// Whether a key is written into a field, or is for a dialog. A host sees only that it was pressed in the element in
/// which the guest stands.
fn is_written(page: &Ground, event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let is_in_field = target.is_some_and(|target| target.matches("input, select, textarea").unwrap_or(false));
    (is_in_field && event.key() != "Tab") || page.find("dialog[open]").is_some()
}

/// Whether a key means nothing to what has the focus either.
fn is_free(page: &Ground, event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let is_in =
        |selector: &str| target.as_ref().is_some_and(|target| target.closest(selector).ok().flatten().is_some());
    let is_plain = !(event.ctrl_key() || event.meta_key() || event.alt_key() || event.default_prevented());
    let key = event.key();
    let means_something = match key.as_str() {
        "Tab" | "Shift" | "CapsLock" => true,
        "Enter" | " " => is_in("a, button, summary, [role=button]"),
        _ => false,
    };
    is_plain && !means_something && !is_in("input, select, textarea, .menu") && page.find("dialog[open]").is_none()
}

/// Whether a key is one that a host may want for itself: those by which one turns slides and pages.
fn is_of_hosts(key: &str) -> bool {
    matches!(key, "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown" | "PageUp" | "PageDown" | "Home" | "End")
}

/// What a key means; nothing while the reader types or holds a modifier.
fn key(page: &Ground, event: &KeyboardEvent) -> Option<Msg> {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    if page.find(".present-black").is_some() {
        return lights(event).then_some(PresentMsg::Black.into());
    }
    // While help lies over the page the keys are its.
    if page.find("dialog[open]").is_some() {
        return None;
    }
    let is_in =
        |selector: &str| target.as_ref().is_some_and(|target| target.closest(selector).ok().flatten().is_some());
    if event.key() == "Escape" && !is_in(".menu") {
        return Some(Msg::Escape);
    }
    if is_in(".by-hand") && event.key().starts_with("Arrow") {
        return None;
    }
    if is_in("input, select, textarea, .menu") {
        return None;
    }
    if event.ctrl_key() || event.meta_key() {
        return match (event.key().as_str(), event.shift_key()) {
            ("z", false) => Some(Msg::Undo),
            ("z" | "Z", true) | ("y", false) => Some(Msg::Redo),
            _ => None,
        };
    }
    if event.alt_key() {
        return None;
    }
    let key = event.key();
    // The stage is not to be seen there, and nothing moves on it unseen.
    if page.find(BREAKING).is_some() {
        return (key == "?").then_some(Msg::Help(true));
    }
    if let &[digit @ b'0'..=b'9'] = key.as_bytes() {
        return Some(Msg::SeekTenths(digit - b'0'));
    }
    Some(match key.as_str() {
        " " if is_in("button, [role=button]") => return None,
        " " | "k" => Msg::PlayOrPause,
        "ArrowRight" | "PageDown" => Msg::NextSlide,
        "ArrowLeft" | "PageUp" => Msg::PreviousSlide,
        "." => Msg::StepForward,
        "," => Msg::StepBack,
        "]" => Msg::NextScene,
        "[" => Msg::PreviousScene,
        ">" => Msg::Faster,
        "<" => Msg::Slower,
        "?" => Msg::Help(true),
        "f" => PresentMsg::Toggle.into(),
        "Home" => Msg::Seek(0),
        "End" => Msg::Seek(u32::MAX),
        key if page.find(PRESENTING).is_some() => return key_of_talk(key, is_in),
        _ => return None,
    })
}

/// Whether a key lights a black screen: any that is not part of a command of the browser, such as to reload.
#[inline(never)]
fn lights(event: &KeyboardEvent) -> bool {
    let key = event.key();
    let is_function = 1 < key.len() && key.starts_with('F');
    let is_held = event.ctrl_key() || event.meta_key() || event.alt_key();
    !is_held && !is_function && !matches!(key.as_str(), "Shift" | "Control" | "Alt" | "AltGraph" | "Meta")
}

/// What a key means only while one presents: clickers send some of them. What has the focus keeps its own keys.
#[inline(never)]
fn key_of_talk(key: &str, is_in: impl Fn(&str) -> bool) -> Option<Msg> {
    Some(match key {
        "b" => PresentMsg::Black.into(),
        "h" => PresentMsg::Bar.into(),
        "+" | "=" => PresentMsg::Larger.into(),
        "-" => PresentMsg::Smaller.into(),
        "Enter" if !is_in("button, [role=button], a, summary") => Msg::NextSlide,
        "ArrowDown" if !is_in(".dock, .menu") => Msg::NextSlide,
        "ArrowUp" if !is_in(".dock, .menu") => Msg::PreviousSlide,
        _ => return None,
    })
}
