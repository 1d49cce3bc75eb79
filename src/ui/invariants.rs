//! What Paxos promises of every run, and whether it holds.

use super::why::place;
use crate::player::{LightMsg, Model, Msg, Pick, Promise, Show};
use crate::story::language::tr;
use crate::story::words::invariant;
use yew::prelude::*;

/// The panel.
pub fn invariants(model: &Model, show: &Show, send: &Callback<Msg>) -> Html {
    let can_tell = show.holds().is_some();
    html! {
        <>
            if let Some(eye) = show.eye {
                <p class="not-for">{ invariant::not_for(show.names().node(eye)) }</p>
            }
            <ul class="invariants-list">
                { for show.promises().iter().map(|promise| line(promise, can_tell, model, show, send)) }
            </ul>
            if show.holds_by_luck() {
                <p class="invariants-not-at-once">{ show.told(invariant::NOT_AT_ONCE.said()) }</p>
            }
        </>
    }
}

fn line(promise: &Promise, can_tell: bool, model: &Model, show: &Show, send: &Callback<Msg>) -> Html {
    let broken = promise.broken.as_ref().filter(|_| can_tell);
    let (class, sign, state) = match (can_tell, broken) {
        (false, _) => ("unknown", "", ""),
        (true, None) => ("holds", Promise::sign(true), tr!("Holds: ")),
        (true, Some(_)) => ("fails", Promise::sign(false), tr!("Broken: ")),
    };
    let pick = Pick::Broken(promise.property);
    let is_picked = model.lighting.picked == Some(pick);
    let light = send.reform(move |_: MouseEvent| LightMsg::Pick(pick).into());
    html! {
        <li {class}>
            <span class="sign" aria-hidden="true">{ sign }</span>
            <div>
                <b><span class="unseen">{ state }</span>{ &promise.name }</b>{ " " }<span class="says">{ &promise.says }</span>
                if let Some(broken) = broken {
                    <p class="row">
                        { place(broken, show, send) }
                        <button class="ask" onclick={light} aria-pressed={is_picked.to_string()}>{ tr!("Show how") }</button>
                    </p>
                }
            </div>
        </li>
    }
}
