//! The board of one slot of a replicated log: what is different there.

use super::past::Past;
use super::{Entry, Floor, Writer};
use crate::paxos::{Ballot, LogNote, NodeId, NodeSet, Note, Slot, Value, Vote};
use crate::sim::recording::Recording;
use crate::sim::step::{Moment, Step};
use crate::sim::world::World;

/// Those who decide, by one configuration or another.
pub(in crate::sim) fn deciders(members: &[NodeSet]) -> NodeSet {
    members.iter().fold(NodeSet::EMPTY, |all, &members| all.union(members))
}

/// What stands in the logs at the beginning, for each node.
pub(super) fn from_the_beginning(recording: &Recording, slot: Slot) -> Vec<Past> {
    let start = recording.at(Moment::default());
    let past = |node: NodeId| {
        let vote = start.node(node).acceptor.as_ref().and_then(|acceptor| acceptor.disk.votes.get(slot));
        let entry = |vote: Vote| (vote.ballot, Entry { value: vote.value, by: Writer::default(), broke: None });
        Past { vote, votes: vote.map(entry).into_iter().collect(), ..Past::default() }
    };
    start.cluster.nodes().map(past).collect()
}

/// Whether a replica will send nothing under an id, if it has not done so: it leads no more, and tries no more.
pub(super) fn is_given_up(world: &World, ballot: Ballot, leader: Option<NodeId>) -> bool {
    let replica = leader.and_then(|node| world.node(node).replica.as_ref());
    let is_on = replica.and_then(|replica| replica.lead()).is_some_and(|lead| lead.ballot == ballot);
    !is_on && !world.rules.may_reuse_ids()
}

/// Keeps the promises, of those who decide in the slot, for the highest id under which something was proposed in it.
/// `done` ends with the step that proposed it.
pub(super) fn raise_floor(
    floor: &mut Option<Floor>,
    (leader, slot): (NodeId, Slot),
    note: Note,
    deciders: NodeSet,
    done: &[Step],
) {
    let Note::Log(note) = note else { return };
    let (at, ballot, highest, sends) = match note {
        LogNote::Assigns { ballot, slot, value } => (slot, ballot, None, value),
        LogNote::FillsGap { ballot, slot } => (slot, ballot, None, Value::NO_OP),
        LogNote::Adopts { ballot, slot, vote, .. } => (slot, ballot, Some(vote), vote.value),
        LogNote::Misreads { ballot, slot, vote, highest } => (slot, ballot, Some(highest), vote.value),
        LogNote::Disregards { ballot, slot, value, vote } => (slot, ballot, Some(vote), value),
        _ => return,
    };
    if at != slot || floor.is_some_and(|floor| ballot < floor.ballot) {
        return;
    }
    let by = promisers(leader, ballot, done).intersection(deciders);
    if !by.is_empty() {
        *floor = Some(Floor { proposer: leader, ballot, by, highest, sends, step: done.len() - 1 });
    }
}

/// Those whose promises a leader has counted: those of its quorum, and those that came after it, among them the ones of
/// new members.
pub(in crate::sim) fn promisers(leader: NodeId, ballot: Ballot, done: &[Step]) -> NodeSet {
    let steps = done.iter().filter(|step| step.node() == Some(leader));
    steps.fold(NodeSet::EMPTY, |all, step| {
        let counted = step.effects.notes.iter().find_map(|note| match *note {
            Note::Log(LogNote::Leads { ballot: led, by, .. }) if led == ballot => Some(by.by),
            Note::Log(LogNote::PromiseLate { ballot: led, .. }) if led == ballot => {
                step.effects.envelope.as_ref().map(|envelope| NodeSet::of(envelope.from))
            }
            _ => None,
        });
        counted.map_or(all, |counted| all.union(counted))
    })
}
