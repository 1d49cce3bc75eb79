//! Whether what was told of a run last can be told again: it hangs on the run, the names of its nodes, the words and the
//! language.

use crate::player::Show;
use crate::sim::Recording;
use crate::story::Names;
use crate::story::language::{Language, spoken};
use crate::story::words::{Ids, Vocabulary};
use std::rc::{Rc, Weak};

/// A run, and how it is told.
pub(super) struct Key {
    recording: Weak<Recording>,
    names: Names,
    told: (Ids, Vocabulary, Language),
}

impl Key {
    /// That of the run on show.
    pub(super) fn of(show: &Show) -> Key {
        let telling = show.telling();
        Key {
            recording: Rc::downgrade(show.recording()),
            names: telling.names.clone(),
            told: (telling.ids, telling.vocabulary, spoken()),
        }
    }

    /// Whether the run on show is this one, and told like it.
    pub(super) fn is_of(&self, show: &Show) -> bool {
        let telling = show.telling();
        self.recording.as_ptr() == Rc::as_ptr(show.recording())
            && self.told == (telling.ids, telling.vocabulary, spoken())
            && self.names == *telling.names
    }
}
