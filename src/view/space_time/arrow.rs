//! The ways of messages: from the sender's line to the receiver's, as far as they have come.

use super::super::eye::SIGHT;
use super::super::flight::{dash, tone};
use super::super::geometry::{Curve, Point, cross, point, short};
use super::super::mark::{Group, Mark, Paint};
use super::super::palette::Tone;
use super::Painter;
use crate::paxos::{Message, Outcome};
use crate::sim::{Fate, Flight, LossReason, MessageId, Time};
use std::rc::Rc;

/// How far beside its sender's line a message waits: it is in the network, and goes on from there.
const ASIDE: f64 = 7.0;
/// The size of a head, of a cross and of a bar.
const HEAD: f64 = 7.5;
const CROSS: f64 = 4.5;
const BAR: f64 = 5.5;
/// What one node sees of a message goes so far to the next line, as a share: farther on it would seem to be at that.
const OWN: f64 = 0.45;

/// When a message left its sender and was to arrive.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Way {
    departs: Time,
    arrives: Time,
}

/// How far a message has come.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Course {
    /// It waits in the network.
    Waiting,
    /// It is on its way.
    Moving(Way),
    /// It was lost while it waited.
    LostWaiting(Time),
    /// It was lost after this share of its way.
    Lost(Way, f64),
    /// It has arrived, and was heeded.
    Arrived(Way),
    /// It has arrived, and was refused.
    Refused(Way),
}

impl Painter<'_> {
    /// The ways of all messages that have been sent: those that have ended, and those that have not.
    pub(super) fn arrows(&self) -> (Vec<Rc<Group>>, Vec<Rc<Group>>) {
        let (mut ended, mut under_way) = (Vec::new(), Vec::new());
        let sent = |flight: &&Flight| flight.sent.steps <= self.now().steps;
        for flight in self.show.recording().flights().iter().filter(sent) {
            let course = self.course(flight);
            let hue = flight.envelope.message.ballot().map(|ballot| self.hue(ballot));
            let draw = || self.way(flight, course, hue);
            match course {
                Course::Waiting | Course::Moving(_) => under_way.extend(draw().map(Rc::new)),
                // Who sees a part of it may see that grow after it has ended.
                _ if self.show.eye.is_some() => ended.extend(draw().map(Rc::new)),
                _ => ended.extend(self.memo.ended(self.plan, flight, hue, draw)),
            }
        }
        (ended, under_way)
    }

    /// The way of a message, as far as it is seen.
    fn way(&self, flight: &Flight, course: Course, hue: Option<u8>) -> Option<Group> {
        let marks = self.marks(flight, course, hue)?;
        let MessageId(id) = flight.envelope.id;
        Some(Group { about: Some(MessageId(id)), ..Group::new(format!("time-message-{id}"), marks) })
    }

    fn course(&self, flight: &Flight) -> Course {
        let now = self.now();
        let Some(end) = flight.end.filter(|end| end.at.steps <= now.steps) else {
            let is_held = self.world.message(flight.envelope.id).is_some_and(|envelope| envelope.held);
            return match flight.departs().zip(flight.arrives) {
                Some((departs, arrives)) if departs <= now.time && !is_held => Course::Moving(Way { departs, arrives }),
                _ => Course::Waiting,
            };
        };
        let departs = flight.departs().unwrap_or(end.at.time);
        let way = Way { departs, arrives: flight.arrives.unwrap_or(departs + flight.travel) };
        match end.fate {
            Fate::Delivered(Outcome::Ignored) => Course::Refused(way),
            Fate::Delivered(_) => Course::Arrived(way),
            Fate::Lost(LossReason::ReceiverDown) => Course::Lost(Way { arrives: end.at.time, ..way }, 1.0),
            // It falls in the middle of its way; before that nobody can tell.
            Fate::Lost(_) if end.at == flight.sent => {
                let departs = flight.sent.time;
                let way = Way { departs, arrives: departs + flight.travel };
                match now.time < departs + flight.travel / 2 {
                    true => Course::Moving(way),
                    false => Course::Lost(way, self.share_of_fall(flight)),
                }
            }
            Fate::Lost(_) if end.at.time <= departs => Course::LostWaiting(end.at.time),
            Fate::Lost(_) => Course::Lost(way, share(way, end.at.time)),
        }
    }

    /// The share of its way after which a message falls that is lost when it is sent: a half, unless that is on the line
    /// of somebody else, who would seem to have had it.
    fn share_of_fall(&self, flight: &Flight) -> f64 {
        let ends = self.plan.y(flight.envelope.from).zip(self.plan.y(flight.envelope.to));
        let middle = ends.map_or(0.0, |(from, to)| from.midpoint(to));
        let is_on_line = self.plan.lines.iter().any(|&node| self.plan.y(node) == Some(middle));
        if is_on_line { 0.5 - 0.25 * self.plan.row / ends.map_or(1.0, |(from, to)| (to - from).abs()) } else { 0.5 }
    }

    fn marks(&self, flight: &Flight, course: Course, hue: Option<u8>) -> Option<Vec<Mark>> {
        let (from, to) = (self.plan.y(flight.envelope.from)?, self.plan.y(flight.envelope.to)?);
        let is_answer = is_answer(&flight.envelope.message);
        // A heartbeat that tells nothing new is to be seen, and not to be looked at.
        let width = match *flight.envelope.message {
            Message::Heartbeat { .. } => 0.7,
            _ if is_answer => 1.1,
            _ => 2.0,
        };
        let pen = Pen { paint: Paint::line(tone(hue), width).dashed(dash(hue)), tone: tone(hue), is_answer };
        let beside = from + if from < to { ASIDE } else { -ASIDE };
        let has_waited = |way: Way| flight.sent.time < way.departs && self.show.eye.is_none();
        let line = |way: Way| {
            let start = if has_waited(way) { beside } else { from };
            (point(self.plan.x(way.departs), start), point(self.plan.x(way.arrives), to))
        };
        if let Some(eye) = self.show.eye {
            let sight = SIGHT.min(OWN * self.plan.row / (to - from).abs());
            let (is_own, is_for_it) = (flight.envelope.from == eye, flight.envelope.to == eye);
            return match course {
                Course::Arrived(way) if is_for_it => Some(pen.last_part(line(way), sight, true)),
                Course::Refused(way) if is_for_it => Some(pen.last_part(line(way), sight, false)),
                // What becomes of it, its sender does not see.
                Course::Moving(way) | Course::Lost(way, _) | Course::Arrived(way) | Course::Refused(way) if is_own => {
                    let gone = share(way, self.now().time).min(sight);
                    let (start, end) = line(way);
                    Some(vec![pen.line(start, between(start, end, gone)), hit(start, between(start, end, sight))])
                }
                _ => None,
            };
        }
        let wait = |until: Time| pen.wait(self.plan.x(flight.sent.time), self.plan.x(until), from, beside);
        let mut marks = match course {
            Course::Moving(way) | Course::Lost(way, _) | Course::Arrived(way) | Course::Refused(way)
                if has_waited(way) =>
            {
                vec![wait(way.departs)]
            }
            _ => Vec::new(),
        };
        match course {
            Course::Waiting => {
                let now = point(self.plan.x(self.drawn_to()), beside);
                marks.extend([wait(self.drawn_to()), pen.held(now), super::reach(now, 7.0)]);
            }
            Course::LostWaiting(at) => {
                let at_cross = point(self.plan.x(at), beside);
                marks.extend([wait(at), lost(at_cross), super::reach(at_cross, 7.0)]);
            }
            Course::Moving(way) => marks.extend(pen.grown(line(way), share(way, self.drawn_to()))),
            Course::Lost(way, part) => {
                let (start, end) = line(way);
                let end = between(start, end, part);
                marks.extend([pen.line(start, end), lost(end), hit(start, end)]);
            }
            Course::Arrived(way) => {
                let (start, end) = line(way);
                marks.extend([pen.line(start, end), pen.head(start, end), hit(start, end)]);
            }
            Course::Refused(way) => {
                let (start, end) = line(way);
                let bar = Mark::Path { data: straight(start, end).bar(BAR), paint: Paint::line(Tone::Lost, 2.6) };
                marks.extend([pen.line(start, end), bar, hit(start, end)]);
            }
        }
        Some(marks)
    }
}

/// How a message is drawn.
struct Pen {
    paint: Paint,
    tone: Tone,
    is_answer: bool,
}

impl Pen {
    fn line(&self, start: Point, end: Point) -> Mark {
        Mark::Path { data: segment(start, end), paint: self.paint }
    }

    /// The head: full for a request, open for an answer.
    fn head(&self, start: Point, end: Point) -> Mark {
        let curve = straight(start, end);
        let data = curve.head(HEAD);
        match self.is_answer {
            false => Mark::Path { data, paint: Paint::fill(self.tone) },
            true => Mark::Path { data, paint: Paint::line(self.tone, 1.3).on(Tone::Panel) },
        }
    }

    /// The share of it that one sees who receives it, with its end.
    fn last_part(&self, (start, end): (Point, Point), sight: f64, is_heeded: bool) -> Vec<Mark> {
        let from = between(start, end, 1.0 - sight);
        let end_mark = match is_heeded {
            true => self.head(start, end),
            false => Mark::Path { data: straight(start, end).bar(BAR), paint: Paint::line(Tone::Lost, 2.6) },
        };
        vec![self.line(from, end), end_mark, hit(from, end)]
    }

    /// As far as it has come, and, faint, the rest of its way.
    fn grown(&self, (start, end): (Point, Point), share: f64) -> Vec<Mark> {
        let now = between(start, end, share);
        let rest = Paint::line(Tone::Soft, 1.0).dashed("1.5 4");
        vec![Mark::Path { data: segment(now, end), paint: rest }, self.line(start, now), hit(start, end)]
    }

    /// The wait beside its sender's line.
    fn wait(&self, since: f64, until: f64, from: f64, beside: f64) -> Mark {
        let bend = (since + 3.0).min(until);
        let data = format!("M{} {}L{} {}H{}", short(since), short(from), short(bend), short(beside), short(until));
        Mark::Path { data, paint: Paint::line(self.tone, 1.1).dashed("2 3") }
    }

    /// It is held there.
    fn held(&self, at: Point) -> Mark {
        let (x, y) = (at.x - 2.0, at.y - 4.5);
        Mark::Box { x, y, width: 9.0, height: 9.0, radius: 2.0, paint: Paint::line(self.tone, 1.6).on(Tone::Panel) }
    }
}

fn lost(at: Point) -> Mark {
    Mark::Path { data: cross(at, CROSS), paint: Paint::line(Tone::Lost, 2.2) }
}

/// Where a line can be pointed at.
fn hit(start: Point, end: Point) -> Mark {
    Mark::Path { data: segment(start, end), paint: Paint::line(Tone::None, 11.0) }
}

fn share(way: Way, now: Time) -> f64 {
    let (gone, whole) = (now.saturating_sub(way.departs), way.arrives.saturating_sub(way.departs).max(1));
    (f64::from(gone) / f64::from(whole)).clamp(0.0, 1.0)
}

fn between(start: Point, end: Point, share: f64) -> Point {
    point(start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share)
}

fn straight(start: Point, end: Point) -> Curve {
    Curve { start, pull_start: start, pull_end: start, end }
}

fn segment(start: Point, end: Point) -> String {
    format!("M{} {}L{} {}", short(start.x), short(start.y), short(end.x), short(end.y))
}

fn is_answer(message: &Message) -> bool {
    match message {
        Message::Promise { .. } | Message::Nack { .. } | Message::Accepted { .. } => true,
        Message::Reply { .. } | Message::Redirect { .. } | Message::CatchUp { .. } => true,
        Message::Request { .. } | Message::Prepare { .. } | Message::AcceptRequest { .. } => false,
        Message::Heartbeat { .. } | Message::Success { .. } => false,
    }
}
