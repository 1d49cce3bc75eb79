//! PMS 2.3: how it is found out that a value was chosen.

use crate::lab::*;
use paxos_explainer::paxos::Kind::{AcceptRequest, Accepted, Prepare, Promise, Reply};
use paxos_explainer::paxos::{Command, Note, Outcome, Slot, Value};
use paxos_explainer::sim::Action;

/// PMS 2.3: a learner learns when it has found out that a majority accepted one proposal.
#[test]
fn learner_learns_when_a_majority_has_accepted_one_proposal() {
    let mut lab = Lab::paxos();
    lab.round(P1, CAT, &[A1, A2, A3]);
    assert_eq!(lab.deliver_one(Accepted, A1, L1), Outcome::Counted);
    assert_eq!(lab.learned(L1), None);
    assert_eq!(lab.deliver_one(Accepted, A3, L1), Outcome::Learned);
    assert_eq!(lab.learned(L1), Some(CAT));
    assert_eq!(lab.learned(L2), None, "each finds out for itself");
}

/// PMS 2.3: one proposal: acceptances of one value under two numbers do not add up.
#[test]
fn learner_does_not_add_up_acceptances_under_different_numbers() {
    let mut l1 = Alone::new(L1);
    l1.hears(A1, accepted(1, CAT));
    l1.hears(A2, accepted(2, CAT));
    assert_eq!(learned(&l1), None);
    l1.hears(A3, accepted(2, CAT));
    assert_eq!(learned(&l1), Some(CAT));
}

/// PMS 2.3: a majority of acceptors: the same acceptance heard twice is one.
#[test]
fn learner_counts_a_duplicate_once() {
    let mut l1 = Alone::new(L1);
    l1.hears(A1, accepted(1, CAT));
    assert_eq!(
        l1.takes(A1, accepted(1, CAT)).notes[0],
        Note::AcceptedRepeated { slot: Slot::ONLY, vote: vote(1, CAT) }
    );
    assert_eq!(learned(&l1), None);
    l1.hears(A2, accepted(1, CAT));
    assert_eq!(learned(&l1), Some(CAT));
}

fn learned(alone: &Alone) -> Option<Value> {
    alone.node.learner.as_ref().and_then(|learner| learner.learned(paxos_explainer::paxos::Slot::ONLY))
}

/// PMS 2.3: a promise is no acceptance: a majority of promises teaches nothing.
#[test]
fn proposer_does_not_learn_from_promises() {
    let mut lab = Lab::paxos();
    lab.phase_1(P1, CAT, &[A1, A2, A3]);
    assert_eq!((lab.learned(P1), lab.chosen()), (None, vec![]));
}

/// PMS 2.3: the obvious way: an acceptor tells every learner whenever it accepts. Ours also tells the
/// proposer of that number, who learns in the same way.
#[test]
fn acceptor_tells_its_proposer_and_every_learner_whenever_it_accepts() {
    let mut a1 = Alone::new(A1);
    for (from, number, value) in [(P1, 1, CAT), (P2, 4, DOG)] {
        let told = [(accepted(number, value), a1.ids(&[from])), (accepted(number, value), a1.ids(&[L1, L2]))];
        assert_eq!(a1.hears(from, accept_request(number, value)), told);
    }
}

/// PMS 2.3: so also for a second copy of the same request: it may be that the first answer was lost.
#[test]
fn acceptor_tells_again_when_it_is_asked_again() {
    let mut a1 = Alone::new(A1);
    let first = a1.hears(P1, accept_request(1, CAT));
    assert_eq!(a1.hears(P1, accept_request(1, CAT)), first);
}

/// PMS 2.3: what the proposer has learned it has from acceptances that reached it, like anybody.
#[test]
fn proposer_learns_from_the_acceptances_that_reach_it() {
    let mut lab = Lab::paxos();
    lab.round(P1, CAT, &[A1, A2]);
    assert_eq!((lab.chosen_values(), lab.learned(P1)), (vec![CAT], None), "chosen is not learned");
    lab.gather(Accepted, [A2, A1], P1);
    assert_eq!(lab.learned(P1), Some(CAT));
}

/// PMS 2.3: messages may be lost, so that a value is chosen and nobody ever finds out.
#[test]
fn nobody_learns_what_is_chosen_when_the_acceptances_are_lost() {
    let mut lab = Lab::paxos();
    lab.round(P1, CAT, &[A1, A2]);
    lab.lose_all(Accepted);
    assert_eq!(lab.chosen_values(), [CAT]);
    assert!([P1, P2, L1, L2].into_iter().all(|who| lab.learned(who).is_none()));
    lab.lose_all(AcceptRequest);
    lab.lose_all(Prepare);
    assert_eq!(lab.world.in_flight.len(), 0, "and nothing is under way that could tell");
}

/// PMS 2.3: to find out, a learner has a proposer issue a proposal: it brings out the chosen value.
#[test]
fn new_proposal_brings_out_what_was_chosen_in_silence() {
    for answering in Cast::of(2, 3).majorities() {
        let mut lab = Lab::paxos();
        lab.round(P1, CAT, &[A1, A2]);
        lab.lose_all(Accepted);
        lab.crash(P1);
        lab.round(P2, DOG, &answering);
        lab.deliver_all(Accepted);
        assert_eq!([P2, L1, L2].map(|who| lab.learned(who)), [Some(CAT); 3], "answered by {answering:?}");
    }
}

/// PMS 2.3: asking the acceptors is not enough: with A2 down, A1 and A3 look the same whether A2 has
/// accepted (and cat is chosen) or not. A new proposal is right in both worlds.
#[test]
fn two_acceptors_cannot_tell_whether_a_third_made_the_majority() {
    let world = |a2_accepts: bool| {
        let mut lab = Lab::paxos();
        lab.phase_1(P1, CAT, &[A1, A2]);
        lab.deliver(AcceptRequest, P1, [A1]);
        if a2_accepts {
            lab.deliver(AcceptRequest, P1, [A2]);
        }
        lab.lose_all(Accepted);
        lab.lose_all(AcceptRequest);
        lab.crash(A2);
        lab
    };
    let (mut chosen, mut open) = (world(true), world(false));
    assert_eq!((chosen.chosen_values(), open.chosen_values()), (vec![CAT], vec![]));
    assert_eq!((chosen.node(A1), chosen.node(A3)), (open.node(A1), open.node(A3)));
    for lab in [&mut chosen, &mut open] {
        lab.round(P2, DOG, &[A1, A3]);
        assert_eq!(lab.chosen_values(), [CAT]);
    }
}

/// PMS 2.3: learners may tell others: a learner that learns answers the clients that asked.
#[test]
fn learner_tells_the_client_that_asked() {
    let mut lab = Lab::paxos();
    let (client, to) = (lab.id(C1), lab.id(P1));
    lab.act(Action::Request { client, to, value: CAT, command: Command::Word });
    for kind in [paxos_explainer::paxos::Kind::Request, Prepare, Promise, AcceptRequest] {
        lab.deliver_all(kind);
    }
    assert_eq!(lab.in_flight(Reply, None).len(), 0);
    lab.gather(Accepted, [A1, A2], L1);
    assert_eq!(lab.in_flight(Reply, Some((L1, C1))).len(), 1);
    assert_eq!(lab.deliver_one(Reply, L1, C1), Outcome::Received);
}

/// PMS 2.3 with 2.1: what was learned stays learned; acceptances under higher numbers repeat it.
#[test]
fn learner_keeps_what_it_has_learned_when_higher_proposals_are_chosen() {
    let mut lab = Lab::paxos();
    lab.round(P1, CAT, &[A1, A2]);
    lab.deliver_all(Accepted);
    lab.round(P2, DOG, &[A2, A3]);
    assert_eq!(lab.deliver_all(Accepted).iter().filter(|&&outcome| outcome == Outcome::Nothing).count(), 4);
    assert_eq!([P1, P2, L1, L2].map(|who| lab.learned(who)), [Some(CAT); 4]);
}
