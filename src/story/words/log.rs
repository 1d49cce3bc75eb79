//! The log of a run: what stands in a row of it.

use super::beside::{self, Told};
use super::{Ids, Telling, Vocabulary, label};
use crate::paxos::{Cluster, Kind};
use crate::sim::{Action, Step};

/// A sign and a word for what is remarkable about a step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    /// A value is chosen by it.
    Chosen,
    /// A node has learned a value by it.
    Learned,
    /// A node has learned a value by it that was not chosen.
    Unfounded,
    /// From it on two values are chosen or learned.
    Broken,
    /// A message is lost in it.
    Lost,
    /// A message is refused in it.
    Refused,
    /// The viewer has done it.
    Act,
}

impl Mark {
    /// The sign: shape tells what colour may not.
    pub fn sign(self) -> &'static str {
        match self {
            Mark::Chosen => "★",
            Mark::Learned => "✓",
            Mark::Unfounded | Mark::Broken => "⚠",
            Mark::Lost => "×",
            Mark::Refused => "⊣",
            Mark::Act => "☞",
        }
    }

    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Mark::Chosen => "chosen",
            Mark::Learned => "learned",
            Mark::Unfounded => "learned, not chosen",
            Mark::Broken => "agreement broken",
            Mark::Lost => "lost",
            Mark::Refused => "refused",
            Mark::Act => "by you",
        }
    }

    /// Its name in the style sheet.
    pub fn class(self) -> &'static str {
        match self {
            Mark::Chosen | Mark::Learned => "log-good",
            Mark::Unfounded | Mark::Broken | Mark::Lost | Mark::Refused => "log-bad",
            Mark::Act => "log-act",
        }
    }
}

/// A step as whoever sees all is told of it.
pub fn told(step: &Step, cluster: &Cluster, telling: Telling) -> Told {
    let told = beside::told(step, cluster, telling);
    Told { what: what(step, &told.what, telling), ..told }
}

/// A step as its own node knows it: it does not know what becomes of what it sends, nor what a quorum has done by it.
pub fn told_to_its_node(step: &Step, cluster: &Cluster, telling: Telling) -> Told {
    let mut known = step.clone();
    known.effects.chosen = None;
    known.effects.sent.retain(|sent| sent.copy_of.is_none());
    for sent in &mut known.effects.sent {
        sent.lost = None;
        sent.envelope.held = false;
    }
    told(&known, cluster, telling)
}

/// While ids are hidden, an arrival is told in plain words; the scene language knows no other than with ids.
fn what(step: &Step, exact: &str, telling: Telling) -> String {
    let Some(envelope) = &step.effects.envelope else { return telling.say(exact).into_owned() };
    let way = format!("{}->{}", telling.node(envelope.from), telling.node(envelope.to));
    let says = label(&envelope.message, telling);
    if telling.ids == Ids::Hidden && matches!(step.action, Action::Deliver { .. }) {
        return format!("“{says}” {way}");
    }
    // The scene language knows its own words only.
    let kind = exact.find(envelope.message.kind().name()).filter(|_| telling.vocabulary != Vocabulary::Talk);
    match kind.zip(exact.find(&way)) {
        Some((kind, way)) => format!("{}{says} {}", &exact[..kind], &exact[way..]),
        None => exact.to_string(),
    }
}

/// What the network has lost of that which was sent in a step: `1 cat to A2, A3 lost`; nothing where it is the message of
/// the step that is lost.
pub fn lost_of(step: &Step, telling: Telling) -> Option<String> {
    let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
    for sent in step.effects.sent.iter().filter(|sent| sent.lost.is_some()) {
        let (says, to) = (label(&sent.envelope.message, telling), telling.node(sent.envelope.to));
        match groups.iter_mut().find(|(said, _)| *said == says) {
            Some((_, all)) => all.push(to),
            None => groups.push((says, vec![to])),
        }
    }
    let said: Vec<String> = groups.iter().map(|(says, to)| format!("{says} to {}", to.join(", "))).collect();
    (step.effects.lost.is_none() && !said.is_empty()).then(|| format!("{} lost", said.join("; ")))
}

/// Beside the choice of a node.
pub const AT: &str = "At";
/// The choice of no node.
pub const ANYWHERE: &str = "all nodes";
/// Beside the choice of what is listed.
pub const LIST: &str = "List";
/// What is listed, in the order of the choices that are no kind of message.
pub const ALL: &str = "every step";
/// Only these.
pub const RESULTS: &str = "chosen and learned";
/// Only these.
pub const TROUBLE: &str = "lost and refused";
/// Only these.
pub const STOPS: &str = "crashes and restarts";
/// Only these.
pub const ACTS: &str = "what you did";
/// All but these, of a log.
pub const NO_BEATS: &str = "all but heartbeats";
/// Only these, of a log.
pub const LEADS: &str = "who leads";
/// Only these, of a log.
pub const APPLIED: &str = "what is applied";

/// Only messages of this kind.
pub fn kind(kind: Kind, vocabulary: Vocabulary) -> String {
    format!("{} messages", vocabulary.kind(kind))
}

/// On the button that shows more, before or after.
pub fn more(count: usize, is_before: bool) -> String {
    let which = if is_before { "earlier" } else { "later" };
    match count {
        1 => format!("1 {which} step"),
        _ => format!("{count} {which} steps"),
    }
}

/// Where no row is listed.
pub fn none(is_at_start: bool, eye: Option<&str>) -> String {
    match (is_at_start, eye) {
        (true, None) => "Nothing has happened yet. Press Play, or Step.".to_string(),
        (_, Some(name)) => format!("{name} has seen no such step yet."),
        (false, None) => "No such step has happened yet.".to_string(),
    }
}

/// On the button that picks out the causes and the consequences of a step, for the eye.
pub const CAUSES: &str = "Why?";

/// The same for the ear.
pub fn causes(what: &str) -> String {
    format!("What led to {what}, and what came of it")
}

/// What one has to know to use it.
pub const HINT: &str = "Press a step to go there; Up and Down move between steps.";
