//! Something that is wanted of a state, whatever it is: who searches is told what it takes to see it.

use crate::sim::{Sight, Tally};
use std::fmt;
use std::sync::Arc;

/// What a state is asked.
pub type Asked = Arc<dyn Fn(&dyn Sight) -> bool + Send + Sync>;

/// Something that is wanted of a state.
#[derive(Clone)]
pub struct Wanted {
    /// Whether it holds there.
    pub holds: Asked,
    /// What it asks for that a search would not show otherwise.
    pub asks: Asks,
    /// What was counted before the start.
    pub tally: Tally,
}

/// What must be carried out, and kept apart, so that it can be seen whether something holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Asks {
    /// It is about what nodes have learned, and so about ACCEPTs that arrive.
    pub learning: bool,
    /// It is about ballots under way: how many promises they have, and what they have sent.
    pub ballots_under_way: bool,
    /// It is about acceptors by their names.
    pub names: bool,
    /// It is about crashes, or about who is down: as many as it takes.
    pub crashes: Option<u8>,
    /// It takes this many ballots at least.
    pub ballots: u8,
}

impl Asks {
    /// What two things ask for together: crashes may be different ones.
    #[must_use]
    pub fn and(self, other: Asks) -> Asks {
        Asks {
            learning: self.learning || other.learning,
            ballots_under_way: self.ballots_under_way || other.ballots_under_way,
            names: self.names || other.names,
            crashes: match (self.crashes, other.crashes) {
                (Some(one), Some(other)) => Some(one.saturating_add(other)),
                (one, other) => one.or(other),
            },
            ballots: self.ballots.max(other.ballots),
        }
    }
}

impl fmt::Debug for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wanted").field("asks", &self.asks).field("tally", &self.tally).finish_non_exhaustive()
    }
}
