//! An acceptor to try: a form that sends it messages, its card, its two rules, and what came of it all.

use crate::paxos::Kind;
use crate::player::{Letter, Msg, Trial, TrialMsg};
use crate::story::language::tr;
use crate::story::words::trial::{self as words, Flow, Way};
use crate::story::words::{Telling, Vocabulary};
use crate::ui::speech::use_language;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What is shown.
#[derive(Clone, PartialEq, Properties)]
pub struct Properties {
    /// The acceptor, and what was done to it.
    pub trial: Trial,
    /// In whose words.
    pub words: Vocabulary,
    /// What the reader does.
    pub send: Callback<Msg>,
}

/// The acceptor to try, as a component of its own: while nothing happens to it, nothing is rendered again.
#[component]
pub fn TrialPanel(properties: &Properties) -> Html {
    use_language();
    let Properties { trial, words, send } = properties;
    let telling = trial.telling(*words);
    let slip = trial.slip.as_ref().map(|slip| (slip.is_in_id(), AttrValue::from(slip.told(telling))));
    html! {
        <div class="trial">
            <div class="trial-left">
                <LetterForm {slip} words={*words} send={send.clone()} />
                { card(trial, telling, send) }
            </div>
            <div class="trial-right">
                { for trial.flows(telling).iter().map(flow) }
                { log(trial, telling) }
            </div>
        </div>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct FormProperties {
    /// Whether the slip is in the id, and what it is.
    slip: Option<(bool, AttrValue)>,
    words: Vocabulary,
    send: Callback<Msg>,
}

/// What to send. What was typed stays, whatever becomes of it.
#[component]
fn LetterForm(properties: &FormProperties) -> Html {
    use_language();
    let FormProperties { slip, words, send } = properties;
    let kind = use_state(|| Kind::Prepare);
    let (id, value) = (use_state(|| "5".to_string()), use_state(|| "cat".to_string()));
    let submit = {
        let (send, kind, id, value) = (send.clone(), *kind, (*id).clone(), (*value).clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let letter = match kind {
                Kind::Prepare => Letter::Prepare(id.clone()),
                _ => Letter::AcceptRequest(id.clone(), value.clone()),
            };
            send.emit(Msg::Trial(TrialMsg::Send(letter)));
        })
    };
    let choice = |of: Kind| {
        let state = kind.clone();
        html! {
            <label>
                <input type="radio" name="letter" checked={*kind == of} onchange={move |_: Event| state.set(of)} />
                { words.kind(of) }
            </label>
        }
    };
    let is_wrong = |in_id: bool| slip.as_ref().is_some_and(|(is_in_id, _)| *is_in_id == in_id);
    html! {
        <form onsubmit={submit} aria-label={tr!("Send a message")}>
            <fieldset><legend>{ tr!("Send it") }</legend>{ choice(Kind::Prepare) }{ choice(Kind::AcceptRequest) }</fieldset>
            <div class="fields">
                { field(words.id(), "number", &id, is_wrong(true)) }
                if *kind != Kind::Prepare {
                    { field(tr!(in "a message": "value"), "text", &value, is_wrong(false)) }
                }
                <button type="submit" class="post">{ tr!("Send") }</button>
            </div>
            <p class="notice" id="slip" role={slip.is_some().then_some("alert")}>{ slip.as_ref().map(|(_, slip)| slip.clone()).unwrap_or_default() }</p>
        </form>
    }
}

/// A field to type in. The page itself says what is wrong with it: browsers say less.
fn field(label: &'static str, kind: &'static str, state: &UseStateHandle<String>, is_wrong: bool) -> Html {
    let typed = {
        let state = state.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                state.set(input.value());
            }
        })
    };
    // What is too high is named when it is refused.
    let (mode, longest) = if kind == "number" { ("numeric", Some("24")) } else { ("text", None) };
    html! {
        <label class={kind}>{ label }
            <input type="text" value={(**state).clone()} oninput={typed} inputmode={mode} maxlength={longest}
                autocomplete="off" spellcheck="false" aria-invalid={is_wrong.then_some("true")}
                aria-describedby={is_wrong.then_some("slip")} />
        </label>
    }
}

/// Its card, as the acceptors on the stage have one, and what else may happen to it.
fn card(trial: &Trial, telling: Telling, send: &Callback<Msg>) -> Html {
    let click = |msg: TrialMsg| send.reform(move |_: MouseEvent| Msg::Trial(msg.clone()));
    let (turn, turned) = match trial.is_up() {
        true => (tr!("Crash"), TrialMsg::Crash),
        false => (tr!("Restart"), TrialMsg::Restart),
    };
    html! {
        <>
            <section class={classes!("acceptor", (!trial.is_up()).then_some("down"))} aria-label={tr!("Its card")}>
                <h2>{ if trial.is_up() { "A" } else { tr!("A is down") } }</h2>
                <dl>
                    { for words::card(&trial.disk(), telling).into_iter().map(|(name, value)| html! {
                        <div><dt>{ disk() }{ name }</dt><dd>{ value.unwrap_or_else(|| "–".to_string()) }</dd></div>
                    }) }
                </dl>
            </section>
            <div class="turns">
                <button onclick={click(turned)}>{ turn }</button>
                <button onclick={click(TrialMsg::StartOver)} disabled={trial.happened.is_empty()}>{ tr!("Start over") }</button>
            </div>
        </>
    }
}

/// The mark that says: this is on disk.
fn disk() -> Html {
    html! {
        <svg class="disk" width="11" height="11" viewBox="0 0 11 11" role="img" aria-label={tr!("on disk")}>
            <rect x="1" y="1" width="9" height="9" rx="1.6" class="f-none s-soft" /><path d="M3.5 1h4v3h-4z" class="f-soft" />
        </svg>
    }
}

/// One rule: the message, the question, and the two ways on, with the taken one lit.
fn flow(flow: &Flow) -> Html {
    let [stores, answers] = &flow.yes;
    let way = |way: Way, word: &'static str, done: Html| {
        let is_taken = flow.taken == Some(way);
        html! {
            <li class={classes!("way", is_taken.then_some("taken"))} aria-current={is_taken.then_some("step")}>
                <b>{ word }</b><span>{ done }</span>
            </li>
        }
    };
    html! {
        <section class={classes!("flow", flow.taken.map(|_| "runs"))}>
            <h2>{ &flow.message }</h2>
            <span class="to" aria-hidden="true">{ "→" }</span>
            <p class="question">{ &flow.question }</p>
            <ul>
                { way(Way::Yes, tr!("yes"), html! { <>{ stores }<br />{ answers }</> }) }
                { way(Way::No, tr!("no"), html! { &flow.no }) }
            </ul>
        </section>
    }
}

/// What was sent and what came of it, the newest first.
fn log(trial: &Trial, telling: Telling) -> Html {
    if trial.happened.is_empty() {
        return html! { <p class="none-yet">{ tr!("Nothing has happened to it yet. What it answers and why will stand here.") }</p> };
    }
    let told = trial.happened.iter().map(|happened| Trial::told(happened, telling)).enumerate();
    html! {
        <ol class="trial-log" role="log" aria-label={tr!("What came of it, the newest first")} reversed={true}>
            { for told.rev().map(|(place, (what, came))| html! { <li key={place}><b>{ what }</b><span>{ came }</span></li> }) }
        </ol>
    }
}
