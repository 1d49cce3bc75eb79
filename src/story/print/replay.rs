//! A run as a scene that replays it: this is what makes a counterexample one that others can see.

use super::act::{as_written, like};
use super::{beginning, statement};
use crate::paxos::NodeId;
use crate::sim::recording::TIME_MAX;
use crate::sim::{
    Action, Change, Delay, Envelope, LossReason, MessageId, Pattern, Recording, Sent, Step, Time, Treatment,
};
use crate::story::names::Names;
use crate::story::script::{Link, Script, Selector, Statement, Way, Which};
use std::fmt::Write;

/// The delay of a scene that names none, in virtual milliseconds.
const DELAY_MS: Time = 1000;

/// What has happened since the beginning, as a scene on a manual network that replays it to the same
/// state, under the same header. A message that was lost, held or doubled when it was sent is so again;
/// instructions for messages to come that have not been met stand at the end.
pub fn replay(about: &Script, title: &str, recording: &Recording) -> String {
    let steps = recording.steps();
    let deliveries = steps.iter().filter(|step| matches!(step.action, Action::Deliver { .. })).count();
    let of_nodes = about.changes.iter().copied().filter(is_of_nodes);
    let changes = shorter_delay(deliveries).into_iter().chain(of_nodes).collect();
    let mut text = beginning(&Script { manual: true, changes, ..about.clone() }, title);
    let mut teller = Teller { names: &about.names, in_flight: Vec::new() };
    for together in steps.chunk_by(|_, next| matches!(next.action, Action::Own { .. })) {
        for told in teller.statements(together) {
            let _ = writeln!(text, "  {}", statement(&told, &about.names));
        }
        together.iter().for_each(|step| teller.follow(step));
    }
    for waiting in Statement::waiting(recording.schedule().queued(), &about.cluster) {
        let _ = writeln!(text, "  {}", statement(&waiting, &about.names));
    }
    text
}

/// Each `deliver` of a manual scene lets one delay pass, and all of them must fit into the longest run.
fn shorter_delay(deliveries: usize) -> Option<Change> {
    let most = (TIME_MAX - 1) / (deliveries as Time).max(1);
    (most < DELAY_MS).then_some(Change::Delay(Delay { least: most, most }))
}

/// Whether a condition is about nodes: those of the network have no part in a replay.
pub(in crate::story) fn is_of_nodes(change: &Change) -> bool {
    !matches!(
        change,
        Change::Network(_)
            | Change::Delay(_)
            | Change::Loss(_)
            | Change::Duplication(_)
            | Change::Retry(_)
            | Change::Heartbeat(_)
            | Change::Election(_)
            | Change::Commands(_)
            | Change::Seed(_)
    )
}

/// Tells steps, and keeps count of what is in flight, so that each message can be told from those like it.
pub(in crate::story) struct Teller<'a> {
    pub names: &'a Names,
    pub in_flight: Vec<Envelope>,
}

impl Teller<'_> {
    /// A step as statements, with what a replica does by itself because of it: first what is to become of what they
    /// send, then the step itself; nothing for what only the clock of a timed run knows.
    fn statements(&self, together: &[Step]) -> Vec<Statement> {
        let sent = |step: &'_ Step| match step.action {
            Action::Duplicate { .. } => Vec::new(), // What it sends is the act itself.
            _ => step.effects.sent.iter().filter_map(|sent| self.treatment(sent)).collect(),
        };
        together.iter().flat_map(sent).chain(together.iter().find_map(|step| self.act(step))).collect()
    }

    /// What the network has done to a message when it was sent. A cut link loses it again by itself.
    fn treatment(&self, sent: &Sent) -> Option<Statement> {
        let treatment = match (sent.lost, sent.copy_of) {
            (None, None) if sent.is_held_at_once() => Treatment::Hold,
            (Some(LossReason::LinkCut), _) | (None, None) => return None,
            (Some(_), _) => Treatment::Drop,
            (None, Some(_)) => Treatment::Duplicate,
        };
        Some(Statement::Next(treatment, like(&sent.envelope, Which::All, self.names)))
    }

    /// What was done in a step, as a statement.
    pub fn act(&self, step: &Step) -> Option<Statement> {
        let one_way = |from: NodeId, to: NodeId| vec![Link { from, to, way: Way::One }];
        Some(match step.action {
            Action::Propose { node, value, ballot } => {
                let id = ballot.map(|ballot| as_written(ballot, self.names));
                Statement::Propose { node, value, id }
            }
            Action::Request { client, to, value, .. } => Statement::Request { client, to, value },
            Action::Timeout { node } => Statement::Timeout(node),
            Action::Heartbeat { node } => Statement::Heartbeat(node),
            Action::Crash { node } => Statement::Crash(vec![node]),
            Action::Restart { node } => Statement::Restart(vec![node]),
            Action::Deliver { message } => Statement::Deliver(self.this_one(message)?),
            Action::Drop { message } => Statement::Drop(self.this_one(message)?),
            Action::Duplicate { message } => Statement::Duplicate(self.this_one(message)?),
            Action::Hold { message } => Statement::Hold(self.this_one(message)?),
            Action::Release { message } => Statement::Release(self.this_one(message)?),
            Action::Cut { from, to } => Statement::Cut(one_way(from, to)),
            Action::Heal { from, to } => Statement::Heal(one_way(from, to)),
            Action::Set(change) if is_of_nodes(&change) => Statement::Set(change),
            // A manual network has no arrivals to put off, and no conditions of its own.
            Action::Delay { .. } | Action::Set(_) => return None,
            // What a replica does by itself it does again.
            Action::Own { .. } => return None,
        })
    }

    /// The same in the network of the scene, where an arrival may have been put off.
    pub fn act_of_scene(&self, step: &Step) -> Option<Statement> {
        match step.action {
            Action::Delay { message, by } => Some(Statement::Delay(self.this_one(message)?, by)),
            _ => self.act(step),
        }
    }

    /// The same, where a message that has no like in flight is named without its number.
    pub fn act_in_brief(&self, step: &Step) -> Option<Statement> {
        let brief = |selector: Selector| {
            let all = Selector { which: Which::All, ..selector.clone() };
            let patterns = all.patterns();
            let is_meant = |it: &&Envelope| patterns.iter().any(|pattern| pattern.matches(it.from, it.to, &it.message));
            if self.in_flight.iter().filter(is_meant).count() == 1 { all } else { selector }
        };
        Some(match self.act(step)? {
            Statement::Deliver(selector) => Statement::Deliver(brief(selector)),
            Statement::Duplicate(selector) => Statement::Duplicate(brief(selector)),
            other => other,
        })
    }

    /// This very message in flight: its number among those like it.
    fn this_one(&self, message: MessageId) -> Option<Selector> {
        let at = self.in_flight.iter().position(|envelope| envelope.id == message)?;
        let like = like(&self.in_flight[at], Which::All, self.names);
        let patterns: Vec<Pattern> = like.patterns();
        let is_like = |other: &&Envelope| patterns.iter().any(|p| p.matches(other.from, other.to, &other.message));
        let place = self.in_flight[..=at].iter().filter(is_like).count();
        Some(Selector { which: Which::Nth(place as u32), ..like })
    }

    /// Takes note of what has left the network and what has come onto it.
    pub fn follow(&mut self, step: &Step) {
        if let Action::Deliver { message } | Action::Drop { message } = step.action {
            self.in_flight.retain(|envelope| envelope.id != message);
        }
        for sent in step.effects.sent.iter().filter(|sent| sent.lost.is_none()) {
            let original = sent.copy_of.and_then(|id| self.in_flight.iter().position(|envelope| envelope.id == id));
            let at = original.map_or(self.in_flight.len(), |original| original + 1);
            self.in_flight.insert(at, sent.envelope.clone());
        }
    }
}
