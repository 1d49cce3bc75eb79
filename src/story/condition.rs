//! What a scene can expect or wait for, and whether it holds.

mod actual;

use super::script::Id;
use crate::paxos::{Ballot, NodeId, Slot, Value};
use crate::sim::Recording;
use crate::sim::sight::{self, Seen, Sight};

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
    /// So many crashes so far.
    Crashes(u32),
    /// The cards of at least so many acceptors hold this.
    Holding(u32, Value),
    /// So many nodes have learned what is chosen.
    Known(u32),
    /// At least so many ids have sent their value and can win no more, and nothing is chosen.
    Overtaken(u32),
    /// Two values are chosen or learned in one slot.
    Broken,
    Not(Box<Condition>),
    And(Vec<Condition>),
}

fn same(id: Id, ballot: Ballot) -> bool {
    id.number == ballot.number && id.server.is_none_or(|server| server == ballot.proposer)
}

impl Condition {
    /// Whether it holds at the end of what has been recorded.
    pub fn holds(&self, recording: &Recording) -> bool {
        self.is_seen(&Seen::end_of(recording))
    }

    /// Whether it holds at a moment.
    pub fn is_seen(&self, world: &dyn Sight) -> bool {
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
            Condition::InFlight(count) => world.in_flight() == Some(*count as usize),
            Condition::Ignored(count) => world.tally().ignored == *count as usize,
            Condition::Crashes(count) => world.tally().crashes == *count as usize,
            Condition::Holding(least, value) => *least as usize <= sight::holding(world, Slot::ONLY, *value),
            Condition::Known(count) => sight::known(world, Slot::ONLY) == *count as usize,
            Condition::Overtaken(least) => *least as usize <= sight::overtaken(world),
            Condition::Broken => sight::is_broken(world),
            Condition::Not(condition) => !condition.is_seen(world),
            Condition::And(all) => all.iter().all(|condition| condition.is_seen(world)),
        }
    }
}

fn promised(world: &dyn Sight, node: NodeId) -> Option<Ballot> {
    world.node(node).acceptor.as_ref()?.disk.promised
}

/// Whether both are absent, or show the same word.
fn shows(actual: Option<Value>, wanted: Option<Value>) -> bool {
    match (actual, wanted) {
        (Some(actual), Some(wanted)) => actual.shows_as(wanted),
        (None, None) => true,
        _ => false,
    }
}

fn accepted(world: &dyn Sight, node: NodeId, slot: Slot) -> Option<(Ballot, Value)> {
    let vote = world.node(node).acceptor.as_ref()?.disk.votes.get(slot)?;
    Some((vote.ballot, vote.value))
}

fn promises(world: &dyn Sight, node: NodeId) -> usize {
    let node = world.node(node);
    let lead = node.replica.as_ref().and_then(|replica| replica.lead()).map(|lead| lead.promises);
    let attempt = node.proposer.as_ref().and_then(|proposer| proposer.current()).map(|attempt| attempt.promises);
    lead.or(attempt).map_or(0, |promises| promises.by.len())
}

fn proposing(world: &dyn Sight, node: NodeId, slot: Slot) -> Option<Value> {
    let node = world.node(node);
    let lead = node.replica.as_ref().and_then(|replica| replica.lead());
    match &node.proposer {
        Some(proposer) => proposer.current()?.value(),
        None => lead?.proposed(slot),
    }
}

fn learned(world: &dyn Sight, node: NodeId, slot: Slot) -> Option<Value> {
    world.node(node).learner.as_ref()?.learned(slot)
}

fn chosen(world: &dyn Sight, slot: Slot) -> impl Iterator<Item = Value> {
    world.chosen().into_iter().filter(move |&(at, _)| at == slot).map(|(_, value)| value)
}

fn leads(world: &dyn Sight, node: NodeId) -> Option<Ballot> {
    Some(world.node(node).replica.as_ref()?.leads()?.ballot)
}

fn applied(world: &dyn Sight, node: NodeId) -> impl Iterator<Item = Slot> + '_ {
    world.node(node).replica.iter().flat_map(|replica| replica.disk.applied.iter().map(|applied| applied.slot))
}

fn balance(world: &dyn Sight, node: NodeId) -> Option<i64> {
    world.node(node).replica.as_ref()?.disk.machine.balance
}

fn answered(world: &dyn Sight, node: NodeId) -> Option<Value> {
    let client = world.node(node).client.as_ref()?;
    client.answer.and(client.command)
}
