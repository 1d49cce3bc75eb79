//! The messages on the wire.

use super::ballot::{Ballot, Slot, Value, Votes};

/// A message between two nodes. Names are the talk's; Lamport's are in brackets.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Message {
    /// A client asks a proposer to have `value` chosen.
    Request {
        /// What the client wants.
        value: Value,
    },
    /// "May I use this id, and what have you accepted?" (1a; PMS 2.2, phase 1a).
    Prepare {
        /// The id asked for.
        ballot: Ballot,
        /// The first slot that the answer is to report.
        from_slot: Slot,
    },
    /// "I will accept nothing below this id; this is what I have accepted" (1b; PMS 2.2, phase 1b).
    Promise {
        /// The id that is promised.
        ballot: Ballot,
        /// The acceptor's latest vote a slot.
        votes: Votes,
    },
    /// "I have promised a higher id": an optional hint (PMS 2.4).
    Nack {
        /// The id that is refused.
        ballot: Ballot,
        /// The higher id that was promised.
        promised: Ballot,
    },
    /// "Accept this value under this id" (2a; PMS 2.2, phase 2a).
    AcceptRequest {
        /// The proposer's id.
        ballot: Ballot,
        /// The slot that the value is for.
        slot: Slot,
        /// The value.
        value: Value,
    },
    /// "I have accepted this value under this id" (2b; PMS 2.2, phase 2b, and 2.3).
    Accepted {
        /// The id under which it was accepted.
        ballot: Ballot,
        /// The slot that the value is for.
        slot: Slot,
        /// The value.
        value: Value,
    },
    /// A learner tells a client what was chosen.
    Reply {
        /// The slot that was decided.
        slot: Slot,
        /// What was chosen.
        value: Value,
    },
}

/// The kind of a message.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(missing_docs)] // Each is the Message of that name.
pub enum Kind {
    Request,
    Prepare,
    Promise,
    Nack,
    AcceptRequest,
    Accepted,
    Reply,
}

impl Kind {
    /// Every kind, in the order of a run.
    pub const ALL: [Kind; 7] =
        [Kind::Request, Kind::Prepare, Kind::Promise, Kind::AcceptRequest, Kind::Accepted, Kind::Nack, Kind::Reply];

    /// Its name in the talk's words, which are those of the scene language.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Request => "REQUEST",
            Kind::Prepare => "PREPARE",
            Kind::Promise => "PROMISE",
            Kind::Nack => "NACK",
            Kind::AcceptRequest => "ACCEPT-REQUEST",
            Kind::Accepted => "ACCEPT",
            Kind::Reply => "REPLY",
        }
    }
}

impl Message {
    /// Its kind.
    pub fn kind(&self) -> Kind {
        match self {
            Message::Request { .. } => Kind::Request,
            Message::Prepare { .. } => Kind::Prepare,
            Message::Promise { .. } => Kind::Promise,
            Message::Nack { .. } => Kind::Nack,
            Message::AcceptRequest { .. } => Kind::AcceptRequest,
            Message::Accepted { .. } => Kind::Accepted,
            Message::Reply { .. } => Kind::Reply,
        }
    }

    /// The id that it is about, if it is about one.
    pub fn ballot(&self) -> Option<Ballot> {
        match *self {
            Message::Request { .. } | Message::Reply { .. } => None,
            Message::Prepare { ballot, .. }
            | Message::Promise { ballot, .. }
            | Message::Nack { ballot, .. }
            | Message::AcceptRequest { ballot, .. }
            | Message::Accepted { ballot, .. } => Some(ballot),
        }
    }

    /// The value that it carries; of a PROMISE, the one that it reports for its lowest slot.
    pub fn value(&self) -> Option<Value> {
        match self {
            Message::Prepare { .. } | Message::Nack { .. } => None,
            Message::Promise { votes, .. } => votes.iter().next().map(|(_, vote)| vote.value),
            Message::Request { value }
            | Message::AcceptRequest { value, .. }
            | Message::Accepted { value, .. }
            | Message::Reply { value, .. } => Some(*value),
        }
    }

    /// The slot that it is about; [`Slot::ONLY`] where it names none.
    pub fn slot(&self) -> Slot {
        match *self {
            Message::Request { .. } | Message::Nack { .. } => Slot::ONLY,
            Message::Promise { ref votes, .. } => votes.iter().next().map_or(Slot::ONLY, |(slot, _)| slot),
            Message::Prepare { from_slot: slot, .. }
            | Message::AcceptRequest { slot, .. }
            | Message::Accepted { slot, .. }
            | Message::Reply { slot, .. } => slot,
        }
    }
}
