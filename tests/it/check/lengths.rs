//! How short the shortest run is that breaks each wrong rule, in the default scenario: two proposers, three acceptors,
//! a learner, three ballots (for ids that come again two). A proposal, a timer, a delivery, a duplicate, a crash and a
//! restart count 1 each.

use super::{scenario, searched};
use paxos_explainer::check::{Finding, Goal, Limits, Scenario, Status};
use paxos_explainer::paxos::rules::{
    Accept, Counting, IdsRule, Learn, Phases, Promise, Quorum, Report, Storage, ValueRule,
};
use paxos_explainer::sim::Change;

/// Where agreement breaks: two values are chosen.
const AGREEMENT: [(Change, u32); 17] = [
    // For each value its proposal, and two votes: no phase 1.
    (Change::Phases(Phases::One), 6),
    // For each value a proposal, a PREPARE, a PROMISE and a vote.
    (Change::QuorumRule(Quorum::Half), 8),
    (Change::QuorumRule(Quorum::One), 8),
    // For each value a proposal, two PREPAREs, two PROMISEs and two votes.
    (Change::Promise(Promise::Always), 14),
    (Change::Accept(Accept::Always), 14),
    (Change::Report(Report::Nothing), 14),
    (Change::Value(ValueRule::Own), 14),
    // The same; in the second ballot a copy of one PROMISE stands for the other and its PREPARE.
    (Change::Count(Counting::Messages), 14),
    // The same; of the second life of an id the PROMISEs are copies, or come of a PREPARE to the third acceptor.
    (Change::Ids(IdsRule::Reused), 14),
    // The same, and a crash with its restart.
    (Change::Storage(Storage::ForgetsPromise), 16),
    (Change::Storage(Storage::ForgetsAccepted), 16),
    (Change::Storage(Storage::ForgetsAll), 16),
    // Two values under one id: a ballot with one vote (6), one that hears of it too late (7), and two votes for each.
    (Change::Value(ValueRule::RePicks), 17),
    // Three ballots of which one gets to a single vote.
    (Change::Accept(Accept::WithoutPromising), 20),
    (Change::Value(ValueRule::Lowest), 20),
    (Change::Value(ValueRule::First), 20),
    // The same, with a PREPARE that raises the promise under which the stale vote is told.
    (Change::Report(Report::PromisedId), 21),
];

/// Half of three is one, as with `quorum one`; with four acceptors it is two, and two halves can miss each other: for each
/// value a proposal, two PREPAREs, two PROMISEs and two votes.
#[test]
fn two_halves_of_four_choose_two_values_in_so_few_actions() {
    let check = searched(scenario(4, &[Change::QuorumRule(Quorum::Half)]));
    assert_eq!(check.length(Finding::TwoChosen), Some(14));
}

#[test]
fn wrong_rules_break_agreement_in_so_few_actions() {
    for (rule, length) in AGREEMENT {
        let check = searched(scenario(3, &[rule]));
        assert_eq!(check.progress().status, Status::Found, "{rule:?}");
        assert_eq!(check.length(Finding::TwoChosen), Some(length), "{rule:?}");
    }
}

/// These break nothing that is chosen: only what is learned.
#[test]
fn wrong_learning_breaks_what_is_learned_and_nothing_else() {
    for (rule, length) in [(Learn::PerValue, 14), (Learn::OnPromises, 5)] {
        let wrong = scenario(3, &[Change::Learn(rule)]);
        assert_eq!(searched(wrong.clone()).length(Finding::LearnedUnchosen), Some(length), "{rule:?}");
        let all = searched(Scenario { goal: Goal::Everything, ..wrong });
        assert_eq!((all.progress().status, all.length(Finding::TwoChosen)), (Status::Complete, None), "{rule:?}");
    }
}

/// That what is learned differs from what is chosen takes a fourth ballot: cat is accepted under 1 and 3, dog under 2 and
/// then by two under 4. Three ballots to one vote (18), one to two (7), and two ACCEPTs heard (2).
#[test]
fn values_added_up_teach_another_value_than_is_chosen_with_four_ballots() {
    let wrong = Scenario { goal: Goal::Find(Finding::Differ), ..scenario(3, &[Change::Learn(Learn::PerValue)]) };
    assert_eq!(searched(wrong.clone()).progress().status, Status::Complete, "three are not enough");
    let four = Limits { ballots: 4, ..wrong.limits };
    assert_eq!(searched(Scenario { limits: four, ..wrong }).length(Finding::Differ), Some(27));
}

/// Paxos, and what only looks wrong.
#[test]
fn paxos_and_two_harmless_rules_break_nothing() {
    let harmless = [None, Some(Change::Promise(Promise::OrEqual)), Some(Change::Accept(Accept::First))];
    for rule in harmless {
        let all = scenario(3, rule.as_slice());
        let check = searched(Scenario { goal: Goal::Everything, ..all });
        assert_eq!(check.progress().status, Status::Complete, "{rule:?}");
        let violations = Finding::ALL.into_iter().filter(|finding| finding.is_violation());
        let found: Vec<Finding> = violations.filter(|&finding| check.length(finding).is_some()).collect();
        assert_eq!(found, [], "{rule:?}");
        // What must sometimes be: the shortest way to a choice is a ballot with nothing in its way.
        assert_eq!(check.length(Finding::Chosen), Some(7), "{rule:?}");
        assert_eq!(check.length(Finding::BothChoosable), Some(2), "{rule:?}");
    }
}

/// With two ballots these five hold: they need a third, whose proposer has two reports to choose from.
#[test]
fn two_ballots_are_not_enough_for_some() {
    for (rule, length) in AGREEMENT {
        let two = scenario(3, &[rule]);
        let limits = Limits { ballots: 2, ..two.limits };
        let check = searched(Scenario { limits, ..two });
        let needs_three = 20 <= length;
        let expected = if needs_three { Status::Complete } else { Status::Found };
        assert_eq!(check.progress().status, expected, "{rule:?}");
    }
}
