//! How a replica comes to know what is chosen.

use super::super::Telling;
use super::{besides, known_below};
use crate::paxos::LogNote;
use crate::story::language::say;

/// What a node says of what it knows; none where a note is about something else.
pub fn knowing(note: LogNote, me: &str, telling: Telling) -> Option<String> {
    let value = |value| telling.value(value);
    let name = |node| telling.node(node);
    Some(match note {
        LogNote::MarksOwnVote { slot, vote, leader } if vote.ballot == leader => {
            besides::marks(me, leader, &[(slot, vote.value)], telling)
        }
        LogNote::MarksOwnVote { slot, vote, leader } => say!(
            "{me} takes {vote} in slot {slot} for chosen, although it has accepted it under {ballot} and not under {leader}: this is not Paxos.",
            me,
            vote = value(vote.value),
            slot = slot.0,
            ballot = telling.id(vote.ballot),
            leader = telling.id(leader)
        ),
        LogNote::Told { slot, value: told, from } => say!(
            "{from} tells {me} that {told} is chosen in slot {slot}. That is knowledge, and no vote.",
            from = name(from),
            me,
            told = value(told),
            slot = slot.0
        ),
        LogNote::ToldInPromise { slot, value: told, from } => {
            say!(
                "The PROMISE of {from} tells {me} that {told} is chosen in slot {slot}.",
                from = name(from),
                me,
                told = value(told),
                slot = slot.0
            )
        }
        LogNote::KnownBefore { slot, value: known } => {
            say!("{me} has learned {known} for slot {slot} already.", me, known = value(known), slot = slot.0)
        }
        LogNote::KnownOtherwise { slot, first, value: told } => say!(
            "{me} has learned {first} for slot {slot}, and now hears that it is {told}: agreement is broken.",
            me,
            first = value(first),
            slot = slot.0,
            told = value(told)
        ),
        LogNote::AsksToCatchUp { slot, theirs } => say!(
            "{me} does not know what is chosen in slot {slot}, and its leader knows {theirs}: it asks to be told.",
            me,
            slot = slot.0,
            theirs = known_below(theirs)
        ),
        LogNote::Tells { slot, value: told, to } => {
            say!(
                "{me} tells {to} that {told} is chosen in slot {slot}.",
                me,
                to = name(to),
                told = value(told),
                slot = slot.0
            )
        }
        LogNote::CannotTell { slot } => {
            say!(
                "{me} cannot tell what is chosen in slot {slot}: it does not lead, or does not know.",
                me,
                slot = slot.0
            )
        }
        _ => return None,
    })
}
