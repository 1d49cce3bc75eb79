//! A question to the reader, over the narration: the answers to choose from, and what is said of the one that was
//! chosen.

use super::worlds;
use crate::player::{AskMsg, Model, Msg, OpenQuestion, Show};
use crate::story::words::ask as words;
use yew::prelude::*;

/// The question that is open; nothing where none is.
pub fn open(model: &Model, show: &Show, send: &Callback<Msg>) -> Html {
    let Some(open) = model.question() else { return html! {} };
    let asked = &show.scene.asks[open.nth];
    let question = words::question(asked, &show.scene, show.telling());
    let back = open.back_to.map(|at| words::back_to(at.time));
    let known = words::to_be_known(asked, &show.scene).map(str::to_string).into_iter().chain(back);
    html! {
        <section class="quiz" aria-labelledby="ask-title">
            <p class="ask-title" id="ask-title">{ words::TITLE.said() }</p>
            // It stands in for the title of the slide, which would give the answer away.
            if model.keeps_back() {
                <h1 class="ask-question" id="ask-question">{ question }</h1>
            } else {
                <h2 class="ask-question" id="ask-question">{ question }</h2>
            }
            { for known.map(|says| html! { <p class="ask-known">{ says }</p> }) }
            { worlds::seen(&open, show) }
            { choices(&open, show, send) }
            { verdict(&open, model.asking.test.is_some(), show, send) }
            { worlds::all(model, &open, show, send) }
        </section>
    }
}

#[inline(never)]
fn choices(open: &OpenQuestion, show: &Show, send: &Callback<Msg>) -> Html {
    let choice = |(nth, choice): (usize, &crate::story::ask::Choice)| {
        let text = words::choice(&choice.answer, show.recording().world(), show.telling());
        let is_told = open.chosen.is_some();
        let class = classes!(
            "ask-choice",
            (is_told && choice.is_right()).then_some("right"),
            (open.chosen == Some(nth) && !choice.is_right()).then_some("wrong"),
        );
        let mark = match (is_told && choice.is_right(), open.chosen == Some(nth)) {
            (true, _) => "✓ ",
            (false, true) => "✕ ",
            (false, false) => "",
        };
        let click = send.reform(move |_: MouseEvent| AskMsg::Choose(nth).into());
        html! {
            <li>
                <button {class} onclick={click} disabled={is_told} aria-pressed={(open.chosen == Some(nth)).to_string()}>
                    <span aria-hidden="true">{ mark }</span>{ text }
                </button>
            </li>
        }
    };
    let skip = send.reform(|_: MouseEvent| AskMsg::Skip.into());
    html! {
        <>
            <ul class="ask-choices" aria-labelledby="ask-question">{ for open.choices.iter().enumerate().map(choice) }</ul>
            if open.chosen.is_none() {
                <button class="link ask-skip" onclick={skip}>{ words::SKIP.said() }</button>
            }
        </>
    }
}

/// What is said of an answer. The place for it is there before, so that a screen reader hears what comes into it.
#[inline(never)]
fn verdict(open: &OpenQuestion, is_test: bool, show: &Show, send: &Callback<Msg>) -> Html {
    let asked = &show.scene.asks[open.nth];
    let click = |msg: AskMsg| send.reform(move |_: MouseEvent| msg.clone().into());
    let is_told = open.chosen.is_some();
    let thought = open.thought();
    html! {
        <>
            <div class="ask-verdict" role="status">
                if is_told {
                    <p>
                        <strong>{ if thought.is_some() { words::WRONG.said() } else { words::RIGHT.said() } }</strong>
                        { " " }
                        { thought.map(|thought| show.told(&words::thought_in(thought, show.telling().ids))).unwrap_or_default() }
                    </p>
                    <p class="ask-because">
                        if thought.is_some() { <span>{ if asked.shown_by(&show.scene).is_some() { words::HAPPENS } else { words::SO_IT_IS } }{ " " }</span> }
                        { words::because(asked, &show.scene, show.telling()) }
                    </p>
                }
            </div>
            if is_told {
                <div class="row">
                    // The scene on show may be the one that shows it; and a pick shows it itself.
                    if let Some(thought) = thought.filter(|thought| thought.proof_beside(show.source.id()).scene != show.source.id() && asked.picks_for().is_none()) {
                        <button class="ask-see" onclick={click(AskMsg::See)}>{ words::see(thought) }</button>
                    }
                    if is_test {
                        <button class="ask-next" onclick={click(AskMsg::Next)}>{ words::NEXT.said() }</button>
                    }
                    <button class="ask-on" onclick={click(AskMsg::GoOn)}>{ words::GO_ON.said() }</button>
                </div>
            }
        </>
    }
}

/// The questions of the slide that can be opened, and whether the reader wants to be asked on the way.
pub fn ways(model: &Model, show: &Show, send: &Callback<Msg>) -> Html {
    let here: Vec<usize> = show.asked_here().map(|(nth, _)| nth).collect();
    if here.is_empty() || model.has_question() {
        return html! {};
    }
    let question = |nth: usize| {
        let asks = words::question_from(show.at, &show.scene.asks[nth], &show.scene, show.telling());
        let click = send.reform(move |_: MouseEvent| AskMsg::Open(nth).into());
        html! { <p><button class="link ask-open" onclick={click}>{ asks }{ " ›" }</button></p> }
    };
    html! {
        <section class="ask-ways">
            <h2>{ words::TITLE.said() }</h2>
            { for here.into_iter().map(question) }
            { switch(model, send) }
        </section>
    }
}

/// Whether the reader is asked on the way.
fn switch(model: &Model, send: &Callback<Msg>) -> Html {
    let turn = send.reform(|_: Event| AskMsg::Switch.into());
    html! {
        <label class="ask-switch">
            <input type="checkbox" checked={model.asking.is_on} onchange={turn} />
            { words::ASK_ME }
        </label>
    }
}

/// Where a wrong answer has led here: the way back to the question.
pub fn way_back(model: &Model, show: &Show, send: &Callback<Msg>) -> Html {
    if !model.asking.has_led_to(&show.source) {
        return html! {};
    }
    let click = send.reform(|_: MouseEvent| AskMsg::Back.into());
    html! { <p class="ask-back"><button onclick={click}>{ words::BACK.said() }</button></p> }
}
