//! Properties: what must hold of a run, at every step.
//!
//! [`Verdicts`] goes through a run once and finds, for each [`Property`], the first step that breaks it, with the
//! witness: who and what it takes to see it.
//!
//! [`search`] goes through all that can follow from a state, breadth first.
//!
//! Uses `paxos` and `sim`. Deliberately absent: words, threads and clocks; who searches says how far.

pub mod property;
pub mod search;

pub use property::{Broken, How, Property, Verdicts, first_violation};
