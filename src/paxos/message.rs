//! The messages on the wire.

use super::ballot::{Ballot, Slot, Value, Votes};
use super::cluster::{Cluster, NodeId};
use super::machine::Answer;
use smallvec::SmallVec;

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
        /// The first slot of which it speaks.
        from_slot: Slot,
        /// The acceptor's latest vote a slot, from that one on.
        votes: Votes,
        /// What its sender knows to be chosen, from that slot on; empty in single-decree Paxos.
        known: Known,
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
        /// The sender's first slot that it does not know to be chosen; [`Slot::ONLY`] in single-decree Paxos.
        first_unchosen: Slot,
    },
    /// "I have accepted this value under this id" (2b; PMS 2.2, phase 2b, and 2.3).
    Accepted {
        /// The id under which it was accepted.
        ballot: Ballot,
        /// The slot that the value is for.
        slot: Slot,
        /// The value.
        value: Value,
        /// The sender's first slot that it does not know to be chosen; [`Slot::ONLY`] in single-decree Paxos.
        first_unchosen: Slot,
    },
    /// A learner tells a client what was chosen; a leader, what came of the client's command.
    Reply {
        /// The slot that was decided.
        slot: Slot,
        /// What was chosen.
        value: Value,
        /// What came of it where it is a command; none in single-decree Paxos.
        answer: Option<Answer>,
    },
    /// A replica that does not lead names the one that it follows.
    Redirect {
        /// The command that was asked for.
        value: Value,
        /// The leader, as far as the sender knows.
        leader: NodeId,
    },
    /// "I lead under this id, and below this slot everything is chosen."
    Heartbeat {
        /// The leader's id.
        ballot: Ballot,
        /// The leader's first slot that it does not know to be chosen.
        first_unchosen: Slot,
    },
    /// "This is chosen in this slot": told to a replica that cannot know it by its own vote.
    Success {
        /// The id of the leader that tells it.
        ballot: Ballot,
        /// The slot.
        slot: Slot,
        /// What is chosen in it.
        value: Value,
        /// The leader's first slot that it does not know to be chosen.
        first_unchosen: Slot,
    },
    /// "From this slot on I do not know what is chosen": asks the leader to tell it.
    CatchUp {
        /// The id of the leader that is asked.
        ballot: Ballot,
        /// The first slot that the sender does not know.
        slot: Slot,
    },
}

/// What a replica knows to be chosen, sorted by slot.
pub type Known = SmallVec<[(Slot, Value); 1]>;

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
    Redirect,
    Heartbeat,
    Success,
    CatchUp,
}

impl Kind {
    /// Every kind of single-decree Paxos, in the order of a run.
    pub const SINGLE: [Kind; 7] =
        [Kind::Request, Kind::Prepare, Kind::Promise, Kind::AcceptRequest, Kind::Accepted, Kind::Nack, Kind::Reply];

    /// Every kind, those of a replicated log alone last.
    pub const ALL: [Kind; 11] = [
        Kind::Request,
        Kind::Prepare,
        Kind::Promise,
        Kind::AcceptRequest,
        Kind::Accepted,
        Kind::Nack,
        Kind::Reply,
        Kind::Redirect,
        Kind::Heartbeat,
        Kind::Success,
        Kind::CatchUp,
    ];

    /// Every kind that this cluster may send.
    pub fn of(cluster: &Cluster) -> &'static [Kind] {
        if cluster.is_replicated() { &Kind::ALL } else { &Kind::SINGLE }
    }

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
            Kind::Redirect => "REDIRECT",
            Kind::Heartbeat => "HEARTBEAT",
            Kind::Success => "SUCCESS",
            Kind::CatchUp => "CATCH-UP",
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
            Message::Redirect { .. } => Kind::Redirect,
            Message::Heartbeat { .. } => Kind::Heartbeat,
            Message::Success { .. } => Kind::Success,
            Message::CatchUp { .. } => Kind::CatchUp,
        }
    }

    /// The id that it is about, if it is about one.
    pub fn ballot(&self) -> Option<Ballot> {
        match *self {
            Message::Request { .. } | Message::Reply { .. } | Message::Redirect { .. } => None,
            Message::Prepare { ballot, .. }
            | Message::Promise { ballot, .. }
            | Message::Nack { ballot, .. }
            | Message::AcceptRequest { ballot, .. }
            | Message::Accepted { ballot, .. }
            | Message::Heartbeat { ballot, .. }
            | Message::Success { ballot, .. }
            | Message::CatchUp { ballot, .. } => Some(ballot),
        }
    }

    /// The value that it carries; of a PROMISE, the one that it reports for its lowest slot.
    pub fn value(&self) -> Option<Value> {
        match self {
            Message::Prepare { .. } | Message::Nack { .. } | Message::Heartbeat { .. } | Message::CatchUp { .. } => {
                None
            }
            Message::Promise { votes, .. } => votes.iter().next().map(|(_, vote)| vote.value),
            Message::Request { value }
            | Message::AcceptRequest { value, .. }
            | Message::Accepted { value, .. }
            | Message::Reply { value, .. }
            | Message::Redirect { value, .. }
            | Message::Success { value, .. } => Some(*value),
        }
    }

    /// The slot that it is about, or from which on it speaks; [`Slot::ONLY`] where it names none.
    pub fn slot(&self) -> Slot {
        match *self {
            Message::Request { .. } | Message::Nack { .. } | Message::Redirect { .. } => Slot::ONLY,
            Message::Promise { from_slot: slot, .. }
            | Message::Prepare { from_slot: slot, .. }
            | Message::Heartbeat { first_unchosen: slot, .. }
            | Message::Success { slot, .. }
            | Message::CatchUp { slot, .. }
            | Message::AcceptRequest { slot, .. }
            | Message::Accepted { slot, .. }
            | Message::Reply { slot, .. } => slot,
        }
    }
}
