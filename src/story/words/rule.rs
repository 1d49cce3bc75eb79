//! Each answer to a question that Paxos asks, as a clause: Paxos's own, and the others.

use super::caution;
use crate::sim::Change;
use crate::story::language::tr;

/// What is done under this variant of a rule; nothing for a condition that is no rule.
pub fn variant(change: Change) -> &'static str {
    caution::instead(change).unwrap_or(match change {
        Change::Phases(_) => tr!("proposers ask first, and then send a value"),
        Change::Promise(_) => tr!("acceptors promise only an id above any that they have promised"),
        Change::Report(_) => tr!("a PROMISE reports the accepted value under its accepted id"),
        Change::Value(_) => tr!("proposers carry on the value with the highest accepted id"),
        Change::Accept(_) => tr!("acceptors accept unless they have promised a higher id"),
        Change::QuorumRule(_) => tr!("more than half of the acceptors are a quorum"),
        Change::Storage(_) => tr!("a crash takes nothing that an acceptor has promised or accepted"),
        Change::Ids(_) => tr!("no id is used twice"),
        Change::Count(_) => tr!("each acceptor counts once"),
        Change::Learn(_) => tr!("a value is learned once a quorum has accepted it under one id"),
        Change::Leader(_) => tr!("a new leader asks a quorum first, once for the whole log"),
        Change::Gaps(_) => tr!("a new leader fills gaps with no-ops, and nothing after a gap is applied before that"),
        Change::Commit(_) => tr!("a follower takes for chosen only what it has accepted under the leader's own id"),
        Change::Dedup(_) => tr!("a command that stands in the log twice is executed once"),
        Change::Members(_) => tr!("a new membership counts from as many slots later on as the window is wide"),
        Change::Network(_)
        | Change::Delay(_)
        | Change::Loss(_)
        | Change::Duplication(_)
        | Change::Retry(_)
        | Change::Seed(_)
        | Change::Nacks(_)
        | Change::Heartbeat(_)
        | Change::Election(_)
        | Change::Commands(_)
        | Change::Window(_)
        | Change::Quorum(_) => "",
    })
}
