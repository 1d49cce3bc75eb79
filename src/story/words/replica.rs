//! A sentence for each note that belongs to a replicated log. The match is exhaustive.

mod besides;
mod client;
mod knowing;
mod leading;

pub use besides::besides;

use super::Telling;
use super::note::reports_that as one_report;
use super::wrong;
use crate::paxos::note::Reported;
use crate::paxos::{Answer, Effect, LogNote, NodeId, Slot, Value, Vote};
use crate::story::language::{say, tr};

/// Why `node` did what it did in its log, as a sentence with the numbers in it.
pub fn note(note: LogNote, node: NodeId, telling: Telling) -> String {
    leading::leading(note, telling.node(node), telling)
        .or_else(|| proposing(note, telling.node(node), telling))
        .or_else(|| client::asked(note, telling.node(node), telling))
        .or_else(|| knowing::knowing(note, telling.node(node), telling))
        .unwrap_or_default()
}

/// ` in slot 2`, behind a vote; nothing in single-decree Paxos.
pub(super) fn in_slot(slot: Slot) -> String {
    if slot == Slot::ONLY { String::new() } else { say!(" in slot {slot}", slot = slot.0) }
}

/// ` for slot 2`, behind what is learned; nothing in single-decree Paxos.
pub(super) fn for_slot(slot: Slot) -> String {
    if slot == Slot::ONLY { String::new() } else { say!(" for slot {slot}", slot = slot.0) }
}

/// `slot 4`, `slots 4, 5 and 9`, `slots 4 to 9`.
pub(super) fn slots(slots: &[Slot]) -> String {
    let is_row = slots.windows(2).all(|pair| pair[0].next() == pair[1]);
    match slots {
        [slot] => say!("slot {slot}", slot = slot.0),
        [first, .., last] if is_row && 2 < slots.len() => {
            say!("slots {first} to {last}", first = first.0, last = last.0)
        }
        _ => say!(
            "slots {listed}",
            listed = super::both(&slots.iter().map(|slot| slot.0.to_string()).collect::<Vec<_>>())
        ),
    }
}

/// `1 vote`, `2 votes`.
pub(super) fn votes(many: usize) -> String {
    if many == 1 { tr!("1 vote").to_string() } else { say!("{many} votes", many) }
}

/// What a replica knows that knows every slot below this one.
pub(super) fn known_below(first_unchosen: Slot) -> String {
    match first_unchosen.0 {
        0 | 1 => tr!("of no slot yet what is chosen in it").to_string(),
        2 => tr!("what is chosen in slot 1").to_string(),
        next => say!("what is chosen in slots 1 to {next}", next = next - 1),
    }
}

/// What a PROMISE reports of a log, and what it does not.
pub(super) fn reports_that(log: Reported, reports: Option<Vote>, conceals: Option<Vote>, telling: Telling) -> String {
    if log.from_slot == Slot::ONLY {
        return one_report(reports, conceals, telling);
    }
    let from = log.from_slot.0;
    let known = tells_of(log);
    match (reports, conceals) {
        (None, None) => say!(" It reports no vote from slot {from} on{known}.", from, known),
        (Some(vote), None) if log.votes == 1 => {
            say!(" It reports 1 vote from slot {from} on, {vote}{known}.", from, vote = telling.vote(vote), known)
        }
        (Some(vote), None) => {
            let (votes, vote) = (log.votes, telling.vote(vote));
            say!(
                " It reports {votes} votes from slot {from} on, the first of them {vote}{known}.",
                votes,
                from,
                vote,
                known
            )
        }
        (None, Some(truly)) => say!(
            " It keeps quiet about its votes from slot {from} on, the first of them {truly}: this is not Paxos.",
            from,
            truly = telling.vote(truly)
        ),
        (Some(vote), Some(truly)) => say!(
            " The first vote that it reports is {vote}, though what it has accepted there is {truly}: this is not Paxos.",
            vote = telling.vote(vote),
            truly = telling.vote(truly)
        ),
    }
}

/// What else a PROMISE tells: what is chosen in slots of which it may report a vote too.
fn tells_of(Reported { votes, known, both, .. }: Reported) -> String {
    let others = |many: u16| if many == 1 { tr!("1 other slot").to_string() } else { say!("{many} other slots", many) };
    match (known - both, both) {
        (0, 0) => String::new(),
        (0, 1) if votes == 1 => tr!(", and tells what is chosen there").to_string(),
        (0, 2) if votes == 2 => tr!(", and tells what is chosen in both slots").to_string(),
        (0, all) if all == votes => tr!(", and tells what is chosen in all of these slots").to_string(),
        (0, both) => say!(", and tells what is chosen in {both} of these slots", both),
        (1, 0) if votes == 0 => tr!(", and tells what is chosen in 1 slot there").to_string(),
        (many, 0) if votes == 0 => say!(", and tells what is chosen in {many} slots there", many),
        (many, 0) => say!(", and tells what is chosen in {many}", many = others(many)),
        (many, both) => {
            say!(", and tells what is chosen in {both} of these slots and in {many}", both, many = others(many))
        }
    }
}

fn proposing(note: LogNote, me: &str, telling: Telling) -> Option<String> {
    let id = |ballot| telling.id(ballot);
    let value = |value| telling.value(value);
    Some(match note {
        LogNote::Adopts { ballot, slot, vote, tied } => {
            let adopts = say!(
                "In slot {slot} the highest vote reported is {vote}: {me} carries {carried} on there, under {ballot}.",
                slot = slot.0,
                vote = telling.vote(vote),
                me,
                carried = value(vote.value),
                ballot = id(ballot)
            );
            wrong::and_tie(adopts, vote, tied, telling)
        }
        LogNote::Misreads { slot, vote, highest, .. } => say!(
            "In slot {slot} {me} carries on {vote}, although {highest} is reported too, which is higher: this is not Paxos.",
            slot = slot.0,
            me,
            vote = telling.vote(vote),
            highest = telling.vote(highest)
        ),
        LogNote::Disregards { slot, value: own, vote, .. } => say!(
            "In slot {slot} {me} sends {own} although {vote} is reported: this is not Paxos.",
            slot = slot.0,
            me,
            own = value(own),
            vote = telling.vote(vote)
        ),
        LogNote::FillsGap { ballot, slot } => besides::fills(me, ballot, &[slot], telling),
        LogNote::LeavesGap { slot } => {
            say!(
                "No vote is reported in slot {slot}, and {me} leaves it as a gap: this is not Paxos.",
                slot = slot.0,
                me
            )
        }
        LogNote::Assigns { ballot, slot, value: command } => {
            say!(
                "{me} gives {command} the next slot, {slot}, and sends it under {ballot}.",
                me,
                command = value(command),
                slot = slot.0,
                ballot = id(ballot)
            )
        }
        LogNote::Applied { slot, value: command, effect } => applied(me, slot, command, effect, telling),
        other => return waiting(other, me, telling),
    })
}

/// What keeps a leader from giving a command a slot.
fn waiting(note: LogNote, me: &str, telling: Telling) -> Option<String> {
    let id = |ballot| telling.id(ballot);
    let value = |value| telling.value(value);
    Some(match note {
        LogNote::AsksMembers { ballot, slot, members } => say!(
            "Too few of those who decide in slot {slot} have promised {ballot}: {me} sends its PREPARE to {members}.",
            slot = slot.0,
            ballot = id(ballot),
            me,
            members = telling.nodes(members)
        ),
        LogNote::WaitsForPromises { value: command, slot, ballot } => say!(
            "{me} keeps {command} until a quorum of those who decide in slot {slot} has promised {ballot}.",
            me,
            command = value(command),
            slot = slot.0,
            ballot = id(ballot)
        ),
        LogNote::WaitsForWindow { value: command, slot, applied: Slot(0) } => say!(
            "{me} keeps {command}: no slot is applied yet, and the window does not reach slot {slot}.",
            me,
            command = value(command),
            slot = slot.0
        ),
        LogNote::WaitsForWindow { value: command, slot, applied } => say!(
            "{me} keeps {command}: slot {last} is the last one applied, and the window does not reach slot {slot}.",
            me,
            command = value(command),
            last = applied.0,
            slot = slot.0
        ),
        _ => return None,
    })
}

/// What came of a command, as the end of a sentence; nothing where nothing is to be said.
pub(super) fn came_to(answer: Answer) -> String {
    match answer {
        Answer::Done => String::new(),
        Answer::Balance(balance) => say!("; the balance is {balance}", balance),
        Answer::TooLittle(balance) => say!("; it is refused, for the balance is only {balance}", balance),
    }
}

fn applied(me: &str, slot: Slot, command: Value, effect: Effect, telling: Telling) -> String {
    let (command, slot) = (telling.value(command), slot.0);
    match effect {
        Effect::Executed(Answer::Done) => say!("{me} applies slot {slot}: {command}.", me, slot, command),
        Effect::Executed(Answer::Balance(balance)) => {
            say!("{me} applies slot {slot}, {command}: the balance is {balance}.", me, slot, command, balance)
        }
        Effect::Executed(Answer::TooLittle(balance)) => {
            say!(
                "{me} applies slot {slot}, {command}: refused, for the balance is only {balance}.",
                me,
                slot,
                command,
                balance
            )
        }
        Effect::Repeated(_) => {
            say!(
                "{me} applies slot {slot}: {command} was executed before, and is not executed again.",
                me,
                slot,
                command
            )
        }
        Effect::Outdated => say!(
            "{me} applies slot {slot}: a later command of the client of {command} was executed before, so nothing is done.",
            me,
            slot,
            command
        ),
        Effect::Nothing => say!("{me} applies slot {slot}: a no-op, which does nothing.", me, slot),
    }
}
