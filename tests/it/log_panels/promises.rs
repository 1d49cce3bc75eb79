//! The promises of a log: green under Paxos, red from the exact step under a wrong rule, with the witness lit.

use super::log;
use crate::on_show::{begun, shown};
use paxos_explainer::check::{Broken, Property};
use paxos_explainer::player::{LightMsg, Model, Pick};
use paxos_explainer::sim::Moment;
use paxos_explainer::story::words::invariant;

const STEADY: &str = "timeout R1\nrun 2000\nrequest C1 R1 \"open 100\"\nrun 6000\nrequest C1 R1 +50\nrun 1000\nrequest C1 R1 +50\nrun 6000";

fn broken(model: &Model, property: Property) -> Option<Broken> {
    let show = shown(model);
    show.verdicts().broken(property, show.recording().end()).cloned()
}

/// Which properties are broken, and the sentence of this one, which turns red at its very step.
fn red(model: &Model, property: Property) -> String {
    let show = shown(model);
    let found = broken(model, property).unwrap_or_else(|| panic!("{property:?} holds"));
    let before = Moment { steps: found.step, ..show.recording().end() };
    let after = Moment { steps: found.step + 1, ..show.recording().end() };
    assert!(show.verdicts().broken(property, before).is_none() && show.verdicts().broken(property, after).is_some());
    let time = show.recording().steps()[found.step].time;
    assert!(found.steps.contains(&found.step) && !found.nodes.is_empty(), "{found:?}");
    invariant::broken(&found, time, show.telling())
}

#[test]
fn a_log_that_keeps_the_rules_keeps_every_promise() {
    for head in ["", "heartbeat 700\nelection 2000..3000\nloss 20%\nseed 4"] {
        let model = log(head, STEADY);
        assert_eq!(shown(&model).holds(), Some(true), "{head}");
        assert_eq!(shown(&model).promises().len(), Property::ALL.len());
    }
}

#[test]
fn two_slots_with_two_values_do_not_break_agreement() {
    let model = log("", STEADY);
    assert!(2 <= shown(&model).chosen_in_log().len());
    assert_eq!(broken(&model, Property::Agreement), None);
    assert_eq!(broken(&model, Property::OneValue), None);
}

#[test]
fn what_is_applied_past_a_gap_breaks_the_order() {
    let model = log(
        "log R1 1 cat id 1 chosen\nlog R1 2 dog id 1\nrule gaps applied-past",
        "timeout R2\nrun 2000\nrequest C1 R2 cow\ndrop next ACCEPT-REQUEST R2->R1,R3\nrun 1000\nrequest C2 R2 hen\nrun 9000",
    );
    let told = red(&model, Property::Order);
    assert!(told.contains("although it had not applied slot"), "{told}");
}

#[test]
fn a_retry_that_is_not_looked_up_is_executed_twice() {
    let model = log("rule dedup none", STEADY);
    let told = red(&model, Property::Once);
    assert!(
        told.contains("in slot 3: R1 executed +50, although it had executed that very command in slot 2"),
        "{told}"
    );
    assert_eq!(broken(&model, Property::Agreement), None);
}

#[test]
fn a_loose_follower_learns_what_is_not_chosen() {
    let model = log(
        "rule commit loose\nlog R1 1 cat id 1\nheartbeat 3000",
        "cut R1-R2\ncut R1-R3\nrequest C1 R2 dog\ntimeout R2\nrun 9000\nheal\nrun 9000",
    );
    let told = red(&model, Property::Learning);
    assert!(told.contains("in slot 1: R1 learned cat, which was not chosen"), "{told}");
    let told = red(&model, Property::Agreement);
    assert!(told.contains("R1 has learned cat, although dog is chosen"), "{told}");
    let told = red(&model, Property::Order);
    assert!(told.contains("R1 applied cat, although R2 has applied dog"), "{told}");
    // A client has had its answer, and R1 has applied the slot without it.
    let told = red(&model, Property::Once);
    assert!(told.contains("without executing dog, although C1 has had its answer"), "{told}");
}

#[test]
fn a_leader_that_does_not_ask_breaks_agreement() {
    let model = log(
        "rule leader skips-prepare",
        "timeout R1\nrequest C1 R1 cat\nrun 3000\ntimeout R2\nrequest C2 R2 dog\nrun 6000",
    );
    let told = red(&model, Property::Agreement);
    assert!(told.contains("in slot 1: dog is chosen under 2, although cat is chosen under 1"), "{told}");
}

#[test]
fn members_that_count_at_once_break_agreement() {
    let text = "title \"At once\"\nclients C1 C2\nreplicas R1 R2 R3 R4 R5\nmembers R3 R4 R5\nrule members at-once\nslide \"All\"\n\
        timeout R3\nrequest C1 R3 \"members R1 R2 R3\"\nrun 5000\ncut R4-R3\ncut R5-R3\ncut R1-R4\ncut R1-R5\n\
        cut R2-R4\ncut R2-R5\nrequest C1 R3 cat\nrun 5000\ntimeout R4\nrequest C2 R4 dog\nrun 9000";
    let model = begun(text);
    let told = red(&model, Property::Agreement);
    assert!(told.contains("in slot"), "{told}");
}

#[test]
fn an_id_that_is_forgotten_is_led_under_twice() {
    let run = "timeout R1\nrun 3000\ncrash R1\nrestart R1\ntimeout R1\nrun 3000";
    assert_eq!(broken(&log("", run), Property::OneLeader), None);
    let rules = "rule ids reused\nrule storage forgets-promise\nrule promise or-equal";
    let told = red(&log(rules, run), Property::OneLeader);
    assert!(told.contains("R1 began to lead under 1 a second time"), "{told}");
}

#[test]
fn showing_how_lights_the_witness() {
    let mut model = log("rule dedup none", STEADY);
    let found = broken(&model, Property::Once).expect("it is broken");
    model.update(LightMsg::Pick(Pick::Broken(Property::Once)).into());
    let light = model.lighting.light(shown(&model));
    assert!(found.steps.iter().all(|&step| light.has_step(step)) && 1 < found.steps.len(), "{found:?}");
}
