//! What the slides of a run that the checker has found are called.

use super::Telling;
use super::replica::in_slot;
use crate::check::{Finding, Subject};
use crate::paxos::{Ballot, NodeId, NodeSet, Slot, Value, Vote};
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
        Finding::AppliedPast => "a replica applies a slot past a gap",
        Finding::AppliedOther => "two replicas apply different things in one slot",
        Finding::ExecutedTwice => "a command is executed twice",
        Finding::Wanted => "the goal is reached",
    }
}

/// A value is chosen; where another was before, as well.
pub fn chosen(value: Value, is_other: bool, telling: Telling) -> String {
    let value = telling.value(value);
    if is_other { format!("{value} is chosen as well") } else { format!("{value} is chosen") }
}

/// The same in a slot of a log.
pub fn chosen_in(slot: Slot, value: Value, is_other: bool, telling: Telling) -> String {
    let (value, slot) = (telling.value(value), in_slot(slot));
    if is_other { format!("{value} is chosen{slot} as well") } else { format!("{value} is chosen{slot}") }
}

/// A replica tries to lead, and whom it reaches.
pub fn tries_to_lead(node: NodeId, ballot: Ballot, reached: NodeSet, telling: Telling) -> String {
    let tries = format!("{} tries to lead under {}", telling.node(node), telling.id(ballot));
    match reached.is_empty() {
        true => tries,
        false => format!("{tries}, and reaches {}", telling.nodes(reached)),
    }
}

/// A replica leads that has not asked.
pub fn leads_unasked(node: NodeId, ballot: Ballot, telling: Telling) -> String {
    format!("{} leads under {}, and has asked nobody", telling.node(node), telling.id(ballot))
}

/// PREPAREs or PROMISEs of an attempt that began before.
pub fn goes_on_leading(ballot: Ballot, telling: Telling) -> String {
    format!("The attempt to lead under {} goes on", telling.id(ballot))
}

/// A client asks.
pub fn client_asks(client: NodeId, to: NodeId, value: Value, telling: Telling) -> String {
    format!("{} asks {} for {}", telling.node(client), telling.node(to), telling.value(value))
}

/// What a client has asked for before reaches a replica.
pub fn reaches_leader(value: Value, reached: NodeSet, telling: Telling) -> String {
    format!("The request for {} reaches {}", telling.value(value), telling.nodes(reached))
}

/// A slot in phase 2, and whom it reaches.
pub fn sends_in(ballot: Ballot, slot: Slot, value: Value, reached: NodeSet, telling: Telling) -> String {
    sends(Some((ballot, value)), reached, telling) + &in_slot(slot)
}

/// A leader's heartbeat.
pub fn beats(node: NodeId, telling: Telling) -> String {
    format!("{} lets itself be heard", telling.node(node))
}

/// A slot is applied although one before it is not.
pub fn applies_past(node: NodeId, slot: Slot, telling: Telling) -> String {
    format!("{} applies slot {} past a gap", telling.node(node), slot.0)
}

/// Two replicas do not apply the same.
pub fn apply_apart(node: NodeId, other: NodeId, slot: Slot, telling: Telling) -> String {
    format!("{} and {} apply different things in slot {}", telling.node(node), telling.node(other), slot.0)
}

/// A command takes effect a second time.
pub fn executes_again(node: NodeId, value: Value, telling: Telling) -> String {
    format!("{} executes {} a second time", telling.node(node), telling.value(value))
}

/// A node learns what is not chosen.
pub fn takes_for_chosen(node: NodeId, value: Value, telling: Telling) -> String {
    format!("{} takes {} for chosen, which is not", telling.node(node), telling.value(value))
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
        (_, From::Logs) => {
            format!("From logs in which something stands already, the shortest way to where {found}: {length} actions.")
        }
        (_, From::Midst) => format!("After what has happened, the shortest way to where {found}: {length} actions."),
    }
}

/// Where what was found goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum From {
    /// Nothing has happened yet.
    Beginning,
    /// Nothing has happened yet, and something stands in the logs of replicas.
    Logs,
    /// In the midst of a run.
    Midst,
}

/// How lengths are counted.
pub fn unit(subject: Subject) -> &'static str {
    match subject {
        Subject::Decision => "A proposal, a timer, a delivery, a duplicate, a crash and a restart count 1 each.",
        Subject::Log => {
            "A timer, a request, a heartbeat, a delivery, a duplicate, a crash and a restart count 1 each; what a replica does by itself belongs to the step by which it does it."
        }
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
