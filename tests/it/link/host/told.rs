//! What a host is told: names and fields as the table has them, times as the run has them, nothing twice.

use super::{call, object};
use crate::on_show;
use paxos_explainer::link::host::{Cause, EVENTS, Happening, Plain, Watch, Wish, carry_out};
use paxos_explainer::player::{Act, AskMsg, CompareMsg, Model, Msg, Opening};
use std::collections::BTreeSet;

/// The names of the fields that a detail such as `{time, slot}` is said to have.
fn names(detail: &str) -> Vec<String> {
    let inside = detail.trim_matches(|c| "`{}".contains(c));
    inside.split(", ").filter(|name| !name.is_empty()).map(str::to_string).collect()
}

fn check(heard: &[Happening]) {
    for happening in heard {
        let event = EVENTS.iter().find(|event| event.name == happening.name);
        let event = event.unwrap_or_else(|| panic!("{} is in no table", happening.name));
        let found: Vec<&String> = happening.detail.iter().map(|(name, _)| name).collect();
        assert_eq!(found, names(event.detail).iter().collect::<Vec<_>>(), "{}", event.name);
    }
}

/// Plays to the end of a slide, and hears everything.
fn play(model: &mut Model, watch: &mut Watch) -> Vec<Happening> {
    model.update(Msg::NextSlide);
    let mut heard = watch.look(model, Cause::Wish);
    while model.is_playing() {
        model.update(Msg::Tick(16));
        heard.extend(watch.look(model, Cause::Playing));
    }
    heard
}

/// A scene that was played from its beginning to its end, and all that was heard of it.
fn heard_of(scene: &str) -> (Model, Vec<Happening>) {
    let mut model = on_show::begun_at(&on_show::text_of(scene), Opening::Start);
    let mut watch = Watch::default();
    let mut heard = watch.look(&model, Cause::Wish);
    for _ in 0..on_show::shown(&model).scene.slides.len() {
        heard.extend(play(&mut model, &mut watch));
    }
    (model, heard)
}

fn of<'h>(heard: &'h [Happening], name: &str) -> Vec<&'h Happening> {
    heard.iter().filter(|happening| happening.name == name).collect()
}

#[test]
fn every_event_of_the_table_is_told_with_the_fields_of_the_table() {
    let mut heard = heard_of("nutshell").1;
    let (mut model, more) = heard_of("case-accept-always");
    heard.extend(more);
    let mut watch = Watch::default();
    watch.look(&model, Cause::Wish);
    model.update(Msg::Faster);
    heard.extend(watch.look(&model, Cause::Wish));
    model.update(Msg::Seek(0));
    heard.extend(watch.look(&model, Cause::Wish));
    call(&mut model, "act", &["crash".into(), "A2".into()]).unwrap();
    heard.extend(watch.look(&model, Cause::Wish));
    model.update(Msg::Tell(vec!["Something is wrong.".to_string()]));
    heard.extend(watch.look(&model, Cause::Wish));
    let text = "title t\nproposers P1\nacceptors A1 A2 A3\npropose P1 cat id 1\nrun idle\nask answer A1\npropose P1 cat id 3\nrun idle\n";
    let mut model = on_show::begun_at(text, Opening::Start);
    model.update(AskMsg::Open(0).into());
    let mut watch = Watch::default();
    watch.look(&model, Cause::Wish);
    model.update(AskMsg::Skip.into());
    heard.extend(watch.look(&model, Cause::Wish));
    heard.extend(of_an_objective());
    check(&heard);
    let told: BTreeSet<&str> = heard.iter().map(|happening| happening.name).collect();
    let all: BTreeSet<&str> = EVENTS.iter().map(|event| event.name).collect();
    assert_eq!(told, all);
}

/// What is told while an objective is reached.
fn of_an_objective() -> Vec<Happening> {
    let text = "title t\nproposers P1\nacceptors A1\nnetwork manual\nobjective o\ngoal A1 promised 1\nslide s\n  expect A1 up\n";
    let mut model = on_show::begun_at(text, Opening::Set);
    let mut watch = Watch::default();
    let mut heard = watch.look(&model, Cause::Wish);
    for act in [&["propose", "P1", "cat"][..], &["deliver", "PREPARE", "1", "P1", "A1"]] {
        let arguments: Vec<Plain> = act.iter().map(|&word| word.into()).collect();
        call(&mut model, "act", &arguments).unwrap();
        heard.extend(watch.look(&model, Cause::Wish));
    }
    model.update(Msg::Undo);
    heard.extend(watch.look(&model, Cause::Wish));
    heard
}

#[test]
fn objective_is_told_with_each_act_and_as_it_is_reached() {
    let heard = of_an_objective();
    let told: Vec<Vec<Plain>> = of(&heard, "objective")
        .into_iter()
        .map(|happening| happening.detail.iter().map(|(_, value)| value.clone()).collect())
        .collect();
    let expected = |done: bool, acts: u32| vec![Plain::Nothing, Plain::Bool(done), acts.into()];
    assert_eq!(told, [expected(false, 1), expected(true, 2), expected(false, 1)]);
}

#[test]
fn chosen_and_learned_are_told_once_each_when_time_comes_past_them() {
    let mut model = on_show::begun_at(&on_show::text_of("nutshell"), Opening::Start);
    let mut watch = Watch::default();
    let first = watch.look(&model, Cause::Wish);
    assert_eq!(of(&first, "chosen").len(), 0, "{first:?}");
    call(&mut model, "seek", &["100%".into()]).unwrap();
    let heard = watch.look(&model, Cause::Wish);
    let chosen = of(&heard, "chosen");
    let run = on_show::shown(&model).recording().clone();
    let step = run.steps().iter().find(|step| step.effects.chosen.is_some()).unwrap();
    assert_eq!(chosen.len(), 1);
    assert_eq!(chosen[0].detail[0].1, step.time.into());
    assert!(!of(&heard, "learned").is_empty());
    call(&mut model, "seek", &["0%".into()]).unwrap();
    assert_eq!(of(&watch.look(&model, Cause::Wish), "chosen").len(), 0, "back is not past");
    call(&mut model, "seek", &["100%".into()]).unwrap();
    assert_eq!(of(&watch.look(&model, Cause::Wish), "chosen").len(), 1, "again past it");
    assert_eq!(watch.look(&model, Cause::Wish), [], "nothing has happened since");
}

#[test]
fn violation_is_told_at_the_step_that_breaks_it() {
    let mut model = on_show::begun_at(&on_show::text_of("case-accept-always"), Opening::Start);
    let mut watch = Watch::default();
    watch.look(&model, Cause::Wish);
    call(&mut model, "seek", &["100%".into()]).unwrap();
    let heard = watch.look(&model, Cause::Wish);
    let violations = of(&heard, "violation");
    let agreement = violations.iter().find(|told| told.detail[1].1 == "Agreement".into()).expect("it is broken");
    let place = heard.iter().position(|told| told == *agreement).unwrap();
    let second = heard.iter().enumerate().filter(|(_, told)| told.name == "chosen").nth(1).unwrap();
    assert_eq!(second.1.detail[0].1, agreement.detail[0].1, "agreement breaks when a second value is chosen");
    assert!(second.0 < place, "what breaks it is told before");
}

#[test]
fn acts_of_a_link_are_the_state_and_no_action() {
    let mut model = on_show::scene("phase-1");
    let mut watch = Watch::default();
    watch.look(&model, Cause::Wish);
    call(&mut model, "load", &[object(&[("do", "300:crash.A2".into())])]).unwrap();
    let heard = watch.look(&model, Cause::Wish);
    assert_eq!(of(&heard, "action").len(), 0);
    assert_eq!(of(&heard, "statechange")[0].detail[0].1, "300:crash.A2".into());
    model.update(Msg::Undo);
    let heard = watch.look(&model, Cause::Wish);
    assert_eq!(of(&heard, "statechange")[0].detail[0].1, "".into());
    model.update(Msg::Redo);
    let heard = watch.look(&model, Cause::Wish);
    assert_eq!(of(&heard, "statechange")[0].detail[0].1, "300:crash.A2".into());
    assert_eq!(of(&heard, "action").len(), 0, "to do again is no act");
}

#[test]
fn act_in_the_past_of_a_run_is_told_alone() {
    let mut model = on_show::scene("phase-1");
    let mut watch = Watch::default();
    watch.look(&model, Cause::Wish);
    let mut crash = |model: &mut Model, at: u32, name: &str| {
        model.update(Msg::Seek(at));
        watch.look(model, Cause::Wish);
        call(model, "act", &["crash".into(), name.into()]).unwrap();
        let heard = watch.look(model, Cause::Wish);
        of(&heard, "action").iter().map(|it| it.detail[1].1.clone()).collect::<Vec<_>>()
    };
    assert_eq!(crash(&mut model, 300, "A1"), ["crash A1".into()]);
    assert_eq!(crash(&mut model, 900, "A2"), ["crash A2".into()]);
    assert_eq!(crash(&mut model, 600, "A3"), ["crash A3".into()]);
    model.update(Msg::GoToRun(0));
    assert_eq!(of(&watch.look(&model, Cause::Wish), "action").len(), 0, "another run is no act");
}

#[test]
fn host_acts_on_the_run_itself_while_the_reader_compares() {
    let mut model = on_show::scene("contention");
    model.update(CompareMsg::Open(Vec::new()).into());
    model.update(CompareMsg::Seed("7".to_string()).into());
    assert!(model.comparison().is_some());
    call(&mut model, "getState", &[]).unwrap();
    assert!(model.comparison().is_some(), "to ask changes nothing");
    call(&mut model, "act", &["crash".into(), "A1".into()]).unwrap();
    assert!(model.comparison().is_none() && on_show::shown(&model).is_own());
}

#[test]
fn deck_that_comes_back_to_its_slide_passes_over_no_question() {
    let text = "title t\nproposers P1\nacceptors A1 A2 A3\npropose P1 cat id 1\nrun idle\nask answer A1\npropose P1 cat id 3\nrun idle\n";
    let mut model = on_show::begun_at(text, Opening::Start);
    model.update(AskMsg::Open(0).into());
    assert!(model.is_asking());
    carry_out(&mut model, Wish::SlideStart);
    assert!(model.is_asking() && !model.is_playing());
}

#[test]
fn acts_of_people_are_told_too_and_a_slide_leads_back_to_the_scene() {
    let mut model = on_show::begun_at(&on_show::text_of("consensus"), Opening::Start);
    let mut watch = Watch::default();
    watch.look(&model, Cause::Wish);
    call(&mut model, "act", &["back".into(), "F1".into(), "park".into()]).unwrap();
    let heard = watch.look(&model, Cause::Wish);
    assert_eq!(of(&heard, "action")[0].detail[1].1, "back F1 park".into());
    assert_eq!(of(&heard, "runchange").len(), 1);
    call(&mut model, "seek", &[object(&[("marker", "slide-2".into())])]).unwrap();
    let heard = watch.look(&model, Cause::Wish);
    assert_eq!(of(&heard, "runchange").len(), 1);
    assert_eq!(of(&heard, "statechange")[0].detail[0].1, "".into());
    assert_eq!(on_show::shown(&model).slide, 1);
}

#[test]
fn it_has_ended_only_at_the_end_of_the_run() {
    let mut model = on_show::begun_at(&on_show::text_of("nutshell"), Opening::Start);
    let mut watch = Watch::default();
    watch.look(&model, Cause::Wish);
    let slides = on_show::shown(&model).scene.slides.len();
    let ends: Vec<usize> = (1..slides).map(|_| of(&play(&mut model, &mut watch), "ended").len()).collect();
    assert_eq!(ends.iter().sum::<usize>(), 1);
    assert_eq!(ends.last(), Some(&1), "{ends:?}");
}

#[test]
fn host_is_told_when_more_of_a_run_is_worked_out() {
    let text = "title t\nproposers P1\nacceptors A1 A2 A3\nlearners L1\nretry 3000\npropose P1 cat\nrun 100\n";
    let mut model = on_show::begun_at(text, Opening::Start);
    let mut watch = Watch::default();
    model.update(Msg::Seek(100));
    watch.look(&model, Cause::Wish);
    model.update(Msg::Act(Act::Say("partition P1 | A1 A2 A3".to_string())));
    watch.look(&model, Cause::Wish);
    let before = on_show::shown(&model).end().time;
    model.update(Msg::Seek(u32::MAX));
    model.update(Msg::StepForward);
    assert!(before < on_show::shown(&model).end().time);
    let heard = watch.look(&model, Cause::Wish);
    assert_eq!(of(&heard, "runchange").len(), 1, "{heard:?}");
    assert_eq!(of(&heard, "action").len(), 0);
}
