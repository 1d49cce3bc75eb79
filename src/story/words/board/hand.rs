//! A board that is filled by hand: what a press does, has done, or may not do.

use crate::paxos::{Ballot, NodeId, NodeSet, Value, Vote};
use crate::story::language::{say, tr};
use crate::story::words::Telling;
use crate::story::words::trial::slip;

/// Why a cell that is filled by hand may not be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum No {
    /// The acceptor has promised a higher id than that under which it was to accept.
    Promised(NodeId, Ballot, Ballot),
    /// The acceptor has promised this id or a higher one.
    NotHigher(NodeId, Ballot, Ballot),
    /// Another value goes under this id.
    RowHas(Ballot, Value),
    /// In a row below, another value is chosen or can still be.
    Unsafe {
        /// The row.
        below: Ballot,
        /// The value there, if there is one.
        other: Option<Value>,
        /// Whether that is chosen.
        is_chosen: bool,
        /// Who may still accept there.
        free: NodeSet,
        /// The value that was to be accepted.
        value: Value,
        /// The id under which.
        ballot: Ballot,
    },
    /// It has accepted this there already.
    Again(NodeId, Vote),
    /// There is no word to accept.
    NoWord,
    /// The word has so many characters, and may have so many.
    LongWord(usize, usize),
}

impl No {
    /// In a sentence that names what forbids it.
    pub fn told(self, telling: Telling) -> String {
        let id = |ballot| telling.id(ballot);
        let said = match self {
            No::Promised(node, promised, _) => {
                say!(
                    "{node} has promised {promised}, so it may not accept anything below {promised}.",
                    node = telling.node(node),
                    promised = id(promised)
                )
            }
            No::NotHigher(node, promised, ballot) => say!(
                "{node} has promised {promised}, and {ballot} is not higher: an acceptor never goes back.",
                node = telling.node(node),
                promised = id(promised),
                ballot = id(ballot)
            ),
            No::RowHas(ballot, value) => {
                let value = telling.value(value);
                say!("Under {ballot} there is {value}, and one id carries one value.", ballot = id(ballot), value)
            }
            No::Unsafe { below, other, is_chosen: true, value, ballot, .. } => say!(
                "{other} is chosen under {below}, so {value} is not safe under {ballot}.",
                other = telling.value(other.unwrap_or(value)),
                below = id(below),
                value = telling.value(value),
                ballot = id(ballot)
            ),
            No::Unsafe { below, other, free, value, ballot, .. } => {
                let may = other.map_or_else(|| tr!("any value").into(), |other| telling.value(other));
                let (value, ballot, below) = (telling.value(value), id(ballot), id(below));
                let names = telling.nodes(free);
                match free.len() {
                    1 => say!(
                        "{value} is not safe under {ballot}: row {below} may still choose {may}, for {node} has promised nothing above it.",
                        value,
                        ballot,
                        below,
                        may,
                        node = names
                    ),
                    _ => say!(
                        "{value} is not safe under {ballot}: row {below} may still choose {may}, for {nodes} have promised nothing above it.",
                        value,
                        ballot,
                        below,
                        may,
                        nodes = names
                    ),
                }
            }
            No::Again(node, vote) => {
                say!("{node} has accepted {vote} already.", node = telling.node(node), vote = telling.vote(vote))
            }
            No::NoWord => tr!("Type a value first, for example owl.").to_string(),
            No::LongWord(length, longest) => slip::long_value(length, longest),
        };
        telling.said(said)
    }
}

/// What a press on a cell would do.
pub fn press(node: NodeId, ballot: Ballot, word: Option<&str>, telling: Telling) -> String {
    let (node, id) = (telling.node(node), telling.id(ballot));
    match word {
        Some(word) => say!("Press to let {node} accept {id} {word}.", node, id, word),
        None => say!("Press to let {node} promise {id}.", node, id),
    }
}

/// What a press on a cell has done, and what its row says now.
pub fn done(cell: &str, id: &str, badge: &str, says: &str) -> String {
    say!("{cell}. Row {id}: {badge}. {says}", cell, id, badge, says)
}
