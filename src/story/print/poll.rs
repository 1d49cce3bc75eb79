//! A poll in the words of the scene language.

use super::{list, ordinal, word};
use crate::paxos::NodeId;
use crate::sim::{Moment, Time};
use crate::story::names::Names;
use crate::story::poll::{Action, Condition, Poll, PollRun};
use crate::story::script::{PollStatement, Run, Script, Statement};
use std::fmt::Write;

/// A statement of a poll, without indentation.
pub(super) fn statement(statement: &PollStatement, names: &Names) -> String {
    let way = |from: &NodeId, to: &[NodeId]| format!("{}->{}", names.node(*from), list(to, names).replace(' ', ","));
    match statement {
        PollStatement::Back { person, value } => format!("back {} {}", names.node(*person), word(names.value(*value))),
        PollStatement::Tell { from, to } => format!("tell {}", way(from, to)),
        PollStatement::Ask { from, to } => format!("ask {}", way(from, to)),
        PollStatement::Lose { from, to } => format!("lose {}", way(from, to)),
        PollStatement::Drop { nth: 1, from, to } => format!("drop {}", way(from, to)),
        PollStatement::Drop { nth, from, to } => format!("drop {} {}", ordinal(*nth), way(from, to)),
        PollStatement::Expect(expected) => format!("expect {}", condition(expected, names)),
    }
}

/// A condition, as `expect` takes it.
pub fn condition(condition: &Condition, names: &Names) -> String {
    let value = |value: &Option<_>| value.map_or("nothing".to_string(), |value| word(names.value(value)));
    match condition {
        Condition::Backs(person, backed) => format!("{} backs {}", names.node(*person), value(backed)),
        Condition::Knows(person, known) => format!("{} knows {}", names.node(*person), value(known)),
        Condition::Majority(backed) => format!("majority {}", value(backed)),
        Condition::And(all) => {
            all.iter().map(|condition| self::condition(condition, names)).collect::<Vec<_>>().join(" and ")
        }
    }
}

/// What was done to a poll, as a statement; nothing for what came by itself.
pub fn act(action: Action, before: &Poll) -> Option<Statement> {
    let to = |to| vec![to];
    Some(match action {
        Action::Deliver { .. } => return None,
        Action::Drop { letter } => {
            let (letter, nth) = before.place_on_way(letter)?;
            Statement::Poll(PollStatement::Drop { nth, from: letter.from, to: to(letter.to) })
        }
        Action::Back { person, value } => Statement::Poll(PollStatement::Back { person, value }),
        Action::Tell { from, to: other } => Statement::Poll(PollStatement::Tell { from, to: to(other) }),
        Action::Ask { from, to: other } => Statement::Poll(PollStatement::Ask { from, to: to(other) }),
        Action::Lose { from, to: other } => Statement::Poll(PollStatement::Lose { from, to: to(other) }),
        Action::Crash { person } => Statement::Crash(vec![person]),
        Action::Restart { person } => Statement::Restart(vec![person]),
    })
}

/// What has happened since the beginning, as a scene that comes to the same.
pub fn replay(about: &Script, title: &str, run: &PollRun) -> String {
    let mut text = super::beginning(about, title);
    for told in statements(run) {
        let _ = writeln!(text, "  {}", super::statement(&told, &about.names));
    }
    text
}

/// The acts of a run, with the steps and the time between them.
fn statements(run: &PollRun) -> Vec<Statement> {
    let mut told = Vec::new();
    let (mut now, mut came) = (0, 0);
    for (done, step) in run.steps().iter().enumerate() {
        match act(step.action, run.at(Moment { time: step.time, steps: done })) {
            None => (now, came) = (step.time, came + 1),
            Some(statement) => {
                told.extend(pass(&mut came, step.time - now));
                now = step.time;
                told.push(statement);
            }
        }
    }
    told.extend(pass(&mut came, run.end().time - now));
    told
}

/// Lets what came by itself come again, one by one, and then the rest of the time pass.
fn pass(came: &mut u32, rest: Time) -> Vec<Statement> {
    let steps = (0 < *came).then_some(Statement::Run(Run::Steps(*came)));
    *came = 0;
    steps.into_iter().chain((0 < rest).then_some(Statement::Run(Run::For(rest)))).collect()
}
