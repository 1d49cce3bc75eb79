//! What a viewer does to a run: it forks the run, which goes on differently from there.

use super::model::{Model, Stage};
use super::playhead::Playing;
use super::plot::{self, Wait};
use super::show::Show;
use crate::paxos::{Ballot, NodeId};
use crate::sim::{Envelope, MessageId, Moment};
use crate::story::language::{Words, say, tr, words};
use crate::story::names::ID_MAX;
use crate::story::problem::sentence;
use crate::story::script::{Id, PollStatement, Selector};
use crate::story::{Branch, Names, Statement, print};

/// The longest value that a viewer may type, in characters.
pub const VALUE_CHARS_MAX: usize = 24;

/// What a viewer may do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Act {
    /// Stop a node.
    Crash(NodeId),
    /// Start it again.
    Restart(NodeId),
    /// Let a proposer start a ballot for this value, under this id.
    Propose(NodeId, String, String),
    /// Let a proposer's timer fire.
    Timeout(NodeId),
    /// Let a client ask a proposer for this value.
    Request(NodeId, NodeId, String),
    /// Do something to a message in flight.
    Message(MessageId, Deed),
    /// Let a person of a poll back this, and tell everybody.
    Back(NodeId, String),
    /// Let a person of a poll ask another for the result.
    Ask(NodeId, NodeId),
    /// Let two proposers compete from here on, each waiting like this before it tries again.
    Contend(Wait),
    /// Do what this statement of the scene language says.
    Say(String),
    /// Do all that these statements say, one after the other, and let nothing else happen in between: a way that a
    /// search has found.
    Way(Vec<String>),
}

/// What a viewer may do to a message in flight.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Deed {
    /// It arrives now.
    Deliver,
    /// It is lost.
    Lose,
    /// It stands still until it is released.
    Hold,
    /// It goes on.
    Release,
    /// A copy of it arrives as well.
    Duplicate,
    /// It arrives so many milliseconds later.
    Delay(u32),
}

impl Act {
    /// The nodes that it names.
    fn nodes(&self) -> Vec<NodeId> {
        match *self {
            Act::Crash(node) | Act::Restart(node) | Act::Timeout(node) | Act::Propose(node, ..) => vec![node],
            Act::Back(person, _) => vec![person],
            Act::Request(client, to, _) | Act::Ask(client, to) => vec![client, to],
            Act::Message(..) | Act::Contend(_) | Act::Say(_) | Act::Way(_) => Vec::new(),
        }
    }

    /// What parts the nodes of these names from those.
    pub fn partition(one: &[String], other: &[String]) -> Act {
        Act::Say(format!("partition {one} | {other}", one = one.join(" "), other = other.join(" ")))
    }

    /// Whether it is a partition with nobody on one of its sides, however it was made.
    fn is_one_sided(&self) -> bool {
        let Act::Say(text) = self else { return false };
        let sides = text.trim_start().strip_prefix("partition ").and_then(|sides| sides.split_once('|'));
        sides.is_some_and(|(one, other)| one.trim().is_empty() || other.trim().is_empty())
    }

    /// Whether it starts something that one wants to see come about.
    pub(super) fn starts_something(&self) -> bool {
        matches!(
            self,
            Act::Propose(..)
                | Act::Timeout(_)
                | Act::Request(..)
                | Act::Back(..)
                | Act::Ask(..)
                | Act::Contend(_)
                | Act::Way(_)
        )
    }
}

/// What comes of an act: the run, and the moment right after what was done first.
pub(super) type Done = (Branch, Moment);

impl Show {
    /// Does what the viewer wants at this moment, in a run of the viewer's own.
    ///
    /// # Errors
    /// A sentence for the viewer, when it cannot be done. Nothing has changed then.
    pub(super) fn act(&mut self, act: &Act) -> Result<(), String> {
        if !act.nodes().into_iter().all(|node| self.has(node)) {
            return Err(tr!("That node is not in this scene.").to_string());
        }
        if act.is_one_sided() {
            return Err(tr!("Choose at least one node for each side.").to_string());
        }
        if matches!(act, Act::Contend(_)) && self.is_own() {
            // Another such run begins where the last one did.
            let mut home = self.clone();
            home.go_home();
            home.act(act)?;
            *self = home;
            return Ok(());
        }
        let (branch, at) = self.come_of(act)?;
        self.take(branch, at);
        Ok(())
    }

    /// The run that comes of an act at the moment that is shown.
    fn come_of(&self, act: &Act) -> Result<Done, String> {
        let branch = self.branch();
        let mut names = branch.names.clone();
        let things = match act {
            Act::Contend(_) if self.poll().is_some() => return Err(NOT_FOR_PEOPLE.to_string()),
            &Act::Contend(wait) => return plot::contend(&branch, self.at, wait),
            Act::Way(acts) => return self.go(acts),
            &Act::Message(message, deed) => vec![Thing::Deed(message, deed)],
            Act::Say(text) => {
                let (statement, known) = branch.read(text).map_err(|why| sentence(&why.wrong, &why.expected))?;
                names = known;
                apart(statement, &branch.recording.at(branch.settled(self.at)).in_flight)
            }
            _ => self.statements(act, &mut names)?.into_iter().map(Thing::Statement).collect(),
        };
        let mut done = (branch, self.at);
        for thing in things {
            let statement = match thing {
                Thing::Statement(statement) => statement,
                Thing::Deed(message, deed) => on_message(&done, message, deed, &names)?,
            };
            let next = done.0.act(done.1, &statement, &names)?;
            let end = next.acts.last().map_or(done.1, |act| act.end);
            done = (next, end);
        }
        Ok(done)
    }

    /// An act as statements of the scene language.
    fn statements(&self, act: &Act, names: &mut Names) -> Result<Vec<Statement>, String> {
        let of_people = matches!(act, Act::Back(..) | Act::Ask(..));
        let of_nodes = matches!(act, Act::Timeout(_) | Act::Propose(..) | Act::Request(..));
        match self.poll() {
            Some(_) if of_nodes => return Err(NOT_FOR_PEOPLE.to_string()),
            None if of_people => return Err(tr!("Only a person of a poll can do that.").to_string()),
            _ => {}
        }
        Ok(match act {
            &Act::Crash(node) => vec![Statement::Crash(vec![node])],
            &Act::Restart(node) => vec![Statement::Restart(vec![node])],
            &Act::Timeout(node) => vec![Statement::Timeout(node)],
            Act::Propose(node, word, id) => {
                let (value, id) = (names.intern(value(word)?), self.id(id, *node)?);
                vec![Statement::Propose { node: *node, value, id }]
            }
            Act::Request(client, to, word) => {
                vec![Statement::Request { client: *client, to: *to, value: names.intern(value(word)?) }]
            }
            Act::Back(person, word) => self.back(*person, names.intern(value(word)?)),
            &Act::Ask(from, to) => vec![Statement::Poll(PollStatement::Ask { from, to: vec![to] })],
            Act::Message(..) | Act::Contend(_) | Act::Say(_) | Act::Way(_) => Vec::new(),
        })
    }

    /// Whoever makes up its mind tells everybody.
    fn back(&self, person: NodeId, value: crate::paxos::Value) -> Vec<Statement> {
        let others = self.poll().into_iter().flat_map(|run| run.poll().everyone()).filter(|&to| to != person);
        let back = Statement::Poll(PollStatement::Back { person, value });
        vec![back, Statement::Poll(PollStatement::Tell { from: person, to: others.collect() })]
    }

    /// The id that is typed. It is left out where none can be given that is high enough: then the proposer takes its next.
    fn id(&self, typed: &str, node: NodeId) -> Result<Option<Id>, String> {
        let (typed, suggested) = (typed.trim(), self.suggested_id(node));
        if typed.is_empty() && suggested.is_empty() {
            return Ok(None);
        }
        let read = self.names().read_id(typed);
        let is_number = !typed.is_empty() && typed.bytes().all(|b| b.is_ascii_digit());
        let is_too_high = match read {
            Some(id) => ID_MAX < id.number,
            None => is_number && typed.parse().map_or(true, |number: u32| ID_MAX < number),
        };
        if is_too_high {
            let too_high = say!("{id} is too high: ids that are given go up to {most}.", id = typed, most = ID_MAX);
            return Err(self.told(&too_high));
        }
        read.map(Some).ok_or_else(|| match suggested.is_empty() {
            false => self.told(&say!(
                "“{id}” is not an id; one like {expected} is expected.",
                id = typed,
                expected = suggested
            )),
            true => self.told(&say!(
                "“{id}” is not an id; leave it out, and {node} takes its next one.",
                id = typed,
                node = self.names().node(node)
            )),
        })
    }

    /// The id that is offered to a proposer, as it is shown: above every id in the run so far, or nothing where no id that
    /// can be given is.
    pub fn suggested_id(&self, node: NodeId) -> String {
        let ballot = self.suggested_ballot(node);
        if ballot.number <= ID_MAX { self.names().id(ballot) } else { String::new() }
    }

    /// An id for a proposer that is above every id in the run so far. The proposer itself may not know
    /// them all, and would have to find out by being refused.
    fn suggested_ballot(&self, node: NodeId) -> Ballot {
        let world = self.world();
        let above = world.used.iter().map(|&(ballot, _)| ballot).max();
        world.rules.next_ballot(&world.cluster, node, above, &world.used)
    }
}

impl Model {
    pub(super) fn act(&mut self, act: &Act) {
        let Stage::Ready(show) = &mut self.stage else { return };
        match show.act(act) {
            Ok(()) => {
                // A log goes on by itself, and what becomes of it is to be seen.
                let keeps_playing = self.playing != Playing::Still && show.is_replicated();
                // Where nothing travels by itself there is nothing to be seen.
                let starts = act.starts_something() && !show.scene.script.stays_manual();
                let plays = starts || keeps_playing;
                let playing = if plays { Playing::To(show.goal()) } else { Playing::Still };
                self.rest_now();
                self.playing = playing;
            }
            Err(why) => (self.notice, self.refused) = (Some(why), Some(act.clone())),
        }
    }
}

/// One of the things that an act comes down to.
enum Thing {
    Statement(Statement),
    Deed(MessageId, Deed),
}

/// A statement as the single things that it means now, which a link can carry: one message each, one link each.
fn apart(statement: Statement, in_flight: &[Envelope]) -> Vec<Thing> {
    let each = |messages: &Selector, deed: Deed| -> Vec<Thing> {
        messages.matching(in_flight).into_iter().map(|message| Thing::Deed(message, deed)).collect()
    };
    let things = match &statement {
        Statement::Drop(messages) => each(messages, Deed::Lose),
        Statement::Hold(messages) => each(messages, Deed::Hold),
        Statement::Release(messages) => each(messages, Deed::Release),
        Statement::Duplicate(messages) => each(messages, Deed::Duplicate),
        Statement::Deliver(messages) => each(messages, Deed::Deliver),
        Statement::Delay(messages, by) => each(messages, Deed::Delay(*by)),
        Statement::Cut(links) => links.iter().map(|&link| Thing::Statement(Statement::Cut(vec![link]))).collect(),
        Statement::Next(treatment, messages) => {
            let next = |pattern| Thing::Statement(Statement::Next(*treatment, Selector::of(&pattern)));
            messages.patterns().into_iter().map(next).collect()
        }
        Statement::Heal(links) => links.iter().map(|&link| Thing::Statement(Statement::Heal(vec![link]))).collect(),
        _ => Vec::new(),
    };
    // One that means no message is refused, and says why.
    if things.is_empty() { vec![Thing::Statement(statement)] } else { things }
}

fn on_message((run, at): &Done, message: MessageId, deed: Deed, names: &Names) -> Result<Statement, String> {
    let not_in_flight = || sentence(tr!("that message is not in flight"), tr!("one that is"));
    if let Some(poll) = &run.poll {
        let (letter, nth) = poll.at(*at).place_on_way(message.0).ok_or_else(not_in_flight)?;
        let (from, to) = (letter.from, vec![letter.to]);
        return match deed {
            Deed::Lose => Ok(Statement::Poll(PollStatement::Drop { nth, from, to })),
            _ => Err(tr!("Among people a message can only be lost.").to_string()),
        };
    }
    let in_flight = run.recording.at(run.settled(*at)).in_flight;
    let meant = print::exact(&in_flight, message, names).ok_or_else(not_in_flight)?;
    Ok(match deed {
        Deed::Deliver => Statement::Deliver(meant),
        Deed::Lose => Statement::Drop(meant),
        Deed::Hold => Statement::Hold(meant),
        Deed::Release => Statement::Release(meant),
        Deed::Duplicate => Statement::Duplicate(meant),
        Deed::Delay(by) => Statement::Delay(meant, by),
    })
}

const NOT_FOR_PEOPLE: Words = words!("A person of a poll cannot do that.");

fn value(word: &str) -> Result<&str, String> {
    let word = word.trim();
    match word.chars().count() {
        0 => Err(tr!("Type a value first, for example dog.").to_string()),
        length if VALUE_CHARS_MAX < length => {
            Err(say!("That value has {length} characters; it may have at most {most}.", length, most = VALUE_CHARS_MAX))
        }
        _ => Ok(word),
    }
}
