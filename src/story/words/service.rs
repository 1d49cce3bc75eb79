//! What is said of the service of a log: answers, latency, pauses and what made them.

use super::Telling;
use super::beside::seconds;
use crate::paxos::NodeSet;
use crate::sim::Time;
use crate::sim::service::{Mark, Pause, Service, What};
use crate::story::language::{Words, say, tr, words};

/// A time to the tenth of a second.
fn about(time: Time) -> String {
    seconds(time / 100 * 100)
}

fn answered(count: usize, now: &str) -> String {
    match count {
        1 => say!("1 command answered by {now}.", now),
        _ => say!("{count} commands answered by {now}.", count, now),
    }
}

/// The numbers, in sentences.
pub fn summary(service: &Service, telling: Telling) -> Vec<String> {
    let now = about(service.until);
    let mut told = match service.median() {
        None => vec![say!("No command has been answered by {now}.", now)],
        Some(median) => vec![
            answered(service.answers.len(), &now),
            say!("Median latency, from the first REQUEST to the answer: {median}.", median = about(median)),
        ],
    };
    told.extend(service.pause().map(|pause| self::pause(&pause, telling)));
    if !service.waiting.is_empty() {
        let clients: NodeSet = service.waiting.iter().map(|(command, _)| command.client).collect();
        told.push(match clients.len() {
            1 => say!("{client} waits for an answer.", client = telling.nodes(clients)),
            _ => say!("{clients} wait for an answer.", clients = telling.nodes(clients)),
        });
    }
    told
}

/// The longest pause.
fn pause(pause: &Pause, telling: Telling) -> String {
    let (length, from) = (about(pause.length()), about(pause.from));
    let cause = match pause.cause {
        None => tr!("no replica crashed and no link was cut in it; look at the messages, which may be lost or slow")
            .to_string(),
        Some(mark) => say!("{happened} at {time}", happened = happened(&mark, telling), time = about(mark.at.time)),
    };
    let cause = match pause.asked {
        None => cause,
        Some((client, replica)) => say!(
            "{client} waited for {replica}, and {cause}",
            client = telling.node(client),
            replica = telling.node(replica),
            cause
        ),
    };
    match pause.goes_on {
        true => say!(
            "The longest pause without an answer took {length} from {from} on, and goes on: {cause}.",
            length,
            from,
            cause
        ),
        false => {
            say!("The longest pause without an answer took {length} from {from} on: {cause}.", length, from, cause)
        }
    }
}

/// What happened, as a clause.
pub fn happened(mark: &Mark, telling: Telling) -> String {
    match mark.what {
        What::Crash(node, true) => say!("{node}, which led, crashed", node = telling.node(node)),
        What::Crash(node, false) => say!("{node} crashed", node = telling.node(node)),
        What::Restart(node) => say!("{node} started again", node = telling.node(node)),
        What::Cut(one, other) if one.iter().any(|node| other.contains(node)) => tr!("links were cut").to_string(),
        What::Cut(one, other) if one.len() == 1 => {
            say!(in "one node": "{one} could not reach {other}", one = telling.nodes(one), other = telling.nodes(other))
        }
        What::Cut(one, other) => {
            say!(in "several nodes": "{one} could not reach {other}", one = telling.nodes(one), other = telling.nodes(other))
        }
        What::Heal => tr!("the links were healed").to_string(),
        What::Leads(node, ballot) => {
            say!("{node} led from then on, under {ballot}", node = telling.node(node), ballot = telling.id(ballot))
        }
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
pub const SIGNS: Words = words!("✕ crashed · ↑ back · ∦ cut · ∥ healed");

/// What the three strips are.
pub const STRIPS: [Words; 3] =
    [words!("Leader"), words!("Commands executed, a second"), words!("Latency of each answer")];
