//! The sum of things, for a transcript: what a step sent, and how a run stands at its end.

use super::Telling;
use super::replica::in_slot;
use super::slots;
use crate::paxos::{NodeId, NodeSet, Slot, Value};
use crate::sim::{Action, Envelope, Moment, Recording, Sent, Step, World, truth};
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
        false => chosen(recording, moment, telling) + "\n",
    };
    for (known, nodes) in learned(&world).into_iter().filter(|_| !world.cluster.is_replicated()) {
        let _ = writeln!(text, "{}", have_learned(&world, known, nodes, Unchosen::IsBreach, telling));
    }
    let down: NodeSet = world.cluster.nodes().filter(|&node| !world.node(node).up).collect();
    let down = match down.len() {
        0 => None,
        1 => Some(say!("{nodes} is down.", nodes = telling.nodes(down))),
        _ => Some(say!("{nodes} are down.", nodes = telling.nodes(down))),
    };
    let in_flight = world.in_flight.iter().map(|envelope| in_flight(envelope, names));
    let waiting = Statement::waiting(schedule.queued(), &world.cluster);
    let to_come = waiting.iter().map(|waiting| print::statement(waiting, names));
    let to_come = to_come.map(|statement| say!("Still to come: {statement}", statement));
    for told in down.into_iter().chain(in_flight).chain(to_come) {
        let _ = writeln!(text, "{told}");
    }
    text
}

fn in_flight(envelope: &Envelope, names: &Names) -> String {
    let message = super::envelope(envelope, names);
    match envelope.held {
        true => say!("In flight: {message}, held up", message),
        false => say!("In flight: {message}", message),
    }
}

/// How a log stands: what is chosen in each slot, and who knows it.
fn of_log(world: &World, moment: Moment, telling: Telling) -> String {
    let (time, known) = (moment.time, slots::known(world, telling));
    let log = match slots::chosen(world, telling) {
        log if log.is_empty() => say!("At {time} ms: nothing is chosen.", time),
        log => say!("At {time} ms: the log is {log}.", time, log),
    };
    format!("{log}\n{known}")
}

fn chosen(recording: &Recording, moment: Moment, telling: Telling) -> String {
    let steps = recording.steps()[..moment.steps].iter();
    let mut values: Vec<Value> = Vec::new();
    let mut told = Vec::new();
    for (since, chosen) in steps.flat_map(Step::timed_choices) {
        if !values.contains(&chosen.vote.value) {
            values.push(chosen.vote.value);
            let (value, id) = (telling.value(chosen.vote.value), telling.id(chosen.vote.ballot));
            told.push((value, say!("(under {id}, at {since} ms)", id, since)));
        }
    }
    let time = moment.time;
    match told.as_slice() {
        [] => say!("At {time} ms: nothing is chosen.", time),
        [(value, when)] => say!("At {time} ms: {value} is chosen {when}.", time, value, when),
        several => {
            let each: Vec<String> = several.iter().map(|(value, when)| format!("{value} {when}")).collect();
            say!("At {time} ms: {values} are chosen: agreement is broken.", time, values = super::both(&each))
        }
    }
}

/// That some have learned what is not chosen, a sentence a value. What is chosen since is not among it.
pub fn learned_unchosen(world: &World, telling: Telling) -> Vec<String> {
    let unchosen = learned(world).into_iter().filter(|&((slot, value), _)| !truth::is_chosen(world, slot, value));
    unchosen.map(|(known, nodes)| have_learned(world, known, nodes, Unchosen::on_page(world), telling)).collect()
}

/// What each has learned that has learned anything, a sentence a value.
pub fn have_all_learned(world: &World, telling: Telling) -> Vec<String> {
    let all = learned(world).into_iter();
    all.map(|(known, nodes)| have_learned(world, known, nodes, Unchosen::on_page(world), telling)).collect()
}

/// What it is called that a value is learned that is not chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Unchosen {
    /// It breaks agreement.
    IsBreach,
    /// It may yet be chosen.
    IsWrong,
}

impl Unchosen {
    /// The page calls agreement broken only once there are two values; until then what is learned may yet be chosen.
    fn on_page(world: &World) -> Unchosen {
        if truth::differ(world) { Unchosen::IsBreach } else { Unchosen::IsWrong }
    }
}

fn have_learned(
    world: &World,
    (slot, value): (Slot, Value),
    nodes: NodeSet,
    unchosen: Unchosen,
    telling: Telling,
) -> String {
    let is_chosen = truth::is_chosen(world, slot, value);
    let (all, value, slot) = (telling.nodes(nodes), telling.value(value), in_slot(slot));
    let learned = match nodes.len() {
        1 => say!("{nodes} has learned {value}{slot}", nodes = all, value, slot),
        _ => say!("{nodes} have learned {value}{slot}", nodes = all, value, slot),
    };
    match (is_chosen, unchosen) {
        (true, _) => format!("{learned}."),
        (false, Unchosen::IsBreach) => say!("{learned}, which is not chosen: agreement is broken.", learned),
        (false, Unchosen::IsWrong) => say!("{learned}, which is not chosen: this is not Paxos.", learned),
    }
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
