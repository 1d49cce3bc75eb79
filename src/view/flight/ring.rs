//! Pills in a ring of replicas, where messages of several slots are under way at once.

use super::clear::Clear;
use super::{PILL_MAX, apart, is_beside, progress, was_beside};
use crate::sim::Time;
use crate::view::geometry::{Curve, Point, point};
use crate::view::layout::{Height, Layout, Shape};
use crate::view::mark::{Group, Mark, Paint, text_width};
use crate::view::palette::Tone;
use crate::view::tableau::{Course, Passage};

/// The widest text of a pill that names a slot, at the size of 16.
const SLOTTED_MAX: f64 = 190.0;
/// How much of a pill shows of those of one stack: its lower line.
const STEP: f64 = 18.0;

/// The sizes of the texts of a pill, the room beside them, and its height.
#[inline(never)]
pub(super) fn pill_sizes(layout: &Layout) -> (f64, f64, f64, f64) {
    match (layout.shape, layout.room) {
        (Shape::Tall, _) => (8.5, 12.5, 9.0, 28.0),
        (Shape::Wide, Height::Hall) => (12.0, 16.0, 14.0, 37.0),
        (Shape::Wide, _) => (10.5, 14.0, 14.0, 32.0),
    }
}

/// What stands on the pill of a message, in its two lines. A quiet one has one.
pub(super) fn lines<'a>(passage: &'a Passage, layout: &Layout) -> (&'a str, &'a str) {
    let (kind, rest) = &passage.text;
    match () {
        () if is_quiet(passage, layout) => ("", kind),
        () if layout.shape == Shape::Tall && !passage.brief.is_empty() => (kind, &passage.brief),
        () => (kind, rest),
    }
}

/// How wide the text of a pill may be.
pub(super) fn pill_max(passage: &Passage) -> f64 {
    if passage.brief.is_empty() { PILL_MAX } else { SLOTTED_MAX }
}

/// Where the pills of all messages would be if each was alone.
#[inline(never)]
pub(super) fn places(all: &[Passage], layout: &Layout, time: Time) -> Vec<Point> {
    let clear = Clear::of(layout);
    let place = |passage: &Passage| match passage.course {
        Course::Moving { departs, arrives, lost_after } => {
            let share = progress(departs, arrives, time).min(lost_after.unwrap_or(1.0));
            clear.place(passage, part(passage), share)
        }
        Course::Waiting => clear.place(passage, (if layout.shape == Shape::Tall { 0.74 } else { 0.45 }, 0.0), 0.0),
        // It has gone.
        _ if apart::left(passage, time) <= 0.0 => point(0.0, 0.0),
        Course::Lost { share, .. } => clear.place(passage, part(passage), share),
        Course::Arrived | Course::Refused { .. } => clear.place(passage, part(passage), 1.0),
    };
    all.iter().map(place).collect()
}

/// Of each message the one at the bottom of its pile, by their places among all.
#[inline(never)]
pub(super) fn bases(all: &[Passage], time: Time) -> Vec<usize> {
    let mut bases: Vec<usize> = Vec::new();
    for (of, passage) in all.iter().enumerate() {
        let is_there = 0.0 < apart::left(passage, time);
        let below = all[..of].iter().position(|other| is_there && is_of_one_pile(passage, other, time));
        bases.push(below.map_or(of, |below| bases[below]));
    }
    bases
}

/// Whether two messages of one kind go the same way at the same time, or the other one did until just now.
fn is_of_one_pile(passage: &Passage, other: &Passage, time: Time) -> bool {
    let is_same_way = (other.from, other.to) == (passage.from, passage.to) && other.text.0 == passage.text.0;
    is_same_way && 0.0 < apart::left(other, time) && (is_beside(passage, other) || was_beside(passage, other))
}

/// The part of its way on which the pill of a message is: answers stay near those who send them, requests spread before
/// they are seen.
fn part(passage: &Passage) -> (f64, f64) {
    let is_answer = passage.track % 2 == 1;
    if is_answer { (0.3, 0.4) } else { (0.4, 0.38) }
}

/// Between clients and replicas: all of the way on which a message is, faintly. It passes by other replicas, and as long as
/// the arrow grows it would seem to be for one of those.
pub(super) fn ahead(passage: &Passage, way: &Curve, layout: &Layout) -> Option<Mark> {
    let is_of_client = layout.grid().is_some() && passage.hue.is_none();
    is_of_client.then(|| Mark::Path { data: way.data(), paint: Paint::line(Tone::Soft, 1.4).dashed("2 5") })
}

/// Where the pill of a message is that was refused, so far on its way back.
#[inline(never)]
pub(super) fn bounced(passage: &Passage, share: f64, layout: &Layout) -> Point {
    Clear::of(layout).place(passage, (0.82, -0.2), share)
}

/// Whether a message is small: it says little, and often.
pub(super) fn is_quiet(passage: &Passage, layout: &Layout) -> bool {
    passage.is_quiet && layout.grid().is_some()
}

/// How wide and how high the pill of a small one is.
pub(super) fn quiet_size(passage: &Passage, layout: &Layout) -> (f64, f64) {
    let (size, ..) = pill_sizes(layout);
    (text_width(&passage.text.0, size) + 10.0, size + 8.0)
}

/// The place of a pill above those of the same kind that go the same way at the same time, for other slots: of each the
/// line with its slot is seen.
#[inline(never)]
pub(super) fn stacked(at: Point, passage: &Passage, all: &[Passage], layout: &Layout, time: Time) -> Point {
    let is_below =
        |other: &&Passage| other.id < passage.id && other.text != passage.text && is_of_one_pile(passage, other, time);
    let below = all.iter().filter(is_below).map(|other| apart::left(other, time)).sum::<f64>();
    point(at.x, at.y - step(layout) * below)
}

/// How much of a pill shows below the one that is piled on it.
pub(super) fn step(layout: &Layout) -> f64 {
    if layout.shape == Shape::Tall { STEP - 3.0 } else { STEP }
}

/// The pill of a message without its kind where another one lies on that, which says it for both.
#[inline(never)]
pub(super) fn in_its_stack(pill: Group, passage: &Passage, all: &[Passage], layout: &Layout) -> Group {
    let is_below = all.iter().any(|other| passage.id < other.id && is_of_one_stack(passage, other));
    if !is_below || layout.grid().is_none() {
        return pill;
    }
    let is_kind = |mark: &Mark| matches!(mark, Mark::Text { text, .. } if *text == passage.text.0);
    let marks: Vec<Mark> = pill.marks.iter().filter(|mark| !is_kind(mark)).cloned().collect();
    Group { marks: marks.into(), ..pill }
}

/// Whether two messages of one kind go the same way at the same time, for different slots.
fn is_of_one_stack(passage: &Passage, other: &Passage) -> bool {
    let is_same_way = (other.from, other.to) == (passage.from, passage.to);
    is_same_way && other.text.0 == passage.text.0 && other.text != passage.text && is_beside(passage, other)
}
