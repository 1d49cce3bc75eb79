//! From a step back to the steps that it depends on, in a run of single-decree Paxos.

use super::{Cause, Lineage, Link, Reason};
use crate::paxos::{Message, NodeId, NodeSet, Note, Slot, Value, Vote};
use crate::sim::action::{Action, MessageId};
use crate::sim::recording::Recording;
use crate::sim::step::Step;

/// What has been found so far, and where it looks.
pub(super) struct Trace<'a> {
    pub recording: &'a Recording,
    pub steps: &'a [Step],
    pub found: Lineage,
}

impl Trace<'_> {
    pub(super) fn link(&mut self, step: usize, link: Link) {
        self.found.chain.push(Cause { link, step });
        self.found.steps.push(step);
    }

    /// The last of the first `before` steps that is so.
    pub(super) fn last(&self, before: usize, is_meant: impl Fn(&Step) -> bool) -> Option<usize> {
        self.steps[..before].iter().rposition(is_meant)
    }

    /// The step that sent the message with which a step deals. A copy was sent by whoever sent its original.
    pub(super) fn sender(&mut self, step: usize) -> Option<usize> {
        let (sent, way) = self.original(self.steps[step].effects.envelope.as_ref()?.id)?;
        for (message, made) in way {
            self.found.messages.push(message);
            self.found.steps.push(made);
        }
        Some(sent)
    }

    /// The step that sent a message, or what it is a copy of; and on the way there each copy, with the step that made it.
    pub(super) fn original(&self, message: MessageId) -> Option<(usize, Vec<(MessageId, usize)>)> {
        let (mut message, mut way) = (message, Vec::new());
        loop {
            let made = self.recording.flight(message).sent.steps.checked_sub(1)?;
            way.push((message, made));
            match self.steps[made].effects.sent.iter().find(|sent| sent.envelope.id == message)?.copy_of {
                Some(original) => message = original,
                None => return Some((made, way)),
            }
        }
    }

    pub(super) fn chosen(&mut self, value: Value) -> Option<()> {
        let step = self.steps.iter().position(|step| step.chooses(value).is_some())?;
        let chosen = self.steps[step].chooses(value)?;
        self.link(step, Link::Chosen { vote: chosen.vote, by: chosen.by });
        let mut last = None;
        for node in chosen.by.iter() {
            let votes = |step: &Step| step.node() == Some(node) && accepted(step) == Some(chosen.vote);
            let acceptance = self.steps[..=step].iter().position(votes)?;
            self.found.steps.push(acceptance);
            self.sender(acceptance)?;
            last = last.max(Some(acceptance));
        }
        let sent = self.sender(last?)?;
        self.sending(sent)
    }

    pub(super) fn learned(&mut self, node: NodeId) -> Option<()> {
        let is_it = |step: &Step| step.node() == Some(node) && step.effects.notes.iter().any(|note| note.learns());
        let step = self.steps.iter().position(is_it)?;
        let learns = self.steps[step].effects.notes.iter().copied().find(|note| note.learns())?;
        let (vote, by, mixes_ids) = match learns {
            Note::Learned { vote, by, .. } => (vote, by.by, false),
            Note::LearnedPerValue { vote, by, .. } => (vote, by, true),
            Note::DeclaresSuccess { vote, by } => {
                self.link(step, Link::Declares { node, vote, by });
                return self.sending(step);
            }
            _ => return None,
        };
        self.link(step, Link::Learned { node, vote, by, mixes_ids });
        let start = self.last(step, |step| matches!(step.action, Action::Crash { node: down } if down == node));
        for place in start.unwrap_or(0)..step {
            let is_counted = |note: &Note| match *note {
                Note::AcceptedCounted { vote: heard, .. } => heard == vote || mixes_ids && heard.value == vote.value,
                Note::ValueCounted { vote: heard, .. } => heard.value == vote.value,
                _ => false,
            };
            if self.steps[place].node() == Some(node) && self.steps[place].effects.notes.iter().any(is_counted) {
                self.found.steps.push(place);
                let acceptance = self.sender(place)?;
                self.sender(acceptance)?;
            }
        }
        let acceptance = self.sender(step)?;
        self.acceptance(acceptance)
    }

    /// From an acceptance back to the request for it.
    pub(super) fn acceptance(&mut self, step: usize) -> Option<()> {
        let (vote, before) = self.steps[step].effects.notes.iter().find_map(|note| match *note {
            Note::Accepted { vote, before, .. } => Some((vote, before)),
            _ => None,
        })?;
        let envelope = self.steps[step].effects.envelope.as_ref()?;
        self.link(step, Link::Accepted { node: envelope.to, vote, from: envelope.from, before });
        let sent = self.sender(step)?;
        self.sending(sent)
    }

    /// From a request back to what made its sender send that value; over and over, to the wish.
    pub(super) fn sending(&mut self, step: usize) -> Option<()> {
        let node = self.steps[step].node()?;
        let (vote, note) = sends(&self.steps[step])?;
        let (reason, carrier) = match note {
            Note::FreeToPropose { by, .. } => (Reason::Free { by: by.by, concealed: self.concealed(step, node) }, None),
            Note::KeepsOwn { vote, .. } => (Reason::Disregards { vote }, None),
            Note::SkipsPrepare { .. } => (Reason::Unasked, None),
            Note::MustAdopt { vote, .. } => {
                let (carriers, first) = self.carriers(step, node, vote)?;
                (Reason::Adopts { vote, carriers, lower: self.lower_report(step, node, vote) }, Some(first))
            }
            Note::MisreadsReports { vote, highest, .. } => {
                let (carriers, first) = self.carriers(step, node, vote)?;
                (Reason::Misreads { vote, carriers, highest }, Some(first))
            }
            Note::PicksAnew { value, before, .. } => {
                let vote = self.highest_report(step, node, value)?;
                let (carriers, first) = self.carriers(step, node, vote)?;
                (Reason::PicksAnew { vote, carriers, before }, Some(first))
            }
            _ => return None,
        };
        self.link(step, Link::Sent { node, vote, reason });
        match carrier {
            Some(delivery) => self.report(delivery),
            None => self.wish(step, node, vote.value),
        }
    }

    /// The deliveries of PROMISEs that a proposer has counted for its attempt by this step, with what each reports.
    fn counted(&self, step: usize, node: NodeId) -> Vec<(usize, NodeId, Option<Vote>)> {
        let begins = |step: &Step| {
            let is_start = |note: &Note| matches!(note, Note::BallotStarted { .. });
            step.node() == Some(node) && step.effects.notes.iter().any(is_start)
        };
        let start = self.last(step, begins).unwrap_or(0);
        let report = |place: usize| {
            let done = &self.steps[place];
            let is_counted = |note: &Note| {
                matches!(note, Note::PromiseCounted { .. } | Note::PicksAnew { .. }) || note.sends_value().is_some()
            };
            if done.node() != Some(node) || !done.effects.notes.iter().any(is_counted) {
                return None;
            }
            let envelope = done.effects.envelope.as_ref()?;
            match &*envelope.message {
                Message::Promise { votes, .. } => Some((place, envelope.from, votes.get(Slot::ONLY))),
                _ => None,
            }
        };
        (start..=step).filter_map(report).collect()
    }

    /// Whose promises reported this vote, and the delivery of the first of them.
    fn carriers(&self, step: usize, node: NodeId, vote: Vote) -> Option<(NodeSet, usize)> {
        let mut counted = self.counted(step, node);
        counted.retain(|&(.., reported)| reported == Some(vote));
        Some((counted.iter().map(|&(_, from, _)| from).collect(), counted.first()?.0))
    }

    /// The highest vote for this value that a proposer has counted.
    fn highest_report(&self, step: usize, node: NodeId, value: Value) -> Option<Vote> {
        let votes = self.counted(step, node).into_iter().filter_map(|(.., vote)| vote);
        votes.filter(|vote| vote.value == value).max_by_key(|vote| vote.ballot)
    }

    /// The highest vote for another value than this one that a proposer has counted when it sent it.
    fn lower_report(&self, step: usize, node: NodeId, vote: Vote) -> Option<Vote> {
        let votes = self.counted(step, node).into_iter().filter_map(|(.., vote)| vote);
        votes.filter(|other| other.value != vote.value).max_by_key(|other| other.ballot)
    }

    /// The first promise that a proposer has counted and that kept quiet about a vote: whose it is, and which.
    fn concealed(&self, step: usize, node: NodeId) -> Option<(NodeId, Vote)> {
        let conceals = |(delivery, from, _): (usize, NodeId, Option<Vote>)| {
            let (sent, _) = self.original(self.steps[delivery].effects.envelope.as_ref()?.id)?;
            self.steps[sent].effects.notes.iter().find_map(|note| match *note {
                Note::Promised { conceals: Some(vote), .. } => Some((from, vote)),
                _ => None,
            })
        };
        self.counted(step, node).into_iter().find_map(conceals)
    }

    /// From the arrival of a PROMISE back to the acceptance that it reports.
    fn report(&mut self, delivery: usize) -> Option<()> {
        self.found.steps.push(delivery);
        let step = self.sender(delivery)?;
        let node = self.steps[step].node()?;
        let (ballot, vote, conceals) = self.steps[step].effects.notes.iter().find_map(|note| match *note {
            Note::Promised { ballot, reports, conceals, .. } => Some((ballot, reports?, conceals)),
            _ => None,
        })?;
        self.link(step, Link::Reported { node, ballot, vote, truly: conceals });
        let truly = conceals.unwrap_or(vote);
        let acceptance = self.last(step, |step| step.node() == Some(node) && accepted(step) == Some(truly))?;
        self.acceptance(acceptance)
    }

    /// From a proposer's own value back to whoever asked for it.
    fn wish(&mut self, step: usize, node: NodeId, value: Value) -> Option<()> {
        let is_wish = |step: &Step| {
            let asked = step.effects.envelope.as_ref().filter(|_| matches!(step.action, Action::Deliver { .. }));
            let is_request = asked.is_some_and(|envelope| matches!(*envelope.message, Message::Request { .. }));
            let is_own = matches!(step.action, Action::Propose { .. }) || is_request && step.effects.lost.is_none();
            step.node() == Some(node) && is_own
        };
        let wanted = self.last(step + 1, is_wish)?;
        let asked_by = self.steps[wanted].effects.envelope.as_ref().map(|envelope| envelope.from);
        self.link(wanted, Link::Wanted { node, value, asked_by });
        if let Some(client) = asked_by {
            let request = self.sender(wanted)?;
            self.link(request, Link::Requested { client, to: node, value });
        }
        Some(())
    }
}

/// The vote that an acceptor has cast in a step.
pub(super) fn accepted(step: &Step) -> Option<Vote> {
    step.effects.notes.iter().find_map(|note| match *note {
        Note::Accepted { vote, .. } => Some(vote),
        _ => None,
    })
}

/// What a proposer has sent in a step, and why.
pub(super) fn sends(step: &Step) -> Option<(Vote, Note)> {
    step.effects.notes.iter().find_map(|&note| match note {
        Note::SkipsPrepare { ballot, own, .. } => Some((Vote { ballot, value: own }, note)),
        Note::PicksAnew { ballot, value, .. } => Some((Vote { ballot, value }, note)),
        _ => note.sends_value().map(|(vote, _)| (vote, note)),
    })
}
