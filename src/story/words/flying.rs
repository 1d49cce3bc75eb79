//! Messages under way, where something can be done to them.

use super::beside::seconds;
use super::{Telling, label};
use crate::sim::{Envelope, Time};
use crate::story::language::{Words, say, tr, words};
use crate::story::names::Names;
use crate::story::poll::Letter;
use crate::story::problem::both;

/// "PREPARE 5, P1 to A2".
pub fn title(envelope: &Envelope, telling: Telling) -> String {
    let (from, to) = (telling.node(envelope.from), telling.node(envelope.to));
    telling.said(say!("{message}, {from} to {to}", message = label(&envelope.message, telling), from, to))
}

/// "“dinner”, F1 to F2".
pub fn letter_title(letter: &Letter, names: &Names) -> String {
    say!(
        "“{letter}”, {from} to {to}",
        letter = super::poll::label(letter.said, names),
        from = names.node(letter.from),
        to = names.node(letter.to)
    )
}

/// When a message arrives, or why that is open.
pub fn state(is_held: bool, arrives: Option<Time>) -> String {
    match arrives {
        _ if is_held => tr!(in "a message": "held").to_string(),
        Some(at) => say!("arrives at {at}", at = seconds(at)),
        None => tr!("waits to be delivered").to_string(),
    }
}

/// That a message is under way, and when it arrives, if it does.
pub fn under_way(arrives: Option<Time>) -> String {
    match arrives {
        Some(at) => say!("on its way, arrives at {at}", at = seconds(at)),
        None => tr!("on its way").to_string(),
    }
}

/// What a pill on the stage is called: "PREPARE 5 from P1 to A2, on its way, arrives at 1.0 s". It may stand for copies
/// to others too.
pub fn pill(label: &str, others: &[&str], state: &str) -> String {
    let and = if others.is_empty() { String::new() } else { say!(" and to {others}", others = both(others)) };
    let state = if state.is_empty() { String::new() } else { format!(", {state}") };
    format!("{label}{and}{state}")
}

/// On the badge of a node: so many of its messages wait, beside those that are drawn.
pub fn more_wait(count: usize) -> String {
    say!("+{count} waiting", count)
}

/// What that badge is called: which they are.
pub fn wait_too(labels: &[&str]) -> String {
    match labels.len() {
        1 => say!("1 more message waits: {labels}", labels = both(labels)),
        count => say!("{count} more messages wait: {labels}", count, labels = both(labels)),
    }
}

/// Where nothing is under way.
pub const NONE: Words = words!("Nothing is on its way now. Let a proposer propose, or go back in time.");
/// The same among people.
pub const NONE_AMONG_PEOPLE: Words = words!("Nothing is on its way now. Let somebody ask or tell, or go back in time.");
