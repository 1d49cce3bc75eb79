//! A log in a line or two, for a transcript: what is chosen in each slot, who knows it, and who leads.

use super::Telling;
use crate::paxos::{Node, NodeId, NodeSet, Role, Slot, Value};
use crate::sim::{World, truth};
use crate::story::language::say;
use std::fmt::Write;

/// Between the slots of a log.
const JOINT: &str = " · ";

/// `1 open 100 · 2 no-op · 3 cmp`: what is chosen in each slot.
pub fn chosen(world: &World, telling: Telling) -> String {
    let mut slots: Vec<(Slot, Vec<String>)> = Vec::new();
    let mut all: Vec<truth::Chosen> = truth::chosen(world).collect();
    all.sort_by_key(|chosen| chosen.slot);
    let mut seen = Vec::new();
    for chosen in all {
        if seen.contains(&(chosen.slot, chosen.vote.value)) {
            continue;
        }
        seen.push((chosen.slot, chosen.vote.value));
        let value = telling.value(chosen.vote.value).to_string();
        match slots.last_mut().filter(|(slot, _)| *slot == chosen.slot) {
            Some((_, values)) => values.push(value),
            None => slots.push((chosen.slot, vec![value])),
        }
    }
    let told = slots.into_iter().map(|(slot, values)| match values.len() {
        1 => format!("{} {}", slot.0, values[0]),
        _ => say!("{slot} {values}: agreement is broken", slot = slot.0, values = super::both(&values)),
    });
    told.collect::<Vec<String>>().join(JOINT)
}

/// Who leads, and up to where each replica knows and has applied the log: a sentence each.
pub fn known(world: &World, telling: Telling) -> String {
    let mut text = String::new();
    let replicas = world.cluster.all(Role::Replica);
    let leaders = replicas.iter().filter_map(|node| Some((node, world.node(node).replica.as_ref()?.leads()?.ballot)));
    for (node, ballot) in leaders {
        let _ = writeln!(
            text,
            "{}",
            say!("{leader} leads under {ballot}.", leader = telling.node(node), ballot = telling.id(ballot))
        );
    }
    let mut groups: Vec<(State, NodeSet)> = Vec::new();
    for node in replicas.iter() {
        let state = state(world.node(node));
        match groups.iter_mut().find(|(known, _)| *known == state) {
            Some((_, nodes)) => *nodes = nodes.with(node),
            None => groups.push((state, NodeSet::of(node))),
        }
    }
    for (state, nodes) in groups {
        let _ = writeln!(text, "{}", state.told(&telling.nodes(nodes), nodes.len()));
    }
    for (node, slot, value) in unchosen(world) {
        let (name, value) = (telling.node(node), telling.value(value));
        let _ = writeln!(
            text,
            "{}",
            say!("{name} has learned {value} in slot {slot}, which is not chosen.", name, value, slot = slot.0)
        );
    }
    text
}

/// What a replica knows of its log, and has applied of it: slots as they are told, and the balance behind them.
#[derive(PartialEq, Eq)]
enum State {
    /// It knows nothing.
    Blank,
    /// It knows these, and has applied none.
    Known(String),
    /// It has applied all that it knows.
    Applied(String, String),
    /// It knows the former, and has applied the latter.
    Behind(String, String, String),
}

impl State {
    /// So it stands with those nodes, which are so many: `R1 and R2 have learned slots 1-4 and 6 and applied slots 1-4;
    /// balance 30.`
    fn told(&self, nodes: &str, number: usize) -> String {
        match (self, number) {
            (State::Blank, 1) => say!("{nodes} has learned nothing.", nodes),
            (State::Blank, _) => say!("{nodes} have learned nothing.", nodes),
            (State::Known(learned), 1) => say!("{nodes} has learned {learned} and applied nothing.", nodes, learned),
            (State::Known(learned), _) => say!("{nodes} have learned {learned} and applied nothing.", nodes, learned),
            (State::Applied(applied, balance), 1) => {
                say!("{nodes} has learned and applied {applied}{balance}.", nodes, applied, balance)
            }
            (State::Applied(applied, balance), _) => {
                say!("{nodes} have learned and applied {applied}{balance}.", nodes, applied, balance)
            }
            (State::Behind(learned, applied, balance), 1) => {
                say!("{nodes} has learned {learned} and applied {applied}{balance}.", nodes, learned, applied, balance)
            }
            (State::Behind(learned, applied, balance), _) => {
                say!("{nodes} have learned {learned} and applied {applied}{balance}.", nodes, learned, applied, balance)
            }
        }
    }
}

fn state(node: &Node) -> State {
    let learned = node.learner.iter().flat_map(|learner| learner.learned.iter().map(|&(slot, _)| slot));
    let applied = node.replica.iter().flat_map(|replica| replica.disk.applied.iter().map(|applied| applied.slot));
    let balance = node.replica.as_ref().and_then(|replica| replica.disk.machine.balance);
    let balance = balance.map_or(String::new(), |balance| say!("; balance {balance}", balance));
    match (ranges(learned), ranges(applied)) {
        (None, _) => State::Blank,
        (Some(learned), None) => State::Known(learned),
        (Some(learned), Some(applied)) if learned == applied => State::Applied(applied, balance),
        (Some(learned), Some(applied)) => State::Behind(learned, applied, balance),
    }
}

/// `slots 1-4 and 6`, `slot 1`; none of no slot.
fn ranges(slots: impl Iterator<Item = Slot>) -> Option<String> {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for Slot(slot) in slots {
        match ranges.last_mut().filter(|(_, last)| *last + 1 == slot) {
            Some((_, last)) => *last = slot,
            None => ranges.push((slot, slot)),
        }
    }
    let one = |&(first, last): &(u32, u32)| if first == last { first.to_string() } else { format!("{first}-{last}") };
    let told: Vec<String> = ranges.iter().map(one).collect();
    match ranges[..] {
        [] => None,
        [(first, last)] if first == last => Some(say!("slot {slot}", slot = told[0])),
        _ => Some(say!("slots {listed}", listed = super::both(&told))),
    }
}

/// What somebody has learned that is not chosen.
fn unchosen(world: &World) -> Vec<(NodeId, Slot, Value)> {
    let learners = world.cluster.nodes().filter_map(|node| Some((node, world.node(node).learner.as_ref()?)));
    let all =
        learners.flat_map(|(node, learner)| learner.learned.iter().map(move |&(slot, value)| (node, slot, value)));
    all.filter(|&(_, slot, value)| !truth::is_chosen(world, slot, value)).collect()
}
