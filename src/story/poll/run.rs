//! What happened among people: the steps, the ways of their messages, and the poll after each step.

use super::{Action, Effects, Letter, Note, Poll, Refusal, Sent};
use crate::paxos::{NodeId, Value};
use crate::sim::recording::{EVENTS_MAX, TIME_MAX};
use crate::sim::{Moment, Time};

/// One action with what came of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// When.
    pub time: Time,
    /// What.
    pub action: Action,
    /// What came of it.
    pub effects: Effects,
}

/// How a message's way ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// Somebody heard it.
    Arrived,
    /// It was lost on its way.
    Lost,
    /// Nobody was there to hear it.
    Missed,
}

/// The whole way of one message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Flight {
    /// The message.
    pub letter: Letter,
    /// The moment after the step that sent it.
    pub sent: Moment,
    /// How it ended and the moment after that, if it has.
    pub end: Option<(Moment, Fate)>,
}

/// A run of a poll.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PollRun {
    start: Poll,
    now: Time,
    steps: Vec<Step>,
    /// The poll after each step.
    polls: Vec<Poll>,
    flights: Vec<Flight>,
    events: usize,
}

impl Step {
    /// Whose step it is.
    pub fn person(&self) -> NodeId {
        match (self.action, self.effects.letter) {
            (_, Some(letter)) => letter.to,
            (Action::Back { person, .. } | Action::Crash { person } | Action::Restart { person }, _) => person,
            (Action::Tell { from, .. } | Action::Ask { from, .. } | Action::Lose { from, .. }, _) => from,
            (Action::Deliver { .. } | Action::Drop { .. }, None) => NodeId(0),
        }
    }

    /// Whether there is anything to see of it.
    pub fn shows(&self) -> bool {
        !matches!(self.action, Action::Lose { .. })
    }
}

impl PollRun {
    /// A run that has not begun.
    pub fn new(start: Poll) -> PollRun {
        PollRun { start, now: 0, steps: Vec::new(), polls: Vec::new(), flights: Vec::new(), events: 0 }
    }

    /// The poll after all that has happened so far.
    pub fn poll(&self) -> &Poll {
        self.polls.last().unwrap_or(&self.start)
    }

    /// The poll at a moment.
    pub fn at(&self, moment: Moment) -> &Poll {
        moment.steps.checked_sub(1).and_then(|last| self.polls.get(last)).unwrap_or(&self.start)
    }

    /// All steps, in order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Every message that was ever sent; its number is its place.
    pub fn flights(&self) -> &[Flight] {
        &self.flights
    }

    /// The moment at the end of what has happened so far.
    pub fn end(&self) -> Moment {
        Moment { time: self.now, steps: self.steps.len() }
    }

    /// The moment after all steps of `time` and before.
    pub fn moment(&self, time: Time) -> Moment {
        Moment { time, steps: self.steps.partition_point(|step| step.time <= time) }
    }

    /// Whether the run has as many events as a run may have.
    pub fn is_full(&self) -> bool {
        EVENTS_MAX <= self.events
    }

    /// Does one action now.
    ///
    /// # Errors
    /// Why it cannot be done. Nothing has changed then.
    pub fn push(&mut self, action: Action) -> Result<(), Refusal> {
        let mut poll = self.poll().clone();
        let effects = poll.apply(action, self.now)?;
        let at = Moment { time: self.now, steps: self.steps.len() + 1 };
        if let Some(letter) = effects.letter {
            let fate = match effects.note {
                Note::ReceiverIsAway => Fate::Missed,
                Note::IsLost => Fate::Lost,
                _ => Fate::Arrived,
            };
            self.flights[letter.id as usize].end = Some((at, fate));
        }
        for &Sent { letter, is_lost } in &effects.sent {
            self.flights.push(Flight { letter, sent: at, end: is_lost.then_some((at, Fate::Lost)) });
        }
        self.events += 1 + effects.sent.len();
        self.steps.push(Step { time: self.now, action, effects });
        self.polls.push(poll);
        Ok(())
    }

    /// What arrives next: of several that arrive together, the one that was sent first.
    pub fn next(&self) -> Option<Letter> {
        self.poll().in_flight.iter().min_by_key(|letter| (letter.arrives, letter.id)).copied()
    }

    /// Lets the next message arrive if it does so by `time`; says whether one has.
    pub fn run_step(&mut self, time: Time) -> bool {
        let Some(letter) = self.next().filter(|letter| letter.arrives <= time.min(TIME_MAX)) else { return false };
        if self.is_full() {
            return false;
        }
        self.now = self.now.max(letter.arrives);
        self.push(Action::Deliver { letter: letter.id }).is_ok()
    }

    /// Lets time pass up to `time`.
    pub fn run_to(&mut self, time: Time) {
        while self.run_step(time) {}
        self.now = self.now.max(time.min(TIME_MAX));
    }

    /// Lets time pass up to `time`, without what arrives at that instant.
    pub fn run_before(&mut self, time: Time) {
        while self.next().is_some_and(|letter| letter.arrives < time) && self.run_step(time) {}
        self.now = self.now.max(time.min(TIME_MAX));
    }

    /// Lets time pass until nothing is on its way.
    pub fn run_idle(&mut self) {
        while self.run_step(TIME_MAX) {}
    }

    /// The same run up to `moment`, ready to go on differently from there.
    #[must_use]
    pub fn fork(&self, moment: Moment) -> PollRun {
        let mut fork = PollRun::new(self.start.clone());
        for step in &self.steps[..moment.steps] {
            fork.now = step.time;
            // It could be done once from the same state, so that it cannot be refused.
            let _ = fork.push(step.action);
        }
        fork.now = fork.now.max(moment.time);
        fork
    }

    /// Since when a majority backs what, as far as it has come about by `moment`.
    pub fn majorities(&self, moment: Moment) -> Vec<(Time, Value)> {
        let done = &self.steps[..moment.steps];
        done.iter().filter_map(|step| Some((step.time, step.effects.agreed?))).collect()
    }

    /// When somebody took something for the result, by `moment`.
    pub fn learned(&self, moment: Moment) -> Vec<Time> {
        let done = self.steps[..moment.steps].iter();
        let learns = |step: &&Step| matches!(step.effects.note, Note::Counted { .. } | Note::LearnsFrom { .. });
        done.filter(learns).map(|step| step.time).collect()
    }
}
