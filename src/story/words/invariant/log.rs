//! How a run has broken what is promised of a replicated log.

use super::Telling;
use crate::check::How;

/// How, as the end of a sentence; nothing where it is not about a log.
pub(super) fn how(how: How, telling: Telling) -> String {
    let value = |it| telling.value(it);
    match how {
        How::AppliedPast(node, next) => {
            format!("{} applied it, although it had not applied slot {}", telling.node(node), next.0)
        }
        How::AppliedOther([(first, one), (node, other)]) if one == other => format!(
            "{} applied {}, with another effect than on {}",
            telling.node(node),
            value(other),
            telling.node(first)
        ),
        How::AppliedOther([(first, one), (node, other)]) => format!(
            "{} applied {}, although {} has applied {}",
            telling.node(node),
            value(other),
            telling.node(first),
            value(one)
        ),
        How::ExecutedTwice(node, command, first) => {
            format!(
                "{} executed {}, although it had executed that very command in slot {}",
                telling.node(node),
                value(command),
                first.0
            )
        }
        How::AnswerLost(replica, command, client) => format!(
            "{} has applied it without executing {}, although {} has had its answer",
            telling.node(replica),
            value(command),
            telling.node(client)
        ),
        How::LedTwice(ballot, first, node) if first == node => {
            format!("{} began to lead under {} a second time", telling.node(node), telling.id(ballot))
        }
        How::LedTwice(ballot, first, node) => {
            format!(
                "{} leads under {}, although {} has led under it",
                telling.node(node),
                telling.id(ballot),
                telling.node(first)
            )
        }
        _ => String::new(),
    }
}
