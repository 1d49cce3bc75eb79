//! Going back: a moment of a recording is what it was, and a fork goes on as the run did.

use crate::lab::*;
use paxos_explainer::paxos::Kind::{Accepted, Prepare};
use paxos_explainer::sim::{
    Action, Change, Delay, Instruction, Moment, Pattern, Recording, Retry, Step, Treatment, World,
};

/// A script: what a viewer does at which time.
type Script = Vec<(u32, Action)>;

fn is_act(step: &&Step) -> bool {
    !matches!(step.action, Action::Deliver { .. } | Action::Timeout { .. })
}

/// Goes on with a run whose script was done up to where its steps end.
fn go_on(recording: &mut Recording, script: &Script, until: u32) {
    let done = recording.steps().iter().filter(is_act).count();
    for &(time, action) in &script[done..] {
        recording.run_to(time);
        recording.push(action).expect("the script can be done");
    }
    recording.run_to(until);
}

/// A run of more than two hundred steps with everything in it.
fn eventful(seed: u32) -> (Timed, Script) {
    let retry = Change::Retry(Retry::Backoff(800));
    let mut run =
        Timed::new(&[delay_between(0, 400), Change::Loss(35), Change::Duplication(20), retry, Change::Seed(seed)]);
    run.recording.queue(Instruction::next(Treatment::Hold, Pattern { kind: Some(Prepare), ..Pattern::default() }));
    run.recording.queue(Instruction::next(Treatment::Drop, Pattern { kind: Some(Accepted), ..Pattern::default() }));
    let id = |who| run.id(who);
    let propose = |who, value| Action::Propose { node: id(who), value, ballot: None };
    let mut script = vec![
        (0, propose(P1, CAT)),
        (0, propose(P2, DOG)),
        (100, Action::Crash { node: id(A2) }),
        (700, Action::Cut { from: id(P1), to: id(A1) }),
        (900, Action::Restart { node: id(A2) }),
        (900, Action::Set(Change::Loss(50))),
        (2500, Action::Heal { from: id(P1), to: id(A1) }),
        (2500, Action::Crash { node: id(P2) }),
        (3000, Action::Restart { node: id(P2) }),
        (6000, Action::Crash { node: id(L1) }),
        (9000, Action::Set(Change::Delay(Delay { least: 0, most: 0 }))),
    ];
    for time in (10_000..19_000).step_by(300) {
        script.extend([(time, propose(P1, FOX)), (time, propose(P2, CAT))]);
    }
    go_on(&mut run.recording, &script, 20_000);
    (run, script)
}

fn assert_same(one: &Recording, other: &Recording) {
    assert_eq!(one.steps(), other.steps());
    assert_eq!(one.flights(), other.flights());
    assert_eq!(one.world(), other.world());
    assert_eq!(one.schedule(), other.schedule());
}

/// The worlds of a run at each step, copied while it happens.
fn worlds_on_the_way(run: &Timed, script: &Script) -> Vec<World> {
    let mut fresh = run.recording.fork(Moment::default());
    let mut worlds = vec![fresh.world().clone()];
    let mut acts = script.iter();
    for step in run.recording.steps() {
        match is_act(&step) {
            true => {
                let &(time, action) = acts.next().expect("every act is in the script");
                fresh.run_to(time);
                fresh.push(action).expect("it was done before");
            }
            false => assert!(fresh.run_step()),
        }
        worlds.push(fresh.world().clone());
    }
    assert_same(&fresh, &{
        let mut to_the_last_step = run.recording.fork(run.moments()[worlds.len() - 1]);
        to_the_last_step.run_to(fresh.end().time);
        to_the_last_step
    });
    worlds
}

#[test]
fn recording_gives_back_the_world_of_every_step() {
    for seed in 1..6 {
        let (run, script) = eventful(seed);
        assert!(3 * 64 < run.recording.steps().len(), "snapshots are crossed: {}", run.recording.steps().len());
        for (moment, world) in run.moments().into_iter().zip(worlds_on_the_way(&run, &script)) {
            assert_eq!(run.recording.at(moment), world, "at {moment:?} with seed {seed}");
        }
    }
}

#[test]
fn fork_at_every_moment_goes_on_as_the_run_did() {
    for seed in 1..4 {
        let (run, script) = eventful(seed);
        let moments = run.moments();
        let shared = moments.windows(2).filter(|pair| pair[0].time == pair[1].time).count();
        assert!(50 < shared, "many moments lie in the middle of an instant: {shared}");
        for moment in moments {
            let mut fork = run.recording.fork(moment);
            assert_eq!((fork.end(), fork.world()), (moment, &run.recording.at(moment)));
            assert_eq!(fork.steps(), &run.recording.steps()[..moment.steps]);
            go_on(&mut fork, &script, 20_000);
            assert_same(&fork, &run.recording);
        }
    }
}

#[test]
fn fork_leaves_the_run_as_it_was() {
    let (run, _) = eventful(1);
    let before = run.recording.clone();
    let mut fork = run.recording.fork(run.moments()[40]);
    fork.push(Action::Crash { node: run.id(A3) }).expect("A3 is up then");
    fork.run_to(30_000);
    assert_same(&run.recording, &before);
    assert_ne!(fork.steps(), run.recording.steps());
}

#[test]
fn fork_of_a_fork_goes_on_as_the_run_did() {
    let (run, script) = eventful(2);
    let (late, early) = (run.moments()[120], run.moments()[70]);
    let mut fork = run.recording.fork(late).fork(early);
    go_on(&mut fork, &script, 20_000);
    assert_same(&fork, &run.recording);
}

#[test]
fn fork_between_two_steps_keeps_the_time() {
    let mut run = Timed::new(&[]);
    run.propose(P1, CAT);
    run.run_to(2500);
    let moment = run.recording.moment(1400);
    let fork = run.recording.fork(moment);
    assert_eq!(fork.end(), Moment { time: 1400, steps: 4 });
    assert_eq!(run.recording.moment(0).steps, 1);
}

#[test]
fn fork_in_a_manual_run_goes_on_as_the_run_did() {
    let mut run = Timed::manual(&[]);
    run.propose(P1, CAT);
    for message in [0, 1, 2] {
        run.recording.run_to(1000 * (message + 1));
        run.act(Action::Deliver { message: paxos_explainer::sim::MessageId(message) });
    }
    run.recording.take_over();
    run.propose(P2, DOG);
    run.run_to(9000);
    let act_at = run.recording.steps().iter().position(|step| step.time == 3000 && is_act(&step)).expect("it is held");
    for steps in act_at + 3..run.recording.steps().len() {
        let mut fork = run.recording.fork(run.moments()[steps]);
        if !fork
            .steps()
            .iter()
            .any(|step| step.action == Action::Propose { node: run.id(P2), value: DOG, ballot: None })
        {
            fork.push(Action::Propose { node: run.id(P2), value: DOG, ballot: None }).expect("P2 is up");
        }
        fork.run_to(9000);
        assert_same(&fork, &run.recording);
    }
}

/// A viewer who takes over when nothing is in flight leaves no step behind; the fork must know all the same.
#[test]
fn fork_after_a_take_over_with_nothing_in_flight_lets_messages_travel() {
    let mut run = Timed::manual(&[]);
    run.recording.take_over();
    let mut fork = run.recording.fork(run.recording.end());
    assert_eq!(fork.schedule(), run.recording.schedule());
    fork.push(Action::Propose { node: run.id(P1), value: CAT, ballot: None }).expect("P1 is up");
    fork.run_to(1000);
    assert_eq!(fork.steps().len(), 4);
}

#[test]
fn flight_of_a_message_is_kept_from_sending_to_its_end() {
    let mut run = Timed::new(&[]);
    run.propose(P1, CAT);
    run.run_to(4000);
    for (place, flight) in run.recording.flights().iter().enumerate() {
        assert_eq!(flight.envelope.id.0 as usize, place);
        let end = flight.end.expect("all have arrived");
        assert_eq!((flight.arrives, end.at.time), (Some(flight.sent.time + 1000), flight.sent.time + 1000));
        assert!(run.recording.at(flight.sent).message(flight.envelope.id).is_some());
        assert!(run.recording.at(end.at).message(flight.envelope.id).is_none());
        let just_before = Moment { steps: end.at.steps - 1, ..end.at };
        assert!(run.recording.at(just_before).message(flight.envelope.id).is_some());
    }
}

/// The viewer steps back into the holds of an earlier act, and acts again: nothing must be left that is
/// neither held nor ever arrives.
#[test]
fn fork_in_the_midst_of_a_take_over_finishes_it() {
    use paxos_explainer::player::{Act, Model, Msg, Opening};
    let text = "title t\nproposers P1\nacceptors A1 A2 A3\nnetwork manual\nslide s\npropose P1 cat\n";
    let (mut model, _) = Model::new("t", Opening::Set);
    model.update(Msg::Loaded { id: "t".into(), text: text.into(), opening: Opening::End });
    let a3 = model.show().and_then(|show| show.names().find_node("A3")).expect("A3 is there");
    model.update(Msg::Act(Act::Crash(a3)));
    for _ in 0..3 {
        model.update(Msg::StepBack);
    }
    model.update(Msg::Act(Act::Crash(a3)));
    let show = model.show().expect("a scene is on show");
    let world = show.recording().world();
    assert_eq!(world.in_flight.len(), 3);
    assert!(world.in_flight.iter().all(|envelope| envelope.held), "{:?}", world.in_flight);
}
