//! A node: the roles that it plays, and the one way into them.

use super::acceptor::Acceptor;
use super::ballot::{Ballot, Slot, Value, Vote};
use super::client::Client;
use super::cluster::{NodeId, NodeSet, Role, Setting};
use super::learner::Learner;
use super::message::{Known, Message};
use super::note::Note;
use super::proposer::Proposer;
use super::replica::{Replica, Server};
use super::rules::Learn;
use smallvec::SmallVec;

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
    /// Its part as a replica of a log, besides those of an acceptor and a learner.
    pub replica: Option<Replica>,
    /// Its part as a client of a replicated log.
    pub client: Option<Client>,
}

/// What reaches a node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Input<'a> {
    /// A message of another node.
    Message {
        /// Who sent it.
        from: NodeId,
        /// What it says.
        message: &'a Message,
    },
    /// The wish to have a value chosen; with an id, under that id.
    Propose {
        /// The value.
        value: Value,
        /// An id given by hand.
        ballot: Option<Ballot>,
    },
    /// A client of a replicated log asks a replica.
    Ask {
        /// The replica.
        to: NodeId,
        /// The word of its command.
        value: Value,
    },
    /// What it has sent to itself: its own acceptor's part, which no message carries.
    Own {
        /// What it says.
        message: &'a Message,
    },
    /// Its timer fires.
    Timeout,
    /// A leader's heartbeat is due.
    Heartbeat,
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
    /// Wake me when no leader was heard for the election time.
    Election,
    /// I lead now: wake me at once for the first heartbeat.
    Lead,
    /// Wake me for the next heartbeat.
    Heartbeat,
    /// I am a client and wait for nothing: wake me when it is time for my next command.
    Rest,
}

/// Why a node did what it did in one step.
pub type Notes = SmallVec<[Note; 1]>;

/// What a step of a node gives: what it sends, whether it wants to be woken, and why.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Outbox {
    /// What it sends, in order.
    pub sends: SmallVec<[Send; 2]>,
    /// A change of its timer.
    pub timer: Option<Timer>,
    /// Why; the first note is about the input itself. May be empty only for a crash or a restart.
    pub notes: Notes,
}

impl Outbox {
    /// Takes out what it sends to `node`.
    fn take_sent_to(&mut self, node: NodeId) -> SmallVec<[Message; 2]> {
        let mut own = SmallVec::new();
        for send in self.sends.iter_mut().filter(|send| send.to.contains(node)) {
            send.to = send.to.without(node);
            own.push(send.message.clone());
        }
        self.sends.retain(|send| !send.to.is_empty());
        own
    }

    pub(super) fn because(note: Note) -> Outbox {
        let mut outbox = Outbox::default();
        outbox.notes.push(note);
        outbox
    }

    pub(super) fn send(mut self, message: Message, to: NodeSet) -> Outbox {
        self.post(message, to);
        self
    }

    /// Sends something more.
    #[inline(always)]
    pub(super) fn post(&mut self, message: Message, to: NodeSet) {
        if !to.is_empty() {
            self.sends.push(Send { message, to });
        }
    }

    /// What comes of one more thing in the same step: its timer counts, if it has one.
    pub(super) fn also(&mut self, more: Outbox) {
        self.notes.extend(more.notes);
        self.sends.extend(more.sends);
        self.timer = more.timer.or(self.timer);
    }

    pub(super) fn timer(self, timer: Timer) -> Outbox {
        Outbox { timer: Some(timer), ..self }
    }
}

impl Node {
    /// A node at the beginning of a run, with the parts of its role. `is_replicated` tells whether a log is kept.
    pub fn new(role: Role, is_replicated: bool) -> Node {
        Node {
            up: true,
            acceptor: role.plays(Role::Acceptor).then(Acceptor::default),
            proposer: (role == Role::Proposer).then(Proposer::default),
            learner: matches!(role, Role::Proposer | Role::Learner | Role::Replica).then(Learner::default),
            replica: (role == Role::Replica).then(Replica::default),
            client: (role == Role::Client && is_replicated).then(Client::default),
        }
    }

    /// Puts something into the log of a replica before anything has happened.
    pub fn begin_with(&mut self, slot: Slot, value: Value, ballot: Option<Ballot>, is_chosen: bool) {
        let (Some(acceptor), Some(learner)) = (&mut self.acceptor, &mut self.learner) else { return };
        if let Some(ballot) = ballot {
            acceptor.disk.votes.set(slot, Vote { ballot, value });
            acceptor.disk.promised = acceptor.disk.promised.max(Some(ballot));
        }
        if is_chosen {
            learner.learn(slot, value);
        }
    }

    /// What a replica knows to be chosen before anything has happened, it has applied.
    pub fn apply_at_first(&mut self, setting: Setting, me: NodeId) {
        if let Some(mut server) = self.server(setting, me) {
            server.apply(&mut Outbox::default());
        }
    }

    /// Takes one input, changes accordingly, and says what follows. `me` is this node's own name.
    /// A node that is down takes nothing but a restart: the world sees to that.
    pub fn step(&mut self, setting: Setting, me: NodeId, input: Input) -> Outbox {
        match input {
            Input::Message { from, message } => self.receive(setting, me, from, message),
            Input::Propose { value, ballot } => self.start(setting, me, Some(value), ballot),
            Input::Timeout => self.on_timeout(setting, me),
            Input::Ask { to, value } => match &mut self.client {
                Some(client) => client.ask(me, to, value),
                None => Outbox::because(Note::NotForMe),
            },
            Input::Own { message } => self.take_own(setting, me, message),
            Input::Heartbeat => match self.server(setting, me) {
                Some(mut server) => server.beat(),
                None => Outbox::because(Note::NotForMe),
            },
            Input::Crash => self.crash(setting),
            Input::Restart => {
                self.up = true;
                match &self.client {
                    Some(client) => client.restart(),
                    None => self.server(setting, me).map_or(Outbox::default(), |mut server| server.restart()),
                }
            }
        }
    }

    /// Its part as a replica, at work.
    #[inline(never)]
    fn server<'a>(&'a mut self, setting: Setting<'a>, me: NodeId) -> Option<Server<'a>> {
        let (Some(acceptor), Some(learner), Some(replica)) = (&mut self.acceptor, &mut self.learner, &mut self.replica)
        else {
            return None;
        };
        Some(Server { setting, me, acceptor, learner, replica })
    }

    /// What it has sent to itself; its own answer reaches it in the same step.
    fn take_own(&mut self, setting: Setting, me: NodeId, message: &Message) -> Outbox {
        let mut outbox = self.receive(setting, me, me, message);
        for answer in outbox.take_sent_to(me) {
            outbox.also(self.receive(setting, me, me, &answer));
        }
        outbox
    }

    fn on_timeout(&mut self, setting: Setting, me: NodeId) -> Outbox {
        if let Some(client) = &mut self.client {
            return client.ask_next(setting);
        }
        match self.server(setting, me) {
            Some(mut server) => server.try_to_lead(),
            None => self.start(setting, me, None, None),
        }
    }

    fn receive(&mut self, setting: Setting, me: NodeId, from: NodeId, message: &Message) -> Outbox {
        if self.replica.is_some()
            && let Some(mut server) = self.server(setting, me)
        {
            return server.receive(from, message);
        }
        match (message, &mut self.client) {
            (&Message::Reply { slot, value, answer: Some(answer) }, Some(client)) => {
                client.on_reply(slot, value, answer)
            }
            (&Message::Redirect { value, leader }, Some(client)) => client.on_redirect(value, leader),
            (message, _) => self.decide(setting, me, from, message),
        }
    }

    /// Single-decree Paxos, in which each node plays its role.
    fn decide(&mut self, setting: Setting, me: NodeId, from: NodeId, message: &Message) -> Outbox {
        match (message, &mut self.acceptor, &mut self.proposer, &mut self.learner) {
            (&Message::Prepare { ballot, from_slot }, Some(acceptor), _, _) => {
                acceptor.on_prepare(setting, from, ballot, from_slot, Known::new())
            }
            (&Message::AcceptRequest { ballot, slot, value, .. }, Some(acceptor), _, _) => {
                let learners = setting.cluster.all(Role::Learner);
                acceptor.on_accept_request(setting, from, slot, Vote { ballot, value }, Slot::ONLY, learners)
            }
            (&Message::Promise { ballot, ref votes, .. }, _, Some(proposer), _) => {
                let mut outbox = proposer.on_promise(setting, from, ballot, votes);
                self.on_quorum_of_promises(setting, &mut outbox);
                outbox
            }
            (&Message::Nack { ballot, promised }, _, Some(proposer), _) => proposer.on_nack(ballot, promised),
            (&Message::Request { value }, _, Some(_), _) => self.start(setting, me, Some(value), None),
            (&Message::Accepted { ballot, slot, value, .. }, _, _, Some(_)) => {
                self.on_accepted(setting, from, slot, Vote { ballot, value })
            }
            (&Message::Reply { value, .. }, None, None, None) => Outbox::because(Note::ReplyReceived { value, from }),
            (
                Message::Prepare { .. }
                | Message::AcceptRequest { .. }
                | Message::Promise { .. }
                | Message::Nack { .. }
                | Message::Request { .. }
                | Message::Accepted { .. }
                | Message::Reply { .. }
                | Message::Redirect { .. }
                | Message::Heartbeat { .. }
                | Message::Success { .. }
                | Message::CatchUp { .. },
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
        let mut outbox = proposer.start(setting, me, value, ballot);
        if self.learner.as_ref().is_some_and(|learner| learner.learned(Slot::ONLY).is_some()) {
            outbox.timer = Some(Timer::Disarm); // It knows the result, and nothing is left to try for.
        }
        outbox
    }

    /// Learning: a proposer that has learned needs no timer, a learner tells the clients that asked.
    fn on_accepted(&mut self, setting: Setting, from: NodeId, slot: Slot, vote: Vote) -> Outbox {
        let Some(learner) = &mut self.learner else {
            return Outbox::because(Note::NotForMe);
        };
        let note = learner.on_accepted(setting, setting.cluster.all(Role::Acceptor), from, slot, vote);
        let mut outbox = Outbox::because(note);
        match (note.learns(), &self.proposer) {
            (true, Some(_)) => outbox.timer = Some(Timer::Disarm),
            (true, None) => outbox.post(Message::Reply { slot, value: vote.value, answer: None }, setting.asked),
            (false, _) => {}
        }
        outbox
    }

    /// Where promises are taken for success, the proposer that has enough of them has learned.
    fn on_quorum_of_promises(&mut self, setting: Setting, outbox: &mut Outbox) {
        if setting.rules.learn != Learn::OnPromises {
            return;
        }
        let sends = outbox.notes.first().and_then(|note| note.sends_value());
        let (Some((vote, by)), Some(learner)) = (sends, &mut self.learner) else { return };
        if let Some(note) = learner.on_quorum_of_promises(Slot::ONLY, vote, by.by) {
            outbox.notes.push(note);
            outbox.timer = Some(Timer::Disarm);
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
        if let Some(replica) = &mut self.replica {
            outbox.notes.extend(replica.crash(setting));
        }
        outbox
    }
}
