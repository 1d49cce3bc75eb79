//! The conditions that a header sets: which there are, what they are when it says nothing, and two of them beside
//! each other.

use super::print;
use super::problem::both;
use super::script::Script;
use crate::paxos::rules::{Accept, Counting, IdsRule, Learn, Phases, Promise, Quorum, Report, Storage, ValueRule};
use crate::paxos::{Nacks, QuorumSize, Role};
use crate::sim::{Change, Delay, Delivery, Retry};
use std::mem::discriminant;

/// Whether two changes are about the same condition.
pub fn is_same_condition(one: &Change, other: &Change) -> bool {
    discriminant(one) == discriminant(other)
}

/// Whether a header can say only one of two conditions: of quorums either the sizes or the rule.
pub fn exclude_each_other(one: &Change, other: &Change) -> bool {
    matches!((one, other), (Change::Quorum(_), Change::QuorumRule(_)) | (Change::QuorumRule(_), Change::Quorum(_)))
}

/// Each rule with its variants, Paxos first.
pub fn rules() -> [(&'static str, Vec<Change>); 10] {
    fn each<T: Copy>(all: &[T], change: fn(T) -> Change) -> Vec<Change> {
        all.iter().copied().map(change).collect()
    }
    [
        ("phases", each(Phases::ALL, Change::Phases)),
        ("promise", each(Promise::ALL, Change::Promise)),
        ("report", each(Report::ALL, Change::Report)),
        ("value", each(ValueRule::ALL, Change::Value)),
        ("accept", each(Accept::ALL, Change::Accept)),
        ("quorum", each(Quorum::ALL, Change::QuorumRule)),
        ("storage", each(Storage::ALL, Change::Storage)),
        ("ids", each(IdsRule::ALL, Change::Ids)),
        ("count", each(Counting::ALL, Change::Count)),
        ("learn", each(Learn::ALL, Change::Learn)),
    ]
}

/// Whether a change is about a rule of Paxos.
pub fn is_rule(change: &Change) -> bool {
    rules().iter().any(|(_, variants)| variants.iter().any(|variant| is_same_condition(variant, change)))
}

/// What a condition is where a header says nothing of it.
pub fn by_default(change: &Change) -> Change {
    match change {
        Change::Network(_) => Change::Network(Delivery::Timed),
        Change::Delay(_) => Change::Delay(Delay { least: 1000, most: 1000 }),
        Change::Loss(_) => Change::Loss(0),
        Change::Duplication(_) => Change::Duplication(0),
        Change::Retry(_) => Change::Retry(Retry::Off),
        Change::Seed(_) => Change::Seed(1),
        Change::Nacks(_) => Change::Nacks(Nacks::Off),
        Change::Quorum(_) => Change::Quorum(QuorumSize::Majority),
        Change::Phases(_) => Change::Phases(Phases::default()),
        Change::Promise(_) => Change::Promise(Promise::default()),
        Change::Report(_) => Change::Report(Report::default()),
        Change::Value(_) => Change::Value(ValueRule::default()),
        Change::Accept(_) => Change::Accept(Accept::default()),
        Change::QuorumRule(_) => Change::QuorumRule(Quorum::default()),
        Change::Storage(_) => Change::Storage(Storage::default()),
        Change::Ids(_) => Change::Ids(IdsRule::default()),
        Change::Count(_) => Change::Count(Counting::default()),
        Change::Learn(_) => Change::Learn(Learn::default()),
    }
}

/// How a script begins as regards the condition that this change is about.
pub fn at_first(script: &Script, change: &Change) -> Change {
    let said = script.changes.iter().rfind(|said| is_same_condition(said, change));
    said.copied().unwrap_or_else(|| by_default(change))
}

/// Whether there are acceptors enough for it.
fn is_possible(script: &Script, change: &Change) -> bool {
    let acceptors = script.cluster.all(Role::Acceptor).len();
    match *change {
        Change::Quorum(QuorumSize::Sizes { prepare, accept }) => usize::from(prepare.max(accept)) <= acceptors,
        _ => true,
    }
}

/// The script under these conditions from the beginning. Quorums for which there are too few acceptors are none.
#[must_use]
pub fn under(script: &Script, changes: &[Change]) -> Script {
    let mut other = script.clone();
    for change in changes.iter().filter(|change| is_possible(script, change)) {
        other.changes.retain(|said| !is_same_condition(said, change) && !exclude_each_other(said, change));
        if *change != by_default(change) {
            other.changes.push(*change);
        }
        match change {
            Change::Quorum(size) => other.cluster.quorum = *size,
            Change::QuorumRule(_) => other.cluster.quorum = QuorumSize::Majority,
            _ => {}
        }
    }
    other
}

/// The conditions at the beginning in which two scripts differ: how they are in the one, and in the other.
pub fn differing(one: &Script, other: &Script) -> Vec<(Change, Change)> {
    let mut found: Vec<(Change, Change)> = Vec::new();
    for change in one.changes.iter().chain(&other.changes) {
        let both = (at_first(one, change), at_first(other, change));
        if both.0 != both.1 && !found.contains(&both) {
            found.push(both);
        }
    }
    found
}

/// What stands over each of two runs of one script: the conditions in which they differ.
pub fn captions(one: &Script, other: &Script) -> [String; 2] {
    let differing = differing(one, other);
    let (left, right): (Vec<Change>, Vec<Change>) = differing.iter().copied().unzip();
    match differing.is_empty() {
        true => ["This run".to_string(), "The same run".to_string()],
        false => [caption(&left), caption(&right)],
    }
}

fn caption(conditions: &[Change]) -> String {
    let (rules, rest): (Vec<&Change>, Vec<&Change>) = conditions.iter().partition(|change| is_rule(change));
    let wrong: Vec<String> =
        rules.iter().filter(|rule| ***rule != by_default(rule)).map(|rule| print::change(**rule)).collect();
    let paxos = (!rules.is_empty() && wrong.is_empty()).then(|| "Paxos".to_string());
    let all: Vec<String> = paxos.into_iter().chain(wrong).chain(rest.iter().map(|it| print::change(**it))).collect();
    both(&all)
}
