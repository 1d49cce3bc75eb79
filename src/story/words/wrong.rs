//! What is said of nodes that follow a wrong rule: each sentence says so.

use super::Telling;
use super::replica::{for_slot, in_slot};
use crate::paxos::rules::Storage;
use crate::paxos::{Ballot, NodeSet, Slot, Value, Vote};
use crate::story::language::{say, tr};

pub fn not_the_first(me: &str, slot: Slot, asked: Vote, first: Vote, telling: Telling) -> String {
    let (asked, first, slot) = (telling.vote(asked), telling.vote(first), in_slot(slot));
    say!(
        "{me} ignores ACCEPT-REQUEST {asked}{slot}: it keeps {first}, the first it ever got. This is not Paxos.",
        me,
        asked,
        slot,
        first
    )
}

pub fn misreads(followed: Vote, highest: Vote, own: &str, telling: Telling) -> String {
    let (report, sent, best) = (telling.vote(followed), telling.value(followed.value), telling.vote(highest));
    let instead = if sent == own { String::new() } else { say!(", not its own {own}", own) };
    say!(
        " It follows the report {report} and sends {sent}{instead}, though {best} was reported too: this is not Paxos.",
        report,
        sent,
        instead,
        best
    )
}

/// What a proposer carries on, and that another value was reported under the same id, if one was.
pub fn and_tie(adopts: String, carried: Vote, tied: Option<Value>, telling: Telling) -> String {
    let Some(other) = tied else { return adopts };
    let (id, other) = (telling.id(carried.ballot), telling.value(other));
    say!(
        "{adopts} {id} was reported with {other} too: of reports with equal ids, the one received first wins.",
        adopts,
        id,
        other
    )
}

pub fn keeps_own(highest: Vote, own: &str, telling: Telling) -> String {
    let (report, carried) = (telling.vote(highest), telling.value(highest.value));
    match carried == own {
        true => {
            say!(
                " The highest report is {report}; it does not look, and sends its own {own}: this is not Paxos.",
                report,
                own
            )
        }
        false => {
            say!(
                " The highest report is {report}, and it sends its own {own} all the same: this is not Paxos.",
                report,
                own
            )
        }
    }
}

/// That an id was used before, where it was.
pub fn id_used_before(reused: bool) -> &'static str {
    if reused { tr!(" That id was used before: this is not Paxos.") } else { "" }
}

/// A ballot under an id that was used before, in place of the one under `old`.
pub fn begun_again(me: &str, ballot: Ballot, old: Ballot, own: &str, telling: Telling) -> String {
    let (new, left) = (telling.id(ballot), telling.id(old));
    match old == ballot {
        true => say!(
            "{me} uses {new} once more, and asks every acceptor to promise it again: this is not Paxos. It wants {own}.",
            me,
            new,
            own
        ),
        false => say!(
            "{me} leaves {left} behind and asks every acceptor to promise {new}, which was used before: this is not Paxos. It wants {own}.",
            me,
            left,
            new,
            own
        ),
    }
}

/// That copies were counted, and who is behind them all.
pub fn copied(by: NodeSet, telling: Telling) -> String {
    say!(" They come from {by} alone, and a copy is no second vote: this is not Paxos.", by = telling.nodes(by))
}

pub fn picks_anew(me: &str, new: Vote, report: Vote, before: Value, telling: Telling) -> String {
    let (id, value, report) = (telling.id(new.ballot), telling.value(new.value), telling.vote(report));
    match before == new.value {
        true => say!(
            "{me} hears late that {report} was accepted. It chooses anew and sends {value} under {id}, once more: this is not Paxos.",
            me,
            report,
            value,
            id
        ),
        false => say!(
            "{me} hears late that {report} was accepted. It chooses anew and sends {value} under {id}, under which it had sent {before}: this is not Paxos.",
            me,
            report,
            value,
            id,
            before = telling.value(before)
        ),
    }
}

pub fn declares_success(me: &str, cast: Vote, by: NodeSet, telling: Telling) -> String {
    let (nodes, id, value) = (telling.nodes(by), telling.id(cast.ballot), telling.value(cast.value));
    say!(
        "{me} takes the promises of {nodes} for success and declares {value} chosen before anybody could accept it under {id}: this is not Paxos.",
        me,
        nodes,
        value,
        id
    )
}

pub fn value_counted(me: &str, slot: Slot, cast: Vote, by: NodeSet, need: u8, telling: Telling) -> String {
    let (have, value, slot) = (by.len(), telling.value(cast.value), in_slot(slot));
    say!(
        "{me} counts whoever accepted {value}{slot}, under whatever id: {have} so far; it takes {need}. This is not Paxos.",
        me,
        value,
        slot,
        have,
        need
    )
}

pub fn learned_per_value(me: &str, slot: Slot, cast: Vote, by: NodeSet, telling: Telling) -> String {
    let (nodes, value, slot) = (telling.nodes(by), telling.value(cast.value), for_slot(slot));
    say!(
        "{me} has heard that {nodes} accepted {value}{slot}, though under different ids, and takes it for chosen: this is not Paxos.",
        me,
        nodes,
        value,
        slot
    )
}

/// What a crash takes from an acceptor.
pub fn forgets(me: &str, storage: Storage) -> String {
    match storage {
        Storage::Durable => say!("What {me} has promised and accepted is on disk and stays.", me),
        Storage::ForgetsPromise => {
            tr!("What it had promised was never written to disk and is gone: this is not Paxos. What it has accepted is on disk and stays.").to_string()
        }
        Storage::ForgetsAccepted => {
            tr!("What it had accepted was never written to disk and is gone: this is not Paxos. What it has promised is on disk and stays.").to_string()
        }
        Storage::ForgetsAll => {
            tr!("What it had promised and accepted was never written to disk and is gone: this is not Paxos. Nothing is on its disk.").to_string()
        }
    }
}

/// What a crash takes from a proposer.
pub fn forgets_ids(me: &str) -> String {
    say!("{me} has forgotten which ids it has used, and may use one again: this is not Paxos.", me)
}
