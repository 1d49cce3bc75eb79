//! What a `.paxos` file says, with names resolved: the header, and the statements in order.

use super::condition::Condition;
use super::names::Names;
use super::poll;
use crate::paxos::cluster::NODES_MAX;
use crate::paxos::{Cluster, Kind, NodeId, NodeSet, Slot, Value};
use crate::sim::{Change, Envelope, Instruction, MessageId, Pattern, Time, Treatment};

/// A scene as it is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Script {
    /// What the scene is called.
    pub title: String,
    /// One sentence on what it shows.
    pub about: Option<String>,
    /// The paper and the section that it follows.
    pub source: Option<String>,
    /// The id of the scene beside which it stands: the same with a rule switched, as a rule.
    pub twin: Option<String>,
    /// Its chapter and its place in that chapter, for a scene of the course.
    pub place: Option<Place>,
    /// Views and panels to open with; `noids` hides ids.
    pub show: Vec<String>,
    /// What nodes, values and ids are called.
    pub names: Names,
    /// What is told: Paxos, or a poll.
    pub model: Model,
    /// Who there is; nobody in a poll, whose people are in `names`.
    pub cluster: Cluster,
    /// Whether a message waits for a `deliver`.
    pub manual: bool,
    /// What the header sets, in the order of the file.
    pub changes: Vec<Change>,
    /// What stands in the replicas' logs before the first statement.
    pub logs: Vec<Entry>,
    /// What the reader is to reach from the end of the scene.
    pub objective: Option<Objective>,
    /// The body.
    pub lines: Vec<Line>,
    /// How the objective can be reached: what would follow after the body. It is no part of the scene.
    pub solution: Vec<Line>,
}

impl Script {
    /// Whether the network stays manual after what a viewer does first: where there is an objective each delivery is an
    /// act, and acts are counted; where an arrival may be moved, it is deliveries that are put in another order.
    pub fn stays_manual(&self) -> bool {
        self.manual && (self.objective.is_some() || self.moves())
    }

    /// Whether the reader may move an arrival.
    pub fn moves(&self) -> bool {
        self.lines.iter().any(|line| matches!(line.statement, Statement::Move(_)))
    }
}

/// What a reader is to reach.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Objective {
    /// It, in a sentence.
    pub text: String,
    /// What holds once it is reached.
    pub goal: Condition,
    /// With so many acts at most.
    pub within: Option<u32>,
}

/// What a scene tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Model {
    /// A run of Paxos, or of something that is nearly Paxos.
    #[default]
    Paxos,
    /// People who must agree by messages alone.
    Poll,
}

/// What stands in one slot of a replica's log at the beginning.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The replica.
    pub replica: NodeId,
    /// The slot.
    pub slot: Slot,
    /// The value.
    pub value: Value,
    /// The id under which the replica has accepted it; none if it was only told.
    pub id: Option<Id>,
    /// Whether the replica knows that it is chosen.
    pub is_chosen: bool,
}

/// Where a scene stands in the course.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Place {
    /// The chapter, from 1.
    pub chapter: u8,
    /// The place within it, from 1.
    pub number: u8,
}

/// A statement and where it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// The line, from 1; 0 where it was not read from a file.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What it says.
    pub statement: Statement,
}

/// A statement of the body.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // Each is the statement of that name in the scene language.
pub enum Statement {
    Slide(String),
    Say(String),
    /// What follows is how the objective can be reached. In a script it stands between the two, and nowhere.
    Solution,
    Propose {
        node: NodeId,
        value: Value,
        id: Option<Id>,
    },
    Request {
        client: NodeId,
        to: NodeId,
        value: Value,
    },
    Timeout(NodeId),
    Heartbeat(NodeId),
    Crash(Vec<NodeId>),
    Restart(Vec<NodeId>),
    Cut(Vec<Link>),
    Heal(Vec<Link>),
    Partition(NodeSet, NodeSet),
    Drop(Selector),
    Hold(Selector),
    Release(Selector),
    Duplicate(Selector),
    Delay(Selector, u32),
    Next(Treatment, Selector),
    Deliver(Selector),
    Move(Selector),
    Set(Change),
    Run(Run),
    Expect(Condition),
    Ask(Question),
    Poll(PollStatement),
}

/// A question to the reader.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Question {
    /// What is asked.
    pub topic: Topic,
    /// The misreading that it is about, by its number in the list of what people get wrong, from 1.
    pub about: Option<u8>,
}

/// What a question asks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Topic {
    /// What a node does with the next message that reaches it.
    Answer(NodeId),
    /// What a node sends next.
    Sends(NodeId),
    /// Which value a proposer sends next, in a slot of a log.
    Value(NodeId, Slot),
    /// Which value a proposer is to send, of whoever is in its place and knows no more than it does.
    Pick(NodeId),
    /// Under which id a proposer begins next.
    Id(NodeId),
    /// What an acceptor has promised and accepted once it is back.
    Keeps(NodeId),
    /// Up to which slot a replica has applied its log at the end of the slide.
    Applied(NodeId),
    /// Which value is chosen now, in a slot of a log.
    Chosen(Slot),
    /// Who knows now what is chosen, in a slot of a log.
    Knows(Slot),
    /// Whether a value can still be chosen.
    Possible(Value),
    /// How many decisions have been made by now.
    Decisions,
    /// Whether it must come to a decision.
    Ends,
    /// How many acceptors have to accept a value.
    Quorum,
    /// How many acceptors may fail while a value can still be chosen.
    Failures,
}

/// A statement of a poll alone.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // Each is the statement of that name in the scene language.
pub enum PollStatement {
    Back { person: NodeId, value: Value },
    Tell { from: NodeId, to: Vec<NodeId> },
    Ask { from: NodeId, to: Vec<NodeId> },
    Lose { from: NodeId, to: Vec<NodeId> },
    Drop { nth: u32, from: NodeId, to: Vec<NodeId> },
    Expect(poll::Condition),
}

/// An id as it is written: a number, and the server where ids are shown with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Id {
    /// The number, or the round.
    pub number: u32,
    /// The server, for `ids rounds`.
    pub server: Option<u16>,
}

/// A link between two nodes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Link {
    /// One end, the sender if it is one-way.
    pub from: NodeId,
    /// The other end.
    pub to: NodeId,
    /// Which directions are meant.
    pub way: Way,
}

/// The directions of a link that are meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// From the one to the other.
    One,
    /// Both.
    Both,
}

/// How many of the messages that match on one pair of nodes are meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Which {
    /// All of them.
    All,
    /// The nth-oldest, from 1: `one` is the oldest, `2nd` the one after it.
    Nth(u32),
}

/// Which messages are meant: `[one|2nd|3rd…] KIND [ID [VALUE]] [FROM->TO[,TO…]]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Selector {
    /// How many of those that match.
    pub which: Which,
    /// The kind, or any.
    pub kind: Option<Kind>,
    /// The id, or any.
    pub id: Option<Id>,
    /// The slot, or any.
    pub slot: Option<Slot>,
    /// The value, or any.
    pub value: Option<Value>,
    /// The way, or any.
    pub route: Option<Route>,
}

/// The way of a message. An end that is absent is `any`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Route {
    /// The sender.
    pub from: Option<NodeId>,
    /// The receivers in the order given; none for `any`.
    pub to: Vec<NodeId>,
}

impl Statement {
    /// The instructions that have not been met, as the statements that would give them.
    pub fn waiting(queued: &[Instruction], cluster: &Cluster) -> Vec<Statement> {
        let statements = |asked: &Instruction| {
            let treatment = asked.treatment;
            let left = asked.left(cluster).into_iter();
            left.map(move |pattern| Statement::Next(treatment, Selector::of(&pattern))).collect::<Vec<Statement>>()
        };
        queued.iter().flat_map(statements).collect()
    }

    /// Whether something happens by it: it does not only tell, wait, or say what is expected.
    pub fn does_something(&self) -> bool {
        !matches!(
            self,
            Statement::Slide(_)
                | Statement::Say(_)
                | Statement::Ask(_)
                | Statement::Solution
                | Statement::Move(_)
                | Statement::Run(_)
                | Statement::Expect(_)
        )
    }

    /// How many instructions for messages to come it gives.
    pub fn count_asked(&self) -> usize {
        match self {
            Statement::Next(treatment, messages) => messages.instructions(*treatment).len(),
            _ => 0,
        }
    }
}

impl Which {
    /// The messages in flight that a pattern means, oldest first.
    pub fn matching(self, pattern: Pattern, in_flight: &[Envelope]) -> Vec<MessageId> {
        let mut met = [[0_u32; NODES_MAX]; NODES_MAX];
        let matching =
            in_flight.iter().filter(|envelope| pattern.matches(envelope.from, envelope.to, &envelope.message));
        let meant = matching.filter(|envelope| {
            let place = &mut met[envelope.from.index()][envelope.to.index()];
            *place += 1;
            self == Which::All || self == Which::Nth(*place)
        });
        meant.map(|envelope| envelope.id).collect()
    }
}

impl Selector {
    /// The messages in flight that it means, receivers in the order given, then oldest first.
    pub fn matching(&self, in_flight: &[Envelope]) -> Vec<MessageId> {
        self.patterns().into_iter().flat_map(|pattern| self.which.matching(pattern, in_flight)).collect()
    }

    /// The messages that a pattern means.
    pub fn of(pattern: &Pattern) -> Selector {
        let id = pattern.id.map(|(number, server)| Id { number, server });
        let route = (pattern.from.is_some() || pattern.to.is_some())
            .then(|| Route { from: pattern.from, to: pattern.to.into_iter().collect() });
        Selector { which: Which::All, kind: pattern.kind, id, slot: pattern.slot, value: pattern.value, route }
    }

    /// What is to become of the messages that it means when they are sent: the single next one where it
    /// names no way, else the next one on each pair of nodes.
    #[inline(never)]
    pub fn instructions(&self, treatment: Treatment) -> Vec<Instruction> {
        let each = match self.route {
            None => Instruction::next,
            Some(_) => Instruction::each_pair,
        };
        self.patterns().into_iter().map(|pattern| each(treatment, pattern)).collect()
    }

    /// One pattern for each receiver that is named, in the order given; one in all if none is.
    pub fn patterns(&self) -> Vec<Pattern> {
        let id = self.id.map(|id| (id.number, id.server));
        let any = Pattern { kind: self.kind, id, slot: self.slot, value: self.value, from: None, to: None };
        match &self.route {
            None => vec![any],
            Some(Route { from, to }) if to.is_empty() => vec![Pattern { from: *from, ..any }],
            Some(Route { from, to }) => to.iter().map(|&to| Pattern { from: *from, to: Some(to), ..any }).collect(),
        }
    }
}

/// How far a `run` goes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Run {
    /// These many milliseconds.
    For(Time),
    /// Until nothing is due any more.
    Idle,
    /// Until the condition holds.
    Until(Condition),
    /// These many steps.
    Steps(u32),
}
