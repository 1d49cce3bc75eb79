//! Beside the stage: what the slide says, why the last thing happened, and whose run this is.

use super::copy::Copying;
use super::{about, ask, captions, example, objective, why};
use crate::player::present::is_long;
use crate::player::{Model, Msg, OwnRun, Pick, Show};
use crate::story::language::{say, tr};
use crate::story::words::beside::seconds;
use crate::story::words::{self, given};
use yew::prelude::*;

/// Where the viewer's own run has come to rest: what came of it, and what can be done.
fn outcome(model: &Model, show: &Show) -> Vec<String> {
    if model.lighting.picked == Some(Pick::Nothing) {
        return Vec::new(); // The answer to why nothing is chosen says all of it.
    }
    match ((show.is_own() || show.is_open_ended()) && show.is_at_goal(), show.poll()) {
        (true, Some(poll)) => words::poll::at_rest(poll.poll(), show.names()),
        (true, None) if show.can_go_on() => vec![words::rest::goes_on()],
        (true, None) if show.is_at_limit() => vec![words::rest::at_limit()],
        (true, None) => words::rest::at_rest(show.recording().world(), show.telling()),
        (false, _) => Vec::new(),
    }
}

/// So many letters of what a slide says at its end may stand above the stage of a phone: more would push that out of sight.
const CONCLUSION_MAX: usize = 240;

/// Whether what the slide says at its end takes the place of its first words above the stage of a phone: these tell what is
/// to come, and it has come. The first slide tells what is there, and so does one on which nothing happens: their words are
/// read one after the other.
fn is_concluded(show: &Show) -> bool {
    let slide = show.slide();
    let letters: usize = slide.say.iter().skip(1).map(|paragraph| paragraph.chars().count()).sum();
    let has_come = show.is_at_goal() && 0 < show.slide && slide.start != slide.end;
    has_come && 0 < letters && letters <= CONCLUSION_MAX
}

/// The column beside the stage.
pub fn narration(model: &Model, show: &Show, copying: &Copying, send: &Callback<Msg>) -> Html {
    let guides = &model.guides;
    let slide = show.slide();
    let keeps_back = model.keeps_back();
    let (is_wordy, is_at_goal, is_concluded) = (show.has_long_captions(), show.is_at_goal(), is_concluded(show));
    let states = [(is_wordy, "long"), (is_at_goal, "at-goal"), (is_concluded, "concluded")];
    let states: Classes = states.into_iter().filter(|(is, _)| *is).map(|(_, state)| state).collect();
    html! {
        <aside class={classes!("narration", states)}
            data-of={captions::of(show)} onscroll={Callback::from(captions::scrolled)}>
            { objective::card(model, show, copying, send) }
            { fork(show, model.is_playing(), send) }
            { example::found(model, show, send) }
            { ask::way_back(model, show, send) }
            { ask::open(model, show, send) }
            { about::step(guides, show, send) }
            <>{ for show.cautions().into_iter().map(|caution| html! { <p class="caution" role="note">{ caution }</p> }) }</>
            if let Some(eye) = show.eye {
                <p class="eye" role="note">{ words::as_known_by(eye, show.telling()) }</p>
            }
            if !show.is_own() {
                <p class="count">{ say!("Slide {slide} of {count}", slide = show.slide + 1, count = show.scene.slides.len()) }</p>
                if !keeps_back && is_at_goal && !is_concluded && 1 < slide.say.len() {
                    <button class="read-on" onclick={captions::read}>{ tr!("more ↓") }</button>
                }
                if !keeps_back {
                    <h1>{ show.told(&slide.title) }</h1>
                }
                <>{ for slide.say.iter().enumerate().filter(|_| !keeps_back).map(|(place, paragraph)| html! {
                    <p class={(0 < place).then_some(if is_at_goal { "at-end" } else { "to-come" })}>{ show.told(paragraph) }</p>
                }) }</>
            }
            if show.is_own() && model.presenting.is_on() {
                <h1 class="left">{ show.told(&slide.title) }</h1>
                <p class="way-home">{ words::present::way_home(show.is_at_goal() && !show.can_go_on()) }</p>
            }
            // Whoever presents has what the slide says to show, and opens no question by hand.
            if !model.presenting.is_on() { { ask::ways(model, show, send) } }
            { just_now(show) }
            if !show.is_hushed { { why::why(model, show, send) } }
            <>{ for outcome(model, show).into_iter().map(|outcome| html! { <p class="outcome">{ outcome }</p> }) }</>
            if !show.is_own() && show.own().is_none() && show.slide == 0 && show.scene.script.objective.is_none() {
                <p class="hint">{ hint(show) }</p>
            }
            { about::ways(show, send) }
            if model.example().is_none() { { example::way(show, send) } }
            { about::about(guides, show, send) }
        </aside>
    }
}

/// What a newcomer can do.
fn hint(show: &Show) -> &'static str {
    match show.poll() {
        Some(_) => {
            tr!("Press Next to see what happens. Click or tap anybody to let it change its mind, ask, or go away.")
        }
        None if show.end().steps == 0 => tr!("Click or tap any node to crash it, or to see what else it can do."),
        None => {
            tr!(
                "Press Next to see what happens. Click or tap any node to crash it, or to see what else it can do; a message to lose it or to hold it."
            )
        }
    }
}

fn just_now(show: &Show) -> Html {
    let why = if show.is_hushed { Vec::new() } else { show.just_now() };
    if why.is_empty() {
        return html! {};
    }
    html! {
        <div class={classes!("why", is_long(&why).then_some("long"))}>
            <span>{ tr!("Just now") }</span>
            { for why.into_iter().map(|why| html! { <p>{ why }</p> }) }
        </div>
    }
}

/// The name of the own run that is shown, or its number where there are several.
fn called(show: &Show) -> String {
    match (show.shown_run(), show.own()) {
        (Some(_), Some(own)) if !own.name.is_empty() => format!(": {}", own.name),
        (Some(nth), _) if 1 < show.runs().len() => say!(in "your own run": ", number {nth}", nth = nth + 1),
        _ => String::new(),
    }
}

/// Whose run it is, and where it left its slide.
#[inline(never)]
fn whose(show: &Show, own: &OwnRun) -> Html {
    let (slide, time) = (own.slide + 1, seconds(own.forked_at().time));
    match own.sent() {
        Some(came) => html! {
            <>
                <h1>{ came.heading() }</h1>
                <p class="sent">{ given::done(&own.told()) }</p>
                <p>{ say!("It left slide {slide} at {time}; the slide is kept as it was. Whatever you do makes it your own.", slide, time) }</p>
            </>
        },
        None => html! {
            <>
                <h1>{ tr!("This is your own run") }{ called(show) }</h1>
                <p>{ say!("It left slide {slide} at {time}: what you do changes what happens from there on. The slide is kept as it was.", slide, time) }</p>
                { for given::rest_of_script(&own.rest_of_script()).map(|says| html! { <p class="rest-of-script">{ says }</p> }) }
            </>
        },
    }
}

/// Says that this is the viewer's own run, and offers the way back; or the way to it.
fn fork(show: &Show, is_playing: bool, send: &Callback<Msg>) -> Html {
    let click = |msg: Msg| send.reform(move |_: MouseEvent| msg.clone());
    match (show.own(), show.is_own()) {
        (None, _) => html! {},
        (Some(own), true) => html! {
            <section class="fork" role="status">
                { whose(show, own) }
                if show.is_more_to_come() && !is_playing {
                    <p class="go-on">{ tr!("Press Play to see what follows.") }</p>
                }
                <div class="row">
                    <button class="home" onclick={click(Msg::GoHome)}>{ tr!("‹ Back to the slide") }</button>
                    <button onclick={click(Msg::Undo)} title={tr!("Undo (Ctrl+Z)")}>{ tr!("Undo") }</button>
                    <button onclick={click(Msg::Redo)} disabled={!show.can_redo()} title={tr!("Redo (Ctrl+Shift+Z)")}>{ tr!("Redo") }</button>
                </div>
            </section>
        },
        (Some(own), false) => html! {
            <section class="fork">
                <button class="own" onclick={click(Msg::GoToOwn)}>
                    { if own.sent().is_some() { tr!("Go to the run that was sent ›") } else { tr!("Go to your own run ›") } }
                </button>
            </section>
        },
    }
}
