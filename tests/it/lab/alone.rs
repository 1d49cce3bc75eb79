//! One node by itself, and the messages to feed it with.

use super::{Cast, Who};
use paxos_explainer::paxos::message::Known;
use paxos_explainer::paxos::{
    Ballot, Cluster, Input, Message, Node, NodeId, NodeSet, Outbox, Rules, Setting, Slot, Value, Vote, Votes,
};

/// One node by itself, fed by hand. It stands in a cluster of two proposers and three acceptors.
#[derive(Clone, PartialEq, Debug)]
pub struct Alone {
    cast: Cast,
    pub cluster: Cluster,
    pub rules: Rules,
    me: Who,
    pub node: Node,
}

impl Alone {
    pub fn new(me: Who) -> Alone {
        let cast = Cast::of(2, 3);
        let cluster = cast.cluster();
        let node = Node::new(cluster.role(cast.id(me)), false);
        Alone { cast, cluster, rules: Rules::default(), me, node }
    }

    pub fn step(&mut self, input: Input) -> Outbox {
        // No list of ids in use: what it does not remember itself, it does not know.
        let setting = Setting { cluster: &self.cluster, rules: &self.rules, taken: &[], asked: NodeSet::EMPTY };
        self.node.step(setting, self.cast.id(self.me), input)
    }

    /// What the node sends, and to whom, when it hears this.
    pub fn hears(&mut self, from: Who, message: Message) -> Vec<(Message, Vec<NodeId>)> {
        let outbox = self.takes(from, message);
        assert!(!outbox.notes.is_empty(), "a node says why, also when it ignores a message");
        outbox.sends.into_iter().map(|send| (send.message, send.to.iter().collect())).collect()
    }

    /// All that follows when the node hears this.
    pub fn takes(&mut self, from: Who, message: Message) -> Outbox {
        self.step(Input::Message { from: self.cast.id(from), message: &message })
    }

    /// Starts a ballot, and gives its id.
    pub fn proposes(&mut self, value: Value) -> Ballot {
        self.step(Input::Propose { value, ballot: None });
        self.ballot()
    }

    pub fn ballot(&self) -> Ballot {
        let proposer = self.node.proposer.as_ref().expect("it is a proposer");
        proposer.attempt.as_ref().expect("a ballot is under way").ballot
    }

    pub fn promised(&self) -> Option<Ballot> {
        self.node.acceptor.as_ref().expect("it is an acceptor").disk.promised
    }

    pub fn accepted(&self) -> Option<Vote> {
        self.node.acceptor.as_ref().expect("it is an acceptor").disk.votes.get(Slot::ONLY)
    }

    pub fn crash_and_restart(&mut self) {
        self.step(Input::Crash);
        self.step(Input::Restart);
    }

    pub fn ids(&self, who: &[Who]) -> Vec<NodeId> {
        who.iter().map(|&who| self.cast.id(who)).collect()
    }
}

/// An id of the cluster in which a node stands [`Alone`]: odd ones are P1's, even ones P2's.
pub fn id(number: u32) -> Ballot {
    Cast::of(2, 3).ballot(number)
}

pub fn vote(number: u32, value: Value) -> Vote {
    Vote { ballot: id(number), value }
}

pub fn prepare(number: u32) -> Message {
    Message::Prepare { ballot: id(number), from_slot: Slot::ONLY }
}

/// A PROMISE that reports this vote, or nothing.
pub fn promise(number: u32, reports: Option<Vote>) -> Message {
    Message::Promise {
        from_slot: Slot::ONLY,
        known: Known::new(),
        ballot: id(number),
        votes: reports.map(|vote| (Slot::ONLY, vote)).into_iter().collect::<Votes>(),
    }
}

pub fn accept_request(number: u32, value: Value) -> Message {
    Message::AcceptRequest { ballot: id(number), slot: Slot::ONLY, value, first_unchosen: Slot::ONLY }
}

pub fn accepted(number: u32, value: Value) -> Message {
    Message::Accepted { ballot: id(number), slot: Slot::ONLY, value, first_unchosen: Slot::ONLY }
}

pub fn nack(number: u32, promised: u32) -> Message {
    Message::Nack { ballot: id(number), promised: id(promised) }
}
