//! What Paxos promises of every run, and how a run has broken it, in sentences.

mod log;

use super::beside::seconds;
use super::{Ids, Telling};
use crate::check::{Broken, How, Property};
use crate::paxos::Slot;
use crate::sim::Time;
use crate::sim::truth::Held;

/// What a property is called.
pub fn name(property: Property, telling: Telling) -> String {
    let name = match property {
        Property::Agreement => "Agreement",
        Property::Validity => "Validity",
        Property::Learning => "True knowledge",
        Property::Promises => "Promises kept",
        Property::OneValue => "One value an id",
        Property::Order => "One order",
        Property::Once => "Each command once",
        Property::OneLeader => "One leader an id",
    };
    telling.say(name).into_owned()
}

/// What a property says of single-decree Paxos, or of a replicated log.
pub fn says(property: Property, is_log: bool, telling: Telling) -> String {
    telling.said(
        match property {
            Property::Agreement if is_log => "All that is chosen or learned in one slot is one value.",
            Property::Validity if is_log => {
                "Only a command that a client gave is accepted, or the no-op that fills a gap."
            }
            Property::Learning if is_log => "A replica learns a value for a slot only if it is chosen there.",
            Property::Promises if is_log => {
                "What a replica has promised, for the whole log, and accepted in a slot it keeps, on its disk, and it promises and accepts nothing below its promise."
            }
            Property::OneValue if is_log => "Under one id only one value is ever sent for a slot.",
            Property::Order => "Slots are applied in order, without gaps, and each with the same effect on every replica.",
            Property::Once => {
                "A command takes effect once on a replica, however often it is asked for, and one whose answer a client has had is never lost."
            }
            Property::OneLeader => "Under one id one replica leads, and begins to once.",
            Property::Agreement => "All that is chosen or learned is one value.",
            Property::Validity => "Only a value that was proposed is accepted, and so only such a value is chosen.",
            Property::Learning => "A node learns a value only if it is chosen.",
            Property::Promises => {
                "What an acceptor has promised or accepted it keeps, on its disk, and it promises and accepts nothing below that."
            }
            Property::OneValue => "Under one id only one value is ever sent.",
        }
        .to_string(),
    )
}

/// When and by what it was broken.
pub fn broken(broken: &Broken, at: Time, telling: Telling) -> String {
    let value = |it| telling.value(it);
    let how = match broken.how {
        How::TwoChosen(first, second) if telling.ids == Ids::Hidden => {
            format!("{} is chosen, and {} was chosen before", value(second.value), value(first.value))
        }
        How::TwoChosen(first, second) => format!(
            "{} is chosen under {}, although {} is chosen under {}",
            value(second.value),
            telling.id(second.ballot),
            value(first.value),
            telling.id(first.ballot)
        ),
        How::Differ(Held::Learned(before, first), Held::Learned(node, second)) if before == node => {
            format!(
                "{} heard of a quorum for {}, although it had learned {}",
                telling.node(node),
                value(second),
                value(first)
            )
        }
        How::Differ(first, second) => format!("{}, although {}", held(second, telling), held(first, telling)),
        How::Invented(node, vote) => {
            format!("{} accepted {}, which nobody had proposed", telling.node(node), telling.vote(vote))
        }
        How::LearnedUnchosen(node, learned) => {
            format!("{} learned {}, which was not chosen", telling.node(node), value(learned))
        }
        How::PromiseLowered(node, promised, Some(now)) => {
            format!(
                "{} promised {} although it had promised {}",
                telling.node(node),
                telling.id(now),
                telling.id(promised)
            )
        }
        How::PromiseLowered(node, promised, None) => {
            format!("{} forgot that it had promised {}", telling.node(node), telling.id(promised))
        }
        How::AcceptedBelow(node, vote, promised) => format!(
            "{} accepted {} although it had promised {}",
            telling.node(node),
            telling.vote(vote),
            telling.id(promised)
        ),
        How::WentBack(node, now, before) => format!(
            "{} accepted {} although it had accepted {}",
            telling.node(node),
            telling.vote(now),
            telling.vote(before)
        ),
        How::VoteGone(node, vote) => {
            format!("{} forgot that it had accepted {}", telling.node(node), telling.vote(vote))
        }
        How::TwoValues(ballot, first, second) => {
            format!("{} was sent under {}, although {} had been", value(second), telling.id(ballot), value(first))
        }
        of_log => log::how(of_log, telling),
    };
    let slot = if broken.slot == Slot::ONLY { String::new() } else { format!(", in slot {}", broken.slot.0) };
    telling.said(format!("First broken at {}{slot}: {how}.", seconds(at)))
}

fn held(held: Held, telling: Telling) -> String {
    match held {
        Held::Chosen(vote) if telling.ids == Ids::Hidden => format!("{} is chosen", telling.value(vote.value)),
        Held::Chosen(vote) => format!("{} is chosen under {}", telling.value(vote.value), telling.id(vote.ballot)),
        Held::Learned(node, value) => format!("{} has learned {}", telling.node(node), telling.value(value)),
    }
}

/// Where a wrong rule is in force and nothing is broken.
pub const NOT_AT_ONCE: &str = "A rule in force here is not that of Paxos. It need not break one of these at once, or in every run: then they hold by luck.";

/// Where the stage shows what one node knows.
pub fn not_for(eye: &str) -> String {
    format!(
        "Only who sees all can tell whether these hold. {eye} sees neither what the others know nor what is chosen."
    )
}
