//! `paxos check`: searches everything that can happen, and gives a verdict with its numbers.
//!
//! - `arguments`: what is asked for, the same for each kind of search;
//! - `spec`: the search of Lamport's abstract Paxos;
//! - `verdict`: what is printed of a search.

mod arguments;
mod spec;
mod verdict;

use arguments::Subject;
use std::process::ExitCode;

/// The word that asks for this.
pub const COMMAND: &str = "check";

/// What it is to be told, and what it gives; a part of the usage.
pub const USAGE: &str = arguments::USAGE;

/// What is printed, and how it ends.
pub struct Outcome {
    pub text: String,
    pub code: ExitCode,
}

/// Carries out a check; nothing where only the usage was asked for. An error is about the arguments.
pub fn outcome() -> Result<Option<Outcome>, String> {
    let Some(asked) = arguments::read()? else { return Ok(None) };
    match &asked.subject {
        Subject::Spec(size) => spec::search(*size, &asked).map(Some),
        // Here the search from the end of a file's run has its place, with the same rules, limits and form.
        Subject::Files(files) => Err(match files.first() {
            Some(file) => format!("check --spec searches the abstract Paxos; nothing is searched of {file}"),
            None => "check wants --spec".to_string(),
        }),
    }
}
