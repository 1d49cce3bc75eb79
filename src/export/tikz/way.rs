//! The way of a message on the picture: which part of it is drawn, and how it ends.

use super::Picture;
use super::labels::Line;
use crate::export::chronicle::{Arrow, Ending, Happens};

/// Labels with more letters than this are set on two lines.
const ONE_LINE: usize = 11;
/// Kinds of messages with more letters than this are set on two lines themselves.
const TALL: usize = 9;
/// The share of its way at which a message ends that finds nobody: right at the line of its receiver.
const AT_LINE: f64 = 0.97;
/// A shorter wait than this, in centimetres, is not to be seen.
const SHORT: f64 = 0.3;
/// How far beside its sender's line a message waits, in rows.
const ASIDE: f64 = 0.08;

/// Which part of a way is drawn.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Part {
    /// All of it, with an arrow head.
    Whole,
    /// From this share of it to that one.
    Of(f64, f64),
    /// None: it waits at its sender.
    Waits,
}

/// The way of a message on the picture.
pub(super) struct Way<'a> {
    pub arrow: &'a Arrow,
    /// When it arrives or would have arrived, or until when it waits, in centimetres.
    pub until: f64,
    pub part: Part,
    /// The part that is drawn, in centimetres.
    pub line: Line,
    pub is_lost: bool,
    pub is_refused: bool,
    /// Whether it has waited at its sender before it left.
    pub has_waited: bool,
}

impl<'a> Way<'a> {
    /// None where there is nothing to be seen of it.
    pub fn of(picture: &Picture, arrow: &'a Arrow) -> Option<Way<'a>> {
        let end = picture.end();
        let (leaves, due) = (picture.x(arrow.departs), arrow.due.map_or(end, |due| picture.x(due)));
        let whole = Line { from: (leaves, picture.y(arrow.from)), to: (due, picture.y(arrow.to)) };
        // What is lost as it leaves falls beside its sender's line, not on its name.
        let waits_until = |time| time <= arrow.departs && SHORT < picture.x(time) - picture.x(arrow.sent).max(0.0);
        let (part, until, is_lost) = match arrow.end {
            Ending::Held => (Part::Waits, end, false),
            Ending::UnderWay if end <= leaves => (Part::Waits, end, false),
            Ending::Lost(time, Some(_)) if waits_until(time) && !picture.is_missed(arrow) => {
                (Part::Waits, picture.x(time), true)
            }
            _ => {
                let first = share(leaves, due, 0.0).max(0.0);
                let last = match arrow.end {
                    Ending::Lost(_, None) => picture.share_of_fall(arrow),
                    Ending::Lost(..) if picture.is_missed(arrow) => AT_LINE,
                    Ending::Lost(time, _) if time <= arrow.departs => picture.share_of_fall(arrow),
                    Ending::Lost(time, _) => share(leaves, due, picture.x(time)),
                    _ => share(leaves, due, end),
                };
                let is_whole = first <= 0.0 && matches!(arrow.end, Ending::Arrived(_) | Ending::Refused(_));
                let is_lost = matches!(arrow.end, Ending::Lost(..));
                (if is_whole { Part::Whole } else { Part::Of(first, last.min(1.0)) }, due, is_lost)
            }
        };
        let beside = picture.y(arrow.from) + if arrow.from < arrow.to { -ASIDE } else { ASIDE };
        let line = match part {
            Part::Whole => whole,
            Part::Of(first, last) => Line { from: whole.at(first), to: whole.at(last) },
            Part::Waits => Line { from: (picture.x(arrow.sent).max(0.0), beside), to: (until, beside) },
        };
        let has_waited = part != Part::Waits && arrow.sent < arrow.departs && 0.0 < leaves;
        let is_seen = 0.05 < (line.to.0 - line.from.0).hypot(line.to.1 - line.from.1) || is_lost;
        let is_refused = matches!(arrow.end, Ending::Refused(_));
        is_seen.then_some(Way { arrow, until, part, line, is_lost, is_refused, has_waited })
    }

    /// What stands on it: on two lines where it is long.
    pub fn label(&self) -> String {
        lines(&self.arrow.label)
    }

    /// Whether another message left with it and says the same.
    pub fn is_like(&self, other: &Way) -> bool {
        let of = |way: &Way| (way.arrow.from, way.arrow.departs, way.part == Part::Waits);
        of(self) == of(other) && self.arrow.label == other.arrow.label
    }

    /// Whether another message of the same kind left at the same time and says the same, and so do all that left then.
    pub fn is_of_one_voice(&self, other: &Way, all: &[Way]) -> bool {
        let kind = |way: &Way| way.arrow.label.split(' ').next().map(str::to_string);
        let is_beside = |way: &&Way| way.arrow.departs == self.arrow.departs && way.arrow.whose == self.arrow.whose;
        let is_whole = |way: &Way| way.part == Part::Whole;
        let is_pair = is_beside(&other) && kind(other) == kind(self) && is_whole(self) && is_whole(other);
        is_pair && all.iter().filter(is_beside).all(|way| way.arrow.label == self.arrow.label)
    }

    /// How a part of a way ends.
    pub fn head(&self) -> &'static str {
        match self.arrow.end {
            Ending::Arrived(_) => ", ->",
            Ending::Refused(_) => ", ->, refused",
            _ => "",
        }
    }
}

impl Picture<'_> {
    /// Whether a message has come to one that was down.
    fn is_missed(&self, arrow: &Arrow) -> bool {
        let Ending::Lost(_, Some(by)) = arrow.end else { return false };
        let event = self.chronicle.events.get(by);
        event.is_some_and(|event| event.kind == Happens::Loss && event.node == Some(arrow.to))
    }

    /// Where a message falls that is lost when it is sent: in the middle of its way, unless that is on the line of somebody
    /// else, who would seem to have had it.
    fn share_of_fall(&self, arrow: &Arrow) -> f64 {
        let lines = arrow.from.abs_diff(arrow.to);
        if lines.is_multiple_of(2) { 0.5 - 0.25 / lines.max(1) as f64 } else { 0.5 }
    }
}

/// A label, on two lines where it is long.
pub(super) fn lines(label: &str) -> String {
    match label.split_once(' ') {
        Some((kind, rest)) if TALL < kind.chars().count() => match kind.split_once('-') {
            Some((first, second)) => format!("{first}-\n{second}\n{rest}"),
            None => format!("{kind}\n{rest}"),
        },
        Some((kind, rest)) if ONE_LINE < label.chars().count() => format!("{kind}\n{rest}"),
        _ => label.replace('\n', " "),
    }
}

/// The share of a way that is done at this time.
fn share(leaves: f64, due: f64, now: f64) -> f64 {
    if leaves < due { (now - leaves) / (due - leaves) } else { 1.0 }
}
