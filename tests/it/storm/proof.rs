//! That the checks can fail: each property is reported once it is broken, by the check itself and by the
//! storms and walks that look at it.

use super::check::{ANY, Watch, carries_on_what_is_chosen, violations};
use super::setup::Setup;
use super::walk::Walk;
use super::weather::Storm;
use crate::lab::*;
use paxos_explainer::paxos::rules::{Accept, IdsRule, Learn, Promise, Storage, ValueRule};
use paxos_explainer::paxos::{Kind, Note};
use paxos_explainer::sim::world::Faithful;
use paxos_explainer::sim::{Action, Change, Effects, Violation, World};

/// A wrong rule that breaks a property, and how that is reported.
const BREAKING: [(Change, Watch); 7] = [
    (Change::Value(ValueRule::Own), |found| matches!(found, Violation::Agreement(..))),
    (Change::Learn(Learn::OnPromises), |found| matches!(found, Violation::LearnedUnchosen(..))),
    (Change::Promise(Promise::Always), |found| matches!(found, Violation::PromiseBroken(..))),
    (Change::Accept(Accept::Always), |found| matches!(found, Violation::PromiseBroken(..))),
    (Change::Storage(Storage::ForgetsPromise), |found| matches!(found, Violation::PromiseBroken(..))),
    (Change::Ids(IdsRule::Reused), |found| matches!(found, Violation::IdUsedTwice(..))),
    (Change::Value(ValueRule::RePicks), |found| matches!(found, Violation::TwoValues(..))),
];

#[test]
fn walks_and_storms_report_each_property_that_a_rule_breaks() {
    for (rule, watch) in BREAKING {
        let setup = Setup::new(Cast::of(2, 3), &[rule]);
        assert!((0..500).any(|seed| Walk::of(&setup, seed, watch).violation.is_some()), "{rule:?}");
        let reports = |seed| {
            let mut storm = Storm::of(&setup, seed, watch);
            storm.blow();
            storm.violation.is_some()
        };
        assert!((0..500).any(reports), "{rule:?}");
    }
}

/// P2b is looked at on the way. The other value is sent before it can be chosen.
#[test]
fn walks_and_storms_report_another_value_after_the_choice() {
    let setup = Setup::new(Cast::of(2, 3), &[Change::Value(ValueRule::Own)]);
    assert!((0..500).any(|seed| Walk::of(&setup, seed, ANY).disregards_the_chosen));
    let reports = |seed| {
        let mut storm = Storm::of(&setup, seed, ANY);
        storm.blow();
        storm.disregards_the_chosen
    };
    assert!((0..500).any(reports));
}

/// A world in which cat has been chosen, and what the last step has brought about: the answer of A2.
fn chosen() -> (World, World, Effects) {
    let mut lab = Lab::paxos();
    let number = lab.phase_1(P1, CAT, &[A1, A2]);
    lab.deliver((Kind::AcceptRequest, number), P1, [A1]);
    let before = lab.world.clone();
    let message = lab.message((Kind::AcceptRequest, number), P1, A2);
    let effects = lab.act(Action::Deliver { message });
    (before, lab.world, effects)
}

#[test]
fn nothing_is_reported_of_a_step_of_paxos() {
    let (before, after, effects) = chosen();
    assert_eq!(violations(&before, &after, &effects).collect::<Vec<_>>(), []);
    assert!(carries_on_what_is_chosen(&after, &effects));
}

#[test]
fn value_that_nobody_has_proposed_is_reported() {
    let (before, mut after, effects) = chosen();
    after.proposed.clear();
    assert_eq!(violations(&before, &after, &effects).collect::<Vec<_>>(), [Violation::Validity(CAT)]);
}

/// The answer stands against a world in which it has not been written.
#[test]
fn acceptance_that_is_not_on_disk_is_reported() {
    let (before, after, effects) = chosen();
    let Some(Note::Accepted { vote, .. }) = effects.notes.first() else { panic!("A2 accepts") };
    let found = violations(&before, &before, &effects).collect::<Vec<_>>();
    assert_eq!(found, [Violation::AnsweredUnstored(Cast::of(2, 3).id(A2), vote.ballot)]);
    assert_ne!(before, after);
}

#[test]
fn promise_that_is_not_on_disk_is_reported() {
    let mut lab = Lab::paxos();
    let ballot = lab.propose(P1, CAT);
    let mut before = lab.world.clone();
    let message = lab.message(Kind::Prepare, P1, A1);
    let effects = before.clone().apply(Action::Deliver { message }, &mut Faithful).expect("it is in flight");
    let found = violations(&before, &before, &effects).collect::<Vec<_>>();
    assert_eq!(found, [Violation::AnsweredUnstored(lab.id(A1), ballot)]);
    let effects = before.apply(Action::Deliver { message }, &mut Faithful).expect("it is in flight");
    assert_eq!(violations(&lab.world, &before, &effects).count(), 0);
}
