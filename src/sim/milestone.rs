//! The three milestones of a run: the floor, the value, the knowledge. Facts for who sees all.

mod floor;

use super::recording::Recording;
use super::step::Moment;
use super::truth::{self, Chosen};
use super::world::{NewlyChosen, World};
use crate::paxos::{Ballot, LogNote, NodeId, NodeSet, Note, Slot, Value};
use floor::Promises;

/// A moment that matters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Milestone {
    /// After which step it is reached.
    pub at: Moment,
    /// Which it is.
    pub kind: MilestoneKind,
}

/// Which milestone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MilestoneKind {
    /// A quorum has promised an id: none of these will ever again accept anything below it.
    Floor {
        /// The id.
        ballot: Ballot,
        /// Who has promised it.
        by: NodeSet,
    },
    /// A value is chosen: an id more for the same one is no milestone, a second value is.
    Chosen(Chosen),
    /// A node has learned a value.
    Learned {
        /// The node.
        node: NodeId,
        /// The value.
        value: Value,
        /// The slot; [`Slot::ONLY`] in single-decree Paxos.
        slot: Slot,
        /// Whether it was chosen at the beginning.
        was_chosen: bool,
    },
    /// A slot of a log is applied for the first time, some time after it was known: it has waited for an earlier one.
    Applied {
        /// The replica.
        node: NodeId,
        /// The slot.
        slot: Slot,
    },
}

impl Milestone {
    /// Whether it shows: to all-seeing eyes every one, to a node what it has learned itself.
    pub fn is_seen_by(&self, eye: Option<NodeId>) -> bool {
        let is_its = |eye| match self.kind {
            MilestoneKind::Learned { node, .. } | MilestoneKind::Applied { node, .. } => node == eye,
            MilestoneKind::Floor { .. } | MilestoneKind::Chosen(_) => false,
        };
        eye.is_none_or(is_its)
    }

    /// Whether it is not that somebody has learned what was not chosen by then, as far as `all` milestones tell.
    pub fn is_founded(&self, all: &[Milestone]) -> bool {
        let MilestoneKind::Learned { value, slot, was_chosen: false, .. } = self.kind else { return true };
        let by_then = all.iter().filter(|other| other.at.steps <= self.at.steps);
        let mut chosen = by_then.filter_map(|other| match other.kind {
            MilestoneKind::Chosen(chosen) => Some((chosen.slot, chosen.vote.value)),
            MilestoneKind::Floor { .. } | MilestoneKind::Learned { .. } | MilestoneKind::Applied { .. } => None,
        });
        chosen.any(|chosen| chosen == (slot, value))
    }
}

/// The milestones that a run has passed by this moment, in their order: each by what was in force when it was passed. In a
/// log a slot is learned once: by the first replica that knows it.
pub fn milestones(recording: &Recording, until: Moment) -> Vec<Milestone> {
    let is_log = recording.start().cluster.is_replicated();
    let start = is_log.then(|| recording.start());
    let mut promises = Promises::new(recording.start());
    // What somebody has known from the beginning is learned by nobody first.
    let mut known: Vec<(Slot, Moment)> = start.into_iter().flat_map(known_at_first).collect();
    let mut applied: Vec<Slot> = Vec::new();
    let mut found = Vec::new();
    for (place, step) in recording.steps().iter().take(until.steps).enumerate() {
        let at = Moment { time: step.time, steps: place + 1 };
        let node = step.node();
        if let Some((ballot, by)) = promises.quorum_by(step) {
            found.push(Milestone { at, kind: MilestoneKind::Floor { ballot, by } });
        }
        let is_other = |new: &NewlyChosen| new.before.is_none_or(|first| first.vote.value != new.chosen.vote.value);
        for new in step.effects.newly_chosen().filter(is_other) {
            found.push(Milestone { at, kind: MilestoneKind::Chosen(new.chosen) });
        }
        for &note in step.effects.notes.iter().filter(|note| note.learns()) {
            let (Some(node), Some(value), slot) = (node, note.learned_value(), note.slot()) else { continue };
            if !is_log || known.iter().all(|&(other, _)| other != slot) {
                known.push((slot, at));
                let was_chosen = start.is_some_and(|start| truth::is_chosen(start, slot, value));
                found.push(Milestone { at, kind: MilestoneKind::Learned { node, value, slot, was_chosen } });
            }
        }
        for &note in &step.effects.notes {
            let (Some(node), Note::Log(LogNote::Applied { slot, .. })) = (node, note) else { continue };
            if applied.contains(&slot) {
                continue;
            }
            applied.push(slot);
            if known.iter().any(|&(other, since)| other == slot && since.time < at.time) {
                found.push(Milestone { at, kind: MilestoneKind::Applied { node, slot } });
            }
        }
    }
    found
}

fn known_at_first(start: &World) -> impl Iterator<Item = (Slot, Moment)> + '_ {
    let learners = start.cluster.nodes().filter_map(|node| start.node(node).learner.as_ref());
    learners.flat_map(|learner| learner.learned.iter().map(|&(slot, _)| (slot, Moment::default())))
}
