//! What is the case where a condition does not hold, in words.

use super::{Condition, accepted, answered, applied, balance, chosen, leads, learned, promised, promises, proposing};
use crate::paxos::{NodeId, Slot};
use crate::sim::Recording;
use crate::sim::sight::{self, Seen, Sight};
use crate::story::language::{say, tr};
use crate::story::names::Names;
use crate::story::problem::both;

impl Condition {
    /// What is the case instead: the actual values behind the condition.
    pub fn actual(&self, recording: &Recording, names: &Names) -> String {
        self.actual_in(&Seen::end_of(recording), names)
    }

    /// What is the case at a moment instead.
    pub fn actual_in(&self, world: &dyn Sight, names: &Names) -> String {
        match self {
            Condition::Promised(node, _) | Condition::Accepted(node, ..) | Condition::Promises(node, _) => {
                self.actual_votes(*node, world, names)
            }
            Condition::Proposing(node, ..) | Condition::Learned(node, ..) => self.actual_value(*node, world, names),
            Condition::Chosen(slot, _) => {
                let mut chosen: Vec<&str> = chosen(world, *slot).map(|value| names.value(value)).collect();
                chosen.dedup(); // The same value under another id is no other one.
                say!("chosen{slot} is {values}", slot = in_slot(*slot), values = both(&chosen))
            }
            Condition::Leads(node, _)
            | Condition::Applied(node, _)
            | Condition::Balance(node, _)
            | Condition::Answered(node, _) => self.actual_in_log(*node, world, names),
            Condition::Up(node) | Condition::Down(node) => match world.node(*node).up {
                true => say!("{node} is up", node = names.node(*node)),
                false => say!("{node} is down", node = names.node(*node)),
            },
            Condition::InFlight(_) | Condition::Ignored(_) | Condition::Crashes(_) => self.actual_count(world),
            Condition::Holding(..) | Condition::Known(_) | Condition::Overtaken(_) | Condition::Broken => {
                self.actual_of_all(world, names)
            }
            Condition::Not(condition) => condition.actual_in(world, names),
            Condition::And(all) => {
                let failing = all.iter().find(|condition| !condition.is_seen(world));
                failing.map_or(String::new(), |condition| condition.actual_in(world, names))
            }
        }
    }

    /// The same of what a node has promised, accepted or been promised.
    fn actual_votes(&self, node: NodeId, world: &dyn Sight, names: &Names) -> String {
        let name = names.node(node);
        match self {
            Condition::Promised(..) => match promised(world, node) {
                None => say!("{name} has promised nothing", name),
                Some(ballot) => say!("{name} has promised {id}", name, id = names.id(ballot)),
            },
            Condition::Accepted(_, slot, _) => match (accepted(world, node, *slot), in_slot(*slot)) {
                (None, slot) => say!("{name} has accepted nothing{slot}", name, slot),
                (Some((ballot, value)), slot) => {
                    let (id, value) = (names.id(ballot), names.value(value));
                    say!("{name} has accepted {id} {value}{slot}", name, id, value, slot)
                }
            },
            Condition::Promises(..) => match promises(world, node) {
                1 => say!("{name} has 1 promise", name),
                many => say!("{name} has {many} promises", name, many),
            },
            _ => String::new(),
        }
    }

    /// The same of the value that a node proposes, or has learned.
    fn actual_value(&self, node: NodeId, world: &dyn Sight, names: &Names) -> String {
        let name = names.node(node);
        match self {
            Condition::Proposing(_, slot, _) => match (proposing(world, node, *slot), in_slot(*slot)) {
                (None, slot) => say!("{name} is proposing nothing{slot}", name, slot),
                (Some(value), slot) => {
                    say!("{name} is proposing {value}{slot}", name, value = names.value(value), slot)
                }
            },
            Condition::Learned(_, slot, _) => match (learned(world, node, *slot), in_slot(*slot)) {
                (None, slot) => say!("{name} has learned nothing{slot}", name, slot),
                (Some(value), slot) => say!("{name} has learned {value}{slot}", name, value = names.value(value), slot),
            },
            _ => String::new(),
        }
    }

    /// The same of a replica, or of a client of a log.
    fn actual_in_log(&self, node: NodeId, world: &dyn Sight, names: &Names) -> String {
        let name = names.node(node);
        match self {
            Condition::Leads(..) => match leads(world, node) {
                Some(ballot) => say!("{name} leads {id}", name, id = names.id(ballot)),
                None => say!("{name} does not lead", name),
            },
            Condition::Applied(..) => match applied(world, node).last() {
                Some(slot) => say!("{name} has applied slots up to {slot}", name, slot = slot.0),
                None => say!("{name} has applied nothing", name),
            },
            Condition::Balance(..) => match balance(world, node) {
                Some(balance) => say!("the balance at {name} is {balance}", name, balance),
                None => say!("{name} has no account", name),
            },
            Condition::Answered(..) => match answered(world, node) {
                Some(value) => say!("{name} has the answer to {value}", name, value = names.value(value)),
                None => say!("{name} has no answer", name),
            },
            _ => String::new(),
        }
    }

    /// The same of what is counted in the whole system.
    fn actual_count(&self, world: &dyn Sight) -> String {
        match self {
            Condition::InFlight(_) => match world.in_flight().unwrap_or_default() {
                1 => tr!("1 message is in flight").to_string(),
                many => say!("{many} messages are in flight", many),
            },
            Condition::Ignored(_) => match world.tally().ignored {
                1 => tr!("acceptors have ignored 1 message").to_string(),
                many => say!("acceptors have ignored {many} messages", many),
            },
            Condition::Crashes(_) => match world.tally().crashes {
                0 => tr!("there were no crashes").to_string(),
                1 => tr!("there was 1 crash").to_string(),
                many => say!("there were {many} crashes", many),
            },
            _ => String::new(),
        }
    }

    /// The same of what is said of the whole system.
    fn actual_of_all(&self, world: &dyn Sight, names: &Names) -> String {
        match self {
            Condition::Holding(_, value) => {
                let (many, value) = (sight::holding(world, Slot::ONLY, *value), names.value(*value));
                match many {
                    0 => say!("no acceptors hold {value}", value),
                    1 => say!("1 acceptor holds {value}", value),
                    many => say!("{many} acceptors hold {value}", many, value),
                }
            }
            Condition::Known(_) => match sight::known(world, Slot::ONLY) {
                0 => tr!("no nodes have learned what is chosen").to_string(),
                1 => tr!("1 node has learned what is chosen").to_string(),
                many => say!("{many} nodes have learned what is chosen", many),
            },
            Condition::Overtaken(_) => match (sight::overtaken(world), chosen(world, Slot::ONLY).next()) {
                (_, Some(value)) => {
                    say!("{value} is chosen, so that nothing is overtaken", value = names.value(value))
                }
                (1, None) => tr!("1 id has sent its value in vain").to_string(),
                (0, None) => tr!("no id has sent its value in vain").to_string(),
                (many, None) => say!("{many} ids have sent their value in vain", many),
            },
            Condition::Broken => match sight::is_broken(world) {
                true => tr!("agreement is broken").to_string(),
                false => tr!("agreement holds").to_string(),
            },
            _ => String::new(),
        }
    }
}

/// ` in slot 3`, or nothing where there is one slot.
fn in_slot(slot: Slot) -> String {
    if slot == Slot::ONLY { String::new() } else { say!(" in slot {slot}", slot = slot.0) }
}
