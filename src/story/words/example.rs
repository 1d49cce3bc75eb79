//! What the slides of a run that the checker has found are called.

use super::Telling;
use crate::check::Finding;
use crate::paxos::{Ballot, NodeId, NodeSet, Value, Vote};
use crate::story::problem::both;

/// What is found, as a clause.
pub fn found(finding: Finding) -> &'static str {
    match finding {
        Finding::TwoChosen => "two values are chosen",
        Finding::Differ => "nodes hold different results",
        Finding::LearnedUnchosen => "a node learns what is not chosen",
        Finding::Invented => "a value is accepted that nobody proposed",
        Finding::PromiseBroken => "an acceptor goes below its promise",
        Finding::TwoValues => "two values are sent under one id",
        Finding::Chosen => "a value is chosen",
        Finding::BothChoosable => "two values can each still be chosen",
    }
}

/// A value is chosen; where another was before, as well.
pub fn chosen(value: Value, is_other: bool, telling: Telling) -> String {
    let value = telling.value(value);
    if is_other { format!("{value} is chosen as well") } else { format!("{value} is chosen") }
}

/// A ballot in phase 1, and whom it reaches; late, where it was told of before.
pub fn asks(ballot: Ballot, reached: NodeSet, is_late: bool, telling: Telling) -> String {
    let id = telling.id(ballot);
    match (reached.is_empty(), is_late) {
        (true, false) => format!("An attempt under {id}"),
        (true, true) => format!("Answers for {id} arrive late"),
        (false, false) => format!("An attempt under {id} reaches {}", telling.nodes(reached)),
        (false, true) => format!("The attempt under {id} reaches {} as well", telling.nodes(reached)),
    }
}

/// Another ballot under an id that was used before.
pub fn asks_again(ballot: Ballot, reached: NodeSet, telling: Telling) -> String {
    let id = telling.id(ballot);
    match reached.is_empty() {
        true => format!("{id} is used again"),
        false => format!("{id} is used again, and reaches {}", telling.nodes(reached)),
    }
}

/// A ballot in phase 2, and whom its value reaches.
pub fn sends(what: Option<(Ballot, Value)>, reached: NodeSet, telling: Telling) -> String {
    let Some((ballot, value)) = what else { return goes_on() };
    format!("{} {} reaches {}", telling.id(ballot), telling.value(value), telling.nodes(reached))
}

/// That another value was reported under the same id as the one that is carried on.
pub fn tie(other: Vote, by: NodeId, telling: Telling) -> String {
    let (id, value, by) = (telling.id(other.ballot), telling.value(other.value), telling.node(by));
    format!("{by} reported {id} too, with {value}: of reports with equal ids, the one received first wins.")
}

/// ACCEPTs arrive.
pub fn hear(nodes: NodeSet, telling: Telling) -> String {
    let hears = if nodes.len() == 1 { "hears" } else { "hear" };
    format!("{} {hears} what was accepted", telling.nodes(nodes))
}

/// A node that was down comes back.
pub fn comes_back(node: NodeId, telling: Telling) -> String {
    format!("{} comes back", telling.node(node))
}

/// A node crashes and comes back.
pub fn crashes(node: NodeId, telling: Telling) -> String {
    format!("{} crashes and comes back", telling.node(node))
}

/// Where what is found is so at the start.
pub const SO_ALREADY: &str = "It is so already";

/// Something else.
pub fn goes_on() -> String {
    "The run goes on".to_string()
}

/// What a run that was found is called: what is done in it that is not Paxos, or what comes of it.
pub fn title(wrong: &[&str], finding: Finding) -> String {
    match wrong.is_empty() {
        true => capital(found(finding)),
        false => format!("What if {}?", both(wrong)),
    }
}

/// What is said of it in a sentence; `length` in actions, from the beginning or from where a run has come to.
pub fn about(finding: Finding, length: usize, from_here: From) -> String {
    let found = found(finding);
    match (length, from_here) {
        (0, _) => format!("It is so already that {found}."),
        (_, From::Beginning) => format!("The shortest run in which {found}: {length} actions."),
        (_, From::Midst) => format!("After what has happened, the shortest way to where {found}: {length} actions."),
    }
}

/// Where what was found goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum From {
    /// Nothing has happened yet.
    Beginning,
    /// In the midst of a run.
    Midst,
}

/// How lengths are counted.
pub fn unit() -> &'static str {
    "A proposal, a timer, a delivery, a duplicate, a crash and a restart count 1 each."
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
