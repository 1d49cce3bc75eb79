//! A node as JSON: the keys that all have, and those of its roles.

use super::message::{AnswerOut, LearnedOut, VoteOut, answer_out, learned_out, vote_out};
use crate::paxos::{Node, NodeId, Role, Slot};
use crate::sim::World;
use crate::story::Names;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use std::collections::BTreeMap;

/// A node: the keys that all have, and those of its role.
pub(in crate::export) struct NodeOut {
    name: String,
    up: bool,
    role: RoleOut,
}

enum RoleOut {
    Client,
    Proposer {
        id: Option<String>,
        value: Option<String>,
        own: Option<String>,
        promises: Vec<String>,
        learned: Vec<LearnedOut>,
    },
    Acceptor {
        promised: Option<String>,
        accepted: Vec<VoteOut>,
    },
    Learner {
        learned: Vec<LearnedOut>,
    },
    Replica(ReplicaOut),
    ClientOfLog(ClientOut),
}

/// A client of replicas: the last command that it has given, and what came of it.
struct ClientOut {
    value: Option<String>,
    number: u16,
    asked: Option<String>,
    slot: Option<u32>,
    answer: Option<AnswerOut>,
}

/// The keys of all three roles, and those of a log.
struct ReplicaOut {
    id: Option<String>,
    value: Option<String>,
    own: Option<String>,
    promises: Vec<String>,
    promised: Option<String>,
    accepted: Vec<VoteOut>,
    learned: Vec<LearnedOut>,
    log: Vec<SlotOut>,
    applied: u32,
    leads: Option<String>,
    follows: Option<String>,
    balance: Option<i64>,
}

/// One slot of a log: what was accepted in it, and what is known to be chosen.
#[derive(Serialize)]
struct SlotOut {
    slot: u32,
    id: Option<String>,
    value: String,
    chosen: bool,
}

impl Serialize for NodeOut {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", &self.name)?;
        let roles: &[&str] = match self.role {
            RoleOut::Client | RoleOut::ClientOfLog(_) => &["client"],
            RoleOut::Proposer { .. } => &["proposer"],
            RoleOut::Acceptor { .. } => &["acceptor"],
            RoleOut::Learner { .. } => &["learner"],
            RoleOut::Replica(_) => &["proposer", "acceptor", "learner"],
        };
        map.serialize_entry("roles", roles)?;
        map.serialize_entry("up", &self.up)?;
        match &self.role {
            RoleOut::Client => {}
            RoleOut::ClientOfLog(client) => {
                map.serialize_entry("value", &client.value)?;
                map.serialize_entry("number", &client.number)?;
                map.serialize_entry("asked", &client.asked)?;
                map.serialize_entry("slot", &client.slot)?;
                map.serialize_entry("answer", &client.answer)?;
            }
            RoleOut::Proposer { id, value, own, promises, learned } => {
                map.serialize_entry("id", id)?;
                map.serialize_entry("value", value)?;
                map.serialize_entry("own", own)?;
                map.serialize_entry("promises", promises)?;
                map.serialize_entry("learned", learned)?;
            }
            RoleOut::Acceptor { promised, accepted } => {
                map.serialize_entry("promised", promised)?;
                map.serialize_entry("accepted", accepted)?;
            }
            RoleOut::Learner { learned } => map.serialize_entry("learned", learned)?,
            RoleOut::Replica(replica) => {
                map.serialize_entry("id", &replica.id)?;
                map.serialize_entry("value", &replica.value)?;
                map.serialize_entry("own", &replica.own)?;
                map.serialize_entry("promises", &replica.promises)?;
                map.serialize_entry("promised", &replica.promised)?;
                map.serialize_entry("accepted", &replica.accepted)?;
                map.serialize_entry("learned", &replica.learned)?;
                map.serialize_entry("log", &replica.log)?;
                map.serialize_entry("applied", &replica.applied)?;
                map.serialize_entry("leads", &replica.leads)?;
                map.serialize_entry("follows", &replica.follows)?;
                map.serialize_entry("balance", &replica.balance)?;
            }
        }
        map.end()
    }
}

pub(super) fn node_out(world: &World, node: NodeId, names: &Names) -> NodeOut {
    let state = world.node(node);
    let role = match world.cluster.role(node) {
        Role::Client => client_out(state, names),
        Role::Proposer => proposer_out(state, names),
        Role::Acceptor => acceptor_out(state, names),
        Role::Learner => RoleOut::Learner { learned: learned_out(state, names) },
        Role::Replica => replica_out(state, names),
    };
    NodeOut { name: names.node(node).to_string(), up: state.up, role }
}

fn client_out(node: &Node, names: &Names) -> RoleOut {
    let Some(client) = &node.client else { return RoleOut::Client };
    RoleOut::ClientOfLog(ClientOut {
        value: client.command.map(|value| names.value(value).to_string()),
        number: client.issued,
        asked: client.asked.map(|node| names.node(node).to_string()),
        slot: client.answer.map(|(slot, _)| slot.0),
        answer: client.answer.map(|(_, answer)| answer_out(answer)),
    })
}

fn proposer_out(node: &Node, names: &Names) -> RoleOut {
    let proposer = node.proposer.as_ref();
    let attempt = proposer.and_then(|proposer| proposer.current());
    let word = |value| names.value(value).to_string();
    RoleOut::Proposer {
        id: attempt.map(|attempt| names.id(attempt.ballot)),
        value: attempt.and_then(|attempt| attempt.value()).map(word),
        own: proposer.and_then(|proposer| proposer.disk.own).map(word),
        promises: attempt.map_or(Vec::new(), |attempt| {
            attempt.promises.by.iter().map(|node| names.node(node).to_string()).collect()
        }),
        learned: learned_out(node, names),
    }
}

fn acceptor_out(node: &Node, names: &Names) -> RoleOut {
    let disk = node.acceptor.as_ref().map(|acceptor| &acceptor.disk);
    let promised = disk.and_then(|disk| disk.promised).map(|ballot| names.id(ballot));
    let accepted = disk.map_or(Vec::new(), |disk| disk.votes.iter().map(|vote| vote_out(vote, names)).collect());
    RoleOut::Acceptor { promised, accepted }
}

fn replica_out(node: &Node, names: &Names) -> RoleOut {
    let replica = node.replica.as_ref();
    let lead = replica.and_then(|replica| replica.lead());
    let id = |ballot| names.id(ballot);
    let (promised, accepted) = match acceptor_out(node, names) {
        RoleOut::Acceptor { promised, accepted } => (promised, accepted),
        _ => (None, Vec::new()),
    };
    let last = lead.and_then(|lead| lead.sent.last());
    RoleOut::Replica(ReplicaOut {
        id: lead.map(|lead| id(lead.ballot)),
        value: last.map(|&(_, value)| names.value(value).to_string()),
        own: None,
        promises: lead
            .map_or(Vec::new(), |lead| lead.promises.by.iter().map(|node| names.node(node).to_string()).collect()),
        promised,
        accepted,
        learned: learned_out(node, names),
        log: log_out(node, names),
        applied: replica.map_or(0, |replica| replica.disk.applied_to().0),
        leads: replica.and_then(|replica| replica.leads()).map(|lead| id(lead.ballot)),
        follows: replica.and_then(|replica| replica.follows).map(id),
        balance: replica.and_then(|replica| replica.disk.machine.balance),
    })
}

/// Every slot of which a replica has accepted or learned something, in order.
fn log_out(node: &Node, names: &Names) -> Vec<SlotOut> {
    let votes = node.acceptor.iter().flat_map(|acceptor| acceptor.disk.votes.iter());
    let mut log: BTreeMap<Slot, SlotOut> = votes
        .map(|(slot, vote)| {
            let VoteOut { slot: number, id, value } = vote_out((slot, vote), names);
            (slot, SlotOut { slot: number, id: Some(id), value, chosen: false })
        })
        .collect();
    for &(slot, value) in node.learner.iter().flat_map(|learner| learner.learned.iter()) {
        let vote = node.acceptor.as_ref().and_then(|acceptor| acceptor.disk.votes.get(slot));
        // The vote may be for another value, which was not chosen.
        let id = vote.filter(|vote| vote.value == value).map(|vote| names.id(vote.ballot));
        log.insert(slot, SlotOut { slot: slot.0, id, value: names.value(value).to_string(), chosen: true });
    }
    log.into_values().collect()
}
