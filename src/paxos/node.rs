//! A node: the roles that it plays, and the one way into them.

use super::acceptor::Acceptor;
use super::ballot::{Ballot, Slot, Value, Vote};
use super::cluster::{NodeId, NodeSet, Role, Setting};
use super::learner::Learner;
use super::message::Message;
use super::note::Note;
use super::proposer::Proposer;
use super::rules::Learn;
use arrayvec::ArrayVec;

/// A node. A role that it does not play is absent; a proposer is a learner too.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Node {
    /// Whether it runs. A node that is down keeps what it has on disk.
    pub up: bool,
    /// Its part as an acceptor.
    pub acceptor: Option<Acceptor>,
    /// Its part as a proposer.
    pub proposer: Option<Proposer>,
    /// What it knows of what is chosen.
    pub learner: Option<Learner>,
}

/// What reaches a node.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Input {
    /// A message of another node.
    Message {
        /// Who sent it.
        from: NodeId,
        /// What it says.
        message: Message,
    },
    /// The wish to have a value chosen; with an id, under that id.
    Propose {
        /// The value.
        value: Value,
        /// An id given by hand.
        ballot: Option<Ballot>,
    },
    /// Its timer fires.
    Timeout,
    /// It stops, and what it had not stored is gone.
    Crash,
    /// It starts again with what it had stored.
    Restart,
}

/// One message to one or more nodes, in the order of declaration.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Send {
    /// What is sent.
    pub message: Message,
    /// To whom.
    pub to: NodeSet,
}

/// Whether a node wants to be woken. When that is, is not the core's affair.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Timer {
    /// Wake me some time from now, unless I say otherwise.
    Arm,
    /// Do not wake me.
    Disarm,
}

/// What a step of a node gives: what it sends, whether it wants to be woken, and why.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Outbox {
    /// What it sends, in order.
    pub sends: ArrayVec<Send, 4>,
    /// A change of its timer.
    pub timer: Option<Timer>,
    /// Why; the first note is about the input itself. May be empty only for a crash or a restart.
    pub notes: ArrayVec<Note, 2>,
}

impl Outbox {
    pub(super) fn because(note: Note) -> Outbox {
        Outbox { notes: ArrayVec::from_iter([note]), ..Outbox::default() }
    }

    pub(super) fn send(mut self, message: Message, to: NodeSet) -> Outbox {
        if !to.is_empty() {
            self.sends.push(Send { message, to });
        }
        self
    }

    pub(super) fn timer(self, timer: Timer) -> Outbox {
        Outbox { timer: Some(timer), ..self }
    }
}

impl Node {
    /// A node at the beginning of a run, with the parts of its role.
    pub fn new(role: Role) -> Node {
        Node {
            up: true,
            acceptor: (role == Role::Acceptor).then(Acceptor::default),
            proposer: (role == Role::Proposer).then(Proposer::default),
            learner: matches!(role, Role::Proposer | Role::Learner).then(Learner::default),
        }
    }

    /// Takes one input, changes accordingly, and says what follows. `me` is this node's own name.
    /// A node that is down takes nothing but a restart: the world sees to that.
    pub fn step(&mut self, setting: Setting, me: NodeId, input: Input) -> Outbox {
        match input {
            Input::Message { from, message } => self.receive(setting, me, from, message),
            Input::Propose { value, ballot } => self.start(setting, me, Some(value), ballot),
            Input::Timeout => self.start(setting, me, None, None),
            Input::Crash => self.crash(setting),
            Input::Restart => {
                self.up = true;
                Outbox::default()
            }
        }
    }

    fn receive(&mut self, setting: Setting, me: NodeId, from: NodeId, message: Message) -> Outbox {
        match (message, &mut self.acceptor, &mut self.proposer, &mut self.learner) {
            (Message::Prepare { ballot, from_slot }, Some(acceptor), _, _) => {
                acceptor.on_prepare(setting, from, ballot, from_slot)
            }
            (Message::AcceptRequest { ballot, slot, value }, Some(acceptor), _, _) => {
                acceptor.on_accept_request(setting, from, slot, Vote { ballot, value })
            }
            (Message::Promise { ballot, ref votes }, _, Some(proposer), _) => {
                let outbox = proposer.on_promise(setting, from, ballot, votes);
                self.on_quorum_of_promises(setting, outbox)
            }
            (Message::Nack { ballot, promised }, _, Some(proposer), _) => proposer.on_nack(ballot, promised),
            (Message::Request { value }, _, Some(_), _) => self.start(setting, me, Some(value), None),
            (Message::Accepted { ballot, slot, value }, _, _, Some(_)) => {
                self.on_accepted(setting, from, slot, Vote { ballot, value })
            }
            (Message::Reply { value, .. }, None, None, None) => Outbox::because(Note::ReplyReceived { value, from }),
            (
                Message::Prepare { .. }
                | Message::AcceptRequest { .. }
                | Message::Promise { .. }
                | Message::Nack { .. }
                | Message::Request { .. }
                | Message::Accepted { .. }
                | Message::Reply { .. },
                _,
                _,
                _,
            ) => Outbox::because(Note::NotForMe),
        }
    }

    fn start(&mut self, setting: Setting, me: NodeId, value: Option<Value>, ballot: Option<Ballot>) -> Outbox {
        let Some(proposer) = &mut self.proposer else {
            return Outbox::because(Note::NotForMe);
        };
        let outbox = proposer.start(setting, me, value, ballot);
        match self.learner.as_ref().and_then(|learner| learner.learned(Slot::ONLY)) {
            None => outbox,
            Some(_) => outbox.timer(Timer::Disarm), // It knows the result, and nothing is left to try for.
        }
    }

    /// Learning: a proposer that has learned needs no timer, a learner tells the clients that asked.
    fn on_accepted(&mut self, setting: Setting, from: NodeId, slot: Slot, vote: Vote) -> Outbox {
        let Some(learner) = &mut self.learner else {
            return Outbox::because(Note::NotForMe);
        };
        let note = learner.on_accepted(setting, from, slot, vote);
        let outbox = Outbox::because(note);
        match (note.learns(), &self.proposer) {
            (true, Some(_)) => outbox.timer(Timer::Disarm),
            (true, None) => outbox.send(Message::Reply { slot, value: vote.value }, setting.asked),
            (false, _) => outbox,
        }
    }

    /// Where promises are taken for success, the proposer that has enough of them has learned.
    fn on_quorum_of_promises(&mut self, setting: Setting, mut outbox: Outbox) -> Outbox {
        let sends = outbox.notes.first().and_then(|note| note.sends_value());
        let (Learn::OnPromises, Some((vote, by)), Some(learner)) = (setting.rules.learn, sends, &mut self.learner)
        else {
            return outbox;
        };
        match learner.on_quorum_of_promises(Slot::ONLY, vote, by.by) {
            None => outbox,
            Some(note) => {
                outbox.notes.push(note);
                outbox.timer(Timer::Disarm)
            }
        }
    }

    fn crash(&mut self, setting: Setting) -> Outbox {
        self.up = false;
        let mut outbox = Outbox::default().timer(Timer::Disarm);
        if let Some(acceptor) = &mut self.acceptor {
            outbox.notes.extend(acceptor.crash(setting));
        }
        if let Some(proposer) = &mut self.proposer {
            outbox.notes.extend(proposer.crash(setting));
        }
        if let Some(learner) = &mut self.learner {
            learner.crash();
        }
        outbox
    }
}
