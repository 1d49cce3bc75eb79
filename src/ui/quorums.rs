//! Two quorums, and the acceptors that they share.

use crate::paxos::rules::QuorumFor;
use crate::player::{Model, Msg, Overlap, OverlapMsg, Preset, Show, Which};
use crate::story::language::say;
use crate::story::words::quorums::{Two, any_two, of_slot, purpose, these};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// The panel.
pub fn quorums(model: &Model, show: &Show, send: &Callback<Msg>) -> Html {
    let two = model.overlap.two(show);
    let says = of_slot(&two, show.telling())
        .into_iter()
        .chain(std::iter::once(any_two(&two)))
        .chain(these(&two, show.telling()));
    let take = |preset: Preset| {
        let name = Overlap::name(show, preset);
        let is_there = Overlap::preset(show, preset).is_some();
        let click = send.reform(move |_: MouseEvent| Msg::Overlap(OverlapMsg::Take(preset)));
        html! { <button onclick={click} disabled={!is_there}>{ name }</button> }
    };
    html! {
        <div class="overlap">
            { for Which::ALL.into_iter().map(|which| row(which, &two, show, send)) }
            <div class="overlap-says" role="status">
                { for says.map(|(is_well, says)| html! { <p class={classes!((!is_well).then_some("wrong"))}>{ show.told(&says) }</p> }) }
            </div>
            <div class="row">
                { take(Preset::Promised) }
                { take(Preset::Chose) }
                { take(Preset::Apart) }
                { take(Preset::Nobody) }
            </div>
        </div>
    }
}

/// The acceptors, each to be put into one of the two.
fn row(which: Which, two: &Two, show: &Show, send: &Callback<Msg>) -> Html {
    let (place, shared) = (which as usize, two.shared());
    let name = say!("Quorum {nth}", nth = place + 1);
    let choose = send.reform(move |event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        let is_accept = select.is_some_and(|select| select.value() == "accept");
        Msg::Overlap(OverlapMsg::Purpose(which, if is_accept { QuorumFor::Accept } else { QuorumFor::Prepare }))
    });
    html! {
        <fieldset>
            <legend>{ &name }</legend>
            <select onchange={choose} aria-label={say!("What {name} is for", name)}>
                { for [("prepare", QuorumFor::Prepare), ("accept", QuorumFor::Accept)].into_iter().map(|(value, of)| html! {
                    <option {value} selected={two.purposes[place] == of}>{ purpose(of) }</option>
                }) }
            </select>
            { for two.members.iter().map(|node| {
                let is_in = two.sets[place].contains(node);
                let put = send.reform(move |_: MouseEvent| Msg::Overlap(OverlapMsg::Put(which, node)));
                let label = say!("{node} in {name}", node = show.names().node(node), name);
                html! {
                    <button class={classes!(shared.contains(node).then_some("shared"))} aria-pressed={is_in.to_string()} aria-label={label} onclick={put}>
                        { show.names().node(node) }
                    </button>
                }
            }) }
        </fieldset>
    }
}
