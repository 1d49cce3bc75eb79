//! What is said of the service of a log: answers, latency, pauses and what made them.

use super::Telling;
use super::beside::seconds;
use crate::paxos::NodeSet;
use crate::sim::Time;
use crate::sim::service::{Mark, Pause, Service, What};

/// A time to the tenth of a second.
fn about(time: Time) -> String {
    seconds(time / 100 * 100)
}

fn count(count: usize, one: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {one}s"),
    }
}

/// The numbers, in sentences.
pub fn summary(service: &Service, telling: Telling) -> Vec<String> {
    let now = about(service.until);
    let mut told = match service.median() {
        None => vec![format!("No command has been answered by {now}.")],
        Some(median) => vec![
            format!("{} answered by {now}.", count(service.answers.len(), "command")),
            format!("Median latency, from the first REQUEST to the answer: {}.", about(median)),
        ],
    };
    told.extend(service.pause().map(|pause| self::pause(&pause, telling)));
    if !service.waiting.is_empty() {
        let clients: NodeSet = service.waiting.iter().map(|(command, _)| command.client).collect();
        let wait = if clients.len() == 1 { "waits" } else { "wait" };
        told.push(format!("{} {wait} for an answer.", telling.nodes(clients)));
    }
    told
}

/// The longest pause.
fn pause(pause: &Pause, telling: Telling) -> String {
    let until = if pause.goes_on { ", and goes on".to_string() } else { String::new() };
    let (length, from) = (about(pause.length()), about(pause.from));
    let asked = pause
        .asked
        .map(|(client, replica)| format!("{} waited for {}, and ", telling.node(client), telling.node(replica)));
    let cause = match pause.cause {
        None => {
            "no replica crashed and no link was cut in it; look at the messages, which may be lost or slow".to_string()
        }
        Some(mark) => format!("{} at {}", happened(&mark, telling), about(mark.at.time)),
    };
    format!(
        "The longest pause without an answer took {length} from {from} on{until}: {}{cause}.",
        asked.unwrap_or_default()
    )
}

/// What happened, as a clause.
pub fn happened(mark: &Mark, telling: Telling) -> String {
    match mark.what {
        What::Crash(node, true) => format!("{}, which led, crashed", telling.node(node)),
        What::Crash(node, false) => format!("{} crashed", telling.node(node)),
        What::Restart(node) => format!("{} started again", telling.node(node)),
        What::Cut(one, other) if one.iter().any(|node| other.contains(node)) => "links were cut".to_string(),
        What::Cut(one, other) => {
            format!("{} could not reach {}", telling.nodes(one), telling.nodes(other))
        }
        What::Heal => "the links were healed".to_string(),
        What::Leads(node, ballot) => format!("{} led from then on, under {}", telling.node(node), telling.id(ballot)),
    }
}

/// The sign of it in the plot.
pub fn sign(what: What) -> &'static str {
    match what {
        What::Crash(..) => "✕",
        What::Restart(_) => "↑",
        What::Cut(..) => "∦",
        What::Heal => "∥",
        What::Leads(..) => "♛",
    }
}

/// What the signs mean.
pub const SIGNS: &str = "✕ crashed · ↑ back · ∦ cut · ∥ healed";

/// What the three strips are.
pub const STRIPS: [&str; 3] = ["Leader", "Commands executed, a second", "Latency of each answer"];
