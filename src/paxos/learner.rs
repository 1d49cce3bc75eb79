//! The learner: it counts ACCEPTs until a quorum has accepted the same id.

use super::ballot::{Slot, Value, Vote};
use super::cluster::{NodeId, NodeSet, Setting};
use super::message::Known;
use super::note::Note;
use super::rules::{Heard, Learn, QuorumFor};
use smallvec::SmallVec;

/// The acceptors of which a node has heard that they accepted one vote.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Tally {
    /// The slot.
    pub slot: Slot,
    /// The id and value.
    pub vote: Vote,
    /// Who accepted it, as far as this node has heard.
    pub heard: Heard,
}

/// What is told to be chosen, against what is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum News {
    /// It was not known.
    New,
    /// It was known.
    Known,
    /// This is known in its place.
    Contradicts(Value),
}

/// What a node knows of what is chosen. A proposer learns in the same way as a learner.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Learner {
    /// On disk: what it has learned, sorted by slot. What was learned first stays.
    pub learned: SmallVec<[(Slot, Value); 1]>,
    /// Volatile: what it has heard.
    pub heard: SmallVec<[Tally; 1]>,
}

impl Learner {
    /// What it has learned for `slot`.
    pub fn learned(&self, slot: Slot) -> Option<Value> {
        let at = self.learned.binary_search_by_key(&slot, |&(learned, _)| learned).ok()?;
        Some(self.learned[at].1)
    }

    /// The lowest slot of a log whose value it has not learned.
    pub fn first_unchosen(&self) -> Slot {
        // Without a gap the last slot says how many there are.
        if let (Some(&(Slot::FIRST, _)), Some(&(last, _))) = (self.learned.first(), self.learned.last())
            && last.0 as usize == self.learned.len()
        {
            return last.next();
        }
        let mut first = Slot::FIRST;
        for &(slot, _) in &self.learned {
            match slot == first {
                true => first = first.next(),
                false => break,
            }
        }
        first
    }

    /// The highest slot whose value it has learned.
    pub fn last_slot(&self) -> Option<Slot> {
        self.learned.last().map(|&(slot, _)| slot)
    }

    /// What it has learned in `first` and in every slot above it.
    pub(super) fn known_from(&self, first: Slot) -> Known {
        self.learned.iter().filter(|&&(slot, _)| first <= slot).copied().collect()
    }

    /// Those of whom it has heard that they accepted `vote` in `slot`.
    pub fn heard_of(&self, slot: Slot, vote: Vote) -> Heard {
        let tally = self.heard.iter().rev().find(|tally| tally.slot == slot && tally.vote == vote);
        tally.map_or(Heard::default(), |tally| tally.heard)
    }

    /// Keeps what it is told to be chosen. What was learned first stays.
    pub(super) fn learn(&mut self, slot: Slot, value: Value) -> News {
        match self.learned(slot) {
            Some(first) if first == value => News::Known,
            Some(first) => News::Contradicts(first),
            None => {
                let at = self.learned.partition_point(|&(learned, _)| learned < slot);
                self.learned.insert(at, (slot, value));
                News::New
            }
        }
    }

    /// Counts one acceptance (PMS 2.3: a value is chosen once a majority has accepted one proposal). `members` are
    /// those who decide in the slot.
    pub(super) fn on_accepted(
        &mut self,
        setting: Setting,
        members: NodeSet,
        from: NodeId,
        slot: Slot,
        vote: Vote,
    ) -> Note {
        let Some(heard) = self.count(setting, from, slot, vote) else {
            return Note::AcceptedRepeated { slot, vote };
        };
        let together = self.together(setting, slot, vote, heard);
        let is_quorum = setting.rules.is_enough_of(setting.cluster, QuorumFor::Accept, members, together);
        let need = setting.rules.quorum_size_of(setting.cluster, QuorumFor::Accept, members) as u8;
        match self.learned(slot) {
            Some(first) if is_quorum && first != vote.value => Note::LearnedOther { slot, first, vote },
            Some(first) => Note::LearnedBefore { slot, first, vote },
            None if is_quorum => {
                self.learn(slot, vote.value);
                match together == heard {
                    true => Note::Learned { slot, vote, by: heard },
                    false => Note::LearnedPerValue { slot, vote, by: together.by },
                }
            }
            None if together != heard => Note::ValueCounted { slot, vote, heard: together, need },
            None => Note::AcceptedCounted { slot, vote, heard, need },
        }
    }

    /// A proposer takes the promises of a quorum for success (`rule learn on-promises`).
    pub(super) fn on_quorum_of_promises(&mut self, slot: Slot, vote: Vote, by: NodeSet) -> Option<Note> {
        if self.learned(slot).is_some() {
            return None;
        }
        self.learned.push((slot, vote.value));
        Some(Note::DeclaresSuccess { vote, by })
    }

    /// A crash takes what was only heard, and leaves what was learned.
    pub(super) fn crash(&mut self) {
        self.heard.clear();
    }

    /// Adds `from` to those heard of, and gives them all; none if it does not count again.
    fn count(&mut self, setting: Setting, from: NodeId, slot: Slot, vote: Vote) -> Option<Heard> {
        let at = self.heard.iter().position(|tally| tally.slot == slot && tally.vote == vote);
        let at = at.unwrap_or_else(|| {
            self.heard.push(Tally { slot, vote, heard: Heard::default() });
            self.heard.len() - 1
        });
        let tally = &mut self.heard[at];
        if !setting.rules.counts(tally.heard, from) {
            return None;
        }
        tally.heard = tally.heard.and(from);
        Some(tally.heard)
    }

    /// What counts together with what was heard of `vote`: the same id alone, or all ids of its value.
    fn together(&self, setting: Setting, slot: Slot, vote: Vote, heard: Heard) -> Heard {
        match setting.rules.learn {
            Learn::PerId | Learn::OnPromises => heard,
            Learn::PerValue => {
                let of_value = |tally: &&Tally| tally.slot == slot && tally.vote.value == vote.value;
                self.heard.iter().filter(of_value).fold(Heard::default(), |all, tally| all.union(tally.heard))
            }
        }
    }
}
