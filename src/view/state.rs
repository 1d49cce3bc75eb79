//! What one node has on its disk and in its memory, each with the step that wrote it.

use super::retold::Key;
use crate::paxos::{Node, NodeId, Note, Role, Timer};
use crate::player::Show;
use crate::sim::{Action, MessageId, Moment, Schedule, Step, World};
use crate::story::words::Telling;
use crate::story::words::state::{self as words, Field, Slots};
use std::cell::RefCell;

/// A value of a node.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Value {
    /// What it is called.
    pub name: String,
    /// What it is.
    pub value: String,
    /// The step that wrote it, by its place from 0, and the moment right after it; none for what was so from the
    /// beginning.
    pub by: Option<(usize, Moment)>,
}

/// A message on its way to or from a node.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Letter {
    /// The message.
    pub id: MessageId,
    /// What it says, its way and when it arrives.
    pub says: String,
}

/// All that is to be seen of one node.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sheet {
    /// Its role and its name.
    pub title: String,
    /// Whether it runs; and the step since when, if it has ever crashed.
    pub up: Option<Value>,
    /// What it keeps through a crash.
    pub disk: Vec<Value>,
    /// What a crash takes from it.
    pub memory: Vec<Value>,
    /// Its timer, where it has one.
    pub timer: Option<Value>,
    /// What is on the way to it and from it; none for one who cannot know.
    pub letters: Option<Vec<Letter>>,
    /// What a crash would take from it; or that it cannot be looked into.
    pub remark: String,
}

/// What was seen last of a node, so that whoever goes on in the same run need not go through it from its beginning.
#[derive(Default)]
pub struct Seen(RefCell<Option<Last>>);

/// Of which run and which node it was.
struct Last {
    key: Key,
    node: NodeId,
    /// Up to which step, and the state of the run then.
    steps: usize,
    state: (World, Schedule),
    /// What wrote each of its fields.
    writers: Writers,
}

impl Sheet {
    /// What is to be seen of a node at the moment that is shown; `seen` is what was seen before, of any node and run.
    pub fn of(show: &Show, node: NodeId, seen: &Seen) -> Sheet {
        let recording = show.recording();
        let (role, telling) = (recording.world().cluster.role(node), show.telling());
        let name = show.names().node(node);
        let title = words::title(role, name);
        if let Some(eye) = show.eye.filter(|&eye| eye != node) {
            let remark = words::unseen(show.names().node(eye), name);
            return Sheet { title, remark, ..Sheet::default() };
        }
        let mut before = seen.0.borrow_mut();
        let Last { state: (world, schedule), writers, .. } = Last::of(show, node, &mut before);
        let state = world.node(node);
        let memory = match role {
            Role::Client if state.client.is_none() => asked(show, node),
            _ => writers.values(words::in_memory(state, world, telling), Kept::Memory),
        };
        let disk = words::on_disk(state, telling, &mut writers.slots);
        let due = schedule.timer(node);
        let sets = |step: &Step| step.effects.timer.is_some_and(|(of, timer)| of == node && timer != Timer::Disarm);
        let set = last(show, sets);
        let kind = set.and_then(|(place, _)| recording.steps()[place].effects.timer).map_or(Timer::Arm, |it| it.1);
        let has_timer = role == Role::Proposer || state.replica.is_some() || state.client.is_some();
        let timer = has_timer.then(|| Value {
            name: words::timer_of(state, kind).to_string(),
            value: words::timer(due),
            by: due.and(set),
        });
        let stopped = last(show, |step| is_stop(step, node));
        let value = words::up(state.up, stopped.is_some()).to_string();
        Sheet {
            title,
            up: Some(Value { name: String::new(), value, by: stopped }),
            disk: writers.values(disk, Kept::Disk),
            memory,
            timer,
            letters: show.eye.is_none().then(|| letters(show, node, world)),
            remark: words::crash(state, role, world, telling),
        }
    }
}

/// Where a field is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kept {
    Disk,
    Memory,
}

impl Last {
    /// Goes through the run, from where it was seen before, and sees each field of the node change.
    fn of<'a>(show: &Show, node: NodeId, before: &'a mut Option<Last>) -> &'a mut Last {
        let (telling, recording) = (show.telling(), show.recording());
        let goes_on = |last: &Last| last.node == node && last.steps <= show.at.steps && last.key.is_of(show);
        let mut last = before.take().filter(goes_on).unwrap_or_else(|| {
            let state = recording.state_at(Moment::default());
            let mut writers = Writers::default();
            writers.see(state.0.node(node), &state.0, telling, None);
            Last { key: Key::of(show), node, steps: 0, state, writers }
        });
        recording.walk_from(&mut last.state, last.steps, show.at.steps, |done, step, world| {
            if step.node() == Some(node) {
                let at = Some(Moment { time: step.time, steps: done });
                last.writers.see(world.node(node), world, telling, at);
            }
        });
        last.steps = show.at.steps;
        before.insert(last)
    }
}

/// For each field, in the order in which they are told, the step after which it changed last.
#[derive(Default)]
struct Writers {
    disk: Vec<Written>,
    memory: Vec<Written>,
    slots: Slots,
}

type Written = (Field, Option<Moment>);

impl Writers {
    fn see(&mut self, state: &Node, world: &World, telling: Telling, at: Option<Moment>) {
        self.disk = seen_again(&self.disk, words::on_disk(state, telling, &mut self.slots), at);
        self.memory = seen_again(&self.memory, words::in_memory(state, world, telling), at);
    }

    fn values(&self, fields: Vec<Field>, kept: Kept) -> Vec<Value> {
        let written = if kept == Kept::Disk { &self.disk } else { &self.memory };
        // Of a field that is another by now nobody has seen what wrote it.
        let since = seen_again(written, fields, None);
        since
            .into_iter()
            .map(|((name, value), at)| Value { name, value, by: at.map(|at| (at.steps - 1, at)) })
            .collect()
    }
}

/// These fields, each with the moment since which it has been as it is: `at`, where it was another before, or was not there.
fn seen_again(before: &[Written], fields: Vec<Field>, at: Option<Moment>) -> Vec<Written> {
    // As a rule they come in the same order as before.
    let mut next = 0;
    let since = |field: &Field| {
        let is_it = |(known, _): &&Written| known.0 == field.0;
        let place = Some(next).filter(|&place| before.get(place).as_ref().is_some_and(is_it));
        let place = place.or_else(|| before.iter().position(|known| is_it(&known)))?;
        next = place + 1;
        let (known, since) = &before[place];
        (known == field).then_some(*since)
    };
    let since: Vec<Option<Option<Moment>>> = fields.iter().map(since).collect();
    fields.into_iter().zip(since).map(|(field, since)| (field, since.unwrap_or(at))).collect()
}

/// The last step up to the moment that is shown of which this is so.
fn last(show: &Show, is_it: impl Fn(&Step) -> bool) -> Option<(usize, Moment)> {
    let done = &show.recording().steps()[..show.at.steps];
    let place = done.iter().rposition(is_it)?;
    Some((place, Moment { time: done[place].time, steps: place + 1 }))
}

fn is_stop(step: &Step, node: NodeId) -> bool {
    match step.action {
        Action::Crash { node: stopped } | Action::Restart { node: stopped } => stopped == node,
        _ => false,
    }
}

/// What a client has asked for, and what it was told.
fn asked(show: &Show, node: NodeId) -> Vec<Value> {
    let steps = show.recording().steps();
    let asks = |step: &Step| match step.action {
        Action::Request { client, value, .. } if client == node => Some(value),
        _ => None,
    };
    let told = |step: &Step| match step.effects.notes.first() {
        Some(&Note::ReplyReceived { value, .. }) if step.node() == Some(node) => Some(value),
        _ => None,
    };
    let value = |name: &str, by: Option<(usize, Moment)>, of: &dyn Fn(&Step) -> Option<crate::paxos::Value>| {
        let word = by.and_then(|(place, _)| of(&steps[place]));
        word.map(|word| Value { name: name.to_string(), value: show.names().value(word).to_string(), by })
    };
    let asked = value(words::ASKED.said(), last(show, |step| asks(step).is_some()), &asks);
    let was_told = value(words::WAS_TOLD.said(), last(show, |step| told(step).is_some()), &told);
    asked.into_iter().chain(was_told).collect()
}

fn letters(show: &Show, node: NodeId, world: &World) -> Vec<Letter> {
    let is_its = |id: MessageId| world.message(id).is_some_and(|envelope| envelope.from == node || envelope.to == node);
    let flying = show.flying().into_iter().filter(|flying| is_its(flying.id));
    flying.map(|flying| Letter { id: flying.id, says: format!("{}: {}", flying.title, flying.state) }).collect()
}
