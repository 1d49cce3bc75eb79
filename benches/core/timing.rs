//! How often something is measured, and what is told of it.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// The least time that a measurement takes: a shorter one is mostly the clock's own.
const LEAST: Duration = Duration::from_millis(2);
/// How many measurements there are of one thing.
const ROUNDS: usize = 15;

/// The times of many measurements, in order.
pub struct Times(Vec<Duration>);

impl Times {
    pub fn of(mut times: Vec<Duration>) -> Times {
        times.sort_unstable();
        Times(times)
    }

    pub fn median(&self) -> Duration {
        self.0[self.0.len() / 2]
    }

    pub fn worst(&self) -> Duration {
        self.0[self.0.len() - 1]
    }

    pub fn best(&self) -> Duration {
        self.0[0]
    }
}

/// How long something takes, done once.
pub fn once<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}

/// How long something takes that may be short: the median of some rounds, in each of which it is done as often as it
/// takes to be measured.
pub fn typical<T>(mut work: impl FnMut() -> T) -> Duration {
    let first = once(&mut work).max(Duration::from_nanos(1));
    let times = (LEAST.as_nanos() / first.as_nanos()).clamp(1, 1_000_000) as u32;
    let round = |work: &mut dyn FnMut() -> T| once(|| (0..times).for_each(|_| drop(black_box(work())))) / times;
    Times::of((0..ROUNDS).map(|_| round(&mut work)).collect()).median()
}

/// A time in milliseconds, with as many digits as mean something.
pub fn ms(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1e3;
    let digits = if ms < 0.1 {
        4
    } else if ms < 10.0 {
        3
    } else {
        1
    };
    format!("{ms:.digits$}")
}

/// Whether an aim is kept, as it stands in a table.
pub fn verdict(time: Duration, aim: Duration) -> String {
    let word = if time <= aim { "kept" } else { "missed" };
    format!("{} ms: {word}", aim.as_secs_f64() * 1e3)
}
