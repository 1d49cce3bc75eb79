//! What a client is told, and what it asks.

use super::super::Telling;
use super::came_to;
use crate::paxos::{LogNote, Value};
use crate::story::language::say;

/// What a node says of a request; none where a note is about something else.
pub fn asked(note: LogNote, me: &str, telling: Telling) -> Option<String> {
    let value = |value| telling.value(value);
    let name = |node| telling.node(node);
    Some(match note {
        LogNote::RequestUnderWay { value: command, slot: Some(slot) } => {
            say!(
                "{me} has {command} in slot {slot} already, and does not propose it twice.",
                me,
                command = value(command),
                slot = slot.0
            )
        }
        LogNote::RequestUnderWay { value: command, slot: None } => {
            say!("{me} keeps {command} already, and does not keep it twice.", me, command = value(command))
        }
        LogNote::AnswersAgain { slot, value: command, answer } => say!(
            "{me} has executed {command} already, in slot {slot}, and only answers once more{came_to}.",
            me,
            command = value(command),
            slot = slot.0,
            came_to = came_to(answer)
        ),
        LogNote::RequestOutdated { value: command, last } => say!(
            "{me} does nothing about {command}: command {last} of this client, a later one, is executed.",
            me,
            command = value(command),
            last
        ),
        LogNote::Redirects { leader, .. } => say!("{me} does not lead, and names {leader}.", me, leader = name(leader)),
        LogNote::NobodyLeads { value: command } => {
            say!(
                "{me} drops the request for {command}: it does not lead, and knows nobody who does.",
                me,
                command = value(command)
            )
        }
        other => return asks(other, me, telling),
    })
}

/// That a command is one that was given before: its number tells.
fn number(command: Value) -> String {
    command.command.map_or(String::new(), |command| say!(", as its command {number} again", number = command.number))
}

/// What a client says of its own requests.
fn asks(note: LogNote, me: &str, telling: Telling) -> Option<String> {
    let value = |value| telling.value(value);
    let name = |node| telling.node(node);
    Some(match note {
        LogNote::Asks { value: command, to } => {
            say!("{me} asks {to} for {command}.", me, to = name(to), command = value(command))
        }
        LogNote::AsksAgain { value: command, to } => {
            say!(
                "{me} has no answer, and asks {to} for {command} once more{number}.",
                me,
                to = name(to),
                command = value(command),
                number = number(command)
            )
        }
        LogNote::FollowsRedirect { value: command, to } => {
            say!(
                "{me} is told that {to} leads, and asks it for {command}.",
                me,
                to = name(to),
                command = value(command)
            )
        }
        LogNote::RedirectLate { value: command } | LogNote::AnsweredBefore { value: command } => {
            say!("{me} does not wait for {command} any more.", me, command = value(command))
        }
        LogNote::Answered { slot, value: command, answer } => {
            say!(
                "{me} has its answer: {command} is executed, in slot {slot}{came_to}.",
                me,
                command = value(command),
                slot = slot.0,
                came_to = came_to(answer)
            )
        }
        _ => return None,
    })
}
