//! Over the narration of a run that was found: what it shows, where it goes wrong, and the ways on and back.

use super::designing;
use crate::player::{BreakMsg, Model, Msg, Show};
use crate::story::words::breaking as words;
use crate::story::words::example::unit;
use yew::prelude::*;

/// What was found; nothing where what is on show was not.
pub fn found(model: &Model, show: &Show, send: &Callback<Msg>) -> Html {
    let Some(example) = model.example() else { return html! {} };
    let click = |msg: BreakMsg| send.reform(move |_: MouseEvent| msg.clone().into());
    let breach = model.breach();
    let is_there = breach.as_ref().is_some_and(|breach| breach.at <= show.at);
    // Whole where the run begins, in a line later on: then the slides need the room. Who goes to where it breaks keeps the
    // focus.
    html! {
        <section class="example" aria-labelledby="example-title">
            <details open={show.slide == 0}>
                <summary><h2 id="example-title">{ show.told(&words::heading(example.finding, example.length)) }</h2></summary>
                <p class="example-name">{ show.told(&show.scene.script.title) }</p>
                <p class="example-unit">{ words::SHORTEST }{ " " }{ unit(example.setup.subject) }</p>
                if example.setup.is_design {
                    { designing::told(&model.breaking, show.vocabulary, send) }
                }
                <div class="row">
                    <button class="beside" onclick={click(BreakMsg::Beside)}>{ words::BESIDE.said() }</button>
                    <button class="break-again" onclick={click(BreakMsg::Open)}>{ words::BACK_TO_PANEL.said() }</button>
                    if model.breaking.has_home() {
                        <button class="home" onclick={click(BreakMsg::Home)}>{ words::BACK.said() }</button>
                    }
                </div>
            </details>
            if let Some(breach) = breach {
                <p class={classes!("example-breach", is_there.then_some("is-there"))}>
                    <button class="to-breach" onclick={click(BreakMsg::ToBreach)} aria-current={(show.at == breach.at).then_some("step")}>
                        <span aria-hidden="true">{ "✕ " }</span>{ words::to_breach(example.finding, breach.at.time) }
                    </button>
                    if is_there { { " " }{ &breach.text } }
                </p>
            }
        </section>
    }
}

/// In a scene under a wrong rule: the way to find its shortest run oneself.
pub fn way(show: &Show, send: &Callback<Msg>) -> Html {
    let Some(setup) = show.breaking() else { return html! {} };
    let open = send.reform(move |_: MouseEvent| BreakMsg::OpenWith(Box::new(setup.clone())).into());
    html! { <p class="find-yourself"><button class="link" onclick={open}>{ words::FIND_YOURSELF.said() }</button></p> }
}
