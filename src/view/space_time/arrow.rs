//! The ways of messages: from the sender's line to the receiver's, as far as they have come.

use super::super::eye::SIGHT;
use super::super::flight::{dash, tone};
use super::super::geometry::{Curve, Point, cross, point, short};
use super::super::mark::{Group, Mark, Paint};
use super::super::palette::Tone;
use super::Painter;
use crate::paxos::{Message, NodeId, Outcome};
use crate::sim::{Fate, Flight, LossReason, Time};
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

/// The ways of all messages that have been sent.
#[derive(Default)]
pub(super) struct Ways {
    /// Those that have ended.
    pub ended: Vec<Rc<Group>>,
    /// Those on which a message is.
    pub under_way: Vec<UnderWay>,
    /// What grows with time in another manner: waits, and what one node sees.
    pub growing: Vec<Rc<Group>>,
}

/// The way of a message that is on it: all of it, and the same at each moment. What is seen of it hangs on where the moment
/// is, which is the same for all of them.
#[derive(Clone, PartialEq, Debug)]
pub struct UnderWay {
    /// Where it can be pointed at, and the wait before it.
    pub place: Rc<Group>,
    /// It is seen up to the moment.
    pub gone: Rc<Group>,
    /// It is seen from the moment on.
    pub to_come: Rc<Group>,
    ends: (Point, Point),
}

impl UnderWay {
    /// How it stands where the moment is that far to the right, as one group.
    pub(super) fn at(&self, now: f64) -> Group {
        let (start, end) = self.ends;
        let now = between(start, end, ((now - start.x) / (end.x - start.x)).clamp(0.0, 1.0));
        let part = |group: &Group, from: Point, to: Point| {
            let cut = move |mark: &Mark| match mark {
                Mark::Path { paint, .. } => Mark::Path { data: segment(from, to), paint: *paint },
                mark => mark.clone(),
            };
            group.marks.iter().map(cut).collect::<Vec<_>>()
        };
        let parts = [part(&self.to_come, now, end), part(&self.gone, start, now), self.place.marks.to_vec()];
        Group { marks: Rc::new(parts.concat()), ..(*self.place).clone() }
    }
}

impl Painter<'_> {
    /// The ways of all messages that have been sent.
    pub(super) fn ways(&self) -> Ways {
        let mut ways = Ways::default();
        let sent = |flight: &&Flight| flight.sent.steps <= self.now().steps;
        for flight in self.show.recording().flights().iter().filter(sent) {
            let course = self.course(flight);
            let hue = flight.envelope.message.ballot().map(|ballot| self.hue(ballot));
            let (of, draw) = ((flight, hue), || self.way(flight, course, hue));
            match course {
                Course::Moving(way) if self.show.eye.is_none() => {
                    let draw = || self.under_way(flight, way, hue);
                    ways.under_way.extend(self.memo.under_way(self.plan, of, draw));
                }
                Course::Waiting | Course::Moving(_) => ways.growing.extend(draw().map(Rc::new)),
                // Who sees a part of it may see that grow after it has ended.
                _ if self.show.eye.is_some() => ways.ended.extend(draw().map(Rc::new)),
                _ => ways.ended.extend(self.memo.ended(self.plan, of, draw)),
            }
        }
        ways
    }

    /// The way of a message, as far as it is seen.
    fn way(&self, flight: &Flight, course: Course, hue: Option<u8>) -> Option<Group> {
        let marks = match self.show.eye {
            Some(eye) => self.marks_seen_by(eye, flight, course, hue)?,
            None => self.marks(flight, course, hue)?,
        };
        Some(part("message", flight, marks))
    }

    /// All of the way of a message that is on it.
    fn under_way(&self, flight: &Flight, way: Way, hue: Option<u8>) -> Option<UnderWay> {
        let (pen, (start, end)) = (Pen::of(flight, hue), self.line(flight, way)?);
        let rest = Mark::Path { data: segment(start, end), paint: Paint::line(Tone::Soft, 1.0).dashed("1.5 4") };
        let wait = self.wait_before(flight, way, &pen);
        Some(UnderWay {
            place: Rc::new(part("message", flight, wait.into_iter().chain([hit(start, end)]).collect())),
            gone: Rc::new(part("gone", flight, vec![pen.line(start, end)])),
            to_come: Rc::new(part("to-come", flight, vec![rest])),
            ends: (start, end),
        })
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

    /// Where a message leaves its sender's line, or the place beside it where it has waited, and where it comes to.
    fn line(&self, flight: &Flight, way: Way) -> Option<(Point, Point)> {
        let (from, to) = (self.plan.y(flight.envelope.from)?, self.plan.y(flight.envelope.to)?);
        let start = if self.has_waited(flight, way) { aside(from, to) } else { from };
        Some((point(self.plan.x(way.departs), start), point(self.plan.x(way.arrives), to)))
    }

    fn has_waited(&self, flight: &Flight, way: Way) -> bool {
        flight.sent.time < way.departs && self.show.eye.is_none()
    }

    /// The wait of a message beside its sender's line.
    fn wait(&self, flight: &Flight, until: Time, pen: &Pen) -> Option<(Mark, Point)> {
        let (from, to) = (self.plan.y(flight.envelope.from)?, self.plan.y(flight.envelope.to)?);
        let (since, until, beside) = (self.plan.x(flight.sent.time), self.plan.x(until), aside(from, to));
        Some((pen.wait(since, until, from, beside), point(until, beside)))
    }

    fn wait_before(&self, flight: &Flight, way: Way, pen: &Pen) -> Option<Mark> {
        self.has_waited(flight, way).then(|| self.wait(flight, way.departs, pen)).flatten().map(|(wait, _)| wait)
    }

    /// What one node sees of a message.
    fn marks_seen_by(&self, eye: NodeId, flight: &Flight, course: Course, hue: Option<u8>) -> Option<Vec<Mark>> {
        let (is_own, is_for_it) = (flight.envelope.from == eye, flight.envelope.to == eye);
        let pen = Pen::of(flight, hue);
        let seen = |way: Way| {
            let line = self.line(flight, way)?;
            Some((line, SIGHT.min(OWN * self.plan.row / (line.1.y - line.0.y).abs())))
        };
        match course {
            Course::Arrived(way) if is_for_it => seen(way).map(|(line, sight)| pen.last_part(line, sight, true)),
            Course::Refused(way) if is_for_it => seen(way).map(|(line, sight)| pen.last_part(line, sight, false)),
            // What becomes of it, its sender does not see.
            Course::Moving(way) | Course::Lost(way, _) | Course::Arrived(way) | Course::Refused(way) if is_own => {
                let ((start, end), sight) = seen(way)?;
                let gone = share(way, self.now().time).min(sight);
                Some(vec![pen.line(start, between(start, end, gone)), hit(start, between(start, end, sight))])
            }
            _ => None,
        }
    }

    /// What has become of a message, for one who sees all.
    fn marks(&self, flight: &Flight, course: Course, hue: Option<u8>) -> Option<Vec<Mark>> {
        let pen = Pen::of(flight, hue);
        let (way, mut marks) = match course {
            Course::Waiting => {
                let (wait, now) = self.wait(flight, self.drawn_to(), &pen)?;
                return Some(vec![wait, pen.held(now), super::reach(now, 7.0)]);
            }
            Course::LostWaiting(at) => {
                let (wait, at) = self.wait(flight, at, &pen)?;
                return Some(vec![wait, lost(at), super::reach(at, 7.0)]);
            }
            Course::Moving(way) | Course::Lost(way, _) | Course::Arrived(way) | Course::Refused(way) => {
                (way, Vec::from_iter(self.wait_before(flight, way, &pen)))
            }
        };
        let (start, mut end) = self.line(flight, way)?;
        let mark = match course {
            Course::Lost(_, part) => {
                end = between(start, end, part);
                lost(end)
            }
            Course::Refused(_) => bar(start, end),
            _ => pen.head(start, end),
        };
        marks.extend([pen.line(start, end), mark, hit(start, end)]);
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
    fn of(flight: &Flight, hue: Option<u8>) -> Pen {
        let is_answer = is_answer(&flight.envelope.message);
        // A heartbeat that tells nothing new is to be seen, and not to be looked at.
        let width = match *flight.envelope.message {
            Message::Heartbeat { .. } => 0.7,
            _ if is_answer => 1.1,
            _ => 2.0,
        };
        Pen { paint: Paint::line(tone(hue), width).dashed(dash(hue)), tone: tone(hue), is_answer }
    }

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
            false => bar(start, end),
        };
        vec![self.line(from, end), end_mark, hit(from, end)]
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

/// A part of the way of a message, which is lit with it.
fn part(kind: &str, flight: &Flight, marks: Vec<Mark>) -> Group {
    let id = flight.envelope.id;
    Group { about: Some(id), ..Group::new(format!("time-{kind}-{id}", id = id.0), marks) }
}

/// How far down a message waits that goes from one line to another: in the network, beside its sender's.
fn aside(from: f64, to: f64) -> f64 {
    from + if from < to { ASIDE } else { -ASIDE }
}

/// It is refused.
fn bar(start: Point, end: Point) -> Mark {
    Mark::Path { data: straight(start, end).bar(BAR), paint: Paint::line(Tone::Lost, 2.6) }
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
