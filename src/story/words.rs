//! Words: every sentence and label that a reader is given, from typed notes, here and nowhere else.

pub mod algorithm;
pub mod aloud;
pub mod arrival;
pub mod arrivals;
pub mod ask;
pub mod beside;
pub mod board;
pub mod breaking;
pub mod caution;
pub mod column;
pub mod condition;
pub mod contention;
pub mod costs;
pub mod designing;
pub mod diagram;
pub mod digits;
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
pub mod ordinal;
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
use crate::sim::{Action, Envelope, LossReason, NewlyChosen, Step};
use crate::story::language::{say, tamed, tr};
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

    /// What became of what an acceptor did not do: it ignored it, or, where NACKs are sent, refused it.
    pub fn ignored(&self) -> &'static str {
        if self.names.refuses { tr!("refused") } else { tr!("ignored") }
    }

    /// Where an acceptor keeps what it has promised: on the card that is drawn of it, or, in a log, on its disk.
    fn keeps(&self) -> &'static str {
        if self.names.is_of_log { tr!("on its disk") } else { tr!("on its card") }
    }

    fn said(&self, text: String) -> String {
        self.say(&text).into_owned()
    }

    fn node(&self, node: NodeId) -> &'a str {
        self.names.node(node)
    }

    /// The word for a value, set apart where it would turn what stands beside it; in quotes where it would be taken for
    /// something else.
    fn value(&self, value: Value) -> Cow<'a, str> {
        match self.names.value(value) {
            word if ["", "nothing", tr!(in "a list": "nothing")].contains(&word) => Cow::Owned(say!("“{word}”", word)),
            word => tamed(word),
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
                    true => say!("{node} waits for no answer, and asks for nothing.", node = name(node)),
                    false => why,
                },
                Action::Timeout { .. } => say!("{node}'s timer fires. {why}", node = name(node), why),
                _ => why,
            }
        }
        Action::Request { client, to, value, .. } => {
            if let Some(&first) = step.effects.notes.first() {
                return note(first, client, telling);
            }
            say!("{client} asks {to} for {value}.", client = name(client), to = name(to), value = telling.value(value))
        }
        Action::Crash { node } => crash(step, node, cluster, telling),
        Action::Restart { node } => restart(node, cluster, telling),
        Action::Duplicate { .. } | Action::Hold { .. } | Action::Release { .. } | Action::Delay { .. } => {
            by_hand(step, telling)
        }
        Action::Cut { from, to } => say!("The link from {from} to {to} is cut.", from = name(from), to = name(to)),
        Action::Heal { from, to } => {
            say!("The link from {from} to {to} carries messages again.", from = name(from), to = name(to))
        }
        Action::Set(change) => say!("From now on: {condition}.", condition = condition::condition(change)),
    }
}

fn delivered(step: &Step, envelope: &Envelope, telling: Telling) -> String {
    let why = step.effects.notes.first().map_or(String::new(), |&first| note(first, envelope.to, telling));
    match *envelope.message {
        Message::Request { value } => {
            say!(
                "{from} asks for {value}. {why}",
                from = telling.node(envelope.from),
                value = telling.value(value),
                why
            )
        }
        _ => why,
    }
}

/// What was done to a message under way.
fn by_hand(step: &Step, telling: Telling) -> String {
    let Some(envelope) = &step.effects.envelope else { return String::new() };
    let (from, to) = (telling.node(envelope.from), telling.node(envelope.to));
    let message = named(&envelope.message, telling);
    match step.action {
        Action::Duplicate { .. } if step.effects.sent.iter().any(|copy| copy.envelope.held) => {
            say!("{message} from {from} to {to} is held up, and a copy of it now as well.", message, from, to)
        }
        Action::Duplicate { .. } => say!("{message} from {from} to {to} is under way once more.", message, from, to),
        Action::Hold { .. } => held(envelope, telling),
        Action::Release { .. } => say!("{message} from {from} to {to} goes on.", message, from, to),
        Action::Delay { by, .. } => {
            say!("The way of {message} from {from} to {to} takes {by} ms longer.", message, from, to, by)
        }
        _ => String::new(),
    }
}

/// That the stage shows what one node knows.
pub fn as_known_by(eye: NodeId, telling: Telling) -> String {
    let name = telling.node(eye);
    say!("The stage shows what {name} knows. The text tells also what {name} cannot see.", name)
}

/// That a message was held when it was sent.
pub fn held(envelope: &Envelope, telling: Telling) -> String {
    let (from, to) = (telling.node(envelope.from), telling.node(envelope.to));
    say!("{message} from {from} to {to} is held up.", message = named(&envelope.message, telling), from, to)
}

/// Why a message never arrives.
pub fn lost(envelope: &Envelope, reason: LossReason, telling: Telling) -> String {
    let (from, to) = (telling.node(envelope.from), telling.node(envelope.to));
    let label = named(&envelope.message, telling);
    match reason {
        LossReason::Chance | LossReason::Taken => say!("{label} from {from} to {to} is lost.", label, from, to),
        LossReason::LinkCut => say!("{label} from {from} to {to} is lost: the link is cut.", label, from, to),
        LossReason::ReceiverDown => say!("{label} from {from} reaches nobody: {to} is down.", label, from, to),
    }
}

/// What a step has chosen, by whom, and whether something had been chosen before; none if it chose nothing.
pub fn chosen(step: &Step, telling: Telling) -> Option<String> {
    let told: Vec<String> = step.effects.newly_chosen().map(|new| newly_chosen(new, telling)).collect();
    (!told.is_empty()).then(|| told.join(" "))
}

/// The same of one of the values that it has chosen.
pub fn newly_chosen(new: NewlyChosen, telling: Telling) -> String {
    telling.said(chosen_now(new, telling))
}

fn chosen_now(NewlyChosen { chosen, before, contradicts }: NewlyChosen, telling: Telling) -> String {
    let value = telling.value(chosen.vote.value);
    let (nodes, vote) = (telling.nodes(chosen.by), telling.vote(chosen.vote));
    let slot = replica::in_slot(chosen.slot);
    let accepted = match chosen.by.len() {
        1 => say!("{nodes} has accepted {vote}{slot}", nodes, vote, slot),
        _ => say!("{nodes} have accepted {vote}{slot}", nodes, vote, slot),
    };
    let there = if chosen.slot == Slot::ONLY { "" } else { tr!(" there") };
    if let Some(Held::Learned(node, other)) = contradicts.filter(|_| before.is_none()) {
        let (name, other) = (telling.node(node), telling.value(other));
        return say!(
            "{accepted}, and that is a quorum: {value} is chosen{there}, although {name} has learned {other}. Agreement is broken.",
            accepted,
            value,
            there,
            name,
            other
        );
    }
    match before {
        None if telling.ids == Ids::Hidden => say!("{accepted}. They are enough: {value} is chosen.", accepted, value),
        None => say!("{accepted}, and that is a quorum: {value} is chosen{there}.", accepted, value, there),
        Some(first) if first.vote.value == chosen.vote.value => {
            say!(
                "{accepted}, a quorum once more; {value} was chosen{there} already, under {ballot}.",
                accepted,
                value,
                there,
                ballot = telling.id(first.vote.ballot)
            )
        }
        Some(first) => {
            let other = telling.value(first.vote.value);
            let under = match first.vote.ballot == chosen.vote.ballot {
                true => tr!(in "chosen under": "the same id").to_string(),
                false => telling.id(first.vote.ballot),
            };
            say!(
                "{accepted}, and that is a quorum: {value} is chosen{there} too, although {other} was chosen under {under}. Agreement is broken.",
                accepted,
                value,
                there,
                other,
                under
            )
        }
    }
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
        Held::Learned(node, _) => {
            say!("But {node} has learned {other}{of}. Agreement is broken.", node = telling.node(node), other, of)
        }
        Held::Chosen(_) => say!("But {other} is chosen{at}. Agreement is broken.", other, at),
    }))
}

fn crash(step: &Step, node: NodeId, cluster: &Cluster, telling: Telling) -> String {
    let name = telling.node(node);
    if let Some(&forgets) = step.effects.notes.first() {
        return say!("{name} crashes. {forgets}", name, forgets = note(forgets, node, telling));
    }
    match cluster.role(node) {
        Role::Acceptor => say!("{name} crashes. What it has promised and accepted is on disk and stays.", name),
        Role::Proposer => {
            say!("{name} crashes. An attempt under way is lost with it; the ids it has used are on disk.", name)
        }
        Role::Learner => say!("{name} crashes. What it has only heard is gone; what it has learned is on disk.", name),
        Role::Client => say!("{name} crashes.", name),
        Role::Replica => {
            say!(
                "{name} crashes. Its log, its promise and what it has applied are on disk; whether it leads, and whom it follows, is gone.",
                name
            )
        }
    }
}

fn restart(node: NodeId, cluster: &Cluster, telling: Telling) -> String {
    let name = telling.node(node);
    match cluster.role(node) {
        Role::Acceptor => say!("{name} is back, with what is on its disk.", name),
        Role::Proposer => say!("{name} is back, with what is on its disk. No attempt is under way.", name),
        Role::Learner | Role::Client => say!("{name} is back.", name),
        Role::Replica => say!("{name} is back, with what is on its disk. It does not lead.", name),
    }
}
