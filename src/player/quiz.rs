//! Testing oneself: from question to question of a chapter, wherever in its scenes they are asked.

use super::asking::Asking;
use super::guides::Guides;
use super::model::{Effect, Model};
use super::source::{Opening, Source};
use crate::story::guide::{Guide, Quiz};
use crate::story::library;

/// A question of the course: its scene, its number there from 0, and its slide from 0.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Spot {
    scene: String,
    nth: usize,
    slide: usize,
}

/// How far a reader is with the questions of a chapter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Score {
    /// How many there are.
    pub all: usize,
    /// How many were answered.
    pub answered: usize,
    /// How many of these rightly.
    pub right: usize,
}

impl Asking {
    /// How far the reader is with these questions.
    pub fn score_of<'a>(&self, quizzes: impl Iterator<Item = &'a Quiz>) -> Score {
        let each =
            quizzes.flat_map(|quiz| quiz.questions.iter().map(|posed| self.score(&quiz.scene, posed.number - 1)));
        let verdicts: Vec<Option<bool>> = each.collect();
        Score {
            all: verdicts.len(),
            answered: verdicts.iter().flatten().count(),
            right: verdicts.iter().flatten().filter(|is_right| **is_right).count(),
        }
    }
}

impl Guides {
    /// The questions of a chapter, in order.
    fn of_chapter(&self, chapter: u8) -> Vec<Spot> {
        let is_there = |scene: &str| library::find(scene).is_some_and(|entry| entry.place.chapter == chapter);
        let quizzes = self.questions.here().into_iter().flat_map(|all| all.iter());
        let spots = quizzes.filter(|quiz| is_there(&quiz.scene)).flat_map(|quiz| {
            let spot = |posed: &crate::story::guide::Posed| Spot {
                scene: quiz.scene.clone(),
                nth: posed.number - 1,
                slide: posed.slide - 1,
            };
            quiz.questions.iter().map(spot).collect::<Vec<_>>()
        });
        spots.collect()
    }
}

impl Model {
    /// Puts a question of the course.
    #[inline(never)]
    pub(super) fn pose(&mut self, scene: &str, nth: usize) -> Vec<Effect> {
        let Some(chapter) = library::find(scene).map(|entry| entry.place.chapter) else { return Vec::new() };
        let spots = self.guides.of_chapter(chapter);
        let spot = spots.into_iter().find(|spot| spot.scene == scene && spot.nth == nth);
        self.asking.test = Some(chapter);
        spot.map_or(Vec::new(), |spot| self.put(spot))
    }

    /// Puts the next question of the chapter; after its last one, the list tells how it went.
    pub(super) fn pose_next(&mut self) -> Vec<Effect> {
        let open = self.asking.open.clone();
        let spots = self.asking.test.map(|chapter| self.guides.of_chapter(chapter)).unwrap_or_default();
        let is_open =
            |spot: &Spot| open.as_ref().is_some_and(|(source, nth)| source.id() == spot.scene && *nth == spot.nth);
        let next = spots.iter().position(is_open).and_then(|at| spots.get(at + 1).cloned());
        match next {
            Some(spot) => self.put(spot),
            None => {
                (self.asking.open, self.asking.test) = (None, None);
                self.guide(super::guides::GuideMsg::Open(Guide::Questions))
            }
        }
    }

    fn put(&mut self, spot: Spot) -> Vec<Effect> {
        let source = Source::Course(spot.scene);
        self.asking.answers.retain(|known| known.source != source || known.nth != spot.nth);
        self.asking.open = Some((source.clone(), spot.nth));
        self.open_source(source, Opening::Slide(spot.slide))
    }
}
