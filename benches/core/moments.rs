//! The world at any moment of a run of ten thousand events, which is as long as a run may be.

use crate::runs::{DUEL, LOG, STORM};
use crate::timing::{Times, ms, once, verdict};
use paxos_explainer::sim::Moment;
use paxos_explainer::sim::recording::EVENTS_MAX;
use std::time::Duration;

/// How often each moment is asked for; the best counts, as what disturbs a call only makes it slower.
const ROUNDS: usize = 5;
const AIM: Duration = Duration::from_millis(1);

pub fn print() {
    println!("\nThe world at each moment of a run of {EVENTS_MAX} events, in ms\n");
    println!("| run | steps | median | worst | aim |\n| --- | --: | --: | --: | --- |");
    for kind in [&DUEL, &LOG, &STORM] {
        let recording = kind.scene(EVENTS_MAX).recording;
        let count = recording.steps().len();
        let after =
            |steps: usize| Moment { time: steps.checked_sub(1).map_or(0, |last| recording.steps()[last].time), steps };
        let best = |at: Moment| Times::of((0..ROUNDS).map(|_| once(|| recording.at(at))).collect()).best();
        let times = Times::of((0..=count).map(|steps| best(after(steps))).collect());
        let (median, worst) = (ms(times.median()), ms(times.worst()));
        println!("| {} | {count} | {median} | {worst} | {} |", kind.name, verdict(times.worst(), AIM));
    }
}
