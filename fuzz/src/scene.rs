//! Any bytes as a scene: read, played, printed, replayed, told.

use paxos_explainer::export::text::transcript;
use paxos_explainer::sim::recording::{EVENTS_MAX, TIME_MAX};
use paxos_explainer::sim::truth;
use paxos_explainer::story::parse::BYTES_MAX;
use paxos_explainer::story::{Scene, parse, print};

/// What is printed reads back, and a run is within its limits and can be replayed.
pub fn scene(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let script = match parse(&text) {
        Ok(script) => script,
        Err(problem) => {
            super::is_sentence(&problem.to_string());
            return;
        }
    };
    let printed = print::script(&script);
    // A scene that is almost as long as one may be can be longer when it is printed, which writes out what may be left out.
    if printed.len() <= BYTES_MAX {
        let again = parse(&printed).unwrap_or_else(|problem| panic!("{problem} in\n{printed}"));
        assert_eq!(print::script(&again), printed, "what is printed reads back");
    }
    let scene = match Scene::play(script) {
        Ok(scene) => scene,
        Err(problem) => return super::is_sentence(&problem.to_string()),
    };
    let recording = &scene.recording;
    assert!(recording.events() <= EVENTS_MAX && recording.end().time <= TIME_MAX, "the run is within its limits");
    let last = scene.slides.len() - 1;
    let told = transcript(&scene, recording, last, scene.slides[last].end);
    assert!(scene.poll.is_some() || told.contains("At "), "the transcript has an end");
    let replay = print::replay(&scene.script, &scene.script.title, recording);
    // A replay of a very long run may be longer than a scene may be.
    if let Ok(script) = parse(&replay) {
        let replayed = Scene::play(script).unwrap_or_else(|problem| panic!("{problem} in\n{replay}"));
        let chosen = |scene: &Scene| truth::chosen(scene.recording.world()).count();
        assert_eq!(chosen(&replayed), chosen(&scene), "{replay}");
    }
}
