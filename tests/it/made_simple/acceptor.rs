//! PMS 2.2, phases 1b and 2b: what an acceptor may do, and what it must remember.

use crate::lab::*;
use paxos_explainer::paxos::Kind::{AcceptRequest, Prepare, Promise};
use paxos_explainer::paxos::{Nacks, Outcome};
use paxos_explainer::sim::{Action, MessageId};

/// PMS 2.2, phase 1b: an acceptor answers a PREPARE above any that it has answered.
#[test]
fn acceptor_promises_a_prepare_above_its_promise() {
    let mut a1 = Alone::new(A1);
    for number in [4, 5, 9] {
        assert_eq!(a1.hears(P1, prepare(number)), [(promise(number, None), a1.ids(&[P1]))]);
        assert_eq!(a1.promised(), Some(id(number)));
    }
}

/// PMS 2.2, the optimization: there is no reason to answer a PREPARE below one that was answered.
#[test]
fn acceptor_ignores_prepare_below_its_promise() {
    let mut a1 = Alone::new(A1);
    a1.hears(P1, prepare(5));
    let before = a1.clone();
    assert_eq!(a1.hears(P2, prepare(4)), []);
    assert_eq!(a1, before);
}

/// PMS 2.2, phase 1b: "greater than" any that it has answered: the same PREPARE again is ignored.
#[test]
fn acceptor_ignores_prepare_equal_to_its_promise() {
    let mut a1 = Alone::new(A1);
    a1.hears(P1, prepare(5));
    assert_eq!(a1.hears(P1, prepare(5)), []);
}

/// PMS 2.2, the optimization: it also ignores a PREPARE for a proposal that it has accepted.
#[test]
fn acceptor_ignores_prepare_for_a_proposal_that_it_has_accepted() {
    let mut a1 = Alone::new(A1);
    a1.hears(P1, accept_request(5, CAT));
    assert_eq!(a1.hears(P1, prepare(5)), []);
    assert_eq!(a1.hears(P2, prepare(4)), []);
}

/// PMS 2.2, phase 1b: the answer goes to the one who asked, and to nobody else.
#[test]
fn acceptor_promises_to_the_sender_of_the_prepare() {
    let mut a1 = Alone::new(A1);
    assert_eq!(a1.hears(P2, prepare(4)), [(promise(4, None), a1.ids(&[P2]))]);
}

/// PMS 2.2, phase 1b: the answer reports the highest-numbered proposal that it has accepted, with the
/// number under which it was accepted, not with the one that was promised since.
#[test]
fn acceptor_reports_its_highest_accepted_proposal() {
    let mut a1 = Alone::new(A1);
    a1.hears(P1, accept_request(1, CAT));
    a1.hears(P2, accept_request(2, DOG));
    a1.hears(P1, prepare(5));
    assert_eq!(a1.hears(P2, prepare(6)), [(promise(6, Some(vote(2, DOG))), a1.ids(&[P2]))]);
}

/// PMS 2.2, phase 1b: with nothing accepted there is nothing to report, whatever was promised before.
#[test]
fn acceptor_reports_nothing_when_it_has_only_promised() {
    let mut a1 = Alone::new(A1);
    a1.hears(P1, prepare(1));
    assert_eq!(a1.hears(P2, prepare(2)), [(promise(2, None), a1.ids(&[P2]))]);
}

/// PMS 2.2, P1a: an acceptor accepts n when it has answered no PREPARE above n; equal is not above.
#[test]
fn acceptor_accepts_what_it_has_promised() {
    let mut a1 = Alone::new(A1);
    a1.hears(P1, prepare(5));
    a1.hears(P1, accept_request(5, CAT));
    assert_eq!(a1.accepted(), Some(vote(5, CAT)));
}

/// PMS 2.2, P1a: nor does it need to have promised n itself.
#[test]
fn acceptor_accepts_above_its_promise() {
    let mut a1 = Alone::new(A1);
    a1.hears(P1, prepare(5));
    a1.hears(P2, accept_request(6, DOG));
    assert_eq!(a1.accepted(), Some(vote(6, DOG)));
}

/// PMS 2.2, P1a and phase 2b: having answered a PREPARE above n, it does not accept n.
#[test]
fn acceptor_ignores_accept_request_below_its_promise() {
    let mut a1 = Alone::new(A1);
    a1.hears(P1, prepare(5));
    let before = a1.clone();
    assert_eq!(a1.hears(P2, accept_request(4, DOG)), []);
    assert_eq!(a1, before);
}

/// PMS 2.2, the optimization of 1b: having accepted n it ignores a PREPARE of n or below. Ours goes one
/// step further, as every implementation does: accepting n promises n, so that lower ones are refused.
#[test]
fn acceptor_promises_what_it_accepts() {
    let mut a1 = Alone::new(A1);
    a1.hears(P2, accept_request(6, DOG));
    assert_eq!(a1.promised(), Some(id(6)));
    assert_eq!(a1.hears(P1, accept_request(5, CAT)), []);
    assert_eq!(a1.accepted(), Some(vote(6, DOG)));
}

/// PMS 2.2, P1a: a promise is not given up for an acceptance below it, and an acceptance raises it.
#[test]
fn promise_of_an_acceptor_never_goes_down() {
    let mut a1 = Alone::new(A1);
    let heard = [prepare(5), accept_request(4, DOG), prepare(2), accept_request(7, CAT), prepare(6), prepare(7)];
    let mut before = None;
    for message in heard {
        a1.hears(P1, message);
        assert!(before <= a1.promised());
        before = a1.promised();
    }
    assert_eq!(a1.promised(), Some(id(7)));
}

/// PMS 2.2: a promise is about one number; a higher PREPARE does not break it and is answered.
#[test]
fn acceptor_answers_a_higher_prepare_after_it_has_promised() {
    let mut lab = Lab::paxos();
    lab.propose(P1, CAT);
    lab.propose(P2, DOG);
    lab.deliver((Prepare, 1), P1, [A1]);
    assert_eq!(lab.deliver_one((Prepare, 2), P2, A1), Outcome::Promised);
}

/// PMS 2.2: only the highest acceptance and the highest promise are needed: three numbers are the whole
/// card, however many proposals have come by.
#[test]
fn acceptor_remembers_only_its_highest_promise_and_acceptance() {
    let (mut long, mut short) = (Alone::new(A1), Alone::new(A1));
    for message in [prepare(1), accept_request(1, CAT), prepare(3), prepare(4), accept_request(4, DOG), prepare(7)] {
        long.hears(P1, message);
    }
    for message in [accept_request(4, DOG), prepare(7)] {
        short.hears(P1, message);
    }
    assert_eq!(long, short);
}

/// PMS 2.2: an acceptor may ignore any request without harm. Here two proposers send their twelve
/// requests, and every set of these is lost once, which to a proposer is the same.
#[test]
fn ignored_request_never_breaks_agreement() {
    let mut chosen = 0;
    for lost in 0..1 << 12 {
        let mut lab = Lab::paxos();
        let mut requests = 0;
        lab.propose(P1, CAT);
        lab.propose(P2, DOG);
        for kind in [Prepare, Promise, AcceptRequest] {
            let messages: Vec<MessageId> = lab.in_flight(kind, None).iter().map(|envelope| envelope.id).collect();
            for message in messages {
                let is_ignored = kind != Promise && lost >> requests & 1 == 1;
                requests += u32::from(kind != Promise);
                lab.act(if is_ignored { Action::Drop { message } } else { Action::Deliver { message } });
            }
        }
        assert!(lab.chosen_values().len() <= 1);
        chosen += lab.chosen_values().len();
    }
    assert!((1000..3500).contains(&chosen), "some go through and some do not: {chosen}");
}

/// PMS 2.2, at the end: an acceptor that ignores a request because of a higher PREPARE should tell the
/// proposer so. It is an option here, and the hint carries the higher number.
#[test]
fn acceptor_informs_the_proposer_of_a_refusal_when_nacks_are_on() {
    let mut a1 = Alone::new(A1);
    a1.cluster.nacks = Nacks::On;
    a1.hears(P1, prepare(5));
    for refused in [prepare(4), accept_request(4, DOG)] {
        assert_eq!(a1.hears(P2, refused), [(nack(4, 5), a1.ids(&[P2]))]);
    }
}

/// PMS 2.2: telling it is for speed only: without, a refusal is silence.
#[test]
fn acceptor_refuses_in_silence_when_nacks_are_off() {
    let mut a1 = Alone::new(A1);
    a1.hears(P1, prepare(5));
    assert_eq!(a1.hears(P2, prepare(4)), []);
    assert_eq!(a1.hears(P2, accept_request(4, DOG)), []);
}
