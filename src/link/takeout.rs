//! What somebody takes away of a run: the choices of the dialog, and the text, the figure or the handout that they make.
//!
//! Pure: the page asks what is on show, fetches the other scenes of a chapter where a handout wants them, and copies,
//! saves and prints.

mod make;
pub mod words;

pub use make::{Writer, live};

use crate::export::handout::Size;
use crate::export::{Colours, Format};
use crate::player::Show;
use std::rc::Rc;

/// Which part of the run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// The slide on show; of a run of the reader's own, what follows the beginning of the slide that it left.
    Slide,
    /// From the beginning up to the moment on show.
    SoFar,
    /// All of it.
    Whole,
}

impl Part {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Part; 3] = [Part::Slide, Part::SoFar, Part::Whole];
}

/// What is on a handout.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    /// The moment on show.
    Moment,
    /// The scene on show, every slide of it.
    Scene,
    /// Every scene of the chapter to which it belongs.
    Chapter,
}

/// What came of the last thing that was wanted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Came {
    /// It is on the clipboard (true), or the browser did not let that happen.
    Copied(bool),
    /// It was handed to the browser as a file of this name; in a frame (true) that may come to nothing.
    Saved(String, bool),
    /// It cannot be saved, for this reason.
    NotSaved(String),
    /// The browser was asked to print it; in a frame (true) that may come to nothing.
    Printed(bool),
}

/// What was made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Made {
    /// This text.
    Text(Rc<str>),
    /// Nothing, for this reason.
    Nothing(String),
    /// It waits for scenes that are fetched.
    Waits,
}

/// What happens in the dialog.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // Each says what it is.
pub enum TakeoutMsg {
    Format(Format),
    Part(Part),
    Colours(Colours),
    Scope(Scope),
    Size(Size),
    /// With (true) or without the fences that Markdown wants around a diagram.
    Fenced(bool),
    Came(Came),
    /// The texts of the chapter's scenes, by their ids, in order; or why one of them cannot be had.
    Fetched(Result<Vec<(String, String)>, String>),
}

/// The dialog while it is open.
#[derive(Clone, Debug)]
pub struct Takeout {
    /// As what it is taken away.
    pub format: Format,
    /// Which part of the run, where the format tells one.
    pub part: Part,
    /// The colours of a figure.
    pub colours: Colours,
    /// What is on a handout.
    pub scope: Scope,
    /// How large its slides are.
    pub size: Size,
    /// Whether a diagram has the fences that Markdown wants around it.
    pub is_fenced: bool,
    /// What came of the last thing that was wanted.
    pub came: Option<Came>,
    /// What was made.
    pub made: Made,
    /// The scenes of the chapter, once they have been fetched and played; or why that cannot be.
    chapter: Option<Result<Vec<Show>, String>>,
}

impl Default for Takeout {
    fn default() -> Takeout {
        Takeout {
            format: Format::Svg,
            part: Part::Whole,
            colours: Colours::Light,
            scope: Scope::Scene,
            size: Size::Large,
            is_fenced: true,
            came: None,
            made: Made::Waits,
            chapter: None,
        }
    }
}

impl Takeout {
    /// Takes one message; what is made must be made anew then.
    pub fn update(&mut self, msg: TakeoutMsg, show: &Show) {
        self.came = None; // It was about something else.
        match msg {
            TakeoutMsg::Format(format) => self.format = format,
            TakeoutMsg::Part(part) => self.part = part,
            TakeoutMsg::Colours(colours) => self.colours = colours,
            TakeoutMsg::Scope(scope) => self.scope = scope,
            TakeoutMsg::Size(size) => self.size = size,
            TakeoutMsg::Fenced(is_fenced) => self.is_fenced = is_fenced,
            TakeoutMsg::Came(came) => self.came = Some(came),
            TakeoutMsg::Fetched(texts) => self.chapter = Some(texts.and_then(|texts| make::played(texts, show))),
        }
    }

    /// The scenes that are to be fetched before a handout can be made, by their ids.
    pub fn wants_fetched(&self, show: &Show) -> Vec<&'static str> {
        let is_wanted = self.format == Format::Handout && self.scope == Scope::Chapter && self.chapter.is_none();
        if is_wanted { make::chapter_of(show) } else { Vec::new() }
    }

    /// The part of the run that is told: that which is wanted, as far as the format can tell it.
    pub fn part_told(&self) -> Part {
        match self.part {
            Part::Slide if !self.format.about().is_of_part => Part::SoFar,
            part => part,
        }
    }

    /// Which parts there are to choose from.
    pub fn parts(&self) -> Vec<Part> {
        let has_parts = !self.format.is_figure() && self.format != Format::Handout;
        let is_there = |part: &Part| has_parts && (*part != Part::Slide || self.format.about().is_of_part);
        Part::ALL.into_iter().filter(is_there).collect()
    }

    /// Whether it can be put between fences.
    pub fn fence(&self) -> Option<&'static str> {
        (self.format == Format::Mermaid).then_some("mermaid")
    }
}
