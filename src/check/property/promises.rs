//! What an acceptor has promised and accepted, and how it goes back on that.

use super::{Found, How};
use crate::paxos::acceptor::OnDisk;
use crate::paxos::{NodeId, Note, Slot};
use crate::sim::{Step, Violation, truth};

/// The slots in which an acceptor has accepted in a step.
fn accepted_in(step: &Step) -> impl Iterator<Item = Slot> + '_ {
    step.effects.notes.iter().filter_map(|note| match *note {
        Note::Accepted { slot, .. } => Some(slot),
        _ => None,
    })
}

/// Lets what is kept of a disk become what is there after a step.
pub(super) fn keep_up(kept: &mut OnDisk, step: &Step, disk: &OnDisk) {
    for slot in accepted_in(step) {
        if let Some(vote) = disk.votes.get(slot) {
            kept.votes.set(slot, vote);
        }
    }
    kept.promised = disk.promised;
    if kept.votes.len() != disk.votes.len() {
        kept.votes = disk.votes.clone(); // A crash has taken them.
    }
}

/// Whether an acceptor may have gone back on what was on its disk before a step. A vote changes only where the step
/// accepts, and is lost only by a crash, which takes all of them.
pub(super) fn may_be_broken(step: &Step, old: &OnDisk, new: &OnDisk) -> bool {
    let goes_back = |slot| {
        let (before, now) = (old.votes.get(slot), new.votes.get(slot));
        let floor = old.promised.max(before.map(|vote| vote.ballot));
        before != now && now.map(|vote| vote.ballot) < floor
    };
    new.promised < old.promised || new.votes.len() < old.votes.len() || accepted_in(step).any(goes_back)
}

/// How an acceptor has gone back from what was on its disk before to what is there now.
pub(super) fn broken(node: NodeId, old: &OnDisk, new: &OnDisk) -> Option<Found> {
    let gone = || old.votes.iter().find(|&(slot, _)| new.votes.get(slot).is_none());
    let went_back = || {
        let both = old.votes.iter().filter_map(|(slot, before)| Some((slot, new.votes.get(slot)?, before)));
        both.into_iter().find(|(_, now, before)| now.ballot < before.ballot)
    };
    match truth::broken_by(node, old, new) {
        Some(Violation::PromiseBroken(node, promised)) if Some(promised) <= new.promised => {
            let below =
                new.votes.iter().find(|&(slot, vote)| vote.ballot < promised && old.votes.get(slot) != Some(vote));
            let (slot, vote) = below?;
            Some((slot, How::AcceptedBelow(node, vote, promised)))
        }
        Some(Violation::PromiseBroken(node, promised)) => {
            Some((Slot::ONLY, How::PromiseLowered(node, promised, new.promised)))
        }
        _ => went_back()
            .map(|(slot, now, before)| (slot, How::WentBack(node, now, before)))
            .or_else(|| gone().map(|(slot, vote)| (slot, How::VoteGone(node, vote)))),
    }
}
