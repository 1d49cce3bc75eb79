//! The dock under the stage: panels that the scene or the reader opens.

use super::copy::Copying;
use super::parts::Parts;
use super::plot::PlotPanel;
use super::trial::TrialPanel;
use super::{
    arrivals, board, breaking, compare, costs, flags, invariants, log, messages, quorums, rules, runs, service, state,
    time, world,
};
use crate::player::{Model, Msg, Panel, Promise, Show};
use crate::story::language::tr;
use crate::story::words::pick;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// The panels that are open, with the buttons that open and close them, or without.
pub fn dock(
    model: &Model,
    show: &Show,
    (tabs, parts): (Tabs, &Parts),
    copying: &Copying,
    send: &Callback<Msg>,
) -> Html {
    let suited = || Panel::ALL.into_iter().filter(|panel| panel.suits(show));
    let is_open = |panel: &Panel| model.panels.is_open(*panel, show);
    let tab = |panel: Panel| tab(panel, is_open(&panel), show, send);
    html! {
        <section class="dock" aria-label={tr!("Panels")}>
            // Each with its key: a panel that opens leaves the others, and the button that was pressed, as they are.
            { for (tabs == Tabs::Shown).then(|| html! {
                <div class="tabs" key="tabs">
                    <div role="group" aria-label={tr!("To see")}>
                        { for suited().filter(|panel| !panel.is_for_doing()).map(tab) }
                    </div>
                    <div role="group" aria-label={tr!("To do")}>
                        { for suited().filter(|panel| panel.is_for_doing()).map(tab) }
                        if show.poll().is_none() { { compare::button(send) } }
                        { breaking::way(&model.breaking, send) }
                    </div>
                    if show.poll().is_none() { { eyes(show, send) } }
                </div>
            }) }
            { for suited().filter(is_open).map(|panel| html! {
                <section key={panel.word()} class={classes!("panel", panel.word())} id={format!("panel-{word}", word = panel.word())} aria-label={if panel == Panel::Plot { panel.name_in(show) } else { panel.region() }}>
                    { part(panel, show, parts, || body(panel, model, show, (copying, parts), send)) }
                </section>
            }) }
        </section>
    }
}

/// Whether the buttons are there that open and close panels.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tabs {
    /// They are.
    Shown,
    /// The link has said what is open.
    Hidden,
}

fn tab(panel: Panel, is_open: bool, show: &Show, send: &Callback<Msg>) -> Html {
    let toggle = send.reform(move |_: MouseEvent| Msg::Toggle(panel));
    html! {
        <button onclick={toggle} aria-expanded={is_open.to_string()} aria-controls={format!("panel-{word}", word = panel.word())}>
            { panel.name_in(show) }
            if let Some(holds) = show.holds().filter(|_| panel == Panel::Invariants) {
                <span class={classes!("sign", (!holds).then_some("fails"))} aria-hidden="true">{ " " }{ Promise::sign(holds) }</span>
                <span class="unseen">{ if holds { tr!("(all hold)") } else { tr!("(broken)") } }</span>
            }
        </button>
    }
}

/// A panel of which nothing hangs on the time between two steps is not drawn again while that passes.
#[inline(never)]
fn part(panel: Panel, show: &Show, parts: &Parts, draw: impl FnOnce() -> Html) -> Html {
    match panel {
        // The service is told step by step.
        Panel::Plot if show.is_replicated() => parts.steady(panel.word(), draw),
        Panel::Time | Panel::Flags | Panel::Plot | Panel::Card | Panel::Runs => draw(),
        steady => parts.steady(steady.word(), draw),
    }
}

fn body(panel: Panel, model: &Model, show: &Show, (copying, parts): (&Copying, &Parts), send: &Callback<Msg>) -> Html {
    if let Some(me) = show.eye.filter(|_| show.is_in_place() && panel.sees_all()) {
        return html! { <p class="none-yet">{ pick::not_from_there(show.names().node(me)) }</p> };
    }
    match panel {
        Panel::Arrivals => arrivals::strip(show, send),
        Panel::Time => time::time(model, show, &parts.diagram, send),
        Panel::Board => board::board(model, show, send),
        Panel::Log => log::log(model, show, send),
        Panel::State => state::state(model, show, send),
        Panel::Invariants => invariants::invariants(model, show, send),
        Panel::Quorums => quorums::quorums(model, show, send),
        Panel::Flags => flags::flags(show),
        Panel::Rules => rules::rules(show),
        Panel::Costs => costs::table(show),
        Panel::Plot if show.is_replicated() => service::service(model, show, send),
        Panel::Plot => {
            let notice = model.notice_in(Panel::Plot).map(|why| AttrValue::from(why.to_string()));
            html! { <PlotPanel plot={model.plot.clone()} {notice} send={send.clone()} /> }
        }
        Panel::Messages => messages::messages(model, show, send),
        Panel::World => world::world(model, show, send),
        Panel::Runs => runs::runs(model, show, copying, send),
        Panel::Card => {
            html! { <TrialPanel trial={model.trial.clone()} words={model.vocabulary} send={send.clone()} /> }
        }
    }
}

/// Whose eyes see the stage: who sees all, or one node.
#[inline(never)]
fn eyes(show: &Show, send: &Callback<Msg>) -> Html {
    let nodes: Vec<_> = show.recording().world().cluster.nodes().collect();
    let see = {
        let nodes = nodes.clone();
        send.reform(move |event: Event| {
            let chosen =
                event.target_dyn_into::<HtmlSelectElement>().and_then(|select| select.value().parse::<usize>().ok());
            Msg::See(chosen.and_then(|place| nodes.get(place).copied()))
        })
    };
    html! {
        <label class="eyes">{ tr!("Seen by ") }
            <select onchange={see} disabled={show.is_in_place()}>
                <option value="all" selected={show.eye.is_none()}>{ tr!("who sees all") }</option>
                { for nodes.iter().enumerate().map(|(place, node)| html! {
                    <option value={place.to_string()} selected={show.eye == Some(*node)}>{ show.names().node(*node) }</option>
                }) }
            </select>
        </label>
    }
}
