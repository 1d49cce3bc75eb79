//! Who has promised what, and when a quorum has.

use crate::paxos::rules::{QuorumFor, Rules};
use crate::paxos::{Ballot, Cluster, LogNote, NodeId, NodeSet, Note, Role, Slot, Value};
use crate::sim::action::{Action, Change};
use crate::sim::step::Step;
use crate::sim::truth::{self, Chosen};
use crate::sim::world::World;

/// The promises of a run, as it goes on.
pub(super) struct Promises {
    /// As they are in force by now.
    cluster: Cluster,
    rules: Rules,
    /// By id; and whether they have been a quorum.
    given: Vec<(Ballot, NodeSet, bool)>,
    /// From which slot on an id asks: those who decide there have to promise it.
    asked_from: Vec<(Ballot, Slot)>,
    /// Of a log what is chosen, by slot: what names those who decide is among it.
    chosen: Vec<(Slot, Value)>,
}

impl Promises {
    /// At the beginning of a run.
    pub fn new(start: &World) -> Promises {
        let (cluster, rules) = (start.cluster.clone(), start.rules);
        let mut begun = Promises { cluster, rules, given: Vec::new(), asked_from: Vec::new(), chosen: Vec::new() };
        truth::chosen(start).for_each(|chosen| begun.choose(chosen));
        begun
    }

    /// Goes on by a step; gives an id that a quorum has promised by it, and who has.
    pub fn quorum_by(&mut self, step: &Step) -> Option<(Ballot, NodeSet)> {
        let mut found = match step.action {
            Action::Set(change) => self.set(change),
            Action::Request { value, command, .. } => {
                self.cluster.log.explain(value, command);
                None
            }
            _ => None,
        };
        for &note in step.effects.notes.iter() {
            match (note, step.node()) {
                (Note::Log(LogNote::AsksForLog { ballot, first, .. }), _) => self.asked_from.push((ballot, first)),
                (Note::Promised { ballot, .. }, Some(node)) => found = found.or(self.promise(ballot, node)),
                _ => {}
            }
        }
        step.effects.all_chosen().for_each(|chosen| self.choose(chosen));
        found
    }

    fn choose(&mut self, chosen: Chosen) {
        if self.cluster.is_replicated() {
            let place = self.chosen.partition_point(|&(slot, _)| slot <= chosen.slot);
            self.chosen.insert(place, (chosen.slot, chosen.vote.value));
        }
    }

    fn promise(&mut self, ballot: Ballot, node: NodeId) -> Option<(Ballot, NodeSet)> {
        if !self.deciding(ballot).contains(node) {
            return None;
        }
        let place = self.given.iter().position(|(known, ..)| *known == ballot).unwrap_or_else(|| {
            self.given.push((ballot, NodeSet::EMPTY, false));
            self.given.len() - 1
        });
        self.given[place].1 = self.given[place].1.with(node);
        self.first_quorum(place)
    }

    /// Puts a change in force, which may make a quorum of those who have promised; of several ids the highest counts.
    #[inline(never)]
    fn set(&mut self, change: Change) -> Option<(Ballot, NodeSet)> {
        change.put_into_both(&mut self.cluster, &mut self.rules);
        (0..self.given.len()).filter_map(|place| self.first_quorum(place)).max_by_key(|&(ballot, _)| ballot)
    }

    /// An id and who has promised it, where they are a quorum and have not been one.
    fn first_quorum(&mut self, place: usize) -> Option<(Ballot, NodeSet)> {
        let (ballot, by, has_been) = self.given[place];
        let deciding = self.deciding(ballot);
        let is_first = !has_been && self.rules.is_quorum_of(&self.cluster, QuorumFor::Prepare, deciding, by);
        self.given[place].2 |= is_first;
        is_first.then_some((ballot, by))
    }

    /// Those of whom a quorum has to promise this id.
    fn deciding(&self, ballot: Ballot) -> NodeSet {
        if !self.cluster.is_replicated() {
            return self.cluster.all(Role::Acceptor);
        }
        let asked_from = self.asked_from.iter().rev().find(|(asked, _)| *asked == ballot);
        let first = asked_from.map_or(Slot::FIRST, |&(_, first)| first);
        self.rules.members(&self.cluster, first, &self.chosen)
    }
}
