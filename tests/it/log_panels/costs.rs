//! What each command costs, against runs that were counted by hand.

use super::log;
use crate::on_show::shown;
use paxos_explainer::sim::costs::{Cost, beside, costs};

fn of(head: &str, run: &str) -> Vec<Cost> {
    let model = log(head, run);
    costs(shown(&model).recording(), shown(&model).at)
}

#[test]
fn the_first_command_waits_for_phase_1_and_takes_four_delays_to_its_leader_the_second_two() {
    // PREPARE, PROMISE, ACCEPT-REQUEST: chosen; ACCEPT: the leader knows; REPLY. Two to each of two others, and back.
    let all = of("", "timeout R1\nrequest C1 R1 cat\nrun 6000\nrequest C1 R1 dog\nrun 6000");
    assert_eq!(all.len(), 2);
    assert_eq!(all[0].delays, [Some(3), Some(4), Some(5)]);
    assert_eq!((all[0].of_phase_1, all[0].of_phase_2, all[0].with_client, all[0].of_telling), (4, 4, 2, 0));
    assert!(all[0].waited_for_phase_1 && !all[0].after_timer);
    assert_eq!(all[1].delays, [Some(1), Some(2), Some(3)]);
    assert_eq!((all[1].of_phase_1, all[1].of_phase_2, all[1].with_client, all[1].of_telling), (0, 4, 2, 0));
    assert_eq!(all[1].messages(), 6);
    assert!(!all[1].waited_for_phase_1);
}

#[test]
fn a_redirected_request_costs_messages_and_no_delay_at_the_leader() {
    // R2 follows R1 by the first command; REQUEST, REDIRECT, REQUEST, REPLY.
    let all = of("", "timeout R1\nrequest C1 R1 cat\nrun 6000\nrequest C2 R2 dog\nrun 9000");
    assert_eq!(all[1].with_client, 4);
    assert_eq!(all[1].delays, [Some(1), Some(2), Some(3)]);
}

#[test]
fn what_is_not_there_yet_is_not_counted() {
    let all = of("", "timeout R1\nrequest C1 R1 cat\nrun 3000");
    assert_eq!(all[0].delays, [Some(3), None, None]);
    assert_eq!((all[0].of_phase_1, all[0].of_phase_2, all[0].with_client), (4, 4, 1));
}

#[test]
fn a_lost_request_that_a_heartbeat_sends_again_tells_of_the_timer() {
    let run = "timeout R1\nrun 2000\nrequest C1 R1 cat\ndrop next ACCEPT-REQUEST R1->R2,R3\nrun 9000";
    let all = of("heartbeat 3000", run);
    // ACCEPT-REQUEST since the heartbeat: 1, ACCEPT: 2, REPLY: 3. Two were lost and two sent again.
    assert_eq!(all[0].delays, [Some(1), Some(2), Some(3)]);
    assert_eq!((all[0].of_phase_2, all[0].after_timer), (6, true));
    let model = log("heartbeat 3000", run);
    let [heartbeats, catch_ups, _] = beside(shown(&model).recording(), shown(&model).at);
    assert!(0 < heartbeats && catch_ups == 0, "{heartbeats} {catch_ups}");
}

fn of_scene(id: &str) -> Vec<Cost> {
    let model = crate::on_show::scene(id);
    costs(shown(&model).recording(), shown(&model).at)
}

#[test]
fn promises_of_new_members_cost_what_was_sent_for_the_command_and_not_the_lead_before() {
    // PREPARE to R4, which is lost, and to R5, and R5's PROMISE; then ACCEPT-REQUEST to both.
    let all = of_scene("mp-members");
    let last = all.last().expect("there are commands");
    assert_eq!((last.slot.map(|slot| slot.0), last.of_phase_1, last.of_phase_2), (Some(6), 3, 4));
    assert_eq!(last.delays, [Some(3), Some(4), Some(5)]);
    assert!(last.waited_for_phase_1 && last.carried.is_none());
    assert!(all[..all.len() - 1].iter().all(|cost| cost.of_phase_1 == 0), "{all:?}");
}

#[test]
fn command_that_another_leader_carries_on_costs_the_phase_1_of_that_one() {
    // R1: 2 ACCEPT-REQUESTs, 2 ACCEPTs: chosen, and known to R1, which crashes. R2: 2 PREPAREs, 1 PROMISE; 2
    // ACCEPT-REQUESTs, 1 ACCEPT: R2 knows after 4 delays; REPLY.
    let all = of_scene("mp-retry");
    assert_eq!((all[0].of_phase_1, all[0].of_phase_2), (3, 7));
    assert_eq!(all[0].delays, [Some(1), Some(4), Some(5)]);
    let model = crate::on_show::scene("mp-retry");
    let rows = paxos_explainer::story::words::costs::rows(&all, shown(&model).telling());
    let told = "R2 carried it on under 5: what came of that is counted from its PREPARE on.";
    assert_eq!(rows[0].remark.as_deref(), Some(told));
}

#[test]
fn command_that_waited_for_phase_1_in_vain_says_that_its_delays_do_not_count_it() {
    // -30 waited for R1's promises of 4, and was refused in slot 3. R2 led when it came there: ACCEPT-REQUEST, ACCEPT
    // and REPLY. R1's 2 PREPAREs and 2 PROMISEs were sent for it all the same.
    let model = crate::on_show::scene("bank");
    let all = costs(shown(&model).recording(), shown(&model).at);
    assert_eq!((all[0].of_phase_1, all[0].delays), (4, [Some(1), Some(2), Some(3)]));
    let rows = paxos_explainer::story::words::costs::rows(&all, shown(&model).telling());
    let told = "It waited for R1's phase 1 under 4, and was not chosen under 4: of that the messages are counted, and no delays.";
    assert_eq!(rows[0].remark.as_deref(), Some(told));
    let told = "It had to wait for phase 1.";
    assert_eq!((rows[1].remark.as_deref(), all[1].delays), (Some(told), [Some(3), Some(4), Some(5)]));
}
