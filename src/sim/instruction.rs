//! What is to become of messages that are yet to be sent.

use crate::paxos::cluster::NODES_MAX;
use crate::paxos::{Cluster, Kind, Message, NodeId, NodeSet, Slot, Value};

/// Which messages are meant: a part that is absent matches all.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Pattern {
    /// The kind.
    pub kind: Option<Kind>,
    /// The number of the id, and the server where ids show one.
    pub id: Option<(u32, Option<u16>)>,
    /// The slot.
    pub slot: Option<Slot>,
    /// The value, by its word.
    pub value: Option<Value>,
    /// The sender.
    pub from: Option<NodeId>,
    /// The receiver.
    pub to: Option<NodeId>,
}

impl Pattern {
    /// Whether it means this message.
    pub fn matches(&self, from: NodeId, to: NodeId, message: &Message) -> bool {
        let id_matches = self.id.is_none_or(|(number, server)| {
            let ballot = message.ballot();
            ballot
                .is_some_and(|ballot| ballot.number == number && server.is_none_or(|server| server == ballot.proposer))
        });
        id_matches
            && self.kind.is_none_or(|kind| kind == message.kind())
            && self.value.is_none_or(|value| message.value().is_some_and(|carried| carried.shows_as(value)))
            && self.slot.is_none_or(|slot| slot == message.slot())
            && self.from.is_none_or(|sender| sender == from)
            && self.to.is_none_or(|receiver| receiver == to)
    }
}

/// What is to become of a message when it is sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Treatment {
    /// It is lost.
    Drop,
    /// It waits until it is released.
    Hold,
    /// It goes twice.
    Duplicate,
}

/// What is to become of the next message that is meant, or of the next one on each pair of nodes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Instruction {
    /// What is to become of it.
    pub treatment: Treatment,
    /// Which message is meant.
    pub pattern: Pattern,
    /// For each sender the receivers for whom it was met; none where a single message is meant.
    met: Option<[NodeSet; NODES_MAX]>,
}

/// Whether an instruction waits for more messages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Progress {
    Waits,
    Done,
}

impl Instruction {
    /// For the single next message that the pattern means.
    pub fn next(treatment: Treatment, pattern: Pattern) -> Instruction {
        Instruction { treatment, pattern, met: None }
    }

    /// For the next message that the pattern means on each pair of nodes that it means.
    pub fn each_pair(treatment: Treatment, pattern: Pattern) -> Instruction {
        Instruction { treatment, pattern, met: Some([NodeSet::EMPTY; NODES_MAX]) }
    }

    /// Whether it is still to be followed for this message.
    pub(super) fn means(&self, from: NodeId, to: NodeId, message: &Message) -> bool {
        let is_met = self.met.is_some_and(|met| met[from.index()].contains(to));
        !is_met && self.pattern.matches(from, to, message)
    }

    /// Takes note that it was followed on this pair.
    pub(super) fn meet(&mut self, from: NodeId, to: NodeId) -> Progress {
        let is_one_pair = self.pattern.from.is_some() && self.pattern.to.is_some();
        match &mut self.met {
            Some(met) if !is_one_pair => {
                met[from.index()] = met[from.index()].with(to);
                Progress::Waits
            }
            Some(_) | None => Progress::Done,
        }
    }

    /// What it still waits for: itself if it was never followed, else a pattern for each pair that is left.
    pub fn left(&self, cluster: &Cluster) -> Vec<Pattern> {
        let Some(met) = self.met.filter(|met| met.iter().any(|met| !met.is_empty())) else {
            return vec![self.pattern];
        };
        let is_end = |end: Option<NodeId>, node: NodeId| end.is_none_or(|end| end == node);
        let pairs = cluster.nodes().flat_map(|from| cluster.nodes().map(move |to| (from, to)));
        let meant = pairs.filter(|&(from, to)| is_end(self.pattern.from, from) && is_end(self.pattern.to, to));
        let left = meant.filter(|(from, to)| !met[from.index()].contains(*to));
        left.map(|(from, to)| Pattern { from: Some(from), to: Some(to), ..self.pattern }).collect()
    }
}
