//! The names of a scene: of its nodes, its values and its ids.

mod values;

use super::script::Id;
use crate::paxos::{Ballot, Command, NodeId, NodeSet, Numbering, Value};
pub use values::Values;

/// The highest id, or round, that can be given by hand: there is always a higher one left for the next ballot.
pub const ID_MAX: u32 = 1_000_000_000;

/// The highest id, or round, by which a message, a promise or a vote can be meant. Nodes go on above what was given, each
/// ballot by at most as many as there are nodes, so that no run comes so far.
pub const NAMED_ID_MAX: u32 = 2_000_000_000;

/// The highest slot of a log that a scene can name.
pub const SLOT_MAX: u32 = 1000;

/// The most slots that may be open at once.
pub const WINDOW_MAX: u32 = 100;

/// The largest amount that a command can name.
pub const AMOUNT_MAX: i64 = 1_000_000_000;

/// What the value is called that fills a gap in a log.
pub const NO_OP: &str = "no-op";

/// The command that clients give by themselves.
pub const COMMAND: &str = "+1";

/// What nodes, values and ids are called in one scene.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Names {
    /// The name of each node, in the order of declaration.
    pub nodes: Vec<String>,
    /// The word for each value, in the order of first mention.
    pub values: Values,
    /// How ids are shown.
    pub numbering: Numbering,
    /// Whether they are of replicas, which keep a log and have no card.
    pub is_of_log: bool,
    /// Whether acceptors answer what they refuse, and do not ignore it: by the header, NACKs are sent.
    pub refuses: bool,
}

impl Names {
    /// No names yet.
    pub fn new() -> Names {
        Names {
            nodes: Vec::new(),
            values: Values::default(),
            numbering: Numbering::Slotted,
            is_of_log: false,
            refuses: false,
        }
    }

    /// The name of a node.
    pub fn node(&self, node: NodeId) -> &str {
        self.nodes.get(node.index()).map_or("?", String::as_str)
    }

    /// The node of this name.
    pub fn find_node(&self, name: &str) -> Option<NodeId> {
        let at = self.nodes.iter().position(|node| node == name)?;
        Some(NodeId(at as u8))
    }

    /// The word for a value.
    pub fn value(&self, value: Value) -> &str {
        if value.shows_as(Value::NO_OP) {
            return NO_OP;
        }
        self.values.get(usize::from(value.word)).map_or("?", String::as_str)
    }

    /// The value for this word, a new one if the word is new.
    pub fn intern(&mut self, word: &str) -> Value {
        Value::of(self.values.place(word))
    }

    /// What a word means as a command of a client: an account that is opened, money put on it or taken from it, or the
    /// replicas that are to decide. Any other word means only itself.
    pub fn command(&self, value: Value) -> Command {
        let word = self.value(value);
        let amount = |digits: &str| digits.parse::<i64>().ok().filter(|amount| (0..=AMOUNT_MAX).contains(amount));
        let signed = |sign: char| word.strip_prefix(sign).and_then(amount);
        if let Some(amount) = word.strip_prefix("open ").and_then(amount) {
            return Command::Open(amount);
        }
        if let Some(amount) = signed('+').or_else(|| signed('-').map(|amount| -amount)) {
            return Command::Add(amount);
        }
        match word.strip_prefix("members ") {
            Some(names) => {
                let nodes: Option<NodeSet> = names.split(' ').map(|name| self.find_node(name)).collect();
                nodes.map_or(Command::Word, Command::Members)
            }
            None => Command::Word,
        }
    }

    /// Reads an id as it is shown: `5`, or `3.1` where ids show their server. Not every one can be given.
    pub fn read_id(&self, text: &str) -> Option<Id> {
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok()).flatten();
        let id = match (self.numbering, text.split_once('.')) {
            (Numbering::Slotted, None) => Id { number: digits(text)?, server: None },
            (Numbering::Rounds, Some((round, server))) => {
                let server = u16::try_from(digits(server)?).ok()?;
                Id { number: digits(round)?, server: Some(server) }
            }
            _ => return None,
        };
        (1..=NAMED_ID_MAX).contains(&id.number).then_some(id)
    }

    /// An id as it is shown.
    pub fn id(&self, ballot: Ballot) -> String {
        match self.numbering {
            Numbering::Slotted => ballot.number.to_string(),
            Numbering::Rounds => format!("{}.{}", ballot.number, ballot.proposer),
        }
    }
}

impl Default for Names {
    fn default() -> Self {
        Names::new()
    }
}
