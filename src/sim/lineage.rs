//! Why a value: from a result back to the wish that it came from, step by step, from what happened in the run.
//!
//! Each link is a step that the one before it depends on. It follows messages by their numbers, and never infers from
//! an id who has sent a value: under wrong rules an id may have been used twice.

mod log;
mod trace;

pub use log::{Knowledge, Proposal};

use super::action::MessageId;
use super::recording::Recording;
use crate::paxos::{Ballot, NodeId, NodeSet, Slot, Value, Vote};
use trace::{Trace, accepted, sends};

/// What is asked about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// Why this value is chosen: how it was chosen first.
    Chosen(Value),
    /// Why a node has learned what it has learned.
    Learned(NodeId),
    /// Why an acceptor has accepted what it accepted last.
    Accepted(NodeId),
    /// Why a proposer sends the value that it sent last.
    Sent(NodeId),
    /// Why this value is chosen in a slot of a log.
    ChosenIn(Slot, Value),
    /// How a replica knows what is chosen in a slot.
    Known(NodeId, Slot),
}

/// Why a proposer sent the value that it sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reason {
    /// Its quorum reported nothing: it was free.
    Free {
        /// Its quorum.
        by: NodeSet,
        /// One of it that kept quiet about what it had accepted, by a wrong rule.
        concealed: Option<(NodeId, Vote)>,
    },
    /// Its quorum reported a vote, and it carries that on.
    Adopts {
        /// The vote.
        vote: Vote,
        /// Those of its quorum whose promises reported this vote.
        carriers: NodeSet,
        /// The highest vote for another value that was reported too, and that gives way.
        lower: Option<Vote>,
    },
    /// Its quorum reported votes, and it carries on one by a wrong rule.
    Misreads {
        /// The vote that it follows.
        vote: Vote,
        /// Those whose promises reported this vote.
        carriers: NodeSet,
        /// The vote that Paxos would follow.
        highest: Vote,
    },
    /// It sends its own value though this vote was reported, by a wrong rule.
    Disregards {
        /// The vote that Paxos would follow.
        vote: Vote,
    },
    /// It had sent another value under the same id, and sends this one after a late report, by a wrong rule.
    PicksAnew {
        /// The vote that it follows.
        vote: Vote,
        /// Those whose promises reported this vote.
        carriers: NodeSet,
        /// What it had sent before.
        before: Value,
    },
    /// It asked nobody, by a wrong rule.
    Unasked,
}

/// One link of the chain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Link {
    /// A quorum has accepted the same vote.
    Chosen {
        /// The vote.
        vote: Vote,
        /// Who has accepted it.
        by: NodeSet,
    },
    /// A node has counted enough acceptances of a value.
    Learned {
        /// The node.
        node: NodeId,
        /// The vote of the last that it counted.
        vote: Vote,
        /// The acceptors whose ACCEPTs it counted.
        by: NodeSet,
        /// Whether it counted different ids together, by a wrong rule.
        mixes_ids: bool,
    },
    /// A proposer takes promises for success, by a wrong rule.
    Declares {
        /// The node.
        node: NodeId,
        /// What it takes for chosen.
        vote: Vote,
        /// The acceptors that have promised.
        by: NodeSet,
    },
    /// An acceptor has accepted a vote.
    Accepted {
        /// The acceptor.
        node: NodeId,
        /// The vote.
        vote: Vote,
        /// Who had asked it to.
        from: NodeId,
        /// What it had promised before, as far as it knew.
        before: Option<Ballot>,
    },
    /// A proposer sends a value.
    Sent {
        /// The proposer.
        node: NodeId,
        /// What it sends.
        vote: Vote,
        /// Why this value.
        reason: Reason,
    },
    /// An acceptor has reported a vote with its promise.
    Reported {
        /// The acceptor.
        node: NodeId,
        /// The id that it promised.
        ballot: Ballot,
        /// What it reported.
        vote: Vote,
        /// What it had accepted, where it reported something else, by a wrong rule.
        truly: Option<Vote>,
    },
    /// A proposer wants a value.
    Wanted {
        /// The proposer.
        node: NodeId,
        /// The value.
        value: Value,
        /// The client that had asked it for the value.
        asked_by: Option<NodeId>,
    },
    /// A client has asked for a value.
    Requested {
        /// The client.
        client: NodeId,
        /// The proposer.
        to: NodeId,
        /// The value.
        value: Value,
    },
    /// A quorum has accepted the same vote in a slot.
    ChosenIn {
        /// The slot.
        slot: Slot,
        /// The vote.
        vote: Vote,
        /// Who has accepted it.
        by: NodeSet,
    },
    /// A replica knows what is chosen in a slot.
    Knows {
        /// The replica.
        node: NodeId,
        /// The slot.
        slot: Slot,
        /// What is chosen in it, as far as it knows.
        value: Value,
        /// How it knows.
        how: Knowledge,
    },
    /// A replica has accepted a vote in a slot.
    AcceptedIn {
        /// The replica.
        node: NodeId,
        /// The slot.
        slot: Slot,
        /// The vote.
        vote: Vote,
        /// Who had asked it to; itself where it is its own leader.
        from: NodeId,
    },
    /// A leader proposes a value in a slot.
    Proposed {
        /// The leader.
        node: NodeId,
        /// The slot.
        slot: Slot,
        /// What it proposes.
        vote: Vote,
        /// Why this value.
        why: Proposal,
    },
    /// A replica has begun to lead.
    Led {
        /// The replica.
        node: NodeId,
        /// Its id.
        ballot: Ballot,
        /// Who has promised, of those who decide in the slot; nobody where it has not asked, by a wrong rule.
        by: NodeSet,
        /// The slot, where it takes promises that came after the lead had begun: others decide in it.
        later: Option<Slot>,
    },
    /// A replica has reported a vote in a slot with its promise.
    ReportedIn {
        /// The replica.
        node: NodeId,
        /// The id that it promised.
        ballot: Ballot,
        /// The slot.
        slot: Slot,
        /// What it reported.
        vote: Vote,
    },
}

/// A link with the step at which it came about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cause {
    /// What it is.
    pub link: Link,
    /// The step, by its place from 0.
    pub step: usize,
}

/// Where a value comes from.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Lineage {
    /// The links, from the result back to the wish.
    pub chain: Vec<Cause>,
    /// All steps on the path, those of a quorum too, in order.
    pub steps: Vec<usize>,
    /// All messages on the path, in order.
    pub messages: Vec<MessageId>,
}

impl Lineage {
    /// The answer for what has happened in the first `until` steps; none where what is asked about is not so.
    pub fn of(recording: &Recording, why: Why, until: usize) -> Option<Lineage> {
        let steps = &recording.steps()[..until.min(recording.steps().len())];
        let mut trace = Trace { recording, steps, found: Lineage::default() };
        match why {
            Why::Chosen(value) => trace.chosen(value)?,
            Why::Learned(node) => trace.learned(node)?,
            Why::Accepted(node) => {
                let step = trace.last(steps.len(), |step| step.node() == Some(node) && accepted(step).is_some())?;
                trace.acceptance(step)?;
            }
            Why::Sent(node) => {
                let step = trace.last(steps.len(), |step| step.node() == Some(node) && sends(step).is_some())?;
                trace.sending(step)?;
            }
            Why::ChosenIn(slot, value) => trace.chosen_in(slot, value)?,
            Why::Known(node, slot) => trace.known_in(steps.len(), node, slot)?,
        }
        let mut found = trace.found;
        found.steps.sort_unstable();
        found.steps.dedup();
        found.messages.sort_unstable();
        found.messages.dedup();
        Some(found)
    }

    /// The wish from which the value comes: who wanted it, and which.
    pub fn origin(&self) -> Option<(NodeId, Value)> {
        match self.chain.last()?.link {
            Link::Wanted { node, value, .. } => Some((node, value)),
            Link::Requested { client, value, .. } => Some((client, value)),
            _ => None,
        }
    }
}
