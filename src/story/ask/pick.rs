//! To be a proposer: what it has seen when it has to pick a value.

use super::{Answer, Asked, Choice};
use crate::check::View;
use crate::check::view::Unseen;
use crate::paxos::{NodeId, Value};
use crate::sim::Moment;
use crate::story::scene::Scene;
use crate::story::script::Topic;

impl Asked {
    /// In whose place the reader is, where the question is what that proposer picks.
    pub fn picks_for(&self) -> Option<NodeId> {
        match self.question.topic {
            Topic::Pick(node) => Some(node),
            _ => None,
        }
    }

    /// What the proposer has seen in whose place the reader is; none where nobody is asked to pick.
    ///
    /// # Errors
    /// Why nothing can be said of what it has seen.
    pub fn seen(&self, scene: &Scene) -> Option<Result<View, Unseen>> {
        let node = self.picks_for()?;
        Some(View::of(&scene.recording, node, self.shown_by(scene)?, Vec::new()))
    }

    /// The same, with what it may pick: that takes the rest of the run under every rule.
    ///
    /// # Errors
    /// Why nothing can be said of what it has seen.
    pub fn view(&self, scene: &Scene) -> Option<Result<View, Unseen>> {
        let picks = || self.choices(scene).iter().filter_map(|choice| value(&choice.answer)).collect();
        Some(self.seen(scene)?.map(|view| View { picks: picks(), ..view }))
    }

    /// Puts the question to the moment at which the PROMISE arrives that completes the majority.
    pub(in crate::story) fn settled(mut self, scene: &Scene) -> Asked {
        if let Some(place) = self.picks_for().and_then(|_| self.shown_by(scene)) {
            self.at = Moment { time: scene.recording.steps()[place].time, steps: place };
            self.slide = scene.slide_at(self.at);
        }
        self
    }
}

/// What a choice is called where it is a value.
pub fn pick_of(choice: &Choice, scene: &Scene) -> Option<String> {
    value(&choice.answer).map(|value| scene.script.names.value(value).to_string())
}

/// The value that an answer is.
fn value(answer: &Answer) -> Option<Value> {
    match answer {
        Answer::Value(value) => *value,
        _ => None,
    }
}
