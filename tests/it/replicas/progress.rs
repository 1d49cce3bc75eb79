//! Progress: that a log goes on when it can, and that the check of that can fail.

use super::cluster::Setup;
use super::weather::{ANY, Storm};
use paxos_explainer::paxos::rules::Gaps;
use paxos_explainer::sim::Change;

/// Gaps that stay stop a log: what was assigned after one is never applied, and its client never answered.
#[test]
fn gaps_that_stay_leave_a_client_without_an_answer() {
    let is_stuck = |seed: u32| {
        let setup = Setup::of(3, 8).with(&[Change::Gaps(Gaps::Left)]);
        let mut storm = Storm::of(&setup, seed, ANY);
        storm.blow();
        assert_eq!(storm.found, None, "gaps that stay break no agreement, yet they do with seed {seed}");
        storm.calm(30_000).is_none()
    };
    assert!((0..400).any(is_stuck));
}
