//! The scenes of the course: each plays as it expects to, is told as its golden transcript says, and
//! survives being printed.

use expect_test::expect_file;
use paxos_explainer::export::text;
use paxos_explainer::paxos::Slot;
use paxos_explainer::sim::{Moment, World, truth};
use paxos_explainer::story::language::Language;
use paxos_explainer::story::library::{CHAPTERS, COURSE};
use paxos_explainer::story::words::caution;
use paxos_explainer::story::{Scene, Script, parse, print};
use std::path::{Path, PathBuf};

/// The id and the text of every scene file, by id.
pub fn texts() -> Vec<(String, String)> {
    texts_in(Language::English)
}

/// The same in a language.
pub fn texts_in(language: Language) -> Vec<(String, String)> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("static").join(language.scene(""));
    let folder = file.parent().expect("it is a file of a folder");
    let files = std::fs::read_dir(folder).expect("the folder of the scenes can be read");
    let mut paths: Vec<PathBuf> = files.map(|file| file.expect("its entries can be read").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "paxos"));
    paths.sort();
    let id = |path: &Path| path.file_stem().expect("a scene file has a name").to_string_lossy().into_owned();
    paths.iter().map(|path| (id(path), std::fs::read_to_string(path).expect("a scene is text"))).collect()
}

/// Parses and plays a text that is meant to be right.
pub fn play(name: &str, text: &str) -> Scene {
    parse(text).and_then(Scene::play).unwrap_or_else(|problem| panic!("{name}:{problem}\n{text}"))
}

/// Every scene of the course, played.
pub fn course() -> Vec<(String, Scene)> {
    course_in(Language::English)
}

/// The same in a language.
pub fn course_in(language: Language) -> Vec<(String, Scene)> {
    let played = |(id, text): (String, String)| (id.clone(), play(&id, &text));
    course_texts_in(language).into_iter().map(played).collect()
}

/// The text of every scene of the course, with its id.
pub fn course_texts() -> Vec<(String, String)> {
    course_texts_in(Language::English)
}

fn course_texts_in(language: Language) -> Vec<(String, String)> {
    texts_in(language).into_iter().filter(|(_, text)| !has_objective(text)).collect()
}

/// The text of every scene that has an objective, with its id.
pub fn tries() -> Vec<(String, String)> {
    texts().into_iter().filter(|(_, text)| has_objective(text)).collect()
}

fn has_objective(text: &str) -> bool {
    text.lines().any(|line| line.trim_start().starts_with("objective "))
}

/// A script without the places at which its lines stand, which printing changes.
pub fn without_lines(script: &Script) -> Script {
    let mut script = script.clone();
    for line in script.lines.iter_mut().chain(&mut script.solution) {
        (line.line, line.column) = (0, 0);
    }
    script
}

/// The world after each step, the beginning first.
pub fn worlds(scene: &Scene) -> impl Iterator<Item = World> + '_ {
    let time = scene.recording.end().time;
    (0..=scene.recording.steps().len()).map(move |steps| scene.recording.at(Moment { time, steps }))
}

#[test]
fn every_scene_plays_with_its_expectations() {
    let course = course();
    assert!(!course.is_empty(), "there are scenes");
    for (id, scene) in course {
        let expects = scene.script.lines.iter().any(|line| print_of(&scene, line).starts_with("expect"));
        let waits = scene.script.lines.iter().any(|line| print_of(&scene, line).starts_with("run until"));
        assert!(expects || waits, "{id} checks nothing of what it tells");
    }
}

fn print_of(scene: &Scene, line: &paxos_explainer::story::Line) -> String {
    print::statement(&line.statement, &scene.script.names)
}

/// With `UPDATE_EXPECT=1` the transcripts are rewritten; each change in them is one that a reader sees.
#[test]
fn transcript_of_every_scene_is_the_golden_one() {
    for (id, scene) in course() {
        let transcript = text::whole(&scene);
        let golden = format!("{}/tests/golden/transcripts/{id}.txt", env!("CARGO_MANIFEST_DIR"));
        expect_file![golden].assert_eq(&transcript);
    }
}

#[test]
fn golden_transcripts_belong_to_scenes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/transcripts");
    let known: Vec<String> = texts().into_iter().map(|(id, _)| format!("{id}.txt")).collect();
    for file in std::fs::read_dir(folder).expect("the folder of the transcripts can be read") {
        let name = file.expect("its entries can be read").file_name().to_string_lossy().into_owned();
        assert!(known.contains(&name), "{name} is the transcript of no scene");
    }
}

#[test]
fn printed_scene_parses_to_the_same_script() {
    for (id, scene) in course() {
        let printed = print::script(&scene.script);
        let read = parse(&printed).unwrap_or_else(|problem| panic!("{id}:{problem}\n{printed}"));
        assert_eq!(without_lines(&read), without_lines(&scene.script), "{id}:\n{printed}");
    }
}

#[test]
fn printed_scene_plays_to_the_same_run() {
    for (id, scene) in course() {
        let again = play(&id, &print::script(&scene.script));
        assert_eq!(again.recording.steps(), scene.recording.steps(), "{id}: the steps");
        assert_eq!(again.recording.flights(), scene.recording.flights(), "{id}: the ways of the messages");
        assert_eq!(again.slides, scene.slides, "{id}: the slides");
    }
}

#[test]
fn index_of_the_course_agrees_with_the_scenes() {
    let mut expected: Vec<_> = course()
        .into_iter()
        .filter_map(|(id, scene)| Some((scene.script.place?, id, scene.script.title.clone())))
        .collect();
    expected.sort();
    let listed = COURSE.iter().map(|entry| (entry.place, entry.id.to_string(), entry.title.to_string()));
    assert_eq!(listed.collect::<Vec<_>>(), expected, "title, place and order of each scene");
}

#[test]
fn places_of_the_course_are_unique_and_within_its_chapters() {
    for pair in COURSE.windows(2) {
        assert!(pair[0].place < pair[1].place, "{} and {} stand in order", pair[0].id, pair[1].id);
    }
    for entry in COURSE {
        let chapter = usize::from(entry.place.chapter);
        assert!((1..=CHAPTERS.len()).contains(&chapter), "{} is in chapter {chapter}", entry.id);
        assert!(0 < entry.place.number, "{} has a place from 1", entry.id);
        let ids: Vec<&str> = COURSE.iter().map(|entry| entry.id).filter(|&id| id == entry.id).collect();
        assert_eq!(ids.len(), 1, "{} has an id of its own", entry.id);
    }
}

/// Whether a scene is Paxos at every moment: no wrong rule, and quorums that meet.
fn is_paxos(scene: &Scene) -> bool {
    caution::over(&scene.recording, scene.recording.end()).is_empty()
}

/// Where the scenes of the course run under Paxos, nothing of it may ever break in them.
#[test]
fn nothing_of_paxos_breaks_in_any_step_of_the_course() {
    let (paxos, others): (Vec<_>, Vec<_>) = course().into_iter().partition(|(_, scene)| is_paxos(scene));
    assert!(others.iter().all(|(id, _)| id.starts_with("case-")), "the course itself is Paxos");
    for (id, scene) in paxos {
        let worlds: Vec<World> = worlds(&scene).collect();
        for (steps, world) in worlds.iter().enumerate() {
            assert_eq!(truth::violation(world), None, "{id} after {steps} steps");
        }
        for (steps, pair) in worlds.windows(2).enumerate() {
            assert_eq!(truth::broken_promise(&pair[0], &pair[1]), None, "{id} in step {}", steps + 1);
        }
        let mut chosen: Vec<_> =
            truth::chosen(scene.recording.world()).map(|chosen| (chosen.slot, chosen.vote.value)).collect();
        chosen.sort_unstable_by_key(|&(slot, value)| (slot, value.word));
        chosen.dedup();
        assert!(chosen.windows(2).all(|pair| pair[0].0 < pair[1].0), "{id} ends with {chosen:?} chosen");
    }
}

#[test]
fn every_slide_has_a_title_and_narration() {
    for (id, scene) in course() {
        for slide in &scene.slides {
            assert!(!slide.title.trim().is_empty(), "{id}: a slide without a title");
            assert!(!slide.say.is_empty(), "{id}: nothing is said on \"{}\"", slide.title);
            assert!(slide.say.iter().all(|text| !text.trim().is_empty()), "{id}: \"{}\" says nothing", slide.title);
        }
        assert!(scene.script.about.is_some(), "{id} says what it shows");
    }
}

/// What a title says to be so already at the beginning of its slide: `cat ist gewählt`, `L1 has learned cat`.
fn said_to_be_so(title: &str, scene: &Scene, at: Moment) -> Option<bool> {
    let world = scene.recording.at(at);
    let words: Vec<&str> = title.split(|c: char| !c.is_alphanumeric() && c != '+').collect();
    let is_chosen = |value: &str| truth::chosen(&world).any(|it| scene.script.names.value(it.vote.value) == value);
    let has_learned = |name: &str| {
        let node = scene.script.names.find_node(name)?;
        Some(world.node(node).learner.as_ref().is_some_and(|it| it.learned(Slot::ONLY).is_some()))
    };
    match words[..] {
        [.., "Nichts", "ist", "gewählt"] => None,
        [.., value, "ist", "gewählt"] | [value, "ist", "gewählt", ..] => Some(is_chosen(value)),
        [value, "ist", "unter", _, "gewählt"] => Some(is_chosen(value)),
        [name, "has", "learned", ..] | [name, "hat", .., "gelernt"] => has_learned(name),
        _ => None,
    }
}

/// A slide opens at its beginning: its title may say what comes, and not that it is so.
#[test]
fn titles_do_not_say_that_something_is_so_before_it_is() {
    for language in [Language::English, Language::German] {
        for (id, scene) in course_in(language).iter().filter(|(_, scene)| scene.poll.is_none()) {
            for slide in &scene.slides {
                let is_so = said_to_be_so(&slide.title, scene, slide.start);
                assert_ne!(is_so, Some(false), "{id}: \"{}\" is not so where its slide begins", slide.title);
            }
        }
    }
}

/// One slide ends where the next begins: no moment of a run belongs to none of them.
#[test]
fn slides_cover_the_run_without_a_gap() {
    for (id, scene) in course() {
        assert_eq!(scene.slides[0].start, Moment::default(), "{id}");
        for pair in scene.slides.windows(2) {
            assert_eq!(pair[0].end, pair[1].start, "{id}: after \"{}\"", pair[0].title);
        }
        let last = scene.slides.last().expect("a scene has a slide");
        assert_eq!(last.end, scene.end(), "{id}");
    }
}
