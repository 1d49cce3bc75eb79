//! Words: every sentence and label that a reader is given, from typed notes, here and nowhere else.

pub mod algorithm;
pub mod aloud;
pub mod ask;
pub mod beside;
pub mod board;
pub mod breaking;
pub mod caution;
pub mod column;
pub mod contention;
pub mod costs;
pub mod diagram;
pub mod errand;
pub mod example;
pub mod figure;
pub mod flying;
pub mod given;
pub mod handout;
pub mod help;
pub mod invariant;
mod label;
pub mod lineage;
pub mod links;
pub mod log;
pub mod milestone;
mod note;
pub mod objective;
pub mod pick;
pub mod poll;
pub mod possible;
pub mod present;
pub mod quorums;
pub mod replica;
pub mod rest;
pub mod rule;
mod sent;
pub mod service;
pub mod slots;
pub mod spec;
pub mod standing;
pub mod state;
pub mod sum;
pub mod terms;
pub mod time;
pub mod trial;
pub mod vocabulary;
pub mod waiting;
mod wrong;

use super::names::Names;
use super::problem::both;
use crate::paxos::{Ballot, Cluster, Message, NodeId, NodeSet, Role, Slot, Value, Vote};
use crate::sim::truth::Held;
use crate::sim::{Action, Envelope, LossReason, Step};
use std::borrow::Cow;

pub use label::{envelope, label, label_lines};
pub use note::note;
pub use replica::besides;
pub use sent::sent;
pub use vocabulary::Vocabulary;

use label::named;

/// Whether ids are told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ids {
    /// They are.
    Shown,
    /// They are not: while there is only one, it tells nothing yet.
    Hidden,
}

/// How to tell a run: by which names, and whether with ids.
#[derive(Clone, Copy, Debug)]
pub struct Telling<'a> {
    /// What nodes, values and ids are called.
    pub names: &'a Names,
    /// Whether ids are told.
    pub ids: Ids,
    /// In whose words.
    pub vocabulary: Vocabulary,
}

impl<'a> Telling<'a> {
    /// With everything in it, in the words of the talk.
    pub fn exact(names: &'a Names) -> Telling<'a> {
        Telling { names, ids: Ids::Shown, vocabulary: Vocabulary::Talk }
    }

    /// What an acceptor does with what it does not do: what it ignores, or, in a log, what it refuses.
    fn ignores(&self) -> &'static str {
        if self.names.is_of_log { "refuses" } else { "ignores" }
    }

    /// The same of several of them.
    fn ignore(&self) -> &'static str {
        if self.names.is_of_log { "refuse" } else { "ignore" }
    }

    /// The same of what was refused.
    pub fn ignored(&self) -> &'static str {
        if self.names.is_of_log { "refused" } else { "ignored" }
    }

    /// Where an acceptor keeps what it has promised: on the card that is drawn of it, or, in a log, on its disk.
    fn keeps(&self) -> &'static str {
        if self.names.is_of_log { "on its disk" } else { "on its card" }
    }

    fn said(&self, text: String) -> String {
        self.say(&text).into_owned()
    }

    fn node(&self, node: NodeId) -> &'a str {
        self.names.node(node)
    }

    /// The word for a value; in quotes where it would be taken for something else.
    fn value(&self, value: Value) -> Cow<'a, str> {
        match self.names.value(value) {
            word @ ("" | "nothing") => Cow::Owned(format!("“{word}”")),
            word => Cow::Borrowed(word),
        }
    }

    fn id(&self, ballot: Ballot) -> String {
        self.names.id(ballot)
    }

    /// `5 cat`, or `cat` where ids are hidden.
    pub fn vote(&self, vote: Vote) -> String {
        match self.ids {
            Ids::Shown => format!("{} {}", self.id(vote.ballot), self.value(vote.value)),
            Ids::Hidden => self.value(vote.value).to_string(),
        }
    }

    /// `A1, A2 and A3`.
    pub fn nodes(&self, nodes: NodeSet) -> String {
        both(&nodes.iter().map(|node| self.node(node)).collect::<Vec<_>>())
    }
}

/// What happened in a step, and why.
pub fn step(step: &Step, cluster: &Cluster, telling: Telling) -> String {
    telling.said(happened(step, cluster, telling))
}

fn happened(step: &Step, cluster: &Cluster, telling: Telling) -> String {
    let name = |node: NodeId| telling.node(node);
    match step.action {
        Action::Deliver { .. } | Action::Drop { .. } => match (&step.effects.envelope, step.effects.lost) {
            (Some(envelope), Some(reason)) => lost(envelope, reason, telling),
            (Some(envelope), None) => delivered(step, envelope, telling),
            (None, _) => String::new(),
        },
        Action::Own { node } | Action::Heartbeat { node } => {
            step.effects.notes.first().map_or(String::new(), |&first| note(first, node, telling))
        }
        Action::Propose { node, .. } | Action::Timeout { node } => {
            let why = step.effects.notes.first().map_or(String::new(), |&first| note(first, node, telling));
            match step.action {
                // By hand or by its timer, a client does the same: it asks again.
                Action::Timeout { .. } if cluster.role(node) == Role::Client => match step.effects.sent.is_empty() {
                    true => format!("{} waits for no answer, and asks for nothing.", name(node)),
                    false => why,
                },
                Action::Timeout { .. } => format!("{}'s timer fires. {why}", name(node)),
                _ => why,
            }
        }
        Action::Request { client, to, value, .. } => {
            if let Some(&first) = step.effects.notes.first() {
                return note(first, client, telling);
            }
            format!("{} asks {} for {}.", name(client), name(to), telling.value(value))
        }
        Action::Crash { node } => crash(step, node, cluster, telling),
        Action::Restart { node } => restart(node, cluster, telling),
        Action::Duplicate { .. } if step.effects.sent.iter().any(|copy| copy.envelope.held) => {
            about(step, "is held up, and a copy of it now as well", telling)
        }
        Action::Duplicate { .. } => about(step, "is under way once more", telling),
        Action::Hold { .. } => about(step, "is held up", telling),
        Action::Release { .. } => about(step, "goes on", telling),
        Action::Delay { by, .. } => put_off(step, by, telling),
        Action::Cut { from, to } => format!("The link from {} to {} is cut.", name(from), name(to)),
        Action::Heal { from, to } => format!("The link from {} to {} carries messages again.", name(from), name(to)),
        Action::Set(change) => format!("From now on: {}.", super::print::change(change)),
    }
}

fn delivered(step: &Step, envelope: &Envelope, telling: Telling) -> String {
    let why = step.effects.notes.first().map_or(String::new(), |&first| note(first, envelope.to, telling));
    match envelope.message {
        Message::Request { value } => {
            format!("{} asks for {}. {why}", telling.node(envelope.from), telling.value(value))
        }
        _ => why,
    }
}

fn about(step: &Step, what: &str, telling: Telling) -> String {
    let Some(envelope) = &step.effects.envelope else { return String::new() };
    let (from, to) = (telling.node(envelope.from), telling.node(envelope.to));
    format!("{} from {from} to {to} {what}.", named(&envelope.message, telling))
}

fn put_off(step: &Step, by: u32, telling: Telling) -> String {
    let Some(envelope) = &step.effects.envelope else { return String::new() };
    let (from, to) = (telling.node(envelope.from), telling.node(envelope.to));
    format!("The way of {} from {from} to {to} takes {by} ms longer.", named(&envelope.message, telling))
}

/// That the stage shows what one node knows.
pub fn as_known_by(eye: NodeId, telling: Telling) -> String {
    let name = telling.node(eye);
    format!("The stage shows what {name} knows. The text tells also what {name} cannot see.")
}

/// That a message was held when it was sent.
pub fn held(envelope: &Envelope, telling: Telling) -> String {
    let (from, to) = (telling.node(envelope.from), telling.node(envelope.to));
    format!("{} from {from} to {to} is held up.", named(&envelope.message, telling))
}

/// Why a message never arrives.
pub fn lost(envelope: &Envelope, reason: LossReason, telling: Telling) -> String {
    let (from, to) = (telling.node(envelope.from), telling.node(envelope.to));
    let label = named(&envelope.message, telling);
    match reason {
        LossReason::Chance | LossReason::Taken => format!("{label} from {from} to {to} is lost."),
        LossReason::LinkCut => format!("{label} from {from} to {to} is lost: the link is cut."),
        LossReason::ReceiverDown => format!("{label} from {from} reaches nobody: {to} is down."),
    }
}

/// What a step has chosen, by whom, and whether something had been chosen before; none if it chose nothing.
pub fn chosen(step: &Step, telling: Telling) -> Option<String> {
    newly_chosen(step, telling).map(|sentence| telling.said(sentence))
}

fn newly_chosen(step: &Step, telling: Telling) -> Option<String> {
    let chosen = step.effects.chosen?;
    let value = telling.value(chosen.vote.value);
    let (nodes, vote) = (telling.nodes(chosen.by), telling.vote(chosen.vote));
    let has = if chosen.by.len() == 1 { "has" } else { "have" };
    let accepted = format!("{nodes} {has} accepted {vote}{}", replica::in_slot(chosen.slot));
    let there = if chosen.slot == Slot::ONLY { "" } else { " there" };
    let known = step.effects.contradicts.filter(|_| step.effects.chosen_before.is_none());
    if let Some(Held::Learned(node, other)) = known {
        let (name, other) = (telling.node(node), telling.value(other));
        return Some(format!(
            "{accepted}, and that is a quorum: {value} is chosen{there}, although {name} has learned {other}. Agreement is broken."
        ));
    }
    Some(match step.effects.chosen_before {
        None if telling.ids == Ids::Hidden => format!("{accepted}. They are enough: {value} is chosen."),
        None => format!("{accepted}, and that is a quorum: {value} is chosen{there}."),
        Some(first) if first.vote.value == chosen.vote.value => {
            format!(
                "{accepted}, a quorum once more; {value} was chosen{there} already, under {}.",
                telling.id(first.vote.ballot)
            )
        }
        Some(first) => {
            let other = telling.value(first.vote.value);
            let under = match first.vote.ballot == chosen.vote.ballot {
                true => "the same id".to_string(),
                false => telling.id(first.vote.ballot),
            };
            format!(
                "{accepted}, and that is a quorum: {value} is chosen{there} too, although {other} was chosen under {under}. Agreement is broken."
            )
        }
    })
}

/// What a step has chosen; or that what is learned in it is not what was learned or chosen before.
pub fn result(step: &Step, telling: Telling) -> Option<String> {
    if step.effects.chosen.is_some() {
        return chosen(step, telling);
    }
    let first = step.effects.contradicts?;
    let other = telling.value(first.value());
    let slot = step.effects.notes.iter().find(|note| note.learns()).map_or(Slot::ONLY, |note| note.slot());
    let (of, at) = (replica::for_slot(slot), replica::in_slot(slot));
    Some(telling.said(match first {
        Held::Learned(node, _) => format!("But {} has learned {other}{of}. Agreement is broken.", telling.node(node)),
        Held::Chosen(_) => format!("But {other} is chosen{at}. Agreement is broken."),
    }))
}

fn crash(step: &Step, node: NodeId, cluster: &Cluster, telling: Telling) -> String {
    let name = telling.node(node);
    if let Some(&forgets) = step.effects.notes.first() {
        return format!("{name} crashes. {}", note(forgets, node, telling));
    }
    match cluster.role(node) {
        Role::Acceptor => format!("{name} crashes. What it has promised and accepted is on disk and stays."),
        Role::Proposer => {
            format!("{name} crashes. An attempt under way is lost with it; the ids it has used are on disk.")
        }
        Role::Learner => format!("{name} crashes. What it has only heard is gone; what it has learned is on disk."),
        Role::Client => format!("{name} crashes."),
        Role::Replica => {
            format!(
                "{name} crashes. Its log, its promise and what it has applied are on disk; whether it leads, and whom it follows, is gone."
            )
        }
    }
}

fn restart(node: NodeId, cluster: &Cluster, telling: Telling) -> String {
    let name = telling.node(node);
    match cluster.role(node) {
        Role::Acceptor => format!("{name} is back, with what it had on disk."),
        Role::Proposer => format!("{name} is back, with what it had on disk. No attempt is under way."),
        Role::Learner | Role::Client => format!("{name} is back."),
        Role::Replica => format!("{name} is back, with what it had on disk. It does not lead."),
    }
}
