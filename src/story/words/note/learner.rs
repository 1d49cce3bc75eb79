//! What a learner makes of an ACCEPT.

use super::super::{Telling, wrong};
use super::{copies, for_slot, in_slot};
use crate::paxos::rules::Heard;
use crate::paxos::{Note, Slot, Value, Vote};
use crate::story::language::say;

/// What a node makes of an ACCEPT.
pub fn learning(note: Note, me: &str, telling: Telling) -> String {
    match note {
        Note::AcceptedCounted { slot, vote: cast, heard, need } => {
            accepted_counted(me, slot, cast, heard, need, telling)
        }
        Note::Learned { slot, vote: cast, by } => learned(me, slot, cast, by, telling),
        Note::ValueCounted { slot, vote: cast, heard, need } => {
            wrong::value_counted(me, slot, cast, heard.by, need, telling)
        }
        Note::LearnedPerValue { slot, vote: cast, by } => wrong::learned_per_value(me, slot, cast, by, telling),
        Note::LearnedBefore { slot, first, vote: cast } => learned_before(me, slot, first, cast, telling),
        Note::LearnedOther { slot, first, vote: cast } => learned_other(me, slot, first, cast.value, telling),
        Note::AcceptedRepeated { slot, vote: cast } => {
            say!(
                "{me} has counted this acceptor's ACCEPT {cast}{slot} already.",
                me,
                cast = telling.vote(cast),
                slot = in_slot(slot)
            )
        }
        _ => String::new(),
    }
}

fn accepted_counted(me: &str, slot: Slot, cast: Vote, heard: Heard, need: u8, telling: Telling) -> String {
    let (cast, slot) = (telling.vote(cast), in_slot(slot));
    match copies(heard) {
        None => heard_of(me, heard.by.len(), usize::from(need), &cast, &slot),
        Some(copies) => {
            let copied = wrong::copied(heard.by, telling);
            say!(
                "{me} counts {copies} ACCEPTs for {cast}{slot}; it takes {need}.{copied}",
                me,
                copies,
                cast,
                slot,
                need,
                copied
            )
        }
    }
}

/// Of how many acceptors a node has heard, where that is too few.
pub fn heard_of(me: &str, have: usize, need: usize, cast: &str, slot: &str) -> String {
    match have {
        0 => say!("{me} has heard of nobody that accepted {cast}{slot}; it takes {need}.", me, cast, slot, need),
        1 => say!("{me} has heard that 1 acceptor accepted {cast}{slot}; it takes {need}.", me, cast, slot, need),
        _ => say!(
            "{me} has heard that {have} acceptors accepted {cast}{slot}; it takes {need}.",
            me,
            have,
            cast,
            slot,
            need
        ),
    }
}

fn learned(me: &str, slot: Slot, cast: Vote, by: Heard, telling: Telling) -> String {
    let (nodes, vote, result) = (telling.nodes(by.by), telling.vote(cast), telling.value(cast.value));
    let (at, of) = (in_slot(slot), for_slot(slot));
    match copies(by) {
        None => say!(
            "{me} has heard that {nodes} accepted {vote}{at}, a quorum: it has learned {result}{of}.",
            me,
            nodes,
            vote,
            at,
            result,
            of
        ),
        Some(copies) => {
            let copied = wrong::copied(by.by, telling);
            say!(
                "{me} counts {copies} ACCEPTs for {vote}{at} and takes {result} for chosen.{copied}",
                me,
                copies,
                vote,
                at,
                result,
                copied
            )
        }
    }
}

fn learned_before(me: &str, slot: Slot, first: Value, heard: Vote, telling: Telling) -> String {
    let (learned, vote, slot) = (telling.value(first), telling.vote(heard), for_slot(slot));
    match first == heard.value {
        true => say!(
            "{me} has learned {learned}{slot} already: ACCEPT {vote} tells it nothing new.",
            me,
            learned,
            slot,
            vote
        ),
        false => say!(
            "{me} has learned {learned}{slot} already, and keeps it, whatever ACCEPT {vote} says.",
            me,
            learned,
            slot,
            vote
        ),
    }
}

fn learned_other(me: &str, slot: Slot, first: Value, second: Value, telling: Telling) -> String {
    let (first, second, slot) = (telling.value(first), telling.value(second), for_slot(slot));
    say!(
        "{me} has learned {first}{slot}, and now hears of a quorum for {second}: agreement is broken.",
        me,
        first,
        slot,
        second
    )
}
