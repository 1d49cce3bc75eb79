//! How long an input may take: so long does its reader work, however long it waits for a processor that others have.
//!
//! libFuzzer's own limit is of wall time. On a machine that does much else that says more about the machine than about
//! the input, so that limit is wide, and finds what never ends (`xtask/src/fuzz.rs`).

use std::time::{Duration, Instant};

/// The most that an input may make its reader work.
pub const WORK_MAX: Duration = Duration::from_secs(1);

/// Does something, and panics where that is more work than this.
pub fn within(most: Duration, work: impl FnOnce()) {
    let (began, before) = (Instant::now(), worked());
    work();
    let waited = began.elapsed();
    // Where the system does not say for how long a thread has worked, it counts as work to wait.
    let took = before.zip(worked()).map_or(waited, |(before, after)| after - before);
    assert!(took <= most, "It takes {took:?} of work, and {waited:?} in all; {most:?} is what it may.");
}

/// For how long this thread has worked since it began, by what Linux says.
pub fn worked() -> Option<Duration> {
    let said = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(said.split(' ').next()?.parse().ok()?))
}
