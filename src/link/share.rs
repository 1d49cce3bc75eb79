//! What somebody gives away: the choices of the dialog, and the link, the iframe and the element that they make.
//!
//! Pure: the page asks what is on show, packs a text where it is told to, and puts the texts on its screen.

mod code;
mod message;
mod reach;
mod size;
mod snippet;
mod subject;
pub mod words;

pub use code::{CODE_BYTES_MAX, Code, HALL_BYTES_MAX, code, notice as code_notice};
pub use message::ShareMsg;
pub use reach::{Reach, reach};
pub use size::{PIXELS_MAX, PIXELS_MIN, Preset, Size};
pub use subject::{Slide, Subject};

use super::look::{Interact, Look, Motion, Switch, Theme, Ui, View, Views};
use super::{Carries, Link, ScriptText};
use crate::story::library;
use std::rc::Rc;

/// Which scene is given away, and from where on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    /// What is on show, at this moment, with what was done.
    Moment,
    /// The scene on show, as it was written.
    Shown,
    /// Another scene of the course, by its place in it.
    Course(usize),
}

/// Where it will be opened: much has another default there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Within {
    /// In a window of its own.
    Window,
    /// In a frame of somebody's page.
    Frame,
}

/// One of the texts that can be copied.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Text {
    /// The link.
    Link,
    /// The iframe.
    Frame,
    /// The element, with the script that defines it.
    Element,
}

impl Text {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Text; 3] = [Text::Link, Text::Frame, Text::Element];
}

/// The dialog while it is open.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sharing {
    /// What is on show, if a scene is.
    pub subject: Option<Subject>,
    /// The scene.
    pub what: What,
    /// The slide, from 1, of a scene that is not shown at a moment; none for where it opens by itself.
    pub slide: Option<usize>,
    /// How it is to look and behave.
    pub look: Look,
    /// How large it is to be in a page.
    pub size: Size,
    /// Whether it is shown as it will be.
    pub is_previewed: bool,
    /// What was copied last, and whether the browser allowed it.
    pub copied: Option<(Text, bool)>,
    /// What was brought to be opened.
    pub brought: String,
    /// Why that cannot be opened.
    pub notice: Option<String>,
    /// Whether a text in the editor has a mistake, so that it is not what is on show.
    pub lags: bool,
    /// Whether the code alone fills the dialog.
    pub is_large: bool,
    scenes: Vec<String>,
    packed: Option<(Rc<str>, ScriptText)>,
}

impl Sharing {
    /// The dialog as it opens over what is on show. What the page was opened with that holds for all of it, its links
    /// hand on: which scenes there are, the colours, the words and the language.
    pub fn new(subject: Option<Subject>, base: &Link) -> Sharing {
        let Look { theme, names, motion, ref lang, .. } = base.look;
        Sharing {
            what: if subject.is_some() { What::Moment } else { What::Course(0) },
            subject,
            slide: None,
            look: Look { theme, names, motion, lang: lang.clone(), ..Look::default() },
            size: Preset::Column.size(),
            is_previewed: false,
            copied: None,
            brought: String::new(),
            notice: None,
            lags: false,
            is_large: false,
            scenes: base.scenes.clone(),
            packed: None,
        }
    }

    /// The scenes of the course that may be given away, with their places in it.
    pub fn courses(&self) -> impl Iterator<Item = (usize, &'static library::Entry)> {
        let is_there = |entry: &library::Entry| self.scenes.is_empty() || self.scenes.iter().any(|id| id == entry.id);
        library::COURSE.iter().enumerate().filter(move |(_, entry)| is_there(entry))
    }

    /// What is to be said where what is shared is not what stands in the editor.
    pub fn lag(&self) -> Option<&'static str> {
        (self.lags && !matches!(self.what, What::Course(_))).then_some(words::LAGS.said())
    }

    /// What it is called.
    pub fn title(&self) -> &str {
        match (self.what, &self.subject) {
            (What::Course(place), _) => library::COURSE.get(place).map_or("", |entry| entry.title.said()),
            (_, Some(subject)) => &subject.title,
            (_, None) => "",
        }
    }

    /// The text that must be packed before there is a link, if there is one.
    pub fn wants_packed(&self) -> Option<Rc<str>> {
        let text = self.carried()?;
        let is_packed = self.packed.as_ref().is_some_and(|(packed, _)| *packed == text);
        (!is_packed).then_some(text)
    }

    /// The scene that the link itself must carry, if it must.
    pub fn carried(&self) -> Option<Rc<str>> {
        match self.scene().1 {
            Carries::Text(text) => Some(text),
            Carries::Named => None,
        }
    }

    /// The link; none as long as a text for it has not been packed.
    pub fn link(&self, within: Within) -> Option<Link> {
        let (scene, carries) = self.scene();
        let script = match carries {
            Carries::Named => None,
            Carries::Text(text) => Some(self.packed.as_ref().filter(|(packed, _)| *packed == text)?.1.clone()),
        };
        let look = sparse(&self.look, within);
        Some(Link { script, look, scenes: self.scenes.clone(), ..scene })
    }

    /// The link without how it looks, and what it must carry.
    fn scene(&self) -> (Link, Carries) {
        let (scene, carries) = match (self.what, &self.subject) {
            (What::Moment, Some(subject)) => subject.moment.clone(),
            (What::Shown, Some(subject)) => subject.scene(),
            (What::Course(place), _) => {
                let scene = library::COURSE.get(place).map(|entry| entry.id.to_string());
                (Link { scene, ..Link::default() }, Carries::Named)
            }
            (_, None) => (Link::default(), Carries::Named),
        };
        let slide = if self.what == What::Moment { scene.slide } else { self.slide };
        (Link { slide, ..scene }, carries)
    }

    /// Which views it opens with.
    pub fn views(&self) -> Views {
        self.look.view.unwrap_or(Views::of([View::Stage]))
    }

    /// Whether the narration is there, where it can be.
    pub fn is_narrated(&self) -> Option<bool> {
        let ui = self.look.ui.unwrap_or(Ui::Player);
        narrated_by_itself(ui).map(|by_itself| self.look.captions.map_or(by_itself, |captions| captions == Switch::On))
    }
}

/// Whether the narration is there without a word in the link; none where it never is.
fn narrated_by_itself(ui: Ui) -> Option<bool> {
    match ui {
        Ui::Full | Ui::Player => Some(true),
        Ui::Minimal => Some(false),
        Ui::None => None,
    }
}

/// The same look without what holds by itself.
fn sparse(look: &Look, within: Within) -> Look {
    let by_itself = match within {
        Within::Window => Ui::Full,
        Within::Frame => Ui::Player,
    };
    let narrated = narrated_by_itself(look.ui.unwrap_or(by_itself));
    let is_by_itself = |captions: &Switch| narrated.is_none_or(|narrated| narrated == (*captions == Switch::On));
    Look {
        ui: look.ui.filter(|&ui| ui != by_itself),
        interact: look.interact.filter(|&interact| interact != Interact::All),
        autoplay: look.autoplay.filter(|&autoplay| autoplay == Switch::On),
        looped: look.looped.filter(|&looped| looped == Switch::On),
        speed: look.speed.filter(|&speed| speed != 100),
        theme: look.theme.filter(|&theme| theme != Theme::Auto),
        motion: look.motion.filter(|&motion| motion != Motion::Auto),
        view: look.view.filter(|&views| views != Views::default() && views != Views::of([View::Stage])),
        captions: look.captions.filter(|captions| !is_by_itself(captions)),
        ..look.clone()
    }
}
