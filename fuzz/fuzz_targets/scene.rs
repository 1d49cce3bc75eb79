//! Any bytes as a scene: read, played, printed, replayed, told. `cargo xtask fuzz` runs it; a text that takes
//! more than a second is a failure as much as a panic is.
#![no_main]

use libfuzzer_sys::fuzz_target;
use paxos_explainer::export::text::transcript;
use paxos_explainer::sim::recording::{EVENTS_MAX, TIME_MAX};
use paxos_explainer::story::{Scene, parse, print};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let Ok(script) = parse(&text) else { return };
    let printed = print::script(&script);
    let again = parse(&printed).unwrap_or_else(|problem| panic!("{problem} in\n{printed}"));
    assert_eq!(print::script(&again), printed, "what is printed reads back");
    let Ok(scene) = Scene::play(script) else { return };
    let recording = &scene.recording;
    assert!(recording.events() <= EVENTS_MAX && recording.end().time <= TIME_MAX, "the run is within its limits");
    let told = transcript(&scene, recording, scene.slides.len() - 1);
    assert!(told.contains("At "), "the transcript has an end");
    let replay = print::replay(&scene.script, &scene.script.title, recording);
    // A replay of a very long run may be longer than a scene may be.
    if let Ok(script) = parse(&replay) {
        let replayed = Scene::play(script).unwrap_or_else(|problem| panic!("{problem} in\n{replay}"));
        let chosen = |scene: &Scene| paxos_explainer::sim::truth::chosen(scene.recording.world()).count();
        assert_eq!(chosen(&replayed), chosen(&scene), "{replay}");
    }
});
