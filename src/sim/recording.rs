//! What happened: a start, the timed actions since, and snapshots, so that any moment can be had again.

use super::action::{Action, LossReason, MessageId, Refusal};
use super::instruction::Instruction;
use super::schedule::Schedule;
use super::sight::Tally;
use super::step::{Moment, Step, Time};
use super::world::{Effects, Envelope, World};

use crate::paxos::Outcome;

/// The most events of one run: each step is one, and so is all that comes of it ([`Step::events`]).
pub const EVENTS_MAX: usize = 10_000;
/// The longest run, in virtual milliseconds: ten minutes.
pub const TIME_MAX: Time = 600_000;
const STEPS_PER_SNAPSHOT: usize = 64;

/// How a message's way ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// It arrived, with this outcome.
    Delivered(Outcome),
    /// It did not arrive.
    Lost(LossReason),
}

/// The end of a message's way: after this many steps, at this time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct End {
    /// The moment after it.
    pub at: Moment,
    /// How it ended.
    pub fate: Fate,
}

/// The whole way of one message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Flight {
    /// The message.
    pub envelope: Envelope,
    /// The moment after the step that sent it.
    pub sent: Moment,
    /// How long it takes when nothing holds it up, in milliseconds.
    pub travel: u32,
    /// When it arrives or arrived, as far as that is settled.
    pub arrives: Option<Time>,
    /// How it ended, if it has.
    pub end: Option<End>,
}

impl Flight {
    /// When it leaves its sender: one that waits long waits there.
    pub fn departs(&self) -> Option<Time> {
        Some(self.sent.time.max(self.arrives?.saturating_sub(self.travel)))
    }
}

#[derive(Clone, Debug)]
struct Snapshot {
    steps: usize,
    world: World,
    schedule: Schedule,
}

/// A run: what happened so far, and all that is needed to go on from its end or back into it.
#[derive(Clone, Debug)]
pub struct Recording {
    world: World,
    schedule: Schedule,
    steps: Vec<Step>,
    flights: Vec<Flight>,
    snapshots: Vec<Snapshot>,
    queued: Vec<(Moment, Instruction)>,
    taken_over: Option<usize>,
    events: usize,
    tally: Tally,
}

impl Recording {
    /// A run that has not begun.
    pub fn new(world: World, schedule: Schedule) -> Recording {
        let start = Snapshot { steps: 0, world: world.clone(), schedule: schedule.clone() };
        Recording {
            world,
            schedule,
            steps: Vec::new(),
            flights: Vec::new(),
            snapshots: vec![start],
            queued: Vec::new(),
            taken_over: None,
            events: 0,
            tally: Tally::default(),
        }
    }

    /// The world at the end of what happened so far.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The world before anything happened.
    pub fn start(&self) -> &World {
        &self.snapshots[0].world
    }

    /// The schedule at the end of what happened so far.
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// All steps, in order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Every message that was ever sent, lost ones too; a message's number is its place.
    pub fn flights(&self) -> &[Flight] {
        &self.flights
    }

    /// The message with this number.
    pub fn flight(&self, message: MessageId) -> &Flight {
        &self.flights[message.0 as usize]
    }

    /// The moment at the end of what happened so far.
    pub fn end(&self) -> Moment {
        Moment { time: self.schedule.now, steps: self.steps.len() }
    }

    /// The moment after all steps of `time` and before.
    pub fn moment(&self, time: Time) -> Moment {
        let steps = self.steps.partition_point(|step| step.time <= time);
        Moment { time, steps }
    }

    /// Whether the run has as many events as a run may have.
    pub fn is_full(&self) -> bool {
        EVENTS_MAX <= self.events
    }

    /// How many events there were.
    pub fn events(&self) -> usize {
        self.events
    }

    /// What was counted on the way.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Whether something is due after its end.
    pub fn goes_on(&self) -> bool {
        self.schedule.next(&self.world).is_some()
    }

    /// Whether the next thing that is due would be beyond what a run may have.
    pub fn is_at_limit(&self) -> bool {
        self.is_full() || self.schedule.next(&self.world).is_some_and(|next| TIME_MAX < next.time)
    }

    /// Does one action now, and then at once what replicas have sent to themselves by it. One that cannot be done
    /// changes nothing.
    pub fn push(&mut self, action: Action) -> Result<&Step, Refusal> {
        let at = self.steps.len();
        self.push_one(action)?;
        while let Some(&(node, _)) = self.world.own.first() {
            self.push_one(Action::Own { node })?;
        }
        Ok(&self.steps[at])
    }

    fn push_one(&mut self, action: Action) -> Result<&Step, Refusal> {
        let effects = perform(&mut self.world, &mut self.schedule, action)?;
        let step = Step { time: self.schedule.now, action, effects };
        self.keep_flights(&step);
        self.events += step.events();
        self.tally.take_in(&step);
        self.steps.push(step);
        if self.steps.len().is_multiple_of(STEPS_PER_SNAPSHOT) {
            let (world, schedule) = (self.world.clone(), self.schedule.clone());
            self.snapshots.push(Snapshot { steps: self.steps.len(), world, schedule });
        }
        Ok(&self.steps[self.steps.len() - 1])
    }

    /// Follows this instruction when a message that it means is sent, after those given before.
    pub fn queue(&mut self, instruction: Instruction) {
        self.queue_at(self.end(), instruction);
    }

    fn queue_at(&mut self, asked: Moment, instruction: Instruction) {
        self.queued.push((asked, instruction));
        self.schedule.queue(instruction);
    }

    /// Lets time pass up to `time`, and does what is due until then.
    pub fn run_to(&mut self, time: Time) {
        while self.step_if(|next| next <= time) {}
        self.schedule.now = self.schedule.now.max(time.min(TIME_MAX));
    }

    /// Lets time pass up to `time`, and does what is due before then; what is due at that instant is left.
    pub fn run_before(&mut self, time: Time) {
        while self.step_if(|next| next < time) {}
        self.schedule.now = self.schedule.now.max(time.min(TIME_MAX));
    }

    /// Does what is due next, if anything is, and says whether it did.
    pub fn run_step(&mut self) -> bool {
        self.step_if(|_| true)
    }

    /// Does what is due until nothing is, at most up to `deadline`.
    pub fn run_idle(&mut self, deadline: Time) {
        while self.step_if(|next| next <= deadline) {}
    }

    /// Ends a manual script: what is in flight stands still, and what is sent from now on travels.
    pub fn take_over(&mut self) {
        if !self.schedule.manual {
            return;
        }
        self.taken_over = Some(self.steps.len());
        self.schedule.take_over();
        self.hold_waiting();
    }

    /// Holds every message that waits for a `deliver`, of which there will be none any more.
    fn hold_waiting(&mut self) {
        let in_flight = self.world.in_flight.iter();
        let waiting = in_flight.filter(|envelope| !envelope.held && self.schedule.arrives(envelope.id).is_none());
        for message in waiting.map(|envelope| envelope.id).collect::<Vec<MessageId>>() {
            // It is in flight, as was just seen, so that this cannot be refused.
            let _ = self.push(Action::Hold { message });
        }
    }

    /// The world after `moment.steps` steps.
    pub fn at(&self, moment: Moment) -> World {
        self.state_at(moment).0
    }

    /// The same run up to `moment`, ready to go on differently from there.
    #[must_use]
    pub fn fork(&self, moment: Moment) -> Recording {
        self.fork_before(moment, 0)
    }

    /// The same run up to `moment`, without the last `later` things that were asked of messages to come. What was asked
    /// leaves no step, so that two such things may have been asked at the same moment, and the moment does not say
    /// between them.
    #[must_use]
    pub fn fork_before(&self, moment: Moment, later: usize) -> Recording {
        let first = self.queued.len().saturating_sub(later);
        // After the same steps something may have been asked at a later time.
        self.fork_with(moment, |nth, asked| nth < first && asked <= moment.time)
    }

    /// The same run up to `moment`, without the instructions for future messages that were given at that very moment:
    /// they belong to the future that is left behind.
    #[must_use]
    pub fn depart(&self, moment: Moment) -> Recording {
        self.fork_with(moment, |_, asked| asked < moment.time)
    }

    fn fork_with(&self, moment: Moment, keeps: impl Fn(usize, Time) -> bool) -> Recording {
        let start = &self.snapshots[0];
        let mut fork = Recording::new(start.world.clone(), start.schedule.clone());
        self.replay(&mut fork, moment, keeps);
        fork.schedule.now = fork.schedule.now.max(moment.time);
        fork
    }

    fn replay(&self, fork: &mut Recording, moment: Moment, keeps: impl Fn(usize, Time) -> bool) {
        for (done, step) in self.steps.iter().enumerate().take(moment.steps) {
            self.instruct(done, |_, _| true, |asked, instruction| fork.queue_at(asked, instruction));
            if self.taken_over == Some(done) {
                fork.taken_over = Some(done);
                fork.schedule.take_over();
            }
            fork.schedule.now = step.time;
            fork.push_one(step.action).expect("an action that was done once can be done again from the same state");
        }
        self.instruct(moment.steps, keeps, |asked, instruction| fork.queue_at(asked, instruction));
        // A take-over that had nothing to hold left no step behind, and belongs to this moment.
        if self.taken_over == Some(moment.steps) && fork.world.in_flight.iter().all(|envelope| envelope.held) {
            fork.take_over();
        }
        // A fork from the midst of a take-over finishes it; what waits because somebody has made the network manual again
        // goes on waiting.
        if fork.taken_over.is_some() && !fork.schedule.manual {
            fork.schedule.now = fork.schedule.now.max(moment.time);
            fork.hold_waiting();
        }
    }

    /// The world and the schedule after `moment.steps` steps; those of the end where there are fewer.
    pub fn state_at(&self, moment: Moment) -> (World, Schedule) {
        let moment = Moment { steps: moment.steps.min(self.steps.len()), ..moment };
        let snapshot = self.snapshots.iter().rev().find(|snapshot| snapshot.steps <= moment.steps);
        let snapshot = snapshot.unwrap_or(&self.snapshots[0]);
        let (mut world, mut schedule) = (snapshot.world.clone(), snapshot.schedule.clone());
        for done in snapshot.steps..moment.steps {
            self.redo(&mut world, &mut schedule, done);
        }
        (world, schedule)
    }

    /// Gives the instructions that were queued when `steps` steps had been done, as far as they are to be kept, by their
    /// place among all of them and their time.
    fn instruct(&self, steps: usize, keeps: impl Fn(usize, Time) -> bool, mut queue: impl FnMut(Moment, Instruction)) {
        for (nth, &(asked, instruction)) in self.queued.iter().enumerate() {
            if asked.steps == steps && keeps(nth, asked.time) {
                queue(asked, instruction);
            }
        }
    }

    /// Goes through the first `last` steps: gives each with its number, from 1, and the world after it.
    pub fn walk(&self, last: usize, see: impl FnMut(usize, &Step, &World)) {
        self.walk_on(0, last, see);
    }

    /// Goes through the steps after the first `first` ones, up to `last`.
    pub fn walk_on(&self, first: usize, last: usize, see: impl FnMut(usize, &Step, &World)) {
        self.walk_from(&mut self.state_at(Moment { time: 0, steps: first }), first, last, see);
    }

    /// The same from the state after the first `first` steps, which becomes that after the last.
    pub fn walk_from(
        &self,
        (world, schedule): &mut (World, Schedule),
        first: usize,
        last: usize,
        mut see: impl FnMut(usize, &Step, &World),
    ) {
        for (done, step) in self.steps.iter().enumerate().take(last).skip(first) {
            self.redo(world, schedule, done);
            see(done + 1, step, world);
        }
    }

    /// Does the recorded step after the first `done` ones again.
    fn redo(&self, world: &mut World, schedule: &mut Schedule, done: usize) {
        self.instruct(done, |_, _| true, |_, instruction| schedule.queue(instruction));
        if self.taken_over == Some(done) {
            schedule.take_over();
        }
        schedule.now = self.steps[done].time;
        perform(world, schedule, self.steps[done].action).expect("a recorded action can be done again");
    }

    fn step_if(&mut self, is_due: impl Fn(Time) -> bool) -> bool {
        let Some(next) = self.schedule.next(&self.world).filter(|next| is_due(next.time)) else {
            return false;
        };
        if EVENTS_MAX <= self.events || TIME_MAX < next.time {
            return false;
        }
        self.schedule.now = next.time;
        self.push(next.action).is_ok()
    }

    fn keep_flights(&mut self, step: &Step) {
        let now = Moment { time: step.time, steps: self.steps.len() + 1 };
        let usual = self.schedule.delay().least;
        for sent in &step.effects.sent {
            let id = sent.envelope.id;
            let end = sent.lost.map(|reason| End { at: now, fate: Fate::Lost(reason) });
            let travel = self.schedule.travel(id).unwrap_or(usual);
            let arrives = self.schedule.arrives(id);
            self.flights.push(Flight { envelope: sent.envelope.clone(), sent: now, travel, arrives, end });
        }
        if matches!(step.action, Action::Set(_)) {
            for envelope in &self.world.in_flight {
                self.flights[envelope.id.0 as usize].arrives = self.schedule.arrives(envelope.id);
            }
        }
        let Some(envelope) = &step.effects.envelope else { return };
        let arrives = self.schedule.arrives(envelope.id);
        let flight = &mut self.flights[envelope.id.0 as usize];
        match step.action {
            Action::Deliver { .. } | Action::Drop { .. } => {
                let fate = match (step.effects.lost, step.effects.notes.first()) {
                    (Some(reason), _) => Fate::Lost(reason),
                    (None, note) => Fate::Delivered(note.map_or(Outcome::Nothing, |note| note.outcome())),
                };
                flight.end = Some(End { at: now, fate });
                if matches!(step.action, Action::Deliver { .. }) {
                    flight.arrives = Some(step.time);
                }
            }
            _ => flight.arrives = arrives,
        }
    }
}

fn perform(world: &mut World, schedule: &mut Schedule, action: Action) -> Result<Effects, Refusal> {
    let effects = world.apply(action, schedule)?;
    schedule.absorb(action, &effects);
    Ok(effects)
}
