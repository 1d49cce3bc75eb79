//! What nothing can depend on any more, of a replica.

use super::local::{Letters, Local, cap, that_counts};
use crate::paxos::rules::{Accept, Promise, Storage, ValueRule};
use crate::paxos::{Ballot, Cluster, Command, Lead, Message, Nacks, Role, Rules, Slot, Stance, Vote};
use smallvec::SmallVec;

/// Forgets it, so that states that can do the same are the same.
pub(super) fn tidy(local: &mut Local, cluster: &Cluster, rules: &Rules, letters: &Letters) {
    tidy_heard(local, cluster, rules);
    tidy_stance(local, cluster, rules);
    tidy_taken(local, cluster, rules, letters);
}

/// Of a slot that is known, what was heard counts under the id alone under which its node leads: whoever was heard need
/// not be told. In which order it was heard nobody asks.
fn tidy_heard(local: &mut Local, cluster: &Cluster, rules: &Rules) {
    let leads = leads(local);
    let Some(learner) = &mut local.node.learner else { return };
    let learned = learner.learned.clone();
    let is_open = |slot: Slot| learned.iter().all(|&(known, _)| known != slot);
    let is_led = |ballot: Ballot| leads == Some(ballot) || rules.may_reuse_ids();
    learner.heard.retain(|tally| is_open(tally.slot) || is_led(tally.vote.ballot));
    learner.heard.sort_unstable_by_key(|tally| (tally.slot, tally.vote));
    learner.heard.iter_mut().for_each(|tally| cap(&mut tally.heard, most(cluster), rules));
}

fn tidy_stance(local: &mut Local, cluster: &Cluster, rules: &Rules) {
    let kept = promised(local, rules);
    let Some(replica) = &mut local.node.replica else { return };
    // Clients ask whoever leads, and none is sent on; but a new id is above that of the leader too.
    replica.shown = replica.shown.max(replica.follows.take());
    // A new id is above all that a node knows; the lower ones have no say.
    replica.shown = replica.shown.filter(|shown| replica.disk.highest.max(kept) < Some(*shown));
    if let Stance::Prepares(lead) | Stance::Leads(lead) = &mut replica.stance {
        cap(&mut lead.promises, most(cluster), rules);
        tidy_reports(lead, rules);
    }
}

/// Of what was reported only what the choice in a slot depends on that is still to be dealt with.
fn tidy_reports(lead: &mut Lead, rules: &Rules) {
    let mut slots: SmallVec<[Slot; 4]> = lead.reported.iter().map(|&(slot, _)| slot).collect();
    slots.retain(|slot| lead.next <= *slot);
    slots.sort_unstable();
    slots.dedup();
    // Who keeps to its own value has to know that there is something to disregard.
    let rules = match rules.value {
        ValueRule::Own => Rules { value: ValueRule::HighestAccepted, ..*rules },
        _ => *rules,
    };
    let of = |slot: Slot| -> Option<(Slot, Vote)> {
        let votes = lead.reported.iter().filter(|(at, _)| *at == slot).map(|&(_, vote)| vote);
        Some((slot, that_counts(votes, &rules)?))
    };
    lead.reported = slots.into_iter().filter_map(of).collect();
}

/// Of what was delivered only what may change something when it comes again. (Where ids come again all may.)
fn tidy_taken(local: &mut Local, cluster: &Cluster, rules: &Rules, letters: &Letters) {
    if rules.may_reuse_ids() {
        return;
    }
    let (leads, promised) = (leads(local), promised(local, rules));
    let (Some(learner), Some(replica)) = (&local.node.learner, &local.node.replica) else { return };
    let (tries, highest) = (replica.lead().map(|lead| lead.ballot), replica.disk.highest);
    let first = learner.first_unchosen();
    let is_known = |slot: Slot| learner.learned(slot).is_some();
    // What is refused once, and without an answer, is refused for ever.
    let is_silent = cluster.nacks == Nacks::Off;
    let is_refused = |ballot: Ballot| is_silent && Some(ballot) < promised;
    local.taken.retain(|letter| match letters.get(*letter).1 {
        Message::Promise { ballot, ref known, .. } => {
            tries == Some(ballot) || known.iter().any(|&(slot, _)| !is_known(slot))
        }
        Message::Accepted { ballot, slot, .. } => leads == Some(ballot) || !is_known(slot),
        Message::Success { slot, first_unchosen, .. } => !is_known(slot) || first < first_unchosen,
        Message::Nack { ballot, promised: shown } => tries == Some(ballot) || highest.max(promised) < Some(shown),
        Message::Prepare { ballot, .. } => !(rules.promise == Promise::Higher && is_silent && Some(ballot) <= promised),
        Message::AcceptRequest { ballot, .. } => !(rules.accept == Accept::IfPromised && is_refused(ballot)),
        Message::Heartbeat { ballot, .. } => !is_refused(ballot),
        _ => true,
    });
}

/// Leaves out of a step what changes nothing of a lead in which nobody becomes a member: a quorum has promised, and who
/// else does has no say; what it reports has.
pub(super) fn forget_late(before: &Local, after: &mut Local, cluster: &Cluster, rules: &Rules) {
    let is_member = |command: &Command| matches!(command, Command::Members(_));
    if !rules.asks_before_leading() || cluster.log.commands.iter().any(is_member) {
        return;
    }
    let led = before.node.replica.as_ref().and_then(|replica| replica.leads());
    let Some(Stance::Leads(lead)) = after.node.replica.as_mut().map(|replica| &mut replica.stance) else { return };
    if let Some(led) = led.filter(|led| led.ballot == lead.ballot) {
        lead.promises = led.promises;
        lead.refused = led.refused;
    }
}

/// The id under which a node leads.
fn leads(local: &Local) -> Option<Ballot> {
    Some(local.node.replica.as_ref()?.leads()?.ballot)
}

/// What a node has promised and cannot go below.
fn promised(local: &Local, rules: &Rules) -> Option<Ballot> {
    let is_kept = rules.storage == Storage::Durable && rules.promise != Promise::Always;
    local.node.acceptor.as_ref()?.disk.promised.filter(|_| is_kept)
}

/// More messages than this no quorum takes.
fn most(cluster: &Cluster) -> u8 {
    cluster.all(Role::Acceptor).len() as u8
}
