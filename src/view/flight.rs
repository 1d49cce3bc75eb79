//! Messages: an arrow that grows, a pill that travels on it, and what is left of both.

mod apart;
mod clear;
mod lanes;
pub mod lost;
mod ring;
mod waiting;

pub use apart::Places;
pub use waiting::Waiting;

use super::crowd;
use super::geometry::{Curve, Point, cross, point};
use super::layout::{Area, Height, Layout, Shape};
use super::mark::{Anchor, Face, Group, Mark, Paint, fit, text, text_width};
use super::palette::Tone;
use super::tableau::{Course, Passage, Tableau};
use crate::sim::{MessageId, Time};
use crate::story::words::flying;

/// How long a refused message takes to bounce, in virtual milliseconds.
const BOUNCE_MS: Time = 500;
/// The widest text that a pill takes.
const PILL_MAX: f64 = 130.0;
/// The share of its way that is drawn of a message at the instant of sending.
const STUB: f64 = 0.13;
/// How far a pill can be pointed at across at least: 24 pixels where the stage is shown at half its size.
const REACH_MIN: f64 = 48.0;
/// Pills whose middles are nearer to each other than this, across and down, cover each other, and are pointed at
/// together.
const TOGETHER: (f64, f64) = (44.0, 24.0);
/// Messages that leave and arrive with so much between them, in virtual milliseconds, are not on each other.
const APART_MS: Time = 250;
/// The size of the kind on a pill on a tall stage, and the room beside it.
const TALL_KIND: f64 = 9.5;
const TALL_PADDING: f64 = 10.0;
/// How far a copy is drawn to the right of the message before it that is like it, and above it.
const ASIDE: f64 = 7.0;
/// Dashes tell ballots apart where colours do not, by the place of the proposer.
const DASHES: [&str; 5] = ["", "9 4", "2 4", "12 3 2 3", "5 3"];

pub(super) fn tone(hue: Option<u8>) -> Tone {
    hue.map_or(Tone::Soft, Tone::Ballot)
}

fn trail_tone(hue: Option<u8>) -> Tone {
    hue.map_or(Tone::Line, Tone::Trail)
}

pub(super) fn dash(hue: Option<u8>) -> &'static str {
    hue.map_or("", |hue| DASHES[usize::from(hue) % DASHES.len()])
}

/// What does not move: the trail of a message whose way has ended, and how it ended.
pub fn trail(passage: &Passage, layout: &Layout) -> Option<Group> {
    let way = layout.way(passage.from, passage.to, passage.track);
    let faint = Paint::line(trail_tone(passage.hue), 1.8).dashed(dash(passage.hue));
    let line = |curve: &Curve| Mark::Path { data: curve.data(), paint: faint };
    let marks = match passage.course {
        Course::Waiting | Course::Moving { .. } => return None,
        Course::Arrived => {
            let head = Mark::Path { data: way.head(9.0), paint: Paint::fill(trail_tone(passage.hue)) };
            vec![line(&way.first_part(0.98)), head]
        }
        Course::Refused { .. } => {
            let bar = Mark::Path { data: way.first_part(0.96).bar(8.0), paint: Paint::line(Tone::Lost, 3.0) };
            vec![line(&way.first_part(0.96)), bar]
        }
        Course::Lost { share, .. } => {
            let part = way.first_part(share);
            let cross = Mark::Path { data: cross(part.end, 6.5), paint: Paint::line(Tone::Lost, 2.6) };
            vec![line(&part), cross]
        }
    };
    Some(Group { about: Some(MessageId(passage.id)), ..Group::new(format!("trail-{}", passage.id), marks) })
}

/// What moves: the arrow as far as it has grown, and the pill on it; nothing of one that waits without a pill. The message
/// is the `of`th of all: copies of one message to several learners share a pill, which stays near the fork of their ways.
pub fn moving(of: usize, all: &[Passage], picture: &Pills, layout: &Layout, time: Time) -> Vec<Group> {
    let passage = &all[of];
    let way = layout.way(passage.from, passage.to, passage.track);
    let here = |style| {
        let pill = pill(passage, picture.places.at(of), style, layout);
        named(ring::in_its_stack(pill, passage, all, layout), passage, all, layout)
    };
    match passage.course {
        Course::Moving { departs, arrives, lost_after } => {
            let share = progress(departs, arrives, time);
            let share = share.min(lost_after.unwrap_or(1.0));
            // A message that leaves at this very instant is a stub with its pill ahead of it.
            let arrow = arrow(passage, &way.first_part(share.max(STUB)), ring::ahead(passage, &way, layout));
            match all.iter().any(|other| shares_pill(other, passage, all, layout)) {
                true => vec![arrow],
                false => vec![arrow, here(Pill::Full)],
            }
        }
        Course::Waiting if picture.waiting.is_folded(passage, all) => Vec::new(),
        Course::Waiting => vec![here(Pill::Hollow)],
        Course::Refused { at } if time < at + BOUNCE_MS && !is_answered(passage, at, all) => {
            let share = progress(at, at + BOUNCE_MS, time);
            let back = match layout.grid() {
                Some(_) => ring::bounced(passage, share, layout),
                None => picture.places.at(of),
            };
            let back = pill(passage, back, Pill::Full, layout);
            vec![Group { opacity: 1.0 - 0.8 * share, ..back }]
        }
        Course::Refused { .. } | Course::Arrived | Course::Lost { .. } => Vec::new(),
    }
}

/// Whether one that was refused at this time is answered at once: then the answer leaves where it would bounce.
#[inline(never)]
fn is_answered(passage: &Passage, at: Time, all: &[Passage]) -> bool {
    let is_answer = |other: &Passage| {
        let departs = times(other).map(|(departs, _)| departs);
        (other.from, other.to) == (passage.to, passage.from) && departs == Some(at)
    };
    all.iter().any(is_answer)
}

/// Where the pill of one that was refused at this time is on its way back.
fn bounced(passage: &Passage, at: Time, layout: &Layout, time: Time) -> Point {
    let share = 0.82 - 0.2 * progress(at, at + BOUNCE_MS, time);
    clear_of_cards(layout.way(passage.from, passage.to, passage.track).at(share), passage, layout)
}

/// Where the pills of a picture are, and which messages have none of their own.
pub struct Pills {
    places: Places,
    /// Those that wait.
    pub waiting: Waiting,
}

impl Pills {
    /// Those of these messages at this time.
    pub fn of(all: &[Passage], layout: &Layout, time: Time) -> Pills {
        let waiting = Waiting::of(all, layout);
        Pills { places: Places::of(all, &waiting, layout, time), waiting }
    }
}

/// The pill of a message with its name: what it says, to whom, also to those whose copies share it, and how far it is.
fn named(pill: Group, passage: &Passage, all: &[Passage], layout: &Layout) -> Group {
    let copies = all.iter().filter(|other| shares_pill(passage, other, all, layout));
    let also: Vec<&str> = copies.map(|copy| copy.receiver.as_str()).collect();
    Group { label: Some(flying::pill(&passage.label, &also, &passage.state)), ..pill }
}

/// Where the pill of a message is that has come so far.
fn place(passage: &Passage, share: f64, layout: &Layout) -> Point {
    // Pills from acceptors stay near them: there is the room, and requests pass them by.
    let (from, reach) = match (layout.is_beyond_acceptors(passage.to), layout.is_acceptor(passage.from)) {
        (is_last, from_acceptor) if layout.is_crowd() => crowd::reach(layout.shape, is_last, from_acceptor),
        // Answers to clients pass below the sign that says what is chosen, where there is not the height for a pill.
        _ if layout.shape == Shape::Wide && layout.is_beyond_acceptors(passage.from) => (0.54, 0.28),
        // On a tall stage that sign stands where they start.
        (true, _) if layout.shape == Shape::Tall => (0.58, 0.12),
        (_, true) => (0.28, 0.3),
        // Nor is there room for three of them beside each other before they have spread; wide ones never spread more
        // than that they just fit.
        (_, false) if layout.shape == Shape::Tall && is_wide(&passage.text.0) => (0.7, 0.14),
        (_, false) if layout.shape == Shape::Tall => (0.5, 0.34),
        (_, false) => (0.42, 0.4),
    };
    clear_of_cards(layout.way(passage.from, passage.to, passage.track).at(from + reach * share), passage, layout)
}

/// The place of a pill, clear of the words at both ends of its way, and of the card that a request comes from.
fn clear_of_cards(at: Point, passage: &Passage, layout: &Layout) -> Point {
    if layout.is_crowd() || layout.lanes.is_empty() {
        return at;
    }
    let size = pill_size(passage, layout);
    let at = lanes::clear(at, passage, size, layout);
    if layout.shape == Shape::Tall || !layout.is_acceptor(passage.to) {
        return at;
    }
    let card = layout.area(passage.from);
    point(at.x.max(card.x + card.width + size.0 / 2.0 + 5.0), at.y)
}

/// Whether the pill of a message of this kind takes all the width that an acceptor has on a tall stage.
fn is_wide(kind: &str) -> bool {
    80.0 < text_width(kind, TALL_KIND)
}

/// Where the pill of a message stands that does not move.
fn waiting_place(passage: &Passage, layout: &Layout) -> Point {
    let share = if layout.shape == Shape::Tall { 0.74 } else { 0.45 };
    clear_of_cards(layout.way(passage.from, passage.to, passage.track).at(share), passage, layout)
}

/// The messages in flight that one means who points at the pill of this one: copies that share it, and those whose
/// pills lie on it; at a badge, all that wait without a pill of their own.
#[inline(never)]
pub fn at_pill(message: MessageId, tableau: &Tableau, layout: &Layout) -> Vec<MessageId> {
    let all = &tableau.passages;
    let Some(meant) = all.iter().position(|it| it.id == message.0 && it.is_in_flight()) else { return Vec::new() };
    let Pills { places, waiting } = Pills::of(all, layout, tableau.time);
    if waiting.is_folded(&all[meant], all) {
        return waiting.with(&all[meant], all).map(|passage| MessageId(passage.id)).collect();
    }
    let at = places.at(meant);
    let is_together = |&other: &usize| {
        let (there, is_copy) = (places.at(other), shares_pill(&all[meant], &all[other], all, layout));
        is_copy || (there.x - at.x).abs() < TOGETHER.0 && (there.y - at.y).abs() < TOGETHER.1
    };
    let is_seen = |other: &usize| all[*other].is_in_flight() && !waiting.is_folded(&all[*other], all);
    (0..all.len()).filter(is_seen).filter(is_together).map(|other| MessageId(all[other].id)).collect()
}

/// When a message that moves leaves and arrives.
fn times(passage: &Passage) -> Option<(Time, Time)> {
    match passage.course {
        Course::Moving { departs, arrives, .. } => Some((departs, arrives)),
        _ => None,
    }
}

/// How many messages before this one are just like it, with the same way at about the same times: their pills would lie
/// on each other.
fn rank(passage: &Passage, all: &[Passage]) -> usize {
    let is_alike = |other: &&Passage| {
        let says_the_same = other.id < passage.id && other.from == passage.from && other.text == passage.text;
        says_the_same && other.to == passage.to && is_beside(passage, other)
    };
    all.iter().filter(is_alike).count()
}

/// Whether both stand, or both move and are hardly apart.
fn is_beside(one: &Passage, other: &Passage) -> bool {
    match (times(one), times(other)) {
        (None, None) => one.course == Course::Waiting && other.course == Course::Waiting,
        _ => was_beside(one, other) && one.gone.is_none() && other.gone.is_none(),
    }
}

/// Whether both move or did until they were gone, and are or were hardly apart.
fn was_beside(one: &Passage, other: &Passage) -> bool {
    let times = |passage: &Passage| times(passage).or(passage.gone.map(|(_, times)| times));
    let is_near =
        |one: (Time, Time), other: (Time, Time)| one.0.abs_diff(other.0).max(one.1.abs_diff(other.1)) < APART_MS;
    times(one).zip(times(other)).is_some_and(|(one, other)| is_near(one, other))
}

/// The place of the pill of a copy, which lies beside those that are like it.
fn aside(at: Point, rank: usize) -> Point {
    let by = ASIDE * rank as f64;
    point(at.x + by, at.y - by)
}

/// Whether `first` is an earlier copy of the same message, on its way to another learner.
fn shares_pill(first: &Passage, second: &Passage, all: &[Passage], layout: &Layout) -> bool {
    let is_copy = first.id < second.id && first.from == second.from && first.text == second.text;
    let both = [first, second].into_iter().all(|passage| layout.is_beyond_acceptors(passage.to));
    // The network may lose one of the copies: they leave together all the same.
    let is_together = times(first).is_some() && times(first) == times(second);
    // What comes twice to one learner has two pills.
    is_copy && both && is_together && first.to != second.to && rank(first, all) == rank(second, all)
}

fn progress(start: Time, end: Time, now: Time) -> f64 {
    let (gone, whole) = (now.saturating_sub(start), end.saturating_sub(start).max(1));
    (f64::from(gone) / f64::from(whole)).clamp(0.0, 1.0)
}

/// The arrow of a message as far as it has grown, over what is drawn of the way ahead.
fn arrow(passage: &Passage, grown: &Curve, ahead: Option<Mark>) -> Group {
    let paint = Paint::line(tone(passage.hue), 2.4).dashed(dash(passage.hue));
    let grown = [
        Mark::Path { data: grown.data(), paint },
        Mark::Path { data: grown.head(11.0), paint: Paint::fill(tone(passage.hue)) },
    ];
    let marks = ahead.into_iter().chain(grown).collect();
    Group { about: Some(MessageId(passage.id)), ..Group::new(format!("arrow-{}", passage.id), marks) }
}

/// How a pill is painted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pill {
    /// Under way.
    Full,
    /// Held up.
    Hollow,
}

/// Where a pill of this size can be pointed at: also by a finger, also where the stage is small.
fn reach(width: f64, height: f64) -> Area {
    let (width, height) = (width.max(REACH_MIN), height.max(REACH_MIN));
    Area { x: -width / 2.0, y: -height / 2.0, width, height }
}

/// The sizes of the texts of a pill, the room beside them, and its height.
fn pill_sizes(layout: &Layout) -> (f64, f64, f64, f64) {
    if layout.grid().is_some() {
        return ring::pill_sizes(layout);
    }
    match (layout.is_crowd(), layout.shape) {
        (true, shape) => crowd::pill(shape),
        (false, Shape::Wide) if layout.room == Height::Hall => (14.0, 17.5, 16.0, 42.0),
        (false, Shape::Wide) => (11.5, 16.0, 18.0, 38.0),
        (false, Shape::Tall) => (TALL_KIND, 14.5, TALL_PADDING, 32.0),
    }
}

/// How wide and how high the pill of a message is.
fn pill_size(passage: &Passage, layout: &Layout) -> (f64, f64) {
    if ring::is_quiet(passage, layout) {
        return ring::quiet_size(passage, layout);
    }
    let (kind, rest) = ring::lines(passage, layout);
    let (kind_size, rest_size, padding, whole) = pill_sizes(layout);
    let width =
        text_width(kind, kind_size).max(text_width(&fit(rest, 16.0, ring::pill_max(passage)), rest_size)) + padding;
    (width, if kind.is_empty() { 28.0 } else { whole })
}

/// The pill of a message, around its middle: the kind in small, the id and the value below it. Its
/// corners are as round as its ballot's proposer has it, so that not all hangs on colour.
fn pill(passage: &Passage, middle: Point, style: Pill, layout: &Layout) -> Group {
    let (kind, rest) = ring::lines(passage, layout);
    let rest = &fit(rest, 16.0, ring::pill_max(passage));
    let is_quiet = ring::is_quiet(passage, layout);
    let (kind_size, rest_size, _, whole) = pill_sizes(layout);
    let (width, height) = pill_size(passage, layout);
    let radius = match passage.hue {
        None => 6.0,
        Some(hue) => [height / 2.0, 3.0, 10.0, 6.0, 14.0][usize::from(hue) % 5],
    };
    let full = tone(passage.hue);
    let (paint, ink) = match style {
        Pill::Full if is_quiet => (Paint::line(full, 1.0).on(Tone::Paper), full),
        Pill::Full => (Paint::line(Tone::Paper, 1.5).on(full), Tone::OnFull),
        Pill::Hollow => (Paint::line(full, 1.6).on(Tone::Panel).dashed("4 3"), full),
    };
    let mut marks = vec![Mark::Box { x: -width / 2.0, y: -height / 2.0, width, height, radius, paint }];
    let face = |size| Face::bold(size, ink).anchored(Anchor::Middle);
    match kind.is_empty() {
        true if is_quiet => marks.push(text(0.0, kind_size * 0.35, rest.clone(), face(kind_size))),
        true => marks.push(text(0.0, 5.0, rest.clone(), face(rest_size))),
        false => {
            let upper = -4.5 + (38.0 - whole) * 0.15;
            let lower = 12.5 - (38.0 - whole) * 0.3;
            marks.push(text(0.0, upper, kind, face(kind_size)));
            marks.push(text(0.0, lower, rest.clone(), face(rest_size)));
        }
    }
    let label = Some(passage.label.clone());
    let message = passage.is_in_flight().then_some(MessageId(passage.id));
    let reach = message.map(|_| reach(width, height));
    let at = within(middle, (width, height), layout);
    let about = Some(MessageId(passage.id));
    Group { label, at, message, about, reach, ..Group::new(format!("pill-{}", passage.id), marks) }
}

/// The place of a pill of this size with all of it on the stage.
fn within(middle: Point, size: (f64, f64), layout: &Layout) -> Point {
    let (edge, (top, bottom)) = (size.0 / 2.0 + 1.0, heights(size, layout));
    point(middle.x.clamp(edge, (layout.stage().0 - edge).max(edge)), middle.y.clamp(top, bottom))
}

/// Between which two heights the middle of a pill of this size is on the stage.
fn heights(size: (f64, f64), layout: &Layout) -> (f64, f64) {
    let rim = size.1 / 2.0 + 1.0;
    (rim, (layout.stage().1 - rim).max(rim))
}
