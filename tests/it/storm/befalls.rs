//! What befalls a network in a storm, whatever the nodes are.

use super::dice::Dice;
use paxos_explainer::paxos::NodeId;
use paxos_explainer::sim::{Action, MessageId, Recording, Time, World};

/// Lets time pass, a step at a time, each with a look at what must hold; for as long as `look` says to go on.
pub fn pass(recording: &mut Recording, until: Time, mut look: impl FnMut(&World, &Recording) -> bool) {
    loop {
        let next = recording.schedule().next(recording.world());
        if next.is_none_or(|next| until < next.time) {
            return recording.run_to(until);
        }
        let before = recording.world().clone();
        if !recording.run_step() || !look(&before, recording) {
            return;
        }
    }
}

pub fn down(world: &World) -> Vec<NodeId> {
    world.cluster.nodes().filter(|&node| !world.node(node).up).collect()
}

pub fn heal_all(world: &World) -> Vec<Action> {
    let cuts = world.cluster.nodes().flat_map(|from| world.cuts[from.index()].iter().map(move |to| (from, to)));
    cuts.map(|(from, to)| Action::Heal { from, to }).collect()
}

/// No message between one half of the nodes, drawn by lot, and the other.
pub fn partition(world: &World, dice: &mut Dice) -> Vec<Action> {
    let (one, other): (Vec<NodeId>, Vec<NodeId>) = world.cluster.nodes().partition(|_| dice.one_in(2));
    let across = one.iter().flat_map(|&from| other.iter().map(move |&to| (from, to)));
    across.flat_map(|(from, to)| [Action::Cut { from, to }, Action::Cut { from: to, to: from }]).collect()
}

/// Something that befalls a message in flight. It is doubled only where there may be copies.
pub fn meddling(world: &World, dice: &mut Dice, copies: bool) -> Option<Action> {
    let held: Vec<MessageId> =
        world.in_flight.iter().filter(|envelope| envelope.held).map(|envelope| envelope.id).collect();
    let messages: Vec<MessageId> = world.in_flight.iter().map(|envelope| envelope.id).collect();
    if messages.is_empty() {
        return None;
    }
    let message = dice.pick(&messages);
    match dice.below(6) {
        0 => Some(Action::Duplicate { message }).filter(|_| copies),
        1 => Some(Action::Delay { message, by: dice.pick(&[100, 1000, 5000]) }),
        2 => Some(Action::Drop { message }),
        3 | 4 if !held.is_empty() => Some(Action::Release { message: dice.pick(&held) }),
        _ => Some(Action::Hold { message }),
    }
}
