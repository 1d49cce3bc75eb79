//! Reads a scene. Each line is parsed by itself, by combinators of the library winnow; the header comes
//! first, so that the body's names are known when they are met.

mod condition;
mod header;
mod lexis;
mod selector;
mod statement;

use super::names::Names;
use super::problem::{Problem, nearest};
use super::script::{Line, Script, Statement};
use header::{Entry, Head};
use lexis::{Fault, Input};
use std::cell::RefCell;
use winnow::error::ErrMode;
use winnow::stream::{LocatingSlice, Stateful};
use winnow::{ModalResult, Parser};

/// The most bytes that a scene's text may have.
pub const BYTES_MAX: usize = 64 * 1024;
/// The most slides that a scene may have.
pub const SLIDES_MAX: usize = 200;

/// A longer list of words is not told where the nearest one is.
const LISTED_MAX: usize = 16;

/// What a line can refer to: the names declared so far, and the roles behind them.
#[derive(Debug, Default)]
pub(super) struct Known {
    names: Names,
    head: Head,
}

/// A line with its number, from 1.
type Numbered<'a> = (usize, &'a str);

/// Reads the text of a scene.
///
/// # Errors
/// The first mistake, with its line and column, what is wrong and what was expected.
pub fn parse(text: &str) -> Result<Script, Problem> {
    if BYTES_MAX < text.len() {
        let wrong = format!("the scene has {} bytes", text.len());
        return Err(Problem { line: 1, column: 1, wrong, expected: format!("at most {BYTES_MAX} bytes") });
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines: Vec<Numbered> = (1..).zip(text.lines()).collect();
    let first_slide = lines.iter().position(|(_, line)| first_word(line) == "slide").unwrap_or(lines.len());
    let is_header = |at: usize, line: &str| at < first_slide && header::is_header(line);
    for &(number, line) in lines.iter().take(first_slide) {
        must_be_known(number, line)?;
    }
    let known = RefCell::new(Known::default());
    for (_, &(number, line)) in lines.iter().enumerate().filter(|(at, (_, line))| is_header(*at, line)) {
        let entry = parse_line(header::entry, number, line, &known)?;
        enter(&known, entry, number, line)?;
    }
    known.borrow_mut().head.finish()?;
    let mut body = Vec::new();
    for (_, &(number, line)) in lines.iter().enumerate().filter(|(at, (_, line))| !is_header(*at, line)) {
        if !is_blank(line) {
            let statement = parse_line(statement::statement, number, line, &known)?;
            body.push(Line { line: number, column: indent(line) + 1, statement });
        }
    }
    check_slides(&body)?;
    let Known { names, head } = known.into_inner();
    Ok(head.into_script(names, body))
}

/// Above the first slide a misspelt word may be meant for the header or for the body. This is looked at
/// first, lest a misspelt `title` be told as none.
fn must_be_known(number: usize, line: &str) -> Result<(), Problem> {
    let known: Vec<&str> = header::WORDS.into_iter().chain(statement::STATEMENTS).collect();
    let word = line.split([' ', '\t', '#']).find(|word| !word.is_empty()).unwrap_or("");
    if is_blank(line) || known.contains(&word.trim_end()) {
        return Ok(());
    }
    let (wrong, expected) = unknown(word, "a statement", &known);
    Err(Problem { line: number, column: indent(line) + 1, wrong, expected })
}

/// Enters one statement of the header, unless it contradicts an earlier one.
fn enter(known: &RefCell<Known>, entry: Entry, number: usize, line: &str) -> Result<(), Problem> {
    let Known { names, head } = &mut *known.borrow_mut();
    let mut words = line.split_whitespace();
    let said = match (words.next(), words.next()) {
        (Some("rule"), Some(rule)) => format!("rule {rule}"),
        (word, _) => word.unwrap_or("").to_string(),
    };
    let entered = head.enter(names, entry, (number, &said));
    entered.map_err(|(wrong, expected)| Problem { line: number, column: indent(line) + 1, wrong, expected })
}

fn parse_line<'i, T>(
    mut parser: impl FnMut(&mut Input<'i>) -> ModalResult<T, Fault>,
    number: usize,
    line: &'i str,
    known: &'i RefCell<Known>,
) -> Result<T, Problem> {
    let mut input = Stateful { input: LocatingSlice::new(line), state: lexis::Lookup(known) };
    let whole = (lexis::blanks, |input: &mut Input<'i>| parser(input), lexis::line_end).parse_next(&mut input);
    whole.map(|(_, parsed, ())| parsed).map_err(|error| {
        let fault = match error {
            ErrMode::Backtrack(fault) | ErrMode::Cut(fault) => fault,
            ErrMode::Incomplete(_) => Fault::at(line.len(), "the line ends too early", "more"),
        };
        let column = line[..fault.at.min(line.len())].chars().count() + 1;
        Problem { line: number, column, wrong: fault.wrong, expected: fault.expected }
    })
}

fn check_slides(body: &[Line]) -> Result<(), Problem> {
    let is_slide = |line: &&Line| matches!(line.statement, Statement::Slide(_));
    match body.iter().filter(is_slide).nth(SLIDES_MAX) {
        None => Ok(()),
        Some(line) => Err(Problem {
            line: line.line,
            column: line.column,
            wrong: format!("this is slide {}", SLIDES_MAX + 1),
            expected: format!("at most {SLIDES_MAX} slides"),
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

/// What to say of a word that is none of those known here.
fn unknown(word: &str, what: &str, known: &[&str]) -> (String, String) {
    let wrong = match word {
        "" => "the line ends here".to_string(),
        _ => format!("\"{word}\" is not {what}"),
    };
    let near = nearest(word, known.iter().copied());
    let is_long = LISTED_MAX < known.len();
    let list = if is_long && near.is_some() { what.to_string() } else { super::problem::either(known) };
    let expected = match near {
        Some(near) => format!("{list} (did you mean \"{near}\"?)"),
        None => list,
    };
    (wrong, expected)
}
