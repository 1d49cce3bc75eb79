//! The actions of the specification, by name.

use super::acceptor::Vote;

/// An action. Acceptors, ballots and values are numbered from 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Act {
    /// Phase1a: a ballot begins.
    Begin(u8),
    /// Phase1b: an acceptor answers the 1a of this ballot, and reports this.
    Answer(u8, u8, Option<Vote>),
    /// Phase2a: a value is sent.
    Ask(Vote),
    /// Phase2b: an acceptor accepts.
    Accept(u8, Vote),
    /// An acceptor crashes, and forgets (`rule storage`).
    Forget(u8),
}

/// How many kinds of them there are.
pub const ACTS: usize = 5;

impl Act {
    /// Which kind it is, in the order in which they stand here.
    pub fn place(self) -> usize {
        match self {
            Act::Begin(_) => 0,
            Act::Answer(..) => 1,
            Act::Ask(_) => 2,
            Act::Accept(..) => 3,
            Act::Forget(_) => 4,
        }
    }
}
