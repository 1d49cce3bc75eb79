//! What is said of an objective: how a run stands with it, and what a link was found to do.

use crate::paxos::NodeId;
use crate::story::language::{Words, say, tr, words};
use crate::story::objective::{Part, Reached, Unfit};
use crate::story::problem::{both, sentence};
use crate::story::script::{Route, Selector};
use crate::story::{Names, Statement, print};

/// What it is called.
pub const HEADING: Words = words!("Objective");
/// What asks for a hint.
pub const HINT: Words = words!("Hint");
/// What shows a solution.
pub const SOLUTION: Words = words!("Solution");
/// What leads back to where it begins.
pub const START_AGAIN: Words = words!("Start again");
/// What gives the link to the run.
pub const COPY: Words = words!("Copy the link that proves it");
/// The way to the others.
pub const OTHERS: Words = words!("Other objectives");
/// The way back from a solution.
pub const BACK: Words = words!("‹ Back to the objective");
/// What is said before the list of all.
pub const LEAD: Words = words!(
    "Each of these asks you to reach something in a run of your own: by delivering and losing messages, by letting nodes propose and crash. By chapter, the easy ones first. A hint is always there, and a solution."
);
/// What is said of one that was reached, in this browser.
pub const DONE: Words = words!("reached");

/// So many acts.
pub fn acts(many: usize) -> String {
    if many == 1 { tr!("1 act").to_string() } else { say!("{many} acts", many) }
}

/// How many of all were reached.
pub fn of_all(reached: usize, all: usize) -> String {
    say!("{reached} of {all} reached in this browser", reached, all)
}

/// How many acts there were, of how many.
#[inline(never)]
pub fn count(done: usize, within: Option<u32>) -> String {
    match within {
        Some(most) => say!("{done} of {most}", done, most = acts(most as usize)),
        None => acts(done),
    }
}

/// That it is reached.
pub fn reached(reached: Reached) -> String {
    say!("Reached, with {acts}, at {time}.", acts = acts(reached.acts), time = super::beside::seconds(reached.at.time))
}

/// That it is not reached yet, and whether all acts that are allowed are done.
pub fn not_yet(done: usize, within: Option<u32>) -> &'static str {
    match within.is_some_and(|most| most as usize <= done) {
        true => tr!("Not reached yet, and no act is left. If nothing more happens, undo some, or start again."),
        false => tr!("Not reached yet."),
    }
}

/// What was done that the objective does not allow.
pub fn unfit(unfit: &Unfit) -> String {
    match unfit {
        Unfit::Early => {
            tr!("This run leaves the scene before its end, and the objective begins there. Start again.").to_string()
        }
        Unfit::Rules(statement) => {
            say!(
                "This run changes the rules (“{statement}”), and the objective is to be reached under those of the scene.",
                statement
            )
        }
        Unfit::TooMany(most) => {
            say!("More than {most}, and no more are allowed. Undo some, or start again.", most = acts(*most as usize))
        }
    }
}

/// A part of the goal, and how it stands.
pub fn part(part: &Part) -> String {
    match part.holds {
        true => part.asked.clone(),
        false => format!("{}: {}", part.asked, part.actual),
    }
}

/// What of a goal does not hold, as a clause.
pub fn lacks(parts: &[Part]) -> String {
    let lacking: Vec<&str> = parts.iter().filter(|part| !part.holds).map(|part| part.actual.as_str()).collect();
    lacking.join(tr!(", and "))
}

/// What is wrong with a link, so that it does not reach the objective of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// It cannot be read, for this reason.
    Unreadable(String),
    /// It opens another scene.
    OtherScene(String),
    /// It carries another text than the file's.
    OtherText,
    /// What it carries cannot be unpacked, for this reason.
    Packed(String),
    /// It has another seed.
    OtherSeed(u32),
    /// It tells of nothing that was done.
    NoActs,
    /// One of its acts, from 1, cannot be done.
    Stopped(usize, String),
    /// It does what the objective does not allow.
    Unfit(Unfit),
    /// The goal is not reached: what is the case.
    NotReached(String),
}

/// What is wrong with a link, as a sentence.
pub fn fault(fault: &Fault) -> String {
    match fault {
        Fault::Unreadable(why) => why.clone(),
        Fault::OtherScene(which) => say!("The link opens another scene, {which}.", which),
        Fault::OtherText => tr!("The link carries another text than the file's: a scene that was changed.").to_string(),
        Fault::Packed(why) => {
            sentence(&say!("the scene in the link cannot be unpacked: {why}", why), tr!("the file's text, or none"))
        }
        Fault::OtherSeed(seed) => say!("The link has the seed {seed}, and the scene another one.", seed),
        Fault::NoActs => tr!("The link tells of nothing that was done.").to_string(),
        Fault::Stopped(nth, why) => say!("Act {nth} cannot be done, and neither can those after it: {why}", nth, why),
        Fault::Unfit(Unfit::Early) => {
            tr!("It leaves the scene before its end, and the objective begins there.").to_string()
        }
        Fault::Unfit(Unfit::Rules(statement)) => {
            say!(
                "It changes the rules (`{statement}`), and the objective is to be reached under those of the scene.",
                statement
            )
        }
        Fault::Unfit(Unfit::TooMany(most)) => {
            say!("The goal is not reached within {most}.", most = acts(*most as usize))
        }
        Fault::NotReached(actual) => say!("The goal is not reached: {actual}.", actual),
    }
}

/// Where a hint is asked for and nothing is left to do.
pub const REACHED_ALREADY: Words = words!("It is reached already.");
/// Where nothing can be looked for, and nothing is stored.
pub const NO_HINT: Words =
    words!("There is no hint: the checker cannot look for this goal, and the scene has no solution.");
/// Where the reader has left the way of the solution.
pub const OFF_THE_WAY: Words =
    words!("What you have done is not how the solution begins. Undo, start again, or look at the solution.");
/// Where nothing leads to the goal any more, as far as was looked.
pub const NO_WAY: Words = words!("From here the goal cannot be reached with a few more ids. Undo, or start again.");
/// Where the search gave up.
pub const TOO_FAR: Words =
    words!("The checker has found no way from here in the states that it may see. Undo, or start again.");
/// Where no solution is stored.
pub const NO_SOLUTION: Words = words!("This scene has no solution. A hint leads on, act by act.");

/// A hint is looked for.
pub fn searching(states: u32) -> String {
    match states {
        0 => tr!("Looking for a way …").to_string(),
        states => say!("Looking for a way … {states} states so far", states),
    }
}

/// What to do next, and how many acts are left.
pub fn next(act: &str, left: Option<u32>) -> String {
    match left {
        Some(1) => say!("Next: {act}. That reaches it.", act),
        Some(left) => say!("Next: {act}. From here {left} acts are enough.", act, left),
        None => say!("Next: {act}.", act),
    }
}

/// An act, as one is told to do it.
pub fn act(statement: &Statement, names: &Names) -> String {
    let name = |node: &NodeId| names.node(*node).to_string();
    let list = |nodes: &[NodeId]| both(&nodes.iter().map(name).collect::<Vec<_>>());
    match statement {
        Statement::Deliver(Selector { kind, id, route: Some(Route { from: Some(from), to }), .. }) => {
            let id = id.map(|id| format!(" {}", print::id(id))).unwrap_or_default();
            let message = format!("{}{id}", kind.map_or(tr!("the message"), |kind| kind.name()));
            say!("let {message} from {from} arrive at {to}", message, from = name(from), to = list(to))
        }
        Statement::Propose { node, value, .. } => {
            say!("let {node} propose {value}", node = name(node), value = names.value(*value))
        }
        Statement::Timeout(node) => say!("let the timer of {node} fire", node = name(node)),
        Statement::Crash(nodes) => say!("crash {nodes}", nodes = list(nodes)),
        Statement::Restart(nodes) => say!("start {nodes} again", nodes = list(nodes)),
        other => say!("“{what}”", what = print::statement(other, names)),
    }
}
