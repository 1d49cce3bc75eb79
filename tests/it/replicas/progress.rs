//! Progress: that a log goes on when it can, and that the check of that can fail.

use super::cluster::Setup;
use super::weather::{ANY, Storm};
use paxos_explainer::paxos::rules::Gaps;
use paxos_explainer::sim::Change;
use paxos_explainer::story::{Scene, parse};

/// Gaps that stay stop a log: what was assigned after one is never applied, and its client never answered.
#[test]
fn gaps_that_stay_leave_a_client_without_an_answer() {
    let is_stuck = |seed: u32| {
        let setup = Setup::of(3, 8).with(&[Change::Gaps(Gaps::Left)]);
        let mut storm = Storm::of(&setup, seed, ANY);
        storm.blow();
        assert_eq!(storm.found, None, "gaps that stay break no agreement, yet they do with seed {seed}");
        storm.calm(30_000, None).is_none()
    };
    assert!((0..400).any(is_stuck));
}

/// R4 has promised R1's id by accepting in slots 4 and 5, so that it sends no PROMISE of it for slot 6, and the third
/// who decides there is down for good. R1 and R4 are two of three, and must get on.
const HALF_OF_THE_NEW: &str = r#"
title "Half of the new members"
clients C1
replicas R1 R2 R3 R4 R5
members R1 R2 R3
window 3
delay 100
heartbeat 500
election 2000..4000
retry 3000
NACKS
slide "R5 is down"
  timeout R1
  run until R1 leads 1
  request C1 R1 "members R1 R2 R4"
  run until C1 answered "members R1 R2 R4"
  request C1 R1 "open 100"
  run until C1 answered "open 100"
  request C1 R1 "members R1 R4 R5"
  run until C1 answered "members R1 R4 R5"
  request C1 R1 no-op
  run until C1 answered no-op
  request C1 R1 -30
  run until C1 answered -30
  crash R5
  request C1 R1 "+50"
  run until C1 answered "+50"
  expect chosen 6 "+50" and R1 balance 120
"#;

/// It hears that by a NACK, or knows it by R4's ACCEPT where no NACK is sent.
#[test]
fn leader_goes_on_with_new_members_that_promised_its_id_by_accepting() {
    for nacks in ["nacks on", "nacks off"] {
        let script = parse(&HALF_OF_THE_NEW.replace("NACKS", nacks)).expect("a scene");
        assert_eq!(Scene::play(script).err(), None, "{nacks}");
    }
}
