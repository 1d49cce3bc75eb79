//! What may be done to a message in flight: in its menu on the stage, and in the list of messages.

use super::menu::typed;
use crate::player::{Act, Deed, Flying, Hold, Msg};
use crate::sim::MessageId;
use crate::story::language::{say, tr};
use crate::ui::speech::use_language;
use yew::prelude::*;

/// The delays that one button gives, in milliseconds.
const DELAYS: [u32; 3] = [500, 1000, 2000];

/// What stands in a menu.
#[derive(Clone, PartialEq, Properties)]
pub struct Properties {
    /// The messages that are meant: more than one where copies share a pill.
    pub flying: Vec<Flying>,
    /// What the reader does.
    pub send: Callback<Msg>,
}

/// The menu of a message, or of several that one pill stands for.
#[component]
pub fn LetterMenu(properties: &Properties) -> Html {
    use_language();
    let Properties { flying, send } = properties;
    let place = use_state(|| 0_usize);
    let Some(meant) = flying.get(*place).or(flying.first()) else { return html! {} };
    let choice = |(at, flying): (usize, &Flying)| {
        let set = place.clone();
        html! {
            <label>
                <input type="radio" name="copy" checked={flying.id == meant.id} onchange={move |_: Event| set.set(at)} />
                { &flying.title }
            </label>
        }
    };
    let delay = |by: u32| {
        let click = act(meant.id, Deed::Delay(by), send);
        html! { <button onclick={click} aria-label={say!("Delay by {by} ms", by)}>{ by }</button> }
    };
    html! {
        <>
            if 1 < flying.len() {
                <fieldset class="copies"><legend>{ tr!("Which one") }</legend>{ for flying.iter().enumerate().map(choice) }</fieldset>
            }
            <p class="note">{ &meant.says }</p>
            <div class="deeds">{ deeds(meant, None, send) }</div>
            if meant.hold != Hold::Nothing {
                <fieldset class="delays"><legend>{ tr!("Delay by, ms") }</legend>
                    <div class="row">{ for DELAYS.into_iter().map(delay) }</div>
                    <DelayForm key={meant.id.0} id={meant.id} about={AttrValue::from("")} send={send.clone()} />
                </fieldset>
            }
        </>
    }
}

fn act(message: MessageId, deed: Deed, send: &Callback<Msg>) -> Callback<MouseEvent> {
    send.reform(move |_: MouseEvent| Msg::Act(Act::Message(message, deed)))
}

/// The buttons of a message. In a list each is named with its message.
pub fn deeds(flying: &Flying, about: Option<&str>, send: &Callback<Msg>) -> Html {
    let button = |word: &'static str, deed: Deed| {
        let label = about.map(|about| format!("{word}: {about}"));
        html! { <button key={word} onclick={act(flying.id, deed, send)} aria-label={label}>{ word }</button> }
    };
    let hold = match flying.hold {
        Hold::Nothing => return button(tr!("Lose"), Deed::Lose),
        Hold::CanHold => button(tr!("Hold"), Deed::Hold),
        Hold::CanRelease => button(tr!("Release"), Deed::Release),
    };
    html! {
        <>
            { button(tr!("Deliver now"), Deed::Deliver) }{ button(tr!("Lose"), Deed::Lose) }{ hold }{ button(tr!("Duplicate"), Deed::Duplicate) }
        </>
    }
}

#[derive(Clone, PartialEq, Properties)]
pub struct DelayProperties {
    /// The message.
    pub id: MessageId,
    /// What it is called, in a list.
    pub about: AttrValue,
    /// What the reader does.
    pub send: Callback<Msg>,
}

/// A delay of one's own.
#[component]
pub fn DelayForm(properties: &DelayProperties) -> Html {
    use_language();
    let DelayProperties { id, about, send } = properties;
    let by = use_state(|| "1000".to_string());
    let submit = {
        let (id, by, send) = (*id, by.clone(), send.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            // The browser lets nothing else through.
            if let Ok(by) = by.trim().parse() {
                send.emit(Msg::Act(Act::Message(id, Deed::Delay(by))));
            }
        })
    };
    let (count, button) = match about.is_empty() {
        true => (tr!("Milliseconds").to_string(), tr!("Delay by so many milliseconds").to_string()),
        false => (say!("Milliseconds: {about}", about), say!("Delay by so many milliseconds: {about}", about)),
    };
    html! {
        <form class="delay" onsubmit={submit}>
            <input type="number" min="1" max="600000" required=true value={(*by).clone()} oninput={typed(&by)}
                aria-label={count} />
            <button type="submit" aria-label={button}>{ tr!("Delay") }</button>
        </form>
    }
}
