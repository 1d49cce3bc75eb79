//! Properties: what must hold of a run, at every step.
//!
//! [`Verdicts`] goes through a run once and finds, for each [`Property`], the first step that breaks it, with the
//! witness: who and what it takes to see it.
//!
//! Uses `paxos` and `sim`. Deliberately absent: words, and any search for runs that were not run.

pub mod property;

pub use property::{Broken, How, Property, Verdicts, first_violation};
