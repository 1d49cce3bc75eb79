//! How much of the page there is, and how it behaves: what a link says of that.

use super::dock::Tabs;
use crate::link::look::{Interact, Look, Switch, Ui, View, Word};
use crate::player::{Model, Msg, Panel, PlaysOn};
use yew::Classes;
use yew::prelude::classes;

/// How much of the page is there: in a frame, where the link does not say, the player.
pub fn ui(look: &Look) -> Ui {
    look.ui.unwrap_or(if is_framed() { Ui::Player } else { Ui::Full })
}

fn is_framed() -> bool {
    let Some(window) = web_sys::window() else { return false };
    let here: &wasm_bindgen::JsValue = window.as_ref();
    window.parent().ok().flatten().is_some_and(|parent| AsRef::<wasm_bindgen::JsValue>::as_ref(&parent) != here)
}

/// Whether the narration is there. Where there is only a figure, or little beside it, it must be asked for.
pub fn has_narration(look: &Look) -> bool {
    match ui(look) {
        Ui::Full | Ui::Player => look.captions != Some(Switch::Off),
        Ui::Minimal => look.captions == Some(Switch::On),
        Ui::None => false,
    }
}

/// Whether there are panels, and the buttons for them: on the whole page, and where the link wants views beside the
/// stage.
pub fn tabs(look: &Look) -> Option<Tabs> {
    let acts = look.interact.unwrap_or(Interact::All) == Interact::All;
    match (ui(look), acts) {
        (Ui::Full, true) => Some(Tabs::Shown),
        _ => look.view.filter(|views| views.iter().any(|view| view != View::Stage)).map(|_| Tabs::Hidden),
    }
}

/// The classes of the page, by which the style sheet lays it out.
pub fn classes(look: &Look) -> Classes {
    let acts = look.interact.unwrap_or(Interact::All) == Interact::All;
    classes!(
        "page",
        format!("ui-{}", ui(look).key()),
        (!has_narration(look)).then_some("untold"),
        (!acts).then_some("only-watched"),
        (!look.has_stage()).then_some("unstaged")
    )
}

/// Gives the page the words, the speed and the way of playing that a link wants.
pub fn dress(model: &mut Model, look: &Look) {
    if let Some(words) = look.names.or_else(super::keep::words) {
        model.update(Msg::Speak(words));
    }
    if let Some(speed) = look.speed {
        model.update(Msg::Speed(speed));
    }
    if let Some(views) = look.view.filter(|views| views.iter().next().is_some()) {
        let panels = [(View::Time, Panel::Time), (View::Board, Panel::Board), (View::Log, Panel::Log)];
        let open = panels.into_iter().filter(|&(view, _)| views.contains(view)).map(|(_, panel)| panel);
        model.panels.open_views(&open.collect::<Vec<_>>());
    }
    model.panels.are_there = tabs(look).is_some();
    model.panels.are_alone = !look.has_stage();
    let plays_on = match (look.looped, look.autoplay) {
        (Some(Switch::On), _) => PlaysOn::Round,
        (_, Some(Switch::On)) => PlaysOn::Scene,
        _ => PlaysOn::Slide,
    };
    model.update(Msg::PlayOn(plays_on));
    model.asking.is_on = look.ask == Some(Switch::On);
}
