//! A table of measurements.

use std::time::{Duration, Instant};

/// What one search came to.
pub struct Row {
    pub name: String,
    pub states: usize,
    pub depth: usize,
    pub time: Duration,
    pub bytes: u64,
}

impl Row {
    /// States a second.
    pub fn rate(&self) -> f64 {
        self.states as f64 / self.time.as_secs_f64()
    }
}

/// The best of some runs: what disturbs a run only makes it slower.
pub fn best(runs: usize, mut run: impl FnMut() -> (usize, usize, u64), name: &str) -> Row {
    let timed = (0..runs).map(|_| {
        let start = Instant::now();
        let (states, depth, bytes) = run();
        Row { name: name.into(), states, depth, time: start.elapsed(), bytes }
    });
    timed.min_by_key(|row| row.time).expect("it is run at least once")
}

/// Prints rows below a heading.
pub fn print(heading: &str, rows: &[Row]) {
    println!("\n{heading}\n");
    println!("| search | states | depth | time | states a second | bytes a state |");
    println!("| --- | --: | --: | --: | --: | --: |");
    for row in rows {
        let (name, states, depth, time) = (&row.name, row.states, row.depth, row.time.as_secs_f64());
        let (rate, bytes) = (row.rate() / 1e6, row.bytes as f64 / states as f64);
        println!("| {name} | {states} | {depth} | {time:.3} s | {rate:.2} million | {bytes:.1} |");
    }
}
