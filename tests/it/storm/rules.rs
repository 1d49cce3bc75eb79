//! What each wrong rule can break, and why it can break no more than that.

use paxos_explainer::paxos::Rules;
use paxos_explainer::paxos::rules::{
    Accept, Counting, IdsRule, Learn, Phases, Promise, Quorum, Report, Storage, ValueRule,
};
use paxos_explainer::sim::Change;

/// What a wrong rule can break at worst. `least` is the length of the shortest run that does it with three
/// acceptors: no search has found a shorter one, and for most rules one can count why there is none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Breaks {
    /// Two values are chosen.
    Agreement { least: usize },
    /// A node learns what is not chosen; acceptors and proposers go on as in Paxos, so that agreement holds.
    Learning { least: usize },
    /// Nothing that is looked at.
    Nothing,
}

/// What there is to say of a wrong rule.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    pub breaks: Breaks,
    /// How many proposers it takes to show it.
    pub proposers: u8,
    /// What happens, in one sentence.
    pub about: &'static str,
}

/// The entry of a wrong rule. None for Paxos, and for what is no rule.
pub fn entry(change: Change) -> Option<Entry> {
    match change {
        Change::Phases(rule) => phases(rule),
        Change::Promise(rule) => promise(rule),
        Change::Report(rule) => report(rule),
        Change::Value(rule) => value(rule),
        Change::Accept(rule) => accept(rule),
        Change::QuorumRule(rule) => quorum(rule),
        Change::Storage(rule) => storage(rule),
        Change::Ids(rule) => ids(rule),
        Change::Count(rule) => count(rule),
        Change::Learn(rule) => learn(rule),
        // Of a log: these have a storm of their own.
        Change::Leader(_) | Change::Gaps(_) | Change::Commit(_) | Change::Dedup(_) | Change::Members(_) => None,
        Change::Heartbeat(_)
        | Change::Election(_)
        | Change::Commands(_)
        | Change::Window(_)
        | Change::Network(_)
        | Change::Delay(_)
        | Change::Loss(_)
        | Change::Duplication(_)
        | Change::Retry(_)
        | Change::Seed(_)
        | Change::Nacks(_)
        | Change::Quorum(_) => None,
    }
}

/// Every variant of every rule, Paxos too. A rule that is missing here does not compile.
pub fn variants() -> Vec<Change> {
    let Rules {
        phases: _,
        promise: _,
        report: _,
        value: _,
        accept: _,
        quorum: _,
        storage: _,
        ids: _,
        count: _,
        learn: _,
        leader: _,
        gaps: _,
        commit: _,
        dedup: _,
        members: _,
    } = Rules::default();
    fn all<T: Copy>(variants: &[T], change: fn(T) -> Change) -> Vec<Change> {
        variants.iter().map(|&variant| change(variant)).collect()
    }
    [
        all(Phases::ALL, Change::Phases),
        all(Promise::ALL, Change::Promise),
        all(Report::ALL, Change::Report),
        all(ValueRule::ALL, Change::Value),
        all(Accept::ALL, Change::Accept),
        all(Quorum::ALL, Change::QuorumRule),
        all(Storage::ALL, Change::Storage),
        all(IdsRule::ALL, Change::Ids),
        all(Counting::ALL, Change::Count),
        all(Learn::ALL, Change::Learn),
    ]
    .concat()
}

fn agreement(proposers: u8, least: usize, about: &'static str) -> Option<Entry> {
    Some(Entry { breaks: Breaks::Agreement { least }, proposers, about })
}

fn learning(proposers: u8, least: usize, about: &'static str) -> Option<Entry> {
    Some(Entry { breaks: Breaks::Learning { least }, proposers, about })
}

fn nothing() -> Option<Entry> {
    Some(Entry { breaks: Breaks::Nothing, proposers: 3, about: "" })
}

fn phases(rule: Phases) -> Option<Entry> {
    match rule {
        Phases::Two => None,
        Phases::One => agreement(2, 6, "Nobody asks first, so that P2 never hears of cat."),
    }
}

fn promise(rule: Promise) -> Option<Entry> {
    match rule {
        Promise::Higher => None,
        // An acceptor is asked for the id again by a copy of the PREPARE. To promise it once more takes
        // nothing back. If the PROMISE reports a vote that the first one did not, that vote is under this
        // same id, whose value is out by then, so that the PROMISE comes too late to be counted.
        Promise::OrEqual => nothing(),
        Promise::Always => agreement(2, 14, "A2 forgets its promise of 2 when it promises 1, and both get a majority."),
    }
}

fn report(rule: Report) -> Option<Entry> {
    match rule {
        Report::AcceptedId => None,
        Report::PromisedId => agreement(3, 21, "An old vote is reported under a high id, and hides what was chosen."),
        Report::Nothing => agreement(2, 14, "A2 has accepted cat and does not say so."),
    }
}

fn value(rule: ValueRule) -> Option<Entry> {
    match rule {
        ValueRule::HighestAccepted => None,
        ValueRule::Own => agreement(2, 14, "P2 hears of cat and sends dog all the same."),
        ValueRule::Lowest => agreement(3, 20, "P3 hears of both values and takes the one with the lower id."),
        ValueRule::First => agreement(3, 20, "P3 hears of both values and takes the one of which it hears first."),
        // Two values under one id, each with a majority: ballot 1 gets to one vote (6), ballot 2 hears three
        // promises, of which the last one reports (7), and each of its values gets two votes (4).
        ValueRule::RePicks => agreement(2, 17, "P2 sends dog, hears of cat too late, and sends cat under the same id."),
    }
}

fn accept(rule: Accept) -> Option<Entry> {
    match rule {
        Accept::IfPromised => None,
        Accept::Always => agreement(2, 14, "A2 has promised 2 and accepts cat under 1 all the same."),
        Accept::WithoutPromising => {
            agreement(3, 20, "Accepting 2 does not promise 2, so that an acceptor goes back to an older id.")
        }
        // Each acceptor has one vote in the whole run, and two majorities would need one more than there are.
        Accept::First => nothing(),
    }
}

fn quorum(rule: Quorum) -> Option<Entry> {
    match rule {
        Quorum::Majority => None,
        Quorum::Half => {
            agreement(2, 8, "Half of three, rounded down, is a single acceptor: the two have none in common.")
        }
        Quorum::One => agreement(2, 8, "A single acceptor is enough for each: the two have none in common."),
    }
}

fn storage(rule: Storage) -> Option<Entry> {
    match rule {
        Storage::Durable => None,
        Storage::ForgetsPromise => {
            agreement(2, 16, "A2 forgets in a crash that it has promised 2, and accepts under 1.")
        }
        Storage::ForgetsAccepted => {
            agreement(2, 16, "A2 forgets in a crash that it has accepted cat, and cannot say so.")
        }
        Storage::ForgetsAll => agreement(2, 16, "A2 comes back from a crash as if it had never heard anything."),
    }
}

fn ids(rule: IdsRule) -> Option<Entry> {
    match rule {
        IdsRule::Unique => None,
        // Each acceptor promises an id once, and two majorities of promises need one more than there are:
        // it takes the copy of a PROMISE. With it: two proposals (2), four promises that are there because
        // of a PREPARE or a copy (4), and that are counted (4), and four votes (4).
        IdsRule::Reused => agreement(1, 14, "P1 uses 1 for two values, and a copy of a PROMISE counts for both."),
    }
}

fn count(rule: Counting) -> Option<Entry> {
    match rule {
        Counting::Acceptors => None,
        // A majority is chosen by acceptors, whatever a node counts, so that each of the two ids needs its
        // proposal (1), two PROMISEs that are there and counted (4), and two votes (2).
        Counting::Messages => agreement(2, 14, "P2 counts a PROMISE and its copy as two."),
    }
}

/// No acceptor and no proposer asks what a node has learned, except for its timer. So all votes are those of a
/// run of Paxos, and only what is learned can be wrong.
fn learn(rule: Learn) -> Option<Entry> {
    match rule {
        Learn::PerId => None,
        // Two ids, each with its proposal (1), two promises asked for and counted (4), one vote (1), and the
        // news of it (1).
        Learn::PerValue => {
            learning(2, 14, "Two acceptors have accepted cat under different ids, which makes no majority.")
        }
        // A proposal, two PREPAREs, two PROMISEs.
        Learn::OnPromises => learning(1, 5, "P1 has promises from a majority, and nobody has accepted anything."),
    }
}
