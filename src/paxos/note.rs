//! Why a node did what it did. `story` turns each note into a sentence.

mod log;

pub use log::LogNote;

use super::ballot::{Ballot, Slot, Value, Vote};
use super::cluster::{NodeId, NodeSet};
use super::rules::{Heard, Storage};

/// A node's reason for one thing that it did, or did not do.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Note {
    /// A proposer starts a ballot for its own value (PMS 2.2, phase 1a).
    BallotStarted {
        /// The new id.
        ballot: Ballot,
        /// The value it wants.
        own: Value,
        /// The ballot that it gives up for this one.
        abandoned: Option<Ballot>,
        /// Whether the id was used before (`rule ids reused`).
        reused: bool,
    },
    /// An acceptor promises: the id is higher than any that it has promised (PMS, P1a and phase 1b).
    Promised {
        /// The id promised.
        ballot: Ballot,
        /// What it had promised before.
        before: Option<Ballot>,
        /// The vote that it reports.
        reports: Option<Vote>,
        /// The vote that it has cast, where it reports another or none (`rule report`).
        conceals: Option<Vote>,
        /// How much of a log it reports.
        log: Reported,
    },
    /// An acceptor does not promise: it has promised this id or a higher one.
    PrepareIgnored {
        /// The id asked for.
        ballot: Ballot,
        /// What it has promised.
        promised: Ballot,
    },
    /// An acceptor accepts: it has promised nothing higher (PMS, phase 2b).
    Accepted {
        /// The slot; [`Slot::ONLY`] in single-decree Paxos.
        slot: Slot,
        /// The id and value accepted.
        vote: Vote,
        /// What it had promised before.
        before: Option<Ballot>,
        /// What it has promised now: the id accepted (PMS, P1a), unless a wrong rule is in force.
        promised: Option<Ballot>,
        /// The vote that this one replaces on its card.
        replaced: Option<Vote>,
    },
    /// An acceptor does not accept: it has promised a higher id.
    AcceptIgnored {
        /// The slot; [`Slot::ONLY`] in single-decree Paxos.
        slot: Slot,
        /// The id and value asked for.
        vote: Vote,
        /// What it has promised.
        promised: Ballot,
    },
    /// An acceptor accepts only the first value it ever gets, and has one (`rule accept first`).
    AcceptIgnoredNotFirst {
        /// The slot; [`Slot::ONLY`] in single-decree Paxos.
        slot: Slot,
        /// The id and value asked for.
        vote: Vote,
        /// What it has accepted.
        first: Vote,
    },
    /// A PROMISE counts, and more are needed.
    PromiseCounted {
        /// The id promised.
        ballot: Ballot,
        /// Those that have promised it.
        heard: Heard,
        /// Acceptors that must.
        need: u8,
    },
    /// The quorum is complete and no vote was reported: the proposer is free (PMS, phase 2a).
    FreeToPropose {
        /// The id promised.
        ballot: Ballot,
        /// Its own value, which it sends.
        own: Value,
        /// The acceptors whose promises were counted.
        by: Heard,
        /// Acceptors that must.
        need: u8,
    },
    /// The quorum is complete and a vote was reported: the proposer must carry it on (PMS, P2c).
    MustAdopt {
        /// The id promised.
        ballot: Ballot,
        /// The vote that decides.
        vote: Vote,
        /// Another value that was reported under the same id, which happens by a wrong rule alone.
        tied: Option<Value>,
        /// The value that it wanted itself.
        own: Value,
        /// The acceptors whose promises were counted.
        by: Heard,
        /// Acceptors that must.
        need: u8,
    },
    /// Votes were reported, and the proposer carries on one by a wrong rule (`rule value lowest`, `first`).
    MisreadsReports {
        /// The id promised.
        ballot: Ballot,
        /// The vote that it follows.
        vote: Vote,
        /// The vote that Paxos would follow.
        highest: Vote,
        /// The value that it wanted itself.
        own: Value,
        /// The acceptors whose promises were counted.
        by: Heard,
        /// Acceptors that must.
        need: u8,
    },
    /// Votes were reported, and the proposer sends its own value all the same (`rule value own`).
    KeepsOwn {
        /// The id promised.
        ballot: Ballot,
        /// The vote that it disregards.
        vote: Vote,
        /// Its own value, which it sends.
        own: Value,
        /// The acceptors whose promises were counted.
        by: Heard,
        /// Acceptors that must.
        need: u8,
    },
    /// The proposer sends its value without asking first (`rule phases one`).
    SkipsPrepare {
        /// The id used.
        ballot: Ballot,
        /// Its own value, which it sends.
        own: Value,
        /// Whether the id was used before (`rule ids reused`).
        reused: bool,
    },
    /// A PROMISE after the quorum reports a vote, and the proposer chooses anew and sends again
    /// (`rule value re-picks`).
    PicksAnew {
        /// The id promised.
        ballot: Ballot,
        /// The vote that it reports.
        report: Vote,
        /// The value that the proposer sends now.
        value: Value,
        /// The value that it has sent under the same id before.
        before: Value,
    },
    /// A proposer takes the promises of a quorum for success (`rule learn on-promises`).
    DeclaresSuccess {
        /// The id promised, and the value that it declares chosen.
        vote: Vote,
        /// The acceptors whose promises were counted.
        by: NodeSet,
    },
    /// A PROMISE after the quorum changes nothing.
    PromiseLate {
        /// The id promised.
        ballot: Ballot,
        /// The vote that it reports, which can change nothing any more.
        reports: Option<Vote>,
    },
    /// A PROMISE for an id that the proposer is no longer, or not now, asking for.
    PromiseForOtherBallot {
        /// The id promised.
        ballot: Ballot,
        /// The proposer's present id.
        current: Option<Ballot>,
    },
    /// A second PROMISE of one acceptor is no second promise.
    PromiseRepeated {
        /// The id promised.
        ballot: Ballot,
    },
    /// A NACK ends the proposer's present ballot.
    NackHeeded {
        /// The id refused.
        ballot: Ballot,
        /// The higher id.
        promised: Ballot,
    },
    /// A NACK that ends no ballot: for one that is not under way, or with no higher id in it.
    NackStale {
        /// The id refused.
        ballot: Ballot,
        /// The id that its sender has promised.
        promised: Ballot,
        /// The proposer's present id.
        current: Option<Ballot>,
    },
    /// One more NACK for a ballot that one has ended already.
    NackAgain {
        /// The id refused.
        ballot: Ballot,
        /// The id that its sender has promised.
        promised: Ballot,
    },
    /// An ACCEPT counts, and more are needed.
    AcceptedCounted {
        /// The slot; [`Slot::ONLY`] in single-decree Paxos.
        slot: Slot,
        /// The id and value.
        vote: Vote,
        /// Those heard of.
        heard: Heard,
        /// Acceptors needed.
        need: u8,
    },
    /// A quorum has accepted the same id: this node has learned the value (PMS 2.3).
    Learned {
        /// The slot; [`Slot::ONLY`] in single-decree Paxos.
        slot: Slot,
        /// The id and value.
        vote: Vote,
        /// The acceptors that it heard of.
        by: Heard,
    },
    /// Acceptances of one value count together, and more are needed (`rule learn per-value`).
    ValueCounted {
        /// The slot; [`Slot::ONLY`] in single-decree Paxos.
        slot: Slot,
        /// The id and value of the message.
        vote: Vote,
        /// Those heard of, under all ids.
        heard: Heard,
        /// Acceptors needed.
        need: u8,
    },
    /// A quorum has accepted the same value, under different ids: this node takes it for the result
    /// (`rule learn per-value`).
    LearnedPerValue {
        /// The slot; [`Slot::ONLY`] in single-decree Paxos.
        slot: Slot,
        /// The id and value of the message.
        vote: Vote,
        /// The acceptors that it heard of, under all ids.
        by: NodeSet,
    },
    /// An ACCEPT that a node does not need, for it has learned the value already.
    LearnedBefore {
        /// The slot; [`Slot::ONLY`] in single-decree Paxos.
        slot: Slot,
        /// The value learned.
        first: Value,
        /// The id and value of the message.
        vote: Vote,
    },
    /// A quorum for a second value: agreement is broken, and what was learned first stays.
    LearnedOther {
        /// The slot; [`Slot::ONLY`] in single-decree Paxos.
        slot: Slot,
        /// The value learned first.
        first: Value,
        /// The id and value that contradict it.
        vote: Vote,
    },
    /// A second ACCEPT of one acceptor under one id is no second vote.
    AcceptedRepeated {
        /// The slot; [`Slot::ONLY`] in single-decree Paxos.
        slot: Slot,
        /// The id and value.
        vote: Vote,
    },
    /// A client has its answer.
    ReplyReceived {
        /// What was chosen.
        value: Value,
        /// Who says so.
        from: NodeId,
    },
    /// A crash takes from an acceptor what should be on disk (`rule storage`).
    Forgets(Storage),
    /// A crash takes from a proposer which ids it has used (`rule ids reused`).
    ForgetsIds,
    /// A message that this node has no use for.
    NotForMe,
    /// What belongs to a replicated log alone.
    Log(LogNote),
}

/// How much of a log a PROMISE reports.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Reported {
    /// From this slot on; [`Slot::ONLY`] in single-decree Paxos.
    pub from_slot: Slot,
    /// Slots with a vote.
    pub votes: u16,
    /// Slots known to be chosen.
    pub known: u16,
    /// Slots that are both.
    pub both: u16,
}

/// What became of a delivery, in a word.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)] // The names are those of the run's JSON.
pub enum Outcome {
    Promised,
    Ignored,
    Counted,
    Adopted,
    OwnValue,
    Nothing,
    Accepted,
    Learned,
    Received,
    Quorum,
}

impl Note {
    /// Whether its node has learned a value by this.
    pub fn learns(self) -> bool {
        self.outcome() == Outcome::Learned
    }

    /// The value that its node has learned by this, if it has.
    pub fn learned_value(self) -> Option<Value> {
        match self {
            Note::Learned { vote, .. } | Note::LearnedPerValue { vote, .. } | Note::DeclaresSuccess { vote, .. } => {
                Some(vote.value)
            }
            Note::Log(note) => note.learned().map(|(_, value)| value),
            _ => None,
        }
    }

    /// The slot whose value its node has learned by this, or that it is about.
    pub fn slot(self) -> Slot {
        match self {
            Note::Accepted { slot, .. }
            | Note::AcceptIgnored { slot, .. }
            | Note::AcceptIgnoredNotFirst { slot, .. }
            | Note::AcceptedCounted { slot, .. }
            | Note::Learned { slot, .. }
            | Note::ValueCounted { slot, .. }
            | Note::LearnedPerValue { slot, .. }
            | Note::LearnedBefore { slot, .. }
            | Note::LearnedOther { slot, .. }
            | Note::AcceptedRepeated { slot, .. } => slot,
            Note::Log(note) => note.learned().map_or(Slot::ONLY, |(slot, _)| slot),
            _ => Slot::ONLY,
        }
    }

    /// What its node had learned, and the other value for which it now hears of a quorum.
    pub fn hears_of_other(self) -> Option<(Value, Value)> {
        match self {
            Note::LearnedOther { first, vote, .. } => Some((first, vote.value)),
            Note::Log(LogNote::KnownOtherwise { first, value, .. }) => Some((first, value)),
            _ => None,
        }
    }

    /// The id and the value that a proposer sends because its quorum is complete, and that quorum.
    pub fn sends_value(self) -> Option<(Vote, Heard)> {
        match self {
            Note::FreeToPropose { ballot, own, by, .. } | Note::KeepsOwn { ballot, own, by, .. } => {
                Some((Vote { ballot, value: own }, by))
            }
            Note::MustAdopt { ballot, vote, by, .. } | Note::MisreadsReports { ballot, vote, by, .. } => {
                Some((Vote { ballot, value: vote.value }, by))
            }
            _ => None,
        }
    }

    /// The outcome that this note gives to a delivery.
    pub fn outcome(self) -> Outcome {
        match self {
            Note::BallotStarted { .. } | Note::SkipsPrepare { .. } => Outcome::Received,
            Note::NackHeeded { .. } | Note::ReplyReceived { .. } => Outcome::Received,
            Note::Promised { .. } => Outcome::Promised,
            Note::PrepareIgnored { .. } => Outcome::Ignored,
            Note::AcceptIgnored { .. } | Note::AcceptIgnoredNotFirst { .. } => Outcome::Ignored,
            Note::Accepted { .. } => Outcome::Accepted,
            Note::PromiseCounted { .. } | Note::AcceptedCounted { .. } | Note::ValueCounted { .. } => Outcome::Counted,
            Note::FreeToPropose { .. } | Note::KeepsOwn { .. } => Outcome::OwnValue,
            Note::MustAdopt { .. } | Note::MisreadsReports { .. } | Note::PicksAnew { .. } => Outcome::Adopted,
            Note::PromiseLate { .. } | Note::PromiseForOtherBallot { .. } => Outcome::Nothing,
            Note::PromiseRepeated { .. } => Outcome::Nothing,
            Note::NackStale { .. } | Note::NackAgain { .. } => Outcome::Nothing,
            Note::LearnedBefore { .. } | Note::LearnedOther { .. } => Outcome::Nothing,
            Note::AcceptedRepeated { .. } | Note::NotForMe => Outcome::Nothing,
            Note::Forgets(_) | Note::ForgetsIds => Outcome::Nothing,
            Note::Learned { .. } | Note::LearnedPerValue { .. } | Note::DeclaresSuccess { .. } => Outcome::Learned,
            Note::Log(note) => note.outcome(),
        }
    }
}
