//! The hunt for what a wrong rule can break.

use super::check::{AGREEMENT, ALL_BUT_LEARNING, ALL_BUT_THE_USE_OF_IDS, ANY, LEARNING, Watch, violations};
use super::rules::{Breaks, Entry, entry, variants};
use super::setup::Setup;
use super::shrink::{Finding, acts_of_run, shrink};
use super::walk::Walk;
use super::weather::Storm;
use super::{seeds, telling};
use crate::lab::*;
use expect_test::expect_file;
use paxos_explainer::paxos::QuorumSize;
use paxos_explainer::paxos::rules::{Accept, Counting, IdsRule, Quorum, ValueRule};
use paxos_explainer::sim::world::Faithful;
use paxos_explainer::sim::{Change, truth};
use paxos_explainer::story::{Scene, parse};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Walks before a wrong rule is given up, and findings before the shortest one is taken.
const WALKS: u32 = 40_000;
const FINDINGS: usize = 400;

/// Proposers, acceptors and one learner: as few nodes as a scene needs.
fn small(proposers: u8, acceptors: u8) -> Cast {
    Cast { clients: 0, learners: 1, ..Cast::of(proposers, acceptors) }
}

/// The first run among the walks, made short, that is not longer than the least one known; else the
/// shortest that was found.
fn hunt(setup: &Setup, watch: Watch, least: usize) -> Option<Finding> {
    let caught = (0..WALKS).map(|seed| Walk::of(setup, seed, watch)).filter(|walk| walk.violation.is_some());
    let mut shortest: Option<Finding> = None;
    for walk in caught.take(FINDINGS) {
        let finding = shrink(setup, &walk.acts, watch).expect("the acts of a walk do what the walk did");
        if shortest.as_ref().is_none_or(|shortest| finding.len() < shortest.len()) {
            shortest = Some(finding);
        }
        if shortest.as_ref().is_some_and(|shortest| shortest.len() <= least) {
            break;
        }
    }
    shortest
}

/// A run that breaks what is looked for, as short as the shortest one known.
fn shortest(setup: &Setup, watch: Watch, least: usize) -> Finding {
    let name = telling::name(&setup.changes);
    let finding = hunt(setup, watch, least).unwrap_or_else(|| panic!("{name} was not caught in {WALKS} walks"));
    assert_eq!(finding.len(), least, "{name}\n{}", telling::scene(&finding, ""));
    finding
}

/// The finding does it again, action by action and not before the last one, and as a scene.
fn assert_reproduces(finding: &Finding, text: &str) {
    let same = |found| std::mem::discriminant(&found) == std::mem::discriminant(&finding.violation);
    let mut world = finding.setup.world();
    for (nth, &action) in finding.actions.iter().enumerate() {
        let before = world.clone();
        let effects = world.apply(action, &mut Faithful).expect("every action can be done");
        let found = violations(&before, &world, &effects).find(|&found| same(found));
        assert_eq!(found, (nth + 1 == finding.len()).then_some(finding.violation), "after action {nth}");
    }
    let script = parse(text).unwrap_or_else(|problem| panic!("{problem:?} in\n{text}"));
    let scene = Scene::play(script).unwrap_or_else(|problem| panic!("{problem:?} in\n{text}"));
    assert!(truth::violation(scene.recording.world()).is_some_and(same), "{text}");
}

fn wrong_rules() -> Vec<(Change, Entry)> {
    variants().into_iter().filter_map(|change| Some((change, entry(change)?))).collect()
}

fn goldens() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/storm")
}

/// The file of a rule: `value-own.paxos`.
fn file(rule: Change) -> String {
    format!("{}.paxos", telling::name(&[rule]).trim_start_matches("rule ").replace(' ', "-"))
}

/// Hunts down each wrong rule that breaks something, and holds the scenes. With `UPDATE_EXPECT=1` they are
/// rewritten.
fn assert_caught(is_meant: impl Fn(Change) -> bool) {
    for (rule, entry) in wrong_rules().into_iter().filter(|&(rule, _)| is_meant(rule)) {
        let (watch, least) = match entry.breaks {
            Breaks::Agreement { least } => (AGREEMENT, least),
            Breaks::Learning { least } => (LEARNING, least),
            Breaks::Nothing => continue,
        };
        let finding = shortest(&Setup::new(small(entry.proposers, 3), &[rule]), watch, least);
        let text = telling::scene(&finding, entry.about);
        assert_reproduces(&finding, &text);
        expect_file![goldens().join(file(rule))].assert_eq(&text);
    }
}

fn is_of_proposers(rule: Change) -> bool {
    matches!(rule, Change::Phases(_) | Change::Value(_) | Change::Ids(_) | Change::Count(_) | Change::Learn(_))
}

#[test]
fn wrong_rule_of_a_proposer_or_a_learner_is_caught_and_told() {
    assert_caught(is_of_proposers);
}

#[test]
fn wrong_rule_of_an_acceptor_is_caught_and_told() {
    assert_caught(|rule| !is_of_proposers(rule));
}

#[test]
fn every_wrong_rule_has_an_entry_and_paxos_has_none() {
    let without = variants().into_iter().filter(|&change| entry(change).is_none());
    let paxos = telling::name(&without.collect::<Vec<Change>>());
    let first_variants = "rule phases two, rule promise higher, rule report accepted-id, rule value highest-accepted, \
                          rule accept if-promised, rule quorum majority, rule storage durable, rule ids unique, \
                          rule count acceptors, rule learn per-id";
    assert_eq!(paxos, first_variants);
}

#[test]
fn golden_scenes_belong_to_rules() {
    let breaking = wrong_rules().into_iter().filter(|(_, entry)| entry.breaks != Breaks::Nothing);
    let files = std::fs::read_dir(goldens()).expect("the goldens are there");
    let names = files.map(|file| file.expect("a file").file_name().to_string_lossy().into_owned());
    assert_eq!(names.collect::<BTreeSet<_>>(), breaking.map(|(rule, _)| file(rule)).collect::<BTreeSet<_>>());
}

/// Nothing of what is looked for is found, in walks and in storms, over clusters of several sizes.
fn assert_safe(changes: &[Change], copies: bool, watch: Watch) {
    for cast in [Cast::of(2, 3), Cast::of(3, 3), Cast::of(3, 5)] {
        let setup = Setup { copies, ..Setup::new(cast, changes) };
        for seed in 0..seeds() / 10 {
            let walk = Walk::of(&setup, seed, watch);
            assert_eq!(walk.violation, None, "{} in the walk of seed {seed}", telling::name(changes));
        }
        for seed in 0..seeds() / 100 {
            let mut storm = Storm::of(&setup, seed, watch);
            storm.blow();
            assert_eq!(storm.violation, None, "{} in the storm of seed {seed}", telling::name(changes));
        }
    }
}

/// What cannot be caught, because there is nothing to catch: the table says why.
#[test]
fn wrong_rule_breaks_no_more_than_its_entry_says() {
    for (rule, entry) in wrong_rules() {
        match entry.breaks {
            Breaks::Agreement { .. } => {}
            Breaks::Learning { .. } => assert_safe(&[rule], true, ALL_BUT_LEARNING),
            Breaks::Nothing => assert_safe(&[rule], true, ANY),
        }
    }
}

/// Where no message comes twice, to count messages is to count acceptors; and an id that is used twice gets
/// one promise of each acceptor, of which two majorities would need more than there are.
#[test]
fn reused_ids_and_counted_messages_are_safe_where_no_message_comes_twice() {
    assert_safe(&[Change::Count(Counting::Messages)], false, ANY);
    assert_safe(&[Change::Ids(IdsRule::Reused)], false, ALL_BUT_THE_USE_OF_IDS);
}

/// Sizes of which a prepare and an accept quorum need not meet. Half of four is such a size too.
#[test]
fn agreement_breaks_when_quorums_need_not_meet() {
    let sizes = |prepare, accept| Change::Quorum(QuorumSize::Sizes { prepare, accept });
    for (acceptors, change, least) in
        [(3, sizes(1, 2), 10), (4, sizes(2, 2), 14), (4, Change::QuorumRule(Quorum::Half), 14)]
    {
        let finding = shortest(&Setup::new(small(2, acceptors), &[change]), AGREEMENT, least);
        assert_reproduces(&finding, &telling::scene(&finding, ""));
    }
}

/// The weather alone, with its clock and its timers, finds these two.
#[test]
fn storm_breaks_agreement_when_a_proposer_keeps_its_own_value_or_an_acceptor_accepts_always() {
    for rule in [Change::Value(ValueRule::Own), Change::Accept(Accept::Always)] {
        let setup = Setup::new(Cast::of(2, 3), &[rule]);
        let caught = (0..500).find_map(|seed| {
            let mut storm = Storm::of(&setup, seed, AGREEMENT);
            storm.blow();
            storm.violation.map(|_| acts_of_run(storm.recording.steps()))
        });
        let acts = caught.unwrap_or_else(|| panic!("{} was not caught", telling::name(&[rule])));
        let finding = shrink(&setup, &acts, AGREEMENT).expect("the acts of a run do what the run did");
        assert!((14..=20).contains(&finding.len()), "{}", telling::scene(&finding, ""));
        assert_reproduces(&finding, &telling::scene(&finding, ""));
    }
}

/// Accepting only the first value is safe and gets stuck: even in calm weather nothing may ever be chosen.
#[test]
fn nothing_is_chosen_in_the_calm_when_votes_are_used_up() {
    let setup = Setup::new(Cast::of(3, 3), &[Change::Accept(Accept::First)]);
    let is_stuck = (0..200).any(|seed| {
        let mut storm = Storm::of(&setup, seed, ANY);
        storm.blow();
        storm.calm();
        truth::chosen(storm.world()).next().is_none()
    });
    assert!(is_stuck);
}
