//! Every row of the scene language, as a scene: `tests/scenarios/*.paxos`, each with its golden transcript,
//! or with what is said of it where it is a mistake (`error-…`).

mod coverage;

use crate::scenes::without_lines;
use crate::story::replay::assert_replays;
use expect_test::expect_file;
use paxos_explainer::export::{run, text};
use paxos_explainer::story::{Problem, Scene, parse, print};
use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// One file of `tests/scenarios`.
pub struct Scenario {
    pub name: String,
    pub text: String,
}

impl Scenario {
    pub fn play(&self) -> Result<Scene, Problem> {
        parse(&self.text).and_then(Scene::play)
    }

    fn is_mistake(&self) -> bool {
        self.name.starts_with("error-")
    }
}

/// Every scenario that is text, by name.
pub fn all() -> Vec<Scenario> {
    let files = std::fs::read_dir(Path::new(ROOT).join("tests/scenarios")).expect("the scenarios can be read");
    let mut paths: Vec<PathBuf> = files.map(|file| file.expect("its entries can be read").path()).collect();
    paths.sort();
    assert!(paths.iter().all(|path| path.extension().is_some_and(|end| end == "paxos")), "only scenes belong there");
    let scenario = |path: &PathBuf| {
        let name = path.file_stem().expect("a scenario has a name").to_string_lossy().into_owned();
        let text = String::from_utf8(std::fs::read(path).expect("a scenario can be read")).ok()?;
        Some(Scenario { name, text })
    };
    paths.iter().filter_map(scenario).collect()
}

/// The scenarios that are right, played.
pub fn played() -> Vec<(Scenario, Scene)> {
    let right = all().into_iter().filter(|scenario| !scenario.is_mistake());
    right
        .map(|scenario| {
            let scene = scenario.play().unwrap_or_else(|problem| panic!("{}.paxos:{problem}", scenario.name));
            (scenario, scene)
        })
        .collect()
}

/// With `UPDATE_EXPECT=1` the golden files are rewritten; read the difference.
#[test]
fn scenario_is_told_as_its_golden_file_says() {
    for scenario in all() {
        let told = match scenario.play() {
            Ok(_) if scenario.is_mistake() => panic!("{} is no mistake", scenario.name),
            Ok(scene) => text::whole(&scene),
            Err(problem) if scenario.is_mistake() => format!("{problem}\n"),
            Err(problem) => panic!("{}.paxos:{problem}", scenario.name),
        };
        expect_file![format!("{ROOT}/tests/golden/scenarios/{}.txt", scenario.name)].assert_eq(&told);
    }
}

#[test]
fn golden_files_belong_to_scenarios() {
    let names: Vec<String> = all().into_iter().map(|scenario| format!("{}.txt", scenario.name)).collect();
    for file in std::fs::read_dir(format!("{ROOT}/tests/golden/scenarios")).expect("the golden files can be read") {
        let name = file.expect("its entries can be read").file_name().to_string_lossy().into_owned();
        assert!(names.contains(&name), "{name} belongs to no scenario");
    }
}

#[test]
fn scenario_printed_is_the_same_scene() {
    for (scenario, scene) in played() {
        let printed = print::script(&scene.script);
        let again = parse(&printed).unwrap_or_else(|problem| panic!("{}: {problem}\n{printed}", scenario.name));
        assert_eq!(without_lines(&again), without_lines(&scene.script), "{}", scenario.name);
    }
}

#[test]
fn run_of_a_scenario_printed_as_a_scene_replays_to_the_same_state() {
    for (scenario, scene) in played().into_iter().filter(|(_, scene)| scene.poll.is_none()) {
        assert_replays(&scenario.name, &scene.script, &scene.recording);
    }
}

/// The limit of a run is one of events: those that its JSON lists.
#[test]
fn events_of_the_json_are_those_that_are_counted() {
    for (scenario, scene) in played() {
        let names = &scene.script.names;
        let run = run::run("", &scene.slides, names, &scene.recording, scene.recording.end());
        let json = serde_json::to_value(run).expect("a run is JSON");
        let events = json["events"].as_array().expect("it lists its events").len();
        assert_eq!(events, scene.recording.events(), "{}", scenario.name);
    }
}
