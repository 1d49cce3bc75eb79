//! Each kind of note with its sentence, and the rule and the section that back it, as one table to read through:
//! `tests/golden/notes.md`. The sentences are those of the first run that has such a note.

use crate::scenarios::played;
use crate::scenes::course;
use expect_test::expect_file;
use paxos_explainer::paxos::{NodeId, Note};
use paxos_explainer::sim::Recording;
use paxos_explainer::story::Names;
use paxos_explainer::story::words::{self, Telling};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The kinds of note with what backs each; a new kind does not compile until it stands here.
macro_rules! backed {
    ($($kind:ident: $backing:literal),+ $(,)?) => {
        const KINDS: &[(&str, &str)] = &[$((stringify!($kind), $backing)),+];

        fn kind(note: &Note) -> &'static str {
            match note { $(Note::$kind { .. } => stringify!($kind)),+ }
        }
    };
}

backed! {
    BallotStarted: "PMS 2.2, phase 1 (a); a new number above all used before: 2.5",
    SkipsPrepare: "not Paxos: `rule phases one` leaves out phase 1 of PMS 2.2",
    Promised: "PMS 2.2, phase 1 (b): a number greater than any it has responded to, with the highest-numbered proposal accepted",
    PrepareIgnored: "PMS 2.2, after P1a: an acceptor need not respond to a prepare request numbered no higher than one it has responded to",
    Accepted: "PMS 2.2, phase 2 (b) and P1a: unless it has responded to a prepare request with a greater number",
    AcceptIgnored: "PMS 2.2, phase 2 (b) and P1a",
    AcceptIgnoredNotFirst: "not Paxos: `rule accept first` is P1 of PMS 2.2 without what follows it",
    PromiseCounted: "PMS 2.2, phase 2 (a): a response from a majority of acceptors",
    FreeToPropose: "PMS 2.2, phase 2 (a): any value if the responses reported no proposals; P2c (a)",
    MustAdopt: "PMS 2.2, phase 2 (a): the value of the highest-numbered proposal among the responses; P2c (b)",
    MisreadsReports: "not Paxos: `rule value lowest` or `first` against P2c (b) of PMS 2.2",
    KeepsOwn: "not Paxos: `rule value own` against P2c (b) of PMS 2.2",
    PicksAnew: "not Paxos: `rule value re-picks`; one proposal a number, PMS 2.2",
    DeclaresSuccess: "not Paxos: `rule learn on-promises` against PMS 2.3",
    PromiseLate: "PMS 2.2, phase 2 (a): the value is chosen from the responses of one majority",
    PromiseForOtherBallot: "PMS 2.2, phase 2 (a): responses to this very number; an abandoned one is forgotten, end of 2.2",
    PromiseRepeated: "PMS 2.1: a majority of acceptors, each counted once; messages may be duplicated",
    NackHeeded: "PMS 2.2, end: a proposer should abandon its proposal when an acceptor informs it of a higher number",
    NackAgain: "PMS 2.2, end: the proposal is abandoned already",
    NackStale: "PMS 2.2, end: abandoning is for performance, so that a stale hint may be passed over",
    AcceptedCounted: "PMS 2.3: a learner must find out that a majority has accepted",
    Learned: "PMS 2.3, with chosen as in 2.1: a large enough set of acceptors has accepted it",
    ValueCounted: "not Paxos: `rule learn per-value` adds up different proposals; PMS 2.2 counts one proposal",
    LearnedPerValue: "not Paxos: `rule learn per-value`",
    LearnedBefore: "PMS 2.1: only a single value is chosen, so one that has learned needs no more",
    LearnedOther: "agreement (PMS 2.1: only a single value is chosen) is broken",
    AcceptedRepeated: "PMS 2.1 and 2.3: each acceptor counts once; messages may be duplicated",
    ReplyReceived: "PMS 3: the client is told the outcome",
    Forgets: "not Paxos: `rule storage` against PMS 2.5, stable storage",
    ForgetsIds: "not Paxos: `rule ids reused` against PMS 2.5, the highest number tried is remembered",
    Log: "PMS 3, on a log of many decisions",
    NotForMe: "a message to a node without that role; nothing in the papers sends one",
}

/// Enters the first sentence for each kind of note of a run.
fn collect(table: &mut BTreeMap<&'static str, String>, recording: &Recording, names: &Names) {
    let telling = Telling::exact(names);
    for step in recording.steps() {
        let node = step.node().unwrap_or(NodeId(0));
        for &note in &step.effects.notes {
            table.entry(kind(&note)).or_insert_with(|| words::note(note, node, telling));
        }
    }
}

#[test]
fn every_kind_of_note_has_a_sentence_and_what_backs_it() {
    let mut said = BTreeMap::new();
    for (_, scene) in course() {
        collect(&mut said, &scene.recording, &scene.script.names);
    }
    for (_, scene) in played() {
        collect(&mut said, &scene.recording, &scene.script.names);
    }
    let mut table = String::from("| note | its sentence | what backs it |\n| --- | --- | --- |\n");
    for (kind, backing) in KINDS {
        // No run brings a message to a node that has no use for it: no node sends one.
        let sentence = said.get(kind).map_or("(in no run)", String::as_str);
        assert!(["NotForMe", "Log"].contains(kind) || sentence != "(in no run)", "no run has a note {kind}");
        let _ = writeln!(table, "| {kind} | {sentence} | {backing} |");
    }
    expect_file![concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/notes.md")].assert_eq(&table);
}

/// A deviation is always called one, in the sentence itself or by the caution beside the run.
#[test]
fn sentence_of_a_wrong_rule_that_only_it_can_give_says_so() {
    let table =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/notes.md")).expect("the table");
    let wrong = table.lines().filter(|row| row.contains("| not Paxos:"));
    let silent: Vec<&str> =
        wrong.filter(|row| !row.split('|').nth(2).is_some_and(|said| said.contains("Paxos"))).collect();
    assert_eq!(silent, Vec::<&str>::new());
}
