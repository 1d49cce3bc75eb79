//! What the world does for a replicated log alone: how it begins, and what a replica sends to itself.

use super::{Effects, Network, World};
use crate::paxos::{Ballot, Input, NodeId, Role, Setting, Slot, Value, Vote};
use crate::sim::action::{Action, Refusal};
use crate::sim::truth;

impl World {
    /// Puts something into the log of a replica before anything has happened: an acceptance under this id, the
    /// knowledge that it is chosen, or both.
    #[inline(never)]
    pub fn begin_with(&mut self, replica: NodeId, slot: Slot, value: Value, ballot: Option<Ballot>, is_chosen: bool) {
        self.nodes[replica.index()].begin_with(slot, value, ballot, is_chosen);
        if !self.proposed.contains(&value) {
            self.proposed.push(value);
        }
        if let Some(ballot) = ballot {
            truth::cast(&mut self.votes, slot, Vote { ballot, value }, replica);
            let owner = self.cluster.proposer_of(ballot).unwrap_or(replica);
            if !self.used.contains(&(ballot, owner)) {
                self.used.push((ballot, owner));
            }
        }
        if is_chosen {
            truth::decree(&mut self.votes, slot, value, ballot);
        }
        truth::settle(self);
    }

    /// Lets every replica apply what it knows to be chosen at the beginning.
    pub fn apply_at_first(&mut self) {
        let setting = Setting { cluster: &self.cluster, rules: &self.rules, taken: &[], asked: self.asked };
        for node in self.cluster.nodes() {
            self.nodes[node.index()].apply_at_first(setting, node);
        }
    }

    /// Does one action, and then at once what replicas have sent to themselves by it: the effects of each, in order.
    ///
    /// # Errors
    /// Where the action cannot be done. Then nothing has changed.
    pub fn apply_whole(&mut self, action: Action, network: &mut impl Network) -> Result<Vec<Effects>, Refusal> {
        let effects = self.apply(action, network)?;
        Ok(std::iter::once(effects).chain(self.take_all_own(network)).collect())
    }

    /// Does what replicas have sent to themselves, until nothing of it is left.
    pub fn take_all_own(&mut self, network: &mut impl Network) -> Vec<Effects> {
        let mut all = Vec::new();
        while let Some(node) = self.own.first().map(|&(node, _)| node) {
            let mut effects = Effects::default();
            if self.take_own(node, network, &mut effects).is_err() {
                break;
            }
            all.push(effects);
        }
        all
    }

    pub(super) fn take_own(
        &mut self,
        node: NodeId,
        network: &mut impl Network,
        effects: &mut Effects,
    ) -> Result<(), Refusal> {
        let at = self.own.iter().position(|&(own, _)| own == node).ok_or(Refusal::NotInFlight)?;
        let (_, message) = self.own.remove(at);
        self.step(node, Input::Own { message: &message }, network, effects);
        Ok(())
    }

    pub(super) fn check_own(&self, node: NodeId) -> Result<(), Refusal> {
        let has_own = self.own.iter().any(|&(own, _)| own == node);
        has_own.then_some(()).ok_or(Refusal::NotInFlight)
    }

    pub(super) fn check_heartbeat(&self, node: NodeId) -> Result<(), Refusal> {
        self.must_be(node, Role::Replica)?;
        let leads = self.node(node).replica.as_ref().is_some_and(|replica| replica.leads().is_some());
        leads.then_some(()).ok_or(Refusal::DoesNotLead(node))
    }

    pub(super) fn check_timeout(&self, node: NodeId) -> Result<(), Refusal> {
        if let Some(client) = &self.node(node).client {
            self.must_be(node, Role::Client)?;
            return client.waits_for().map(|_| ()).ok_or(Refusal::WaitsForNothing(node));
        }
        if self.cluster.role(node) == Role::Replica {
            return self.must_be(node, Role::Replica);
        }
        self.must_be(node, Role::Proposer)?;
        let proposer = self.node(node).proposer.as_ref();
        let own = proposer.and_then(|proposer| proposer.disk.own);
        own.map(|_| ()).ok_or(Refusal::NothingToPropose(node))
    }
}
