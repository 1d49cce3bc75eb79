//! `move`: what may stand beside it.

use super::fault::{Parsed, fail_at};
use super::lexis::{Input, here};
use super::selector::{After, selector};
use crate::story::language::tr;
use crate::story::problem::Problem;
use crate::story::script::{Line, Statement};

/// The message that may be moved. Where messages arrive by themselves there is no order to be changed.
#[inline(never)]
pub(super) fn moved(input: &mut Input) -> Parsed<Statement> {
    let start = here(input);
    let (is_manual, is_replicated) = {
        let head = &input.state.known.borrow().head;
        (head.manual, head.is_replicated())
    };
    if is_replicated {
        return fail_at(
            start,
            tr!("`move` is for one decision, and these are replicas"),
            tr!("a scene with acceptors"),
        );
    }
    if !is_manual {
        return fail_at(
            start,
            tr!("`move` needs arrivals that the scene tells"),
            tr!("`network manual` in the header"),
        );
    }
    selector(input, After::Nothing).map(Statement::Move)
}

/// From `move` on messages arrive, and nothing else is done: all else stays as it was when one of them is moved.
pub(super) fn check(body: &[Line], solution: &[Line]) -> Result<(), Problem> {
    let is_move = |line: &&Line| matches!(line.statement, Statement::Move(_));
    let problem = |line: &Line, wrong: &str, expected: &str| {
        let Line { line, column, .. } = *line;
        Err(Problem { line, column, wrong: wrong.to_string(), expected: expected.to_string() })
    };
    if let Some(moved) = solution.iter().find(is_move) {
        return problem(moved, tr!("`move` stands in the solution"), tr!("it in the scene itself"));
    }
    let Some(at) = body.iter().position(|line| is_move(&line)) else { return Ok(()) };
    if let Some(first) = solution.first() {
        return problem(
            first,
            tr!("a scene with `move` needs no solution"),
            tr!("none: an order that reaches the goal is one"),
        );
    }
    let rest = &body[at + 1..];
    if let Some(again) = rest.iter().find(is_move) {
        return problem(again, tr!("`move` is said a second time"), tr!("one message that may be moved"));
    }
    let arrives = |line: &Line| {
        matches!(
            line.statement,
            Statement::Deliver(_)
                | Statement::Slide(_)
                | Statement::Say(_)
                | Statement::Ask(_)
                | Statement::Expect(_)
                | Statement::Run(_)
        )
    };
    match rest.iter().find(|line| !arrives(line)) {
        Some(other) => {
            problem(other, tr!("below `move` messages arrive, and nothing else is done"), tr!("it above `move`"))
        }
        None => Ok(()),
    }
}
