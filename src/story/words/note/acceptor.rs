//! What an acceptor says of itself: what it promises and accepts, and what it does not.

use super::super::Telling;
use super::in_slot;
use crate::paxos::{Ballot, Slot, Vote};
use crate::story::language::{say, tr};

pub fn promised(me: &str, ballot: Ballot, before: Option<Ballot>, telling: Telling) -> String {
    let new = telling.id(ballot);
    match before {
        None => say!("{me} promises {new}: there was no promise {keeps}.", me, new, keeps = telling.keeps()),
        Some(old) if old < ballot => {
            say!(
                "{me} promises {new}: {new} is higher than {old}, which it had promised.",
                me,
                new,
                old = telling.id(old)
            )
        }
        Some(old) if old == ballot => {
            say!("{me} promises {new} once more: this is not Paxos, which answers only a higher id.", me, new)
        }
        Some(old) => {
            say!("{me} promises {new} though it had promised {old}: this is not Paxos.", me, new, old = telling.id(old))
        }
    }
}

/// What a PROMISE reports, and what it does not.
pub fn reports_that(reports: Option<Vote>, conceals: Option<Vote>, telling: Telling) -> String {
    match (reports, conceals) {
        (None, None) => tr!(" It reports no value.").to_string(),
        (Some(vote), None) => say!(" It reports that it has accepted {vote}.", vote = telling.vote(vote)),
        (None, Some(truly)) => {
            say!(" It keeps quiet about having accepted {truly}: this is not Paxos.", truly = telling.vote(truly))
        }
        (Some(vote), Some(truly)) => {
            say!(
                " It reports {vote}, though it has accepted {truly}: this is not Paxos.",
                vote = telling.vote(vote),
                truly = telling.vote(truly)
            )
        }
    }
}

pub fn prepare_ignored(me: &str, ballot: Ballot, promised: Ballot, telling: Telling) -> String {
    let (asked, higher) = (telling.id(ballot), telling.id(promised));
    match (ballot == promised, telling.names.refuses) {
        (true, true) => say!(
            "{me} refuses PREPARE {asked}: it has promised that very id already, and answers only a higher one.",
            me,
            asked
        ),
        (true, false) => say!(
            "{me} ignores PREPARE {asked}: it has promised that very id already, and answers only a higher one.",
            me,
            asked
        ),
        (false, true) => say!("{me} refuses PREPARE {asked}: it has promised {higher}.", me, asked, higher),
        (false, false) => say!("{me} ignores PREPARE {asked}: it has promised {higher}.", me, asked, higher),
    }
}

pub fn accepted(
    me: &str,
    slot: Slot,
    vote: Vote,
    before: Option<Ballot>,
    now: Option<Ballot>,
    telling: Telling,
) -> String {
    let (new, cast) = (telling.id(vote.ballot), format!("{}{}", telling.vote(vote), in_slot(slot)));
    let is_promised = now == Some(vote.ballot);
    match before {
        Some(old) if vote.ballot < old => {
            say!(
                "{me} accepts {cast} though it has promised {old}: this is not Paxos.",
                me,
                cast,
                old = telling.id(old)
            )
        }
        Some(old) if old == vote.ballot => {
            say!("{me} accepts {cast}: it has promised {new}, and {new} is not less than {new}.", me, cast, new)
        }
        None if is_promised => {
            let keeps = telling.keeps();
            say!(
                "{me} accepts {cast}: there was no promise {keeps}. From now on it has promised {new}.",
                me,
                cast,
                keeps,
                new
            )
        }
        Some(old) if is_promised => {
            let old = telling.id(old);
            say!(
                "{me} accepts {cast}: it had promised only {old}. From now on it has promised {new}.",
                me,
                cast,
                old,
                new
            )
        }
        None => say!(
            "{me} accepts {cast}, and does not promise {new} by that, although its card keeps only the latest vote: this is not Paxos.",
            me,
            cast,
            new
        ),
        Some(old) => {
            let old = telling.id(old);
            say!(
                "{me} accepts {cast}: it had promised only {old}, and leaves it at that: this is not Paxos.",
                me,
                cast,
                old
            )
        }
    }
}

/// What a vote replaces on its acceptor's card.
pub fn takes_the_place_of(slot: Slot, vote: Vote, replaced: Option<Vote>, telling: Telling) -> String {
    let place = if slot == Slot::ONLY { tr!("on its card") } else { tr!("in its log") };
    match replaced {
        None => String::new(),
        Some(earlier) if earlier == vote => say!(" That very vote stood {place} already.", place),
        Some(earlier) => say!(" This takes the place of {earlier} {place}.", earlier = telling.vote(earlier), place),
    }
}

pub fn accept_ignored(me: &str, slot: Slot, asked: Vote, promised: Ballot, telling: Telling) -> String {
    let (asked, slot, higher) = (telling.vote(asked), in_slot(slot), telling.id(promised));
    match telling.names.refuses {
        true => say!("{me} refuses ACCEPT-REQUEST {asked}{slot}: it has promised {higher}.", me, asked, slot, higher),
        false => say!("{me} ignores ACCEPT-REQUEST {asked}{slot}: it has promised {higher}.", me, asked, slot, higher),
    }
}
