//! What is promised of a replicated log: that all apply the same, in order; that a command takes effect once; and that
//! an id names one lead.

use super::{Broken, Found, How, two_chosen};
use crate::paxos::replica::Applied;
use crate::paxos::{Ballot, Effect, LogNote, NodeId, NodeSet, Note, Role, Slot, Value};
use crate::sim::truth::log::{apart, executed_again, past_gap};
use crate::sim::truth::{self, Held};
use crate::sim::{Step, World};
use std::collections::BTreeMap;

/// What must be remembered of a log on the way through a run.
pub(super) struct Seen {
    /// How many slots each node had applied before the step.
    applied: Vec<usize>,
    /// Where each replica has executed a command first.
    executed: BTreeMap<(NodeId, Value), Slot>,
    /// The replicas that have executed a command of a client twice.
    twice: NodeSet,
    /// Commands that clients have had the answer to: whose, which, and in which slot.
    answered: Vec<(NodeId, Value, Slot)>,
    /// The same by slot.
    answers: Vec<(Slot, Value)>,
    /// Every lead that has begun.
    led: Vec<(Ballot, NodeId)>,
    /// How many votes were chosen when it was last seen that they agree with each other, and with what is learned.
    agreed: usize,
}

impl Seen {
    pub(super) fn new(start: &World) -> Seen {
        let mut seen = Seen {
            applied: vec![0; start.cluster.roles.len()],
            executed: BTreeMap::new(),
            twice: NodeSet::EMPTY,
            answered: Vec::new(),
            answers: Vec::new(),
            led: Vec::new(),
            agreed: 0,
        };
        for node in start.cluster.nodes() {
            seen.notice_applied(node, start);
            seen.applied[node.index()] = log_of(start, node).len();
        }
        seen
    }

    /// Notes what a step has brought, before it is asked what it breaks.
    pub(super) fn notice(&mut self, step: &Step, world: &World) {
        if let Some(node) = step.node() {
            self.notice_applied(node, world);
        }
    }

    fn notice_applied(&mut self, node: NodeId, world: &World) {
        let new = &log_of(world, node)[self.applied[node.index()]..];
        for applied in new.iter().filter(|applied| is_executed(applied)) {
            let first = *self.executed.entry((node, applied.value)).or_insert(applied.slot);
            if first != applied.slot && applied.value.command.is_some() {
                self.twice = self.twice.with(node);
            }
        }
    }

    pub(super) fn take_in(&mut self, step: &Step, world: &World) {
        if may_choose(step) {
            self.agreed = truth::chosen(world).count();
        }
        let Some(node) = step.node() else { return };
        self.applied[node.index()] = log_of(world, node).len();
        for note in &step.effects.notes {
            if let Some((value, slot)) = answered(*note) {
                self.answered.push((node, value, slot));
                let at = self.answers.partition_point(|&(other, _)| other <= slot);
                self.answers.insert(at, (slot, value));
            }
            self.led.extend(leads(*note).map(|ballot| (ballot, node)));
        }
    }

    /// A slot that is applied by a step although an earlier one is not, or otherwise than on another replica.
    pub(super) fn out_of_order(&self, step: &Step, world: &World) -> Option<Found> {
        let node = step.node()?;
        let (log, before) = (log_of(world, node), self.applied[node.index()]);
        let past = past_gap(log, before).map(|(slot, next)| (slot, How::AppliedPast(node, next)));
        let others = world.cluster.all(Role::Replica).without(node);
        let otherwise = others.iter().find_map(|other| {
            let (now, there) = apart(&log[before..], log_of(world, other))?;
            Some((now.slot, How::AppliedOther([(other, there.value), (node, now.value)])))
        });
        past.into_iter().chain(otherwise).min_by_key(|&(slot, _)| slot)
    }

    /// A command that is executed once more by a step; or one whose answer a client has, and a replica that has applied
    /// its slot without executing it.
    pub(super) fn not_once(&self, step: &Step, world: &World) -> Option<Found> {
        let node = step.node()?;
        if self.twice.contains(node)
            && let Some((first, later)) = newly_applied(step).next().and_then(|_| executed_again(log_of(world, node)))
        {
            return Some((later.slot, How::ExecutedTwice(node, later.value, first.slot)));
        }
        if !self.has_newly_lost(node, step, world) {
            return None;
        }
        let now = step.effects.notes.iter().filter_map(|note| answered(*note)).map(|(value, slot)| (node, value, slot));
        let all = self.answered.iter().copied().chain(now);
        all.into_iter().find_map(|(client, value, slot)| {
            let has_lost = |&replica: &NodeId| self.has_lost(world, replica, value, slot);
            let replica = world.cluster.all(Role::Replica).iter().find(has_lost)?;
            Some((slot, How::AnswerLost(replica, value, client)))
        })
    }

    /// Whether a step applies past a slot of which a client has the answer, and nothing there or before is the command; or
    /// gives an answer of which that is so. What was in order before stays so: slots are applied upwards.
    fn has_newly_lost(&self, node: NodeId, step: &Step, world: &World) -> bool {
        let log = log_of(world, node);
        let past = |applied: Option<&Applied>| {
            let last = applied.map_or(Slot::ONLY, |applied| applied.slot);
            self.answers.partition_point(|&(slot, _)| slot <= last)
        };
        let before = self.applied[node.index()].checked_sub(1).and_then(|last| log.get(last));
        let mut passed = self.answers[past(before)..past(log.last())].iter();
        let mut now = step.effects.notes.iter().filter_map(|note| answered(*note));
        let replicas = world.cluster.all(Role::Replica);
        passed.any(|&(slot, value)| self.has_lost(world, node, value, slot))
            || now.any(|(value, slot)| replicas.iter().any(|replica| self.has_lost(world, replica, value, slot)))
    }

    /// Whether a replica has applied a slot, and has executed the command that was answered in it neither there nor before.
    fn has_lost(&self, world: &World, replica: NodeId, value: Value, slot: Slot) -> bool {
        let is_applied = Some(slot) <= log_of(world, replica).last().map(|applied| applied.slot);
        is_applied && self.executed.get(&(replica, value)).is_none_or(|&first| slot < first)
    }

    /// What is chosen or learned by a step in a slot of a log, and another value that is chosen or learned in it.
    pub(super) fn disagrees(&self, step: &Step, world: &World) -> Option<Found> {
        let learned = differs_from_learned(step, world);
        if may_choose(step) && (learned.is_some() || self.may_have_parted(step, world)) {
            let chosen = two_chosen(world).or_else(|| chosen_otherwise(world));
            if chosen.is_some() {
                return chosen;
            }
        }
        learned
    }

    /// Whether what is chosen may not agree any more with the rest or with what is learned. Where one vote more is chosen,
    /// and in its slot nothing was, only what is learned in that slot can contradict it.
    fn may_have_parted(&self, step: &Step, world: &World) -> bool {
        let count = truth::chosen(world).count();
        match (step.effects.chosen, step.effects.chosen_before) {
            _ if count == self.agreed => false,
            (Some(new), None) if count == self.agreed + 1 => learned_other(world, new.slot, new.vote.value).is_some(),
            _ => true,
        }
    }

    /// A lead that begins under an id under which somebody has led.
    pub(super) fn led_twice(&self, step: &Step) -> Option<Found> {
        let node = step.node()?;
        let ballot = step.effects.notes.iter().find_map(|note| leads(*note))?;
        let &(_, first) = self.led.iter().find(|&&(led, _)| led == ballot)?;
        Some((Slot::ONLY, How::LedTwice(ballot, first, node)))
    }
}

/// Whether by a step something may be chosen.
fn may_choose(step: &Step) -> bool {
    step.effects.chosen.is_some() || step.effects.notes.iter().any(|note| matches!(note, Note::Accepted { .. }))
}

/// What is learned by a step, and another value that is chosen or learned in its slot.
fn differs_from_learned(step: &Step, world: &World) -> Option<Found> {
    let node = step.node()?;
    step.effects.notes.iter().find_map(|note| {
        if let Note::Log(LogNote::KnownOtherwise { slot, first, value }) = *note {
            return Some((slot, How::Differ(Held::Learned(node, first), Held::Learned(node, value))));
        }
        if let Note::LearnedOther { slot, first, vote } = *note {
            return Some((slot, How::Differ(Held::Learned(node, first), Held::Learned(node, vote.value))));
        }
        let (slot, value) = (note.slot(), note.learned_value()?);
        let other = truth::chosen(world).find(|chosen| chosen.slot == slot && chosen.vote.value != value);
        let held = other.map(|chosen| Held::Chosen(chosen.vote)).or_else(|| learned_other(world, slot, value))?;
        Some((slot, How::Differ(held, Held::Learned(node, value))))
    })
}

/// A value that is chosen in a slot for which a node has learned another.
fn chosen_otherwise(world: &World) -> Option<Found> {
    truth::chosen(world).find_map(|chosen| {
        let held = learned_other(world, chosen.slot, chosen.vote.value)?;
        Some((chosen.slot, How::Differ(held, Held::Chosen(chosen.vote))))
    })
}

/// A node that has learned another value for a slot than this.
fn learned_other(world: &World, slot: Slot, value: Value) -> Option<Held> {
    world.cluster.nodes().find_map(|node| {
        let learned = world.node(node).learner.as_ref()?.learned(slot)?;
        (learned != value).then_some(Held::Learned(node, learned))
    })
}

fn log_of(world: &World, node: NodeId) -> &[Applied] {
    world.node(node).replica.as_ref().map_or(&[], |replica| &replica.disk.applied)
}

fn is_executed(applied: &Applied) -> bool {
    matches!(applied.effect, Effect::Executed(_))
}

fn newly_applied(step: &Step) -> impl Iterator<Item = Applied> + '_ {
    step.effects.notes.iter().filter_map(|note| match *note {
        Note::Log(LogNote::Applied { slot, value, effect }) => Some(Applied { slot, value, effect }),
        _ => None,
    })
}

fn answered(note: Note) -> Option<(Value, Slot)> {
    match note {
        Note::Log(LogNote::Answered { slot, value, .. }) => Some((value, slot)),
        _ => None,
    }
}

fn leads(note: Note) -> Option<Ballot> {
    match note {
        Note::Log(LogNote::Leads { ballot, .. } | LogNote::LeadsUnasked { ballot, .. }) => Some(ballot),
        _ => None,
    }
}

/// What it takes to see that one of these is broken.
pub(super) fn add_witness(broken: &mut Broken, steps: &[Step]) {
    let (slot, last) = (broken.slot, steps.len() - 1);
    broken.add(last, &steps[last]);
    let applies = |done: &Step, node: NodeId, at: Slot| {
        done.node() == Some(node) && newly_applied(done).any(|applied| applied.slot == at)
    };
    match broken.how {
        How::AppliedOther(both) => {
            broken.add_all(steps, |done| both.iter().any(|&(node, _)| applies(done, node, slot)));
        }
        How::ExecutedTwice(node, _, first) => broken.add_all(steps, |done| applies(done, node, first)),
        How::AnswerLost(replica, value, client) => broken.add_all(steps, |done| {
            let is_answer = |note: &Note| answered(*note) == Some((value, slot));
            applies(done, replica, slot) || done.node() == Some(client) && done.effects.notes.iter().any(is_answer)
        }),
        How::LedTwice(ballot, ..) => {
            broken.add_all(steps, |done| done.effects.notes.iter().any(|note| leads(*note) == Some(ballot)));
        }
        _ => {}
    }
}
