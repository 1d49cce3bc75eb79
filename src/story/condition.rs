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
    Accepted(NodeId, Option<(Id, Value)>),
    Promises(NodeId, u32),
    Proposing(NodeId, Option<Value>),
    Learned(NodeId, Option<Value>),
    /// All of these values are chosen; none of them: nothing is.
    Chosen(Vec<Value>),
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
            Condition::Accepted(node, vote) => match (accepted(world, *node), vote) {
                (None, None) => true,
                (Some((ballot, accepted)), Some((id, value))) => same(*id, ballot) && accepted == *value,
                _ => false,
            },
            Condition::Promises(node, least) => *least as usize <= promises(world, *node),
            Condition::Proposing(node, value) => proposing(world, *node) == *value,
            Condition::Learned(node, value) => learned(world, *node) == *value,
            Condition::Chosen(values) if values.is_empty() => truth::chosen(world).next().is_none(),
            Condition::Chosen(values) => values.iter().all(|&value| is_chosen(world, value)),
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
            Condition::Accepted(node, _) => {
                let vote = accepted(world, *node);
                let vote =
                    vote.map_or("nothing".into(), |(id, value)| format!("{} {}", names.id(id), names.value(value)));
                format!("{} has accepted {vote}", name(node))
            }
            Condition::Promises(node, _) => {
                format!("{} has {}", name(node), count(promises(world, *node), "promise"))
            }
            Condition::Proposing(node, _) => {
                let value = proposing(world, *node).map_or("nothing".into(), |value| names.value(value).to_string());
                format!("{} is proposing {value}", name(node))
            }
            Condition::Learned(node, _) => {
                let value = learned(world, *node).map_or("nothing".into(), |value| names.value(value).to_string());
                format!("{} has learned {value}", name(node))
            }
            Condition::Chosen(_) => {
                let chosen: Vec<&str> = truth::chosen(world).map(|chosen| names.value(chosen.vote.value)).collect();
                format!("chosen is {}", super::problem::both(&chosen))
            }
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

fn accepted(world: &World, node: NodeId) -> Option<(Ballot, Value)> {
    let vote = world.node(node).acceptor.as_ref()?.disk.votes.get(Slot::ONLY)?;
    Some((vote.ballot, vote.value))
}

fn promises(world: &World, node: NodeId) -> usize {
    let proposer = world.node(node).proposer.as_ref();
    proposer.and_then(|proposer| proposer.current()).map_or(0, |attempt| attempt.promises.by.len())
}

fn proposing(world: &World, node: NodeId) -> Option<Value> {
    world.node(node).proposer.as_ref()?.current()?.value()
}

fn learned(world: &World, node: NodeId) -> Option<Value> {
    world.node(node).learner.as_ref()?.learned(Slot::ONLY)
}

fn is_chosen(world: &World, value: Value) -> bool {
    truth::chosen(world).any(|chosen| chosen.vote.value == value)
}
