//! What is on show, as the dialog is opened over it.

use crate::export::figure::{self, Picture};
use crate::link::{Carries, Link};
use crate::player::breaking::Example;
use crate::player::{Opening, Show, Source};
use crate::sim::Time;
use crate::story::Scene;
use crate::view::Shape;
use std::rc::Rc;

/// The end of a slide, of which there may be a figure.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Slide {
    /// What the slide is called.
    pub title: String,
    /// What is to be seen on its figure, for who does not see it.
    pub(super) says: String,
    /// How wide and how high its figure is.
    pub(super) size: (u32, u32),
}

/// What is on show.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Subject {
    /// What the scene is called.
    pub title: String,
    /// Its slides.
    pub slides: Vec<Slide>,
    /// When in the run it is, in milliseconds.
    pub time: Time,
    /// Whether it is a run of the reader's own.
    pub is_own: bool,
    /// The link to this very moment, and what it must carry.
    pub(super) moment: (Link, Carries),
    source: Source,
    text: Rc<str>,
}

impl Slide {
    /// The slides of the scene on show as it was written, whatever the reader has done. Their figures beside the page
    /// are in the words of the talk, and so is what is said of them.
    fn all(show: &Show) -> Vec<Slide> {
        let mut written = Show::new(show.source.clone(), Scene::clone(&show.scene), &Opening::End);
        let slide = |slide: usize| {
            (written.slide, written.at) = (slide, written.scene.slides[slide].end);
            let stage = figure::stage(&written, Shape::Wide);
            Slide {
                title: show.told(&written.slide().title),
                says: figure::says(&written, Picture::Stage),
                size: (stage.width.round() as u32, stage.height.round() as u32),
            }
        };
        (0..show.scene.slides.len()).map(slide).collect()
    }
}

impl Subject {
    /// Of a scene on show.
    pub fn of(show: &Show) -> Subject {
        Subject {
            title: show.told(&show.scene.script.title),
            slides: Slide::all(show),
            time: show.at.time,
            is_own: show.is_own(),
            moment: Link::default().to(show),
            source: show.source.clone(),
            text: show.text.clone(),
        }
    }

    /// The same of a run that a search has found.
    #[must_use]
    pub fn with_found(mut self, example: Option<&Example>) -> Subject {
        let (link, carries) = self.moment;
        self.moment = (link.with_found(&carries, example), carries);
        self
    }

    /// The scene as it was written.
    pub(super) fn scene(&self) -> (Link, Carries) {
        let link = Link { seed: self.moment.0.seed, ..Link::default() };
        match &self.source {
            Source::Course(id) => (Link { scene: Some(id.clone()), ..link }, Carries::Named),
            Source::Address(address) => (Link { src: Some(address.clone()), ..link }, Carries::Named),
            Source::Text(_) => (link, Carries::Text(self.text.clone())),
        }
    }
}
