//! Beside the stage: what the slide says, why the last thing happened, and whose run this is.

use crate::player::{Msg, Show};
use crate::sim::{Action, truth};
use crate::story::words;
use yew::prelude::*;

/// What happened last, and why: the step that has just been done, and what was chosen by it.
pub fn why(show: &Show) -> Option<String> {
    let recording = show.recording();
    let done = &recording.steps()[..show.at.steps];
    // That a message takes its time shows in the picture.
    let step = done.iter().rev().find(|step| !matches!(step.action, Action::Delay { .. }))?;
    let telling = show.telling();
    let sentence = words::step(step, &recording.world().cluster, telling);
    Some(match step.effects.chosen {
        Some(chosen) => format!("{sentence} {}", words::chosen(&chosen, telling)),
        None => sentence,
    })
}

/// Where the viewer's own run has come to rest: what came of it.
fn outcome(show: &Show) -> Option<String> {
    if !show.is_own() || !show.is_at_goal() {
        return None;
    }
    let world = show.recording().world();
    let chosen: Vec<&str> = truth::chosen(world).map(|chosen| show.names().value(chosen.vote.value)).collect();
    let values: Vec<&str> = chosen
        .iter()
        .enumerate()
        .filter(|&(at, value)| !chosen[..at].contains(value))
        .map(|(_, &value)| value)
        .collect();
    Some(words::figure::at_rest(&values, world.in_flight.len()))
}

/// The column beside the stage.
pub fn narration(show: &Show, send: &Callback<Msg>) -> Html {
    let slide = show.slide();
    html! {
        <aside class="narration">
            { fork(show, send) }
            if !show.is_own() {
                <h1>{ &slide.title }</h1>
                { for slide.say.iter().map(|paragraph| html! { <p>{ paragraph }</p> }) }
            }
            { for why(show).map(|why| html! { <p class="why"><span>{ "Just now" }</span>{ why }</p> }) }
            { for outcome(show).map(|outcome| html! { <p class="outcome">{ outcome }</p> }) }
            if !show.is_own() && show.own().is_none() && show.slide == 0 {
                <p class="hint">{ "Press Next to see what happens. Click any node to crash it, or to let it propose something." }</p>
            }
        </aside>
    }
}

/// Says that this is the viewer's own run, and offers the way back; or the way to it.
fn fork(show: &Show, send: &Callback<Msg>) -> Html {
    let click = |msg: Msg| send.reform(move |_: MouseEvent| msg.clone());
    match (show.own(), show.is_own()) {
        (None, _) => html! {},
        (Some(own), true) => html! {
            <section class="fork" role="status">
                <h1>{ "This is your own run" }</h1>
                <p>{ format!("It left slide {} at {}.{} s: what you do changes what happens from there on. The slide is kept as it was.",
                    own.slide + 1, own.forked_at.time / 1000, own.forked_at.time % 1000 / 100) }</p>
                <button class="home" onclick={click(Msg::GoHome)}>{ "‹ Back to the slide" }</button>
            </section>
        },
        (Some(_), false) => html! {
            <section class="fork">
                <button class="own" onclick={click(Msg::GoToOwn)}>{ "Go to your own run ›" }</button>
            </section>
        },
    }
}
