//! The sum of things, for a transcript: what a step sent, and how a run stands at its end.

use super::replica::in_slot;
use super::slots;
use super::{Telling, envelope};
use crate::paxos::{NodeId, NodeSet, Slot, Value};
use crate::sim::{Action, Moment, Recording, Sent, Step, World, truth};
use crate::story::language::{say, tr};
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
            let again = if sent.copy_of.is_some() { tr!(", a copy") } else { "" };
            let held = if sent.envelope.held { tr!(", held up") } else { "" };
            say!(
                "sends {message} to {to}{again}{held}",
                message = super::label(&sent.envelope.message, telling),
                to = telling.nodes(to),
                again,
                held
            )
        })
        .collect()
}

/// How a run stands at this moment: what is chosen, who has learned what, who is down, what is in flight.
pub fn up(recording: &Recording, moment: Moment, names: &Names) -> String {
    let (world, schedule) = recording.state_at(moment);
    let telling = Telling::exact(names);
    let mut text = match world.cluster.is_replicated() {
        true => of_log(&world, moment, telling),
        false => say!("At {time} ms: {moment}\n", time = moment.time, moment = chosen(recording, moment, telling)),
    };
    for (known, nodes) in learned(&world).into_iter().filter(|_| !world.cluster.is_replicated()) {
        let _ = writeln!(text, "{}", have_learned(&world, known, nodes, telling));
    }
    let down: NodeSet = world.cluster.nodes().filter(|&node| !world.node(node).up).collect();
    if !down.is_empty() {
        let _ = writeln!(
            text,
            "{}",
            match down.len() {
                1 => say!("{nodes} is down.", nodes = telling.nodes(down)),
                _ => say!("{nodes} are down.", nodes = telling.nodes(down)),
            }
        );
    }
    for in_flight in &world.in_flight {
        let held = if in_flight.held { tr!(", held up") } else { "" };
        let _ = writeln!(text, "{}", say!("In flight: {message}{held}", message = envelope(in_flight, names), held));
    }
    for waiting in Statement::waiting(schedule.queued(), &world.cluster) {
        let _ = writeln!(text, "{}", say!("Still to come: {statement}", statement = print::statement(&waiting, names)));
    }
    text
}

/// How a log stands: what is chosen in each slot, and who knows it.
fn of_log(world: &World, moment: Moment, telling: Telling) -> String {
    let log = match slots::chosen(world, telling) {
        log if log.is_empty() => tr!("nothing is chosen").to_string(),
        log => say!("the log is {log}", log),
    };
    say!("At {time} ms: {log}.\n{world}", time = moment.time, log, world = slots::known(world, telling))
}

fn chosen(recording: &Recording, moment: Moment, telling: Telling) -> String {
    let steps = recording.steps()[..moment.steps].iter();
    let mut values: Vec<Value> = Vec::new();
    let mut told = Vec::new();
    for (time, chosen) in steps.filter_map(|step| Some((step.time, step.effects.chosen?))) {
        if !values.contains(&chosen.vote.value) {
            values.push(chosen.vote.value);
            let (value, id) = (telling.value(chosen.vote.value), telling.id(chosen.vote.ballot));
            told.push((value, say!("(under {id}, at {time} ms)", id, time)));
        }
    }
    match told.as_slice() {
        [] => tr!("nothing is chosen.").to_string(),
        [(value, when)] => say!("{value} is chosen {when}.", value, when),
        several => {
            let each: Vec<String> = several.iter().map(|(value, when)| format!("{value} {when}")).collect();
            say!("{each} are chosen: agreement is broken.", each = super::both(&each))
        }
    }
}

/// That some have learned what is not chosen, a sentence a value. What is chosen since is not among it.
pub fn learned_unchosen(world: &World, telling: Telling) -> Vec<String> {
    let unchosen = learned(world).into_iter().filter(|&((slot, value), _)| !truth::is_chosen(world, slot, value));
    unchosen.map(|(known, nodes)| on_page(world, have_learned(world, known, nodes, telling))).collect()
}

/// What each has learned that has learned anything, a sentence a value.
pub fn have_all_learned(world: &World, telling: Telling) -> Vec<String> {
    let all = learned(world).into_iter();
    all.map(|(known, nodes)| on_page(world, have_learned(world, known, nodes, telling))).collect()
}

/// The page calls agreement broken only once there are two values; until then what is learned may yet be chosen.
fn on_page(world: &World, sentence: String) -> String {
    if truth::differ(world) { sentence } else { sentence.replace("agreement is broken", tr!("this is not Paxos")) }
}

fn have_learned(world: &World, (slot, value): (Slot, Value), nodes: NodeSet, telling: Telling) -> String {
    let has = if nodes.len() == 1 { tr!("has") } else { tr!("have") };
    let unless_chosen = match truth::is_chosen(world, slot, value) {
        true => "",
        false => tr!(", which is not chosen: agreement is broken"),
    };
    say!(
        "{nodes} {has} learned {value}{slot}{unless_chosen}.",
        nodes = telling.nodes(nodes),
        has,
        value = telling.value(value),
        slot = in_slot(slot),
        unless_chosen
    )
}

/// Each value that somebody has learned for a slot, with those who have.
fn learned(world: &World) -> Vec<((Slot, Value), NodeSet)> {
    let mut all: Vec<((Slot, Value), NodeSet)> = Vec::new();
    let nodes = world.cluster.nodes().filter_map(|node| Some((node, world.node(node).learner.as_ref()?)));
    let each = nodes.flat_map(|(node, learner)| learner.learned.iter().map(move |&known| (node, known)));
    for (node, known) in each.collect::<Vec<(NodeId, (Slot, Value))>>() {
        match all.iter_mut().find(|(other, _)| *other == known) {
            Some((_, nodes)) => *nodes = nodes.with(node),
            None => all.push((known, NodeSet::of(node))),
        }
    }
    all
}
