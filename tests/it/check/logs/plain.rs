//! The same search in the plainest way, on copies of whole Worlds: with what replicas send to themselves taken in the step
//! by which they send it, as the packed one does, or at any time.

use super::{searched, start};
use paxos_explainer::check::{Finding, Goal, Limits, Scenario};
use paxos_explainer::paxos::{Kind, NodeId, Role};
use paxos_explainer::sim::world::Faithful;
use paxos_explainer::sim::{Action, World, truth};
use paxos_explainer::story::example;
use std::collections::{HashSet, VecDeque};

/// When a replica takes what it has sent to itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Own {
    AtOnce,
    AnyTime,
}

/// A world on the way, with what the limits count.
#[derive(Clone)]
struct Place {
    world: World,
    tries: [u8; 16],
    requests: u8,
    beats: u8,
    length: u32,
}

impl Place {
    fn key(&self) -> String {
        let mut under_way: Vec<String> =
            self.world.in_flight.iter().map(|it| format!("{:?} {:?} {:?}", it.from, it.to, it.message)).collect();
        under_way.sort();
        let nodes: Vec<_> = self.world.cluster.nodes().map(|node| self.world.node(node)).collect();
        let mut votes: Vec<String> = self.world.votes.iter().map(|cast| format!("{cast:?}")).collect();
        votes.sort();
        let own = &self.world.own;
        format!("{nodes:?} {votes:?} {under_way:?} {own:?} {:?} {} {}", self.tries, self.requests, self.beats)
    }

    fn after(&self, action: Action, own: Own) -> Option<Place> {
        let mut place = self.clone();
        match own {
            Own::AtOnce => place.world.apply_whole(action, &mut Faithful).map(|_| ()).ok()?,
            Own::AnyTime => place.world.apply(action, &mut Faithful).map(|_| ()).ok()?,
        }
        match action {
            Action::Timeout { node } => place.tries[node.index()] += 1,
            Action::Request { .. } => place.requests += 1,
            Action::Heartbeat { .. } => place.beats += 1,
            _ => {}
        }
        place.length += u32::from(!matches!(action, Action::Own { .. }));
        Some(place)
    }
}

/// What may be done next. REPLYs are left where they are; a client asks whoever leads or tries to.
fn next(place: &Place, scenario: &Scenario) -> Vec<Action> {
    let (world, limits) = (&place.world, &scenario.limits);
    let carried = world.in_flight.iter().filter(|it| it.message.kind() != Kind::Reply);
    let mut all: Vec<Action> = carried.map(|it| Action::Deliver { message: it.id }).collect();
    all.extend(world.own.iter().map(|&(node, _)| Action::Own { node }));
    let leads = |node: NodeId| world.node(node).replica.as_ref().is_some_and(|replica| replica.lead().is_some());
    for node in world.cluster.all(Role::Replica).iter() {
        if place.tries.iter().sum::<u8>() < limits.ballots && place.tries[node.index()] < limits.each {
            all.push(Action::Timeout { node });
        }
        if place.beats < limits.beats {
            all.push(Action::Heartbeat { node });
        }
        for &(client, value) in scenario.wishes.iter().filter(|_| place.requests < limits.requests && leads(node)) {
            all.push(Action::Request { client, to: node, value, command: world.cluster.command(value) });
        }
    }
    all
}

/// How far from the start each finding is, and how many worlds were seen up to the last of them.
fn shortest(scenario: &Scenario, own: Own, wanted: &[Finding]) -> (Vec<Option<u32>>, usize) {
    let world = scenario.start.clone();
    let begun = Place { world, tries: [0; 16], requests: 0, beats: 0, length: 0 };
    let mut seen = HashSet::from([begun.key()]);
    let mut waiting = VecDeque::from([begun]);
    let mut found = vec![None; wanted.len()];
    while let Some(place) = waiting.pop_front() {
        for (nth, &finding) in wanted.iter().enumerate().filter(|_| place.world.own.is_empty()) {
            if holds(&place.world, finding) {
                found[nth] = found[nth].or(Some(place.length));
            }
        }
        if found.iter().all(Option::is_some) {
            break;
        }
        for action in next(&place, scenario) {
            let Some(after) = place.after(action, own) else { continue };
            if seen.insert(after.key()) {
                // What costs nothing comes first.
                match action {
                    Action::Own { .. } => waiting.push_front(after),
                    _ => waiting.push_back(after),
                }
            }
        }
    }
    (found, seen.len())
}

fn holds(world: &World, finding: Finding) -> bool {
    match finding {
        Finding::TwoChosen => truth::two_chosen(world).is_some(),
        Finding::LearnedUnchosen => truth::learned_unchosen(world).is_some(),
        Finding::AppliedPast => truth::log::in_order(world).is_some(),
        Finding::ExecutedTwice => truth::log::executed_twice(world).is_some(),
        Finding::Chosen => truth::chosen(world).next().is_some(),
        _ => false,
    }
}

/// Small enough to be gone through plainly: what each rule breaks, from where it takes few actions.
const SMALL: [(&str, &str, u8, u8, Finding); 4] = [
    ("rule leader skips-prepare\n", "", 2, 2, Finding::TwoChosen),
    ("rule gaps applied-past\n", "", 1, 2, Finding::AppliedPast),
    // From here on a vote for slot 2 is enough.
    (
        "rule commit loose\n",
        "log R1 1 cat id 1\nlog R2 1 dog id 2 chosen\nlog R3 1 dog id 2\n",
        1,
        0,
        Finding::LearnedUnchosen,
    ),
    (
        "rule members at-once\n",
        "log R1 1 \"members R1\" id 1 chosen\nlog R2 1 \"members R1\" id 1\n",
        2,
        2,
        Finding::TwoChosen,
    ),
];

fn small(rules: &str, log: &str, ballots: u8, requests: u8) -> Scenario {
    let mut start = start(&format!("title x\nclients C1 C2\nreplicas R1 R2 R3\nnacks off\n{rules}{log}"));
    let values: Vec<_> = ["cat", "dog"].iter().map(|word| start.script.names.intern(word)).collect();
    let scenario = example::scenario(&start, &values);
    let beats = scenario.limits.beats; // Only where the rule is about what followers make of one.
    let limits = Limits { ballots, each: 1, requests, beats, ..scenario.limits };
    Scenario { limits, goal: Goal::Everything, ..scenario }
}

#[test]
fn packed_search_of_a_log_finds_what_a_plain_search_of_worlds_finds() {
    for (rules, log, ballots, requests, finding) in SMALL {
        let wanted = [finding, Finding::Chosen];
        let scenario = small(rules, log, ballots, requests);
        let (plain, worlds) = shortest(&scenario, Own::AtOnce, &wanted);
        let (at_any_time, more) = shortest(&scenario, Own::AnyTime, &wanted);
        let check = searched(Scenario { goal: Goal::Find(finding), ..scenario });
        let packed: Vec<_> = wanted.iter().map(|&finding| check.length(finding)).collect();
        assert_eq!(packed, plain, "{rules} over {worlds} worlds");
        assert_eq!(plain, at_any_time, "{rules} over {worlds} and {more} worlds");
        assert!(plain[0].is_some(), "{rules}");
    }
}

/// One leader and one command, gone through to the end: both find the same, and nothing that is wrong.
#[test]
fn packed_search_of_a_log_sees_no_more_and_no_less_of_paxos_than_a_plain_one() {
    let scenario = small("", "", 1, 1);
    let wanted = [Finding::Chosen, Finding::TwoChosen, Finding::LearnedUnchosen, Finding::AppliedPast];
    let (plain, _) = shortest(&scenario, Own::AtOnce, &wanted);
    let check = searched(scenario);
    assert_eq!(wanted.map(|finding| check.length(finding)).to_vec(), plain);
}
