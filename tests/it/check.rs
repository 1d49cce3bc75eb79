//! The exhaustive checker.

mod search;
mod spec;
