//! The exhaustive checker.

mod search;
