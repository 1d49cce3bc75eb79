//! The search of Lamport's abstract Paxos for node: `cargo xtask bench` builds this for wasm32 and has `run.mjs` call it.
//!
//! It is plain WebAssembly, numbers in and a number out, so that nothing but the search is measured.

// Exporting a function by its name counts as unsafe: another of this name might be linked in its place.
#![allow(unsafe_code)]

use paxos_explainer::check::search::{Bounds, Status};
use paxos_explainer::check::spec::{Exploration, Size};
use paxos_explainer::paxos::rules::Rules;

/// Searches to the end, and gives the number of states; 0 where it does not come to its end.
#[unsafe(no_mangle)]
pub extern "C" fn states_of_spec(acceptors: u8, values: u8, ballots: u8) -> u32 {
    let bounds = Bounds { states: u32::MAX - 1, bytes: 2 << 30 };
    let Ok(mut exploration) = Exploration::new(Size { acceptors, values, ballots }, Rules::default(), bounds) else {
        return 0;
    };
    while exploration.go_on(1 << 16) == Status::Running {}
    if exploration.status() == Status::Complete { exploration.states() as u32 } else { 0 }
}
