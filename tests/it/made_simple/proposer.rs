//! PMS 2.2, phases 1a and 2a: what a proposer asks, and what it may then send.

use crate::lab::*;
use paxos_explainer::paxos::Kind::{AcceptRequest, Accepted, Prepare, Promise};
use paxos_explainer::paxos::rules::Promise as PromiseRule;
use paxos_explainer::paxos::{Input, Message, NodeId, Note, Outcome, Vote};

const EVERY_ACCEPTOR: &[Who] = &[A1, A2, A3];

/// PMS 2.2, phase 1a: a proposer chooses a new number and asks acceptors; no value goes with it.
#[test]
fn proposer_asks_every_acceptor_before_it_names_a_value() {
    let mut p1 = Alone::new(P1);
    let outbox = p1.step(Input::Propose { value: CAT, ballot: None });
    assert_eq!(outbox.sends.len(), 1);
    assert_eq!((outbox.sends[0].message.clone(), outbox.sends[0].message.value()), (prepare(1), None));
    assert_eq!(outbox.sends[0].to.iter().collect::<Vec<NodeId>>(), p1.ids(EVERY_ACCEPTOR));
}

/// PMS 2.2, phase 2a: it issues the proposal once a majority has answered, not before.
#[test]
fn proposer_issues_nothing_before_a_majority_has_promised() {
    let mut p1 = Alone::new(P1);
    p1.proposes(CAT);
    assert_eq!(p1.hears(A3, promise(1, None)), []);
    assert_eq!(p1.hears(A1, promise(1, None)), [(accept_request(1, CAT), p1.ids(EVERY_ACCEPTOR))]);
}

/// PMS 2.2, phase 2a: it need not wait for all, and an answer after the majority changes nothing.
#[test]
fn proposer_changes_nothing_when_a_promise_comes_late() {
    let mut p1 = Alone::new(P1);
    p1.step(Input::Propose { value: CAT, ballot: Some(id(5)) });
    p1.hears(A1, promise(5, None));
    p1.hears(A2, promise(5, None));
    assert_eq!(p1.hears(A3, promise(5, Some(vote(4, DOG)))), []);
    assert_eq!(p1.node.proposer.as_ref().and_then(|p| p.attempt.as_ref()?.value()), Some(CAT));
}

/// PMS 2.2, phase 2a: a majority is one of acceptors, not of messages.
#[test]
fn proposer_counts_a_promise_of_one_acceptor_once() {
    let mut p1 = Alone::new(P1);
    p1.proposes(CAT);
    assert_eq!(p1.hears(A1, promise(1, None)), []);
    let again = p1.takes(A1, promise(1, None));
    assert_eq!((again.sends.len(), again.notes[0]), (0, Note::PromiseRepeated { ballot: id(1) }));
    assert_eq!(p1.hears(A2, promise(1, None)).len(), 1);
}

/// PMS 2.2, phase 2a: with nothing reported it may send any value: it sends its own.
#[test]
fn proposer_sends_its_own_value_when_nothing_is_reported() {
    assert_eq!(value_sent_after([None, None]), CAT);
}

/// PMS 2.2, P2c and phase 2a: with a vote reported it sends that value, whatever it wanted.
#[test]
fn proposer_sends_a_reported_value_in_place_of_its_own() {
    assert_eq!(value_sent_after([Some(vote(2, DOG)), None]), DOG);
    assert_eq!(value_sent_after([None, Some(vote(2, DOG))]), DOG);
}

/// PMS 2.2, P2c and phase 2a: of several it sends that of the highest number: not the first, not the
/// last, not the lowest.
#[test]
fn proposer_sends_the_value_of_the_highest_report_in_either_order() {
    assert_eq!(value_sent_after([Some(vote(2, DOG)), Some(vote(4, FOX))]), FOX);
    assert_eq!(value_sent_after([Some(vote(4, FOX)), Some(vote(2, DOG))]), FOX);
}

/// PMS 2.2, P2c: how often a value is reported says nothing. Two of three report dog, and fox wins.
#[test]
fn proposer_sends_the_value_of_the_highest_report_though_another_is_more_frequent() {
    let mut lab = Lab::of(3, 5);
    lab.phase_1(P1, DOG, &[A1, A2, A3]);
    lab.deliver((AcceptRequest, 1), P1, [A1, A2]);
    lab.phase_1(P2, FOX, &[A3, A4, A5]);
    lab.deliver((AcceptRequest, 2), P2, [A3]);
    lab.phase_1(P3, CAT, &[A1, A2, A3]);
    assert_eq!(lab.proposing(P3), Some(FOX));
}

/// PMS 2.2, P2c: numbers are compared as numbers: ten is above nine.
#[test]
fn proposer_compares_reported_numbers_as_numbers() {
    assert_eq!(value_sent_after([Some(vote(9, DOG)), Some(vote(10, FOX))]), FOX);
}

/// The value that P1 sends, wanting cat, after these two reports to its ballot 11.
fn value_sent_after(reports: [Option<Vote>; 2]) -> paxos_explainer::paxos::Value {
    let mut p1 = Alone::new(P1);
    p1.step(Input::Propose { value: CAT, ballot: Some(id(11)) });
    assert_eq!(p1.hears(A3, promise(11, reports[0])), []);
    let sent = p1.hears(A1, promise(11, reports[1]));
    assert_eq!((sent.len(), sent[0].0.ballot()), (1, Some(id(11))), "under the number that was promised");
    sent[0].0.value().expect("an ACCEPT-REQUEST carries a value")
}

/// PMS 2.2, phase 2a: the majority that accepts need not be the one that promised.
#[test]
fn value_is_chosen_by_another_majority_than_the_one_that_promised() {
    let mut lab = Lab::paxos();
    let id = lab.phase_1(P1, CAT, &[A1, A2]);
    lab.deliver(AcceptRequest, P1, [A2, A3]);
    assert_eq!(lab.chosen(), [(id, CAT)]);
}

/// PMS 2.2: a proposer may make several proposals, each by the rules, and starts each from its own value.
#[test]
fn proposer_starts_a_new_proposal_from_its_own_value_again() {
    let mut lab = Lab::paxos();
    lab.phase_1(P1, CAT, &[A1, A2]);
    lab.deliver((AcceptRequest, 1), P1, [A1]);
    lab.phase_1(P2, DOG, &[A1, A2]);
    assert_eq!(lab.proposing(P2), Some(CAT));
    let again = lab.timeout(P2).number;
    lab.deliver((Prepare, again), P2, [A2, A3]);
    lab.gather((Promise, again), [A2, A3], P2);
    assert_eq!(lab.proposing(P2), Some(DOG));
}

/// PMS 2.2: a proposer may abandon a proposal at any point; nothing goes wrong, whatever of it is still
/// under way and whenever that arrives.
#[test]
fn proposer_abandons_a_proposal_at_any_point_without_harm() {
    for stage in 0..5 {
        for answering in Cast::of(2, 3).majorities() {
            let mut lab = Lab::paxos();
            lab.propose(P1, CAT);
            for kind in [Prepare, Promise, AcceptRequest, Accepted].into_iter().take(stage) {
                lab.deliver_all(kind);
            }
            lab.round(P2, DOG, &answering);
            lab.timeout(P1);
            for _ in 0..4 {
                lab.world.in_flight.reverse(); // The oldest last: as late as can be.
                for kind in [AcceptRequest, Promise, Accepted, Prepare] {
                    lab.deliver_all(kind);
                }
            }
            assert_eq!(lab.chosen_values().len(), 1, "abandoned at {stage}, answered by {answering:?}");
        }
    }
}

/// PMS 2.2: requests of an abandoned proposal may arrive long after; it may even be chosen by them.
#[test]
fn abandoned_proposal_is_chosen_when_its_late_requests_are_accepted() {
    let mut lab = Lab::paxos();
    let old = lab.phase_1(P1, CAT, &[A1, A2]);
    let new = lab.timeout(P1).number;
    assert!(old < new);
    lab.deliver((AcceptRequest, old), P1, [A1, A3]);
    assert_eq!(lab.chosen(), [(old, CAT)]);
}

/// PMS 2.2: answers to an abandoned proposal arrive late as well; they do not count for the new one.
#[test]
fn proposer_counts_no_promise_for_an_abandoned_number() {
    let mut p1 = Alone::new(P1);
    let old = p1.proposes(CAT);
    p1.step(Input::Timeout);
    assert_ne!(p1.ballot(), old);
    assert_eq!(p1.hears(A1, promise(old.number, None)), []);
    assert_eq!(p1.hears(A2, promise(old.number, None)), []);
    let new = p1.ballot().number;
    assert_eq!(p1.hears(A1, promise(new, None)), [], "one promise for the new number");
    assert_eq!(p1.hears(A3, promise(new, None)).len(), 1);
}

/// PMS 2.2, at the end: told of a higher number, a proposer should abandon its proposal. Then a late
/// promise for it starts nothing.
#[test]
fn proposer_abandons_its_proposal_when_it_is_told_of_a_higher_one() {
    let mut p1 = Alone::new(P1);
    p1.proposes(CAT);
    p1.hears(A1, promise(1, None));
    assert_eq!(p1.hears(A2, nack(1, 4)), [], "it waits for its timer");
    assert_eq!(p1.hears(A3, promise(1, None)), []);
    p1.step(Input::Timeout);
    assert_eq!(p1.ballot(), id(5), "above the one that it was told of");
}

/// PMS 2.5: a number is above every one that it was shown. A report above its own number can only come from
/// an acceptor that has gone back on a promise; even then the next number is above that.
#[test]
fn proposer_takes_a_number_above_one_that_was_reported() {
    let mut p1 = Alone::new(P1);
    p1.rules.promise = PromiseRule::Always;
    p1.proposes(CAT);
    p1.hears(A1, promise(1, Some(vote(4, DOG))));
    p1.step(Input::Timeout);
    assert_eq!(p1.ballot(), id(5));
}

/// PMS 2.2: a refusal of an old number says nothing about the present one.
#[test]
fn proposer_keeps_its_proposal_when_an_older_one_is_refused() {
    let mut p1 = Alone::new(P1);
    let old = p1.proposes(CAT);
    p1.step(Input::Timeout);
    let new = p1.ballot();
    p1.hears(A1, nack(old.number, 2));
    p1.hears(A1, promise(new.number, None));
    assert_eq!(p1.hears(A2, promise(new.number, None)).len(), 1);
}

/// PMS 2.2: abandoning is for speed only, and a refused number may win all the same.
#[test]
fn refused_proposal_is_chosen_when_others_accept_it() {
    let mut lab = Lab::paxos().with_nacks();
    let id = lab.phase_1(P1, CAT, &[A1, A2]);
    lab.propose(P2, DOG);
    lab.deliver(Prepare, P2, [A3]);
    assert_eq!(lab.deliver_one(AcceptRequest, P1, A3), Outcome::Ignored);
    lab.deliver(paxos_explainer::paxos::Kind::Nack, A3, [P1]);
    lab.deliver(AcceptRequest, P1, [A1, A2]);
    assert_eq!(lab.chosen(), [(id, CAT)]);
}

/// PMS 2.5: an answer names the number that it answers, so that it is not taken for another.
#[test]
fn answer_of_an_acceptor_names_the_number_of_the_request() {
    let mut a1 = Alone::new(A1);
    for message in [prepare(1), accept_request(1, CAT), prepare(6), accept_request(7, DOG)] {
        let asked = message.ballot();
        let answers: Vec<Message> = a1.hears(P1, message).into_iter().map(|(answer, _)| answer).collect();
        assert!(!answers.is_empty() && answers.iter().all(|answer| answer.ballot() == asked));
    }
}
