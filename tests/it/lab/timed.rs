//! A run in virtual time.

use super::{Cast, Meant, Who};
use paxos_explainer::paxos::{NodeId, Rules, Slot, Value};
use paxos_explainer::sim::world::Faithful;
use paxos_explainer::sim::{
    Action, Change, Delay, Effects, Fate, Flight, LossReason, MessageId, Moment, Recording, Schedule, Step, Time, World,
};

/// A recording with nodes by name.
#[derive(Clone)]
pub struct Timed {
    pub cast: Cast,
    pub recording: Recording,
}

impl Timed {
    /// Two proposers, three acceptors, a delay of one second, and these conditions.
    pub fn new(changes: &[Change]) -> Timed {
        Timed::of(Cast::of(2, 3), false, changes)
    }

    /// The same where a message waits until it is delivered.
    pub fn manual(changes: &[Change]) -> Timed {
        Timed::of(Cast::of(2, 3), true, changes)
    }

    pub fn of(cast: Cast, manual: bool, changes: &[Change]) -> Timed {
        let mut world = World::new(cast.cluster(), Rules::default());
        let mut schedule = Schedule::new(manual);
        for &change in changes {
            world.apply(Action::Set(change), &mut Faithful).expect("a condition can always be set");
            schedule.absorb(Action::Set(change), &Effects::default());
        }
        Timed { cast, recording: Recording::new(world, schedule) }
    }

    pub fn id(&self, who: Who) -> NodeId {
        self.cast.id(who)
    }

    pub fn world(&self) -> &World {
        self.recording.world()
    }

    pub fn act(&mut self, action: Action) -> &Step {
        self.recording.push(action).unwrap_or_else(|refusal| panic!("{action:?} was refused: {refusal:?}"))
    }

    pub fn set(&mut self, change: Change) {
        self.act(Action::Set(change));
    }

    pub fn propose(&mut self, proposer: Who, value: Value) {
        self.act(Action::Propose { node: self.id(proposer), value, ballot: None });
    }

    pub fn crash(&mut self, who: Who) {
        self.act(Action::Crash { node: self.id(who) });
    }

    pub fn restart(&mut self, who: Who) {
        self.act(Action::Restart { node: self.id(who) });
    }

    pub fn cut(&mut self, from: Who, to: Who) {
        self.act(Action::Cut { from: self.id(from), to: self.id(to) });
    }

    pub fn run_to(&mut self, time: Time) {
        self.recording.run_to(time);
    }

    /// The flights of all such messages on a link, oldest first.
    pub fn flights(&self, meant: impl Into<Meant>, from: Who, to: Who) -> Vec<&Flight> {
        let (meant, from, to) = (meant.into(), self.id(from), self.id(to));
        let is_meant = |flight: &&Flight| {
            (flight.envelope.from, flight.envelope.to) == (from, to) && meant.matches(&flight.envelope.message)
        };
        self.recording.flights().iter().filter(is_meant).collect()
    }

    /// The flight of the first such message on a link.
    pub fn flight(&self, meant: impl Into<Meant>, from: Who, to: Who) -> &Flight {
        self.flights(meant, from, to).first().copied().expect("such a message was sent")
    }

    pub fn message(&self, meant: impl Into<Meant>, from: Who, to: Who) -> MessageId {
        self.flight(meant, from, to).envelope.id
    }

    /// Every arrival so far: when, and of which message.
    pub fn arrivals(&self) -> Vec<(Time, MessageId)> {
        let arrival = |step: &Step| match step.action {
            Action::Deliver { message } => Some((step.time, message)),
            _ => None,
        };
        self.recording.steps().iter().filter_map(arrival).collect()
    }

    /// When a proposer's timer has fired.
    pub fn timeouts(&self, proposer: Who) -> Vec<Time> {
        let timeout = Action::Timeout { node: self.id(proposer) };
        self.recording.steps().iter().filter(|step| step.action == timeout).map(|step| step.time).collect()
    }

    pub fn timer(&self, who: Who) -> Option<Time> {
        self.recording.schedule().timer(self.id(who))
    }

    pub fn learned(&self, who: Who) -> Option<Value> {
        self.world().node(self.id(who)).learner.as_ref()?.learned(Slot::ONLY)
    }

    /// All moments after a step, and the beginning.
    pub fn moments(&self) -> Vec<Moment> {
        let after = |(done, step): (usize, &Step)| Moment { time: step.time, steps: done + 1 };
        std::iter::once(Moment::default()).chain(self.recording.steps().iter().enumerate().map(after)).collect()
    }
}

/// Why a message was lost, and when.
pub fn lost(flight: &Flight) -> Option<(Time, LossReason)> {
    match flight.end?.fate {
        Fate::Lost(reason) => Some((flight.end?.at.time, reason)),
        Fate::Delivered(_) => None,
    }
}

/// Exactly this delay.
pub fn delay(time: u32) -> Change {
    Change::Delay(Delay { least: time, most: time })
}

/// Any delay within these bounds.
pub fn delay_between(least: u32, most: u32) -> Change {
    Change::Delay(Delay { least, most })
}
