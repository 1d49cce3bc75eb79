//! What a viewer does to a run: it forks the run, which goes on differently from there.

use super::model::{Run, Show};
use super::plot::{self, Wait};
use crate::paxos::{Ballot, NodeId};
use crate::sim::{Action, Moment, Recording, Time};
use crate::story::names::ID_MAX;
use crate::story::{Names, PollRun, poll, scene};
use std::rc::Rc;

/// How far a forked run is worked out beyond the act, in virtual milliseconds.
const AHEAD_MS: Time = 60_000;
/// How long the picture goes on after the last event, so that it comes to rest, in virtual milliseconds.
const REST_MS: Time = 800;
/// The longest value that a viewer may type, in characters.
pub const VALUE_CHARS_MAX: usize = 24;

/// What a viewer may do to a node.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Act {
    /// Stop it.
    Crash(NodeId),
    /// Start it again.
    Restart(NodeId),
    /// Let a proposer start a ballot for this value, under this id.
    Propose(NodeId, String, String),
    /// Let a proposer's timer fire.
    Timeout(NodeId),
    /// Let a client ask a proposer for this value.
    Request(NodeId, NodeId, String),
    /// Let a person of a poll back this, and tell everybody.
    Back(NodeId, String),
    /// Let a person of a poll ask another for the result.
    Ask(NodeId, NodeId),
    /// Let two proposers compete from here on, each waiting like this before it tries again.
    Contend(Wait),
}

impl Act {
    /// The nodes that it names.
    fn nodes(&self) -> Vec<NodeId> {
        match *self {
            Act::Crash(node) | Act::Restart(node) | Act::Timeout(node) | Act::Propose(node, ..) => vec![node],
            Act::Back(person, _) => vec![person],
            Act::Request(client, to, _) | Act::Ask(client, to) => vec![client, to],
            Act::Contend(_) => Vec::new(),
        }
    }
}

/// A run that the viewer has changed.
#[derive(Clone, Debug)]
pub struct OwnRun {
    /// What happens in it.
    pub run: Run,
    /// What things are called in it: a viewer may bring in new values.
    pub names: Names,
    /// Where it left the slide.
    pub forked_at: Moment,
    /// The slide that it left.
    pub slide: usize,
    /// Where the viewer last was in it.
    pub left_at: Moment,
}

impl Show {
    /// Does what the viewer wants at this moment, in a run of the viewer's own.
    ///
    /// # Errors
    /// A sentence for the viewer, when it cannot be done. Nothing has changed then.
    pub(super) fn act(&mut self, act: &Act) -> Result<(), String> {
        if !act.nodes().into_iter().all(|node| self.has(node)) {
            return Err("That node is not in this scene.".to_string());
        }
        if matches!(act, Act::Contend(_)) && self.is_own() {
            // Another such run begins where the last one did.
            let mut home = self.clone();
            home.go_home();
            home.act(act)?;
            *self = home;
            return Ok(());
        }
        let mut names = self.names().clone();
        let (run, at) = match self.poll().cloned() {
            Some(poll) => self.go_on_in_poll(&poll, act, &mut names)?,
            None => self.go_on(act, &mut names)?,
        };
        // Another act in the viewer's own run leaves the way home as it is; one at home begins a new run.
        let forked_at = self.own().filter(|_| self.is_own()).map_or(self.at, |own| own.forked_at);
        let own = OwnRun { run, names, forked_at, slide: self.slide, left_at: at };
        self.at = at;
        self.set_own(own);
        Ok(())
    }

    /// The run of Paxos that comes of an act, and the moment after it.
    fn go_on(&self, act: &Act, names: &mut Names) -> Result<(Run, Moment), String> {
        let mut recording = self.recording().depart(self.at);
        recording.take_over();
        let at = self.carry_out(act, &mut recording, names)?;
        recording.run_idle(at.time.saturating_add(AHEAD_MS));
        recording.run_to(recording.end().time.saturating_add(REST_MS));
        Ok((Run { paxos: Rc::new(recording), poll: None }, at))
    }

    /// The run of people that comes of an act, and the moment after it.
    fn go_on_in_poll(&self, poll: &PollRun, act: &Act, names: &mut Names) -> Result<(Run, Moment), String> {
        let mut run = poll.fork(self.at);
        for action in poll_actions(act, poll, names)? {
            run.push(action).map_err(|refusal| told(scene::refused_in_poll(refusal, names)))?;
        }
        let at = run.end();
        run.run_idle();
        run.run_to(run.end().time.saturating_add(REST_MS));
        Ok((Run { paxos: self.recording().clone(), poll: Some(Rc::new(run)) }, at))
    }

    /// Does it at the end of a run that is the viewer's own, and gives the moment right after it.
    fn carry_out(&self, act: &Act, recording: &mut Recording, names: &mut Names) -> Result<Moment, String> {
        let action = match act {
            &Act::Contend(wait) => return plot::contend(recording, names, wait),
            Act::Back(..) | Act::Ask(..) => return Err("Only a person of a poll can do that.".to_string()),
            &Act::Crash(node) => Action::Crash { node },
            &Act::Restart(node) => Action::Restart { node },
            &Act::Timeout(node) => Action::Timeout { node },
            Act::Propose(node, word, id) => {
                let (value, ballot) = (names.intern(value(word)?), self.ballot(*node, id)?);
                Action::Propose { node: *node, value, ballot: Some(ballot) }
            }
            Act::Request(client, to, word) => {
                Action::Request { client: *client, to: *to, value: names.intern(value(word)?) }
            }
        };
        if let Err(refusal) = recording.push(action) {
            return Err(told(scene::refused(refusal, recording.world(), names)));
        }
        Ok(recording.end())
    }

    fn ballot(&self, node: NodeId, id: &str) -> Result<Ballot, String> {
        let is_number = !id.trim().is_empty() && id.trim().bytes().all(|b| b.is_ascii_digit());
        if is_number && id.trim().parse().map_or(true, |number: u32| ID_MAX < number) {
            return Err(self.told(&format!("{} is too high: ids go up to {ID_MAX}.", id.trim())));
        }
        let read = self.names().read_id(id.trim());
        let expected = self.names().id(self.suggested_ballot(node));
        let read = read.ok_or_else(|| self.told(&format!("“{id}” is not an id; one like {expected} is expected.")))?;
        let server = read.server.unwrap_or_else(|| self.scene.script.cluster.server(node));
        Ok(Ballot { number: read.number, proposer: server })
    }

    /// An id for a proposer that is above every id in the run so far. The proposer itself may not know
    /// them all, and would have to find out by being refused.
    pub fn suggested_ballot(&self, node: NodeId) -> Ballot {
        let world = self.recording().at(self.at);
        let taken: Vec<Ballot> = world.used.iter().map(|&(ballot, _)| ballot).collect();
        world.rules.next_ballot(&world.cluster, node, taken.iter().copied().max(), &taken)
    }
}

/// What an act is in a poll. Whoever makes up its mind tells everybody.
fn poll_actions(act: &Act, run: &PollRun, names: &mut Names) -> Result<Vec<poll::Action>, String> {
    Ok(match *act {
        Act::Crash(person) => vec![poll::Action::Crash { person }],
        Act::Restart(person) => vec![poll::Action::Restart { person }],
        Act::Ask(from, to) => vec![poll::Action::Ask { from, to }],
        Act::Back(person, ref word) => {
            let back = poll::Action::Back { person, value: names.intern(value(word)?) };
            let others = run.poll().everyone().filter(|&to| to != person);
            let tells = others.map(|to| poll::Action::Tell { from: person, to });
            std::iter::once(back).chain(tells).collect()
        }
        Act::Timeout(_) | Act::Propose(..) | Act::Request(..) | Act::Contend(_) => {
            return Err("A person of a poll cannot do that.".to_string());
        }
    })
}

/// What is wrong and what was expected, as a sentence.
fn told((wrong, expected): (String, String)) -> String {
    let mut letters = wrong.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}; expected {expected}.", letters.as_str())
}

fn value(word: &str) -> Result<&str, String> {
    let word = word.trim();
    match word.chars().count() {
        0 => Err("Type a value first, for example dog.".to_string()),
        length if VALUE_CHARS_MAX < length => {
            Err(format!("That value has {length} characters; it may have at most {VALUE_CHARS_MAX}."))
        }
        _ => Ok(word),
    }
}
