//! Beside the stage, in a scene that asks for something: what is to be reached, how far that is, and what helps.

use super::copy::{self, Copying, What};
use crate::player::objective::told;
use crate::player::{GuideMsg, Model, Msg, ObjectiveMsg, Show, Standing};
use crate::story::guide::Guide;
use crate::story::language::tr;
use crate::story::words::objective as words;
use yew::prelude::*;

/// The objective of the scene on show; in a solution, the way back to it; else nothing.
pub fn card(model: &Model, show: &Show, copying: &Copying, send: &Callback<Msg>) -> Html {
    let Some(standing) = show.standing() else {
        return if model.is_at_solution() {
            back(send)
        } else {
            html! {}
        };
    };
    let is_reached = standing.reached.is_some();
    html! {
        <section class={classes!("objective", is_reached.then_some("reached"))} aria-labelledby="objective-title">
            <h2 id="objective-title">{ words::HEADING.said() }</h2>
            <p class="asked">{ &standing.text }</p>
            <p class="acts">{ words::count(standing.acts, standing.within) }</p>
            { parts(&standing) }
            <p class="state" role="status">{ state(&standing, show) }</p>
            <p class="advice" role="status">{ for model.hint().map(|hint| told(hint, show)) }</p>
            { buttons(&standing, model, copying, send) }
            if is_reached { { copy::copied(copying) } }
        </section>
    }
}

/// The parts of the goal, each with whether it holds.
#[inline(never)]
fn parts(standing: &Standing) -> Html {
    if standing.reached.is_some() {
        return html! {};
    }
    html! {
        <ul class="goal">
            { for standing.parts.iter().map(|part| html! {
                <li class={part.holds.then_some("holds")}>
                    <span class="sign" aria-hidden="true">{ if part.holds { "✓" } else { "○" } }</span>
                    <span>
                        <span class="unseen">{ if part.holds { tr!("Holds: ") } else { tr!("Does not hold: ") } }</span>
                        <code>{ &part.asked }</code>
                        if !part.holds { <span class="actual">{ format!(" – {}", part.actual) }</span> }
                    </span>
                </li>
            }) }
        </ul>
    }
}

#[inline(never)]
fn state(standing: &Standing, show: &Show) -> String {
    // Who moves an arrival once more undoes nothing: the one act is another one then.
    let within = standing.within.filter(|_| !show.scene.script.moves());
    match (&standing.reached, &standing.unfit) {
        (Some(reached), _) => format!("✓ {}", words::reached(*reached)),
        (None, Some(unfit)) => words::unfit(unfit),
        (None, None) => words::not_yet(standing.acts, within).to_string(),
    }
}

#[inline(never)]
fn buttons(standing: &Standing, model: &Model, copying: &Copying, send: &Callback<Msg>) -> Html {
    let click = |msg: ObjectiveMsg| send.reform(move |_: MouseEvent| msg.clone().into());
    let others = send.reform(|_: MouseEvent| GuideMsg::Open(Guide::Objectives).into());
    let prove = copying.copy.reform(|_: MouseEvent| What::Link);
    html! {
        <div class="row">
            if standing.reached.is_some() {
                <button class="prove" onclick={prove}>{ words::COPY.said() }</button>
            } else {
                <button class="ask-hint" onclick={click(ObjectiveMsg::Hint)}>{ words::HINT.said() }</button>
            }
            <button class="solve" onclick={click(ObjectiveMsg::Solution)}>{ words::SOLUTION.said() }</button>
            if 0 < standing.acts {
                <button class="anew" onclick={click(ObjectiveMsg::StartAgain)}>{ words::START_AGAIN.said() }</button>
            }
            // A player in a frame shows what its author has chosen.
            if model.panels.are_there { <button class="link" onclick={others}>{ words::OTHERS.said() }</button> }
        </div>
    }
}

#[inline(never)]
fn back(send: &Callback<Msg>) -> Html {
    let back = send.reform(|_: MouseEvent| ObjectiveMsg::Back.into());
    html! {
        <section class="objective" aria-label={words::HEADING.said()}>
            <button class="home" onclick={back}>{ words::BACK.said() }</button>
        </section>
    }
}
