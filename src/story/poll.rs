//! The poll: people who must agree, and have nothing but messages. It is no Paxos, and comes before it: it shows what
//! consensus is asked for, and that a majority of present opinions is not enough.
//!
//! A [`Poll`] is changed by [`Poll::apply`] alone. Whoever backs something may tell others and may change its mind.
//! Whoever has heard of a majority for one thing, itself included, takes it for the result and counts no more; whoever
//! is asked answers with what it takes for the result. That is all that people do by themselves.

mod condition;
mod run;

use crate::paxos::cluster::NODES_MAX;
use crate::paxos::{NodeId, NodeSet, Value};
use crate::sim::Time;

pub use condition::Condition;
pub use run::{Fate, Flight, PollRun, Step};

/// What stands on a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Said {
    /// This is what I back.
    Opinion(Value),
    /// What is the result?
    Question,
    /// The answer to that: what the sender takes for the result.
    Answer(Option<Value>),
}

/// A message on its way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Letter {
    /// Its number, from 0 in the order of sending.
    pub id: u32,
    /// Who sent it.
    pub from: NodeId,
    /// For whom it is.
    pub to: NodeId,
    /// What it says.
    pub said: Said,
    /// When it arrives.
    pub arrives: Time,
}

/// One of those who must agree.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// Whether it is there to hear anything.
    pub up: bool,
    /// What it backs.
    pub backs: Option<Value>,
    /// What it has last heard from each of the others.
    pub heard: [Option<Value>; NODES_MAX],
    /// What it takes for the result.
    pub knows: Option<Value>,
}

/// What may happen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // Who does what to whom.
pub enum Action {
    /// Somebody makes up its mind, or changes it.
    Back { person: NodeId, value: Value },
    /// Somebody says what it backs.
    Tell { from: NodeId, to: NodeId },
    /// Somebody asks for the result.
    Ask { from: NodeId, to: NodeId },
    /// The next message on this way will be lost.
    Lose { from: NodeId, to: NodeId },
    /// Somebody goes away, and hears nothing.
    Crash { person: NodeId },
    /// Somebody comes back.
    Restart { person: NodeId },
    /// A message arrives.
    Deliver { letter: u32 },
    /// A message on its way is lost.
    Drop { letter: u32 },
}

/// Why somebody did what it did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // Each says what it is.
pub enum Note {
    MadeUpItsMind {
        value: Value,
    },
    ChangedItsMind {
        from: Value,
        to: Value,
    },
    SaidItsOpinion {
        value: Value,
    },
    AskedForTheResult,
    /// It has heard of so many for this value, and takes so many.
    Heard {
        value: Value,
        have: u8,
        need: u8,
    },
    /// It has heard of a majority: that is the result for it.
    Counted {
        value: Value,
        by: NodeSet,
    },
    /// It takes something for the result already, and counts no more.
    CountsNoMore {
        known: Value,
    },
    AnswersWith {
        known: Option<Value>,
    },
    LearnsFrom {
        value: Value,
    },
    LearnsNothing,
    /// It was told something else than what it takes for the result.
    HearsOfAnother {
        known: Value,
        other: Value,
    },
    ReceiverIsAway,
    WentAway,
    CameBack,
    WillBeLost,
    IsLost,
}

/// A message that is sent, and whether it is lost on its way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sent {
    /// The message.
    pub letter: Letter,
    /// Whether it never arrives.
    pub is_lost: bool,
}

/// What came of an action.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Effects {
    /// Why.
    pub note: Note,
    /// The message that arrived, or would have.
    pub letter: Option<Letter>,
    /// What was sent.
    pub sent: Vec<Sent>,
    /// What a majority backs since this action, and did not before.
    pub agreed: Option<Value>,
}

/// Why an action cannot be done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// That person is away.
    IsAway(NodeId),
    /// That person is there.
    IsThere(NodeId),
    /// That person backs nothing that it could tell.
    BacksNothing(NodeId),
    /// Nobody talks to oneself.
    Oneself(NodeId),
    /// No such message is on its way.
    NoSuchLetter,
}

/// All people, and what is on its way between them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Poll {
    /// Everybody, by their nodes.
    pub people: Vec<Person>,
    /// Messages on their way, in the order of sending.
    pub in_flight: Vec<Letter>,
    /// Ways on which the next message will be lost.
    losing: Vec<(NodeId, NodeId)>,
    /// How long a message takes, in virtual milliseconds.
    pub delay: Time,
    sent: u32,
}

impl Poll {
    /// So many people without any opinion.
    pub fn new(people: usize, delay: Time) -> Poll {
        let person = Person { up: true, backs: None, heard: [None; NODES_MAX], knows: None };
        Poll { people: vec![person; people], in_flight: Vec::new(), losing: Vec::new(), delay, sent: 0 }
    }

    /// How many are a majority.
    pub fn need(&self) -> usize {
        self.people.len() / 2 + 1
    }

    /// Everybody.
    pub fn everyone(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.people.len() as u8).map(NodeId)
    }

    /// One of them.
    pub fn person(&self, node: NodeId) -> &Person {
        &self.people[node.index()]
    }

    /// How many back each value now, in the order of the values: what one who sees all would count.
    pub fn tally(&self) -> Vec<(Value, usize)> {
        let mut backed: Vec<Value> = self.people.iter().filter_map(|person| person.backs).collect();
        backed.sort();
        backed.dedup();
        let count = |value| self.people.iter().filter(|person| person.backs == Some(value)).count();
        backed.into_iter().map(|value| (value, count(value))).collect()
    }

    /// What a majority backs now.
    pub fn agreed(&self) -> Option<Value> {
        self.tally().into_iter().find(|&(_, count)| self.need() <= count).map(|(value, _)| value)
    }

    /// Does one action at this time.
    ///
    /// # Errors
    /// Why it cannot be done. Nothing has changed then.
    pub fn apply(&mut self, action: Action, now: Time) -> Result<Effects, Refusal> {
        let agreed_before = self.agreed();
        let mut effects = match action {
            Action::Deliver { letter } => self.deliver(letter, now)?,
            Action::Drop { letter } => Effects { letter: Some(self.take(letter)?), ..told(Note::IsLost) },
            Action::Back { person, value } => self.back(person, value)?,
            Action::Tell { from, to } => self.tell(from, to, now)?,
            Action::Ask { from, to } => {
                self.must_be_there(from)?;
                self.must_differ(from, to)?;
                self.sending(Note::AskedForTheResult, from, to, Said::Question, now)
            }
            Action::Lose { from, to } => {
                self.must_differ(from, to)?;
                self.losing.push((from, to));
                told(Note::WillBeLost)
            }
            Action::Crash { person } => {
                self.must_be_there(person)?;
                self.people[person.index()].up = false;
                told(Note::WentAway)
            }
            Action::Restart { person } if self.person(person).up => return Err(Refusal::IsThere(person)),
            Action::Restart { person } => {
                self.people[person.index()].up = true;
                told(Note::CameBack)
            }
        };
        effects.agreed = self.agreed().filter(|_| agreed_before != self.agreed());
        Ok(effects)
    }

    fn must_be_there(&self, node: NodeId) -> Result<(), Refusal> {
        if self.person(node).up { Ok(()) } else { Err(Refusal::IsAway(node)) }
    }

    fn must_differ(&self, from: NodeId, to: NodeId) -> Result<(), Refusal> {
        if from == to { Err(Refusal::Oneself(from)) } else { Ok(()) }
    }

    fn back(&mut self, node: NodeId, value: Value) -> Result<Effects, Refusal> {
        self.must_be_there(node)?;
        let before = self.people[node.index()].backs.replace(value);
        let changed = before.filter(|&from| from != value);
        let note = changed.map_or(Note::MadeUpItsMind { value }, |from| Note::ChangedItsMind { from, to: value });
        let counted = self.count(node, note);
        Ok(told(counted))
    }

    fn tell(&mut self, from: NodeId, to: NodeId, now: Time) -> Result<Effects, Refusal> {
        self.must_be_there(from)?;
        self.must_differ(from, to)?;
        let value = self.person(from).backs.ok_or(Refusal::BacksNothing(from))?;
        Ok(self.sending(Note::SaidItsOpinion { value }, from, to, Said::Opinion(value), now))
    }

    fn deliver(&mut self, id: u32, now: Time) -> Result<Effects, Refusal> {
        let letter = self.take(id)?;
        if !self.person(letter.to).up {
            return Ok(Effects { letter: Some(letter), ..told(Note::ReceiverIsAway) });
        }
        let effects = match letter.said {
            Said::Opinion(value) => told(self.hear(letter.to, letter.from, value)),
            Said::Question => {
                let known = self.person(letter.to).knows;
                self.sending(Note::AnswersWith { known }, letter.to, letter.from, Said::Answer(known), now)
            }
            Said::Answer(answer) => told(self.learn(letter.to, answer)),
        };
        Ok(Effects { letter: Some(letter), ..effects })
    }

    /// Takes a message off its way.
    fn take(&mut self, id: u32) -> Result<Letter, Refusal> {
        let at = self.in_flight.iter().position(|letter| letter.id == id).ok_or(Refusal::NoSuchLetter)?;
        Ok(self.in_flight.remove(at))
    }

    /// The nth-oldest message on this way, from 1.
    pub fn on_way(&self, from: NodeId, to: NodeId, nth: u32) -> Option<Letter> {
        let on_way = self.in_flight.iter().filter(|letter| (letter.from, letter.to) == (from, to));
        on_way.copied().nth(nth.checked_sub(1)? as usize)
    }

    /// Its number among the messages on their way, oldest first, from 1.
    pub fn place_on_way(&self, id: u32) -> Option<(Letter, u32)> {
        let letter = *self.in_flight.iter().find(|letter| letter.id == id)?;
        let older = self.in_flight.iter().take_while(|other| other.id != id);
        let alike = older.filter(|other| (other.from, other.to) == (letter.from, letter.to)).count();
        Some((letter, alike as u32 + 1))
    }

    fn hear(&mut self, node: NodeId, from: NodeId, value: Value) -> Note {
        self.people[node.index()].heard[from.index()] = Some(value);
        if let Some(known) = self.person(node).knows {
            return Note::CountsNoMore { known };
        }
        let have = self.known_backers(node, value).len() as u8;
        self.count(node, Note::Heard { value, have, need: self.need() as u8 })
    }

    /// Those of whom a person knows that they back a value, itself included.
    pub fn known_backers(&self, node: NodeId, value: Value) -> NodeSet {
        let me = self.person(node);
        let heard = |other: NodeId| if other == node { me.backs } else { me.heard[other.index()] };
        self.everyone().filter(|&other| heard(other) == Some(value)).collect()
    }

    /// Lets a person count, unless it has a result; gives what it comes to, or `note`.
    fn count(&mut self, node: NodeId, note: Note) -> Note {
        if self.person(node).knows.is_some() {
            return note;
        }
        let values = self.person(node).heard.into_iter().chain([self.person(node).backs]).flatten();
        let enough = values.map(|value| (value, self.known_backers(node, value)));
        let Some((value, by)) = enough.into_iter().find(|(_, by)| self.need() <= by.len()) else { return note };
        self.people[node.index()].knows = Some(value);
        Note::Counted { value, by }
    }

    fn learn(&mut self, node: NodeId, answer: Option<Value>) -> Note {
        match (self.person(node).knows, answer) {
            (_, None) => Note::LearnsNothing,
            (Some(known), Some(other)) if known != other => Note::HearsOfAnother { known, other },
            (_, Some(value)) => {
                self.people[node.index()].knows = Some(value);
                Note::LearnsFrom { value }
            }
        }
    }

    fn sending(&mut self, note: Note, from: NodeId, to: NodeId, said: Said, now: Time) -> Effects {
        let letter = Letter { id: self.sent, from, to, said, arrives: now.saturating_add(self.delay) };
        self.sent += 1;
        let fated = self.losing.iter().position(|&way| way == (from, to));
        match fated {
            Some(at) => drop(self.losing.remove(at)),
            None => self.in_flight.push(letter),
        }
        Effects { sent: vec![Sent { letter, is_lost: fated.is_some() }], ..told(note) }
    }
}

fn told(note: Note) -> Effects {
    Effects { note, letter: None, sent: Vec::new(), agreed: None }
}
