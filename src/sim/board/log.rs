//! The board of one slot of a replicated log: what is different there.

use super::{Entry, Floor, Past, Writer};
use crate::paxos::{Ballot, LogNote, NodeId, NodeSet, Note, Slot, Value, Vote};
use crate::sim::recording::Recording;
use crate::sim::step::{Moment, Step};
use crate::sim::world::World;

/// Those who decide, by one configuration or another.
pub(super) fn deciders(members: &[NodeSet]) -> NodeSet {
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

/// Keeps the quorum of promises for the highest id under which something was proposed in the slot. `done` ends with
/// the step that proposed it.
pub(super) fn raise_floor(floor: &mut Option<Floor>, (leader, slot): (NodeId, Slot), note: Note, done: &[Step]) {
    let Note::Log(note) = note else { return };
    let (at, ballot, highest, sends) = match note {
        LogNote::Assigns { ballot, slot, value } => (slot, ballot, None, value),
        LogNote::FillsGap { ballot, slot } => (slot, ballot, None, Value::NO_OP),
        LogNote::Adopts { ballot, slot, vote } => (slot, ballot, Some(vote), vote.value),
        LogNote::Misreads { ballot, slot, vote, highest } => (slot, ballot, Some(highest), vote.value),
        LogNote::Disregards { ballot, slot, value, vote } => (slot, ballot, Some(vote), value),
        _ => return,
    };
    if at != slot || floor.is_some_and(|floor| ballot < floor.ballot) {
        return;
    }
    let leads = done.iter().filter(|step| step.node() == Some(leader)).flat_map(|step| &step.effects.notes);
    let by = leads.rev().find_map(|note| match *note {
        Note::Log(LogNote::Leads { ballot: led, by, .. }) if led == ballot => Some(by.by),
        _ => None,
    });
    if let Some(by) = by {
        *floor = Some(Floor { proposer: leader, ballot, by, highest, sends, step: done.len() - 1 });
    }
}
