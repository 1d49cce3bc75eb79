//! The log of a run: what stands in a row of it.

use super::beside::{self, Told};
use super::{Ids, Telling, Vocabulary, label};
use crate::paxos::{Cluster, Kind};
use crate::sim::{Action, Step};
use crate::story::language::{Words, say, tr, words};

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
            Mark::Chosen => tr!("chosen"),
            Mark::Learned => tr!("learned"),
            Mark::Unfounded => tr!("learned, not chosen"),
            Mark::Broken => tr!("agreement broken"),
            Mark::Lost => tr!("lost"),
            Mark::Refused => tr!("refused"),
            Mark::Act => tr!("by you"),
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
    known.effects.also_chosen.clear();
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
        return say!("“{says}” {way}", says, way);
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
    let said: Vec<String> = groups.iter().map(|(says, to)| say!("{says} to {to}", says, to = to.join(", "))).collect();
    (step.effects.lost.is_none() && !said.is_empty()).then(|| say!("{messages} lost", messages = said.join("; ")))
}

/// Beside the choice of a node.
pub const AT: Words = words!("At");
/// The choice of no node.
pub const ANYWHERE: Words = words!("all nodes");
/// Beside the choice of what is listed.
pub const LIST: Words = words!("List");
/// What is listed, in the order of the choices that are no kind of message.
pub const ALL: Words = words!("every step");
/// Only these.
pub const RESULTS: Words = words!("chosen and learned");
/// Only these.
pub const TROUBLE: Words = words!("lost and refused");
/// Only these.
pub const STOPS: Words = words!("crashes and restarts");
/// Only these.
pub const ACTS: Words = words!("what you did");
/// All but these, of a log.
pub const NO_BEATS: Words = words!("all but heartbeats");
/// Only these, of a log.
pub const LEADS: Words = words!("who leads");
/// Only these, of a log.
pub const APPLIED: Words = words!("what is applied");

/// Only messages of this kind.
pub fn kind(kind: Kind, vocabulary: Vocabulary) -> String {
    say!("{kind} messages", kind = vocabulary.kind(kind))
}

/// On the button that shows more, before or after.
pub fn more(count: usize, is_before: bool) -> String {
    match (count, is_before) {
        (1, true) => tr!("1 earlier step").to_string(),
        (1, false) => tr!("1 later step").to_string(),
        (_, true) => say!("{count} earlier steps", count),
        (_, false) => say!("{count} later steps", count),
    }
}

/// Where no row is listed.
pub fn none(is_at_start: bool, eye: Option<&str>) -> String {
    match (is_at_start, eye) {
        (true, None) => tr!("Nothing has happened yet. Press Play, or Step.").to_string(),
        (_, Some(name)) => say!("{name} has seen no such step yet.", name),
        (false, None) => tr!("No such step has happened yet.").to_string(),
    }
}

/// On the button that picks out the causes and the consequences of a step, for the eye.
pub const CAUSES: Words = words!("Why?");

/// The same for the ear.
pub fn causes(what: &str) -> String {
    say!("What led to {what}, and what came of it", what)
}

/// What one has to know to use it.
pub const HINT: Words = words!("Press a step to go there; Up and Down move between steps.");
