//! What the kinds of things are called between the page and its worker.

use crate::check::{Finding, Status};

/// What is found.
pub const FINDINGS: [(Finding, &str); 12] = [
    (Finding::TwoChosen, "two-chosen"),
    (Finding::Differ, "learned-differently"),
    (Finding::LearnedUnchosen, "learned-unchosen"),
    (Finding::Invented, "invented"),
    (Finding::PromiseBroken, "promise-broken"),
    (Finding::TwoValues, "two-values"),
    (Finding::Chosen, "chosen"),
    (Finding::BothChoosable, "both-choosable"),
    (Finding::AppliedPast, "applied-past"),
    (Finding::AppliedOther, "applied-differently"),
    (Finding::ExecutedTwice, "executed-twice"),
    (Finding::Wanted, "wanted"),
];

/// Why a search ended.
pub const STATUSES: [(Status, &str); 6] = [
    (Status::Running, "running"),
    (Status::Complete, "complete"),
    (Status::Found, "found"),
    (Status::TooManyStates, "too-many-states"),
    (Status::TooManyBytes, "too-many-bytes"),
    (Status::Full, "full"),
];

/// What one of them is called.
pub fn name<T: Copy + PartialEq>(all: &[(T, &'static str)], one: T) -> &'static str {
    all.iter().find(|(other, _)| *other == one).map_or("", |(_, name)| name)
}

/// The one that is called so.
pub fn of_name<T: Copy>(all: &[(T, &str)], name: &str) -> Option<T> {
    all.iter().find(|(_, other)| *other == name).map(|(one, _)| *one)
}
