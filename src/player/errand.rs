//! Errands: work that takes longer than a page may stand still. What is wanted, and what is told of it; who carries it
//! out, and where, is no affair of the player's.

use super::model::{Effect, Model};
use crate::check::{Finding, Limits, Status};
use std::rc::Rc;

/// The number of an errand. None is given twice.
pub type Number = u32;

/// What is wanted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Task {
    /// A search of all that can follow.
    Search(Wanted),
    /// A search of all that looks the same to the proposer in whose place the reader picks a value: the text of the scene,
    /// and which of its questions that is, from 0.
    Worlds(Rc<str>, usize),
}

/// A search that is wanted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wanted {
    /// The text of a scene, from the end of whose run it goes on, under the rules that hold there.
    pub scene: Rc<str>,
    /// The values that proposers may ask for, in turn; those of the scene where none are named.
    pub values: Vec<String>,
    /// How far it may go; as far as is right for the rules where nothing is said.
    pub limits: Option<Limits>,
    /// What is looked for.
    pub sought: Sought,
}

/// What is looked for, and ends a search.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Sought {
    /// What the rules are known to break at worst.
    Worst,
    /// Any of what Paxos promises to whoever uses it.
    Promised,
    /// This.
    Finding(Finding),
    /// That this value is chosen.
    Chosen(String),
    /// That this condition holds, in the words of the scene language.
    Condition(String),
    /// Nothing: all is seen.
    Nothing,
}

/// What is told of an errand.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Report {
    /// It goes on.
    Progress(Count),
    /// It is done.
    Done(Box<Outcome>),
    /// It is done: all that looks the same.
    Worlds(Box<Worlds>),
    /// It came to nothing, for this reason.
    Problem(String),
}

/// All worlds that look the same to a proposer that has to pick a value, told in the names of the scene.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Worlds {
    /// How many states were gone through, before the pick and after it.
    pub searched: u32,
    /// How many worlds there are.
    pub all: u32,
    /// For how many states of the whole system they stand.
    pub states: u32,
    /// In how many worlds a value is chosen.
    pub chosen: u32,
    /// What can be picked, in the order of the answers.
    pub picks: Vec<Pick>,
    /// The worlds, each once, those first in which a pick breaks agreement. Of very many not all are told.
    pub worlds: Vec<Alike>,
}

/// A value that can be picked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pick {
    /// The value.
    pub value: String,
    /// The shortest run in which it breaks agreement, as a scene; none where there is none.
    pub run: Option<String>,
    /// How many actions that takes.
    pub length: u32,
    /// In how many worlds it breaks agreement.
    pub breaks: u32,
}

/// A world, which is one of several that look the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Alike {
    /// How many states of the whole system it stands for.
    pub states: u32,
    /// The cards of the acceptors.
    pub cards: Vec<Card>,
    /// The values that are chosen.
    pub chosen: Vec<String>,
    /// The values that can still be, whatever is picked.
    pub open: Vec<String>,
    /// Of each pick whether it breaks agreement.
    pub breaks: Vec<bool>,
    /// Whether acceptors hold and have accepted this in the run of the scene.
    pub is_here: bool,
}

/// What an acceptor holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Card {
    /// Who.
    pub node: String,
    /// The id that it has promised.
    pub promised: Option<String>,
    /// The vote that it has accepted last.
    pub accepted: Option<String>,
}

/// How much a search has seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Count {
    /// Different states.
    pub states: u32,
    /// How many actions away from the start.
    pub depth: u32,
    /// How much memory they take.
    pub bytes: u64,
    /// How long that took, in milliseconds, without what else was done in the meantime.
    pub spent_ms: u32,
}

impl Count {
    /// States a second, once there is anything to be said of it.
    pub fn rate(&self) -> Option<u32> {
        let rate = u64::from(self.states) * 1000 / u64::from(self.spent_ms).max(1);
        (0 < self.spent_ms).then(|| rate.try_into().unwrap_or(u32::MAX))
    }
}

/// What came of a search.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// Why it ended.
    pub status: Status,
    /// How much it has seen.
    pub count: Count,
    /// How many states lie at each distance from the start.
    pub levels: Vec<u32>,
    /// How far it was to go.
    pub limits: Limits,
    /// A shortest way to what was looked for.
    pub example: Option<Example>,
}

/// A shortest way to something, in the words of the scene language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Example {
    /// What is found at its end.
    pub finding: Finding,
    /// How many actions it takes.
    pub length: u32,
    /// What is done, in order, from the end of the scene's run.
    pub acts: Vec<String>,
    /// It as a scene of its own.
    pub scene: String,
}

impl Model {
    /// Asks for an errand: its number, by which its reports are told from others, and the wish.
    pub fn ask(&mut self, task: Task) -> (Number, Effect) {
        let number = self.errands;
        self.errands = number.wrapping_add(1);
        (number, Effect::Ask(number, task))
    }

    /// Takes what is told of an errand.
    pub(super) fn reported(&mut self, number: Number, report: Report) -> Vec<Effect> {
        if self.asking.unfolds_by(number) {
            self.asking.hear_of_worlds(report);
            return Vec::new();
        }
        if self.hints_by(number) {
            return self.hear_of_hint(report);
        }
        match self.looks_by(number) {
            true => self.hear_of_way(&report),
            false => self.hear_of_search(number, report),
        }
    }
}
