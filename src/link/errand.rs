//! Errands: work that would hold the page up, done where it does not. What is wanted goes there as a text, and what is
//! told of it comes back as texts, all of them JSON.
//!
//! An errand is carried out a slice at a time, so that whoever carries it out can hear in between that it is called off.
//! Deliberately absent: clocks, threads and messages, which `static/workshop.js` has.

pub(super) mod names;
mod read;
pub mod report;
pub mod request;
mod search;

use super::host::Plain;
use crate::player::errand::{Report, Task};
use crate::story::words::errand as words;

/// Which errands and reports these are. The page and its worker are of one build, but a browser may have kept a part of an
/// older one.
pub const VERSION: u32 = 1;

/// Work that can be done a slice at a time.
pub trait Work {
    /// Goes on for about so many units, of which a fast machine does a thousand in a millisecond; says whether it is done.
    fn go_on(&mut self, budget: u32) -> bool;

    /// How far it is, or, where it is done, what came of it; after so many milliseconds of work.
    fn report(&self, spent_ms: u32) -> Report;
}

/// Work that was asked for.
pub struct Errand(Result<Box<dyn Work>, String>);

impl Errand {
    /// Takes up what a text asks for. What cannot be taken up is done at once, and its report says why.
    pub fn open(text: &str) -> Errand {
        Errand(opened(text))
    }

    /// An errand of this work.
    pub fn of(work: Box<dyn Work>) -> Errand {
        Errand(Ok(work))
    }

    /// Goes on for about so many units; says whether it is done.
    pub fn go_on(&mut self, budget: u32) -> bool {
        self.0.as_mut().map_or(true, |work| work.go_on(budget))
    }

    /// What is to be told of it, after so many milliseconds of work.
    pub fn report(&self, spent_ms: u32) -> String {
        let report = match &self.0 {
            Ok(work) => work.report(spent_ms),
            Err(why) => Report::Problem(why.clone()),
        };
        report::write(&report).json()
    }
}

fn opened(text: &str) -> Result<Box<dyn Work>, String> {
    let asked: Plain = read::json(text).ok_or(words::NOT_UNDERSTOOD)?;
    match request::read(&asked)? {
        Task::Search(wanted) => search::open(wanted),
    }
}
