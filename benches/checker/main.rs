//! How fast the checker is, and how much memory a state takes: `cargo bench`.
//!
//! Each module fills one table; the rows of a table do the same work, so their counts of states are equal.

#![allow(clippy::print_stdout)] // A benchmark is there to print.

mod core;
mod refinement;
mod spec;
mod table;

fn main() {
    core::print();
    spec::print();
    refinement::print();
}
