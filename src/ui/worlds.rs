//! The reader in a proposer's place: what that proposer knows, and, once a value is picked, the worlds that look the same
//! from there.

use crate::player::errand::{Alike, Card, Worlds};
use crate::player::unfold::Unfold;
use crate::player::{AskMsg, Model, Msg, OpenQuestion, Show};
use crate::story::words::pick as words;
use yew::prelude::*;

/// So many worlds are drawn at first.
const DRAWN: usize = 12;

/// What the proposer knows in whose place the reader is; nothing for other questions.
#[inline(never)]
pub fn seen(open: &OpenQuestion, show: &Show) -> Html {
    let known = show.known_to_pick(&show.scene.asks[open.nth]);
    if known.is_empty() {
        return html! {};
    }
    html! {
        // Once a value is picked there is more to read below: what was known can be opened again.
        <details class="pick-seen" open={open.chosen.is_none()}>
            <summary><h2>{ words::SEEN.said() }</h2></summary>
            <ul>{ for known.into_iter().map(|sentence| html! { <li>{ sentence }</li> }) }</ul>
        </details>
    }
}

/// The worlds; nothing before a value is picked, and for other questions. The place for what is said of them is there
/// before, so that a screen reader hears it.
#[inline(never)]
pub fn all(model: &Model, open: &OpenQuestion, show: &Show, send: &Callback<Msg>) -> Html {
    let asked = &show.scene.asks[open.nth];
    let Some(me) = asked.picks_for() else { return html! {} };
    let unfolding = model.asking.worlds_of(&show.source, open.nth).filter(|_| open.chosen.is_some());
    let said = match unfolding.map(|unfolding| &unfolding.stands) {
        None => html! {},
        Some(Unfold::Searching) => html! { <p class="count">{ words::SEARCHING.said() }</p> },
        Some(Unfold::Failed(why)) => html! { <p class="notice">{ why }</p> },
        Some(Unfold::There(worlds)) => match model.picked() {
            Some((_, pick)) => summary(worlds, pick, show.names().node(me), show),
            None => html! {},
        },
    };
    let found = unfolding.and_then(|unfolding| Some((model.picked()?, unfolding.is_whole)));
    html! {
        <section class="pick-worlds" aria-label={words::WORLDS.said()}>
            <div role="status">{ said }</div>
            { for found.map(|((worlds, pick), is_whole)| html! {
                <>
                    { play(&worlds, pick, send) }
                    { cards(&worlds, pick, is_whole, show, send) }
                    <details class="pick-how">
                        <summary>{ words::HOW.said() }</summary>
                        <p>{ show.told(&words::how(worlds.states, worlds.searched)) }</p>
                    </details>
                </>
            }) }
        </section>
    }
}

fn summary(worlds: &Worlds, pick: usize, me: &str, show: &Show) -> Html {
    let counts = worlds.counts(pick);
    let others: Vec<(String, usize)> = (0..worlds.picks.len())
        .filter(|&other| other != pick)
        .map(|other| (worlds.picks[other].value.clone(), worlds.counts(other).breaks))
        .collect();
    html! {
        <>
            <p class="pick-sum">{ show.told(&words::sum(me, &worlds.picks[pick].value, counts)) }</p>
            if counts.breaks == 0 {
                <p>{ show.told(&words::others(&others, counts.all)) }</p>
            }
        </>
    }
}

/// The way to the run in which the pick breaks agreement, if there is one.
fn play(worlds: &Worlds, pick: usize, send: &Callback<Msg>) -> Html {
    let click = send.reform(|_: MouseEvent| AskMsg::Play.into());
    match worlds.picks[pick].run {
        Some(_) => {
            html! { <div class="row"><button class="pick-play" onclick={click}>{ words::PLAY.said() }</button></div> }
        }
        None => html! {},
    }
}

fn cards(worlds: &Worlds, pick: usize, is_whole: bool, show: &Show, send: &Callback<Msg>) -> Html {
    let mut sorted: Vec<&Alike> = worlds.worlds.iter().collect();
    // What breaks comes first, and of that what is chosen already.
    sorted.sort_by_key(|alike| (!alike.breaks[pick], alike.chosen.is_empty(), alike.open.is_empty()));
    let shown = if is_whole { sorted.len() } else { DRAWN.min(sorted.len()) };
    let hidden = (worlds.all as usize).saturating_sub(shown);
    let click = send.reform(|_: MouseEvent| AskMsg::AllWorlds.into());
    html! {
        <>
            <ul class="worlds">
                { for sorted[..shown].iter().enumerate().map(|(nth, alike)| world(nth + 1, alike, (worlds, pick), show)) }
            </ul>
            if 0 < hidden {
                <p>
                    { words::more(hidden) }
                    if !is_whole {
                        { " " }<button class="link pick-all" onclick={click}>{ words::ALL.said() }</button>
                    }
                </p>
            }
        </>
    }
}

fn world(number: usize, alike: &Alike, (worlds, pick): (&Worlds, usize), show: &Show) -> Html {
    let breaks = alike.breaks[pick];
    let value = &worlds.picks[pick].value;
    let card = |card: &Card| {
        let label = words::card(&card.node, card.promised.as_deref(), card.accepted.as_deref());
        html! {
            <tr key={card.node.clone()}>
                <th scope="row"><span aria-hidden="true">{ &card.node }</span><span class="unseen">{ show.told(&label) }</span></th>
                <td aria-hidden="true">{ card.promised.as_deref().unwrap_or("–") }</td>
                <td aria-hidden="true">{ card.accepted.as_deref().unwrap_or("–") }</td>
            </tr>
        }
    };
    html! {
        <li class={classes!("world", if breaks { "breaks" } else { "holds" })}>
            <p class="world-name">
                { words::world(number) }
                if alike.is_here { <span class="world-here">{ words::HERE.said() }</span> }
            </p>
            <table>
                <thead aria-hidden="true"><tr><th></th><th>{ words::PROMISED.said() }</th><th>{ words::ACCEPTED.said() }</th></tr></thead>
                <tbody>{ for alike.cards.iter().map(card) }</tbody>
            </table>
            <p class="world-state">{ show.told(&words::state(&alike.chosen, &alike.open)) }</p>
            <p class="world-verdict">
                <span aria-hidden="true">{ if breaks { "✕ " } else { "✓ " } }</span>
                { words::verdict(value, if breaks { words::Does::Break } else { words::Does::NoHarm }) }
            </p>
        </li>
    }
}
