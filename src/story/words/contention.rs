//! What is said of the plot: how many rounds it takes until a value is chosen.

use super::digits::decimal;
use crate::story::language::{Words, say, tr, words};

/// A time, as people say it: `250 ms`, `1.5 s`, `3 s`.
pub fn time(ms: u32) -> String {
    match (ms < 1000, ms % 1000 / 100) {
        (true, _) => say!("{ms} ms", ms),
        (false, 0) => say!("{seconds} s", seconds = ms / 1000),
        (false, tenths) => say!("{seconds} s", seconds = decimal(u64::from(ms / 1000), tenths)),
    }
}

/// The heading of the column without backoff.
pub fn fixed(timer_ms: u32) -> String {
    say!("Always {time}", time = time(timer_ms))
}

/// The heading of the column with this backoff.
pub fn backoff(base_ms: u32) -> String {
    say!("Backoff from {time}", time = time(base_ms))
}

/// How many of the seeds so far never chose a value, and the median of the others' rounds and milliseconds.
/// `rounds_max` is when nobody waits any more.
pub fn summary(seeds: u32, never: u32, median: Option<(u32, u32)>, rounds_max: u32) -> String {
    if seeds == 0 {
        return "…".to_string();
    }
    let share = (never * 100 + seeds / 2) / seeds;
    let ended = match never {
        0 => tr!("all chose a value").to_string(),
        _ => say!("{share}% chose nothing in {rounds_max} rounds", share, rounds_max),
    };
    match median {
        Some((rounds, ms)) => {
            say!("Median {rounds} rounds, {time}; {ended}.", rounds, time = time(ms / 100 * 100), ended)
        }
        None => say!("{ended}: no median.", ended),
    }
}

/// What is played, so that a reader can judge the numbers.
pub fn about(seeds: u32, delay: (u32, u32), apart_ms: u32, timer_ms: u32, rounds_max: u32) -> String {
    let (least, most) = (time(delay.0), time(delay.1));
    say!(
        "The scene's cluster plays {seeds} times, each time with another seed. A message takes {least} to {most}, drawn by chance. The second proposer begins {apart} after the first, half of the timer of {timer}. Each id that is tried is a round; after {rounds_max} without a choice nobody waits any more.",
        seeds,
        least,
        most,
        apart = time(apart_ms),
        timer = time(timer_ms),
        rounds_max
    )
}

/// What backoff is.
pub const BACKOFF: Words = words!(
    "Backoff: the first wait is drawn between half and one and a half times the time that you set, and twice as long at every further try."
);
