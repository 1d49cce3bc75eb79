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
