//! Why a message is sent.

use super::{Telling, replica};
use crate::paxos::message::Known;
use crate::paxos::{Message, Slot, Value, Vote, Votes};
use crate::sim::Sent;

/// Why a message is sent.
pub fn sent(sent: &Sent, telling: Telling) -> String {
    let (from, to) = (telling.node(sent.envelope.from), telling.node(sent.envelope.to));
    let id = |ballot| telling.id(ballot);
    let value = |value| telling.value(value);
    match &sent.envelope.message {
        Message::Request { value: wish } => format!("{from} asks {to} for {}.", value(*wish)),
        Message::Prepare { ballot, from_slot: Slot::ONLY } => {
            format!("{from} asks {to} whether it may use {}, and what it has accepted.", id(*ballot))
        }
        Message::Prepare { ballot, from_slot } => format!(
            "{from} asks {to} whether it may use {}, and what it has accepted in slot {} and every later one.",
            id(*ballot),
            from_slot.0
        ),
        Message::Promise { ballot, from_slot: Slot::ONLY, votes, .. } => match votes.iter().next() {
            None => format!("{from} tells {to} that it has promised {} and accepted nothing.", id(*ballot)),
            Some((_, vote)) => {
                let (id, vote) = (id(*ballot), telling.vote(vote));
                format!("{from} tells {to} that it has promised {id} and accepted {vote}.")
            }
        },
        Message::Promise { ballot, from_slot, votes, known } => format!(
            "{from} tells {to} that it has promised {}, and {}{}.",
            id(*ballot),
            accepted_from(*from_slot, votes, telling),
            known_too(known)
        ),
        Message::Nack { ballot, promised } => {
            format!("{from} tells {to} that it refuses {}; it has promised {}.", id(*ballot), id(*promised))
        }
        Message::AcceptRequest { ballot, slot, value: new, .. } => {
            format!("{from} asks {to} to accept {} under {}{}.", value(*new), id(*ballot), replica::in_slot(*slot))
        }
        Message::Accepted { ballot, slot, value, .. } => {
            let vote = telling.vote(Vote { ballot: *ballot, value: *value });
            format!("{from} tells {to} that it has accepted {vote}{}.", replica::in_slot(*slot))
        }
        Message::Reply { value: result, answer: None, .. } => {
            format!("{from} tells {to} that {} is chosen.", value(*result))
        }
        Message::Reply { slot, value: command, answer: Some(answer) } => {
            let came_to = replica::came_to(*answer);
            format!("{from} tells {to} that {} is executed, in slot {}{came_to}.", value(*command), slot.0)
        }
        Message::Redirect { value: wish, leader } => {
            format!("{from} tells {to} to ask {} for {}.", telling.node(*leader), value(*wish))
        }
        Message::Heartbeat { ballot, first_unchosen } => {
            let known = replica::known_below(*first_unchosen);
            format!("{from} lets {to} know that it leads under {}, and knows {known}.", id(*ballot))
        }
        Message::Success { slot, value: told, .. } => is_chosen(from, to, *slot, *told, telling),
        Message::CatchUp { slot, .. } => format!("{from} asks {to} what is chosen from slot {} on.", slot.0),
    }
}

fn is_chosen(from: &str, to: &str, slot: Slot, value: Value, telling: Telling) -> String {
    format!("{from} tells {to} that {} is chosen in slot {}.", telling.value(value), slot.0)
}

/// What a PROMISE reports of a log.
fn accepted_from(first: Slot, votes: &Votes, telling: Telling) -> String {
    let each = votes.iter().map(|(slot, vote)| format!("{}{}", telling.vote(vote), replica::in_slot(slot)));
    match each.collect::<Vec<_>>() {
        none if none.is_empty() => format!("accepted nothing from slot {} on", first.0),
        all => format!("accepted {}", super::both(&all.iter().map(String::as_str).collect::<Vec<_>>())),
    }
}

fn known_too(known: &Known) -> String {
    let slots: Vec<Slot> = known.iter().map(|&(slot, _)| slot).collect();
    if slots.is_empty() { String::new() } else { format!("; it knows what is chosen in {}", replica::slots(&slots)) }
}
