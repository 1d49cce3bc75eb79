//! `paxos run --json`: every key that is promised, and what stands behind it.

use super::{EXAMPLE, Folder, paxos};
use serde_json::{Value, json};

/// The run of a scene as JSON.
fn run(name: &str, scene: &str, more: &[&str]) -> Value {
    let folder = Folder::new(name);
    let file = folder.with("scene.paxos", scene);
    let ran = paxos(&[&["run", &file, "--json"], more].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{scene}");
    assert_eq!(ran.out.matches('\n').count(), 1, "one object, on a line of its own");
    serde_json::from_str(&ran.out).expect("it is JSON")
}

/// The run of a scene of the course.
fn course(id: &str) -> Value {
    let path = format!("{}/static/scenes/{id}.paxos", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&paxos(&["run", &path, "--json"]).out).expect("it is JSON")
}

/// The keys of an object, sorted.
fn keys(object: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = object.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

/// That an object has at least these keys. What is added to them later is no break of the promise.
fn assert_has(object: &Value, wanted: &[&str]) {
    for key in wanted {
        assert!(keys(object).contains(key), "{key} is left out of {object}");
    }
}

fn list<'a>(run: &'a Value, key: &str) -> &'a [Value] {
    run[key].as_array().expect("a list")
}

fn node<'a>(run: &'a Value, name: &str) -> &'a Value {
    list(run, "nodes").iter().find(|node| node["name"] == name).expect("a node of this name")
}

/// Events of one kind.
fn events<'a>(run: &'a Value, kind: &str) -> Vec<&'a Value> {
    list(run, "events").iter().filter(|event| event["kind"] == kind).collect()
}

/// Kind, receiver and outcome of each delivery.
fn deliveries(run: &Value) -> Vec<(String, String, String)> {
    let word = |value: &Value| value.as_str().expect("a word").to_string();
    let of = |event: &&Value| (word(&event["message"]["kind"]), word(&event["node"]), word(&event["outcome"]));
    events(run, "deliver").iter().map(of).collect()
}

const MESSAGE: [&str; 9] = ["kind", "id", "slot", "value", "from", "to", "sent", "arrives", "held"];

#[test]
fn json_of_the_example_says_what_the_scene_comes_to() {
    let run = run("json-example", EXAMPLE, &[]);
    assert_eq!(run["format"], 1);
    assert_eq!(run["title"], "A later proposer must carry on the accepted value");
    assert_eq!(run["time"], 6000);
    assert_eq!(
        run["slides"],
        json!([
            { "title": "P1 reaches one acceptor, then falls silent", "say": [], "start": 0, "end": 3000 },
            { "title": "P2 asks a majority that includes A1", "say": [], "start": 3000, "end": 6000 },
        ])
    );
    let accepted = json!([{ "slot": 0, "id": "2", "value": "cat" }]);
    assert_eq!(
        run["nodes"],
        json!([
            { "name": "P1", "roles": ["proposer"], "up": false,
              "id": null, "value": null, "own": "cat", "promises": [], "learned": [] },
            { "name": "P2", "roles": ["proposer"], "up": true,
              "id": "2", "value": "cat", "own": "dog", "promises": ["A1", "A2"], "learned": [] },
            { "name": "A1", "roles": ["acceptor"], "up": true, "promised": "2", "accepted": accepted },
            { "name": "A2", "roles": ["acceptor"], "up": true, "promised": "2", "accepted": accepted },
            { "name": "A3", "roles": ["acceptor"], "up": true, "promised": "2", "accepted": accepted },
            { "name": "L1", "roles": ["learner"], "up": true, "learned": [] },
        ])
    );
    assert_eq!(run["chosen"], json!([{ "slot": 0, "id": "2", "value": "cat", "time": 6000 }]));
}

#[test]
fn json_has_every_key_that_is_promised() {
    for id in ["nutshell", "floor", "learning"] {
        let run = course(id);
        assert_has(
            &run,
            &[
                "format",
                "title",
                "time",
                "slides",
                "nodes",
                "chosen",
                "in_flight",
                "events",
                "script",
                "do",
                "seed",
                "t",
            ],
        );
        list(&run, "slides").iter().for_each(|slide| assert_has(slide, &["title", "say", "start", "end"]));
        list(&run, "chosen").iter().for_each(|chosen| assert_has(chosen, &["slot", "id", "value", "time"]));
        list(&run, "in_flight").iter().for_each(|message| assert_has(message, &MESSAGE));
        for node in list(&run, "nodes") {
            let role = node["roles"][0].as_str().expect("a role");
            assert_has(node, &["name", "roles", "up"]);
            assert_has(
                node,
                match role {
                    "client" => &[],
                    "proposer" => &["id", "value", "promises", "learned"],
                    "acceptor" => &["promised", "accepted"],
                    "learner" => &["learned"],
                    _ => panic!("{role} is no role"),
                },
            );
        }
        for event in list(&run, "events") {
            assert_has(event, &["time", "kind", "message", "node", "outcome", "because"]);
            if !event["message"].is_null() {
                assert_has(&event["message"], &MESSAGE);
            }
        }
    }
}

/// A scene in which everything happens that the language has a word for.
const ALL_KINDS: &str = r#"title "Everything"
clients C1
proposers P1 P2
acceptors A1 A2 A3
learners L1
request C1 P1 cat
run 1000
duplicate PREPARE P1->A1
hold PREPARE P1->A2
drop PREPARE P1->A3
release PREPARE P1->A2
run until P1 promises 2
cut P1->A3
heal
run until chosen cat
crash A3
restart A3
propose P2 dog
set loss 5%
timeout P2
run idle
"#;

#[test]
fn events_are_of_the_kinds_that_are_promised_and_say_why() {
    const KINDS: [&str; 18] = [
        "propose",
        "request",
        "send",
        "deliver",
        "drop",
        "duplicate",
        "hold",
        "release",
        "crash",
        "restart",
        "timeout",
        "cut",
        "heal",
        "set",
        "chosen",
        "learned",
        "leader",
        "applied",
    ];
    let run = run("json-kinds", ALL_KINDS, &[]);
    for event in list(&run, "events") {
        let (kind, because) = (event["kind"].as_str().expect("a kind"), event["because"].as_str().expect("a reason"));
        assert!(KINDS.contains(&kind), "{kind}: {event}");
        assert!(because.ends_with('.') && 3 <= because.split(' ').count(), "no sentence: {event}");
        assert_eq!(event["outcome"].is_null(), kind != "deliver", "{event}");
    }
    for kind in KINDS.into_iter().filter(|kind| !matches!(*kind, "leader" | "applied")) {
        assert!(!events(&run, kind).is_empty(), "nothing of kind {kind}");
    }
}

#[test]
fn copy_made_by_hand_is_one_event() {
    let run = run("json-copy", "title x\nproposers P1\nacceptors A1\npropose P1 cat\nduplicate PREPARE\n", &[]);
    assert_eq!(events(&run, "duplicate").len(), 1);
    assert_eq!(events(&run, "send").len(), 1);
    assert_eq!(list(&run, "in_flight").len(), 2);
}

#[test]
fn deliveries_have_the_outcome_of_what_the_node_did() {
    let run = run("json-outcomes", EXAMPLE, &[]);
    let expected = [
        ("PREPARE", "A1", "promised"),
        ("PREPARE", "A2", "promised"),
        ("PREPARE", "A3", "promised"),
        ("PROMISE", "P1", "counted"),
        ("PROMISE", "P1", "own-value"),
        ("PROMISE", "P1", "nothing"),
        ("ACCEPT-REQUEST", "A1", "accepted"),
        ("PREPARE", "A1", "promised"),
        ("PREPARE", "A2", "promised"),
        ("PROMISE", "P2", "counted"),
        ("PROMISE", "P2", "adopted"),
        ("ACCEPT-REQUEST", "A1", "accepted"),
        ("ACCEPT-REQUEST", "A2", "accepted"),
        ("ACCEPT-REQUEST", "A3", "accepted"),
    ];
    let expected = expected.map(|(kind, node, outcome)| (kind.to_string(), node.to_string(), outcome.to_string()));
    assert_eq!(deliveries(&run), expected);
}

#[test]
fn refusals_nacks_replies_and_learning_have_outcomes() {
    let scene = "title x\nclients C1\nproposers P1 P2\nacceptors A1 A2 A3\nlearners L1\nnacks on\n\
                 request C1 P1 cat\nrun 1000\npropose P2 dog id 8\nrun 1000\npropose P1 cat id 7\nrun idle\n";
    let run = run("json-refusals", scene, &[]);
    let deliveries = deliveries(&run);
    for (kind, outcome) in [
        ("REQUEST", "received"),
        ("PREPARE", "ignored"),
        ("NACK", "received"),
        ("ACCEPT", "counted"),
        ("ACCEPT", "learned"),
        ("ACCEPT", "nothing"),
        ("REPLY", "received"),
    ] {
        assert!(
            deliveries.iter().any(|(got, _, result)| (got.as_str(), result.as_str()) == (kind, outcome)),
            "no {kind} with the outcome {outcome} in {deliveries:?}"
        );
    }
}

/// At one step: the delivery, then what was chosen or learned by it, then what is sent.
#[test]
fn events_of_one_step_come_in_the_promised_order() {
    let run = course("phase-2");
    let kinds: Vec<&str> = list(&run, "events").iter().map(|event| event["kind"].as_str().expect("a kind")).collect();
    let at = kinds.iter().position(|&kind| kind == "chosen").expect("something is chosen");
    assert_eq!(kinds[at - 1..at + 4], ["deliver", "chosen", "send", "send", "send"]);
    let run = course("nutshell");
    let kinds: Vec<&str> = list(&run, "events").iter().map(|event| event["kind"].as_str().expect("a kind")).collect();
    assert!(kinds.windows(3).any(|kinds| kinds == ["deliver", "learned", "send"]), "L1 learns, and replies");
}

#[test]
fn messages_in_flight_say_where_they_are() {
    let scene = "title x\nproposers P1\nacceptors A1 A2 A3\ndelay 700\npropose P1 cat id 4\nhold PREPARE P1->A2\n\
                 drop PREPARE P1->A3\nrun 100\n";
    let run = run("json-flight", scene, &[]);
    let message = |to: &str, arrives: Value, held: bool| {
        json!({ "kind": "PREPARE", "id": "4", "slot": 0, "value": null, "from": "P1", "to": to,
                "sent": 0, "arrives": arrives, "held": held, "promised": null, "reports": [],
                "known": [], "first_unchosen": null, "answer": null, "leader": null })
    };
    assert_eq!(run["in_flight"], json!([message("A1", json!(700), false), message("A2", Value::Null, true)]));
    assert_eq!(run["time"], 100);
}

/// A replica has the keys of all three roles; what is chosen at the beginning is chosen at time 0.
#[test]
fn run_of_a_log_has_its_slots() {
    let scene = "title x\nreplicas R1 R2 R3\nclients C1\nlog R1 1 \"open 100\" chosen\nlog R2 3 b id 1\ntimeout R1\n\
                 run until R1 leads 4\nrequest C1 R1 +50\nrun 5000\n";
    let run = run("json-log", scene, &[]);
    let chosen: Vec<(&Value, &Value, &Value, &Value)> = list(&run, "chosen")
        .iter()
        .map(|chosen| (&chosen["slot"], &chosen["id"], &chosen["value"], &chosen["time"]))
        .collect();
    let (one, four) = (json!("open 100"), json!("4"));
    assert_eq!(chosen[0], (&json!(1), &Value::Null, &one, &json!(0)));
    assert_eq!(
        chosen[1..3],
        [(&json!(2), &four, &json!("no-op"), &json!(3000)), (&json!(3), &four, &json!("b"), &json!(3000)),]
    );
    let replica = &list(&run, "nodes")[0];
    assert_eq!(replica["roles"], json!(["proposer", "acceptor", "learner"]));
    assert_eq!((&replica["leads"], &replica["applied"], &replica["balance"]), (&four, &json!(4), &json!(150)));
    assert_eq!(
        (&replica["id"], &replica["promised"], &replica["promises"]),
        (&four, &four, &json!(["R1", "R2", "R3"]))
    );
    assert_eq!(replica["log"][3], json!({ "slot": 4, "id": "4", "value": "+50", "chosen": true }));
    let client = &list(&run, "nodes")[3];
    assert_eq!(client["answer"], json!({ "refused": false, "balance": 150 }));
    let leads: Vec<&str> = list(&run, "events")
        .iter()
        .skip_while(|event| event["outcome"] != "quorum")
        .take(6)
        .map(|event| event["kind"].as_str().expect("a kind"))
        .collect();
    assert_eq!(leads[..2], ["deliver", "leader"], "{leads:?}");
    assert_eq!(leads[2..], ["send"; 4]);
}

/// A lost message is never in flight: one `drop` at the moment of sending, in place of the `send`.
#[test]
fn message_lost_when_it_is_sent_is_one_drop() {
    let scene = "title x\nproposers P1\nacceptors A1 A2\nclients C1\ncut P1->A2\npropose P1 cat\n";
    let run = run("json-lost", scene, &[]);
    assert_eq!((events(&run, "send").len(), events(&run, "drop").len(), list(&run, "in_flight").len()), (1, 1, 1));
    let drop = events(&run, "drop")[0];
    assert_eq!((&drop["message"]["to"], &drop["message"]["arrives"]), (&json!("A2"), &Value::Null));
    assert_eq!(drop["because"], "PREPARE 1 from P1 to A2 is lost: the link is cut.");
}

#[test]
fn message_to_a_node_that_is_down_is_one_drop() {
    let scene = "title x\nproposers P1\nacceptors A1\npropose P1 cat\ncrash A1\nrun idle\n";
    let run = run("json-down", scene, &[]);
    assert_eq!((events(&run, "deliver").len(), events(&run, "drop").len()), (0, 1));
    assert_eq!(events(&run, "drop")[0]["because"], "PREPARE 1 from P1 reaches nobody: A1 is down.");
}

#[test]
fn slide_ends_the_run_there() {
    let run = run("json-slide", EXAMPLE, &["--slide", "1"]);
    assert_eq!((&run["time"], list(&run, "slides").len()), (&json!(3000), 1));
    assert_eq!(node(&run, "P1")["up"], false);
    assert_eq!(node(&run, "A1")["accepted"], json!([{ "slot": 0, "id": "1", "value": "cat" }]));
    assert_eq!(run["chosen"], json!([]));
    assert!(events(&run, "crash").len() == 1 && events(&run, "propose").len() == 1);
}

#[test]
fn ids_of_rounds_show_their_server() {
    let scene = "title x\nproposers P3\nacceptors A1\nids rounds\npropose P3 cat id 2.3\nrun 1000\n";
    let run = run("json-rounds", scene, &[]);
    assert_eq!((&node(&run, "P3")["id"], &node(&run, "A1")["promised"]), (&json!("2.3"), &json!("2.3")));
}

/// One value chosen under two ids is one entry, at its first quorum; two values are two.
#[test]
fn chosen_has_one_entry_a_value() {
    let head = "title x\nproposers P1 P2\nacceptors A1 A2 A3\n";
    let twice = run("json-twice", &format!("{head}propose P1 cat\nrun idle\npropose P2 dog\nrun idle\n"), &[]);
    assert_eq!(twice["chosen"], json!([{ "slot": 0, "id": "1", "value": "cat", "time": 3000 }]));
    let broken = format!("{head}rule value own\npropose P1 cat\nrun idle\npropose P2 dog\nrun idle\n");
    let values: Vec<Value> =
        list(&run("json-broken", &broken, &[]), "chosen").iter().map(|chosen| chosen["value"].clone()).collect();
    assert_eq!(values, ["cat", "dog"]);
}

/// Current means current: what a proposer has given up is not told as what it is at.
#[test]
fn json_of_a_ballot_that_a_nack_has_ended_is_that_of_none() {
    let scene = "title x\nproposers P1 P2\nacceptors A1 A2 A3\nnacks on\npropose P1 cat id 1\nrun 2000\n\
                 propose P2 dog id 2\ndeliver PREPARE 2\ndeliver ACCEPT-REQUEST 1\ndeliver one NACK 1 A1->P1\n";
    let p1 = node(&run("json-nack", scene, &[]), "P1").clone();
    assert_eq!((&p1["id"], &p1["value"], &p1["promises"]), (&json!(null), &json!(null), &json!([])), "{p1}");
    assert_eq!(p1["own"], "cat", "what it wants, it goes on wanting");
}

#[test]
fn json_keeps_a_caution_once_the_rule_is_set_back() {
    let head = "title x\nproposers P1\nacceptors A1 A2 A3\nslide one\npropose P1 cat\n";
    let scene = format!("{head}slide two\nset quorum 1\nrun 2000\nset quorum majority\nrun idle\n");
    let of = |more: &[&str]| list(&run("json-cautions", &scene, more), "cautions").len();
    assert_eq!((of(&["--slide", "1"]), of(&[])), (0, 1));
}
