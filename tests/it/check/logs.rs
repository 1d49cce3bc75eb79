//! The search of what replicas of a log can come to: how short the shortest run is that breaks each rule of a log, in the
//! scenario in which the page searches it; that the right rule holds there; and that what is found is a scene.
//!
//! A proposal, a timer, a request, a heartbeat, a delivery, a duplicate, a crash and a restart count 1 each. What a replica
//! does by itself is a part of the step by which it does it.

mod plain;

use super::searched;
use expect_test::expect_file;
use paxos_explainer::check::{Check, Example, Finding, Goal, Property, Scenario, Status, Subject, Verdicts};
use paxos_explainer::paxos::rules::{Commit, Dedup, Gaps, Leading, Members};
use paxos_explainer::player::Setup;
use paxos_explainer::sim::{Action, Change};
use paxos_explainer::story::example::{self, Heading};
use paxos_explainer::story::{Scene, parse, print};
use std::path::PathBuf;

/// Each wrong rule with what it breaks, how short the shortest run is, and as what the run itself shows it.
const BREAK: [(Change, Finding, u32, Property); 5] = [
    // For each of two commands a timer, a request and its delivery, and one more vote: no phase 1.
    (Change::Leader(Leading::SkipsPrepare), Finding::TwoChosen, 8, Property::Agreement),
    // A leader with its PREPARE and PROMISE (3), two commands (4), a vote for the second and its ACCEPT (2).
    (Change::Gaps(Gaps::AppliedPast), Finding::AppliedPast, 9, Property::Order),
    // The same, with one command and a copy of its REQUEST (4), and a vote and an ACCEPT for each slot (4).
    (Change::Dedup(Dedup::None), Finding::ExecutedTwice, 11, Property::Once),
    // A leader and a command that it alone accepts (5), another one with a vote and its ACCEPT (7), a heartbeat (2).
    (Change::Commit(Commit::Loose), Finding::LearnedUnchosen, 14, Property::Learning),
    // R1 decides alone: a timer and a command (3). R3 has not heard of it: a leader, a command and a vote (6).
    (Change::Members(Members::AtOnce), Finding::TwoChosen, 9, Property::Agreement),
];

/// The end of a scene's text, ready to be searched from.
fn start(text: &str) -> Scene {
    let played = parse(text).and_then(Scene::play).unwrap_or_else(|problem| panic!("{problem} in\n{text}"));
    example::start(&played).expect("it can be searched from")
}

/// The search that the page makes of what is set, from the end of this text.
fn scenario(setup: &Setup, text: &str) -> (Scene, Scenario) {
    let mut start = start(text);
    let values: Vec<_> = setup.values().iter().map(|word| start.script.names.intern(word)).collect();
    let scenario = example::scenario(&start, &values);
    let limits = setup.limits();
    (start, Scenario { limits, ..scenario })
}

/// What is found of a wrong rule.
fn found(rule: Change, finding: Finding) -> (Scene, Check, Example) {
    let setup = Setup::without(rule);
    let (start, scenario) = scenario(&setup, &setup.beginning());
    assert_eq!(scenario.goal, Goal::Find(finding), "{rule:?}");
    let mut check = searched(scenario);
    assert_eq!(check.progress().status, Status::Found, "{rule:?}");
    let example = check.example(finding).unwrap_or_else(|| panic!("there is a way: {rule:?}"));
    (start, check, example)
}

#[test]
fn wrong_rules_of_a_log_break_in_so_few_actions() {
    for (rule, finding, length, _) in BREAK {
        let (_, check, _) = found(rule, finding);
        assert_eq!(check.length(finding), Some(length), "{rule:?}");
    }
}

/// The rule as Paxos has it, in the very same scenario: the same replicas, clients, log and limits. Within as many states
/// as there is time for nothing is wrong.
#[test]
fn the_right_rule_holds_in_the_same_scenario() {
    for (rule, finding, ..) in BREAK {
        let setup = Setup::without(rule);
        let text = setup.beginning();
        let line = print::change(rule) + "\n";
        assert!(text.contains(&line), "{text}");
        let (_, mut scenario) = scenario(&setup, &text.replace(&line, ""));
        scenario.goal = Goal::Everything;
        scenario.limits.bounds.states = 100_000;
        let (states, wrong) = (found(rule, finding).1.progress().states, searched(scenario));
        assert!(states.min(100_000) <= wrong.progress().states, "{rule:?}");
        let violations = Finding::ALL.into_iter().filter(|finding| finding.is_violation());
        let found: Vec<Finding> = violations.filter(|&finding| wrong.length(finding).is_some()).collect();
        assert_eq!(found, [], "{rule:?}");
        assert!(wrong.length(Finding::Chosen).is_some(), "{rule:?}");
    }
}

/// A gap that is left keeps what comes after it from being applied, and breaks nothing.
#[test]
fn gap_that_is_left_breaks_nothing() {
    let setup = Setup::without(Change::Gaps(Gaps::Left));
    let (_, scenario) = scenario(&setup, &setup.beginning());
    let mut all = Scenario { goal: Goal::Everything, ..scenario };
    all.limits.bounds.states = 100_000;
    let check = searched(all);
    assert_eq!(check.progress().status, Status::TooManyStates);
    let found = Finding::ALL.into_iter().filter(|finding| finding.is_violation() && check.length(*finding).is_some());
    assert_eq!(found.count(), 0);
}

/// With `UPDATE_EXPECT=1` the scenes are rewritten.
#[test]
fn counterexamples_of_logs_are_scenes_that_break_with_their_last_action() {
    let goldens = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/check");
    for (rule, finding, length, property) in BREAK {
        let (start, _, example) = found(rule, finding);
        let text = example::scene(&start, &Heading::of(&start, &example), &example);
        let again = parse(&text).and_then(Scene::play).unwrap_or_else(|problem| panic!("{problem} in\n{text}"));
        let steps = again.recording.steps();
        let counted = steps.iter().filter(|step| !matches!(step.action, Action::Own { .. })).count();
        assert_eq!(counted, length as usize, "{text}");
        let end = again.recording.end();
        let broken = Verdicts::of(&again.recording);
        let broken = broken.broken(property, end).unwrap_or_else(|| panic!("{property:?} is not broken by\n{text}"));
        let after = &steps[broken.step + 1..];
        assert!(after.iter().all(|step| matches!(step.action, Action::Own { .. })), "{text}");
        let name = print::change(rule).trim_start_matches("rule ").replace(' ', "-");
        expect_file![goldens.join(format!("{name}.paxos"))].assert_eq(&text);
    }
}

/// From the midst of a run of replicas: what has happened stands before what is found, and is not counted.
#[test]
fn search_goes_on_from_the_midst_of_a_run_of_replicas() {
    let text = "title x\nclients C1 C2\nreplicas R1 R2 R3\nnacks off\nrule commit loose\nslide one\n  timeout R1\n  \
                run until R1 leads 1\n  drop next ACCEPT-REQUEST R1->any\n  request C1 R1 \"+50\"\n  run 1500\n  \
                expect R1 accepted 1 1 \"+50\" and chosen 1 nothing\n";
    let setup = Setup::without(Change::Commit(Commit::Loose));
    let (start, scenario) = scenario(&setup, text);
    let mut check = searched(scenario);
    // The second leader with its command (7), a heartbeat (2).
    assert_eq!(check.length(Finding::LearnedUnchosen), Some(9));
    let example = check.example(Finding::LearnedUnchosen).expect("there is a way");
    let told = example::scene(&start, &Heading::of(&start, &example), &example);
    let again = parse(&told).and_then(Scene::play).unwrap_or_else(|problem| panic!("{problem} in\n{told}"));
    assert!(Verdicts::of(&again.recording).broken(Property::Learning, again.recording.end()).is_some(), "{told}");
}

/// Where members change after a window, and replicas may take for chosen what is not, it is refused.
#[test]
fn what_cannot_be_judged_is_refused() {
    let unjudged = |rules: &str, words: &[&str]| {
        let mut start = start(&format!("title x\nclients C1\nreplicas R1 R2 R3\n{rules}"));
        let values: Vec<_> = words.iter().map(|word| start.script.names.intern(word)).collect();
        example::scenario(&start, &values).unjudged().is_some()
    };
    let members = ["members R1 R2"];
    assert!(unjudged("rule commit loose\n", &members) && unjudged("rule gaps applied-past\n", &members));
    assert!(unjudged("rule commit loose\nlog R1 1 \"members R1\" id 1\n", &["cat"]));
    assert!(!unjudged("", &members) && !unjudged("rule commit loose\n", &["cat"]));
    assert!(!unjudged("rule commit loose\nrule members at-once\n", &members));
}

/// The page searches a log where a rule of a log is switched off, and one decision otherwise.
#[test]
fn rule_says_what_runs() {
    assert!(BREAK.iter().all(|&(rule, ..)| Setup::without(rule).subject == Subject::Log));
    assert_eq!(Setup::rules(Subject::Log).concat().len(), 11);
}
