//! What a new attempt takes: who has to hear of it and can answer, and whether they would promise its id.

use super::{Release, View};
use crate::paxos::rules::QuorumFor;
use crate::paxos::{Ballot, Message, Nacks, NodeId, Role, Slot, Value};

impl View<'_> {
    /// What it takes for a new attempt of this proposer, and the attempt.
    pub(super) fn again(&self, node: NodeId, own: Value) -> Vec<Release> {
        let Some((mut steps, would_promise)) = self.reach(node) else { return Vec::new() };
        steps.push(match would_promise {
            true => Release::Timer(node, self.schedule.timer(node)),
            false => Release::Again(node, own),
        });
        steps
    }

    /// What it takes for a quorum to hear this proposer and to answer it, and whether it would promise its next id; none
    /// where no quorum is left.
    pub(super) fn reach(&self, node: NodeId) -> Option<(Vec<Release>, bool)> {
        let (cluster, rules) = (&self.world.cluster, &self.world.rules);
        let acceptors = cluster.all(Role::Acceptor);
        let need = rules.quorum_size(cluster, QuorumFor::Prepare).max(rules.quorum_size(cluster, QuorumFor::Accept));
        if self.is_hopeless() {
            return None;
        }
        // What it takes for each acceptor to take part. Those that can accept come first, and of these those for which it
        // takes least.
        let mut mends: Vec<(NodeId, Vec<Release>)> = acceptors.iter().map(|it| (it, self.mends(node, it))).collect();
        mends.sort_by_key(|(acceptor, mends)| {
            (!self.can_accept(*acceptor), mends.len(), !self.would_promise(node, *acceptor))
        });
        let others = mends.split_off(need.min(mends.len()));
        let promises = |acceptor: NodeId| self.would_promise(node, acceptor);
        let promising = mends.iter().filter(|(acceptor, _)| promises(*acceptor)).count();
        // The word of one that refuses ends the id, whoever else promises it.
        let refuses = |(acceptor, mends): &(NodeId, Vec<Release>)| mends.is_empty() && !promises(*acceptor);
        let is_refused = cluster.nacks == Nacks::On && others.iter().any(refuses);
        let would_promise = need <= promising && !is_refused;
        Some((mends.into_iter().flat_map(|(_, mends)| mends).collect(), would_promise))
    }

    /// What keeps an acceptor from hearing a proposer and answering it.
    fn mends(&self, node: NodeId, acceptor: NodeId) -> Vec<Release> {
        let restart = (!self.world.node(acceptor).up).then_some(Release::Restart(acceptor));
        let cuts = [(node, acceptor), (acceptor, node)].into_iter().filter(|&(from, to)| self.is_cut(from, to));
        restart.into_iter().chain(cuts.map(|(from, to)| Release::Heal(from, to))).collect()
    }

    /// Whether an acceptor would promise the next id of a proposer.
    fn would_promise(&self, node: NodeId, acceptor: NodeId) -> bool {
        let (cluster, rules) = (&self.world.cluster, &self.world.rules);
        let Some(proposer) = &self.world.node(node).proposer else { return false };
        let above = proposer.disk.highest.max(proposer.shown);
        let next = rules.next_ballot(cluster, node, above, &self.world.used);
        rules.may_promise(next, self.promised(acceptor))
    }

    /// Whether the word of one that refuses is on its way and ends an attempt before it hears what is to release it.
    pub(super) fn is_ended_before(&self, node: NodeId, ballot: Ballot, releases: &[Release]) -> bool {
        let refuses = |message: &Message| matches!(*message, Message::Nack { ballot: of, .. } if of == ballot);
        let nacks = self.world.in_flight.iter().filter(|it| it.to == node && !it.held && refuses(&it.message));
        let Some(end) = nacks.filter_map(|it| self.schedule.arrives(it.id)).min() else { return false };
        let is_heard_by_then = |release: &Release| match *release {
            Release::Patience(message, time) => self.flights[message.0 as usize].envelope.to == node && time <= end,
            _ => false,
        };
        !releases.iter().all(is_heard_by_then)
    }

    /// Whether no id however high can be accepted by a quorum any more: only under a wrong rule.
    fn is_hopeless(&self) -> bool {
        let acceptors = self.world.cluster.all(Role::Acceptor).iter();
        let would = acceptors.filter(|&acceptor| self.can_accept(acceptor)).collect();
        !self.world.rules.is_quorum(&self.world.cluster, QuorumFor::Accept, would)
    }

    /// Whether an acceptor accepts anything under an id that is high enough: under a wrong rule it may have done so for
    /// the last time.
    fn can_accept(&self, acceptor: NodeId) -> bool {
        let highest = Ballot { number: u32::MAX, proposer: u16::MAX };
        let acceptor = self.world.node(acceptor).acceptor.as_ref();
        acceptor.is_some_and(|acceptor| self.world.rules.may_accept(highest, Slot::ONLY, &acceptor.disk))
    }
}
