//! What the core, the record of a run, the reader of scenes and the pictures cost: `cargo bench --bench core`.
//!
//! Each module fills one table or two; docs/performance.md has them, and says what each figure is held against. A word
//! behind `--` names the module that is wanted alone.

#![allow(clippy::print_stdout)] // A benchmark is there to print.

mod growth;
mod moments;
mod pictures;
mod reading;
mod runs;
mod simulation;
mod stateright;
mod timing;

/// Each table, by the word that asks for it alone.
const TABLES: [(&str, fn()); 5] = [
    ("simulation", simulation::print),
    ("moments", moments::print),
    ("reading", reading::print),
    ("growth", growth::print),
    ("pictures", pictures::print),
];

fn main() {
    // Cargo says `--bench` itself.
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    for (word, print) in TABLES {
        if wanted.is_empty() || wanted.iter().any(|it| it == word) {
            print();
        }
    }
}
