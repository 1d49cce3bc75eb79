//! PMS 2.1, and the requirements P1 to P2c of 2.2: what it is for a value to be chosen.

use crate::lab::*;
use paxos_explainer::paxos::Kind::{AcceptRequest, Prepare, Promise};
use paxos_explainer::paxos::rules::{Accept, Phases, QuorumFor};
use paxos_explainer::paxos::{NodeSet, Rules};

/// PMS 2.1: with nothing proposed there is nothing that could be chosen, and what is chosen was proposed.
#[test]
fn only_a_proposed_value_is_chosen() {
    let mut lab = Lab::paxos();
    assert_eq!(lab.chosen(), []);
    lab.propose(P1, CAT);
    lab.propose(P2, DOG);
    for kind in [Prepare, Promise, AcceptRequest] {
        lab.deliver_all(kind);
    }
    assert_eq!(lab.chosen(), [(2, DOG)]);
    assert!(lab.world.proposed.contains(&DOG));
}

/// PMS 2.1: whoever comes after a choice cannot have another value chosen, whichever acceptors it meets.
#[test]
fn single_value_is_chosen_whichever_majorities_answer() {
    for first in Cast::of(2, 5).majorities() {
        for second in Cast::of(2, 5).majorities() {
            let mut lab = Lab::of(2, 5);
            lab.round(P1, CAT, &first);
            lab.round(P2, DOG, &second);
            assert_eq!(lab.chosen_values(), [CAT], "chosen by {first:?}, then by {second:?}");
        }
    }
}

/// PMS 2.1: nobody takes for chosen what is not: a proposer whose value one acceptor stored knows nothing.
#[test]
fn node_learns_nothing_before_the_value_is_chosen() {
    let mut lab = Lab::paxos();
    let id = lab.phase_1(P1, CAT, &[A1, A2]);
    lab.deliver(AcceptRequest, P1, [A1]);
    lab.deliver_all(paxos_explainer::paxos::Kind::Accepted);
    assert_eq!((lab.learned(P1), lab.learned(L1), lab.chosen()), (None, None, vec![]));
    lab.deliver(AcceptRequest, P1, [A2]);
    assert_eq!(lab.chosen(), [(id, CAT)]);
}

/// PMS 2.2: a single acceptor would do to choose, but when it fails nothing goes on.
#[test]
fn single_acceptor_stops_everything_when_it_fails() {
    let mut lab = Lab::of(2, 1);
    lab.propose(P1, CAT);
    lab.crash(A1);
    lab.deliver_all(Prepare);
    assert_eq!(lab.timeout(P1).number, 3);
    lab.deliver_all(Prepare);
    assert_eq!((lab.chosen(), lab.world.in_flight.len()), (vec![], 0));
}

/// PMS 2.2: a set is large enough to choose when it is a majority, because any two majorities share an
/// acceptor. Half of an even number is not one.
#[test]
fn quorums_of_any_cluster_share_an_acceptor() {
    for acceptors in 1..=7 {
        let cast = Cast::of(2, acceptors);
        let cluster = cast.cluster();
        let rules = Rules::default();
        let is_quorum = |set: &NodeSet| rules.is_quorum(&cluster, QuorumFor::Accept, *set);
        let sets = (0_u32..1 << acceptors).map(|set| -> NodeSet {
            (0..acceptors).filter(|place| set >> place & 1 == 1).map(|place| cast.id(Who::A(place + 1))).collect()
        });
        let quorums: Vec<NodeSet> = sets.filter(is_quorum).collect();
        assert_eq!(quorums.len(), cast.majorities().len(), "a quorum is a majority and nothing else");
        for one in &quorums {
            assert!(quorums.iter().all(|other| !one.intersection(*other).is_empty()), "{acceptors} acceptors");
        }
    }
}

/// PMS 2.2, P1: an acceptor accepts the first proposal that it receives, so that one value proposed by
/// one proposer can be chosen.
#[test]
fn acceptor_accepts_the_first_proposal_that_it_receives() {
    let mut a1 = Alone::new(A1);
    a1.hears(P1, accept_request(1, CAT));
    assert_eq!(a1.accepted(), Some(vote(1, CAT)));
}

/// PMS 2.2: P1 alone, with nothing accepted twice, leaves the votes split: there may be no majority.
#[test]
fn votes_stay_split_when_an_acceptor_accepts_only_once() {
    let rules = Rules { phases: Phases::One, accept: Accept::First, ..Rules::default() };
    let mut lab = Lab::with_rules(Cast::of(3, 5), rules);
    for (proposer, value, acceptors) in [(P1, CAT, vec![A1, A2]), (P2, DOG, vec![A3, A4]), (P3, FOX, vec![A5])] {
        lab.propose(proposer, value);
        lab.deliver(AcceptRequest, proposer, acceptors);
    }
    lab.deliver_all(AcceptRequest);
    assert_eq!(lab.chosen(), []);
    assert_eq!(lab.in_flight(AcceptRequest, None).len(), 0, "every acceptor has used up its vote");
}

/// PMS 2.2: so an acceptor has to be able to accept more than one proposal; numbers tell them apart.
#[test]
fn acceptor_accepts_a_second_proposal_with_a_higher_number() {
    let mut a1 = Alone::new(A1);
    a1.hears(P1, accept_request(1, CAT));
    a1.hears(P2, accept_request(2, DOG));
    assert_eq!(a1.accepted(), Some(vote(2, DOG)));
}

/// PMS 2.2: a value is chosen when a majority has accepted one and the same proposal.
#[test]
fn value_is_chosen_when_a_majority_has_accepted_one_proposal() {
    let mut lab = Lab::of(2, 5);
    let id = lab.phase_1(P1, CAT, &[A1, A2, A3]);
    lab.deliver(AcceptRequest, P1, [A1, A2]);
    assert_eq!(lab.chosen(), []);
    lab.deliver(AcceptRequest, P1, [A5]);
    assert_eq!(lab.chosen(), [(id, CAT)]);
}

/// PMS 2.2: a majority that holds one value under different numbers has not chosen it.
#[test]
fn value_is_not_chosen_by_acceptances_under_different_numbers() {
    let mut lab = Lab::paxos();
    lab.phase_1(P1, CAT, &[A1, A2]);
    lab.deliver(AcceptRequest, P1, [A1]);
    lab.phase_1(P2, DOG, &[A1, A2]);
    lab.deliver((AcceptRequest, 2), P2, [A3]);
    assert_eq!((lab.accepted(A1), lab.accepted(A3)), (Some((1, CAT)), Some((2, CAT))));
    assert_eq!(lab.chosen(), []);
}

/// PMS 2.2, before P2: more than one proposal may be chosen, as long as all have the same value.
#[test]
fn second_proposal_is_chosen_with_the_same_value() {
    let mut lab = Lab::paxos();
    lab.round(P1, CAT, &[A1, A2]);
    lab.round(P2, DOG, &[A2, A3]);
    assert_eq!(lab.chosen(), [(1, CAT), (2, CAT)]);
}

/// PMS 2.2, P2a: with a value chosen, nobody accepts another one under a higher number: not even an
/// acceptor that was asleep until then and would, by P1, accept the first proposal that it receives.
#[test]
fn acceptor_that_slept_accepts_the_chosen_value_under_a_higher_number() {
    for majority in Cast::of(2, 3).majorities() {
        let mut lab = Lab::paxos();
        lab.crash(A3);
        lab.round(P1, CAT, &[A1, A2]);
        lab.restart(A3);
        lab.phase_1(P2, DOG, &majority);
        lab.deliver((AcceptRequest, 2), P2, [A3]);
        assert_eq!(lab.accepted(A3), Some((2, CAT)), "with promises of {majority:?}");
    }
}

/// PMS 2.2, P2b: with a value chosen, nobody even issues a higher proposal with another value.
#[test]
fn proposer_issues_the_chosen_value_under_every_higher_number() {
    let cast = Cast::of(2, 5);
    for chosen_by in cast.majorities() {
        for answering in cast.majorities() {
            let mut lab = Lab::of(2, 5);
            lab.round(P1, CAT, &chosen_by);
            for (proposer, value) in [(P2, DOG), (P1, FOX)] {
                lab.phase_1(proposer, value, &answering);
                assert_eq!(lab.proposing(proposer), Some(CAT), "{chosen_by:?}, then {answering:?}");
            }
        }
    }
}

/// PMS 2.2, P2c (a): a proposer is free where no acceptor of some majority has accepted anything lower,
/// though another acceptor has.
#[test]
fn proposer_is_free_when_no_acceptor_of_its_majority_has_accepted() {
    let mut lab = Lab::paxos();
    lab.phase_1(P1, CAT, &[A1, A2]);
    lab.deliver(AcceptRequest, P1, [A1]);
    lab.phase_1(P2, DOG, &[A2, A3]);
    assert_eq!(lab.proposing(P2), Some(DOG));
}

/// PMS 2.2, P2c (b): otherwise it takes the value of the highest-numbered acceptance in that majority.
/// Here the lower one is cat and the higher one is dog, which is chosen.
#[test]
fn proposer_takes_the_value_of_the_highest_acceptance_of_its_majority() {
    let mut lab = Lab::of(3, 3);
    lab.phase_1(P1, CAT, &[A1, A2]);
    lab.deliver((AcceptRequest, 1), P1, [A1]);
    lab.round(P2, DOG, &[A2, A3]);
    lab.phase_1(P3, FOX, &[A1, A3]);
    assert_eq!(lab.proposing(P3), Some(DOG));
    assert_eq!(lab.chosen(), [(2, DOG)]);
}

/// PMS 2.2, P2c: it is not enough to ask what was accepted; the answer must also promise that nothing
/// lower will be. Without the promise the late cat is accepted after dog was free to go.
#[test]
fn acceptor_that_answered_keeps_out_what_would_make_the_answer_false() {
    let mut lab = Lab::paxos();
    lab.phase_1(P1, CAT, &[A1, A2]);
    lab.phase_1(P2, DOG, &[A1, A2]);
    lab.deliver((AcceptRequest, 1), P1, [A1, A2]);
    assert_eq!((lab.accepted(A1), lab.accepted(A2)), (None, None));
    lab.deliver((AcceptRequest, 2), P2, [A1, A2]);
    assert_eq!(lab.chosen_values(), [DOG]);
}
