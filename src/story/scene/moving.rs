//! `move`: a message whose arrival the reader may move.

use super::Scene;
use super::failure::Failure;
use crate::sim::{Action, MessageId, Moment};
use crate::story::language::{say, tr};
use crate::story::print;
use crate::story::problem::Problem;
use crate::story::script::{Line, Selector, Statement};

impl Scene {
    /// The moment from which on a message may arrive earlier or later, and the message; none where the scene has none.
    pub fn moved(&self) -> Option<(Moment, MessageId)> {
        let is_it = |line: &Line| matches!(line.statement, Statement::Move(_));
        let at = self.script.lines.iter().position(is_it)?;
        let (from, Statement::Move(messages)) = (*self.after.get(at)?, &self.script.lines[at].statement) else {
            return None;
        };
        let in_flight = self.recording.at(from).in_flight;
        messages.matching(&in_flight).first().map(|&message| (from, message))
    }

    /// Whether there is one such message to be moved, from now on.
    #[inline(never)]
    pub(super) fn can_be_moved(&self, messages: &Selector) -> Result<(), Failure> {
        let statement = print::statement(&Statement::Move(messages.clone()), &self.script.names);
        let which = statement.trim_start_matches("move ");
        match messages.matching(&self.recording.world().in_flight).len() {
            0 => return Err(self.none_match(messages)),
            1 => {}
            many => {
                let wrong = say!("{many} messages in flight match `{which}`", many, which);
                return Err((wrong, tr!("one message, by its kind, its id and its way").to_string()));
            }
        }
        // A run that leaves the scene at a moment leaves behind what was asked at that moment of messages to come.
        let (here, left) = (self.recording.schedule().queued(), self.recording.depart(self.end()));
        match here == left.schedule().queued() {
            true => Ok(()),
            false => {
                let wrong = tr!("what becomes of messages to come is asked at this very moment").to_string();
                Err((wrong, tr!("time between the two, such as `run 1`, or a delivery").to_string()))
            }
        }
    }

    /// What may be moved arrives in the scene, so that it has a place among the arrivals.
    pub(super) fn must_arrive(&self) -> Result<(), Problem> {
        let Some((from, moved)) = self.moved() else { return Ok(()) };
        let steps = self.recording.steps().iter().skip(from.steps);
        let is_there = steps.into_iter().any(|step| step.action == Action::Deliver { message: moved });
        let line = self.script.lines.iter().find(|line| matches!(line.statement, Statement::Move(_)));
        match (is_there, line) {
            (false, Some(&Line { line, column, .. })) => Err(Problem {
                line,
                column,
                wrong: tr!("the message that may be moved does not arrive in this scene").to_string(),
                expected: tr!("a `deliver` of it below").to_string(),
            }),
            _ => Ok(()),
        }
    }
}
