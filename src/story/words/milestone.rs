//! The milestones of a run, in words.

use super::{Ids, Telling};
use crate::paxos::rules::{Accept, Promise, Rules, Storage};
use crate::paxos::{Slot, Vote};
use crate::sim::{Milestone, MilestoneKind};
use crate::story::language::{Words, say, tr, words};

/// The number of its flag: the floor is 1, the value 2, the knowledge 3.
pub fn flag(kind: &MilestoneKind) -> u8 {
    match kind {
        MilestoneKind::Floor { .. } => 1,
        MilestoneKind::Chosen(_) => 2,
        MilestoneKind::Learned { .. } | MilestoneKind::Applied { .. } => 3,
    }
}

/// What the flags stand for, by number.
pub fn legend() -> [&'static str; 3] {
    [tr!("the floor"), tr!("the value"), tr!("the knowledge")]
}

/// What is so from this milestone on.
pub fn sentence(milestone: &Milestone, rules: &Rules, telling: Telling) -> String {
    match milestone.kind {
        MilestoneKind::Floor { by, .. } if telling.ids == Ids::Hidden => match by.len() {
            1 => say!(in "one node": "{nodes} are ready, and are enough.", nodes = telling.nodes(by)),
            _ => say!("{nodes} are ready, and are enough.", nodes = telling.nodes(by)),
        },
        MilestoneKind::Floor { ballot, by } => {
            let (nodes, id) = (telling.nodes(by), telling.id(ballot));
            match (keeps_promises(rules), by.len()) {
                (true, 1) => say!("{nodes} has promised {id}: it will never again accept below {id}.", nodes, id),
                (true, 2) => {
                    say!("{nodes} have promised {id}: neither of them will ever again accept below {id}.", nodes, id)
                }
                (true, _) => {
                    say!("{nodes} have promised {id}: none of them will ever again accept below {id}.", nodes, id)
                }
                (false, 1) => say!("{nodes} has promised {id}.", nodes, id),
                (false, _) => say!("{nodes} have promised {id}.", nodes, id),
            }
        }
        MilestoneKind::Chosen(chosen) => {
            let Vote { ballot, value } = chosen.vote;
            let value = format!("{}{}", telling.value(value), in_slot(chosen.slot));
            match telling.ids {
                Ids::Shown => {
                    say!(
                        "{value} is chosen, under {ballot}, by {nodes}.",
                        value,
                        ballot = telling.id(ballot),
                        nodes = telling.nodes(chosen.by)
                    )
                }
                Ids::Hidden => say!("{value} is chosen, by {nodes}.", value, nodes = telling.nodes(chosen.by)),
            }
        }
        MilestoneKind::Learned { node, value, slot: Slot::ONLY, .. } => {
            say!("{node} has learned {value}.", node = telling.node(node), value = telling.value(value))
        }
        MilestoneKind::Learned { node, value, slot, .. } => {
            say!(
                "{node} is the first that knows {value} in slot {slot}.",
                node = telling.node(node),
                value = telling.value(value),
                slot = slot.0
            )
        }
        MilestoneKind::Applied { node, slot } => {
            say!(
                "{node} is the first to apply slot {slot}, which had to wait for an earlier one.",
                node = telling.node(node),
                slot = slot.0
            )
        }
    }
}

/// ` in slot 3`; nothing in single-decree Paxos.
fn in_slot(slot: Slot) -> String {
    if slot == Slot::ONLY { String::new() } else { say!(" in slot {slot}", slot = slot.0) }
}

/// Whether acceptors hold to what they have promised under these rules.
fn keeps_promises(rules: &Rules) -> bool {
    rules.accept == Accept::IfPromised
        && rules.promise != Promise::Always
        && !matches!(rules.storage, Storage::ForgetsPromise | Storage::ForgetsAll)
}

/// Beside a flag of knowledge whose value is not chosen.
pub const NOT_CHOSEN: Words = words!("But it was not chosen: this is not Paxos.");

/// Where no flag stands: what the flags are, or whose flags are looked for.
pub fn none_yet(eye: Option<&str>) -> String {
    match eye {
        None => tr!("No flag stands yet. 1 is the floor, 2 the value, 3 the knowledge.").to_string(),
        Some(name) => say!("{name} has learned nothing yet. Flags 1 and 2 are seen only by those who see all.", name),
    }
}
