//! The proposer: it asks for the floor, and then sends the only value that is safe to send.

use super::ballot::{Ballot, Slot, Value, Vote, Votes};
use super::cluster::{NodeId, Role, Setting};
use super::message::Message;
use super::node::{Outbox, Timer};
use super::note::Note;
use super::rules::{Choice, Heard, Phases, QuorumFor};
use smallvec::SmallVec;

/// What a proposer keeps on disk (PMS 2.5: the highest number it has used).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct OnDisk {
    /// The highest id that it has used.
    pub highest: Option<Ballot>,
    /// The value that it wants to have chosen.
    pub own: Option<Value>,
}

/// How far a ballot has come.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Phase {
    /// Phase 1: PREPARE is out.
    Preparing,
    /// Phase 2: ACCEPT-REQUEST is out, with this value.
    Accepting(Value),
    /// Given up after a NACK; its messages may still win.
    Abandoned(Option<Value>),
}

/// A ballot under way, or given up.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Attempt {
    /// Its id.
    pub ballot: Ballot,
    /// How far it has come.
    pub phase: Phase,
    /// Acceptors that have promised, as far as the proposer has heard.
    pub promises: Heard,
    /// Votes that they reported for the one slot, in the order of arrival.
    pub reported: SmallVec<[Vote; 3]>,
}

impl Attempt {
    /// The value of its ACCEPT-REQUEST, once that is out.
    pub fn value(&self) -> Option<Value> {
        match self.phase {
            Phase::Preparing => None,
            Phase::Accepting(value) => Some(value),
            Phase::Abandoned(value) => value,
        }
    }

    /// A PROMISE after the quorum changes nothing, unless a wrong rule is in force: `sent` is out.
    fn on_late_promise(&mut self, setting: Setting, own: Value, sent: Value, reports: Option<Vote>) -> Outbox {
        let ballot = self.ballot;
        let Some(report) = reports.filter(|_| setting.rules.picks_anew()) else {
            return Outbox::because(Note::PromiseLate { ballot, reports });
        };
        self.reported.push(report);
        let value = setting.rules.safe_value(own, &self.reported).value();
        self.phase = Phase::Accepting(value);
        let note = Note::PicksAnew { ballot, report, value, before: sent };
        Outbox::because(note).send(accept_request(ballot, value), setting.cluster.all(Role::Acceptor))
    }
}

/// A proposer: what it has on disk, and what a crash takes from it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Proposer {
    /// What survives a crash.
    pub disk: OnDisk,
    /// Volatile: the highest id of others that it was shown, in a NACK or a PROMISE.
    pub shown: Option<Ballot>,
    /// Volatile: the ballot under way, or the one that a NACK has ended.
    pub attempt: Option<Attempt>,
}

impl Proposer {
    /// The ballot under way, unless a NACK has ended it.
    pub fn current(&self) -> Option<&Attempt> {
        self.attempt.as_ref().filter(|attempt| !matches!(attempt.phase, Phase::Abandoned(_)))
    }

    /// Phase 1a: a new ballot under an id that was never used, for the proposer's own value.
    /// `ballot` is an id given by hand; `value` a new own value.
    pub(super) fn start(
        &mut self,
        setting: Setting,
        node: NodeId,
        value: Option<Value>,
        ballot: Option<Ballot>,
    ) -> Outbox {
        let Some(own) = value.or(self.disk.own) else {
            return Outbox::because(Note::NotForMe);
        };
        let above = self.disk.highest.max(self.shown);
        let ballot = ballot.unwrap_or_else(|| setting.rules.next_ballot(setting.cluster, node, above, setting.taken));
        let ballot = setting.rules.as_used(setting.cluster, ballot, setting.taken);
        self.disk = OnDisk { highest: self.disk.highest.max(Some(ballot)), own: Some(own) };
        let reused = setting.taken.iter().any(|&(taken, _)| taken == ballot);
        let abandoned = self.attempt.as_ref().map(|attempt| attempt.ballot);
        let mut attempt =
            Attempt { ballot, phase: Phase::Preparing, promises: Heard::default(), reported: SmallVec::new() };
        let acceptors = setting.cluster.all(Role::Acceptor);
        let (note, message) = match setting.rules.phases {
            Phases::Two => (
                Note::BallotStarted { ballot, own, abandoned, reused },
                Message::Prepare { ballot, from_slot: Slot::ONLY },
            ),
            Phases::One => {
                attempt.phase = Phase::Accepting(own);
                (Note::SkipsPrepare { ballot, own, reused }, accept_request(ballot, own))
            }
        };
        self.attempt = Some(attempt);
        let mut outbox = Outbox::because(note);
        outbox.post(message, acceptors);
        outbox.timer = Some(Timer::Arm);
        outbox
    }

    /// Phase 2a: counts a PROMISE; the one that completes the quorum sends the safe value.
    pub(super) fn on_promise(&mut self, setting: Setting, from: NodeId, ballot: Ballot, votes: &Votes) -> Outbox {
        for (_, vote) in votes.iter() {
            self.shown = self.shown.max(Some(vote.ballot));
        }
        let own = self.disk.own;
        let (Some(attempt), Some(own)) = (&mut self.attempt, own) else {
            return Outbox::because(Note::PromiseForOtherBallot { ballot, current: None });
        };
        if attempt.ballot != ballot {
            let current = self.current().map(|attempt| attempt.ballot);
            return Outbox::because(Note::PromiseForOtherBallot { ballot, current });
        }
        if !setting.rules.counts(attempt.promises, from) {
            return Outbox::because(Note::PromiseRepeated { ballot });
        }
        attempt.promises = attempt.promises.and(from);
        match attempt.phase {
            Phase::Preparing => attempt.reported.extend(votes.get(Slot::ONLY)),
            Phase::Accepting(sent) => return attempt.on_late_promise(setting, own, sent, votes.get(Slot::ONLY)),
            Phase::Abandoned(_) => return Outbox::because(Note::PromiseForOtherBallot { ballot, current: None }),
        }
        let need = setting.rules.quorum_size(setting.cluster, QuorumFor::Prepare) as u8;
        if !setting.rules.is_enough(setting.cluster, QuorumFor::Prepare, attempt.promises) {
            return Outbox::because(Note::PromiseCounted { ballot, heard: attempt.promises, need });
        }
        let by = attempt.promises;
        let choice = setting.rules.safe_value(own, &attempt.reported);
        attempt.phase = Phase::Accepting(choice.value());
        let note = match choice {
            Choice::Free(own) => Note::FreeToPropose { ballot, own, by, need },
            Choice::Adopt(vote) => Note::MustAdopt { ballot, vote, tied: vote.tied(&attempt.reported), own, by, need },
            Choice::Misread(vote, highest) => Note::MisreadsReports { ballot, vote, highest, own, by, need },
            Choice::Disregard(own, vote) => Note::KeepsOwn { ballot, vote, own, by, need },
        };
        let mut outbox = Outbox::because(note);
        outbox.post(accept_request(ballot, choice.value()), setting.cluster.all(Role::Acceptor));
        outbox
    }

    /// A refusal ends the ballot, which then waits for the timer (PMS 2.4: an optimization).
    pub(super) fn on_nack(&mut self, ballot: Ballot, promised: Ballot) -> Outbox {
        self.shown = self.shown.max(Some(promised));
        let Some(attempt) = self.attempt.as_mut().filter(|attempt| attempt.ballot == ballot) else {
            let current = self.current().map(|attempt| attempt.ballot);
            return Outbox::because(Note::NackStale { ballot, promised, current });
        };
        if matches!(attempt.phase, Phase::Abandoned(_)) {
            return Outbox::because(Note::NackAgain { ballot, promised });
        }
        // A copy of a PREPARE is refused with its own id, which is no reason to give up.
        if promised <= ballot {
            return Outbox::because(Note::NackStale { ballot, promised, current: Some(ballot) });
        }
        attempt.phase = Phase::Abandoned(attempt.value());
        Outbox::because(Note::NackHeeded { ballot, promised })
    }

    /// A crash takes the ballot under way and the ids it was shown; also the ids it used, where a wrong
    /// rule is in force.
    pub(super) fn crash(&mut self, setting: Setting) -> Option<Note> {
        let highest = setting.rules.remembers_highest(self.disk.highest);
        let forgets = (highest != self.disk.highest).then_some(Note::ForgetsIds);
        *self = Proposer { disk: OnDisk { highest, ..self.disk }, ..Proposer::default() };
        forgets
    }
}

fn accept_request(ballot: Ballot, value: Value) -> Message {
    Message::AcceptRequest { ballot, slot: Slot::ONLY, value, first_unchosen: Slot::ONLY }
}
