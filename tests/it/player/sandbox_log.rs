//! The sandbox of a log: what it can build plays, elects a leader and answers its clients, for as long as one likes.

use super::show;
use paxos_explainer::player::sandbox::{Field, Kind, LOG_TITLE, Rate};
use paxos_explainer::player::{Act, Model, Msg, Opening, Playing, SandboxMsg, Source};
use paxos_explainer::sim::recording::{EVENTS_MAX, TIME_MAX};
use paxos_explainer::story::{Scene, parse};

/// A page with the builder of a log open, and these numbers typed.
fn set(typed: &[(Field, u32)]) -> Model {
    let mut model = super::begun();
    model.update(SandboxMsg::Open.into());
    model.update(SandboxMsg::SetKind(Kind::Log).into());
    for &(field, number) in typed {
        model.update(SandboxMsg::Set(field, number.to_string()).into());
    }
    model
}

/// The page with the log on show.
fn started(mut model: Model) -> Model {
    model.update(SandboxMsg::Start.into());
    assert_eq!(show(&model).scene.script.title, LOG_TITLE.said());
    model
}

/// Lets the page play on for so much virtual time.
fn play(model: &mut Model, virtual_ms: u32) {
    let until = show(model).at.time + virtual_ms;
    model.update(Msg::PlayOrPause);
    while show(model).at.time < until && model.playing != Playing::Still {
        model.update(Msg::Tick(500));
    }
    if model.is_playing() {
        model.update(Msg::PlayOrPause);
    }
}

fn balances(model: &Model) -> Vec<i64> {
    let world = show(model).world();
    let replicas = world.cluster.nodes().filter_map(|node| world.node(node).replica.as_ref());
    replicas.map(|replica| replica.disk.machine.balance.unwrap_or(0)).collect()
}

#[test]
fn every_log_within_the_limits_plays_and_most_answer_within_half_a_minute() {
    for replicas in 3..=7 {
        for clients in 1..=3 {
            for rate in [Rate::Off, Rate::Slow, Rate::Fast] {
                let mut model = set(&[(Field::Replicas, replicas), (Field::Askers, clients)]);
                model.update(SandboxMsg::SetRate(rate).into());
                let plan = model.sandbox.plan().expect("it is within the limits");
                assert!(plan.preview()[0].starts_with(&format!("{replicas} replicas and ")));
                assert_eq!(plan.warning(), None);
                let scene = parse(&plan.text()).and_then(Scene::play).expect("it plays");
                assert_eq!(scene.recording.end().time, 0, "it waits for the reader");
                let mut model = started(model);
                play(&mut model, 30_000);
                assert!(30_000 <= show(&model).at.time, "it goes on by itself");
                let most = balances(&model).into_iter().max().unwrap_or_default();
                assert_eq!(rate != Rate::Off, 3 < most, "{replicas} {clients} {rate:?}: {most}");
            }
        }
    }
}

#[test]
fn log_refuses_what_it_cannot_build_and_warns_of_timers_that_are_too_short() {
    for (field, number) in [(Field::Replicas, 2), (Field::Replicas, 8), (Field::Askers, 0), (Field::Loss, 91)] {
        let model = set(&[(field, number)]);
        let refusals = model.sandbox.plan().expect_err("it is not possible");
        assert_eq!(refusals.iter().map(|(field, _)| *field).collect::<Vec<_>>(), [Some(field)]);
    }
    let warning = |typed: &[(Field, u32)]| set(typed).sandbox.plan().expect("it is possible").warning();
    assert_eq!(warning(&[(Field::Election, 1401)]), None);
    assert!(warning(&[(Field::Election, 1400)]).is_some_and(|why| why.contains("a heartbeat may come too late")));
    let slow = warning(&[(Field::Heartbeat, 50), (Field::Travel, 2000), (Field::Election, 4000)]);
    assert!(slow.is_some_and(|why| why.contains("nobody can have its promises in time")));
}

#[test]
fn log_runs_on_up_to_a_limit_which_is_told() {
    for rate in [Rate::Slow, Rate::Fast] {
        let mut model = set(&[(Field::Replicas, 7), (Field::Askers, 3)]);
        model.update(SandboxMsg::SetRate(rate).into());
        let mut model = started(model);
        play(&mut model, TIME_MAX);
        let show = show(&model);
        assert!(show.is_at_limit() && !show.can_go_on() && show.is_at_goal());
        let recording = show.recording();
        assert!(EVENTS_MAX <= recording.events() || TIME_MAX - 2000 < show.at.time);
    }
}

#[test]
fn act_beyond_the_end_of_the_scene_is_told_by_a_link_and_taken_back() {
    let mut model = started(set(&[]));
    play(&mut model, 20_000);
    let (at, text) = (show(&model).at, show(&model).text.clone());
    model.update(Msg::Act(Act::Say("crash R1".to_string())));
    assert!(show(&model).is_own());
    let told = show(&model).branch().told();
    assert_eq!(told.len(), 1);
    let scene = std::rc::Rc::new(parse(&text).and_then(Scene::play).expect("it plays"));
    let (again, stopped) = paxos_explainer::story::Branch::replay(&scene, &told);
    assert_eq!(stopped, None);
    let end = show(&model).branch().acts[0].end;
    assert_eq!(again.acts[0].end, end);
    assert_eq!(again.recording.at(end), show(&model).recording().at(end), "a link does the same at the same moment");
    model.update(Msg::Undo);
    assert!(!show(&model).is_own());
    assert_eq!(show(&model).at, at, "the run is again where the act was done");
}

#[test]
fn scene_of_the_course_ends_with_its_last_slide() {
    let text = set(&[]).sandbox.plan().expect("it is possible").text();
    let mut model = super::begun();
    let effects = model.update(Msg::OpenSource(Source::Course("x".into()), Opening::Set));
    assert!(!effects.is_empty());
    model.update(Msg::Loaded { id: Source::Course("x".into()), text, opening: Opening::Set });
    assert!(show(&model).is_at_goal() && !show(&model).can_go_on());
}
