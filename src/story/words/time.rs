//! The space-time diagram, in words.

use super::beside::{seconds, told};
use super::{Ids, Telling, flying, step as happened};
use crate::paxos::{Cluster, LogNote, NodeId, Note, Slot, Vote};
use crate::sim::{Fate, Flight, Milestone, MilestoneKind, Moment, Step, Time};

/// What a mark on the diagram means.
pub fn meaning(mark: Mark) -> &'static str {
    match mark {
        Mark::Request => "request",
        Mark::Answer => "answer",
        Mark::UnderWay => "on its way",
        Mark::Held => "waits",
        Mark::Lost => "lost",
        Mark::Refused => "refused",
        Mark::Stored => "stored",
        Mark::StoredVote => "vote stored",
        Mark::Unstored => "not stored: not Paxos",
        Mark::Gap => "crashed, back",
        Mark::Lead => "leads",
        Mark::Beat => "heartbeat",
        Mark::Flag => "promised by a quorum, ② chosen, ③ learned",
    }
}

/// The marks on the diagram.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // `meaning` says what each is.
pub enum Mark {
    Request,
    Answer,
    UnderWay,
    Held,
    Lost,
    Refused,
    Stored,
    StoredVote,
    Unstored,
    Gap,
    Flag,
    Lead,
    Beat,
}

/// What stands at a step's dot: the id promised, the vote cast, the id used, the value sent.
pub fn beside_dot(note: Note, telling: Telling) -> Option<String> {
    let id = |ballot| (telling.ids == Ids::Shown).then(|| telling.id(ballot));
    match note {
        Note::BallotStarted { ballot, .. } | Note::Promised { ballot, .. } => id(ballot),
        Note::Accepted { slot: Slot::ONLY, vote, .. } => Some(telling.vote(vote)),
        Note::Accepted { slot, vote, .. } => Some(format!("{}: {}", slot.0, telling.vote(vote))),
        Note::Log(LogNote::AsksForLog { ballot, .. } | LogNote::LeadsUnasked { ballot, .. }) => id(ballot),
        Note::SkipsPrepare { ballot, own, .. } => Some(telling.vote(Vote { ballot, value: own })),
        Note::PicksAnew { ballot, value, .. } => Some(telling.vote(Vote { ballot, value })),
        _ => note.sends_value().map(|(vote, _)| telling.vote(vote)),
    }
}

/// What stands on a flag, after its number.
pub fn on_flag(milestone: &Milestone, is_founded: bool, telling: Telling) -> String {
    // The number of a slot stands before its value, as in a log.
    let slot = |slot: Slot| if slot == Slot::ONLY { String::new() } else { format!("{}: ", slot.0) };
    match milestone.kind {
        MilestoneKind::Floor { .. } if telling.ids == Ids::Hidden => "quorum ready".to_string(),
        MilestoneKind::Floor { ballot, .. } => format!("{} promised", telling.id(ballot)),
        MilestoneKind::Chosen(chosen) => {
            format!("{}{} chosen", slot(chosen.slot), telling.value(chosen.vote.value))
        }
        MilestoneKind::Learned { value, slot: at, .. } if is_founded => {
            format!("{}{} learned", slot(at), telling.value(value))
        }
        MilestoneKind::Learned { value, slot: at, .. } => {
            format!("{}{} learned, not chosen", slot(at), telling.value(value))
        }
        MilestoneKind::Applied { slot: at, .. } => format!("{}applied", slot(at)),
    }
}

/// Where two values are chosen or learned.
pub const BROKEN: &str = "agreement broken";

/// What happened in a step, and when; only at its node where one node's eyes see it.
pub fn step(step: &Step, cluster: &Cluster, eye: Option<NodeId>, telling: Telling) -> String {
    let what = match eye {
        Some(_) => happened(step, cluster, telling),
        None => {
            let told = told(step, cluster, telling);
            told.why.into_iter().chain(told.sends).collect::<Vec<_>>().join(" ")
        }
    };
    format!("{}: {what}", seconds(step.time))
}

/// The same without what is sent: the arrows show that.
pub fn step_in_short(step: &Step, cluster: &Cluster, eye: Option<NodeId>, telling: Telling) -> String {
    let why = told(step, cluster, telling).why;
    match why.is_empty() || eye.is_some() {
        true => self::step(step, cluster, eye, telling),
        false => format!("{}: {}", seconds(step.time), why.join(" ")),
    }
}

/// A message, when it was sent, and what has become of it by `at`, as far as the eye on show knows; none of one that it
/// does not know.
pub fn message(flight: &Flight, is_held: bool, at: Moment, eye: Option<NodeId>, telling: Telling) -> Option<String> {
    let ended = flight.end.filter(|end| end.at.steps <= at.steps);
    let knows = |node: NodeId| eye.is_none_or(|eye| eye == node);
    let ended_at = |what: &str, time: Time| format!("{what} at {}", seconds(time));
    let became = match ended.map(|end| (end.fate, end.at.time)) {
        _ if !knows(flight.envelope.to) => None,
        None if eye.is_some() => None,
        None if is_held => Some("held".to_string()),
        None => Some("on its way".to_string()),
        Some((Fate::Lost(_), _)) if ended.is_some_and(|end| end.at == flight.sent) => {
            Some("lost on its way".to_string())
        }
        Some((Fate::Lost(_), time)) => Some(ended_at("lost", time)),
        Some((Fate::Delivered(crate::paxos::Outcome::Ignored), time)) => Some(ended_at("refused", time)),
        Some((Fate::Delivered(_), time)) => Some(ended_at("arrived", time)),
    };
    let sent = knows(flight.envelope.from).then(|| ended_at("sent", flight.sent.time));
    let parts: Vec<String> = sent.into_iter().chain(became).collect();
    (!parts.is_empty()).then(|| format!("{}: {}.", flying::title(&flight.envelope, telling), parts.join(", ")))
}

/// The nodes that are folded away: `3 idle: P4, P5, L1`.
pub fn idle(nodes: &[NodeId], telling: Telling) -> String {
    let names: Vec<&str> = nodes.iter().map(|&node| telling.node(node)).collect();
    format!("{} idle: {}", nodes.len(), names.join(", "))
}

/// A time on the axis.
pub fn tick(time: Time) -> String {
    match time % 1000 {
        0 => format!("{} s", time / 1000),
        _ => seconds(time),
    }
}

/// Where nothing is pointed at.
pub const HINT: &str = "Point at an arrow or a dot to read it; click or tap it to stand there and light what depends on it, or the ground to go to that time.";
/// What the keys do while the focus is on the diagram.
pub const KEYS: &str = "Up and Down to other lines, Shift and Left or Right along a line, Enter to stand there.";
/// What the key adds where the reader asks for it.
pub const MORE: &str =
    "The colour and the dashes of an arrow are those of the proposer of its id. A held message waits too.";
