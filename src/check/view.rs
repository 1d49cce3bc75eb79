//! What one proposer has seen of a run, up to the PROMISE with which it has to send a value.

use super::scenario::Subject;
use crate::paxos::rules::ValueRule;
use crate::paxos::{Ballot, Input, Kind, Message, NodeId, Note, Rules, Setting, Slot, Value, Vote};
use crate::sim::{Action, Moment, Recording, Step, World};

/// What a proposer has done and heard until it has to pick a value, and what others have begun in the meantime.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct View {
    /// The proposer.
    pub eye: NodeId,
    /// What it has done and heard, in order. The last is the PROMISE that completes its majority.
    pub seen: Vec<Event>,
    /// What it has heard that told it nothing, and that must have been sent all the same.
    pub also: Vec<(NodeId, Message)>,
    /// The ballots of the other proposers, each one's in order: whose, under which id, and for which value.
    pub others: Vec<(NodeId, Ballot, Value)>,
    /// The values that it may pick.
    pub picks: Vec<Value>,
}

/// Something that a proposer has done or heard.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Event {
    /// It began a ballot for a value of its own.
    Begins(Ballot, Value),
    /// A message reached it.
    Hears(NodeId, Message),
}

impl Event {
    /// It as the core takes it.
    pub fn input(&self) -> Input<'_> {
        match self {
            &Event::Begins(ballot, value) => Input::Propose { value, ballot: Some(ballot) },
            Event::Hears(from, message) => Input::Message { from: *from, message },
        }
    }
}

/// Why there is no view that could be searched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unseen {
    /// Replicas keep a log.
    Log,
    /// A rule is not Paxos's, or was changed.
    Rules,
    /// The proposer has crashed.
    Crashed,
    /// The proposer has heard ACCEPTs: it is beyond that.
    Beyond,
    /// It sends no value after a PROMISE.
    SendsNothing,
}

impl View {
    /// What a proposer has seen up to the step by which it sends a value, which is at this place of the run.
    ///
    /// # Errors
    /// Why nothing can be said of that.
    pub fn of(recording: &Recording, eye: NodeId, place: usize, picks: Vec<Value>) -> Result<View, Unseen> {
        let (start, before) = (beginning(recording), recording.at(Moment { time: 0, steps: place }));
        if Subject::of(&start.cluster) == Subject::Log {
            return Err(Unseen::Log);
        }
        if before.rules != Rules::default() || before.cluster != start.cluster {
            return Err(Unseen::Rules);
        }
        let mut view = View { eye, seen: Vec::new(), also: Vec::new(), others: Vec::new(), picks };
        for step in &recording.steps()[..=place] {
            view.take(step)?;
        }
        match view.seen.last() {
            Some(Event::Hears(_, Message::Promise { .. })) => {}
            _ => return Err(Unseen::SendsNothing),
        }
        view.leave_out_what_told_nothing(&start);
        Ok(view)
    }

    fn take(&mut self, step: &Step) -> Result<(), Unseen> {
        if matches!(step.action, Action::Crash { node } if node == self.eye) {
            return Err(Unseen::Crashed);
        }
        if step.effects.lost.is_some() {
            return Ok(());
        }
        let is_delivered = matches!(step.action, Action::Deliver { .. });
        if let Some(envelope) = step.effects.envelope.as_ref().filter(|it| is_delivered && it.to == self.eye) {
            match envelope.message.kind() {
                Kind::Promise | Kind::Nack => {
                    self.seen.push(Event::Hears(envelope.from, (*envelope.message).clone()));
                }
                Kind::Accepted => return Err(Unseen::Beyond),
                _ => {} // A client's wish begins a ballot, which is seen to below.
            }
        }
        let node = step.node();
        for note in &step.effects.notes {
            match (*note, node) {
                (Note::BallotStarted { ballot, own, .. }, Some(node)) if node == self.eye => {
                    self.seen.push(Event::Begins(ballot, own));
                }
                (Note::BallotStarted { ballot, own, .. }, Some(node)) => self.others.push((node, ballot, own)),
                _ => {}
            }
        }
        Ok(())
    }

    /// Goes through what it has seen with the core, and sets aside what changed nothing.
    fn leave_out_what_told_nothing(&mut self, start: &World) {
        let mut node = start.node(self.eye).clone();
        let setting = Setting { cluster: &start.cluster, rules: &start.rules, taken: &[], asked: start.asked };
        for event in std::mem::take(&mut self.seen) {
            let before = node.clone();
            node.step(setting, self.eye, event.input());
            match event {
                Event::Hears(from, message) if node == before => self.also.push((from, message)),
                event => self.seen.push(event),
            }
        }
    }

    /// The ballot that a proposer begins next, after so many of its own; the eye's turn is where it has seen so much.
    pub(super) fn next_ballot(&self, node: NodeId, begun: usize, seen: usize) -> Option<(Ballot, Value)> {
        if node == self.eye {
            return match self.seen.get(seen) {
                Some(&Event::Begins(ballot, own)) => Some((ballot, own)),
                _ => None,
            };
        }
        let own = self.others.iter().filter(|(other, ..)| *other == node);
        own.map(|&(_, ballot, value)| (ballot, value)).nth(begun)
    }

    /// The place of the PROMISE that completes the majority.
    pub fn last(&self) -> usize {
        self.seen.len() - 1
    }

    /// The PROMISE that an acceptor has sent to this proposer for an id, where the proposer has heard it.
    pub fn promise(&self, from: NodeId, ballot: Ballot) -> Option<&Message> {
        self.seen.iter().find_map(|event| match event {
            Event::Hears(sender, message @ Message::Promise { ballot: promised, .. })
                if *sender == from && *promised == ballot =>
            {
                Some(message)
            }
            _ => None,
        })
    }

    /// The id under which it sends a value.
    pub fn ballot(&self) -> Option<Ballot> {
        match self.seen.last() {
            Some(Event::Hears(_, message)) => message.ballot(),
            _ => None,
        }
    }

    /// The value that it wants itself.
    pub fn own(&self) -> Option<Value> {
        self.seen.iter().rev().find_map(|event| match event {
            Event::Begins(_, own) => Some(*own),
            Event::Hears(..) => None,
        })
    }

    /// What was reported to it under this id, by whom; nothing from those that have accepted nothing.
    pub fn reports(&self) -> Vec<(NodeId, Option<Vote>)> {
        let under = self.ballot();
        let of = |event: &Event| match event {
            Event::Hears(from, Message::Promise { ballot, votes, .. }) if Some(*ballot) == under => {
                Some((*from, votes.get(Slot::ONLY)))
            }
            _ => None,
        };
        self.seen.iter().filter_map(of).collect()
    }

    /// The rule by which it sends this value, Paxos's own first; none where there is no such rule.
    pub fn rule(&self, pick: Value) -> Option<ValueRule> {
        let own = self.own()?;
        let reported: Vec<Vote> = self.reports().into_iter().filter_map(|(_, vote)| vote).collect();
        let rules = [ValueRule::HighestAccepted, ValueRule::Own, ValueRule::Lowest, ValueRule::First];
        rules.into_iter().find(|&value| {
            let rules = Rules { value, ..Rules::default() };
            rules.safe_value(own, &reported).value() == pick
        })
    }
}

/// The world of a run before its first step.
pub fn beginning(recording: &Recording) -> World {
    recording.at(Moment::default())
}
