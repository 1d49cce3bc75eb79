//! From a stormy run that breaks agreement to a short one on a network that loses nothing.

use crate::lab::Cast;
use paxos_explainer::paxos::{Ballot, Kind, Message, NodeId, Note, Rules, Value};
use paxos_explainer::sim::world::Faithful;
use paxos_explainer::sim::{Action, Change, Effects, MessageId, Step, Violation, World, truth};

/// A message by what it is, so that it can still be named when others before it are left out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Named {
    kind: Kind,
    ballot: Option<Ballot>,
    from: NodeId,
    to: NodeId,
}

/// What counts in a run on a network that loses nothing and waits to be told. A loss is a message that is
/// never delivered; a timeout is a proposal under the id that it led to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Act {
    Propose { node: NodeId, value: Value, ballot: Ballot },
    Deliver(Named),
    Duplicate(Named),
    Crash(NodeId),
    Restart(NodeId),
}

/// A short run that breaks Paxos, ready to be done again: apply the actions to `World::new` of this
/// cluster under these changes, on the faithful network.
#[derive(Clone, Debug)]
pub struct Finding {
    pub cast: Cast,
    pub rules: Vec<Change>,
    pub actions: Vec<Action>,
    pub violation: Violation,
}

impl Finding {
    /// The world before the first action.
    pub fn beginning(&self) -> World {
        beginning(self.cast, &self.rules)
    }
}

/// The world of a cluster under these rules, before anything has happened.
pub fn beginning(cast: Cast, rules: &[Change]) -> World {
    let mut world = World::new(cast.cluster(), Rules::default());
    rules.iter().for_each(|&change| world.set(change));
    world
}

/// The acts of a recorded run.
pub fn acts_of(steps: &[Step]) -> Vec<Act> {
    steps.iter().flat_map(|step| acts_of_effects(step.action, &step.effects)).collect()
}

/// What an action with these effects comes down to.
pub fn acts_of_effects(action: Action, effects: &Effects) -> Vec<Act> {
    let named = |id: MessageId| {
        let here = effects.envelope.iter().chain(effects.sent.iter().map(|sent| &sent.envelope));
        let envelope = here.into_iter().find(|envelope| envelope.id == id).expect("the step is about it");
        Named { kind: envelope.message.kind(), ballot: envelope.message.ballot(), from: envelope.from, to: envelope.to }
    };
    let started = effects.notes.iter().find_map(|note| match *note {
        Note::BallotStarted { ballot, own, .. } | Note::SkipsPrepare { ballot, own, .. } => Some((ballot, own)),
        _ => None,
    });
    let node = match action {
        Action::Propose { node, .. } | Action::Timeout { node } => Some(node),
        Action::Deliver { .. } => effects.envelope.as_ref().map(|envelope| envelope.to),
        _ => None,
    };
    let act = match (action, started, node) {
        (_, Some((ballot, value)), Some(node)) => Some(Act::Propose { node, value, ballot }),
        (Action::Deliver { message }, ..) if effects.lost.is_none() => Some(Act::Deliver(named(message))),
        (Action::Crash { node }, ..) => Some(Act::Crash(node)),
        (Action::Restart { node }, ..) => Some(Act::Restart(node)),
        _ => None,
    };
    let copies = effects.sent.iter().filter_map(|sent| sent.copy_of);
    act.into_iter().chain(copies.map(|original| Act::Duplicate(named(original)))).collect()
}

/// Does the acts, leaving out those that cannot be done, up to the first violation of agreement or
/// learning. Gives what was done, and the violation.
fn replay(cast: Cast, rules: &[Change], acts: &[Act]) -> (Vec<(Act, Action)>, Option<Violation>) {
    let mut world = beginning(cast, rules);
    let mut done = Vec::new();
    for &act in acts {
        let Some(action) = action(&world, act) else { continue };
        if world.apply(action, &mut Faithful).is_err() {
            continue;
        }
        done.push((act, action));
        if let Some(violation) = truth::violation(&world) {
            return (done, Some(violation));
        }
    }
    (done, None)
}

/// The action for an act in this world, if it can be done there.
fn action(world: &World, act: Act) -> Option<Action> {
    let find = |named: Named| {
        let is_meant = |message: &Message| (message.kind(), message.ballot()) == (named.kind, named.ballot);
        let on_link = |from: NodeId, to: NodeId| (from, to) == (named.from, named.to);
        let mut in_flight = world.in_flight.iter();
        in_flight.find(|envelope| on_link(envelope.from, envelope.to) && is_meant(&envelope.message)).map(|e| e.id)
    };
    Some(match act {
        Act::Propose { node, value, ballot } => Action::Propose { node, value, ballot: Some(ballot) },
        Act::Deliver(named) if world.node(named.to).up => Action::Deliver { message: find(named)? },
        Act::Deliver(_) => return None,
        Act::Duplicate(named) => Action::Duplicate { message: find(named)? },
        Act::Crash(node) => Action::Crash { node },
        Act::Restart(node) => Action::Restart { node },
    })
}

/// Leaves out acts, many at a time and then fewer, as long as the same property is violated; then gives
/// the ids their least numbers. None if the acts violate nothing in the first place.
pub fn shrink(cast: Cast, rules: &[Change], acts: Vec<Act>) -> Option<Finding> {
    let (done, violation) = replay(cast, rules, &acts);
    let kind = std::mem::discriminant(&violation?);
    let violates = |acts: &[Act]| -> Option<Vec<Act>> {
        let (done, violation) = replay(cast, rules, acts);
        let same = violation.is_some_and(|violation| std::mem::discriminant(&violation) == kind);
        same.then(|| done.into_iter().map(|(act, _)| act).collect())
    };
    let mut acts: Vec<Act> = done.into_iter().map(|(act, _)| act).collect();
    let mut size = acts.len() / 2;
    while 0 < size {
        let mut at = 0;
        let mut shorter = false;
        while at < acts.len() {
            let rest = [&acts[..at], &acts[(at + size).min(acts.len())..]].concat();
            match violates(&rest) {
                Some(fewer) => (acts, shorter) = (fewer, true),
                None => at += size,
            }
        }
        size = if shorter { size.min(acts.len()) } else { size / 2 };
    }
    let acts = violates(&renumbered(cast, &acts)).unwrap_or(acts);
    let (done, violation) = replay(cast, rules, &acts);
    let actions = done.into_iter().map(|(_, action)| action).collect();
    Some(Finding { cast, rules: rules.to_vec(), actions, violation: violation? })
}

/// The same acts with the ids replaced by the least of each proposer's own, in the same order.
fn renumbered(cast: Cast, acts: &[Act]) -> Vec<Act> {
    let mut used: Vec<Ballot> = Vec::new();
    used.extend(acts.iter().filter_map(|act| match *act {
        Act::Propose { ballot, .. } => Some(ballot),
        _ => None,
    }));
    used.sort_unstable();
    let mut last = 0;
    let pairs: Vec<(Ballot, Ballot)> = used
        .into_iter()
        .map(|old| {
            last = (last + 1..).find(|&number| cast.ballot(number).proposer == old.proposer).expect("there is one");
            (old, cast.ballot(last))
        })
        .collect();
    let new = |ballot: Ballot| pairs.iter().find(|(old, _)| *old == ballot).map_or(ballot, |&(_, new)| new);
    let rename = |named: Named| Named { ballot: named.ballot.map(new), ..named };
    let renumber = |&act: &Act| match act {
        Act::Propose { node, value, ballot } => Act::Propose { node, value, ballot: new(ballot) },
        Act::Deliver(named) => Act::Deliver(rename(named)),
        Act::Duplicate(named) => Act::Duplicate(rename(named)),
        Act::Crash(_) | Act::Restart(_) => act,
    };
    acts.iter().map(renumber).collect()
}
