//! Holds the reference against the code: a statement, a condition, a rule, a key that is added without a
//! word of documentation fails here, some of them already when this is compiled.

use super::blocks::{read, spans};
use super::page;
use crate::command::{Folder, paxos};
use paxos_explainer::paxos::cluster::NODES_MAX;
use paxos_explainer::paxos::rules::{
    Accept, Commit, Counting, Dedup, Gaps, IdsRule, Leading, Learn, Members, Phases, Promise, Quorum, Report, Storage,
    ValueRule,
};
use paxos_explainer::paxos::{Kind, Nacks, Numbering, Outcome, QuorumSize, Role};
use paxos_explainer::sim::recording::{EVENTS_MAX, TIME_MAX};
use paxos_explainer::sim::{Action, Change, Delivery, Retry, Treatment};
use paxos_explainer::story::library::CHAPTERS;
use paxos_explainer::story::names::{AMOUNT_MAX, ID_MAX, NAMED_ID_MAX, SLOT_MAX, WINDOW_MAX};
use paxos_explainer::story::parse::{BYTES_MAX, SLIDES_MAX};
use paxos_explainer::story::poll::Condition as PollCondition;
use paxos_explainer::story::script::{PollStatement, Run, Topic, Which};
use paxos_explainer::story::{Condition, Model, Script, Statement, parse};
use serde_json::Value;
use std::collections::BTreeSet;

const REFERENCE: &str = "docs/scene-reference.md";

/// What the reference must name for each variant of an enum. The match makes a new variant fail to
/// compile until it has its words here.
macro_rules! words {
    ($($name:ident { $($variant:ident: $word:literal),+ $(,)? })+) => {{
        let mut words: Vec<&str> = Vec::new();
        $({
            #[allow(dead_code)]
            fn word(it: &$name) -> &'static str {
                match it { $($name::$variant { .. } => $word),+ }
            }
            words.extend([$($word),+]);
        })+
        words
    }};
}

fn header() -> Vec<&'static str> {
    // Each field of a script comes from a statement; what a change is said by stands below.
    let fields = |script: Script| {
        let Script { title, about, source, twin, place, show, model, names, cluster, manual, .. } = script;
        let Script { changes, logs, objective, lines, solution, .. } = script;
        let told = (title, about, source, twin, place, show, model);
        (told, names, cluster, manual, changes, logs, objective, lines, solution)
    };
    let _ = fields;
    let mut words = words! {
        Role { Client: "clients", Proposer: "proposers", Acceptor: "acceptors", Learner: "learners", Replica: "replicas" }
        Numbering { Slotted: "ids slotted", Rounds: "ids rounds" }
        Delivery { Timed: "network timed", Manual: "network manual" }
        QuorumSize { Majority: "quorum majority", Sizes: "quorum prepare N accept M" }
        Nacks { Off: "nacks off", On: "nacks on" }
        Retry { Off: "retry off", After: "retry MS", Backoff: "retry backoff MS" }
    };
    words.extend([
        "title",
        "about",
        "source TEXT",
        "twin SCENE",
        "place",
        "objective TEXT",
        "goal C",
        "within N acts",
        "show",
        "rule",
        "quorum N",
        "delay MS..MS",
        "retry MS..MS",
    ]);
    words.extend(["noids", "stage", "arrivals", "time", "board", "log", "state", "rules", "flags"]);
    words.extend(["invariants", "quorums", "plot", "card", "costs", "possible"]);
    words.extend(["members", "election MS..MS", "heartbeat MS", "log R1 SLOT VALUE id N", "log R1 SLOT VALUE chosen"]);
    words
}

/// What a change is said by: a statement of the header, or `rule` and this.
fn changes() -> Vec<&'static str> {
    words! {
        Change {
            Network: "network", Delay: "delay", Loss: "loss", Duplication: "duplication", Retry: "retry", Seed: "seed",
            Nacks: "nacks", Quorum: "quorum", Phases: "phases", Promise: "promise", Report: "report", Value: "value",
            Accept: "accept", QuorumRule: "quorum", Storage: "storage", Ids: "ids", Count: "count", Learn: "learn",
            Heartbeat: "heartbeat", Election: "election", Commands: "commands", Window: "window", Leader: "leader", Gaps: "gaps",
            Commit: "commit", Dedup: "dedup", Members: "members",
        }
    }
}

fn body() -> Vec<&'static str> {
    words! {
        Statement {
            Slide: "slide TEXT", Say: "say TEXT", Propose: "propose P1 VALUE", Request: "request C1 P1 VALUE",
            Timeout: "timeout P1", Heartbeat: "heartbeat R1", Crash: "crash A1 A2 …", Restart: "restart A1 A2 …", Cut: "cut LINK…", Heal: "heal",
            Partition: "partition P1 A1 | P2 A2 …", Drop: "drop M", Hold: "hold M", Release: "release M",
            Duplicate: "duplicate M", Delay: "delay M MS", Next: "drop next M", Deliver: "deliver M", Move: "move M",
            Set: "set STATEMENT", Run: "run MS", Expect: "expect C", Ask: "ask TOPIC", Poll: "model poll",
            Solution: "solution",
        }
        Treatment { Drop: "drop next M", Hold: "hold next M", Duplicate: "duplicate next M" }
        Run { For: "run MS", Idle: "run idle", Until: "run until C", Steps: "run steps N" }
    }
}

fn questions() -> Vec<&'static str> {
    words! {
        Topic {
            Answer: "ask answer A1", Sends: "ask sends P1", Value: "ask value P1", Pick: "ask pick P1",
            Id: "ask id P1", Keeps: "ask keeps A1",
            Applied: "ask applied R1", Chosen: "ask chosen", Knows: "ask knows", Possible: "ask possible VALUE",
            Decisions: "ask decisions", Ends: "ask ends",
            Quorum: "ask quorum", Failures: "ask failures",
        }
    }
}

fn poll() -> Vec<&'static str> {
    let mut words = words! {
        Model { Paxos: "model paxos", Poll: "model poll" }
        PollStatement {
            Back: "back F1 VALUE", Tell: "tell F1->F2,F3", Ask: "ask F1->F2", Lose: "lose F1->F2", Drop: "drop F1->F2",
            Expect: "expect C",
        }
        PollCondition { Backs: "F1 backs nothing", Knows: "F1 knows nothing", Majority: "majority nothing", And: "and" }
    };
    words.push("people F1 F2 F3 …");
    words
}

fn which() -> Vec<&'static str> {
    let mut words = words! { Which { All: "any", Nth: "2nd" } };
    words.extend(["one", "3rd", "4th"]);
    words
}

fn conditions() -> Vec<&'static str> {
    words! {
        Condition {
            Promised: "A1 promised 5", Accepted: "A1 accepted 5 cat", Promises: "P1 promises 2",
            Proposing: "P1 proposing cat", Learned: "L1 learned cat", Chosen: "chosen cat", Up: "A1 up",
            Down: "A1 down", InFlight: "in-flight 3", Ignored: "ignored 2", Not: "not C", And: "C and C …",
            Leads: "R1 leads 5", Applied: "R1 applied 5", Balance: "R1 balance 150", Answered: "C1 answered cmp",
            Crashes: "crashes 1", Holding: "holding 2 cat", Known: "known to 0", Overtaken: "overtaken 3", Broken: "broken",
        }
    }
}

fn outcomes() -> Vec<&'static str> {
    words! {
        Outcome {
            Promised: "promised", Ignored: "ignored", Counted: "counted", Adopted: "adopted", OwnValue: "own-value",
            Nothing: "nothing", Accepted: "accepted", Learned: "learned", Received: "received",
            Quorum: "quorum",
        }
    }
}

fn kinds_of_event() -> Vec<&'static str> {
    let mut words = words! {
        Action {
            Propose: "propose", Request: "request", Timeout: "timeout", Crash: "crash", Restart: "restart",
            Deliver: "deliver", Drop: "drop", Duplicate: "duplicate", Hold: "hold", Release: "release", Delay: "delay",
            Cut: "cut", Heal: "heal", Set: "set", Heartbeat: "heartbeat", Own: "own",
        }
    };
    words.extend(["send", "chosen", "learned", "leader", "applied"]);
    words
}

/// The rules with their variants, by name.
fn rules() -> Vec<(&'static str, Vec<&'static str>)> {
    macro_rules! variants {
        ($($name:literal: $rule:ident),+ $(,)?) => {
            vec![$(($name, $rule::ALL.iter().map(|variant| variant.name()).collect())),+]
        };
    }
    variants! {
        "phases": Phases, "promise": Promise, "report": Report, "value": ValueRule, "accept": Accept,
        "quorum": Quorum, "storage": Storage, "ids": IdsRule, "count": Counting, "learn": Learn,
        "leader": Leading, "gaps": Gaps, "commit": Commit, "dedup": Dedup, "members": Members,
    }
}

fn is_rule(word: &str) -> bool {
    rules().iter().any(|&(name, _)| name == word)
}

/// The lines of one section of a page.
fn section(text: &str, title: &str) -> Vec<String> {
    let lines = read(REFERENCE, text).lines.into_iter().map(|(_, line)| line);
    let from_title = lines.skip_while(|line| *line != format!("## {title}")).skip(1);
    let section: Vec<String> = from_title.take_while(|line| !line.starts_with("## ")).collect();
    assert!(!section.is_empty(), "the reference has a section {title}");
    section
}

/// Those of `words` that no code in the section is or begins with.
fn missing(text: &str, title: &str, words: &[&str]) -> Vec<String> {
    let code: Vec<String> = section(text, title).iter().flat_map(|line| spans(line).collect::<Vec<_>>()).collect();
    let is_named = |word: &str| {
        code.iter().any(|code| code == word || code.strip_prefix(word).is_some_and(|rest| rest.starts_with(' ')))
    };
    words.iter().filter(|word| !is_named(word)).map(|word| format!("{title}: {word}")).collect()
}

/// Rules whose row does not have all their variants.
fn missing_rules(text: &str) -> Vec<String> {
    let rows = section(text, "Rules");
    let has_row = |(name, variants): &(&str, Vec<&str>)| {
        rows.iter().any(|row| {
            let code: Vec<String> = spans(row).collect();
            row.starts_with(&format!("| `{name}` |")) && code[1..variants.len() + 1] == *variants
        })
    };
    rules().iter().filter(|rule| !has_row(rule)).map(|(name, _)| format!("Rules: {name}")).collect()
}

/// Limits that the reference does not give as they are.
fn missing_limits(text: &str) -> Vec<String> {
    let limits = section(text, "Limits").join("\n");
    let numbers = [
        ("bytes", BYTES_MAX as u64),
        ("nodes", NODES_MAX as u64),
        ("slides", SLIDES_MAX as u64),
        ("events", EVENTS_MAX as u64),
        ("ms", u64::from(TIME_MAX)),
        ("ids", u64::from(ID_MAX)),
        ("ids that are named", u64::from(NAMED_ID_MAX)),
        ("slots", u64::from(SLOT_MAX)),
        ("slots open", u64::from(WINDOW_MAX)),
        ("an amount", AMOUNT_MAX as u64),
    ];
    let is_missing = |&&(_, number): &&(&str, u64)| !limits.contains(&with_commas(number));
    numbers.iter().filter(is_missing).map(|(what, number)| format!("Limits: {number} {what}")).collect()
}

fn with_commas(number: u64) -> String {
    match number < 1000 {
        true => number.to_string(),
        false => format!("{},{:03}", with_commas(number / 1000), number % 1000),
    }
}

/// Chapters that the reference does not list.
fn missing_chapters(text: &str) -> Vec<String> {
    let rows = section(text, "Header");
    let named = (1..).zip(CHAPTERS).map(|(number, title)| format!("| {number} | {title} |"));
    named.filter(|row| !rows.contains(row)).map(|row| format!("Header: {row}")).collect()
}

/// A scene in which every kind of object occurs that the JSON has, and every message with all it can tell.
const ALL_KEYS: &str = "title t\nclients C1\nproposers P1 P2\nacceptors A1\nlearners L1\nnacks on\n\
    request C1 P1 cat\nrun idle\npropose P2 dog\nrun idle\npropose P1 cat id 7\nrun 1\npropose P2 dog id 3\nrun 2000\n";

/// The same of a log.
const ALL_KEYS_OF_LOG: &str = "title t\nreplicas R1 R2 R3\nclients C1\ntimeout R1\nrequest C1 R1 a\nrun 9000\n";

/// Tables of keys that differ from the keys that there are.
fn wrong_keys(text: &str) -> Vec<String> {
    let folder = Folder::new(&format!("docs-keys-{}", text.len()));
    let run = |name: &str, scene: &str| -> Value {
        let ran = paxos(&["run", &folder.with(name, scene), "--json"]);
        serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {}", ran.err))
    };
    let (run, of_log) = (run("keys.paxos", ALL_KEYS), run("log.paxos", ALL_KEYS_OF_LOG));
    let list = |key: &str| {
        [&run, &of_log]
            .into_iter()
            .flat_map(move |run| run[key].as_array().expect("a list"))
            .collect::<Vec<_>>()
            .into_iter()
    };
    let messages = list("events").map(|event| &event["message"]).chain(list("in_flight"));
    [
        ("of the run", vec![&run]),
        ("of a node", list("nodes").collect()),
        ("of a message", messages.collect()),
        ("of an event", list("events").collect()),
    ]
    .into_iter()
    .filter_map(|(what, objects)| {
        let objects = objects.into_iter().filter_map(Value::as_object);
        let there: BTreeSet<String> = objects.flat_map(|object| object.keys().cloned()).collect();
        let listed = first_column(&section(text, "JSON"), &format!("| key {what} |"));
        let differing: Vec<&String> = there.symmetric_difference(&listed).collect();
        (!differing.is_empty()).then(|| format!("JSON: key {what}: {differing:?}"))
    })
    .collect()
}

/// The code in the first column of the table that begins with this head.
fn first_column(lines: &[String], head: &str) -> BTreeSet<String> {
    let rows = lines.iter().skip_while(|line| !line.starts_with(head)).skip(2).take_while(|line| line.starts_with('|'));
    rows.flat_map(|row| spans(row.split('|').nth(1).unwrap_or("")).collect::<Vec<String>>()).collect()
}

/// All that the reference should say and does not.
fn left_out(text: &str) -> Vec<String> {
    let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
    [
        missing(text, "Header", &header()),
        missing(text, "Header", &changes().into_iter().filter(|word| !is_rule(word)).collect::<Vec<&str>>()),
        missing(text, "Body", &body()),
        missing(text, "Questions", &questions()),
        missing(text, "A poll", &poll()),
        missing(text, "Messages", &kinds),
        missing(text, "Messages", &which()),
        missing(text, "Conditions", &conditions()),
        missing(text, "JSON", &outcomes()),
        missing(text, "JSON", &kinds_of_event()),
        missing_rules(text),
        missing_limits(text),
        missing_chapters(text),
        wrong_keys(text),
    ]
    .concat()
}

/// Every condition of the table is one that a scene can expect.
#[test]
fn conditions_of_the_reference_parse() {
    let cast = "title t\nproposers P1\nacceptors A1\nlearners L1\nexpect";
    let conditions = first_column(&section(&page(REFERENCE), "Conditions"), "| condition |");
    for condition in conditions.iter().filter(|condition| !condition.contains('C')) {
        assert!(parse(&format!("{cast} {condition}")).is_ok(), "{condition}");
    }
    let of_log = section(&page(REFERENCE), "Conditions");
    let of_log: Vec<String> = of_log.into_iter().skip_while(|line| !line.contains("the slot stands first")).collect();
    let of_log = first_column(&of_log, "| condition |");
    let cast = "title t\nreplicas R1\nclients C1\nexpect";
    for condition in &of_log {
        assert!(parse(&format!("{cast} {condition}")).is_ok(), "{condition}");
    }
    assert!(10 < of_log.len(), "{of_log:?}");
    assert!(15 < conditions.len(), "{conditions:?}");
}

/// No node can have a name that has a meaning of its own.
#[test]
fn names_that_the_reference_excludes_are_refused() {
    let row = section(&page(REFERENCE), "Text").into_iter().find(|row| row.starts_with("| name of a node |"));
    let row = row.expect("a row about names");
    let (_, excluded) = row.split_once(" Not ").expect("it says which are excluded");
    for name in spans(excluded) {
        assert!(parse(&format!("title t\nacceptors {name}")).is_err(), "{name}");
    }
}

#[test]
fn reference_leaves_nothing_out() {
    assert_eq!(left_out(&page(REFERENCE)), Vec::<String>::new());
}

/// What keeps this honest: whatever is taken from a copy of the reference is missed.
#[test]
fn what_is_taken_from_the_reference_is_missed() {
    let reference = page(REFERENCE);
    for (from, to, missed) in [
        ("`nacks on`", "", "Header: nacks on"),
        ("| `partition P1", "| `part P1", "Body: partition P1 A1 | P2 A2 …"),
        ("`2nd`, ", "", "Messages: 2nd"),
        ("| `NACK` |", "| NACK |", "Messages: NACK"),
        ("`in-flight 3`", "`in-flight`", "Conditions: in-flight 3"),
        ("`without-promising`, ", "", "Rules: accept"),
        ("`own-value`", "own-value", "JSON: own-value"),
        ("`cut`, `heal`", "`cut`", "JSON: heal"),
        ("10,000", "9,000", "Limits: 10000 events"),
        ("| 6 | Corner cases |", "", "Header: | 6 | Corner cases |"),
        ("| `held` |", "| `help` |", "JSON: key of a message: [\"held\", \"help\"]"),
    ] {
        assert!(reference.contains(from), "the reference has {from}");
        let left_out = left_out(&reference.replacen(from, to, 1));
        assert!(left_out.iter().any(|said| said == missed), "{missed} is not in {left_out:?}");
    }
}
