//! How many steps of a run are done by when, whether it is one of Paxos or of a poll.

use crate::sim::{Recording, Time};
use crate::story::poll::PollRun;

/// The steps of a run, counted.
pub(super) enum Pace<'a> {
    Paxos(&'a Recording),
    Poll(&'a PollRun),
}

impl<'a> Pace<'a> {
    /// That of the poll, where there is one.
    pub fn of(recording: &'a Recording, poll: Option<&'a PollRun>) -> Pace<'a> {
        poll.map_or(Pace::Paxos(recording), Pace::Poll)
    }

    /// How many steps are done after all that happens at `time` and before.
    pub fn steps_by(&self, time: Time) -> usize {
        match self {
            Pace::Paxos(run) => run.moment(time).steps,
            Pace::Poll(run) => run.moment(time).steps,
        }
    }

    /// How many steps are done before `time`.
    pub fn steps_before(&self, time: Time) -> usize {
        time.checked_sub(1).map_or(0, |before| self.steps_by(before))
    }

    /// How many of the steps at `time` are done.
    pub fn steps_at(&self, time: Time) -> usize {
        self.steps_by(time) - self.steps_before(time)
    }
}
