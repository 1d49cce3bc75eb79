//! PMS 2.2 and 2.5: what must be on stable storage, and numbers that are never used twice.

use crate::lab::*;
use paxos_explainer::paxos::Kind::{AcceptRequest, Prepare, Promise};
use paxos_explainer::paxos::{Input, Numbering, Outcome, Rules, Slot};
use std::collections::HashSet;

/// PMS 2.2: a promise outlasts a failure: after it the lower proposal is still refused.
#[test]
fn acceptor_remembers_its_promise_across_a_crash() {
    let mut a1 = Alone::new(A1);
    a1.hears(P1, prepare(5));
    a1.crash_and_restart();
    assert_eq!(a1.hears(P2, accept_request(4, DOG)), []);
    assert_eq!(a1.hears(P2, prepare(4)), []);
}

/// PMS 2.2: so does the promise that lies in an acceptance.
#[test]
fn acceptor_remembers_what_accepting_promised_across_a_crash() {
    let mut a1 = Alone::new(A1);
    a1.hears(P1, accept_request(5, CAT));
    a1.crash_and_restart();
    assert_eq!(a1.promised(), Some(id(5)));
}

/// PMS 2.2: an acceptance outlasts a failure, and is reported after it.
#[test]
fn acceptor_remembers_its_acceptance_across_a_crash() {
    let mut a1 = Alone::new(A1);
    a1.hears(P1, accept_request(1, CAT));
    a1.crash_and_restart();
    assert_eq!(a1.hears(P2, prepare(2)), [(promise(2, Some(vote(1, CAT))), a1.ids(&[P2]))]);
}

/// PMS 2.5: the answer is on stable storage before it leaves. An acceptor that fails at the very moment
/// of sending is bound by what it sent.
#[test]
fn acceptor_is_bound_by_an_answer_when_it_fails_right_after_sending_it() {
    let mut lab = Lab::paxos();
    lab.propose(P1, CAT);
    lab.deliver(Prepare, P1, [A1, A2]);
    lab.crash(A1);
    lab.crash(A2);
    assert_eq!((lab.promised(A1), lab.promised(A2)), (Some(1), Some(1)), "on disk while it is down");
    lab.gather(Promise, [A1, A2], P1);
    lab.restart(A1);
    lab.restart(A2);
    lab.deliver(AcceptRequest, P1, [A1, A2]);
    lab.crash(A2);
    lab.restart(A2);
    assert_eq!((lab.accepted(A2), lab.chosen()), (Some((1, CAT)), vec![(1, CAT)]));
}

/// PMS 2.2: failure and restart of every node between any two steps changes no choice.
#[test]
fn choice_outlasts_the_failure_of_every_node() {
    let mut lab = Lab::paxos();
    lab.round(P1, CAT, &[A1, A2]);
    for who in [P1, P2, A1, A2, A3, L1, L2] {
        lab.crash(who);
    }
    assert_eq!(lab.chosen(), [(1, CAT)]);
    for who in [P1, P2, A1, A2, A3, L1, L2] {
        lab.restart(who);
    }
    lab.round(P2, DOG, &[A2, A3]);
    assert_eq!(lab.chosen_values(), [CAT]);
}

/// PMS 2.5: different proposers choose their numbers from disjoint sets.
#[test]
fn numbers_of_different_proposers_are_disjoint() {
    for numbering in [Numbering::Slotted, Numbering::Rounds] {
        let mut lab = Lab::of(3, 3);
        lab.world.cluster.numbering = numbering;
        let mut used = HashSet::new();
        for _ in 0..20 {
            for (proposer, value) in [(P1, CAT), (P2, DOG), (P3, FOX)] {
                assert!(used.insert(lab.propose(proposer, value)), "an id is used once");
            }
        }
        let owners: HashSet<u16> = used.iter().map(|ballot| ballot.proposer).collect();
        assert_eq!((used.len(), owners.len()), (60, 3));
    }
}

/// PMS 2.5: proposer i of n owns i, i + n, i + 2n and so on, and takes the least one that is free.
#[test]
fn proposer_takes_the_next_number_of_its_own_sequence() {
    let mut lab = Lab::of(3, 3);
    let numbers = |lab: &mut Lab, who| (0..4).map(|_| lab.propose(who, CAT).number).collect::<Vec<_>>();
    assert_eq!(numbers(&mut lab, P2), [2, 5, 8, 11]);
    assert_eq!(numbers(&mut lab, P1), [1, 4, 7, 10]);
    assert_eq!(numbers(&mut lab, P3), [3, 6, 9, 12]);
}

/// PMS 2.5: each try is under a number above any that it has used.
#[test]
fn proposer_starts_every_try_under_a_higher_number() {
    let mut p1 = Alone::new(P1);
    let mut last = p1.proposes(CAT);
    for _ in 0..10 {
        p1.step(Input::Timeout);
        assert!(last < p1.ballot());
        last = p1.ballot();
    }
}

/// PMS 2.5: the highest number that it has used is on stable storage: after a failure it goes on above.
#[test]
fn proposer_never_uses_a_number_again_after_a_crash() {
    let mut p1 = Alone::new(P1);
    p1.proposes(CAT);
    p1.step(Input::Timeout);
    let last = p1.ballot();
    p1.crash_and_restart();
    assert_eq!(p1.node.proposer.as_ref().and_then(|p| p.attempt.as_ref()), None, "the ballot under way is lost");
    p1.step(Input::Timeout);
    assert!(last < p1.ballot());
}

/// PMS 2.5: where no id was given by hand, the next number follows from what it knows to be used.
#[test]
fn proposer_chooses_the_least_number_of_its_own_above_what_it_knows() {
    let lab = Lab::paxos();
    let next = |above| Rules::default().next_ballot(&lab.world.cluster, lab.id(P1), above, &[]).number;
    assert_eq!(next(None), 1);
    assert_eq!(next(Some(id(1))), 3);
    assert_eq!(next(Some(id(4))), 5);
    assert_eq!(next(Some(id(7))), 9);
}

/// PMS 2.2: a failed proposer has forgotten its promises: late ones start nothing.
#[test]
fn proposer_counts_no_promise_of_before_its_crash() {
    let mut lab = Lab::paxos();
    lab.propose(P1, CAT);
    lab.deliver(Prepare, P1, [A1, A2, A3]);
    lab.crash(P1);
    lab.restart(P1);
    assert_eq!(lab.deliver_all(Promise), [Outcome::Nothing; 3]);
    assert_eq!(lab.in_flight(AcceptRequest, None).len(), 0);
}

/// PMS 2.3 and 2.5: what a learner has learned is kept; what it has only heard is lost with it.
#[test]
fn learner_keeps_what_it_learned_and_loses_what_it_heard_across_a_crash() {
    let mut l1 = Alone::new(L1);
    l1.hears(A1, accepted(1, CAT));
    l1.crash_and_restart();
    l1.hears(A2, accepted(1, CAT));
    let learned = |l1: &Alone| l1.node.learner.as_ref().and_then(|learner| learner.learned(Slot::ONLY));
    assert_eq!(learned(&l1), None, "A1's acceptance is forgotten");
    l1.hears(A1, accepted(1, CAT));
    l1.crash_and_restart();
    assert_eq!(learned(&l1), Some(CAT));
}

/// PMS 2: asynchronous, not Byzantine: a second copy of any message changes nothing for safety, and a
/// node that took a message once takes it again without harm.
#[test]
fn second_copy_of_any_message_changes_no_state_of_an_acceptor() {
    for message in [prepare(5), accept_request(5, CAT), accept_request(7, DOG)] {
        let mut a1 = Alone::new(A1);
        a1.hears(P1, message.clone());
        let once = a1.clone();
        a1.hears(P1, message);
        assert_eq!(a1, once);
    }
}
