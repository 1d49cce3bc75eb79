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
        let (slot, _) = past_gap(&replica.disk.applied, 0)?;
        Some(LogViolation::PastGap(node, slot))
    })
}

/// Of what a replica has applied, leaving aside the first so many: a slot that was applied past a gap, and the slot
/// that should have come in its place.
pub fn past_gap(applied: &[Applied], first: usize) -> Option<(Slot, Slot)> {
    let before = first.checked_sub(1).and_then(|last| applied.get(last)).map_or(Slot::ONLY, |last| last.slot);
    let mut next = before.next();
    applied.get(first..)?.iter().find_map(|applied| {
        let wanted = std::mem::replace(&mut next, applied.slot.next());
        (applied.slot != wanted).then_some((applied.slot, wanted))
    })
}

/// Of what two replicas have applied: the first slot in which it is not the same, or had another effect. Slots that only
/// one of them has applied do not count.
pub fn apart<'a>(one: &'a [Applied], other: &'a [Applied]) -> Option<(&'a Applied, &'a Applied)> {
    one.iter().find_map(|applied| {
        // Slots are applied upwards, whatever the rules.
        let there = &other[other.binary_search_by_key(&applied.slot, |there| there.slot).ok()?];
        (there != applied).then_some((applied, there))
    })
}

/// Of what a replica has applied: a command that it has executed in two slots, and has not found to be the same.
pub fn executed_again(applied: &[Applied]) -> Option<(&Applied, &Applied)> {
    applied.iter().enumerate().filter(|(_, later)| is_executed(later)).find_map(|(at, later)| {
        let first = applied[..at].iter().find(|first| first.value == later.value && is_executed(first))?;
        Some((first, later))
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

/// What some two replicas have both applied they have applied alike; slots that only one of them has applied do not count.
pub fn applied_apart(world: &World) -> Option<LogViolation> {
    replicas(world).find_map(|(node, replica)| {
        replicas(world).find_map(|(other, there)| {
            let (applied, _) = apart(&replica.disk.applied, &there.disk.applied)?;
            Some(LogViolation::AppliedDifferently(node, other, applied.slot))
        })
    })
}

/// No command takes effect twice.
pub fn executed_twice(world: &World) -> Option<LogViolation> {
    replicas(world).find_map(|(node, replica)| {
        let (first, later) = executed_again(&replica.disk.applied)?;
        Some(LogViolation::ExecutedTwice(node, later.value, first.slot, later.slot))
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
