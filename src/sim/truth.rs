//! The observer who sees all: what is chosen, and whether that is as it should be.
//!
//! What is chosen is computed from every vote ever cast, never from the acceptors' present cards: a
//! later id may overwrite a card after the choice, and the fact must not go out.

pub mod log;

use super::sight::{self, Seen, Tally};
use super::world::{Effects, World};
use crate::paxos::acceptor::OnDisk;
use crate::paxos::rules::{QuorumFor, Rules};
use crate::paxos::{Ballot, Cluster, Command, Message, NodeId, NodeSet, Role, Slot, Value, Vote};
use smallvec::SmallVec;

/// All acceptors that have ever cast one vote.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Cast {
    /// The slot.
    pub slot: Slot,
    /// The id and value.
    pub vote: Vote,
    /// Who has accepted it.
    pub by: NodeSet,
    /// Whether these were, at some time, a quorum by the size then in force.
    pub is_chosen: bool,
}

/// A value that was chosen: at some time a quorum had accepted it under this id (PMS 2.1).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Chosen {
    /// The slot.
    pub slot: Slot,
    /// The id and value.
    pub vote: Vote,
    /// The acceptors that have accepted it by now.
    pub by: NodeSet,
}

impl Chosen {
    fn of(cast: &Cast) -> Chosen {
        Chosen { slot: cast.slot, vote: cast.vote, by: cast.by }
    }
}

/// A value that counts as the result: it is chosen, or a node has learned it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Held {
    /// It is chosen.
    Chosen(Vote),
    /// The node has learned it.
    Learned(NodeId, Value),
}

impl Held {
    /// The value.
    pub fn value(self) -> Value {
        match self {
            Held::Chosen(vote) => vote.value,
            Held::Learned(_, value) => value,
        }
    }
}

/// A property of Paxos that does not hold any more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Violation {
    /// Two values are chosen.
    Agreement(Value, Value),
    /// A value is chosen that nobody proposed.
    Validity(Value),
    /// A node has learned what was not chosen.
    LearnedUnchosen(NodeId, Value),
    /// An acceptor has gone below its promise.
    PromiseBroken(NodeId, Ballot),
    /// Two values go under one id.
    TwoValues(Ballot, Value, Value),
    /// An id is used a second time.
    IdUsedTwice(Ballot),
    /// An acceptor has answered with what is not on its disk.
    AnsweredUnstored(NodeId, Ballot),
}

/// Every vote ever cast, one entry an id and value.
pub type CastVotes = SmallVec<[Cast; 3]>;

/// Notes that `acceptor` has cast `vote`.
pub(super) fn cast(votes: &mut CastVotes, slot: Slot, vote: Vote, acceptor: NodeId) {
    // What was cast last is cast again soonest.
    match votes.iter_mut().rfind(|cast| cast.slot == slot && cast.vote == vote) {
        Some(cast) => cast.by = cast.by.with(acceptor),
        None => votes.push(Cast { slot, vote, by: NodeSet::of(acceptor), is_chosen: false }),
    }
}

/// Notes that a value is chosen at the beginning, whoever has accepted it, under this id or under none that is known.
pub(super) fn decree(votes: &mut CastVotes, slot: Slot, value: Value, ballot: Option<Ballot>) {
    let vote = Vote { ballot: ballot.unwrap_or(Ballot { number: 0, proposer: 0 }), value };
    let is_known =
        |cast: &&mut Cast| cast.slot == slot && cast.vote.value == value && (cast.vote == vote || cast.is_chosen);
    match votes.iter_mut().find(is_known) {
        Some(cast) => cast.is_chosen = true,
        None => votes.push(Cast { slot, vote, by: NodeSet::EMPTY, is_chosen: true }),
    }
}

/// What has come to be chosen, in the order in which it has; mostly nothing, or one value.
pub type New = SmallVec<[Chosen; 1]>;

/// Marks what is a quorum by the size in force, and gives what is chosen by that. What was chosen stays chosen.
pub(super) fn settle(world: &mut World) -> New {
    let mut new = New::new();
    let mut known = memberships(world);
    while let Some(at) = (0..world.votes.len()).find(|&at| is_settled_by(world, at, &known)) {
        world.votes[at].is_chosen = true;
        new.push(Chosen::of(&world.votes[at]));
        if is_membership(&world.cluster, world.votes[at].vote.value) {
            known = memberships(world);
        }
    }
    new
}

/// The same after `vote` alone has been cast once more. Where no command of the scene names those who decide, no other
/// vote can come to be a quorum by it, however many there are.
pub(super) fn settle_cast(world: &mut World, slot: Slot, vote: Vote) -> New {
    if world.cluster.log.commands.iter().any(|command| matches!(command, Command::Members(_))) {
        return settle(world);
    }
    let mut new = New::new();
    let at = world.votes.iter().rposition(|cast| cast.slot == slot && cast.vote == vote);
    if let Some(at) = at.filter(|&at| is_settled_by(world, at, &[])) {
        world.votes[at].is_chosen = true;
        new.push(Chosen::of(&world.votes[at]));
    }
    new
}

/// Whether the vote in this place was not chosen, and is: those who have cast it are a quorum of those who decide where
/// these configurations are chosen.
fn is_settled_by(world: &World, at: usize, known: &[(Slot, Value)]) -> bool {
    let Cast { slot, by, is_chosen, .. } = world.votes[at];
    !is_chosen && configurations_by(world, slot, known).into_iter().any(|members| is_quorum(world, members, by))
}

fn is_quorum(world: &World, members: NodeSet, by: NodeSet) -> bool {
    world.rules.is_quorum_of(&world.cluster, QuorumFor::Accept, members, by)
}

/// Those who decide in `slot`. Where a new membership counts at once there is no single answer: the quorums of each
/// configuration that was ever chosen are taken for quorums by somebody.
pub fn configurations(world: &World, slot: Slot) -> SmallVec<[NodeSet; 2]> {
    configurations_by(world, slot, &memberships(world))
}

/// The commands that are chosen, name those who decide and are executed, by slot.
pub(super) fn memberships(world: &World) -> SmallVec<[(Slot, Value); 4]> {
    if !world.cluster.log.commands.iter().any(|command| matches!(command, Command::Members(_))) {
        return SmallVec::new();
    }
    let mut all: Vec<(Slot, Value)> = chosen(world).map(|chosen| (chosen.slot, chosen.vote.value)).collect();
    all.sort_unstable_by_key(|&(slot, _)| slot);
    memberships_among(&world.rules, &world.cluster, &all)
}

/// Those among these, which are sorted by slot.
pub fn memberships_among(rules: &Rules, cluster: &Cluster, all: &[(Slot, Value)]) -> SmallVec<[(Slot, Value); 4]> {
    let counts = |nth: &usize| is_membership(cluster, all[*nth].1) && rules.takes_effect(all[*nth].1, &all[..*nth]);
    (0..all.len()).filter(counts).map(|nth| all[nth]).collect()
}

/// The same where these configurations are chosen, by slot.
pub fn configurations_by(world: &World, slot: Slot, known: &[(Slot, Value)]) -> SmallVec<[NodeSet; 2]> {
    if !world.cluster.is_replicated() {
        return SmallVec::from_iter([world.cluster.all(Role::Acceptor)]);
    }
    match world.rules.changes_members_at_once() {
        false => SmallVec::from_iter([world.rules.members(&world.cluster, slot, known)]),
        true => (0..=known.len()).map(|count| world.rules.members(&world.cluster, slot, &known[..count])).collect(),
    }
}

/// Whether this value names those who decide.
pub(super) fn is_membership(cluster: &Cluster, value: Value) -> bool {
    matches!(cluster.command(value), Command::Members(_))
}

/// Whether what is chosen is a no-op, which nobody has to propose.
fn is_no_op(world: &World, chosen: Chosen) -> bool {
    world.cluster.is_replicated() && chosen.vote.value == Value::NO_OP
}

/// Whether this value is chosen in this slot.
pub fn is_chosen(world: &World, slot: Slot, value: Value) -> bool {
    // What was chosen last is asked for soonest.
    world.votes.iter().rev().any(|cast| cast.is_chosen && cast.slot == slot && cast.vote.value == value)
}

/// What is chosen now, in the order in which the votes were first cast; an entry an id and value.
pub fn chosen(world: &World) -> impl Iterator<Item = Chosen> + '_ {
    let votes = world.votes.iter().filter(|cast| cast.is_chosen);
    votes.map(Chosen::of)
}

/// Where all of this has just been chosen: what had been chosen first in the slot of the `nth`, if anything had before it.
pub(super) fn chosen_before(world: &World, new: &[Chosen], nth: usize) -> Option<Chosen> {
    let Chosen { slot, .. } = *new.get(nth)?;
    let is_new = |cast: &Cast| new.iter().any(|new| (new.slot, new.vote) == (cast.slot, cast.vote));
    let old = world.votes.iter().find(|cast| cast.is_chosen && cast.slot == slot && !is_new(cast)).map(Chosen::of);
    old.or_else(|| new[..nth].iter().copied().find(|before| before.slot == slot))
}

/// What is chosen in one slot, and then what each node has learned for it.
fn held_in(world: &World, slot: Slot) -> impl Iterator<Item = Held> + '_ {
    let chosen = chosen(world).filter(move |chosen| chosen.slot == slot).map(|chosen| Held::Chosen(chosen.vote));
    let learned = move |node| Some(Held::Learned(node, world.node(node).learner.as_ref()?.learned(slot)?));
    chosen.chain(world.cluster.nodes().filter_map(learned))
}

/// Whether two values are chosen or learned in one slot.
pub fn differ(world: &World) -> bool {
    sight::is_broken(&Seen { world, tally: &Tally::default() })
}

/// The first node that has learned another value than this one, and which.
pub(super) fn learned_otherwise(world: &World, chosen: Chosen) -> Option<Held> {
    held_in(world, chosen.slot).find(|held| matches!(held, Held::Learned(_, value) if *value != chosen.vote.value))
}

/// What was chosen or learned before this node learned this value, and is another one; none where there were two
/// already.
pub(super) fn held_otherwise(world: &World, node: NodeId, slot: Slot, value: Value) -> Option<Held> {
    let mut others = held_in(world, slot).filter(|held| !matches!(held, Held::Learned(other, _) if *other == node));
    let first = others.next().filter(|first| first.value() != value)?;
    others.all(|other| other.value() == first.value()).then_some(first)
}

/// The first property that the world violates, if it violates one.
pub fn violation(world: &World) -> Option<Violation> {
    agreement(world).or_else(|| validity(world)).or_else(|| learned_unchosen(world))
}

/// Two values that are chosen, if there are (PMS 1: only a single value is chosen).
pub fn agreement(world: &World) -> Option<Violation> {
    let (first, other) = two_chosen(world)?;
    Some(Violation::Agreement(first.vote.value, other.vote.value))
}

/// Two values that are chosen in one slot: the first that was, and the first that contradicts it.
pub fn two_chosen(world: &World) -> Option<(Chosen, Chosen)> {
    chosen(world).find_map(|first| {
        let contradicts = |other: &Chosen| other.slot == first.slot && other.vote.value != first.vote.value;
        Some((first, chosen(world).find(contradicts)?))
    })
}

/// A value that is chosen and that nobody proposed (PMS 1: only a value that has been proposed may be chosen).
pub fn validity(world: &World) -> Option<Violation> {
    let is_invented = |chosen: &Chosen| !world.proposed.contains(&chosen.vote.value) && !is_no_op(world, *chosen);
    let invented = chosen(world).find(is_invented)?;
    Some(Violation::Validity(invented.vote.value))
}

/// A node that has learned what is not chosen (PMS 1: a process never learns that a value has been chosen unless it
/// actually has been).
pub fn learned_unchosen(world: &World) -> Option<Violation> {
    let learners = world.cluster.nodes().filter_map(|node| Some((node, world.node(node).learner.as_ref()?)));
    let mut learned = learners.flat_map(|(node, learner)| learner.learned.iter().map(move |&known| (node, known)));
    let (node, (_, value)) = learned.find(|&(_, (slot, value))| !is_chosen(world, slot, value))?;
    Some(Violation::LearnedUnchosen(node, value))
}

/// The first of the rules by which Paxos keeps agreement that the world violates: each id is used once,
/// and for one value (PMS 2.2). Agreement may hold all the same.
pub fn breach(world: &World) -> Option<Violation> {
    id_used_twice(world).or_else(|| two_values(world))
}

fn id_used_twice(world: &World) -> Option<Violation> {
    let ids = || world.used.iter().map(|&(ballot, _)| ballot);
    let (_, twice) = ids().enumerate().find(|&(at, ballot)| ids().take(at).any(|earlier| earlier == ballot))?;
    Some(Violation::IdUsedTwice(twice))
}

fn two_values(world: &World) -> Option<Violation> {
    let requests = world.in_flight.iter().filter_map(|envelope| match *envelope.message {
        Message::AcceptRequest { ballot, slot, value, .. } => Some((slot, Vote { ballot, value })),
        _ => None,
    });
    let mut sent: SmallVec<[(Slot, Vote); 16]> =
        world.votes.iter().map(|cast| (cast.slot, cast.vote)).chain(requests).collect();
    // The sort is stable: what was sent first under an id stands first among its like.
    sent.sort_by_key(|&(slot, vote)| (slot, vote.ballot));
    sent.windows(2).find_map(|pair| {
        let [(slot, first), (other_slot, other)] = [pair[0], pair[1]];
        let is_one_id = slot == other_slot && first.ballot == other.ballot;
        (is_one_id && first.value != other.value).then_some(Violation::TwoValues(
            first.ballot,
            first.value,
            other.value,
        ))
    })
}

/// Whether an acceptor has answered, in the step with these effects, with what `after` it is not on its
/// disk (PMS 2.5: it is written before the answer is sent).
pub fn unstored_answer(after: &World, effects: &Effects) -> Option<Violation> {
    effects.sent.iter().filter(|sent| sent.copy_of.is_none()).find_map(|sent| {
        let disk = &after.node(sent.envelope.from).acceptor.as_ref()?.disk;
        let (ballot, is_stored) = match *sent.envelope.message {
            Message::Promise { ballot, from_slot, ref votes, .. } => {
                (ballot, disk.promised == Some(ballot) && *votes == disk.votes.from_slot(from_slot))
            }
            Message::Accepted { ballot, slot, value, .. } => {
                (ballot, Some(ballot) <= disk.promised && disk.votes.get(slot) == Some(Vote { ballot, value }))
            }
            _ => return None,
        };
        (!is_stored).then_some(Violation::AnsweredUnstored(sent.envelope.from, ballot))
    })
}

/// Whether a step from `before` to `after` has broken a promise: an acceptor's promised id has gone
/// down, or it has voted below what it had promised.
pub fn broken_promise(before: &World, after: &World) -> Option<Violation> {
    after.cluster.nodes().find_map(|node| {
        let (old, new) = (before.node(node).acceptor.as_ref()?, after.node(node).acceptor.as_ref()?);
        broken_by(node, &old.disk, &new.disk)
    })
}

/// The same for one acceptor, from what was on its disk and what is there now.
pub fn broken_by(node: NodeId, old: &OnDisk, new: &OnDisk) -> Option<Violation> {
    let promised = old.promised?;
    let went_down = new.promised < Some(promised);
    let voted_below = new.votes.iter().any(|(slot, vote)| vote.ballot < promised && old.votes.get(slot) != Some(vote));
    (went_down || voted_below).then_some(Violation::PromiseBroken(node, promised))
}

/// Whether an id can still win: some quorum of acceptors has each accepted it, or has promised nothing
/// higher. Only one who sees all can know this.
pub fn is_alive(world: &World, ballot: Ballot) -> bool {
    sight::is_alive(&Seen { world, tally: &Tally::default() }, ballot)
}

/// The lowest slot above all in which anything is chosen: where the log goes on.
pub fn next_slot(world: &World) -> Slot {
    chosen(world).map(|chosen| chosen.slot).max().map_or(Slot::FIRST, Slot::next)
}

/// Whether an id can still win a new slot of the log: some quorum of those who decide in the next one would still
/// accept it there. What was chosen under it long ago does not count. Only one who sees all can know this.
pub fn can_lead(world: &World, ballot: Ballot) -> bool {
    let slot = next_slot(world);
    let may_vote = |node| {
        let disk = world.node(node).acceptor.as_ref().map(|acceptor| &acceptor.disk);
        disk.is_some_and(|disk| world.rules.may_accept(ballot, slot, disk))
    };
    configurations(world, slot)
        .into_iter()
        .any(|members| is_quorum(world, members, members.iter().filter(|&node| may_vote(node)).collect()))
}
