//! What a scene can expect or wait for, and whether it holds.

use super::names::Names;
use super::script::Id;
use crate::paxos::{Ballot, NodeId, Slot, Value};
use crate::sim::{Recording, World, truth};

/// Something that may hold at a moment of a run.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // Each is the condition of that name in the scene language.
pub enum Condition {
    Promised(NodeId, Option<Id>),
    Accepted(NodeId, Slot, Option<(Id, Value)>),
    Promises(NodeId, u32),
    Proposing(NodeId, Slot, Option<Value>),
    Learned(NodeId, Slot, Option<Value>),
    /// All of these values are chosen in this slot; none of them: nothing is.
    Chosen(Slot, Vec<Value>),
    /// It leads under this id; or it does not lead.
    Leads(NodeId, Option<Id>),
    /// It has applied this slot; or none, where that is slot 0.
    Applied(NodeId, Slot),
    /// The balance of its account.
    Balance(NodeId, i64),
    /// The client has the answer to its last command, which is this.
    Answered(NodeId, Value),
    Up(NodeId),
    Down(NodeId),
    InFlight(u32),
    Ignored(u32),
    Not(Box<Condition>),
    And(Vec<Condition>),
}

fn same(id: Id, ballot: Ballot) -> bool {
    id.number == ballot.number && id.server.is_none_or(|server| server == ballot.proposer)
}

impl Condition {
    /// Whether it holds at the end of what has been recorded.
    pub fn holds(&self, recording: &Recording) -> bool {
        let world = recording.world();
        match self {
            Condition::Promised(node, id) => match (promised(world, *node), id) {
                (None, None) => true,
                (Some(ballot), Some(id)) => same(*id, ballot),
                _ => false,
            },
            Condition::Accepted(node, slot, vote) => match (accepted(world, *node, *slot), vote) {
                (None, None) => true,
                (Some((ballot, accepted)), Some((id, value))) => same(*id, ballot) && accepted.shows_as(*value),
                _ => false,
            },
            Condition::Promises(node, least) => *least as usize <= promises(world, *node),
            Condition::Proposing(node, slot, value) => shows(proposing(world, *node, *slot), *value),
            Condition::Learned(node, slot, value) => shows(learned(world, *node, *slot), *value),
            Condition::Chosen(slot, values) if values.is_empty() => chosen(world, *slot).next().is_none(),
            Condition::Chosen(slot, values) => {
                values.iter().all(|&value| chosen(world, *slot).any(|chosen| chosen.shows_as(value)))
            }
            Condition::Leads(node, id) => match (leads(world, *node), id) {
                (None, None) => true,
                (Some(ballot), Some(id)) => same(*id, ballot),
                _ => false,
            },
            Condition::Applied(node, Slot::ONLY) => applied(world, *node).next().is_none(),
            Condition::Applied(node, slot) => applied(world, *node).any(|applied| applied == *slot),
            Condition::Balance(node, amount) => balance(world, *node) == Some(*amount),
            Condition::Answered(node, value) => shows(answered(world, *node), Some(*value)),
            Condition::Up(node) => world.node(*node).up,
            Condition::Down(node) => !world.node(*node).up,
            Condition::InFlight(count) => world.in_flight.len() == *count as usize,
            Condition::Ignored(count) => recording.ignored() == *count as usize,
            Condition::Not(condition) => !condition.holds(recording),
            Condition::And(all) => all.iter().all(|condition| condition.holds(recording)),
        }
    }

    /// What is the case instead: the actual values behind the condition.
    pub fn actual(&self, recording: &Recording, names: &Names) -> String {
        let world = recording.world();
        let name = |node: &NodeId| names.node(*node).to_string();
        match self {
            Condition::Promised(node, _) => {
                let id = promised(world, *node).map_or("nothing".into(), |ballot| names.id(ballot));
                format!("{} has promised {id}", name(node))
            }
            Condition::Accepted(node, slot, _) => {
                let vote = accepted(world, *node, *slot);
                let vote =
                    vote.map_or("nothing".into(), |(id, value)| format!("{} {}", names.id(id), names.value(value)));
                format!("{} has accepted {vote}{}", name(node), in_slot(*slot))
            }
            Condition::Promises(node, _) => {
                format!("{} has {}", name(node), count(promises(world, *node), "promise"))
            }
            Condition::Proposing(node, slot, _) => {
                let value =
                    proposing(world, *node, *slot).map_or("nothing".into(), |value| names.value(value).to_string());
                format!("{} is proposing {value}{}", name(node), in_slot(*slot))
            }
            Condition::Learned(node, slot, _) => {
                let value =
                    learned(world, *node, *slot).map_or("nothing".into(), |value| names.value(value).to_string());
                format!("{} has learned {value}{}", name(node), in_slot(*slot))
            }
            Condition::Chosen(slot, _) => {
                let chosen: Vec<&str> = chosen(world, *slot).map(|value| names.value(value)).collect();
                format!("chosen{} is {}", in_slot(*slot), super::problem::both(&chosen))
            }
            Condition::Leads(node, _) => match leads(world, *node) {
                Some(ballot) => format!("{} leads {}", name(node), names.id(ballot)),
                None => format!("{} does not lead", name(node)),
            },
            Condition::Applied(node, _) => match applied(world, *node).last() {
                Some(slot) => format!("{} has applied slots up to {}", name(node), slot.0),
                None => format!("{} has applied nothing", name(node)),
            },
            Condition::Balance(node, _) => match balance(world, *node) {
                Some(balance) => format!("the balance at {} is {balance}", name(node)),
                None => format!("{} has no account", name(node)),
            },
            Condition::Answered(node, _) => match answered(world, *node) {
                Some(value) => format!("{} has the answer to {}", name(node), names.value(value)),
                None => format!("{} has no answer", name(node)),
            },
            Condition::Up(node) | Condition::Down(node) => {
                format!("{} is {}", name(node), if world.node(*node).up { "up" } else { "down" })
            }
            Condition::InFlight(_) => match world.in_flight.len() {
                1 => "1 message is in flight".to_string(),
                many => format!("{many} messages are in flight"),
            },
            Condition::Ignored(_) => format!("acceptors have ignored {}", count(recording.ignored(), "message")),
            Condition::Not(condition) => condition.actual(recording, names),
            Condition::And(all) => {
                let failing = all.iter().find(|condition| !condition.holds(recording));
                failing.map_or(String::new(), |condition| condition.actual(recording, names))
            }
        }
    }
}

fn count(many: usize, what: &str) -> String {
    match many {
        1 => format!("1 {what}"),
        _ => format!("{many} {what}s"),
    }
}

fn promised(world: &World, node: NodeId) -> Option<Ballot> {
    world.node(node).acceptor.as_ref()?.disk.promised
}

/// ` in slot 3`, or nothing where there is one slot.
fn in_slot(slot: Slot) -> String {
    if slot == Slot::ONLY { String::new() } else { format!(" in slot {}", slot.0) }
}

/// Whether both are absent, or show the same word.
fn shows(actual: Option<Value>, wanted: Option<Value>) -> bool {
    match (actual, wanted) {
        (Some(actual), Some(wanted)) => actual.shows_as(wanted),
        (None, None) => true,
        _ => false,
    }
}

fn accepted(world: &World, node: NodeId, slot: Slot) -> Option<(Ballot, Value)> {
    let vote = world.node(node).acceptor.as_ref()?.disk.votes.get(slot)?;
    Some((vote.ballot, vote.value))
}

fn promises(world: &World, node: NodeId) -> usize {
    let node = world.node(node);
    let lead = node.replica.as_ref().and_then(|replica| replica.lead()).map(|lead| lead.promises);
    let attempt = node.proposer.as_ref().and_then(|proposer| proposer.current()).map(|attempt| attempt.promises);
    lead.or(attempt).map_or(0, |promises| promises.by.len())
}

fn proposing(world: &World, node: NodeId, slot: Slot) -> Option<Value> {
    let node = world.node(node);
    let lead = node.replica.as_ref().and_then(|replica| replica.lead());
    match &node.proposer {
        Some(proposer) => proposer.current()?.value(),
        None => lead?.proposed(slot),
    }
}

fn learned(world: &World, node: NodeId, slot: Slot) -> Option<Value> {
    world.node(node).learner.as_ref()?.learned(slot)
}

fn chosen(world: &World, slot: Slot) -> impl Iterator<Item = Value> + '_ {
    truth::chosen(world).filter(move |chosen| chosen.slot == slot).map(|chosen| chosen.vote.value)
}

fn leads(world: &World, node: NodeId) -> Option<Ballot> {
    Some(world.node(node).replica.as_ref()?.leads()?.ballot)
}

fn applied(world: &World, node: NodeId) -> impl Iterator<Item = Slot> + '_ {
    world.node(node).replica.iter().flat_map(|replica| replica.disk.applied.iter().map(|applied| applied.slot))
}

fn balance(world: &World, node: NodeId) -> Option<i64> {
    world.node(node).replica.as_ref()?.disk.machine.balance
}

fn answered(world: &World, node: NodeId) -> Option<Value> {
    let client = world.node(node).client.as_ref()?;
    client.answer.and(client.command)
}
