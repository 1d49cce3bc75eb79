//! The storm: random loss, duplication, delay, crash and restart over thousands of seeds.
//!
//! Under the rules of Paxos everything holds after every step. Under a wrong rule the storm finds a run
//! that breaks it, makes it short, and tells it as a scene.

mod shrink;
mod telling;
mod walk;
mod weather;

use crate::lab::*;
use paxos_explainer::paxos::QuorumSize;
use paxos_explainer::paxos::rules::{Accept, Phases, Promise, Quorum, Report, Storage, ValueRule};
use paxos_explainer::sim::world::Faithful;
use paxos_explainer::sim::{Change, Violation, truth};
use paxos_explainer::story::{Scene, parse};
use shrink::{Finding, acts_of, shrink};
use walk::Walk;
use weather::{Storm, Tally};

/// Storms over each of the four clusters.
const SEEDS: u32 = 500;
/// Walks before a wrong rule is given up.
const WALKS: u32 = 20_000;

/// Blows over a cluster of Paxos, a seed at a time, and says what it has seen.
fn ride(cast: Cast, rules: &[Change], seeds: std::ops::Range<u32>) -> Tally {
    let mut tally = Tally::default();
    for seed in seeds {
        let mut storm = Storm::of(cast, rules, seed);
        storm.blow();
        storm.count(&mut tally);
        storm.calm();
        if let Some(violation) = storm.violation {
            let steps = storm.run.recording.steps();
            let told = shrink(cast, rules, acts_of(steps)).map(|finding| telling::scene(&finding));
            panic!("{violation:?} with seed {seed} over {cast:?}\n{}", told.unwrap_or_default());
        }
        tally.runs_calm_in_the_end += u32::from(storm.is_known_to_all());
    }
    tally
}

fn assert_stormy(tally: &Tally) {
    let runs = tally.runs;
    let all = format!("{tally:#?}");
    assert_eq!(tally.runs_calm_in_the_end, runs, "{all}");
    assert!(2 * runs / 5 < tally.runs_with_a_choice && tally.runs_with_a_choice < runs, "{all}");
    assert!(runs / 10 < tally.runs_with_two_chosen_ids, "{all}");
    assert!(50 * runs as usize <= tally.steps, "{all}");
    let often = [
        tally.ignored,
        tally.adopted,
        tally.own_value,
        tally.learned,
        tally.crashes,
        tally.restarts,
        tally.timeouts,
        tally.copies_delivered,
        tally.lost_by_chance,
        tally.lost_at_a_node_down,
        tally.accepted_after_a_choice,
    ];
    assert!(often.into_iter().all(|count| runs / 2 < count), "{all}");
    assert!(runs / 10 < tally.nacks && runs / 10 < tally.lost_on_a_cut_link, "{all}");
}

#[test]
fn storm_over_two_proposers_and_three_acceptors_breaks_nothing() {
    assert_stormy(&ride(Cast::of(2, 3), &[], 0..SEEDS));
}

#[test]
fn storm_over_three_proposers_and_three_acceptors_breaks_nothing() {
    assert_stormy(&ride(Cast::of(3, 3), &[], SEEDS..2 * SEEDS));
}

#[test]
fn storm_over_two_proposers_and_five_acceptors_breaks_nothing() {
    assert_stormy(&ride(Cast::of(2, 5), &[], 2 * SEEDS..3 * SEEDS));
}

#[test]
fn storm_over_three_proposers_and_five_acceptors_breaks_nothing() {
    assert_stormy(&ride(Cast::of(3, 5), &[], 3 * SEEDS..4 * SEEDS));
}

/// Every message in any order, over clusters of all sizes.
#[test]
fn walk_in_any_order_breaks_nothing() {
    let (mut chosen, mut chosen_twice) = (0, 0);
    for seed in 0..8000 {
        let cast = [Cast::of(2, 3), Cast::of(3, 3), Cast::of(2, 5), Cast::of(3, 4)][seed as usize % 4];
        let walk = Walk::of(cast, &[], seed);
        assert_eq!((walk.violation, walk.promise_is_broken), (None, false), "with seed {seed}");
        chosen += u32::from(1 <= truth::chosen(&walk.world).count());
        chosen_twice += u32::from(2 <= truth::chosen(&walk.world).count());
    }
    assert!(4000 < chosen && 1000 < chosen_twice, "{chosen}, {chosen_twice}");
}

/// A short run in which this rule breaks agreement, if a walk meets one.
fn hunt(cast: Cast, rules: &[Change]) -> Option<Finding> {
    let mut walks = (0..WALKS).map(|seed| Walk::of(cast, rules, seed));
    let caught = walks.find(|walk| matches!(walk.violation, Some(Violation::Agreement(..))))?;
    shrink(cast, rules, caught.acts)
}

/// Holds that the rule is caught, that no shorter run than the least one known is found, that the short run
/// is short, and that its scene does it again.
fn assert_breaks_agreement(cast: Cast, rule: Change, least: usize) {
    let name = telling::name(&[rule]);
    let finding = hunt(cast, &[rule]).unwrap_or_else(|| panic!("{name} was not caught in {WALKS} walks"));
    let length = finding.actions.len();
    assert!(least <= length && length <= least + 6, "{name} in {length} actions\n{}", telling::scene(&finding));
    assert_reproduces(&finding);
}

/// The finding does it again, action by action and as a scene.
fn assert_reproduces(finding: &Finding) {
    let mut world = finding.beginning();
    for &action in &finding.actions {
        assert_eq!(truth::violation(&world), None, "nothing is violated before the last action");
        world.apply(action, &mut Faithful).expect("every action can be done");
    }
    assert_eq!(truth::violation(&world), Some(finding.violation));
    let text = telling::scene(finding);
    let script = parse(&text).unwrap_or_else(|problem| panic!("{problem:?} in\n{text}"));
    let scene = Scene::play(script).unwrap_or_else(|problem| panic!("{problem:?} in\n{text}"));
    assert!(matches!(truth::violation(scene.recording.world()), Some(Violation::Agreement(..))), "{text}");
}

/// The weather alone, with its clock and its timers, finds these two.
#[test]
fn storm_breaks_agreement_when_a_proposer_keeps_its_own_value_or_an_acceptor_accepts_always() {
    for rule in [Change::Value(ValueRule::Own), Change::Accept(Accept::Always)] {
        let cast = Cast::of(2, 3);
        let caught = (0..SEEDS).find_map(|seed| {
            let mut storm = Storm::of(cast, &[rule], seed);
            storm.blow();
            let is_caught = matches!(storm.violation, Some(Violation::Agreement(..)));
            is_caught.then(|| acts_of(storm.run.recording.steps()))
        });
        let acts = caught.unwrap_or_else(|| panic!("{} was not caught", telling::name(&[rule])));
        let finding = shrink(cast, &[rule], acts).expect("the acts of a run do what the run did");
        assert!((14..=20).contains(&finding.actions.len()), "{}", telling::scene(&finding));
        assert_reproduces(&finding);
    }
}

/// Rules that break with two ballots. The least lengths are those that an exhaustive search has found.
#[test]
fn agreement_breaks_when_one_of_the_two_jobs_of_phase_1_is_left_out() {
    assert_breaks_agreement(Cast::of(2, 3), Change::Phases(Phases::One), 6);
    assert_breaks_agreement(Cast::of(2, 3), Change::Promise(Promise::Always), 14);
    assert_breaks_agreement(Cast::of(2, 3), Change::Accept(Accept::Always), 14);
    assert_breaks_agreement(Cast::of(2, 3), Change::Report(Report::Nothing), 14);
    assert_breaks_agreement(Cast::of(2, 3), Change::Value(ValueRule::Own), 14);
}

/// Rules that break only with three ballots.
#[test]
fn agreement_breaks_when_the_wrong_report_is_carried_on_or_accepting_does_not_promise() {
    assert_breaks_agreement(Cast::of(3, 3), Change::Value(ValueRule::Lowest), 20);
    assert_breaks_agreement(Cast::of(3, 3), Change::Value(ValueRule::First), 20);
    assert_breaks_agreement(Cast::of(3, 3), Change::Accept(Accept::WithoutPromising), 20);
    assert_breaks_agreement(Cast::of(3, 3), Change::Report(Report::PromisedId), 21);
}

#[test]
fn agreement_breaks_when_a_quorum_is_too_small() {
    assert_breaks_agreement(Cast::of(2, 3), Change::QuorumRule(Quorum::Half), 8);
    assert_breaks_agreement(Cast::of(2, 3), Change::QuorumRule(Quorum::One), 8);
    assert_breaks_agreement(Cast::of(2, 4), Change::QuorumRule(Quorum::Half), 14);
    assert_breaks_agreement(Cast::of(2, 4), Change::Quorum(QuorumSize::Sizes { prepare: 2, accept: 2 }), 14);
    assert_breaks_agreement(Cast::of(2, 3), Change::Quorum(QuorumSize::Sizes { prepare: 1, accept: 2 }), 10);
}

#[test]
fn agreement_breaks_when_a_crash_takes_something_from_an_acceptor() {
    for storage in [Storage::ForgetsPromise, Storage::ForgetsAccepted, Storage::ForgetsAll] {
        assert_breaks_agreement(Cast::of(2, 3), Change::Storage(storage), 16);
    }
}

/// What a storm cannot catch, because there is nothing to catch. Promising the same id again promises
/// nothing new, and only its own proposer can ask for it. Accepting only once leaves each acceptor a single
/// vote, of which two majorities would need more than there are. And three of four share an acceptor with
/// any two of four.
#[test]
fn agreement_holds_when_a_rule_is_odd_but_safe() {
    let safe = [
        (Cast::of(3, 3), Change::Promise(Promise::OrEqual)),
        (Cast::of(3, 3), Change::Accept(Accept::First)),
        (Cast::of(2, 4), Change::Quorum(QuorumSize::Sizes { prepare: 3, accept: 2 })),
    ];
    for (cast, rule) in safe {
        assert!(hunt(cast, &[rule]).is_none(), "{}", telling::name(&[rule]));
        for seed in 0..200 {
            let mut storm = Storm::of(cast, &[rule], seed);
            storm.blow();
            assert_eq!(storm.violation, None, "{} with seed {seed}", telling::name(&[rule]));
        }
    }
}

/// Accepting only the first value is safe and gets stuck: even in calm weather nothing may ever be chosen.
#[test]
fn nothing_is_chosen_in_the_calm_when_votes_are_used_up() {
    let stuck = (0..200).any(|seed| {
        let mut storm = Storm::of(Cast::of(3, 3), &[Change::Accept(Accept::First)], seed);
        storm.blow();
        storm.calm();
        truth::chosen(storm.run.world()).next().is_none()
    });
    assert!(stuck);
}
