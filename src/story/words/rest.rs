//! What to say of a run that has come to rest: what came of it, why, and what can be done.

use super::Telling;
use super::standing;
use crate::paxos::rules::QuorumFor;
use crate::paxos::{NodeId, NodeSet, Role, Value};
use crate::sim::recording::{EVENTS_MAX, TIME_MAX};
use crate::sim::{World, service, truth};
use crate::story::language::{say, tr};
use crate::story::problem::both;

/// A sentence or a few on a world in which nothing is due any more.
#[inline(never)]
pub fn at_rest(world: &World, telling: Telling) -> Vec<String> {
    let mut values: Vec<Value> = Vec::new();
    for chosen in truth::chosen(world) {
        if !values.contains(&chosen.vote.value) {
            values.push(chosen.vote.value);
        }
    }
    let mut sentences = vec![result(world, &values, telling)];
    sentences.extend(match world.cluster.is_replicated() {
        true => standing::unchosen(world, telling),
        false => super::sum::learned_unchosen(world, telling),
    });
    sentences.extend(majority(world, values.is_empty(), telling));
    sentences.extend(world.cluster.nodes().filter_map(|node| gave_way(world, node, telling)));
    sentences.iter().map(|sentence| telling.say(sentence).into_owned()).collect()
}

/// On the end of what has been worked out of a run that goes on.
pub fn goes_on() -> String {
    tr!("The run goes on after this: press Play.").to_string()
}

/// On a run that would go on, and must not.
#[inline(never)]
pub fn at_limit() -> String {
    let minutes = TIME_MAX / 60_000;
    say!(
        "The run ends here, though it would go on: it may have at most {most} events, and {minutes} minutes.",
        most = EVENTS_MAX,
        minutes
    )
}

fn result(world: &World, values: &[Value], telling: Telling) -> String {
    // What is not held waits for a hand to deliver it.
    let held = match (world.in_flight.len(), world.in_flight.iter().all(|envelope| envelope.held)) {
        (0, _) => tr!("Nothing is under way any more").to_string(),
        (1, true) => tr!("One message is held up, and nothing else is under way").to_string(),
        (1, false) => tr!("One message waits to be delivered, and nothing else is under way").to_string(),
        (all, true) => say!("{all} messages are held up, and nothing else is under way", all),
        (all, false) => say!("{all} messages wait to be delivered, and nothing else is under way", all),
    };
    if world.cluster.is_replicated() {
        let (chosen, broken) = (standing::are_chosen(world), standing::broken(world));
        return say!("{held}: {chosen}.{broken}", held, chosen, broken);
    }
    let names: Vec<&str> = values.iter().map(|&value| telling.names.value(value)).collect();
    match names.as_slice() {
        [] => say!("{held}, and nothing is chosen.", held),
        [one] => say!("{held}: {one} is chosen.", held, one),
        several => say!("{held}: {several} are chosen, so agreement is broken.", held, several = both(several)),
    }
}

/// What those that are down mean for it, and what can be done.
fn majority(world: &World, nothing_chosen: bool, telling: Telling) -> Option<String> {
    let acceptors = world.cluster.all(Role::Acceptor);
    let down: NodeSet = acceptors.iter().filter(|&node| !world.node(node).up).collect();
    let need = world.rules.quorum_size(&world.cluster, QuorumFor::Prepare);
    if world.cluster.is_replicated() {
        return Some(log_majority(world, telling));
    }
    let (all, up) = (acceptors.len(), acceptors.len() - down.len());
    if up < need {
        return Some(too_few(up, all, need));
    }
    if nothing_chosen && !world.in_flight.is_empty() {
        return Some(release_first(world).to_string());
    }
    if nothing_chosen {
        return Some(tr!("Let a proposer try again: click it, and let its timer fire or propose a value.").to_string());
    }
    // Whoever has accepted what was chosen may have been needed for it.
    let has_voted = |node: NodeId| truth::chosen(world).any(|chosen| chosen.by.contains(node));
    let is_idle = !down.is_empty() && !down.iter().any(has_voted);
    let names = telling.nodes(down);
    is_idle.then(|| match down.len() {
        1 => say!("{names} is down, and was not needed: {need} of {all} acceptors are enough.", names, need, all),
        _ => say!("{names} are down, and were not needed: {need} of {all} acceptors are enough.", names, need, all),
    })
}

/// That those acceptors that are up are fewer than a new id needs.
fn too_few(up: usize, all: usize, need: usize) -> String {
    match need {
        1 => say!(
            "Too few acceptors are up, {up} of {all}: a new id needs 1 promise. Restart one, and let a proposer try again: click the proposer.",
            up,
            all
        ),
        _ => say!(
            "Too few acceptors are up, {up} of {all}: a new id needs {need} promises. Restart one, and let a proposer try again: click the proposer.",
            up,
            all,
            need
        ),
    }
}

/// What to do while messages stand still and nothing is chosen.
fn release_first(world: &World) -> &'static str {
    match (world.in_flight.iter().all(|envelope| envelope.held), world.in_flight.len()) {
        (true, 1) => tr!("Release it first. If that is not enough, let a proposer try again: click it."),
        (true, _) => tr!("Release them first. If that is not enough, let a proposer try again: click it."),
        (false, 1) => tr!("Deliver it first. If that is not enough, let a proposer try again: click it."),
        (false, _) => tr!("Deliver them first. If that is not enough, let a proposer try again: click it."),
    }
}

/// The same of a log: of those who decide in the slot where it goes on.
fn log_majority(world: &World, telling: Telling) -> String {
    let (rules, cluster) = (&world.rules, &world.cluster);
    let members = truth::configurations(world, truth::next_slot(world))[0];
    let is_enough = |quorum: QuorumFor, of: NodeSet| rules.is_quorum_of(cluster, quorum, members, of);
    let up: NodeSet = members.iter().filter(|&node| world.node(node).up).collect();
    if !is_enough(QuorumFor::Prepare, up) {
        let need = rules.quorum_size_of(cluster, QuorumFor::Prepare, members);
        let (all, up) = (members.len(), up.len());
        return match members == cluster.all(Role::Replica) {
            true => say!("Too few replicas are up, {up} of {all}: a quorum takes {need}. Restart one.", up, all, need),
            false => say!(
                "Of the replicas that decide too few are up, {up} of {all}: a quorum takes {need}. Restart one of them.",
                up,
                all,
                need
            ),
        };
    }
    let reaches = |leader: NodeId| is_enough(QuorumFor::Accept, truth::log::reached(world, leader));
    match service::leader(world).map(|(leader, _)| leader) {
        Some(leader) if !reaches(leader) => {
            say!("{leader} leads, and reaches no quorum: heal the links.", leader = telling.node(leader))
        }
        Some(leader) => say!("{leader} leads: give it a command of a client.", leader = telling.node(leader)),
        None => tr!("Nobody leads: let the timer of a replica fire, and it tries to.").to_string(),
    }
}

/// That a proposer wanted one value and had to send another.
fn gave_way(world: &World, node: NodeId, telling: Telling) -> Option<String> {
    let proposer = world.node(node).proposer.as_ref()?;
    let (own, sent) = (proposer.disk.own?, proposer.attempt.as_ref()?.value()?);
    let (name, own_name, sent_name) = (telling.node(node), telling.value(own), telling.value(sent));
    (own != sent).then(|| {
        say!(
            "{name} wanted {own_name} and had to send {sent_name}: its promises reported {sent_name} as accepted.",
            name,
            own_name,
            sent_name
        )
    })
}
