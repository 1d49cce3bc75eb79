//! Whether each step of the core is a step of Lamport's abstract Paxos: the sizes that take too long for the tests.

use crate::table::{self, Row};
use paxos_explainer::check::refinement::refined;
use paxos_explainer::check::{Hearing, Scenario, Status};
use paxos_explainer::paxos::Value;
use paxos_explainer::story::{Scene, parse};

pub fn print() {
    let rows = [
        row("3 ballots", "", 3, Hearing::WorkedOut),
        row("2 ballots, and a learner that hears", "learners L1", 2, Hearing::Delivered),
    ];
    table::print("Each step of the core beside the abstract Paxos, 3 acceptors and 2 proposers, all of them", &rows);
}

/// How many states there are; none of them may have a step that the abstract Paxos has not.
fn row(name: &str, header: &str, ballots: u8, hearing: Hearing) -> Row {
    let text = format!("title x\nproposers P1 P2\nacceptors A1 A2 A3\nnetwork manual\n{header}\n");
    let scene = parse(&text).and_then(Scene::play).expect("it is a scene");
    let mut scenario = Scenario::from(scene.recording.world().clone(), &[Value::of(0), Value::of(1)]);
    (scenario.limits.ballots, scenario.hearing) = (ballots, hearing);
    let search = || {
        let found = refined(scenario.clone()).expect("the abstract Paxos has a place for it");
        assert_eq!((found.status, &found.departure), (Status::Complete, &None), "{name}");
        (found.states, found.depth, found.bytes)
    };
    table::best(1, search, name)
}
