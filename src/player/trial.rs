//! An acceptor of the viewer's own: it gets the messages that the viewer sends, and does with them what the
//! acceptors on the stage do. It is a node of the core, by itself, under the rules of Paxos.

use super::act::VALUE_CHARS_MAX;
use super::model::Model;
use crate::paxos::acceptor::OnDisk;
use crate::paxos::{
    Ballot, Cluster, Input, Message, Nacks, Node, NodeId, NodeSet, Note, Numbering, QuorumSize, Replication, Role,
    Rules, Setting, Slot,
};
use crate::story::Names;
use crate::story::language::tr;
use crate::story::names::ID_MAX;
use crate::story::words::trial::{self as words, Arrival, Flow, slip};
use crate::story::words::{Telling, Vocabulary, label};

/// The one who sends: the viewer.
const SENDER: NodeId = NodeId(0);
/// The acceptor.
pub const ACCEPTOR: NodeId = NodeId(1);
/// So much is kept of what happened.
const HAPPENED_MAX: usize = 100;

/// What the viewer may send, as it was typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Letter {
    /// PREPARE with this id.
    Prepare(String),
    /// ACCEPT-REQUEST with this id and value.
    AcceptRequest(String, String),
}

/// What happens to the acceptor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TrialMsg {
    /// A message is sent to it.
    Send(Letter),
    /// It stops.
    Crash,
    /// It starts again.
    Restart,
    /// Another one takes its place, with an empty card.
    StartOver,
}

/// Why a letter cannot be sent. Nothing has changed then.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Slip {
    /// No id was typed.
    NoId,
    /// This is no id.
    NotAnId(String),
    /// Ids begin at 1.
    IdZero,
    /// This is higher than any id may be.
    IdTooHigh(String),
    /// No value was typed.
    NoValue,
    /// The value has so many characters.
    LongValue(usize),
}

impl Slip {
    /// Whether it is in the id; else it is in the value.
    pub fn is_in_id(&self) -> bool {
        matches!(self, Slip::NoId | Slip::NotAnId(_) | Slip::IdZero | Slip::IdTooHigh(_))
    }
}

/// What came of something that the viewer did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Happened {
    /// A message arrived.
    Arrived {
        /// The message.
        message: Message,
        /// What the acceptor had promised.
        before: Option<Ballot>,
        /// Why it did what it did.
        note: Note,
        /// What it answered.
        answer: Option<Message>,
    },
    /// A message reached nobody: the acceptor was down.
    Unheard(Message),
    /// It crashed.
    Crashed,
    /// It is back.
    Restarted,
}

/// The acceptor, and what was done to it.
#[derive(Clone, PartialEq, Debug)]
pub struct Trial {
    /// What it and the values are called.
    pub names: Names,
    /// What happened, in order; of very much the last part.
    pub happened: Vec<Happened>,
    /// What is wrong with the last letter, if something is.
    pub slip: Option<Slip>,
    node: Node,
    cluster: Cluster,
}

impl Default for Trial {
    fn default() -> Trial {
        let cluster = Cluster {
            roles: [Role::Proposer, Role::Acceptor].into_iter().collect(),
            servers: [1, 0].into_iter().collect(),
            numbering: Numbering::Slotted,
            quorum: QuorumSize::Majority,
            nacks: Nacks::Off,
            log: Replication::default(),
        };
        let names = Names { nodes: vec!["you".into(), "A".into()], ..Names::new() };
        Trial { names, happened: Vec::new(), slip: None, node: Node::new(Role::Acceptor, false), cluster }
    }
}

impl Trial {
    /// What is on its disk.
    pub fn disk(&self) -> OnDisk {
        self.node.acceptor.as_ref().map(|acceptor| acceptor.disk.clone()).unwrap_or_default()
    }

    /// Whether it runs.
    pub fn is_up(&self) -> bool {
        self.node.up
    }

    #[inline(never)]
    fn update(&mut self, msg: TrialMsg) {
        self.slip = None;
        match msg {
            TrialMsg::StartOver => *self = Trial::default(),
            TrialMsg::Crash if self.node.up => self.turn(Input::Crash, Happened::Crashed),
            TrialMsg::Restart if !self.node.up => self.turn(Input::Restart, Happened::Restarted),
            TrialMsg::Crash | TrialMsg::Restart => {}
            TrialMsg::Send(letter) => match self.read(&letter) {
                Ok(message) => self.deliver(message),
                Err(slip) => self.slip = Some(slip),
            },
        }
    }

    fn turn(&mut self, input: Input, happened: Happened) {
        self.step(input);
        self.keep(happened);
    }

    fn deliver(&mut self, message: Message) {
        if !self.node.up {
            return self.keep(Happened::Unheard(message));
        }
        let before = self.disk().promised;
        let (note, answer) = self.step(Input::Message { from: SENDER, message: &message });
        self.keep(Happened::Arrived { message, before, note: note.unwrap_or(Note::NotForMe), answer });
    }

    /// One step of the core: why, and what goes back to the sender.
    fn step(&mut self, input: Input) -> (Option<Note>, Option<Message>) {
        let rules = Rules::default();
        let setting = Setting { cluster: &self.cluster, rules: &rules, taken: &[], asked: NodeSet::EMPTY };
        let outbox = self.node.step(setting, ACCEPTOR, input);
        (outbox.notes.first().copied(), outbox.sends.into_iter().next().map(|send| send.message))
    }

    fn keep(&mut self, happened: Happened) {
        if HAPPENED_MAX <= self.happened.len() {
            self.happened.remove(0);
        }
        self.happened.push(happened);
    }

    fn read(&mut self, letter: &Letter) -> Result<Message, Slip> {
        match letter {
            Letter::Prepare(id) => Ok(Message::Prepare { ballot: ballot(id)?, from_slot: Slot::ONLY }),
            Letter::AcceptRequest(id, word) => {
                let (ballot, word) = (ballot(id)?, value(word)?);
                Ok(Message::AcceptRequest {
                    ballot,
                    slot: Slot::ONLY,
                    value: self.names.intern(word),
                    first_unchosen: Slot::ONLY,
                })
            }
        }
    }
}

/// It in words.
impl Trial {
    /// How to tell it, in these words.
    pub fn telling(&self, vocabulary: Vocabulary) -> Telling<'_> {
        Telling { vocabulary, ..Telling::exact(&self.names) }
    }

    /// The two rules, with the way that the last message took.
    pub fn flows(&self, telling: Telling) -> [Flow; 2] {
        let last = self.happened.last().and_then(Happened::arrival);
        [words::prepare(last, telling), words::accept_request(last, telling)]
    }

    /// What was done, and what came of it.
    pub fn told(happened: &Happened, telling: Telling) -> (String, String) {
        let label = |message| label(message, telling);
        match happened {
            Happened::Unheard(message) => (label(message), words::unheard(message, ACCEPTOR, telling)),
            Happened::Crashed => (tr!("Crash").to_string(), words::crashed(ACCEPTOR, telling)),
            Happened::Restarted => (tr!("Restart").to_string(), words::restarted(ACCEPTOR, telling)),
            Happened::Arrived { message, .. } => {
                let came = happened.arrival().map(|arrival| words::arrived(arrival, ACCEPTOR, telling));
                (label(message), came.unwrap_or_default())
            }
        }
    }
}

impl Happened {
    fn arrival(&self) -> Option<Arrival<'_>> {
        match self {
            &Happened::Arrived { ref message, before, note, ref answer } => {
                Some(Arrival { message, before, note, answer: answer.as_ref() })
            }
            Happened::Unheard(_) | Happened::Crashed | Happened::Restarted => None,
        }
    }
}

impl Slip {
    /// What is wrong, and what was expected.
    pub fn told(&self, telling: Telling) -> String {
        match self {
            Slip::NoId => slip::no_id(telling),
            Slip::NotAnId(typed) => slip::not_an_id(typed, telling),
            Slip::IdZero => slip::id_zero(telling),
            Slip::IdTooHigh(typed) => slip::id_too_high(typed, ID_MAX, telling),
            Slip::NoValue => slip::no_value(),
            Slip::LongValue(length) => slip::long_value(*length, VALUE_CHARS_MAX),
        }
    }
}

fn ballot(typed: &str) -> Result<Ballot, Slip> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(Slip::NoId);
    }
    if !typed.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Slip::NotAnId(typed.to_string()));
    }
    match typed.parse::<u32>() {
        Ok(0) => Err(Slip::IdZero),
        Ok(number) if number <= ID_MAX => Ok(Ballot { number, proposer: 1 }),
        Ok(_) | Err(_) => Err(Slip::IdTooHigh(typed.to_string())),
    }
}

fn value(typed: &str) -> Result<&str, Slip> {
    let word = typed.trim();
    match word.chars().count() {
        0 => Err(Slip::NoValue),
        length if VALUE_CHARS_MAX < length => Err(Slip::LongValue(length)),
        _ => Ok(word),
    }
}

impl Model {
    pub(super) fn try_out(&mut self, msg: TrialMsg) {
        self.trial.update(msg);
    }
}
