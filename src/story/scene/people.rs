//! Plays the statements of a poll.

use super::failure::Failure;
use super::run::UNTIL_MAX;
use crate::paxos::NodeId;
use crate::sim::recording::{EVENTS_MAX, TIME_MAX};
use crate::story::language::{say, tr};
use crate::story::names::Names;
use crate::story::poll::{Action, Letter, PollRun, Refusal};
use crate::story::print;
use crate::story::script::{PollStatement, Run, Statement};
use crate::story::words::ordinal;

/// Does one statement of the body, which is no `slide` and no `say`.
pub(super) fn perform(run: &mut PollRun, statement: &Statement, names: &Names) -> Result<(), Failure> {
    let actions: Vec<Action> = match statement {
        Statement::Run(how) => return pass(run, how),
        Statement::Poll(PollStatement::Expect(condition)) => {
            let expected = format!("`{}`", print::poll::condition(condition, names));
            let is_so = condition.holds(run.poll());
            return if is_so { Ok(()) } else { Err((condition.actual(run.poll(), names), expected)) };
        }
        &Statement::Poll(PollStatement::Back { person, value }) => vec![Action::Back { person, value }],
        Statement::Poll(PollStatement::Tell { from, to }) => {
            to.iter().map(|&to| Action::Tell { from: *from, to }).collect()
        }
        Statement::Poll(PollStatement::Ask { from, to }) => {
            to.iter().map(|&to| Action::Ask { from: *from, to }).collect()
        }
        Statement::Poll(PollStatement::Lose { from, to }) => {
            to.iter().map(|&to| Action::Lose { from: *from, to }).collect()
        }
        Statement::Poll(PollStatement::Drop { nth, from, to }) => {
            let meant = to.iter().map(|&to| run.poll().on_way(*from, to, *nth).ok_or(to));
            let meant: Result<Vec<Letter>, NodeId> = meant.collect();
            let letters = meant.map_err(|to| none_on_way(run, (*from, to), *nth, names))?;
            letters.into_iter().map(|letter| Action::Drop { letter: letter.id }).collect()
        }
        Statement::Crash(people) => people.iter().map(|&person| Action::Crash { person }).collect(),
        Statement::Restart(people) => people.iter().map(|&person| Action::Restart { person }).collect(),
        _ => Vec::new(), // The reader of scenes lets no other statement into a poll.
    };
    for action in actions {
        if run.is_full() {
            return Err(too_many());
        }
        run.push(action).map_err(|refusal| refused(refusal, names))?;
    }
    Ok(())
}

fn too_many() -> Failure {
    (
        say!("the run has more than {most} events", most = EVENTS_MAX),
        say!("at most {most} events in a run", most = EVENTS_MAX),
    )
}

/// Why there is no message to lose on a way.
#[inline(never)]
fn none_on_way(run: &PollRun, (from, to): (NodeId, NodeId), nth: u32, names: &Names) -> Failure {
    let way = |from, to| format!("{}->{}", names.node(from), names.node(to));
    let wrong = match nth {
        1 => say!("nothing is on its way {way}", way = way(from, to)),
        nth => say!("there is no {nth} message on its way {way}", nth = ordinal::told(nth), way = way(from, to)),
    };
    let in_flight: Vec<String> = run.poll().in_flight.iter().map(|letter| way(letter.from, letter.to)).collect();
    let expected = match in_flight.is_empty() {
        true => tr!("a message in flight; there is none").to_string(),
        false => say!("one in flight: {in_flight}", in_flight = in_flight.join(", ")),
    };
    (wrong, expected)
}

/// Lets time pass.
fn pass(run: &mut PollRun, how: &Run) -> Result<(), Failure> {
    let start = run.end().time;
    match how {
        Run::For(time) if TIME_MAX < start.saturating_add(*time) => {
            let then = start.saturating_add(*time);
            let wrong = say!("this would take the run from {start} ms to {then} ms", start, then);
            return Err((wrong, say!("at most {most} ms in all", most = TIME_MAX)));
        }
        Run::For(time) => run.run_to(start + time),
        Run::Idle | Run::Until(_) => run.run_idle(),
        Run::Steps(steps) => {
            for done in 0..*steps {
                if !run.run_step(start.saturating_add(UNTIL_MAX)) {
                    let wrong = say!("nothing is due after {done} of these steps", done);
                    return Err((wrong, say!("{steps} steps", steps)));
                }
            }
        }
    }
    let has_time = run.next().is_none_or(|letter| letter.arrives <= TIME_MAX);
    if run.is_full() || !has_time { Err(too_many()) } else { Ok(()) }
}

/// Why an action could not be done, for people.
#[inline(never)]
pub fn refused(refusal: Refusal, names: &Names) -> Failure {
    let name = |node: NodeId| names.node(node).to_string();
    match refusal {
        Refusal::IsAway(person) => (say!("{person} is down", person = name(person)), tr!("somebody who is up").into()),
        Refusal::IsThere(person) => {
            (say!("{person} is up already", person = name(person)), tr!("somebody who is down").into())
        }
        Refusal::BacksNothing(person) => {
            (say!("{person} backs nothing that it could tell", person = name(person)), tr!("a `back` before").into())
        }
        Refusal::Oneself(person) => {
            (say!("{person} is sender and receiver", person = name(person)), tr!("two different people").into())
        }
        Refusal::NoSuchLetter => (tr!("that message is not on its way").into(), tr!("one that is").into()),
    }
}
