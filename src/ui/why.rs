//! Beside the stage: the questions that the moment raises, and the answer to the one that is asked.

use crate::player::{Answer, LightMsg, Model, Msg, Pick, Place, Question, Show, Spot};
use crate::story::language::tr;
use yew::prelude::*;

/// The questions, and the answer.
pub fn why(model: &Model, show: &Show, send: &Callback<Msg>) -> Html {
    let mut questions = show.questions();
    // While a run plays, whatever stands still does so for a moment.
    questions.retain(|question| question.pick != Pick::Nothing || !model.is_playing() || show.is_at_goal());
    let picked = model.lighting.picked;
    let answer = picked.and_then(|pick| show.answer(pick));
    if questions.is_empty() && answer.is_none() {
        return html! {};
    }
    html! {
        <section class="asks" aria-label={tr!("Questions")}>
            <div class="row">{ for questions.iter().map(|question| ask(question, question.is_asked(picked), send)) }</div>
            if let Some(answer) = answer {
                { told(&answer, show, send) }
            }
        </section>
    }
}

/// A button that asks a question, and takes it back.
pub fn ask(question: &Question, is_asked: bool, send: &Callback<Msg>) -> Html {
    let pick = question.pick;
    let ask = send.reform(move |_: MouseEvent| if is_asked { LightMsg::Clear } else { LightMsg::Pick(pick) }.into());
    html! { <button key={question.text.clone()} class="ask" onclick={ask} aria-pressed={is_asked.to_string()}>{ &question.text }</button> }
}

#[inline(never)]
fn told(answer: &Answer, show: &Show, send: &Callback<Msg>) -> Html {
    let close = send.reform(|_: MouseEvent| LightMsg::Clear.into());
    html! {
        <div class="answer">
            <div role="status">
                <h2>{ &answer.question }</h2>
                { for answer.summary.iter().map(|summary| html! { <p class="summary">{ summary }</p> }) }
                if !answer.waits.is_empty() {
                    <ul class="waits">{ for answer.waits.iter().map(|wait| html! { <li>{ wait }</li> }) }</ul>
                }
            </div>
            if !answer.links.is_empty() {
                <ol aria-label={tr!("From the result back to where it comes from")}>
                    { for answer.links.iter().map(|link| html! { <li>{ place(link, show, send) }</li> }) }
                </ol>
            }
            if !answer.releases.is_empty() {
                <p class="would">{ tr!("What would release it:") }</p>
                <ul class="releases">{ for answer.releases.iter().zip(&answer.leads).map(|((text, act), lead)| match act.clone() {
                    Some(act) => {
                        let act = send.reform(move |_: MouseEvent| Msg::Act(act.clone()));
                        html! { <li>{ *lead }{ " " }<button onclick={act}>{ text }</button></li> }
                    }
                    None => html! { <li>{ *lead }{ " " }{ text }</li> },
                }) }</ul>
            }
            <button class="close" onclick={close}>{ tr!("Close the answer") }</button>
        </div>
    }
}

/// A sentence that leads to its step, and lights it.
pub fn place(place: &Place, show: &Show, send: &Callback<Msg>) -> Html {
    let (step, at) = (place.step, place.at);
    let stand = send.reform(move |_: MouseEvent| Msg::StandAt(at));
    let point = move |spot: Option<Spot>| LightMsg::Point(spot).into();
    let current = (show.at.steps == at.steps).then_some("step");
    html! {
        <button class="to-step" onclick={stand} aria-current={current}
            onmouseover={send.reform(move |_: MouseEvent| point(Some(Spot::Step(step))))}
            onmouseleave={send.reform(move |_: MouseEvent| point(None))}
            onfocus={send.reform(move |_: FocusEvent| point(Some(Spot::Step(step))))}
            onblur={send.reform(move |_: FocusEvent| point(None))}>{ &place.text }</button>
    }
}
