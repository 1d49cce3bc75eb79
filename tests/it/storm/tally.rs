//! What storms have to show for themselves, so that nobody takes a calm for a proof.

use super::walk::Walk;
use super::weather::Storm;
use paxos_explainer::paxos::{Note, Outcome};
use paxos_explainer::sim::{Action, Fate, LossReason, MessageId, Step, truth};
use std::collections::HashSet;

#[derive(Default, Debug)]
pub struct Tally {
    pub runs: u32,
    pub runs_with_a_choice: u32,
    pub runs_with_two_chosen_ids: u32,
    pub runs_calm_in_the_end: u32,
    pub steps: usize,
    pub ignored: u32,
    pub adopted: u32,
    pub own_value: u32,
    pub learned: u32,
    pub nacks: u32,
    pub crashes: u32,
    pub restarts: u32,
    pub timeouts: u32,
    pub holds: u32,
    pub releases: u32,
    pub copies_delivered: u32,
    pub lost_by_chance: u32,
    pub lost_on_a_cut_link: u32,
    pub lost_at_a_node_down: u32,
    pub accepted_after_a_choice: u32,
    pub walks_with_a_choice: u32,
    pub walks_with_two_chosen_ids: u32,
}

impl Tally {
    /// Adds what a storm has done.
    pub fn add(&mut self, storm: &Storm) {
        let chosen = truth::chosen(storm.world()).count();
        self.runs += 1;
        self.runs_with_a_choice += u32::from(1 <= chosen);
        self.runs_with_two_chosen_ids += u32::from(2 <= chosen);
        self.steps += storm.recording.steps().len();
        let mut is_chosen = false;
        for step in storm.recording.steps() {
            self.add_step(step);
            is_chosen |= step.effects.chosen.is_some();
            let accepts = matches!(step.effects.notes.first(), Some(Note::Accepted { .. }));
            self.accepted_after_a_choice += u32::from(is_chosen && accepts && step.effects.chosen.is_none());
        }
        self.add_flights(storm);
    }

    /// Adds what a walk has done.
    pub fn add_walk(&mut self, walk: &Walk) {
        let chosen = truth::chosen(&walk.world).count();
        self.walks_with_a_choice += u32::from(1 <= chosen);
        self.walks_with_two_chosen_ids += u32::from(2 <= chosen);
    }

    fn add_step(&mut self, step: &Step) {
        self.crashes += u32::from(matches!(step.action, Action::Crash { .. }));
        self.restarts += u32::from(matches!(step.action, Action::Restart { .. }));
        self.timeouts += u32::from(matches!(step.action, Action::Timeout { .. }));
        self.holds += u32::from(matches!(step.action, Action::Hold { .. }));
        self.releases += u32::from(matches!(step.action, Action::Release { .. }));
        self.nacks += step.effects.notes.iter().filter(|note| matches!(note, Note::NackHeeded { .. })).count() as u32;
    }

    fn add_flights(&mut self, storm: &Storm) {
        let sent = storm.recording.steps().iter().flat_map(|step| &step.effects.sent);
        let copies: HashSet<MessageId> =
            sent.filter(|sent| sent.copy_of.is_some()).map(|sent| sent.envelope.id).collect();
        for flight in storm.recording.flights() {
            match flight.end.map(|end| end.fate) {
                Some(Fate::Delivered(outcome)) => {
                    self.ignored += u32::from(outcome == Outcome::Ignored);
                    self.adopted += u32::from(outcome == Outcome::Adopted);
                    self.own_value += u32::from(outcome == Outcome::OwnValue);
                    self.learned += u32::from(outcome == Outcome::Learned);
                    self.copies_delivered += u32::from(copies.contains(&flight.envelope.id));
                }
                Some(Fate::Lost(LossReason::Chance)) => self.lost_by_chance += 1,
                Some(Fate::Lost(LossReason::LinkCut)) => self.lost_on_a_cut_link += 1,
                Some(Fate::Lost(LossReason::ReceiverDown)) => self.lost_at_a_node_down += 1,
                Some(Fate::Lost(LossReason::Taken)) | None => {}
            }
        }
    }

    /// Holds that these were storms, that everything that can befall a run did so often, and that nodes
    /// still got something done.
    pub fn assert_stormy(&self) {
        let (runs, all) = (self.runs, format!("{self:#?}"));
        assert_eq!(self.runs_calm_in_the_end, runs, "{all}");
        assert!(runs / 3 < self.runs_with_a_choice && self.runs_with_a_choice < runs, "{all}");
        assert!(runs / 10 < self.runs_with_two_chosen_ids, "{all}");
        assert!(runs / 2 < self.walks_with_a_choice && self.walks_with_a_choice < runs, "{all}");
        assert!(runs / 10 < self.walks_with_two_chosen_ids, "{all}");
        assert!(50 * runs as usize <= self.steps, "{all}");
        let often = [
            self.ignored,
            self.adopted,
            self.own_value,
            self.learned,
            self.crashes,
            self.restarts,
            self.timeouts,
            self.holds,
            self.copies_delivered,
            self.lost_by_chance,
            self.lost_on_a_cut_link,
            self.lost_at_a_node_down,
            self.accepted_after_a_choice,
        ];
        assert!(often.into_iter().all(|count| runs / 2 < count), "{all}");
        assert!(runs / 10 < self.nacks && runs / 10 < self.releases, "{all}");
    }
}
