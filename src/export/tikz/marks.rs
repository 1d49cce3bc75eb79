//! What stands at the lines of nodes: what they are told to do, what comes to be chosen at them, and what they learn. What
//! falls on one place and time is one mark with all its lines.

use super::labels::Room;
use super::letters::tex;
use super::{LETTERS, Picture};
use crate::export::chronicle::{Choice, Chosen, Event, Happens, IsRight};
use crate::story::words::diagram as words;
use std::fmt::Write;

/// The most lines of a mark that are lessons of a log; more of them are counted.
const LESSONS: usize = 3;
/// How far from its line a text stands, in rows, and where there is a flag between.
const ASIDE: (f64, f64) = (0.1, 0.24);

/// What stands at one place and time, or so close together that texts would lie on each other.
pub(super) struct Mark {
    node: usize,
    /// Where its text stands.
    at: f64,
    side: Side,
    lines: Vec<Said>,
}

/// On which side of a node's line a text stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Side {
    Above,
    Below,
}

/// A line of a mark.
struct Said {
    at: f64,
    kind: Kind,
    text: String,
}

/// What a line of a mark tells, the weightiest last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Kind {
    Deed,
    Again,
    Learned,
    LearnedWrongly,
    Chosen,
    Contrary,
}

impl Kind {
    fn colour(self) -> &'static str {
        match self {
            Kind::Deed => "black",
            Kind::Again => "paxos soft",
            Kind::Learned | Kind::Chosen => "paxos chosen",
            Kind::LearnedWrongly | Kind::Contrary => "paxos lost",
        }
    }

    fn is_learned(self) -> bool {
        matches!(self, Kind::Learned | Kind::LearnedWrongly)
    }
}

impl Mark {
    /// The room that its text takes.
    pub fn room(&self, picture: &Picture) -> Room {
        let plain: Vec<&str> = self.lines.iter().map(|said| said.text.as_str()).collect();
        let size = picture.size(&plain.join("\n"));
        let aside = self.aside() * picture.row() + size.1 / 2.0;
        let aside = if self.side == Side::Above { aside } else { -aside };
        Room { middle: (self.at, picture.y(self.node) + aside), size }
    }

    /// How far from the line its text stands, in rows.
    fn aside(&self) -> f64 {
        if self.has_flag() { ASIDE.1 } else { ASIDE.0 }
    }

    fn has_flag(&self) -> bool {
        self.lines.iter().any(|said| said.kind.is_learned())
    }

    /// What TeX sets.
    fn set(&self) -> String {
        let line = |said: &Said| format!("\\color{{{}}}{}", said.kind.colour(), tex(&said.text, LETTERS.0));
        self.lines.iter().map(line).collect::<Vec<_>>().join("\\\\")
    }

    /// Where there is a sign for lines of these kinds, and of which kind the weightiest there is.
    fn signs(&self, is_meant: impl Fn(Kind) -> bool) -> Vec<(f64, Kind)> {
        let mut signs: Vec<(f64, Kind)> = Vec::new();
        for said in self.lines.iter().filter(|said| is_meant(said.kind)) {
            match signs.iter_mut().find(|(at, _)| (at - said.at).abs() < 0.02) {
                Some((_, kind)) => *kind = said.kind.max(*kind),
                None => signs.push((said.at, said.kind)),
            }
        }
        signs
    }

    fn is_of_deeds(&self) -> bool {
        self.lines.iter().all(|said| said.kind == Kind::Deed)
    }
}

impl Picture<'_> {
    /// All marks, in order.
    pub fn marks(&self) -> Vec<Mark> {
        let mut marks: Vec<Mark> = Vec::new();
        for event in &self.chronicle.events {
            for (node, side, lines) in self.sides(event) {
                let mut mark = Mark { node, at: self.x(event.time), side, lines };
                let is_close = |other: &&mut Mark| {
                    let is_same = other.node == node && other.side == side;
                    is_same && other.room(self).is_over(&mark.room(self))
                };
                match marks.iter_mut().find(is_close) {
                    _ if mark.lines.is_empty() => {}
                    Some(other) => other.lines.append(&mut mark.lines),
                    None => marks.push(mark),
                }
            }
        }
        marks
    }

    /// What is said of an event, and on which side of whose line: on both of its node. What is chosen where it has none,
    /// since the rules have changed, is said at the first of those who have accepted it.
    fn sides(&self, event: &Event) -> Vec<(usize, Side, Vec<Said>)> {
        let at = self.x(event.time);
        let of = |node| [Side::Above, Side::Below].map(|side| (node, side, self.said(event, node, side)));
        let alone = |it: &Chosen| {
            let lines = chosen(it).into_iter().map(|(kind, text)| Said { at, kind, text });
            Some((*it.by.first()?, Side::Below, lines.collect()))
        };
        match event.node {
            Some(node) => of(node).into_iter().collect(),
            None => event.choices.iter().filter_map(alone).collect(),
        }
    }

    /// What is said of an event on a side of the line of its node.
    fn said(&self, event: &Event, node: usize, side: Side) -> Vec<Said> {
        let name = self.chronicle.name(node);
        // Messages come from the other side.
        let is_upper = 2 * node < self.chronicle.nodes.len();
        let learned = if is_upper == (side == Side::Above) { learned(event, name) } else { Vec::new() };
        let said: Vec<(Kind, String)> = match side {
            Side::Above => deed(event, name).map(|text| (Kind::Deed, text)).into_iter().collect(),
            Side::Below => event.choices.iter().flat_map(chosen).collect(),
        };
        let at = self.x(event.time);
        said.into_iter().chain(learned).map(|(kind, text)| Said { at, kind, text }).collect()
    }

    /// What nodes are told to do stands below messages, and what they learn and what is chosen above them.
    pub fn write_deeds(&self, text: &mut String) {
        let marks = self.marks();
        for mark in marks.iter().filter(|mark| mark.is_of_deeds()) {
            self.write_mark(text, mark);
        }
    }

    /// Marks of what comes to be chosen and is learned.
    pub fn write_signs_of_marks(&self, text: &mut String) {
        let marks = self.marks();
        for mark in marks.iter().filter(|mark| !mark.is_of_deeds()) {
            self.write_mark(text, mark);
        }
    }

    fn write_mark(&self, text: &mut String, mark: &Mark) {
        let (name, at) = (self.chronicle.name(mark.node), mark.at);
        let sign = if mark.side == Side::Above { "" } else { "-" };
        for (at, kind) in mark.signs(|kind| matches!(kind, Kind::Chosen | Kind::Contrary | Kind::Again)) {
            let style = if kind == Kind::Again { "again" } else { "chosen" };
            let _ = writeln!(text, "\\paxosmark[{style}, color={}]{{{name}}}{{{at:.2}}}", kind.colour());
        }
        for (at, kind) in mark.signs(Kind::is_learned) {
            let _ = writeln!(text, "\\paxosflag[color={}]{{{name}}}{{{at:.2}}}{{{sign}1}}", kind.colour());
        }
        let (anchor, aside) = (if mark.side == Side::Above { "south" } else { "north" }, mark.aside());
        let _ = writeln!(text, "\\paxossaid[anchor={anchor}]{{{name}}}{{{at:.2}}}{{{sign}{aside}}}{{{}}}", mark.set());
    }
}

/// A value that comes to be chosen by an event.
fn chosen(chosen: &Chosen) -> Vec<(Kind, String)> {
    let Chosen { means, value, slot, id, is_first, .. } = chosen;
    let chosen = words::chosen(*slot, value);
    match means {
        _ if !is_first => vec![(Kind::Again, words::again(*slot, value, id))],
        Choice::Contrary => vec![(Kind::Contrary, chosen), (Kind::Contrary, words::BROKEN.to_string())],
        Choice::New | Choice::Again => vec![(Kind::Chosen, chosen)],
    }
}

/// What a node learns by an event.
fn learned(event: &Event, name: &str) -> Vec<(Kind, String)> {
    let told = event.learned.iter().take(LESSONS).flat_map(|learned| {
        let text = words::learns(name, learned.slot, &learned.value);
        let (kind, more) = match learned.is_right {
            IsRight::Yes => (Kind::Learned, None),
            IsRight::NotChosen => (Kind::LearnedWrongly, Some(words::NOT_CHOSEN)),
            IsRight::Contrary => (Kind::LearnedWrongly, Some(words::BROKEN)),
        };
        [(kind, text)].into_iter().chain(more.map(|more| (kind, more.to_string())))
    });
    let left = event.learned.len().saturating_sub(LESSONS);
    told.chain((0 < left).then(|| (Kind::Learned, words::and_more(left)))).collect()
}

/// What a node is told to do, without its name; none of what the messages say that it sends.
fn deed(event: &Event, name: &str) -> Option<String> {
    let (deed, rest) = event.what.split_once(' ')?;
    let rest = rest.strip_prefix(name)?;
    let is_told = matches!(deed, "propose" | "timeout" | "back") && event.kind == Happens::Deed;
    is_told.then(|| format!("{deed}{rest}"))
}
