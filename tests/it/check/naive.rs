//! The same search in the plainest way, on copies of whole Worlds, against which the packed one is held.

use super::{everything, searched};
use paxos_explainer::check::{Finding, Scenario};
use paxos_explainer::paxos::rules::{Accept, Phases, Promise, Quorum, Report, Storage, ValueRule};
use paxos_explainer::paxos::{Kind, Message, NodeId};
use paxos_explainer::sim::world::Faithful;
use paxos_explainer::sim::{Action, Change, World, truth};
use std::collections::{HashSet, VecDeque};

/// A world on the way, with what the limits count.
#[derive(Clone)]
struct Place {
    world: World,
    ballots: u8,
    each: [u8; 16],
    crashes: u8,
    length: u32,
}

impl Place {
    /// What makes it different from others: nodes, votes, and what is under way, whatever its number.
    fn key(&self) -> String {
        let mut under_way: Vec<String> = self.world.in_flight.iter().map(told).collect();
        under_way.sort();
        let nodes: Vec<_> = self.world.cluster.nodes().map(|node| self.world.node(node)).collect();
        format!("{nodes:?} {:?} {under_way:?} {:?} {}", self.world.votes, self.each, self.crashes)
    }

    fn after(&self, actions: &[Action]) -> Option<Place> {
        let mut place = self.clone();
        for &action in actions {
            place.world.apply(action, &mut Faithful).ok()?;
            if let Action::Propose { node, .. } | Action::Timeout { node } = action {
                place.ballots += 1;
                place.each[node.index()] += 1;
            }
            place.crashes += u8::from(matches!(action, Action::Crash { .. }));
            place.length += 1;
        }
        Some(place)
    }
}

fn told(envelope: &paxos_explainer::sim::Envelope) -> String {
    format!("{:?} {:?} {:?}", envelope.from, envelope.to, envelope.message)
}

/// What may be done next. An ACCEPT is left where it is; a message that changes nothing too.
fn next(place: &Place, scenario: &Scenario) -> Vec<Vec<Action>> {
    let world = &place.world;
    let mut all = Vec::new();
    for envelope in world.in_flight.iter().filter(|envelope| envelope.message.kind() != Kind::Accepted) {
        all.push(vec![Action::Deliver { message: envelope.id }]);
    }
    let may_begin =
        |node: NodeId| place.ballots < scenario.limits.ballots && place.each[node.index()] < scenario.limits.each;
    for &(node, value) in scenario.wishes.iter().filter(|(node, _)| may_begin(*node)) {
        let own = world.node(node).proposer.as_ref().and_then(|proposer| proposer.disk.own);
        match own {
            None => all.push(vec![Action::Propose { node, value, ballot: None }]),
            Some(_) => all.push(vec![Action::Timeout { node }]),
        }
    }
    if place.crashes < scenario.limits.crashes {
        all.extend(world.cluster.nodes().map(|node| vec![Action::Crash { node }, Action::Restart { node }]));
    }
    all
}

/// The shortest ways to two chosen values and to one, over all that can happen without copies; and how many worlds.
fn shortest(scenario: &Scenario) -> (Option<u32>, Option<u32>, usize) {
    let start = Place { world: scenario.start.clone(), ballots: 0, each: [0; 16], crashes: 0, length: 0 };
    let mut seen = HashSet::from([start.key()]);
    let mut waiting = [VecDeque::from([start]), VecDeque::new(), VecDeque::new()];
    let (mut two, mut one) = (None::<u32>, None::<u32>);
    while waiting.iter().any(|level| !level.is_empty()) {
        let level = std::mem::take(&mut waiting[0]);
        waiting.rotate_left(1);
        for place in level {
            if truth::two_chosen(&place.world).is_some() {
                two = two.or(Some(place.length));
            }
            if truth::chosen(&place.world).next().is_some() {
                one = one.or(Some(place.length));
            }
            for actions in next(&place, scenario) {
                let nodes =
                    |world: &World| -> Vec<_> { world.cluster.nodes().map(|node| world.node(node).clone()).collect() };
                let Some(after) = place.after(&actions) else { continue };
                let changes = nodes(&after.world) != nodes(&place.world);
                if changes && seen.insert(after.key()) {
                    waiting[actions.len() - 1].push_back(after);
                }
            }
        }
        if two.is_some() {
            break;
        }
    }
    (two, one, seen.len())
}

/// Rules that break with two ballots and need no copies, and Paxos, which is gone through to the end.
#[test]
fn packed_search_finds_what_a_plain_search_of_worlds_finds() {
    let storage = Change::Storage(Storage::ForgetsAccepted);
    let rules = [
        None,
        Some(Change::Phases(Phases::One)),
        Some(Change::QuorumRule(Quorum::One)),
        Some(Change::Promise(Promise::Always)),
        Some(Change::Accept(Accept::Always)),
        Some(Change::Report(Report::Nothing)),
        Some(Change::Value(ValueRule::Own)),
        Some(storage),
    ];
    for rule in rules {
        let mut all = everything(3, 2, rule.as_slice());
        all.limits.each = 1;
        let (two, one, worlds) = shortest(&all);
        let check = searched(all);
        assert_eq!(check.length(Finding::TwoChosen), two, "{rule:?} over {worlds} worlds");
        assert_eq!(check.length(Finding::Chosen), one, "{rule:?}");
    }
}

/// The search from the midst of a run: P1 has one vote and is gone; what is under way counts, what is lost does not.
#[test]
fn search_from_the_midst_of_a_run_agrees_with_the_plain_one() {
    for lost in [Kind::Prepare, Kind::AcceptRequest] {
        let mut all = everything(3, 2, &[]);
        all.limits.each = 1;
        let mut act = |action| all.start.apply(action, &mut Faithful).map(|_| ()).expect("it can be done");
        act(Action::Propose { node: all.wishes[0].0, value: all.wishes[0].1, ballot: None });
        for (kind, count) in [(Kind::Prepare, 2), (Kind::Promise, 2), (Kind::AcceptRequest, 1)] {
            for _ in 0..count {
                let message = all.start.in_flight.iter().find(|it| it.message.kind() == kind).expect("it is there").id;
                all.start.apply(Action::Deliver { message }, &mut Faithful).expect("it is in flight");
            }
        }
        let gone: Vec<_> = all.start.in_flight.iter().filter(|it| it.message.kind() == lost).map(|it| it.id).collect();
        for message in gone {
            all.start.apply(Action::Drop { message }, &mut Faithful).expect("it is in flight");
        }
        all.wishes.remove(0);
        all.limits.ballots = 1;
        let (two, one, worlds) = shortest(&all);
        let check = searched(all);
        assert_eq!((check.length(Finding::TwoChosen), check.length(Finding::Chosen)), (two, one), "{worlds} worlds");
        assert!(!check.levels().is_empty());
    }
}

/// What a PROMISE says is part of it: one that reports a vote is another message than one that does not.
#[test]
fn messages_that_say_different_things_are_different() {
    let all = everything(3, 2, &[]);
    let mut check = searched(all.clone());
    let example = check.example(Finding::Chosen).expect("something can be chosen");
    let mut world = all.start;
    for &action in &example.actions {
        world.apply(action, &mut Faithful).expect("it is done again");
    }
    let promises = world.in_flight.iter().filter(|it| matches!(*it.message, Message::Promise { .. })).count();
    assert_eq!((example.actions.len(), promises), (7, 0), "two PROMISEs were asked for, and both were heard");
    assert!(truth::chosen(&world).next().is_some());
}
