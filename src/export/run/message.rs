//! A message as JSON, and the parts that it has in common with nodes.

use crate::paxos::{Answer, Message, Node, Slot, Value, Vote};
use crate::sim::{Envelope, Flight, Time};
use crate::story::Names;
use serde::Serialize;

#[derive(Serialize, Clone)]
pub(super) struct VoteOut {
    pub slot: u32,
    pub id: String,
    pub value: String,
}

#[derive(Serialize)]
pub(super) struct LearnedOut {
    slot: u32,
    value: String,
}

#[derive(Serialize)]
pub(in crate::export) struct MessageOut {
    kind: &'static str,
    id: Option<String>,
    slot: u32,
    value: Option<String>,
    from: String,
    to: String,
    sent: Time,
    arrives: Option<Time>,
    held: bool,
    /// Of a NACK, the higher id that its sender has promised.
    promised: Option<String>,
    /// What a PROMISE reports; empty for other kinds.
    reports: Vec<VoteOut>,
    /// What a PROMISE of a replica tells besides: what it knows to be chosen.
    known: Vec<LearnedOut>,
    /// The sender's first slot of which it does not know what is chosen, where a message tells it.
    first_unchosen: Option<u32>,
    /// Of a REPLY to the client of a log, what came of its command.
    answer: Option<AnswerOut>,
    /// Of a REDIRECT, who leads.
    leader: Option<String>,
}

impl MessageOut {
    /// The same message, arriving then.
    pub(super) fn arriving(self, arrives: Option<Time>) -> MessageOut {
        MessageOut { arrives, ..self }
    }
}

/// What came of a command.
#[derive(Serialize)]
pub(super) struct AnswerOut {
    /// Whether there was too little on the account.
    refused: bool,
    /// The balance after it; none of a command that is not about the account.
    balance: Option<i64>,
}

pub(super) fn learned_out(node: &Node, names: &Names) -> Vec<LearnedOut> {
    let learned = node.learner.iter().flat_map(|learner| learner.learned.iter());
    learned.map(|&known| known_out(known, names)).collect()
}

pub(super) fn vote_out((slot, vote): (Slot, Vote), names: &Names) -> VoteOut {
    VoteOut { slot: slot.0, id: names.id(vote.ballot), value: names.value(vote.value).to_string() }
}

fn known_out((slot, value): (Slot, Value), names: &Names) -> LearnedOut {
    LearnedOut { slot: slot.0, value: names.value(value).to_string() }
}

pub(super) fn answer_out(answer: Answer) -> AnswerOut {
    match answer {
        Answer::Done => AnswerOut { refused: false, balance: None },
        Answer::Balance(balance) => AnswerOut { refused: false, balance: Some(balance) },
        Answer::TooLittle(balance) => AnswerOut { refused: true, balance: Some(balance) },
    }
}

pub(super) fn message_out(envelope: &Envelope, flight: &Flight, names: &Names) -> MessageOut {
    let message: &Message = &envelope.message;
    let (reports, known) = match message {
        Message::Promise { votes, known, .. } => (
            votes.iter().map(|vote| vote_out(vote, names)).collect(),
            known.iter().map(|&known| known_out(known, names)).collect(),
        ),
        _ => (Vec::new(), Vec::new()),
    };
    let promised = match *message {
        Message::Nack { promised, .. } => Some(names.id(promised)),
        _ => None,
    };
    let answer = match *message {
        Message::Reply { answer, .. } => answer.map(answer_out),
        _ => None,
    };
    let leader = match *message {
        Message::Redirect { leader, .. } => Some(names.node(leader).to_string()),
        _ => None,
    };
    MessageOut {
        kind: message.kind().name(),
        id: message.ballot().map(|ballot| names.id(ballot)),
        slot: message.slot().0,
        value: message.value().map(|value| names.value(value).to_string()),
        from: names.node(envelope.from).to_string(),
        to: names.node(envelope.to).to_string(),
        sent: flight.sent.time,
        arrives: flight.arrives,
        held: envelope.held,
        promised,
        reports,
        known,
        first_unchosen: first_unchosen(message),
        answer,
        leader,
    }
}

/// The first slot that the sender does not know; none in single-decree Paxos.
fn first_unchosen(message: &Message) -> Option<u32> {
    match *message {
        Message::AcceptRequest { first_unchosen, .. }
        | Message::Accepted { first_unchosen, .. }
        | Message::Heartbeat { first_unchosen, .. }
        | Message::Success { first_unchosen, .. } => Some(first_unchosen.0).filter(|&slot| 0 < slot),
        _ => None,
    }
}
