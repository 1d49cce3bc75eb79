//! What a condition means that is set in the midst of a run, as a clause.

use super::rule;
use crate::paxos::{Nacks, QuorumSize};
use crate::sim::{Change, Delay, Delivery, Retry};
use crate::story::language::{say, tr};
use crate::story::print;

/// What is so from then on.
pub fn condition(change: Change) -> String {
    match change {
        Change::Network(Delivery::Timed) => tr!("messages arrive by themselves, each after its delay").to_string(),
        Change::Network(Delivery::Manual) => tr!("a message arrives when it is delivered by hand").to_string(),
        Change::Delay(delay) => say!("a message takes {time} ms", time = between(delay)),
        Change::Loss(0) => tr!("no message is lost by chance").to_string(),
        Change::Loss(100) => tr!("every message is lost").to_string(),
        Change::Loss(percent) => say!("of 100 messages {percent} are lost on average", percent),
        Change::Duplication(0) => tr!("no message arrives twice by chance").to_string(),
        Change::Duplication(100) => tr!("every message arrives twice").to_string(),
        Change::Duplication(percent) => say!("of 100 messages {percent} arrive twice on average", percent),
        Change::Retry(Retry::Off) => tr!("a proposer tries again only when its timer is made to fire").to_string(),
        Change::Retry(Retry::After(delay)) => {
            say!("a proposer that comes to nothing tries again after {time} ms", time = between(delay))
        }
        Change::Retry(Retry::Backoff(base)) => {
            say!("a proposer that comes to nothing tries again after about {base} ms, then twice that, and so on", base)
        }
        Change::Seed(seed) => say!("chance draws by the seed {seed}", seed),
        Change::Nacks(Nacks::On) => tr!("whoever refuses says so in a NACK").to_string(),
        Change::Nacks(Nacks::Off) => tr!("whoever refuses says nothing").to_string(),
        Change::Quorum(QuorumSize::Majority) => tr!("a majority of the acceptors is a quorum").to_string(),
        Change::Quorum(QuorumSize::Sizes { prepare: 1, accept: 1 }) => tr!("one acceptor is a quorum").to_string(),
        Change::Quorum(QuorumSize::Sizes { prepare, accept }) if prepare == accept => {
            say!("a quorum takes {acceptors} acceptors", acceptors = prepare)
        }
        Change::Quorum(QuorumSize::Sizes { prepare, accept }) => {
            say!("a quorum takes {prepare} acceptors to promise, and {accept} to accept", prepare, accept)
        }
        _ => of_log(change),
    }
}

/// The same of what only a log has; of rules what is done under them.
fn of_log(change: Change) -> String {
    match change {
        Change::Heartbeat(None) => tr!("a leader sends no heartbeats").to_string(),
        Change::Heartbeat(Some(every)) => say!("a leader sends heartbeats every {every} ms", every),
        Change::Election(None) => tr!("no replica tries to lead by itself").to_string(),
        Change::Election(Some(delay)) => {
            say!("a replica that hears no leader for {time} ms tries to lead", time = between(delay))
        }
        Change::Commands(None) => tr!("clients send commands only when they are told to").to_string(),
        Change::Commands(Some(commands)) => {
            say!(
                "clients send commands by themselves, each {time} ms after its last answer",
                time = between(commands.rest)
            )
        }
        Change::Window(slots) => say!("the most slots that may be open at once are {slots}", slots),
        rule => Some(rule::variant(rule))
            .filter(|said| !said.is_empty())
            .map_or_else(|| print::change(rule), str::to_string),
    }
}

/// "500", or "500 to 1500".
fn between(Delay { least, most }: Delay) -> String {
    match least == most {
        true => least.to_string(),
        false => say!("{least} to {most}", least, most),
    }
}
