//! What Paxos promises of every run, and how a run has broken it, in sentences.

mod log;

use super::beside::seconds;
use super::{Ids, Telling};
use crate::check::{Broken, How, Property};
use crate::paxos::Slot;
use crate::sim::Time;
use crate::sim::truth::Held;
use crate::story::language::{Words, say, tr, words};

/// What a property is called.
pub fn name(property: Property, telling: Telling) -> String {
    let name = match property {
        Property::Agreement => tr!("Agreement"),
        Property::Validity => tr!("Validity"),
        Property::Learning => tr!("True knowledge"),
        Property::Promises => tr!("Promises kept"),
        Property::OneValue => tr!("One value an id"),
        Property::Order => tr!("One order"),
        Property::Once => tr!("Each command once"),
        Property::OneLeader => tr!("One leader an id"),
    };
    telling.say(name).into_owned()
}

/// What a property says of single-decree Paxos, or of a replicated log.
pub fn says(property: Property, is_log: bool, telling: Telling) -> String {
    telling.said(
        match property {
            Property::Agreement if is_log => tr!("All that is chosen or learned in one slot is one value."),
            Property::Validity if is_log => {
                tr!("Only a command that a client gave is accepted, or the no-op that fills a gap.")
            }
            Property::Learning if is_log => tr!("A replica learns a value for a slot only if it is chosen there."),
            Property::Promises if is_log => {
                tr!("What a replica has promised, for the whole log, and accepted in a slot it keeps, on its disk, and it promises and accepts nothing below its promise.")
            }
            Property::OneValue if is_log => tr!("Under one id only one value is ever sent for a slot."),
            Property::Order => tr!("Slots are applied in order, without gaps, and each with the same effect on every replica."),
            Property::Once => {
                tr!("A command takes effect once on a replica, however often it is asked for, and one whose answer a client has had is never lost.")
            }
            Property::OneLeader => tr!("Under one id one replica leads, and begins to once."),
            Property::Agreement => tr!("All that is chosen or learned is one value."),
            Property::Validity => tr!("Only a value that was proposed is accepted, and so only such a value is chosen."),
            Property::Learning => tr!("A node learns a value only if it is chosen."),
            Property::Promises => {
                tr!("What an acceptor has promised or accepted it keeps, on its disk, and it promises and accepts nothing below that.")
            }
            Property::OneValue => tr!("Under one id only one value is ever sent."),
        }
        .to_string(),
    )
}

/// When and by what it was broken.
pub fn broken(broken: &Broken, at: Time, telling: Telling) -> String {
    let value = |it| telling.value(it);
    let how = match broken.how {
        How::TwoChosen(first, second) if telling.ids == Ids::Hidden => {
            say!(
                "{second} is chosen, and {first} was chosen before",
                second = value(second.value),
                first = value(first.value)
            )
        }
        How::TwoChosen(first, second) => say!(
            "{second} is chosen under {ballot}, although {first} is chosen under {first_ballot}",
            second = value(second.value),
            ballot = telling.id(second.ballot),
            first = value(first.value),
            first_ballot = telling.id(first.ballot)
        ),
        How::Differ(Held::Learned(before, first), Held::Learned(node, second)) if before == node => {
            say!(
                "{node} heard of a quorum for {second}, although it had learned {first}",
                node = telling.node(node),
                second = value(second),
                first = value(first)
            )
        }
        How::Differ(first, second) => {
            say!("{now}, although {before}", now = held(second, telling), before = held(first, telling))
        }
        other => of_nodes(other, telling),
    };
    let slot = if broken.slot == Slot::ONLY { String::new() } else { say!(", in slot {slot}", slot = broken.slot.0) };
    telling.said(say!("First broken at {at}{slot}: {how}.", at = seconds(at), slot, how))
}

/// How one node has broken it, or what is sent; or how a log has.
fn of_nodes(how: How, telling: Telling) -> String {
    let value = |it| telling.value(it);
    match how {
        How::Invented(node, vote) => {
            say!(
                "{node} accepted {vote}, which nobody had proposed",
                node = telling.node(node),
                vote = telling.vote(vote)
            )
        }
        How::LearnedUnchosen(node, learned) => {
            say!("{node} learned {learned}, which was not chosen", node = telling.node(node), learned = value(learned))
        }
        How::PromiseLowered(node, promised, Some(now)) => {
            say!(
                "{node} promised {now} although it had promised {promised}",
                node = telling.node(node),
                now = telling.id(now),
                promised = telling.id(promised)
            )
        }
        How::PromiseLowered(node, promised, None) => {
            say!(
                "{node} forgot that it had promised {promised}",
                node = telling.node(node),
                promised = telling.id(promised)
            )
        }
        How::AcceptedBelow(node, vote, promised) => say!(
            "{node} accepted {vote} although it had promised {promised}",
            node = telling.node(node),
            vote = telling.vote(vote),
            promised = telling.id(promised)
        ),
        How::WentBack(node, now, before) => say!(
            "{node} accepted {now} although it had accepted {before}",
            node = telling.node(node),
            now = telling.vote(now),
            before = telling.vote(before)
        ),
        How::VoteGone(node, vote) => {
            say!("{node} forgot that it had accepted {vote}", node = telling.node(node), vote = telling.vote(vote))
        }
        How::TwoValues(ballot, first, second) => {
            say!(
                "{second} was sent under {ballot}, although {first} had been",
                second = value(second),
                ballot = telling.id(ballot),
                first = value(first)
            )
        }
        of_log => log::how(of_log, telling),
    }
}

fn held(held: Held, telling: Telling) -> String {
    match held {
        Held::Chosen(vote) if telling.ids == Ids::Hidden => {
            say!("{value} is chosen", value = telling.value(vote.value))
        }
        Held::Chosen(vote) => {
            say!(
                "{value} is chosen under {ballot}",
                value = telling.value(vote.value),
                ballot = telling.id(vote.ballot)
            )
        }
        Held::Learned(node, value) => {
            say!("{node} has learned {value}", node = telling.node(node), value = telling.value(value))
        }
    }
}

/// Where a wrong rule is in force and nothing is broken.
pub const NOT_AT_ONCE: Words = words!(
    "A rule in force here is not that of Paxos. It need not break one of these at once, or in every run: then they hold by luck."
);

/// Where the stage shows what one node knows.
pub fn not_for(eye: &str) -> String {
    say!(
        "Only who sees all can tell whether these hold. {eye} sees neither what the others know nor what is chosen.",
        eye
    )
}
