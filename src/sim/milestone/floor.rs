//! Who has promised what, and when a quorum has.

use crate::paxos::rules::{QuorumFor, Rules};
use crate::paxos::{Ballot, Cluster, LogNote, NodeId, NodeSet, Note, Role, Slot, Value};
use crate::sim::step::Step;
use crate::sim::truth;
use crate::sim::world::World;

/// The promises of a run, as it goes on.
pub(super) struct Promises<'a> {
    cluster: &'a Cluster,
    rules: &'a Rules,
    /// By id.
    given: Vec<(Ballot, NodeSet)>,
    /// From which slot on an id asks: those who decide there have to promise it.
    asked_from: Vec<(Ballot, Slot)>,
    /// The commands that are chosen and name those who decide, by slot.
    memberships: Vec<(Slot, Value)>,
}

impl<'a> Promises<'a> {
    /// At the beginning of a run, which for a log is this.
    pub fn new(cluster: &'a Cluster, rules: &'a Rules, start: Option<&World>) -> Promises<'a> {
        let memberships = start.map(|start| truth::memberships(start).into_vec()).unwrap_or_default();
        Promises { cluster, rules, given: Vec::new(), asked_from: Vec::new(), memberships }
    }

    /// Goes on by a step; gives an id that a quorum has promised by it, and who has.
    pub fn quorum_by(&mut self, step: &Step) -> Option<(Ballot, NodeSet)> {
        let mut found = None;
        for &note in step.effects.notes.iter() {
            match (note, step.node()) {
                (Note::Log(LogNote::AsksForLog { ballot, first, .. }), _) => self.asked_from.push((ballot, first)),
                (Note::Promised { ballot, .. }, Some(node)) => found = found.or(self.promise(ballot, node)),
                _ => {}
            }
        }
        if let Some(chosen) = step.effects.chosen
            && truth::is_membership(self.cluster, chosen.vote.value)
        {
            self.memberships.push((chosen.slot, chosen.vote.value));
            self.memberships.sort_unstable_by_key(|&(slot, _)| slot);
        }
        found
    }

    fn promise(&mut self, ballot: Ballot, node: NodeId) -> Option<(Ballot, NodeSet)> {
        let deciding = self.deciding(ballot);
        if !deciding.contains(node) {
            return None;
        }
        let place = self.given.iter().position(|(known, _)| *known == ballot).unwrap_or_else(|| {
            self.given.push((ballot, NodeSet::EMPTY));
            self.given.len() - 1
        });
        let before = self.given[place].1;
        let by = before.with(node);
        self.given[place].1 = by;
        let is_enough = |by| self.rules.is_quorum_of(self.cluster, QuorumFor::Prepare, deciding, by);
        (!is_enough(before) && is_enough(by)).then_some((ballot, by))
    }

    /// Those of whom a quorum has to promise this id.
    fn deciding(&self, ballot: Ballot) -> NodeSet {
        if !self.cluster.is_replicated() {
            return self.cluster.all(Role::Acceptor);
        }
        let asked_from = self.asked_from.iter().rev().find(|(asked, _)| *asked == ballot);
        let first = asked_from.map_or(Slot::FIRST, |&(_, first)| first);
        self.rules.members(self.cluster, first, &self.memberships)
    }
}
