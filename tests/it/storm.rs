//! The storm: random loss, duplication, delay, crash, restart, cuts and partitions over thousands of seeds.
//!
//! Under the rules of Paxos everything holds after every step. Under a wrong rule the storm finds a run
//! that breaks it, makes it short, and tells it as a scene.

pub mod befalls;
mod check;
pub mod dice;
mod hunt;
mod proof;
pub mod rules;
mod setup;
mod shrink;
mod tally;
mod telling;
mod tidy;
mod walk;
mod weather;
mod why;

use crate::lab::*;
use check::ANY;
use paxos_explainer::sim::{Change, Violation};
pub use setup::Setup;
use shrink::{Act, acts_of_run, shrink};
use std::io::Write;
use tally::Tally;
use walk::Walk;
use weather::Storm;

/// How many seeds blow in all: each is a storm over a cluster with a clock, and a walk through the same
/// cluster without one.
const SEEDS: u32 = 20_000;
/// Gives another number, and makes the storms say how far they are; `cargo xtask storm` sets it.
const SEEDS_VARIABLE: &str = "PAXOS_STORM_SEEDS";
/// Over how many clusters the seeds are shared out, a test each.
const CLUSTERS: u32 = 6;

fn asked_for() -> Option<u32> {
    let number = std::env::var(SEEDS_VARIABLE).ok()?;
    Some(number.parse().unwrap_or_else(|_| panic!("{SEEDS_VARIABLE} is a number, not {number}")))
}

pub fn seeds() -> u32 {
    asked_for().unwrap_or(SEEDS)
}

/// Every variant of a rule that is not Paxos.
pub fn wrong_rules() -> Vec<Change> {
    rules::variants().into_iter().filter(|&change| rules::entry(change).is_some()).collect()
}

/// Blows over a cluster of Paxos, a seed at a time: its share of all seeds.
fn ride(share: u32, proposers: u8, acceptors: u8) {
    let cast = Cast::of(proposers, acceptors);
    let bound = |share: u32| (u64::from(seeds()) * u64::from(share) / u64::from(CLUSTERS)) as u32;
    let (first, last) = (bound(share), bound(share + 1));
    let share_size = last - first;
    let mut tally = Tally::default();
    for seed in first..last {
        let setup = Setup::drawn(cast, seed);
        blow(&setup, seed, &mut tally);
        walk(&setup, seed, &mut tally);
        if (seed - first) % (share_size / 10).max(1) == 0 {
            say(&format!("{} of {share_size} seeds", seed - first), cast);
        }
    }
    tally.assert_stormy();
    say(&format!("{share_size} seeds broke nothing"), cast);
}

fn blow(setup: &Setup, seed: u32, tally: &mut Tally) {
    let mut storm = Storm::of(setup, seed, ANY);
    storm.blow();
    tally.add(&storm);
    storm.calm();
    if let Some(violation) = storm.violation {
        give_up(setup, seed, violation, &acts_of_run(storm.recording.steps()));
    }
    assert!(!storm.disregards_the_chosen, "P2b with seed {seed} under {setup:?}");
    tally.runs_calm_in_the_end += u32::from(storm.is_known_to_all());
}

fn walk(setup: &Setup, seed: u32, tally: &mut Tally) {
    let walk = Walk::of(setup, seed, ANY);
    tally.add_walk(&walk);
    if let Some(violation) = walk.violation {
        give_up(setup, seed, violation, &walk.acts);
    }
    assert!(!walk.disregards_the_chosen, "P2b in the walk of seed {seed} under {setup:?}");
}

/// Ends with the shortest run that shows what was found.
fn give_up(setup: &Setup, seed: u32, violation: Violation, acts: &[Act]) -> ! {
    let about = format!("{violation:?} with seed {seed}");
    let told = shrink(setup, acts, ANY).map(|finding| telling::scene(&finding, &about));
    panic!("{about} under {setup:?}\n{}", told.unwrap_or_default());
}

/// Says how far the storms over one cluster are, where somebody has asked for so many. The harness would
/// keep to itself what is printed.
fn say(what: &str, cast: Cast) {
    if asked_for().is_some() {
        let Cast { proposers, acceptors, .. } = cast;
        let _ = writeln!(std::io::stdout(), "storm: {what} over {proposers} proposers and {acceptors} acceptors");
    }
}

#[test]
fn storm_over_two_proposers_and_three_acceptors_breaks_nothing() {
    ride(0, 2, 3);
}

#[test]
fn storm_over_three_proposers_and_three_acceptors_breaks_nothing() {
    ride(1, 3, 3);
}

#[test]
fn storm_over_two_proposers_and_four_acceptors_breaks_nothing() {
    ride(2, 2, 4);
}

#[test]
fn storm_over_three_proposers_and_four_acceptors_breaks_nothing() {
    ride(3, 3, 4);
}

#[test]
fn storm_over_two_proposers_and_five_acceptors_breaks_nothing() {
    ride(4, 2, 5);
}

#[test]
fn storm_over_three_proposers_and_five_acceptors_breaks_nothing() {
    ride(5, 3, 5);
}
