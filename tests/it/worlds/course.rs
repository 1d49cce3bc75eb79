//! The picks of the course: the right one breaks nothing in any world, each wrong one does in some, and its run plays.

use super::brute::unfolded;
use crate::scenes::course;
use expect_test::expect;
use paxos_explainer::check::View;
use paxos_explainer::check::view::Event;
use paxos_explainer::paxos::{Kind, Node, NodeId, Role, Slot};
use paxos_explainer::sim::{Moment, Recording, truth};
use paxos_explainer::story::ask::Asked;
use paxos_explainer::story::words::{self, Telling};
use paxos_explainer::story::{Names, Scene, example, parse};
use std::fmt::Write;

/// Every pick that the course asks for.
fn picks() -> Vec<(String, Scene, usize)> {
    let of = |(id, scene): (String, Scene)| {
        let picks = scene.asks.iter().enumerate().filter(|(_, asked)| asked.picks_for().is_some());
        let places: Vec<usize> = picks.map(|(nth, _)| nth).collect();
        places.into_iter().map(move |nth| (id.clone(), scene.clone(), nth)).collect::<Vec<_>>()
    };
    course().into_iter().flat_map(of).collect()
}

#[test]
fn right_pick_breaks_nothing_and_each_wrong_one_breaks_some_world() {
    let mut told = String::new();
    for (id, scene, nth) in picks() {
        let (view, unfolded) = unfolded(&scene, nth);
        let chosen = unfolded.worlds.iter().filter(|alike| !alike.chosen.is_empty()).count();
        let _ = writeln!(told, "{id}: {} worlds, {chosen} with a value chosen", unfolded.worlds.len());
        let is_free = view.reports().iter().all(|(_, vote)| vote.is_none());
        for (place, choice) in scene.asks[nth].choices(&scene).iter().enumerate() {
            let breaks = unfolded.worlds.iter().filter(|alike| alike.breaks[place]).count();
            let length = unfolded.runs[place].as_ref().map_or(0, |run| run.actions.len());
            let value = scene.script.names.value(view.picks[place]);
            let _ = writeln!(told, "  {value}: breaks {breaks}, {length} actions");
            assert_eq!(0 < breaks, !choice.is_right() && !is_free, "{id}: {value}");
            assert_eq!(0 < breaks, unfolded.runs[place].is_some(), "{id}: {value}");
        }
    }
    expect![[r#"
        carry-on: 6 worlds, 6 with a value chosen
          cat: breaks 0, 0 actions
          dog: breaks 6, 17 actions
        case-already-chosen: 25 worlds, 4 with a value chosen
          dog: breaks 16, 22 actions
          cat: breaks 0, 0 actions
        case-cannot-be-known: 5 worlds, 2 with a value chosen
          cat: breaks 0, 0 actions
          dog: breaks 4, 16 actions
        case-not-chosen-seen: 25 worlds, 4 with a value chosen
          dog: breaks 16, 22 actions
          cat: breaks 0, 0 actions
        case-proposer-fails-free: 5 worlds, 0 with a value chosen
          dog: breaks 0, 0 actions
          cat: breaks 0, 0 actions
        case-why-highest: 4 worlds, 2 with a value chosen
          dog: breaks 0, 0 actions
          cow: breaks 3, 22 actions
          cat: breaks 3, 22 actions
    "#]]
    .assert_eq(&told);
}

/// What a proposer has heard before it sent a value, each message in words.
fn heard(recording: &Recording, names: &Names, eye: NodeId) -> Vec<String> {
    let sends = |step: &paxos_explainer::sim::Step| {
        let sent = step.effects.sent.iter().map(|sent| &sent.envelope);
        sent.filter(|it| it.from == eye).any(|it| it.message.kind() == Kind::AcceptRequest)
    };
    let steps = recording.steps();
    let last = steps.iter().position(sends).expect("it sends a value");
    let telling = Telling::exact(names);
    let heard = steps[..=last].iter().filter_map(|step| step.effects.envelope.as_ref());
    heard
        .filter(|it| it.to == eye)
        .map(|it| format!("{} {}", names.node(it.from), words::label(&it.message, telling)))
        .collect()
}

/// What it holds itself before the last of these.
fn state(recording: &Recording, names: &Names, eye: NodeId) -> String {
    let steps = recording.steps();
    let place = steps.iter().position(|step| {
        let sent = step.effects.sent.iter().map(|sent| &sent.envelope);
        step.node() == Some(eye) && sent.filter(|it| it.from == eye).any(|it| it.message.kind() == Kind::AcceptRequest)
    });
    let world = recording.at(Moment { time: 0, steps: place.expect("it sends a value") });
    let node: &Node = world.node(eye);
    let proposer = node.proposer.as_ref().expect("it is one");
    let attempt = proposer.attempt.as_ref().expect("it has one under way");
    let reports: Vec<String> =
        attempt.reported.iter().map(|vote| format!("{} {}", names.id(vote.ballot), names.value(vote.value))).collect();
    let own = proposer.disk.own.map(|own| names.value(own).to_string());
    format!("{:?} {own:?} {:?} {:?} {reports:?}", proposer.disk.highest, proposer.shown, attempt.promises)
}

#[test]
fn run_of_a_wrong_pick_looks_the_same_and_ends_with_two_values_chosen() {
    let mut count = 0;
    for (id, scene, nth) in picks() {
        let (view, unfolded) = unfolded(&scene, nth);
        for (&value, run) in view.picks.iter().zip(&unfolded.runs) {
            let Some(run) = run else { continue };
            let start = example::beginning(&scene).expect("it begins");
            let (text, length) = example::of_pick(&start, view.eye, value, run);
            let played = Scene::play(parse(&text).unwrap_or_else(|why| panic!("{id}: {why}\n{text}")));
            let played = played.unwrap_or_else(|why| panic!("{id}: {why}\n{text}"));
            assert!(truth::two_chosen(played.recording.world()).is_some(), "{id}\n{text}");
            let before = played.recording.at(Moment { time: 0, steps: played.recording.steps().len() - 1 });
            assert!(truth::two_chosen(&before).is_none(), "{id}: it breaks with its last step");
            assert_eq!(
                heard(&played.recording, &played.script.names, view.eye),
                heard(&scene.recording, &scene.script.names, view.eye),
                "{id}\n{text}"
            );
            assert_eq!(
                state(&played.recording, &played.script.names, view.eye),
                state(&scene.recording, &scene.script.names, view.eye),
                "{id}\n{text}"
            );
            assert!(length as usize <= played.recording.steps().len());
            count += 1;
        }
    }
    assert!(4 <= count, "{count} runs");
}

/// In every world each acceptor of which the proposer has heard holds what it has reported, and something is different.
#[test]
fn worlds_of_the_course_fit_what_was_heard() {
    for (id, scene, nth) in picks() {
        let (view, unfolded) = unfolded(&scene, nth);
        for alike in &unfolded.worlds {
            for (from, report) in view.reports() {
                let (_, promised, accepted) = alike.cards.iter().find(|(node, ..)| *node == from).expect("it is there");
                assert!(view.ballot() <= *promised, "{id}: {from:?} has promised it");
                let at_least = accepted.map(|vote| vote.ballot);
                assert!(report.map(|vote| vote.ballot) <= at_least, "{id}: {from:?} holds what it has reported");
            }
        }
        assert!(1 < unfolded.worlds.len(), "{id}: something is not known");
        let at = &scene.asks[nth];
        assert!(is_among(&view, at, &scene, &unfolded), "{id}: the run of the scene is one of them");
    }
}

fn is_among(view: &View, asked: &Asked, scene: &Scene, all: &paxos_explainer::check::worlds::Unfolded) -> bool {
    assert!(matches!(view.seen.last(), Some(Event::Hears(..))));
    let world = scene.recording.at(asked.at);
    let card = |node| {
        let disk = world.node(node).acceptor.as_ref().map(|acceptor| acceptor.disk.clone()).expect("it is one");
        (node, disk.promised, disk.votes.get(Slot::ONLY))
    };
    let cards: Vec<_> = world.cluster.all(Role::Acceptor).iter().map(card).collect();
    all.worlds.iter().any(|alike| alike.cards == cards)
}
