//! What one node knows: of the others it sees only what their messages have told it, and of its own
//! messages only that it has sent them.

use super::tableau::{Actor, Body, Course, Logs, Passage, Tableau, label};
use crate::paxos::NodeId;
use crate::player::Show;
use crate::sim::{Action, Fate, Time};
use crate::story::links::Division;
use crate::story::words;

/// The share of its way after which a message is out of its sender's sight.
pub(super) const SIGHT: f64 = 0.3;

/// The stage as one node knows it.
#[inline(never)]
pub fn seen_by(eye: NodeId, tableau: Tableau, show: &Show) -> Tableau {
    let time = tableau.time;
    // Whoever is in the place of a node is asked about the one message that is taken in next; another that arrives at
    // that instant has not come yet.
    let next = show.is_in_place().then(|| taken_in_next(show));
    let is_later = |passage: &Passage| {
        matches!(passage.course, Course::Moving { .. })
            && passage.to == eye
            && next.is_some_and(|next| next != Some(passage.id))
    };
    Tableau {
        time,
        actors: tableau.actors.into_iter().map(|actor| seen(eye, actor, show)).collect(),
        passages: tableau
            .passages
            .into_iter()
            .filter(|passage| !is_later(passage))
            .filter_map(|passage| in_sight(eye, passage, time))
            .collect(),
        chosen: Vec::new(),
        possible: None,
        tally: None,
        logs: tableau.logs.map(|logs| Logs {
            chosen: Vec::new(),
            own: logs.own.into_iter().filter(|&(node, _)| node == eye).collect(),
            ..logs
        }),
        division: Division::default(), // Nobody is told of a cut.
    }
}

/// The message that the next step of the run delivers, if that is what it does.
fn taken_in_next(show: &Show) -> Option<u32> {
    match show.recording().steps().get(show.at.steps)?.action {
        Action::Deliver { message } => Some(message.0),
        _ => None,
    }
}

fn seen(eye: NodeId, mut actor: Actor, show: &Show) -> Actor {
    if actor.node != eye {
        let by = show.names().node(eye).to_string();
        actor.body = Body::Unseen { by, heard: last_heard(eye, actor.node, show) };
        actor.up = true; // Nobody is told of a crash.
    } else if let Body::Proposer { crown, .. } = &mut actor.body {
        *crown = None;
    } else if let Body::Replica(body) = &mut actor.body {
        body.as_known();
    }
    actor.label = show.telling().say(&label(&actor.name, actor.up, &actor.body)).into_owned();
    actor
}

/// What the last message said that has reached `eye` from `node`.
fn last_heard(eye: NodeId, node: NodeId, show: &Show) -> Option<String> {
    let flights = show.recording().flights().iter();
    let reached = flights.filter(|flight| flight.envelope.from == node && flight.envelope.to == eye);
    let ends =
        reached.filter_map(|flight| Some((flight.end.filter(|end| matches!(end.fate, Fate::Delivered(_)))?, flight)));
    let (_, last) = ends.filter(|(end, _)| end.at.steps <= show.at.steps).max_by_key(|(end, _)| end.at.steps)?;
    Some(words::label(&last.envelope.message, show.telling()))
}

/// What `eye` sees of a message: one for it once it is there, one of its own while it leaves.
fn in_sight(eye: NodeId, passage: Passage, time: Time) -> Option<Passage> {
    // What arrives at this very instant is seen although it was not taken in yet.
    let is_there = match passage.course {
        Course::Arrived | Course::Refused { .. } => true,
        Course::Moving { arrives, .. } => arrives <= time,
        Course::Waiting | Course::Lost { .. } => false,
    };
    let is_leaving = match passage.course {
        Course::Moving { departs, arrives, .. } => {
            let (gone, way) = (time.saturating_sub(departs), arrives.saturating_sub(departs).max(1));
            f64::from(gone) / f64::from(way) < SIGHT
        }
        Course::Waiting | Course::Arrived | Course::Refused { .. } | Course::Lost { .. } => false,
    };
    let is_seen = if passage.to == eye { is_there } else { passage.from == eye && is_leaving };
    is_seen.then_some(passage)
}
