//! The sum of things, for a transcript: what a step sent, and how a run stands at its end.

use super::{Telling, envelope, label};
use crate::paxos::{NodeId, NodeSet, Value};
use crate::sim::{Action, Moment, Recording, Sent, Step, World, truth};
use crate::story::names::Names;
use crate::story::print;
use crate::story::script::Statement;
use std::fmt::Write;

/// `sends PREPARE 5 to A1, A2 and A3`: a line for each message that goes out, whoever gets it.
pub fn sends(step: &Step, names: &Names) -> Vec<String> {
    let telling = Telling::exact(names);
    let mut groups: Vec<(&Sent, NodeSet)> = Vec::new();
    let made_by_network = matches!(step.action, Action::Duplicate { .. });
    for sent in step.effects.sent.iter().filter(|sent| !made_by_network && sent.lost.is_none()) {
        let is_like = |(first, to): &&mut (&Sent, NodeSet)| {
            let same = first.envelope.message == sent.envelope.message && first.envelope.held == sent.envelope.held;
            same && first.copy_of.is_some() == sent.copy_of.is_some() && !to.contains(sent.envelope.to)
        };
        match groups.iter_mut().find(is_like) {
            Some((_, to)) => *to = to.with(sent.envelope.to),
            None => groups.push((sent, NodeSet::of(sent.envelope.to))),
        }
    }
    groups
        .into_iter()
        .map(|(sent, to)| {
            let again = if sent.copy_of.is_some() { ", a copy" } else { "" };
            let held = if sent.envelope.held { ", held up" } else { "" };
            format!("sends {} to {}{again}{held}", label(&sent.envelope.message, telling), telling.nodes(to))
        })
        .collect()
}

/// How a run stands at this moment: what is chosen, who has learned what, who is down, what is in flight.
pub fn up(recording: &Recording, moment: Moment, names: &Names) -> String {
    let (world, schedule) = recording.state_at(moment);
    let telling = Telling::exact(names);
    let mut text = format!("At {} ms: {}\n", moment.time, chosen(recording, moment, telling));
    for (value, nodes) in learned(&world) {
        let _ = writeln!(text, "{}", have_learned(&world, value, nodes, telling));
    }
    let down: NodeSet = world.cluster.nodes().filter(|&node| !world.node(node).up).collect();
    if !down.is_empty() {
        let _ = writeln!(text, "{} {} down.", telling.nodes(down), if down.len() == 1 { "is" } else { "are" });
    }
    for in_flight in &world.in_flight {
        let held = if in_flight.held { ", held up" } else { "" };
        let _ = writeln!(text, "In flight: {}{held}", envelope(in_flight, names));
    }
    for waiting in Statement::waiting(schedule.queued(), &world.cluster) {
        let _ = writeln!(text, "Still to come: {}", print::statement(&waiting, names));
    }
    text
}

fn chosen(recording: &Recording, moment: Moment, telling: Telling) -> String {
    let steps = recording.steps()[..moment.steps].iter();
    let mut values: Vec<Value> = Vec::new();
    let mut told = Vec::new();
    for (time, chosen) in steps.filter_map(|step| Some((step.time, step.effects.chosen?))) {
        if !values.contains(&chosen.vote.value) {
            values.push(chosen.vote.value);
            let (value, id) = (telling.value(chosen.vote.value), telling.id(chosen.vote.ballot));
            told.push((value, format!("(under {id}, at {time} ms)")));
        }
    }
    match told.as_slice() {
        [] => "nothing is chosen.".to_string(),
        [(value, when)] => format!("{value} is chosen {when}."),
        several => {
            let each: Vec<String> = several.iter().map(|(value, when)| format!("{value} {when}")).collect();
            format!("{} are chosen: agreement is broken.", super::both(&each))
        }
    }
}

/// That some have learned what is not chosen, a sentence a value. What is chosen since is not among it.
pub fn learned_unchosen(world: &World, telling: Telling) -> Vec<String> {
    let unchosen = learned(world).into_iter().filter(|&(value, _)| !is_chosen(world, value));
    unchosen.map(|(value, nodes)| on_page(world, have_learned(world, value, nodes, telling))).collect()
}

/// What each has learned that has learned anything, a sentence a value.
pub fn have_all_learned(world: &World, telling: Telling) -> Vec<String> {
    let all = learned(world).into_iter();
    all.map(|(value, nodes)| on_page(world, have_learned(world, value, nodes, telling))).collect()
}

/// The page calls agreement broken only once there are two values; until then what is learned may yet be chosen.
fn on_page(world: &World, sentence: String) -> String {
    if truth::differ(world) { sentence } else { sentence.replace("agreement is broken", "this is not Paxos") }
}

fn have_learned(world: &World, value: Value, nodes: NodeSet, telling: Telling) -> String {
    let has = if nodes.len() == 1 { "has" } else { "have" };
    let unless_chosen = match is_chosen(world, value) {
        true => "",
        false => ", which is not chosen: agreement is broken",
    };
    format!("{} {has} learned {}{unless_chosen}.", telling.nodes(nodes), telling.value(value))
}

fn is_chosen(world: &World, value: Value) -> bool {
    truth::chosen(world).any(|chosen| chosen.vote.value == value)
}

/// Each value that somebody has learned, with those who have.
fn learned(world: &World) -> Vec<(Value, NodeSet)> {
    let mut all: Vec<(Value, NodeSet)> = Vec::new();
    let nodes = world.cluster.nodes().filter_map(|node| Some((node, world.node(node).learner.as_ref()?)));
    let each = nodes.flat_map(|(node, learner)| learner.learned.iter().map(move |&(_, value)| (node, value)));
    for (node, value) in each.collect::<Vec<(NodeId, Value)>>() {
        match all.iter_mut().find(|(known, _)| *known == value) {
            Some((_, nodes)) => *nodes = nodes.with(node),
            None => all.push((value, NodeSet::of(node))),
        }
    }
    all
}
