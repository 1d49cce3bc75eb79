//! What is said to one who designs phase 1, and leaves one of its two jobs out.

use super::breaking::grouped;
use crate::story::language::{Words, say, tr, words};

/// One of the two jobs of phase 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Job {
    /// To ask what was accepted: a PROMISE reports it.
    Ask,
    /// To fence off lower ids: who has promised refuses them.
    Fence,
}

/// What a reader predicts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Guess {
    /// Two values can be chosen.
    Breaks,
    /// They cannot.
    Holds,
}

impl Job {
    /// Both.
    pub const ALL: [Job; 2] = [Job::Ask, Job::Fence];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Job::Ask => tr!("Ask"),
            Job::Fence => tr!("Fence"),
        }
    }

    /// The word for it in a page.
    pub fn word(self) -> &'static str {
        match self {
            Job::Ask => "ask",
            Job::Fence => "fence",
        }
    }

    /// What is so while it is done.
    pub fn done(self) -> &'static str {
        match self {
            Job::Ask => tr!("A PROMISE reports what its acceptor has accepted, and the proposer has to go by it."),
            Job::Fence => tr!("An acceptor that has promised an id ignores requests with a lower one."),
        }
    }

    /// What is so while it is not.
    pub fn left_out(self) -> &'static str {
        match self {
            Job::Ask => {
                tr!(
                    "A PROMISE reports nothing of what its acceptor has accepted, and the proposer sends its own value."
                )
            }
            Job::Fence => tr!("An acceptor accepts whatever comes, also below what it has promised."),
        }
    }
}

impl Guess {
    /// Both.
    pub const ALL: [Guess; 2] = [Guess::Breaks, Guess::Holds];

    /// What stands on its button.
    pub fn says(self) -> &'static str {
        match self {
            Guess::Breaks => tr!("Yes, two values can be chosen"),
            Guess::Holds => tr!("No, agreement holds"),
        }
    }

    /// The word for it in a page.
    pub fn word(self) -> &'static str {
        match self {
            Guess::Breaks => "breaks",
            Guess::Holds => "holds",
        }
    }
}

/// What the exercise is called.
pub const TITLE: Words = words!("Be the designer");
/// What it is for.
pub const LEAD: Words = words!(
    "Phase 1 has two jobs: it asks what was accepted, and it fences off lower ids. Set each of them on or off, predict what becomes of agreement, and then all that can happen is searched."
);
/// What is asked.
pub const QUESTION: Words = words!("Can agreement break in this Paxos?");
/// What is said before anything was predicted.
pub const PREDICT: Words = words!("Predict first: your answer begins the search.");
/// The button that plays the run once more.
pub const PLAY: Words = words!("Play the shortest run");
/// What leads from a run that was found back to the exercise.
pub const BACK: Words = words!("‹ Back to the two jobs");
/// What leads to it from elsewhere.
pub const WAY: Words = words!("Be the designer: ask, fence, or neither ›");
/// What is said of it where it is listed.
pub const ABOUT: Words = words!(
    "Set the two jobs of phase 1, ask and fence, on or off; predict, and see the shortest run that breaks agreement."
);

/// Whether a prediction was right.
pub fn verdict(guess: Guess, breaks: bool) -> &'static str {
    match (guess, breaks) {
        (Guess::Breaks, true) => tr!("You were right: agreement can break."),
        (Guess::Holds, true) => tr!("Not so: agreement can break."),
        (Guess::Breaks, false) => tr!("Not so: no run was found in which agreement breaks."),
        (Guess::Holds, false) => tr!("You were right: no run was found in which agreement breaks."),
    }
}

/// How short the shortest run is.
pub fn breaks(length: u32) -> String {
    say!("The shortest run in which two values are chosen has {length} actions.", length)
}

/// That there is none, within which limits.
pub fn holds(states: u32, within: &str) -> String {
    let states = grouped(states.into());
    say!("Two values are chosen in none of {states} states within these limits: {within}.", states, within)
}

/// Why, in two sentences: what the missing job would have prevented.
pub fn because(done: &[Job]) -> &'static str {
    match done {
        [] => {
            tr!(
                "The proposer with the higher id hears of nothing, and a request with a lower one would be refused nowhere. Asking tells of a vote that is there already, and the fence keeps out one that comes too late: only both cover both orders."
            )
        }
        [Job::Ask] => {
            tr!(
                "The look finds nothing, since the old request has not arrived yet; then it arrives, and is accepted although a higher id was promised. The fence would have refused it."
            )
        }
        [Job::Fence] => {
            tr!(
                "An acceptor that had accepted the one value promised the higher id, and its PROMISE did not tell of it: so the other value was sent and chosen as well. Had it been asked, the proposer with the higher id would have had to send the value that was there."
            )
        }
        _ => {
            tr!(
                "At an acceptor that two majorities share, the request with the lower id comes either before the PREPARE with the higher one, and then asking tells of it, or after it, and then the fence refuses it. There is no third case."
            )
        }
    }
}
