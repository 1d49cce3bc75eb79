//! The log of a run: a row for every step that has been done.

use crate::check::Property;
use crate::paxos::Note;
use crate::player::log::{Listed, LogView, is_lost, is_refused};
use crate::player::{Light, Show};
use crate::sim::truth::{self, Chosen};
use crate::sim::{Moment, Step};
use crate::story::words::beside::seconds;
use crate::story::words::log::{self, Mark};

/// A row: one step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// Its place in the run, from 0.
    pub place: usize,
    /// The moment right after it.
    pub at: Moment,
    /// When it happened, in seconds.
    pub time: String,
    /// At whom; empty where it happens at no node.
    pub node: String,
    /// What happened, in the words of the scene language.
    pub what: String,
    /// What it means, and why: sentences.
    pub why: String,
    /// What is sent by it: sentences.
    pub sends: String,
    /// What is remarkable about it.
    pub marks: Vec<Mark>,
    /// What of that which was sent is lost, in place of the word of that mark.
    pub lost: Option<String>,
    /// Whether it is the last step before the playhead.
    pub is_current: bool,
    /// Whether it is lit.
    pub is_lit: bool,
}

/// The rows that are listed, and how many are not.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Log {
    /// The rows, the newest last.
    pub rows: Vec<Row>,
    /// How many there are before them.
    pub earlier: usize,
    /// How many there are after them.
    pub later: usize,
}

impl Log {
    /// The log of the run on show, up to the moment that is shown: what is to come is not given away.
    pub fn of(show: &Show, view: &LogView, light: &Light) -> Log {
        let Listed { places, earlier, later, current } = view.listed(show);
        let rows = places.into_iter().map(|place| row(show, place, current == Some(place), light)).collect();
        Log { rows, earlier, later }
    }
}

fn row(show: &Show, place: usize, is_current: bool, light: &Light) -> Row {
    let step = &show.recording().steps()[place];
    let (cluster, telling) = (&show.recording().world().cluster, show.telling());
    let told = match show.eye {
        None => log::told(step, cluster, telling),
        Some(_) => log::told_to_its_node(step, cluster, telling),
    };
    Row {
        place,
        at: Moment { time: step.time, steps: place + 1 },
        time: seconds(step.time),
        node: step.node().map_or(String::new(), |node| show.names().node(node).to_string()),
        what: told.what,
        why: told.why.join(" "),
        sends: told.sends.join(" "),
        marks: marks(show, place, step),
        lost: log::lost_of(step, telling).filter(|_| show.eye.is_none()),
        is_current,
        is_lit: light.has_step(place),
    }
}

impl Row {
    /// What stands beside the sign of a mark.
    pub fn word(&self, mark: Mark) -> &str {
        let lost = self.lost.as_deref().filter(|_| mark == Mark::Lost);
        lost.unwrap_or(mark.word())
    }
}

/// What is remarkable about a step. One node knows only of its own what it has learned and refused.
fn marks(show: &Show, place: usize, step: &Step) -> Vec<Mark> {
    let sees_all = show.eye.is_none();
    let is_chosen = sees_all && step.effects.chosen.is_some();
    let has_learned = step.effects.notes.iter().any(|note| note.learns());
    let is_founded = is_founded(show, place, step);
    let all = [
        (is_chosen, Mark::Chosen),
        (has_learned && (is_founded || !sees_all), Mark::Learned),
        (has_learned && sees_all && !is_founded, Mark::Unfounded),
        (sees_all && breaks(show, place), Mark::Broken),
        (sees_all && is_lost(step), Mark::Lost),
        (is_refused(step), Mark::Refused),
        (show.is_act(place), Mark::Act),
    ];
    all.into_iter().filter_map(|(holds, mark)| holds.then_some(mark)).collect()
}

/// Whether agreement is broken by this step, or a second value is chosen by it.
fn breaks(show: &Show, place: usize) -> bool {
    let step = &show.recording().steps()[place];
    let before = step.effects.chosen_before.map(|first| first.vote.value);
    let is_second = |chosen: Chosen| before.is_some_and(|before| before != chosen.vote.value);
    let verdicts = show.verdicts();
    let broken = verdicts.broken(Property::Agreement, Moment { time: step.time, steps: place + 1 });
    broken.is_some_and(|broken| broken.step == place) || step.effects.chosen.is_some_and(is_second)
}

/// Whether what is learned in a step was chosen by then.
fn is_founded(show: &Show, place: usize, step: &Step) -> bool {
    if show.is_replicated() {
        return is_founded_in_log(show, place, step);
    }
    let is_chosen = |value| {
        let done = show.recording().steps()[..=place].iter();
        done.filter_map(|step| step.effects.chosen).any(|chosen| chosen.vote.value == value)
    };
    step.effects.notes.iter().filter_map(|note| note.learned_value()).all(is_chosen)
}

/// The same in a log, of which part may be chosen from the beginning.
fn is_founded_in_log(show: &Show, place: usize, step: &Step) -> bool {
    let known = |note: &Note| Some((note.slot(), note.learned_value()?));
    let mut learned = step.effects.notes.iter().filter_map(known).peekable();
    if learned.peek().is_none() {
        return true;
    }
    let world = show.recording().at(Moment { time: step.time, steps: place + 1 });
    learned.all(|(slot, value)| truth::is_chosen(&world, slot, value))
}
