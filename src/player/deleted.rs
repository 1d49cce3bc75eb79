//! Deleting runs of the viewer's own, and bringing them back.

use super::own::{KeptRun, OwnRun};
use super::show::Show;
use crate::story::language::{say, tr};
use crate::story::words::given;

/// So many deleted runs can be brought back, while their scene is on show.
pub const DELETED_MAX: usize = 20;

/// A run that was deleted.
#[derive(Clone, Debug)]
pub struct Deleted {
    /// Its place among the others, from 0.
    place: usize,
    was_shown: bool,
    pub(super) own: OwnRun,
}

impl Deleted {
    /// That it is deleted, by its name and what was done in it: its number is another one's now.
    pub fn told(&self) -> String {
        let OwnRun { name, .. } = &self.own;
        let which = match name.is_empty() {
            true => tr!("A run of yours is deleted.").to_string(),
            false => say!("Your run “{name}” is deleted.", name),
        };
        let mut done = self.own.told();
        // Where all of it is taken back, it is known by what it was.
        if 0 < self.own.count_done() {
            done.truncate(self.own.count_done());
        }
        format!("{which} {}", given::done(&done))
    }
}

impl Show {
    /// The run that was deleted last and can be brought back.
    pub fn deleted(&self) -> Option<&Deleted> {
        self.deleted.last()
    }

    /// The deleted runs as they would be kept: what another page has kept of them is not to come back.
    pub(super) fn deleted_as_kept(&self) -> Vec<KeptRun> {
        self.deleted.iter().map(|deleted| deleted.own.kept()).collect()
    }

    /// Deletes a run. Where it was on show, the slide that it left is.
    pub(super) fn delete_run(&mut self, which: usize) {
        if self.runs.len() <= which {
            return;
        }
        let was_shown = self.shown == Some(which);
        if was_shown {
            self.go_home();
        }
        let own = self.runs.remove(which);
        let moved = |place: usize| (place < which).then_some(place).or_else(|| (which < place).then(|| place - 1));
        (self.shown, self.last) = (self.shown.and_then(moved), self.last.and_then(moved));
        self.deleted.push(Deleted { place: which, was_shown, own });
        if DELETED_MAX < self.deleted.len() {
            self.deleted.remove(0);
        }
    }

    /// Brings the run back that was deleted last, to its place among the others, and on show if it was.
    pub(super) fn bring_run_back(&mut self) {
        let Some(Deleted { place, was_shown, own }) = self.deleted.pop() else { return };
        let place = place.min(self.runs.len());
        self.runs.insert(place, own);
        let moved = |at: usize| if at < place { at } else { at + 1 };
        (self.shown, self.last) = (self.shown.map(moved), self.last.map(moved));
        if was_shown {
            self.go_to_run(place);
        }
    }
}
