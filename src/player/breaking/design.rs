//! Being the designer: the two jobs of phase 1, each of which can be left out, and what the reader predicts of that.

use super::{BreakMsg, Breaking, Search, Setup};
use crate::check::Finding;
use crate::paxos::rules::{Accept, Report};
use crate::player::errand::Outcome;
use crate::player::model::{Effect, Model, Msg};
use crate::player::source::Opening;
use crate::sim::Change;
use crate::story::words::designing as words;

pub use crate::story::words::designing::{Guess, Job};

/// What one who designs can do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DesignMsg {
    /// The exercise is opened.
    Open,
    /// This job of phase 1 is set on, or off.
    Set(Job),
    /// This is predicted, and a search begins.
    Guess(Guess),
    /// What was found is played from its beginning.
    Play,
}

impl From<DesignMsg> for Msg {
    fn from(msg: DesignMsg) -> Msg {
        Msg::Break(BreakMsg::Design(msg))
    }
}

impl Job {
    /// The wrong variant that is in force where this job is left out.
    pub fn variant(self) -> Change {
        match self {
            Job::Ask => Change::Report(Report::Nothing),
            Job::Fence => Change::Accept(Accept::Always),
        }
    }
}

impl Setup {
    /// Whether phase 1 does this job.
    pub fn does(&self, job: Job) -> bool {
        !self.is_off(job.variant())
    }

    /// The jobs that phase 1 does.
    pub fn jobs(&self) -> Vec<Job> {
        Job::ALL.into_iter().filter(|&job| self.does(job)).collect()
    }
}

impl Breaking {
    /// Whether it is shown as the exercise of one who designs.
    pub fn is_designing(&self) -> bool {
        self.setup.is_design
    }

    /// What is said once a search is over: whether the reader was right, what came of it, and what the missing job would
    /// have prevented.
    pub(super) fn told_to_designer(&self, outcome: &Outcome) -> Vec<String> {
        let found = outcome.example.as_ref().filter(|example| example.finding == Finding::TwoChosen);
        let length = found.map(|example| example.length);
        let guess = self.guess.map(|guess| words::verdict(guess, found.is_some()).to_string());
        let result = match length {
            Some(length) => words::breaks(length),
            None => words::holds(outcome.count.states, &self.within(&outcome.limits)),
        };
        guess.into_iter().chain([result, words::because(&self.setup.jobs()).to_string()]).collect()
    }
}

impl Model {
    pub(super) fn design(&mut self, msg: DesignMsg) -> Vec<Effect> {
        match msg {
            DesignMsg::Open => self.open_design(),
            // What was predicted was of other jobs.
            DesignMsg::Set(job) => {
                self.breaking.setup.switch(job.variant());
                self.breaking.guess = None;
                self.call_off(Search::None)
            }
            DesignMsg::Guess(guess) => {
                self.breaking.guess = Some(guess);
                self.search()
            }
            DesignMsg::Play => self.play_example(),
        }
    }

    /// Opens the exercise, as it was left.
    fn open_design(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        if !self.breaking.is_designing() {
            effects.extend(self.call_off(Search::None));
            (self.breaking.setup, self.breaking.guess) = (Setup::design(), None);
        }
        effects.extend(self.open_breaking());
        effects
    }

    /// Opens "Break it": as it was left, unless that was the exercise.
    pub(super) fn open_anew(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.breaking.is_designing() {
            effects.extend(self.call_off(Search::None));
            self.breaking.setup = Setup::default();
        }
        effects.extend(self.open_breaking());
        effects
    }

    /// The search with which a link begins: none where somebody is to predict first.
    pub(super) fn search_at_first(&mut self) -> Vec<Effect> {
        self.breaking.guess = None;
        if self.breaking.is_designing() { self.call_off(Search::None) } else { self.search() }
    }

    /// Plays the run that was found, from its beginning.
    pub(super) fn play_example(&mut self) -> Vec<Effect> {
        let effects = self.open_example(Opening::Start);
        self.next_part();
        effects
    }
}
