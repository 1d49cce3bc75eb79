//! The guides in each language: what is made from the scenes is made from those of the language, while it is spoken.

use super::german;
use crate::ask::course::quizzes;
use crate::guides::{aims, summaries};
use crate::scenes::texts_in;
use expect_test::expect_file;
use paxos_explainer::story::guide::{self, Guide};
use paxos_explainer::story::language::{Language, TITLES, line_of, speak, speak_english};
use paxos_explainer::story::library::{COURSE, OBJECTIVES};
use paxos_explainer::story::parse;

/// The file of a guide in German.
fn file(name: &str) -> String {
    format!("{}/static/{}", env!("CARGO_MANIFEST_DIR"), Language::German.guide(name))
}

/// Holds a file of the guides against what is made of the German scenes, while German is spoken.
fn is_made(name: &str, make: impl FnOnce() -> String) {
    speak(Language::German, Box::leak(Box::new(german())));
    let made = make();
    speak_english();
    expect_file![file(name)].assert_eq(&made);
}

/// With `UPDATE_EXPECT=1` it is written anew, as are the next ones.
#[test]
fn german_contents_are_what_the_german_scenes_say() {
    is_made(Guide::Contents.file(), || guide::contents_text(&summaries(Language::German)));
}

#[test]
fn german_questions_are_what_the_german_scenes_ask() {
    is_made(Guide::Questions.file(), || guide::questions_text(&quizzes(Language::German)));
}

#[test]
fn german_objectives_are_what_the_german_scenes_say() {
    is_made(Guide::Objectives.file(), || guide::aims_text(&aims(Language::German)));
}

#[test]
fn german_titles_are_those_of_the_german_scenes() {
    is_made(TITLES, || {
        let german = texts_in(Language::German);
        let mut text = String::from("# Made from the heads of the scenes; a test holds the two equal.\n");
        for entry in COURSE.iter().chain(OBJECTIVES) {
            let (_, scene) = german.iter().find(|(id, _)| id == entry.id).expect("there is one in German");
            let script = parse(scene).unwrap_or_else(|problem| panic!("{}: {problem}", entry.id));
            let pair = (line_of(entry.title.key()), line_of(&script.title));
            text.push_str(&format!("\n{}\n= {}\n", pair.0, pair.1));
        }
        text
    });
}

/// The misreadings and the second deck are written by hand: they are about the same scenes, in the same order.
#[test]
fn guides_written_by_hand_are_about_the_same_in_german() {
    let read = |language: Language, guide: Guide| {
        let path = format!("{}/static/{}", env!("CARGO_MANIFEST_DIR"), language.guide(guide.file()));
        std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("{path} is missing"))
    };
    let [english, german] =
        [Language::English, Language::German].map(|language| guide::misreadings(&read(language, Guide::Misreadings)));
    let scenes = |all: &[guide::Misreading]| all.iter().map(|each| each.scenes.clone()).collect::<Vec<_>>();
    assert_eq!(scenes(&english), scenes(&german));
    assert!(german.iter().all(|each| !each.wrong.is_empty() && !each.right.is_empty()));
    let [english, german] =
        [Language::English, Language::German].map(|language| guide::stops(&read(language, Guide::Scratch)));
    let stops = |all: &[guide::Stop]| all.iter().map(|stop| (stop.step, stop.scene.clone())).collect::<Vec<_>>();
    assert_eq!(stops(&english), stops(&german));
    assert!(german.iter().all(|stop| !stop.title.is_empty() && !stop.predict.is_empty() && !stop.line.is_empty()));
}
