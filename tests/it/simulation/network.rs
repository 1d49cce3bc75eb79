//! What the network does to messages, and what it cannot do.

use crate::lab::*;
use paxos_explainer::paxos::Kind::{AcceptRequest, Accepted, Prepare, Promise};
use paxos_explainer::paxos::{Ballot, Command, Outcome};
use paxos_explainer::sim::world::Faithful;
use paxos_explainer::sim::{Action, Change, Fate, Instruction, LossReason, MessageId, Pattern, Refusal, Treatment};

#[test]
fn message_on_a_cut_link_is_lost_at_sending_and_never_in_flight() {
    let mut run = Timed::new(&[]);
    run.cut(P1, A2);
    run.propose(P1, CAT);
    assert_eq!(lost(run.flight(Prepare, P1, A2)), Some((0, LossReason::LinkCut)));
    assert_eq!(run.world().in_flight.len(), 2);
    let sent = &run.recording.steps()[1].effects.sent;
    assert_eq!(sent.iter().map(|sent| sent.lost).collect::<Vec<_>>(), [None, Some(LossReason::LinkCut), None]);
}

#[test]
fn cut_of_one_way_leaves_the_other_way_open() {
    let mut run = Timed::new(&[]);
    run.cut(A2, P1);
    run.propose(P1, CAT);
    run.run_to(2000);
    assert_eq!(run.flight(Prepare, P1, A2).end.map(|end| end.fate), Some(Fate::Delivered(Outcome::Promised)));
    assert_eq!(lost(run.flight(Promise, A2, P1)), Some((1000, LossReason::LinkCut)));
    assert_eq!(lost(run.flight(Promise, A1, P1)), None);
}

#[test]
fn message_under_way_arrives_when_its_link_is_cut_behind_it() {
    let mut run = Timed::new(&[]);
    run.propose(P1, CAT);
    run.run_to(500);
    run.cut(P1, A2);
    run.run_to(1000);
    assert_eq!(lost(run.flight(Prepare, P1, A2)), None);
    run.run_to(2000);
    assert_eq!(lost(run.flight(AcceptRequest, P1, A2)), Some((2000, LossReason::LinkCut)));
}

#[test]
fn healed_link_carries_messages_again() {
    let mut run = Timed::new(&[]);
    run.cut(P1, A2);
    run.act(Action::Heal { from: run.id(P1), to: run.id(A2) });
    run.propose(P1, CAT);
    assert_eq!(run.world().in_flight.len(), 3);
}

#[test]
fn message_lost_by_chance_is_never_in_flight() {
    let mut run = Timed::new(&[Change::Loss(100)]);
    run.propose(P1, CAT);
    assert_eq!(run.world().in_flight.len(), 0);
    assert_eq!(lost(run.flight(Prepare, P1, A1)), Some((0, LossReason::Chance)));
    assert_eq!(run.flight(Prepare, P1, A1).travel, 1000, "its way is known all the same, for the picture");
}

#[test]
fn message_to_a_node_that_is_down_is_lost_on_arrival() {
    let mut run = Timed::new(&[]);
    run.propose(P1, CAT);
    run.run_to(999);
    run.crash(A2);
    assert!(run.world().message(MessageId(1)).is_some());
    run.run_to(1000);
    assert_eq!(lost(run.flight(Prepare, P1, A2)), Some((1000, LossReason::ReceiverDown)));
}

#[test]
fn message_is_received_when_its_receiver_is_back_by_then() {
    let mut run = Timed::new(&[]);
    run.propose(P1, CAT);
    run.crash(A2);
    run.run_to(999);
    run.restart(A2);
    run.run_to(1000);
    assert_eq!(run.flight(Prepare, P1, A2).end.map(|end| end.fate), Some(Fate::Delivered(Outcome::Promised)));
}

#[test]
fn messages_under_way_outlast_the_crash_of_their_sender() {
    let mut run = Timed::new(&[]);
    run.propose(P1, CAT);
    run.crash(P1);
    run.run_to(1000);
    assert_eq!(run.flight(Prepare, P1, A3).end.map(|end| end.fate), Some(Fate::Delivered(Outcome::Promised)));
    run.run_to(2000);
    assert_eq!(lost(run.flight(Promise, A3, P1)), Some((2000, LossReason::ReceiverDown)));
}

#[test]
fn dropped_message_says_that_it_was_taken_away() {
    let mut run = Timed::new(&[]);
    run.propose(P1, CAT);
    run.run_to(300);
    let message = run.message(Prepare, P1, A1);
    run.act(Action::Drop { message });
    assert_eq!(lost(run.flight(Prepare, P1, A1)), Some((300, LossReason::Taken)));
    run.run_to(1000);
    assert_eq!(run.arrivals().len(), 2);
}

#[test]
fn instruction_for_the_next_message_is_used_once_and_outlives_the_wait() {
    let mut run = Timed::new(&[]);
    let to_a1 = Pattern { kind: Some(Prepare), to: Some(run.id(A1)), ..Pattern::default() };
    let to_a2 = Pattern { kind: Some(Prepare), to: Some(run.id(A2)), ..Pattern::default() };
    let to_l1 = Pattern { to: Some(run.id(L1)), ..Pattern::default() };
    run.recording.queue(Instruction::next(Treatment::Drop, to_a1));
    run.recording.queue(Instruction::next(Treatment::Hold, to_a1));
    run.recording.queue(Instruction::next(Treatment::Duplicate, to_a2));
    run.recording.queue(Instruction::next(Treatment::Drop, to_l1));
    run.propose(P1, CAT);
    run.propose(P2, DOG);
    assert_eq!(lost(run.flight((Prepare, 1), P1, A1)), Some((0, LossReason::Taken)));
    assert!(run.flight((Prepare, 2), P2, A1).envelope.held, "they queue up");
    assert_eq!(run.flights((Prepare, 1), P1, A2).len(), 2);
    assert_eq!(run.flights((Prepare, 2), P2, A2).len(), 1, "used once");
    run.run_to(10_000);
    assert_eq!(lost(run.flight(Accepted, A1, L1)), Some((3000, LossReason::Taken)), "it has waited until then");
    assert!([A2, A3].into_iter().all(|acceptor| lost(run.flight(Accepted, acceptor, L1)).is_none()));
}

#[test]
fn message_held_at_sending_starts_its_whole_way_when_it_is_released() {
    let mut run = Timed::new(&[]);
    run.recording.queue(Instruction::next(Treatment::Hold, Pattern { to: Some(run.id(A1)), ..Pattern::default() }));
    run.propose(P1, CAT);
    assert_eq!(run.flight(Prepare, P1, A1).arrives, None);
    run.run_to(3000);
    let message = run.message(Prepare, P1, A1);
    assert!(run.world().message(message).is_some(), "it stands still");
    run.act(Action::Release { message });
    let flight = run.flight(Prepare, P1, A1);
    assert_eq!((flight.arrives, flight.departs()), (Some(4000), Some(3000)));
}

#[test]
fn enabled_actions_are_the_deliveries_and_the_turns_of_every_node() {
    let mut lab = Lab::paxos();
    lab.propose(P1, CAT);
    lab.crash(A3);
    let enabled: Vec<Action> = lab.world.enabled().collect();
    assert_eq!(enabled.len(), 3 + lab.world.cluster.roles.len());
    assert!(enabled.contains(&Action::Restart { node: lab.id(A3) }));
    assert!(!enabled.contains(&Action::Crash { node: lab.id(A3) }));
    for action in enabled {
        assert!(lab.world.clone().apply(action, &mut Faithful).is_ok(), "{action:?}");
    }
}

#[test]
fn refused_action_changes_nothing() {
    let mut lab = Lab::paxos();
    lab.propose(P1, CAT);
    lab.propose_id(P2, 8, DOG);
    lab.crash(A1);
    let id = |who| lab.id(who);
    let propose = |who, ballot| Action::Propose { node: id(who), value: CAT, ballot };
    let ballot = |number, proposer| Ballot { number, proposer };
    let refused = [
        (Action::Crash { node: id(A1) }, Refusal::Down(id(A1))),
        (Action::Restart { node: id(A2) }, Refusal::Up(id(A2))),
        (propose(A2, None), Refusal::WrongRole(id(A2))),
        (propose(P1, Some(ballot(1, 1))), Refusal::BallotTooLow(id(P1), ballot(1, 1))),
        (propose(P1, Some(ballot(8, 1))), Refusal::BallotTaken(ballot(8, 1))),
        (Action::Timeout { node: id(L1) }, Refusal::WrongRole(id(L1))),
        (
            Action::Request { client: id(P1), to: id(P2), value: CAT, command: Command::Word },
            Refusal::WrongRole(id(P1)),
        ),
        (
            Action::Request { client: id(C1), to: id(A2), value: CAT, command: Command::Word },
            Refusal::WrongRole(id(A2)),
        ),
        (Action::Deliver { message: MessageId(99) }, Refusal::NotInFlight),
        (Action::Drop { message: MessageId(99) }, Refusal::NotInFlight),
        (Action::Duplicate { message: MessageId(99) }, Refusal::NotInFlight),
        (Action::Hold { message: MessageId(99) }, Refusal::NotInFlight),
        (Action::Release { message: MessageId(99) }, Refusal::NotInFlight),
        (Action::Delay { message: MessageId(99), by: 1 }, Refusal::NotInFlight),
    ];
    for (action, refusal) in refused {
        let mut after = lab.world.clone();
        assert_eq!(after.apply(action, &mut Faithful), Err(refusal));
        assert_eq!(after, lab.world, "after {action:?}");
    }
}

#[test]
fn crashed_proposer_is_refused_every_act_of_its_own() {
    let mut lab = Lab::paxos();
    lab.propose(P1, CAT);
    lab.crash(P1);
    let node = lab.id(P1);
    for action in [Action::Timeout { node }, Action::Propose { node, value: DOG, ballot: None }] {
        assert_eq!(lab.try_act(action), Err(Refusal::DownAndAsked(node)));
    }
    lab.restart(P1);
    assert_eq!(lab.timeout(P1).number, 3);
}

#[test]
fn proposer_without_a_value_is_refused_a_timeout() {
    let mut lab = Lab::paxos();
    let node = lab.id(P2);
    assert_eq!(lab.try_act(Action::Timeout { node }), Err(Refusal::NothingToPropose(node)));
}

#[test]
fn id_given_by_hand_is_skipped_by_the_proposer_to_whom_it_belongs() {
    let mut lab = Lab::paxos();
    lab.propose_id(P2, 3, DOG);
    assert_eq!([lab.propose(P1, CAT).number, lab.propose(P1, CAT).number], [1, 5]);
}
