//! A run that leaves a scene: what was done by hand, when, and what came of it.
//!
//! What is done is a [`Statement`] at a moment, so that it reads like a scene, travels as a link and can be done
//! again. The first thing done ends the script; from there on the world runs by itself.

mod arrivals;
mod elsewhere;
mod pace;
mod script;

use super::names::Names;
use super::parse;
use super::poll::PollRun;
use super::print;
use super::problem::{Problem, sentence};
use super::scene::Scene;
use super::script::Statement;
use super::when::When;
use crate::sim::recording::TIME_MAX;
use crate::sim::{Action, Moment, Recording, Time};
use crate::story::language::{say, tr};
use pace::Pace;
use std::rc::Rc;

pub use arrivals::{Arrivals, Order};
pub use elsewhere::Elsewhere;

/// How far a run is worked out beyond the last act, in virtual milliseconds.
const AHEAD_MS: Time = 60_000;
/// How long the picture goes on after the last event, so that it comes to rest, in virtual milliseconds.
const REST_MS: Time = 800;

/// Something that was done by hand.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Act {
    /// The moment at which it was done.
    pub at: Moment,
    /// The moment right after it.
    pub end: Moment,
    /// What was done.
    pub statement: Statement,
}

/// A run that leaves a scene, with what was done in it.
#[derive(Clone, Debug)]
pub struct Branch {
    /// What things are called in it: an act may bring in new values.
    pub names: Names,
    /// What happens in it, worked out beyond the last act; a run in which nothing happens where the scene is a poll.
    pub recording: Rc<Recording>,
    /// What happens in it where the scene is a poll.
    pub poll: Option<Rc<PollRun>>,
    /// What was done, in order.
    pub acts: Vec<Act>,
    scene: Rc<Scene>,
    /// Where it left the script, although what was done there first is not in it.
    gone: Option<Moment>,
}

/// Why the rest of some acts could not be done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stopped {
    /// Which act it was, from 0.
    pub nth: usize,
    /// What is wrong and what was expected, as a sentence.
    pub why: String,
}

impl Branch {
    /// The run of a scene, in which nothing has been done by hand yet.
    pub fn new(scene: Rc<Scene>) -> Branch {
        Branch {
            names: scene.script.names.clone(),
            recording: Rc::new(scene.recording.clone()),
            poll: scene.poll.clone().map(Rc::new),
            acts: Vec::new(),
            scene,
            gone: None,
        }
    }

    /// The scene that it leaves.
    pub fn scene(&self) -> &Rc<Scene> {
        &self.scene
    }

    /// The same run, as one that leaves this scene: the same one, told in other words.
    #[must_use]
    pub fn told_by(&self, scene: &Rc<Scene>) -> Branch {
        Branch { scene: scene.clone(), ..self.clone() }
    }

    /// The moment at which it leaves the script; none where that is played to its end.
    pub(super) fn leaves(&self) -> Option<Moment> {
        self.acts.first().map(|act| act.at).into_iter().chain(self.gone).min()
    }

    /// The moment at the end of what is worked out.
    pub fn end(&self) -> Moment {
        self.poll.as_ref().map_or_else(|| self.recording.end(), |poll| poll.end())
    }

    /// A moment of this run as people write it.
    pub fn when(&self, moment: Moment) -> When {
        let all = Pace::of(&self.recording, self.poll.as_deref()).steps_by(moment.time);
        if moment.steps < all { self.place(moment) } else { When::after(moment.time) }
    }

    /// The moment of this run that is meant; the last one of its instant where there are fewer steps, and the end of
    /// the run where it is over by then.
    pub fn moment(&self, when: When) -> Moment {
        let pace = Pace::of(&self.recording, self.poll.as_deref());
        let (before, all) = (pace.steps_before(when.time), pace.steps_by(when.time));
        let steps = when.nth.map_or(all, |nth| before.saturating_add(nth).min(all));
        Moment { time: when.time, steps }.min(self.end())
    }

    /// The moment of this run that is meant, if it comes to it.
    fn exact(&self, when: When) -> Option<Moment> {
        let has_steps = Pace::of(&self.recording, self.poll.as_deref()).steps_at(when.time);
        let is_there = when.time <= self.end().time && when.nth.is_none_or(|nth| nth <= has_steps);
        is_there.then(|| self.moment(when))
    }

    /// This moment, or the end of an act in whose midst it lies. Between a step and what a replica does by itself
    /// because of it nothing can be done: these are one.
    pub fn settled(&self, at: Moment) -> Moment {
        let at = self.acts.iter().find(|act| act.at < at && at < act.end).map_or(at, |act| act.end);
        let rest = self.recording.steps().get(at.steps..).unwrap_or_default();
        let own = rest.iter().take_while(|step| matches!(step.action, Action::Own { .. })).count();
        Moment { steps: at.steps + own, ..at }
    }

    /// How many acts have been done by a moment.
    pub fn acts_by(&self, at: Moment) -> usize {
        self.acts.iter().take_while(|act| act.end <= at).count()
    }

    /// The same run with the first `count` acts only.
    #[must_use]
    pub fn up_to(&self, count: usize) -> Branch {
        match self.acts.get(count) {
            Some(_) if count == 0 => Branch::new(self.scene.clone()),
            Some(next) => self.ahead(self.fork_after(next.at, count), self.acts[..count].to_vec()),
            None => self.clone(),
        }
    }

    /// Whether more would happen after what is worked out: after the end of a script only where clients or
    /// replicas of a log go on by themselves.
    pub fn goes_on(&self) -> bool {
        let is_left = self.leaves().is_some() || self.recording.schedule().begins_by_itself();
        is_left && self.poll.is_none() && self.recording.goes_on()
    }

    /// Whether it can be worked out further.
    pub fn can_go_on(&self) -> bool {
        self.goes_on() && !self.recording.is_at_limit()
    }

    /// The same run, worked out further, if it can be.
    #[must_use]
    pub fn further(&self) -> Branch {
        if !self.can_go_on() {
            return self.clone();
        }
        let mut script = self.scene.script.clone();
        script.names.clone_from(&self.names);
        let recording = (*self.recording).clone();
        let run = Scene { script, recording, poll: None, slides: Vec::new(), after: Vec::new(), asks: Vec::new() };
        self.ahead(run, self.acts.clone())
    }

    /// The same run, worked out at least up to a time, as far as it can be.
    #[must_use]
    pub fn up_to_time(&self, time: Time) -> Branch {
        let mut run = self.clone();
        while run.end().time < time && run.can_go_on() {
            run = run.further();
        }
        run
    }

    /// The run that comes of doing this at a moment, after the acts that had been done by then.
    ///
    /// # Errors
    /// Why it cannot be done.
    pub fn act(&self, at: Moment, statement: &Statement, names: &Names) -> Result<Branch, String> {
        let at = self.settled(at);
        let mut acts = self.acts[..self.acts_by(at)].to_vec();
        let mut scene = self.fork(at);
        scene.script.names = names.clone();
        let end = do_it(&mut scene, statement)?;
        acts.push(Act { at, end, statement: statement.clone() });
        Ok(self.ahead(scene, acts))
    }

    /// What was done, each at its moment as people write it, in the words of the scene language. Done again by
    /// [`Branch::replay`] it comes to the same run.
    pub fn told(&self) -> Vec<(When, String)> {
        let first = self.acts.first().map_or(0, |act| act.at.time);
        let home = Branch::new(self.scene.clone()).up_to_time(first);
        let when = |nth: usize, at: Moment| match nth {
            0 => home.when(at), // In a script more may happen at that instant than is due.
            _ if !self.is_more_due(at) => When::after(at.time),
            _ => self.place(at),
        };
        let told = |(nth, act): (usize, &Act)| (when(nth, act.at), print::statement(&act.statement, &self.names));
        self.acts.iter().enumerate().map(told).collect()
    }

    /// Whether more is due at the instant of a moment, by itself, than was done by then.
    pub(super) fn is_more_due(&self, moment: Moment) -> bool {
        if let Some(poll) = &self.poll {
            return poll.at(moment).in_flight.iter().any(|letter| letter.arrives <= moment.time);
        }
        let (world, schedule) = self.recording.state_at(moment);
        schedule.next(&world).is_some_and(|next| next.time <= moment.time)
    }

    /// A moment by the count of steps at its instant.
    fn place(&self, moment: Moment) -> When {
        let before = Pace::of(&self.recording, self.poll.as_deref()).steps_before(moment.time);
        When { time: moment.time, nth: Some(moment.steps.saturating_sub(before)) }
    }

    /// Reads a statement of the scene language as an act at the end of `before`.
    ///
    /// # Errors
    /// What is wrong with it and what was expected.
    pub fn read(&self, text: &str) -> Result<(Statement, Names), Problem> {
        let before: Vec<Statement> = self.acts.iter().map(|act| act.statement.clone()).collect();
        parse::statement(&self.scene.script, &self.names, &before, text)
    }

    /// Does all this in a scene, one after the other; what stands after the first that cannot be done is left out.
    pub fn replay(scene: &Rc<Scene>, told: &[(When, String)]) -> (Branch, Option<Stopped>) {
        let mut done = Branch::new(scene.clone());
        let Some(&(first, _)) = told.first() else { return (done, None) };
        done = done.up_to_time(first.time);
        // What is meant for after the end of the scene waits there.
        let start = done.exact(first).map(|start| done.settled(start));
        let mut run = done.fork(start.unwrap_or(done.end()));
        for (nth, (when, text)) in told.iter().enumerate() {
            let at = start.filter(|_| nth == 0).map_or_else(|| pass(&mut run, *when), Ok);
            match at.and_then(|at| done.do_next(&mut run, at, text)) {
                Ok(act) => done.acts.push(act),
                // A half of it may have been done, as of a restart of two nodes of which one is up, or the run has gone
                // on to where nothing could be done: that is taken back.
                Err(why) => return (Branch::replay(scene, &told[..nth]).0, Some(Stopped { nth, why })),
            }
        }
        if !done.acts.is_empty() {
            done = done.ahead(run, done.acts.clone());
        }
        (done, None)
    }

    /// Does what a text says at the end of a run.
    fn do_next(&mut self, run: &mut Scene, at: Moment, text: &str) -> Result<Act, String> {
        let (statement, names) = self.read(text).map_err(|problem| sentence(&problem.wrong, &problem.expected))?;
        run.script.names.clone_from(&names);
        let end = do_it(run, &statement)?;
        self.names = names;
        Ok(Act { at, end, statement })
    }

    /// The run up to a moment, ready to go on differently: a scene without lines of its own.
    fn fork(&self, at: Moment) -> Scene {
        self.fork_after(at, self.acts_by(at))
    }

    /// The run up to a moment at which the first `count` acts had been done, without what came later at that moment.
    fn fork_after(&self, at: Moment, count: usize) -> Scene {
        let mut script = self.scene.script.clone();
        script.names.clone_from(&self.names);
        script.lines.clear();
        let recording = match count {
            0 => {
                // What the script asked at that very moment of messages to come belongs to what would have followed.
                let mut recording = self.recording.depart(at);
                if !self.scene.script.stays_manual() {
                    recording.take_over();
                }
                recording
            }
            _ => self.recording.fork_before(at, self.acts[count..].iter().map(|act| act.statement.count_asked()).sum()),
        };
        let poll = self.poll.as_ref().map(|poll| poll.fork(at));
        Scene { script, recording, poll, slides: Vec::new(), after: Vec::new(), asks: Vec::new() }
    }

    /// The branch that a run makes, worked out beyond its end.
    fn ahead(&self, mut run: Scene, acts: Vec<Act>) -> Branch {
        let now = run.end().time;
        match &mut run.poll {
            Some(poll) => {
                poll.run_idle();
                poll.run_to(poll.end().time.saturating_add(REST_MS));
            }
            None => {
                run.recording.run_idle(now.saturating_add(AHEAD_MS));
                run.recording.run_to(run.recording.end().time.saturating_add(REST_MS));
            }
        }
        Branch {
            names: run.script.names,
            recording: Rc::new(run.recording),
            poll: run.poll.map(Rc::new),
            acts,
            scene: self.scene.clone(),
            gone: self.gone,
        }
    }
}

/// Does a statement at the end of a run, and gives the moment right after it.
fn do_it(run: &mut Scene, statement: &Statement) -> Result<Moment, String> {
    if !statement.does_something() {
        return Err(tr!("That tells or waits; expected something that is done, such as crash A1.").to_string());
    }
    run.carry_out(statement).map_err(|(wrong, expected)| sentence(&wrong, &expected))?;
    Ok(run.end())
}

/// Lets a run go on to a moment.
fn pass(run: &mut Scene, when: When) -> Result<Moment, String> {
    let now = run.end().time;
    if when.time < now {
        let wrong = say!("it is meant for {time} ms, and the act before it was at {now} ms", time = when.time, now);
        return Err(sentence(&wrong, tr!("acts in the order of time")));
    }
    let Some(nth) = when.nth else {
        run_to(run, when.time);
        return match run.end().time < when.time {
            true => Err(sentence(&say!("a run may go to {most} ms", most = TIME_MAX), tr!("a moment up to then"))),
            false => Ok(run.end()),
        };
    };
    let pace = |run: &Scene| Pace::of(&run.recording, run.poll.as_ref()).steps_at(when.time);
    if now < when.time {
        run_before(run, when.time);
    }
    while pace(run) < nth && run_step(run, when.time) {}
    if pace(run) < nth {
        let wrong = say!("only {count} things happen at {time} ms", count = pace(run), time = when.time);
        return Err(sentence(&wrong, &say!("at least {nth}, as {when} says", nth, when)));
    }
    Ok(run.end())
}

fn run_to(run: &mut Scene, time: Time) {
    match &mut run.poll {
        Some(poll) => poll.run_to(time),
        None => run.recording.run_to(time),
    }
}

/// Lets time pass up to `time`, without what is due at that instant.
fn run_before(run: &mut Scene, time: Time) {
    match &mut run.poll {
        Some(poll) => poll.run_before(time),
        None => run.recording.run_before(time),
    }
}

/// Does what is due next, if it is due by `time`; says whether it did.
fn run_step(run: &mut Scene, time: Time) -> bool {
    match &mut run.poll {
        Some(poll) => poll.run_step(time),
        None => {
            let next = run.recording.schedule().next(run.recording.world());
            next.is_some_and(|next| next.time <= time) && run.recording.run_step()
        }
    }
}
