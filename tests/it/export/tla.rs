//! The trace in TLA+: read back as text, each step of it held against Lamport's four actions; and its syntax read by the
//! grammar that editors of TLA+ use.

mod lamport;
mod module;

use crate::on_show;
use crate::scenes::texts;
use module::{Module, Value};
use paxos_explainer::export::{Format, Given, Stretch, give};
use paxos_explainer::paxos::{Ballot, Role, Slot};
use paxos_explainer::player::Show;
use std::collections::BTreeSet;

/// Scenes under a wrong rule, the states in which they depart from Paxos, and what happens in the first of these.
const BROKEN: &[(&str, &[usize], &str)] = &[
    ("case-accept-always", &[13], "ACCEPT-REQUEST"),
    ("case-accept-without-promising", &[11, 12], "ACCEPT-REQUEST"),
    ("case-count-messages", &[10], "PROMISE"),
    ("case-id-used-twice", &[8], "PROMISE"),
    ("case-ids-reused", &[7], "PROMISE"),
    ("case-ids-reused-restart", &[9], "PROMISE"),
    ("case-late-request-accepted", &[12, 13], "ACCEPT-REQUEST"),
    ("case-phases-one", &[2, 5], "propose"),
    ("case-promise-always", &[8], "PREPARE"),
    ("case-promise-forgotten", &[10], "crash"),
    ("case-promise-or-equal", &[7], "PREPARE"),
    ("case-quorum-half", &[4, 8], "PROMISE"),
    ("case-quorum-one", &[4, 8], "PROMISE"),
    ("case-report-nothing", &[9], "PREPARE"),
    ("case-report-promised-id", &[15], "PREPARE"),
    ("case-split-votes", &[2, 3, 4, 10], "propose"),
    ("case-storage-forgets-accepted", &[8], "crash"),
    ("case-storage-forgets-all", &[8], "crash"),
    ("case-storage-forgets-promise", &[10], "crash"),
    ("case-value-first", &[16], "PROMISE"),
    ("case-value-lowest", &[16], "PROMISE"),
    ("case-value-own", &[11], "PROMISE"),
    ("case-value-re-picks", &[12], "PROMISE"),
    ("case-vote-forgotten", &[9], "crash"),
    ("case-why-highest-lowest", &[17], "PROMISE"),
];

fn trace(show: &Show) -> Result<String, String> {
    match give(show, Format::Tla, Stretch::whole(show))? {
        Given::Text(text) => Ok(text),
        Given::Object(_) => panic!("a trace is a text"),
    }
}

/// The states that no action of Paxos leads to, from 1. Holds what is told of each against what it is.
fn departures(module: &Module, about: &str) -> Vec<usize> {
    assert!(module.is_initial(&module.trace[0]), "{about}: it begins as Paxos begins");
    let mut departures = Vec::new();
    for (place, pair) in module.trace.windows(2).enumerate() {
        assert!(pair[0] != pair[1], "{about}: stuttering is left out, state {}", place + 2);
        let (act, _) = module.captions[place + 1].split_once(" at ").expect("a caption tells when");
        match module.action(&pair[0], &pair[1]) {
            Some(found) => assert_eq!(act, found, "{about}, state {}", place + 2),
            None => {
                assert_eq!(act, "no action of Paxos.tla", "{about}, state {}", place + 2);
                departures.push(place + 2);
            }
        }
    }
    departures
}

/// Holds the last state against the acceptors of the run.
fn check_end(module: &Module, show: &Show, about: &str) {
    let world = show.recording().world();
    let mut ids: Vec<Ballot> = world.used.iter().map(|&(ballot, _)| ballot).collect();
    ids.sort_unstable();
    ids.dedup();
    let number =
        |ballot: Option<Ballot>| ballot.map_or(-1, |ballot| ids.binary_search(&ballot).expect("it is used") as i64);
    let last = module.trace.last().expect("there is a state");
    assert_eq!(module.acceptors.len(), world.cluster.all(Role::Acceptor).len(), "{about}");
    for node in world.cluster.all(Role::Acceptor).iter() {
        let name = show.names().node(node);
        let disk = &world.node(node).acceptor.as_ref().expect("it is an acceptor").disk;
        let vote = disk.votes.get(Slot::ONLY);
        let value = vote.map_or(module.none.clone(), |vote| Value::Text(show.names().value(vote.value).to_string()));
        assert_eq!(last.field("maxBal").field(name).number(), number(disk.promised), "{about}: {name}");
        assert_eq!(last.field("maxVBal").field(name).number(), number(vote.map(|it| it.ballot)), "{about}: {name}");
        assert_eq!(*last.field("maxVal").field(name), value, "{about}: {name}");
    }
}

/// Whether the grammar finds nothing wrong in a text.
fn is_tla(text: &str) -> bool {
    let mut parser = tree_sitter::Parser::new();
    parser.set_language(&tree_sitter_tlaplus::LANGUAGE.into()).expect("the grammar fits");
    parser.parse(text, None).is_some_and(|tree| !tree.root_node().has_error())
}

#[test]
fn every_step_of_a_scene_is_an_action_of_lamport_unless_a_rule_is_broken_right_there() {
    let mut traces = 0;
    for (id, text) in texts() {
        let model = on_show::begun(&text);
        let show = on_show::shown(&model);
        let Ok(text) = trace(show) else {
            assert!(show.poll().is_some() || show.is_replicated(), "{id} has a trace");
            continue;
        };
        traces += 1;
        assert!(is_tla(&text), "{id}: {text}");
        let module = Module::read(&text);
        check_end(&module, show, &id);
        let found = departures(&module, &id);
        let (wanted, by) = BROKEN.iter().find(|(broken, ..)| *broken == id).map_or((&[][..], ""), |it| (it.1, it.2));
        assert_eq!(found, wanted, "{id}");
        let numbers: Vec<String> = found.iter().map(usize::to_string).collect();
        let is_told =
            |line: &str| line.contains("departs from Paxos.tla in") && numbers.iter().all(|it| line.contains(it));
        assert!(found.is_empty() || text.lines().any(is_told), "{id} says where it departs");
        assert!(
            found.is_empty() || module.captions[found[0] - 1].contains(by),
            "{id}: {}",
            module.captions[found[0] - 1]
        );
        let is_paxos = show.cautions().is_empty();
        assert!(!is_paxos || !text.contains("departs"), "{id} is Paxos, and says nothing else");
        assert_eq!(
            text.contains("This is not Paxos"),
            show.cautions().iter().any(|it| it.contains("not Paxos")),
            "{id}"
        );
    }
    assert!(60 <= traces, "{traces} scenes have a trace");
}

#[test]
fn runs_with_losses_copies_and_crashes_are_behaviours_of_paxos() {
    for seed in 1..=25 {
        let text = format!(
            "title x\nproposers P1 P2 P3\nacceptors A1 A2 A3 A4 A5\nlearners L1\ndelay 100..900\nloss 15%\nduplication 15%\nretry 1200..2600\nseed {seed}\nslide one\n  propose P1 cat\n  run 300\n  propose P2 dog\n  run 700\n  crash A2\n  propose P3 emu\n  run 900\n  restart A2\n  crash A4\n  run 2500\n  restart A4\n  run 6000\n"
        );
        let model = on_show::begun(&text);
        let show = on_show::shown(&model);
        let module = Module::read(&trace(show).expect("it has a trace"));
        assert!(20 <= module.trace.len(), "seed {seed}: something happens");
        assert_eq!(departures(&module, &format!("seed {seed}")), [0_usize; 0], "seed {seed}");
        check_end(&module, show, &format!("seed {seed}"));
    }
}

#[test]
fn grammar_sees_what_is_wrong() {
    let model = on_show::scene("phase-1");
    let text = trace(on_show::shown(&model)).expect("it has a trace");
    assert!(is_tla(&text));
    assert!(!is_tla(&text.replacen(">>\n\nVARIABLES", "\n\nVARIABLES", 1)), "a tuple without an end");
    assert!(!is_tla(&text.replacen("\"cat\"", "\"cat", 1)), "a text without an end");
}

#[test]
fn hostile_values_are_texts_of_tla() {
    for value in super::hostile() {
        let model = on_show::begun(&super::hostile_scene(&value));
        let show = on_show::shown(&model);
        let text = trace(show).expect("it has a trace");
        assert!(text.is_ascii() && text.lines().all(|line| line.len() < 2000), "{value}");
        assert!(is_tla(&text), "{value}: {text}");
        let module = Module::read(&text);
        assert_eq!(departures(&module, &value), [0_usize; 0], "{value}");
        assert!(!module.values.contains(&module.none), "{value}: None is no value");
        let is_plain = value.len() <= 40 && value.chars().all(|letter| matches!(letter, ' '..='~'));
        assert!(!is_plain || module.values.contains(&Value::Text(value.clone())), "{value}: {:?}", module.values);
    }
    let long = "x".repeat(100);
    let text = format!(
        "title x\nproposers P1 P2\nacceptors A1 A2 A3\nslide one\n  propose P1 {long}a\n  propose P2 {long}b\n  run 2000\n"
    );
    let model = on_show::begun(&text);
    let module = Module::read(&trace(on_show::shown(&model)).expect("it has a trace"));
    assert_eq!(module.values.len(), 2, "values that begin alike stay two: {:?}", module.values);
}

#[test]
fn acceptor_with_a_name_that_tla_keeps_has_another_one() {
    let model = on_show::begun(
        "title x\nproposers P1\nacceptors IF WF_x SUBSET maxBal\nslide one\n  propose P1 cat\n  run 3000\n",
    );
    let text = trace(on_show::shown(&model)).expect("it has a trace");
    assert!(is_tla(&text), "{text}");
    let names: BTreeSet<Value> = ["n_IF", "n_WF_x", "n_SUBSET", "maxBal"].map(|it| Value::Text(it.to_string())).into();
    assert_eq!(Module::read(&text).acceptors, names);
}

#[test]
fn poll_and_log_have_no_trace_and_say_why() {
    let model = on_show::scene("consensus");
    let wrong = trace(on_show::shown(&model)).expect_err("a poll has none");
    assert!(wrong.contains("a poll is not Paxos") && wrong.contains("expected"), "{wrong}");
    let model = on_show::scene("mp-steady");
    let wrong = trace(on_show::shown(&model)).expect_err("a log has none");
    assert!(wrong.contains("keeps a log") && wrong.contains("expected"), "{wrong}");
}

#[test]
fn example_of_the_documentation_is_what_is_exported() {
    let page = include_str!("../../../docs/exports.md");
    let traces = page.split_once("\n## Traces\n").expect("there is a section").1;
    let block = |mark: &str| {
        let (_, rest) = traces.split_once(&format!("```{mark}\n")).unwrap_or_else(|| panic!("there is a block {mark}"));
        rest.split_once("```").expect("it has an end").0
    };
    let model = on_show::begun(block("paxos"));
    let show = on_show::shown(&model);
    let text = trace(show).expect("it has a trace");
    assert!(text.contains(block("tla")), "docs/exports.md says otherwise than\n{text}");
    let (_, configuration) = traces.split_once("as `PaxosTrace.cfg`:\n\n```\n").expect("there is one");
    for line in configuration.split("```").next().unwrap_or_default().lines() {
        assert!(text.contains(&format!("\\*   {line}\n")), "{line} is in the module too");
    }
    match give(show, Format::ShiViz, Stretch::whole(show)) {
        Ok(Given::Text(log)) => {
            assert!(log.trim_start().starts_with(block("log")), "docs/exports.md says otherwise than\n{log}")
        }
        _ => panic!("a log is a text"),
    }
}
