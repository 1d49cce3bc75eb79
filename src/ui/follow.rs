//! The address and the storage follow the work: when the page has come to rest, they are written.

use super::ground::Ground;
use super::{address, keep, last, look};
use crate::link::look::{Look, Ui};
use crate::link::{Carries, Link, ScriptText};
use crate::player::{Model, Shelf, Show};
use crate::story::language::{Words, words};
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// What is said once where the storage is full.
const FULL: Words = words!(
    "The browser's storage is full, so that your own runs cannot be kept here. The link in the address still holds the one on show."
);

/// What has been written, so that it is written when it changes, and only then.
#[derive(Default)]
pub struct Follower {
    /// What the page was opened with that its links are to carry on.
    pub base: Link,
    /// What stands in the address.
    written: String,
    shelf: Option<Shelf>,
    packed: Option<(Rc<str>, ScriptText)>,
    is_full: bool,
    writes: Writes,
    ground: Option<Ground>,
    /// How far the link that was opened has got into the address.
    opened: Opened,
}

/// What became of the link that the page was opened with.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Opened {
    /// Nothing has been written since.
    #[default]
    Now,
    /// Not all of it could be read, as where a later version of the page has made it: it stays in the address until
    /// something else is to stand there, and in the history of the browser from then on.
    InPart,
    /// The address is the page's own.
    Done,
}

/// What an instance writes of its place.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Writes {
    /// Nothing: the address is the host's.
    #[default]
    Nothing,
    /// The address alone: in a frame, where it opens is for its author to say.
    Address,
    /// The address, and where the reader was for the next visit.
    AddressAndPlace,
}

/// What is left to do after the work has been followed.
pub enum Next {
    /// Nothing.
    Rest,
    /// This text is to be packed for the link.
    Pack(Rc<str>),
    /// The viewer must be told this.
    Tell(String),
}

impl Follower {
    /// Follows an instance that was opened with this.
    pub fn new(link: &Link, ground: &Ground) -> Follower {
        let writes = match (ground.is_page(), look::ui(&link.look)) {
            (false, _) => Writes::Nothing,
            (true, Ui::Full) => Writes::AddressAndPlace,
            (true, Ui::Player | Ui::Minimal | Ui::None) => Writes::Address,
        };
        let base = Link { scenes: link.scenes.clone(), look: link.look.clone(), ..Link::default() };
        Follower { base, writes, ground: Some(ground.clone()), ..Follower::default() }
    }

    /// Another link is opened: should the page break before that is on show, the address leads there, and not back.
    pub fn open_anew(&mut self) {
        self.opened = Opened::Now;
        if let Some(ground) = &self.ground {
            last::note(ground.root(), "link", &JsValue::UNDEFINED);
        }
    }

    /// How the page is to look.
    pub fn look(&self) -> &Look {
        &self.base.look
    }

    /// Whether the address is one that this page has written.
    pub fn has_written(&self, link: &Link) -> bool {
        link.write() == self.written
    }

    /// Writes the address and the storage, as far as they have changed.
    pub fn follow(&mut self, model: &Model) -> Next {
        let Some(show) = model.show() else { return Next::Rest };
        let told = self.keep_runs(show);
        if self.writes == Writes::Nothing {
            return told.map_or(Next::Rest, Next::Tell);
        }
        match self.link(model, show) {
            Ok(link) if self.opened == Opened::Now && !model.told.is_empty() => {
                (self.opened, self.written) = (Opened::InPart, link);
            }
            Ok(link) if link != self.written => self.put(link),
            Ok(_) => {}
            Err(text) => return Next::Pack(text),
        }
        told.map_or(Next::Rest, Next::Tell)
    }

    fn put(&mut self, link: String) {
        let place = match std::mem::replace(&mut self.opened, Opened::Done) {
            Opened::InPart => address::Place::Next,
            Opened::Now | Opened::Done => address::Place::Same,
        };
        address::put(&link, place);
        if self.writes == Writes::AddressAndPlace {
            keep::keep(&link);
        }
        if let Some(ground) = &self.ground {
            last::note(ground.root(), "link", &link.as_str().into());
            last::note(ground.root(), "time", &JsValue::UNDEFINED);
        }
        self.written = link;
    }

    /// The link to what is on show; a text that must be packed for it first.
    pub fn link(&self, model: &Model, show: &Show) -> Result<String, Rc<str>> {
        let (link, carries) = self.base.to(show);
        let link = link.with_found(&carries, model.example());
        let script = match carries {
            Carries::Named => None,
            Carries::Text(text) => match &self.packed {
                Some((packed, script)) if *packed == text => Some(script.clone()),
                _ => return Err(text),
            },
        };
        Ok(Link { script, ..link }.write())
    }

    /// Takes what a text has been packed to.
    pub fn take(&mut self, text: Rc<str>, script: ScriptText) {
        self.packed = Some((text, script));
    }

    fn keep_runs(&mut self, show: &Show) -> Option<String> {
        let shelf = show.shelf();
        let is_new = match &self.shelf {
            Some(kept) if kept.is_of(&shelf.of, shelf.seed) => *kept != shelf,
            _ => !shelf.runs.is_empty(),
        };
        let is_kept = !is_new || keep::keep_runs(&shelf);
        self.shelf = Some(shelf);
        let is_first = !is_kept && !self.is_full;
        self.is_full |= !is_kept;
        is_first.then(|| FULL.to_string())
    }
}
