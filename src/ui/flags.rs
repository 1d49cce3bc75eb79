//! The three milestones on a line of time.

use crate::player::Show;
use crate::sim::{Milestone, Time};
use crate::story::language::tr;
use crate::story::words::milestone::{NOT_CHOSEN, flag, legend, none_yet, sentence};
use yew::prelude::*;

/// So many flags beside each other fill the line.
const FLAGS_ACROSS: u64 = 40;

/// The line of time with the flags that stand by now, and what each says.
pub fn flags(show: &Show) -> Html {
    let all = show.milestones();
    let mut reached = (*all).clone();
    reached.retain(|milestone| milestone.is_seen_by(show.eye));
    let end = show.recording().end().time.max(1);
    let share = |time: u32| format!("left:{end}%", end = u64::from(time) * 1000 / u64::from(end) / 10);
    let rules = show.world().rules;
    html! {
        <>
            <div class="line-of-time" aria-hidden="true">
                <span data-word={tr!("now")} class={classes!("now", (end / 2 < show.at.time).then_some("late"))} ~style={share(show.at.time)}></span>
                { for drawn(&reached, end).into_iter().map(|milestone| {
                    let number = flag(&milestone.kind);
                    html! { <span class={format!("flag flag-{number}")} ~style={share(milestone.at.time)}>{ number }</span> }
                }) }
            </div>
            <ol class="milestones">
                { for reached.iter().map(|milestone| {
                    let number = flag(&milestone.kind);
                    let what = legend()[usize::from(number) - 1];
                    html! {
                        <li><b class={format!("flag-{number}")}>{ format!("{number} {what}") }</b>
                            { " " }{ sentence(milestone, &rules, show.telling()) }
                            { for (!milestone.is_founded(&all)).then_some(html! { <>{ " " }{ NOT_CHOSEN }</> }) }</li>
                    }
                }) }
            </ol>
            if reached.is_empty() {
                <p class="none-yet">{ none_yet(show.eye.map(|eye| show.names().node(eye))) }</p>
            }
        </>
    }
}

/// The milestones whose flags are drawn: of several with one number that would lie on each other, the first.
fn drawn(reached: &[Milestone], end: Time) -> Vec<&Milestone> {
    let mut drawn: Vec<&Milestone> = Vec::new();
    for milestone in reached {
        let is_covered = |other: &&Milestone| {
            let apart = milestone.at.time.abs_diff(other.at.time);
            flag(&other.kind) == flag(&milestone.kind) && u64::from(apart) * FLAGS_ACROSS < u64::from(end)
        };
        if !drawn.iter().any(is_covered) {
            drawn.push(milestone);
        }
    }
    drawn
}
