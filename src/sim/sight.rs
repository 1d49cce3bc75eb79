//! What one who sees all sees at a moment, wherever that moment is kept: in a run, or in a state of a search.
//!
//! What is asked of a moment is asked of a [`Sight`], so that a scene, a reader's run and the checker mean the same by it.

use super::action::Action;
use super::recording::Recording;
use super::step::Step;
use super::truth;
use super::world::{Effects, World};
use crate::paxos::rules::QuorumFor;
use crate::paxos::{Ballot, Cluster, Node, NodeId, NodeSet, Note, Outcome, Role, Rules, Slot, Value};
use smallvec::SmallVec;

/// What has been counted on the way to a moment, which its world does not show.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// How many messages acceptors have ignored.
    pub ignored: usize,
    /// How many crashes there were.
    pub crashes: usize,
    /// The ids under which a value was sent, each once.
    pub sent: SmallVec<[Ballot; 4]>,
}

impl Tally {
    /// Counts one more step.
    pub fn take_in(&mut self, step: &Step) {
        self.count(step.action, &step.effects);
    }

    /// Counts what was done and what came of it.
    pub fn count(&mut self, action: Action, effects: &Effects) {
        let notes = &effects.notes;
        self.ignored += notes.iter().filter(|note| note.outcome() == Outcome::Ignored).count();
        self.crashes += usize::from(matches!(action, Action::Crash { .. }));
        let under = |note: &Note| match *note {
            Note::SkipsPrepare { ballot, .. } => Some(ballot), // It sends its value at once.
            note => note.sends_value().map(|(vote, _)| vote.ballot),
        };
        for ballot in notes.iter().filter_map(under) {
            if !self.sent.contains(&ballot) {
                self.sent.push(ballot);
            }
        }
    }
}

/// Values, each with its slot.
pub type InSlots = SmallVec<[(Slot, Value); 4]>;

/// A moment as one sees it who sees all.
pub trait Sight {
    /// Who there is.
    fn cluster(&self) -> &Cluster;
    /// The rules in force.
    fn rules(&self) -> &Rules;
    /// A node.
    fn node(&self, node: NodeId) -> &Node;
    /// What is chosen.
    fn chosen(&self) -> InSlots;
    /// Whether an acceptor has ever accepted anything under this id.
    fn has_voted(&self, node: NodeId, ballot: Ballot) -> bool;
    /// How many messages are in flight; none where nobody counts them.
    fn in_flight(&self) -> Option<usize>;
    /// What was counted on the way.
    fn tally(&self) -> Tally;
}

/// A world, with what was counted on the way to it.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// The world.
    pub world: &'a World,
    /// What was counted.
    pub tally: &'a Tally,
}

impl<'a> Seen<'a> {
    /// The end of a run.
    pub fn end_of(recording: &'a Recording) -> Seen<'a> {
        Seen { world: recording.world(), tally: recording.tally() }
    }
}

impl Sight for Seen<'_> {
    fn cluster(&self) -> &Cluster {
        &self.world.cluster
    }

    fn rules(&self) -> &Rules {
        &self.world.rules
    }

    fn node(&self, node: NodeId) -> &Node {
        self.world.node(node)
    }

    fn chosen(&self) -> InSlots {
        truth::chosen(self.world).map(|chosen| (chosen.slot, chosen.vote.value)).collect()
    }

    fn has_voted(&self, node: NodeId, ballot: Ballot) -> bool {
        self.world.votes.iter().any(|cast| cast.vote.ballot == ballot && cast.by.contains(node))
    }

    fn in_flight(&self) -> Option<usize> {
        Some(self.world.in_flight.len())
    }

    fn tally(&self) -> Tally {
        self.tally.clone()
    }
}

/// How many acceptors hold this value in a slot: it stands on their cards now. A majority of them need not mean that it
/// is chosen, for they may have it under different ids.
pub fn holding(sight: &dyn Sight, slot: Slot, value: Value) -> usize {
    let holds = |node: &NodeId| {
        let disk = sight.node(*node).acceptor.as_ref().map(|acceptor| &acceptor.disk);
        disk.and_then(|disk| disk.votes.get(slot)).is_some_and(|vote| vote.value.shows_as(value))
    };
    sight.cluster().all(Role::Acceptor).iter().filter(holds).count()
}

/// How many nodes have learned what is chosen in a slot.
pub fn known(sight: &dyn Sight, slot: Slot) -> usize {
    let knows = |node: &NodeId| sight.node(*node).learner.as_ref().is_some_and(|it| it.learned(slot).is_some());
    sight.cluster().nodes().filter(knows).count()
}

/// How many ids have sent their value and can win no more, while nothing is chosen; none once something is. Where this
/// grows and grows, proposers overtake each other for ever (PMS 2.4).
pub fn overtaken(sight: &dyn Sight) -> usize {
    if !sight.chosen().is_empty() {
        return 0;
    }
    sight.tally().sent.iter().filter(|&&ballot| !is_alive(sight, ballot)).count()
}

/// Whether an id can still win: some quorum of acceptors has each accepted it, or has promised nothing higher.
pub fn is_alive(sight: &dyn Sight, ballot: Ballot) -> bool {
    let promised = |node| sight.node(node).acceptor.as_ref().and_then(|acceptor| acceptor.disk.promised);
    let is_able = |node: &NodeId| sight.has_voted(*node, ballot) || promised(*node) <= Some(ballot);
    let able: NodeSet = sight.cluster().all(Role::Acceptor).iter().filter(is_able).collect();
    sight.rules().is_quorum(sight.cluster(), QuorumFor::Accept, able)
}

/// Whether agreement is broken: two values are chosen or learned in one slot.
pub fn is_broken(sight: &dyn Sight) -> bool {
    let learners = sight.cluster().nodes().filter_map(|node| sight.node(node).learner.as_ref());
    let learned = learners.flat_map(|learner| learner.learned.iter().copied());
    let held: InSlots = sight.chosen().into_iter().chain(learned).collect();
    held.iter().any(|&(slot, value)| held.iter().any(|&(at, other)| at == slot && other != value))
}
