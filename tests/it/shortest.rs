//! The scenes of chapter 7: each wrong rule has one, told as the shortest run that we know.

use crate::scenes::{course, texts};
use paxos_explainer::paxos::rules::{Commit, Dedup, Gaps, Leading, Members};
use paxos_explainer::sim::{Action, Change, Recording};
use paxos_explainer::story::Scene;
use paxos_explainer::story::library::COURSE;

const CHAPTER: u8 = 7;

/// What a log can do wrong besides.
const WRONG_OF_A_LOG: [Change; 6] = [
    Change::Leader(Leading::SkipsPrepare),
    Change::Gaps(Gaps::Left),
    Change::Gaps(Gaps::AppliedPast),
    Change::Commit(Commit::Loose),
    Change::Dedup(Dedup::None),
    Change::Members(Members::AtOnce),
];

/// A proposal, a delivery, a duplicate, a crash and a restart count 1 each.
fn counts(action: &Action) -> bool {
    match action {
        Action::Propose { .. } | Action::Deliver { .. } | Action::Duplicate { .. } | Action::Timeout { .. } => true,
        Action::Crash { .. } | Action::Restart { .. } => true,
        Action::Heartbeat { .. } | Action::Own { .. } => true,
        Action::Request { .. } | Action::Drop { .. } | Action::Hold { .. } | Action::Release { .. } => false,
        Action::Delay { .. } | Action::Cut { .. } | Action::Heal { .. } | Action::Set(_) => false,
    }
}

/// How many steps a run takes until a second value is chosen; all of them if none is.
fn length(recording: &Recording) -> usize {
    let mut chosen = Vec::new();
    let mut count = 0;
    for step in recording.steps() {
        let is_lost = step.effects.lost.is_some();
        let copies = step.effects.sent.iter().filter(|sent| sent.copy_of.is_some());
        let is_copy_made_at_once = !matches!(step.action, Action::Duplicate { .. });
        count += usize::from(counts(&step.action) && !is_lost);
        count += if is_copy_made_at_once { copies.count() } else { 0 };
        chosen.extend(step.effects.chosen.map(|chosen| chosen.vote.value));
        if chosen.iter().any(|value| *value != chosen[0]) {
            return count;
        }
    }
    count
}

fn chapter() -> Vec<(String, Scene)> {
    let is_in = |id: &str| COURSE.iter().any(|entry| entry.id == id && entry.place.chapter == CHAPTER);
    course().into_iter().filter(|(id, _)| is_in(id)).collect()
}

/// Those in which one value is decided: the length is counted to the second value that is chosen.
fn chapter_on_one_decision() -> Vec<(String, Scene)> {
    chapter().into_iter().filter(|(_, scene)| !scene.recording.world().cluster.is_replicated()).collect()
}

/// The length that a scene's last line claims.
fn claimed(id: &str) -> usize {
    let (_, text) = texts().into_iter().find(|(known, _)| known == id).expect("a scene of the course is a file");
    let line = text.lines().rev().find_map(|line| line.strip_prefix("# length "));
    line.and_then(|length| length.trim().parse().ok()).unwrap_or_else(|| panic!("{id} does not say its length"))
}

#[test]
fn every_run_without_a_rule_is_as_long_as_it_says() {
    let scenes = chapter_on_one_decision();
    assert!(!scenes.is_empty());
    for (id, scene) in scenes {
        assert_eq!(length(&scene.recording), claimed(&id), "{id}");
    }
}

/// The lengths are those of an exhaustive search by other means, except for the two that a comment explains.
#[test]
fn lengths_are_the_shortest_that_are_known() {
    let known = [
        ("case-phases-one", 6),
        ("case-quorum-half", 8),
        ("case-quorum-one", 8),
        ("case-quorum-half-circular", 10),
        ("case-promise-always", 14),
        ("case-accept-always", 14),
        ("case-report-nothing", 14),
        ("case-value-own", 14),
        ("case-count-messages", 14),
        ("case-storage-forgets-promise", 16),
        ("case-storage-forgets-accepted", 16),
        ("case-storage-forgets-all", 16),
        ("case-accept-without-promising", 20),
        ("case-value-lowest", 20),
        ("case-value-first", 20),
        ("case-report-promised-id", 21),
        ("case-ids-reused", 14),
        // A proposer re-picks only on a report, and a vote to report takes a round of its own.
        ("case-value-re-picks", 17),
        // With an acceptor's promise to equal ids ignored, both lives need PROMISEs: copies of old ones.
        ("case-ids-reused-restart", 16),
    ];
    for (id, length) in known {
        assert_eq!(claimed(id), length, "{id}");
    }
}

/// Every variant that is not Paxos has its scene, and every such scene a twin.
#[test]
fn every_wrong_variant_has_a_scene_with_a_twin() {
    let scenes = chapter();
    for (id, scene) in &scenes {
        assert!(scene.script.twin.is_some(), "{id} has nothing to be compared with");
    }
    let rules: Vec<Change> = scenes.iter().flat_map(|(_, scene)| scene.script.changes.clone()).collect();
    for wrong in crate::storm::wrong_rules().into_iter().chain(WRONG_OF_A_LOG) {
        assert!(rules.contains(&wrong), "no scene of chapter {CHAPTER} shows {wrong:?}");
    }
}
