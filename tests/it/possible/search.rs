//! A plain search over the real world, for one purpose: which values are chosen in some future of a state, if no
//! proposer starts a new ballot. Every message that is there stays there, so that it may be lost, or come late, or
//! come twice.

use crate::lab::{CAT, DOG, FOX};
use paxos_explainer::check::{Bounds, Check, Goal, Limits, Scenario, Status};
use paxos_explainer::paxos::rules::Storage;
use paxos_explainer::paxos::{Ballot, Kind, Message, Node, NodeId, Role, Value};
use paxos_explainer::sim::world::Faithful;
use paxos_explainer::sim::{Action, World, truth};
use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;

/// A world that keeps each message of which something could come, however often it arrives.
#[derive(Clone, Debug)]
pub struct Kept {
    pub world: World,
}

/// What tells one state from another: two hashes of it.
type Key = (u64, u64);

fn hash(seed: u32, of: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    (seed, of).hash(&mut hasher);
    hasher.finish()
}

impl Kept {
    pub fn new(world: World) -> Kept {
        let mut kept = Kept { world };
        kept.tidy();
        kept
    }

    /// Does this, and keeps the message where one arrives.
    pub fn and(&self, action: Action) -> Option<Kept> {
        let mut next = self.clone();
        if let Action::Deliver { message } = action {
            next.world.apply(Action::Duplicate { message }, &mut Faithful).ok()?;
        }
        next.world.apply(action, &mut Faithful).ok()?;
        next.tidy();
        Some(next)
    }

    /// Takes out what can change nothing, and copies.
    fn tidy(&mut self) {
        let is_of_use =
            |message: &Message| matches!(message.kind(), Kind::Prepare | Kind::Promise | Kind::AcceptRequest);
        let mut seen: Vec<(NodeId, NodeId, Rc<Message>)> = Vec::new();
        let mut out = Vec::new();
        for envelope in &self.world.in_flight {
            let letter = (envelope.from, envelope.to, envelope.message.clone());
            match is_of_use(&envelope.message) && !seen.contains(&letter) {
                true => seen.push(letter),
                false => out.push(envelope.id),
            }
        }
        self.world.in_flight.retain(|envelope| !out.contains(&envelope.id));
    }

    fn key(&self) -> Key {
        let world = &self.world;
        let of = |seed: u32| {
            // In whatever order the messages were sent and the votes cast.
            let mail = world.in_flight.iter().map(|it| hash(seed, (it.from, it.to, &it.message)));
            let votes = world.votes.iter().map(|cast| hash(seed, cast));
            let all = mail.chain(votes).fold(0_u64, u64::wrapping_add);
            let nodes: Vec<&Node> = world.cluster.nodes().map(|node| world.node(node)).collect();
            hash(seed, (nodes, all, &world.used))
        };
        (of(1), of(2))
    }

    /// Everything that may happen now without a new ballot.
    fn follow(&self) -> Vec<Kept> {
        let deliveries = self.world.in_flight.iter().map(|envelope| Action::Deliver { message: envelope.id });
        let mut next: Vec<Kept> = deliveries.filter_map(|action| self.and(action)).collect();
        for node in self.world.cluster.all(Role::Acceptor).iter() {
            match self.world.node(node).up {
                false => next.extend(self.and(Action::Restart { node })),
                true if self.world.rules.storage != Storage::Durable => {
                    let crashed = self.and(Action::Crash { node });
                    next.extend(crashed.and_then(|down| down.and(Action::Restart { node })));
                }
                true => {}
            }
        }
        next
    }

    fn chosen(&self) -> BTreeSet<Value> {
        truth::chosen(&self.world).map(|chosen| chosen.vote.value).collect()
    }
}

/// All states, and what is chosen in some future of each.
pub struct Graph {
    pub states: Vec<Kept>,
    pub futures: Vec<BTreeSet<Value>>,
}

impl Graph {
    /// Everything that these proposals, each at any time, can come to.
    pub fn of(start: Kept, proposals: &[(NodeId, Value, Option<Ballot>)]) -> Graph {
        let mut places = HashMap::from([(start.key(), 0)]);
        let (mut states, mut used, mut before) = (vec![start], vec![0_u32], vec![Vec::new()]);
        let mut at = 0;
        while at < states.len() {
            let state = states[at].clone();
            let quiet = state.follow().into_iter().map(|next| (next, used[at], true));
            let free = (0..proposals.len()).filter(|nth| used[at] >> nth & 1 == 0);
            let proposed = free.filter_map(|nth| {
                let (node, value, ballot) = proposals[nth];
                let next = state.and(Action::Propose { node, value, ballot })?;
                Some((next, used[at] | 1 << nth, false))
            });
            for (next, uses, is_quiet) in quiet.chain(proposed).collect::<Vec<_>>() {
                let key = next.key();
                let place = *places.entry(key).or_insert_with(|| {
                    states.push(next);
                    used.push(uses);
                    before.push(Vec::new());
                    states.len() - 1
                });
                if is_quiet && place != at {
                    before[place].push(at);
                }
            }
            at += 1;
        }
        let mut futures: Vec<BTreeSet<Value>> = states.iter().map(Kept::chosen).collect();
        let mut open: Vec<usize> = (0..states.len()).filter(|&at| !futures[at].is_empty()).collect();
        while let Some(at) = open.pop() {
            for &earlier in &before[at] {
                let more: Vec<Value> = futures[at].difference(&futures[earlier]).copied().collect();
                if !more.is_empty() {
                    futures[earlier].extend(more);
                    open.push(earlier);
                }
            }
        }
        Graph { states, futures }
    }
}

/// So many states a search may see before it is given up.
const STATES: u32 = 20_000;

/// What is chosen in some future of a world with at most so many new ballots, by the checker; none where there is too
/// much to see.
pub fn futures(world: &World, ballots: u8) -> Option<BTreeSet<Value>> {
    let mut futures: BTreeSet<Value> = truth::chosen(world).map(|chosen| chosen.vote.value).collect();
    let crashes = if world.rules.storage == Storage::Durable { 0 } else { 3 };
    let bounds = Bounds { states: STATES, ..Bounds::default() };
    let values = [CAT, DOG, FOX];
    // Only the last proposer begins anything: its next id is the highest.
    let last = world.cluster.all(Role::Proposer).iter().last();
    let wishes: Vec<(NodeId, Value)> = last.into_iter().flat_map(|node| values.map(|value| (node, value))).collect();
    for value in values.into_iter().filter(|value| !futures.contains(value)).collect::<Vec<_>>() {
        let limits = Limits { ballots, each: ballots, crashes, requests: 0, beats: 0, bounds };
        let (goal, wishes) = (Goal::Choose(value), wishes.clone());
        let mut check = Check::new(Scenario { limits, goal, wishes, ..Scenario::from(world.clone(), &[]) });
        match check.run() {
            Status::Found => futures.extend([value]),
            Status::Complete => {}
            _ => return None,
        }
    }
    Some(futures)
}
