//! The dock under the stage: panels that the scene or the reader opens.

use super::flags;
use crate::player::{Model, Msg, Panel, Show};
use yew::prelude::*;

/// The buttons that open and close panels, and those that are open.
pub fn dock(model: &Model, show: &Show, send: &Callback<Msg>) -> Html {
    let suited = || Panel::ALL.into_iter().filter(|panel| panel.suits(show));
    let is_open = |panel: &Panel| model.panels.is_open(*panel, show);
    html! {
        <section class="dock" aria-label="Panels">
            <div class="tabs">{ for suited().map(|panel| tab(panel, is_open(&panel), send)) }</div>
            { for suited().filter(is_open).map(|panel| html! {
                <section class={classes!("panel", panel.word())} id={format!("panel-{}", panel.word())} aria-label={panel.name()}>
                    { body(panel, show) }
                </section>
            }) }
        </section>
    }
}

fn tab(panel: Panel, is_open: bool, send: &Callback<Msg>) -> Html {
    let toggle = send.reform(move |_: MouseEvent| Msg::Toggle(panel));
    html! {
        <button onclick={toggle} aria-expanded={is_open.to_string()} aria-controls={format!("panel-{}", panel.word())}>
            { panel.name() }
        </button>
    }
}

fn body(panel: Panel, show: &Show) -> Html {
    match panel {
        Panel::Flags => flags::flags(show),
        Panel::Rules | Panel::Plot | Panel::Card => html! {},
    }
}
