//! Messages: what stands on them, and how far they have come.

use super::{Course, Painter, Passage, replicated};
use crate::paxos::Message;
use crate::sim::{Fate, Flight, LossReason, Time};
use crate::story::words::{self, Ids, figure};

impl Painter<'_> {
    /// What is to be seen of a message, if anything is.
    pub(super) fn passage(&self, flight: &Flight) -> Option<Passage> {
        let course = self.course(flight)?;
        let envelope = &flight.envelope;
        let is_replicated = self.world.cluster.is_replicated();
        let label = words::label(&envelope.message, self.telling);
        let (kind, rest, brief) = match is_replicated && self.telling.ids == Ids::Shown {
            true => replicated::pill(&envelope.message, self.telling),
            false => {
                let (kind, rest) = words::label_lines(&envelope.message, self.telling);
                (kind, rest, String::new())
            }
        };
        let (from, to) = (self.telling.names.node(envelope.from), self.telling.names.node(envelope.to));
        Some(Passage {
            id: envelope.id.0,
            from: envelope.from,
            to: envelope.to,
            track: track(&envelope.message),
            text: (kind, rest),
            brief,
            is_quiet: matches!(*envelope.message, Message::Heartbeat { .. }),
            hue: envelope.message.ballot().map(|ballot| self.hue(ballot)),
            course,
            arrives: flight.arrives,
            gone: self.gone(flight, course),
            is_held: self.is_held(flight),
            is_new: self.since.steps < flight.sent.steps,
            label: figure::passage(&label, from, to),
            receiver: to.to_string(),
            state: self.state(flight, course),
        })
    }

    /// How far a message has come; none if it is not sent yet or its way ended before this slide.
    pub(super) fn course(&self, flight: &Flight) -> Option<Course> {
        let at = self.show.at;
        if at.steps < flight.sent.steps {
            return None;
        }
        if let Some(end) = flight.end.filter(|end| end.at.steps <= at.steps) {
            let was_before = end.at.steps <= self.since.steps && self.end_of_fall(flight) <= self.since.time;
            let is_picked = self.light.dims && self.light.has_message(flight.envelope.id);
            return (!was_before || is_picked).then(|| self.ended(flight, end.fate, end.at.time));
        }
        match (flight.departs(), flight.arrives) {
            (Some(departs), Some(arrives)) if at.time < departs => Some(match at.time == flight.sent.time {
                true => Course::Moving { departs, arrives, lost_after: None },
                false => Course::Waiting,
            }),
            (Some(departs), Some(arrives)) if !self.is_held(flight) => {
                Some(Course::Moving { departs, arrives, lost_after: None })
            }
            _ => Some(Course::Waiting),
        }
    }

    /// When a message that has come so far ceased to move, and when it had left and was to arrive.
    pub(super) fn gone(&self, flight: &Flight, course: Course) -> Option<(Time, (Time, Time))> {
        let end = flight.end.filter(|_| !matches!(course, Course::Waiting | Course::Moving { .. }))?;
        let departs = flight.departs().unwrap_or(flight.sent.time);
        let arrives = flight.arrives.unwrap_or(departs + flight.travel);
        Some((end.at.time.max(self.end_of_fall(flight)), (departs, arrives)))
    }

    /// How far it is, in words.
    pub(super) fn state(&self, flight: &Flight, course: Course) -> String {
        match course {
            Course::Moving { lost_after: None, arrives, .. } => words::flying::under_way(Some(arrives)),
            Course::Moving { lost_after: Some(_), .. } => words::flying::under_way(None),
            Course::Waiting => words::flying::state(self.is_held(flight), flight.arrives),
            Course::Arrived | Course::Refused { .. } | Course::Lost { .. } => String::new(),
        }
    }

    pub(super) fn is_held(&self, flight: &Flight) -> bool {
        self.world.message(flight.envelope.id).is_some_and(|envelope| envelope.held)
    }

    /// A message that is lost when it is sent is drawn up to the middle of its way, where its cross
    /// appears at this time; 0 for any other.
    fn end_of_fall(&self, flight: &Flight) -> Time {
        let is_lost_at_once = flight.end.is_some_and(|end| end.at == flight.sent);
        if is_lost_at_once { flight.sent.time + flight.travel / 2 } else { 0 }
    }

    fn ended(&self, flight: &Flight, fate: Fate, at: Time) -> Course {
        match fate {
            Fate::Lost(_) if self.show.at.time < self.end_of_fall(flight) => {
                let departs = flight.sent.time;
                Course::Moving { departs, arrives: departs + flight.travel, lost_after: Some(0.5) }
            }
            Fate::Lost(LossReason::ReceiverDown) => Course::Lost { share: 0.86, says: figure::DOWN.said() },
            Fate::Lost(_) if at == flight.sent.time => Course::Lost { share: 0.5, says: figure::LOST.said() },
            Fate::Lost(_) => {
                let gone = at.saturating_sub(flight.departs().unwrap_or(at).min(at));
                let share = f64::from(gone) / f64::from(flight.travel.max(1));
                Course::Lost { share: share.clamp(0.25, 0.9), says: figure::LOST.said() }
            }
            Fate::Delivered(crate::paxos::Outcome::Ignored) => Course::Refused { at },
            Fate::Delivered(_) => Course::Arrived,
        }
    }
}

/// Requests and answers of the two phases run side by side.
fn track(message: &Message) -> u8 {
    match message {
        Message::Prepare { .. } | Message::Request { .. } | Message::Heartbeat { .. } => 0,
        Message::Promise { .. } | Message::Nack { .. } | Message::Redirect { .. } => 1,
        Message::AcceptRequest { .. } | Message::Success { .. } => 2,
        Message::Accepted { .. } | Message::Reply { .. } | Message::CatchUp { .. } => 3,
    }
}
