//! Each step of the core is a step of Lamport's abstract Paxos, or changes nothing in it.

use paxos_explainer::check::refinement::{Refined, refined};
use paxos_explainer::check::{Hearing, Scenario, Status, Turn};
use paxos_explainer::paxos::{Message, Value};
use paxos_explainer::story::{Scene, parse};

/// What comes of three acceptors and two proposers that want a value each, with so many ballots in all.
fn of(header: &str, ballots: u8, hearing: Hearing) -> Refined {
    let text = format!("title Refinement\nproposers P1 P2\nacceptors A1 A2 A3\nnetwork manual\n{header}\n");
    let scene = parse(&text).and_then(Scene::play).unwrap_or_else(|problem| panic!("{header}: {problem}"));
    let mut scenario = Scenario::from(scene.recording.world().clone(), &[Value::of(0), Value::of(1)]);
    scenario.limits.ballots = ballots;
    scenario.hearing = hearing;
    refined(scenario).expect("the abstract Paxos has a place for all of it")
}

/// All of it is seen, and nothing of it is a step that the specification has not. Gives how many states there are.
fn holds(header: &str, ballots: u8, hearing: Hearing) -> usize {
    let found = of(header, ballots, hearing);
    assert_eq!((found.status, &found.departure), (Status::Complete, &None), "{header}, {ballots} ballots");
    let [begun, answered, asked, accepted, forgotten] = found.steps;
    assert!([begun, answered, asked, accepted].iter().all(|&steps| 0 < steps) && forgotten == 0, "{:?}", found.steps);
    found.states
}

#[test]
fn core_refines_the_specification_with_two_ballots() {
    assert_eq!(holds("", 2, Hearing::WorkedOut), 7065);
    assert_eq!(holds("", 2, Hearing::Delivered), 46_985);
}

#[test]
fn core_refines_the_specification_with_three_ballots() {
    assert_eq!(holds("", 3, Hearing::WorkedOut), 237_017);
}

#[test]
fn core_with_a_learner_and_with_nacks_refines_the_specification() {
    assert_eq!(holds("learners L1", 1, Hearing::Delivered), 1041);
    assert_eq!(holds("nacks on", 1, Hearing::Delivered), 5277);
}

/// Where the core departs from the specification at first, and how many actions it is from the start.
fn departs(rule: &str, ballots: u8) -> (u32, Turn) {
    let found = of(&format!("rule {rule}"), ballots, Hearing::WorkedOut);
    assert_eq!(found.status, Status::Found, "{rule}");
    found.departure.unwrap_or_else(|| panic!("{rule} departs nowhere"))
}

/// Each of these breaks one guard of the core: the refinement is not empty.
#[test]
fn broken_core_departs_from_the_specification_at_the_broken_guard() {
    let is_to =
        |turn: &Turn, wanted: fn(&Message) -> bool| matches!(turn, Turn::Deliver { message, .. } if wanted(message));
    let is_prepare = |message: &Message| matches!(message, Message::Prepare { .. });
    let is_promise = |message: &Message| matches!(message, Message::Promise { .. });
    let is_request = |message: &Message| matches!(message, Message::AcceptRequest { .. });
    // Two ballots begin; the acceptor promises 2, and then 1.
    let (length, turn) = departs("promise always", 2);
    assert!(length == 4 && is_to(&turn, is_prepare), "{length} {turn:?}");
    // Two ballots begin; one has its majority, an acceptor promises 2, and then accepts 1.
    let (length, turn) = departs("accept always", 2);
    assert!(length == 8 && is_to(&turn, is_request), "{length} {turn:?}");
    // The same, but it accepts 1 first, and keeps quiet about that when it promises 2.
    let (length, turn) = departs("report nothing", 2);
    assert!(length == 8 && is_to(&turn, is_prepare), "{length} {turn:?}");
    // That is reported; the PROMISE that makes the majority of 2 brings another value out.
    let (length, turn) = departs("value own", 2);
    assert!(length == 11 && is_to(&turn, is_promise), "{length} {turn:?}");
}

#[test]
fn every_other_broken_guard_is_found_too() {
    for rule in [
        "phases one",
        "promise or-equal",
        "value re-picks",
        "accept without-promising",
        "quorum half",
        "storage forgets-promise",
        "storage forgets-accepted",
        "count messages",
    ] {
        departs(rule, 2);
    }
    // With two ballots a report can be of one ballot alone.
    for rule in ["value lowest", "value first", "report promised-id"] {
        holds(&format!("rule {rule}"), 2, Hearing::WorkedOut);
        departs(rule, 3);
    }
}

/// Who accepts less than it may does nothing that the specification has not.
#[test]
fn acceptor_that_accepts_only_once_refines_the_specification() {
    holds("rule accept first", 2, Hearing::WorkedOut);
}
