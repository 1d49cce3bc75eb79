//! What clients get out of a replicated log: their answers and how long these took, what was executed, who led, and
//! the longest pause with what made it.

use super::action::Action;
use super::recording::Recording;
use super::step::{Moment, Step, Time};
use super::world::World;
use crate::paxos::machine::Effect;
use crate::paxos::{Ballot, CommandId, LogNote, NodeId, NodeSet, Note, Slot};

/// A command that a client has the answer to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Answered {
    /// Whose command, and its number among that client's, from 1.
    pub command: CommandId,
    /// When the client asked for it first.
    pub asked: Time,
    /// When the answer came.
    pub at: Moment,
}

impl Answered {
    /// How long it took.
    pub fn latency(&self) -> Time {
        self.at.time - self.asked
    }
}

/// Something that the service depends on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    /// A node crashed, and whether it led.
    Crash(NodeId, bool),
    /// A node started again.
    Restart(NodeId),
    /// Links were cut, between nodes of these two sides.
    Cut(NodeSet, NodeSet),
    /// Links carry again.
    Heal,
    /// A replica leads from now on, under this id.
    Leads(NodeId, Ballot),
}

/// When something happened that the service depends on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mark {
    /// The moment after it.
    pub at: Moment,
    /// What it was.
    pub what: What,
}

impl Mark {
    /// Whether it can hold the service up.
    fn disturbs(&self) -> bool {
        matches!(self.what, What::Crash(..) | What::Cut(..))
    }
}

/// A time in which a client waited and no answer came.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pause {
    /// The answer before it, or when a client asked after that.
    pub from: Time,
    /// The answer after it, or the present.
    pub to: Time,
    /// Whether no answer has ended it yet.
    pub goes_on: bool,
    /// What made it, as far as something did.
    pub cause: Option<Mark>,
    /// If the cause was older than the pause: the client that still asked the unreachable replica, and that replica.
    pub asked: Option<(NodeId, NodeId)>,
}

impl Pause {
    /// How long it is.
    pub fn length(&self) -> Time {
        self.to - self.from
    }
}

/// Who led from when to when: of several at a time the one with the highest id.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reign {
    /// The replica.
    pub node: NodeId,
    /// Under which id.
    pub ballot: Ballot,
    /// Since when.
    pub from: Time,
    /// Until when.
    pub to: Time,
}

/// The service of a log up to a moment.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Service {
    /// The moment up to which it is known.
    pub until: Time,
    /// Each command that was answered, in the order of the answers.
    pub answers: Vec<Answered>,
    /// When each command was executed first.
    pub executed: Vec<Time>,
    /// What the service depends on, in the order of time.
    pub marks: Vec<Mark>,
    /// Who led, in the order of time.
    pub reigns: Vec<Reign>,
    /// The commands that clients wait for, and since when.
    pub waiting: Vec<(CommandId, Time)>,
    /// Whom each client asked, and when.
    requests: Vec<(Time, NodeId, NodeId)>,
    leads: Vec<(Ballot, NodeId)>,
    applied: Option<Slot>,
}

/// The replica that leads: of several the one with the highest id.
pub fn leader(world: &World) -> Option<(NodeId, Ballot)> {
    let leading = world.cluster.nodes().filter(|&node| world.node(node).up);
    let under = |node: NodeId| Some((node, world.node(node).replica.as_ref()?.leads()?.ballot));
    leading.filter_map(under).max_by_key(|&(_, ballot)| ballot)
}

impl Service {
    /// The service of a run up to a moment, of which nothing after that moment is told.
    pub fn of(recording: &Recording, until: Moment) -> Service {
        let mut service = Service { until: until.time, ..Service::default() };
        for (place, step) in recording.steps().iter().enumerate().take(until.steps) {
            service.take(Moment { time: step.time, steps: place + 1 }, step);
        }
        service.end_reign(until.time);
        service
    }

    fn take(&mut self, at: Moment, step: &Step) {
        match step.action {
            Action::Crash { node } => {
                let led = self.leads.iter().max().is_some_and(|&(_, leader)| leader == node);
                self.mark(at, What::Crash(node, led));
                self.no_longer(node, at.time);
            }
            Action::Restart { node } => self.mark(at, What::Restart(node)),
            Action::Cut { from, to } => self.cut(at, from, to),
            Action::Heal { .. } if self.marks.last().is_some_and(|last| last.is_heal_at(at.time)) => {}
            Action::Heal { .. } => self.mark(at, What::Heal),
            _ => {}
        }
        let node = step.node();
        for note in &step.effects.notes {
            if let (Note::Log(note), Some(node)) = (*note, node) {
                self.note(at, node, note);
            }
        }
    }

    fn note(&mut self, at: Moment, node: NodeId, note: LogNote) {
        if let LogNote::Asks { to, .. } | LogNote::AsksAgain { to, .. } | LogNote::FollowsRedirect { to, .. } = note {
            self.requests.push((at.time, node, to));
        }
        match note {
            LogNote::Leads { ballot, .. } | LogNote::LeadsUnasked { ballot, .. } => self.begins(at, node, ballot),
            LogNote::StepsDown { led: true, .. } | LogNote::Overruled { .. } => self.no_longer(node, at.time),
            LogNote::AsksForLog { .. } => self.no_longer(node, at.time), // For a new id: until then it leads under none.
            LogNote::Asks { value, .. } => {
                if let Some(command) = value.command {
                    self.waiting.retain(|(other, _)| other.client != command.client);
                    self.waiting.push((command, at.time));
                }
            }
            LogNote::Answered { value, .. } => {
                let place = self.waiting.iter().position(|&(command, _)| Some(command) == value.command);
                if let Some((command, asked)) = place.map(|place| self.waiting.remove(place)) {
                    self.answers.push(Answered { command, asked, at });
                }
            }
            LogNote::Applied { slot, effect: Effect::Executed(_), .. } if self.applied < Some(slot) => {
                self.applied = Some(slot);
                self.executed.push(at.time);
            }
            _ => {}
        }
    }

    fn mark(&mut self, at: Moment, what: What) {
        self.marks.push(Mark { at, what });
    }

    /// Links that are cut at one instant are one mark: those of a partition.
    fn cut(&mut self, at: Moment, from: NodeId, to: NodeId) {
        if let Some(Mark { at: before, what: What::Cut(one, other) }) = self.marks.last_mut()
            && before.time == at.time
        {
            *before = at;
            let (is_one, is_other) = (one.contains(from) || other.contains(to), other.contains(from));
            match is_one && !is_other {
                true => (*one, *other) = (one.with(from), other.with(to)),
                false => (*one, *other) = (one.with(to), other.with(from)),
            }
            return;
        }
        self.mark(at, What::Cut(NodeSet::of(from), NodeSet::of(to)));
    }

    fn begins(&mut self, at: Moment, node: NodeId, ballot: Ballot) {
        self.leads.retain(|&(_, other)| other != node);
        if self.leads.iter().max().is_some_and(|&(highest, _)| ballot < highest) {
            self.leads.push((ballot, node)); // One that comes too late.
            return;
        }
        self.end_reign(at.time);
        self.leads.push((ballot, node));
        self.reigns.push(Reign { node, ballot, from: at.time, to: at.time });
        self.mark(at, What::Leads(node, ballot));
    }

    /// A replica leads no more; where another one still does, under a lower id, it is that one again.
    fn no_longer(&mut self, node: NodeId, now: Time) {
        let Some(&(_, leader)) = self.leads.iter().max() else { return };
        if leader == node {
            self.end_reign(now);
        }
        self.leads.retain(|&(_, other)| other != node);
        if let Some(&(ballot, next)) = self.leads.iter().max().filter(|_| leader == node) {
            self.reigns.push(Reign { node: next, ballot, from: now, to: now });
        }
    }

    fn end_reign(&mut self, now: Time) {
        if let Some(reign) = self.reigns.last_mut().filter(|_| !self.leads.is_empty()) {
            reign.to = now;
        }
    }

    /// The median of the latencies.
    pub fn median(&self) -> Option<Time> {
        let middle = self.answers.len().checked_sub(1)? / 2;
        // The one that as many lie below as belong there. So few need no sorting, whose code is large.
        let each = || self.answers.iter().map(Answered::latency);
        let is_middle = |value: &Time| {
            let (below, upto) = (each().filter(|it| it < value).count(), each().filter(|it| it <= value).count());
            below <= middle && middle < upto
        };
        each().find(is_middle)
    }

    /// The longest time without an answer since the first one came, of the time in which a client waits: up to an
    /// answer, or up to now.
    pub fn pause(&self) -> Option<Pause> {
        let ends = self.answers.iter().map(|answered| (answered.at.time, false)).skip(1);
        let starts = self.answers.iter().map(|answered| answered.at.time);
        let pauses = starts.zip(ends.chain([(self.until, true)])).enumerate().filter_map(|(place, (last, end))| {
            let open = self.answers[place + 1..].iter().map(|answered| (answered.command.client, answered.asked));
            let open = open.chain(self.waiting.iter().map(|&(command, since)| (command.client, since)));
            let (client, since) = open.filter(|&(_, since)| since <= end.0).min_by_key(|&(_, since)| since)?;
            Some((client, last.max(since), end))
        });
        let longer = |one: (NodeId, Time, (Time, bool)), other: (NodeId, Time, (Time, bool))| {
            if one.2.0 - one.1 < other.2.0 - other.1 { other } else { one }
        };
        let (client, from, (to, goes_on)) = pauses.reduce(longer)?;
        let pause = Pause { from, to, goes_on, cause: None, asked: None };
        let cause = self.cause(&pause);
        let before = if cause.is_none() { self.cut_off(client, from, to) } else { None };
        Some(Pause {
            cause: cause.or(before.map(|(mark, _)| mark)),
            asked: before.map(|(_, replica)| (client, replica)),
            ..pause
        })
    }

    /// What held the service up, within a pause or right before it: the last leader that went down or was cut off, else
    /// the last that can have done it. Answers that were under way still came after it; what another leader had made
    /// good before the pause is none, and what came right before the answer is none if something else was.
    fn cause(&self, pause: &Pause) -> Option<Mark> {
        let since = pause.from.saturating_sub(self.median().unwrap_or(0));
        let is_mended = |mark: &Mark, until: Time| {
            let mut later = self.marks.iter().filter(|later| mark.at < later.at && later.at.time <= until);
            later.any(|later| !later.disturbs())
        };
        let disturbs = |mark: &&Mark| {
            mark.disturbs()
                && since <= mark.at.time
                && mark.at.time <= pause.to
                && !(mark.at.time < pause.from && is_mended(mark, pause.from))
        };
        let within = || self.marks.iter().filter(disturbs);
        let of_leader = |mark: &&Mark| match mark.what {
            What::Crash(_, led) => led,
            What::Cut(one, other) => {
                let led = self.reigns.iter().rfind(|reign| reign.from <= mark.at.time);
                led.is_some_and(|reign| one.contains(reign.node) || other.contains(reign.node))
            }
            _ => false,
        };
        let last = |marks: Vec<&Mark>| {
            let ends = |mark: &&&Mark| pause.goes_on || is_mended(mark, pause.to);
            marks.iter().rfind(ends).or(marks.last()).map(|mark| **mark)
        };
        last(within().filter(of_leader).collect()).or_else(|| last(within().collect()))
    }

    /// What had cut off or stopped, before a pause, the replica that a client asked last before it or in it.
    fn cut_off(&self, client: NodeId, from: Time, to: Time) -> Option<(Mark, NodeId)> {
        let mut its = self.requests.iter().filter(|&&(at, by, _)| by == client && at <= to);
        let first = its.clone().rfind(|&&(at, ..)| at <= from).or_else(|| its.next())?;
        let replica = first.2;
        let place = self.marks.iter().rposition(|mark| {
            let is_its = match mark.what {
                What::Crash(node, _) => node == replica,
                What::Cut(one, other) => one.contains(replica) || other.contains(replica),
                _ => false,
            };
            is_its && mark.at.time <= from
        })?;
        let mends = |mark: &Mark| matches!(mark.what, What::Heal) || mark.what == What::Restart(replica);
        let is_mended = self.marks[place..].iter().any(|mark| mends(mark) && mark.at.time <= from);
        (!is_mended).then_some((self.marks[place], replica))
    }

    /// How many commands were executed in each window of this length, the last one as far as it has come.
    pub fn throughput(&self, window: Time) -> Vec<u32> {
        let mut counts = vec![0; (self.until / window.max(1)) as usize + 1];
        for &time in &self.executed {
            counts[(time / window.max(1)) as usize] += 1;
        }
        counts
    }
}

impl Mark {
    fn is_heal_at(&self, time: Time) -> bool {
        self.at.time == time && self.what == What::Heal
    }
}
