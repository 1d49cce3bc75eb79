//! The builder of a run from nothing, in place of the stage.

use crate::player::sandbox::{Field, IdStyle, Kind, Quorum, Rate};
use crate::player::{Msg, Sandbox, SandboxMsg};
use crate::story::language::tr;
use crate::ui::speech::use_language;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What the builder is shown with.
#[derive(Clone, PartialEq, Properties)]
pub struct Properties {
    /// What is set.
    pub sandbox: Sandbox,
    /// Where the reader's wishes go.
    pub send: Callback<Msg>,
}

/// The button that leads to the builder.
pub fn way(send: &Callback<Msg>) -> Html {
    let open = send.reform(|_: MouseEvent| SandboxMsg::Open.into());
    html! { <button class="new-run" onclick={open}>{ tr!("New run") }</button> }
}

/// The builder.
#[component]
pub fn Builder(properties: &Properties) -> Html {
    use_language();
    let Properties { sandbox, send } = properties;
    let first = use_node_ref();
    {
        let first = first.clone();
        use_effect_with((), move |()| {
            if let Some(field) = first.cast::<HtmlInputElement>() {
                let _ = field.focus();
            }
        });
    }
    let close = send.reform(|_: MouseEvent| SandboxMsg::Close.into());
    let start = send.reform(|event: SubmitEvent| {
        event.prevent_default();
        SandboxMsg::Start.into()
    });
    let plan = sandbox.plan();
    let refusals = plan.as_ref().err().cloned().unwrap_or_default();
    let number = |field: Field| {
        let is_wrong = refusals.iter().any(|(wrong, _)| *wrong == Some(field));
        let at = if matches!(field, Field::Proposers | Field::Replicas) { first.clone() } else { NodeRef::default() };
        number(sandbox, field, is_wrong, at, send)
    };
    html! {
        <main class="guide sandbox">
            <div class="guide-head">
                <h1>{ tr!("A new run") }</h1>
                <button class="close" onclick={close}>{ tr!("‹ Back to the stage") }</button>
            </div>
            <form onsubmit={start} novalidate={true}>
                <fieldset><legend>{ tr!("What is it to come to?") }</legend>
                    { choice("kind", sandbox.kind, send, SandboxMsg::SetKind, &[
                        (Kind::Decision, tr!("One decision")), (Kind::Log, tr!("A log, slot after slot")),
                    ]) }
                </fieldset>
                { match sandbox.kind {
                    Kind::Decision => decision(sandbox, send, &number),
                    Kind::Log => log(sandbox, send, &number),
                } }
                <div class="outlook" id="sandbox-outlook" aria-live="polite">
                    { match &plan {
                        Ok(plan) => html! { <>
                            { for plan.preview().into_iter().map(|line| html! { <p>{ line }</p> }) }
                            { for plan.warning().into_iter().map(|line| html! { <p class="caution">{ line }</p> }) }
                        </> },
                        Err(refusals) => html! { <>{ for refusals.iter().map(|(_, why)| html! { <p class="notice">{ why }</p> }) }</> },
                    } }
                </div>
                <button type="submit" class="start">{ tr!("Start") }</button>
                if let Ok(plan) = &plan {
                    <details><summary>{ tr!("The scene that it makes") }</summary><pre>{ plan.text() }</pre></details>
                }
            </form>
        </main>
    }
}

/// What there is to set for one decision.
fn decision(sandbox: &Sandbox, send: &Callback<Msg>, number: &dyn Fn(Field) -> Html) -> Html {
    html! { <>
                <fieldset><legend>{ tr!("Nodes, at most 15 in all") }</legend>{ for Field::NODES.into_iter().map(number) }</fieldset>
                <fieldset><legend>{ tr!("A quorum is") }</legend>
                    { choice("quorum", sandbox.quorum, send, SandboxMsg::SetQuorum, &[
                        (Quorum::Majority, tr!("a majority of the acceptors")),
                        (Quorum::Size, tr!("so many of them")),
                        (Quorum::Sizes, tr!("another number in each phase")),
                    ]) }
                    { for [Field::Prepare, Field::Accept].into_iter().filter(|&field| sandbox.is_asked(field)).map(number) }
                </fieldset>
                <fieldset><legend>{ tr!("Ids are") }</legend>
                    { choice("ids", sandbox.ids, send, SandboxMsg::SetIds, &[
                        (IdStyle::Slotted, tr!("one number, such as 5")),
                        (IdStyle::Rounds, tr!("a round and a server, such as 2.1")),
                    ]) }
                </fieldset>
                <fieldset><legend>{ tr!("The network") }</legend>{ number(Field::Delay) }</fieldset>
    </> }
}

/// What there is to set for a log.
fn log(sandbox: &Sandbox, send: &Callback<Msg>, number: &dyn Fn(Field) -> Html) -> Html {
    html! { <>
        <fieldset><legend>{ tr!("Who there is") }</legend>{ for [Field::Replicas, Field::Askers].into_iter().map(number) }</fieldset>
        <fieldset><legend>{ tr!("Clients send commands by themselves") }</legend>
            { choice("rate", sandbox.rate, send, SandboxMsg::SetRate, &[
                (Rate::Off, tr!(in "clients send": "never")), (Rate::Slow, tr!(in "clients send": "slowly")),
                (Rate::Fast, tr!(in "clients send": "fast")),
            ]) }
        </fieldset>
        <fieldset><legend>{ tr!("The leader") }</legend>
            { for [Field::Heartbeat, Field::Election, Field::Window].into_iter().map(number) }
        </fieldset>
        <fieldset><legend>{ tr!("The network") }</legend>{ for [Field::Travel, Field::Loss].into_iter().map(number) }</fieldset>
    </> }
}

fn number(sandbox: &Sandbox, field: Field, is_wrong: bool, at: NodeRef, send: &Callback<Msg>) -> Html {
    let (least, most) = field.range();
    let set = send.reform(move |event: InputEvent| {
        let input = event.target_dyn_into::<HtmlInputElement>();
        SandboxMsg::Set(field, input.map(|input| input.value()).unwrap_or_default()).into()
    });
    html! {
        <label class="number" key={field.name()}>{ sandbox.name(field) }
            <input type="number" ref={at} min={least.to_string()} max={most.to_string()} step="1"
                value={sandbox.typed(field).to_string()} oninput={set} aria-invalid={is_wrong.then_some("true")}
                aria-describedby="sandbox-outlook" />
        </label>
    }
}

/// One of several, as radio buttons.
fn choice<T: Copy + PartialEq + 'static>(
    name: &'static str,
    set: T,
    send: &Callback<Msg>,
    msg: fn(T) -> SandboxMsg,
    all: &[(T, &'static str)],
) -> Html {
    let one = |&(it, label): &(T, &'static str)| {
        let choose = send.reform(move |_: Event| msg(it).into());
        html! { <label><input type="radio" {name} checked={it == set} onchange={choose} />{ label }</label> }
    };
    html! { <>{ for all.iter().map(one) }</> }
}
