//! What is on show, as the dialog is opened over it.

use crate::link::{Carries, Link};
use crate::player::{Show, Source};
use crate::sim::Time;
use std::rc::Rc;

/// What is on show.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Subject {
    /// What the scene is called.
    pub title: String,
    /// What its slides are called.
    pub slides: Vec<String>,
    /// When in the run it is, in milliseconds.
    pub time: Time,
    /// Whether it is a run of the reader's own.
    pub is_own: bool,
    /// The link to this very moment, and what it must carry.
    pub(super) moment: (Link, Carries),
    source: Source,
    text: Rc<str>,
}

impl Subject {
    /// Of a scene on show.
    pub fn of(show: &Show) -> Subject {
        let told = |text: &String| show.told(text);
        Subject {
            title: told(&show.scene.script.title),
            slides: show.scene.slides.iter().map(|slide| told(&slide.title)).collect(),
            time: show.at.time,
            is_own: show.is_own(),
            moment: Link::default().to(show),
            source: show.source.clone(),
            text: show.text.clone(),
        }
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
