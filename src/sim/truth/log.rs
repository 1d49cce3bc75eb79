//! What must hold of a replicated log besides (PMS 3; Ongaro and Ousterhout, *Paxos lecture*), as the observer sees it.

use super::{Chosen, chosen, is_chosen};
use crate::paxos::{Applied, Ballot, Effect, NodeId, NodeSet, Replica, Role, Slot, Value};
use crate::sim::world::World;

/// A property of a replicated log that does not hold any more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LogViolation {
    /// A replica has applied this slot, and not the one below it.
    PastGap(NodeId, Slot),
    /// A replica has applied in this slot what is not chosen there.
    AppliedUnchosen(NodeId, Slot),
    /// Two replicas have applied different things, or with a different effect, in this slot.
    AppliedDifferently(NodeId, NodeId, Slot),
    /// A replica has executed this command in both slots.
    ExecutedTwice(NodeId, Value, Slot, Slot),
    /// A client has the answer that its command was executed in this slot, and there it is not chosen, or not alone.
    AcknowledgedAndLost(NodeId, Value, Slot),
    /// Two replicas lead under one id, or one leads under another's.
    TwoLeaders(Ballot, NodeId, NodeId),
}

/// The first property that the logs of this world violate, if they violate one.
pub fn violation(world: &World) -> Option<LogViolation> {
    in_order(world)
        .or_else(|| applied_unchosen(world))
        .or_else(|| applied_differently(world))
        .or_else(|| executed_twice(world))
        .or_else(|| acknowledged_and_lost(world))
        .or_else(|| two_leaders(world))
}

/// Whether messages pass between two nodes, both ways.
pub fn is_linked(world: &World, one: NodeId, other: NodeId) -> bool {
    !world.cuts[one.index()].contains(other) && !world.cuts[other.index()].contains(one)
}

/// The replicas that are up and that messages of this one reach and come back from, itself among them.
pub fn reached(world: &World, node: NodeId) -> NodeSet {
    let is_reached = |&other: &NodeId| world.node(other).up && (other == node || is_linked(world, node, other));
    world.cluster.all(Role::Replica).iter().filter(is_reached).collect()
}

fn replicas(world: &World) -> impl Iterator<Item = (NodeId, &Replica)> + '_ {
    world.cluster.nodes().filter_map(|node| Some((node, world.node(node).replica.as_ref()?)))
}

/// Slots are applied in their order, without gaps.
pub fn in_order(world: &World) -> Option<LogViolation> {
    replicas(world).find_map(|(node, replica)| {
        let applied = replica.disk.applied.iter().zip(1..);
        let past = applied.map(|(applied, place)| (applied.slot, Slot(place))).find(|(slot, place)| slot != place);
        past.map(|(slot, _)| LogViolation::PastGap(node, slot))
    })
}

/// Only what is chosen is applied.
pub fn applied_unchosen(world: &World) -> Option<LogViolation> {
    replicas(world).find_map(|(node, replica)| {
        let unchosen = |applied: &&Applied| !is_chosen(world, applied.slot, applied.value);
        let found = replica.disk.applied.iter().rev().find(unchosen)?;
        Some(LogViolation::AppliedUnchosen(node, found.slot))
    })
}

/// What two replicas have both applied they have applied alike, with one effect.
pub fn applied_differently(world: &World) -> Option<LogViolation> {
    let longest = |(_, replica): &(NodeId, &Replica)| replica.disk.applied.len();
    let (model, most) = replicas(world).max_by_key(longest)?;
    replicas(world).find_map(|(node, replica)| {
        let last = replica.disk.applied_to().min(most.disk.applied_to());
        let (one, other) = (up_to(replica, last), up_to(most, last));
        let at = (0..one.len().max(other.len())).find(|&at| one.get(at) != other.get(at))?;
        let slot = [one, other].iter().filter_map(|applied| applied.get(at)).map(|applied| applied.slot).min()?;
        Some(LogViolation::AppliedDifferently(node, model, slot))
    })
}

/// What a replica has applied in slots up to this one.
fn up_to(replica: &Replica, last: Slot) -> &[Applied] {
    let applied = &replica.disk.applied;
    &applied[..applied.partition_point(|applied| applied.slot <= last)]
}

/// No command takes effect twice.
pub fn executed_twice(world: &World) -> Option<LogViolation> {
    replicas(world).find_map(|(node, replica)| {
        let executed: Vec<&Applied> = replica.disk.applied.iter().filter(|applied| is_executed(applied)).collect();
        executed.iter().enumerate().find_map(|(at, later)| {
            let first = executed[..at].iter().find(|first| first.value == later.value)?;
            Some(LogViolation::ExecutedTwice(node, later.value, first.slot, later.slot))
        })
    })
}

fn is_executed(applied: &Applied) -> bool {
    applied.value.command.is_some() && matches!(applied.effect, Effect::Executed(_))
}

/// What a client was told to be executed is chosen where it was told, and nothing else is.
pub fn acknowledged_and_lost(world: &World) -> Option<LogViolation> {
    world.cluster.nodes().find_map(|node| {
        let client = world.node(node).client.as_ref()?;
        let ((slot, _), value) = (client.answer?, client.command?);
        let is_it = |chosen: &Chosen| chosen.slot != slot || chosen.vote.value == value;
        let is_kept = is_chosen(world, slot, value) && chosen(world).all(|chosen| is_it(&chosen));
        (!is_kept).then_some(LogViolation::AcknowledgedAndLost(node, value, slot))
    })
}

/// An id has one leader, whose it is.
pub fn two_leaders(world: &World) -> Option<LogViolation> {
    let leads = |(node, replica): (NodeId, &Replica)| Some((node, replica.leads()?.ballot));
    replicas(world).filter_map(leads).find_map(|(node, ballot)| {
        let owner = world.cluster.proposer_of(ballot).filter(|&owner| owner != node);
        let other = replicas(world).filter_map(leads).find(|&(other, same)| other != node && same == ballot);
        let other = owner.or(other.map(|(other, _)| other))?;
        Some(LogViolation::TwoLeaders(ballot, node, other))
    })
}
