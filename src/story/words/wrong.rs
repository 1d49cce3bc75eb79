//! What is said of nodes that follow a wrong rule: each sentence says so.

use super::Telling;
use crate::paxos::rules::Storage;
use crate::paxos::{NodeSet, Vote};

pub fn not_the_first(me: &str, asked: Vote, first: Vote, telling: Telling) -> String {
    let (asked, first) = (telling.vote(asked), telling.vote(first));
    format!("{me} ignores ACCEPT-REQUEST {asked}: it keeps {first}, the first it ever got. This is not Paxos.")
}

pub fn misreads(reported: Vote, own: &str, telling: Telling) -> String {
    let (report, sent) = (telling.vote(reported), telling.value(reported.value));
    format!(
        " It follows the report {report} and sends {sent}, not its own {own}. To choose among reports in this way is not Paxos."
    )
}

pub fn keeps_own(reported: Vote, own: &str, telling: Telling) -> String {
    let report = telling.vote(reported);
    format!(" They report {report}, and it sends its own {own} all the same: this is not Paxos.")
}

/// That copies were counted, and who is behind them all.
pub fn copied(by: NodeSet, telling: Telling) -> String {
    format!(" They come from {} alone, and a copy is no second vote: this is not Paxos.", telling.nodes(by))
}

pub fn picks_anew(me: &str, new: Vote, report: Vote, before: &str, telling: Telling) -> String {
    let (id, value, report) = (telling.id(new.ballot), telling.value(new.value), telling.vote(report));
    format!(
        "{me} hears late that {report} was accepted. It chooses anew and sends {value} under {id}, under which it had sent {before}: this is not Paxos."
    )
}

pub fn declares_success(me: &str, cast: Vote, by: NodeSet, telling: Telling) -> String {
    let (nodes, id, value) = (telling.nodes(by), telling.id(cast.ballot), telling.value(cast.value));
    format!(
        "{me} takes the promises of {nodes} for success and declares {value} chosen before anybody could accept it under {id}: this is not Paxos."
    )
}

pub fn value_counted(me: &str, cast: Vote, by: NodeSet, need: u8, telling: Telling) -> String {
    let (have, value) = (by.len(), telling.value(cast.value));
    format!(
        "{me} adds up what was accepted under different ids: {have} of the {need} acceptors it takes for {value}. This is not Paxos."
    )
}

pub fn learned_per_value(me: &str, cast: Vote, by: NodeSet, telling: Telling) -> String {
    let (nodes, value) = (telling.nodes(by), telling.value(cast.value));
    format!(
        "{me} has heard that {nodes} accepted {value}, though under different ids, and takes it for chosen: this is not Paxos."
    )
}

/// What a crash takes from an acceptor.
pub fn forgets(me: &str, storage: Storage) -> String {
    let (lost, kept) = match storage {
        Storage::Durable => return format!("What {me} has promised and accepted is on disk and stays."),
        Storage::ForgetsPromise => ("promised", "What it has accepted is on disk and stays."),
        Storage::ForgetsAccepted => ("accepted", "What it has promised is on disk and stays."),
        Storage::ForgetsAll => ("promised and accepted", "Nothing is on its disk."),
    };
    format!("What it had {lost} was never written to disk and is gone: this is not Paxos. {kept}")
}

/// What a crash takes from a proposer.
pub fn forgets_ids(me: &str) -> String {
    format!("{me} has forgotten which ids it has used, and may use one again: this is not Paxos.")
}
