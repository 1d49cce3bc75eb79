//! There is a scenario for each row of each table of the language.

use super::{all, played};
use paxos_explainer::export::run;
use paxos_explainer::paxos::rules::{
    Accept, Commit, Counting, Dedup, Gaps, IdsRule, Leading, Learn, Members, Phases, Promise, Quorum, Report, Storage,
    ValueRule,
};
use paxos_explainer::sim::{Fate, LossReason};
use serde_json::Value;
use std::collections::BTreeSet;

/// Lines with which a scenario must begin one of its lines, a space or the end after it.
const FORMS: &[&str] = &[
    // The header.
    "title",
    "about",
    "source",
    "twin",
    "show",
    "proposers",
    "acceptors",
    "learners",
    "clients",
    "ids slotted",
    "ids rounds",
    "quorum majority",
    "quorum 3",
    "quorum prepare",
    "network timed",
    "network manual",
    "delay",
    "loss",
    "duplication",
    "retry off",
    "retry",
    "retry backoff",
    "nacks on",
    "nacks off",
    "seed",
    "rule",
    "objective",
    "goal",
    "within 1 act",
    "within 2 acts",
    "replicas",
    "members",
    "window",
    "heartbeat 500",
    "heartbeat off",
    "election 3000",
    "election 2000..9000",
    "election off",
    "log R1 1 a id 1",
    "log R1 1 a id 1 chosen",
    "log R1 1 a chosen",
    // The body.
    "slide",
    "say",
    "solution",
    "propose P1",
    "request C1",
    "timeout",
    "request C1 R1",
    "request C1 R1 \"open 100\"",
    "request C1 R1 +50",
    "request C1 R1 -30",
    "timeout R1",
    "timeout C1",
    "heartbeat R1",
    "crash",
    "restart",
    "cut",
    "heal",
    "partition",
    "drop",
    "hold",
    "release",
    "duplicate",
    "delay PREPARE",
    "drop next",
    "hold next",
    "duplicate next",
    "deliver",
    "deliver one",
    "deliver any",
    "set delay",
    "set loss",
    "set duplication",
    "set retry",
    "set nacks",
    "set quorum",
    "set rule",
    "set seed",
    "set network",
    "set heartbeat",
    "set heartbeat off",
    "set election",
    "set election off",
    "set window",
    "deliver ACCEPT-REQUEST 1 a slot 1",
    "deliver ACCEPT slot 1",
    "drop ACCEPT-REQUEST slot 1",
    "hold ACCEPT-REQUEST 1 slot 1",
    "release any slot 1",
    "duplicate next ACCEPT 1 a slot 1",
    "run idle",
    "run until",
    "run steps",
    "expect",
    // A poll.
    "model poll",
    "model paxos",
    "people",
    "back",
    "tell",
    "ask",
    "lose",
    "drop F1->F3",
    "drop 2nd F1->F2",
];

/// What stands in an `expect` or a `run until` of some scenario.
const CONDITIONS: &[&str] = &[
    " promised nothing",
    " promised 1",
    " accepted nothing",
    " accepted 1 cat",
    " promises ",
    " proposing ",
    " learned nothing",
    "L1 learned cat",
    "P1 learned cat",
    "chosen nothing",
    "chosen cat dog",
    " up",
    " down",
    "in-flight ",
    "ignored ",
    "crashes ",
    "holding 2 cat",
    "known to ",
    "overtaken ",
    "broken",
    "R1 accepted 1 1 a",
    "R1 accepted 1 nothing",
    "R1 learned 1 a",
    "R1 learned 1 nothing",
    "R1 proposing 1 a",
    "R1 proposing 1 nothing",
    "chosen 1 a",
    "chosen 1 a b",
    "chosen 1 nothing",
    "chosen 1 no-op",
    "R1 leads 1",
    "R1 leads nothing",
    "R1 applied 1",
    "R1 balance 150",
    "C1 answered a",
    "not ",
    " and ",
];

/// Messages of a selector, one of each kind.
const KINDS: &[&str] = &[
    "REQUEST",
    "PREPARE",
    "PROMISE",
    "ACCEPT-REQUEST",
    "ACCEPT",
    "NACK",
    "REPLY",
    "REDIRECT",
    "HEARTBEAT",
    "SUCCESS",
    "CATCH-UP",
    "any",
];

/// What a mistake is called where it breaks a limit.
const LIMITS: &[&str] =
    &["65536 bytes", "15 nodes", "200 slides", "10000 events", "600000 ms", "1000\n", "100\n", "1000000000\n"];

/// What is wrong where something belongs to the other kind of scene, or contradicts another line of a log.
const MISTAKES: &[&str] = &[
    "`replicas` and the `proposers`",
    "`acceptors` and the `replicas`",
    "`rule phases` and the `replicas`",
    "`window` belongs to a log",
    "`rule gaps` belongs to a log",
    "HEARTBEAT is a message of a log",
    "`leads` is said of a log",
    "replicas propose what clients ask for",
    "a window of 0",
    "a heartbeat every 0 ms",
    "an election after 0 ms",
    "R2 does not lead",
    "C1 waits for no answer",
    "there is no slot 0",
    "is told in line 5 already",
    "that id has",
    "is chosen in slot 1 by line",
    "no replica is server",
    "is no replica, and cannot be a member",
    "is too large an amount",
    "in a log the slot stands first",
];

/// What becomes of a delivery, for each kind.
const OUTCOMES: &[(&str, &[&str])] = &[
    ("REQUEST", &["received", "nothing"]),
    ("PREPARE", &["promised", "ignored"]),
    ("PROMISE", &["counted", "adopted", "own-value", "nothing", "quorum"]),
    ("ACCEPT-REQUEST", &["accepted", "ignored"]),
    ("ACCEPT", &["counted", "learned", "nothing"]),
    ("NACK", &["received", "nothing"]),
    ("REPLY", &["received", "nothing"]),
    ("REDIRECT", &["received", "nothing"]),
    ("HEARTBEAT", &["received", "nothing"]),
    ("SUCCESS", &["learned", "nothing"]),
    ("CATCH-UP", &["received", "nothing"]),
];

const EVENTS: &[&str] = &[
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
    "delay",
    "own",
    "heartbeat",
    "leader",
    "applied",
];

/// The statements of all scenarios that are right, without indentation and comments.
fn statements() -> BTreeSet<String> {
    let texts = played().into_iter().map(|(scenario, _)| scenario.text).collect::<Vec<String>>();
    let lines = texts.iter().flat_map(|text| text.lines());
    lines.map(|line| line.split('#').next().unwrap_or("").trim().to_string()).collect()
}

fn begins(line: &str, form: &str) -> bool {
    line.strip_prefix(form).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

#[test]
fn every_statement_has_a_scenario() {
    let statements = statements();
    for form in FORMS {
        assert!(statements.iter().any(|line| begins(line, form)), "no scenario has a line `{form} …`");
    }
    for kind in KINDS {
        let verbs = ["deliver", "drop", "hold", "duplicate", "release", "drop next", "hold next"];
        let is_used = |line: &String| verbs.iter().any(|verb| begins(line, &format!("{verb} {kind}")));
        assert!(statements.iter().any(is_used), "no scenario selects a {kind}");
    }
}

#[test]
fn every_condition_has_a_scenario() {
    let statements = statements();
    let conditions: Vec<&String> =
        statements.iter().filter(|line| begins(line, "expect") || begins(line, "run until")).collect();
    for form in CONDITIONS {
        assert!(conditions.iter().any(|line| line.contains(form)), "no scenario expects `{form}`");
    }
}

#[test]
fn every_variant_of_every_rule_has_a_scenario() {
    let statements = statements();
    let mut variants: Vec<(&str, &str)> = Vec::new();
    variants.extend(Phases::ALL.iter().map(|rule| ("phases", rule.name())));
    variants.extend(Promise::ALL.iter().map(|rule| ("promise", rule.name())));
    variants.extend(Report::ALL.iter().map(|rule| ("report", rule.name())));
    variants.extend(ValueRule::ALL.iter().map(|rule| ("value", rule.name())));
    variants.extend(Accept::ALL.iter().map(|rule| ("accept", rule.name())));
    variants.extend(Quorum::ALL.iter().map(|rule| ("quorum", rule.name())));
    variants.extend(Storage::ALL.iter().map(|rule| ("storage", rule.name())));
    variants.extend(IdsRule::ALL.iter().map(|rule| ("ids", rule.name())));
    variants.extend(Counting::ALL.iter().map(|rule| ("count", rule.name())));
    variants.extend(Learn::ALL.iter().map(|rule| ("learn", rule.name())));
    variants.extend(Leading::ALL.iter().map(|rule| ("leader", rule.name())));
    variants.extend(Gaps::ALL.iter().map(|rule| ("gaps", rule.name())));
    variants.extend(Commit::ALL.iter().map(|rule| ("commit", rule.name())));
    variants.extend(Dedup::ALL.iter().map(|rule| ("dedup", rule.name())));
    variants.extend(Members::ALL.iter().map(|rule| ("members", rule.name())));
    for (rule, variant) in variants {
        let line = format!("rule {rule} {variant}");
        assert!(statements.contains(&line), "no scenario says `{line}`");
    }
}

/// Every run as JSON, with the name of its scenario.
fn runs() -> Vec<(String, Value)> {
    let json = |scene: &paxos_explainer::story::Scene| {
        let run = run::run("", &scene.slides, &scene.script.names, &scene.recording, scene.recording.end());
        serde_json::to_value(run).expect("a run is JSON")
    };
    played().into_iter().map(|(scenario, scene)| (scenario.name, json(&scene))).collect()
}

fn events(run: &Value) -> impl Iterator<Item = &Value> {
    run["events"].as_array().expect("a run lists its events").iter()
}

fn has_outcome(run: &Value, kind: &str, outcome: &str) -> bool {
    events(run).any(|event| event["outcome"] == outcome && event["message"]["kind"] == kind)
}

/// `outcome-promise-adopted-…` must show that a PROMISE is adopted, and so on for each kind and outcome.
#[test]
fn every_outcome_has_a_scenario_that_shows_it() {
    let runs = runs();
    for (kind, outcomes) in OUTCOMES {
        for outcome in *outcomes {
            let prefix = format!("outcome-{}-{outcome}", kind.to_lowercase());
            let of_it: Vec<_> = runs.iter().filter(|(name, _)| begins(&name.replace(&prefix, "* "), "*")).collect();
            assert!(!of_it.is_empty(), "no scenario is called {prefix}");
            for (name, run) in of_it {
                assert!(has_outcome(run, kind, outcome), "{name} shows no {kind} that is {outcome}");
            }
        }
    }
    for (name, run) in &runs {
        for event in events(run).filter(|event| event["kind"] == "deliver") {
            let known = OUTCOMES.iter().find(|(kind, _)| event["message"]["kind"] == *kind);
            let (_, outcomes) = known.unwrap_or_else(|| panic!("{name}: {event} is of a new kind"));
            assert!(outcomes.iter().any(|outcome| event["outcome"] == *outcome), "{name}: {event} has a new outcome");
        }
    }
}

#[test]
fn every_kind_of_event_has_a_scenario_that_shows_it() {
    let runs = runs();
    for kind in EVENTS {
        let shows = |run: &Value| events(run).any(|event| event["kind"] == *kind);
        assert!(runs.iter().any(|(_, run)| shows(run)), "no scenario has an event {kind}");
        for (name, run) in runs.iter().filter(|(name, _)| begins(&name.replace('-', " "), &format!("event {kind}"))) {
            assert!(shows(run), "{name} has no event {kind}");
        }
    }
    for (name, run) in &runs {
        for event in events(run) {
            assert!(EVENTS.iter().any(|kind| event["kind"] == *kind), "{name}: {event} is of a new kind");
            assert!(event["because"].as_str().is_some_and(|because| because.ends_with('.')), "{name}: {event}");
            let is_delivery = event["kind"] == "deliver";
            assert_eq!(event["outcome"].is_string(), is_delivery, "{name}: only a delivery has an outcome: {event}");
        }
    }
}

#[test]
fn every_way_to_lose_a_message_has_a_scenario() {
    let all: Vec<LossReason> = played()
        .iter()
        .flat_map(|(_, scene)| scene.recording.flights().iter().filter_map(|flight| flight.end).collect::<Vec<_>>())
        .filter_map(|end| match end.fate {
            Fate::Lost(reason) => Some(reason),
            Fate::Delivered(_) => None,
        })
        .collect();
    for reason in [LossReason::Chance, LossReason::LinkCut, LossReason::Taken, LossReason::ReceiverDown] {
        assert!(all.contains(&reason), "in no scenario is a message lost by {reason:?}");
    }
}

#[test]
fn every_limit_has_a_scenario_that_breaks_it() {
    let mistakes = all().into_iter().filter(|scenario| scenario.name.starts_with("error-"));
    let told: Vec<String> =
        mistakes.filter_map(|scenario| scenario.play().err()).map(|told| format!("{told}\n")).collect();
    for mistake in MISTAKES {
        assert!(told.iter().any(|told| told.contains(mistake)), "no mistake is told as `{mistake}`");
    }
    for limit in LIMITS {
        assert!(told.iter().any(|told| told.contains(&format!("at most {limit}"))), "no mistake breaks {limit}");
    }
}
