//! What a link opens, and the link to what is on show.

use super::acts::{Told, text};
use super::{Link, Place, ScriptText};
use crate::export::run::Origin;
use crate::player::breaking::{Example, Start};
use crate::player::{BreakMsg, Breaking, Mark, Opening, Show, Source, Wanted};
use crate::story::language::{say, tr};
use crate::story::words::given::Came;
use crate::story::{library, problem};
use std::rc::Rc;

/// What a link opens, before what it carries has been unpacked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Opens {
    /// A scene that can be asked for.
    Source(Source),
    /// A scene in the link itself.
    Script(ScriptText),
}

/// The scene of a link to what is on show.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Carries {
    /// The link names it.
    Named,
    /// The link must carry this text.
    Text(Rc<str>),
}

/// What brings the run on show back. One that no acts of a link can tell is told as a scene of its own.
pub fn origin(show: &Show) -> Origin {
    let (link, carries) = Link::default().to(show);
    let script = match carries {
        Carries::Named => show.text.clone(),
        Carries::Text(text) => text,
    };
    Origin { script: Some(script.to_string()), acts: text(&link.acts), seed: link.seed, at: None }
}

impl Link {
    /// The scene that it opens, if it names one; and a sentence where there is no such scene, but one like it.
    pub fn opens(&self) -> (Option<Opens>, Option<String>) {
        if let Some(script) = &self.script {
            return (Some(Opens::Script(script.clone())), None);
        }
        if let Some(address) = &self.src {
            return (Some(Opens::Source(Source::Address(address.clone()))), None);
        }
        let named = self.objective.as_ref().filter(|id| library::OBJECTIVES.iter().any(|entry| entry.id == **id));
        if let Some(id) = named {
            return (Some(Opens::Source(Source::Course(id.clone()))), None);
        }
        if let Some(id) = &self.objective {
            let near = problem::nearest(id, library::OBJECTIVES.iter().map(|entry| entry.id));
            let expected = match near.first() {
                Some(near) => say!("the id of one, such as {near}", near),
                None => tr!("the id of one of those under “Try it”").to_string(),
            };
            let wrong = say!(
                "In the link, objective is “{id}”, and there is no such objective; expected {expected}.",
                id,
                expected
            );
            return (near.first().map(|near| Opens::Source(Source::Course(near.to_string()))), Some(wrong));
        }
        let Some(id) = self.scene.as_ref().or(self.scenes.first()) else { return (None, None) };
        if library::find(id).is_some() {
            return (Some(Opens::Source(Source::Course(id.clone()))), None);
        }
        let near = problem::nearest(id, library::COURSE.iter().map(|entry| entry.id));
        let notice = |expected: &str| {
            say!("In the link, scene is “{id}”, and there is no such scene; expected {expected}.", id, expected)
        };
        match near.first() {
            Some(&near) => {
                let notice = notice(&say!("the id of one, such as {near}, which is shown", near));
                (Some(Opens::Source(Source::Course(near.to_string()))), Some(notice))
            }
            None => (None, Some(notice(tr!("the id of one of the course")))),
        }
    }

    /// The link that opens a search; none where it starts in the midst of a run to which no link leads by a name.
    pub fn to_search(breaking: &Breaking) -> Option<Link> {
        let link = Link { breaking: Some(breaking.setup.clone()), ..Link::default() };
        if breaking.setup.start == Start::Beginning {
            return Some(link);
        }
        let (source, opening) = breaking.from()?;
        let Opening::Link(wanted) = opening else { return None };
        let told: Vec<Told> = wanted.acts.iter().map(|(at, text)| Told { at: *at, text: text.clone() }).collect();
        if super::acts::read(&text(&told)).0 != told {
            return None;
        }
        let at = match wanted.at {
            Some(Mark::When(when)) => Some(Place::When(when)),
            _ => None,
        };
        let link = Link { slide: wanted.slide.map(|slide| slide + 1), at, acts: told, seed: wanted.seed, ..link };
        match source {
            Source::Course(id) => Some(Link { scene: Some(id.clone()), ..link }),
            Source::Address(address) => Some(Link { src: Some(address.clone()), ..link }),
            Source::Text(_) => None,
        }
    }

    /// This link, which carries that, with what is known of the run on show where a search has found it.
    #[must_use]
    pub fn with_found(self, carries: &Carries, example: Option<&Example>) -> Link {
        let is_it = |example: &&Example| matches!((carries, &example.source), (Carries::Text(text), Source::Text(own)) if text == own);
        match example.filter(is_it) {
            // Nothing is as long as that is: it was so at the start.
            Some(example) if 0 < example.length => {
                let found = Some((example.finding, example.length));
                Link { breaking: Some(example.setup.clone()), found, ..self }
            }
            _ => self,
        }
    }

    /// What a search has found whose run this link carries.
    pub fn was_found(&self) -> Option<BreakMsg> {
        let (finding, length) = self.found.filter(|_| self.script.is_some())?;
        let setup = self.breaking.clone().unwrap_or_default();
        Some(BreakMsg::WasFound(Box::new(setup), finding, length))
    }

    /// Where in its scene it opens.
    pub fn opening(&self) -> Opening {
        let at = self.at.map(|place| match place {
            Place::When(when) => Mark::When(when),
            Place::Percent(percent) => Mark::Percent(percent),
        });
        let slide = self.slide.map(|slide| slide.saturating_sub(1));
        let acts: Vec<_> = self.acts.iter().map(|told| (told.at, told.text.clone())).collect();
        let wanted = Wanted { slide, at, acts, seed: self.seed, came: Came::default() };
        if wanted == Wanted::default() { Opening::Set } else { Opening::Link(Rc::new(wanted)) }
    }

    /// The same with what is on show in place of what it says of scene, acts and moment; and what it must carry of
    /// the scene. A run that no acts of a link can tell is carried as a scene of its own.
    #[must_use]
    pub fn to(&self, show: &Show) -> (Link, Carries) {
        let told = if show.is_own() { show.branch().told() } else { Vec::new() };
        let acts: Vec<Told> = told.into_iter().map(|(at, text)| Told { at, text }).collect();
        let kept = Link { scenes: self.scenes.clone(), look: self.look.clone(), ..Link::default() };
        if super::acts::read(&text(&acts)).0 != acts {
            let whole = show.as_scene();
            return (Link { at: Some(Place::Percent(100)), ..kept }, Carries::Text(whole.into()));
        }
        let (slide, at) = (Some(show.slide + 1), Some(Place::When(show.branch().when(show.at))));
        let link = Link { slide, at, acts, seed: show.seed, ..kept };
        match &show.source {
            Source::Course(id) if show.scene.script.objective.is_some() => {
                (Link { objective: Some(id.clone()), ..link }, Carries::Named)
            }
            Source::Course(id) => (Link { scene: Some(id.clone()), ..link }, Carries::Named),
            Source::Address(address) => (Link { src: Some(address.clone()), ..link }, Carries::Named),
            Source::Text(text) => (link, Carries::Text(text.clone())),
        }
    }
}
