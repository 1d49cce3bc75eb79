//! From the states on a way back to what happened, as actions of the World.

use super::encode::{Encoded, Turn};
use super::scenario::Finding;
use super::search::Key;
use crate::paxos::{Message, NodeId};
use crate::sim::world::Faithful;
use crate::sim::{Action, MessageId, World};

/// What happened on a way of states, and what must happen after its last one for the finding to be there.
///
/// None where the world does not follow: that would be a fault of the search.
pub(super) fn actions<const W: usize>(model: &mut Encoded, way: &[Key<W>], finding: Finding) -> Option<Vec<Action>> {
    let turns = model.turns_on(way, finding)?;
    let mut copies = vec![0; turns.len()];
    // A message that is needed again, and is not there any more, must have been doubled before it was delivered.
    loop {
        match carried_out(model.start(), &turns, &copies) {
            Ok(actions) => return Some(actions),
            Err(missing) => {
                let before = turns[..missing].iter().rposition(|turn| *turn == turns[missing])?;
                copies[before] += 1;
            }
        }
    }
}

/// Carries it all out on a World; gives the place of the first turn whose message is not in flight.
fn carried_out(start: &World, turns: &[Turn], copies: &[u32]) -> Result<Vec<Action>, usize> {
    let mut world = start.clone();
    let mut actions = Vec::new();
    for (place, turn) in turns.iter().enumerate() {
        let of_turn: Vec<Action> = match turn {
            Turn::Deliver { from, to, message } => {
                let message = in_flight(&world, *from, *to, message).ok_or(place)?;
                let doubled = (0..copies[place]).map(|_| Action::Duplicate { message });
                doubled.chain([Action::Deliver { message }]).collect()
            }
            &Turn::Propose { node, value, ballot } => vec![Action::Propose { node, value, ballot }],
            &Turn::Timeout(node) => vec![Action::Timeout { node }],
            &Turn::CrashAndRestart(node) => vec![Action::Crash { node }, Action::Restart { node }],
            &Turn::Restart(node) => vec![Action::Restart { node }],
            &Turn::Own(node) => vec![Action::Own { node }],
        };
        for &action in &of_turn {
            world.apply(action, &mut Faithful).map_err(|_| place)?;
        }
        actions.extend(of_turn);
    }
    Ok(actions)
}

fn in_flight(world: &World, from: NodeId, to: NodeId, message: &Message) -> Option<MessageId> {
    let is_meant =
        |envelope: &&crate::sim::Envelope| envelope.from == from && envelope.to == to && envelope.message == *message;
    world.in_flight.iter().find(is_meant).map(|envelope| envelope.id)
}
