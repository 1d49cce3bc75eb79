//! The links of a node: cut off from another one, both ways or one, and healed again.

use crate::player::{Act, LinkTo, Msg, Ways};
use crate::story::language::tr;
use crate::ui::speech::use_language;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

const WAYS: [Ways; 3] = [Ways::Both, Ways::To, Ways::From];

/// What the form knows.
#[derive(Clone, PartialEq, Properties)]
pub struct Properties {
    /// The name of the node.
    pub name: AttrValue,
    /// Its links to all others.
    pub links: Vec<LinkTo>,
    /// What the reader does.
    pub send: Callback<Msg>,
}

/// The place that was chosen in a list.
fn place(state: &UseStateHandle<usize>) -> Callback<Event> {
    let state = state.clone();
    Callback::from(move |event: Event| {
        if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
            state.set(select.selected_index().max(0) as usize);
        }
    })
}

/// A form for one link at a time.
#[component]
pub fn LinkForm(properties: &Properties) -> Html {
    use_language();
    let Properties { name, links, send } = properties;
    let (other, way) = (use_state(|| 0_usize), use_state(|| 0_usize));
    let (Some(link), Some(&ways)) = (links.get(*other), WAYS.get(*way)) else { return html! {} };
    let say = |verb: &str| {
        let text = link.statement(verb, name, ways);
        send.reform(move |_: MouseEvent| Msg::Act(Act::Say(text.clone())))
    };
    let told = |ways: Ways| match ways {
        Ways::Both => tr!("both ways").to_string(),
        Ways::To => format!("{name} → {}", link.name),
        Ways::From => format!("{} → {name}", link.name),
    };
    let mark = |link: &LinkTo| if link.is_cut_anyhow(Ways::Both) { tr!(" (cut)") } else { "" };
    html! {
        <fieldset class="links"><legend>{ tr!("Cut off from") }</legend>
            <div class="row">
                <select aria-label={tr!("Cut off from")} onchange={place(&other)}>
                    { for links.iter().enumerate().map(|(at, link)| html! {
                        <option selected={at == *other}>{ &link.name }{ mark(link) }</option>
                    }) }
                </select>
                <select aria-label={tr!("Which way")} onchange={place(&way)}>
                    { for WAYS.into_iter().enumerate().map(|(at, ways)| html! {
                        <option selected={at == *way}>{ told(ways) }</option>
                    }) }
                </select>
            </div>
            <div class="row">
                <button onclick={say("cut")} disabled={link.is_cut(ways)}>{ tr!("Cut") }</button>
                <button onclick={say("heal")} disabled={!link.is_cut_anyhow(ways)}>{ tr!("Heal") }</button>
            </div>
        </fieldset>
    }
}
