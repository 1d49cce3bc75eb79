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

#[test]
fn refinement_try() {
    for b in [1, 2] {
        for h in [Hearing::WorkedOut, Hearing::Delivered] {
            for l in ["", "learners L1", "nacks on"] {
                let t = std::time::Instant::now();
                println!("{b} {h:?} {l} {:?} {:?}", of(l, b, h), t.elapsed());
            }
        }
    }
    for rule in [
        "rule promise always",
        "rule accept always",
        "rule report nothing",
        "rule value own",
        "rule accept without-promising",
        "rule phases one",
        "rule quorum half",
        "rule value first",
        "rule value re-picks",
        "rule promise or-equal",
        "rule count messages",
        "rule report promised-id",
        "rule storage forgets-all",
    ] {
        println!("{rule} {:?}", of(rule, 2, Hearing::WorkedOut));
    }
}
