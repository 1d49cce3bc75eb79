//! A run that was changed by hand as a scene: the lines of the scene that it left, then what was done.

use super::replay::Teller;
use super::{exact, head, statement};
use crate::paxos::NodeId;
use crate::sim::{Action, Change, Delivery, MessageId, Moment, Pattern, World};
use crate::story::branch::Branch;
use crate::story::names::Names;
use crate::story::parse::{SLIDES_MAX, parse};
use crate::story::scene::Scene;
use crate::story::script::{Run, Script, Selector, Statement};
use std::fmt::Write;

/// What a slide is called on which a viewer did something.
const BY_HAND: &str = "By hand";

/// All that happened up to a moment, as a scene that comes to the same state at the same time: what stood in the
/// script up to where the run left slide `slide` (from 0), then the acts, with the time between them. Where a run
/// cannot be told so (it was left between things that happen together, which no line can part), it is told step by
/// step, as [`super::replay()`] does.
/// What was done by hand stands on a slide of that name, or of one that says so where it has none.
pub fn branch(branch: &Branch, name: &str, slide: usize, until: Moment) -> String {
    let until = branch.settled(until);
    let name = if name.is_empty() { BY_HAND } else { name };
    let world = branch.recording.at(until);
    let ways = |world: &World| -> Vec<(NodeId, NodeId, bool)> {
        world.in_flight.iter().map(|envelope| (envelope.from, envelope.to, envelope.held)).collect()
    };
    let is_same = |told: &String| {
        parse(told).and_then(Scene::play).is_ok_and(|scene| {
            let again = scene.recording.world();
            scene.end().time == until.time && ways(again) == ways(&world) && again.used == world.used
        })
    };
    // Where the run was left there may be no answer any more to what the scene has asked.
    let asks = [Asks::Kept, Asks::LeftOut].into_iter();
    let told = asks.map(|asks| line_by_line(branch, name, asks, slide, until)).find(is_same);
    told.unwrap_or_else(|| step_by_step(branch, until))
}

fn step_by_step(branch: &Branch, until: Moment) -> String {
    let about = Script { names: branch.names.clone(), ..branch.scene().script.clone() };
    match &branch.poll {
        Some(run) => super::poll::replay(&about, &about.title, &run.fork(until)),
        None => super::replay(&about, &about.title, &branch.recording.fork(until)),
    }
}

/// Whether what the scene asks is told as well.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asks {
    Kept,
    LeftOut,
}

fn line_by_line(branch: &Branch, name: &str, asks: Asks, slide: usize, until: Moment) -> String {
    let scene = branch.scene();
    let acts = &branch.acts[..branch.acts_by(until)];
    let left = branch.leaves().map_or(until, |left| left.min(until));
    let is_left = !acts.is_empty() || left < until;
    let mut tale = Tale { branch, scene, text: told_head(&scene.script), asks, is_taken_over: false };
    let now = tale.script(slide, left, !is_left);
    tale.rest_of_line(now, left);
    if !acts.is_empty() && slide + 1 < SLIDES_MAX {
        tale.say(&Statement::Slide(name.to_string()));
    }
    if is_left {
        tale.take_over(left);
    }
    let mut now = left;
    for act in acts {
        tale.pass(now, act.at);
        tale.say(&act.statement);
        now = act.end;
    }
    tale.pass(now, until);
    tale.text
}

/// The header of the scene, without its place in the course, and without what was to be reached in it.
fn told_head(script: &Script) -> String {
    head(&Script { place: None, twin: None, objective: None, ..script.clone() })
}

struct Tale<'a> {
    branch: &'a Branch,
    scene: &'a Scene,
    text: String,
    asks: Asks,
    is_taken_over: bool,
}

impl Tale<'_> {
    fn names(&self) -> &Names {
        &self.branch.names
    }

    fn say(&mut self, told: &Statement) {
        let is_slide = matches!(told, Statement::Slide(_));
        let line = statement(told, self.names());
        let _ = writeln!(self.text, "{}{line}", if is_slide { "\n" } else { "  " });
    }

    /// The lines of the script that were played by then, and the moment after them.
    fn script(&mut self, slide: usize, left: Moment, is_untouched: bool) -> Moment {
        let scene = self.scene;
        let (mut now, mut slides) = (Moment::default(), 0);
        for (line, &after) in scene.script.lines.iter().zip(&scene.after) {
            // Statements before the first slide form one.
            let begins = matches!(line.statement, Statement::Slide(_)) || slides == 0;
            slides += usize::from(begins);
            if slide + 1 < slides || left < after {
                break;
            }
            // What was asked at that very moment of messages to come belongs to what would have followed.
            let is_given_up = !is_untouched && matches!(line.statement, Statement::Next(..)) && after == left;
            let is_asked = matches!(line.statement, Statement::Ask(_)) && self.asks == Asks::LeftOut;
            if !is_given_up && !is_asked {
                self.say(&line.statement);
            }
            now = after;
        }
        now
    }

    /// The part of the next line that was done by then: the steps of it, and the time that passed.
    fn rest_of_line(&mut self, now: Moment, left: Moment) {
        if now == left {
            return;
        }
        let Some(first) = self.first_by_script(now, left) else { return self.pass(now, left) };
        for place in first..left.steps {
            // The first `deliver` of a manual network lets its delay pass, the others come at the same instant.
            let is_together = first < place && self.is_delivery(place);
            if is_together && !self.is_taken_over {
                self.take_over(Moment { time: left.time, steps: place });
            }
            self.by_script(Moment { time: left.time, steps: place });
        }
    }

    /// The first step that the line in whose midst the run was left has brought about; none where the run went on by
    /// itself.
    fn first_by_script(&self, now: Moment, left: Moment) -> Option<usize> {
        let line = self.scene.after.iter().position(|&after| left < after)?;
        match &self.scene.script.lines[line].statement {
            Statement::Run(_) => None,
            // One delay passes first, in which timers may fire.
            Statement::Deliver(_) if self.scene.recording.state_at(now).1.manual => {
                let before = left.time.checked_sub(1).map_or(0, |time| self.scene.recording.moment(time).steps);
                let first = before.max(now.steps);
                (first < left.steps).then_some(first)
            }
            _ => Some(now.steps),
        }
    }

    fn is_delivery(&self, place: usize) -> bool {
        let step = self.scene.recording.steps().get(place);
        step.is_some_and(|step| matches!(step.action, Action::Deliver { .. }))
    }

    /// A step of a line that means several, as a statement of its own.
    fn by_script(&mut self, before: Moment) {
        let scene = self.scene;
        let told = match &scene.poll {
            Some(run) => super::poll::act(run.steps()[before.steps].action, run.at(before)),
            // A run from which all acts are left out may go on for longer than its scene.
            None => scene.recording.steps().get(before.steps).and_then(|step| {
                let in_flight = scene.recording.at(before).in_flight;
                Teller { names: self.names(), in_flight }.act_of_scene(step)
            }),
        };
        if let Some(told) = told {
            self.say(&told);
        }
    }

    /// Ends a manual network: what waits is held, and what is sent from now on travels.
    fn take_over(&mut self, at: Moment) {
        let (world, schedule) = self.scene.recording.state_at(at);
        if !schedule.manual || self.scene.poll.is_some() || self.scene.script.stays_manual() {
            return;
        }
        let waits = |id: MessageId| schedule.arrives(id).is_none();
        let (waiting, travelling): (Vec<_>, Vec<_>) =
            world.in_flight.iter().filter(|envelope| !envelope.held).partition(|envelope| waits(envelope.id));
        if travelling.is_empty() && !waiting.is_empty() {
            self.say(&Statement::Hold(Selector::of(&Pattern::default())));
        } else {
            let each = waiting.iter().filter_map(|waits| exact(&world.in_flight, waits.id, self.names()));
            each.collect::<Vec<_>>().into_iter().for_each(|messages| self.say(&Statement::Hold(messages)));
        }
        if !self.is_taken_over {
            self.say(&Statement::Set(Change::Network(Delivery::Timed)));
        }
        self.is_taken_over = true;
    }

    /// How many things that were due have happened between two moments: what a replica does by itself is part of
    /// what made it do so.
    fn due(&self, from: Moment, to: Moment) -> usize {
        let many = to.steps.saturating_sub(from.steps);
        let own = self.branch.recording.steps().iter().take(to.steps).skip(from.steps);
        many - own.filter(|step| matches!(step.action, Action::Own { .. })).count()
    }

    /// Lets the run go on by itself from one moment to another.
    fn pass(&mut self, from: Moment, to: Moment) {
        let (steps, time) = (self.due(from, to), to.time.saturating_sub(from.time));
        if 0 < time && !self.branch.is_more_due(to) {
            self.say(&Statement::Run(Run::For(time)));
        } else if 0 < steps {
            self.say(&Statement::Run(Run::Steps(steps as u32)));
        }
    }
}
