//! Why a log does not go on, in sentences.

use super::{Telling, accepted, can_win_no_more, hitches};
use crate::paxos::NodeId;
use crate::sim::Recording;
use crate::sim::waiting::{Awaits, Waiting, Word};
use crate::story::language::say;

/// What is asked of a log, of the first thing that it waits for.
pub fn question(waiting: &[Waiting], telling: Telling) -> String {
    let Some(first) = waiting.first() else { return String::new() };
    let me = telling.node(first.node);
    match &first.awaits {
        Awaits::Slot { slot, .. } => say!("Why is nothing chosen in slot {slot}?", slot = slot.0),
        Awaits::Promises { .. } => say!("Why does {me} not lead?", me),
        Awaits::Answer { .. } => say!("Why has {me} no answer?", me),
        Awaits::Knowledge { slot, .. } => say!("Why does {me} not know slot {slot}?", me, slot = slot.0),
        Awaits::Gap { known, .. } => say!("Why does {me} not apply slot {known}?", me, known = known.0),
        _ => super::NOTHING_CHOSEN.to_string(),
    }
}

/// What a part of a log waits for, a sentence each; none where it is not about a log.
pub(super) fn waits(waiting: &Waiting, recording: &Recording, telling: Telling) -> Vec<String> {
    let me = telling.node(waiting.node);
    match &waiting.awaits {
        Awaits::Slot { slot, vote, have, need, missing } => {
            let mut all = vec![say!(
                "Slot {slot}: {accepted}",
                slot = slot.0,
                accepted = accepted(*have, *need, &telling.vote(*vote), telling)
            )];
            all.extend(hitches(missing, vote.ballot, recording, telling));
            all.extend(can_win_no_more(vote.ballot, have.len(), *need, missing, telling));
            all
        }
        Awaits::Answer { value, chosen, leader, is_kept, stale } => {
            let (value, stale) = (telling.value(*value), stale.map(|stale| telling.node(stale)));
            vec![match (chosen, leader, stale) {
                (Some(slot), ..) => say!(
                    "{me} waits for the answer to {value}: {value} is chosen in slot {slot}, and no answer has come: it may ask again.",
                    me,
                    value,
                    slot = slot.0
                ),
                (None, Some(leader), _) if *is_kept => say!(
                    "{me} waits for the answer to {value}: {leader}, which leads, has got it, and has not proposed it in any slot yet.",
                    me,
                    value,
                    leader = telling.node(*leader)
                ),
                (None, Some(leader), Some(stale)) => say!(
                    "{me} waits for the answer to {value}: {leader}, which leads, has not got it; {stale}, which leads under a lower id, has.",
                    me,
                    value,
                    leader = telling.node(*leader),
                    stale
                ),
                (None, Some(leader), None) => say!(
                    "{me} waits for the answer to {value}: {leader}, which leads, has not got it.",
                    me,
                    value,
                    leader = telling.node(*leader)
                ),
                (None, None, _) => say!("{me} waits for the answer to {value}: nobody leads.", me, value),
            }]
        }
        Awaits::Knowledge { slot, leader } => vec![knowledge(me, slot.0, *leader, telling)],
        Awaits::Gap { gap, known } => {
            vec![say!(
                "{me} knows slot {known} and cannot apply it: nothing is chosen in slot {gap} yet.",
                me,
                known = known.0,
                gap = gap.0
            )]
        }
        _ => Vec::new(),
    }
}

/// That a replica does not know what is chosen in a slot, and how it would come to know.
fn knowledge(me: &str, slot: u32, leader: Option<(NodeId, Word)>, telling: Telling) -> String {
    let Some((leader, word)) = leader else {
        return say!(
            "{me} does not know what is chosen in slot {slot}, and no other replica leads and could tell it: so it takes a new phase 1.",
            me,
            slot
        );
    };
    let leader = telling.node(leader);
    match word {
        Word::OwnVote => say!(
            "{me} does not know what is chosen in slot {slot}: {leader} leads, and its next ACCEPT-REQUEST or HEARTBEAT tells how far all is chosen.",
            me,
            slot,
            leader
        ),
        Word::Told(ballot) => say!(
            "{me} does not know what is chosen in slot {slot}: {leader} leads and has to tell it, by SUCCESS. That the slot is chosen is not enough, since {me} has accepted nothing there under {ballot}.",
            me,
            slot,
            leader,
            ballot = telling.id(ballot)
        ),
        Word::Unknown => say!(
            "{me} does not know what is chosen in slot {slot}, and neither does {leader}, which leads.",
            me,
            slot,
            leader
        ),
        Word::Cut => say!(
            "{me} does not know what is chosen in slot {slot}: {leader} leads, and the link from {leader} to {me} is cut.",
            me,
            slot,
            leader
        ),
    }
}
