//! `paxos check`: searches everything that can happen, and gives a verdict with its numbers.
//!
//! - `arguments`: what is asked for, the same for each kind of search;
//! - `files`: the search of what can follow from the end of a scene's run;
//! - `spec`: the search of Lamport's abstract Paxos;
//! - `verdict`: what is printed of a search.

mod arguments;
mod files;
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
    /// What is wrong with a file; then nothing is printed.
    pub wrong: Option<String>,
    pub code: ExitCode,
}

/// Carries out a check; nothing where only the usage was asked for. An error is about the arguments.
pub fn outcome() -> Result<Option<Outcome>, String> {
    let Some(asked) = arguments::read()? else { return Ok(None) };
    match &asked.subject {
        Subject::Spec(size) => spec::search(*size, &asked).map(Some),
        Subject::Files(files) => files::search(files, &asked).map(Some),
    }
}
