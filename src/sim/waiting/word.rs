//! What those wait for who have not learned what is chosen.

use super::{Awaits, Hitch, Missing, Release, View, Waiting};
use crate::paxos::rules::QuorumFor;
use crate::paxos::{Kind, Message, NodeId, NodeSet, Role, Slot, Vote};
use crate::sim::Envelope;

impl View<'_> {
    /// Those who should hear of what is chosen, and have not: learners, or whoever of the proposers is told of it
    /// where there are none and nobody knows it.
    pub(super) fn until_learned(&self, vote: Vote) -> Vec<Waiting> {
        let cluster = &self.world.cluster;
        let is_told = |node: &NodeId| {
            let mut acceptors = cluster.all(Role::Acceptor).iter();
            acceptors.any(|from| self.latest(Kind::Accepted, (from, *node), vote.ballot, Some(vote.value)).is_some())
        };
        let learners = cluster.all(Role::Learner);
        let knows = |node: NodeId| {
            let learner = self.world.node(node).learner.as_ref();
            learner.is_some_and(|learner| learner.learned(Slot::ONLY).is_some())
        };
        let listeners: NodeSet = match learners.is_empty() {
            true if cluster.nodes().any(knows) => NodeSet::EMPTY,
            true => cluster.all(Role::Proposer).iter().filter(is_told).collect(),
            false => learners,
        };
        let mut all: Vec<Waiting> = Vec::new();
        for node in listeners.iter() {
            let by_word = self.by_word(node, vote);
            let other = by_word.as_ref().map(|(by, from, _)| (*by, *from)).filter(|(by, _)| *by != vote);
            let releases = by_word.map(|(_, _, steps)| steps);
            let Some(waiting) = self.word(node, vote, releases) else { continue };
            all.push(waiting);
            // What stands still of the other attempt; what would release it stands with the node that waits.
            let other = other.map(|(by, from)| Waiting { releases: Vec::new(), ..self.acceptances(from, by, None) });
            all.extend(other.filter(|other| all.iter().all(|known| known.awaits != other.awaits)));
        }
        all
    }

    fn word(&self, node: NodeId, vote: Vote, releases: Option<Vec<Release>>) -> Option<Waiting> {
        let learner = self.world.node(node).learner.as_ref()?;
        if learner.learned(Slot::ONLY).is_some() {
            return None;
        }
        let releases = releases.unwrap_or_else(|| self.anew(node));
        let missing = self.unheard(node, vote);
        if !self.world.node(node).up {
            return Some(Waiting { node, awaits: Awaits::Deaf { vote, missing }, releases });
        }
        let need = self.world.rules.quorum_size(&self.world.cluster, QuorumFor::Accept);
        Some(Waiting { node, awaits: Awaits::Word { vote, have: self.heard(node, vote), need, missing }, releases })
    }

    fn heard(&self, node: NodeId, vote: Vote) -> NodeSet {
        let learner = self.world.node(node).learner.as_ref();
        let tally = learner.and_then(|learner| learner.heard.iter().find(|tally| tally.vote == vote));
        tally.map_or(NodeSet::EMPTY, |tally| tally.heard.by)
    }

    /// The acceptors of whose vote a node has not heard, as far as they have cast it or are about to: they are asked by a
    /// message that is under way.
    fn unheard(&self, node: NodeId, vote: Vote) -> Vec<Missing> {
        let cast = self.world.votes.iter().find(|cast| cast.vote == vote).map_or(NodeSet::EMPTY, |cast| cast.by);
        let heard = self.heard(node, vote);
        let word = |acceptor: NodeId| {
            let word = self.latest(Kind::Accepted, (acceptor, node), vote.ballot, Some(vote.value));
            word.map_or(Hitch::Silent, |message| self.way(message))
        };
        let others = self.world.cluster.all(Role::Acceptor).iter().filter(|&acceptor| !heard.contains(acceptor));
        let hitch = |acceptor: NodeId| match cast.contains(acceptor) {
            true => Some(word(acceptor)),
            false => self.requests(vote).find(|it| it.to == acceptor && self.tells(it, node)).map(|it| self.way(it.id)),
        };
        others.filter_map(|acceptor| Some(Missing { acceptor, hitch: hitch(acceptor)? })).collect()
    }

    /// The requests for a vote that are under way and that would be granted.
    fn requests(&self, vote: Vote) -> impl Iterator<Item = &Envelope> {
        self.world.in_flight.iter().filter(move |it| {
            let Message::AcceptRequest { ballot, value, .. } = *it.message else { return false };
            let acceptor = self.world.node(it.to);
            let grants = |disk| self.world.rules.may_accept(ballot, Slot::ONLY, disk);
            let is_granted = acceptor.acceptor.as_ref().is_some_and(|acceptor| grants(&acceptor.disk));
            vote == Vote { ballot, value } && acceptor.up && is_granted
        })
    }

    /// Whether a node is told when this request is granted.
    fn tells(&self, request: &Envelope, node: NodeId) -> bool {
        request.from == node || self.world.cluster.all(Role::Learner).contains(node)
    }

    /// By which vote, whose proposer is this, a node learns if messages that are under way arrive, and what to do for that:
    /// by the vote that is chosen, or by another one for the same value. Where nobody learns but those who propose, it is
    /// enough that one of them does.
    fn by_word(&self, node: NodeId, vote: Vote) -> Option<(Vote, NodeId, Vec<Release>)> {
        let need = self.world.rules.quorum_size(&self.world.cluster, QuorumFor::Accept);
        let is_learner = self.world.cluster.all(Role::Learner).contains(node);
        let of = |(from, by): (NodeId, Vote)| {
            let node = if is_learner { node } else { from };
            let mut steps = self.by_messages(&self.unheard(node, by), Some(node), self.heard(node, by).len(), need)?;
            if !self.world.node(node).up {
                steps.insert(0, Release::Restart(node));
            }
            Some((by, from, steps))
        };
        let other = |it: &Envelope| match *it.message {
            Message::AcceptRequest { ballot, value, .. } if value == vote.value => {
                Some((it.from, Vote { ballot, value }))
            }
            _ => None,
        };
        std::iter::once((node, vote)).chain(self.world.in_flight.iter().filter_map(other)).find_map(of)
    }

    /// What a new attempt takes by which a node learns: by a proposer that is up, if there is one that wants something.
    fn anew(&self, node: NodeId) -> Vec<Release> {
        let proposers = self.world.cluster.all(Role::Proposer);
        let wants = |node: NodeId| Some((node, self.world.node(node).proposer.as_ref()?.disk.own?));
        let is_up = |node: NodeId| self.world.node(node).up;
        let up = proposers.iter().filter_map(wants).find(|&(proposer, _)| is_up(proposer));
        let Some((proposer, own)) = up.or_else(|| proposers.iter().find_map(wants)) else { return Vec::new() };
        let steps = self.again(proposer, own);
        let must_hear = self.world.cluster.all(Role::Learner).contains(node).then_some(node);
        let down = must_hear.into_iter().chain([proposer]).filter(|&node| !is_up(node)).map(Release::Restart);
        if steps.is_empty() { steps } else { down.chain(steps).collect() }
    }
}
