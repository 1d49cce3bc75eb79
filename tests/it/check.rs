//! The exhaustive checker.

mod alike;
mod examples;
mod lengths;
mod logs;
mod naive;
mod refinement;
mod search;
mod spec;
mod starts;
mod verdicts;

use crate::lab::Cast;
use crate::storm::Setup;
use paxos_explainer::check::{Check, Finding, Goal, Limits, Scenario};
use paxos_explainer::paxos::Value;
use paxos_explainer::sim::Change;

const CAT: Value = Value::of(0);
const DOG: Value = Value::of(1);

/// Two proposers and one learner, with so many acceptors, and these rules.
fn scenario(acceptors: u8, changes: &[Change]) -> Scenario {
    let cast = Cast { clients: 0, learners: 1, ..Cast::of(2, acceptors) };
    Scenario::from(Setup::new(cast, changes).world(), &[CAT, DOG])
}

/// The same with so many ballots in all, searched for everything.
fn everything(acceptors: u8, ballots: u8, changes: &[Change]) -> Scenario {
    let scenario = scenario(acceptors, changes);
    let limits = Limits { ballots, ..scenario.limits };
    Scenario { limits, goal: Goal::Everything, ..scenario }
}

/// The search, come to its end.
fn searched(scenario: Scenario) -> Check {
    let mut check = Check::new(scenario);
    check.run();
    check
}

/// How far each thing is from the start.
fn found(check: &Check) -> Vec<(Finding, u32)> {
    Finding::ALL.into_iter().filter_map(|finding| Some((finding, check.length(finding)?))).collect()
}
