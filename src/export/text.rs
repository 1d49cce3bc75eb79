//! A run as a transcript to read: when, what, at whom, and why; a column a node.

use super::chronicle::{Choice, choice};
use super::table::{Row, Table};
use crate::paxos::{NodeId, NodeSet};
use crate::sim::{Moment, Recording, Step, World};
use crate::story::language::tr;
use crate::story::words::{self, Telling, column};
use crate::story::{Names, Scene, Slide, print};
use std::fmt::Write;

/// The width of what is told in whole paragraphs, in characters.
const PARAGRAPH: usize = 100;
/// The width of what is told of the end, a line each.
const SUM: usize = 160;

/// The transcript of a whole scene.
pub fn whole(scene: &Scene) -> String {
    let last = scene.slides.len() - 1;
    transcript(scene, &scene.recording, last, scene.slides[last].end)
}

/// The transcript of a scene up to this moment of slide `last`, from 0.
pub fn transcript(scene: &Scene, recording: &Recording, last: usize, until: Moment) -> String {
    if let Some(poll) = &scene.poll {
        return super::poll::transcript(scene, &poll.fork(until), last);
    }
    let names = &scene.script.names;
    let mut clerk = Clerk::new(names, &recording.at(Moment::default()));
    let slides = &scene.slides[..scene.slides.len().min(last + 1)];
    recording.walk(until.steps, |steps, step, world| {
        let slide = slides.iter().rposition(|slide| slide.start.steps < steps).unwrap_or(0);
        clerk.write(slide, step, world);
    });
    let mut text = head(scene, recording, until);
    if !clerk.rows.is_empty() {
        text.push('\n');
        wrap_into(&mut text, "", &column::legend(&scene.script.cluster));
    }
    for (number, slide) in slides.iter().enumerate() {
        let rows = clerk.rows.iter().filter(|(of, _)| *of == number).map(|(_, row)| row);
        tell_slide(&mut text, number, slide, &clerk.table, rows);
    }
    text.push('\n');
    for line in words::sum::up(recording, until, names).split('\n').filter(|line| !line.is_empty()) {
        for line in super::table::wrap(line, SUM) {
            let _ = writeln!(text, "{line}");
        }
    }
    text
}

fn head(scene: &Scene, recording: &Recording, end: Moment) -> String {
    let mut text = String::new();
    wrap_into(&mut text, "", &scene.script.title);
    for paragraph in scene.script.about.iter().cloned().chain(words::caution::over(recording, end)) {
        wrap_into(&mut text, "", &paragraph);
    }
    text
}

/// A slide with what it says and what happened on it.
pub(super) fn tell_slide<'a>(
    text: &mut String,
    number: usize,
    slide: &Slide,
    table: &Table,
    rows: impl Iterator<Item = &'a Row>,
) {
    text.push('\n');
    let mut title = super::table::wrap(&slide.title, PARAGRAPH - 4).into_iter();
    let _ = writeln!(text, "{}. {}", number + 1, title.next().unwrap_or_default());
    for more in title {
        let _ = writeln!(text, "   {more}");
    }
    for paragraph in &slide.say {
        wrap_into(text, "   ", paragraph);
    }
    table.write(text, rows);
}

pub(super) fn wrap_into(text: &mut String, indent: &str, paragraph: &str) {
    for line in super::table::wrap(paragraph, PARAGRAPH - indent.len()) {
        let _ = writeln!(text, "{indent}{line}");
    }
}

/// Writes the rows of a run, and keeps what the columns show.
struct Clerk<'a> {
    names: &'a Names,
    table: Table,
    shown: Vec<String>,
    /// What each client waits for or was told last; nothing of other nodes, and of those that have not asked.
    clients: Vec<Option<String>>,
    rows: Vec<(usize, Row)>,
}

impl<'a> Clerk<'a> {
    fn new(names: &'a Names, start: &World) -> Clerk<'a> {
        let shown: Vec<String> = start.cluster.nodes().map(|node| column::cell(start, node, names)).collect();
        let table = Table::new(names.nodes.iter().map(String::as_str));
        let clients = vec![None; shown.len()];
        Clerk { names, table, shown, clients, rows: Vec::new() }
    }

    /// A step of slide `slide`: the row of the step itself, and one for each message lost at once.
    fn write(&mut self, slide: usize, step: &Step, world: &World) {
        let is_first = self.rows.last().is_none_or(|&(last, _)| last < slide);
        if is_first {
            let now = self.shown.iter().cloned().map(Some).collect();
            self.push(slide, Row { cells: now, ..Row::default() });
        }
        let telling = Telling::exact(self.names);
        let mut why = vec![words::step(step, &world.cluster, telling)];
        why.extend(words::besides(step, telling));
        why.extend(step.effects.newly_chosen().map(|new| {
            let star = if choice(new) == Choice::Again { "" } else { "*** " };
            format!("{star}{}", words::newly_chosen(new, telling))
        }));
        why.extend(words::sum::sends(step, self.names));
        let cells = self.cells(step, world);
        let what = print::act(step, self.names);
        self.push(slide, Row { time: Some(step.time), what, cells, why });
        for sent in step.effects.sent.iter().filter(|sent| sent.lost.is_some()) {
            let Some(reason) = sent.lost else { continue };
            let what = format!("lost {}", words::envelope(&sent.envelope, self.names));
            let why = vec![words::lost(&sent.envelope, reason, telling)];
            self.push(slide, Row { time: None, what, cells: self.idle(world), why });
        }
    }

    fn push(&mut self, slide: usize, row: Row) {
        self.table.fit(&row);
        self.rows.push((slide, row));
    }

    /// What each column shows: what has changed, and the node at which the step happened.
    fn cells(&mut self, step: &Step, world: &World) -> Vec<Option<String>> {
        let at: NodeSet = step.node().into_iter().collect();
        let mut cells = self.idle(world);
        if let Some((node, said)) = column::client(step, self.names) {
            self.clients[node.index()] = Some(said);
        }
        for node in world.cluster.nodes() {
            let now = match (world.node(node).up, &self.clients[node.index()]) {
                (true, None) => column::cell(world, node, self.names),
                (true, Some(said)) => said.clone(),
                (false, _) => tr!(in "a column": "down").to_string(),
            };
            let has_changed = now != self.shown[node.index()];
            if has_changed || (at.contains(node) && world.node(node).up) {
                cells[node.index()] = Some(now.clone());
            }
            self.shown[node.index()] = now;
        }
        cells
    }

    /// A line for each node that is up, a gap for each that is down.
    fn idle(&self, world: &World) -> Vec<Option<String>> {
        let line = |node: NodeId| if world.node(node).up { "|" } else { "" };
        world.cluster.nodes().map(|node| Some(line(node).to_string())).collect()
    }
}
