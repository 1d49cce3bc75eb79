//! Why a replica, or a client of it, did what it did: what single-decree Paxos has no word for.

use super::Outcome;
use crate::paxos::ballot::{Ballot, Slot, Value, Vote};
use crate::paxos::cluster::{NodeId, NodeSet};
use crate::paxos::machine::{Answer, Effect};
use crate::paxos::rules::Heard;

/// A reason that belongs to a replicated log (PMS 3).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)] // The fields are what the sentence of each names: ids, slots, values and nodes.
pub enum LogNote {
    /// A replica asks for the whole log from one slot on (phase 1a).
    AsksForLog { ballot: Ballot, first: Slot, abandoned: Option<Ballot> },
    /// A replica begins to lead without asking (`rule leader skips-prepare`).
    LeadsUnasked { ballot: Ballot, first: Slot },
    /// A quorum has promised: from `first` on this replica leads. `last` is the highest slot that was reported.
    Leads { ballot: Ballot, by: Heard, need: u8, first: Slot, last: Option<Slot> },
    /// A PROMISE after the quorum; `news` of its votes are in slots that the leader has not dealt with.
    PromiseLate { ballot: Ballot, news: u16 },
    /// A leader carries on the reported vote with the highest id (P2c, in one slot); `tied` is another value that was
    /// reported under that id, which happens by a wrong rule alone.
    Adopts { ballot: Ballot, slot: Slot, vote: Vote, tied: Option<Value> },
    /// It carries on another one (`rule value`).
    Misreads { ballot: Ballot, slot: Slot, vote: Vote, highest: Vote },
    /// It sends a value of its own though a vote was reported (`rule value own`).
    Disregards { ballot: Ballot, slot: Slot, value: Value, vote: Vote },
    /// Nothing was reported in a slot below one of which something was: a no-op fills it.
    FillsGap { ballot: Ballot, slot: Slot },
    /// The gap stays (`rule gaps`).
    LeavesGap { slot: Slot },
    /// A client's command gets the next free slot.
    Assigns { ballot: Ballot, slot: Slot, value: Value },
    /// A leader comes to a slot in which others decide, and sends them its PREPARE first.
    AsksMembers { ballot: Ballot, slot: Slot, members: NodeSet },
    /// A command waits until a quorum of those who decide in the next slot has promised.
    WaitsForPromises { value: Value, slot: Slot, ballot: Ballot },
    /// A command waits until the window moves on.
    WaitsForWindow { value: Value, slot: Slot, applied: Slot },
    /// The command is proposed already, in this slot where it has one.
    RequestUnderWay { value: Value, slot: Option<Slot> },
    /// The command was executed before: the stored answer goes out again.
    AnswersAgain { slot: Slot, value: Value, answer: Answer },
    /// The client has given a later command, which was executed.
    RequestOutdated { value: Value, last: u16 },
    /// A follower names its leader to the client.
    Redirects { value: Value, leader: NodeId },
    /// A replica knows no leader, and drops the request.
    NobodyLeads { value: Value },
    /// A higher id ends a lead (`led`), or an attempt. So many commands are unknown by that, not failed.
    StepsDown { ballot: Ballot, higher: Ballot, unknown: u16, led: bool },
    /// A leader learns that another value is chosen in a slot than the one that it has proposed there: that ends its lead.
    /// So many commands are unknown by that, not failed.
    Overruled { ballot: Ballot, slot: Slot, own: Value, unknown: u16 },
    /// A leader that waits for this replica's PROMISE is told that the id is promised already, so that none will come:
    /// a new id asks for one. Those that have not answered at all are named; where none is, there are too few others.
    PromiseMissed { ballot: Ballot, from: NodeId, silent: NodeSet },
    /// A heartbeat of the leader.
    HearsLeader { ballot: Ballot, theirs: Slot },
    /// A heartbeat of one who leads no more: a higher id is promised.
    HeartbeatRefused { ballot: Ballot, promised: Ballot },
    /// A leader lets itself be heard; so many slots without a quorum are sent again.
    Beats { ballot: Ballot, first_unchosen: Slot, again: u16 },
    /// A follower takes its own vote for chosen: it has the leader's id, and the leader says that the slot is chosen.
    MarksOwnVote { slot: Slot, vote: Vote, leader: Ballot },
    /// The leader tells what is chosen.
    Told { slot: Slot, value: Value, from: NodeId },
    /// A PROMISE tells what its sender knows to be chosen.
    ToldInPromise { slot: Slot, value: Value, from: NodeId },
    /// What is told is known already.
    KnownBefore { slot: Slot, value: Value },
    /// What is told contradicts what is known: agreement is broken, and what was known first stays.
    KnownOtherwise { slot: Slot, first: Value, value: Value },
    /// A follower is behind its leader and asks to be told.
    AsksToCatchUp { slot: Slot, theirs: Slot },
    /// A leader tells a follower what is chosen in a slot.
    Tells { slot: Slot, value: Value, to: NodeId },
    /// A replica that does not lead, or does not know, cannot tell.
    CannotTell { slot: Slot },
    /// A slot is applied: the state machine takes its command.
    Applied { slot: Slot, value: Value, effect: Effect },
    /// A client gives a new command.
    Asks { value: Value, to: NodeId },
    /// A client asks for the same command again.
    AsksAgain { value: Value, to: NodeId },
    /// A client goes to the leader that it was told of.
    FollowsRedirect { value: Value, to: NodeId },
    /// A client that does not wait for this command any more.
    RedirectLate { value: Value },
    /// A client has its answer.
    Answered { slot: Slot, value: Value, answer: Answer },
    /// A client has had this answer before.
    AnsweredBefore { value: Value },
}

impl LogNote {
    /// The slot and the value that its node knows to be chosen by this.
    pub fn learned(self) -> Option<(Slot, Value)> {
        match self {
            LogNote::MarksOwnVote { slot, vote, .. } => Some((slot, vote.value)),
            LogNote::Told { slot, value, .. } | LogNote::ToldInPromise { slot, value, .. } => Some((slot, value)),
            _ => None,
        }
    }

    /// The slot into which a leader puts a value by this.
    pub fn begins(self) -> Option<Slot> {
        match self {
            LogNote::Adopts { slot, .. }
            | LogNote::Misreads { slot, .. }
            | LogNote::Disregards { slot, .. }
            | LogNote::FillsGap { slot, .. }
            | LogNote::Assigns { slot, .. } => Some(slot),
            _ => None,
        }
    }

    /// The outcome that this note gives to a delivery.
    pub fn outcome(self) -> Outcome {
        match self {
            LogNote::Leads { .. } => Outcome::Quorum,
            LogNote::MarksOwnVote { .. } | LogNote::Told { .. } | LogNote::ToldInPromise { .. } => Outcome::Learned,
            LogNote::HeartbeatRefused { .. } => Outcome::Nothing,
            LogNote::PromiseLate { .. } | LogNote::LeavesGap { .. } | LogNote::RequestUnderWay { .. } => {
                Outcome::Nothing
            }
            LogNote::RequestOutdated { .. } | LogNote::NobodyLeads { .. } | LogNote::CannotTell { .. } => {
                Outcome::Nothing
            }
            LogNote::KnownBefore { .. } | LogNote::KnownOtherwise { .. } => Outcome::Nothing,
            LogNote::RedirectLate { .. } | LogNote::AnsweredBefore { .. } => Outcome::Nothing,
            LogNote::AsksForLog { .. }
            | LogNote::LeadsUnasked { .. }
            | LogNote::Adopts { .. }
            | LogNote::Misreads { .. }
            | LogNote::Disregards { .. }
            | LogNote::FillsGap { .. }
            | LogNote::Assigns { .. }
            | LogNote::AsksMembers { .. }
            | LogNote::WaitsForPromises { .. }
            | LogNote::WaitsForWindow { .. }
            | LogNote::AnswersAgain { .. }
            | LogNote::Redirects { .. }
            | LogNote::StepsDown { .. }
            | LogNote::Overruled { .. }
            | LogNote::PromiseMissed { .. }
            | LogNote::HearsLeader { .. }
            | LogNote::Beats { .. }
            | LogNote::AsksToCatchUp { .. }
            | LogNote::Tells { .. }
            | LogNote::Applied { .. }
            | LogNote::Asks { .. }
            | LogNote::AsksAgain { .. }
            | LogNote::FollowsRedirect { .. }
            | LogNote::Answered { .. } => Outcome::Received,
        }
    }
}
