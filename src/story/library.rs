//! The course: its chapters, and the index of its scenes.

use super::language::{Words, words};
use super::script::Place;

/// A scene of the course, without its text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Its id, which is its file's name without the ending.
    pub id: &'static str,
    /// What it is called.
    pub title: Words,
    /// Where it stands.
    pub place: Place,
}

/// The scenes of the course, in order. The build makes this list from the heads of `static/scenes`.
pub const COURSE: &[Entry] = include!(concat!(env!("OUT_DIR"), "/course.rs"));

/// The names of the chapters, from chapter 1.
pub const CHAPTERS: [Words; 7] = [
    words!(in "a chapter": "Consensus"),
    words!(in "a chapter": "Paxos in a nutshell"),
    words!(in "a chapter": "The algorithm"),
    words!(in "a chapter": "When several propose"),
    words!(in "a chapter": "Multi-Paxos"),
    words!(in "a chapter": "Corner cases"),
    words!(in "a chapter": "Without one rule"),
];

/// The scenes with an objective, by chapter, those that are easy first. The build makes this list as well. None of them
/// follows upon another.
pub const OBJECTIVES: &[Entry] = include!(concat!(env!("OUT_DIR"), "/objectives.rs"));

/// The scene with this id, of the course or with an objective.
pub fn find(id: &str) -> Option<&'static Entry> {
    COURSE.iter().chain(OBJECTIVES).find(|entry| entry.id == id)
}
