//! What a scene can expect or wait for, and whether it holds.

use super::names::Names;
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

    /// What is the case instead: the actual values behind the condition.
    pub fn actual(&self, recording: &Recording, names: &Names) -> String {
        self.actual_in(&Seen::end_of(recording), names)
    }

    /// What is the case at a moment instead.
    pub fn actual_in(&self, world: &dyn Sight, names: &Names) -> String {
        let name = |node: &NodeId| names.node(*node).to_string();
        match self {
            Condition::Promised(node, _) => {
                let id = promised(world, *node).map_or("nothing".into(), |ballot| names.id(ballot));
                format!("{} has promised {id}", name(node))
            }
            Condition::Accepted(node, slot, _) => {
                let vote = accepted(world, *node, *slot);
                let vote =
                    vote.map_or("nothing".into(), |(id, value)| format!("{} {}", names.id(id), names.value(value)));
                format!("{} has accepted {vote}{}", name(node), in_slot(*slot))
            }
            Condition::Promises(node, _) => {
                format!("{} has {}", name(node), count(promises(world, *node), "promise"))
            }
            Condition::Proposing(node, slot, _) => {
                let value =
                    proposing(world, *node, *slot).map_or("nothing".into(), |value| names.value(value).to_string());
                format!("{} is proposing {value}{}", name(node), in_slot(*slot))
            }
            Condition::Learned(node, slot, _) => {
                let value =
                    learned(world, *node, *slot).map_or("nothing".into(), |value| names.value(value).to_string());
                format!("{} has learned {value}{}", name(node), in_slot(*slot))
            }
            Condition::Chosen(slot, _) => {
                let chosen: Vec<&str> = chosen(world, *slot).map(|value| names.value(value)).collect();
                format!("chosen{} is {}", in_slot(*slot), super::problem::both(&chosen))
            }
            Condition::Leads(node, _) => match leads(world, *node) {
                Some(ballot) => format!("{} leads {}", name(node), names.id(ballot)),
                None => format!("{} does not lead", name(node)),
            },
            Condition::Applied(node, _) => match applied(world, *node).last() {
                Some(slot) => format!("{} has applied slots up to {}", name(node), slot.0),
                None => format!("{} has applied nothing", name(node)),
            },
            Condition::Balance(node, _) => match balance(world, *node) {
                Some(balance) => format!("the balance at {} is {balance}", name(node)),
                None => format!("{} has no account", name(node)),
            },
            Condition::Answered(node, _) => match answered(world, *node) {
                Some(value) => format!("{} has the answer to {}", name(node), names.value(value)),
                None => format!("{} has no answer", name(node)),
            },
            Condition::Up(node) | Condition::Down(node) => {
                format!("{} is {}", name(node), if world.node(*node).up { "up" } else { "down" })
            }
            Condition::InFlight(_)
            | Condition::Ignored(_)
            | Condition::Crashes(_)
            | Condition::Holding(..)
            | Condition::Known(_)
            | Condition::Overtaken(_)
            | Condition::Broken => self.actual_of_all(world, names),
            Condition::Not(condition) => condition.actual_in(world, names),
            Condition::And(all) => {
                let failing = all.iter().find(|condition| !condition.is_seen(world));
                failing.map_or(String::new(), |condition| condition.actual_in(world, names))
            }
        }
    }

    /// The same of what is said of the whole system.
    fn actual_of_all(&self, world: &dyn Sight, names: &Names) -> String {
        match self {
            Condition::InFlight(_) => match world.in_flight().unwrap_or_default() {
                1 => "1 message is in flight".to_string(),
                many => format!("{many} messages are in flight"),
            },
            Condition::Ignored(_) => format!("acceptors have ignored {}", count(world.tally().ignored, "message")),
            Condition::Crashes(_) => match world.tally().crashes {
                1 => "there was 1 crash".to_string(),
                many => format!("there were {} crashes", number(many)),
            },
            Condition::Holding(_, value) => {
                let many = sight::holding(world, Slot::ONLY, *value);
                let value = names.value(*value);
                match many {
                    1 => format!("1 acceptor holds {value}"),
                    many => format!("{} acceptors hold {value}", number(many)),
                }
            }
            Condition::Known(_) => match sight::known(world, Slot::ONLY) {
                1 => "1 node has learned what is chosen".to_string(),
                many => format!("{} nodes have learned what is chosen", number(many)),
            },
            Condition::Overtaken(_) => match (sight::overtaken(world), chosen(world, Slot::ONLY).next()) {
                (_, Some(value)) => format!("{} is chosen, so that nothing is overtaken", names.value(value)),
                (1, None) => "1 id has sent its value in vain".to_string(),
                (0, None) => "no id has sent its value in vain".to_string(),
                (many, None) => format!("{many} ids have sent their value in vain"),
            },
            Condition::Broken => match sight::is_broken(world) {
                true => "agreement is broken".to_string(),
                false => "agreement holds".to_string(),
            },
            _ => String::new(),
        }
    }
}

/// A number, or that there is none.
fn number(many: usize) -> String {
    if many == 0 { "no".to_string() } else { many.to_string() }
}

fn count(many: usize, what: &str) -> String {
    match many {
        1 => format!("1 {what}"),
        _ => format!("{many} {what}s"),
    }
}

fn promised(world: &dyn Sight, node: NodeId) -> Option<Ballot> {
    world.node(node).acceptor.as_ref()?.disk.promised
}

/// ` in slot 3`, or nothing where there is one slot.
fn in_slot(slot: Slot) -> String {
    if slot == Slot::ONLY { String::new() } else { format!(" in slot {}", slot.0) }
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
