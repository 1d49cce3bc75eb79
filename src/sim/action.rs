//! What may happen to the world.

use crate::paxos::rules::{
    Accept, Commit, Counting, Dedup, Gaps, IdsRule, Leading, Learn, Members, Phases, Promise, Quorum, Report, Rules,
    Storage, ValueRule,
};
use crate::paxos::{Ballot, Cluster, Command, Nacks, NodeId, QuorumSize, Value};

/// A message that was sent, numbered in the order of sending, from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct MessageId(pub u32);

/// One thing that may happen. Clicks, scenes, tests and the schedule all come down to these.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Action {
    /// A proposer starts a ballot for `value`, under `ballot` where that is given.
    Propose {
        /// The proposer.
        node: NodeId,
        /// What it wants.
        value: Value,
        /// The id to use; else the next one of its own.
        ballot: Option<Ballot>,
    },
    /// A client sends its wish to a proposer.
    Request {
        /// The client.
        client: NodeId,
        /// The proposer.
        to: NodeId,
        /// What it wants.
        value: Value,
        /// What that means as a command to a replica.
        command: Command,
    },
    /// The timer of a proposer, a replica or a client of replicas fires.
    Timeout {
        /// The node.
        node: NodeId,
    },
    /// A leader's heartbeat is due.
    Heartbeat {
        /// The replica.
        node: NodeId,
    },
    /// A replica's own acceptor takes the oldest of what the replica has sent to itself.
    Own {
        /// The replica.
        node: NodeId,
    },
    /// A node stops; what it had not stored is gone.
    Crash {
        /// The node.
        node: NodeId,
    },
    /// A node starts again with what it had stored.
    Restart {
        /// The node.
        node: NodeId,
    },
    /// A message in flight arrives.
    Deliver {
        /// The message.
        message: MessageId,
    },
    /// A message in flight is lost.
    Drop {
        /// The message.
        message: MessageId,
    },
    /// A second copy of a message in flight.
    Duplicate {
        /// The message.
        message: MessageId,
    },
    /// A message in flight stops until it is released.
    Hold {
        /// The message.
        message: MessageId,
    },
    /// A held message goes on.
    Release {
        /// The message.
        message: MessageId,
    },
    /// A message in flight arrives later.
    Delay {
        /// The message.
        message: MessageId,
        /// By how many milliseconds.
        by: u32,
    },
    /// The link carries nothing from one node to the other.
    Cut {
        /// The sender.
        from: NodeId,
        /// The receiver.
        to: NodeId,
    },
    /// The link carries messages again.
    Heal {
        /// The sender.
        from: NodeId,
        /// The receiver.
        to: NodeId,
    },
    /// A condition of the run changes.
    Set(Change),
}

/// How long a message or a timer takes, in milliseconds: from the least to the most.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Delay {
    /// The least.
    pub least: u32,
    /// The most.
    pub most: u32,
}

/// When a proposer tries again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Retry {
    /// Only when it is told to.
    Off,
    /// After a time within these bounds.
    After(Delay),
    /// After MS·2^k times a drawn 0.5 to 1.5, k the number of retries so far, at most 6.
    Backoff(u32),
}

/// How clients of a replicated log send commands by themselves: all the same one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Commands {
    /// How long each rests before its first command, and after each answer.
    pub rest: Delay,
    /// The word of the command.
    pub value: Value,
    /// What it means.
    pub command: Command,
}

/// When a message arrives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Delivery {
    /// After its delay.
    Timed,
    /// When it is delivered by hand.
    Manual,
}

/// A condition that a scene sets at its head, or changes later.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Change {
    /// When a message arrives.
    Network(Delivery),
    /// How long a message takes.
    Delay(Delay),
    /// How many of a hundred messages are lost.
    Loss(u8),
    /// How many of a hundred messages arrive twice.
    Duplication(u8),
    /// When a proposer tries again.
    Retry(Retry),
    /// The seed of all draws.
    Seed(u32),
    /// Whether a refusal is answered.
    Nacks(Nacks),
    /// How many acceptors a quorum takes.
    Quorum(QuorumSize),
    /// `rule phases`.
    Phases(Phases),
    /// `rule promise`.
    Promise(Promise),
    /// `rule report`.
    Report(Report),
    /// `rule value`.
    Value(ValueRule),
    /// `rule accept`.
    Accept(Accept),
    /// `rule quorum`.
    QuorumRule(Quorum),
    /// `rule storage`.
    Storage(Storage),
    /// `rule ids`.
    Ids(IdsRule),
    /// `rule count`.
    Count(Counting),
    /// `rule learn`.
    Learn(Learn),
    /// How often a leader is heard, in milliseconds; none: never.
    Heartbeat(Option<u32>),
    /// How long a replica waits to hear a leader before it tries to lead; none: for ever.
    Election(Option<Delay>),
    /// How clients send commands by themselves; none: only when they are told to.
    Commands(Option<Commands>),
    /// How many slots may be open at once.
    Window(u32),
    /// `rule leader`.
    Leader(Leading),
    /// `rule gaps`.
    Gaps(Gaps),
    /// `rule commit`.
    Commit(Commit),
    /// `rule dedup`.
    Dedup(Dedup),
    /// `rule members`.
    Members(Members),
}

impl Change {
    /// Puts it in force, if it is about a rule of Paxos; says whether it is.
    pub fn put_into(self, rules: &mut Rules) -> bool {
        match self {
            Change::Phases(rule) => rules.phases = rule,
            Change::Promise(rule) => rules.promise = rule,
            Change::Report(rule) => rules.report = rule,
            Change::Value(rule) => rules.value = rule,
            Change::Accept(rule) => rules.accept = rule,
            Change::QuorumRule(rule) => rules.quorum = rule,
            Change::Storage(rule) => rules.storage = rule,
            Change::Ids(rule) => rules.ids = rule,
            Change::Count(rule) => rules.count = rule,
            Change::Learn(rule) => rules.learn = rule,
            Change::Leader(rule) => rules.leader = rule,
            Change::Gaps(rule) => rules.gaps = rule,
            Change::Commit(rule) => rules.commit = rule,
            Change::Dedup(rule) => rules.dedup = rule,
            Change::Members(rule) => rules.members = rule,
            Change::Network(_)
            | Change::Delay(_)
            | Change::Loss(_)
            | Change::Duplication(_)
            | Change::Retry(_)
            | Change::Heartbeat(_)
            | Change::Election(_)
            | Change::Commands(_)
            | Change::Window(_)
            | Change::Nacks(_)
            | Change::Quorum(_)
            | Change::Seed(_) => return false,
        }
        true
    }

    /// Puts it in force, if it is about the world; those of the network and of timers are the schedule's.
    pub fn put_into_both(self, cluster: &mut Cluster, rules: &mut Rules) {
        match self {
            Change::Nacks(nacks) => cluster.nacks = nacks,
            Change::Quorum(size) => cluster.quorum = size,
            Change::Window(slots) => cluster.log.window = slots,
            other => {
                other.put_into(rules);
            }
        }
    }
}

/// Why a message never arrives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LossReason {
    /// The network lost it.
    Chance,
    /// The link was cut when it was sent.
    LinkCut,
    /// Somebody took it away: the scene or the viewer.
    Taken,
    /// Its receiver was down when it arrived.
    ReceiverDown,
}

/// Why an action cannot be done now. Nothing has changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// The node is down already.
    Down(NodeId),
    /// The node is down, and was to act.
    DownAndAsked(NodeId),
    /// The node is up already.
    Up(NodeId),
    /// The node does not play the role that the action needs.
    WrongRole(NodeId),
    /// The proposer has no value to propose.
    NothingToPropose(NodeId),
    /// The id is not above the highest that this proposer has used, which is this one.
    BallotTooLow(NodeId, Ballot),
    /// Another proposer has used the id.
    BallotTaken(Ballot),
    /// The client waits for no answer.
    WaitsForNothing(NodeId),
    /// The replica does not lead.
    DoesNotLead(NodeId),
    /// There is no such message in flight.
    NotInFlight,
}
