//! A sentence for each note that belongs to a replicated log. The match is exhaustive.

use super::Telling;
use crate::paxos::rules::Heard;
use crate::paxos::{Answer, Ballot, Effect, LogNote, NodeId, Slot, Value};

/// Why `node` did what it did in its log, as a sentence with the numbers in it.
pub fn note(note: LogNote, node: NodeId, telling: Telling) -> String {
    leading(note, telling.node(node), telling)
        .or_else(|| proposing(note, telling.node(node), telling))
        .or_else(|| asked(note, telling.node(node), telling))
        .or_else(|| knowing(note, telling.node(node), telling))
        .unwrap_or_default()
}

fn slots_from(first: Slot) -> String {
    format!("slot {} and every later slot", first.0)
}

fn leading(note: LogNote, me: &str, telling: Telling) -> Option<String> {
    let id = |ballot| telling.id(ballot);
    Some(match note {
        LogNote::AsksForLog { ballot, first, abandoned } => {
            let instead = abandoned.map_or(String::new(), |old| format!(" It gives up {}.", id(old)));
            format!(
                "{me} tries to lead: it asks for {} under {}, with one PREPARE.{instead}",
                slots_from(first),
                id(ballot)
            )
        }
        LogNote::LeadsUnasked { ballot, .. } => {
            format!("{me} takes the lead under {} without asking first: this is not Paxos.", id(ballot))
        }
        LogNote::Leads { ballot, by, need, first, last } => leads(me, ballot, by, need, first, last, telling),
        LogNote::PromiseLate { ballot, news: 0 } => {
            format!(
                "{me} leads under {} already, and this PROMISE reports nothing that it has yet to propose.",
                id(ballot)
            )
        }
        LogNote::PromiseLate { ballot, news } => {
            let slots = if news == 1 { "1 slot".to_string() } else { format!("{news} slots") };
            format!(
                "{me} leads under {} already; for {slots} that it has yet to propose it heeds this PROMISE too.",
                id(ballot)
            )
        }
        LogNote::StepsDown { ballot, higher, unknown, led } => {
            let what = if led { "stops leading" } else { "gives up its attempt" };
            let left = match unknown {
                0 => String::new(),
                1 => " What became of 1 command is unknown: it may still be chosen.".to_string(),
                many => format!(" What became of {many} commands is unknown: they may still be chosen."),
            };
            format!("{me} {what} under {}: {} is higher, and promised.{left}", id(ballot), id(higher))
        }
        LogNote::HearsLeader { ballot, theirs } => {
            format!("{me} hears the leader of {}: below slot {} everything is chosen.", id(ballot), theirs.0)
        }
        LogNote::HeartbeatRefused { ballot, promised } => {
            format!("{me} does not follow {}: it has promised {}.", id(ballot), id(promised))
        }
        LogNote::Beats { ballot, first_unchosen, again } => {
            let more = match again {
                0 => String::new(),
                1 => " It sends 1 slot that has no quorum yet again.".to_string(),
                many => format!(" It sends {many} slots that have no quorum yet again."),
            };
            format!(
                "{me} lets it be known that it leads under {}, all below slot {} being chosen.{more}",
                id(ballot),
                first_unchosen.0
            )
        }
        _ => return None,
    })
}

fn leads(me: &str, ballot: Ballot, by: Heard, need: u8, first: Slot, last: Option<Slot>, telling: Telling) -> String {
    let found = match last {
        None => "Nothing was reported: all these slots are free.".to_string(),
        Some(last) => format!("Something was reported up to slot {}: it deals with that first.", last.0),
    };
    format!(
        "{me} has {} promises for {}, and {need} are enough: it leads, from slot {} on. {found}",
        by.by.len(),
        telling.id(ballot),
        first.0
    )
}

fn proposing(note: LogNote, me: &str, telling: Telling) -> Option<String> {
    let id = |ballot| telling.id(ballot);
    let value = |value| telling.value(value);
    Some(match note {
        LogNote::Adopts { ballot, slot, vote } => {
            format!(
                "In slot {} {} was reported: {me} carries {} on under {}.",
                slot.0,
                telling.vote(vote),
                value(vote.value),
                id(ballot)
            )
        }
        LogNote::Misreads { slot, vote, highest, .. } => format!(
            "In slot {} {me} carries on {}, although {} has the highest id: this is not Paxos.",
            slot.0,
            telling.vote(vote),
            telling.vote(highest)
        ),
        LogNote::Disregards { slot, value: own, vote, .. } => format!(
            "In slot {} {me} sends {} although {} was reported: this is not Paxos.",
            slot.0,
            value(own),
            telling.vote(vote)
        ),
        LogNote::FillsGap { ballot, slot } => {
            format!(
                "Of slot {} nothing was reported, and a later slot is in use: {me} fills it with a no-op under {}.",
                slot.0,
                id(ballot)
            )
        }
        LogNote::LeavesGap { slot } => format!("{me} leaves slot {} as a gap: this is not Paxos.", slot.0),
        LogNote::Assigns { ballot, slot, value: command } => {
            format!(
                "{me} gives {} the next free slot, {}, under {}. No PREPARE is needed.",
                value(command),
                slot.0,
                id(ballot)
            )
        }
        LogNote::AsksMembers { ballot, slot, members } => {
            format!(
                "In slot {} others decide: {me} sends PREPARE {} to {} first.",
                slot.0,
                id(ballot),
                telling.nodes(members)
            )
        }
        LogNote::WaitsForPromises { value: command, slot, ballot } => format!(
            "{me} keeps {}: for slot {} it needs a quorum of promises for {} first.",
            value(command),
            slot.0,
            id(ballot)
        ),
        LogNote::WaitsForWindow { value: command, slot, applied } => {
            format!(
                "{me} keeps {}: slot {} must wait, for only slots up to {} are applied.",
                value(command),
                slot.0,
                applied.0
            )
        }
        LogNote::Applied { slot, value: command, effect } => applied(me, slot, command, effect, telling),
        _ => return None,
    })
}

/// An answer, as the end of a sentence.
pub fn answer(answer: Answer) -> String {
    match answer {
        Answer::Done => "done".to_string(),
        Answer::Balance(balance) => format!("the balance is {balance}"),
        Answer::TooLittle(balance) => format!("refused, for the balance is only {balance}"),
    }
}

fn applied(me: &str, slot: Slot, command: Value, effect: Effect, telling: Telling) -> String {
    let command = telling.value(command);
    let slot = slot.0;
    match effect {
        Effect::Executed(Answer::Done) => format!("{me} applies slot {slot}: it executes {command}."),
        Effect::Executed(given) => format!("{me} applies slot {slot}, {command}: {}.", answer(given)),
        Effect::Repeated(_) => {
            format!("{me} applies slot {slot}: {command} was executed before, and is not executed again.")
        }
        Effect::Outdated => {
            format!(
                "{me} applies slot {slot}: its client has had a later command than {command} executed, so nothing is done."
            )
        }
        Effect::Nothing => format!("{me} applies slot {slot}: a no-op, which does nothing."),
    }
}

fn asked(note: LogNote, me: &str, telling: Telling) -> Option<String> {
    let value = |value| telling.value(value);
    let name = |node| telling.node(node);
    Some(match note {
        LogNote::RequestUnderWay { value: command, slot: Some(slot) } => {
            format!("{me} has {} in slot {} already: the same command is not proposed twice.", value(command), slot.0)
        }
        LogNote::RequestUnderWay { value: command, slot: None } => {
            format!("{me} keeps {} already: the same command is not proposed twice.", value(command))
        }
        LogNote::AnswersAgain { slot, value: command, answer: given } => {
            format!(
                "{me} has executed {} in slot {} already and only answers once more: {}.",
                value(command),
                slot.0,
                answer(given)
            )
        }
        LogNote::RequestOutdated { value: command, last } => {
            format!(
                "{me} does nothing about {}: command {last} of this client, a later one, is executed.",
                value(command)
            )
        }
        LogNote::Redirects { value: command, leader } => {
            format!("{me} does not lead and names {} to the client: {} goes there.", name(leader), value(command))
        }
        LogNote::NobodyLeads { value: command } => {
            format!("{me} drops the request for {}: it does not lead and knows nobody who does.", value(command))
        }
        LogNote::Asks { value: command, to } => format!("{me} asks {} for {}.", name(to), value(command)),
        LogNote::AsksAgain { value: command, to } => {
            format!("{me} has no answer and asks {} for the same command, {}, once more.", name(to), value(command))
        }
        LogNote::FollowsRedirect { value: command, to } => {
            format!("{me} is told that {} leads, and asks it for {}.", name(to), value(command))
        }
        LogNote::RedirectLate { value: command } => {
            format!("{me} does not wait for {} any more.", value(command))
        }
        LogNote::Answered { slot, value: command, answer: given } => {
            format!("{me} has its answer: {} was executed in slot {}: {}.", value(command), slot.0, answer(given))
        }
        LogNote::AnsweredBefore { value: command } => format!("{me} has the answer to {} already.", value(command)),
        _ => return None,
    })
}

fn knowing(note: LogNote, me: &str, telling: Telling) -> Option<String> {
    let value = |value| telling.value(value);
    let name = |node| telling.node(node);
    Some(match note {
        LogNote::MarksOwnVote { slot, vote, leader } if vote.ballot == leader => format!(
            "{me} learns slot {}: the leader of {} says that it is chosen, and {me} has accepted {} in it under that very id.",
            slot.0,
            telling.id(leader),
            value(vote.value)
        ),
        LogNote::MarksOwnVote { slot, vote, leader } => format!(
            "{me} takes {} in slot {} for chosen, although it accepted it under {} and not under {}: this is not Paxos.",
            value(vote.value),
            slot.0,
            telling.id(vote.ballot),
            telling.id(leader)
        ),
        LogNote::Told { slot, value: told, from } => {
            format!(
                "{me} is told by {} that {} is chosen in slot {}. It has learned that, and has not voted.",
                name(from),
                value(told),
                slot.0
            )
        }
        LogNote::ToldInPromise { slot, value: told, from } => {
            format!("The PROMISE of {} tells {me} that {} is chosen in slot {}.", name(from), value(told), slot.0)
        }
        LogNote::KnownBefore { slot, .. } => format!("{me} knows what is chosen in slot {} already.", slot.0),
        LogNote::KnownOtherwise { slot, first, value: told } => format!(
            "{me} has learned {} for slot {}, and is now told {}: agreement is broken.",
            value(first),
            slot.0,
            value(told)
        ),
        LogNote::AsksToCatchUp { slot, theirs } => {
            format!("{me} knows slots below {} and the leader those below {}: it asks to be told.", slot.0, theirs.0)
        }
        LogNote::Tells { slot, value: told, to } => {
            format!("{me} tells {} that {} is chosen in slot {}.", name(to), value(told), slot.0)
        }
        LogNote::CannotTell { slot } => format!("{me} cannot tell what is chosen in slot {}.", slot.0),
        _ => return None,
    })
}
