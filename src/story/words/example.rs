//! What the slides of a run that the checker has found are called.

use super::Telling;
use super::replica::in_slot;
use crate::check::{Finding, Subject};
use crate::paxos::{Ballot, NodeId, NodeSet, Slot, Value};
use crate::sim::truth::Chosen;
use crate::story::language::{Words, say, tr, words};
use crate::story::problem::both;

/// What is found, as a main clause in the midst of a text.
pub fn found(finding: Finding) -> &'static str {
    match finding {
        Finding::TwoChosen => tr!("two values are chosen"),
        Finding::Differ => tr!("nodes hold different results"),
        Finding::LearnedUnchosen => tr!("a node learns what is not chosen"),
        Finding::Invented => tr!("a value is accepted that nobody proposed"),
        Finding::PromiseBroken => tr!("an acceptor goes below its promise"),
        Finding::TwoValues => tr!("two values are sent under one id"),
        Finding::Chosen => tr!("a value is chosen"),
        Finding::BothChoosable => tr!("two values can each still be chosen"),
        Finding::AppliedPast => tr!("a replica applies a slot past a gap"),
        Finding::AppliedOther => tr!("two replicas apply different things in one slot"),
        Finding::ExecutedTwice => tr!("a command is executed twice"),
        Finding::Wanted => tr!("the goal is reached"),
    }
}

/// The same, as a clause behind “that”, “in which” or “to where”.
pub fn found_that(finding: Finding) -> &'static str {
    match finding {
        Finding::TwoChosen => tr!(in "a subordinate clause": "two values are chosen"),
        Finding::Differ => tr!(in "a subordinate clause": "nodes hold different results"),
        Finding::LearnedUnchosen => tr!(in "a subordinate clause": "a node learns what is not chosen"),
        Finding::Invented => tr!(in "a subordinate clause": "a value is accepted that nobody proposed"),
        Finding::PromiseBroken => tr!(in "a subordinate clause": "an acceptor goes below its promise"),
        Finding::TwoValues => tr!(in "a subordinate clause": "two values are sent under one id"),
        Finding::Chosen => tr!(in "a subordinate clause": "a value is chosen"),
        Finding::BothChoosable => tr!(in "a subordinate clause": "two values can each still be chosen"),
        Finding::AppliedPast => tr!(in "a subordinate clause": "a replica applies a slot past a gap"),
        Finding::AppliedOther => tr!(in "a subordinate clause": "two replicas apply different things in one slot"),
        Finding::ExecutedTwice => tr!(in "a subordinate clause": "a command is executed twice"),
        Finding::Wanted => tr!(in "a subordinate clause": "the goal is reached"),
    }
}

/// The same, as a title or the beginning of a sentence.
pub fn heading(finding: Finding) -> &'static str {
    match finding {
        Finding::TwoChosen => tr!("Two values are chosen"),
        Finding::Differ => tr!("Nodes hold different results"),
        Finding::LearnedUnchosen => tr!("A node learns what is not chosen"),
        Finding::Invented => tr!("A value is accepted that nobody proposed"),
        Finding::PromiseBroken => tr!("An acceptor goes below its promise"),
        Finding::TwoValues => tr!("Two values are sent under one id"),
        Finding::Chosen => tr!("A value is chosen"),
        Finding::BothChoosable => tr!("Two values can each still be chosen"),
        Finding::AppliedPast => tr!("A replica applies a slot past a gap"),
        Finding::AppliedOther => tr!("Two replicas apply different things in one slot"),
        Finding::ExecutedTwice => tr!("A command is executed twice"),
        Finding::Wanted => tr!("The goal is reached"),
    }
}

/// A value is chosen; where another was before, as well.
pub fn chosen(value: Value, is_other: bool, telling: Telling) -> String {
    let value = telling.value(value);
    if is_other { say!("{value} is chosen as well", value) } else { say!("{value} is chosen", value) }
}

/// The same in a slot of a log.
pub fn chosen_in(slot: Slot, value: Value, is_other: bool, telling: Telling) -> String {
    let (value, slot) = (telling.value(value), in_slot(slot));
    if is_other {
        say!("{value} is chosen{slot} as well", value, slot)
    } else {
        say!("{value} is chosen{slot}", value, slot)
    }
}

/// What stands in the logs where a way begins: new members, chosen before anything happens, that count at once for whoever
/// knows them.
pub fn new_members(old: NodeSet, new: Chosen, known: NodeSet, telling: Telling) -> String {
    say!(
        "The members were {old}, until {change} was chosen in slot {slot}. {accepted} accepted it. It counts at once for those who know that it is chosen: {known}. The others go by the old members.",
        old = telling.nodes(old),
        change = telling.value(new.vote.value),
        slot = new.slot.0,
        accepted = telling.nodes(new.by),
        known = telling.nodes(known)
    )
}

/// A replica tries to lead, and whom it reaches.
pub fn tries_to_lead(node: NodeId, ballot: Ballot, reached: NodeSet, telling: Telling) -> String {
    let (node, ballot) = (telling.node(node), telling.id(ballot));
    match reached.is_empty() {
        true => say!("{node} tries to lead under {ballot}", node, ballot),
        false => say!(
            "{node} tries to lead under {ballot}, and reaches {reached}",
            node,
            ballot,
            reached = telling.nodes(reached)
        ),
    }
}

/// A replica leads that has not asked.
pub fn leads_unasked(node: NodeId, ballot: Ballot, telling: Telling) -> String {
    say!("{node} leads under {ballot}, and has asked nobody", node = telling.node(node), ballot = telling.id(ballot))
}

/// PREPAREs or PROMISEs of an attempt that began before.
pub fn goes_on_leading(ballot: Ballot, telling: Telling) -> String {
    say!("The attempt to lead under {ballot} goes on", ballot = telling.id(ballot))
}

/// A client asks.
pub fn client_asks(client: NodeId, to: NodeId, value: Value, telling: Telling) -> String {
    say!(
        "{client} asks {to} for {value}",
        client = telling.node(client),
        to = telling.node(to),
        value = telling.value(value)
    )
}

/// What a client has asked for before reaches a replica.
pub fn reaches_leader(value: Value, reached: NodeSet, telling: Telling) -> String {
    say!("The request for {value} reaches {reached}", value = telling.value(value), reached = telling.nodes(reached))
}

/// A slot in phase 2, and whom it reaches.
pub fn sends_in(ballot: Ballot, slot: Slot, value: Value, reached: NodeSet, telling: Telling) -> String {
    say!(
        "{ballot} {value} reaches {reached}{slot}",
        ballot = telling.id(ballot),
        value = telling.value(value),
        reached = telling.nodes(reached),
        slot = in_slot(slot)
    )
}

/// A leader's heartbeat.
pub fn beats(node: NodeId, telling: Telling) -> String {
    say!("{node} lets itself be heard", node = telling.node(node))
}

/// A slot is applied although one before it is not.
pub fn applies_past(node: NodeId, slot: Slot, telling: Telling) -> String {
    say!("{node} applies slot {slot} past a gap", node = telling.node(node), slot = slot.0)
}

/// Two replicas do not apply the same.
pub fn apply_apart(node: NodeId, other: NodeId, slot: Slot, telling: Telling) -> String {
    say!(
        "{node} and {other} apply different things in slot {slot}",
        node = telling.node(node),
        other = telling.node(other),
        slot = slot.0
    )
}

/// A command takes effect a second time.
pub fn executes_again(node: NodeId, value: Value, telling: Telling) -> String {
    say!("{node} executes {value} a second time", node = telling.node(node), value = telling.value(value))
}

/// A node learns what is not chosen.
pub fn takes_for_chosen(node: NodeId, value: Value, telling: Telling) -> String {
    say!("{node} takes {value} for chosen, which is not", node = telling.node(node), value = telling.value(value))
}

/// A ballot in phase 1, and whom it reaches; late, where it was told of before.
pub fn asks(ballot: Ballot, reached: NodeSet, is_late: bool, telling: Telling) -> String {
    let id = telling.id(ballot);
    match (reached.is_empty(), is_late) {
        (true, false) => say!("An attempt under {id}", id),
        (true, true) => say!("Answers for {id} arrive late", id),
        (false, false) => say!("An attempt under {id} reaches {reached}", id, reached = telling.nodes(reached)),
        (false, true) => say!("The attempt under {id} reaches {reached} as well", id, reached = telling.nodes(reached)),
    }
}

/// Another ballot under an id that was used before.
pub fn asks_again(ballot: Ballot, reached: NodeSet, telling: Telling) -> String {
    let id = telling.id(ballot);
    match reached.is_empty() {
        true => say!("{id} is used again", id),
        false => say!("{id} is used again, and reaches {reached}", id, reached = telling.nodes(reached)),
    }
}

/// A ballot in phase 2, and whom its value reaches.
pub fn sends(what: Option<(Ballot, Value)>, reached: NodeSet, telling: Telling) -> String {
    let Some((ballot, value)) = what else { return goes_on() };
    say!(
        "{ballot} {value} reaches {reached}",
        ballot = telling.id(ballot),
        value = telling.value(value),
        reached = telling.nodes(reached)
    )
}

/// ACCEPTs arrive.
pub fn hear(nodes: NodeSet, telling: Telling) -> String {
    match nodes.len() {
        1 => say!("{node} hears what was accepted", node = telling.nodes(nodes)),
        _ => say!("{nodes} hear what was accepted", nodes = telling.nodes(nodes)),
    }
}

/// A node that was down comes back.
pub fn comes_back(node: NodeId, telling: Telling) -> String {
    say!("{node} comes back", node = telling.node(node))
}

/// A node crashes and comes back.
pub fn crashes(node: NodeId, telling: Telling) -> String {
    say!("{node} crashes and comes back", node = telling.node(node))
}

/// Where what is found is so at the start.
pub const SO_ALREADY: Words = words!("It is so already");

/// Something else.
pub fn goes_on() -> String {
    tr!("The run goes on").to_string()
}

/// What a run that was found is called: what is done in it that is not Paxos, or what comes of it.
pub fn title(wrong: &[&str], finding: Finding) -> String {
    match wrong.is_empty() {
        true => heading(finding).to_string(),
        false => say!("What if {wrong}?", wrong = both(wrong)),
    }
}

/// What is said of it in a sentence; `length` in actions, from the beginning or from where a run has come to.
pub fn about(finding: Finding, length: usize, from_here: From) -> String {
    let found = found_that(finding);
    match (length, from_here) {
        (0, _) => say!("It is so already that {found}.", found),
        (_, From::Beginning) => say!("The shortest run in which {found}: {length} actions.", found, length),
        (_, From::Logs) => {
            say!(
                "From logs in which something stands already, the shortest way to where {found}: {length} actions.",
                found,
                length
            )
        }
        (_, From::Midst) => {
            say!("After what has happened, the shortest way to where {found}: {length} actions.", found, length)
        }
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
        Subject::Decision => tr!("A proposal, a timer, a delivery, a duplicate, a crash and a restart count 1 each."),
        Subject::Log => {
            tr!(
                "A timer, a request, a heartbeat, a delivery, a duplicate, a crash and a restart count 1 each; what a replica does by itself belongs to the step by which it does it."
            )
        }
    }
}
