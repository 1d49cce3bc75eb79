//! A replica as one of those who are led, and as an acceptor of every slot.

use super::{Server, Stance};
use crate::paxos::ballot::{Ballot, Slot, Value, Vote};
use crate::paxos::cluster::{Nacks, NodeId, NodeSet};
use crate::paxos::message::Message;
use crate::paxos::node::Outbox;
use crate::paxos::note::{LogNote, Note, Outcome};

impl Server<'_> {
    /// A client asks: the leader proposes, a follower names its leader, and where nobody leads nothing is done.
    pub fn on_request(&mut self, from: NodeId, value: Value) -> Outbox {
        if self.replica.lead().is_some() {
            return self.take_command(from, value);
        }
        let leader = self.replica.follows.and_then(|ballot| self.setting.cluster.proposer_of(ballot));
        match leader.filter(|&leader| leader != self.me) {
            None => Outbox::because(Note::Log(LogNote::NobodyLeads { value })),
            Some(leader) => Outbox::because(Note::Log(LogNote::Redirects { value, leader }))
                .send(Message::Redirect { value, leader }, NodeSet::of(from)),
        }
    }

    /// Phase 1b for the whole log: one promise, with every vote from `first` on and what is known to be chosen there.
    pub fn on_prepare(&mut self, from: NodeId, ballot: Ballot, first: Slot) -> Outbox {
        let known = self.learner.known_from(first);
        let mut outbox = self.acceptor.on_prepare(self.setting, from, ballot, first, known);
        let promises = outbox.notes.first().is_some_and(|note| note.outcome() == Outcome::Promised);
        if promises && from != self.me {
            if self.replica.follows < Some(ballot) {
                self.replica.follows = None;
            }
            outbox.notes.extend(self.steps_down(ballot));
            return outbox.timer(self.await_leader());
        }
        outbox
    }

    /// Phase 2b in one slot. One that is accepted also says who leads, and what is chosen below its first unchosen slot.
    pub fn on_accept_request(&mut self, from: NodeId, slot: Slot, vote: Vote, theirs: Slot) -> Outbox {
        let mut news = Outbox::default();
        let accepts = self.setting.rules.may_accept(vote.ballot, slot, &self.acceptor.disk);
        let hears = accepts && from != self.me;
        if hears {
            news.notes.extend(self.hears(vote.ballot));
            self.mark_chosen(vote.ballot, theirs, &mut news);
        }
        let (first_unchosen, nobody) = (self.first_unchosen(), NodeSet::EMPTY);
        let mut outbox = self.acceptor.on_accept_request(self.setting, from, slot, vote, first_unchosen, nobody);
        outbox.also(news);
        if hears { outbox.timer(self.await_leader()) } else { outbox }
    }

    /// A leader is heard.
    pub fn on_heartbeat(&mut self, from: NodeId, ballot: Ballot, theirs: Slot) -> Outbox {
        if self.setting.rules.is_below_promise(ballot, &self.acceptor.disk) {
            let promised = self.acceptor.disk.promised.unwrap_or(ballot);
            let outbox = Outbox::because(Note::Log(LogNote::HeartbeatRefused { ballot, promised }));
            return match self.setting.cluster.nacks {
                Nacks::Off => outbox,
                Nacks::On => outbox.send(Message::Nack { ballot, promised }, NodeSet::of(from)),
            };
        }
        let mut outbox = Outbox::because(Note::Log(LogNote::HearsLeader { ballot, theirs }));
        outbox.notes.extend(self.hears(ballot));
        self.mark_chosen(ballot, theirs, &mut outbox);
        self.ask_to_catch_up(from, ballot, theirs, &mut outbox);
        outbox.timer(self.await_leader())
    }

    /// The leader tells what is chosen in one slot. That is knowledge, never a vote. A replica that learns by this
    /// that it is to decide next starts its election timer, in case nothing more is heard of the leader; one that no
    /// longer decides stops it.
    pub fn on_success(&mut self, from: NodeId, slot: Slot, told: Vote, theirs: Slot) -> Outbox {
        let mut outbox = Outbox::default();
        let before = self.await_leader();
        let is_news = self.learner.learned(slot).is_none();
        self.learn(slot, told.value, LogNote::Told { slot, value: told.value, from }, &mut outbox);
        self.mark_chosen(told.ballot, theirs, &mut outbox);
        // What it knows already was told to another question, which has been followed up.
        if is_news {
            self.ask_to_catch_up(from, told.ballot, theirs, &mut outbox);
        }
        match self.replica.stance {
            Stance::Follows if self.await_leader() != before => outbox.timer(self.await_leader()),
            _ => outbox,
        }
    }

    /// Follows the leader of this id, and stops leading under a lower one.
    fn hears(&mut self, ballot: Ballot) -> Option<Note> {
        self.replica.follows = self.replica.follows.max(Some(ballot));
        self.steps_down(ballot)
    }

    /// Below the leader's first unchosen slot everything is chosen: what this replica has accepted under the very id of
    /// that leader is what is chosen there. Of an older vote that cannot be said.
    fn mark_chosen(&mut self, ballot: Ballot, theirs: Slot, outbox: &mut Outbox) {
        for slot in (self.first_unchosen().0..theirs.0).map(Slot) {
            let vote = self.acceptor.disk.votes.get(slot);
            let Some(vote) = vote.filter(|&vote| self.setting.rules.may_mark(vote, ballot)) else { continue };
            if self.learner.learned(slot).is_none() {
                let note = LogNote::MarksOwnVote { slot, vote, leader: ballot };
                self.learn(slot, vote.value, note, outbox);
            }
        }
        self.apply(outbox);
        self.propose(outbox);
    }

    fn ask_to_catch_up(&mut self, leader: NodeId, ballot: Ballot, theirs: Slot, outbox: &mut Outbox) {
        let slot = self.first_unchosen();
        if slot < theirs {
            outbox.notes.push(Note::Log(LogNote::AsksToCatchUp { slot, theirs }));
            let message = Message::CatchUp { ballot, slot };
            outbox.post(message, NodeSet::of(leader));
        }
    }
}
