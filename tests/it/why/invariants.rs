//! What Paxos promises: green to the end where Paxos runs, red from the exact step where it does not.

use super::{at_the_end, scene, shown};
use crate::scenes::course;
use paxos_explainer::check::{How, Property, Verdicts, first_violation};
use paxos_explainer::paxos::Role;
use paxos_explainer::paxos::rules::Rules;
use paxos_explainer::player::{Act, LightMsg, Model, Msg, Pick};
use paxos_explainer::sim::{Moment, Recording, truth};
use paxos_explainer::story::words::{caution, invariant};
use std::rc::Rc;

/// Whether no wrong rule was ever in force, and all quorums meet.
fn is_paxos(recording: &Recording) -> bool {
    recording.at(Moment::default()).rules == Rules::default() && caution::over(recording, recording.end()).is_empty()
}

/// Where the observer of the world sees a violation for the first time.
fn first_seen(recording: &Recording) -> Option<usize> {
    let mut first = None;
    recording.walk(recording.steps().len(), |done, _, world| {
        if first.is_none() && truth::violation(world).is_some() {
            first = Some(done - 1);
        }
    });
    first
}

/// That what is found agrees with the observer.
pub fn agrees(name: &str, recording: &Recording) {
    let verdicts = Verdicts::of(recording);
    let of = [Property::Agreement, Property::Validity, Property::Learning];
    let first = of.iter().filter_map(|&property| verdicts.broken(property, recording.end())).map(|it| it.step).min();
    assert_eq!(first, first_seen(recording), "{name}");
}

#[test]
fn scenes_of_paxos_are_green_to_their_end_and_the_others_say_when_they_break() {
    let mut told = String::new();
    let mut green = 0;
    for (id, scene) in course() {
        let verdicts = Verdicts::of(&scene.recording);
        agrees(&id, &scene.recording);
        let is_green = verdicts.all_hold(scene.recording.end());
        if is_paxos(&scene.recording) {
            assert!(is_green, "{id}");
            green += 1;
        }
        let telling = paxos_explainer::story::words::Telling::exact(&scene.script.names);
        for property in Property::ALL {
            let Some(broken) = verdicts.broken(property, scene.recording.end()) else { continue };
            let time = scene.recording.steps()[broken.step].time;
            told += &format!(
                "{id}, {}, step {}: {}\n",
                invariant::name(property, telling),
                broken.step,
                invariant::broken(broken, time, telling)
            );
        }
    }
    assert!(40 < green, "{green}");
    let golden = format!("{}/tests/golden/invariants.txt", env!("CARGO_MANIFEST_DIR"));
    expect_test::expect_file![golden].assert_eq(&told);
}

#[test]
fn line_is_red_from_the_exact_step_on_and_never_green_again() {
    let mut model = scene("case-accept-always");
    let verdicts = shown(&model).verdicts();
    let end = shown(&model).recording().end();
    let broken = verdicts.broken(Property::Promises, end).expect("a promise is broken").clone();
    for steps in 0..=end.steps {
        let time = steps.checked_sub(1).map_or(0, |last| shown(&model).recording().steps()[last].time);
        model.update(Msg::StandAt(Moment { time, steps }));
        let promises = shown(&model).promises();
        let line = promises.iter().find(|line| line.property == Property::Promises).expect("it is there");
        assert_eq!(line.broken.is_some(), broken.step < steps, "after {steps} steps");
    }
    assert_eq!(shown(&model).holds(), Some(false));
    let until = first_violation(shown(&model).recording(), Property::Promises, broken.step);
    assert_eq!(until, None, "not before");
    assert_eq!(first_violation(shown(&model).recording(), Property::Promises, broken.step + 1), Some(broken));
}

#[test]
fn witness_is_lit() {
    let mut model = scene("case-accept-always");
    model.update(LightMsg::Pick(Pick::Broken(Property::Agreement)).into());
    let light = model.lighting.light(shown(&model));
    assert!(light.dims && 2 <= light.steps.len() && !light.messages.is_empty() && 2 <= light.nodes.len(), "{light:?}");
}

fn how(model: &Model, property: Property) -> How {
    let show = shown(model);
    show.verdicts().broken(property, show.at).unwrap_or_else(|| panic!("{property:?} holds")).how
}

#[test]
fn each_property_is_able_to_fail() {
    let always = scene("case-accept-always");
    assert!(matches!(how(&always, Property::Agreement), How::TwoChosen(..)));
    assert!(matches!(how(&always, Property::Promises), How::AcceptedBelow(..)));
    let on_promises = scene("case-learn-on-promises");
    assert!(matches!(how(&on_promises, Property::Learning), How::LearnedUnchosen(..)));
    let back = scene("case-accept-without-promising");
    assert!(matches!(how(&back, Property::Promises), How::WentBack(..)));
    assert!(matches!(how(&on_promises, Property::Agreement), How::Differ(..)));
    let forgets = scene("case-storage-forgets-promise");
    assert!(matches!(how(&forgets, Property::Promises), How::PromiseLowered(.., None)));
    let gone = scene("case-storage-forgets-accepted");
    assert!(matches!(how(&gone, Property::Promises), How::VoteGone(..)));
    let lowered = scene("case-promise-always");
    assert!(matches!(how(&lowered, Property::Promises), How::PromiseLowered(.., Some(_))));
    let picks = scene("case-value-re-picks");
    assert!(matches!(how(&picks, Property::OneValue), How::TwoValues(..)));
}

/// No rule lets anybody invent a value: the observer's list of wishes is emptied by hand.
#[test]
fn value_that_nobody_proposed_would_be_seen() {
    let text = "title t\nproposers P1\nacceptors A1\ndelay 100\npropose P1 cat id 1\nrun 1000\n";
    let model = at_the_end("t", text);
    let recording = shown(&model).recording();
    let arrival = recording.steps().iter().find(|step| step.effects.chosen.is_some()).expect("cat is chosen");
    let mut world = recording.world().clone();
    assert_eq!(paxos_explainer::check::property::invented(arrival, &world), None);
    world.proposed.clear();
    let found = paxos_explainer::check::property::invented(arrival, &world);
    assert!(matches!(found, Some(How::Invented(..))), "{found:?}");
}

#[test]
fn run_is_gone_through_once_until_another_is_shown() {
    let mut model = scene("case-proposer-fails");
    let first = shown(&model).verdicts();
    model.update(Msg::Seek(5000));
    assert!(Rc::ptr_eq(&first, &shown(&model).verdicts()), "time moves, the run is the same");
    let a1 = shown(&model).recording().world().cluster.all(Role::Acceptor).iter().next().expect("there is one");
    model.update(Msg::Act(Act::Crash(a1)));
    assert!(!Rc::ptr_eq(&first, &shown(&model).verdicts()), "another run");
}
