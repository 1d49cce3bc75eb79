//! Finding one's way: the guides that have been fetched, which of them is open, and the deck one is in.

use super::model::{Effect, Model, Msg};
use super::source::{Opening, Source};
use crate::story::guide::{self, Aim, Guide, Misreading, Quiz, Stop, Summary};
use crate::story::library;
use std::rc::Rc;

/// A text that is fetched when it is first asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fetched<T> {
    /// Nobody has asked for it yet.
    Unasked,
    /// It is on its way.
    Asked,
    /// It is here.
    Here(Rc<Vec<T>>),
    /// It could not be had, for this reason.
    Failed(String),
}

/// The order in which scenes follow each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Deck {
    /// The order of the course.
    Course,
    /// The second deck, at this stop, from 0.
    Scratch(usize),
}

/// The guides, and where in them the reader is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Guides {
    /// The guide that is open in place of the stage.
    pub open: Option<Guide>,
    /// The deck that the reader follows.
    pub deck: Deck,
    /// What each scene shows.
    pub contents: Fetched<Summary>,
    /// The second deck.
    pub scratch: Fetched<Stop>,
    /// What people get wrong.
    pub misreadings: Fetched<Misreading>,
    /// What the scenes ask.
    pub questions: Fetched<Quiz>,
    /// What there is to reach.
    pub objectives: Fetched<Aim>,
}

/// What happens to the guides.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum GuideMsg {
    /// The reader opens one, in place of the stage.
    Open(Guide),
    /// The reader goes back to the stage.
    Close,
    /// One is needed, but not to be opened.
    Want(Guide),
    /// One has come.
    Loaded(Guide, String),
    /// One could not be had, for this reason.
    Failed(Guide, String),
    /// The reader enters the second deck at this stop, from 0.
    Follow(usize),
}

impl<T> Fetched<T> {
    /// What is here, if it is.
    pub fn here(&self) -> Option<&Rc<Vec<T>>> {
        match self {
            Fetched::Here(items) => Some(items),
            Fetched::Unasked | Fetched::Asked | Fetched::Failed(_) => None,
        }
    }

    /// Notes that it is asked for; says whether it must be fetched for that.
    fn ask(&mut self) -> bool {
        let is_missing = matches!(self, Fetched::Unasked | Fetched::Failed(_));
        if is_missing {
            *self = Fetched::Asked;
        }
        is_missing
    }
}

impl Default for Guides {
    fn default() -> Guides {
        Guides {
            open: None,
            deck: Deck::Course,
            contents: Fetched::Unasked,
            scratch: Fetched::Unasked,
            misreadings: Fetched::Unasked,
            questions: Fetched::Unasked,
            objectives: Fetched::Unasked,
        }
    }
}

impl Guides {
    /// The stop of the second deck at which the reader is.
    pub fn stop(&self) -> Option<&Stop> {
        match self.deck {
            Deck::Scratch(at) => self.scratch.here()?.get(at),
            Deck::Course => None,
        }
    }

    /// The misreadings that a scene answers, as far as they have been fetched.
    pub fn answered_by(&self, scene: &str) -> Vec<&Misreading> {
        let all = self.misreadings.here().into_iter().flat_map(|all| all.iter());
        all.filter(|misreading| misreading.scenes.iter().any(|known| known == scene)).collect()
    }

    fn want(&mut self, guide: Guide) -> Vec<Effect> {
        let is_missing = match guide {
            Guide::Contents => self.contents.ask(),
            Guide::Scratch => self.scratch.ask(),
            Guide::Misreadings => self.misreadings.ask(),
            Guide::Questions => self.questions.ask(),
            Guide::Objectives => self.objectives.ask(),
        };
        if is_missing { vec![Effect::FetchGuide(guide)] } else { Vec::new() }
    }

    /// Wishes for all that has been asked for, since it is to be had in another language. What is here stays until then.
    pub(super) fn anew(&mut self) -> Vec<Effect> {
        let is_asked = [
            self.contents != Fetched::Unasked,
            self.scratch != Fetched::Unasked,
            self.misreadings != Fetched::Unasked,
            self.questions != Fetched::Unasked,
            self.objectives != Fetched::Unasked,
        ];
        let asked = Guide::ALL.into_iter().zip(is_asked).filter(|(_, is_asked)| *is_asked);
        asked.map(|(guide, _)| Effect::FetchGuide(guide)).collect()
    }

    fn loaded(&mut self, which: Guide, text: &str) {
        match which {
            Guide::Contents => self.contents = Fetched::Here(Rc::new(guide::contents(text))),
            Guide::Scratch => self.scratch = Fetched::Here(Rc::new(guide::stops(text))),
            Guide::Misreadings => self.misreadings = Fetched::Here(Rc::new(guide::misreadings(text))),
            Guide::Questions => self.questions = Fetched::Here(Rc::new(guide::questions(text))),
            Guide::Objectives => self.objectives = Fetched::Here(Rc::new(guide::aims(text))),
        }
    }

    fn failed(&mut self, which: Guide, why: String) {
        match which {
            Guide::Contents => self.contents = Fetched::Failed(why),
            Guide::Scratch => self.scratch = Fetched::Failed(why),
            Guide::Misreadings => self.misreadings = Fetched::Failed(why),
            Guide::Questions => self.questions = Fetched::Failed(why),
            Guide::Objectives => self.objectives = Fetched::Failed(why),
        }
    }
}

impl Model {
    pub(super) fn guide(&mut self, msg: GuideMsg) -> Vec<Effect> {
        match msg {
            GuideMsg::Open(guide) => {
                self.rest_now();
                self.guides.open = Some(guide);
                self.sandbox.is_open = false;
                self.breaking.is_open = false;
                return self.guides.want(guide);
            }
            GuideMsg::Close => self.guides.open = None,
            GuideMsg::Want(guide) => return self.guides.want(guide),
            GuideMsg::Loaded(guide, text) => self.guides.loaded(guide, &text),
            GuideMsg::Failed(guide, why) => self.guides.failed(guide, why),
            GuideMsg::Follow(stop) => return self.follow(stop, Opening::Set),
        }
        Vec::new()
    }

    /// To a stop of the second deck.
    fn follow(&mut self, at: usize, opening: Opening) -> Vec<Effect> {
        let mut effects = self.guides.want(Guide::Scratch);
        if let Some(scene) = self.guides.scratch.here().and_then(|stops| Some(stops.get(at)?.scene.clone())) {
            effects.extend(self.open(scene, opening));
            self.guides.deck = Deck::Scratch(at);
        }
        effects
    }

    /// On to the scene that follows in the deck; at its end, nothing.
    pub(super) fn next_scene(&mut self) -> Vec<Effect> {
        match self.guides.deck {
            Deck::Scratch(at) => self.follow(at + 1, Opening::Set),
            Deck::Course => self.open_near(1, Opening::Set),
        }
    }

    /// Back to the scene before in the deck.
    pub(super) fn previous_scene(&mut self, opening: Opening) -> Vec<Effect> {
        match self.guides.deck {
            Deck::Scratch(at) => at.checked_sub(1).map_or(Vec::new(), |at| self.follow(at, opening)),
            Deck::Course => self.open_near(-1, opening),
        }
    }

    /// The scene so many places further on in the course, or in what there is of it.
    fn open_near(&mut self, further: isize, opening: Opening) -> Vec<Effect> {
        let near = self.place_in_deck().and_then(|at| self.scene_at(at.checked_add_signed(further)?));
        near.map_or(Vec::new(), |scene| self.open(scene, opening))
    }

    /// The place of the scene on show among those that there are.
    fn place_in_deck(&self) -> Option<usize> {
        match self.scenes.is_empty() {
            true => library::COURSE.iter().position(|entry| entry.id == self.scene_id()),
            false => self.scenes.iter().position(|scene| scene == self.scene_id()),
        }
    }

    fn scene_at(&self, place: usize) -> Option<String> {
        match self.scenes.is_empty() {
            true => library::COURSE.get(place).map(|entry| entry.id.to_string()),
            false => self.scenes.get(place).cloned(),
        }
    }

    /// Whether a scene follows the one on show.
    pub fn has_next_scene(&self) -> bool {
        let next = |at: usize| self.scene_at(at + 1).is_some();
        match self.guides.deck {
            // As long as the stops are not there nobody knows which is the last.
            Deck::Scratch(at) => self.guides.scratch.here().is_none_or(|stops| at + 1 < stops.len()),
            _ => self.place_in_deck().is_some_and(next),
        }
    }

    /// Opens a scene in the order of the course.
    pub(super) fn open_in_course(&mut self, id: String, opening: Opening) -> Vec<Effect> {
        self.open_source(Source::Course(id), opening)
    }

    /// Opens a scene from anywhere, after which the course goes on.
    pub(super) fn open_source(&mut self, source: Source, opening: Opening) -> Vec<Effect> {
        self.guides.deck = Deck::Course;
        self.guides.open = None;
        self.sandbox.is_open = false;
        self.breaking.is_open = false;
        self.ask_for(source, opening)
    }

    fn open(&mut self, id: String, opening: Opening) -> Vec<Effect> {
        self.guides.open = None;
        self.sandbox.is_open = false;
        self.breaking.is_open = false;
        self.ask_for(Source::Course(id), opening)
    }
}

impl From<GuideMsg> for Msg {
    fn from(msg: GuideMsg) -> Msg {
        Msg::Guide(msg)
    }
}
