//! A run that was found: what it is, where in it that is so which was looked for, and how a link brings it back.

use super::Setup;
use crate::check::{Broken, Finding, Property, Verdicts};
use crate::player::errand::Count as Seen;
use crate::player::model::Model;
use crate::player::show::Show;
use crate::player::source::Source;
use crate::player::why::Place;
use crate::sim::{Action, Step};
use crate::story::words::example::heading;
use crate::story::words::{breaking as words, invariant};

/// A run that was found, and is a scene by now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Example {
    /// The scene.
    pub source: Source,
    /// What is there at its end.
    pub finding: Finding,
    /// How many actions it takes.
    pub length: u32,
    /// What was set.
    pub setup: Setup,
    /// What the search has cost.
    pub seen: Seen,
}

/// What Paxos promises that is not kept where this is found.
fn property_of(finding: Finding) -> Option<Property> {
    match finding {
        Finding::TwoChosen | Finding::Differ => Some(Property::Agreement),
        Finding::LearnedUnchosen => Some(Property::Learning),
        Finding::Invented => Some(Property::Validity),
        Finding::PromiseBroken => Some(Property::Promises),
        Finding::TwoValues => Some(Property::OneValue),
        Finding::AppliedPast | Finding::AppliedOther => Some(Property::Order),
        Finding::ExecutedTwice => Some(Property::Once),
        Finding::Chosen | Finding::BothChoosable | Finding::Wanted => None,
    }
}

/// Whether something is broken by the last step of a run. What replicas do by themselves belongs to the step before it.
fn is_at_the_end(broken: &Broken, steps: &[Step]) -> bool {
    steps[broken.step + 1..].iter().all(|step| matches!(step.action, Action::Own { .. }))
}

impl Show {
    /// The moment of a found run at which what was looked for holds: its last step, since no shorter run gets there. A run
    /// of the reader's own may have left it before.
    fn breach(&self, finding: Finding) -> Option<Place> {
        let step = self.recording().steps().len().checked_sub(1).filter(|_| !self.is_own())?;
        let (verdicts, at) = (self.verdicts(), self.after(step));
        let how = property_of(finding).and_then(|property| verdicts.broken(property, at));
        let text = match how.filter(|broken| is_at_the_end(broken, self.recording().steps())) {
            Some(broken) => invariant::broken(broken, at.time, self.telling()),
            None => self.told(&words::sentence(heading(finding))),
        };
        Some(Place { text, step, at })
    }

    /// How the scene on show breaks, with its last step, what this finding breaks.
    fn broken_at_its_end(&self, finding: Finding) -> Option<Broken> {
        let end = self.scene.recording.end();
        let verdicts = Verdicts::of(&self.scene.recording);
        let broken = property_of(finding).and_then(|property| verdicts.broken(property, end).cloned());
        broken.filter(|broken| is_at_the_end(broken, self.scene.recording.steps()))
    }
}

impl Model {
    /// Where in the run on show that is so which was found, if it was found and is there.
    pub fn breach(&self) -> Option<Place> {
        self.show()?.breach(self.example()?.finding)
    }

    /// The run on show, where it is one that was found.
    pub fn example(&self) -> Option<&Example> {
        let example = self.breaking.example.as_ref()?;
        self.show().filter(|show| show.source == example.source).map(|_| example)
    }

    /// The run on show is one that was found, as its link says. A link may say anything: that it is so is seen here, that
    /// nothing shorter comes to it is taken from the search that has made the link.
    pub(super) fn was_found(&mut self, setup: Setup, finding: Finding, length: u32) {
        let Some(show) = self.show() else { return };
        let is_so = !finding.is_violation() || show.broken_at_its_end(finding).is_some();
        if !is_so || show.scene.recording.steps().len() < length as usize {
            return self.say(vec![words::link_says_otherwise(finding, length)]);
        }
        let source = show.source.clone();
        self.breaking.setup = setup.clone();
        self.breaking.example = Some(Example { source, finding, length, setup, seen: Seen::default() });
        self.breaking.was_seen = true;
    }
}
