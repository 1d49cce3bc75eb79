//! The worlds that look the same to a proposer in whose place the reader has picked a value: they are looked for
//! elsewhere, and the run in which the pick breaks agreement is opened as a scene.

use super::asking::Asking;
use super::errand::{Number, Pick, Report, Task, Worlds};
use super::model::{Effect, Model};
use super::show::Show;
use super::source::{Opening, Source};
use crate::paxos::NodeId;
use crate::story::ask::Asked;
use crate::story::print;
use crate::story::words::pick::{self as words, Counts};
use std::rc::Rc;

/// The worlds of a question, as far as they are known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unfolding {
    source: Source,
    nth: usize,
    number: Number,
    /// How far it is.
    pub stands: Unfold,
    /// Whether all of them are shown.
    pub is_whole: bool,
}

/// How far the search for the worlds is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unfold {
    /// It goes on.
    Searching,
    /// They are there.
    There(Rc<Worlds>),
    /// They could not be had, for this reason.
    Failed(String),
}

impl Worlds {
    /// How many worlds there are, in how many a value is chosen, and in how many this pick breaks agreement.
    pub fn counts(&self, pick: usize) -> Counts {
        let breaks = self.picks.get(pick).map_or(0, |pick| pick.breaks);
        Counts { all: self.all as usize, chosen: self.chosen as usize, breaks: breaks as usize }
    }

    /// The place of a value among what can be picked.
    pub fn place(&self, value: &str) -> Option<usize> {
        self.picks.iter().position(|pick| pick.value == value)
    }
}

impl Asking {
    /// Whether the worlds are looked for by this errand.
    pub(super) fn unfolds_by(&self, number: Number) -> bool {
        self.unfolding.as_ref().is_some_and(|unfolding| unfolding.number == number)
    }

    /// Takes what is told of the search for them.
    pub(super) fn hear_of_worlds(&mut self, report: Report) {
        let Some(unfolding) = &mut self.unfolding else { return };
        match report {
            Report::Worlds(worlds) => unfolding.stands = Unfold::There(worlds.into()),
            Report::Problem(why) => unfolding.stands = Unfold::Failed(why),
            Report::Progress(_) | Report::Done(_) => {}
        }
    }

    /// The worlds of a question, where they were looked for.
    pub fn worlds_of(&self, source: &Source, nth: usize) -> Option<&Unfolding> {
        self.unfolding.as_ref().filter(|unfolding| unfolding.source == *source && unfolding.nth == nth)
    }

    /// Shows all of the worlds.
    pub(super) fn show_all_worlds(&mut self) {
        self.unfolding.iter_mut().for_each(|unfolding| unfolding.is_whole = true);
    }
}

impl Model {
    /// Looks for the worlds of a question, unless they are there.
    pub(super) fn unfold(&mut self, source: Source, nth: usize) -> Option<Effect> {
        let is_there = |unfolding: &Unfolding| !matches!(unfolding.stands, Unfold::Failed(_));
        if self.asking.worlds_of(&source, nth).is_some_and(is_there) {
            return None;
        }
        let scene = print::script(&self.show()?.scene.script);
        let (number, effect) = self.ask(Task::Worlds(scene.into(), nth));
        self.asking.unfolding = Some(Unfolding { source, nth, number, stands: Unfold::Searching, is_whole: false });
        Some(effect)
    }

    /// The pick that the reader has made, with the worlds, once they are there.
    pub fn picked(&self) -> Option<(Rc<Worlds>, usize)> {
        let open = self.question()?;
        let show = self.show()?;
        let answered = self.asking.answered(&show.source, open.nth).filter(|_| open.chosen.is_some())?;
        match &self.asking.worlds_of(&show.source, open.nth)?.stands {
            Unfold::There(worlds) => {
                let choice = open.choices.get(answered.choice?)?;
                let place = worlds.place(&crate::story::ask::pick_of(choice, &show.scene)?)?;
                Some((worlds.clone(), place))
            }
            Unfold::Searching | Unfold::Failed(_) => None,
        }
    }

    /// Opens the run in which the pick breaks agreement.
    #[inline(never)]
    pub(super) fn play_break(&mut self) -> Vec<Effect> {
        let Some((worlds, place)) = self.picked() else { return Vec::new() };
        let Some(Pick { run: Some(run), .. }) = worlds.picks.get(place) else { return Vec::new() };
        let from = Source::Text(run.as_str().into());
        self.lead_to(from.clone());
        self.open_source(from, Opening::Set)
    }
}

impl Show {
    /// Shows what one node sees, for as long as the reader is in its place; or again what was shown before.
    pub(super) fn put_in_place_of(&mut self, node: Option<NodeId>) {
        match (node, self.lent) {
            (Some(node), None) => (self.lent, self.eye) = (Some(self.eye), Some(node)),
            (Some(node), Some(_)) => self.eye = Some(node),
            (None, Some(before)) => (self.lent, self.eye) = (None, before),
            (None, None) => {}
        }
    }

    /// Whether the reader is in the place of a node, and sees nothing else.
    pub fn is_in_place(&self) -> bool {
        self.lent.is_some()
    }

    /// What the proposer has seen in whose place a question puts the reader, a sentence each.
    pub fn known_to_pick(&self, asked: &Asked) -> Vec<String> {
        match asked.seen(&self.scene) {
            Some(Ok(view)) => words::seen(&view, &self.scene, self.telling()),
            _ => Vec::new(),
        }
    }
}
