//! A step of a run: one action with all that it brought about, and when.

use super::action::Action;
use super::truth::Chosen;
use super::world::Effects;
use crate::paxos::{LogNote, NodeId, Note, Value};

/// Virtual time, in milliseconds since the beginning.
pub type Time = u32;

/// A place in a run: a time, and how many of the run's steps have been done by then. Several steps may
/// share one time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Moment {
    /// The time.
    pub time: Time,
    /// How many steps of the run have been done.
    pub steps: usize,
}

/// One action with all that it brought about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// When it happened.
    pub time: Time,
    /// What happened.
    pub action: Action,
    /// What came of it.
    pub effects: Effects,
}

impl Step {
    /// The node at which it happens, if it happens at one.
    pub fn node(&self) -> Option<NodeId> {
        match self.action {
            Action::Propose { node, .. }
            | Action::Timeout { node }
            | Action::Heartbeat { node }
            | Action::Own { node }
            | Action::Crash { node }
            | Action::Restart { node } => Some(node),
            Action::Request { client, .. } => Some(client),
            Action::Cut { from, .. } | Action::Heal { from, .. } => Some(from),
            Action::Deliver { .. } => self.effects.envelope.as_ref().map(|envelope| envelope.to),
            Action::Drop { .. }
            | Action::Duplicate { .. }
            | Action::Hold { .. }
            | Action::Release { .. }
            | Action::Delay { .. }
            | Action::Set(_) => None,
        }
    }

    /// What was chosen by it, each with the time.
    pub fn timed_choices(&self) -> impl Iterator<Item = (Time, Chosen)> + '_ {
        self.effects.all_chosen().map(|chosen| (self.time, chosen))
    }

    /// That this value was chosen by it, if it was.
    pub fn chooses(&self, value: Value) -> Option<Chosen> {
        self.effects.all_chosen().find(|chosen| chosen.vote.value == value)
    }

    /// How many events it is: itself, what was chosen and learned by it, who leads by it and what was applied, each
    /// message that it sent, and each that was held when it was sent.
    pub fn events(&self) -> usize {
        let is_event = |note: &&Note| {
            let of_log = matches!(
                note,
                Note::Log(LogNote::Leads { .. } | LogNote::LeadsUnasked { .. } | LogNote::Applied { .. })
            );
            note.learns() || of_log
        };
        let noted = self.effects.notes.iter().filter(is_event).count();
        let sent = match self.action {
            Action::Duplicate { .. } => 0, // The copy is the act itself.
            _ => {
                let held = self.effects.sent.iter().filter(|sent| sent.is_held_at_once()).count();
                self.effects.sent.len() + held
            }
        };
        1 + self.effects.newly_chosen().count() + noted + sent
    }
}
