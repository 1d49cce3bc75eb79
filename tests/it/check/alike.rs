//! States that differ in the names of acceptors alone count once, and no verdict changes by that.

use super::{everything, found, scenario, searched};
use crate::storm::wrong_rules;
use paxos_explainer::check::{Finding, Goal, Hearing, Limits, Scenario, Status, Symmetry};
use paxos_explainer::paxos::NodeId;
use paxos_explainer::sim::Change;
use std::collections::BTreeSet;

fn apart(scenario: &Scenario) -> Scenario {
    Scenario { symmetry: Symmetry::Unused, ..scenario.clone() }
}

/// Every rule, with two ballots, to the end: the same is found in the same number of actions.
#[test]
fn symmetry_changes_no_verdict_and_no_length() {
    let rules = wrong_rules().into_iter().map(Some).chain([None]);
    for rule in rules {
        let mut all = everything(3, 2, rule.as_slice());
        all.limits.crashes = all.limits.crashes.max(u8::from(rule.is_none()));
        all.limits.bounds.states = 400_000;
        let (alike, named) = (searched(all.clone()), searched(apart(&all)));
        if named.progress().status != Status::Complete {
            continue; // Where ids come again there is too much to see: the next test looks at that.
        }
        assert_eq!(found(&alike), found(&named), "{rule:?}");
        assert_eq!(alike.levels().len(), named.levels().len(), "{rule:?}");
        let (alike, named) = (alike.levels(), named.levels());
        let pairs = alike.iter().zip(&named);
        assert!(pairs.clone().all(|(alike, named)| alike <= named && *named <= 6 * *alike), "{rule:?}");
    }
}

#[test]
fn symmetry_changes_no_length_of_what_is_looked_for() {
    for rule in wrong_rules() {
        let wrong = scenario(3, &[rule]);
        let Goal::Find(finding) = wrong.goal else { panic!("a rule is searched for one thing") };
        let is_long = searched(wrong.clone()).progress().states > 60_000;
        if !is_long {
            let (alike, named) = (searched(wrong.clone()), searched(apart(&wrong)));
            assert_eq!(alike.length(finding), named.length(finding), "{rule:?}");
        }
    }
}

/// Where an acceptor stands in a single ballot.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum At {
    Idle,
    Promised,
    Heard,
    VotedUnasked,
    Voted,
}

/// One ballot is small enough to be counted by hand: each acceptor is somewhere, and their names either matter or not.
#[test]
fn one_ballot_has_as_many_states_as_can_be_counted() {
    for acceptors in 2..=5 {
        let (mut named, mut alike) = (BTreeSet::new(), BTreeSet::new());
        let quorum = usize::from(acceptors) / 2 + 1;
        let mut all = |places: &[At], allowed: &dyn Fn(&[At]) -> bool| {
            for code in 0..places.len().pow(u32::from(acceptors)) {
                let at = |nth: u32| places[code / places.len().pow(nth) % places.len()];
                let mut state: Vec<At> = (0..u32::from(acceptors)).map(at).collect();
                if allowed(&state) {
                    let is_sent = places.contains(&At::Voted);
                    named.insert((is_sent, state.clone()));
                    state.sort();
                    alike.insert((is_sent, state));
                }
            }
        };
        let count = |state: &[At], wanted: &[At]| state.iter().filter(|at| wanted.contains(at)).count();
        all(&[At::Idle, At::Promised, At::Heard], &|state| count(state, &[At::Heard]) < quorum);
        let has_quorum = |state: &[At]| quorum <= count(state, &[At::Promised, At::Voted]);
        all(&[At::Idle, At::Promised, At::VotedUnasked, At::Voted], &has_quorum);
        let mut one = everything(acceptors, 1, &[]);
        one.wishes.truncate(1);
        // Before it all there is the state in which nothing was asked.
        assert_eq!(searched(apart(&one)).progress().states, 1 + named.len(), "{acceptors}");
        assert_eq!(searched(one).progress().states, 1 + alike.len(), "{acceptors}");
    }
}

/// A link that is cut tells acceptors apart: their names matter then.
#[test]
fn cut_link_ends_the_symmetry() {
    let mut cut = everything(3, 1, &[]);
    cut.start.cuts[0] = cut.start.cuts[0].with(NodeId(2));
    assert_eq!(searched(cut.clone()).levels(), searched(apart(&cut)).levels());
    assert!(searched(cut).progress().states < searched(apart(&everything(3, 1, &[]))).progress().states);
}

/// Whether ACCEPTs are delivered one by one or what they teach is worked out: the same in as many actions.
#[test]
fn what_is_learned_is_worked_out_as_if_every_accept_were_delivered() {
    for rule in wrong_rules().into_iter().map(Some).chain([None]) {
        let mut all = scenario(3, rule.as_slice());
        all.limits = Limits { ballots: 2, crashes: 0, ..all.limits };
        all.limits.bounds.states = 300_000;
        for goal in [Finding::LearnedUnchosen, Finding::Differ, Finding::TwoChosen].map(Goal::Find) {
            let each = searched(Scenario { hearing: Hearing::Delivered, goal, ..all.clone() });
            let worked_out = searched(Scenario { goal, ..all.clone() });
            if let (Goal::Find(finding), Status::Found | Status::Complete) = (goal, each.progress().status) {
                assert_eq!(worked_out.length(finding), each.length(finding), "{rule:?} {goal:?}");
            }
        }
    }
}

/// The rules of a wrong kind are known to the checker by the names that the storms have for them.
#[test]
fn every_wrong_rule_is_looked_at() {
    let rules: Vec<Change> = wrong_rules();
    assert_eq!(rules.len(), 21);
}
