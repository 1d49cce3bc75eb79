//! Two runs beside each other: lined up step by step, the first difference exact, and nothing of the run lost.

use crate::player::{SCENE, opened, showing, text_of};
use crate::scenes::{course, course_texts, play, texts};
use paxos_explainer::paxos::rules::{Accept, Phases, Promise, Quorum, ValueRule};
use paxos_explainer::paxos::{Nacks, QuorumSize};
use paxos_explainer::player::compare::{Entry, Row};
use paxos_explainer::player::{Act, CompareMsg, Comparison, Effect, Model, Msg, Opening, Show, Side, Source};
use paxos_explainer::sim::{Action, Change, Delivery, Moment, Recording, Step};
use paxos_explainer::story::words::beside::seconds;
use paxos_explainer::story::{Branch, Scene, conditions, print};
use proptest::prelude::*;
use std::rc::Rc;

fn compare(model: &mut Model, changes: &[Change]) -> Comparison {
    assert_eq!(model.update(CompareMsg::Open(changes.to_vec()).into()), []);
    beside(model).clone()
}

fn beside(model: &Model) -> &Comparison {
    model.comparison().expect("two runs stand beside each other")
}

/// The row at which two runs part, with what happens there on the left and on the right.
fn parting(both: &Comparison) -> (Row, [&Entry; 2]) {
    let row = both.log.rows[both.log.first_difference().expect("they differ")];
    let entries = Side::BOTH.map(|side| both.log.entry(&row, side).expect("something happens on both sides"));
    (row, entries)
}

fn says(model: &Model) -> String {
    beside(model).stop.as_ref().map_or(String::new(), |stop| stop.says.clone())
}

fn act(model: &mut Model, said: &str) {
    model.update(Msg::Act(Act::Say(said.to_string())));
    assert_eq!(model.notice, None, "{said}");
}

/// The scene of chapter 7 without which rule, and where it parts from Paxos: when, what happens, what the left says,
/// and what the right does.
const WITHOUT: [(&str, u32, &str, &str, &str); 27] = [
    ("case-phases-one", 0, "propose P1 cat id 1", "without asking first: this is not Paxos", "It asks every acceptor"),
    ("case-quorum-half", 2000, "PROMISE 1 A1->P1", "has the one promise it needs", "1 of the 2 promises it needs"),
    ("case-quorum-one", 2000, "PROMISE 1 A1->P1", "has the one promise it needs", "1 of the 2 promises it needs"),
    (
        "case-quorum-half-circular",
        2000,
        "PROMISE 1 A1->P1",
        "has the one promise it needs",
        "1 of the 2 promises it needs",
    ),
    ("case-promise-always", 3500, "PREPARE 1 P1->A2", "promises 1 though it had promised 2", "ignores PREPARE 1"),
    ("case-promise-or-equal", 1000, "PREPARE 1 P1->A1", "promises 1 once more", "ignores PREPARE 1"),
    ("case-report-nothing", 4500, "PREPARE 2 P2->A2", "keeps quiet about having accepted 1 cat", "reports that"),
    ("case-report-promised-id", 8000, "PREPARE 3 P1->A2", "reports 2 cat, though it has accepted 1 cat", "1 cat"),
    ("case-value-own", 5500, "PROMISE 2 A3->P2", "sends its own dog all the same", "it must send cat"),
    ("case-value-lowest", 9000, "PROMISE 3 (2 dog) A3->P3", "though 2 dog was reported too", "it must send dog"),
    ("case-value-first", 10000, "PROMISE 3 (2 dog) A3->P3", "though 2 dog was reported too", "it must send dog"),
    ("case-value-re-picks", 8000, "PROMISE 2 (1 cat) A1->P2", "It chooses anew", "comes too late to matter"),
    ("case-accept-always", 7000, "ACCEPT-REQUEST 1 cat P1->A2", "though it has promised 2", "ignores ACCEPT-REQUEST 1"),
    ("case-accept-without-promising", 5500, "ACCEPT-REQUEST 2 dog P2->A3", "does not promise 2", "has promised 2"),
    ("case-accept-first", 10000, "ACCEPT-REQUEST 3 dog P1->A1", "keeps 1 cat, the first it ever got", "accepts 3 dog"),
    ("case-storage-forgets-promise", 4500, "crash A2", "What it had promised was never written", "is on disk"),
    ("case-storage-forgets-accepted", 3500, "crash A2", "What it had accepted was never written", "is on disk"),
    ("case-storage-forgets-all", 3500, "crash A2", "promised and accepted was never written", "is on disk"),
    ("case-count-messages", 5500, "PROMISE 2 A3->P2", "a copy is no second vote", "counted this acceptor's PROMISE 2"),
    ("case-learn-per-value", 11500, "ACCEPT 3 cat A2->L1", "though under different ids", "heard of 1 of the 2"),
    ("case-learn-on-promises", 2000, "PROMISE 1 A2->P1", "takes the promises of A1 and A2 for success", ""),
    ("case-skips-prepare", 0, "timeout R2", "and has asked nobody", "One PREPARE asks for promises of 2"),
    ("case-gaps-left", 2400, "PROMISE 4 (3 +50 slot 3) R2->R1", "leaves it as a gap", "sends a no-op there"),
    ("case-gaps-applied-past", 2400, "PROMISE 4 (3 +50 slot 3) R2->R1", "leaves it as a gap", "sends a no-op there"),
    (
        "case-commit-loose",
        9600,
        "ACCEPT-REQUEST 2 +20 slot 3 R2->R1",
        "although it has accepted it under 1",
        "accepts 2 +20",
    ),
    ("case-dedup-none", 10200, "REQUEST -30 C1->R2", "gives -30 the next slot, 3", "does not propose it twice"),
    ("case-members-at-once", 8800, "REQUEST open 100 C1->R3", "the next slot, 2", "the next slot, 2"),
];

#[test]
fn every_scene_without_a_rule_parts_from_paxos_where_that_rule_is_asked() {
    for (id, time, what, left, right) in WITHOUT {
        let mut model = opened(id, Opening::Start);
        let both = compare(&mut model, &[]);
        let (row, [one, other]) = parting(&both);
        assert_eq!((row.time, one.time, other.time), (time, time, time), "{id}: {one:?}");
        assert_eq!((one.exact.what.as_str(), other.exact.what.as_str()), (what, what), "{id}");
        let (one, other) = (one.exact.why.join(" "), other.exact.why.join(" "));
        assert!(one.contains(left), "{id}: {one}");
        assert!(other.contains(right) && !other.contains("not Paxos"), "{id}: {other}");
        let is_rule = both.captions[0].starts_with("rule ") && both.captions[1] == "Paxos";
        let is_size = both.captions == ["quorum prepare 1 accept 2", "quorum majority"];
        assert!(is_rule || is_size, "{id}: {:?}", both.captions);
        let start =
            if time == 0 { "The runs differ from the beginning: on the left, " } else { "Both are alike up to " };
        assert!(both.parting().starts_with(start), "{id}: {}", both.parting());
    }
}

/// The only ones that need a line of their own done are those in which an id is used twice: in Paxos the language
/// refuses it, and the run goes by itself from there.
#[test]
fn scenes_with_ids_used_twice_part_from_paxos_where_the_second_is_refused() {
    for id in ["case-ids-reused", "case-id-used-twice"] {
        let mut model = opened(id, Opening::Start);
        let both = compare(&mut model, &[]);
        let sentence = "Here the script wants `propose P2 dog id 1`, which cannot be done in this world: P1 has used 1 \
                        before. From then on this run goes by itself.";
        assert_eq!(says(&model), sentence, "{id}");
        assert!(
            both.parting().ends_with(&format!("On the right, {}", &sentence["Here ".len()..])),
            "{}",
            both.parting()
        );
    }
}

#[test]
fn all_scenes_of_chapter_7_are_among_those_that_are_looked_at() {
    let seen = |id: &str| WITHOUT.iter().any(|(known, ..)| *known == id);
    for (id, scene) in course() {
        let is_of_chapter_7 = scene.script.place.is_some_and(|place| place.chapter == 7);
        let is_about_ids = id.contains("ids-reused");
        assert!(!is_of_chapter_7 || seen(&id) || is_about_ids, "{id} is not looked at");
    }
}

#[test]
fn first_difference_is_told_in_a_sentence() {
    let mut model = opened("case-accept-always", Opening::Start);
    let both = compare(&mut model, &[]);
    assert_eq!(
        both.parting(),
        "Both are alike up to 7.0 s. Then, on the left, A2 accepts 1 cat though it has promised 2: this is not Paxos. \
         This takes the place of 2 dog on its card. On the right, A2 ignores ACCEPT-REQUEST 1 cat: it has promised 2."
    );
    assert_eq!(both.ends(Side::Left), ["dog and cat are chosen: agreement is broken.", "Nobody has learned anything."]);
    assert_eq!(both.ends(Side::Right), ["dog is chosen, and agreement is kept.", "Nobody has learned anything."]);
    assert_eq!(seconds(7000), "7.0 s");
    assert_eq!(seconds(743), "0.743 s");
}

#[test]
fn equal_conditions_give_no_difference() {
    for (id, _) in texts() {
        let mut model = opened(&id, Opening::Start);
        if model.show().is_some_and(|show| show.poll().is_some()) {
            continue;
        }
        // What it is anyway.
        let script = model.show().expect("a scene").scene.script.clone();
        let both = compare(&mut model, &[conditions::at_first(&script, &Change::Accept(Accept::Always))]);
        assert_eq!(both.log.first_difference(), None, "{id}: {}", both.parting());
        assert_eq!(both.parting(), "Both runs are alike to the end.", "{id}");
        assert_eq!(both.captions, ["This run", "The same run"], "{id}");
        assert_eq!(both.stop, None, "{id}");
        let ends = Side::BOTH.map(|side| both.show(side).end());
        assert_eq!(ends[0], ends[1], "{id}");
    }
}

const DRAWN: &str = r#"title "Drawn"
proposers P1
acceptors A1 A2 A3
delay 300..900
loss 30%
seed 4
slide "A round"
  propose P1 cat
  run idle
  expect P1 promises 2
"#;

#[test]
fn two_seeds_are_compared_by_what_happens_and_when() {
    let mut model = showing(DRAWN);
    let both = compare(&mut model, &[Change::Seed(5)]);
    assert_eq!(both.captions, ["seed 4", "seed 5"]);
    let first = both.log.first_difference().expect("other draws");
    let row = both.log.rows[first];
    assert!(both.log.rows[..first].iter().all(|row| row.is_equal));
    let steps = Side::BOTH.map(|side| both.show(side).recording().steps().get(first).cloned());
    let [Some(left), Some(right)] = steps else { panic!("both have a step there: {row:?}") };
    assert_ne!((left.time, &left.action, &left.effects), (right.time, &right.action, &right.effects));
    // Whatever its expectation says, the other run is shown.
    assert_eq!(both.stop, None);
    assert_eq!(model.update(CompareMsg::Seed("4".to_string()).into()), []);
    assert_eq!(beside(&model).log.first_difference(), None, "its own seed");
}

#[test]
fn runs_that_differ_in_time_alone_say_both_times() {
    let text = DRAWN
        .replace("loss 30%\n", "")
        .replace("acceptors A1 A2 A3", "acceptors A1")
        .replace("promises 2", "promises 1");
    let mut model = showing(&text);
    let both = compare(&mut model, &[Change::Seed(5)]);
    let arrives = |side: Side| both.show(side).recording().steps()[1].time;
    let [left, right] = Side::BOTH.map(arrives);
    assert_ne!(left, right);
    assert_eq!(both.log.first_difference(), Some(1), "the same in the same order, at other times");
    let same = "A1 promises 1: there was no promise on its card. It reports no value.";
    let (one, other) = (seconds(left), seconds(right));
    assert_eq!(
        both.parting(),
        format!(
            "Both are alike up to {}. Then, on the left, at {one}, {same} On the right, at {other}, {same}",
            seconds(left.min(right))
        )
    );
}

#[test]
fn an_own_run_is_compared_with_its_acts_at_their_moments() {
    let mut model = showing(SCENE);
    model.update(Msg::Seek(700));
    act(&mut model, "crash A1");
    model.update(Msg::Seek(1500));
    act(&mut model, "propose P2 dog");
    let both = compare(&mut model, &[Change::Quorum(QuorumSize::Sizes { prepare: 3, accept: 3 })]);
    let done = |side: Side| -> Vec<(Moment, String)> {
        let branch = both.show(side).branch();
        let names = branch.names.clone();
        branch.acts.iter().map(|act| (act.at, print::statement(&act.statement, &names))).collect()
    };
    let what = |done: &[(Moment, String)]| -> Vec<(u32, String)> {
        done.iter().map(|(at, what)| (at.time, what.clone())).collect()
    };
    assert_eq!(what(&done(Side::Left)), [(700, "crash A1".to_string()), (1500, "propose P2 dog".to_string())]);
    assert_eq!(what(&done(Side::Right)), what(&done(Side::Left)));
    assert_eq!(both.captions, ["quorum majority", "quorum 3"]);
    let (row, [one, other]) = parting(&both);
    assert_eq!(row.time, 2000, "{one:?} {other:?}");
    assert!(other.exact.why[0].contains("of the 3 promises"), "{other:?}");
    assert_eq!(both.ends(Side::Right)[0], "Nothing is chosen, and agreement is kept.");
    // The viewer left the script at 0.7 s: what it says after that is done on neither side.
    assert!(both.show(Side::Right).scene.script.lines.len() < both.show(Side::Left).scene.script.lines.len());
}

/// Cat is chosen at 4 s; then P2 asks with dog of its own.
const SWITCHED: &str = r#"title "Switched"
proposers P1 P2
acceptors A1 A2 A3
slide "P1 proposes"
  propose P1 cat id 1
  run until chosen cat
slide "P2 proposes"
  run 1000
  propose P2 dog id 2
  run idle
"#;

/// What differs first: at 6 s, when P2 has two promises, one of them with cat.
fn parts_where_the_rule_matters(both: &Comparison) {
    let (row, [one, other]) = parting(both);
    assert_eq!((row.time, row.is_equal, row.is_left_out), (6000, false, false), "{}", both.parting());
    let (one, other) = (one.exact.why.join(" "), other.exact.why.join(" "));
    assert!(one.contains("sends its own dog all the same"), "{one}");
    assert!(other.contains("it must send cat"), "{other}");
    assert!(both.parting().starts_with("Both are alike up to 6.0 s. Then, on the left, "), "{}", both.parting());
    assert_eq!(both.stop, None);
}

#[test]
fn a_rule_that_the_viewer_switched_is_paxos_throughout_on_the_right() {
    let mut model = showing(SWITCHED);
    model.update(Msg::Seek(1500));
    act(&mut model, "hold next ACCEPT-REQUEST P1->A3");
    model.update(Msg::Seek(3500));
    act(&mut model, "set rule value own");
    act(&mut model, "set loss 0%");
    model.update(Msg::Seek(4000));
    act(&mut model, "propose P2 dog id 2");
    let both = compare(&mut model, &[]);
    parts_where_the_rule_matters(&both);
    assert_eq!(both.captions, ["rule value own from 3.5 s", "Paxos"]);
    let says = "On the right, rule value highest-accepted holds from the beginning to the end: “set rule value own” at \
                3.5 s is left out there.";
    assert_eq!(both.left_out.as_deref(), Some(says));
    assert_eq!(both.show(Side::Right).cautions(), Vec::<String>::new());
    let left_out: Vec<&Row> = both.log.rows.iter().filter(|row| row.is_left_out).collect();
    let [row] = left_out.as_slice() else { panic!("one act is left out: {left_out:?}") };
    assert_eq!((row.time, row.right), (3500, None));
    assert!(both.show(Side::Right).scene.script.title.ends_with(", with rule value highest-accepted"));
    // Which variant is as on the left is said of the whole run.
    assert!(!both.is_as_on_the_left(&Change::Value(ValueRule::HighestAccepted)));
    assert!(!both.is_as_on_the_left(&Change::Value(ValueRule::Own)));
    assert!(both.is_as_on_the_left(&Change::Accept(Accept::IfPromised)));
    model.update(CompareMsg::Variant(Change::Value(ValueRule::Own)).into());
    assert_eq!(beside(&model).captions, ["rule value own from 3.5 s", "rule value own"]);
    assert_eq!(beside(&model).log.first_difference(), None, "before 3.5 s it makes no difference");
    model.update(CompareMsg::Rule(None).into());
    assert_eq!((beside(&model).log.first_difference(), &beside(&model).left_out), (None, &None), "what is set is set");
}

#[test]
fn where_all_acts_are_left_out_the_right_run_goes_on_all_the_same() {
    for network in ["", "network manual\n"] {
        let begin = if network.is_empty() { "run 500" } else { "deliver PREPARE 1 P1->A1" };
        let mut model = showing(&format!(
            "title \"Left\"\nproposers P1\nacceptors A1 A2 A3\n{network}slide \"One\"\n  propose P1 cat id 1\n  {begin}\n"
        ));
        model.update(Msg::Seek(u32::MAX));
        act(&mut model, "set rule learn per-value");
        let both = compare(&mut model, &[]);
        assert_eq!(both.captions[1], "Paxos");
        assert_eq!(both.log.first_difference(), None, "{}", both.parting());
        assert_eq!(both.show(Side::Left).end().time, both.show(Side::Right).end().time);
        let again = play("kept", &both.other_as_text());
        assert_eq!(again.recording.world().votes, both.show(Side::Right).recording().world().votes);
        assert!(!network.is_empty() || again.end().time == both.show(Side::Right).end().time);
    }
}

/// The other run has left the script where the act was tried; what the script would still do is not in it.
#[test]
fn where_no_act_can_be_done_in_the_other_run_its_text_ends_the_script_there_too() {
    let mut model = opened("mp-who-leads", Opening::Start);
    model.update(Msg::Seek(8204));
    act(&mut model, "drop any");
    let both = compare(&mut model, &[Change::Seed(45)]);
    let right = both.show(Side::Right).recording();
    assert!(says(&model).contains("was never sent in this world"), "{}", says(&model));
    let is_request = |step: &&Step| matches!(step.action, Action::Request { .. });
    assert_eq!(right.steps().iter().find(is_request), None, "the script was left before the request");
    let again = play("kept", &both.other_as_text());
    assert_eq!(again.recording.steps(), right.steps(), "{}", both.other_as_text());
}

#[test]
fn where_the_first_act_is_left_out_the_text_ends_the_script_there_all_the_same() {
    let mut model = opened("mp-who-leads", Opening::Start);
    model.update(Msg::Seek(8204));
    act(&mut model, "set rule accept always");
    model.update(Msg::Seek(12_000));
    act(&mut model, "crash R3");
    let both = compare(&mut model, &[Change::Seed(45), Change::Accept(Accept::IfPromised)]);
    let right = both.show(Side::Right).recording();
    assert!(both.left_out.is_some());
    assert_eq!(right.steps().iter().find(|step| matches!(step.action, Action::Request { .. })), None);
    let again = play("kept", &both.other_as_text());
    assert_eq!(again.recording.world().votes, right.world().votes, "{}", both.other_as_text());
    assert!(!both.other_as_text().contains("request C1"), "{}", both.other_as_text());
}

#[test]
fn acts_are_counted_without_what_is_left_out() {
    let mut model = showing(SWITCHED);
    model.update(Msg::Seek(0));
    model.update(Msg::StepForward);
    act(&mut model, "set rule value own");
    model.update(Msg::Seek(999));
    model.update(Msg::StepForward);
    act(&mut model, "set rule accept always");
    act(&mut model, "crash A3");
    let both = compare(&mut model, &[]);
    assert_eq!(both.captions, ["rule value own from 0.0 s and rule accept always from 1.0 s", "Paxos"]);
    assert_eq!(both.log.first_difference(), None, "{}", both.parting());
}

#[test]
fn a_rule_that_the_script_sets_is_paxos_throughout_on_the_right() {
    let text = SWITCHED
        .replace("slide \"P2 proposes\"\n  run 1000\n", "slide \"P2 proposes\"\n  set rule value own\n  run 1000\n");
    let mut model = showing(&text);
    let both = compare(&mut model, &[]);
    let (row, [one, other]) = parting(&both);
    assert_eq!(row.time, both.log.rows[both.log.first_difference().expect("one")].time);
    assert!(one.exact.why.join(" ").contains("sends its own dog all the same"), "{one:?}");
    assert!(other.exact.why.join(" ").contains("it must send cat"), "{other:?}");
    assert_eq!(both.captions, ["rule value own from 3.0 s", "Paxos"]);
    assert!(
        both.left_out.as_ref().is_some_and(|says| says.ends_with("“set rule value own” at 3.0 s is left out there."))
    );
    let kept = both.other_as_text();
    assert!(!kept.contains("set rule"), "{kept}");
    // A header that is wrong at first, and mended later.
    let text = text.replace("slide \"P1", "rule accept always\nslide \"P1").replace("value own", "accept if-promised");
    let mut model = showing(&text);
    let both = compare(&mut model, &[]);
    assert_eq!(both.captions, ["rule accept always and rule accept if-promised from 3.0 s", "Paxos"]);
    assert!(!both.is_as_on_the_left(&Change::Accept(Accept::Always)));
}

#[test]
fn quorums_that_the_viewer_made_too_small_meet_on_the_right() {
    for (said, wanted) in [("set quorum 1", QuorumSize::Majority), ("set rule quorum one", QuorumSize::Majority)] {
        let mut model = showing(SWITCHED);
        model.update(Msg::Seek(500));
        act(&mut model, said);
        let both = compare(&mut model, &[]);
        assert_eq!(both.show(Side::Right).recording().world().cluster.quorum, wanted, "{said}");
        assert_eq!(both.show(Side::Right).cautions(), Vec::<String>::new(), "{said}");
        let (row, [one, _]) = parting(&both);
        assert_eq!(row.time, 2000, "{said}: {one:?}");
        // Sizes of quorums take the place of the rule, and the rule that of sizes.
        let both = compare(&mut model, &[Change::QuorumRule(Quorum::Half)]);
        assert!(both.left_out.as_ref().is_some_and(|says| says.contains(said)), "{:?}", both.left_out);
        assert!(!both.is_as_on_the_left(&Change::QuorumRule(Quorum::Majority)), "{said}");
    }
}

#[test]
fn an_act_that_cannot_be_done_is_said_and_ends_what_was_meant() {
    let mut model = showing(SCENE);
    model.update(Msg::Seek(1500));
    act(&mut model, "crash A3");
    model.update(Msg::Seek(2500));
    act(&mut model, "drop ACCEPT-REQUEST 5 P1->A1");
    act(&mut model, "crash A2");
    let both = compare(&mut model, &[Change::Quorum(QuorumSize::Sizes { prepare: 2, accept: 3 })]);
    assert_eq!(both.stop, None, "that can be done");
    let both = compare(&mut model, &[Change::Phases(Phases::One)]);
    let why = "Here you did `drop one ACCEPT-REQUEST 5 P1->A1`, which has arrived already in this world. From then on this \
               run goes by itself.";
    assert_eq!(says(&model), why);
    assert_eq!(both.stop.as_ref().map(|stop| stop.at.time), Some(2500));
    assert_eq!(both.show(Side::Right).branch().acts.len(), 1, "and A2 is up there");
}

/// A script of deliveries, of which the last two cannot be done under every rule.
const BY_HAND: &str = r#"title "By hand"
proposers P1 P2
acceptors A1 A2 A3
network manual
slide "P1 asks"
  propose P1 cat id 1
  deliver PREPARE 1 P1->A1,A2
  deliver PROMISE 1 A1->P1
  deliver PROMISE 1 A2->P1
slide "P1 sends"
  say "Now P1 has two promises."
  deliver ACCEPT-REQUEST 1 cat P1->A1,A2
  expect chosen cat
  deliver ACCEPT 1
"#;

#[test]
fn a_line_that_cannot_be_done_is_said_and_the_run_goes_by_itself() {
    let mut model = showing(BY_HAND);
    let both = compare(&mut model, &[Change::Quorum(QuorumSize::Sizes { prepare: 3, accept: 2 })]);
    let stop = both.stop.clone().expect("P1 has too few promises");
    assert_eq!(
        stop.says,
        "Here the script wants `deliver ACCEPT-REQUEST 1 cat P1->A1`, which was never sent in this world. From then on \
         this run goes by itself."
    );
    assert_eq!(stop.at.time, 3000, "not in part either: no delay has passed for it");
    // What has waited for a `deliver` sets out: the third promise comes, and all goes well.
    assert_eq!(both.ends(Side::Right), ["cat is chosen, and agreement is kept.", "P1 has learned cat."]);
    let right = both.show(Side::Right).recording();
    let next = &right.steps()[stop.at.steps];
    assert_eq!((next.time, next.action), (3000, Action::Set(Change::Network(Delivery::Timed))));
}

#[test]
fn what_cannot_be_done_says_what_became_of_it() {
    let wanted = |line: &str, changes: &[Change]| {
        let text = format!("{BY_HAND}  {line}\n").replace("  expect chosen cat\n", "");
        let branch = Branch::new(Rc::new(play(line, &text)));
        branch.elsewhere(changes).stop.map(|stop| stop.says.split(". From").next().map(str::to_string))
    };
    let three = [Change::Quorum(QuorumSize::Sizes { prepare: 2, accept: 3 })];
    let later = |says: &str| Some(Some(says.to_string()));
    assert_eq!(
        wanted("run until chosen cat", &three),
        later("Here the script wants `run until chosen cat`, which never comes about in this world")
    );
    assert_eq!(wanted("crash A1", &[Change::QuorumRule(Quorum::One)]), None);
    assert_eq!(wanted("set quorum 2", &[Change::QuorumRule(Quorum::One)]), None, "it is left out");
}

#[test]
fn the_other_run_is_kept_as_a_scene_that_plays_to_the_same() {
    // What an objective names has its number before what is proposed, and after it where the objective is left out.
    for (id, _) in course_texts() {
        for changes in some_changes() {
            let mut model = opened(&id, Opening::Start);
            if model.show().is_some_and(|show| show.poll().is_some()) {
                continue;
            }
            let both = compare(&mut model, &changes);
            let text = both.other_as_text();
            let again = play(&id, &text);
            let right = both.show(Side::Right);
            assert_eq!(again.end(), right.end(), "{id} {changes:?}\n{text}");
            assert_eq!(happened(&again.recording), happened(right.recording()), "{id} {changes:?}\n{text}");
            let titles: Vec<&String> = again.slides.iter().map(|slide| &slide.title).collect();
            assert!(titles.windows(2).all(|two| two[0] != two[1]), "each slide has a title of its own: {titles:?}");
            assert!(!text.contains("\n  say ") || both.stop.is_some(), "{id}: what it tells need not be true\n{text}");
        }
    }
}

fn happened(recording: &Recording) -> Vec<Step> {
    recording.steps().to_vec()
}

fn some_changes() -> Vec<Vec<Change>> {
    vec![
        vec![Change::Accept(Accept::Always)],
        vec![Change::QuorumRule(Quorum::Half)],
        vec![Change::Quorum(QuorumSize::Sizes { prepare: 1, accept: 1 }), Change::Seed(9)],
        vec![Change::Nacks(Nacks::On)],
        vec![Change::Value(ValueRule::Own), Change::Promise(Promise::Always)],
    ]
}

#[test]
fn keeping_the_other_run_opens_it_and_leaves_the_scene() {
    let mut model = opened("case-accept-always", Opening::Start);
    let both = compare(&mut model, &[]);
    let text = both.other_as_text();
    model.update(CompareMsg::GoToDifference.into());
    let at = beside(&model).show(Side::Right).at;
    assert_eq!(model.update(CompareMsg::Keep.into()), []);
    let show = model.show().expect("it plays");
    assert_eq!(show.at, at, "at the moment that was shown");
    assert_eq!(show.slide().title, "From 6.0 s on");
    assert_eq!(show.source, Source::Text(text.into()));
    assert_eq!(show.scene.script.title, "Accepting below the promise, with rule accept if-promised");
    assert!(model.comparing.is_none());
}

#[test]
fn the_way_back_loses_nothing() {
    let mut model = opened("case-accept-always", Opening::Slide(2));
    act(&mut model, "crash A3");
    let before = model.show().cloned().expect("a scene");
    compare(&mut model, &[]);
    for msg in [
        Msg::Seek(3000),
        Msg::StepForward,
        Msg::StepBack,
        Msg::PlayOrPause,
        Msg::Tick(500),
        CompareMsg::Rule(Some(0)).into(),
        CompareMsg::Seed("77".to_string()).into(),
        CompareMsg::GoToDifference.into(),
        Msg::NextSlide,
        Msg::Undo,
        Msg::GoHome,
    ] {
        model.update(msg);
    }
    model.update(Msg::Escape);
    let after = model.show().expect("the same scene");
    assert!(model.comparing.is_none() && !model.is_playing());
    assert_eq!((after.at, after.slide, after.shown_run()), (before.at, before.slide, before.shown_run()));
    assert_eq!(after.kept(), before.kept());
}

#[test]
fn one_playhead_moves_both_runs() {
    let mut model = opened("case-accept-always", Opening::Start);
    compare(&mut model, &[]);
    model.update(CompareMsg::GoToDifference.into());
    let places = |model: &Model| Side::BOTH.map(|side| beside(model).show(side).at);
    let first = beside(&model).log.first_difference().expect("they differ");
    assert_eq!(places(&model), [Moment { time: 7000, steps: first + 1 }; 2]);
    model.update(Msg::StepBack);
    assert_eq!(places(&model), [Moment { time: 7000, steps: first }; 2]);
    model.update(Msg::StepForward);
    assert_eq!(places(&model)[0].steps, first + 1);
    model.update(Msg::Seek(0));
    assert_eq!(places(&model), [Moment::default(); 2]);
    model.update(Msg::StepBack);
    assert_eq!(places(&model), [Moment::default(); 2]);
    model.update(Msg::PlayOrPause);
    for _ in 0..60 {
        model.update(Msg::Tick(1000));
    }
    assert!(!model.is_playing(), "it is over");
    assert_eq!(places(&model), Side::BOTH.map(|side| beside(&model).show(side).end()));
    model.update(Msg::PlayOrPause);
    assert_eq!((model.is_playing(), beside(&model).time()), (true, 0), "from the beginning again");
    model.update(Msg::TickStep);
    assert_eq!(places(&model)[1].steps, 1);
}

#[test]
fn a_seed_that_is_none_is_refused_with_a_sentence() {
    let mut model = showing(DRAWN);
    compare(&mut model, &[Change::Seed(5)]);
    model.update(CompareMsg::Seed("x".to_string()).into());
    let why = beside(&model).refused.clone();
    assert_eq!(why.as_deref(), Some("“x” is no seed: expected a whole number from 0 to 4294967295."));
    assert_eq!(beside(&model).captions[1], "seed 5", "and nothing has changed");
    model.update(CompareMsg::Seed(" 12 ".to_string()).into());
    assert_eq!((beside(&model).captions[1].as_str(), &beside(&model).refused), ("seed 12", &None));
    model.update(CompareMsg::Seed(String::new()).into());
    assert_eq!(beside(&model).log.first_difference(), None, "its own seed again");
}

#[test]
fn only_rules_that_mean_something_in_a_run_are_offered() {
    let offered = |id: &str| -> Vec<&str> {
        let mut model = opened(id, Opening::Start);
        compare(&mut model, &[]).rules().into_iter().map(|(name, _)| name).collect()
    };
    let (one, log) = (offered("carry-on"), offered("mp-steady"));
    assert!(one.contains(&"phases") && !one.contains(&"gaps"), "one decision has no log: {one:?}");
    assert!(log.contains(&"gaps") && !log.contains(&"phases"), "{log:?}");
    let mut model = opened("mp-steady", Opening::Start);
    compare(&mut model, &[]);
    model.update(CompareMsg::Rule(log.iter().position(|name| *name == "gaps")).into());
    assert_eq!(beside(&model).captions[1], "rule gaps left", "the place is that among those that are offered");
}

#[test]
fn a_rule_that_is_picked_differs_at_once() {
    let mut model = opened("case-accept-always", Opening::Start);
    compare(&mut model, &[]);
    let accept = conditions::rules().iter().position(|(name, _)| *name == "accept");
    model.update(CompareMsg::Rule(accept).into());
    assert_eq!(beside(&model).captions, ["rule accept always", "Paxos"]);
    model.update(CompareMsg::Rule(Some(3)).into());
    assert_eq!(beside(&model).captions, ["rule value highest-accepted", "rule value own"], "accept is as on the left");
    model.update(CompareMsg::Rule(None).into());
    assert_eq!(beside(&model).log.first_difference(), None);
    model.update(CompareMsg::Quorum(Some(QuorumSize::Sizes { prepare: 1, accept: 1 })).into());
    model.update(CompareMsg::Nacks(Some(Nacks::On)).into());
    assert_eq!(beside(&model).captions, ["quorum majority and nacks off", "quorum 1 and nacks on"]);
}

/// Answers the wish for the text of a twin.
fn fetched(model: &mut Model, effects: &[Effect]) {
    let [Effect::Fetch(source, opening)] = effects else { panic!("a wish for one text: {effects:?}") };
    let text = text_of(source.id());
    model.update(Msg::Loaded { id: source.clone(), text, opening: opening.clone() });
}

#[test]
fn a_scene_stands_beside_its_twin() {
    let mut model = opened("case-accept-always", Opening::Slide(1));
    act(&mut model, "crash A3");
    let before = model.show().cloned().expect("a scene");
    let effects = model.update(CompareMsg::OpenTwin.into());
    assert!(model.comparison().is_none(), "it is on its way");
    fetched(&mut model, &effects);
    let both = beside(&model);
    assert_eq!(both.captions, ["Accepting below the promise", "A late request is refused"]);
    assert!(!both.show(Side::Left).is_own(), "each as it is told");
    assert_eq!(both.show(Side::Right).recording().end(), play("twin", &text_of("case-late-request")).end());
    model.update(CompareMsg::Rule(Some(1)).into());
    assert_eq!(beside(&model).captions[1], "A late request is refused", "two scenes have no conditions to choose");
    model.update(CompareMsg::Close.into());
    let after: &Show = model.show().expect("the same scene");
    assert_eq!((after.at, after.kept()), (before.at, before.kept()));
}

#[test]
fn a_twin_that_cannot_be_had_is_told() {
    let mut model = opened("case-accept-always", Opening::Start);
    model.update(CompareMsg::OpenTwin.into());
    model.update(Msg::LoadFailed { id: "case-late-request".into(), why: "No network.".to_string() });
    assert!(model.comparing.is_none() && model.show().is_some());
    assert_eq!(model.told, ["No network."]);
}

#[test]
fn a_poll_is_not_compared() {
    let mut model = opened("consensus", Opening::Start);
    model.update(CompareMsg::Open(vec![Change::Seed(3)]).into());
    assert!(model.comparing.is_none());
}

#[test]
fn another_scene_ends_the_comparison() {
    let mut model = opened("case-accept-always", Opening::Start);
    compare(&mut model, &[]);
    model.update(Msg::Open("floor".to_string(), Opening::Set));
    assert!(model.comparing.is_none());
}

fn change() -> impl Strategy<Value = Change> {
    let rules: Vec<Change> = conditions::rules().into_iter().flat_map(|(_, variants)| variants).collect();
    prop_oneof![
        4 => prop::sample::select(rules),
        2 => (0u32..50).prop_map(Change::Seed),
        1 => (1u8..=3, 1u8..=3).prop_map(|(prepare, accept)| Change::Quorum(QuorumSize::Sizes { prepare, accept })),
        1 => Just(Change::Nacks(Nacks::On)),
    ]
}

fn said() -> impl Strategy<Value = (u32, &'static str)> {
    let acts = vec![
        "crash A1",
        "restart A1",
        "propose P1 dog",
        "timeout P1",
        "cut P1-A2",
        "heal",
        "drop any",
        "hold one any",
        "release any",
        "set loss 20%",
        "set retry 2500",
        "set rule accept always",
    ];
    (0u32..15_000, prop::sample::select(acts))
}

/// That each step of a run stands in exactly one row, in its order.
fn covers(rows: impl Iterator<Item = Option<usize>>, recording: &Recording) -> bool {
    rows.flatten().eq(0..recording.steps().len())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn every_step_of_both_runs_stands_in_exactly_one_row(
        place in 0..1000usize,
        changes in prop::collection::vec(change(), 0..3),
        acts in prop::collection::vec(said(), 0..4),
        times in prop::collection::vec(0u32..20_000, 0..6),
    ) {
        let all = course_texts();
        let mut model = opened(&all[place % all.len()].0, Opening::Start);
        for (time, act) in acts {
            model.update(Msg::Seek(time));
            model.update(Msg::Act(Act::Say(act.to_string())));
        }
        model.update(CompareMsg::Open(changes).into());
        let Some(both) = model.comparison().cloned() else { return Ok(()) };
        let [left, right] = Side::BOTH.map(|side| both.show(side).recording());
        prop_assert!(covers(both.log.rows.iter().map(|row| row.left), left), "the left: {:?}", both.log.rows);
        prop_assert!(covers(both.log.rows.iter().map(|row| row.right), right), "the right: {:?}", both.log.rows);
        prop_assert!(both.log.rows.is_sorted_by_key(|row| row.time), "in the order of time");
        let first = both.log.first_difference().unwrap_or(both.log.rows.len());
        prop_assert!(both.log.rows[..first].iter().all(|row| row.is_equal || row.is_left_out));
        prop_assert!(both.log.rows.iter().all(|row| !row.is_left_out || row.right.is_none()));
        for row in both.log.rows.iter() {
            let entries = Side::BOTH.map(|side| both.log.entry(row, side));
            for entry in entries.iter().flatten() {
                prop_assert_eq!(entry.time, row.time, "the same instant side by side");
            }
            let is_equal = entries[0].map(|entry| (&entry.exact, entry.at)) == entries[1].map(|entry| (&entry.exact, entry.at));
            prop_assert_eq!(row.is_equal, is_equal, "{:?}", row);
        }
        for time in times {
            model.update(Msg::Seek(time));
            model.update(Msg::StepForward);
            let both = beside(&model);
            for side in Side::BOTH {
                let (show, done) = (both.show(side), &both.log.rows[..both.done()]);
                let of = |row: &Row| if side == Side::Left { row.left } else { row.right };
                prop_assert_eq!(show.at.steps, done.iter().filter_map(of).count());
                prop_assert!(show.at <= show.end());
            }
        }
        let text = both.other_as_text();
        let scene: Scene = play("kept", &text);
        let right = both.show(Side::Right).recording();
        prop_assert_eq!(&scene.recording.world().votes, &right.world().votes, "{}", text);
    }
}
