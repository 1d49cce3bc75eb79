//! What the storms over replicas have to show for themselves, so that nobody takes a calm for a proof.

use super::weather::Storm;
use paxos_explainer::paxos::{Effect, LogNote, Note};
use paxos_explainer::sim::{Action, truth};
use std::collections::BTreeMap;

#[derive(Default, Debug)]
pub struct Tally {
    pub runs: u32,
    pub counts: BTreeMap<&'static str, u32>,
    pub slowest_calm: u32,
}

impl Tally {
    pub fn add(&mut self, storm: &Storm) {
        self.runs += 1;
        let mut count = |what: &'static str| *self.counts.entry(what).or_default() += 1;
        for step in storm.recording.steps() {
            match step.action {
                Action::Crash { .. } => count("a crash"),
                Action::Restart { .. } => count("a restart"),
                Action::Heartbeat { .. } => count("a heartbeat"),
                _ => {}
            }
            for &note in &step.effects.notes {
                if let Note::Log(note) = note {
                    for what in kinds(note) {
                        count(what);
                    }
                }
            }
            if step.effects.chosen.is_some() {
                count("a choice");
            }
        }
        if 8 <= truth::chosen(storm.world()).count() {
            count("a log of eight slots");
        }
    }

    /// Each of these happened often enough to mean something.
    pub fn assert_stormy(&self, least: u32) {
        for what in EACH {
            let times = self.counts.get(what).copied().unwrap_or(0);
            assert!(least <= times, "{what} only {times} times in {} runs: {:?}", self.runs, self.counts);
        }
    }
}

const EACH: [&str; 20] = [
    "a crash",
    "a restart",
    "a heartbeat",
    "a choice",
    "a log of eight slots",
    "a lead",
    "a step down",
    "an adopted vote",
    "a filled gap",
    "a free slot",
    "an own vote marked",
    "a slot told",
    "a slot told in a PROMISE",
    "a catch-up",
    "a redirection",
    "a request again",
    "an answer again",
    "a command repeated in the log",
    "an answer",
    "a refused heartbeat",
];

fn kinds(note: LogNote) -> Vec<&'static str> {
    match note {
        LogNote::Leads { .. } => vec!["a lead"],
        LogNote::StepsDown { .. } | LogNote::Overruled { .. } => vec!["a step down"],
        LogNote::Adopts { .. } => vec!["an adopted vote"],
        LogNote::FillsGap { .. } => vec!["a filled gap"],
        LogNote::Assigns { .. } => vec!["a free slot"],
        LogNote::MarksOwnVote { .. } => vec!["an own vote marked"],
        LogNote::Told { .. } => vec!["a slot told"],
        LogNote::ToldInPromise { .. } => vec!["a slot told in a PROMISE"],
        LogNote::AsksToCatchUp { .. } => vec!["a catch-up"],
        LogNote::Redirects { .. } => vec!["a redirection"],
        LogNote::AsksAgain { .. } => vec!["a request again"],
        LogNote::AnswersAgain { .. } => vec!["an answer again"],
        LogNote::Applied { effect: Effect::Repeated(_), .. } => vec!["a command repeated in the log"],
        LogNote::Answered { .. } => vec!["an answer"],
        LogNote::HeartbeatRefused { .. } => vec!["a refused heartbeat"],
        _ => Vec::new(),
    }
}
