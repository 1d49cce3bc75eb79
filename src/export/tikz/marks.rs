//! What stands at the lines of nodes: what they are told to do, what comes to be chosen at them, and what they learn. What
//! falls on one place and time is one mark with all its lines.

use super::labels::Room;
use super::letters::tex;
use super::{LETTERS, Picture};
use crate::export::chronicle::{Choice, Event, Happens, IsRight};
use crate::story::words::diagram as words;
use std::fmt::Write;

/// The most lines of a mark that are lessons of a log; more of them are counted.
const LESSONS: usize = 3;
/// How far from its line a text stands, in rows, and where there is a flag between.
const ASIDE: (f64, f64) = (0.1, 0.24);

/// What stands at one place and time.
pub(super) struct Mark {
    node: usize,
    at: f64,
    side: Side,
    pub lines: Vec<Said>,
}

/// On which side of a node's line a text stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Side {
    Above,
    Below,
}

/// A line of a mark.
pub(super) struct Said {
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

    /// The weightiest of the kinds for which this holds.
    fn weightiest(&self, holds: impl Fn(Kind) -> bool) -> Option<Kind> {
        self.lines.iter().map(|said| said.kind).filter(|&kind| holds(kind)).max()
    }
}

impl Picture<'_> {
    /// All marks, in order.
    pub fn marks(&self) -> Vec<Mark> {
        let mut marks: Vec<Mark> = Vec::new();
        for event in &self.chronicle.events {
            let Some(node) = event.node else { continue };
            let at = self.x(event.time);
            for (side, said) in self.said(event, node) {
                let is_same = |mark: &&mut Mark| mark.node == node && mark.side == side && (mark.at - at).abs() < 0.02;
                match marks.iter_mut().find(is_same) {
                    Some(mark) => mark.lines.push(said),
                    None => marks.push(Mark { node, at, side, lines: vec![said] }),
                }
            }
        }
        marks
    }

    /// What is said of an event at the line of its node.
    fn said(&self, event: &Event, node: usize) -> Vec<(Side, Said)> {
        let name = self.chronicle.name(node);
        let deed = deed(event, name).map(|text| (Side::Above, Said { kind: Kind::Deed, text }));
        let chosen = chosen(event).into_iter().map(|said| (Side::Below, said));
        // Messages come from the other side.
        let side = if 2 * node < self.chronicle.nodes.len() { Side::Above } else { Side::Below };
        deed.into_iter().chain(chosen).chain(learned(event, name).into_iter().map(|said| (side, said))).collect()
    }

    /// What nodes are told to do stands below messages, and what they learn and what is chosen above them.
    pub fn write_deeds(&self, text: &mut String) {
        let marks = self.marks();
        for mark in marks.iter().filter(|mark| mark.weightiest(|kind| kind != Kind::Deed).is_none()) {
            self.write_mark(text, mark);
        }
    }

    /// Marks of what comes to be chosen and is learned.
    pub fn write_signs_of_marks(&self, text: &mut String) {
        let marks = self.marks();
        for mark in marks.iter().filter(|mark| mark.weightiest(|kind| kind != Kind::Deed).is_some()) {
            self.write_mark(text, mark);
        }
    }

    fn write_mark(&self, text: &mut String, mark: &Mark) {
        let (name, at) = (self.chronicle.name(mark.node), mark.at);
        let sign = if mark.side == Side::Above { "" } else { "-" };
        if let Some(kind) = mark.weightiest(|kind| matches!(kind, Kind::Chosen | Kind::Contrary | Kind::Again)) {
            let style = if kind == Kind::Again { "again" } else { "chosen" };
            let _ = writeln!(text, "\\paxosmark[{style}, color={}]{{{name}}}{{{at:.2}}}", kind.colour());
        }
        if let Some(kind) = mark.weightiest(Kind::is_learned) {
            let _ = writeln!(text, "\\paxosflag[color={}]{{{name}}}{{{at:.2}}}{{{sign}1}}", kind.colour());
        }
        let (anchor, aside) = (if mark.side == Side::Above { "south" } else { "north" }, mark.aside());
        let _ = writeln!(text, "\\paxossaid[anchor={anchor}]{{{name}}}{{{at:.2}}}{{{sign}{aside}}}{{{}}}", mark.set());
    }
}

/// What comes to be chosen by an event.
fn chosen(event: &Event) -> Vec<Said> {
    let Some((choice, value)) = event.choice.zip(event.value.as_ref()) else { return Vec::new() };
    if !event.is_first {
        let text = words::again(event.slot, value, event.id.as_deref().unwrap_or_default());
        return vec![Said { kind: Kind::Again, text }];
    }
    let chosen = words::chosen(event.slot, value);
    match choice {
        Choice::Contrary => vec![
            Said { kind: Kind::Contrary, text: chosen },
            Said { kind: Kind::Contrary, text: words::BROKEN.to_string() },
        ],
        Choice::New | Choice::Again => vec![Said { kind: Kind::Chosen, text: chosen }],
    }
}

/// What a node learns by an event.
fn learned(event: &Event, name: &str) -> Vec<Said> {
    let told = event.learned.iter().take(LESSONS).flat_map(|learned| {
        let text = words::learns(name, learned.slot, &learned.value);
        let (kind, more) = match learned.is_right {
            IsRight::Yes => (Kind::Learned, None),
            IsRight::NotChosen => (Kind::LearnedWrongly, Some(words::NOT_CHOSEN)),
            IsRight::Contrary => (Kind::LearnedWrongly, Some(words::BROKEN)),
        };
        let more = more.map(|more| Said { kind, text: more.to_string() });
        [Said { kind, text }].into_iter().chain(more)
    });
    let left = event.learned.len().saturating_sub(LESSONS);
    let left = (0 < left).then(|| Said { kind: Kind::Learned, text: words::and_more(left) });
    told.chain(left).collect()
}

/// What a node is told to do, without its name; none of what the messages say that it sends.
fn deed(event: &Event, name: &str) -> Option<String> {
    let (deed, rest) = event.what.split_once(' ')?;
    let rest = rest.strip_prefix(name)?;
    let is_told = matches!(deed, "propose" | "timeout" | "back") && event.kind == Happens::Deed;
    is_told.then(|| format!("{deed}{rest}"))
}
