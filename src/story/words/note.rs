//! A sentence for each note. The match is exhaustive: no note without a sentence.

use super::{Ids, Telling};
use crate::paxos::{Ballot, NodeId, NodeSet, Note, Vote};

/// Why `node` did what it did, as a sentence with the numbers in it.
pub fn note(note: Note, node: NodeId, telling: Telling) -> String {
    match telling.ids {
        Ids::Shown => exact(note, node, telling),
        Ids::Hidden => plain(note, node, telling).unwrap_or_else(|| exact(note, node, telling)),
    }
}

/// Without ids, for runs that have only one.
fn plain(note: Note, node: NodeId, telling: Telling) -> Option<String> {
    let me = telling.node(node);
    let value = |value| telling.value(value);
    Some(match note {
        Note::BallotStarted { abandoned: None, .. } => {
            format!("{me} asks every acceptor first, before it names a value.")
        }
        Note::Promised { before: None, reports: None, .. } => {
            format!("{me} is ready: nobody has asked it before, and it has accepted nothing.")
        }
        Note::PromiseCounted { have, need, .. } => format!("{me} has {have} of the {need} answers it needs."),
        Note::FreeToPropose { own, by, .. } => {
            format!("{me} has {} answers, which is enough. It sends the value: {}.", by.len(), value(own))
        }
        Note::PromiseLate { .. } => format!("{me} has enough answers already: a late one changes nothing."),
        Note::PromiseRepeated { .. } => format!("{me} has counted this answer already."),
        Note::Accepted { vote, replaced: None, .. } => format!("{me} accepts {} and stores it.", value(vote.value)),
        Note::AcceptedCounted { vote, have, need } => {
            format!("{me} has heard of {have} of the {need} acceptors it takes for {}.", value(vote.value))
        }
        Note::Learned { vote, by } => {
            format!(
                "{me} has heard that {} accepted {}: it has learned the result.",
                telling.nodes(by),
                value(vote.value)
            )
        }
        Note::LearnedBefore { .. } => format!("{me} knows the result already."),
        _ => return None,
    })
}

fn exact(note: Note, node: NodeId, telling: Telling) -> String {
    let me = telling.node(node);
    let id = |ballot| telling.id(ballot);
    let value = |value| telling.value(value);
    let vote = |cast| telling.vote(cast);
    match note {
        Note::BallotStarted { ballot, own, abandoned } => started(me, ballot, value(own), abandoned, telling),
        Note::SkipsPrepare { ballot, own } => {
            format!("{me} sends {} under {} without asking first: this is not Paxos.", value(own), id(ballot))
        }
        Note::Promised { ballot, before, reports } => promised(me, ballot, before, reports, telling),
        Note::PrepareIgnored { ballot, promised } => prepare_ignored(me, ballot, promised, telling),
        Note::Accepted { vote, before, replaced } => accepted(me, vote, before, replaced, telling),
        Note::AcceptIgnored { vote: asked, promised } => {
            format!("{me} ignores ACCEPT-REQUEST {}: it has promised {}.", vote(asked), id(promised))
        }
        Note::AcceptIgnoredNotFirst { vote, first } => not_the_first(me, vote, first, telling),
        Note::PromiseCounted { ballot, have, need } => {
            format!("{me} has {have} of the {need} promises it needs for {}.", id(ballot))
        }
        Note::FreeToPropose { ballot, own, by } => {
            let enough = enough(me, by, ballot, telling);
            format!("{enough} None of them reports a value, so it is free to send its own: {}.", value(own))
        }
        Note::MustAdopt { ballot, vote, own, by } => {
            enough(me, by, ballot, telling) + &must_adopt(vote, value(own), telling)
        }
        Note::MisreadsReports { ballot, vote, own, by } => {
            enough(me, by, ballot, telling) + &misreads(vote, value(own), telling)
        }
        Note::KeepsOwn { ballot, vote, own, by } => {
            enough(me, by, ballot, telling) + &keeps_own(vote, value(own), telling)
        }
        Note::PromiseLate { ballot, reports } => late(me, ballot, reports, telling),
        Note::PromiseForOtherBallot { ballot, current: Some(current) } => {
            format!("{me} is at {} now: a PROMISE for {} does not count.", id(current), id(ballot))
        }
        Note::PromiseForOtherBallot { ballot, current: None } => {
            format!("{me} is not asking for {} any more: this PROMISE does not count.", id(ballot))
        }
        Note::PromiseRepeated { ballot } => format!("{me} has counted this acceptor's PROMISE {} already.", id(ballot)),
        Note::NackHeeded { ballot, promised } => {
            format!("{me} gives up {}: an acceptor has promised {}.", id(ballot), id(promised))
        }
        Note::NackStale { ballot } => format!("{me} has left {} behind: this NACK tells it nothing new.", id(ballot)),
        Note::AcceptedCounted { vote: cast, have, need } => {
            format!("{me} has heard of {have} of the {need} acceptors it takes for {}.", vote(cast))
        }
        Note::Learned { vote: cast, by } => {
            let (nodes, cast_text, result) = (telling.nodes(by), vote(cast), value(cast.value));
            format!("{me} has heard that {nodes} accepted {cast_text}, a quorum: it has learned {result}.")
        }
        Note::LearnedBefore { vote: cast } => {
            format!("{me} knows the result already: ACCEPT {} changes nothing.", vote(cast))
        }
        Note::LearnedOther { first, vote: cast } => {
            let (first, second) = (value(first), value(cast.value));
            format!("{me} has learned {first}, and now hears of a quorum for {second}: agreement is broken.")
        }
        Note::AcceptedRepeated { vote: cast } => {
            format!("{me} has counted this acceptor's ACCEPT {} already.", vote(cast))
        }
        Note::ReplyReceived { value: answer, from } => {
            format!("{me} has its answer from {}: {}.", telling.node(from), value(answer))
        }
        Note::NotForMe => format!("{me} has no use for this message."),
    }
}

fn started(me: &str, ballot: Ballot, own: &str, abandoned: Option<Ballot>, telling: Telling) -> String {
    let new = telling.id(ballot);
    match abandoned.map(|old| telling.id(old)) {
        None => format!("{me} wants {own}. It asks every acceptor to promise {new}, and names no value yet."),
        Some(old) => {
            format!("{me} leaves {old} behind and asks every acceptor to promise the new id {new}. It wants {own}.")
        }
    }
}

fn prepare_ignored(me: &str, ballot: Ballot, promised: Ballot, telling: Telling) -> String {
    let (asked, higher) = (telling.id(ballot), telling.id(promised));
    match ballot == promised {
        true => format!(
            "{me} ignores PREPARE {asked}: it has promised that very id already, and answers only a higher one."
        ),
        false => format!("{me} ignores PREPARE {asked}: it has promised {higher}."),
    }
}

fn not_the_first(me: &str, asked: Vote, first: Vote, telling: Telling) -> String {
    let (asked, first) = (telling.vote(asked), telling.vote(first));
    format!("{me} ignores ACCEPT-REQUEST {asked}: it keeps {first}, the first it ever got. This is not Paxos.")
}

fn enough(me: &str, by: NodeSet, ballot: Ballot, telling: Telling) -> String {
    let (have, nodes) = (by.len(), telling.nodes(by));
    format!("{me} has the {have} promises it needs for {}, from {nodes}.", telling.id(ballot))
}

fn must_adopt(reported: Vote, own: &str, telling: Telling) -> String {
    let (old, carried) = (telling.id(reported.ballot), telling.value(reported.value));
    let instead = match carried == own {
        true => "which is what it wanted".to_string(),
        false => format!("not its own {own}"),
    };
    format!(" The highest accepted id they report is {old}, with {carried}: it must send {carried}, {instead}.")
}

fn misreads(reported: Vote, own: &str, telling: Telling) -> String {
    let (report, sent) = (telling.vote(reported), telling.value(reported.value));
    format!(
        " It follows the report {report} and sends {sent}, not its own {own}. To choose among reports in this way is not Paxos."
    )
}

fn keeps_own(reported: Vote, own: &str, telling: Telling) -> String {
    let report = telling.vote(reported);
    format!(" They report {report}, and it sends its own {own} all the same: this is not Paxos.")
}

fn late(me: &str, ballot: Ballot, reports: Option<Vote>, telling: Telling) -> String {
    let had = format!("{me} had all the promises it needed for {}", telling.id(ballot));
    match reports {
        None => format!("{had}: this one comes late and changes nothing."),
        Some(vote) => format!("{had}: the report of {} comes too late to matter.", telling.vote(vote)),
    }
}

fn promised(me: &str, ballot: Ballot, before: Option<Ballot>, reports: Option<Vote>, telling: Telling) -> String {
    let new = telling.id(ballot);
    let why = match before {
        None => format!("{me} promises {new}: it has promised nothing so far."),
        Some(old) if old < ballot => {
            format!("{me} promises {new}: {new} is higher than {}, which it had promised.", telling.id(old))
        }
        Some(old) => format!("{me} promises {new} though it had promised {}: this is not Paxos.", telling.id(old)),
    };
    match reports {
        None => format!("{why} It reports no value."),
        Some(vote) => format!("{why} It reports that it has accepted {}.", telling.vote(vote)),
    }
}

fn accepted(me: &str, vote: Vote, before: Option<Ballot>, replaced: Option<Vote>, telling: Telling) -> String {
    let (new, cast) = (telling.id(vote.ballot), telling.vote(vote));
    let why = match before {
        None => format!("{me} accepts {cast}: it has promised nothing higher, and has promised {new} from now on."),
        Some(old) if old == vote.ballot => {
            format!("{me} accepts {cast}: it has promised {new}, and {new} is not less than {new}.")
        }
        Some(old) if old < vote.ballot => {
            format!(
                "{me} accepts {cast}: it has promised only {}, and has promised {new} from now on.",
                telling.id(old)
            )
        }
        Some(old) => format!("{me} accepts {cast} though it has promised {}: this is not Paxos.", telling.id(old)),
    };
    match replaced {
        None => why,
        Some(earlier) if earlier == vote => why,
        Some(earlier) => format!("{why} This takes the place of {} on its card.", telling.vote(earlier)),
    }
}
