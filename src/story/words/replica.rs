//! A sentence for each note that belongs to a replicated log. The match is exhaustive.

mod besides;

pub use besides::besides;

use super::Telling;
use super::note::{enough, reports_that as one_report};
use crate::paxos::note::Reported;
use crate::paxos::rules::Heard;
use crate::paxos::{Answer, Ballot, Effect, LogNote, NodeId, Slot, Value, Vote};

/// Why `node` did what it did in its log, as a sentence with the numbers in it.
pub fn note(note: LogNote, node: NodeId, telling: Telling) -> String {
    leading(note, telling.node(node), telling)
        .or_else(|| proposing(note, telling.node(node), telling))
        .or_else(|| asked(note, telling.node(node), telling))
        .or_else(|| knowing(note, telling.node(node), telling))
        .unwrap_or_default()
}

/// ` in slot 2`, behind a vote; nothing in single-decree Paxos.
pub(super) fn in_slot(slot: Slot) -> String {
    if slot == Slot::ONLY { String::new() } else { format!(" in slot {}", slot.0) }
}

/// ` for slot 2`, behind what is learned; nothing in single-decree Paxos.
pub(super) fn for_slot(slot: Slot) -> String {
    if slot == Slot::ONLY { String::new() } else { format!(" for slot {}", slot.0) }
}

/// `slot 4`, `slots 4, 5 and 9`, `slots 4 to 9`.
pub(super) fn slots(slots: &[Slot]) -> String {
    let is_row = slots.windows(2).all(|pair| pair[0].next() == pair[1]);
    match slots {
        [one] => format!("slot {}", one.0),
        [first, .., last] if is_row && 2 < slots.len() => format!("slots {} to {}", first.0, last.0),
        _ => format!("slots {}", super::both(&slots.iter().map(|slot| slot.0.to_string()).collect::<Vec<_>>())),
    }
}

/// `1 vote`, `2 votes`.
pub(super) fn votes(many: usize) -> String {
    if many == 1 { "1 vote".to_string() } else { format!("{many} votes") }
}

/// What a replica knows that knows every slot below this one.
pub(super) fn known_below(first_unchosen: Slot) -> String {
    match first_unchosen.0 {
        0 | 1 => "of no slot yet what is chosen in it".to_string(),
        2 => "what is chosen in slot 1".to_string(),
        next => format!("what is chosen in slots 1 to {}", next - 1),
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
        (None, None) => format!(" It reports no vote from slot {from} on{known}."),
        (Some(vote), None) if log.votes == 1 => {
            format!(" It reports 1 vote from slot {from} on, {}{known}.", telling.vote(vote))
        }
        (Some(vote), None) => {
            let (votes, vote) = (log.votes, telling.vote(vote));
            format!(" It reports {votes} votes from slot {from} on, the first of them {vote}{known}.")
        }
        (None, Some(truly)) => format!(
            " It keeps quiet about its votes from slot {from} on, the first of them {}: this is not Paxos.",
            telling.vote(truly)
        ),
        (Some(vote), Some(truly)) => format!(
            " The first vote that it reports is {}, though what it has accepted there is {}: this is not Paxos.",
            telling.vote(vote),
            telling.vote(truly)
        ),
    }
}

/// What else a PROMISE tells: what is chosen in slots of which it may report a vote too.
fn tells_of(Reported { votes, known, both, .. }: Reported) -> String {
    let others = |many: u16| if many == 1 { "1 other slot".to_string() } else { format!("{many} other slots") };
    match (known - both, both) {
        (0, 0) => String::new(),
        (0, 1) if votes == 1 => ", and tells what is chosen there".to_string(),
        (0, 2) if votes == 2 => ", and tells what is chosen in both slots".to_string(),
        (0, all) if all == votes => ", and tells what is chosen in all of these slots".to_string(),
        (0, both) => format!(", and tells what is chosen in {both} of these slots"),
        (1, 0) if votes == 0 => ", and tells what is chosen in 1 slot there".to_string(),
        (many, 0) if votes == 0 => format!(", and tells what is chosen in {many} slots there"),
        (many, 0) => format!(", and tells what is chosen in {}", others(many)),
        (many, both) => format!(", and tells what is chosen in {both} of these slots and in {}", others(many)),
    }
}

fn leading(note: LogNote, me: &str, telling: Telling) -> Option<String> {
    let id = |ballot| telling.id(ballot);
    Some(match note {
        LogNote::AsksForLog { ballot, first, abandoned } => {
            let instead = abandoned.map_or(String::new(), |old| format!(" It leaves {} behind.", id(old)));
            format!(
                "{me} tries to lead. One PREPARE asks for promises of {}, for slot {} and every later slot.{instead}",
                id(ballot),
                first.0
            )
        }
        LogNote::LeadsUnasked { ballot, first } => format!(
            "{me} leads under {} from slot {} on, and has asked nobody: this is not Paxos.",
            id(ballot),
            first.0
        ),
        LogNote::Leads { ballot, by, need, first, last } => leads(me, ballot, by, need, first, last, telling),
        LogNote::PromiseLate { ballot, news: 0 } => format!(
            "{me} leads under {} already, and this PROMISE reports no vote in a slot that it has yet to deal with.",
            id(ballot)
        ),
        LogNote::PromiseLate { ballot, news } => format!(
            "{me} leads under {} already. This PROMISE reports {} in slots that it has yet to deal with: there it counts.",
            id(ballot),
            votes(usize::from(news))
        ),
        LogNote::StepsDown { ballot, higher, unknown, led } => {
            let what = if led { "stops leading" } else { "gives up its attempt" };
            let left = match unknown {
                0 => String::new(),
                1 => " One value was under way: what becomes of it is unknown.".to_string(),
                many => format!(" {many} values were under way: what becomes of them is unknown."),
            };
            format!("{me} {what} under {}: it has met {}, which is higher.{left}", id(ballot), id(higher))
        }
        LogNote::PromiseMissed { ballot, from } => {
            format!(
                "{me} hears that {} has promised {} already, and so sends no PROMISE under it. The others are not enough: {me} takes a new id.",
                telling.node(from),
                id(ballot)
            )
        }
        LogNote::HearsLeader { ballot, theirs } => {
            format!("{me} hears the leader of {}, which knows {}.", id(ballot), known_below(theirs))
        }
        LogNote::HeartbeatRefused { ballot, promised } => {
            format!("{me} does not follow {}: it has promised {}.", id(ballot), id(promised))
        }
        LogNote::Beats { ballot, first_unchosen, again } => {
            let more = match again {
                0 => String::new(),
                1 => " It asks once more about 1 slot, those that have not answered.".to_string(),
                many => format!(" It asks once more about {many} slots, those that have not answered."),
            };
            format!(
                "{me} lets itself be heard: it leads under {}, and knows {}.{more}",
                id(ballot),
                known_below(first_unchosen)
            )
        }
        _ => return None,
    })
}

fn leads(me: &str, ballot: Ballot, by: Heard, need: u8, first: Slot, last: Option<Slot>, telling: Telling) -> String {
    let found = match last {
        None => format!("No vote is reported from slot {} on.", first.0),
        Some(last) => format!("Votes are reported up to slot {}: what is open up to there comes first.", last.0),
    };
    format!("{} It leads under {}. {found}", enough(me, by, need, ballot, telling), telling.id(ballot))
}

fn proposing(note: LogNote, me: &str, telling: Telling) -> Option<String> {
    let id = |ballot| telling.id(ballot);
    let value = |value| telling.value(value);
    Some(match note {
        LogNote::Adopts { ballot, slot, vote } => format!(
            "In slot {} the highest vote reported is {}: {me} carries {} on there, under {}.",
            slot.0,
            telling.vote(vote),
            value(vote.value),
            id(ballot)
        ),
        LogNote::Misreads { slot, vote, highest, .. } => format!(
            "In slot {} {me} carries on {}, although {} is reported too, which is higher: this is not Paxos.",
            slot.0,
            telling.vote(vote),
            telling.vote(highest)
        ),
        LogNote::Disregards { slot, value: own, vote, .. } => format!(
            "In slot {} {me} sends {} although {} is reported: this is not Paxos.",
            slot.0,
            value(own),
            telling.vote(vote)
        ),
        LogNote::FillsGap { ballot, slot } => besides::fills(me, ballot, &[slot], telling),
        LogNote::LeavesGap { slot } => {
            format!("No vote is reported in slot {}, and {me} leaves it as a gap: this is not Paxos.", slot.0)
        }
        LogNote::Assigns { ballot, slot, value: command } => {
            format!("{me} gives {} the next slot, {}, and sends it under {}.", value(command), slot.0, id(ballot))
        }
        LogNote::AsksMembers { ballot, slot, members } => format!(
            "Too few of those who decide in slot {} have promised {}: {me} sends its PREPARE to {}.",
            slot.0,
            id(ballot),
            telling.nodes(members)
        ),
        LogNote::WaitsForPromises { value: command, slot, ballot } => format!(
            "{me} keeps {} until a quorum of those who decide in slot {} has promised {}.",
            value(command),
            slot.0,
            id(ballot)
        ),
        LogNote::WaitsForWindow { value: command, slot, applied } => {
            let applied = match applied.0 {
                0 => "no slot is applied yet".to_string(),
                last => format!("slot {last} is the last one applied"),
            };
            format!("{me} keeps {}: {applied}, and the window does not reach slot {}.", value(command), slot.0)
        }
        LogNote::Applied { slot, value: command, effect } => applied(me, slot, command, effect, telling),
        _ => return None,
    })
}

/// What came of a command, as the end of a sentence; nothing where nothing is to be said.
pub(super) fn came_to(answer: Answer) -> String {
    match answer {
        Answer::Done => String::new(),
        Answer::Balance(balance) => format!("; the balance is {balance}"),
        Answer::TooLittle(balance) => format!("; it is refused, for the balance is only {balance}"),
    }
}

fn applied(me: &str, slot: Slot, command: Value, effect: Effect, telling: Telling) -> String {
    let (command, slot) = (telling.value(command), slot.0);
    match effect {
        Effect::Executed(Answer::Done) => format!("{me} applies slot {slot}: {command}."),
        Effect::Executed(Answer::Balance(balance)) => {
            format!("{me} applies slot {slot}, {command}: the balance is {balance}.")
        }
        Effect::Executed(Answer::TooLittle(balance)) => {
            format!("{me} applies slot {slot}, {command}: refused, for the balance is only {balance}.")
        }
        Effect::Repeated(_) => {
            format!("{me} applies slot {slot}: {command} was executed before, and is not executed again.")
        }
        Effect::Outdated => format!(
            "{me} applies slot {slot}: a later command of the client of {command} was executed before, so nothing is done."
        ),
        Effect::Nothing => format!("{me} applies slot {slot}: a no-op, which does nothing."),
    }
}

/// That a command is one that was given before: its number tells.
fn number(command: Value) -> String {
    command.command.map_or(String::new(), |command| format!(", under the same number, {}", command.number))
}

fn asked(note: LogNote, me: &str, telling: Telling) -> Option<String> {
    let value = |value| telling.value(value);
    let name = |node| telling.node(node);
    Some(match note {
        LogNote::RequestUnderWay { value: command, slot: Some(slot) } => {
            format!("{me} has {} in slot {} already, and does not propose it twice.", value(command), slot.0)
        }
        LogNote::RequestUnderWay { value: command, slot: None } => {
            format!("{me} keeps {} already, and does not keep it twice.", value(command))
        }
        LogNote::AnswersAgain { slot, value: command, answer } => format!(
            "{me} has executed {} already, in slot {}, and only answers once more{}.",
            value(command),
            slot.0,
            came_to(answer)
        ),
        LogNote::RequestOutdated { value: command, last } => format!(
            "{me} does nothing about {}: command {last} of this client, a later one, is executed.",
            value(command)
        ),
        LogNote::Redirects { leader, .. } => format!("{me} does not lead, and names {}.", name(leader)),
        LogNote::NobodyLeads { value: command } => {
            format!("{me} drops the request for {}: it does not lead, and knows nobody who does.", value(command))
        }
        LogNote::Asks { value: command, to } => format!("{me} asks {} for {}.", name(to), value(command)),
        LogNote::AsksAgain { value: command, to } => {
            format!("{me} has no answer, and asks {} for {} once more{}.", name(to), value(command), number(command))
        }
        LogNote::FollowsRedirect { value: command, to } => {
            format!("{me} is told that {} leads, and asks it for {}.", name(to), value(command))
        }
        LogNote::RedirectLate { value: command } | LogNote::AnsweredBefore { value: command } => {
            format!("{me} does not wait for {} any more.", value(command))
        }
        LogNote::Answered { slot, value: command, answer } => {
            format!("{me} has its answer: {} is executed, in slot {}{}.", value(command), slot.0, came_to(answer))
        }
        _ => return None,
    })
}

fn knowing(note: LogNote, me: &str, telling: Telling) -> Option<String> {
    let value = |value| telling.value(value);
    let name = |node| telling.node(node);
    Some(match note {
        LogNote::MarksOwnVote { slot, vote, leader } if vote.ballot == leader => {
            besides::marks(me, leader, &[(slot, vote.value)], telling)
        }
        LogNote::MarksOwnVote { slot, vote, leader } => format!(
            "{me} takes {} in slot {} for chosen, although it has accepted it under {} and not under {}: this is not Paxos.",
            value(vote.value),
            slot.0,
            telling.id(vote.ballot),
            telling.id(leader)
        ),
        LogNote::Told { slot, value: told, from } => format!(
            "{} tells {me} that {} is chosen in slot {}. That is knowledge, and no vote.",
            name(from),
            value(told),
            slot.0
        ),
        LogNote::ToldInPromise { slot, value: told, from } => {
            format!("The PROMISE of {} tells {me} that {} is chosen in slot {}.", name(from), value(told), slot.0)
        }
        LogNote::KnownBefore { slot, value: known } => {
            format!("{me} has learned {} for slot {} already.", value(known), slot.0)
        }
        LogNote::KnownOtherwise { slot, first, value: told } => format!(
            "{me} has learned {} for slot {}, and now hears that it is {}: agreement is broken.",
            value(first),
            slot.0,
            value(told)
        ),
        LogNote::AsksToCatchUp { slot, theirs } => format!(
            "{me} does not know what is chosen in slot {}, and its leader knows {}: it asks to be told.",
            slot.0,
            known_below(theirs)
        ),
        LogNote::Tells { slot, value: told, to } => {
            format!("{me} tells {} that {} is chosen in slot {}.", name(to), value(told), slot.0)
        }
        LogNote::CannotTell { slot } => {
            format!("{me} cannot tell what is chosen in slot {}: it does not lead, or does not know.", slot.0)
        }
        _ => return None,
    })
}
