//! What can still be chosen at the moment that is shown, and how a way to it is gone.

use super::act::Done;
use super::show::Show;
use crate::sim::possible::Possible;
use crate::sim::{Change, Delivery, Moment, Recording, Retry};
use crate::story::problem::sentence;
use crate::story::script::Statement;
use crate::story::words::caution;
use crate::story::words::possible::{self as words, Proved};
use crate::story::{Names, print};
use std::cell::RefCell;
use std::rc::{Rc, Weak};

/// What was worked out last, with the run and the number of steps: while time passes between two steps it stays the
/// same.
pub(super) type Worked = Rc<RefCell<Option<(Weak<Recording>, usize, Rc<Prospect>)>>>;

/// What can still be chosen at a moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Prospect {
    /// Every value, and what can become of it.
    pub possible: Possible,
    /// Whether what is dead is so under ids to come as well.
    pub proved: Proved,
}

impl Show {
    /// What can still be chosen at the moment that is shown; none for one who does not see all, in a poll and in a log.
    pub fn prospect(&self) -> Option<Rc<Prospect>> {
        if self.eye.is_some() || self.poll().is_some() || self.is_replicated() {
            return None;
        }
        let (recording, steps) = (self.recording(), self.at.steps);
        let is_it = |of: &Weak<Recording>, at: usize| of.as_ptr() == Rc::as_ptr(recording) && at == steps;
        if let Some((_, _, known)) = self.worked.borrow().as_ref().filter(|(of, at, _)| is_it(of, *at)) {
            return Some(known.clone());
        }
        let is_paxos = caution::over(recording, self.at).is_empty();
        let proved = if is_paxos { Proved::ForAllIds } else { Proved::ForThese };
        let prospect = Rc::new(Prospect { possible: Possible::of(recording, self.at), proved });
        *self.worked.borrow_mut() = Some((Rc::downgrade(recording), steps, prospect.clone()));
        Some(prospect)
    }

    /// The run that comes of going a way from the moment that is shown, and the moment at which it sets out. What is in
    /// flight stands still, no timer fires and nothing is lost by chance, until each message of the way is delivered.
    ///
    /// # Errors
    /// Why it cannot be gone.
    pub(super) fn go(&self, way: &[String]) -> Result<Done, String> {
        let branch = self.branch();
        let names = branch.names.clone();
        if branch.scene().script.stays_manual() {
            return each(way, (branch, self.at), self.at);
        }
        let mut done = then(&(branch, self.at), &Statement::Set(Change::Network(Delivery::Manual)), &names)?;
        for statement in stillness(&done, &names) {
            done = then(&done, &statement, &names)?;
        }
        let start = done.1;
        let gone = each(way, done, start)?;
        // What was not needed goes on as it would have.
        let last = gone.0.acts.last().map_or(start, |act| act.end);
        let (run, _) = then(&(gone.0, last), &Statement::Set(Change::Network(Delivery::Timed)), &names)?;
        Ok((run, start))
    }

    /// What stands on the stage of it, where that is wanted.
    pub fn possible_on_stage(&self) -> Option<String> {
        let prospect = if self.tells_possible && !self.is_hushed { self.prospect()? } else { return None };
        words::on_stage(&prospect.possible, prospect.proved, self.telling())
    }
}

/// Does all this, one after the other; gives with the run where it set out.
fn each(way: &[String], (mut run, mut at): Done, start: Moment) -> Result<Done, String> {
    for text in way {
        let (statement, names) = run.read(text).map_err(|why| sentence(&why.wrong, &why.expected))?;
        (run, at) = then(&(run, at), &statement, &names)?;
    }
    Ok((run, start))
}

/// What else it takes so that nothing happens by itself.
fn stillness((run, at): &Done, names: &Names) -> Vec<Statement> {
    let (world, schedule) = run.recording.state_at(run.settled(*at));
    let moves = world.in_flight.iter().filter(|envelope| !envelope.held);
    let held = moves.filter_map(|envelope| print::exact(&world.in_flight, envelope.id, names)).map(Statement::Hold);
    let conditions = schedule.conditions();
    let wanted = [Change::Retry(Retry::Off), Change::Loss(0), Change::Duplication(0)];
    held.chain(wanted.into_iter().filter(|change| !conditions.contains(change)).map(Statement::Set)).collect()
}

/// The run in which this was done next, and the moment right after it.
fn then((run, at): &Done, statement: &Statement, names: &Names) -> Result<Done, String> {
    let next = run.act(*at, statement, names)?;
    let end = next.acts.last().map_or(*at, |act| act.end);
    Ok((next, end))
}
