//! What the observer who sees all makes of a step.

use super::{Effects, World};
use crate::paxos::{LogNote, NodeId, Note, Notes, Slot};
use crate::sim::truth;

impl World {
    /// Writes down what the all-seeing observer must remember, and what it sees: what has just been chosen, what had
    /// been chosen before in that slot, and what contradicts what is chosen or learned now.
    pub(super) fn note(&mut self, node: NodeId, notes: &Notes, effects: &mut Effects) {
        // A log has hundreds of chosen values; those of other slots are not asked for.
        let about = match self.cluster.is_replicated() {
            true => notes.first().map_or(Slot::ONLY, |note| note.slot()),
            false => Slot::ONLY,
        };
        if let Some(chosen) = truth::first_chosen(self, about) {
            effects.chosen_before = Some(chosen);
        }
        let mut learns = false;
        for note in notes {
            match *note {
                Note::BallotStarted { ballot, .. }
                | Note::SkipsPrepare { ballot, .. }
                | Note::Log(LogNote::AsksForLog { ballot, .. } | LogNote::LeadsUnasked { ballot, .. }) => {
                    self.used.push((ballot, node));
                }
                Note::Log(LogNote::Asks { value, .. }) => self.proposed.push(value),
                Note::Accepted { slot, vote, .. } => {
                    let before = truth::first_chosen(self, slot);
                    truth::cast(&mut self.votes, slot, vote, node);
                    if let Some(chosen) = truth::settle_cast(self, slot, vote) {
                        (effects.chosen, effects.chosen_before) = (Some(chosen), before);
                        break;
                    }
                }
                note => learns |= note.learned_value().is_some(),
            }
        }
        if let Some(chosen) = effects.chosen {
            effects.contradicts = truth::learned_otherwise(self, chosen);
        } else if learns {
            let mut learned = notes.iter().filter_map(|note| Some((note.learned_value()?, note.slot())));
            effects.contradicts = learned.find_map(|(value, slot)| truth::held_otherwise(self, node, slot, value));
        }
    }
}
