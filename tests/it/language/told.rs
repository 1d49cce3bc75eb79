//! What German says of the runs of the course: every kind of sentence once, to be read by those who speak it.

use super::german;
use crate::scenes::course;
use expect_test::expect_file;
use paxos_explainer::story::language::{self, Language, Table};
use paxos_explainer::story::words::{self, Telling};
use paxos_explainer::story::{Names, Scene};
use std::collections::BTreeMap;

/// Speaks German for as long as it lives, on this thread.
pub struct German;

impl German {
    /// From now on.
    pub fn spoken() -> German {
        let table: &'static Table = Box::leak(Box::new(german()));
        language::speak(Language::German, table);
        German
    }
}

impl Drop for German {
    fn drop(&mut self) {
        language::speak_english();
    }
}

/// A sentence without what differs from run to run: names of nodes, values and numbers.
fn kind(sentence: &str, names: &Names) -> String {
    let word = |word: &str| {
        let bare = word.trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '+' && letter != '-');
        let stands = match bare {
            "" => return word.to_string(),
            _ if names.nodes.iter().any(|name| name == bare) => "N",
            _ if names.values.iter().any(|value| value == bare) => "v",
            _ if bare.chars().all(|letter| letter.is_ascii_digit() || letter == '.') => "5",
            _ => return word.to_string(),
        };
        word.replace(bare, stands)
    };
    sentence.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn told(scene: &Scene, sentences: &mut BTreeMap<String, String>) {
    let telling = Telling::exact(&scene.script.names);
    for step in scene.recording.steps() {
        let said = words::step(step, &scene.script.cluster, telling);
        for line in said.lines() {
            sentences.entry(kind(line, &scene.script.names)).or_insert_with(|| line.to_string());
        }
    }
}

#[test]
fn sentences_in_german_are_the_golden_ones() {
    let _german = German::spoken();
    let mut sentences = BTreeMap::new();
    for (_, scene) in course() {
        told(&scene, &mut sentences);
    }
    let text = sentences.into_values().collect::<Vec<_>>().join("\n") + "\n";
    expect_file![format!("{}/tests/golden/german.txt", env!("CARGO_MANIFEST_DIR"))].assert_eq(&text);
}
