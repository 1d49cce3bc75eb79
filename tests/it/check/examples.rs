//! What was found comes out as a scene that does it again.

use super::{scenario, searched};
use crate::storm::wrong_rules;
use expect_test::expect_file;
use paxos_explainer::check::{Check, Finding, Goal, Scenario};
use paxos_explainer::paxos::rules::{Accept, Counting, IdsRule, Promise};
use paxos_explainer::sim::world::Faithful;
use paxos_explainer::sim::{Action, Change, Moment, truth};
use paxos_explainer::story::example::{Heading, scene, start};
use paxos_explainer::story::{Scene, parse, print};
use std::path::PathBuf;

fn played(text: &str) -> Scene {
    let script = parse(text).unwrap_or_else(|problem| panic!("{problem} in\n{text}"));
    Scene::play(script).unwrap_or_else(|problem| panic!("{problem} in\n{text}"))
}

/// The beginning of the default scenario under these rules.
fn beginning(changes: &[Change]) -> Scene {
    let rules: String = changes.iter().map(|&change| format!("{}\n", print::change(change))).collect();
    let mut script =
        parse(&format!("title x\nproposers P1 P2\nacceptors A1 A2 A3\nlearners L1\n{rules}")).expect("a scene");
    for word in ["cat", "dog"] {
        script.names.intern(word);
    }
    let mut begun = start(&Scene::play(script.clone()).expect("it plays")).expect("it plays");
    begun.script.names = script.names;
    begun
}

/// The text of what is found from the end of a scene, and in how many actions.
fn told(from: &Scene, goal: Option<Goal>) -> (String, usize) {
    let values: Vec<_> = ["cat", "dog"].into_iter().map(|word| from.script.names.clone().intern(word)).collect();
    let scenario = Scenario::from(from.recording.world().clone(), &values);
    let goal = goal.unwrap_or(scenario.goal);
    let mut check = searched(Scenario { goal, ..scenario });
    let Goal::Find(finding) = goal else { panic!("one thing is looked for") };
    let example = check.example(finding).expect("it is found");
    (scene(from, &Heading::of(from, &example), &example), example.actions.len())
}

fn file(rule: Change) -> String {
    format!("{}.paxos", print::change(rule).trim_start_matches("rule ").replace(' ', "-"))
}

/// The scenes of all rules. With `UPDATE_EXPECT=1` they are rewritten.
#[test]
fn counterexamples_are_scenes_that_break_what_they_say() {
    let goldens = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/check");
    for rule in wrong_rules() {
        if matches!(rule, Change::Promise(Promise::OrEqual) | Change::Accept(Accept::First)) {
            continue; // These break nothing.
        }
        let (text, length) = told(&beginning(&[rule]), None);
        let again = played(&text);
        let steps = again.recording.steps();
        assert_eq!(steps.len(), length, "one step an action:\n{text}");
        assert!(truth::violation(again.recording.world()).is_some(), "{text}");
        let before = again.recording.at(Moment { time: steps[length - 2].time, steps: length - 1 });
        assert!(truth::two_chosen(&before).is_none(), "it breaks with its last action:\n{text}");
        expect_file![goldens.join(file(rule))].assert_eq(&text);
    }
}

/// A second delivery takes a copy, which is an action of its own: 14, where one that stays available would make 13.
#[test]
fn second_delivery_is_replayed_with_duplicate() {
    let (text, length) = told(&beginning(&[Change::Count(Counting::Messages)]), None);
    assert_eq!((length, text.matches("\n  duplicate PROMISE").count()), (14, 1), "{text}");
    let (text, length) = told(&beginning(&[Change::Ids(IdsRule::Reused)]), None);
    assert_eq!((length, text.matches("\n  duplicate ").count()), (14, 1), "{text}");
}

/// From the midst of a run: what has happened stands before what is found, and is not counted.
#[test]
fn what_is_found_from_the_midst_of_a_run_goes_on_from_there() {
    let text = "title \"From here\"\nproposers P1 P2\nacceptors A1 A2 A3\nrule value own\nslide one\n  propose P1 cat\n  \
                run until chosen cat\nslide two\n  propose P2 dog\n  drop PREPARE 2 P2->A1\n  run 200\n";
    let from = start(&played(text)).expect("it can be told step by step");
    let limits = Scenario::from(from.recording.world().clone(), &[]).limits;
    assert_eq!(limits.each, limits.ballots, "the lowest ids of a proposer may be too low by now");
    let (text, length) = told(&from, None);
    // Two PREPAREs, two PROMISEs and two votes are left.
    assert_eq!(length, 6, "{text}");
    let again = played(&text);
    assert!(truth::two_chosen(again.recording.world()).is_some(), "{text}");
    assert!(
        text.contains("slide \"What happened\"") && text.contains("What if proposers send a value of their own"),
        "{text}"
    );
}

/// The actions are the World's own, whatever the names of acceptors were in the search.
#[test]
fn examples_can_be_carried_out_on_the_world() {
    for finding in [Finding::TwoChosen, Finding::Chosen, Finding::PromiseBroken] {
        let all = scenario(3, &[Change::Accept(Accept::Always)]);
        let mut check = Check::new(Scenario { goal: Goal::Find(finding), ..all.clone() });
        check.run();
        let length = check.length(finding).expect("it is found");
        let example = check.example(finding).expect("there is a way");
        assert_eq!(example.actions.len(), length as usize, "{finding:?}");
        let mut world = all.start;
        for &action in &example.actions {
            assert!(!matches!(action, Action::Drop { .. }));
            world.apply(action, &mut Faithful).expect("each can be done");
        }
    }
}
