//! Two runs beside each other: lined up step by step, the first difference exact, and nothing of the run lost.

mod any;
mod left_out;
mod without;

use crate::player::{SCENE, opened, showing, text_of};
use crate::scenes::{course, course_texts, play, texts};
use paxos_explainer::paxos::rules::{Accept, Phases, Promise, Quorum, ValueRule};
use paxos_explainer::paxos::{Nacks, QuorumSize};
use paxos_explainer::player::compare::{Entry, Row};
use paxos_explainer::player::{Act, CompareMsg, Comparison, Effect, Model, Msg, Opening, Show, Side, Source};
use paxos_explainer::sim::{Action, Change, Delivery, Moment, Recording, Step};
use paxos_explainer::story::words::beside::seconds;
use paxos_explainer::story::{Branch, Scene, conditions, print};

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
    let why = "Here you did “drop one ACCEPT-REQUEST 5 P1->A1”, which has arrived already in this world. From then on this \
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
        "Here the script wants “deliver ACCEPT-REQUEST 1 cat P1->A1”, which was never sent in this world. From then on \
         this run goes by itself. What has waited there to be delivered by hand sets out by itself."
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
        later("Here the script wants “run until chosen cat”, which never comes about in this world")
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
