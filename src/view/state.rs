//! What one node has on its disk and in its memory, each with the step that wrote it.

use super::retold::Key;
use crate::paxos::{NodeId, Note, Role, Timer};
use crate::player::Show;
use crate::sim::{Action, MessageId, Moment, Step, World};
use crate::story::words::state::{self as words, Field};
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

/// Of which run and which node it was, up to which step, and what wrote each of its fields.
type Last = (Key, NodeId, usize, Writers);

impl Sheet {
    /// What is to be seen of a node at the moment that is shown; `seen` is what was seen before, of any node and run.
    pub fn of(show: &Show, node: NodeId, seen: &Seen) -> Sheet {
        let recording = show.recording();
        let (world, schedule) = recording.state_at(show.at);
        let (role, telling) = (world.cluster.role(node), show.telling());
        let name = show.names().node(node);
        let title = words::title(role, name);
        if let Some(eye) = show.eye.filter(|&eye| eye != node) {
            let remark = words::unseen(show.names().node(eye), name);
            return Sheet { title, remark, ..Sheet::default() };
        }
        let state = world.node(node);
        let mut before = seen.0.borrow_mut();
        let writers = Writers::of(show, node, &mut before);
        let memory = match role {
            Role::Client if state.client.is_none() => asked(show, node),
            _ => writers.values(words::in_memory(state, &world, telling), Kept::Memory),
        };
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
            disk: writers.values(words::on_disk(state, telling), Kept::Disk),
            memory,
            timer,
            letters: show.eye.is_none().then(|| letters(show, node, &world)),
            remark: words::crash(state, role, &world, telling),
        }
    }
}

/// Where a field is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kept {
    Disk,
    Memory,
}

/// For each field the step after which it changed last.
#[derive(Default)]
struct Writers(Vec<(Kept, Field, Option<Moment>)>);

impl Writers {
    /// Goes through the run, from where it was seen before, and sees each field of the node change.
    fn of<'a>(show: &Show, node: NodeId, before: &'a mut Option<Last>) -> &'a Writers {
        let (telling, steps) = (show.telling(), show.at.steps);
        let goes_on = |(key, of, seen, _): &Last| *of == node && *seen <= steps && key.is_of(show);
        let (key, _, first, mut writers) = before.take().filter(goes_on).unwrap_or_else(|| {
            let mut writers = Writers::default();
            let start = show.recording().at(Moment::default());
            writers.see(Kept::Disk, words::on_disk(start.node(node), telling), None);
            writers.see(Kept::Memory, words::in_memory(start.node(node), &start, telling), None);
            (Key::of(show), node, 0, writers)
        });
        show.recording().walk_on(first, steps, |done, step, world| {
            if step.node() == Some(node) {
                let at = Some(Moment { time: step.time, steps: done });
                let state = world.node(node);
                writers.see(Kept::Disk, words::on_disk(state, telling), at);
                writers.see(Kept::Memory, words::in_memory(state, world, telling), at);
            }
        });
        &before.insert((key, node, steps, writers)).3
    }

    fn see(&mut self, kept: Kept, fields: Vec<Field>, at: Option<Moment>) {
        self.0.retain(|(other, (name, _), ..)| *other != kept || fields.iter().any(|(field, _)| field == name));
        for field in fields {
            match self.0.iter_mut().find(|(other, known, ..)| *other == kept && known.0 == field.0) {
                Some((_, known, ..)) if *known == field => {}
                Some(known) => *known = (kept, field, at),
                None => self.0.push((kept, field, at)),
            }
        }
    }

    fn values(&self, fields: Vec<Field>, kept: Kept) -> Vec<Value> {
        let by = |field: &Field| self.0.iter().find(|(other, known, ..)| *other == kept && known == field);
        let value = |field: Field| {
            let at = by(&field).and_then(|&(_, _, at)| at);
            let by = at.map(|at| (at.steps - 1, at));
            Value { name: field.0, value: field.1, by }
        };
        fields.into_iter().map(value).collect()
    }
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
