//! When things happen, and in which order.

use crate::lab::*;
use paxos_explainer::paxos::Kind::{Prepare, Promise};
use paxos_explainer::sim::recording::{EVENTS_MAX, TIME_MAX};
use paxos_explainer::sim::{Action, Change, Delay, MessageId, Moment, Retry};

const EVERY_SECOND: Change = Change::Retry(Retry::After(Delay { least: 1000, most: 1000 }));

fn ids(numbers: &[u32]) -> Vec<(u32, MessageId)> {
    numbers.iter().map(|&number| (1000, MessageId(number))).collect()
}

#[test]
fn messages_due_together_arrive_in_the_order_of_sending() {
    let mut run = Timed::new(&[]);
    run.propose(P2, DOG);
    run.propose(P1, CAT);
    run.run_to(1000);
    assert_eq!(run.arrivals(), ids(&[0, 1, 2, 3, 4, 5]));
}

#[test]
fn message_sent_later_arrives_later_at_the_same_instant() {
    let mut run = Timed::new(&[]);
    run.propose(P1, CAT);
    run.run_to(500);
    run.set(delay(500));
    run.propose(P2, DOG);
    run.run_to(1000);
    assert_eq!(run.arrivals(), ids(&[0, 1, 2, 3, 4, 5]));
}

#[test]
fn broadcast_is_sent_in_the_order_of_declaration() {
    let mut run = Timed::new(&[]);
    run.propose(P1, CAT);
    let receivers: Vec<_> = run.recording.flights().iter().map(|flight| flight.envelope.to).collect();
    assert_eq!(receivers, [A1, A2, A3].map(|acceptor| run.id(acceptor)));
}

#[test]
fn timers_fire_after_the_messages_of_the_same_instant_in_the_order_of_nodes() {
    let mut run = Timed::new(&[EVERY_SECOND]);
    run.propose(P2, DOG);
    run.propose(P1, CAT);
    run.run_to(1000);
    let actions: Vec<Action> = run.recording.steps().iter().map(|step| step.action).collect();
    let (first, second) = (run.id(P1), run.id(P2));
    assert!(actions[2..8].iter().all(|action| matches!(action, Action::Deliver { .. })));
    assert_eq!(actions[8..], [Action::Timeout { node: first }, Action::Timeout { node: second }]);
    assert!(run.recording.steps()[2..].iter().all(|step| step.time == 1000));
}

#[test]
fn act_of_a_viewer_comes_after_all_that_was_due() {
    let mut run = Timed::new(&[EVERY_SECOND]);
    run.propose(P1, CAT);
    run.run_to(1000);
    run.crash(A1);
    let last = run.recording.steps().last().expect("there are steps");
    assert_eq!((last.time, last.action), (1000, Action::Crash { node: run.id(A1) }));
    assert_eq!(run.recording.moment(1000), Moment { time: 1000, steps: run.recording.steps().len() });
}

#[test]
fn duplicate_arrives_directly_after_its_original_at_the_same_time() {
    let mut run = Timed::new(&[]);
    run.propose(P1, CAT);
    run.run_to(300);
    let original = run.message(Prepare, P1, A1);
    run.act(Action::Duplicate { message: original });
    run.run_to(1000);
    assert_eq!(run.arrivals(), ids(&[0, 3, 1, 2]));
    let copy = run.flights(Prepare, P1, A1)[1];
    assert_eq!((copy.arrives, copy.travel, copy.sent.time), (Some(1000), 1000, 300));
    assert_eq!(copy.departs(), Some(300), "it cannot leave before it is there");
}

#[test]
fn duplicating_network_sends_each_copy_directly_after_its_original() {
    let mut run = Timed::new(&[Change::Duplication(100), delay_between(1, 900)]);
    run.propose(P1, CAT);
    let copies: Vec<Option<MessageId>> =
        run.recording.steps()[0].effects.sent.iter().map(|sent| sent.copy_of).collect();
    assert_eq!(copies, [None, Some(MessageId(0)), None, Some(MessageId(2)), None, Some(MessageId(4))]);
    for pair in run.recording.flights().chunks(2) {
        assert_eq!((pair[0].arrives, pair[0].travel), (pair[1].arrives, pair[1].travel));
    }
    run.run_to(900);
    let prepares: Vec<u32> = run.arrivals().iter().map(|(_, message)| message.0).filter(|&id| id < 6).collect();
    assert!(prepares.chunks(2).all(|pair| pair[0] + 1 == pair[1]), "{prepares:?}");
}

#[test]
fn released_message_has_the_rest_of_its_way_to_go() {
    let mut run = Timed::new(&[]);
    run.propose(P1, CAT);
    run.run_to(400);
    let message = run.message(Prepare, P1, A1);
    run.act(Action::Hold { message });
    assert_eq!(run.flight(Prepare, P1, A1).arrives, None);
    run.run_to(5000);
    assert!(run.world().message(message).is_some_and(|envelope| envelope.held), "time alone does not move it");
    run.act(Action::Release { message });
    let flight = run.flight(Prepare, P1, A1);
    assert_eq!((flight.arrives, flight.departs()), (Some(5600), Some(4600)));
    run.run_to(5600);
    assert_eq!(run.arrivals().last(), Some(&(5600, message)));
}

#[test]
fn message_held_twice_keeps_the_rest_of_its_way() {
    let mut run = Timed::new(&[]);
    run.propose(P1, CAT);
    run.run_to(400);
    let message = run.message(Prepare, P1, A1);
    run.act(Action::Hold { message });
    run.run_to(700);
    run.act(Action::Hold { message });
    run.act(Action::Release { message });
    assert_eq!(run.flight(Prepare, P1, A1).arrives, Some(1300));
}

#[test]
fn copy_of_a_held_message_is_held_by_itself() {
    let mut run = Timed::new(&[]);
    run.propose(P1, CAT);
    run.run_to(400);
    let original = run.message(Prepare, P1, A1);
    run.act(Action::Hold { message: original });
    run.act(Action::Duplicate { message: original });
    run.act(Action::Release { message: original });
    let arrives: Vec<_> = run.flights(Prepare, P1, A1).iter().map(|flight| flight.arrives).collect();
    assert_eq!(arrives, [Some(1000), None]);
}

#[test]
fn delayed_message_waits_at_its_sender() {
    let mut run = Timed::new(&[]);
    run.propose(P1, CAT);
    let message = run.message(Prepare, P1, A1);
    run.act(Action::Delay { message, by: 250 });
    let flight = run.flight(Prepare, P1, A1);
    assert_eq!((flight.arrives, flight.departs()), (Some(1250), Some(250)));
}

#[test]
fn message_delayed_while_it_is_held_arrives_later_by_that_much() {
    let mut run = Timed::new(&[]);
    run.propose(P1, CAT);
    let message = run.message(Prepare, P1, A1);
    run.act(Action::Hold { message });
    run.act(Action::Delay { message, by: 250 });
    run.run_to(100);
    run.act(Action::Release { message });
    assert_eq!(run.flight(Prepare, P1, A1).arrives, Some(1350));
}

#[test]
fn message_waits_for_its_delivery_when_the_network_is_manual() {
    let mut run = Timed::manual(&[]);
    run.propose(P1, CAT);
    run.run_to(60_000);
    assert_eq!((run.arrivals().len(), run.world().in_flight.len()), (0, 3));
    assert_eq!(run.flight(Prepare, P1, A1).arrives, None);
    let message = run.message(Prepare, P1, A1);
    run.act(Action::Deliver { message });
    assert_eq!(run.flight(Prepare, P1, A1).arrives, Some(60_000));
}

#[test]
fn timer_fires_when_the_network_is_manual() {
    let mut run = Timed::manual(&[EVERY_SECOND]);
    run.propose(P1, CAT);
    run.run_to(2500);
    assert_eq!(run.timeouts(P1), [1000, 2000]);
}

#[test]
fn taking_over_holds_what_is_in_flight_and_lets_the_rest_travel() {
    let mut run = Timed::manual(&[]);
    run.propose(P1, CAT);
    run.recording.take_over();
    assert!(run.world().in_flight.iter().all(|envelope| envelope.held));
    run.propose(P2, DOG);
    run.run_to(1000);
    assert_eq!(run.arrivals(), ids(&[3, 4, 5]));
    let message = run.message(Prepare, P1, A3);
    run.act(Action::Release { message });
    assert_eq!(run.flight(Prepare, P1, A3).arrives, Some(2000), "it has its whole way to go");
}

#[test]
fn run_passes_time_up_to_and_with_what_is_due_then() {
    let mut run = Timed::new(&[]);
    run.propose(P1, CAT);
    run.run_to(999);
    assert_eq!((run.arrivals().len(), run.recording.end().time), (0, 999));
    run.run_to(1000);
    assert_eq!((run.arrivals().len(), run.recording.end().time), (3, 1000));
    run.recording.run_idle(TIME_MAX);
    assert_eq!((run.recording.end().time, run.learned(P1), run.learned(L2)), (4000, Some(CAT), Some(CAT)));
    assert_eq!(run.flight(Promise, A1, P1).sent.time, 1000);
}

#[test]
fn run_ends_at_ten_minutes() {
    let mut run = Timed::new(&[EVERY_SECOND]);
    [A1, A2, A3].into_iter().for_each(|acceptor| run.crash(acceptor));
    run.propose(P1, CAT);
    run.run_to(TIME_MAX + 5000);
    assert_eq!(run.recording.end().time, TIME_MAX);
    assert_eq!(run.timeouts(P1).len(), 600, "what is due at the limit is still done");
}

#[test]
fn run_ends_at_ten_thousand_events() {
    let mut run = Timed::new(&[Change::Retry(Retry::After(Delay { least: 1, most: 1 })), Change::Loss(100)]);
    run.propose(P1, CAT);
    run.run_to(TIME_MAX);
    // A ballot is four events: the timer, and three PREPAREs, which are lost.
    assert_eq!((run.recording.steps().len(), run.recording.is_full()), (EVENTS_MAX / 4, true));
}
