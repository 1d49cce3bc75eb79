//! Why a log does not go on.

use super::log;
use crate::on_show::shown;
use paxos_explainer::player::{Answer, LightMsg, Model, Msg, Pick};

fn nothing(model: &Model) -> Answer {
    shown(model).answer(Pick::Nothing).expect("it stands still")
}

#[test]
fn a_slot_without_a_quorum_tells_who_is_missing_and_what_waits_for_it() {
    let model = log(
        "",
        "timeout R1\nrun 2000\nrequest C1 R1 cat\ndrop next ACCEPT-REQUEST R1->R2,R3\nrun 1500\nrequest C2 R1 dog\nrun 9000",
    );
    let answer = nothing(&model);
    assert_eq!(answer.question, "Why is nothing chosen in slot 1?");
    let all = answer.waits.join(" ");
    assert!(all.contains("Slot 1: Only R1 has accepted 1 cat, and 2 acceptors must."), "{all}");
    assert!(all.contains("R1 to R2 was lost"), "{all}");
    assert!(all.contains("R1 knows slot 2 and cannot apply it: nothing is chosen in slot 1 yet."), "{all}");
    assert!(answer.releases.is_empty());
}

#[test]
fn a_message_that_is_held_would_release_a_slot_and_does() {
    let mut model = log("", "timeout R1\nrun 2000\nhold next ACCEPT-REQUEST R1->R2,R3\nrequest C1 R1 cat\nrun 9000");
    let answer = nothing(&model);
    let act = answer.releases.iter().find_map(|(_, act)| act.clone()).expect("a message can be released");
    model.update(Msg::Act(act));
    model.update(Msg::PlayOrPause);
    let end = shown(&model).end();
    model.update(Msg::StandAt(end));
    assert_eq!(shown(&model).chosen_in_log().len(), 1);
}

#[test]
fn a_follower_does_not_know_the_last_slot_until_it_is_told() {
    let model = log("", "timeout R1\nrun 2000\nrequest C1 R1 cat\nrun 9000");
    let answer = nothing(&model);
    assert_eq!(answer.question, "Why does R2 not know slot 1?");
    assert!(answer.waits[0].contains("R1 leads, and its next ACCEPT-REQUEST or HEARTBEAT"), "{:?}", answer.waits);
    let mut model = model;
    model.update(LightMsg::Pick(Pick::Nothing).into());
    assert!(model.lighting.light(shown(&model)).dims);
}

#[test]
fn where_nobody_leads_a_timer_would_release_a_client() {
    let mut model = log("", "request C1 R1 cat\nrun 9000");
    let answer = nothing(&model);
    assert_eq!(answer.question, "Why has C1 no answer?");
    assert!(answer.waits[0].ends_with("nobody leads."), "{:?}", answer.waits);
    let act = answer.releases[0].1.clone().expect("it is an act");
    model.update(Msg::Act(act));
    let end = shown(&model).end();
    model.update(Msg::StandAt(end));
    let led = shown(&model).recording().world();
    assert!(led.cluster.nodes().any(|node| led.node(node).replica.as_ref().is_some_and(|it| it.leads().is_some())));
}

#[test]
fn an_attempt_that_a_higher_promise_stops_says_so() {
    let model = log("nacks off", "timeout R3\nrun 2000\ndrop next PREPARE R1->R2,R3\ntimeout R1\nrun 9000");
    let answer = nothing(&model);
    assert!(answer.question.starts_with("Why does R"), "{}", answer.question);
    assert!(!answer.waits.is_empty());
}
