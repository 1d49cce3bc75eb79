//! The scenes in each language: the same runs, told in other words.

use paxos_explainer::story::{Script, Statement, parse};
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("static/scenes")
}

fn scenes() -> Vec<String> {
    let entries = std::fs::read_dir(folder()).expect("the scenes can be listed");
    let names = entries.map(|entry| entry.expect("an entry can be read").file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".paxos")).collect();
    names.sort();
    names
}

fn read(path: &Path) -> Script {
    let text = std::fs::read_to_string(path).unwrap_or_else(|_| panic!("{} is missing", path.display()));
    parse(&text).unwrap_or_else(|problem| panic!("{}:{problem}", path.display()))
}

/// Without its texts.
fn run_alone(script: Script) -> Script {
    let wordless = |line: paxos_explainer::story::Line| {
        let statement = match line.statement {
            Statement::Slide(_) => Statement::Slide(String::new()),
            Statement::Say(_) => Statement::Say(String::new()),
            other => other,
        };
        paxos_explainer::story::Line { statement, column: 0, ..line }
    };
    Script {
        title: String::new(),
        about: script.about.map(|_| String::new()),
        objective: script.objective.map(|aim| paxos_explainer::story::script::Objective { text: String::new(), ..aim }),
        lines: script.lines.into_iter().map(wordless).collect(),
        solution: script.solution.into_iter().map(wordless).collect(),
        ..script
    }
}

/// The texts of a scene, in order.
pub fn told(script: &Script) -> Vec<String> {
    let lines = script.lines.iter().chain(&script.solution);
    let said = lines.filter_map(|line| match &line.statement {
        Statement::Slide(text) | Statement::Say(text) => Some(text.clone()),
        _ => None,
    });
    let head =
        [Some(script.title.clone()), script.about.clone(), script.objective.as_ref().map(|aim| aim.text.clone())];
    head.into_iter().flatten().chain(said).collect()
}

#[test]
fn each_scene_has_the_same_run_in_german() {
    for name in scenes() {
        let english = run_alone(read(&folder().join(&name)));
        let german = run_alone(read(&folder().join("de").join(&name)));
        assert_eq!(english, german, "de/{name} tells another run, or stands in other lines");
    }
}

#[test]
fn no_german_scene_is_left_in_english() {
    for name in scenes() {
        let (english, german) = (read(&folder().join(&name)), read(&folder().join("de").join(&name)));
        let same: Vec<String> = told(&english).into_iter().filter(|text| told(&german).contains(text)).collect();
        let same: Vec<&String> = same.iter().filter(|text| 3 < text.split(' ').count()).collect();
        assert!(same.is_empty(), "de/{name}: {same:?}");
    }
}

#[test]
fn there_is_no_german_scene_without_an_english_one() {
    let entries = std::fs::read_dir(folder().join("de")).expect("the German scenes can be listed");
    for entry in entries {
        let name = entry.expect("an entry can be read").file_name().to_string_lossy().into_owned();
        assert!(scenes().contains(&name), "de/{name} belongs to no scene");
    }
}
