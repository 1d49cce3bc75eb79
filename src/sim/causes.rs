//! What happened before what (Lamport, "Time, Clocks, and the Ordering of Events", 1978): a step depends on the
//! step before it at its node, and on the step that sent the message which it is about.
//!
//! Cuts and conditions of the world are no node's doing: nothing is said to depend on them.

use super::action::{Action, MessageId};
use super::recording::Recording;
use super::step::Step;
use crate::paxos::cluster::NODES_MAX;
use arrayvec::ArrayVec;

/// For each step of a run, the steps on which it depends at once, by their places from 0.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Causes {
    direct: Vec<ArrayVec<usize, 2>>,
}

impl Causes {
    /// Those of a run.
    #[inline(never)]
    pub fn of(recording: &Recording) -> Causes {
        let mut last_at = [None; NODES_MAX];
        let mut last_about: Vec<Option<usize>> = vec![None; recording.flights().len()];
        let mut direct = Vec::with_capacity(recording.steps().len());
        for (place, step) in recording.steps().iter().enumerate() {
            let node = step.node().filter(|_| !matches!(step.action, Action::Cut { .. } | Action::Heal { .. }));
            let message = message(step);
            let at_node = node.and_then(|node| last_at[node.index()]);
            let about = message.and_then(|message| last_about[message.0 as usize]);
            direct.push(at_node.into_iter().chain(about.filter(|_| about != at_node)).collect());
            // A message that finds its receiver down changes nothing there.
            if let Some(node) = node.filter(|_| step.effects.lost.is_none()) {
                last_at[node.index()] = Some(place);
            }
            if let Some(message) = message {
                last_about[message.0 as usize] = Some(place);
            }
            for sent in &step.effects.sent {
                last_about[sent.envelope.id.0 as usize] = Some(place);
            }
        }
        Causes { direct }
    }

    /// The steps on which a step depends at once: one at its node, one of its message.
    pub fn direct(&self, step: usize) -> &[usize] {
        &self.direct[step]
    }

    /// All steps on which a step depends, and itself, in their order.
    #[inline(never)]
    pub fn past(&self, step: usize) -> Vec<usize> {
        let mut is_in = vec![false; self.direct.len()];
        is_in[step] = true;
        for place in (0..=step).rev().filter(|&place| place < self.direct.len()) {
            if is_in[place] {
                self.direct[place].iter().for_each(|&cause| is_in[cause] = true);
            }
        }
        places(&is_in)
    }

    /// All steps that depend on a step, and itself, in their order.
    #[inline(never)]
    pub fn future(&self, step: usize) -> Vec<usize> {
        let mut is_in = vec![false; self.direct.len()];
        is_in[step] = true;
        for place in step + 1..self.direct.len() {
            is_in[place] = self.direct[place].iter().any(|&cause| is_in[cause]);
        }
        places(&is_in)
    }
}

/// The message that a step is about, not those that it sends.
fn message(step: &Step) -> Option<MessageId> {
    match step.action {
        Action::Deliver { message }
        | Action::Drop { message }
        | Action::Duplicate { message }
        | Action::Hold { message }
        | Action::Release { message }
        | Action::Delay { message, .. } => Some(message),
        Action::Propose { .. }
        | Action::Request { .. }
        | Action::Timeout { .. }
        | Action::Heartbeat { .. }
        | Action::Own { .. }
        | Action::Crash { .. }
        | Action::Restart { .. }
        | Action::Cut { .. }
        | Action::Heal { .. }
        | Action::Set(_) => None,
    }
}

fn places(is_in: &[bool]) -> Vec<usize> {
    is_in.iter().enumerate().filter_map(|(place, &is_in)| is_in.then_some(place)).collect()
}
