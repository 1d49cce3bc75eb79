//! Reads a scene. Each line is parsed by itself, by combinators of the library winnow; the header comes
//! first, so that the body's names are known when they are met.

mod ask;
mod condition;
mod fault;
mod head;
mod header;
mod kinds;
mod lexis;
mod log;
mod moving;
mod nodes;
mod poll;
mod reading;
mod roles;
mod selector;
mod setting;
mod slip;
mod statement;
mod way;

use super::condition::Condition;
use super::names::Names;
use super::print;
use super::problem::Problem;
use super::script::{Line, Script, Statement};
use crate::story::language::{say, tr};
use fault::{Fault, Parsed, column};
use head::Head;
use lexis::{Input, Lookup};
pub use reading::Reading;
use slip::Part;
use std::cell::RefCell;
use winnow::Parser;
use winnow::error::ErrMode;
use winnow::stream::{LocatingSlice, Stateful};

/// The most bytes that a scene's text may have.
pub const BYTES_MAX: usize = 64 * 1024;
/// The most slides that a scene may have.
pub const SLIDES_MAX: usize = 200;

/// What a line can refer to: the names declared so far, and the roles behind them.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    names: Names,
    head: Head,
}

/// Reads the text of a scene.
///
/// # Errors
/// The first mistake, with its line and column, what is wrong and what was expected: first of the header, then of
/// the body.
pub fn parse(text: &str) -> Result<Script, Problem> {
    let mut reading = Reading::new(text)?;
    while !reading.go_on(usize::MAX)? {}
    reading.finish()
}

/// Reads one statement of the body of a scene that is known already, after these others. Gives it with the names of
/// the scene, to which it may have added a value.
///
/// # Errors
/// What is wrong with it and what was expected, in line 1.
pub fn statement(
    script: &Script,
    names: &Names,
    before: &[Statement],
    text: &str,
) -> Result<(Statement, Names), Problem> {
    let head = print::head(script);
    let known = RefCell::new(Known::default());
    for line in head.lines() {
        parse_line(header::entry, 1, line, &known)?;
    }
    known.borrow_mut().names.values.clone_from(&names.values);
    for changed in before.iter().filter(|earlier| matches!(earlier, Statement::Set(_))) {
        parse_line(statement::statement, 1, &print::statement(changed, names), &known)?;
    }
    let mut lines = text.lines();
    let statement = parse_line(statement::statement, 1, lines.next().unwrap_or(""), &known)?;
    match lines.next() {
        Some(_) => Err(Problem {
            line: 2,
            column: 1,
            wrong: tr!("there is a second line").into(),
            expected: tr!(in "a line": "one").into(),
        }),
        None => Ok((statement, Names { refuses: names.refuses, ..known.into_inner().names })),
    }
}

/// Reads a condition on a scene that is known already. Gives it with the names of the scene, to which it may have added
/// a value.
///
/// # Errors
/// What is wrong with it and what was expected, in line 1.
pub fn condition(script: &Script, text: &str) -> Result<(Condition, Names), Problem> {
    let (expected, names) = statement(script, &script.names, &[], &format!("expect {text}"))?;
    match expected {
        Statement::Expect(condition) => Ok((condition, names)),
        _ => Err(Problem {
            line: 1,
            column: 1,
            wrong: tr!("this is no condition").into(),
            expected: tr!(in "a condition": "one").into(),
        }),
    }
}

fn must_be_of_some_size(text: &str) -> Result<(), Problem> {
    let problem = |wrong: String, expected: String| Err(Problem { line: 1, column: 1, wrong, expected });
    if BYTES_MAX < text.len() {
        return problem(
            say!("the scene has {count} bytes", count = text.len()),
            say!("at most {most} bytes", most = BYTES_MAX),
        );
    }
    let text = text.trim_start_matches('\u{feff}');
    if !text.lines().all(is_blank) {
        return Ok(());
    }
    let wrong = if text.contains('#') { tr!("the scene has nothing but comments") } else { tr!("the scene is empty") };
    problem(wrong.into(), tr!("`title` and a text to begin with").into())
}

/// Above the first slide a misspelt word may be meant for the header or for the body. This is looked at
/// with the header, lest a misspelt `title` be told as none.
#[inline(never)]
fn must_be_statement(number: usize, line: &str, names: &Names) -> Result<(), Problem> {
    let mut words = line.split([' ', '\t', '#']).map(str::trim_end).filter(|word| !word.is_empty());
    let (word, next) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    if statement::STATEMENTS.contains(&word) || poll::STATEMENTS.contains(&word) {
        return Ok(());
    }
    let (wrong, expected) = slip::no_statement(word, next, names, Part::Top);
    Err(Problem { line: number, column: indent(line) + 1, wrong, expected })
}

fn parse_line<'i, T>(
    mut parser: impl FnMut(&mut Input<'i>) -> Parsed<T>,
    number: usize,
    line: &'i str,
    known: &'i RefCell<Known>,
) -> Result<T, Problem> {
    let mut input = Stateful { input: LocatingSlice::new(line), state: Lookup { known, line, number } };
    let whole = (lexis::blanks, |input: &mut Input<'i>| parser(input), lexis::line_end).parse_next(&mut input);
    whole.map(|(_, parsed, ())| parsed).map_err(|error| problem_in(number, line, error))
}

/// What is wrong with a line, as it is said.
#[inline(never)]
fn problem_in(number: usize, line: &str, error: ErrMode<Fault>) -> Problem {
    let fault = match error {
        ErrMode::Backtrack(fault) | ErrMode::Cut(fault) => fault,
        ErrMode::Incomplete(_) => Fault::at(line.len(), tr!("the line ends too early"), tr!(in "a line": "more")),
    };
    let fault = slip::odd_comment(line).filter(|odd| odd.at <= fault.at).unwrap_or(fault);
    Problem::told(number, column(line, fault.at), &fault.wrong, &fault.expected)
}

/// Statements before the first slide form one, which counts.
fn check_slides(body: &[Line]) -> Result<(), Problem> {
    let is_slide = |line: &Line| matches!(line.statement, Statement::Slide(_));
    let begins = body.iter().enumerate().filter(|&(at, line)| at == 0 || is_slide(line));
    match begins.map(|(_, line)| line).nth(SLIDES_MAX) {
        None => Ok(()),
        Some(line) => Err(Problem {
            line: line.line,
            column: line.column,
            wrong: say!("this is slide {number}", number = SLIDES_MAX + 1),
            expected: say!("at most {most} slides", most = SLIDES_MAX),
        }),
    }
}

fn first_word(line: &str) -> &str {
    line.split([' ', '\t', '#', '"']).find(|word| !word.is_empty()).unwrap_or("")
}

fn indent(line: &str) -> usize {
    line.chars().take_while(|c| c.is_whitespace()).count()
}

fn is_blank(line: &str) -> bool {
    let line = line.trim_start();
    line.is_empty() || line.starts_with('#')
}
