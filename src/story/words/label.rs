//! What stands on a message: its kind, and what it carries.

use super::{Ids, Telling, replica};
use crate::paxos::{Answer, Ballot, Message, Slot, Votes};
use crate::sim::Envelope;
use crate::story::language::{say, tr};
use crate::story::names::Names;

/// A PROMISE names the votes that it reports, up to so many.
const VOTES_NAMED: usize = 3;

/// What stands on a message: `PREPARE 5`, `PROMISE 6 (5 cat)`; of a log, `ACCEPT-REQUEST 4 +50 slot 2`. Where ids are
/// hidden, what it would say in plain words.
pub fn label(message: &Message, telling: Telling) -> String {
    if telling.ids == Ids::Hidden {
        let (first, second) = plain_lines(message, telling);
        return format!("{first} {second}").trim_start().to_string();
    }
    telling.vocabulary.joined(&exact_lines(message, VOTES_NAMED, telling))
}

/// The label in two lines for the picture: the kind, and the rest. The first may be empty.
pub fn label_lines(message: &Message, telling: Telling) -> (String, String) {
    if telling.ids == Ids::Hidden {
        return plain_lines(message, telling);
    }
    exact_lines(message, 1, telling)
}

/// `PREPARE 5 P1->A1`: a message and its way.
pub fn envelope(envelope: &Envelope, names: &Names) -> String {
    let label = label(&envelope.message, Telling::exact(names));
    format!("{label} {}->{}", names.node(envelope.from), names.node(envelope.to))
}

/// A message as the subject of a sentence: its label, in quotes where that is plain speech.
pub(super) fn named(message: &Message, telling: Telling) -> String {
    match telling.ids {
        Ids::Shown => label(message, telling),
        Ids::Hidden => say!("“{message}”", message = label(message, telling)),
    }
}

/// The kind of a message, and the rest of what it says. Votes are named up to `votes_max`, and else counted.
fn exact_lines(message: &Message, votes_max: usize, telling: Telling) -> (String, String) {
    let kind = message.kind();
    let with = |ballot: Ballot, more: Option<&str>, about: &str| {
        telling.vocabulary.message_about(kind, &telling.id(ballot), more, about)
    };
    let bare = |rest: String| (kind.name().to_string(), rest);
    match message {
        Message::Request { value } => bare(telling.value(*value).to_string()),
        Message::Reply { value, answer, .. } => bare(format!("{}{}", telling.value(*value), came_to(*answer))),
        Message::Redirect { value, leader } => {
            bare(say!("{value} to {leader}", value = telling.value(*value), leader = telling.node(*leader)))
        }
        Message::Heartbeat { ballot, .. } => with(*ballot, None, ""),
        Message::CatchUp { ballot, slot } => with(*ballot, None, &from(*slot)),
        Message::Prepare { ballot, from_slot } => with(*ballot, None, &from(*from_slot)),
        Message::Nack { ballot, promised } => with(*ballot, Some(&telling.id(*promised)), ""),
        Message::Promise { ballot, votes, .. } => with(*ballot, reported(votes, votes_max, telling).as_deref(), ""),
        Message::AcceptRequest { ballot, slot, value, .. }
        | Message::Accepted { ballot, slot, value, .. }
        | Message::Success { ballot, slot, value, .. } => with(*ballot, Some(&telling.value(*value)), &at(*slot)),
    }
}

/// `slot 2`; nothing in single-decree Paxos.
fn at(slot: Slot) -> String {
    if slot == Slot::ONLY { String::new() } else { say!("slot {slot}", slot = slot.0) }
}

/// `slot 2+`, that slot and every later one; nothing in single-decree Paxos.
fn from(slot: Slot) -> String {
    if slot == Slot::ONLY { String::new() } else { say!("slot {slot}+", slot = slot.0) }
}

/// What came of a command, behind it.
fn came_to(answer: Option<Answer>) -> String {
    match answer {
        None | Some(Answer::Done) => String::new(),
        Some(Answer::Balance(balance)) => format!(": {balance}"),
        Some(Answer::TooLittle(_)) => tr!(": refused").to_string(),
    }
}

/// The votes that a PROMISE reports: `5 cat`, of a log `3 a slot 4, 3 b slot 9`, or how many they are.
fn reported(votes: &Votes, votes_max: usize, telling: Telling) -> Option<String> {
    let named = |(slot, vote)| format!("{} {}", telling.vote(vote), at(slot)).trim_end().to_string();
    match votes.len() {
        0 => None,
        many if votes_max < many => Some(replica::votes(many)),
        _ => Some(votes.iter().map(named).collect::<Vec<_>>().join(", ")),
    }
}

fn plain_lines(message: &Message, telling: Telling) -> (String, String) {
    let value = |value| telling.value(value).to_string();
    let (first, second) = match *message {
        Message::Request { value: wish } => (tr!(in "a message": "please"), value(wish)),
        Message::Prepare { .. } => ("", tr!(in "a message": "may I?").to_string()),
        Message::Promise { .. } => ("", tr!(in "a message": "ready").to_string()),
        Message::Nack { .. } => ("", tr!(in "a message": "no").to_string()),
        Message::AcceptRequest { value: sent, .. } => ("", value(sent)),
        Message::Accepted { value: accepted, .. } => (tr!(in "a message": "accepted"), value(accepted)),
        Message::Reply { value: result, .. } => (tr!(in "a message": "it is"), value(result)),
        Message::Redirect { value: wish, .. } => (tr!(in "a message": "ask the leader"), value(wish)),
        Message::Heartbeat { .. } => ("", tr!(in "a message": "I lead").to_string()),
        Message::Success { value: result, .. } => (tr!(in "a message": "it is"), value(result)),
        Message::CatchUp { .. } => ("", tr!(in "a message": "tell me").to_string()),
    };
    (first.to_string(), second)
}
