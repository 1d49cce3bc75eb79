//! What goes wrong with a log at one click.

use super::{show, showing};
use paxos_explainer::player::{Act, Model, Msg, Playing};

fn log(replicas: &str) -> Model {
    let text = format!(
        "title \"t\"\nclients C1\nreplicas {replicas}\ndelay 100\nheartbeat 500\nelection 2000..3000\nslide \"s\"\n  timeout R2\n  run 1000\n"
    );
    let mut model = showing(&text);
    model.update(Msg::SeekTenths(9));
    model.update(Msg::NextSlide);
    model.update(Msg::NextSlide);
    model
}

/// Whom each means, and the statement that does it.
fn troubles(model: &Model) -> Vec<(&'static str, String, Option<Act>)> {
    show(model).troubles().into_iter().map(|trouble| (trouble.name, trouble.whom, trouble.act)).collect()
}

fn does(model: &mut Model, name: &str) {
    let found = show(model).troubles().into_iter().find(|trouble| trouble.name == name);
    let act = found.and_then(|trouble| trouble.act).unwrap_or_else(|| panic!("{name} can be done"));
    model.update(Msg::Act(act));
    assert_eq!(model.notice, None);
}

fn told(model: &Model) -> Vec<String> {
    show(model).branch().told().into_iter().map(|(_, told)| told).collect()
}

#[test]
fn scene_without_a_log_has_no_leader_to_crash() {
    assert!(troubles(&super::begun()).is_empty());
}

#[test]
fn leader_is_the_one_that_leads_and_the_minority_is_the_largest_that_is_none() {
    for (replicas, sides) in [
        ("R1 R2 R3", "R2 | R1 R3"),
        ("R1 R2 R3 R4", "R2 | R1 R3 R4"),
        ("R1 R2 R3 R4 R5", "R2 R3 | R1 R4 R5"),
        ("R1 R2 R3 R4 R5 R6", "R2 R3 | R1 R4 R5 R6"),
        ("R1 R2 R3 R4 R5 R6 R7", "R2 R3 R4 | R1 R5 R6 R7"),
    ] {
        let model = log(replicas);
        let all = troubles(&model);
        assert_eq!((all[0].0, all[0].1.as_str()), ("Crash the leader", "R2"));
        assert_eq!((all[1].0, all[1].1.as_str()), ("Cut the leader off with a minority", sides));
        assert_eq!((all[2].2.clone(), all[3].2.clone()), (None, None), "nothing is to be mended");
    }
}

#[test]
fn each_is_an_ordinary_act_that_can_be_undone() {
    let mut model = log("R1 R2 R3 R4 R5");
    does(&mut model, "Cut the leader off with a minority");
    does(&mut model, "Crash the leader");
    assert_eq!(troubles(&model)[0].1, "nobody leads");
    assert_eq!(troubles(&model)[0].2, None);
    does(&mut model, "Heal");
    does(&mut model, "Bring all back");
    assert_eq!(told(&model), ["partition R2 R3 | R1 R4 R5", "crash R2", "heal", "restart R2"]);
    let all = troubles(&model);
    assert_eq!((all[2].1.as_str(), all[3].1.as_str()), ("nothing is cut", "all are up"));
    model.update(Msg::Undo);
    assert_eq!(troubles(&model)[3].1, "R2");
}

#[test]
fn those_that_are_down_go_with_the_leader_so_that_the_rest_can_go_on() {
    let mut model = log("R1 R2 R3 R4 R5");
    model.update(Msg::Act(Act::Say("crash R5".to_string())));
    assert_eq!(troubles(&model)[1].1, "R2 R5 | R1 R3 R4");
}

#[test]
fn log_that_plays_goes_on_playing_after_an_act() {
    let mut model = log("R1 R2 R3 R4 R5");
    model.update(Msg::Act(Act::Say("crash R5".to_string())));
    assert_eq!(model.playing, Playing::Still);
    model.update(Msg::PlayOrPause);
    does(&mut model, "Crash the leader");
    assert!(model.is_playing());
}
