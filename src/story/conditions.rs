//! The conditions of a run: which there are, what they are when its header says nothing, how they change in its midst,
//! and those of two runs beside each other.

use super::print;
use super::problem::both;
use super::script::Script;
use super::words::beside::seconds;
use super::words::caution;
use crate::paxos::cluster::WINDOW;
use crate::paxos::rules::{
    Accept, Commit, Counting, Dedup, Gaps, IdsRule, Leading, Learn, Members, Phases, Promise, Quorum, Report, Rules,
    Storage, ValueRule,
};
use crate::paxos::{Nacks, QuorumSize, Role};
use crate::sim::{Action, Change, Delay, Delivery, Recording, Retry, Time};
use crate::story::language::{say, tr};
use std::mem::discriminant;

/// So many times that a condition is set in the midst of a run are told one by one.
const LATER_MAX: usize = 3;

/// Whether two changes are about the same condition.
pub fn is_same_condition(one: &Change, other: &Change) -> bool {
    discriminant(one) == discriminant(other)
}

/// Whether a header can say only one of two conditions: of quorums either the sizes or the rule.
pub fn exclude_each_other(one: &Change, other: &Change) -> bool {
    matches!((one, other), (Change::Quorum(_), Change::QuorumRule(_)) | (Change::QuorumRule(_), Change::Quorum(_)))
}

/// Each rule with its variants, Paxos first.
pub fn rules() -> [(&'static str, Vec<Change>); 15] {
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
        ("leader", each(Leading::ALL, Change::Leader)),
        ("gaps", each(Gaps::ALL, Change::Gaps)),
        ("commit", each(Commit::ALL, Change::Commit)),
        ("dedup", each(Dedup::ALL, Change::Dedup)),
        ("members", each(Members::ALL, Change::Members)),
    ]
}

/// The rules that such a scene can break: of one decision, or of a log.
pub fn rules_for(is_replicated: bool) -> Vec<(&'static str, Vec<Change>)> {
    rules().into_iter().filter(|(_, variants)| variants.iter().all(|rule| has_its_place(is_replicated, rule))).collect()
}

/// Whether a condition means anything in such a scene.
fn has_its_place(is_replicated: bool, change: &Change) -> bool {
    match change {
        Change::Phases(_) => !is_replicated,
        Change::Leader(_) | Change::Gaps(_) | Change::Commit(_) | Change::Dedup(_) | Change::Members(_) => {
            is_replicated
        }
        Change::Heartbeat(_) | Change::Election(_) | Change::Window(_) => is_replicated,
        _ => true,
    }
}

/// The variant of each rule that is in force, in the order of [`rules`].
pub fn in_force(rules: &Rules) -> [Change; 15] {
    let Rules { phases, promise, report, value, accept, quorum, storage, ids, count, learn, .. } = *rules;
    let Rules { leader, gaps, commit, dedup, members, .. } = *rules;
    [
        Change::Phases(phases),
        Change::Promise(promise),
        Change::Report(report),
        Change::Value(value),
        Change::Accept(accept),
        Change::QuorumRule(quorum),
        Change::Storage(storage),
        Change::Ids(ids),
        Change::Count(count),
        Change::Learn(learn),
        Change::Leader(leader),
        Change::Gaps(gaps),
        Change::Commit(commit),
        Change::Dedup(dedup),
        Change::Members(members),
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
        Change::Heartbeat(_) => Change::Heartbeat(None),
        Change::Election(_) => Change::Election(None),
        Change::Commands(_) => Change::Commands(None),
        Change::Window(_) => Change::Window(WINDOW),
        Change::Leader(_) => Change::Leader(Leading::default()),
        Change::Gaps(_) => Change::Gaps(Gaps::default()),
        Change::Commit(_) => Change::Commit(Commit::default()),
        Change::Dedup(_) => Change::Dedup(Dedup::default()),
        Change::Members(_) => Change::Members(Members::default()),
    }
}

/// What a condition is where the header of this script says nothing of it: replicas answer what they refuse.
fn unsaid(script: &Script, change: &Change) -> Change {
    match change {
        Change::Nacks(_) if script.cluster.is_replicated() => Change::Nacks(Nacks::On),
        _ => by_default(change),
    }
}

/// How a script begins as regards the condition that this change is about.
pub fn at_first(script: &Script, change: &Change) -> Change {
    let said = script.changes.iter().rfind(|said| is_same_condition(said, change));
    said.copied().unwrap_or_else(|| unsaid(script, change))
}

/// Whether it means anything there, and there are acceptors enough for it.
fn is_possible(script: &Script, change: &Change) -> bool {
    if !has_its_place(script.cluster.is_replicated(), change) {
        return false;
    }
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
        if *change != unsaid(script, change) {
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

/// Whether something that is said in a run is left out where these conditions are to hold from the beginning to the end.
pub fn gives_way(said: &Change, chosen: &[Change]) -> bool {
    chosen.iter().any(|chosen| is_same_condition(said, chosen) || exclude_each_other(said, chosen))
}

/// Those of these conditions that are possible here.
pub fn possible(script: &Script, changes: &[Change]) -> Vec<Change> {
    changes.iter().filter(|change| is_possible(script, change)).copied().collect()
}

/// What is set in the midst of a run, and when.
pub fn set_later(recording: &Recording) -> impl Iterator<Item = (Time, Change)> {
    recording.steps().iter().filter_map(|step| match step.action {
        Action::Set(change) => Some((step.time, change)),
        _ => None,
    })
}

/// The conditions of a run from its beginning to its end.
#[derive(Clone, Copy, Debug)]
pub struct Throughout<'a> {
    /// What it says at its head.
    pub script: &'a Script,
    /// What is set in it.
    pub recording: &'a Recording,
}

impl Throughout<'_> {
    /// Whether it is Paxos at all times.
    pub fn is_paxos(&self) -> bool {
        caution::of_conditions(self.recording, self.recording.end()).is_empty()
    }

    /// Whether this condition holds at all times.
    pub fn has(&self, wanted: &Change) -> bool {
        let said = self.script.changes.iter().copied().chain(set_later(self.recording).map(|(_, change)| change));
        let is_kept = |said: Change| match is_same_condition(&said, wanted) {
            true => said == *wanted,
            false => !exclude_each_other(&said, wanted) || said == by_default(&said),
        };
        at_first(self.script, wanted) == *wanted && said.into_iter().all(is_kept)
    }

    /// What makes Paxos of it: the rules that are ever wrong in it, set right, and quorums that meet.
    pub fn as_in_paxos(&self) -> Vec<Change> {
        let meet = caution::quorums_always_meet(self.recording);
        let is_wrong = |change: &Change| match change {
            Change::Quorum(_) => !meet && *change != by_default(change),
            _ => is_rule(change) && *change != by_default(change),
        };
        let later = set_later(self.recording).map(|(_, change)| change);
        let mut right: Vec<Change> = Vec::new();
        for wrong in self.script.changes.iter().copied().chain(later).filter(is_wrong) {
            if !gives_way(&wrong, &right) {
                right.push(by_default(&wrong));
            }
        }
        right
    }

    /// What a condition becomes in the midst of it, each with the time; not what it is already.
    fn later(&self, about: &Change) -> Vec<(Time, Change)> {
        let mut later = Vec::new();
        let mut now = at_first(self.script, about);
        for (time, change) in set_later(self.recording).filter(|(_, change)| is_same_condition(change, about)) {
            if change != now {
                later.push((time, change));
            }
            now = change;
        }
        later
    }

    /// One condition in words: how it is at first, where that need be said, and what it becomes.
    fn told(&self, about: &Change) -> Vec<String> {
        let (first, later) = (at_first(self.script, about), self.later(about));
        let is_said = later.is_empty() || first != unsaid(self.script, &first);
        let from = |(time, change): &(Time, Change)| {
            say!("{change} from {time}", change = print::change(*change), time = seconds(*time))
        };
        let listed = if later.len() <= LATER_MAX { later.len() } else { LATER_MAX - 1 };
        let rest = later.get(listed).map(|(time, _)| say!("others from {time}", time = seconds(*time)));
        let first = is_said.then(|| print::change(first));
        first.into_iter().chain(later[..listed].iter().map(from)).chain(rest).collect()
    }

    /// Whether a condition is the one that is assumed where nothing is said of it, at all times.
    fn is_by_default(&self, about: &Change) -> bool {
        at_first(self.script, about) == unsaid(self.script, about) && self.later(about).is_empty()
    }

    /// These conditions in words; where it is Paxos, that is said of the rules.
    fn caption(&self, conditions: &[Change]) -> String {
        let (rules, rest): (Vec<&Change>, Vec<&Change>) = conditions.iter().partition(|change| is_rule(change));
        let paxos = (!rules.is_empty() && self.is_paxos()).then(|| tr!("Paxos").to_string());
        let are_all_right = rules.iter().all(|rule| self.is_by_default(rule));
        let named = rules.into_iter().filter(|rule| are_all_right || !self.is_by_default(rule));
        let named: Vec<String> = named.flat_map(|rule| self.told(rule)).filter(|_| paxos.is_none()).collect();
        let rest = rest.into_iter().flat_map(|change| self.told(change));
        both(&paxos.into_iter().chain(named).chain(rest).collect::<Vec<String>>())
    }
}

/// The conditions in which two scripts differ at the beginning, as they are in the other one.
fn differing_at_first(one: &Script, other: &Script) -> Vec<Change> {
    let mut found: Vec<Change> = Vec::new();
    for change in one.changes.iter().chain(&other.changes) {
        let there = at_first(other, change);
        if at_first(one, change) != there && !found.contains(&there) {
            found.push(there);
        }
    }
    found
}

/// The conditions in which a run differs from the other one, in which this was left out, as they are at the beginning
/// there.
pub fn differing(one: &Script, other: &Script, left_out: &[(Time, Change)]) -> Vec<Change> {
    let mut found = differing_at_first(one, other);
    for (_, change) in left_out {
        let there = at_first(other, change);
        if !found.contains(&there) {
            found.push(there);
        }
    }
    found
}

/// What stands over each of two runs of one script: the conditions in which they differ.
pub fn captions(one: Throughout, other: Throughout, left_out: &[(Time, Change)]) -> [String; 2] {
    let differing = differing(one.script, other.script, left_out);
    match differing.is_empty() {
        true => [tr!("This run").to_string(), tr!("The same run").to_string()],
        false => [one.caption(&differing), other.caption(&differing)],
    }
}
