//! A replica: proposer, acceptor and learner at once, of every slot of a log; and the state machine that it drives.
//!
//! One promised id holds for the whole log (PMS 3). A leader runs phase 1 once, for every slot from its first
//! unchosen one on, and then sends ACCEPT-REQUESTs alone. Its own promise and its own vote pass its own acceptor,
//! as a step of their own. Followers learn from the leader: what they have accepted under its id, and what it tells.

mod follower;
mod leader;

use super::acceptor::Acceptor;
use super::ballot::{Ballot, Slot, Value, Vote};
use super::cluster::{NodeId, NodeSet, Setting};
use super::learner::{Learner, News};
use super::machine::{Effect, Machine};
use super::message::Message;
use super::node::{Outbox, Timer};
use super::note::{LogNote, Note};
use super::rules::Heard;
use smallvec::SmallVec;

/// One slot that a replica has applied.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Applied {
    /// The slot.
    pub slot: Slot,
    /// What was chosen in it.
    pub value: Value,
    /// What became of it.
    pub effect: Effect,
}

/// What a replica keeps on disk besides its acceptor's and its learner's part.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct OnDisk {
    /// The highest id that it has used (PMS 2.5).
    pub highest: Option<Ballot>,
    /// The slots that it has applied, in the order of applying.
    pub applied: Vec<Applied>,
    /// What they have made, with the table of answers.
    pub machine: Machine,
}

impl OnDisk {
    /// The last slot that is applied; slot 0 where none is.
    pub fn applied_to(&self) -> Slot {
        self.applied.last().map_or(Slot::ONLY, |applied| applied.slot)
    }
}

/// An attempt to lead, or a lead. Volatile.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Lead {
    /// Its id.
    pub ballot: Ballot,
    /// The slot from which on its PREPARE asks.
    pub first: Slot,
    /// Those to whom a PREPARE was sent.
    pub asked: NodeSet,
    /// Those who have promised, as far as it has heard.
    pub promises: Heard,
    /// Those who answer no PREPARE of this id any more, having promised it: by a PROMISE that was lost, or by accepting.
    pub refused: NodeSet,
    /// Votes that they reported, in the order of arrival.
    pub reported: SmallVec<[(Slot, Vote); 2]>,
    /// The lowest slot that it has not dealt with under its id.
    pub next: Slot,
    /// What its next heartbeat sends again, if it has no quorum by then: slots below this one.
    pub sent_before: Slot,
    /// Whom it has told of a slot that it did not know, and which slot came next then.
    pub told: SmallVec<[Telling; 1]>,
    /// What it has proposed under its id.
    pub sent: Vec<(Slot, Value)>,
    /// Commands that wait for a slot, oldest first.
    pub waiting: SmallVec<[Value; 1]>,
}

/// That a leader has told a follower what is chosen in a slot.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Telling {
    /// The follower.
    pub to: NodeId,
    /// The slot.
    pub slot: Slot,
    /// The lowest slot that the leader had not dealt with then.
    pub next: Slot,
}

impl Lead {
    /// The highest slot of which something was reported to it.
    pub fn last_reported(&self) -> Option<Slot> {
        self.reported.iter().map(|&(slot, _)| slot).max()
    }

    /// The value that it has proposed in `slot` under its id.
    pub fn proposed(&self, slot: Slot) -> Option<Value> {
        self.sent.iter().find(|&&(sent, _)| sent == slot).map(|&(_, value)| value)
    }
}

/// What a replica is at present. Volatile.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub enum Stance {
    /// It follows, or waits for somebody to follow.
    #[default]
    Follows,
    /// Its PREPARE is out.
    Prepares(Lead),
    /// A quorum has promised its id.
    Leads(Lead),
}

/// A replica: what it has on disk, and what a crash takes from it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Replica {
    /// What survives a crash.
    pub disk: OnDisk,
    /// Volatile: what it is at present.
    pub stance: Stance,
    /// Volatile: the id of the leader that it has heard.
    pub follows: Option<Ballot>,
    /// Volatile: the highest id that a refusal has shown it.
    pub shown: Option<Ballot>,
}

impl Replica {
    /// Its attempt to lead, or its lead.
    pub fn lead(&self) -> Option<&Lead> {
        match &self.stance {
            Stance::Follows => None,
            Stance::Prepares(lead) | Stance::Leads(lead) => Some(lead),
        }
    }

    /// Its lead, once a quorum has promised.
    pub fn leads(&self) -> Option<&Lead> {
        match &self.stance {
            Stance::Follows | Stance::Prepares(_) => None,
            Stance::Leads(lead) => Some(lead),
        }
    }

    /// A crash takes its lead, and whom it followed; also the ids it used, where a wrong rule is in force.
    pub(super) fn crash(&mut self, setting: Setting) -> Option<Note> {
        let highest = setting.rules.remembers_highest(self.disk.highest);
        let forgets = (highest != self.disk.highest).then_some(Note::ForgetsIds);
        let disk = std::mem::take(&mut self.disk);
        *self = Replica { disk: OnDisk { highest, ..disk }, ..Replica::default() };
        forgets
    }
}

/// A replica at work: its parts, and what it may read besides.
pub(super) struct Server<'a> {
    pub setting: Setting<'a>,
    pub me: NodeId,
    pub acceptor: &'a mut Acceptor,
    pub learner: &'a mut Learner,
    pub replica: &'a mut Replica,
}

impl Server<'_> {
    /// Takes a message of a client, of another replica, or its own.
    pub fn receive(&mut self, from: NodeId, message: &Message) -> Outbox {
        match *message {
            Message::Request { value } => self.on_request(from, value),
            Message::Prepare { ballot, from_slot } => self.on_prepare(from, ballot, from_slot),
            Message::Promise { ballot, ref votes, ref known, .. } => self.on_promise(from, ballot, votes, known),
            Message::Nack { ballot, promised } => self.on_nack(from, ballot, promised),
            Message::AcceptRequest { ballot, slot, value, first_unchosen } => {
                self.on_accept_request(from, slot, Vote { ballot, value }, first_unchosen)
            }
            Message::Accepted { ballot, slot, value, first_unchosen } => {
                self.on_accepted(from, slot, Vote { ballot, value }, first_unchosen)
            }
            Message::Heartbeat { ballot, first_unchosen } => self.on_heartbeat(from, ballot, first_unchosen),
            Message::Success { ballot, slot, value, first_unchosen } => {
                self.on_success(from, slot, Vote { ballot, value }, first_unchosen)
            }
            Message::CatchUp { slot, .. } => self.on_catch_up(from, slot),
            Message::Reply { .. } | Message::Redirect { .. } => Outbox::because(Note::NotForMe),
        }
    }

    /// The lowest slot of which this replica does not know what is chosen.
    fn first_unchosen(&self) -> Slot {
        self.learner.first_unchosen()
    }

    /// Who decides in `slot`, as far as this replica knows.
    fn members(&self, slot: Slot) -> NodeSet {
        self.setting.rules.members(self.setting.cluster, slot, &self.learner.learned)
    }

    /// Writes down what it now knows to be chosen, and says by which note it knows. A leader may be overruled by that.
    fn learn(&mut self, slot: Slot, value: Value, note: LogNote, outbox: &mut Outbox) {
        outbox.notes.push(Note::Log(match self.learner.learn(slot, value) {
            News::New => note,
            News::Known => LogNote::KnownBefore { slot, value },
            News::Contradicts(first) => LogNote::KnownOtherwise { slot, first, value },
        }));
        if let (Stance::Prepares(lead) | Stance::Leads(lead), Some(_)) = (&mut self.replica.stance, value.command)
            && self.setting.rules.is_executed_once()
        {
            lead.waiting.retain(|waiting| *waiting != value); // It is in the log, and gets no second slot.
        }
        if let Some(note) = self.gives_way_in(slot) {
            outbox.notes.push(note);
            outbox.timer = Some(self.await_leader());
        }
    }

    /// Applies what can be applied, in the order of slots and without gaps. A leader answers the clients, and
    /// goes on with what has waited for that.
    pub(super) fn apply(&mut self, outbox: &mut Outbox) {
        while let Some((slot, value)) = self.next_to_apply() {
            let (rules, cluster) = (self.setting.rules, self.setting.cluster);
            let effect = self.replica.disk.machine.apply(rules, cluster, value);
            self.replica.disk.applied.push(Applied { slot, value, effect });
            outbox.notes.push(Note::Log(LogNote::Applied { slot, value, effect }));
            if let (Some(_), Some(command)) = (self.replica.leads(), value.command)
                && let Effect::Executed(answer) | Effect::Repeated(answer) = effect
            {
                let reply = Message::Reply { slot, value, answer: Some(answer) };
                outbox.post(reply, NodeSet::of(command.client));
            }
        }
    }

    /// The slot after the last one applied, if it is known; a later one, where a wrong rule passes over gaps.
    fn next_to_apply(&self) -> Option<(Slot, Value)> {
        let after = self.replica.disk.applied_to().next();
        if self.setting.rules.applies_past_gaps() {
            return self.learner.learned.iter().find(|&&(slot, _)| after <= slot).copied();
        }
        Some((after, self.learner.learned(after)?))
    }

    /// Waits to hear a leader, unless it has no part in deciding.
    fn await_leader(&self) -> Timer {
        match self.has_part() {
            true => Timer::Election,
            false => Timer::Disarm,
        }
    }

    /// Whether it takes part in deciding: in the last slot that it knows, in a later one that may be open, or, as its
    /// vote shows, in one whose members it does not know yet.
    ///
    /// Narrow enough that outsiders never stand for election, wide enough that somebody does. Of those who decided in the
    /// last slot that is chosen a majority has votes there. Whoever of them lives knows what is chosen up to there, so that
    /// it is the last slot that it knows, or has a vote in a slot that it does not know.
    fn has_part(&self) -> bool {
        let first = self.first_unchosen();
        let last_known = self.members(Slot(first.0.saturating_sub(1).max(1)));
        last_known.union(self.members_ahead()).contains(self.me) || Some(first) <= self.acceptor.disk.votes.last_slot()
    }

    /// What a replica does when it starts again: it waits to hear a leader.
    pub fn restart(&mut self) -> Outbox {
        Outbox::default().timer(self.await_leader())
    }
}
