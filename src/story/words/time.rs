//! The space-time diagram, in words.

use super::beside::{seconds, told};
use super::{Ids, Telling, flying, step as happened};
use crate::paxos::{Cluster, LogNote, NodeId, Note, Slot, Vote};
use crate::sim::{Fate, Flight, Milestone, MilestoneKind, Moment, Step, Time};
use crate::story::language::{Words, say, tr, words};

/// What a mark on the diagram means.
pub fn meaning(mark: Mark) -> &'static str {
    match mark {
        Mark::Request => tr!(in "the diagram": "request"),
        Mark::Answer => tr!(in "the diagram": "answer"),
        Mark::UnderWay => tr!("on its way"),
        Mark::Held => tr!(in "the diagram": "waits"),
        Mark::Lost => tr!(in "a message": "lost"),
        Mark::Refused => tr!(in "a message": "refused"),
        Mark::Stored => tr!(in "the diagram": "stored"),
        Mark::StoredVote => tr!("vote stored"),
        Mark::Unstored => tr!("not stored: not Paxos"),
        Mark::Gap => tr!(in "the diagram": "crashed, back"),
        Mark::Lead => tr!(in "the diagram": "leads"),
        Mark::Beat => tr!(in "the diagram": "heartbeat"),
        Mark::Flag => tr!("promised by a quorum, ② chosen, ③ learned"),
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

/// The same where there is little room, if there is less to say: of a vote in a log its slot and id.
pub fn beside_dot_in_short(note: Note, telling: Telling) -> Option<String> {
    match note {
        Note::Accepted { slot, vote, .. } if slot != Slot::ONLY && telling.ids == Ids::Shown => {
            Some(format!("{}: {}", slot.0, telling.id(vote.ballot)))
        }
        _ => None,
    }
}

/// What stands on a flag, after its number.
pub fn on_flag(milestone: &Milestone, is_founded: bool, telling: Telling) -> String {
    // The number of a slot stands before its value, as in a log.
    let slot = |slot: Slot| if slot == Slot::ONLY { String::new() } else { format!("{}: ", slot.0) };
    match milestone.kind {
        MilestoneKind::Floor { .. } if telling.ids == Ids::Hidden => tr!("quorum ready").to_string(),
        MilestoneKind::Floor { ballot, .. } => say!("{ballot} promised", ballot = telling.id(ballot)),
        MilestoneKind::Chosen(chosen) => {
            say!("{slot}{value} chosen", slot = slot(chosen.slot), value = telling.value(chosen.vote.value))
        }
        MilestoneKind::Learned { value, slot: at, .. } if is_founded => {
            say!("{slot}{value} learned", slot = slot(at), value = telling.value(value))
        }
        MilestoneKind::Learned { value, slot: at, .. } => {
            say!("{slot}{value} learned, not chosen", slot = slot(at), value = telling.value(value))
        }
        MilestoneKind::Applied { slot: at, .. } => say!("{slot}applied", slot = slot(at)),
    }
}

/// Where two values are chosen or learned.
pub const BROKEN: Words = words!("agreement broken");

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
    let ended_at = |what: &str, time: Time| say!("{what} at {time}", what, time = seconds(time));
    let became = match ended.map(|end| (end.fate, end.at.time)) {
        _ if !knows(flight.envelope.to) => None,
        None if eye.is_some() => None,
        None if is_held => Some(tr!(in "a message": "held").to_string()),
        None => Some(tr!("on its way").to_string()),
        Some((Fate::Lost(_), _)) if ended.is_some_and(|end| end.at == flight.sent) => {
            Some(tr!("lost on its way").to_string())
        }
        Some((Fate::Lost(_), time)) => Some(ended_at(tr!(in "a message": "lost"), time)),
        Some((Fate::Delivered(crate::paxos::Outcome::Ignored), time)) => {
            Some(ended_at(tr!(in "a message": "refused"), time))
        }
        Some((Fate::Delivered(_), time)) => Some(ended_at(tr!(in "a message": "arrived"), time)),
    };
    let sent = knows(flight.envelope.from).then(|| ended_at(tr!(in "a message": "sent"), flight.sent.time));
    let parts: Vec<String> = sent.into_iter().chain(became).collect();
    (!parts.is_empty()).then(|| format!("{}: {}.", flying::title(&flight.envelope, telling), parts.join(", ")))
}

/// The nodes that are folded away: `3 idle: P4, P5, L1`.
pub fn idle(nodes: &[NodeId], telling: Telling) -> String {
    let names: Vec<&str> = nodes.iter().map(|&node| telling.node(node)).collect();
    say!("{count} idle: {names}", count = nodes.len(), names = names.join(", "))
}

/// A time on the axis.
pub fn tick(time: Time) -> String {
    match time % 1000 {
        0 => format!("{} s", time / 1000),
        _ => seconds(time),
    }
}

/// Where nothing is pointed at.
pub const HINT: Words = words!(
    "Point at an arrow or a dot to read it; click or tap it to stand there and light what depends on it, or the ground to go to that time."
);
/// What the keys do while the focus is on the diagram.
pub const KEYS: Words =
    words!("Up and Down to other lines, Shift and Left or Right along a line, Enter to stand there.");
/// What the key adds where the reader asks for it.
pub const MORE: Words =
    words!("The colour and the dashes of an arrow are those of the proposer of its id. A held message waits too.");
