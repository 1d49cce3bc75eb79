//! Why a log does not go on, in sentences.

use super::{Telling, accepted, can_win_no_more, hitches};
use crate::sim::Recording;
use crate::sim::waiting::{Awaits, Waiting};

/// What is asked of a log, of the first thing that it waits for.
pub fn question(waiting: &[Waiting], telling: Telling) -> String {
    let Some(first) = waiting.first() else { return String::new() };
    let me = telling.node(first.node);
    match &first.awaits {
        Awaits::Slot { slot, .. } => format!("Why is nothing chosen in slot {}?", slot.0),
        Awaits::Promises { .. } => format!("Why does {me} not lead?"),
        Awaits::Answer { .. } => format!("Why has {me} no answer?"),
        Awaits::Knowledge { slot, .. } => format!("Why does {me} not know slot {}?", slot.0),
        Awaits::Gap { known, .. } => format!("Why does {me} not apply slot {}?", known.0),
        _ => super::NOTHING_CHOSEN.to_string(),
    }
}

/// What a part of a log waits for, a sentence each; none where it is not about a log.
pub(super) fn waits(waiting: &Waiting, recording: &Recording, telling: Telling) -> Vec<String> {
    let me = telling.node(waiting.node);
    match &waiting.awaits {
        Awaits::Slot { slot, vote, have, need, missing } => {
            let mut all = vec![format!("Slot {}: {}", slot.0, accepted(*have, *need, &telling.vote(*vote), telling))];
            all.extend(hitches(missing, vote.ballot, recording, telling));
            all.extend(can_win_no_more(vote.ballot, have.len(), *need, missing, telling));
            all
        }
        Awaits::Answer { value, chosen, leader } => {
            let value = telling.value(*value);
            let so = match (chosen, leader) {
                (Some(slot), _) => {
                    format!("{value} is chosen in slot {}, and no answer has come: it may ask again", slot.0)
                }
                (None, Some(leader)) => format!("{}, which leads, has not got it", telling.node(*leader)),
                (None, None) => "nobody leads".to_string(),
            };
            vec![format!("{me} waits for the answer to {value}: {so}.")]
        }
        Awaits::Knowledge { slot, leader: Some(leader) } => vec![format!(
            "{me} does not know what is chosen in slot {}: {} leads, and its next ACCEPT-REQUEST or HEARTBEAT tells how far all is chosen.",
            slot.0,
            telling.node(*leader)
        )],
        Awaits::Knowledge { slot, leader: None } => {
            vec![format!(
                "{me} does not know what is chosen in slot {}, and no other replica leads and could tell it: so it takes a new phase 1.",
                slot.0
            )]
        }
        Awaits::Gap { gap, known } => {
            vec![format!("{me} knows slot {} and cannot apply it: nothing is chosen in slot {} yet.", known.0, gap.0)]
        }
        _ => Vec::new(),
    }
}
