//! The numbers of Paxos: ballots, slots, values and votes.

use super::cluster::NodeId;
use smallvec::SmallVec;

/// The id of a proposal: "ballot" in Lamport's words, IDp in the talk's.
///
/// Ordered by number, then by proposer, so that no two proposers can ever hold equal ids
/// (PMS 2.2: different proposers choose their numbers from disjoint sets).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Ballot {
    /// The id that is shown, or the round where ids are shown as `round.server`.
    pub number: u32,
    /// The server number of the proposer to whom the id belongs ([`super::Cluster::server`]).
    pub proposer: u16,
}

/// A position in a replicated log. Single-decree Paxos is [`Slot::ONLY`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Slot(pub u32);

impl Slot {
    /// The one slot of single-decree Paxos.
    pub const ONLY: Slot = Slot(0);
    /// The first slot of a replicated log.
    pub const FIRST: Slot = Slot(1);

    /// The slot after this one.
    #[must_use]
    pub fn next(self) -> Slot {
        Slot(self.0.saturating_add(1))
    }
}

/// What is agreed upon: a word and, in a replicated log, whose command it is.
///
/// The word is a small id: what is shown for it belongs to the story. Two commands with one word are two values.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Value {
    /// The word, by its place among the words of the scene.
    pub word: u16,
    /// The unique id of a client's command; none in single-decree Paxos, and of a no-op.
    pub command: Option<CommandId>,
}

/// The unique id of a command: its client, and how many commands that client has given by then
/// (Ongaro and Ousterhout, *Paxos lecture*, "client protocol": each command has a unique id).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CommandId {
    /// Whose command it is.
    pub client: NodeId,
    /// Its number among that client's commands, from 1.
    pub number: u16,
}

impl Value {
    /// The value that fills a gap in a log and does nothing (PMS 3).
    pub const NO_OP: Value = Value::of(u16::MAX);

    /// The value of a word that is nobody's command.
    pub const fn of(word: u16) -> Value {
        Value { word, command: None }
    }

    /// Whether both show the same word, whosever command they are.
    pub fn shows_as(self, other: Value) -> bool {
        self.word == other.word
    }
}

/// One acceptance: this value under this id ("2b" in Lamport's words).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Vote {
    /// The id under which the value was accepted, IDa in the talk's words.
    pub ballot: Ballot,
    /// The value that was accepted.
    pub value: Value,
}

impl Vote {
    /// Another value that was reported under the same id. No acceptor that goes by Paxos reports one (PMS 2.2: proposals
    /// are numbered apart).
    pub fn tied(self, reported: &[Vote]) -> Option<Value> {
        let is_tied = |other: &&Vote| other.ballot == self.ballot && other.value != self.value;
        reported.iter().find(is_tied).map(|other| other.value)
    }
}

/// The latest vote of an acceptor in each slot, sorted by slot. One slot takes no heap.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Votes(SmallVec<[(Slot, Vote); 1]>);

impl Votes {
    /// The vote in `slot`, if there is one.
    pub fn get(&self, slot: Slot) -> Option<Vote> {
        let at = self.0.binary_search_by_key(&slot, |&(slot, _)| slot).ok()?;
        Some(self.0[at].1)
    }

    /// Casts `vote` in `slot`, in place of an earlier one.
    pub fn set(&mut self, slot: Slot, vote: Vote) {
        match self.0.binary_search_by_key(&slot, |&(slot, _)| slot) {
            Ok(at) => self.0[at].1 = vote,
            Err(at) => self.0.insert(at, (slot, vote)),
        }
    }

    /// The votes in `first` and in every slot above it.
    pub fn from_slot(&self, first: Slot) -> Votes {
        let below = self.0.partition_point(|&(slot, _)| slot < first);
        Votes(SmallVec::from_slice(&self.0[below..]))
    }

    /// Every vote with its slot, in the order of slots.
    pub fn iter(&self) -> impl Iterator<Item = (Slot, Vote)> + '_ {
        self.0.iter().copied()
    }

    /// The vote in the lowest slot that has one.
    pub fn lowest(&self) -> Option<Vote> {
        self.0.first().map(|&(_, vote)| vote)
    }

    /// The highest slot that has a vote.
    pub fn last_slot(&self) -> Option<Slot> {
        self.0.last().map(|&(slot, _)| slot)
    }

    /// How many slots have a vote.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no vote at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(Slot, Vote)> for Votes {
    fn from_iter<I: IntoIterator<Item = (Slot, Vote)>>(votes: I) -> Self {
        let mut all = Votes::default();
        for (slot, vote) in votes {
            all.set(slot, vote);
        }
        all
    }
}
