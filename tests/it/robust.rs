//! Whatever a text is, it is played or told where it is wrong: no panic, no end of memory, no run beyond
//! its limits. `cargo xtask fuzz` looks for more.

use paxos_explainer::sim::recording::{EVENTS_MAX, TIME_MAX};
use paxos_explainer::story::{Problem, Scene, parse};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::path::Path;

/// The most events that one step can be: the step, what was chosen and learned, and what it sent to every
/// node, twice, and each of them held.
const STEP_EVENTS_MAX: usize = 64;

/// Every scene in the tree, right or wrong, as text.
fn scenes() -> Vec<String> {
    let mut texts = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("static"), "tests".into()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder of the tree can be read") {
            let path = entry.expect("its entries can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "paxos") {
                texts.extend(String::from_utf8(std::fs::read(path).expect("a scene can be read")));
            }
        }
    }
    texts.sort();
    texts
}

/// Plays a text as far as it goes. What comes of it must be within the limits, and a mistake must be in
/// the text and be told in full.
fn survives(text: &str) -> Result<Scene, Problem> {
    let played = parse(text).and_then(Scene::play);
    match &played {
        Ok(scene) => {
            let end = scene.recording.end();
            assert!(scene.recording.events() <= EVENTS_MAX && end.time <= TIME_MAX, "{end:?}");
        }
        Err(Problem { line, column, wrong, expected }) => {
            let there = text.lines().nth(line - 1).unwrap_or("");
            assert!(*line <= text.lines().count().max(1), "line {line} of\n{text}");
            assert!(*column <= there.chars().count() + 2, "column {column} of `{there}`");
            assert!(!wrong.is_empty() && !expected.is_empty(), "{wrong}; {expected}");
        }
    }
    played
}

fn config(cases: u32) -> ProptestConfig {
    // The same cases each time: what fails here fails for everybody.
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::default() }
}

#[test]
fn every_truncation_of_every_scene_is_survived() {
    let mut right = 0;
    for (salt, text) in scenes().iter().enumerate().filter(|(_, text)| text.len() < 8000) {
        for (at, c) in text.char_indices() {
            // A cut amid a line makes a new last line, which parsing alone must take: a fifth of them, other
            // ones in each scene.
            match c {
                '\n' => right += u32::from(survives(&text[..at]).is_ok()),
                _ if (at + salt).is_multiple_of(5) => drop(parse(&text[..at])),
                _ => {}
            }
        }
    }
    assert!(1000 < right, "only {right} truncated scenes play: they say less than they should");
}

proptest! {
    #![proptest_config(config(64))]
    #[test]
    fn random_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..=64 * 1024)) {
        let _ = survives(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn random_bytes_of_a_scene_are_survived(
        bytes in prop::collection::vec(prop::sample::select(b" \n\"#->|,.0123456789PARCLacdeilmnoprstu%".to_vec()), 0..=64 * 1024),
    ) {
        let head = "title x\nproposers P1 P2\nacceptors A1 A2 A3\nlearners L1\nclients C1\n";
        let _ = survives(&format!("{head}{}", String::from_utf8_lossy(&bytes)));
    }
}

proptest! {
    #![proptest_config(config(3000))]
    #[test]
    fn one_character_changed_in_a_scene_is_survived(
        scene in prop::sample::select(scenes()),
        place in any::<prop::sample::Index>(),
        new in prop_oneof![any::<char>(), prop::sample::select(" \n\"\\#->|,.059%AP".chars().collect::<Vec<_>>())],
    ) {
        let mut characters: Vec<char> = scene.chars().collect();
        if !characters.is_empty() {
            let at = place.index(characters.len());
            characters[at] = new;
        }
        let _ = survives(&characters.iter().collect::<String>());
    }

    #[test]
    fn one_character_left_out_or_put_in_is_survived(
        scene in prop::sample::select(scenes()),
        place in any::<prop::sample::Index>(),
        new in prop::option::of(any::<char>()),
    ) {
        let mut characters: Vec<char> = scene.chars().collect();
        let at = place.index(characters.len() + 1);
        match new {
            Some(new) => characters.insert(at, new),
            None if at < characters.len() => drop(characters.remove(at)),
            None => {}
        }
        let _ = survives(&characters.iter().collect::<String>());
    }
}

/// Texts that ask for as much work as their size allows. Each ends within the limits of a run.
#[test]
fn scene_that_asks_for_much_ends_within_the_limits() {
    let cast = "title x\nproposers P1\nacceptors A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 A12 A13\nlearners L1\n";
    let much = [
        "propose P1 cat\n".repeat(4000),
        format!("propose P1 cat\n{}", "duplicate any\n".repeat(4000)),
        format!("retry 1\nloss 100%\npropose P1 cat\nrun until {}", "chosen cat and ".repeat(3000) + "chosen cat"),
        format!("retry 1\nloss 100%\npropose P1 cat\nrun until ignored 1{}", " and ignored 1".repeat(4000)),
        format!("propose P1 cat\n{}", "hold any\nrelease any\n".repeat(2500)),
        format!("propose P1 cat\n{}", "drop next any any->any\n".repeat(2700)),
        "run 600000\nrun 600000\n".to_string(),
        format!("expect {}chosen nothing", "not ".repeat(12_500)),
        format!("say \"{}\"", "\\\\".repeat(30_000)),
    ];
    for body in much {
        let text = format!("{cast}{body}");
        assert!(text.len() <= 64 * 1024, "{} bytes", text.len());
        if let Ok(scene) = survives(&text) {
            assert!(scene.recording.events() <= EVENTS_MAX + STEP_EVENTS_MAX);
        }
    }
}
