//! What Paxos promises of every run, and how a run has broken it, in sentences.

use super::beside::seconds;
use super::{Ids, Telling};
use crate::check::{Broken, How, Property};
use crate::sim::Time;

/// What a property is called.
pub fn name(property: Property, telling: Telling) -> String {
    let name = match property {
        Property::Agreement => "Agreement",
        Property::Validity => "Validity",
        Property::Learning => "True knowledge",
        Property::Promises => "Promises kept",
        Property::OneValue => "One value an id",
    };
    telling.say(name).into_owned()
}

/// What a property says.
pub fn says(property: Property, telling: Telling) -> String {
    telling.said(
        match property {
            Property::Agreement => "At most one value is chosen.",
            Property::Validity => "Only a value that was proposed is accepted, and so only such a value is chosen.",
            Property::Learning => "A node learns a value only if it is chosen.",
            Property::Promises => {
                "An acceptor never accepts or promises below its promise, and what it accepted stays on its disk."
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
        How::VoteGone(node, vote) => {
            format!("{} forgot that it had accepted {}", telling.node(node), telling.vote(vote))
        }
        How::TwoValues(ballot, first, second) => {
            format!("{} was sent under {}, although {} had been", value(second), telling.id(ballot), value(first))
        }
    };
    telling.said(format!("Broken at {}: {how}.", seconds(at)))
}

/// Where the stage shows what one node knows.
pub fn not_for(eye: &str) -> String {
    format!(
        "Only who sees all can tell whether these hold. {eye} sees neither what the others know nor what is chosen."
    )
}
