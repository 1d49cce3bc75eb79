//! The learner: it counts ACCEPTs until a quorum has accepted the same id.

use super::ballot::{Slot, Value, Vote};
use super::cluster::{NodeId, NodeSet, Setting};
use super::note::Note;
use super::rules::QuorumFor;
use smallvec::SmallVec;

/// The acceptors of which a node has heard that they accepted one vote.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Tally {
    /// The slot.
    pub slot: Slot,
    /// The id and value.
    pub vote: Vote,
    /// Who accepted it, as far as this node has heard.
    pub by: NodeSet,
}

/// What a node knows of what is chosen. A proposer learns in the same way as a learner.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Learner {
    /// On disk: what it has learned. What was learned first stays.
    pub learned: SmallVec<[(Slot, Value); 1]>,
    /// Volatile: what it has heard.
    pub heard: SmallVec<[Tally; 1]>,
}

impl Learner {
    /// What it has learned for `slot`.
    pub fn learned(&self, slot: Slot) -> Option<Value> {
        self.learned.iter().find(|&&(learned, _)| learned == slot).map(|&(_, value)| value)
    }

    /// Counts one acceptance (PMS 2.3: a value is chosen once a majority has accepted one proposal).
    pub(super) fn on_accepted(&mut self, setting: Setting, from: NodeId, slot: Slot, vote: Vote) -> Note {
        let Some(by) = self.count(from, slot, vote) else {
            return Note::AcceptedRepeated { vote };
        };
        let is_quorum = setting.rules.is_quorum(setting.cluster, QuorumFor::Accept, by);
        match self.learned(slot) {
            Some(first) if is_quorum && first != vote.value => Note::LearnedOther { first, vote },
            Some(_) => Note::LearnedBefore { vote },
            None if is_quorum => {
                self.learned.push((slot, vote.value));
                Note::Learned { vote, by }
            }
            None => {
                let need = setting.rules.quorum_size(setting.cluster, QuorumFor::Accept) as u8;
                Note::AcceptedCounted { vote, have: by.len() as u8, need }
            }
        }
    }

    /// A crash takes what was only heard, and leaves what was learned.
    pub(super) fn crash(&mut self) {
        self.heard.clear();
    }

    /// Adds `from` to those heard of, and gives them all; none if it was counted already.
    fn count(&mut self, from: NodeId, slot: Slot, vote: Vote) -> Option<NodeSet> {
        let at = self.heard.iter().position(|tally| tally.slot == slot && tally.vote.ballot == vote.ballot);
        let at = at.unwrap_or_else(|| {
            self.heard.push(Tally { slot, vote, by: NodeSet::EMPTY });
            self.heard.len() - 1
        });
        let tally = &mut self.heard[at];
        if tally.by.contains(from) {
            return None;
        }
        tally.by = tally.by.with(from);
        Some(tally.by)
    }
}
