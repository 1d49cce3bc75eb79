//! What is kept of the space-time diagram from one frame to the next never shows: it is what would be drawn anew. So it is
//! with the rows of the log and the milestones.

use crate::on_show::{scene, shown, text_of};
use paxos_explainer::paxos::NodeId;
use paxos_explainer::player::{Act, Model, Msg, Opening, TimeMsg};
use paxos_explainer::sim::milestones;
use paxos_explainer::story::language;
use paxos_explainer::story::words::Vocabulary;
use paxos_explainer::view::Group;
use paxos_explainer::view::log::{Log, Told};
use paxos_explainer::view::space_time::{self, Diagram, Memo, Plan};
use proptest::prelude::*;
use std::rc::Rc;

/// Scenes with losses, crashes, refusals, wrong rules and logs.
const SCENES: [&str; 8] = [
    "contention",
    "carry-on",
    "case-proposer-fails",
    "case-late-request",
    "case-one-way-cut",
    "case-accept-always",
    "mp-take-over",
    "mp-two-leaders",
];

fn drawn(model: &Model, memo: &Memo) -> Diagram {
    let show = shown(model);
    space_time::diagram(show, &model.time_line, &Plan::of(show, &model.time_line), memo)
}

fn log(model: &Model, told: &Told) -> Log {
    Log::of(shown(model), &model.log, &model.lighting.light(shown(model)), told)
}

fn msg() -> impl Strategy<Value = Msg> {
    let said = ["crash A2", "crash R2", "set loss 30%", "timeout P1", "heal", "hold any", "set rule accept always"];
    let eye = (0u8..6).prop_map(|nth| Msg::See(Some(NodeId(nth))));
    prop_oneof![
        6 => (0u32..9000).prop_map(Msg::Seek),
        6 => (0u32..300).prop_map(Msg::Tick),
        3 => Just(Msg::PlayOrPause),
        4 => Just(Msg::StepForward),
        3 => Just(Msg::StepBack),
        2 => Just(Msg::NextSlide),
        2 => prop_oneof![3 => eye, 2 => Just(Msg::See(None))],
        2 => prop::sample::select(vec![TimeMsg::ZoomIn, TimeMsg::ZoomOut, TimeMsg::Fit, TimeMsg::Fold]).prop_map(Msg::from),
        1 => (300u32..1400).prop_map(|room| TimeMsg::Room(room).into()),
        1 => prop::sample::select(Vocabulary::ALL.to_vec()).prop_map(Msg::Speak),
        3 => prop::sample::select(said.to_vec()).prop_map(|said| Msg::Act(Act::Say(said.to_string()))),
        1 => prop::sample::select(vec![Msg::Undo, Msg::Redo, Msg::GoHome, Msg::GoToOwn]),
        1 => prop::sample::select(SCENES.to_vec()).prop_map(|id| Msg::Open(id.to_string(), Opening::End)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn what_was_kept_is_what_is_worked_out_anew(
        first in prop::sample::select(SCENES.to_vec()),
        msgs in prop::collection::vec(msg(), 1..40),
    ) {
        let (mut model, memo, told) = (scene(first), Memo::default(), Told::default());
        for msg in msgs {
            if let Msg::Open(id, opening) = &msg {
                let (id, opening) = (id.clone(), opening.clone());
                model.update(msg);
                model.update(Msg::Loaded { id: id.clone().into(), text: text_of(&id), opening });
            } else {
                model.update(msg);
            }
            if model.show().is_none() {
                break; // The scene after this one would have to be fetched.
            }
            prop_assert_eq!(drawn(&model, &memo), drawn(&model, &Memo::default()));
            prop_assert_eq!(log(&model, &told), log(&model, &Told::default()));
            let show = shown(&model);
            prop_assert_eq!(&*show.milestones(), &milestones(show.recording(), show.at));
        }
    }
}

/// The rows are the very same but for the one that was the last: neither are they told again, nor need they be compared.
#[test]
fn rows_of_the_log_are_kept_while_the_run_goes_on() {
    let (mut model, told) = (scene("mp-take-over"), Told::default());
    model.update(Msg::StepBack);
    let before = log(&model, &told).rows;
    model.update(Msg::StepForward);
    let after = log(&model, &told).rows;
    let same = before.iter().zip(&after).filter(|(one, other)| Rc::ptr_eq(one, other)).count();
    assert!(10 < same && before.len() <= same + 1, "{same} of {}", before.len());
}

/// The groups are the very same, so that nobody has to compare them, mark by mark.
#[test]
fn most_of_it_is_kept_while_time_passes() {
    let (mut model, memo) = (scene("contention"), Memo::default());
    model.update(Msg::Seek(9000));
    let before = drawn(&model, &memo);
    model.update(Msg::StepBack);
    let after = drawn(&model, &memo);
    let has = |groups: &[Rc<Group>], one: &Rc<Group>| groups.iter().any(|group| Rc::ptr_eq(group, one));
    let of_messages = |diagram: &Diagram| {
        diagram.still.groups.iter().filter(|group| group.id.starts_with("time-message")).cloned().collect::<Vec<_>>()
    };
    let ended = of_messages(&after);
    assert!(10 < ended.len());
    assert!(ended.iter().all(|group| has(&before.still.groups, group)));
    let again = drawn(&model, &memo);
    assert!(
        again.still.groups.iter().all(|group| has(&after.still.groups, group) || group.id.starts_with("time-lead"))
    );
}

/// What is on its way is drawn once, and not in each frame.
#[test]
fn what_is_on_its_way_is_kept_while_time_passes() {
    let (mut model, memo) = (scene("contention"), Memo::default());
    model.update(Msg::Seek(3100));
    let before = drawn(&model, &memo);
    model.update(Msg::Seek(3140));
    let after = drawn(&model, &memo);
    assert!(before.now < after.now && 1 < after.under_way.len());
    for (before, after) in before.under_way.iter().zip(&after.under_way) {
        assert!(Rc::ptr_eq(&before.gone, &after.gone) && Rc::ptr_eq(&before.to_come, &after.to_come));
        assert!(Rc::ptr_eq(&before.place, &after.place));
    }
}

#[test]
fn words_of_another_language_are_drawn_anew() {
    let (model, memo) = (scene("case-proposer-fails"), Memo::default());
    let english = drawn(&model, &memo);
    language::speak_long();
    let long = drawn(&model, &memo);
    language::speak_english();
    assert_ne!(english, long);
    assert_eq!(drawn(&model, &memo), english);
}

#[test]
fn runs_hold_all_groups_in_their_order_and_none_is_long() {
    let mut model = scene("mp-two-leaders");
    model.update(Msg::Seek(u32::MAX));
    let frame = drawn(&model, &Memo::default()).still;
    let runs: Vec<_> = space_time::runs(&frame.groups).collect();
    assert!(runs.concat().iter().zip(&frame.groups).all(|(one, other)| Rc::ptr_eq(one, other)));
    assert_eq!(runs.concat().len(), frame.groups.len());
    assert!(4 < runs.len() && runs.iter().all(|run| run.len() <= 64 && !run.is_empty()));
}
