//! PMS 2.4: when there is progress, and when there is none.

use crate::lab::*;
use paxos_explainer::paxos::Kind::{AcceptRequest, Nack, Prepare, Promise};
use paxos_explainer::paxos::Outcome;

/// PMS 2.4: two proposers that each finish phase 1 before the other's phase 2 keep each other from it
/// for as long as one likes, and nothing is chosen.
#[test]
fn duelling_proposers_choose_nothing_while_each_prepares_before_the_other_is_accepted() {
    let mut lab = Lab::paxos();
    let mut last = lab.phase_1(P1, CAT, &[A1, A2, A3]);
    for turn in 0..20 {
        let (proposer, other) = if turn % 2 == 0 { (P2, P1) } else { (P1, P2) };
        let value = if turn % 2 == 0 { DOG } else { CAT };
        let id = lab.phase_1(proposer, value, &[A1, A2, A3]);
        assert!(last < id);
        assert_eq!([A1, A2, A3].map(|a| lab.deliver_one((AcceptRequest, last), other, a)), [Outcome::Ignored; 3]);
        assert_eq!(lab.chosen(), []);
        last = id;
    }
    assert_eq!([A1, A2, A3].map(|acceptor| lab.accepted(acceptor)), [None; 3]);
}

/// PMS 2.4: the duel ends as soon as one of them waits.
#[test]
fn duel_ends_when_one_proposer_waits() {
    let mut lab = Lab::paxos();
    lab.phase_1(P1, CAT, &[A1, A2, A3]);
    let id = lab.phase_1(P2, DOG, &[A1, A2, A3]);
    lab.deliver_all(AcceptRequest);
    assert_eq!(lab.chosen(), [(id, DOG)]);
}

/// PMS 2.4: a single proposer that reaches a majority succeeds once its number is high enough: it
/// abandons and tries again until it is.
#[test]
fn lone_proposer_succeeds_when_its_number_has_become_high_enough() {
    let mut lab = Lab::paxos();
    lab.propose_id(P2, 8, DOG);
    lab.deliver(Prepare, P2, [A1, A2, A3]);
    lab.crash(P2);
    lab.propose(P1, CAT);
    for tries in 1..=5 {
        for kind in [Prepare, Promise, AcceptRequest] {
            lab.deliver_all(kind);
        }
        assert_eq!(lab.chosen().is_empty(), tries < 5);
        if tries < 5 {
            lab.timeout(P1);
        }
    }
    assert_eq!(lab.chosen(), [(9, CAT)]);
}

/// PMS 2.4 with the end of 2.2: told of the higher number, it needs one more try.
#[test]
fn lone_proposer_succeeds_at_its_second_try_when_it_is_told_the_higher_number() {
    let mut lab = Lab::paxos().with_nacks();
    lab.propose_id(P2, 8, DOG);
    lab.deliver(Prepare, P2, [A1, A2, A3]);
    lab.crash(P2);
    lab.propose(P1, CAT);
    lab.deliver((Prepare, 1), P1, [A1, A2, A3]);
    lab.deliver_all(Nack);
    assert_eq!(lab.timeout(P1).number, 9);
}

/// PMS 2.4: it takes a majority that works; which one does not matter, and the rest need not exist.
#[test]
fn value_is_chosen_when_only_a_majority_works() {
    for majority in Cast::of(2, 5).majorities() {
        let mut lab = Lab::of(2, 5);
        for acceptor in [A1, A2, A3, A4, A5].into_iter().filter(|acceptor| !majority.contains(acceptor)) {
            lab.crash(acceptor);
        }
        lab.propose(P1, CAT);
        for kind in [Prepare, Promise, AcceptRequest] {
            lab.deliver_all(kind);
        }
        assert_eq!(lab.chosen(), [(1, CAT)], "only {majority:?} work");
    }
}

/// PMS 2.4: without a majority nothing is chosen, which is safe; and it goes on when one is back.
#[test]
fn nothing_is_chosen_when_the_majority_is_gone_until_one_is_back() {
    let mut lab = Lab::paxos();
    lab.crash(A2);
    lab.crash(A3);
    lab.propose(P1, CAT);
    lab.deliver_all(Prepare);
    lab.deliver_all(Promise);
    assert_eq!((lab.proposing(P1), lab.chosen()), (None, vec![]));
    lab.restart(A2);
    lab.timeout(P1);
    for kind in [Prepare, Promise, AcceptRequest] {
        lab.deliver_all(kind);
    }
    assert_eq!(lab.chosen(), [(3, CAT)]);
}

/// PMS 2.4: a promise is to a number and binds nobody to a proposer: a dead one blocks nothing.
#[test]
fn dead_proposer_with_all_promises_blocks_nobody() {
    let mut lab = Lab::paxos();
    lab.phase_1(P1, CAT, &[A1, A2, A3]);
    lab.lose_all(AcceptRequest);
    lab.crash(P1);
    let id = lab.round(P2, DOG, &[A1, A2]);
    assert_eq!(lab.chosen(), [(id, DOG)]);
}
