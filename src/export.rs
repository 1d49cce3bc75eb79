//! What leaves the page: a run as JSON and as a transcript to read.
//!
//! Uses everything to its left, and serde. Pure: it gives text and plain data, and writes nothing.

pub mod poll;
pub mod run;
mod table;
pub mod text;
