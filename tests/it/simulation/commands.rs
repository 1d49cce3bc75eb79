//! Clients of a log that send commands by themselves.

use paxos_explainer::paxos::{LogNote, NodeId, Note};
use paxos_explainer::sim::{Action, Recording, Step};
use paxos_explainer::story::{Scene, parse};

const C1: NodeId = NodeId(0);
const C2: NodeId = NodeId(1);
const R1: NodeId = NodeId(2);

/// Two clients and three replicas, of which R1 leads from 2 s on.
fn played(head: &str, body: &str) -> Recording {
    let begin = "title \"t\"\nclients C1 C2\nreplicas R1 R2 R3\ndelay 500\n";
    let text = format!("{begin}{head}\nslide \"s\"\n  timeout R1\n  run 2000\n{body}\n");
    parse(&text).and_then(Scene::play).unwrap_or_else(|problem| panic!("{problem}")).recording
}

fn problem(head: &str, body: &str) -> String {
    let text = format!("title \"t\"\nclients C1\nreplicas R1 R2 R3\n{head}\nslide \"s\"\n{body}\n");
    parse(&text).and_then(Scene::play).map(|_| ()).expect_err("it is a mistake").to_string()
}

/// When a client gave each of its commands, and to whom.
fn given(run: &Recording, client: NodeId) -> Vec<(u32, NodeId)> {
    let by = |step: &Step| match step.action {
        Action::Request { client: by, to, .. } if by == client => Some((step.time, to)),
        _ => None,
    };
    run.steps().iter().filter_map(by).collect()
}

/// When a client had each of its answers.
fn answered(run: &Recording, client: NodeId) -> Vec<u32> {
    let is_answer = |note: &Note| matches!(note, Note::Log(LogNote::Answered { .. }));
    let of = |step: &&Step| step.node() == Some(client) && step.effects.notes.iter().any(is_answer);
    run.steps().iter().filter(of).map(|step| step.time).collect()
}

fn balance(run: &Recording, replica: NodeId) -> i64 {
    run.world().node(replica).replica.as_ref().expect("a replica").disk.machine.balance.unwrap_or(0)
}

#[test]
fn clients_send_nothing_by_themselves_unless_they_are_to() {
    for head in ["", "commands off"] {
        let run = played(head, "run 20000");
        assert!(given(&run, C1).is_empty() && given(&run, C2).is_empty(), "{head}");
    }
}

#[test]
fn client_gives_its_next_command_so_long_after_the_answer_to_the_last() {
    let run = played("commands 3000", "run 40000");
    let (given, answered) = (given(&run, C1), answered(&run, C1));
    assert_eq!(given[0], (3000, R1), "the first comes so long after the beginning, to the first replica");
    assert!(5 < answered.len());
    for (answer, next) in answered.iter().zip(&given[1..]) {
        assert_eq!(answer + 3000, next.0);
    }
    let all = answered.len() + self::answered(&run, C2).len();
    assert_eq!(balance(&run, R1), all as i64, "each adds 1");
}

#[test]
fn client_rests_within_the_bounds_and_each_for_itself() {
    let mut rests: Vec<u32> = Vec::new();
    for seed in 1..30 {
        let run = played(&format!("commands 100..104\nseed {seed}"), "run 20000");
        for client in [C1, C2] {
            rests.extend(answered(&run, client).iter().zip(&given(&run, client)[1..]).map(|(was, is)| is.0 - was));
        }
    }
    rests.sort_unstable();
    rests.dedup();
    assert_eq!(rests, [100, 101, 102, 103, 104]);
}

#[test]
fn client_asks_the_replica_that_it_asked_last() {
    let run = played("commands 2000", "timeout R2\nrun 3000\nrun 20000");
    let to = given(&run, C1);
    assert_eq!(to[0].1, R1);
    assert_eq!(to[to.len() - 1].1, NodeId(3), "it was sent on to R2, which leads now");
}

#[test]
fn commands_move_no_other_draw() {
    let head = "election 3000..9000\nseed 5\nloss 100%";
    let timeouts = |head: &str| -> Vec<(u32, NodeId)> {
        let run = played(head, "run 60000");
        let fired = |step: &Step| match step.action {
            Action::Timeout { node } => Some((step.time, node)),
            _ => None,
        };
        run.steps().iter().filter_map(fired).collect()
    };
    let without = timeouts(head);
    assert!(3 < without.len());
    // No message arrives, so that nothing but the draws could differ.
    let with = timeouts(&format!("{head}\ncommands 100..900"));
    assert_eq!(with.iter().filter(|(_, node)| R1 <= *node).collect::<Vec<_>>(), without.iter().collect::<Vec<_>>());
}

#[test]
fn commands_can_be_switched_in_the_midst() {
    let run = played("commands 1000", "set commands off\nrun 20000\nset commands 500\nrun 2600");
    let times: Vec<u32> = given(&run, C1).iter().map(|&(time, _)| time).collect();
    assert_eq!(times[0], 1000);
    assert!(times[1..].iter().all(|&time| 22_500 <= time), "{times:?}");
    assert_eq!(times[1], 22_500, "it rests anew from the moment when that is set");
}

#[test]
fn client_goes_on_after_a_crash() {
    let run = played("commands 1000\nretry 4000", "crash C2\nrun 6000\nrestart C2\nrun 20000");
    assert!(answered(&run, C2).iter().filter(|&&time| 8000 < time).count() > 2);
    assert!(given(&run, C2).iter().all(|&(time, _)| time <= 2000 || 8000 < time));
}

/// A follower that is cut off with its leader sends the client back to it again and again.
#[test]
fn client_comes_to_the_rest_when_those_that_name_each_other_are_silent() {
    let text = "title \"t\"\nclients C1\nreplicas R1 R2 R3 R4 R5\ndelay 100\nheartbeat 300\nelection 1000..2000\nretry 1000\n\
        commands 500\nslide \"s\"\n  timeout R1\n  run 3000\n  partition R1 R2 | R3 R4 R5\n  run 20000\n";
    let run = parse(text).and_then(Scene::play).unwrap_or_else(|problem| panic!("{problem}")).recording;
    let after = answered(&run, C1).into_iter().filter(|&time| 4000 < time).count();
    assert!(5 < after, "{after} answers");
}

#[test]
fn run_is_the_same_from_any_moment_on() {
    let run = played("commands 300..900\nseed 7", "run 20000");
    for at in [0, 40, 100] {
        let moment = run.moment(run.steps()[at].time);
        let mut again = run.fork(moment);
        again.run_to(run.end().time);
        assert_eq!(again.steps(), run.steps(), "from step {at}");
    }
}

#[test]
fn waiting_until_nothing_is_due_is_refused_where_that_never_comes() {
    for setting in ["commands 1000", "heartbeat 1000", "election 3000"] {
        let word = setting.split(' ').next().unwrap_or_default();
        let why = problem(setting, "run idle");
        assert!(why.contains(&format!("while `{word}` is on, so that `run idle` never ends")), "{why}");
        assert!(why.contains(&format!("`set {word} off` before")), "{why}");
    }
    let all = problem("commands 1000\nheartbeat 1000\nelection 3000", "run idle");
    assert!(all.contains("while `heartbeat`, `election` and `commands` are on"), "{all}");
    let off = played(
        "commands 1000\nheartbeat 700\nelection 3000..5000",
        "run 5000\nset commands off\nset heartbeat off\nset election off\nrun idle",
    );
    assert!(0 < balance(&off, R1));
}
