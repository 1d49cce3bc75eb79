//! Each kind of note with its sentence, and the rule and the section that back it, as one table to read through:
//! `tests/golden/notes.md`. The sentences are those of the first run that has such a note.

use crate::scenarios::played;
use crate::scenes::course;
use expect_test::expect_file;
use paxos_explainer::paxos::{LogNote, NodeId, Note};
use paxos_explainer::sim::Recording;
use paxos_explainer::story::Names;
use paxos_explainer::story::words::{self, Telling};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The kinds of a note with what backs each; a new kind does not compile until it stands here.
macro_rules! backed {
    ($of:ident, $before:literal, $kinds:ident, $kind_of:ident; $($kind:ident: $backing:literal),+ $(,)?) => {
        const $kinds: &[(&str, &str)] = &[$((concat!($before, stringify!($kind)), $backing)),+];

        fn $kind_of(note: &$of) -> &'static str {
            match note { $($of::$kind { .. } => concat!($before, stringify!($kind))),+ }
        }
    };
}

backed! { Note, "", KINDS, kind_of_note;
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
    Log: "see the kinds of a log",
    NotForMe: "a message to a node without that role; nothing in the papers sends one",
}

// Below, PMS is Paxos Made Simple and IRL Ousterhout and Ongaro's lecture, Implementing Replicated Logs with Paxos.
backed! { LogNote, "Log: ", KINDS_OF_LOG, kind_of_log;
    AsksForLog: "PMS 3: the new leader executes phase 1 for infinitely many instances, with one message",
    LeadsUnasked: "not Paxos: `rule leader skips-prepare` leaves out phase 1 of a new leader, PMS 3",
    Leads: "PMS 3, with 2.2, phase 2 (a): responses from a majority",
    PromiseLate: "PMS 2.2: safe as long as one majority is among those that are heeded; in slots with a request under way it is not heeded",
    Adopts: "PMS 3: phase 1 told values that may have been chosen, for which the leader executes phase 2",
    Misreads: "not Paxos: `rule value lowest` or `first` against P2c (b) of PMS 2.2, in one slot",
    Disregards: "not Paxos: `rule value own` against P2c (b) of PMS 2.2, in one slot",
    FillsGap: "PMS 3: instances 136 and 137 are proposed a no-op command, to fill the gap",
    LeavesGap: "not Paxos: `rule gaps` leaves what PMS 3 fills",
    Assigns: "PMS 3: the next command is assigned the next number, before earlier ones are known to be chosen",
    AsksMembers: "PMS 3: a configuration is part of the state; its members are asked before it decides, PMS 2.2",
    WaitsForPromises: "PMS 2.2, phase 2 (a): no request before the responses",
    WaitsForWindow: "PMS 3: a leader gets at most α commands ahead; IRL, configuration changes",
    RequestUnderWay: "IRL, client protocol: a command has a unique id",
    AnswersAgain: "IRL, client protocol: the result of an executed command is returned, and not executed again",
    RequestOutdated: "IRL, client protocol: one command at a time a client, the last one is kept",
    Redirects: "IRL, client protocol: a server that does not lead tells the client the leader",
    NobodyLeads: "PMS 3: clients send commands to the leader; without one nothing is proposed",
    StepsDown: "PMS 2.4: a proposer that hears of a higher number gives up its own; IRL, eliminating Prepare requests: until a request is rejected",
    Overruled: "PMS 2.2, P2b: under every higher number what is chosen is proposed, so that what it has not proposed was chosen under one that a majority has promised since",
    HearsLeader: "IRL, leader election: a leader is heard every T",
    PromiseMissed: "PMS 3 on a new configuration, and 2.2, phase 1 (b): an acceptor answers a number once, so that a lost answer takes a new number",
    HeartbeatRefused: "IRL, leader election, and PMS 2.4: a higher number is promised",
    Beats: "IRL, leader election; and full disclosure: requests are sent until all have answered",
    MarksOwnVote: "IRL, full disclosure: an entry below firstUnchosenIndex under the same proposal number is chosen",
    Told: "IRL, full disclosure: Success(index, v)",
    ToldInPromise: "PMS 3: the leader learns as a learner does; a PROMISE may say what is chosen",
    KnownBefore: "PMS 2.1: only one value is chosen in a slot, so that it is known already",
    KnownOtherwise: "agreement (PMS 2.1: only a single value is chosen) is broken in a slot",
    AsksToCatchUp: "IRL, full disclosure: a replica that lags behind is told, slot by slot",
    Tells: "IRL, full disclosure: the proposer tells what is chosen in the acceptor's firstUnchosenIndex",
    CannotTell: "IRL, full disclosure: only one who knows can tell",
    Applied: "PMS 3: commands are executed in the order of their numbers; IRL, client protocol: each once",
    Asks: "PMS 3: clients send commands to the leader",
    AsksAgain: "IRL, client protocol: a client that has no answer asks again, with the same id",
    FollowsRedirect: "IRL, client protocol: the client asks the leader that it is told",
    RedirectLate: "IRL, client protocol: a client waits for one command at a time",
    Answered: "PMS 3: the leader answers once the command is executed",
    AnsweredBefore: "IRL, client protocol: an answer may come twice",
}

/// The kind of a note, that of a log by its own kind.
fn kind(note: &Note) -> &'static str {
    match note {
        Note::Log(note) => kind_of_log(note),
        note => kind_of_note(note),
    }
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
    let scenes = course().into_iter().map(|(_, scene)| scene).chain(played().into_iter().map(|(_, scene)| scene));
    // Those of one decision first: their sentences are the plainer ones.
    let (of_a_log, of_one): (Vec<_>, Vec<_>) =
        scenes.partition(|scene| scene.recording.world().cluster.is_replicated());
    for scene in of_one.iter().chain(&of_a_log) {
        collect(&mut said, &scene.recording, &scene.script.names);
    }
    let mut table = String::from("| note | its sentence | what backs it |\n| --- | --- | --- |\n");
    let mut missing: Vec<&str> = Vec::new();
    let all = KINDS.iter().filter(|(kind, _)| *kind != "Log").chain(KINDS_OF_LOG);
    for (kind, backing) in all {
        // No run brings a message to a node that has no use for it: no node sends one.
        let sentence = said.get(kind).map_or("(in no run)", String::as_str);
        missing.extend((*kind != "NotForMe" && sentence == "(in no run)").then_some(kind));
        let _ = writeln!(table, "| {kind} | {sentence} | {backing} |");
    }
    assert!(missing.is_empty(), "no run has a note {missing:?}");
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
