//! The statements of a poll: what people do, and what is expected of them.

use super::ask::question_in_poll;
use super::fault::{Parsed, fail, fail_at, fail_near, fail_unknown};
use super::head::Head;
use super::lexis::{Input, here, is_at_end, keyword, last_text, value, word_here};
use super::nodes::{node, nodes};
use super::selector::which;
use super::statement::{must_be_one_word, run};
use super::way::route;
use crate::paxos::{NodeId, Value};
use crate::sim::Change;
use crate::story::language::{say, tr};
use crate::story::poll::Condition;
use crate::story::problem::{Problem, either};
use crate::story::script::{Model, PollStatement, Route, Statement, Which};
use winnow::Parser;
use winnow::combinator::opt;

/// Words that begin a statement in the body of a poll.
pub(super) const STATEMENTS: [&str; 11] =
    ["slide", "say", "back", "tell", "ask", "lose", "drop", "crash", "restart", "run", "expect"];
/// Statements of the header that a poll may have.
const SUITED: [&str; 9] = ["title", "about", "source", "twin", "place", "show", "model", "people", "delay"];
/// What a condition can say of somebody.
const VERBS: [&str; 2] = ["backs", "knows"];

/// One statement of the body of a poll.
pub(super) fn statement(input: &mut Input) -> Parsed<Statement> {
    let word = word_here(input);
    let Some(word) = STATEMENTS.into_iter().find(|&known| known == word) else {
        return fail_unknown(input, tr!("a statement of a poll"), &STATEMENTS);
    };
    keyword(word).parse_next(input)?;
    match word {
        "slide" => last_text(input, tr!("the title of the slide")).map(Statement::Slide),
        "say" => last_text(input, tr!("a paragraph of narration in quotes")).map(Statement::Say),
        "crash" => nodes(input).map(Statement::Crash),
        "restart" => nodes(input).map(Statement::Restart),
        "run" => running(input),
        "back" => {
            let person = node(input)?;
            let value = value(input)?;
            must_be_one_word(input, value)?;
            Ok(Statement::Poll(PollStatement::Back { person, value }))
        }
        "tell" => way(input).map(|(from, to)| Statement::Poll(PollStatement::Tell { from, to })),
        "ask" => match question_in_poll(input)? {
            Some(question) => Ok(Statement::Ask(question)),
            None => way(input).map(|(from, to)| Statement::Poll(PollStatement::Ask { from, to })),
        },
        "lose" => way(input).map(|(from, to)| Statement::Poll(PollStatement::Lose { from, to })),
        "drop" => {
            // Without a word for it, the oldest is meant.
            let nth = match which(input)? {
                Which::All => 1,
                Which::Nth(nth) => nth,
            };
            way(input).map(|(from, to)| Statement::Poll(PollStatement::Drop { nth, from, to }))
        }
        _ => conditions(input).map(|condition| Statement::Poll(PollStatement::Expect(condition))),
    }
}

fn running(input: &mut Input) -> Parsed<Statement> {
    if word_here(input) == "until" {
        return fail_at(
            here(input),
            tr!("`run until` is not for a poll"),
            tr!("milliseconds, idle, or steps and a number"),
        );
    }
    run(input).map(Statement::Run)
}

/// `F1->F2,F3`, or `F1->any` for everybody else.
fn way(input: &mut Input) -> Parsed<(NodeId, Vec<NodeId>)> {
    let start = here(input);
    if is_at_end(input) {
        return fail(input, tr!("a way such as F1->F2,F3, or F1->any for everybody else"));
    }
    let Route { from, to } = route(input)?;
    let Some(from) = from else {
        return fail_at(start, tr!("`any` cannot speak"), tr!("the name of a person before ->"));
    };
    if to.contains(&from) {
        return fail_at(start, tr!("somebody stands at both ends of a way"), tr!("two different people"));
    }
    let people = input.state.known.borrow().names.nodes.len() as u8;
    let everybody_else = (0..people).map(NodeId).filter(|&other| other != from).collect();
    Ok((from, if to.is_empty() { everybody_else } else { to }))
}

fn conditions(input: &mut Input) -> Parsed<Condition> {
    let mut all = vec![condition(input)?];
    while opt(keyword("and")).parse_next(input)?.is_some() {
        all.push(condition(input)?);
    }
    if !is_at_end(input) {
        return fail_near(input, tr!("`and` and another condition, or the end of the line"), &["and"]);
    }
    Ok(if all.len() == 1 { all.remove(0) } else { Condition::And(all) })
}

fn condition(input: &mut Input) -> Parsed<Condition> {
    if opt(keyword("majority")).parse_next(input)?.is_some() {
        return value_or_nothing(input).map(Condition::Majority);
    }
    let person = node(input)?;
    let is_backs = match word_here(input) {
        "backs" => true,
        "knows" => false,
        _ => return fail_unknown(input, tr!("something that holds of a person"), &VERBS),
    };
    keyword(if is_backs { "backs" } else { "knows" }).parse_next(input)?;
    let value = value_or_nothing(input)?;
    Ok(if is_backs { Condition::Backs(person, value) } else { Condition::Knows(person, value) })
}

fn value_or_nothing(input: &mut Input) -> Parsed<Option<Value>> {
    match opt(keyword("nothing")).parse_next(input)? {
        Some(()) => Ok(None),
        None => value(input).map(Some),
    }
}

/// What does not go together in the header of a scene, where it or another is a poll.
pub(super) fn unsuited(head: &Head) -> Option<Problem> {
    let problem = |line: usize, wrong: String, expected: &str| {
        Some(Problem { line, column: 1, wrong, expected: expected.to_string() })
    };
    let model = head.line_of("model").unwrap_or(1);
    match (head.model, head.line_of("people")) {
        (Model::Paxos, None) => None,
        (Model::Paxos, Some(line)) => {
            problem(line, tr!("`people` stands in a scene of Paxos").into(), tr!("`model poll` beside it"))
        }
        (Model::Poll, None) => {
            problem(model, tr!("the poll has no people").into(), tr!("a line such as `people F1 F2 F3`"))
        }
        (Model::Poll, Some(_)) => {
            if let Some(problem) = ranged(head) {
                return Some(problem);
            }
            let is_suited = |said: &str| SUITED.contains(&said);
            let (said, spot) = head.said.iter().find(|(said, _)| !is_suited(said))?;
            problem(spot.line, say!("`{said}` is not for a poll", said), &either(&SUITED))
        }
    }
}

/// A poll has no chance in it: its delay is one number.
fn ranged(head: &Head) -> Option<Problem> {
    let is_range = |change: &Change| matches!(change, Change::Delay(delay) if delay.least != delay.most);
    let line = head.line_of("delay").filter(|_| head.changes.iter().any(is_range))?;
    let wrong = tr!("the delay of a poll is a range here").to_string();
    Some(Problem {
        line,
        column: 1,
        wrong,
        expected: tr!("one number of milliseconds, such as `delay 1000`").to_string(),
    })
}
