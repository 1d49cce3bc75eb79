//! The storm over replicas: after every step of every seed each slot has one value, what is applied is applied in
//! order and alike everywhere, no command takes effect twice, and none that was acknowledged is lost.

use super::cluster::Setup;
use super::tally::Tally;
use super::weather::{ANY, Storm};
use crate::storm::seeds;

/// Over how many clusters the seeds are shared out, a test each.
const CLUSTERS: u32 = 5;
/// A cluster that is whole again answers every client within so much virtual time.
const CALM_MS_MAX: u32 = 30_000;

/// Blows over a cluster, a seed at a time: its share of all seeds.
fn ride(share: u32, replicas: u8, members: u8) {
    let bound = |share: u32| (u64::from(seeds()) * u64::from(share) / u64::from(CLUSTERS)) as u32;
    let mut tally = Tally::default();
    for seed in bound(share)..bound(share + 1) {
        let setup = Setup { members, ..Setup::of(replicas, [1, 2, 3, 8][seed as usize % 4]) };
        let mut storm = Storm::of(&setup, seed, ANY);
        storm.blow();
        assert_eq!(storm.found, None, "with seed {seed} under {setup:?}");
        // Every other time one replica stays down for good: of any members, a majority lives.
        let lost = (seed % 2 == 0).then(|| setup.replica(1 + (seed / 2 % u32::from(replicas)) as u8));
        let calm = storm.calm(CALM_MS_MAX, lost);
        assert_eq!(storm.found, None, "in the calm after seed {seed} under {setup:?}");
        let calm =
            calm.unwrap_or_else(|| panic!("no answer to {:?} after seed {seed} under {setup:?}", storm.waiting()));
        tally.slowest_calm = tally.slowest_calm.max(calm);
        tally.add(&storm);
    }
    tally.assert_stormy(tally.runs / 100);
}

#[test]
fn storm_over_three_replicas_breaks_nothing_and_every_command_is_answered_after_it() {
    ride(0, 3, 3);
    ride(1, 3, 3);
}

#[test]
fn storm_over_five_replicas_breaks_nothing_and_every_command_is_answered_after_it() {
    ride(2, 5, 5);
}

#[test]
fn storm_over_changing_members_breaks_nothing_and_every_command_is_answered_after_it() {
    ride(3, 5, 3);
}

#[test]
fn storm_over_seven_replicas_breaks_nothing_and_every_command_is_answered_after_it() {
    ride(4, 7, 7);
}
