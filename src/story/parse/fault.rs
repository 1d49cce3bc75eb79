//! What is wrong with a line, and how it is said.

use super::lexis::{Input, here, word_here};
use crate::story::language::{say, tr};
use crate::story::problem::{either, nearest};
use winnow::ModalResult;
use winnow::error::{ErrMode, ParserError};

/// What a parser gives.
pub(super) type Parsed<T> = ModalResult<T, Fault>;

/// What is wrong, and what was expected.
pub(super) type Complaint = (String, String);

/// A longer word is not echoed whole.
const ECHOED_MAX: usize = 40;

/// A mistake in a line: where (in bytes), what is wrong, what was expected.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Fault {
    pub at: usize,
    pub wrong: String,
    pub expected: String,
}

impl Fault {
    pub fn at(at: usize, wrong: impl Into<String>, expected: impl Into<String>) -> Fault {
        Fault { at, wrong: wrong.into(), expected: expected.into() }
    }
}

impl<'i> ParserError<Input<'i>> for Fault {
    type Inner = Fault;

    fn from_input(input: &Input<'i>) -> Fault {
        Fault::at(here(input), found(input), tr!("something else"))
    }

    fn into_inner(self) -> Result<Fault, Fault> {
        Ok(self)
    }
}

/// A place in a scene that a later mistake may point at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The byte within the line.
    pub at: usize,
}

/// The place of a byte of the line that is being read.
pub(super) fn spot(input: &Input, at: usize) -> Spot {
    Spot { line: input.state.number, column: column(input.state.line, at), at }
}

/// The column of a byte of a line: in characters, from 1.
pub(super) fn column(line: &str, at: usize) -> usize {
    line[..at.min(line.len())].chars().count() + 1
}

/// What stands at this place, in words.
pub(super) fn found(input: &Input) -> String {
    match word_here(input) {
        "" => tr!("the line ends here").to_string(),
        word => say!("{word} stands here", word = echo(word)),
    }
}

/// A word of the scene as a message shows it: in quotes, unless it brings its own.
pub(super) fn echo(word: &str) -> String {
    let (open, word) = if word.starts_with('"') { ("", word) } else { ("\"", word) };
    match word.char_indices().nth(ECHOED_MAX) {
        Some((end, _)) => format!("{open}{}…\"", &word[..end]),
        None => format!("{open}{word}{open}"),
    }
}

/// Gives up on the line: at this place something else was expected.
#[inline(never)]
pub(super) fn fail<T>(input: &Input, expected: impl Into<String>) -> Parsed<T> {
    fail_at(here(input), found(input), expected)
}

/// Gives up on the line, with a sentence of its own, at the byte `at`.
pub(super) fn fail_at<T>(at: usize, wrong: impl Into<String>, expected: impl Into<String>) -> Parsed<T> {
    Err(ErrMode::Cut(Fault::at(at, wrong, expected)))
}

/// Gives up on the line because a word is none of those that may stand here; `what` says what they are.
pub(super) fn fail_unknown<T>(input: &Input, what: &str, known: &[&str]) -> Parsed<T> {
    let word = word_here(input);
    fail_at(here(input), is_not(word, what), either(known) + &hint(word, known))
}

/// Gives up on the line because something else was expected, perhaps one of these words, misspelt.
pub(super) fn fail_near<T>(input: &Input, expected: &str, known: &[&str]) -> Parsed<T> {
    fail(input, format!("{expected}{}", hint(word_here(input), known)))
}

/// What to say of a word that is not what it should be.
pub(super) fn is_not(word: &str, what: &str) -> String {
    match word {
        "" => tr!("the line ends here").to_string(),
        _ => say!("{word} is not {what}", word = echo(word), what),
    }
}

/// The words that may have been meant, if some are near.
pub(super) fn hint(word: &str, known: &[&str]) -> String {
    let near: Vec<String> = nearest(word, known.iter().copied()).into_iter().map(echo).collect();
    if near.is_empty() { String::new() } else { say!(" (did you mean {near}?)", near = either(&near)) }
}
