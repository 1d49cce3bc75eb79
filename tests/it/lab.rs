//! A small laboratory: clusters, nodes by name, and messages delivered by hand, so that a test reads
//! like the sentence that it holds.

mod alone;
mod timed;

pub use alone::*;
pub use timed::*;

use paxos_explainer::paxos::{
    Ballot, Cluster, Kind, Message, Nacks, Node, NodeId, Numbering, Outcome, QuorumSize, Replication, Role, Rules,
    Slot, Value,
};
use paxos_explainer::sim::world::Faithful;
use paxos_explainer::sim::{Action, Effects, Envelope, MessageId, Refusal, World, truth};

pub const CAT: Value = Value::of(0);
pub const DOG: Value = Value::of(1);
pub const FOX: Value = Value::of(2);

/// A node by its role and its place in it, from 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Who {
    C(u8),
    P(u8),
    A(u8),
    L(u8),
}

pub const C1: Who = Who::C(1);
pub const P1: Who = Who::P(1);
pub const P2: Who = Who::P(2);
pub const P3: Who = Who::P(3);
pub const A1: Who = Who::A(1);
pub const A2: Who = Who::A(2);
pub const A3: Who = Who::A(3);
pub const A4: Who = Who::A(4);
pub const A5: Who = Who::A(5);
pub const L1: Who = Who::L(1);
pub const L2: Who = Who::L(2);

/// How many nodes there are of each role. They are declared in the order of these fields.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cast {
    pub clients: u8,
    pub proposers: u8,
    pub acceptors: u8,
    pub learners: u8,
}

impl Cast {
    /// One client, two learners, and these many of the others.
    pub fn of(proposers: u8, acceptors: u8) -> Cast {
        Cast { clients: 1, proposers, acceptors, learners: 2 }
    }

    pub fn id(self, who: Who) -> NodeId {
        let (before, place) = match who {
            Who::C(place) => (0, place),
            Who::P(place) => (self.clients, place),
            Who::A(place) => (self.clients + self.proposers, place),
            Who::L(place) => (self.clients + self.proposers + self.acceptors, place),
        };
        NodeId(before + place - 1)
    }

    /// Ids are one number each: proposer i of n owns i, i + n, i + 2n and so on.
    pub fn cluster(self) -> Cluster {
        let many = |role: Role, count: u8| std::iter::repeat_n(role, usize::from(count));
        let roles = many(Role::Client, self.clients)
            .chain(many(Role::Proposer, self.proposers))
            .chain(many(Role::Acceptor, self.acceptors))
            .chain(many(Role::Learner, self.learners));
        let mut next = 0;
        let mut server = |role: &Role| {
            next += u16::from(*role == Role::Proposer);
            if *role == Role::Proposer { next } else { 0 }
        };
        let roles: Vec<Role> = roles.collect();
        Cluster {
            servers: roles.iter().map(&mut server).collect(),
            roles: roles.into_iter().collect(),
            numbering: Numbering::Slotted,
            quorum: QuorumSize::Majority,
            nacks: Nacks::Off,
            log: Replication::default(),
        }
    }

    /// The id with this number; it belongs to the proposer in whose sequence it lies.
    pub fn ballot(self, number: u32) -> Ballot {
        Ballot { number, proposer: ((number - 1) % u32::from(self.proposers)) as u16 + 1 }
    }

    /// Every set of acceptors that is a majority.
    pub fn majorities(self) -> Vec<Vec<Who>> {
        let members = |set: u32| (0..self.acceptors).filter(move |place| set >> place & 1 == 1);
        let majority = |&set: &u32| self.acceptors < 2 * members(set).count() as u8;
        (0..1 << self.acceptors)
            .filter(majority)
            .map(|set| members(set).map(|place| Who::A(place + 1)).collect())
            .collect()
    }
}

/// Which messages are meant: a kind, or a kind with the number of its id.
#[derive(Clone, Copy, Debug)]
pub struct Meant {
    kind: Kind,
    number: Option<u32>,
}

impl From<Kind> for Meant {
    fn from(kind: Kind) -> Meant {
        Meant { kind, number: None }
    }
}

impl From<(Kind, u32)> for Meant {
    fn from((kind, number): (Kind, u32)) -> Meant {
        Meant { kind, number: Some(number) }
    }
}

impl Meant {
    fn matches(self, message: &Message) -> bool {
        let number = message.ballot().map(|ballot| ballot.number);
        message.kind() == self.kind && self.number.is_none_or(|wanted| number == Some(wanted))
    }
}

/// A world in which nothing happens by itself. While the rules are those of Paxos, every act is
/// followed by a look at agreement, validity, learning and promises.
#[derive(Clone)]
pub struct Lab {
    pub cast: Cast,
    pub world: World,
}

impl Lab {
    /// Two proposers and three acceptors.
    pub fn paxos() -> Lab {
        Lab::of(2, 3)
    }

    pub fn of(proposers: u8, acceptors: u8) -> Lab {
        Lab::with_rules(Cast::of(proposers, acceptors), Rules::default())
    }

    pub fn with_rules(cast: Cast, rules: Rules) -> Lab {
        Lab { cast, world: World::new(cast.cluster(), rules) }
    }

    pub fn with_nacks(mut self) -> Lab {
        self.world.cluster.nacks = Nacks::On;
        self
    }

    pub fn id(&self, who: Who) -> NodeId {
        self.cast.id(who)
    }

    pub fn node(&self, who: Who) -> &Node {
        self.world.node(self.id(who))
    }

    /// Does one action and looks whether Paxos still holds.
    pub fn act(&mut self, action: Action) -> Effects {
        self.try_act(action).unwrap_or_else(|refusal| panic!("{action:?} was refused: {refusal:?}"))
    }

    pub fn try_act(&mut self, action: Action) -> Result<Effects, Refusal> {
        let before = self.world.clone();
        let effects = self.world.apply(action, &mut Faithful)?;
        if self.world.rules == Rules::default() {
            assert_eq!(truth::violation(&self.world), None, "after {action:?}");
            assert_eq!(truth::broken_promise(&before, &self.world), None, "after {action:?}");
        }
        Ok(effects)
    }

    pub fn propose(&mut self, proposer: Who, value: Value) -> Ballot {
        self.act(Action::Propose { node: self.id(proposer), value, ballot: None });
        self.ballot(proposer).expect("a ballot is under way")
    }

    pub fn propose_id(&mut self, proposer: Who, number: u32, value: Value) {
        let own = self.world.cluster.server(self.id(proposer));
        let ballot = Some(Ballot { number, proposer: own });
        self.act(Action::Propose { node: self.id(proposer), value, ballot });
    }

    pub fn timeout(&mut self, proposer: Who) -> Ballot {
        self.act(Action::Timeout { node: self.id(proposer) });
        self.ballot(proposer).expect("a ballot is under way")
    }

    pub fn crash(&mut self, who: Who) {
        self.act(Action::Crash { node: self.id(who) });
    }

    pub fn restart(&mut self, who: Who) {
        self.act(Action::Restart { node: self.id(who) });
    }

    /// All messages in flight that are meant, on a link where one is given, oldest first.
    pub fn in_flight(&self, meant: impl Into<Meant>, link: Option<(Who, Who)>) -> Vec<&Envelope> {
        let meant = meant.into();
        let link = link.map(|(from, to)| (self.id(from), self.id(to)));
        let on_link = |envelope: &&Envelope| link.is_none_or(|link| link == (envelope.from, envelope.to));
        self.world.in_flight.iter().filter(on_link).filter(|envelope| meant.matches(&envelope.message)).collect()
    }

    /// The oldest such message on a link.
    pub fn message(&self, meant: impl Into<Meant>, from: Who, to: Who) -> MessageId {
        let meant = meant.into();
        let found = self.in_flight(meant, Some((from, to))).first().map(|envelope| envelope.id);
        found.unwrap_or_else(|| panic!("no {meant:?} {from:?}->{to:?} in {:#?}", self.world.in_flight))
    }

    /// Delivers the oldest such message on the link from one node to another, and says what came of it.
    pub fn deliver_one(&mut self, meant: impl Into<Meant>, from: Who, to: Who) -> Outcome {
        let message = self.message(meant, from, to);
        let effects = self.act(Action::Deliver { message });
        effects.notes.first().expect("the receiver is up and says why").outcome()
    }

    /// Delivers the oldest such message to each of these receivers, in this order.
    pub fn deliver(&mut self, meant: impl Into<Meant>, from: Who, to: impl IntoIterator<Item = Who>) {
        let meant = meant.into();
        for to in to {
            self.deliver_one(meant, from, to);
        }
    }

    /// Delivers the oldest such message of each of these senders, in this order.
    pub fn gather(&mut self, meant: impl Into<Meant>, from: impl IntoIterator<Item = Who>, to: Who) {
        let meant = meant.into();
        for from in from {
            self.deliver_one(meant, from, to);
        }
    }

    /// Delivers all such messages that are in flight now, and says what came of each.
    pub fn deliver_all(&mut self, meant: impl Into<Meant>) -> Vec<Outcome> {
        let messages: Vec<MessageId> = self.in_flight(meant, None).iter().map(|envelope| envelope.id).collect();
        let outcome = |message| self.act(Action::Deliver { message }).notes.first().map(|note| note.outcome());
        messages.into_iter().filter_map(outcome).collect()
    }

    /// Loses all such messages that are in flight now.
    pub fn lose_all(&mut self, meant: impl Into<Meant>) {
        let messages: Vec<MessageId> = self.in_flight(meant, None).iter().map(|envelope| envelope.id).collect();
        messages.into_iter().for_each(|message| drop(self.act(Action::Drop { message })));
    }

    /// Phase 1 of a new ballot with these acceptors, up to the proposer's ACCEPT-REQUESTs.
    pub fn phase_1(&mut self, proposer: Who, value: Value, acceptors: &[Who]) -> u32 {
        let number = self.propose(proposer, value).number;
        self.deliver((Kind::Prepare, number), proposer, acceptors.iter().copied());
        self.gather((Kind::Promise, number), acceptors.iter().copied(), proposer);
        number
    }

    /// Both phases of a new ballot with these acceptors; the ACCEPTs stay in flight.
    pub fn round(&mut self, proposer: Who, value: Value, acceptors: &[Who]) -> u32 {
        let number = self.phase_1(proposer, value, acceptors);
        self.deliver((Kind::AcceptRequest, number), proposer, acceptors.iter().copied());
        number
    }

    /// The id under way at a proposer.
    pub fn ballot(&self, proposer: Who) -> Option<Ballot> {
        self.node(proposer).proposer.as_ref()?.attempt.as_ref().map(|attempt| attempt.ballot)
    }

    /// The value of a proposer's ACCEPT-REQUEST, once that is out.
    pub fn proposing(&self, proposer: Who) -> Option<Value> {
        self.node(proposer).proposer.as_ref()?.attempt.as_ref()?.value()
    }

    /// The number that an acceptor has promised.
    pub fn promised(&self, acceptor: Who) -> Option<u32> {
        self.node(acceptor).acceptor.as_ref()?.disk.promised.map(|ballot| ballot.number)
    }

    /// What is on an acceptor's card: the number of the accepted id, and the value.
    pub fn accepted(&self, acceptor: Who) -> Option<(u32, Value)> {
        let vote = self.node(acceptor).acceptor.as_ref()?.disk.votes.get(Slot::ONLY)?;
        Some((vote.ballot.number, vote.value))
    }

    pub fn learned(&self, who: Who) -> Option<Value> {
        self.node(who).learner.as_ref()?.learned(Slot::ONLY)
    }

    /// What is chosen: the number of the id and the value of each chosen proposal.
    pub fn chosen(&self) -> Vec<(u32, Value)> {
        truth::chosen(&self.world).map(|chosen| (chosen.vote.ballot.number, chosen.vote.value)).collect()
    }

    /// The chosen values, each once.
    pub fn chosen_values(&self) -> Vec<Value> {
        let mut values: Vec<Value> = self.chosen().into_iter().map(|(_, value)| value).collect();
        values.sort();
        values.dedup();
        values
    }
}
