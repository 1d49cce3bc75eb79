//! The course: its chapters, and the index of its scenes.

use super::script::Place;

/// A scene of the course, without its text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Its id, which is its file's name without the ending.
    pub id: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// Where it stands.
    pub place: Place,
}

/// The scenes of the course, in order. The build makes this list from the heads of `static/scenes`.
pub const COURSE: &[Entry] = include!(concat!(env!("OUT_DIR"), "/course.rs"));

/// The names of the chapters, from chapter 1.
pub const CHAPTERS: [&str; 7] = [
    "Consensus",
    "Paxos in a nutshell",
    "The algorithm",
    "When several propose",
    "Multi-Paxos",
    "Corner cases",
    "Without one rule",
];

/// The scene with this id.
pub fn find(id: &str) -> Option<&'static Entry> {
    COURSE.iter().find(|entry| entry.id == id)
}
