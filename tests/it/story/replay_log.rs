//! A run of replicas printed as a scene replays to the same state, heartbeats, elections and all.

use super::replay::{Dice, assert_replays};
use crate::scenes::play;
use paxos_explainer::paxos::{Kind, Nacks, NodeId, Role};
use paxos_explainer::sim::{Action, Change, Delay, Retry, Time};
use paxos_explainer::story::parse::BYTES_MAX;
use paxos_explainer::story::{Scene, print};

const WORDS: [&str; 7] = ["a", "b", "big dog", "open 100", "+50", "-30", "members R1 R2 R3"];
const CHANGES: [Change; 6] = [
    Change::Loss(20),
    Change::Nacks(Nacks::Off),
    Change::Retry(Retry::Backoff(500)),
    Change::Window(2),
    Change::Heartbeat(None),
    Change::Election(Some(Delay { least: 500, most: 900 })),
];

/// What the logs begin with.
const LOGS: [&str; 4] = [
    "",
    "log R1 1 a id 1 chosen\nlog R2 1 a id 1\nlog R2 3 b id 2\nlog R3 2 \"no-op\" id 3\n",
    "log R1 1 \"open 100\" chosen\nlog R2 1 \"open 100\" chosen\nlog R1 4 +50 id 2\nlog R3 1 \"open 100\" chosen\n",
    "log R3 2 a id 4\nlog R3 5 b id 5\n",
];

/// Rules that break a log.
pub const WRONG: [&str; 8] = [
    "rule leader skips-prepare",
    "rule gaps left",
    "rule gaps applied-past\nrule dedup none",
    "rule commit loose\nrule storage forgets-promise",
    "rule members at-once",
    "rule accept always\nrule value own",
    "rule ids reused\nrule count messages",
    "rule quorum one\nrule learn per-value",
];

fn calm(seed: u32, dice: &mut Dice, rules: &str) -> Scene {
    let most = dice.pick(&[200, 900, 2500]);
    let retry = dice.pick(&["off", "4000", "400..2000"]);
    let (loss, duplication) = (dice.pick(&[0, 10, 30]), dice.pick(&[0, 15, 40]));
    let (heartbeat, election) = dice.pick(&[("off", "off"), ("700", "2000..4000"), ("300", "400..900")]);
    let replicas = dice.pick(&["R1 R2 R3", "R1 R2 R3 R4", "R1 R2 R3 R4 R5"]);
    let members = dice.pick(&["", "members R1 R2 R3\n"]);
    let window = dice.pick(&[1, 3, 8]);
    let numbering = if seed.is_multiple_of(5) { "rounds" } else { "slotted" };
    let log = if numbering == "rounds" { "" } else { dice.pick(&LOGS) };
    let head = format!(
        "title \"A stormy log\"\n{log}{members}replicas {replicas}\nclients C1 C2\nids {numbering}\ndelay 1..{most}\n\
         retry {retry}\nloss {loss}%\nduplication {duplication}%\nheartbeat {heartbeat}\nelection {election}\n\
         window {window}\nseed {seed}\n{rules}"
    );
    play("head", &head)
}

fn interference(scene: &mut Scene, dice: &mut Dice) -> Action {
    let world = scene.recording.world();
    let of = |role| world.cluster.all(role).iter().collect::<Vec<NodeId>>();
    let nodes: Vec<NodeId> = world.cluster.nodes().collect();
    let (replica, client) = (dice.pick(&of(Role::Replica)), dice.pick(&of(Role::Client)));
    let (node, other) = (dice.pick(&nodes), dice.pick(&nodes));
    let messages: Vec<_> = world.in_flight.iter().map(|envelope| envelope.id).collect();
    match dice.below(15) {
        0..=4 => {
            let value = scene.script.names.intern(dice.pick(&WORDS));
            Action::Request { client, to: replica, value, command: scene.script.names.command(value) }
        }
        5 | 6 => Action::Timeout { node: replica },
        7 => Action::Heartbeat { node: replica },
        8 => Action::Timeout { node: client },
        9 => Action::Crash { node },
        10 | 11 => Action::Restart { node },
        12 => dice.pick(&[Action::Cut { from: node, to: other }, Action::Heal { from: node, to: other }]),
        13 => Action::Set(dice.pick(&CHANGES)),
        _ if messages.is_empty() => Action::Timeout { node: replica },
        _ => {
            let message = dice.pick(&messages);
            dice.pick(&[
                Action::Drop { message },
                Action::Hold { message },
                Action::Release { message },
                Action::Duplicate { message },
                Action::Delay { message, by: 700 },
            ])
        }
    }
}

/// A run of replicas in which much is done to them.
pub fn storm(seed: u32, rules: &str) -> Scene {
    let mut dice = Dice::of(seed);
    let mut scene = calm(seed, &mut dice, rules);
    for _ in 0..dice.pick(&[8, 20, 40]) {
        let before = scene.script.names.clone();
        let action = interference(&mut scene, &mut dice);
        if scene.recording.push(action).is_err() {
            scene.script.names = before;
        }
        let time = scene.recording.end().time + dice.pick(&[0, 50, 300, 1500]) as Time;
        scene.recording.run_to(time);
    }
    scene
}

/// Replays a run, unless it is longer as a scene than any may be; gives its text.
fn replays(name: &str, scene: &Scene) -> Option<String> {
    let text = print::replay(&scene.script, "Any", &scene.recording);
    if BYTES_MAX < text.len() {
        return None;
    }
    assert_replays(name, &scene.script, &scene.recording);
    Some(text)
}

#[test]
fn stormy_log_replays_under_paxos() {
    let mut told = String::new();
    for seed in 1..=150 {
        told += &replays(&format!("seed {seed}"), &storm(seed, "")).unwrap_or_default();
    }
    for statement in ["heartbeat R", "timeout R", "timeout C", "request C", " slot 2 ", "members R1"] {
        assert!(told.contains(statement), "no storm has led to `{statement}`: they were too calm");
    }
    for kind in Kind::ALL {
        assert!(told.contains(&format!("deliver one {}", kind.name())), "no {} was delivered", kind.name());
    }
}

#[test]
fn stormy_log_replays_under_wrong_rules() {
    let storms = (1000..1120).zip(WRONG.iter().cycle());
    let told = storms.filter_map(|(seed, rules)| replays(&format!("seed {seed} under {rules}"), &storm(seed, rules)));
    assert!(90 < told.count(), "few of these runs are short enough");
}
