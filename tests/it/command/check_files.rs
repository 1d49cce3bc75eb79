//! `paxos check FILE`: what it prints of what can follow from the end of a scene, and how it ends.

use super::{Folder, failing, paxos};
use serde_json::Value;

const SCENE: &str = "title \"Two proposers\"\nproposers P1 P2\nacceptors A1 A2 A3\nlearners L1\n";

#[test]
fn check_says_what_it_has_seen_of_a_scene_and_within_which_limits() {
    let folder = Folder::new("check-holds");
    let file = folder.with("two.paxos", SCENE);
    let ran = paxos(&["check", &file, "--limits", "ballots=2"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let within = "within these limits: 2 new ids in all, at most 2 of one proposer and no crash.";
    assert!(ran.out.contains(&format!("No violation in 1,481 states {within}")), "{}", ran.out);
    assert!(!ran.out.contains("safe"), "{}", ran.out);
}

/// The counterexample is a scene, which comes to the same when it is run.
#[test]
fn counterexample_is_a_scene_that_run_replays() {
    let folder = Folder::new("check-violated");
    let (file, found) = (folder.with("two.paxos", SCENE), folder.with("found.paxos", ""));
    let ran = paxos(&["check", &file, "--rule", "value=own", "-o", &found]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("Two values are chosen after 14 actions."), "{}", ran.out);
    let again = paxos(&["run", &found, "--json"]);
    assert_eq!((again.code, again.err.as_str()), (0, ""));
    let run: Value = serde_json::from_str(&again.out).expect("it is JSON");
    assert_eq!(run["chosen"].as_array().map(Vec::len), Some(2), "{}", again.out);
    let printed = paxos(&["check", &file, "--rule", "value=own"]);
    assert!(printed.out.contains("expect chosen cat dog"), "{}", printed.out);
}

#[test]
fn check_tells_programs_one_object_a_file() {
    let folder = Folder::new("check-json");
    let file = folder.with("two.paxos", SCENE);
    let ran = paxos(&["check", &file, "static/scenes/carry-on.paxos", "--rule", "accept=always", "--json"]);
    assert_eq!(ran.code, 1);
    let told: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).expect("it is JSON")).collect();
    let of = |at: usize, key: &str| told[at][key].clone();
    assert_eq!((told.len(), of(0, "verdict"), of(0, "length")), (2, "violated".into(), 14.into()), "{}", ran.out);
    assert_eq!(of(0, "finding"), "two values are chosen");
    assert_eq!(of(0, "limits").to_string(), r#"{"ballots":3,"crashes":0,"each":2}"#);
    assert!(
        of(0, "states").as_u64() == of(0, "levels").as_array().map(|all| all.iter().filter_map(Value::as_u64).sum())
    );
}

/// A rule that is switched off at the end of a run holds from there on, and what has happened stands before.
#[test]
fn rule_is_put_in_force_at_the_end_of_the_run() {
    let folder = Folder::new("check-from");
    let run = "slide one\n  propose P1 cat\n  run until chosen cat\n  propose P2 dog\n";
    let file = folder.with("from.paxos", format!("{SCENE}{run}"));
    assert_eq!(paxos(&["check", &file, "--limits", "ballots=1"]).code, 0);
    let ran = paxos(&["check", &file, "--rule", "value=own"]);
    assert!(ran.out.contains("Two values are chosen after 6 actions."), "{}", ran.out);
    let (before, after) = ran.out.split_once("set rule value own").expect("it is switched off in the midst");
    assert!(before.contains("slide \"What happened\"") && after.contains("expect chosen cat dog"), "{}", ran.out);
}

/// Replicas of a log are searched as well: with rules of their own, and limits.
#[test]
fn log_is_searched_and_its_counterexample_is_a_scene_that_run_replays() {
    let folder = Folder::new("check-log");
    let scene = "title \"Three replicas\"\nclients C1 C2\nreplicas R1 R2 R3\nnacks off\n";
    let (file, found) = (folder.with("log.paxos", scene), folder.with("found.paxos", ""));
    let ran = paxos(&["check", &file, "--rule", "leader=skips-prepare", "-o", &found]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    assert!(ran.out.contains("Two values are chosen after 8 actions."), "{}", ran.out);
    assert!(ran.out.contains("A timer, a request, a heartbeat, a delivery"), "{}", ran.out);
    let again = paxos(&["run", &found, "--json"]);
    assert_eq!((again.code, again.err.as_str()), (0, ""));
    let run: Value = serde_json::from_str(&again.out).expect("it is JSON");
    let chosen = run["chosen"].as_array().expect("it is a list");
    assert!(chosen.len() == 2 && chosen.iter().all(|chosen| chosen["slot"] == 1), "{}", again.out);
    let ran = paxos(&["check", &file, "--rule", "gaps=applied-past", "--limits", "ballots=1", "--json"]);
    let told: Value = serde_json::from_str(&ran.out).expect("it is JSON");
    assert_eq!((&told["verdict"], &told["length"]), (&"violated".into(), &9.into()), "{}", ran.out);
    assert_eq!(told["finding"], "a replica applies a slot past a gap");
    assert_eq!(told["limits"].to_string(), r#"{"ballots":1,"beats":0,"crashes":0,"each":1,"requests":2}"#);
    let ran = paxos(&["check", &file, "--limits", "ballots=1,requests=1"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    let within = "1 attempt to lead in all, at most 1 of one replica, 1 request, no heartbeat and no crash.";
    assert!(ran.out.contains(within), "{}", ran.out);
}

#[test]
fn what_is_broken_at_the_start_is_said_at_once() {
    let ran = paxos(&["check", "static/scenes/case-value-own.paxos"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("It is so at the start that two values are chosen"), "{}", ran.out);
}

#[test]
fn check_stops_at_its_limits_and_says_which() {
    let folder = Folder::new("check-limit");
    let file = folder.with("two.paxos", SCENE);
    let ran = paxos(&["check", &file, "--limits", "states=1k"]);
    assert_eq!(ran.code, 3);
    assert!(ran.out.contains("there are more within these limits"), "{}", ran.out);
}

#[test]
fn check_says_what_is_wrong_with_a_file_or_an_argument() {
    let folder = Folder::new("check-wrong");
    let file = folder.with("two.paxos", SCENE);
    for (arguments, code, wrong) in [
        (&["check"][..], 2, "check wants at least one FILE, or --spec"),
        (&["check", &file, "--rule", "vallue=own"], 2, "there is no rule \"vallue\"; expected value"),
        (&["check", &file, "--limits", "ballots=99"], 2, "ballots takes a number up to 20"),
        (&["check", &file, &file, "-o", "x.paxos"], 2, "takes one counterexample, and there are 2 files"),
        (&["check", "--spec", "--limits", "crashes=1"], 2, "crashes limits the search of a FILE"),
        (&["check", "static/scenes/consensus.paxos"], 1, "a poll is no Paxos"),
        (
            &["check", "static/scenes/mp-steady.paxos", "--rule", "phases=one"],
            1,
            "rule phases one is about one decision",
        ),
        (&["check", "static/scenes/mp-members.paxos", "--rule", "commit=loose"], 1, "members change after a window"),
        (&["check", &file, "--rule", "gaps=left"], 1, "rule gaps left is about logs"),
        (&["check", "nothing.paxos"], 1, "nothing.paxos: the file cannot be read: No such file"),
    ] {
        let (ended, told) = failing(arguments);
        assert_eq!(ended, code, "{arguments:?}: {told}");
        assert!(told.contains(wrong), "{arguments:?}: {told}");
    }
}

/// That a file cannot be written is seen before the search, which would take for ever here.
#[test]
fn place_for_a_counterexample_is_looked_at_before_the_search() {
    let folder = Folder::new("check-into");
    let file = folder.with("two.paxos", SCENE);
    let nowhere = file.replace("two.paxos", "none/found.paxos");
    let (_, ran) = failing(&["check", &file, "--limits", "ballots=20,each=20", "-o", &nowhere]);
    assert!(ran.contains("none/found.paxos: the file cannot be written"), "{ran}");
    let (_, ran) = failing(&["check", &file, "--rule", "value=own", "-o", &file]);
    assert!(ran.contains("in place of the scene that is searched"), "{ran}");
    assert_eq!(std::fs::read_to_string(&file).expect("it is there"), SCENE);
}

/// Where nothing is wrong, nothing is written, and a file of an earlier search is said to be none of this one.
#[test]
fn search_that_finds_nothing_writes_nothing_and_says_so() {
    let folder = Folder::new("check-nothing");
    let (file, stale) = (folder.with("two.paxos", SCENE), folder.with("stale.paxos", "of old"));
    let ran = paxos(&["check", &file, "--limits", "ballots=1", "-o", &stale]);
    assert_eq!(ran.code, 0);
    assert!(
        ran.err.contains("nothing written, since there is no counterexample; the file is as it was"),
        "{}",
        ran.err
    );
    assert_eq!(std::fs::read_to_string(&stale).expect("it is there"), "of old");
    let new = file.replace("two.paxos", "new.paxos");
    let ran = paxos(&["check", &file, "--limits", "ballots=1", "-o", &new]);
    assert!(ran.err.ends_with("there is no counterexample\n"), "{}", ran.err);
    assert!(!std::path::Path::new(&new).exists());
}

#[test]
fn search_holds_no_more_states_than_it_may() {
    let folder = Folder::new("check-states");
    let file = folder.with("two.paxos", SCENE);
    let ran = paxos(&["check", &file, "--limits", "states=1000", "--json"]);
    assert_eq!(ran.code, 3);
    let told: Value = serde_json::from_str(&ran.out).expect("it is JSON");
    assert_eq!((&told["states"], &told["verdict"]), (&1000.into(), &"limit".into()), "{}", ran.out);
}

/// With five acceptors the search from the beginning has more to see than there is room for. From where two attempts have
/// their promises, one of them with a vote, it finds in 14 actions what is wrong.
#[test]
fn five_acceptors_that_do_not_promise_what_they_accept_break_agreement_from_the_midst_of_a_run() {
    let folder = Folder::new("check-five");
    let head = "title five\nproposers P1 P2\nacceptors A1 A2 A3 A4 A5\nlearners L1\nnetwork manual\n";
    let run = "rule accept without-promising\nslide one\n  propose P1 cat\n  deliver PREPARE 1 P1->A1,A2,A3\n  deliver PROMISE 1\n  \
        deliver ACCEPT-REQUEST 1 P1->A1\n  propose P2 dog\n  deliver PREPARE 2 P2->A3,A4,A5\n  deliver PROMISE 2\n";
    let file = folder.with("five.paxos", format!("{head}{run}"));
    let ran = paxos(&["check", &file, "--limits", "ballots=1"]);
    assert!(ran.out.contains("Two values are chosen after 14 actions."), "{}", ran.out);
}
