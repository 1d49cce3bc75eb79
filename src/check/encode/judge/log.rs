//! What there is to find in a log: what is chosen in each slot by those who decide in it, and what replicas apply.

use super::{Encoded, Findings, Locals};
use crate::check::scenario::Finding;
use crate::paxos::rules::QuorumFor;
use crate::paxos::{Applied, Command, NodeSet, Role, Slot, Value, Vote};
use crate::sim::truth::log::{apart, executed_again, past_gap};
use crate::sim::{World, truth};
use smallvec::SmallVec;

/// Votes, each with all who have ever cast it, in the order of slots.
type Casts = SmallVec<[(Slot, Vote, NodeSet); 8]>;
/// Slots with what is chosen in them, in the order of slots.
pub(super) type InSlots = SmallVec<[(Slot, Value); 8]>;

impl Encoded {
    /// What there is to find where a replica has just cast a vote. A configuration that is chosen by it may make a quorum
    /// of votes in other slots too.
    pub(super) fn after_vote_in_log(&self, after: &Locals, slot: Slot, vote: Vote, found: &mut Findings) {
        let chosen = self.chosen_in_log(after);
        let mut slots: SmallVec<[Slot; 8]> = match self.members_named(vote.value) {
            Some(_) => chosen.iter().map(|&(slot, _)| slot).collect(),
            None => SmallVec::from_slice(&[slot]),
        };
        slots.dedup();
        for slot in slots {
            let in_slot = chosen.iter().filter(|(at, _)| *at == slot).map(|&(_, value)| value);
            self.after_choice(after, slot, &in_slot.collect::<SmallVec<[Value; 2]>>(), found);
        }
    }

    /// What there is to find where a replica has just applied something.
    pub(super) fn after_applying(&self, before: &Locals, after: &Locals, node: usize, found: &mut Findings) {
        let (old, now) = (self.applied(before, node).len(), self.applied(after, node));
        if past_gap(now, old).is_some() {
            found.push((Finding::AppliedPast, 0));
        }
        let others = (0..self.nodes).filter(|&other| other != node);
        if others.into_iter().any(|other| apart(&now[old..], self.applied(after, other)).is_some()) {
            found.push((Finding::AppliedOther, 0));
        }
        if executed_again(now).is_some() {
            found.push((Finding::ExecutedTwice, 0));
        }
    }

    fn applied(&self, locals: &Locals, node: usize) -> &[Applied] {
        self.local(node, locals[node]).node.replica.as_ref().map_or(&[], |replica| &replica.disk.applied)
    }

    fn members_named(&self, value: Value) -> Option<NodeSet> {
        match self.scenario.start.cluster.command(value) {
            Command::Members(members) => Some(members),
            Command::Word | Command::Open(_) | Command::Add(_) => None,
        }
    }

    /// What is chosen, by those who decide in each slot. Which these are depends on what is chosen below; where new
    /// members count at once, on all that is chosen, until nothing more follows.
    pub(super) fn chosen_in_log(&self, locals: &Locals) -> InSlots {
        let casts = self.casts(locals);
        let mut chosen: InSlots = self.chosen.iter().copied().collect();
        chosen.sort_unstable();
        chosen.dedup();
        let World { rules, cluster, .. } = &self.scenario.start;
        loop {
            let known = truth::memberships_among(rules, cluster, &chosen);
            let new = casts.iter().find(|&&(slot, vote, by)| {
                chosen.binary_search(&(slot, vote.value)).is_err() && self.is_quorum_in(slot, by, &known)
            });
            let Some(&(slot, vote, _)) = new else { return chosen };
            if let Err(at) = chosen.binary_search(&(slot, vote.value)) {
                chosen.insert(at, (slot, vote.value));
            }
        }
    }

    /// Whether these are a quorum of those who decide in a slot, where `known` are the configurations that are chosen.
    fn is_quorum_in(&self, slot: Slot, by: NodeSet, known: &[(Slot, Value)]) -> bool {
        let world = &self.scenario.start;
        let is_quorum = |members: NodeSet| world.rules.is_quorum_of(&world.cluster, QuorumFor::Accept, members, by);
        truth::configurations_by(world, slot, known).into_iter().any(is_quorum)
    }

    fn casts(&self, locals: &Locals) -> Casts {
        let mut casts = Casts::new();
        for replica in self.scenario.start.cluster.all(Role::Replica).iter() {
            for &(slot, vote) in &self.local(replica.index(), locals[replica.index()]).cast {
                match casts.iter_mut().find(|(at, other, _)| (*at, *other) == (slot, vote)) {
                    Some((_, _, by)) => *by = by.with(replica),
                    None => casts.push((slot, vote, NodeSet::of(replica))),
                }
            }
        }
        casts.sort_unstable_by_key(|&(slot, vote, _)| (slot, vote));
        casts
    }
}
