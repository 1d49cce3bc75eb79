//! The captions of one who presents, where they take more room than there is: what follows is hinted at, and the keys
//! of a clicker read on before they turn the slide.

use super::ground::Ground;
use super::sight;
use crate::player::{Msg, Show};
use crate::story::language::tr;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};
use yew::prelude::{MouseEvent, TargetCast};

/// The captions while one presents, and below the stage in the theme of a hall.
const CAPTIONS: &str = ".presenting .narration, [data-theme=projector] .ui-full .narration";
/// On captions of which more follows below.
const MORE: &str = "data-more";
/// On captions that are set smaller in a hall, since they take more room than there is.
const TIGHT: &str = "data-tight";
/// On captions, by what word that is hinted at.
const WORD: &str = "data-word";
/// On captions, to which slide they belong; and which of them is being read.
const OF: &str = "data-of";
const READ: &str = "data-read";
/// What captions say, ways to elsewhere aside, with what the slide will say at its end and keeps room for; and what of
/// that is to be seen before.
const TEXT: &str = ":scope > :is(h1, p:not(.twin, .find-yourself)), .why > p";
const SEEN: &str = ":scope > :is(h1, p:not(.twin, .find-yourself, .to-come)), .why > p";
/// Space below the last line, in pixels.
const SPACE: f64 = 12.0;
/// So much of what was read stays in sight, in pixels: about a line.
const KEPT: i32 = 44;

/// To what captions belong: a slide, or a run of the viewer's own.
pub fn of(show: &Show) -> String {
    match show.shown_run() {
        Some(run) => format!("run {run}"),
        None => format!("{} {}", show.source.id(), show.slide),
    }
}

/// Brings captions of another slide to their beginning, and hints at what follows.
pub fn follow(ground: &Ground) {
    let Some(captions) = ground.find_element(CAPTIONS) else { return };
    let of = captions.get_attribute(OF);
    if of != captions.get_attribute(READ) {
        captions.set_scroll_top(0);
        // Setting and removing attributes of these names cannot fail.
        let _ = captions.set_attribute(READ, &of.unwrap_or_default());
        let _ = captions.remove_attribute(TIGHT);
    }
    // Within a slide letters that have become smaller stay so.
    if captions.scroll_top() == 0 && lies_below(&captions, TEXT) {
        let _ = captions.set_attribute(TIGHT, "");
    }
    hint(&captions);
}

/// The captions have been scrolled.
pub fn scrolled(event: Event) {
    event.target().and_then(|target| target.dyn_into::<Element>().ok()).iter().for_each(hint);
}

/// Brings what the slide says at its end into sight, on a phone, where it lies below the stage.
pub fn read(event: MouseEvent) {
    let button = event.target_dyn_into::<Element>();
    let said = button.and_then(|button| button.parent_element()?.query_selector_all(".at-end").ok());
    let last = said.and_then(|said| said.item(said.length().checked_sub(1)?)?.dyn_into::<Element>().ok());
    last.iter().for_each(sight::bring_whole);
}

/// Whether a key has moved the captions, in place of what it means otherwise: on, where the slide has come to its end
/// and not all of its captions has been in sight; and back. The arrows to the sides turn slides in any case.
pub fn read_on(ground: &Ground, key: &str, msg: &Msg) -> bool {
    let Some(captions) = ground.find_element(CAPTIONS) else { return false };
    let page = (captions.client_height() - KEPT).max(KEPT);
    let by = match (key, msg) {
        ("ArrowLeft" | "ArrowRight", _) => return false,
        (_, Msg::NextSlide | Msg::PlayOrPause) if captions.class_list().contains("at-goal") => page,
        (_, Msg::PreviousSlide) => -page,
        _ => return false,
    };
    let before = captions.scroll_top();
    if 0 < by && !is_more(&captions) || by < 0 && before <= 0 {
        return false;
    }
    captions.set_scroll_top(before + by);
    hint(&captions);
    captions.scroll_top() != before
}

fn hint(captions: &Element) {
    // Setting attributes of these names cannot fail.
    let _ = captions.set_attribute(WORD, tr!("more ↓"));
    let is_at_end = captions.class_list().contains("at-goal");
    let follows = if is_at_end { is_more(captions) } else { lies_below(captions, SEEN) };
    let _ = match follows {
        true => captions.set_attribute(MORE, ""),
        false => captions.remove_attribute(MORE),
    };
}

/// Whether some of it lies below what is in sight: more than the space below the last line.
fn is_more(captions: &Element) -> bool {
    let below = captions.scroll_height() - captions.scroll_top() - captions.client_height();
    SPACE < f64::from(below)
}

/// Whether one of these ends below what is in sight.
fn lies_below(captions: &Element, these: &str) -> bool {
    let edge = captions.get_bounding_client_rect().bottom();
    let Ok(all) = captions.query_selector_all(these) else { return false };
    let all = (0..all.length()).filter_map(|nth| all.item(nth)?.dyn_into::<Element>().ok());
    all.map(|it| it.get_bounding_client_rect().bottom()).any(|bottom| edge < bottom)
}
