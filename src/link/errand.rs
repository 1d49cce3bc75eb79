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
mod tongue;
mod unfolded;
mod worlds;

use super::host::Plain;
use crate::player::errand::{Report, Sought, Task, Wanted};
use crate::story::language::Speech;
use crate::story::words::errand as words;

/// Which errands and reports these are. The page and its worker are of one build, but a browser may have kept a part of an
/// older one.
pub const VERSION: u32 = 3;

/// A scene whose search goes through most of what any search does.
const REHEARSED: &str = "title \"Rehearsal\"\nproposers P1 P2\nacceptors A1 A2 A3\nlearners L1\nrule report promised-id\nslide \"Nothing has happened yet\"\n";

/// Work that can be done a slice at a time.
pub trait Work {
    /// Goes on for about so many units, of which a fast machine does a thousand in a millisecond; says whether it is done.
    fn go_on(&mut self, budget: u32) -> bool;

    /// How far it is, or, where it is done, what came of it; after so many milliseconds of work.
    fn report(&self, spent_ms: u32) -> Report;
}

/// Work that was asked for.
pub struct Errand {
    work: Result<Box<dyn Work>, String>,
    /// How it is told: another errand may be told otherwise.
    speech: Speech,
}

impl Errand {
    /// Takes up what a text asks for. What cannot be taken up is done at once, and its report says why.
    pub fn open(text: &str) -> Errand {
        let work = opened(text);
        Errand { work, speech: Speech::now() }
    }

    /// An errand of this work.
    pub fn of(work: Box<dyn Work>) -> Errand {
        Errand { work: Ok(work), speech: Speech::now() }
    }

    /// What an errand asks for whose report nobody waits for. A browser compiles a program where it runs for the first
    /// time, and whoever has rehearsed is fast when it matters.
    pub fn rehearsal() -> String {
        let values = ["cat", "dog"].map(str::to_string).into();
        request::write(&Task::Search(Wanted { scene: REHEARSED.into(), values, limits: None, sought: Sought::Worst }))
    }

    /// Goes on for about so many units; says whether it is done.
    pub fn go_on(&mut self, budget: u32) -> bool {
        self.speech.go_on();
        self.work.as_mut().map_or(true, |work| work.go_on(budget))
    }

    /// What is to be told of it, after so many milliseconds of work.
    pub fn report(&self, spent_ms: u32) -> String {
        self.speech.go_on();
        let report = match &self.work {
            Ok(work) => work.report(spent_ms),
            Err(why) => Report::Problem(why.clone()),
        };
        report::write(&report).json()
    }
}

fn opened(text: &str) -> Result<Box<dyn Work>, String> {
    let asked: Plain = read::json(text).ok_or(words::NOT_UNDERSTOOD.said())?;
    tongue::take(&asked);
    match request::read(&asked)? {
        Task::Search(wanted) => search::open(wanted),
        Task::Worlds(scene, nth) => worlds::open(&scene, nth),
    }
}
