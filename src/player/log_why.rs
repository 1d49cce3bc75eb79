//! What can be asked of a replicated log: why a value stands in a slot, and how a replica knows.

use super::light::Pick;
use super::show::Show;
use super::why::Question;
use crate::paxos::{Message, NodeId, Note, Slot, Value};
use crate::sim::Why;
use crate::story::words;

/// So many slots are asked about at once: those that were chosen last. Of any other the board asks.
const ASKED_MAX: usize = 3;

impl Show {
    /// What is chosen by now, in the order in which it was.
    pub fn chosen_in_log(&self) -> Vec<(Slot, Value)> {
        let mut all: Vec<(Slot, Value)> = Vec::new();
        let done = self.recording().steps().iter().take(self.at.steps);
        for chosen in done.flat_map(|step| step.effects.all_chosen()) {
            let it = (chosen.slot, chosen.vote.value);
            if !all.contains(&it) {
                all.push(it);
            }
        }
        all
    }

    /// Every slot of the log in which something was sent, accepted or known by the moment on show, in order.
    pub fn slots(&self) -> Vec<Slot> {
        let world = self.world();
        let cast = world.votes.iter().map(|cast| cast.slot);
        let sent = self.recording().flights().iter().filter(|flight| flight.sent.steps <= self.at.steps);
        let sent = sent.filter_map(|flight| match *flight.envelope.message {
            Message::AcceptRequest { slot, .. } => Some(slot),
            _ => None,
        });
        let mut all: Vec<Slot> = cast.chain(sent).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The slot that the board shows.
    pub fn board_slot(&self) -> Slot {
        if !self.is_replicated() {
            return Slot::ONLY;
        }
        let slots = self.slots();
        self.slot.filter(|slot| slots.contains(slot)).or(slots.last().copied()).unwrap_or(Slot::FIRST)
    }

    /// Why this value is chosen in a slot.
    pub fn question_of_slot(&self, slot: Slot, value: Value) -> Question {
        let pick = Pick::Why(Why::ChosenIn(slot, value), self.at.steps);
        Question { pick, text: words::lineage::ask_in_slot(slot, value, self.telling()) }
    }

    /// Why each value is chosen that is chosen in a slot: one, under the rules of Paxos.
    pub fn questions_of_slot(&self, slot: Slot) -> Vec<Question> {
        let chosen = if self.eye.is_none() { self.chosen_in_log() } else { Vec::new() };
        let here = chosen.into_iter().filter(|&(at, _)| at == slot);
        here.map(|(slot, value)| self.question_of_slot(slot, value)).collect()
    }

    #[inline(never)]
    pub(super) fn questions_of_log(&self) -> Vec<Question> {
        let chosen = self.chosen_in_log();
        let last = chosen.len().saturating_sub(ASKED_MAX);
        let nothing = self.stalled().map(|waiting| self.why_nothing(&waiting, chosen.is_empty()));
        let why = chosen[last..].iter().map(|&(slot, value)| self.question_of_slot(slot, value));
        why.chain(nothing).collect()
    }

    /// The slot whose value a replica has come to know last.
    pub(super) fn last_known(&self, node: NodeId) -> Option<Slot> {
        let learns = |note: &&Note| note.learned_value().is_some();
        let done = self.recording().steps().iter().take(self.at.steps).rev();
        let mut its = done.filter(|step| step.node() == Some(node));
        its.find_map(|step| step.effects.notes.iter().rev().find(learns)).map(|note| note.slot())
    }
}
