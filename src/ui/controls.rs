//! The bar below: slides, steps, play, the scrubber over the run, speed.

use super::present;
use crate::link::look::Ui;
use crate::player::model::SPEEDS;
use crate::player::{Model, Msg, Show};
use crate::sim::{Milestone, MilestoneKind};
use crate::story::language::{say, tr};
use crate::story::words::beside::seconds;
use crate::ui::speech::use_language;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The controls of a scene.
pub fn controls(model: &Model, show: &Show, (ui, share): (Ui, Option<Html>), send: &Callback<Msg>) -> Html {
    let click = |msg: Msg| send.reform(move |_: MouseEvent| msg.clone());
    let is_playing = model.is_playing();
    let is_last = !show.is_own() && show.slide + 1 == show.scene.slides.len() && show.is_at_goal() && !show.can_go_on();
    let is_over = show.is_own() && show.is_at_goal() && !is_playing && !show.can_go_on();
    let is_over = is_over || is_last && !is_playing && !model.has_next_scene();
    // While one presents, Next leads from the end of a run of one's own back to the slide.
    let is_stuck = is_over && !(show.is_own() && model.presenting.is_on());
    let is_of_scene = is_last && model.has_next_scene();
    let next = if is_of_scene { tr!(in "Next scene": "Next") } else { tr!("Next") };
    let scene = is_of_scene.then(|| html! { <span class="scene">{ tr!(in "Next scene": " scene") }</span> });
    let (label, shown) = if is_playing { (tr!("Pause"), tr!("❚❚ Pause")) } else { (tr!("Play"), tr!("▶ Play")) };
    html! {
        <footer class="controls" aria-label={tr!("Controls")}>
            <div class="buttons">
                <button class="previous" onclick={click(Msg::PreviousSlide)} title={tr!("Previous slide (←)")}>{ tr!("‹ Back") }</button>
                <button onclick={click(Msg::StepBack)} aria-label={tr!("Step back")} title={tr!("Step back (,)")}>{ tr!("◂ Step") }</button>
                <button class="play" disabled={is_over} onclick={click(Msg::PlayOrPause)} aria-label={label} title={tr!("Play or pause (Space)")}>{ shown }</button>
                <button disabled={is_over} onclick={click(Msg::StepForward)} aria-label={tr!("Step forward")} title={tr!("Step forward (.)")}>{ tr!("Step ▸") }</button>
                <button class="next" disabled={is_stuck} onclick={click(Msg::NextSlide)} title={tr!("Next slide (→)")}>{ next }{ scene }{ " ›" }</button>
            </div>
            { scrubber(model, show, send) }
            <div class="facts">
                <span class="time">{ clock(model, show.at.time) }</span>
                { speed(model, send) }
                { place_shown(show) }
            </div>
            if model.presenting.is_on() {
                { present::tools(model, show, send) }
            } else if ui == Ui::Player {
                { present::small_button(send) }
                { for share }
            }
        </footer>
    }
}

fn place(show: &Show) -> String {
    match show.is_own() {
        true if show.own().is_some_and(|own| own.sent().is_some()) => tr!("A run that was sent").to_string(),
        true => tr!("Your own run").to_string(),
        false => say!("Slide {slide} of {count}", slide = show.slide + 1, count = show.scene.slides.len()),
    }
}

/// Where we are; where the words have no room, less is seen.
fn place_shown(show: &Show) -> Html {
    let short = match show.is_own() {
        true if show.own().is_some_and(|own| own.sent().is_some()) => tr!("Sent run").to_string(),
        true => tr!("Own run").to_string(),
        false => format!("{}/{}", show.slide + 1, show.scene.slides.len()),
    };
    html! { <span class="place" data-short={short}>{ place(show) }</span> }
}

/// The time that passes, by tenths of a second; where it stands still, as this moment is told everywhere.
pub(super) fn clock(model: &Model, time_ms: u32) -> String {
    seconds(if model.is_playing() { time_ms / 100 * 100 } else { time_ms })
}

pub(super) fn speed(model: &Model, send: &Callback<Msg>) -> Html {
    let shown = match model.speed {
        25 => "¼×".to_string(),
        50 => "½×".to_string(),
        percent if percent % 100 == 0 => format!("{}×", percent / 100),
        percent => format!("{}{}{:02}×", percent / 100, tr!(in "a number": "."), percent % 100),
    };
    let click = |msg: Msg| send.reform(move |_: MouseEvent| msg.clone());
    html! {
        <span class="speed" role="group" aria-label={tr!("Speed")}>
            <button onclick={click(Msg::Slower)} disabled={model.speed <= SPEEDS[0]} aria-label={tr!("Slower")} title={tr!("Slower (<)")}>{ "−" }</button>
            <output>{ shown }</output>
            <button onclick={click(Msg::Faster)} disabled={SPEEDS[SPEEDS.len() - 1] <= model.speed} aria-label={tr!("Faster")}
                title={tr!("Faster (>)")}>{ "+" }</button>
        </span>
    }
}

/// When something was chosen or, among people, backed by a majority (true), and when somebody learned it (false), as
/// far as whoever looks has seen it.
fn marks(show: &Show) -> Vec<(u32, bool)> {
    if let Some(poll) = show.poll() {
        let majorities = poll.majorities(show.at).into_iter().map(|(time, _)| (time, true));
        return majorities.chain(poll.learned(show.at).into_iter().map(|time| (time, false))).collect();
    }
    let reached = show.milestones();
    let seen = reached.iter().filter(|milestone| milestone.is_seen_by(show.eye));
    let mark = |milestone: &Milestone| match milestone.kind {
        MilestoneKind::Chosen(_) => Some((milestone.at.time, true)),
        MilestoneKind::Learned { .. } => Some((milestone.at.time, false)),
        MilestoneKind::Floor { .. } | MilestoneKind::Applied { .. } => None,
    };
    seen.filter_map(mark).collect()
}

/// When the viewer did something in the run that is shown.
fn acts(show: &Show) -> Vec<u32> {
    let own = show.own().filter(|_| show.is_own());
    let mut times: Vec<u32> = own.into_iter().flat_map(|own| own.branch.acts.iter().map(|act| act.at.time)).collect();
    times.dedup();
    times
}

/// The whole run as a track: its slides as ticks, its steps as fine ones.
fn scrubber(model: &Model, show: &Show, send: &Callback<Msg>) -> Html {
    let end = show.end().time.max(1);
    let seek = send.reform(|event: InputEvent| {
        let input = event.target_dyn_into::<HtmlInputElement>();
        Msg::Seek(input.map_or(0, |input| input.value_as_number().max(0.0) as u32))
    });
    let slides: Vec<u32> = show.scene.slides.iter().filter(|_| !show.is_own()).map(|slide| slide.end.time).collect();
    let told = format!("{}, {}", clock(model, show.at.time), place(show));
    html! {
        <div class="scrubber">
            <svg viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true">
                <rect class="f-faint" x="0" y="7" width="1000" height="6" />
                <rect class="f-ink" x="0" y="7" width={share(show.at.time, end)} height="6" />
                <Ticks {end} {slides} acts={acts(show)} marks={marks(show)} />
            </svg>
            <input type="range" min="0" max={end.to_string()} step="10" value={show.at.time.to_string()} oninput={seek}
                aria-label={tr!("Time")} aria-valuetext={told} />
        </div>
    }
}

/// So many thousandths of the way to the end.
fn share(time: u32, end: u32) -> String {
    (u64::from(time) * 1000 / u64::from(end)).to_string()
}

/// What stands on the track, and stays while time passes.
#[derive(Clone, PartialEq, Properties)]
struct TicksProperties {
    end: u32,
    slides: Vec<u32>,
    acts: Vec<u32>,
    marks: Vec<(u32, bool)>,
}

/// Each kind is a list of its own, and the newest marks come first: Yew goes by the places from the end where there are no
/// keys, and leaves what stands there already as it is. All marks have one colour, so that it is the same which is above.
#[component]
fn Ticks(properties: &TicksProperties) -> Html {
    use_language();
    let at = |time: u32| share(time, properties.end);
    let slide = |&time: &u32| html! { <rect class="f-soft" x={at(time)} y="2" width="2" height="16" /> };
    let act = |&time: &u32| html! { <rect class="f-lost" x={at(time)} y="0" width="3" height="20" /> };
    let mark = |&(time, is_result): &(u32, bool)| {
        let (x, width) = (at(time), if is_result { "5" } else { "4" });
        let (y, height) = if is_result { ("0", "20") } else { ("13", "7") };
        html! { <rect class="f-chosen" {x} {y} {width} {height} /> }
    };
    html! {
        <>
            <>{ for properties.slides.iter().map(slide) }</>
            <>{ for properties.acts.iter().rev().map(act) }</>
            <>{ for properties.marks.iter().rev().map(mark) }</>
        </>
    }
}
