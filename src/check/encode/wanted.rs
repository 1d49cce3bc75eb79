//! A state as one sees it who sees all, and whether what is wanted holds in it.

use super::local::Local;
use super::{Encoded, Locals};
use crate::check::Wanted;
use crate::paxos::proposer::Attempt;
use crate::paxos::{Ballot, Cluster, Message, Node, NodeId, Rules, Slot};
use crate::sim::sight::InSlots;
use crate::sim::{Sight, Tally};

/// A state of a search.
struct SightOf<'a> {
    encoded: &'a Encoded,
    locals: &'a Locals,
}

impl Sight for SightOf<'_> {
    fn cluster(&self) -> &Cluster {
        &self.encoded.scenario.start.cluster
    }

    fn rules(&self) -> &Rules {
        &self.encoded.scenario.start.rules
    }

    fn node(&self, node: NodeId) -> &Node {
        &self.encoded.local(node.index(), self.locals[node.index()]).node
    }

    fn chosen(&self) -> InSlots {
        let Encoded { nodes, chosen, .. } = self.encoded;
        let cast = (0..*nodes).flat_map(|node| self.encoded.local(node, self.locals[node]).cast.iter());
        let mut slots: Vec<Slot> = cast.map(|&(slot, _)| slot).chain(chosen.iter().map(|&(slot, _)| slot)).collect();
        slots.sort_unstable();
        slots.dedup();
        let of = |slot: Slot| self.encoded.chosen_in(self.locals, slot).into_iter().map(move |value| (slot, value));
        slots.into_iter().flat_map(of).collect()
    }

    fn has_voted(&self, node: NodeId, ballot: Ballot) -> bool {
        let cast = &self.encoded.local(node.index(), self.locals[node.index()]).cast;
        cast.iter().any(|(_, vote)| vote.ballot == ballot)
    }

    fn in_flight(&self) -> Option<usize> {
        None // What is late, lost and there at once has no number.
    }

    fn tally(&self) -> Tally {
        let mut tally = self.encoded.scenario.wanted.as_ref().map(|wanted| wanted.tally.clone()).unwrap_or_default();
        tally.crashes += usize::from(self.encoded.spent(self.locals).crashes);
        for (node, &local) in self.locals.iter().enumerate().take(self.encoded.nodes) {
            for &letter in &self.encoded.local(node, local).sent {
                if let Message::AcceptRequest { ballot, .. } = self.encoded.letters.get(letter).1
                    && !tally.sent.contains(&ballot)
                {
                    tally.sent.push(ballot);
                }
            }
        }
        tally
    }
}

impl Encoded {
    /// What is wanted besides.
    pub fn looked_for(&self) -> Option<&Wanted> {
        self.scenario.wanted.as_ref()
    }

    /// Whether what is wanted holds in a state, if anything is.
    pub(super) fn is_as_wanted(&self, locals: &Locals) -> bool {
        let seen = SightOf { encoded: self, locals };
        self.scenario.wanted.as_ref().is_some_and(|wanted| (wanted.holds)(&seen))
    }

    /// The ballot under way, where it is asked about: otherwise it is forgotten once it has sent its value.
    pub(super) fn kept_attempt(&self, local: &Local) -> Option<Attempt> {
        let asks = self.scenario.wanted.as_ref()?.asks;
        local.node.proposer.as_ref().filter(|_| asks.ballots_under_way)?.attempt.clone()
    }

    /// Whether nodes may stay down: where nobody asks, one to which nothing is delivered does as little.
    pub(super) fn may_stay_down(&self) -> bool {
        self.scenario.wanted.as_ref().is_some_and(|wanted| wanted.asks.crashes.is_some())
    }
}
