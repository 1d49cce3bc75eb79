//! What a state of the whole needs to know of one node: the node itself, and all that it has ever sent.

use crate::paxos::proposer::{Attempt, Phase};
use crate::paxos::rules::{Counting, Heard, QuorumFor, ValueRule};
use crate::paxos::{Cluster, Message, Node, NodeId, NodeSet, Rules, Slot, Value, Vote};
use smallvec::SmallVec;
use std::collections::HashMap;

/// A message with whom it is from, or for: the other end is the node that keeps it.
pub(super) type Letter = (NodeId, Message);

/// Numbers of letters, sorted.
pub(super) type Mail = SmallVec<[u16; 12]>;

/// A node with its past, as far as anything can still depend on it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Local {
    /// The node.
    pub node: Node,
    /// What it has sent: a message stays available, which stands for its being late, lost, or doubled.
    pub sent: Mail,
    /// What has been delivered to it and changed something; a second delivery takes a copy.
    pub taken: Mail,
    /// Every vote that its acceptor has ever cast.
    pub cast: SmallVec<[(Slot, Vote); 2]>,
    /// What it has asked for itself since the start.
    pub proposed: SmallVec<[Value; 2]>,
    /// What it has done since the start that is limited.
    pub spent: Spent,
}

/// How much has happened of what is limited.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub(super) struct Spent {
    /// Ballots that were begun.
    pub ballots: u8,
    /// Crashes.
    pub crashes: u8,
    /// How often a client has asked.
    pub requests: u8,
    /// Heartbeats.
    pub beats: u8,
}

impl Spent {
    /// All of both.
    #[must_use]
    pub fn and(self, other: Spent) -> Spent {
        Spent {
            ballots: self.ballots + other.ballots,
            crashes: self.crashes + other.crashes,
            requests: self.requests + other.requests,
            beats: self.beats + other.beats,
        }
    }
}

/// Every letter that there is, by number.
#[derive(Clone, Default, Debug)]
pub(super) struct Letters {
    all: Vec<Letter>,
    numbers: HashMap<Letter, u16>,
}

impl Letters {
    /// The number of a letter.
    pub fn number(&mut self, letter: Letter) -> u16 {
        if let Some(&number) = self.numbers.get(&letter) {
            return number;
        }
        let number = self.all.len() as u16;
        self.all.push(letter.clone());
        self.numbers.insert(letter, number);
        number
    }

    /// The letter of a number.
    pub fn get(&self, number: u16) -> &Letter {
        &self.all[usize::from(number)]
    }

    /// Whether it has run out of numbers.
    pub fn is_full(&self) -> bool {
        usize::from(u16::MAX) <= self.all.len()
    }
}

/// Puts a number where it belongs; says whether it was missing.
pub(super) fn add<T: Ord + Copy, A: smallvec::Array<Item = T>>(sorted: &mut SmallVec<A>, item: T) -> bool {
    match sorted.binary_search(&item) {
        Ok(_) => false,
        Err(at) => {
            sorted.insert(at, item);
            true
        }
    }
}

impl Local {
    /// What it is when two acceptors have changed places, of which it is none.
    pub fn swapped(&self, first: NodeId, second: NodeId, letters: &mut Letters) -> Local {
        let mut swapped = self.clone();
        if let Some(attempt) = swapped.node.proposer.as_mut().and_then(|proposer| proposer.attempt.as_mut()) {
            attempt.promises.by = exchanged_in(attempt.promises.by, first, second);
        }
        for tally in swapped.node.learner.iter_mut().flat_map(|learner| &mut learner.heard) {
            tally.heard.by = exchanged_in(tally.heard.by, first, second);
        }
        for mail in [&mut swapped.sent, &mut swapped.taken] {
            for number in mail.iter_mut() {
                let (peer, message) = letters.get(*number).clone();
                *number = letters.number((exchanged(peer, first, second), message));
            }
            mail.sort_unstable();
        }
        swapped
    }
}

/// The other of two nodes, or the node itself.
fn exchanged(node: NodeId, first: NodeId, second: NodeId) -> NodeId {
    match node {
        node if node == first => second,
        node if node == second => first,
        node => node,
    }
}

fn exchanged_in(nodes: NodeSet, first: NodeId, second: NodeId) -> NodeSet {
    nodes.iter().map(|node| exchanged(node, first, second)).collect()
}

/// Forgets what nothing can depend on any more, so that states that can do the same are the same.
pub(super) fn tidy(local: &mut Local, cluster: &Cluster, rules: &Rules, letters: &Letters) {
    if cluster.is_replicated() {
        return super::replica::tidy(local, cluster, rules, letters);
    }
    if let Some(learner) = &mut local.node.learner {
        // Nobody asks in which order it heard.
        learner.heard.sort_unstable_by_key(|tally| (tally.slot, tally.vote));
        let need = rules.quorum_size(cluster, QuorumFor::Accept) as u8;
        learner.heard.iter_mut().for_each(|tally| cap(&mut tally.heard, need, rules));
    }
    let Some(proposer) = &mut local.node.proposer else { return };
    // A new id is above both; the lower of the two has no say.
    proposer.shown = proposer.shown.filter(|shown| proposer.disk.highest < Some(*shown));
    // Of a ballot that has sent its value, or was given up, no PROMISE is heard any more.
    proposer.attempt = proposer.attempt.take().filter(|attempt| match attempt.phase {
        Phase::Preparing => true,
        Phase::Accepting(_) => rules.picks_anew(),
        Phase::Abandoned(_) => false,
    });
    if let Some(attempt) = &mut proposer.attempt {
        cap(&mut attempt.promises, rules.quorum_size(cluster, QuorumFor::Prepare) as u8, rules);
        tidy_reports(attempt, rules);
    }
    // A PROMISE of another ballot changes nothing, however often it comes. (Where ids come again it may.)
    if !rules.may_reuse_ids() {
        let current = proposer.attempt.as_ref().map(|attempt| attempt.ballot);
        local.taken.retain(|letter| match letters.get(*letter).1 {
            Message::Promise { ballot, .. } => current == Some(ballot),
            _ => true,
        });
    }
}

/// Where messages are counted, more than a quorum of them is no more than a quorum.
pub(super) fn cap(heard: &mut Heard, need: u8, rules: &Rules) {
    if rules.count == Counting::Messages {
        heard.messages = heard.messages.min(need);
    }
}

/// Of what was reported only what the choice depends on.
fn tidy_reports(attempt: &mut Attempt, rules: &Rules) {
    let kept = that_counts(attempt.reported.iter().copied(), rules);
    attempt.reported = kept.into_iter().collect();
}

/// The one of the reported votes on which the choice depends. Of equal ids the one that was heard first wins, as in the
/// choice itself.
pub(super) fn that_counts(mut reported: impl Iterator<Item = Vote>, rules: &Rules) -> Option<Vote> {
    match rules.value {
        ValueRule::HighestAccepted | ValueRule::RePicks => {
            reported.reduce(|best, vote| if best.ballot < vote.ballot { vote } else { best })
        }
        ValueRule::Lowest => reported.reduce(|best, vote| if vote.ballot < best.ballot { vote } else { best }),
        ValueRule::First => reported.next(),
        ValueRule::Own => None,
    }
}
