//! The columns and rows of a run, from what is on the disks, what was cast, and what was sent.

use super::log;
use super::past::Past;
use super::{Cell, Column, Free, Row, Wall, Writer};
use crate::paxos::acceptor::OnDisk;
use crate::paxos::proposer::Phase;
use crate::paxos::{Ballot, NodeId, NodeSet, Rules, Slot, Value, Vote};
use crate::sim::truth;
use crate::sim::world::World;

/// What makes the rows of a run.
pub(super) struct Rows<'a> {
    pub world: &'a World,
    pub pasts: &'a [Past],
    pub sent: &'a [Vote],
    pub slot: Slot,
    pub members: &'a [NodeSet],
}

impl Rows<'_> {
    pub fn column(&self, node: NodeId) -> Column {
        let promised = self.disk(node).and_then(|disk| disk.promised);
        let raised = self.pasts[node.index()].raises.iter().find(|wall| Some(wall.promised) == promised).copied();
        let promised = raised.or(promised.map(|promised| Wall { promised, by: Writer::default() }));
        Column { node, up: self.world.node(node).up, promised }
    }

    pub fn row(&self, ballot: Ballot) -> Row {
        let cells: Vec<Cell> = log::deciders(self.members).iter().map(|node| self.cell(node, ballot)).collect();
        let is_chosen = |value: &Value| {
            let vote = Vote { ballot, value: *value };
            let is_it = |cast: &truth::Cast| cast.is_chosen && (cast.slot, cast.vote) == (self.slot, vote);
            self.world.votes.iter().any(is_it)
        };
        let values = values_of(&cells, self.sent, ballot);
        let chosen = values.iter().copied().filter(is_chosen).collect();
        let used = self.world.used.iter().find(|&&(used, _)| used == ballot);
        let proposer = used.map(|&(_, node)| node).or_else(|| self.world.cluster.proposer_of(ballot));
        let is_given_up = values.is_empty() && self.is_given_up(ballot, proposer);
        Row { ballot, proposer, cells, values, is_given_up, chosen }
    }

    /// Whether its proposer will send nothing under an id, if it has not done so. Nobody else may use it.
    fn is_given_up(&self, ballot: Ballot, proposer: Option<NodeId>) -> bool {
        if self.world.cluster.is_replicated() {
            return log::is_given_up(self.world, ballot, proposer);
        }
        let proposer = proposer.and_then(|node| self.world.node(node).proposer.as_ref());
        let attempt = proposer.and_then(|proposer| proposer.attempt.as_ref());
        let is_on = attempt.is_some_and(|it| it.ballot == ballot && it.phase != Phase::Abandoned(None));
        !is_on && !self.world.rules.may_reuse_ids()
    }

    fn cell(&self, node: NodeId, ballot: Ballot) -> Cell {
        let past = &self.pasts[node.index()];
        let votes = past.votes.iter().filter(|(id, _)| *id == ballot).map(|&(_, entry)| entry).collect();
        let above = |walls: &[Wall]| walls.iter().find(|wall| ballot < wall.promised).copied();
        let disk = self.disk(node).cloned().unwrap_or_default();
        let free = free(&self.world.rules, self.slot, ballot, &disk, above(&past.raises), above(&past.forgotten));
        Cell { votes, free }
    }

    fn disk(&self, node: NodeId) -> Option<&OnDisk> {
        self.world.node(node).acceptor.as_ref().map(|acceptor| &acceptor.disk)
    }
}

/// Where an acceptor stands in a row: `above` is the promise that forbids it, `forgotten` one that it knows nothing of.
pub(super) fn free(
    rules: &Rules,
    slot: Slot,
    ballot: Ballot,
    disk: &OnDisk,
    above: Option<Wall>,
    forgotten: Option<Wall>,
) -> Free {
    match (rules.may_accept(ballot, slot, disk), above, forgotten) {
        (true, Some(wall), _) => Free::Unheld(wall),
        (true, None, Some(wall)) => Free::Fallen(wall),
        (true, None, None) => Free::Open,
        (false, Some(wall), _) => Free::Walled(wall),
        (false, None, _) => Free::Shut,
    }
}

/// The values that were sent or voted for under an id, in order.
pub(super) fn values_of(cells: &[Cell], sent: &[Vote], ballot: Ballot) -> Vec<Value> {
    let requested = sent.iter().filter(|vote| vote.ballot == ballot).map(|vote| vote.value);
    let voted = cells.iter().flat_map(|cell| cell.votes.iter().map(|entry| entry.value));
    let mut values = Vec::new();
    for value in requested.chain(voted) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values
}

/// These ids, each once, the highest first.
pub(super) fn highest_first(ids: impl Iterator<Item = Ballot>) -> Vec<Ballot> {
    let mut ids: Vec<Ballot> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    ids.reverse();
    ids
}
