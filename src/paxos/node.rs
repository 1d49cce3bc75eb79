//! A node: the roles that it plays, and the one way into them.

use super::acceptor::Acceptor;
use super::ballot::{Ballot, Slot, Value, Vote};
use super::cluster::{NodeId, NodeSet, Role, Setting};
use super::learner::Learner;
use super::message::Message;
use super::note::Note;
use super::proposer::Proposer;
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
    /// Why; the first note is about the input itself. Empty only for a crash or a restart.
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
                proposer.on_promise(setting, from, ballot, votes)
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
        match (note, &self.proposer) {
            (Note::Learned { .. }, Some(_)) => outbox.timer(Timer::Disarm),
            (Note::Learned { .. }, None) => outbox.send(Message::Reply { slot, value: vote.value }, setting.asked),
            _ => outbox,
        }
    }

    fn crash(&mut self, setting: Setting) -> Outbox {
        self.up = false;
        if let Some(acceptor) = &mut self.acceptor {
            acceptor.disk = setting.rules.survives_crash(std::mem::take(&mut acceptor.disk));
        }
        if let Some(proposer) = &mut self.proposer {
            proposer.crash();
        }
        if let Some(learner) = &mut self.learner {
            learner.crash();
        }
        Outbox::default().timer(Timer::Disarm)
    }
}
