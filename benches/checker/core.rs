//! The core's default scenario: our search, and Stateright's, which drives the same `Node::step` through its own trait.
//!
//! Both see the same states: messages stay available, ACCEPTs are left where they are, and of a proposer's past only that
//! is kept on which anything can still depend. Acceptors have names in the first table, for Stateright's sake; in the
//! second, states that differ in them alone count once, as `paxos check` counts.

use crate::table::{self, Row};
use paxos_explainer::check::{Check, Finding, Goal, Limits, Scenario, Status, Symmetry};
use paxos_explainer::paxos::{
    Cluster, Input, Kind, Message, Node, NodeId, NodeSet, Phase, Role, Rules, Setting, Value,
};
use paxos_explainer::story::{Scene, parse};
use stateright::util::HashableHashSet;
use stateright::{Checker, Model, Property};
use std::collections::BTreeMap;
use std::time::Instant;

const SCENE: &str = "title \"The default scenario\"\nproposers P1 P2\nacceptors A1 A2 A3\nlearners L1\n";
/// Follows so many states between two looks at how it stands.
const BUDGET: u32 = 1 << 16;
/// Page size, by which Linux counts memory.
const PAGE_BYTES: u64 = 4096;

pub fn print() {
    let named = scenario(3, 2, Symmetry::Unused);
    let ours = row("this checker", &named, 5);
    let theirs = stateright(&named);
    assert_eq!(ours.states, theirs.states, "both see the same states");
    let ratio = ours.rate() / theirs.rate();
    table::print("The core's default scenario, each acceptor by its name, to the end", &[ours, theirs]);
    println!("\nThis checker sees {ratio:.1} times as many states a second.");
    let rows = [
        ("3 ballots", scenario(3, 2, Symmetry::Used), 5),
        ("4 ballots, 3 of one proposer", scenario(4, 3, Symmetry::Used), 3),
    ];
    let rows: Vec<Row> = rows.iter().map(|(name, scenario, runs)| row(name, scenario, *runs)).collect();
    table::print("The same without the names of acceptors", &rows);
}

/// Two proposers, three acceptors and a learner, searched for everything.
fn scenario(ballots: u8, each: u8, symmetry: Symmetry) -> Scenario {
    let scene = parse(SCENE).and_then(Scene::play).expect("it is a scene");
    let scenario = Scenario::from(scene.recording.world().clone(), &[Value::of(0), Value::of(1)]);
    let limits = Limits { ballots, each, ..scenario.limits };
    Scenario { limits, symmetry, goal: Goal::Everything, ..scenario }
}

fn row(name: &str, scenario: &Scenario, runs: usize) -> Row {
    let search = || {
        let mut check = Check::new(scenario.clone());
        while check.go_on(BUDGET) == Status::Running {}
        let progress = check.progress();
        assert_eq!((progress.status, check.length(Finding::TwoChosen)), (Status::Complete, None));
        (progress.states, progress.depth as usize, progress.bytes)
    };
    table::best(runs, search, name)
}

/// The same scenario as a model of Stateright's.
struct Core {
    cluster: Cluster,
    rules: Rules,
    nodes: Vec<Node>,
    wishes: BTreeMap<NodeId, Value>,
    limits: Limits,
}

/// A state of it: every node, and every message that was ever sent.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct State {
    nodes: Vec<Node>,
    sent: HashableHashSet<(NodeId, NodeId, Message)>,
    begun: Vec<u8>,
}

#[derive(Clone, PartialEq, Debug)]
enum Turn {
    Begin(NodeId),
    Deliver(NodeId, NodeId, Message),
}

impl Model for Core {
    type State = State;
    type Action = Turn;

    fn init_states(&self) -> Vec<State> {
        vec![State { begun: vec![0; self.nodes.len()], nodes: self.nodes.clone(), sent: HashableHashSet::default() }]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Turn>) {
        if state.begun.iter().sum::<u8>() < self.limits.ballots {
            let able = self.wishes.keys().filter(|node| state.begun[node.index()] < self.limits.each);
            actions.extend(able.map(|&node| Turn::Begin(node)));
        }
        let carried = state.sent.iter().filter(|(_, _, message)| message.kind() != Kind::Accepted);
        actions.extend(carried.map(|(from, to, message)| Turn::Deliver(*from, *to, message.clone())));
    }

    fn next_state(&self, last: &State, turn: Turn) -> Option<State> {
        let mut next = last.clone();
        let (node, input) = match turn {
            Turn::Begin(node) => {
                next.begun[node.index()] += 1;
                match last.begun[node.index()] {
                    0 => (node, Input::Propose { value: self.wishes[&node], ballot: None }),
                    _ => (node, Input::Timeout),
                }
            }
            Turn::Deliver(from, to, ref message) => (to, Input::Message { from, message }),
        };
        let (cluster, rules) = (&self.cluster, &self.rules);
        let setting = Setting { cluster, rules, taken: &[], asked: NodeSet::EMPTY };
        let outbox = next.nodes[node.index()].step(setting, node, input);
        for send in outbox.sends {
            next.sent.extend(send.to.iter().map(|to| (node, to, send.message.clone())));
        }
        forget(&mut next.nodes[node.index()]);
        (next != *last).then_some(next)
    }

    fn properties(&self) -> Vec<Property<Core>> {
        vec![Property::always("agreement", |core: &Core, state: &State| 2 > core.chosen(state))]
    }
}

impl Core {
    /// How many values are chosen.
    fn chosen(&self, state: &State) -> usize {
        let learner = self.cluster.all(Role::Learner).iter().next().expect("there is a learner");
        let mut votes: BTreeMap<_, usize> = BTreeMap::new();
        for (_, to, message) in state.sent.iter() {
            if let (true, &Message::Accepted { ballot, value, .. }) = (*to == learner, message) {
                *votes.entry((ballot, value)).or_default() += 1;
            }
        }
        let quorum = self.cluster.all(Role::Acceptor).len() / 2 + 1;
        let mut values: Vec<Value> =
            votes.iter().filter(|(_, by)| quorum <= **by).map(|((_, value), _)| *value).collect();
        values.dedup();
        values.len()
    }
}

/// Forgets what nothing can depend on any more, as our search does.
fn forget(node: &mut Node) {
    let Some(proposer) = &mut node.proposer else { return };
    proposer.shown = proposer.shown.filter(|shown| proposer.disk.highest < Some(*shown));
    proposer.attempt = proposer.attempt.take().filter(|attempt| attempt.phase == Phase::Preparing);
    if let Some(attempt) = &mut proposer.attempt {
        let highest = attempt.reported.iter().copied().max_by_key(|vote| vote.ballot);
        attempt.reported = highest.into_iter().collect();
    }
}

fn stateright(scenario: &Scenario) -> Row {
    let world = &scenario.start;
    let core = Core {
        cluster: world.cluster.clone(),
        rules: world.rules,
        nodes: world.cluster.nodes().map(|node| world.node(node).clone()).collect(),
        wishes: scenario.wishes.iter().copied().collect(),
        limits: scenario.limits,
    };
    let before = resident();
    let start = Instant::now();
    let checker = core.checker().threads(1).spawn_bfs().join();
    let time = start.elapsed();
    let bytes = resident().saturating_sub(before);
    checker.assert_properties();
    let (states, depth) = (checker.unique_state_count(), checker.max_depth() - 1);
    Row { name: "Stateright 0.31".into(), states, depth, time, bytes }
}

/// How many bytes of memory this program has, where the system tells.
fn resident() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").ok().and_then(|told| told.split(' ').nth(1)?.parse().ok());
    pages.unwrap_or(0) * PAGE_BYTES
}
