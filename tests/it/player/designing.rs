//! "Be the designer": phase 1 with both of its jobs, with one, and with none, searched as the worker does it.

use super::begun;
use super::breaking::{asked, carried_out};
use crate::scenes::play;
use paxos_explainer::link::Link;
use paxos_explainer::paxos::{Ballot, Message, NodeId};
use paxos_explainer::player::breaking::{DesignMsg, Guess, Job, Search};
use paxos_explainer::player::{BreakMsg, Effect, Model, Msg, Setup, Source};
use paxos_explainer::sim::{Action, Recording, truth};
use paxos_explainer::story::Scene;
use paxos_explainer::story::guide;

/// Which jobs are left out, and how many actions the shortest run has in which two values are chosen.
const LENGTHS: [(&[Job], Option<u32>); 4] =
    [(&[], None), (&[Job::Ask], Some(14)), (&[Job::Fence], Some(14)), (&[Job::Ask, Job::Fence], Some(14))];

/// The exercise with these jobs left out.
fn designed(left_out: &[Job]) -> Model {
    let mut model = begun();
    assert_eq!(model.update(DesignMsg::Open.into()), [Effect::Prepare]);
    left_out.iter().for_each(|&job| drop(model.update(DesignMsg::Set(job).into())));
    model
}

/// The same after this prediction and the search that it begins.
fn predicted(left_out: &[Job], guess: Guess) -> Model {
    let mut model = designed(left_out);
    assert_eq!(model.breaking.search, Search::None, "nothing is searched before a prediction");
    let (number, task) = asked(model.update(DesignMsg::Guess(guess).into())).expect("a prediction begins the search");
    model.update(Msg::Reported(number, carried_out(&task)));
    model
}

fn said(model: &Model) -> Vec<String> {
    match &model.breaking.search {
        Search::Over(says) => says.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_way_to_design_phase_1_comes_to_what_it_should() {
    for (left_out, length) in LENGTHS {
        let model = predicted(left_out, Guess::Breaks);
        let says = said(&model);
        assert_eq!(says.len(), 3, "the verdict, the result, and why");
        match length {
            Some(length) => {
                let example = model.example().unwrap_or_else(|| panic!("{left_out:?} comes on the stage"));
                assert_eq!(example.length, length, "{left_out:?}");
                let scene = &model.show().expect("a run").scene;
                let values = truth::two_chosen(scene.recording.world());
                assert!(values.is_some(), "{left_out:?}: at its end two values are chosen");
                assert!(model.is_playing(), "{left_out:?}: it plays");
                assert_eq!(says[0], "You were right: agreement can break.");
                assert_eq!(says[1], format!("The shortest run in which two values are chosen has {length} actions."));
            }
            None => {
                assert!(model.example().is_none() && model.breaking.is_open);
                assert_eq!(says[0], "Not so: no run was found in which agreement breaks.");
                assert_eq!(
                    says[1],
                    "Two values are chosen in none of 42,377 states within these limits: 2 proposers and 3 acceptors; the values cat and dog; 3 new ids in all, at most 2 of one proposer and no crash."
                );
            }
        }
    }
}

#[test]
fn wrong_predictions_are_told_as_that() {
    assert_eq!(said(&predicted(&[Job::Ask], Guess::Holds))[0], "Not so: agreement can break.");
    let right = said(&predicted(&[], Guess::Holds));
    assert_eq!(right[0], "You were right: no run was found in which agreement breaks.");
}

/// The run that was found where these jobs are left out.
fn found(left_out: &[Job]) -> Scene {
    let model = predicted(left_out, Guess::Breaks);
    let Source::Text(text) = model.show().expect("a run").source.clone() else { panic!("it is a text") };
    play("found", &text)
}

/// When an acceptor has promised the higher of the two ids and accepted under the lower one, each if it did, as numbers of
/// steps; and what its PROMISE reports.
fn crossing(recording: &Recording, acceptor: NodeId) -> (Option<usize>, Option<usize>, Option<bool>) {
    let chosen: Vec<Ballot> = truth::chosen(recording.world()).map(|chosen| chosen.vote.ballot).collect();
    let (low, high) = (chosen.iter().min().copied(), chosen.iter().max().copied());
    let (mut promised, mut accepted, mut reports) = (None, None, None);
    for (at, step) in recording.steps().iter().enumerate() {
        if !matches!(step.action, Action::Deliver { .. }) {
            continue;
        }
        for sent in step.effects.sent.iter().filter(|sent| sent.envelope.from == acceptor) {
            match &*sent.envelope.message {
                Message::Promise { ballot, votes, .. } if Some(*ballot) == high => {
                    (promised, reports) = (promised.or(Some(at)), Some(votes.iter().next().is_some()));
                }
                Message::Accepted { ballot, .. } if Some(*ballot) == low => accepted = accepted.or(Some(at)),
                _ => {}
            }
        }
    }
    (promised, accepted, reports)
}

/// Acceptors that have promised the higher id and accepted under the lower one: those that both majorities share.
fn shared(recording: &Recording) -> Vec<(usize, usize, bool)> {
    let nodes = recording.world().cluster.nodes();
    let both = nodes.filter_map(|node| match crossing(recording, node) {
        (Some(promised), Some(accepted), Some(reports)) => Some((promised, accepted, reports)),
        _ => None,
    });
    both.collect()
}

/// "The look finds nothing, since the old request has not arrived yet; then it arrives, and is accepted."
#[test]
fn without_the_fence_the_look_finds_nothing_and_the_old_request_lands() {
    let shared = shared(&found(&[Job::Fence]).recording);
    assert!(!shared.is_empty());
    for (promised, accepted, reports) in shared {
        assert!(promised < accepted, "the vote comes after the promise");
        assert!(!reports, "there was nothing to report");
    }
}

/// "The acceptor had accepted the one value before it promised the higher id, and its PROMISE did not tell."
#[test]
fn without_asking_a_vote_that_was_there_is_not_told() {
    let scene = found(&[Job::Ask]);
    let shared = shared(&scene.recording);
    assert!(!shared.is_empty());
    for (promised, accepted, reports) in shared {
        assert!(accepted < promised, "the vote was there already");
        assert!(!reports, "and was not told");
    }
}

#[test]
fn to_set_a_job_takes_the_prediction_and_what_came_of_it_away() {
    let mut model = predicted(&[], Guess::Holds);
    assert_eq!(model.breaking.guess, Some(Guess::Holds));
    model.update(DesignMsg::Set(Job::Ask).into());
    assert_eq!((model.breaking.guess, &model.breaking.search), (None, &Search::None));
    assert_eq!(model.breaking.setup.jobs(), [Job::Fence]);
    model.update(DesignMsg::Set(Job::Ask).into());
    assert_eq!(model.breaking.setup.jobs(), Job::ALL);
}

#[test]
fn way_back_leads_to_the_exercise_as_it_was_left_and_break_it_begins_anew() {
    let mut model = predicted(&[Job::Fence], Guess::Holds);
    assert!(!model.breaking.is_open, "the run is on the stage");
    model.update(DesignMsg::Open.into());
    assert!(model.breaking.is_open && model.breaking.is_designing());
    assert_eq!((model.breaking.guess, model.breaking.setup.jobs()), (Some(Guess::Holds), vec![Job::Ask]));
    model.update(BreakMsg::Open.into());
    assert!(model.breaking.is_open && !model.breaking.is_designing());
    assert_eq!(model.breaking.setup, Setup::default());
}

#[test]
fn link_opens_the_exercise_and_searches_nothing_before_a_prediction() {
    for (left_out, _) in LENGTHS {
        let model = designed(left_out);
        let link = Link::to_search(&model.breaking).expect("there is a link").write();
        let pairs = link.split('&').filter_map(|pair| pair.split_once('='));
        let (read, notices) = Link::read(pairs.map(|(key, value)| (key.to_string(), value.to_string())));
        assert_eq!(notices, Vec::<String>::new(), "{link}");
        let setup = read.breaking.expect("it is a search");
        assert_eq!(setup, model.breaking.setup, "{link}");
        let mut opened = begun();
        let effects = opened.update(BreakMsg::OpenWith(Box::new(setup)).into());
        assert_eq!(effects, [Effect::Prepare], "{link}");
        assert!(opened.breaking.is_designing());
    }
    let fence_off = Link::to_search(&designed(&[Job::Fence]).breaking).expect("a link").write();
    assert_eq!(fence_off, "break=ask-and-fence,accept-always");
}

#[test]
fn steps_4_to_6_of_the_second_deck_lead_to_it() {
    let stops = guide::stops(include_str!("../../../static/course/from-scratch.txt"));
    let mut steps: Vec<usize> = stops.iter().filter(|stop| stop.designs).map(|stop| stop.step).collect();
    steps.dedup();
    assert_eq!(steps, [4, 5, 6]);
}
