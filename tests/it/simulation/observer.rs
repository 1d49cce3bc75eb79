//! The observer who sees all: what is chosen, and whether Paxos holds.

use crate::lab::*;
use paxos_explainer::paxos::Kind::{AcceptRequest, Accepted, Prepare, Promise};
use paxos_explainer::paxos::rules::{Accept, Phases, Storage, ValueRule};
use paxos_explainer::paxos::{NodeSet, QuorumSize, Rules, Slot};
use paxos_explainer::sim::world::Faithful;
use paxos_explainer::sim::{Action, Change, Violation, truth};

/// The shortest way: cat is chosen by A1 and A2 under 1; under 2 it reaches A2, whose card now says 2.
/// No id has a majority of cards any more, and cat is chosen as before.
#[test]
fn choice_does_not_go_out_when_a_card_is_overwritten() {
    let mut lab = Lab::paxos();
    let mut actions = 0;
    let mut was_chosen = false;
    for (proposer, value, promising, accepting) in [(P1, CAT, [A1, A2], &[A1, A2][..]), (P2, DOG, [A2, A3], &[A2])] {
        let number = lab.phase_1(proposer, value, &promising);
        actions += 5;
        for &acceptor in accepting {
            lab.deliver((AcceptRequest, number), proposer, [acceptor]);
            actions += 1;
            was_chosen |= lab.chosen() == [(1, CAT)];
            assert!(!was_chosen || lab.chosen() == [(1, CAT)]);
        }
    }
    assert_eq!([A1, A2, A3].map(|a| lab.accepted(a)), [Some((1, CAT)), Some((2, CAT)), None]);
    assert_eq!((actions, lab.chosen()), (13, vec![(1, CAT)]));
}

#[test]
fn choice_outlasts_every_card_when_all_are_overwritten() {
    let mut lab = Lab::paxos();
    lab.round(P1, CAT, &[A1, A2]);
    for (proposer, acceptors) in [(P2, [A2, A3]), (P1, [A1, A3]), (P2, [A1, A2])] {
        lab.phase_1(proposer, DOG, &acceptors);
        lab.deliver_all(AcceptRequest);
        assert_eq!(lab.chosen()[0], (1, CAT));
    }
    assert!([A1, A2, A3].into_iter().all(|acceptor| lab.accepted(acceptor) != Some((1, CAT))));
}

#[test]
fn choice_is_told_by_the_very_action_that_makes_it_and_by_no_other() {
    let mut lab = Lab::paxos();
    let number = lab.phase_1(P1, CAT, &[A1, A2]);
    let mut told = Vec::new();
    for acceptor in [A1, A2, A3] {
        let message = lab.message((AcceptRequest, number), P1, acceptor);
        lab.act(Action::Duplicate { message });
        for _ in 0..2 {
            let message = lab.message((AcceptRequest, number), P1, acceptor);
            told.push(lab.act(Action::Deliver { message }).chosen.map(|chosen| (chosen.vote.value, chosen.by.len())));
        }
    }
    assert_eq!(told, [None, None, Some((CAT, 2)), None, None, None]);
}

#[test]
fn duplicate_acceptance_does_not_choose() {
    let mut lab = Lab::paxos();
    lab.phase_1(P1, CAT, &[A1, A2]);
    let message = lab.message(AcceptRequest, P1, A1);
    lab.act(Action::Duplicate { message });
    lab.deliver(AcceptRequest, P1, [A1]);
    lab.deliver(AcceptRequest, P1, [A1]);
    assert_eq!(lab.chosen(), []);
}

#[test]
fn crash_keeps_what_is_on_disk_and_loses_the_rest() {
    let mut lab = Lab::paxos();
    lab.phase_1(P1, CAT, &[A1, A2]);
    lab.deliver(AcceptRequest, P1, [A1]);
    lab.deliver(Accepted, A1, [P1, L1]);
    lab.propose(P2, DOG);
    lab.deliver((Prepare, 2), P2, [A1]);
    lab.deliver((Promise, 2), A1, [P2]);
    for who in [P1, P2, A1, L1] {
        let before = lab.node(who).clone();
        lab.crash(who);
        let down = lab.node(who).clone();
        assert!(!down.up);
        assert_eq!(down.acceptor, before.acceptor, "all of an acceptor is on disk");
        assert_eq!(down.proposer.as_ref().map(|p| p.disk), before.proposer.as_ref().map(|p| p.disk));
        assert!(down.proposer.as_ref().is_none_or(|p| p.attempt.is_none() && p.shown.is_none()));
        assert!(down.learner.as_ref().is_none_or(|learner| learner.heard.is_empty()));
        lab.restart(who);
        assert_eq!(*lab.node(who), paxos_explainer::paxos::Node { up: true, ..down }, "a restart brings nothing else");
    }
}

#[test]
fn storage_rule_takes_from_an_acceptor_what_its_name_says() {
    let after_a_crash = |storage| {
        let mut a1 = Alone::new(A1);
        a1.rules.storage = storage;
        a1.hears(P1, accept_request(1, CAT));
        a1.hears(P2, prepare(2));
        a1.crash_and_restart();
        (a1.promised(), a1.accepted())
    };
    let (promised, accepted) = (Some(id(2)), Some(vote(1, CAT)));
    assert_eq!(after_a_crash(Storage::Durable), (promised, accepted));
    assert_eq!(after_a_crash(Storage::ForgetsPromise), (None, accepted));
    assert_eq!(after_a_crash(Storage::ForgetsAccepted), (promised, None));
    assert_eq!(after_a_crash(Storage::ForgetsAll), (None, None));
}

#[test]
fn observer_sees_two_values_chosen() {
    let rules = Rules { value: ValueRule::Own, ..Rules::default() };
    let mut lab = Lab::with_rules(Cast::of(2, 3), rules);
    lab.round(P1, CAT, &[A1, A2]);
    assert_eq!(truth::violation(&lab.world), None);
    lab.round(P2, DOG, &[A2, A3]);
    assert_eq!(truth::violation(&lab.world), Some(Violation::Agreement(CAT, DOG)));
}

#[test]
fn observer_sees_a_chosen_value_that_nobody_proposed() {
    let mut lab = Lab::paxos();
    lab.round(P1, CAT, &[A1, A2]);
    lab.world.proposed.clear();
    assert_eq!(truth::violation(&lab.world), Some(Violation::Validity(CAT)));
}

#[test]
fn observer_sees_a_node_that_has_learned_what_was_not_chosen() {
    let mut lab = Lab::paxos();
    lab.round(P1, CAT, &[A1, A2]);
    lab.gather(Accepted, [A1, A2], L2);
    lab.world.votes.clear();
    assert_eq!(truth::violation(&lab.world), Some(Violation::LearnedUnchosen(lab.id(L2), CAT)));
}

#[test]
fn observer_sees_a_vote_below_a_promise() {
    let rules = Rules { accept: Accept::Always, ..Rules::default() };
    let mut lab = Lab::with_rules(Cast::of(2, 3), rules);
    lab.phase_1(P1, CAT, &[A1, A2]);
    lab.propose(P2, DOG);
    lab.deliver((Prepare, 2), P2, [A1]);
    let (message, before) = (lab.message(AcceptRequest, P1, A1), lab.world.clone());
    lab.act(Action::Deliver { message });
    let broken = Violation::PromiseBroken(lab.id(A1), lab.cast.ballot(2));
    assert_eq!(truth::broken_promise(&before, &lab.world), Some(broken));
}

#[test]
fn observer_sees_a_promise_that_is_forgotten() {
    let rules = Rules { storage: Storage::ForgetsPromise, ..Rules::default() };
    let mut lab = Lab::with_rules(Cast::of(2, 3), rules);
    lab.propose(P1, CAT);
    lab.deliver(Prepare, P1, [A1]);
    let before = lab.world.clone();
    lab.crash(A1);
    let broken = Violation::PromiseBroken(lab.id(A1), lab.cast.ballot(1));
    assert_eq!(truth::broken_promise(&before, &lab.world), Some(broken));
}

#[test]
fn observer_remembers_every_vote_and_no_node_reads_them() {
    let mut lab = Lab::paxos();
    lab.phase_1(P1, CAT, &[A1, A2]);
    assert_eq!(lab.world.votes.len(), 0, "promises are no votes");
    lab.deliver(AcceptRequest, P1, [A1, A2]);
    let by: NodeSet = [A1, A2].map(|who| lab.id(who)).into_iter().collect();
    assert_eq!(lab.world.votes.iter().map(|cast| (cast.slot, cast.by)).collect::<Vec<_>>(), [(Slot::ONLY, by)]);
    let mut blind = lab.world.clone();
    blind.votes.clear();
    let sighted = &mut lab.world;
    for message in sighted.in_flight.iter().map(|envelope| envelope.id).collect::<Vec<_>>() {
        let action = Action::Deliver { message };
        let (one, two) = (sighted.apply(action, &mut Faithful), blind.apply(action, &mut Faithful));
        assert_eq!(one.map(|effects| effects.sent), two.map(|effects| effects.sent));
    }
    assert!(sighted.cluster.nodes().all(|node| sighted.node(node) == blind.node(node)));
}

#[test]
fn one_phase_chooses_two_values() {
    let rules = Rules { phases: Phases::One, ..Rules::default() };
    let mut lab = Lab::with_rules(Cast::of(2, 3), rules);
    lab.propose(P1, CAT);
    lab.propose(P2, DOG);
    lab.deliver(AcceptRequest, P1, [A1, A2]);
    lab.deliver(AcceptRequest, P2, [A2, A3]);
    assert_eq!(truth::violation(&lab.world), Some(Violation::Agreement(CAT, DOG)));
}

/// "Nothing lower gets through" is false. A majority has promised 2, and after that a vote for 1 still chooses
/// fox, by an acceptor of that majority that had voted before it promised; its promise reported that.
#[test]
fn lower_id_is_chosen_after_a_majority_has_promised_a_higher_one() {
    let mut lab = Lab::paxos();
    lab.phase_1(P1, FOX, &[A1, A3]);
    lab.deliver((AcceptRequest, 1), P1, [A1]);
    lab.phase_1(P2, DOG, &[A1, A2]);
    assert_eq!((lab.proposing(P2), lab.chosen()), (Some(FOX), vec![]));
    lab.deliver((AcceptRequest, 1), P1, [A3]);
    assert_eq!(lab.chosen(), [(1, FOX)]);
}

/// Alive is an id for which a quorum could still be found: of acceptors that have accepted it or may.
#[test]
fn id_is_alive_until_no_quorum_is_left_that_could_accept_it() {
    let mut lab = Lab::paxos();
    let (low, high) = (lab.cast.ballot(1), lab.cast.ballot(2));
    lab.phase_1(P1, CAT, &[A1, A2]);
    lab.deliver((AcceptRequest, 1), P1, [A1]);
    lab.propose(P2, DOG);
    lab.deliver((Prepare, 2), P2, [A1, A2]);
    assert!(truth::is_alive(&lab.world, low), "A1 has accepted it and A3 may");
    lab.deliver((Prepare, 2), P2, [A3]);
    assert!(!truth::is_alive(&lab.world, low) && truth::is_alive(&lab.world, high));
}

/// Of four acceptors two that have promised more are enough to end an id.
#[test]
fn id_of_four_acceptors_is_dead_when_two_have_promised_a_higher_one() {
    let mut lab = Lab::of(2, 4);
    lab.propose(P1, CAT);
    lab.propose(P2, DOG);
    lab.deliver((Prepare, 2), P2, [A1]);
    assert!(truth::is_alive(&lab.world, lab.cast.ballot(1)));
    lab.deliver((Prepare, 2), P2, [A2]);
    assert!(!truth::is_alive(&lab.world, lab.cast.ballot(1)));
}

/// What a quorum of its time has chosen stays chosen when a larger quorum is asked for later.
#[test]
fn choice_stays_when_the_size_of_a_quorum_changes() {
    let mut lab = Lab::of(2, 3);
    lab.round(P1, CAT, &[A1, A2]);
    lab.act(Action::Set(Change::Quorum(QuorumSize::Sizes { prepare: 3, accept: 3 })));
    assert_eq!(lab.chosen(), [(1, CAT)]);
}
