//! When which value was first chosen in which slot.

use crate::paxos::{Slot, Value};
use crate::sim::{Chosen, Moment, Recording, truth};

/// What is chosen from the beginning, and by which steps what is chosen then.
pub(super) struct Ledger {
    at_first: Vec<(Slot, Value)>,
    then: Vec<(usize, Slot, Value)>,
}

impl Ledger {
    /// That of a recording.
    pub fn of(recording: &Recording) -> Ledger {
        let begins = recording.at(Moment::default());
        let then = recording.steps().iter().enumerate().flat_map(|(place, step)| {
            step.effects.all_chosen().map(move |chosen| (place, chosen.slot, chosen.vote.value))
        });
        Ledger {
            at_first: truth::chosen(&begins).map(|chosen| (chosen.slot, chosen.vote.value)).collect(),
            then: then.collect(),
        }
    }

    /// Whether no quorum had accepted the same value in the same slot before the step in this place.
    pub fn is_first(&self, chosen: Chosen, place: usize) -> bool {
        !self.knows(chosen.slot, chosen.vote.value, place)
    }

    /// Whether a value is chosen in a slot after the step in this place.
    pub fn is_chosen(&self, slot: Slot, value: Value, place: usize) -> bool {
        self.knows(slot, value, place + 1)
    }

    /// Whether a value was chosen in a slot by one of the first so many steps.
    fn knows(&self, slot: Slot, value: Value, steps: usize) -> bool {
        self.at_first.contains(&(slot, value))
            || self.then.iter().any(|&(at, of, what)| at < steps && of == slot && what == value)
    }
}
