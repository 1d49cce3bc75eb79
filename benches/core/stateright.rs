//! The same core as a model of Stateright's, for its simulation; and walked in place, without Stateright.

use crate::simulation::{Row, Size, pick};
use paxos_explainer::paxos::{Cluster, Input, Message, Node, NodeId, NodeSet, Note, Role, Rules, Setting, Value, Vote};
use paxos_explainer::sim::World;
use rand_core::SeedableRng;
use rand_xoshiro::SplitMix64;
use stateright::{Checker, Chooser, Model, Property};
use std::sync::{Arc, Mutex};
use std::time::Instant;

/// Who takes part, and what may be begun.
#[derive(Clone)]
pub struct Core {
    cluster: Cluster,
    rules: Rules,
    nodes: Vec<Node>,
    quorum: usize,
    wishes: Vec<(NodeId, Value)>,
    ballots: u8,
    each: u8,
}

/// Which ballots have begun.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Begun {
    by: Vec<u8>,
    left: u8,
}

impl Core {
    /// No ballot has.
    pub fn nothing_begun(&self) -> Begun {
        Begun { by: vec![0; self.nodes.len()], left: self.ballots }
    }

    /// The proposers that may begin a ballot.
    pub fn able(&self, begun: &Begun) -> NodeSet {
        if begun.left == 0 {
            return NodeSet::EMPTY;
        }
        let all = self.wishes.iter().map(|&(node, _)| node);
        all.filter(|node| begun.by[node.index()] < self.each).collect()
    }

    /// A ballot begins: with what its proposer wants, where it is the first of that.
    pub fn begin(&self, begun: &mut Begun, node: NodeId) -> Option<Value> {
        begun.left -= 1;
        begun.by[node.index()] += 1;
        let wish = self.wishes.iter().find(|&&(other, _)| other == node).expect("it wants something");
        (begun.by[node.index()] == 1).then_some(wish.1)
    }
}

pub fn core(size: &Size, start: &World, wishes: &[(NodeId, Value)]) -> Core {
    let cluster = start.cluster.clone();
    Core {
        nodes: cluster.nodes().map(|node| start.node(node).clone()).collect(),
        quorum: cluster.all(Role::Acceptor).len() / 2 + 1,
        rules: start.rules,
        cluster,
        wishes: wishes.to_vec(),
        ballots: size.ballots,
        each: size.each,
    }
}

/// A state: every node, what is under way, and every vote ever cast.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct State {
    nodes: Vec<Node>,
    in_flight: Vec<(NodeId, NodeId, Message)>,
    votes: Vec<(Vote, NodeSet)>,
    begun: Begun,
}

#[derive(Clone, PartialEq, Debug)]
pub enum Turn {
    Begin(NodeId),
    Deliver(usize),
}

impl Model for Core {
    type State = State;
    type Action = Turn;

    fn init_states(&self) -> Vec<State> {
        vec![self.first()]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Turn>) {
        actions.extend(self.able(&state.begun).iter().map(Turn::Begin));
        actions.extend((0..state.in_flight.len()).map(Turn::Deliver));
    }

    fn next_state(&self, last: &State, turn: Turn) -> Option<State> {
        let mut next = last.clone();
        self.take(&mut next, turn);
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Core>> {
        vec![Property::always("agreement", |core: &Core, state: &State| core.agrees(state))]
    }
}

impl Core {
    fn first(&self) -> State {
        State { nodes: self.nodes.clone(), in_flight: Vec::new(), votes: Vec::new(), begun: self.nothing_begun() }
    }

    /// Does one thing to a state.
    fn take(&self, next: &mut State, turn: Turn) {
        let delivered;
        let (node, input) = match turn {
            Turn::Begin(node) => match self.begin(&mut next.begun, node) {
                Some(value) => (node, Input::Propose { value, ballot: None }),
                None => (node, Input::Timeout),
            },
            Turn::Deliver(at) => {
                delivered = next.in_flight.remove(at);
                let (from, to, message) = &delivered;
                (*to, Input::Message { from: *from, message })
            }
        };
        let (cluster, rules) = (&self.cluster, &self.rules);
        let setting = Setting { cluster, rules, taken: &[], asked: NodeSet::EMPTY };
        let outbox = next.nodes[node.index()].step(setting, node, input);
        for send in &outbox.sends {
            next.in_flight.extend(send.to.iter().map(|to| (node, to, send.message.clone())));
        }
        for note in &outbox.notes {
            if let Note::Accepted { vote, .. } = *note {
                cast(&mut next.votes, vote, node);
            }
        }
    }

    /// The walk of this seed, with the same state for all of its steps; how many states there were.
    pub fn walk(&self, seed: u64) -> usize {
        let mut random = SplitMix64::seed_from_u64(seed);
        let mut state = self.first();
        let mut states = 1;
        loop {
            let able = self.able(&state.begun);
            let count = able.len() + state.in_flight.len();
            if count == 0 {
                return states;
            }
            let at = pick(&mut random, count);
            let begins = able.iter().nth(at);
            self.take(&mut state, begins.map_or_else(|| Turn::Deliver(at - able.len()), Turn::Begin));
            assert!(self.agrees(&state), "Paxos holds");
            states += 1;
        }
    }

    /// Whether at most one value is chosen.
    fn agrees(&self, state: &State) -> bool {
        let mut chosen = state.votes.iter().filter(|(_, by)| self.quorum <= by.len()).map(|(vote, _)| vote.value);
        let first = chosen.next();
        chosen.all(|value| Some(value) == first)
    }
}

fn cast(votes: &mut Vec<(Vote, NodeSet)>, vote: Vote, node: NodeId) {
    match votes.iter_mut().find(|(known, _)| *known == vote) {
        Some((_, by)) => *by = by.with(node),
        None => votes.push((vote, NodeSet::of(node))),
    }
}

/// Chooses as our walks do, and notes the seed of each.
#[derive(Clone, Default)]
struct Same {
    seeds: Arc<Mutex<Vec<u64>>>,
}

impl Chooser<Core> for Same {
    type State = SplitMix64;

    fn new_state(&self, seed: u64) -> SplitMix64 {
        self.seeds.lock().expect("there is one thread").push(seed);
        SplitMix64::seed_from_u64(seed)
    }

    fn choose_initial_state(&self, _: &mut SplitMix64, _: &[State]) -> usize {
        0
    }

    fn choose_action(&self, random: &mut SplitMix64, _: &State, turns: &[Turn]) -> usize {
        pick(random, turns.len())
    }
}

/// Lets Stateright simulate until it has seen so many states; also the seed of each of its runs.
pub fn simulate(core: &Core, states: usize) -> (Row, Vec<u64>) {
    let chooser = Same::default();
    let seeds = chooser.seeds.clone();
    let start = Instant::now();
    let checker = core.clone().checker().threads(1).target_state_count(states).spawn_simulation(1, chooser).join();
    let time = start.elapsed();
    checker.assert_properties();
    let seeds = seeds.lock().expect("its thread is done").clone();
    let row = Row { name: "Stateright 0.31".into(), walks: seeds.len(), states: checker.state_count(), time };
    (row, seeds)
}
