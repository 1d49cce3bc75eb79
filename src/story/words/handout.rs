//! What stands on a handout beside what its slides say.

use crate::story::language::{Words, say, words};

/// Over the space-time diagram of a whole run.
pub const WHOLE: Words = words!("The whole run");
/// Over that of a run of the reader's own.
pub const WAYS: Words = words!("This run up to here");
/// How it is read.
pub const LINES: Words = words!(
    "A line a node, time from left to right, every message an arrow. A cross is a message that was lost, a bar one that was refused. Flags: 1 the floor, 2 chosen, 3 learned."
);

/// The heading of a chapter.
pub fn chapter(number: u8, name: &str) -> String {
    say!("Chapter {number}: {name}", number, name)
}

/// The heading of a scene of the course.
pub fn scene(chapter: u8, number: u8, title: &str) -> String {
    format!("{chapter}.{number} {title}")
}

/// The heading of a slide.
pub fn slide(number: usize, title: &str) -> String {
    format!("{number}. {title}")
}

/// The heading of a moment within a slide.
pub fn slide_at(number: usize, title: &str, seconds: &str) -> String {
    say!("{number}. {title} (at {seconds})", number, title, seconds)
}

/// The heading of a moment of a run of the reader's own.
pub fn own(seconds: &str) -> String {
    say!("A run of one's own, at {seconds}", seconds)
}

/// Where the scene has it from.
pub fn source(source: &str) -> String {
    say!("After {source}", source)
}

/// Where it runs.
pub fn live(address: &str) -> String {
    say!("Live: {address}", address)
}
