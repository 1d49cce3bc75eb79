//! To be a proposer: the worlds that look the same from there, and what a pick does in them.

mod brute;
mod course;
mod reader;
