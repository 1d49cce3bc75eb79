//! How what is worked out of a run grows with the run.

use crate::runs::{DUEL, Kind, LOG};
use crate::timing::{ms, once, typical};
use paxos_explainer::player::{Opening, Show};
use paxos_explainer::sim::Moment;

/// So many events. A scene may have ten thousand; beyond that it is seen whether something explodes.
const EVENTS: [usize; 5] = [1_000, 3_000, 10_000, 30_000, 100_000];

pub fn print() {
    for kind in [&DUEL, &LOG] {
        print_kind(kind);
    }
}

fn print_kind(kind: &Kind) {
    println!("\nAs events grow, in ms: {}\n", kind.name);
    println!("| events | steps | `at`, the end | `at`, the middle | `Show::world`, again | `Show::verdicts`, first |");
    println!("| --: | --: | --: | --: | --: | --: |");
    for events in EVENTS {
        let show = kind.show(events);
        let recording = show.recording();
        let (steps, end) = (recording.steps().len(), recording.end());
        let middle = Moment { time: recording.steps()[steps / 2].time, steps: steps / 2 };
        let cells = [typical(|| recording.at(end)), typical(|| recording.at(middle)), typical(|| show.world())];
        let verdicts = ms((0..3).map(|_| once(|| anew(&show).verdicts())).min().unwrap_or_default());
        let cells = cells.map(ms).join(" | ");
        println!("| {} | {steps} | {cells} | {verdicts} |", recording.events());
    }
}

/// The same run, of which nothing has been asked yet.
fn anew(show: &Show) -> Show {
    Show::new(show.source.clone(), (*show.scene).clone(), &Opening::End)
}
