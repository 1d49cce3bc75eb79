//! What an acceptor did in the past, as far as the board shows it.

use super::{Entry, Loss, Wall, Writer};
use crate::paxos::rules::Storage;
use crate::paxos::{Ballot, NodeId, Note, Slot, Vote};

/// What one acceptor did up to the moment.
#[derive(Clone, Default)]
pub(super) struct Past {
    /// Every raise of its promise since it last fell.
    pub raises: Vec<Wall>,
    /// The same before it fell: the acceptor knows nothing of them.
    pub forgotten: Vec<Wall>,
    pub vote: Option<Vote>,
    pub votes: Vec<(Ballot, Entry)>,
}

impl Past {
    /// What it does by a step, as far as it is about a slot; gives what is lost by that.
    pub fn take(&mut self, node: NodeId, note: Note, slot: Slot, by: Writer) -> Option<Loss> {
        let place = by.step.unwrap_or_default();
        match note {
            Note::Promised { ballot, .. } => self.promise(node, Some(ballot), by),
            // An acceptance in any slot of a log promises for all of them.
            Note::Accepted { slot: other, promised, .. } if other != slot => self.promise(node, promised, by),
            Note::Accepted { vote, promised, .. } => {
                let above = self.raises.iter().chain(&self.forgotten).filter(|wall| vote.ballot < wall.promised);
                let broke = above.map(|wall| wall.promised).max();
                let is_new = !self.votes.iter().any(|(id, entry)| (*id, entry.value) == (vote.ballot, vote.value));
                if is_new {
                    self.votes.push((vote.ballot, Entry { value: vote.value, by, broke }));
                }
                self.vote = Some(vote);
                self.promise(node, promised, by)
            }
            Note::Forgets(storage) => {
                let forgets_vote = matches!(storage, Storage::ForgetsAccepted | Storage::ForgetsAll);
                let vote = self.vote.filter(|_| forgets_vote);
                self.vote = self.vote.filter(|_| !forgets_vote);
                let forgets_promise = matches!(storage, Storage::ForgetsPromise | Storage::ForgetsAll);
                let promise = if forgets_promise { self.promise(node, None, by) } else { None };
                let promise = promise.and_then(|loss| loss.promise);
                (promise.is_some() || vote.is_some()).then_some(Loss { node, promise, vote, step: place })
            }
            _ => None,
        }
    }

    /// What is promised now; gives what is lost by that.
    fn promise(&mut self, node: NodeId, promised: Option<Ballot>, by: Writer) -> Option<Loss> {
        let before = self.raises.last().map(|wall| wall.promised);
        let fell = before.filter(|_| promised < before);
        if fell.is_some() {
            let is_above = |wall: &Wall| promised < Some(wall.promised);
            self.forgotten.extend(self.raises.iter().copied().filter(is_above));
            self.raises.retain(|wall| !is_above(wall));
        }
        let now = self.raises.last().map(|wall| wall.promised);
        self.raises.extend(promised.filter(|_| now < promised).map(|promised| Wall { promised, by }));
        let promise = Some((fell?, promised));
        Some(Loss { node, promise, vote: None, step: by.step.unwrap_or_default() })
    }
}
