//! What the observer who sees all makes of a step.

use super::{Effects, World};
use crate::paxos::{LogNote, NodeId, Note, Notes};
use crate::sim::truth::{self, Chosen, Held};

impl World {
    /// Writes down what the all-seeing observer must remember, and what it sees: what has just been chosen, what had
    /// been chosen before in that slot, and what contradicts what is chosen or learned now.
    pub(super) fn note(&mut self, node: NodeId, notes: &Notes, effects: &mut Effects) {
        let (mut learns, mut new) = (false, truth::New::new());
        for note in notes {
            match *note {
                Note::BallotStarted { ballot, .. }
                | Note::SkipsPrepare { ballot, .. }
                | Note::Log(LogNote::AsksForLog { ballot, .. } | LogNote::LeadsUnasked { ballot, .. }) => {
                    self.used.push((ballot, node));
                }
                Note::Log(LogNote::Asks { value, .. }) => self.proposed.push(value),
                Note::Accepted { slot, vote, .. } => {
                    truth::cast(&mut self.votes, slot, vote, node);
                    new.extend(truth::settle_cast(self, slot, vote));
                }
                note => learns |= note.learned_value().is_some(),
            }
        }
        self.note_chosen(&new, effects);
        if new.is_empty() && learns {
            let mut learned = notes.iter().filter_map(|note| Some((note.learned_value()?, note.slot())));
            effects.contradicts = learned.find_map(|(value, slot)| truth::held_otherwise(self, node, slot, value));
        }
    }

    /// Writes down what has just been chosen, in this order, with what contradicts each.
    pub(super) fn note_chosen(&self, new: &[Chosen], effects: &mut Effects) {
        let mut noted = new.iter().enumerate().map(|(nth, &chosen)| NewlyChosen {
            chosen,
            before: truth::chosen_before(self, new, nth),
            contradicts: truth::learned_otherwise(self, chosen),
        });
        let Some(first) = noted.next() else { return };
        (effects.chosen, effects.chosen_before) = (Some(first.chosen), first.before);
        effects.contradicts = first.contradicts;
        effects.also_chosen = noted.collect();
    }
}

/// What has come to be chosen, and what stands against it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NewlyChosen {
    /// What it is.
    pub chosen: Chosen,
    /// What had been chosen first in that slot, if anything had been before.
    pub before: Option<Chosen>,
    /// That a node has learned another than this one.
    pub contradicts: Option<Held>,
}

impl Effects {
    /// All that was chosen by this action, in order.
    pub fn newly_chosen(&self) -> impl Iterator<Item = NewlyChosen> + '_ {
        let first = |chosen| NewlyChosen { chosen, before: self.chosen_before, contradicts: self.contradicts };
        self.chosen.map(first).into_iter().chain(self.also_chosen.iter().copied())
    }

    /// The same without what stands against it.
    pub fn all_chosen(&self) -> impl Iterator<Item = Chosen> + '_ {
        self.newly_chosen().map(|it| it.chosen)
    }
}
