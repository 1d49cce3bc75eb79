//! What can still be chosen, value by value: with the ids that there are, and with ids to come.
//!
//! With the ids that there are a value is *choosable* if in some ballot a quorum of acceptors has each voted for it or
//! may still do so, and it was sent there or its proposer may still send it (Lamport's `choosable`). All that was ever
//! sent may arrive, or arrive again: that a message is lost proves nothing. What an acceptor may still do is asked of
//! the acceptor itself, by the rules in force.
//!
//! Each acceptor is asked by itself. So nothing that can be chosen is missed: *dead* is dead under whatever rules.
//! That acceptors can also do it together is proved for the rules of Paxos, and for the wrong rules for which
//! [`Possible::is_exact`] says so; under the others a value that is called choosable may not be.
//!
//! It is of single-decree Paxos alone.

mod hopes;

use super::recording::Recording;
use super::step::Moment;
use super::world::{Envelope, World};
use crate::paxos::rules::{Accept, Promise, QuorumFor, Report, ValueRule};
use crate::paxos::{Ballot, NodeId, NodeSet, Value, Vote};
use hopes::{Hopes, Mail};

/// What is to be said of a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// A quorum has voted for it under one id.
    Chosen,
    /// It can still be chosen with the ids that there are.
    Choosable,
    /// It cannot be chosen with the ids that there are, whatever happens.
    Dead,
}

/// What a proposer may still send under an id under which it has sent nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Offer {
    /// Under which id, and what.
    pub vote: Vote,
    /// Who.
    pub by: NodeId,
    /// The vote that it would carry on, as it would be reported; none where it would be the proposer's own value.
    pub carries: Option<Vote>,
}

/// An id under which a value is chosen or can still be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Way {
    /// The id.
    pub ballot: Ballot,
    /// Whether it is chosen there.
    pub is_chosen: bool,
    /// Who has voted for it there.
    pub voted: NodeSet,
    /// Who has not and may still.
    pub free: NodeSet,
    /// What it takes to have it sent; none where it was sent.
    pub offer: Option<Offer>,
    /// Whether all that it takes is still on its way, or to be sent: nothing has to be sent again.
    pub is_on_its_way: bool,
}

/// A value and what can become of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outlook {
    /// The value.
    pub value: Value,
    /// The ids under which it is chosen or can still be, the highest first.
    pub ways: Vec<Way>,
    /// Whether an id to come could bring it, by the rules of Paxos: one such id can do what many can.
    pub later: bool,
}

impl Outlook {
    /// What is to be said of it.
    pub fn standing(&self) -> Standing {
        match (self.is_chosen(), self.ways.is_empty()) {
            (true, _) => Standing::Chosen,
            (false, false) => Standing::Choosable,
            (false, true) => Standing::Dead,
        }
    }

    /// Whether in one of its ways nothing that was lost has to be sent again.
    pub fn is_on_its_way(&self) -> bool {
        self.ways.iter().any(|way| way.is_on_its_way)
    }

    /// Whether it is chosen.
    pub fn is_chosen(&self) -> bool {
        self.ways.iter().any(|way| way.is_chosen)
    }
}

/// What can become of every value.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Possible {
    /// The values, in the order in which they were asked for.
    pub values: Vec<Outlook>,
    /// What may still be sent under ids under which nothing was.
    pub offers: Vec<Offer>,
    /// Whether *choosable* is proved, and not only *dead*.
    pub is_exact: bool,
}

impl Possible {
    /// That of a run at a moment. Nothing of a replicated log.
    pub fn of(recording: &Recording, at: Moment) -> Possible {
        let steps = &recording.steps()[..at.steps.min(recording.steps().len())];
        let sent = steps.iter().flat_map(|step| &step.effects.sent).map(|sent| &sent.envelope);
        Possible::of_world(&recording.at(at), sent)
    }

    /// That of a world to which all this mail was ever sent.
    pub fn of_world<'a>(world: &World, sent: impl IntoIterator<Item = &'a Envelope>) -> Possible {
        if world.cluster.is_replicated() {
            return Possible::default();
        }
        let (ever, now) = (Hopes::new(world, Mail::of(sent)), Hopes::new(world, Mail::of(&world.in_flight)));
        let (ids, values) = (ids(world), values(world, &ever));
        let later = ever.with_another_id(&values);
        let outlook = |value: Value| Outlook {
            value,
            ways: ids.iter().filter_map(|&ballot| way(world, &ever, &now, Vote { ballot, value })).collect(),
            later: later.contains(&value),
        };
        Possible {
            values: values.iter().copied().map(outlook).collect(),
            is_exact: is_exact(world),
            offers: ever.offers,
        }
    }

    /// What may still be sent under an id.
    pub fn offers_of(&self, ballot: Ballot) -> impl Iterator<Item = &Offer> {
        self.offers.iter().filter(move |offer| offer.vote.ballot == ballot)
    }

    /// What is to be said of this value.
    pub fn of_value(&self, value: Value) -> Option<&Outlook> {
        self.values.iter().find(|outlook| outlook.value == value)
    }
}

/// How a value is chosen under an id, or can still be.
fn way(world: &World, ever: &Hopes, now: &Hopes, vote: Vote) -> Option<Way> {
    let cast = world.votes.iter().find(|cast| cast.vote == vote);
    let (voted, is_chosen) = cast.map_or((NodeSet::EMPTY, false), |cast| (cast.by, cast.is_chosen));
    let is_enough = |free: NodeSet| world.rules.is_quorum(&world.cluster, QuorumFor::Accept, voted.union(free));
    let free = ever.voters(vote);
    let way = Way {
        ballot: vote.ballot,
        is_chosen,
        voted,
        free: free.iter().filter(|&node| !voted.contains(node)).collect(),
        offer: ever.offers.iter().find(|offer| offer.vote == vote).copied(),
        is_on_its_way: is_chosen || is_enough(now.voters(vote)),
    };
    (is_chosen || is_enough(free)).then_some(way)
}

/// Every id that was ever used, the highest first.
fn ids(world: &World) -> Vec<Ballot> {
    let cast = world.votes.iter().map(|cast| cast.vote.ballot);
    let mut ids: Vec<Ballot> = world.used.iter().map(|&(ballot, _)| ballot).chain(cast).collect();
    ids.sort_unstable_by(|one, other| other.cmp(one));
    ids.dedup();
    ids
}

/// Every value that anybody has asked for, sent or accepted.
fn values(world: &World, ever: &Hopes) -> Vec<Value> {
    let mut values: Vec<Value> = Vec::new();
    let cast = world.votes.iter().map(|cast| cast.vote.value);
    for value in world.proposed.iter().copied().chain(cast).chain(ever.values()) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values
}

/// Whether what acceptors can do each by itself they can do together, too.
fn is_exact(world: &World) -> bool {
    let rules = &world.rules;
    matches!(rules.promise, Promise::Higher | Promise::OrEqual)
        && matches!(rules.report, Report::AcceptedId | Report::Nothing)
        && matches!(rules.value, ValueRule::HighestAccepted | ValueRule::Own | ValueRule::First)
        && rules.accept == Accept::IfPromised
}
