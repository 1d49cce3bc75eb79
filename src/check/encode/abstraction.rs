//! What a state of the core comes to in the variables of Lamport's `Paxos.tla`.
//!
//! A message is in `msgs` once it was sent, to whomever: what is lost is as what is never acted on.

use super::Encoded;
use crate::check::spec::{Acceptor, Size, Vote};
use crate::paxos::acceptor::OnDisk;
use crate::paxos::{self, Ballot, Message, NodeId, Numbering, Role, Slot, Value};

/// What a node holds and has said, in those variables.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(in crate::check) struct Abstraction {
    /// The ballots of its 1a's.
    pub begun: Vec<u8>,
    /// Its 2a's.
    pub asked: Vec<Vote>,
    /// What it holds, and its 1b's and 2b's, if it is an acceptor.
    pub acceptor: Acceptor,
}

impl Encoded {
    /// How large the abstract Paxos has to be: a ballot for each id that can come up, a value for each that a proposer
    /// wants. None where what there is has no place in it.
    pub(in crate::check) fn abstract_size(&self) -> Option<Size> {
        let cluster = &self.scenario.start.cluster;
        let (proposers, acceptors) = (cluster.all(Role::Proposer).len(), cluster.all(Role::Acceptor).len());
        let ballots = proposers * usize::from(self.limits().ballots);
        let is_single = cluster.numbering == Numbering::Slotted && !cluster.is_replicated();
        let size = |number: usize| u8::try_from(number).ok().filter(|_| is_single);
        Some(Size { acceptors: size(acceptors)?, values: size(self.wanted().len())?, ballots: size(ballots)? })
    }

    /// The acceptors, in the order in which the abstract Paxos has them.
    pub(in crate::check) fn abstract_acceptors(&self) -> Vec<usize> {
        self.scenario.start.cluster.all(Role::Acceptor).iter().map(NodeId::index).collect()
    }

    /// What a node in a state comes to; none where an id or a value was not foreseen.
    pub(in crate::check) fn abstraction(&self, node: usize, number: u16, size: Size) -> Option<Abstraction> {
        let local = self.local(node, number);
        let values = self.wanted();
        let vote = |vote: paxos::Vote| abstract_vote(vote, &values, size);
        let mut said = Abstraction::default();
        for &letter in &local.sent {
            match self.letters.get(letter).1 {
                Message::Prepare { ballot, .. } => said.begun.push(abstract_ballot(ballot, size)?),
                Message::AcceptRequest { ballot, value, .. } => said.asked.push(vote(paxos::Vote { ballot, value })?),
                Message::Promise { ballot, ref votes, .. } => {
                    let reported = all(votes.get(Slot::ONLY).map(vote))?;
                    said.acceptor.says(abstract_ballot(ballot, size)?, reported, size);
                }
                _ => {}
            }
        }
        for &(_, cast) in &local.cast {
            said.acceptor.casts(vote(cast)?, size);
        }
        if let Some(acceptor) = &local.node.acceptor {
            let OnDisk { promised, votes } = &acceptor.disk;
            said.acceptor.promised = all(promised.map(|ballot| abstract_ballot(ballot, size)))?;
            said.acceptor.vote = all(votes.get(Slot::ONLY).map(vote))?;
        }
        Some(said)
    }

    /// The values that proposers want.
    fn wanted(&self) -> Vec<Value> {
        let mut values: Vec<Value> = self.scenario.wishes.iter().map(|&(_, value)| value).collect();
        values.sort_unstable();
        values.dedup();
        values
    }
}

/// The ballot of an id, if it was foreseen. Ids count from 1.
fn abstract_ballot(ballot: Ballot, size: Size) -> Option<u8> {
    let ballot = u8::try_from(ballot.number.checked_sub(1)?).ok()?;
    (ballot < size.ballots).then_some(ballot)
}

fn abstract_vote(vote: paxos::Vote, values: &[Value], size: Size) -> Option<Vote> {
    let value = values.iter().position(|&value| value == vote.value)?;
    Some(Vote { ballot: abstract_ballot(vote.ballot, size)?, value: value as u8 })
}

/// Nothing is foreseen where it was there and has no place.
fn all<T>(found: Option<Option<T>>) -> Option<Option<T>> {
    found.map_or(Some(None), |found| found.map(Some))
}
