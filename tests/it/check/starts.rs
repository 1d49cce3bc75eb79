//! Searches from the midst of a run: what is under way there, and what nodes have heard, is as it is in the world.

use super::searched;
use paxos_explainer::check::{Bounds, Finding, Goal, Limits, Scenario, Status};
use paxos_explainer::paxos::Value;
use paxos_explainer::story::{Scene, example, parse};

const CAST: &str = "title t\nclients C1\nproposers P1 P2\nacceptors A1 A2 A3\nlearners L1\nnetwork manual\n";

/// From the end of this text, with no more wishes than it has.
fn from(text: &str, limits: Limits) -> Scenario {
    let played = parse(text).and_then(Scene::play).unwrap_or_else(|problem| panic!("{problem} in\n{text}"));
    let start = example::start(&played).expect("it can be searched from");
    let wishes: &[Value] = &[];
    Scenario { limits, goal: Goal::Everything, ..example::scenario(&start, wishes) }
}

fn limits(ballots: u8) -> Limits {
    let bounds = Bounds { states: 100_000, ..Bounds::default() };
    Limits { ballots, each: 1, crashes: 0, requests: 0, beats: 0, bounds }
}

/// A proposer begins a ballot for whatever REQUEST reaches it, and one that comes again begins another.
#[test]
fn request_under_way_begins_no_more_ballots_than_there_may_be() {
    let text = format!("{CAST}request C1 P1 cat");
    let one = searched(from(&text, limits(1)));
    assert_eq!(one.progress().status, Status::Complete);
    assert!(one.length(Finding::Chosen).is_some());
    let none = searched(from(&text, limits(0)));
    assert_eq!((none.progress().status, none.length(Finding::Chosen)), (Status::Complete, None));
}

/// Whom a replica follows is nothing to those who ask it; the id under which it tries to lead is above that leader's.
#[test]
fn replica_tries_above_the_leader_that_it_has_heard() {
    let heard = "title t\nreplicas R1 R2 R3\nclients C1 C2\nnetwork manual\nnacks off\n\
        timeout R2\ndeliver PREPARE R2->R3\ndeliver PROMISE R3->R2\ndrop any\nheartbeat R2\ndeliver HEARTBEAT R2->R1\n\
        drop any\nrequest C1 R2 a\ndeliver REQUEST\ndeliver ACCEPT-REQUEST R2->R3\ndrop any\nrequest C2 R1 b\n\
        cut R2->R1 R2->R3 R3->R1 R3->R2\nset rule leader skips-prepare";
    assert!(searched(from(heard, limits(1))).length(Finding::TwoChosen).is_some());
}

#[test]
fn two_values_are_open_only_to_those_who_have_asked_a_quorum_that_can_answer() {
    let length = |rest: &str, ballots| {
        let text = format!("{CAST}propose P1 cat\n{rest}");
        searched(from(&text, limits(ballots))).length(Finding::BothChoosable)
    };
    assert_eq!(length("propose P2 dog", 0), Some(0), "before anything happens");
    assert_eq!(length("propose P2 dog\ndrop PREPARE P2->A1,A2", 0), None, "the questions are lost");
    assert_eq!(length("cut A1->P2 A2->P2\npropose P2 dog", 0), None, "no answer comes back");
}
