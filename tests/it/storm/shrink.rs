//! From a run that breaks something to a short one on a network that loses nothing.

use super::check::{Watch, violations};
use super::setup::Setup;
use super::tidy;
use paxos_explainer::paxos::{Ballot, Kind, Message, NodeId, Note, Value};
use paxos_explainer::sim::world::Faithful;
use paxos_explainer::sim::{Action, Effects, MessageId, Recording, Schedule, Step, Violation, World};
use std::mem::discriminant;

/// A message by what it is, so that it can still be named when others before it are left out. What a PROMISE
/// reports is no part of its name: it may change with what is left out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Named {
    pub kind: Kind,
    pub ballot: Option<Ballot>,
    pub value: Option<Value>,
    pub from: NodeId,
    pub to: NodeId,
}

impl Named {
    fn of(message: &Message, from: NodeId, to: NodeId) -> Named {
        let (kind, ballot) = (message.kind(), message.ballot());
        let value = message.value().filter(|_| kind != Kind::Promise);
        Named { kind, ballot, value, from, to }
    }
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

/// A short run that breaks Paxos with its last action, ready to be done again.
#[derive(Clone, Debug)]
pub struct Finding {
    pub setup: Setup,
    pub actions: Vec<Action>,
    pub violation: Violation,
}

impl Finding {
    pub fn len(&self) -> usize {
        self.actions.len()
    }

    /// The run, done again on the faithful network.
    pub fn recording(&self) -> Recording {
        let mut recording = Recording::new(self.setup.world(), Schedule::new(true));
        for &action in &self.actions {
            recording.push(action).expect("every action can be done");
        }
        recording
    }
}

/// The acts of a recorded run.
pub fn acts_of_run(steps: &[Step]) -> Vec<Act> {
    steps.iter().flat_map(|step| acts_of(step.action, &step.effects)).collect()
}

/// What an action with these effects comes down to.
pub fn acts_of(action: Action, effects: &Effects) -> Vec<Act> {
    let named = |id: MessageId| {
        let here = effects.envelope.iter().chain(effects.sent.iter().map(|sent| &sent.envelope));
        let envelope = here.into_iter().find(|envelope| envelope.id == id).expect("the step is about it");
        Named::of(&envelope.message, envelope.from, envelope.to)
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

/// Does the acts, leaving out those that cannot be done, up to the first violation that is looked for. Gives
/// what was done, and the violation.
fn replay(setup: &Setup, acts: &[Act], watch: impl Fn(Violation) -> bool) -> (Vec<(Act, Action)>, Option<Violation>) {
    let mut world = setup.world();
    let mut done = Vec::new();
    for &act in acts {
        let before = world.clone();
        let Some(action) = action(&world, act) else { continue };
        let Ok(effects) = world.apply(action, &mut Faithful) else { continue };
        done.push((act, action));
        if let Some(violation) = violations(&before, &world, &effects).find(|&found| watch(found)) {
            return (done, Some(violation));
        }
    }
    (done, None)
}

/// The action for an act in this world, if it can be done there.
fn action(world: &World, act: Act) -> Option<Action> {
    let find = |named: Named| {
        let mut in_flight = world.in_flight.iter();
        in_flight.find(|envelope| Named::of(&envelope.message, envelope.from, envelope.to) == named).map(|e| e.id)
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

/// Leaves out acts, many at a time and then fewer, as long as the same property is violated; then puts the
/// rest in order. None if the acts violate nothing that is looked for in the first place.
pub fn shrink(setup: &Setup, acts: &[Act], watch: Watch) -> Option<Finding> {
    let kind = discriminant(&replay(setup, acts, watch).1?);
    let violates = |acts: &[Act]| -> Option<Vec<Act>> {
        let (done, violation) = replay(setup, acts, |found| discriminant(&found) == kind);
        violation.map(|_| done.into_iter().map(|(act, _)| act).collect())
    };
    let mut acts = violates(acts)?;
    let mut size = acts.len() / 2;
    while 0 < size {
        let mut at = 0;
        let mut is_shorter = false;
        while at < acts.len() {
            let rest = [&acts[..at], &acts[(at + size).min(acts.len())..]].concat();
            match violates(&rest) {
                Some(fewer) => (acts, is_shorter) = (fewer, true),
                None => at += size,
            }
        }
        size = if is_shorter { size.min(acts.len()) } else { size / 2 };
    }
    let acts = tidy::tidied(setup, acts, violates);
    let (done, violation) = replay(setup, &acts, |found| discriminant(&found) == kind);
    let actions = done.into_iter().map(|(_, action)| action).collect();
    Some(Finding { setup: setup.clone(), actions, violation: violation? })
}
