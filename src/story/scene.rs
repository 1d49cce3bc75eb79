//! Plays a script: the run that it describes, and where in it each slide begins and ends.

mod elsewhere;
mod failure;
mod moving;
mod people;
mod run;

use super::ask::Asked;
use super::poll::{Poll, PollRun};
use super::problem::Problem;
use super::script::{Id, Line, Link, Model, Route, Script, Selector, Statement, Way};
use crate::paxos::{Ballot, Cluster, NodeId, NodeSet, Role, Rules};
use crate::sim::recording::{EVENTS_MAX, TIME_MAX};
use crate::sim::{Action, Change, MessageId, Moment, Pattern, Recording, Schedule, Time, World};
use failure::Failure;
pub(super) use run::UnderWay;

pub use elsewhere::Stop;
pub(super) use elsewhere::Whose;
pub use failure::refused;
pub use people::refused as refused_in_poll;

/// How long a message of a poll takes where its scene does not say, in virtual milliseconds.
const POLL_DELAY_MS: Time = 1000;

/// A scene that has been played: the run, and its slides.
#[derive(Clone, Debug)]
pub struct Scene {
    /// What was played.
    pub script: Script,
    /// What came of it; a run in which nothing happens where the scene is a poll.
    pub recording: Recording,
    /// What came of it where the scene is a poll.
    pub poll: Option<PollRun>,
    /// Its slides, at least one.
    pub slides: Vec<Slide>,
    /// The moment after each line of the script that has been played.
    pub after: Vec<Moment>,
    /// What it asks its readers, in order.
    pub asks: Vec<Asked>,
}

/// A slide: a stretch of a run with something to say about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Slide {
    /// What it is called.
    pub title: String,
    /// Its narration, a paragraph each.
    pub say: Vec<String>,
    /// Where in the run it begins.
    pub start: Moment,
    /// Where in the run it ends.
    pub end: Moment,
}

impl Slide {
    /// Whether more is said when its end has come than before.
    pub fn says_more_at_its_end(&self) -> bool {
        1 < self.say.len()
    }

    /// Whether nothing happens on it.
    pub fn is_still(&self) -> bool {
        self.start.steps == self.end.steps
    }
}

impl Scene {
    /// Plays a script to its end.
    ///
    /// # Errors
    /// The first statement that cannot be done or whose expectation does not hold.
    pub fn play(script: Script) -> Result<Scene, Problem> {
        let (mut scene, mut under_way) = (Scene::beginning(script), None);
        while scene.go_on(usize::MAX, &mut under_way)?.is_some() {}
        Ok(scene)
    }

    /// A scene of which no line has been played yet.
    pub(super) fn beginning(script: Script) -> Scene {
        let (recording, poll) = (beginning(&script), poll(&script));
        Scene { recording, poll, slides: Vec::new(), after: Vec::new(), asks: Vec::new(), script }
    }

    /// Plays the next line, or as much of it as comes to this many events; gives how much work that was, and none
    /// where all is played.
    ///
    /// # Errors
    /// The line cannot be done, or its expectation does not hold.
    pub(super) fn go_on(&mut self, most: usize, under_way: &mut Option<UnderWay>) -> Result<Option<usize>, Problem> {
        let Some(Line { line, column, statement }) = self.script.lines.get(self.after.len()).cloned() else {
            self.must_have_a_slide();
            self.asks = self.asks.iter().map(|asked| asked.clone().settled(self)).collect();
            return self.must_have_answers().and_then(|()| self.must_arrive()).map(|()| None);
        };
        let before = self.recording.events();
        let done = match (&statement, self.poll.is_some()) {
            (Statement::Ask(question), _) => {
                self.must_have_a_slide();
                self.asks.push(Asked {
                    question: *question,
                    at: self.end(),
                    slide: self.slides.len() - 1,
                    line,
                    column,
                });
                Ok(true)
            }
            (Statement::Run(run), false) => {
                self.must_have_a_slide();
                self.run_some(run, under_way, most)
            }
            _ => self.perform(&statement).map(|()| true),
        };
        let done = done.and_then(|is_done| self.must_be_within_limits().map(|()| is_done));
        let is_done = done.map_err(|(wrong, expected)| Problem::told(line, column, &wrong, &expected))?;
        if is_done {
            *under_way = None;
            self.end_line();
        }
        Ok(Some(1 + self.recording.events() - before))
    }

    /// Plays the line after those that have been played.
    fn play_line(&mut self, at: usize) -> Result<(), Failure> {
        let statement = self.script.lines[at].statement.clone();
        self.perform(&statement)?;
        self.must_be_within_limits()?;
        self.end_line();
        Ok(())
    }

    fn end_line(&mut self) {
        self.end_slide_here();
        self.after.push(self.end());
    }

    /// What is asked has an answer in the run, and a wrong one beside it.
    fn must_have_answers(&self) -> Result<(), Problem> {
        let cannot = |asked: &&Asked| asked.choices(self).is_empty() || matches!(asked.seen(self), Some(Err(_)));
        let none = self.asks.iter().find(cannot);
        none.map_or(Ok(()), |asked| {
            let (wrong, expected) = self.has_no_answer(asked);
            Err(Problem::told(asked.line, asked.column, &wrong, &expected))
        })
    }

    /// Statements before the first slide form one.
    fn must_have_a_slide(&mut self) {
        if self.slides.is_empty() {
            self.begin_slide(self.script.title.clone());
        }
    }

    fn must_be_within_limits(&self) -> Result<(), Failure> {
        if self.recording.events() <= EVENTS_MAX { Ok(()) } else { Err(self.too_long()) }
    }

    fn begin_slide(&mut self, title: String) {
        let now = self.end();
        self.slides.push(Slide { title, say: Vec::new(), start: now, end: now });
    }

    /// The moment at the end of what has been played.
    pub fn end(&self) -> Moment {
        self.poll.as_ref().map_or(self.recording.end(), PollRun::end)
    }

    fn end_slide_here(&mut self) {
        let now = self.end();
        if let Some(slide) = self.slides.last_mut() {
            slide.end = now;
        }
    }

    fn perform(&mut self, statement: &Statement) -> Result<(), Failure> {
        if let Statement::Slide(title) = statement {
            self.begin_slide(title.clone());
            return Ok(());
        }
        self.must_have_a_slide();
        if let (Statement::Say(text), Some(slide)) = (statement, self.slides.last_mut()) {
            slide.say.push(text.clone());
            return Ok(());
        }
        self.carry_out(statement)
    }

    /// Does what a statement says that is more than telling.
    pub(super) fn carry_out(&mut self, statement: &Statement) -> Result<(), Failure> {
        if let Some(run) = &mut self.poll {
            return people::perform(run, statement, &self.script.names);
        }
        match statement {
            Statement::Slide(_) | Statement::Say(_) | Statement::Ask(_) | Statement::Solution => Ok(()),
            Statement::Run(run) => self.run(run),
            Statement::Expect(condition) if condition.holds(&self.recording) => Ok(()),
            Statement::Expect(condition) => Err(self.not_as_expected(condition)),
            Statement::Next(treatment, messages) => {
                for instruction in messages.instructions(*treatment) {
                    self.recording.queue(instruction);
                }
                Ok(())
            }
            Statement::Deliver(messages) => self.deliver(messages),
            Statement::Move(messages) => self.can_be_moved(messages),
            _ => self.act(statement),
        }
    }

    /// Statements that are one action or several at this moment.
    #[inline(never)]
    fn act(&mut self, statement: &Statement) -> Result<(), Failure> {
        let actions: Vec<Action> = match statement {
            &Statement::Propose { node, value, id } => {
                vec![Action::Propose { node, value, ballot: id.map(|id| self.ballot(node, id)) }]
            }
            &Statement::Request { client, to, value } => {
                let command = self.script.names.command(value);
                vec![Action::Request { client, to, value, command }]
            }
            &Statement::Timeout(node) => vec![Action::Timeout { node }],
            &Statement::Heartbeat(node) => vec![Action::Heartbeat { node }],
            Statement::Crash(nodes) => nodes.iter().map(|&node| Action::Crash { node }).collect(),
            Statement::Restart(nodes) => nodes.iter().map(|&node| Action::Restart { node }).collect(),
            Statement::Cut(links) => directed(links).map(|(from, to)| Action::Cut { from, to }).collect(),
            Statement::Heal(links) if links.is_empty() => self.every_cut(),
            Statement::Heal(links) => directed(links).map(|(from, to)| Action::Heal { from, to }).collect(),
            Statement::Partition(one, other) => across(*one, *other),
            Statement::Set(change) => vec![Action::Set(*change)],
            Statement::Drop(messages) => self.each(messages, |message| Action::Drop { message })?,
            Statement::Hold(messages) => self.each(messages, |message| Action::Hold { message })?,
            Statement::Release(messages) => self.each(messages, |message| Action::Release { message })?,
            Statement::Duplicate(messages) => self.each(messages, |message| Action::Duplicate { message })?,
            Statement::Delay(messages, by) => self.each(messages, |message| Action::Delay { message, by: *by })?,
            _ => Vec::new(),
        };
        for action in actions {
            if !self.is_so_already(action) {
                self.push(action)?;
            }
        }
        Ok(())
    }

    /// Whether an action would change nothing: to cut a link that is cut, to release what is not held.
    fn is_so_already(&self, action: Action) -> bool {
        let world = self.recording.world();
        let is_cut = |from: NodeId, to| world.cuts[from.index()].contains(to);
        let is_held = |message| world.message(message).is_some_and(|envelope| envelope.held);
        match action {
            Action::Cut { from, to } => is_cut(from, to),
            Action::Heal { from, to } => !is_cut(from, to),
            Action::Hold { message } => is_held(message),
            Action::Release { message } => !is_held(message),
            _ => false,
        }
    }

    fn push(&mut self, action: Action) -> Result<(), Failure> {
        if self.recording.is_full() {
            return Err(self.too_long());
        }
        match self.recording.push(action) {
            Ok(_) => Ok(()),
            Err(refusal) => Err(refused(refusal, self.recording.world(), &self.script.names)),
        }
    }

    /// The id that is meant: of this proposer, unless it names another server.
    fn ballot(&self, node: NodeId, id: Id) -> Ballot {
        Ballot { number: id.number, proposer: id.server.unwrap_or_else(|| self.script.cluster.server(node)) }
    }

    fn every_cut(&self) -> Vec<Action> {
        let world = self.recording.world();
        let cuts = world.cluster.nodes().flat_map(|from| world.cuts[from.index()].iter().map(move |to| (from, to)));
        cuts.map(|(from, to)| Action::Heal { from, to }).collect()
    }

    fn each(&self, messages: &Selector, action: impl Fn(MessageId) -> Action) -> Result<Vec<Action>, Failure> {
        let found = messages.matching(&self.recording.world().in_flight);
        if found.is_empty() {
            return Err(self.none_match(messages));
        }
        Ok(found.into_iter().map(action).collect())
    }

    /// In a manual scene one delay passes first, and what else is due at the instant after it comes last: at one
    /// instant messages come before timers.
    #[inline(never)]
    fn deliver(&mut self, messages: &Selector) -> Result<(), Failure> {
        if !self.recording.schedule().manual {
            return self.deliver_now(messages);
        }
        let then = self.recording.end().time + self.recording.schedule().delay().least;
        if TIME_MAX < then {
            return Err(self.would_end_at(then));
        }
        self.recording.run_before(then);
        self.deliver_now(messages)?;
        self.recording.run_to(then);
        self.must_be_done(|next| then < next)
    }

    /// Each receiver that is named must have a message.
    fn deliver_now(&mut self, messages: &Selector) -> Result<(), Failure> {
        let mut found = Vec::new();
        for pattern in messages.patterns() {
            let matching = messages.which.matching(pattern, &self.recording.world().in_flight);
            if matching.is_empty() {
                return Err(self.none_match(&to_one(messages, pattern)));
            }
            found.extend(matching);
        }
        found.into_iter().try_for_each(|message| self.push(Action::Deliver { message }))
    }

    /// The slide of a moment: the last one that has begun by then.
    pub fn slide_at(&self, moment: Moment) -> usize {
        self.slides.iter().rposition(|slide| slide.start <= moment).unwrap_or(0)
    }
}

/// The run of a poll, before its first statement.
fn poll(script: &Script) -> Option<PollRun> {
    let delay = script.changes.iter().find_map(|change| match change {
        Change::Delay(delay) => Some(delay.least),
        _ => None,
    });
    let start = || Poll::new(script.names.nodes.len(), delay.unwrap_or(POLL_DELAY_MS));
    (script.model == Model::Poll).then(|| PollRun::new(start()))
}

/// The world and the schedule of a script, before its first statement.
fn beginning(script: &Script) -> Recording {
    let mut world = World::new(script.cluster.clone(), Rules::default());
    let mut schedule = Schedule::new(script.manual);
    for &change in &script.changes {
        world.set(change);
        schedule.set(change);
    }
    for entry in &script.logs {
        let ballot = entry.id.map(|id| natural(&script.cluster, id));
        world.begin_with(entry.replica, entry.slot, entry.value, ballot, entry.is_chosen);
    }
    world.apply_at_first();
    schedule.begin(&world);
    Recording::new(world, schedule)
}

/// The id of which nobody says whose it is: that of the node whose sequence has it.
#[inline(never)]
fn natural(cluster: &Cluster, id: Id) -> Ballot {
    let owners = cluster.all(Role::Proposer);
    let place = (id.number.saturating_sub(1) as usize) % owners.len().max(1);
    let owner = owners.iter().nth(place).map_or(0, |node| cluster.server(node));
    Ballot { number: id.number, proposer: id.server.unwrap_or(owner) }
}

/// The selector with only that receiver for whom there is no message.
fn to_one(messages: &Selector, pattern: Pattern) -> Selector {
    let route = messages.route.as_ref().map(|route| Route { from: route.from, to: pattern.to.into_iter().collect() });
    Selector { route, ..messages.clone() }
}

fn directed(links: &[Link]) -> impl Iterator<Item = (NodeId, NodeId)> + '_ {
    links.iter().flat_map(|link| {
        let back = (link.way == Way::Both).then_some((link.to, link.from));
        std::iter::once((link.from, link.to)).chain(back)
    })
}

fn across(one: NodeSet, other: NodeSet) -> Vec<Action> {
    let pairs = one.iter().flat_map(|from| other.iter().map(move |to| (from, to)));
    pairs.flat_map(|(from, to)| [Action::Cut { from, to }, Action::Cut { from: to, to: from }]).collect()
}
