//! A sentence for each note. The match is exhaustive: no note without a sentence.

mod acceptor;
mod learner;

use super::replica::{for_slot, in_slot};
pub(super) use acceptor::reports_that;
pub(super) use learner::heard_of;

use super::{Ids, Telling, replica, wrong};
use crate::paxos::rules::Heard;
use crate::paxos::{Ballot, NodeId, Note, Vote};
use crate::story::language::{say, tr};

/// Why `node` did what it did, as a sentence with the numbers in it.
pub fn note(note: Note, node: NodeId, telling: Telling) -> String {
    let plain = if telling.ids == Ids::Hidden { plain(note, node, telling) } else { None };
    telling.said(plain.unwrap_or_else(|| exact(note, node, telling)))
}

/// Without ids, for runs that have only one.
fn plain(note: Note, node: NodeId, telling: Telling) -> Option<String> {
    let me = telling.node(node);
    let value = |value| telling.value(value);
    Some(match note {
        Note::BallotStarted { abandoned: None, .. } => {
            say!("{me} asks every acceptor first, before it names a value.", me)
        }
        Note::Promised { before: None, reports: None, conceals: None, .. } => {
            say!("{me} is ready: nobody has asked it before, and it has accepted nothing.", me)
        }
        Note::PromiseCounted { heard, need, .. } => {
            say!("{me} has {messages} of the {need} answers it needs.", me, messages = heard.messages, need)
        }
        Note::FreeToPropose { own, by, .. } => {
            say!(
                "{me} has {count} answers, which is enough. It sends the value: {own}.",
                me,
                count = by.by.len(),
                own = value(own)
            )
        }
        Note::PromiseLate { .. } => say!("{me} has enough answers already: a late one changes nothing.", me),
        Note::PromiseRepeated { .. } => say!("{me} has counted this answer already.", me),
        Note::Accepted { vote, replaced: None, .. } => {
            say!("{me} accepts {vote} and stores it.", me, vote = value(vote.value))
        }
        Note::Learned { vote, by, .. } => {
            say!(
                "{me} has heard that {by} accepted {vote}: it has learned the result.",
                me,
                by = telling.nodes(by.by),
                vote = value(vote.value)
            )
        }
        Note::LearnedBefore { .. } => say!("{me} knows the result already.", me),
        _ => return None,
    })
}

fn exact(note: Note, node: NodeId, telling: Telling) -> String {
    let me = telling.node(node);
    let id = |ballot| telling.id(ballot);
    let value = |value| telling.value(value);
    match note {
        Note::BallotStarted { ballot, own, abandoned, reused } => match abandoned.filter(|_| reused) {
            None => started(me, ballot, &value(own), abandoned, telling) + wrong::id_used_before(reused),
            Some(old) => wrong::begun_again(me, ballot, old, &value(own), telling),
        },
        Note::SkipsPrepare { ballot, own, reused } => {
            say!(
                "{me} sends {own} under {ballot} without asking first: this is not Paxos.",
                me,
                own = value(own),
                ballot = id(ballot)
            ) + wrong::id_used_before(reused)
        }
        Note::Promised { ballot, before, reports, conceals, log } => {
            acceptor::promised(me, ballot, before, telling) + &replica::reports_that(log, reports, conceals, telling)
        }
        Note::PrepareIgnored { ballot, promised } => acceptor::prepare_ignored(me, ballot, promised, telling),
        Note::Accepted { slot, vote, before, promised, replaced } => {
            acceptor::accepted(me, slot, vote, before, promised, telling)
                + &acceptor::takes_the_place_of(slot, vote, replaced, telling)
        }
        Note::AcceptIgnored { slot, vote, promised } => acceptor::accept_ignored(me, slot, vote, promised, telling),
        Note::AcceptIgnoredNotFirst { slot, vote, first } => wrong::not_the_first(me, slot, vote, first, telling),
        Note::PromiseCounted { ballot, heard, need } => promise_counted(me, ballot, heard, need, telling),
        Note::FreeToPropose { ballot, own, by, need } => {
            enough(me, by, need, ballot, telling) + &free(me, by, &value(own), telling)
        }
        Note::MustAdopt { ballot, vote, tied, own, by, need } => {
            let adopts = enough(me, by, need, ballot, telling) + &must_adopt(me, by, vote, &value(own), telling);
            wrong::and_tie(adopts, vote, tied, telling)
        }
        Note::MisreadsReports { ballot, vote, highest, own, by, need } => {
            enough(me, by, need, ballot, telling) + &wrong::misreads(vote, highest, &value(own), telling)
        }
        Note::KeepsOwn { ballot, vote, own, by, need } => {
            enough(me, by, need, ballot, telling) + &wrong::keeps_own(vote, &value(own), telling)
        }
        Note::PicksAnew { ballot, report, value: new, before } => {
            wrong::picks_anew(me, Vote { ballot, value: new }, report, before, telling)
        }
        Note::DeclaresSuccess { vote: cast, by } => wrong::declares_success(me, cast, by, telling),
        Note::PromiseLate { ballot, reports } => late(me, ballot, reports, telling),
        Note::PromiseForOtherBallot { ballot, current } => for_other_ballot(me, ballot, current, telling),
        Note::PromiseRepeated { ballot } => {
            say!("{me} has counted this acceptor's PROMISE {ballot} already.", me, ballot = id(ballot))
        }
        Note::NackHeeded { .. } | Note::NackStale { .. } | Note::NackAgain { .. } => refused(note, me, telling),
        Note::ReplyReceived { value: answer, from } => {
            say!("{me} has its answer from {from}: {answer}.", me, from = telling.node(from), answer = value(answer))
        }
        Note::Forgets(storage) => wrong::forgets(me, storage),
        Note::ForgetsIds => wrong::forgets_ids(me),
        Note::NotForMe => say!("{me} has no use for this message.", me),
        Note::Log(note) => replica::note(note, node, telling),
        Note::AcceptedCounted { .. }
        | Note::Learned { .. }
        | Note::ValueCounted { .. }
        | Note::LearnedPerValue { .. }
        | Note::LearnedBefore { .. }
        | Note::LearnedOther { .. }
        | Note::AcceptedRepeated { .. } => learner::learning(note, me, telling),
    }
}

/// What a proposer makes of a NACK.
fn refused(note: Note, me: &str, telling: Telling) -> String {
    let id = |ballot| telling.id(ballot);
    match note {
        Note::NackHeeded { ballot, promised } => {
            say!(
                "{me} gives up {ballot}: an acceptor has promised {promised}.",
                me,
                ballot = id(ballot),
                promised = id(promised)
            )
        }
        Note::NackStale { ballot, promised, current } => stale_nack(me, ballot, promised, current, telling),
        Note::NackAgain { ballot, promised } => nack_again(me, ballot, promised, telling),
        _ => String::new(),
    }
}

/// How much was counted, and that copies are among it where they are.
fn counted(heard: Heard, telling: Telling) -> (usize, String) {
    match copies(heard) {
        None => (heard.by.len(), String::new()),
        Some(copies) => (usize::from(copies), wrong::copied(heard.by, telling)),
    }
}

fn stale_nack(me: &str, ballot: Ballot, promised: Ballot, current: Option<Ballot>, telling: Telling) -> String {
    match current {
        Some(current) if current == ballot => {
            say!("{me} goes on with {ballot}: the NACK names no higher id.", me, ballot = telling.id(ballot))
        }
        Some(current) => {
            let (now, higher) = (telling.id(current), telling.id(promised));
            say!(
                "{me} is at {now} now, so it gives nothing up. It takes note that {higher} is promised.",
                me,
                now,
                higher
            )
        }
        None => say!(
            "{me} has no attempt to give up. It takes note that {promised} is promised.",
            me,
            promised = telling.id(promised)
        ),
    }
}

fn nack_again(me: &str, ballot: Ballot, promised: Ballot, telling: Telling) -> String {
    let (refused, higher) = (telling.id(ballot), telling.id(promised));
    say!("{me} has given {refused} up already. It takes note that {higher} is promised.", me, refused, higher)
}

fn promise_counted(me: &str, ballot: Ballot, heard: Heard, need: u8, telling: Telling) -> String {
    let (have, copied) = counted(heard, telling);
    say!(
        "{me} has {have} of the {need} promises it needs for {ballot}.{copied}",
        me,
        have,
        need,
        ballot = telling.id(ballot),
        copied
    )
}

fn for_other_ballot(me: &str, ballot: Ballot, current: Option<Ballot>, telling: Telling) -> String {
    let asked = telling.id(ballot);
    match current {
        Some(current) => say!(
            "{me} is at {current} now: a PROMISE for {asked} does not count.",
            me,
            current = telling.id(current),
            asked
        ),
        None => say!("{me} is not asking for {asked} any more: this PROMISE does not count.", me, asked),
    }
}

fn started(me: &str, ballot: Ballot, own: &str, abandoned: Option<Ballot>, telling: Telling) -> String {
    let new = telling.id(ballot);
    match abandoned.map(|old| telling.id(old)) {
        None => {
            say!("{me} wants {own}. It asks every acceptor to promise {new}, and names no value yet.", me, own, new)
        }
        Some(old) => {
            say!(
                "{me} leaves {old} behind and asks every acceptor to promise the new id {new}. It wants {own}.",
                me,
                old,
                new,
                own
            )
        }
    }
}

pub(super) fn enough(me: &str, by: Heard, need: u8, ballot: Ballot, telling: Telling) -> String {
    let (have, nodes, id) = (by.by.len(), telling.nodes(by.by), telling.id(ballot));
    match copies(by) {
        None if usize::from(need) < have => {
            say!("{me} has {have} promises for {id}, from {nodes}, and needs only {need}.", me, have, id, nodes, need)
        }
        None if have == 1 => say!("{me} has the one promise it needs for {id}, from {nodes}.", me, id, nodes),
        None => say!("{me} has the {have} promises it needs for {id}, from {nodes}.", me, have, id, nodes),
        Some(copies) => say!(
            "{me} counts {copies} PROMISEs for {id}.{copied}",
            me,
            copies,
            id,
            copied = wrong::copied(by.by, telling)
        ),
    }
}

/// How many messages were counted, where those are more than the acceptors behind them.
fn copies(heard: Heard) -> Option<u8> {
    (heard.by.len() < usize::from(heard.messages)).then_some(heard.messages)
}

/// The proposer, at the end of what [`enough`] begins with: by its name where that speaks of another last.
fn proposer(me: &str, by: Heard) -> &str {
    if copies(by).is_none() { tr!(in "a proposer": "it") } else { me }
}

fn free(me: &str, by: Heard, own: &str, telling: Telling) -> String {
    match by.by.len() {
        1 => {
            say!(" {by} reports no value, so {me} is free to send its own: {own}.", by = telling.nodes(by.by), me, own)
        }
        _ => say!(" None of them reports a value, so {it} is free to send its own: {own}.", it = proposer(me, by), own),
    }
}

fn must_adopt(me: &str, by: Heard, reported: Vote, own: &str, telling: Telling) -> String {
    let (old, carried) = (telling.id(reported.ballot), telling.value(reported.value));
    let it = proposer(me, by);
    match carried == own {
        true => say!(
            " The highest accepted id reported is {old}, with {carried}: {it} must send {carried}, which is what it wanted.",
            old,
            carried,
            it
        ),
        false => say!(
            " The highest accepted id reported is {old}, with {carried}: {it} must send {carried}, not its own {own}.",
            old,
            carried,
            it,
            own
        ),
    }
}

fn late(me: &str, ballot: Ballot, reports: Option<Vote>, telling: Telling) -> String {
    let ballot = telling.id(ballot);
    match reports.map(|vote| telling.vote(vote)) {
        None => say!(
            "{me} had all the promises it needed for {ballot}: this one comes late and changes nothing.",
            me,
            ballot
        ),
        Some(vote) => say!(
            "{me} had all the promises it needed for {ballot}: the report of {vote} comes too late to matter.",
            me,
            ballot,
            vote
        ),
    }
}
