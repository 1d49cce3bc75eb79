//! How many acceptors, values and ballots there are, and the places of what is counted by bits.

use super::Unfit;
use super::acceptor::Vote;

/// The most acceptors that there may be: two take a word at worst, so that a state has eight.
pub const ACCEPTORS_MAX: u8 = 14;
/// The most values.
pub const VALUES_MAX: u8 = 7;
/// The most ballots. With as many values, the 1a's and 2a's fill a word.
pub const BALLOTS_MAX: u8 = 8;

/// How much of everything there is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Size {
    /// How many acceptors, from 1.
    pub acceptors: u8,
    /// How many values, from 1.
    pub values: u8,
    /// How many ballots, from 1; they are numbered from 0.
    pub ballots: u8,
}

/// What a [`Size`] counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// Acceptors.
    Acceptors,
    /// Values.
    Values,
    /// Ballots.
    Ballots,
}

impl Part {
    /// All of them.
    pub const ALL: [Part; 3] = [Part::Acceptors, Part::Values, Part::Ballots];

    /// The most that there may be.
    pub fn most(self) -> u8 {
        match self {
            Part::Acceptors => ACCEPTORS_MAX,
            Part::Values => VALUES_MAX,
            Part::Ballots => BALLOTS_MAX,
        }
    }
}

impl Size {
    /// How many there are of something.
    pub fn part(&self, part: Part) -> u8 {
        match part {
            Part::Acceptors => self.acceptors,
            Part::Values => self.values,
            Part::Ballots => self.ballots,
        }
    }

    /// Whether there is a model of this size.
    pub(super) fn check(&self) -> Result<(), Unfit> {
        let is_wrong = |&part: &Part| !(1..=part.most()).contains(&self.part(part));
        Part::ALL.into_iter().find(is_wrong).map_or(Ok(()), |part| Err(Unfit::Size(part)))
    }

    /// A bit for each ballot.
    pub(super) fn all_ballots(&self) -> u64 {
        (1 << self.ballots) - 1
    }

    /// A bit for each value.
    pub(super) fn all_values(&self) -> u64 {
        (1 << self.values) - 1
    }

    /// How many votes there are: a ballot and a value each.
    pub(super) fn votes(&self) -> usize {
        usize::from(self.ballots) * usize::from(self.values)
    }

    /// The place of a vote among all: by ballot, and then by value.
    pub(super) fn place(&self, vote: Vote) -> usize {
        self.first_place(usize::from(vote.ballot)) + usize::from(vote.value)
    }

    /// The place of the first vote of a ballot.
    pub(super) fn first_place(&self, ballot: usize) -> usize {
        ballot * usize::from(self.values)
    }

    /// The vote of a place.
    pub(super) fn vote(&self, place: usize) -> Vote {
        let values = usize::from(self.values);
        Vote { ballot: (place / values) as u8, value: (place % values) as u8 }
    }

    /// The values of those votes that are of this ballot.
    pub(super) fn values_of(&self, votes: u64, ballot: usize) -> u64 {
        votes >> self.first_place(ballot) & self.all_values()
    }

    /// All votes for a value that one of these votes is for.
    pub(super) fn all_with_value_of(&self, votes: u64) -> u64 {
        let ballots = || 0..usize::from(self.ballots);
        let values = ballots().fold(0, |values, ballot| values | self.values_of(votes, ballot));
        ballots().fold(0, |all, ballot| all | values << self.first_place(ballot))
    }
}
