//! Who there is: nodes, roles, and what a node may read besides its own state.

use super::ballot::{Ballot, Value};
use super::machine::Command;
use super::rules::Rules;
use arrayvec::ArrayVec;
use std::ops::Deref;

/// The most nodes a cluster may have.
pub const NODES_MAX: usize = 15;

/// A node, by its place in the order of declaration.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(pub u8);

impl NodeId {
    /// The place of the node in the order of declaration, from 0.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// A set of nodes, iterated in the order of declaration.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct NodeSet(u16);

impl NodeSet {
    /// The set without nodes.
    pub const EMPTY: NodeSet = NodeSet(0);

    /// The set of this one node.
    pub fn of(node: NodeId) -> NodeSet {
        NodeSet(1 << node.0)
    }

    /// This set with `node` in it.
    #[must_use]
    pub fn with(self, node: NodeId) -> NodeSet {
        NodeSet(self.0 | 1 << node.0)
    }

    /// This set with `node` not in it.
    #[must_use]
    pub fn without(self, node: NodeId) -> NodeSet {
        NodeSet(self.0 & !(1 << node.0))
    }

    /// The nodes that are in either set.
    #[must_use]
    pub fn union(self, other: NodeSet) -> NodeSet {
        NodeSet(self.0 | other.0)
    }

    /// The nodes that are in both sets.
    #[must_use]
    pub fn intersection(self, other: NodeSet) -> NodeSet {
        NodeSet(self.0 & other.0)
    }

    /// Whether `node` is in it.
    pub fn contains(self, node: NodeId) -> bool {
        self.0 & (1 << node.0) != 0
    }

    /// How many nodes are in it.
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether no node is in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Its nodes, in the order of declaration.
    pub fn iter(self) -> impl Iterator<Item = NodeId> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let first = rest.trailing_zeros() as u8;
            let is_one = rest != 0;
            rest &= rest.wrapping_sub(1);
            is_one.then_some(NodeId(first))
        })
    }
}

impl FromIterator<NodeId> for NodeSet {
    fn from_iter<I: IntoIterator<Item = NodeId>>(nodes: I) -> Self {
        nodes.into_iter().fold(NodeSet::EMPTY, NodeSet::with)
    }
}

/// A part in the algorithm (PMS 2: proposers, acceptors, learners), or a client of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// Asks a proposer for a value.
    Client,
    /// Starts ballots.
    Proposer,
    /// Promises and votes.
    Acceptor,
    /// Finds out what was chosen.
    Learner,
    /// Proposer, acceptor and learner at once, of every slot of a log (PMS 3).
    Replica,
}

impl Role {
    /// Every role, in the order of declaration.
    const ALL: [Role; 5] = [Role::Client, Role::Proposer, Role::Acceptor, Role::Learner, Role::Replica];

    /// What it is called, in one word.
    pub fn name(self) -> &'static str {
        match self {
            Role::Client => "client",
            Role::Proposer => "proposer",
            Role::Acceptor => "acceptor",
            Role::Learner => "learner",
            Role::Replica => "replica",
        }
    }
}

impl Role {
    /// Whether a node of this role plays that one.
    pub fn plays(self, role: Role) -> bool {
        self == role || (self == Role::Replica && role != Role::Client)
    }
}

/// How ids are made and shown.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Numbering {
    /// Proposer i of n owns i, i + n, i + 2n …; an id shows as one number.
    Slotted,
    /// Any round, told apart by the server; an id shows as `round.server`.
    Rounds,
}

/// How many acceptors a quorum takes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum QuorumSize {
    /// More than half of the acceptors, in both phases.
    Majority,
    /// These many in phase 1 and in phase 2.
    Sizes {
        /// Acceptors that must promise.
        prepare: u8,
        /// Acceptors that must accept.
        accept: u8,
    },
}

/// Whether a refusal is answered.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Nacks {
    /// A refused message is ignored in silence.
    Off,
    /// A refused message is answered with NACK: a hint that saves time, never needed for safety.
    On,
}

/// The nodes, their roles and the options that hold for all of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cluster {
    /// The role of each node, in the order of declaration.
    pub roles: Roles,
    /// The server number of each node that proposes; 0 for the others.
    pub servers: ArrayVec<u16, NODES_MAX>,
    /// How ids are made and shown.
    pub numbering: Numbering,
    /// How many acceptors a quorum takes.
    pub quorum: QuorumSize,
    /// Whether a refusal is answered.
    pub nacks: Nacks,
    /// What holds for a replicated log alone.
    pub log: Replication,
}

/// The role of each node, in the order of declaration; and who plays each, which is asked at every step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Roles {
    each: ArrayVec<Role, NODES_MAX>,
    playing: [NodeSet; Role::ALL.len()],
}

impl FromIterator<Role> for Roles {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Roles {
        let each: ArrayVec<Role, NODES_MAX> = roles.into_iter().collect();
        let mut playing = [NodeSet::EMPTY; Role::ALL.len()];
        for (node, own) in (0..).map(NodeId).zip(&each) {
            for role in Role::ALL.into_iter().filter(|&role| own.plays(role)) {
                playing[role as usize] = playing[role as usize].with(node);
            }
        }
        Roles { each, playing }
    }
}

impl Deref for Roles {
    type Target = [Role];

    fn deref(&self) -> &[Role] {
        &self.each
    }
}

/// What holds for a replicated log alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Replication {
    /// The replicas that decide before a command has named others.
    pub members: NodeSet,
    /// How many slots may be open at once (α in PMS 3): slot i waits until slot i - α is applied.
    pub window: u32,
    /// What each word means as a command, by its number; a word that is not here means only itself.
    pub commands: Vec<Command>,
}

impl Default for Replication {
    fn default() -> Replication {
        Replication { members: NodeSet::EMPTY, window: WINDOW, commands: Vec::new() }
    }
}

impl Replication {
    /// From now on a word means this as a command.
    pub fn explain(&mut self, value: Value, command: Command) {
        let at = usize::from(value.word);
        if command == Command::Word || value.shows_as(Value::NO_OP) {
            return;
        }
        if self.commands.len() <= at {
            self.commands.resize(at + 1, Command::Word);
        }
        self.commands[at] = command;
    }
}

/// How many slots may be open at once where a scene does not say.
pub const WINDOW: u32 = 8;

impl Cluster {
    /// The nodes that play one role.
    pub fn all(&self, role: Role) -> NodeSet {
        self.roles.playing[role as usize]
    }

    /// Whether its nodes keep a log, rather than decide once.
    pub fn is_replicated(&self) -> bool {
        !self.all(Role::Replica).is_empty()
    }

    /// What a value means as a command.
    pub fn command(&self, value: Value) -> Command {
        self.log.commands.get(usize::from(value.word)).copied().unwrap_or_default()
    }

    /// Every node, in the order of declaration.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.roles.len() as u8).map(NodeId)
    }

    /// The role of `node`.
    pub fn role(&self, node: NodeId) -> Role {
        self.roles[node.index()]
    }

    /// The number by which ids of `node` are told from those of other proposers.
    pub fn server(&self, node: NodeId) -> u16 {
        self.servers[node.index()]
    }

    /// The proposer to whom an id belongs.
    pub fn proposer_of(&self, ballot: Ballot) -> Option<NodeId> {
        self.all(Role::Proposer).iter().find(|&node| self.server(node) == ballot.proposer)
    }
}

/// What a node may read besides its own state and the message at hand.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// Who there is.
    pub cluster: &'a Cluster,
    /// The rules in force.
    pub rules: &'a Rules,
    /// Ids in use, each with who used it, so that none is used twice even where a scene has given ids by hand.
    pub taken: &'a [(Ballot, NodeId)],
    /// Clients that have asked for a value: those whom a learner answers.
    pub asked: NodeSet,
}
