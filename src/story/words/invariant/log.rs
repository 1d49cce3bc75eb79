//! How a run has broken what is promised of a replicated log.

use super::Telling;
use crate::check::How;
use crate::story::language::say;

/// How, as the end of a sentence; nothing where it is not about a log.
pub(super) fn how(how: How, telling: Telling) -> String {
    let value = |it| telling.value(it);
    match how {
        How::AppliedPast(node, next) => {
            say!("{node} applied it, although it had not applied slot {next}", node = telling.node(node), next = next.0)
        }
        How::AppliedOther([(first, one), (node, other)]) if one == other => say!(
            "{node} applied {other}, with another effect than on {first}",
            node = telling.node(node),
            other = value(other),
            first = telling.node(first)
        ),
        How::AppliedOther([(first, one), (node, other)]) => say!(
            "{node} applied {other}, although {first} has applied {one}",
            node = telling.node(node),
            other = value(other),
            first = telling.node(first),
            one = value(one)
        ),
        How::ExecutedTwice(node, command, first) => {
            say!(
                "{node} executed {command}, although it had executed that very command in slot {first}",
                node = telling.node(node),
                command = value(command),
                first = first.0
            )
        }
        How::AnswerLost(replica, command, client) => say!(
            "{replica} has applied it without executing {command}, although {client} has had its answer",
            replica = telling.node(replica),
            command = value(command),
            client = telling.node(client)
        ),
        How::LedTwice(ballot, first, node) if first == node => {
            say!(
                "{node} began to lead under {ballot} a second time",
                node = telling.node(node),
                ballot = telling.id(ballot)
            )
        }
        How::LedTwice(ballot, first, node) => {
            say!(
                "{node} leads under {ballot}, although {first} has led under it",
                node = telling.node(node),
                ballot = telling.id(ballot),
                first = telling.node(first)
            )
        }
        _ => String::new(),
    }
}
