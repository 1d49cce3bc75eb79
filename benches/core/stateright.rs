//! The same core as a model of Stateright's, for its simulation; and walked in place, without Stateright.

use crate::simulation::{Row, Size, pick, world};
use paxos_explainer::paxos::{Input, Message, Node, NodeId, NodeSet, Note, Role, Setting, Value, Vote};
use paxos_explainer::sim::World;
use rand_core::SeedableRng;
use rand_xoshiro::SplitMix64;
use stateright::{Checker, Chooser, Model, Property};
use std::sync::{Arc, Mutex};
use std::time::Instant;

/// Who takes part, and what may be begun.
#[derive(Clone)]
pub struct Core {
    pub start: World,
    pub wishes: Vec<(NodeId, Value)>,
    pub ballots: u8,
    pub each: u8,
}

impl Core {
    pub fn wish(&self, node: NodeId) -> Value {
        self.wishes.iter().find(|&&(other, _)| other == node).expect("it wants something").1
    }
}

pub fn core(size: &Size) -> Core {
    let (start, wishes) = world(size);
    Core { start, wishes, ballots: size.ballots, each: size.each }
}

/// A state: every node, what is under way, and every vote ever cast.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct State {
    nodes: Vec<Node>,
    in_flight: Vec<(NodeId, NodeId, Message)>,
    votes: Vec<(Vote, NodeSet)>,
    begun: Vec<u8>,
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
        actions.extend(self.able(state).map(Turn::Begin));
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
        let nodes: Vec<Node> = self.start.cluster.nodes().map(|node| self.start.node(node).clone()).collect();
        State { begun: vec![0; nodes.len()], nodes, in_flight: Vec::new(), votes: Vec::new() }
    }

    /// The proposers that may begin a ballot.
    fn able(&self, state: &State) -> impl Iterator<Item = NodeId> {
        let is_left = state.begun.iter().sum::<u8>() < self.ballots;
        let all = self.wishes.iter().map(|&(node, _)| node);
        all.filter(move |node| is_left && state.begun[node.index()] < self.each)
    }

    /// Does one thing to a state.
    fn take(&self, next: &mut State, turn: Turn) {
        let (node, input) = match turn {
            Turn::Begin(node) => {
                next.begun[node.index()] += 1;
                match next.begun[node.index()] {
                    1 => (node, Input::Propose { value: self.wish(node), ballot: None }),
                    _ => (node, Input::Timeout),
                }
            }
            Turn::Deliver(at) => {
                let (from, to, message) = next.in_flight.remove(at);
                (to, Input::Message { from, message })
            }
        };
        let (cluster, rules) = (&self.start.cluster, &self.start.rules);
        let setting = Setting { cluster, rules, taken: &[], asked: self.start.asked };
        let outbox = next.nodes[node.index()].step(setting, node, input);
        for send in outbox.sends {
            next.in_flight.extend(send.to.iter().map(|to| (node, to, send.message.clone())));
        }
        for note in outbox.notes {
            if let Note::Accepted { vote, .. } = note {
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
            let able = self.able(&state).count();
            let count = able + state.in_flight.len();
            if count == 0 {
                return states;
            }
            let at = pick(&mut random, count);
            let begins = self.able(&state).nth(at);
            self.take(&mut state, begins.map_or_else(|| Turn::Deliver(at - able), Turn::Begin));
            assert!(self.agrees(&state), "Paxos holds");
            states += 1;
        }
    }

    /// Whether at most one value is chosen.
    fn agrees(&self, state: &State) -> bool {
        let quorum = self.start.cluster.all(Role::Acceptor).len() / 2 + 1;
        let mut chosen = state.votes.iter().filter(|(_, by)| quorum <= by.len()).map(|(vote, _)| vote.value);
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
