//! People in a ring, and the count of what they back: the stage of a poll.

use super::geometry::{Curve, Point, point, short};
use super::layout::{Area, Layout, Shape};
use super::mark::{Anchor, Face, Group, Mark, Paint, fit, text, text_width};
use super::palette::Tone;
use super::tableau::{Actor, Backed, Body, Course, Passage, Tableau, Tally};
use crate::paxos::{NodeId, Value};
use crate::player::Show;
use crate::sim::Moment;
use crate::story::links::Division;
use crate::story::poll::{Fate, Flight, Poll, PollRun, Said};
use crate::story::words::poll as words;
use crate::story::words::{figure, flying};
use std::f64::consts::PI;

/// What stands on the stage of a poll.
pub fn tableau(show: &Show, run: &PollRun, since: Moment) -> Tableau {
    let poll = run.at(show.at);
    let passages = run.flights().iter().filter_map(|flight| passage(show, flight, since));
    Tableau {
        time: show.at.time,
        actors: poll.everyone().map(|node| actor(show, poll, node)).collect(),
        passages: passages.collect(),
        chosen: Vec::new(),
        possible: None,
        tally: Some(tally(show, poll)),
        logs: None,
        division: Division::default(),
    }
}

fn backed(show: &Show, value: Value) -> Backed {
    Backed { word: show.names().value(value).to_string(), hue: hue(value) }
}

/// What is backed has the colour that a ballot has in Paxos.
fn hue(value: Value) -> u8 {
    value.word as u8
}

fn actor(show: &Show, poll: &Poll, node: NodeId) -> Actor {
    let person = poll.person(node);
    let name = show.names().node(node).to_string();
    let body = Body::Person {
        backs: person.backs.map(|value| backed(show, value)),
        knows: person.knows.map(|value| show.names().value(value).to_string()),
    };
    Actor { node, role: None, up: person.up, label: words::person(&name, person, show.names()), name, body }
}

fn tally(show: &Show, poll: &Poll) -> Tally {
    let rows = poll.tally().into_iter().map(|(value, count)| (backed(show, value), count));
    Tally { rows: rows.collect(), need: poll.need(), of: poll.people.len(), label: words::tally(poll, show.names()) }
}

fn passage(show: &Show, flight: &Flight, since: Moment) -> Option<Passage> {
    let (letter, at) = (flight.letter, show.at);
    if at.steps < flight.sent.steps {
        return None;
    }
    let (departs, arrives) = (flight.sent.time, letter.arrives);
    let half = departs + (arrives - departs) / 2;
    let course = match flight.end.filter(|(end, _)| end.steps <= at.steps) {
        None => Course::Moving { departs, arrives, lost_after: None },
        // One that was taken from its way lies where it was.
        Some((end, Fate::Lost)) if end != flight.sent => {
            if end.steps <= since.steps {
                return None;
            }
            let share = f64::from(end.time - departs) / f64::from((arrives - departs).max(1));
            Course::Lost { share: share.clamp(0.25, 0.9), says: figure::LOST.said() }
        }
        Some((_, Fate::Lost)) if at.time < half => Course::Moving { departs, arrives, lost_after: Some(0.5) },
        Some((end, fate)) => {
            let ended = if fate == Fate::Lost { half } else { end.time };
            if end.steps <= since.steps && ended <= since.time {
                return None;
            }
            match fate {
                Fate::Arrived => Course::Arrived,
                Fate::Lost => Course::Lost { share: 0.5, says: figure::LOST.said() },
                Fate::Missed => Course::Lost { share: 0.86, says: figure::AWAY.said() },
            }
        }
    };
    let hue = match letter.said {
        Said::Opinion(value) | Said::Answer(Some(value)) => Some(hue(value)),
        Said::Question | Said::Answer(None) => None,
    };
    Some(Passage {
        id: letter.id,
        from: letter.from,
        to: letter.to,
        track: 0,
        text: (String::new(), words::label(letter.said, show.names())),
        brief: String::new(),
        is_quiet: false,
        hue,
        course,
        arrives: None,
        gone: None,
        is_held: false,
        is_new: false,
        label: words::letter(&letter, show.names()),
        receiver: show.names().node(letter.to).to_string(),
        state: match course {
            Course::Moving { lost_after: None, arrives, .. } => flying::under_way(Some(arrives)),
            _ => String::new(),
        },
    })
}

/// The width of the tally beside a wide ring, and its height below a tall one.
const TALLY: (f64, f64) = (190.0, 130.0);

/// How far a disc's middle is from the near edge of its place: beyond it stand the words.
const DISC: f64 = 26.0;

/// The size of a person's place, and the radii of the ring on which the discs stand.
fn sizes(shape: Shape) -> ((f64, f64), (f64, f64)) {
    match shape {
        Shape::Wide => ((124.0, 104.0), (196.0, 160.0)),
        Shape::Tall => ((96.0, 92.0), (126.0, 118.0)),
    }
}

/// The middle of the ring.
fn middle(shape: Shape) -> Point {
    let (card, radius) = sizes(shape);
    point(12.0 + card.0 / 2.0 + radius.0, 10.0 + card.1 - DISC + radius.1)
}

/// Places in a ring, the first at the top. In its upper half words stand above the discs and in its lower half below:
/// messages pass within the ring, and not across them.
pub fn ring(people: usize, shape: Shape) -> Layout {
    let ((card, radius), middle) = (sizes(shape), middle(shape));
    let place = |number: usize| {
        let (sine, cosine) = turn(number as f64 / people.max(1) as f64);
        let disc = point(middle.x + radius.0 * sine, middle.y - radius.1 * cosine);
        let above = if disc.y < middle.y - 1.0 { card.1 - DISC } else { DISC };
        Area { x: disc.x - card.0 / 2.0, y: disc.y - above, width: card.0, height: card.1 }
    };
    let (wide, high) = (2.0 * middle.x, 2.0 * middle.y);
    let (width, height) = match shape {
        Shape::Wide => (wide + TALLY.0 + 30.0, high),
        Shape::Tall => (wide, high + TALLY.1),
    };
    Layout::in_ring(shape, (width, height), (0..people).map(place).collect())
}

/// Whether a place is in the upper half of the ring.
fn is_upper(area: Area, shape: Shape) -> bool {
    area.middle().y < middle(shape).y
}

/// Sine and cosine of a share of a whole turn, by Bhaskara's approximation: it is off by less than a fifth of a percent,
/// which nobody sees, and the library's own are large.
pub(super) fn turn(share: f64) -> (f64, f64) {
    let sine = |share: f64| {
        let (sign, half) = if share < 0.5 { (1.0, share) } else { (-1.0, share - 0.5) };
        let angle = 2.0 * PI * half;
        let product = angle * (PI - angle);
        sign * 16.0 * product / (5.0 * PI * PI - 4.0 * product)
    };
    (sine(share), sine((share + 0.25) % 1.0))
}

/// A way within a ring: nearly straight, and a little to the right, so that the way back lies beside it.
pub fn way(from: Area, to: Area, shape: Shape) -> Curve {
    let (a, b) = (disc(from, shape), disc(to, shape));
    let length = (b.x - a.x).hypot(b.y - a.y).max(1.0);
    let along = point((b.x - a.x) / length, (b.y - a.y) / length);
    let aside = point(-along.y, along.x);
    let off = |from: Point, by: f64, side: f64| {
        point(from.x + along.x * by + aside.x * side, from.y + along.y * by + aside.y * side)
    };
    let (start, end) = (off(a, 30.0, 7.0), off(b, -33.0, 7.0));
    let bend = 0.05 * length;
    let pull = |share: f64| off(a, length * share, 7.0 + bend);
    Curve { start, pull_start: pull(0.3), pull_end: pull(0.7), end }
}

/// The middle of somebody's disc.
fn disc(area: Area, shape: Shape) -> Point {
    let below = if is_upper(area, shape) { area.height - DISC } else { DISC };
    point(area.x + area.width / 2.0, area.y + below)
}

/// The count: a row for each thing that is backed, a square for each who backs it, and a line at the majority.
pub fn tally_group(tally: &Tally, layout: &Layout) -> Group {
    let (x, y) = match layout.shape {
        Shape::Wide => (layout.width - TALLY.0 - 12.0, 60.0),
        Shape::Tall => (16.0, layout.height - 112.0),
    };
    let (row, square) = match layout.shape {
        Shape::Wide => (52.0, 26.0),
        Shape::Tall => (30.0, 16.0),
    };
    let title = Face::bold(if layout.shape == Shape::Wide { 14.5 } else { 12.5 }, Tone::Soft);
    let mut marks = vec![text(x, y - 14.0, figure::TALLY.said(), title)];
    let left = if layout.shape == Shape::Wide { x } else { x + 92.0 };
    for (place, (backed, count)) in tally.rows.iter().enumerate() {
        let top = y + place as f64 * row;
        let row = Row { backed, count: *count, of: tally.of, has_it: tally.need <= *count };
        marks.extend(tally_row(row, (x, left, top, square), layout.shape));
    }
    let line = left + tally.need as f64 * (square + 4.0) - 2.0;
    let bottom = y + tally.rows.len().max(1) as f64 * row;
    let data = format!("M{} {}V{}", short(line), short(y - 6.0), short(bottom));
    marks.push(Mark::Path { data, paint: Paint::line(Tone::Ink, 1.6).dashed("4 3") });
    let says = figure::majority(tally.need, tally.of);
    let face = Face::regular(12.5, Tone::Soft).anchored(if layout.shape == Shape::Wide {
        Anchor::Middle
    } else {
        Anchor::Start
    });
    let at = if layout.shape == Shape::Wide { line } else { line + 6.0 };
    marks.push(text(at, if layout.shape == Shape::Wide { bottom + 16.0 } else { y - 14.0 }, says, face));
    Group { label: Some(tally.label.clone()), ..Group::new("tally", marks) }
}

/// What one row of the tally shows.
struct Row<'a> {
    backed: &'a Backed,
    count: usize,
    of: usize,
    has_it: bool,
}

/// One row, `place` being where its name and its squares begin, its top, and the size of a square.
fn tally_row(row: Row, place: (f64, f64, f64, f64), shape: Shape) -> Vec<Mark> {
    let Row { backed, count, of, has_it } = row;
    let (x, left, top, square) = place;
    let tone = Tone::Ballot(backed.hue);
    let name_y = if shape == Shape::Wide { top + 12.0 } else { top + square - 3.0 };
    let word = fit(&backed.word, 14.5, if shape == Shape::Wide { TALLY.0 } else { 86.0 });
    let mut marks = vec![text(x, name_y, word, Face::bold(14.5, tone))];
    let y = if shape == Shape::Wide { top + 18.0 } else { top };
    let full = Paint { fill: tone, stroke: if has_it { Tone::Chosen } else { tone }, width: 2.0, dash: "" };
    let empty = Paint::line(Tone::Line, 1.0);
    marks.extend((0..of).map(|each| Mark::Box {
        x: left + each as f64 * (square + 4.0),
        y,
        width: square,
        height: square * 0.8,
        radius: 3.0,
        paint: if each < count { full } else { empty },
    }));
    marks
}

/// Somebody: a disc with its name, what it backs, and what it takes for the result.
pub fn card(actor: &Actor, backs: Option<&Backed>, knows: Option<&str>, layout: &Layout) -> Vec<Mark> {
    let (Actor { name, up, .. }, area) = (actor, layout.area(actor.node));
    let (width, up) = (area.width, *up);
    let disc = disc(area, layout.shape);
    let (middle, disc_y) = (disc.x - area.x, disc.y - area.y);
    // The baselines of what it backs and of what it knows.
    let (first, second) =
        if is_upper(area, layout.shape) { (disc_y - 34.0, disc_y - 54.0) } else { (disc_y + 42.0, disc_y + 63.0) };
    let stroke = if up { backs.map_or(Tone::Ink, |backed| Tone::Ballot(backed.hue)) } else { Tone::Soft };
    let paint = match up {
        true => Paint::line(stroke, 2.4).on(Tone::Panel),
        false => Paint::line(Tone::Soft, 1.6).on(Tone::Down).dashed("5 4"),
    };
    let ink = if up { Tone::Ink } else { Tone::Soft };
    let size = if text_width(name, 16.0) < 42.0 { 16.0 } else { 11.0 };
    let mut marks = vec![
        Mark::Circle { x: middle, y: disc_y, radius: 25.0, paint },
        text(middle, disc_y + 5.5, fit(name, size, 46.0), Face::bold(size, ink).anchored(Anchor::Middle)),
    ];
    let says = match (up, backs) {
        (false, _) => figure::AWAY.said(),
        (true, None) => "",
        (true, Some(backed)) => &backed.word,
    };
    let face = Face::bold(14.5, stroke).anchored(Anchor::Middle);
    marks.push(text(middle, first, fit(says, 14.5, width), face));
    if let Some(value) = knows {
        let value = fit(&format!("✓ {value}"), 13.0, width - 14.0);
        marks.extend(super::card::chip(middle, second, &value, Anchor::Middle, 13.0));
    }
    marks
}
