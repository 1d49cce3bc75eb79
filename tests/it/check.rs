//! The exhaustive checker.

mod search;
mod spec;
mod refinement;
