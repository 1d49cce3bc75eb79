//! Why a message is sent.

use super::{Telling, replica};
use crate::paxos::message::Known;
use crate::paxos::{Message, Slot, Value, Vote, Votes};
use crate::sim::Sent;
use crate::story::language::say;

/// Why a message is sent.
pub fn sent(sent: &Sent, telling: Telling) -> String {
    let (from, to) = (telling.node(sent.envelope.from), telling.node(sent.envelope.to));
    let id = |ballot| telling.id(ballot);
    let value = |value| telling.value(value);
    match &*sent.envelope.message {
        Message::Request { value: wish } => say!("{from} asks {to} for {wish}.", from, to, wish = value(*wish)),
        Message::Prepare { ballot, from_slot: Slot::ONLY } => {
            say!(
                "{from} asks {to} whether it may use {ballot}, and what it has accepted.",
                from,
                to,
                ballot = id(*ballot)
            )
        }
        Message::Prepare { ballot, from_slot } => say!(
            "{from} asks {to} whether it may use {ballot}, and what it has accepted in slot {from_slot} and every later one.",
            from,
            to,
            ballot = id(*ballot),
            from_slot = from_slot.0
        ),
        Message::Promise { .. } => promise(sent, telling),
        Message::Nack { ballot, promised } => {
            say!(
                "{from} tells {to} that it refuses {ballot}; it has promised {promised}.",
                from,
                to,
                ballot = id(*ballot),
                promised = id(*promised)
            )
        }
        Message::AcceptRequest { ballot, slot, value: new, .. } => {
            say!(
                "{from} asks {to} to accept {new} under {ballot}{slot}.",
                from,
                to,
                new = value(*new),
                ballot = id(*ballot),
                slot = replica::in_slot(*slot)
            )
        }
        Message::Accepted { ballot, slot, value, .. } => {
            let vote = telling.vote(Vote { ballot: *ballot, value: *value });
            say!("{from} tells {to} that it has accepted {vote}{slot}.", from, to, vote, slot = replica::in_slot(*slot))
        }
        Message::Reply { .. } | Message::Redirect { .. } | Message::Heartbeat { .. } => word(sent, telling),
        Message::Success { slot, value: told, .. } => is_chosen(from, to, *slot, *told, telling),
        Message::CatchUp { slot, .. } => {
            say!("{from} asks {to} what is chosen from slot {slot} on.", from, to, slot = slot.0)
        }
    }
}

/// Why a PROMISE is sent.
fn promise(sent: &Sent, telling: Telling) -> String {
    let (from, to) = (telling.node(sent.envelope.from), telling.node(sent.envelope.to));
    let id = |ballot| telling.id(ballot);
    match &*sent.envelope.message {
        Message::Promise { ballot, from_slot: Slot::ONLY, votes, .. } => match votes.iter().next() {
            None => say!(
                "{from} tells {to} that it has promised {ballot} and accepted nothing.",
                from,
                to,
                ballot = id(*ballot)
            ),
            Some((_, vote)) => {
                let (id, vote) = (id(*ballot), telling.vote(vote));
                say!("{from} tells {to} that it has promised {id} and accepted {vote}.", from, to, id, vote)
            }
        },
        Message::Promise { ballot, from_slot, votes, known } => {
            let (ballot, known) = (id(*ballot), known_too(known));
            match accepted(votes, telling) {
                None => say!(
                    "{from} tells {to} that it has promised {ballot}, and accepted nothing from slot {first} on{known}.",
                    from,
                    to,
                    ballot,
                    first = from_slot.0,
                    known
                ),
                Some(votes) => say!(
                    "{from} tells {to} that it has promised {ballot}, and accepted {votes}{known}.",
                    from,
                    to,
                    ballot,
                    votes,
                    known
                ),
            }
        }
        _ => String::new(),
    }
}

/// Why a client is answered, or others hear a leader.
fn word(sent: &Sent, telling: Telling) -> String {
    let (from, to) = (telling.node(sent.envelope.from), telling.node(sent.envelope.to));
    let id = |ballot| telling.id(ballot);
    let value = |value| telling.value(value);
    match &*sent.envelope.message {
        Message::Reply { value: result, answer: None, .. } => {
            say!("{from} tells {to} that {result} is chosen.", from, to, result = value(*result))
        }
        Message::Reply { slot, value: command, answer: Some(answer) } => {
            let came_to = replica::came_to(*answer);
            say!(
                "{from} tells {to} that {command} is executed, in slot {slot}{came_to}.",
                from,
                to,
                command = value(*command),
                slot = slot.0,
                came_to
            )
        }
        Message::Redirect { value: wish, leader } => {
            say!(
                "{from} tells {to} to ask {leader} for {wish}.",
                from,
                to,
                leader = telling.node(*leader),
                wish = value(*wish)
            )
        }
        Message::Heartbeat { ballot, first_unchosen } => {
            let known = replica::known_below(*first_unchosen);
            say!(
                "{from} lets {to} know that it leads under {ballot}, and knows {known}.",
                from,
                to,
                ballot = id(*ballot),
                known
            )
        }
        _ => String::new(),
    }
}

fn is_chosen(from: &str, to: &str, slot: Slot, value: Value, telling: Telling) -> String {
    say!(
        "{from} tells {to} that {value} is chosen in slot {slot}.",
        from,
        to,
        value = telling.value(value),
        slot = slot.0
    )
}

/// The votes that a PROMISE reports of a log; none where it reports none.
fn accepted(votes: &Votes, telling: Telling) -> Option<String> {
    let each = votes.iter().map(|(slot, vote)| format!("{}{}", telling.vote(vote), replica::in_slot(slot)));
    let all: Vec<String> = each.collect();
    (!all.is_empty()).then(|| super::both(&all))
}

fn known_too(known: &Known) -> String {
    let slots: Vec<Slot> = known.iter().map(|&(slot, _)| slot).collect();
    if slots.is_empty() {
        String::new()
    } else {
        say!("; it knows what is chosen in {slots}", slots = replica::slots(&slots))
    }
}
