//! How a replicated log stands: what is chosen in which slot, and who knows what of it.

use super::Telling;
use crate::paxos::{NodeId, NodeSet, Slot, Value};
use crate::sim::{World, truth};
use crate::story::language::{say, tr};
use crate::story::problem::both;

/// `slot 3`, `slots 1 to 3` or `slots 1, 2 and 5`, of slots in order.
pub fn slots(slots: &[Slot]) -> String {
    let (Some(first), Some(last)) = (slots.first(), slots.last()) else { return tr!("no slot").to_string() };
    let is_row = slots.len() as u32 == last.0 - first.0 + 1;
    match slots.len() {
        1 => say!("slot {slot}", slot = first.0),
        2 => say!("slots {first} and {last}", first = first.0, last = last.0),
        _ if is_row => say!("slots {first} to {last}", first = first.0, last = last.0),
        _ => say!("slots {listed}", listed = both(&slots.iter().map(|slot| slot.0.to_string()).collect::<Vec<_>>())),
    }
}

/// That two values are chosen in one slot; nothing where none has two.
pub fn broken(world: &World) -> String {
    match truth::two_chosen(world) {
        Some((first, _)) => say!(" In slot {slot} two values are chosen: agreement is broken.", slot = first.slot.0),
        None => String::new(),
    }
}

/// In which slots something is chosen, as the end of a sentence.
pub fn are_chosen(world: &World) -> String {
    let mut all: Vec<Slot> = truth::chosen(world).map(|chosen| chosen.slot).collect();
    all.sort_unstable();
    all.dedup();
    match all.len() {
        0 => tr!("nothing is chosen").to_string(),
        1 => say!("{slot} is chosen", slot = slots(&all)),
        _ => say!("{slots} are chosen", slots = slots(&all)),
    }
}

/// What each knows that knows anything, those that know the same together; and what is known and not chosen.
pub fn have_learned(world: &World, telling: Telling) -> Vec<String> {
    let mut groups: Vec<(Vec<Slot>, NodeSet)> = Vec::new();
    for (node, learned) in learned(world) {
        let truly = learned.iter().filter(|&&(slot, value)| truth::is_chosen(world, slot, value));
        let known: Vec<Slot> = truly.map(|&(slot, _)| slot).collect();
        match groups.iter_mut().find(|(slots, _)| *slots == known) {
            _ if known.is_empty() => {}
            Some((_, nodes)) => *nodes = nodes.with(node),
            None => groups.push((known, NodeSet::of(node))),
        }
    }
    let each = |(known, nodes): &(Vec<Slot>, NodeSet)| {
        let (names, slots) = (telling.nodes(*nodes), slots(known));
        match nodes.len() {
            1 => say!("{node} knows what is chosen in {slots}.", node = names, slots),
            _ => say!("{nodes} know what is chosen in {slots}.", nodes = names, slots),
        }
    };
    groups.iter().map(each).chain(unchosen(world, telling)).collect()
}

/// That a replica has learned for a slot what is not chosen there.
pub fn unchosen(world: &World, telling: Telling) -> Vec<String> {
    let of_node = |(node, known): (NodeId, &[(Slot, Value)])| {
        let wrong = known.iter().filter(|&&(slot, value)| !truth::is_chosen(world, slot, value));
        let say = |&(slot, value): &(Slot, Value)| {
            let (node, value) = (telling.node(node), telling.value(value));
            say!(
                "{node} has learned {value} in slot {slot}, which is not chosen there: this is not Paxos.",
                node,
                value,
                slot = slot.0
            )
        };
        wrong.map(say).collect::<Vec<String>>()
    };
    learned(world).flat_map(of_node).collect()
}

fn learned(world: &World) -> impl Iterator<Item = (NodeId, &[(Slot, Value)])> {
    world.cluster.nodes().filter_map(|node| Some((node, world.node(node).learner.as_ref()?.learned.as_slice())))
}
