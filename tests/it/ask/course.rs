//! The questions of the course: each misreading has one, in a scene that answers it, and all are told in a golden file.

use crate::scenes::course_in;
use expect_test::expect_file;
use paxos_explainer::sim::{Moment, Recording};
use paxos_explainer::story::Scene;
use paxos_explainer::story::ask::{Asked, Thought};
use paxos_explainer::story::guide::{self, Guide, MISREADINGS, Posed, Quiz};
use paxos_explainer::story::language::Language;
use paxos_explainer::story::library::COURSE;
use paxos_explainer::story::print;
use paxos_explainer::story::words::{self, Telling};
use std::collections::BTreeMap;
use std::fmt::Write;

fn guide_text(guide: Guide) -> String {
    std::fs::read_to_string(guide_file(guide.file())).expect("a guide is a file of static/course")
}

fn guide_file(name: &str) -> String {
    format!("{}/static/course/{}.txt", env!("CARGO_MANIFEST_DIR"), name)
}

/// The scenes that ask something, in the order of the course.
fn asking() -> Vec<(String, Scene)> {
    asking_in(Language::English)
}

/// The same in a language.
fn asking_in(language: Language) -> Vec<(String, Scene)> {
    let mut played: BTreeMap<String, Scene> = course_in(language).into_iter().collect();
    let scenes = COURSE.iter().filter_map(|entry| Some((entry.id.to_string(), played.remove(entry.id)?)));
    scenes.filter(|(_, scene)| !scene.asks.is_empty()).collect()
}

/// A thought, by its name.
fn name(thought: Thought) -> String {
    match thought {
        Thought::Rule(rule) => print::change(rule),
        Thought::Mistake(mistake) => format!("{mistake:?}"),
    }
}

fn told(id: &str, scene: &Scene, asked: &Asked) -> String {
    let telling = Telling::exact(&scene.script.names);
    let about = asked.question.about.map_or(String::new(), |about| format!(", about {about}"));
    let mut text = format!("{id}, slide {}{about}\n", asked.slide + 1);
    let _ = writeln!(text, "{}", words::ask::question(asked, scene, telling));
    for choice in asked.choices(scene) {
        let says = words::ask::choice(&choice.answer, scene.recording.world(), telling);
        let _ = match choice.thought {
            None => writeln!(text, "+ {says}: {}", words::ask::because(asked, scene, telling)),
            Some(thought) => writeln!(text, "- {says}: {} -> {}", name(thought), thought.proof_beside(id).scene),
        };
    }
    text
}

/// Every line of it is one that a reader may see. With `UPDATE_EXPECT=1` it is written anew.
#[test]
fn questions_of_the_course_are_the_golden_ones() {
    let scenes = asking();
    let mut text = String::new();
    for (id, scene) in &scenes {
        scene.asks.iter().for_each(|asked| text.push_str(&(told(id, scene, asked) + "\n")));
    }
    let mut thoughts: BTreeMap<String, Thought> = BTreeMap::new();
    for (_, scene) in &scenes {
        let choices = scene.asks.iter().flat_map(|asked| asked.choices(scene));
        thoughts.extend(choices.filter_map(|choice| choice.thought).map(|thought| (name(thought), thought)));
    }
    for (name, thought) in thoughts {
        let _ = writeln!(text, "{name}\n{}\n{}\n", words::ask::thought(thought), words::ask::see(thought));
    }
    expect_file![format!("{}/tests/golden/questions.txt", env!("CARGO_MANIFEST_DIR"))].assert_eq(&text);
}

/// Whoever has it wrong finds the answer that they would give among the choices, and a scene that shows otherwise.
#[test]
fn each_misreading_has_a_question_in_a_scene_that_answers_it() {
    let misreadings = guide::misreadings(&guide_text(Guide::Misreadings));
    let scenes = asking();
    let has_one = |number: u8| {
        let answered_by = &misreadings[usize::from(number) - 1].scenes;
        scenes.iter().filter(|(id, _)| answered_by.contains(id)).any(|(_, scene)| {
            let about = scene.asks.iter().filter(|asked| asked.question.about == Some(number));
            let mut thoughts = about.flat_map(|asked| asked.choices(scene)).filter_map(|choice| choice.thought);
            thoughts.any(|thought| thought.is_about(number))
        })
    };
    let without: Vec<u8> = (1..=MISREADINGS).filter(|&number| !has_one(number)).collect();
    assert_eq!(without, Vec::<u8>::new(), "misreadings without a question");
}

#[test]
fn a_question_about_a_misreading_offers_it_in_a_scene_of_its_record() {
    let misreadings = guide::misreadings(&guide_text(Guide::Misreadings));
    for (id, scene) in asking() {
        for asked in &scene.asks {
            let Some(about) = asked.question.about else { continue };
            assert!(misreadings[usize::from(about) - 1].scenes.contains(&id), "{id} is no scene of misreading {about}");
            let mut thoughts = asked.choices(&scene).into_iter().filter_map(|choice| choice.thought);
            assert!(thoughts.any(|thought| thought.is_about(about)), "{id}, line {}: nothing of {about}", asked.line);
        }
    }
}

#[test]
fn chapters_one_to_five_ask_twice_and_no_scene_asks_too_often() {
    let scenes = asking();
    for chapter in 1..=5 {
        let of_chapter = COURSE.iter().filter(|entry| entry.place.chapter == chapter);
        let asked = of_chapter.flat_map(|entry| scenes.iter().filter(|(id, _)| *id == entry.id));
        let asked: usize = asked.map(|(_, scene)| scene.asks.len()).sum();
        assert!(2 <= asked, "chapter {chapter} asks {asked} times");
    }
    for (id, scene) in &scenes {
        assert!(scene.asks.len() <= 4, "{id} asks {} times", scene.asks.len());
        for slide in 0..scene.slides.len() {
            let of_slide = scene.asks.iter().filter(|asked| asked.slide == slide).count();
            assert!(of_slide <= 2, "{id} asks {of_slide} times in slide {}", slide + 1);
        }
    }
}

#[test]
fn a_question_does_not_change_what_happens() {
    for (id, scene) in asking() {
        let mut script = scene.script.clone();
        script
            .lines
            .retain(|line| !print::statement(&line.statement, &script.names).starts_with("ask ") || is_way(line));
        let without = Scene::play(script).expect("it plays without its questions");
        let steps = |scene: &Scene| scene.recording.steps().len();
        assert_eq!((steps(&without), without.end()), (steps(&scene), scene.end()), "{id}");
        assert_eq!(worlds(&without.recording), worlds(&scene.recording), "{id}");
    }
}

fn is_way(line: &paxos_explainer::story::Line) -> bool {
    matches!(line.statement, paxos_explainer::story::script::Statement::Poll(_))
}

fn worlds(recording: &Recording) -> Vec<paxos_explainer::sim::World> {
    let at = |steps| recording.at(Moment { time: recording.end().time, steps });
    (0..=recording.steps().len()).map(at).collect()
}

/// What the scenes of a language ask, in the language that is spoken.
pub fn quizzes(language: Language) -> Vec<Quiz> {
    let quiz = |(id, scene): &(String, Scene)| {
        let telling = Telling::exact(&scene.script.names);
        let posed = |(place, asked): (usize, &Asked)| Posed {
            number: place + 1,
            slide: asked.slide + 1,
            about: asked.question.about,
            text: words::ask::question(asked, scene, telling),
        };
        Quiz { scene: id.clone(), questions: scene.asks.iter().enumerate().map(posed).collect() }
    };
    asking_in(language).iter().map(quiz).collect()
}

/// With `UPDATE_EXPECT=1` the list is written anew from the scenes.
#[test]
fn list_of_questions_is_what_the_scenes_ask() {
    let quizzes = quizzes(Language::English);
    let written = guide::questions_text(&quizzes);
    expect_file![guide_file(Guide::Questions.file())].assert_eq(&written);
    assert_eq!(guide::questions(&written), quizzes, "what is written can be read");
}
