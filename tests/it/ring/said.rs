//! What replicas and clients are called, and what a viewer may have them do.

use super::*;

#[test]
fn replicas_and_clients_are_called_by_what_they_are() {
    let mut model = begun(STEADY);
    let called = |model: &Model| {
        let tableau = Tableau::of(shown(model));
        tableau.actors.into_iter().map(|actor| actor.label).collect::<Vec<_>>()
    };
    model.update(Msg::Seek(300));
    assert_eq!(
        called(&model),
        [
            "Client C1, up",
            "Replica R1, up, tries to lead under 1 with 1 of 2 promises, promised 1, has applied nothing",
            "Replica R2, up, knows no leader, promised nothing, has applied nothing",
            "Replica R3, up, knows no leader, promised nothing, has applied nothing",
        ]
    );
    model.update(Msg::Seek(u32::MAX));
    assert_eq!(
        called(&model),
        [
            "Client C1, up, asked for +50, last asked R1, was told balance 150",
            "Replica R1, up, leads under 1, promised 1, applied up to slot 2, balance 150",
            "Replica R2, up, follows R1, promised 1, applied up to slot 1, balance 100",
            "Replica R3, up, follows R1, promised 1, applied up to slot 1, balance 100",
        ]
    );
    let (_, _, _, still, _) = pictures(&model).next().expect("a stage");
    let log = still.groups.iter().find(|group| group.id == "log-R2").and_then(|group| group.label.clone());
    let says = "Log of R2: slot 1: open 100, known to be chosen; slot 2: +50, accepted under 1";
    assert_eq!(log.as_deref(), Some(says));
}

#[test]
fn viewer_lets_a_replica_lead_and_a_client_ask_any_of_them() {
    let mut model = begun("title t\nclients C1\nreplicas R1 R2 R3\ndelay 500\nslide s\n run 10\n");
    let node = |model: &Model, name: &str| shown(model).names().find_node(name).expect("it is there");
    let (client, second, third) = (node(&model, "C1"), node(&model, "R2"), node(&model, "R3"));
    let of = shown(&model).of_client(client).expect("it is a client of replicas");
    assert_eq!((of.suggestion.as_str(), of.waits), ("add", None));
    assert_eq!(of.replicas.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(), ["R1", "R2", "R3"]);
    assert!(!shown(&model).of_replica(third).leads);
    model.update(Msg::Act(Act::Timeout(third)));
    model.update(Msg::Seek(1500));
    assert!(shown(&model).is_own() && shown(&model).of_replica(third).leads);
    model.update(Msg::Act(Act::Request(client, third, "+50".to_string())));
    let of = shown(&model).of_client(client).expect("it is a client of replicas");
    assert_eq!((of.suggestion.as_str(), of.waits.as_deref()), ("-30", Some("+50")));
    model.update(Msg::Act(Act::Timeout(client)));
    let tableau = Tableau::of(shown(&model));
    let label = &tableau.actors[0].label;
    assert_eq!(label, "Client C1, up, waits for +50, has asked 2 times, last R1");
    model.update(Msg::Act(Act::Crash(second)));
    assert_eq!(model.notice, None);
    assert!(!Tableau::of(shown(&model)).actors[2].up);
}

#[test]
fn replica_that_does_not_decide_says_so_and_is_not_counted() {
    let model =
        begun("title t\nreplicas R1 R2 R3 R4 R5\nmembers R1 R2 R3\ndelay 500\nslide s\n timeout R1\n run 300\n");
    for (stage, tableau, layout, still, _) in pictures(&model) {
        let says = |node: NodeId| {
            let group = still.groups.iter().find(|group| group.node == Some(node) && group.id.starts_with("node"));
            texts(group.expect("it is drawn")).into_iter().map(|(_, _, text)| text.to_string()).collect::<Vec<_>>()
        };
        assert!(layout.grid().is_some());
        let [first, .., last] = &tableau.actors[..] else { panic!("five replicas") };
        assert_eq!(says(first.node), ["R1", "tries 1: 1/2"], "{stage}");
        assert_eq!(says(last.node), ["R5", "no leader", "no say in slot 1"], "{stage}");
        assert!(last.label.starts_with("Replica R5, up, no say in slot 1, knows no leader"), "{}", last.label);
    }
}

/// A scene of the course at the end of this slide, from 1.
fn at_end_of(id: &str, slide: usize) -> Model {
    let mut model = scene(id);
    let end = shown(&model).scene.slides[slide - 1].end.time;
    model.update(Msg::Seek(end));
    model
}

/// By replica: whether it is labelled a member, whether its crown is full, and what it is called.
fn said_of(model: &Model) -> Vec<(String, bool, bool, String)> {
    let actors = Tableau::of(shown(model)).actors;
    let said = actors.iter().filter_map(|actor| {
        let body = actor.replica()?;
        Some((actor.name.clone(), body.part.outside.is_none(), body.is_alive, actor.label.clone()))
    });
    said.collect()
}

#[test]
fn label_of_a_member_goes_by_the_next_slot_of_the_log() {
    let members = |slide| {
        let said = said_of(&at_end_of("mp-members", slide));
        said.into_iter().filter(|said| said.1).map(|said| said.0).collect::<Vec<_>>()
    };
    assert_eq!(members(1), ["R1", "R2", "R3"]);
    assert_eq!(members(3), ["R1", "R2", "R4"], "slot 4 is next");
    assert_eq!(members(6), ["R1", "R4", "R5"]);
    let idle = |show: &Show, name: &str| {
        let actors = Tableau::of(show).actors;
        let actor = actors.iter().find(|actor| actor.name == name).expect("it is there");
        actor.replica().map(|body| (1..=6).filter(|slot| body.part.idle.contains(slot)).collect::<Vec<u32>>())
    };
    let model = at_end_of("mp-members", 6);
    let show = shown(&model).clone();
    let all = ["R1", "R2", "R3", "R4", "R5"].map(|name| idle(&show, name).expect("it is seen"));
    assert_eq!(all, [vec![], vec![6], vec![4, 5, 6], vec![1, 2, 3], vec![1, 2, 3, 4, 5]]);
    // Slot 1 is chosen, and R3 has yet to hear that it is out from slot 4 on.
    let mut show = shown(&at_end_of("mp-members", 2)).clone();
    assert_eq!(idle(&show, "R3"), Some(vec![4, 5, 6]));
    show.eye = show.names().find_node("R3");
    assert_eq!(idle(&show, "R3"), Some(vec![]));
}

#[test]
fn crown_is_hollow_once_no_quorum_would_accept_a_new_slot() {
    let leader = |slide| said_of(&at_end_of("mp-steady", slide)).swap_remove(0);
    let (_, _, is_alive, label) = leader(5);
    assert!(is_alive && !label.contains("we see"), "{label}");
    let (_, _, is_alive, label) = leader(6);
    assert!(!is_alive && label.contains("leads under 4, which we see can win no new slot"), "{label}");
}

#[test]
fn slide_that_loses_the_reply_ends_with_its_cross() {
    let mut show = shown(&scene("mp-retry")).clone();
    show.slide = 1;
    show.at = show.slide().end;
    let lost = |passage: &Passage| matches!(passage.course, Course::Lost { .. }) && passage.receiver == "C1";
    assert!(Tableau::of(&show).passages.iter().any(lost));
}
