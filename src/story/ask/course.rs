//! What comes next in a run, and what would have come if a rule had been another.

use super::Answer;
use crate::paxos::{Kind, Message, NodeId, Slot};
use crate::sim::world::{Effects, Network, Routing};
use crate::sim::{Action, Change, Envelope, MessageId, Moment, Recording, Step, Time, World};
use crate::story::script::Topic;

/// The rest of a run after a moment.
pub(super) struct Course<'a> {
    /// The world at that moment.
    pub start: World,
    recording: &'a Recording,
    from: usize,
    until: usize,
}

/// What one step of it has brought about.
struct Seen<'a> {
    before: &'a World,
    after: &'a World,
    action: Action,
    effects: &'a Effects,
    /// The place of the step in the run.
    place: usize,
}

impl<'a> Course<'a> {
    /// What comes after a moment of a run; what is asked for the end of a slide is asked after `until` steps of the run.
    pub fn new(recording: &'a Recording, at: Moment, until: usize) -> Course<'a> {
        Course { start: recording.at(at), recording, from: at.steps, until }
    }

    /// All that was sent up to then.
    pub fn sent(&self) -> impl Iterator<Item = &'a Envelope> {
        let steps = &self.recording.steps()[..self.from];
        steps.iter().flat_map(|step| &step.effects.sent).map(|sent| &sent.envelope)
    }

    /// A step of the run.
    pub fn step(&self, place: usize) -> &'a Step {
        &self.recording.steps()[place]
    }

    /// The world at the end of the slide.
    pub fn at_the_end(&self) -> World {
        self.recording.at(Moment { time: Time::MAX, steps: self.until })
    }

    fn steps(&self) -> &'a [Step] {
        &self.recording.steps()[self.from..]
    }

    /// The place in the run of the step by which an answer shows.
    pub fn shown_by(&self, topic: Topic) -> Option<usize> {
        self.find(topic, None).map(|(place, _)| place)
    }

    /// The answer that the same course of things gives under this rule, or under those in force.
    pub fn answer(&self, topic: Topic, rule: Option<Change>) -> Option<Answer> {
        self.find(topic, rule).map(|(_, answer)| answer)
    }

    fn find(&self, topic: Topic, rule: Option<Change>) -> Option<(usize, Answer)> {
        let met = self.meets(topic);
        self.unfold(rule, |seen| {
            let answer = match topic {
                Topic::Answer(node) if Some(seen.place) == met => Some(does(node, seen)),
                Topic::Sends(node) => seen.sent_by(node).next().cloned().map(Answer::Sends),
                Topic::Pick(node) => seen.sent_by(node).find_map(|message| value_in(message, Slot::ONLY)),
                Topic::Value(node, slot) => seen.sent_by(node).find_map(|message| value_in(message, slot)),
                Topic::Id(node) => begun(node, seen),
                Topic::Keeps(node) => kept(node, seen),
                Topic::Applied(node) if seen.place + 1 == self.until => applied(node, seen.after),
                _ => None,
            };
            answer.map(|answer| (seen.place, answer))
        })
    }

    /// The place of the next message to the node whose answer is asked for.
    fn meets(&self, topic: Topic) -> Option<usize> {
        let Topic::Answer(node) = topic else { return None };
        let is_met = |step: &Step| matches!(step.action, Action::Deliver { .. }) && step.node() == Some(node);
        let place = self.steps().iter().position(|step| is_met(step) && step.effects.lost.is_none())?;
        Some(self.from + place)
    }

    /// Does the same once more, under another rule where one is given, until something is seen. A message that differs
    /// in what it says is the same message; what is not there, or cannot be done any more, is passed over.
    fn unfold<T>(&self, rule: Option<Change>, mut see: impl FnMut(&Seen) -> Option<T>) -> Option<T> {
        let mut world = self.start.clone();
        rule.into_iter().for_each(|rule| _ = world.set(rule));
        for (nth, step) in self.steps().iter().enumerate() {
            let Some(action) = meant(step, &world) else { continue };
            let before = world.clone();
            let Ok(effects) = world.apply(action, &mut AsItWas(step)) else { continue };
            let seen = Seen { before: &before, after: &world, action, effects: &effects, place: self.from + nth };
            if let Some(found) = see(&seen) {
                return Some(found);
            }
        }
        None
    }
}

impl<'a> Seen<'a> {
    /// What a node has sent in it, copies aside.
    fn sent_by(&self, node: NodeId) -> impl Iterator<Item = &'a Message> {
        let sent = self.effects.sent.iter().filter(|sent| sent.copy_of.is_none());
        sent.map(|sent| &sent.envelope).filter(move |envelope| envelope.from == node).map(|envelope| &*envelope.message)
    }
}

/// The same action in this world.
fn meant(step: &Step, world: &World) -> Option<Action> {
    let envelope = step.effects.envelope.as_ref();
    let message = envelope.and_then(|envelope| counterpart(envelope, world));
    Some(match step.action {
        Action::Deliver { .. } => Action::Deliver { message: message? },
        Action::Drop { .. } => Action::Drop { message: message? },
        Action::Duplicate { .. } => Action::Duplicate { message: message? },
        Action::Hold { .. } => Action::Hold { message: message? },
        Action::Release { .. } => Action::Release { message: message? },
        Action::Delay { by, .. } => Action::Delay { message: message?, by },
        // An id that was given by hand may be forbidden by now, or not: that is up to the rule.
        other => other,
    })
}

/// The message in flight that stands for this one: the very same, else one of its kind on its way.
fn counterpart(envelope: &Envelope, world: &World) -> Option<MessageId> {
    let there = || world.in_flight.iter().filter(|it| it.from == envelope.from && it.to == envelope.to);
    let same = there().find(|it| it.message == envelope.message);
    let alike = || there().find(|it| it.message.kind() == envelope.message.kind());
    same.or_else(alike).map(|it| it.id)
}

/// A network that does with each message what it did in the run.
struct AsItWas<'a>(&'a Step);

impl Network for AsItWas<'_> {
    fn route(&mut self, from: NodeId, to: NodeId, message: &Message) -> Routing {
        let is_it = |it: &Envelope| it.from == from && it.to == to && it.message.kind() == message.kind();
        let same = self.0.effects.sent.iter().find(|sent| is_it(&sent.envelope));
        match same {
            Some(sent) if sent.lost.is_some() => sent.lost.map_or(Routing::Carried, Routing::Lost),
            Some(sent) if sent.envelope.held => Routing::Held,
            _ => Routing::Carried,
        }
    }
}

/// What a node does with the message that reaches it.
fn does(node: NodeId, seen: &Seen) -> Answer {
    let learned = |world: &World| {
        let learner = world.node(node).learner.as_ref();
        learner.map(|learner| learner.learned.clone()).unwrap_or_default()
    };
    let before = learned(seen.before);
    let learns = learned(seen.after).into_iter().find(|known| !before.contains(known));
    Answer::Does { node, sends: seen.sent_by(node).next().cloned(), learns: learns.map(|(_, value)| value) }
}

/// The value of an ACCEPT-REQUEST for a slot.
fn value_in(message: &Message, slot: Slot) -> Option<Answer> {
    match *message {
        Message::AcceptRequest { slot: at, value, .. } if at == slot => Some(Answer::Value(Some(value))),
        _ => None,
    }
}

/// The id under which a node begins: with a PREPARE, or, where nobody asks first, at once with its value.
fn begun(node: NodeId, seen: &Seen) -> Option<Answer> {
    let begins = matches!(seen.action, Action::Propose { .. } | Action::Timeout { .. });
    let is_start = |message: &&Message| match message.kind() {
        Kind::Prepare => true,
        Kind::AcceptRequest => begins,
        _ => false,
    };
    seen.sent_by(node).find(is_start)?.ballot().map(Answer::Id)
}

/// Up to which slot a replica has applied its log at the end.
fn applied(node: NodeId, world: &World) -> Option<Answer> {
    let applied = world.node(node).replica.as_ref()?.disk.applied.iter().map(|applied| applied.slot);
    Some(Answer::UpTo(applied.max().unwrap_or(Slot::ONLY)))
}

/// What an acceptor has on its disk once it is back.
fn kept(node: NodeId, seen: &Seen) -> Option<Answer> {
    let is_back = seen.action == Action::Restart { node };
    let disk = seen.after.node(node).acceptor.as_ref().filter(|_| is_back).map(|acceptor| &acceptor.disk)?;
    Some(Answer::Card(disk.promised, disk.votes.iter().next().map(|(_, vote)| vote)))
}
