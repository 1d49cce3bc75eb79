//! The World of `sim` as something to search: packed states, and the same core underneath.
//!
//! A state is a number for each node: that of its [`Local`], the node with all that it has ever sent. What a node makes
//! of a message or an act depends on nothing else, so that [`Node::step`] is asked once and its answer kept in a table:
//! the search walks numbers, and every step of it is one of the core.
//!
//! Messages stay available. One that is not delivered (yet) is late or lost; one that is delivered again is a copy, and
//! costs two actions, the `duplicate` and the delivery. A delivery that changes nothing is left out.
//!
//! What a replica sends to itself it takes in the same step, as wherever a run is played: that is no action.

mod abstraction;
mod class;
mod judge;
mod local;
mod order;
mod replica;
mod seen;
mod table;
mod turn;
mod wanted;
mod way;

use super::scenario::{Hearing, Limits, Scenario, Symmetry};
use super::search::{Key, Model, Next};
use crate::paxos::cluster::NODES_MAX;
use crate::paxos::{Ballot, Kind, Message, NodeId, NodeSet, Role, Rules, Setting, Slot, Value};
use crate::sim::{World, truth};
use class::Class;
use local::{Letters, Local, Spent};
use order::{ACCEPTORS_MAX, Order, Swap};
use smallvec::SmallVec;
use std::collections::HashMap;
use table::Move;
pub use turn::Turn;

/// The number of each node's state; 0 for what is no node.
pub(super) type Locals = [u16; NODES_MAX];

/// How many nodes go into a word.
const NODES_A_WORD: usize = 4;

/// A world as a model to search.
#[derive(Clone, Debug)]
pub struct Encoded {
    scenario: Scenario,
    nodes: usize,
    /// The ids that were used before the start.
    taken: Vec<(Ballot, NodeId)>,
    /// What was chosen before the start.
    chosen: SmallVec<[(Slot, Value); 2]>,
    letters: Letters,
    classes: Vec<Class>,
    /// Which class each node belongs to.
    class_of: [usize; NODES_MAX],
    /// How many words it takes to say which letters are there for a node.
    stride: usize,
    /// For each node and each of its states: which letters there are from it, for each node.
    offers: Vec<Vec<u64>>,
    order: Option<Order>,
    /// For each node, each two neighbours among the acceptors, each state: the one with those two swapped.
    swaps: Vec<Vec<Vec<u16>>>,
    start: Locals,
    /// What comes of each pick of the proposer whose view is searched, by its state.
    picked: HashMap<(u16, usize), Move>,
    /// The rules by which a node goes for one step, where they are not those of the scenario.
    swerves: Option<Rules>,
}

/// No state.
const NO_LOCAL: u16 = u16::MAX;
/// An offer that was not worked out yet.
const NO_OFFER: u64 = u64::MAX;

impl Encoded {
    /// How many words a state takes: one for four nodes.
    pub fn words(world: &World) -> usize {
        world.cluster.roles.len().div_ceil(NODES_A_WORD)
    }

    /// A scenario, ready to be searched.
    pub fn new(scenario: Scenario) -> Encoded {
        let world = &scenario.start;
        let nodes = world.cluster.roles.len();
        let order = alike(&scenario);
        let mut encoded = Encoded {
            nodes,
            taken: world.used.clone(),
            chosen: truth::chosen(world).map(|chosen| (chosen.slot, chosen.vote.value)).collect(),
            letters: Letters::default(),
            classes: Vec::new(),
            class_of: [0; NODES_MAX],
            stride: 1,
            offers: vec![Vec::new(); nodes],
            swaps: vec![vec![Vec::new(); ACCEPTORS_MAX]; nodes],
            start: [0; NODES_MAX],
            picked: HashMap::new(),
            swerves: None,
            order,
            scenario,
        };
        encoded.sort_into_classes();
        encoded.start = encoded.first();
        encoded
    }

    /// Nodes that may share their states are one class: acceptors that are alike, and each other node alone.
    fn sort_into_classes(&mut self) {
        let mut of_acceptors = None;
        for node in 0..self.nodes {
            let is_alike = self.order.is_some() && self.role(node) == Role::Acceptor;
            let class = of_acceptors.filter(|_| is_alike).unwrap_or(self.classes.len());
            if class == self.classes.len() {
                self.classes.push(Class::new(NodeId(node as u8), self.stride));
            }
            if is_alike {
                of_acceptors = Some(class);
            }
            self.class_of[node] = class;
        }
    }

    /// How many nodes there are.
    pub(super) fn nodes(&self) -> usize {
        self.nodes
    }

    fn role(&self, node: usize) -> Role {
        self.scenario.start.cluster.role(NodeId(node as u8))
    }

    /// The state at the start.
    fn first(&mut self) -> Locals {
        let mut locals = [0; NODES_MAX];
        for (node, local) in locals.iter_mut().enumerate().take(self.nodes) {
            let state = self.local_at_start(NodeId(node as u8));
            *local = self.classes[self.class_of[node]].number(state);
        }
        locals
    }

    /// Whether two ballots for two values are open before anything happens.
    pub fn begins_with_two_open(&mut self) -> bool {
        let first = self.first();
        self.are_two_open(&first)
    }

    fn local_at_start(&mut self, node: NodeId) -> Local {
        let world = &self.scenario.start;
        let mut sent: local::Mail = SmallVec::new();
        for envelope in world.in_flight.iter().filter(|envelope| envelope.from == node) {
            local::add(&mut sent, self.letters.number((envelope.to, (*envelope.message).clone())));
        }
        let cast = world.votes.iter().filter(|cast| cast.by.contains(node)).map(|cast| (cast.slot, cast.vote));
        let mut cast: SmallVec<[_; 2]> = cast.collect();
        cast.sort_unstable();
        let mut local = Local {
            node: world.node(node).clone(),
            sent,
            taken: SmallVec::new(),
            cast,
            proposed: SmallVec::new(),
            spent: Spent::default(),
        };
        self.tidy(node.index(), &mut local);
        local
    }

    fn setting(&self) -> Setting<'_> {
        let world = &self.scenario.start;
        let rules = self.swerves.as_ref().unwrap_or(&world.rules);
        Setting { cluster: &world.cluster, rules, taken: &self.taken, asked: world.asked }
    }

    fn limits(&self) -> &Limits {
        &self.scenario.limits
    }

    fn local(&self, node: usize, number: u16) -> &Local {
        self.classes[self.class_of[node]].local(number)
    }

    /// Whether a message of this kind is delivered at all.
    fn is_carried(&self, message: &Message) -> bool {
        match (self.scenario.hearing, self.scenario.start.cluster.is_replicated()) {
            // Where one value is decided nobody acts on an ACCEPT, and nowhere on a REPLY.
            (Hearing::WorkedOut, false) => !matches!(message.kind(), Kind::Accepted | Kind::Reply),
            (Hearing::WorkedOut, true) => message.kind() != Kind::Reply,
            (Hearing::Delivered, _) => true,
        }
    }

    /// Sees to it that all that a state offers is known.
    fn look_up_offers(&mut self, locals: &Locals) {
        for node in 0..self.nodes {
            let at = usize::from(locals[node]) * self.nodes * self.stride;
            if self.offers[node].get(at).is_none_or(|&word| word == NO_OFFER) && !self.offer(node, locals[node]) {
                // The rows became longer, and all of them are to be worked out anew.
                return self.look_up_offers(locals);
            }
        }
    }

    /// Works out what a node in this state offers to whom; says whether the rows were long enough for it.
    fn offer(&mut self, node: usize, number: u16) -> bool {
        let sent = self.local(node, number).sent.clone();
        let (nodes, stride) = (self.nodes, self.stride);
        let mut row = vec![0; nodes * stride];
        for letter in sent {
            let (to, message) = self.letters.get(letter).clone();
            if !self.is_carried(&message) {
                continue;
            }
            let from_node = self.letters.number((NodeId(node as u8), message));
            let column = self.classes[self.class_of[to.index()]].column(from_node);
            if stride * 64 - 1 <= column {
                self.lengthen();
                return false;
            }
            row[to.index() * stride + column / 64] |= 1 << (column % 64);
        }
        let at = usize::from(number) * nodes * stride;
        let offers = &mut self.offers[node];
        if offers.len() < at + row.len() {
            offers.resize(at + row.len(), NO_OFFER);
        }
        offers[at..at + row.len()].copy_from_slice(&row);
        true
    }

    /// Makes room for twice as many letters for a node.
    fn lengthen(&mut self) {
        self.stride *= 2;
        self.offers.iter_mut().for_each(Vec::clear);
        for class in &mut self.classes {
            class.forget_moves(self.stride);
        }
    }

    /// The letters that are there for a node and may change something, a word of them.
    fn open(&self, locals: &Locals, node: usize, word: usize) -> u64 {
        let offered = (0..self.nodes).fold(0, |all, from| {
            let row = usize::from(locals[from]) * self.nodes + node;
            all | self.offers[from][row * self.stride + word]
        });
        offered & !self.classes[self.class_of[node]].inert(locals[node], word)
    }

    pub(super) fn pack<const W: usize>(&self, locals: &Locals) -> Key<W> {
        let mut key = [0; W];
        for (node, &local) in locals.iter().enumerate().take(self.nodes) {
            key[node / NODES_A_WORD] |= u64::from(local) << (16 * (node % NODES_A_WORD));
        }
        key
    }

    pub(super) fn unpack<const W: usize>(&self, key: &Key<W>) -> Locals {
        let mut locals = [0; NODES_MAX];
        for (node, local) in locals.iter_mut().enumerate().take(self.nodes) {
            *local = (key[node / NODES_A_WORD] >> (16 * (node % NODES_A_WORD))) as u16;
        }
        locals
    }

    /// The one of all states that are like this one that counts.
    fn arranged(&mut self, mut locals: Locals) -> Locals {
        if let Some(order) = self.order.take() {
            order.arrange(&mut locals, &mut Swapper { encoded: self, order: &order });
            self.order = Some(order);
        }
        locals
    }

    /// How much of what is limited has happened since the start.
    fn spent(&self, locals: &Locals) -> Spent {
        let locals = locals.iter().enumerate().take(self.nodes);
        locals.fold(Spent::default(), |all, (node, &local)| all.and(self.classes[self.class_of[node]].spent(local)))
    }
}

impl<const W: usize> Model<W> for Encoded {
    fn start(&mut self) -> Key<W> {
        let start = self.arranged(self.start);
        self.pack(&start)
    }

    fn follow(&mut self, state: &Key<W>, next: &mut Next<W>) {
        let locals = self.unpack(state);
        self.turns(&locals, |encoded, turn| encoded.report(&locals, turn, next));
    }

    fn is_full(&self) -> bool {
        self.letters.is_full() || self.classes.iter().any(Class::is_full)
    }
}

/// Acceptors that no rule and no cut link tells apart, if they are few enough.
fn alike(scenario: &Scenario) -> Option<Order> {
    let world = &scenario.start;
    let acceptors: NodeSet = world.cluster.all(Role::Acceptor);
    let is_cut = world.cuts.iter().any(|cut| !cut.is_empty());
    let is_few = 1 < acceptors.len() && acceptors.len() <= ACCEPTORS_MAX;
    let can = scenario.symmetry == Symmetry::Used && !world.cluster.is_replicated() && !is_cut && is_few;
    can.then(|| Order::new(world.cluster.roles.len(), acceptors.iter().map(NodeId::index).collect()))
}

/// Swaps two acceptors in what others know of them.
struct Swapper<'a> {
    encoded: &'a mut Encoded,
    order: &'a Order,
}

impl Swap for Swapper<'_> {
    fn swapped(&mut self, neighbours: usize, other: usize, local: u16) -> u16 {
        let known = self.encoded.swaps[other][neighbours].get(usize::from(local));
        match known {
            Some(&swapped) if swapped != NO_LOCAL => swapped,
            _ => self.encoded.work_out_swap(self.order.pair(neighbours), neighbours, other, local),
        }
    }
}

impl Encoded {
    fn work_out_swap(&mut self, pair: (usize, usize), neighbours: usize, other: usize, local: u16) -> u16 {
        let (first, second) = (NodeId(pair.0 as u8), NodeId(pair.1 as u8));
        let state = self.local(other, local).clone();
        let swapped = state.swapped(first, second, &mut self.letters);
        let number = self.classes[self.class_of[other]].number(swapped);
        let known = &mut self.swaps[other][neighbours];
        if known.len() <= usize::from(local) {
            known.resize(usize::from(local) + 1, NO_LOCAL);
        }
        known[usize::from(local)] = number;
        number
    }
}
