//! What leads through the scenes: each guide names scenes that there are, and the player follows it.

use crate::scenes::{course, course_in, texts, texts_in};
use expect_test::expect_file;
use paxos_explainer::player::{Deck, Effect, Fetched, GuideMsg, Model, Msg, Opening};
use paxos_explainer::story::guide::{self, Aim, Guide, Stop, Summary};
use paxos_explainer::story::language::Language;
use paxos_explainer::story::library::{COURSE, Entry, OBJECTIVES, find};
use paxos_explainer::story::words::objective::acts;
use paxos_explainer::story::{Scene, parse};
use std::collections::BTreeSet;

fn file(guide: Guide) -> String {
    file_in(Language::English, guide)
}

fn file_in(language: Language, guide: Guide) -> String {
    format!("{}/static/{}", env!("CARGO_MANIFEST_DIR"), language.guide(guide.file()))
}

fn text(guide: Guide) -> String {
    text_in(Language::English, guide)
}

fn text_in(language: Language, guide: Guide) -> String {
    std::fs::read_to_string(file_in(language, guide)).expect("a guide is a file of static/course")
}

fn stops() -> Vec<Stop> {
    guide::stops(&text(Guide::Scratch))
}

/// The words of a scene's narration, and of the misreadings that it answers, that stand in no title: each once.
fn other_words(language: Language, id: &str, scene: &Scene) -> String {
    let words = |text: &str| -> BTreeSet<String> {
        let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| 3 < word.len());
        words.map(str::to_lowercase).collect()
    };
    let titles: Vec<&str> = scene.slides.iter().map(|slide| slide.title.as_str()).collect();
    let shown = format!("{} {} {}", scene.script.title, scene.script.about.as_deref().unwrap_or(""), titles.join(" "));
    let mut told: String =
        scene.slides.iter().flat_map(|slide| slide.say.iter()).map(|say| format!("{say} ")).collect();
    for misreading in guide::misreadings(&text_in(language, Guide::Misreadings)) {
        if misreading.scenes.iter().any(|scene| scene == id) {
            told.push_str(&format!("{} {} ", misreading.wrong, misreading.right));
        }
    }
    let others = words(&told).difference(&words(&shown)).cloned().collect::<Vec<String>>();
    others.join(" ")
}

/// What the scenes of a language show.
pub fn summaries(language: Language) -> Vec<Summary> {
    let played = course_in(language);
    COURSE
        .iter()
        .map(|entry| {
            let (_, scene) = played.iter().find(|(id, _)| id == entry.id).expect("a scene of the course is a file");
            Summary {
                scene: entry.id.to_string(),
                about: scene.script.about.clone().expect("it says what it shows"),
                slides: scene.slides.iter().map(|slide| slide.title.clone()).collect(),
                words: other_words(language, entry.id, scene),
            }
        })
        .collect()
}

/// With `UPDATE_EXPECT=1` the contents are written anew from the scenes.
#[test]
fn contents_are_what_the_scenes_say() {
    let summaries = summaries(Language::English);
    let written = guide::contents_text(&summaries);
    expect_file![file(Guide::Contents)].assert_eq(&written);
    assert_eq!(guide::contents(&written), summaries, "what is written can be read");
}

#[test]
fn every_scene_of_a_guide_is_a_scene_of_the_course() {
    for stop in stops() {
        assert!(find(&stop.scene).is_some(), "step {} names {}", stop.step, stop.scene);
    }
    for misreading in guide::misreadings(&text(Guide::Misreadings)) {
        for scene in &misreading.scenes {
            assert!(find(scene).is_some(), "\"{}\" names {scene}", misreading.wrong);
        }
    }
}

#[test]
fn every_twin_is_a_scene_of_the_course_and_another_one() {
    for (id, scene) in course() {
        if let Some(twin) = &scene.script.twin {
            assert!(find(twin).is_some() && *twin != id, "{id} has the twin {twin}");
        }
    }
}

#[test]
fn all_thirty_two_misreadings_are_answered() {
    let all = guide::misreadings(&text(Guide::Misreadings));
    assert_eq!(all.len(), 32);
    assert!(all.iter().all(|each| !each.wrong.is_empty() && !each.right.is_empty()));
    let unshown: Vec<&str> = all.iter().filter(|each| each.scenes.is_empty()).map(|each| each.wrong.as_str()).collect();
    assert_eq!(unshown, Vec::<&str>::new());
    let wrong: BTreeSet<&str> = all.iter().map(|each| each.wrong.as_str()).collect();
    assert_eq!(wrong.len(), all.len(), "each is a misreading of its own");
}

#[test]
fn second_deck_has_thirteen_steps_that_all_predict_and_conclude() {
    let stops = stops();
    let steps: Vec<&Stop> = stops.iter().filter(|stop| stop.is_first).collect();
    assert_eq!(steps.iter().map(|stop| stop.step).collect::<Vec<_>>(), (1..=13).collect::<Vec<_>>());
    for stop in &steps {
        assert!(stop.predict.ends_with('?') && !stop.line.is_empty() && !stop.title.is_empty(), "{stop:?}");
    }
    assert_eq!(stops.iter().filter(|stop| stop.is_last).count(), 13);
}

fn loaded(model: &mut Model) {
    let id = model.scene_id().to_string();
    let (_, text) = texts().into_iter().find(|(known, _)| *known == id).expect("it is a scene");
    model.update(Msg::Loaded { id: id.into(), text, opening: Opening::Set });
}

fn begun(scene: &str) -> Model {
    let (mut model, _) = Model::new(scene, Opening::Set);
    loaded(&mut model);
    model
}

#[test]
fn guide_is_fetched_once_and_again_after_it_failed() {
    let mut model = begun("phase-1");
    let open = |guide| Msg::Guide(GuideMsg::Open(guide));
    assert_eq!(model.update(open(Guide::Contents)), [Effect::FetchGuide(Guide::Contents)]);
    assert_eq!((model.guides.open, model.update(open(Guide::Contents))), (Some(Guide::Contents), vec![]));
    model.update(Msg::Guide(GuideMsg::Failed(Guide::Contents, "gone".into())));
    assert_eq!(model.guides.contents, Fetched::Failed("gone".into()));
    assert_eq!(model.update(open(Guide::Contents)), [Effect::FetchGuide(Guide::Contents)]);
    model.update(Msg::Guide(GuideMsg::Loaded(Guide::Contents, text(Guide::Contents))));
    assert!(model.guides.contents.here().is_some_and(|all| all.len() == COURSE.len()));
    assert_eq!(model.update(open(Guide::Contents)), []);
    model.update(Msg::Guide(GuideMsg::Close));
    assert_eq!(model.guides.open, None);
}

#[test]
fn second_deck_leads_from_stop_to_stop_and_back_and_ends() {
    let mut model = begun("phase-1");
    let follow = |at| Msg::Guide(GuideMsg::Follow(at));
    assert_eq!(model.update(follow(0)), [Effect::FetchGuide(Guide::Scratch)], "the deck is fetched first");
    model.update(Msg::Guide(GuideMsg::Loaded(Guide::Scratch, text(Guide::Scratch))));
    model.update(follow(0));
    let stops = stops();
    for (at, stop) in stops.iter().enumerate() {
        assert_eq!((model.guides.deck, model.scene_id()), (Deck::Scratch(at), stop.scene.as_str()));
        loaded(&mut model);
        let is_offered = model.has_next_scene();
        let effects = model.update(Msg::NextScene);
        assert_eq!(effects.is_empty(), at + 1 == stops.len(), "after stop {at}");
        assert_eq!(is_offered, !effects.is_empty(), "after stop {at}");
    }
    model.update(Msg::PreviousScene);
    assert_eq!(model.scene_id(), stops[stops.len() - 2].scene);
    model.update(Msg::Open("phase-1".into(), Opening::Set));
    assert_eq!(model.guides.deck, Deck::Course, "who opens a scene of the course follows the course");
}

#[test]
fn scene_opens_with_the_stage_set_for_the_slide_that_is_asked_for() {
    let (mut model, effects) = Model::new("phase-1", Opening::Slide(2));
    assert_eq!(effects, [Effect::Fetch("phase-1".into(), Opening::Slide(2))]);
    let (_, text) = texts().into_iter().find(|(id, _)| id == "phase-1").expect("it is a scene");
    model.update(Msg::Loaded { id: "phase-1".into(), text: text.clone(), opening: Opening::Slide(2) });
    let show = model.show().expect("it is shown");
    assert_eq!((show.slide, show.at), (2, show.slide().end));
    let (mut model, _) = Model::new("phase-1", Opening::Slide(99));
    model.update(Msg::Loaded { id: "phase-1".into(), text, opening: Opening::Slide(99) });
    let show = model.show().expect("a slide too many is no mistake");
    assert_eq!(show.slide, show.scene.slides.len() - 1);
}

/// The page suggests these words to those who search.
#[test]
fn words_that_the_search_suggests_find_something() {
    let contents = text(Guide::Contents).to_ascii_lowercase();
    for word in ["disk", "majority", "late", "leader", "timer"] {
        assert!(contents.contains(word), "{word}");
    }
}

/// What the scenes of a language ask to be reached, in the language that is spoken.
pub fn aims(language: Language) -> Vec<Aim> {
    let script = |id: &str| {
        let (_, text) = texts_in(language).into_iter().find(|(known, _)| known == id).expect("an objective is a file");
        parse(&text).expect("it is a scene")
    };
    let aim = |entry: &Entry| {
        let objective = script(entry.id).objective.expect("it has one");
        let within = objective.within.map(|most| acts(most as usize)).unwrap_or_default();
        Aim { scene: entry.id.to_string(), text: objective.text, within }
    };
    OBJECTIVES.iter().map(aim).collect()
}

/// With `UPDATE_EXPECT=1` the list of objectives is written anew from the scenes.
#[test]
fn list_of_objectives_is_what_the_scenes_say() {
    let aims = aims(Language::English);
    let written = guide::aims_text(&aims);
    expect_file![file(Guide::Objectives)].assert_eq(&written);
    assert_eq!(guide::aims(&written), aims, "what is written can be read");
}
