//! The acceptor: it promises, it votes, and it remembers both.

use super::ballot::{Ballot, Slot, Vote, Votes};
use super::cluster::{Nacks, NodeId, NodeSet, Setting};
use super::message::{Known, Message};
use super::node::Outbox;
use super::note::{Note, Reported};
use super::rules::Accept;

/// What an acceptor keeps on disk, written before it answers (PMS 2.5).
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct OnDisk {
    /// The highest id that it has promised, by a PROMISE or by accepting (maxBal).
    pub promised: Option<Ballot>,
    /// The latest vote in each slot (maxVBal, maxVal).
    pub votes: Votes,
}

/// An acceptor. Nothing of it is volatile: all that it knows, it has stored.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Acceptor {
    /// What survives a crash.
    pub disk: OnDisk,
}

impl Acceptor {
    /// Phase 1b: promise a higher id and report what was accepted, or ignore. `known` is what its node knows to be chosen
    /// from that slot on.
    pub(super) fn on_prepare(
        &mut self,
        setting: Setting,
        from: NodeId,
        ballot: Ballot,
        from_slot: Slot,
        known: Known,
    ) -> Outbox {
        let before = self.disk.promised;
        if !setting.rules.may_promise(ballot, before) {
            let promised = before.unwrap_or(ballot);
            return refuse(setting, from, ballot, promised, Note::PrepareIgnored { ballot, promised });
        }
        self.disk.promised = Some(ballot);
        let cast = self.disk.votes.from_slot(from_slot);
        let truly = cast.lowest();
        let votes = setting.rules.report(cast, before);
        let reports = votes.lowest();
        let conceals = truly.filter(|_| reports != truly);
        let both = known.iter().filter(|&&(slot, _)| votes.get(slot).is_some()).count() as u16;
        let log = Reported { from_slot, votes: votes.len() as u16, known: known.len() as u16, both };
        let mut outbox = Outbox::because(Note::Promised { ballot, before, reports, conceals, log });
        outbox.post(Message::Promise { ballot, from_slot, votes, known }, NodeSet::of(from));
        outbox
    }

    /// Phase 2b: accept unless a higher id is promised; accepting an id also promises it. The proposer hears of it, and
    /// `learners` do.
    pub(super) fn on_accept_request(
        &mut self,
        setting: Setting,
        from: NodeId,
        slot: Slot,
        vote: Vote,
        first_unchosen: Slot,
        learners: NodeSet,
    ) -> Outbox {
        let before = self.disk.promised;
        let replaced = self.disk.votes.get(slot);
        if !setting.rules.may_accept(vote.ballot, slot, &self.disk) {
            let promised = before.unwrap_or(vote.ballot);
            let note = match (setting.rules.accept, replaced) {
                // What Paxos ignores too is told as Paxos tells it.
                (Accept::First, Some(first)) if !setting.rules.is_below_promise(vote.ballot, &self.disk) => {
                    Note::AcceptIgnoredNotFirst { slot, vote, first }
                }
                _ => Note::AcceptIgnored { slot, vote, promised },
            };
            return refuse(setting, from, vote.ballot, promised, note);
        }
        self.disk.promised = setting.rules.promise_on_accept(vote.ballot, before);
        self.disk.votes.set(slot, vote);
        let accepted = Message::Accepted { ballot: vote.ballot, slot, value: vote.value, first_unchosen };
        let promised = self.disk.promised;
        let mut outbox = Outbox::because(Note::Accepted { slot, vote, before, promised, replaced });
        outbox.post(accepted.clone(), NodeSet::of(from));
        outbox.post(accepted, learners);
        outbox
    }

    /// A crash takes nothing, unless a wrong rule is in force (PMS 2.5: stable storage).
    pub(super) fn crash(&mut self, setting: Setting) -> Option<Note> {
        let disk = setting.rules.survives_crash(self.disk.clone());
        let has_forgotten = disk != self.disk;
        self.disk = disk;
        has_forgotten.then_some(Note::Forgets(setting.rules.storage))
    }
}

/// Ignores a message, and says so to its sender where the scene wants that.
fn refuse(setting: Setting, from: NodeId, ballot: Ballot, promised: Ballot, note: Note) -> Outbox {
    let mut outbox = Outbox::because(note);
    if setting.cluster.nacks == Nacks::On {
        outbox.post(Message::Nack { ballot, promised }, NodeSet::of(from));
    }
    outbox
}
