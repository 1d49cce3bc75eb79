//! Numbers that can be set: how many there are of whom, and how much may happen.

use crate::check::Subject;
use crate::story::language::tr;

/// Something of which there are so many.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Amount {
    /// Proposers.
    Proposers,
    /// Acceptors.
    Acceptors,
    /// Values.
    Values,
    /// New ballots, of all proposers together; of a log, attempts to lead.
    Ballots,
    /// New ballots of one proposer, or attempts of one replica.
    Each,
    /// Crashes, each with its restart.
    Crashes,
    /// Replicas of a log.
    Replicas,
    /// Clients of a log.
    Clients,
    /// How often clients ask.
    Requests,
    /// Heartbeats of leaders.
    Beats,
}

impl Amount {
    /// All of them.
    pub const ALL: [Amount; 10] = [
        Amount::Proposers,
        Amount::Acceptors,
        Amount::Values,
        Amount::Ballots,
        Amount::Each,
        Amount::Crashes,
        Amount::Replicas,
        Amount::Clients,
        Amount::Requests,
        Amount::Beats,
    ];

    /// Those that say who there is.
    pub fn of_cluster(subject: Subject) -> &'static [Amount] {
        match subject {
            Subject::Decision => &[Amount::Proposers, Amount::Acceptors],
            Subject::Log => &[Amount::Replicas, Amount::Clients],
        }
    }

    /// Those that say what may happen.
    pub fn of_limits(subject: Subject) -> &'static [Amount] {
        match subject {
            Subject::Decision => &[Amount::Values, Amount::Ballots, Amount::Each, Amount::Crashes],
            Subject::Log => &[Amount::Ballots, Amount::Each, Amount::Requests, Amount::Beats, Amount::Crashes],
        }
    }

    /// Whether it means anything there.
    pub fn has_its_place(self, subject: Subject) -> bool {
        Amount::of_cluster(subject).contains(&self) || Amount::of_limits(subject).contains(&self)
    }

    /// What it is called.
    pub fn name(self, subject: Subject) -> &'static str {
        match (self, subject) {
            (Amount::Proposers, _) => tr!("Proposers"),
            (Amount::Acceptors, _) => tr!("Acceptors"),
            (Amount::Values, _) => tr!("Values"),
            (Amount::Ballots, Subject::Decision) => tr!("New ids in all"),
            (Amount::Ballots, Subject::Log) => tr!("Attempts to lead in all"),
            (Amount::Each, Subject::Decision) => tr!("New ids of one proposer"),
            (Amount::Each, Subject::Log) => tr!("Attempts to lead of one replica"),
            (Amount::Crashes, _) => tr!("Crashes"),
            (Amount::Replicas, _) => tr!("Replicas"),
            (Amount::Clients, _) => tr!("Clients"),
            (Amount::Requests, _) => tr!("Requests of clients"),
            (Amount::Beats, _) => tr!("Heartbeats"),
        }
    }

    /// The word for it in a link.
    pub fn word(self) -> &'static str {
        match self {
            Amount::Proposers => "proposers",
            Amount::Acceptors => "acceptors",
            Amount::Values => "values",
            Amount::Ballots => "ballots",
            Amount::Each => "each",
            Amount::Crashes => "crashes",
            Amount::Replicas => "replicas",
            Amount::Clients => "clients",
            Amount::Requests => "requests",
            Amount::Beats => "beats",
        }
    }

    /// The least and the most that it may be.
    pub fn range(self) -> (u8, u8) {
        match self {
            Amount::Proposers | Amount::Values => (1, 3),
            Amount::Acceptors | Amount::Replicas => (3, 5),
            Amount::Ballots => (1, 5),
            Amount::Each => (1, 4),
            Amount::Crashes => (0, 3),
            Amount::Clients => (1, 2),
            Amount::Requests => (0, 4),
            Amount::Beats => (0, 2),
        }
    }
}
