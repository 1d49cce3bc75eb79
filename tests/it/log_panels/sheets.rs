//! What a replica and its client have on disk and in memory.

use super::log;
use crate::on_show::shown;
use paxos_explainer::player::Model;
use paxos_explainer::view::state::{Seen, Sheet, Value};

fn sheet(model: &Model, name: &str) -> Sheet {
    Sheet::of(shown(model), shown(model).names().find_node(name).expect("there is such a node"), &Seen::default())
}

fn pairs(values: &[Value]) -> Vec<(&str, &str)> {
    values.iter().map(|value| (value.name.as_str(), value.value.as_str())).collect()
}

#[test]
fn a_leader_has_its_log_on_disk_and_its_lead_in_memory() {
    let model = log(
        "heartbeat 3000",
        "timeout R1\nrun 2000\nrequest C1 R1 \"open 100\"\nrun 3000\nrequest C2 R1 +50\nrun 1500",
    );
    let leader = sheet(&model, "R1");
    assert_eq!(
        pairs(&leader.disk),
        [
            ("promised, for every slot", "1"),
            ("slot 1, accepted", "1 open 100, command 1 of C1"),
            ("slot 1, known to be chosen", "open 100, command 1 of C1"),
            ("slot 2, accepted", "1 +50, command 1 of C2"),
            ("applied", "slot 1"),
            ("balance", "100"),
            ("last answer to C1", "to its command 1: the balance is 100"),
            ("highest id that it has used", "1"),
        ]
    );
    assert_eq!(
        pairs(&leader.memory),
        [
            ("it", "leads under 1, from slot 1 on"),
            ("promises", "R1, R2 and R3; counts 3, a quorum takes 2"),
            ("next slot that it has yet to deal with", "3"),
            ("slot 2, sent", "+50; accepted by R1, as far as it has heard"),
        ]
    );
    assert_eq!(leader.timer.as_ref().map(|timer| timer.name.as_str()), Some("heartbeat"));
    assert!(leader.remark.starts_with("A crash would take all that is in its memory"), "{}", leader.remark);
    // Every field says which step wrote it.
    assert!(leader.disk.iter().chain(&leader.memory).all(|value| value.by.is_some()), "{leader:?}");
    let follower = sheet(&model, "R2");
    assert_eq!(pairs(&follower.memory), [("it", "follows R1, under 1")]);
    assert_eq!(follower.timer.map(|timer| timer.name).as_deref(), Some("election timer"));
}

#[test]
fn a_client_has_its_command_and_its_answer_on_disk() {
    let model = log("", "timeout R1\nrun 2000\nrequest C1 R1 \"open 100\"\nrun 6000\nrequest C2 R1 +50\nrun 500");
    assert_eq!(
        pairs(&sheet(&model, "C1").disk),
        [("command", "open 100, its command 1"), ("asked last", "R1"), ("answer", "the balance is 100, from slot 1")]
    );
    assert_eq!(pairs(&sheet(&model, "C2").disk)[2], ("answer", "none yet"));
    assert_eq!(sheet(&model, "C2").letters.map(|letters| letters.len()), Some(1));
}
