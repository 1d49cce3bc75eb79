//! `run`: lets time pass, in pieces where there is no time for all of it at once.

use super::Scene;
use super::failure::Failure;
use crate::sim::recording::TIME_MAX;
use crate::sim::{Moment, Time};
use crate::story::script::Run;

/// The longest that `run until` waits, in virtual milliseconds.
pub(super) const UNTIL_MAX: Time = 60_000;

/// A `run` of which a part is done.
#[derive(Clone, Copy, Debug)]
pub struct UnderWay {
    begin: Moment,
    /// How many steps it has taken.
    steps: u32,
}

/// Whether a `run` is at its end.
enum Next {
    Step,
    End,
}

impl Scene {
    pub(super) fn run(&mut self, run: &Run) -> Result<(), Failure> {
        let mut under_way = None;
        while !self.run_some(run, &mut under_way, usize::MAX)? {}
        Ok(())
    }

    /// Goes on with a `run` by so many events at most, or a step more; says whether it is done.
    pub(super) fn run_some(
        &mut self,
        run: &Run,
        under_way: &mut Option<UnderWay>,
        most: usize,
    ) -> Result<bool, Failure> {
        let before = self.recording.events();
        let so_far = under_way.get_or_insert(UnderWay { begin: self.recording.end(), steps: 0 });
        while self.recording.events() - before < most {
            if let Next::End = self.next_of(run, so_far)? {
                return Ok(true);
            }
            if !self.recording.run_step() {
                return Err(self.too_long());
            }
            so_far.steps += 1;
        }
        Ok(false)
    }

    /// Whether a `run` takes another step, as it stands.
    fn next_of(&mut self, run: &Run, so_far: &UnderWay) -> Result<Next, Failure> {
        let start = so_far.begin.time;
        let due = self.recording.schedule().next(self.recording.world()).map(|next| next.time);
        let is_due_by = |time: Time| due.is_some_and(|due| due <= time);
        match run {
            Run::For(time) if TIME_MAX < start.saturating_add(*time) => {
                Err(self.would_end_at(start.saturating_add(*time)))
            }
            Run::For(time) if is_due_by(start + time) => Ok(Next::Step),
            Run::For(time) => {
                self.recording.run_to(start + time);
                Ok(Next::End)
            }
            Run::Idle if !self.wakers().is_empty() => Err(self.keeps_going()),
            Run::Idle if is_due_by(TIME_MAX) && !self.recording.is_full() => Ok(Next::Step),
            Run::Idle if due.is_some() => Err(self.never_idle(so_far.begin)),
            Run::Idle => Ok(Next::End),
            Run::Steps(steps) if *steps <= so_far.steps => Ok(Next::End),
            Run::Steps(steps) if due.is_none() => Err(self.nothing_due_after(so_far.steps, *steps)),
            Run::Steps(_) => Ok(Next::Step),
            Run::Until(condition) if condition.holds(&self.recording) => Ok(Next::End),
            Run::Until(_) if is_due_by(start + UNTIL_MAX) => Ok(Next::Step),
            Run::Until(condition) => Err(self.never_so(condition)),
        }
    }

    /// Whether what is due next may wait; if not, a limit of the run has been reached before.
    pub(super) fn must_be_done(&self, may_wait: impl Fn(Time) -> bool) -> Result<(), Failure> {
        let next = self.recording.schedule().next(self.recording.world());
        if next.is_none_or(|next| may_wait(next.time)) { Ok(()) } else { Err(self.too_long()) }
    }
}
