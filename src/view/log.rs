//! The log of a run: a row for every step that has been done.

use super::retold::Key;
use crate::check::Property;
use crate::paxos::{NodeId, Note};
use crate::player::log::{Listed, LogView, is_lost, is_refused};
use crate::player::{Light, Show};
use crate::sim::truth;
use crate::sim::{Moment, NewlyChosen, Step};
use crate::story::words::beside::seconds;
use crate::story::words::log::{self, Mark};
use std::cell::RefCell;
use std::rc::Rc;

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
    pub rows: Vec<Rc<Row>>,
    /// How many there are before them.
    pub earlier: usize,
    /// How many there are after them.
    pub later: usize,
}

/// The rows that were listed last, so that whoever goes on in the same run need not tell them again.
#[derive(Default)]
pub struct Told(RefCell<Option<Last>>);

/// Of which run they were and to whose eyes, and the rows by their places.
type Last = (Key, (Option<NodeId>, bool), Vec<Rc<Row>>);

impl Log {
    /// The log of the run on show, up to the moment that is shown: what is to come is not given away. `told` is what was
    /// told before, of any run.
    pub fn of(show: &Show, view: &LogView, light: &Light, told: &Told) -> Log {
        let Listed { places, earlier, later, current } = view.listed(show);
        let eyes = (show.eye, show.is_own());
        let last = told.0.take().filter(|(key, of, _)| *of == eyes && key.is_of(show));
        let (key, known) = last.map_or_else(|| (Key::of(show), Vec::new()), |(key, _, known)| (key, known));
        let row = |place: usize| {
            let (is_current, is_lit) = (current == Some(place), light.has_step(place));
            match known.binary_search_by_key(&place, |row| row.place).map(|nth| &known[nth]) {
                Ok(row) if (row.is_current, row.is_lit) == (is_current, is_lit) => row.clone(),
                Ok(row) => Rc::new(Row { is_current, is_lit, ..(**row).clone() }),
                Err(_) => Rc::new(self::row(show, place, is_current, is_lit)),
            }
        };
        let rows: Vec<Rc<Row>> = places.into_iter().map(row).collect();
        told.0.replace(Some((key, eyes, rows.clone())));
        Log { rows, earlier, later }
    }
}

fn row(show: &Show, place: usize, is_current: bool, is_lit: bool) -> Row {
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
        is_lit,
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
    let is_second = |new: NewlyChosen| new.before.is_some_and(|before| before.vote.value != new.chosen.vote.value);
    let verdicts = show.verdicts();
    let broken = verdicts.broken(Property::Agreement, Moment { time: step.time, steps: place + 1 });
    broken.is_some_and(|broken| broken.step == place) || step.effects.newly_chosen().any(is_second)
}

/// Whether what is learned in a step was chosen by then.
fn is_founded(show: &Show, place: usize, step: &Step) -> bool {
    if show.is_replicated() {
        return is_founded_in_log(show, place, step);
    }
    let is_chosen = |value| {
        let done = show.recording().steps()[..=place].iter();
        done.flat_map(|step| step.effects.all_chosen()).any(|chosen| chosen.vote.value == value)
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
