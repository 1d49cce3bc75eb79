//! A node in a few characters, for the columns of a transcript: what it has come to.

use super::Telling;
use crate::paxos::rules::{Heard, QuorumFor};
use crate::paxos::{Answer, Client, Cluster, NodeId, Note, Phase, Proposer, Role, Slot, Stance};
use crate::sim::{Action, Step, World};
use crate::story::language::{Words, say, tamed, words};
use crate::story::names::Names;

/// What the columns mean of one decision, in a sentence or two.
const LEGEND: Words = words!(
    "In its column, a proposer shows its id with the promises that it has and needs, later with the value that it sends, and (5) is an id that it has given up; an acceptor the id that it has promised / what it has accepted; a learner cat 1/2, a value of which it has heard from 1 of the 2 acceptors that it needs; a client cat? while it waits. =cat is a node that has learned cat, or a client that has its answer; a gap is one that is down."
);
/// What those of replicas mean.
const OF_REPLICAS: Words = words!(
    "In its column, a replica shows the id that it has promised, 5? 1/2 while it asks for 5 with the promises that it has and needs, and 5! while it leads under 5; then the last slot that it has applied / the last up to which it knows all"
);
/// What those of their clients mean.
const OF_CLIENTS: Words = words!(
    "; a client cmp? while it waits, =cmp once it has its answer, and =-30 no where there was too little on the account"
);

/// What the columns mean, in a sentence or two.
pub fn legend(cluster: &Cluster) -> String {
    if !cluster.is_replicated() {
        return LEGEND.to_string();
    }
    let clients = if cluster.all(Role::Client).is_empty() { "" } else { OF_CLIENTS.said() };
    say!("{most}{clients}. A gap is a node that is down.", most = OF_REPLICAS, clients)
}

/// What stands in the column of `node`. What a client has asked and been told is no state of the world: see [`client`].
pub fn cell(world: &World, node: NodeId, names: &Names) -> String {
    let telling = Telling::exact(names);
    let state = world.node(node);
    match world.cluster.role(node) {
        Role::Client => state.client.as_ref().map_or("-".to_string(), |client| of_log(client, telling)),
        Role::Proposer => {
            let attempt =
                state.proposer.as_ref().map_or("-".to_string(), |proposer| proposing(world, proposer, telling));
            format!("{attempt}{}", learned(world, node, telling).map_or(String::new(), |learned| format!(" {learned}")))
        }
        Role::Acceptor => acceptor(world, node, telling),
        Role::Replica => replica(world, node, telling),
        Role::Learner => learned(world, node, telling).unwrap_or_else(|| heard(world, node, telling)),
    }
}

/// What stands in the column of a client from the step on in which it asks or is told.
pub fn client(step: &Step, names: &Names) -> Option<(NodeId, String)> {
    match (step.action, step.effects.notes.first(), &step.effects.envelope) {
        (Action::Request { .. }, Some(Note::Log(_)), _) => None,
        (Action::Request { client, value, .. }, ..) => Some((client, format!("{}?", tamed(names.value(value))))),
        (_, Some(&Note::ReplyReceived { value, .. }), Some(envelope)) => {
            Some((envelope.to, format!("={}", tamed(names.value(value)))))
        }
        _ => None,
    }
}

/// `cmp?` while it waits, `=cmp` once it has its answer.
fn of_log(client: &Client, telling: Telling) -> String {
    match (client.command, client.answer) {
        (None, _) => "-".to_string(),
        (Some(command), None) => format!("{}?", telling.value(command)),
        (Some(command), Some((_, Answer::TooLittle(_)))) => say!("={command} no", command = telling.value(command)),
        (Some(command), Some(_)) => format!("={}", telling.value(command)),
    }
}

fn proposing(world: &World, proposer: &Proposer, telling: Telling) -> String {
    let Some(attempt) = &proposer.attempt else { return "-".to_string() };
    let id = telling.id(attempt.ballot);
    match attempt.phase {
        Phase::Preparing => format!("{id} {}", of_quorum(world, QuorumFor::Prepare, attempt.promises)),
        Phase::Accepting(value) => format!("{id} {}", telling.value(value)),
        Phase::Abandoned(_) => format!("({id})"),
    }
}

fn acceptor(world: &World, node: NodeId, telling: Telling) -> String {
    let Some(acceptor) = &world.node(node).acceptor else { return String::new() };
    let promised = acceptor.disk.promised.map_or("-".to_string(), |ballot| telling.id(ballot));
    let accepted = acceptor.disk.votes.lowest().map_or("-".to_string(), |vote| telling.vote(vote));
    format!("{promised}/{accepted}")
}

/// `leads 5 4/6`: whether it leads, and the slots that it has applied and knows to be chosen.
fn replica(world: &World, node: NodeId, telling: Telling) -> String {
    let state = world.node(node);
    let (Some(replica), Some(learner), Some(acceptor)) = (&state.replica, &state.learner, &state.acceptor) else {
        return String::new();
    };
    let promised = acceptor.disk.promised.map_or("-".to_string(), |ballot| telling.id(ballot));
    let stance = match &replica.stance {
        Stance::Follows => promised,
        Stance::Prepares(lead) => {
            let members = world.rules.members(&world.cluster, lead.first, &learner.learned);
            let need = world.rules.quorum_size_of(&world.cluster, QuorumFor::Prepare, members);
            format!("{}? {}/{need}", telling.id(lead.ballot), world.rules.count(lead.promises))
        }
        Stance::Leads(lead) => format!("{}!", telling.id(lead.ballot)),
    };
    format!("{stance} {}/{}", replica.disk.applied_to().0, learner.first_unchosen().0 - 1)
}

fn learned(world: &World, node: NodeId, telling: Telling) -> Option<String> {
    let value = world.node(node).learner.as_ref()?.learned(Slot::ONLY)?;
    Some(format!("={}", telling.value(value)))
}

/// The vote of which a learner has heard most, the newest of equals.
fn heard(world: &World, node: NodeId, telling: Telling) -> String {
    let tallies = world.node(node).learner.iter().flat_map(|learner| learner.heard.iter());
    let most = tallies.max_by_key(|tally| world.rules.count(tally.heard));
    most.map_or("-".to_string(), |tally| {
        format!("{} {}", telling.value(tally.vote.value), of_quorum(world, QuorumFor::Accept, tally.heard))
    })
}

fn of_quorum(world: &World, purpose: QuorumFor, heard: Heard) -> String {
    format!("{}/{}", world.rules.count(heard), world.rules.quorum_size(&world.cluster, purpose))
}
