//! Each question that Paxos asks, in one function; and the wrong answers that people give to it.
//!
//! An enum a rule: its first variant is Paxos, the others are mutations, each a misreading that breaks
//! something or stops everything. Only this file compares ballots or counts a quorum to decide.

use super::acceptor::OnDisk;
use super::ballot::{Ballot, Slot, Value, Vote, Votes};
use super::cluster::{Cluster, NodeId, NodeSet, Numbering, QuorumSize, Role};

/// Makes the enum of one rule, with the names of the scene language.
macro_rules! rule {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
        pub enum $name { #[default] $($(#[$doc])* $variant),+ }

        impl $name {
            /// Every variant, Paxos first.
            pub const ALL: &[$name] = &[$($name::$variant),+];

            /// Its name in the scene language.
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }
        }
    };
}

rule! {
    /// Whether a proposer asks before it sends a value.
    Phases {
        /// PREPARE first (PMS 2.2).
        Two = "two",
        /// Sends its value at once.
        One = "one",
    }
}
rule! {
    /// Which PREPAREs an acceptor answers.
    Promise {
        /// Those with a higher id than any it has promised (PMS 2.2, phase 1b).
        Higher = "higher",
        /// Also one with the id that it has promised.
        OrEqual = "or-equal",
        /// Any; then it has promised that one, though it is lower.
        Always = "always",
    }
}
rule! {
    /// What a PROMISE reports.
    Report {
        /// The vote with the id under which it was cast (PMS 2.2, phase 1b).
        AcceptedId = "accepted-id",
        /// The vote under the id that was promised before this PREPARE.
        PromisedId = "promised-id",
        /// Nothing.
        Nothing = "nothing",
    }
}
rule! {
    /// Which value a proposer sends once its quorum has promised.
    ValueRule {
        /// That of the reported vote with the highest id, its own if there is none (PMS, P2c).
        HighestAccepted = "highest-accepted",
        /// Its own.
        Own = "own",
        /// That of the reported vote with the lowest id.
        Lowest = "lowest",
        /// That of the first vote reported.
        First = "first",
    }
}
rule! {
    /// Which ACCEPT-REQUESTs an acceptor accepts.
    Accept {
        /// Unless it has promised a higher id; accepting n also promises n (PMS, P1a).
        IfPromised = "if-promised",
        /// Any.
        Always = "always",
        /// Checks its promise, but accepting n does not promise n.
        WithoutPromising = "without-promising",
        /// Only the first value that it ever gets.
        First = "first",
    }
}
rule! {
    /// How many acceptors are taken for a quorum, where the scene gives no sizes.
    Quorum {
        /// More than half (PMS 2.1).
        Majority = "majority",
        /// Half of them, rounded down, at least one.
        Half = "half",
        /// A single one.
        One = "one",
    }
}
rule! {
    /// What a crash leaves on an acceptor's disk.
    Storage {
        /// All of it (PMS 2.5).
        Durable = "durable",
        /// The vote, not the promise.
        ForgetsPromise = "forgets-promise",
        /// The promise, not the vote.
        ForgetsAccepted = "forgets-accepted",
        /// Nothing.
        ForgetsAll = "forgets-all",
    }
}

/// The rules in force. The default is Paxos.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Rules {
    /// Whether a proposer asks before it sends a value.
    pub phases: Phases,
    /// Which PREPAREs an acceptor answers.
    pub promise: Promise,
    /// What a PROMISE reports.
    pub report: Report,
    /// Which value a proposer sends.
    pub value: ValueRule,
    /// Which ACCEPT-REQUESTs an acceptor accepts.
    pub accept: Accept,
    /// How many acceptors are taken for a quorum.
    pub quorum: Quorum,
    /// What a crash leaves on disk.
    pub storage: Storage,
}

/// The value that a proposer may send, and why.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Choice {
    /// No vote was reported: its own.
    Free(Value),
    /// It has to carry on this vote's value.
    Adopt(Vote),
    /// It carries on this vote's value, which is not the one that Paxos would carry on.
    Misread(Vote),
    /// It sends this value of its own though that vote was reported: not Paxos.
    Disregard(Value, Vote),
}

impl Choice {
    /// The value that goes out.
    pub fn value(self) -> Value {
        match self {
            Choice::Free(own) | Choice::Disregard(own, _) => own,
            Choice::Adopt(vote) | Choice::Misread(vote) => vote.value,
        }
    }
}

/// One of the two phases of a ballot.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum QuorumFor {
    /// Phase 1: promises.
    Prepare,
    /// Phase 2: acceptances.
    Accept,
}

impl Rules {
    /// The next id of a proposer: the least of its own sequence above every id that it used or was
    /// shown, and that no other proposer has used (PMS 2.5: each number from a set of its own).
    pub fn next_ballot(&self, cluster: &Cluster, node: NodeId, above: Option<Ballot>, taken: &[Ballot]) -> Ballot {
        let server = cluster.server(node);
        let free = |number: u32| {
            let ballot = Ballot { number, proposer: server };
            let is_taken = match cluster.numbering {
                Numbering::Slotted => taken.iter().any(|other| other.number == number),
                Numbering::Rounds => taken.contains(&ballot),
            };
            (above < Some(ballot) && !is_taken).then_some(ballot)
        };
        let (first, step) = match cluster.numbering {
            Numbering::Slotted => (u32::from(server), cluster.all(Role::Proposer).len() as u32),
            Numbering::Rounds => (1, 1),
        };
        let floor = above.map_or(0, |ballot| ballot.number);
        let start = first + floor.saturating_sub(first) / step * step;
        (start..).step_by(step as usize).find_map(free).expect("there is an id above any that a run can use")
    }

    /// May an acceptor that has promised `promised` promise `ballot`? (PMS 2.2, phase 1b: `>`.)
    pub fn may_promise(&self, ballot: Ballot, promised: Option<Ballot>) -> bool {
        match self.promise {
            Promise::Higher => promised < Some(ballot),
            Promise::OrEqual => promised <= Some(ballot),
            Promise::Always => true,
        }
    }

    /// May an acceptor with this on its disk accept under `ballot`? (PMS, P1a: `>=`.)
    pub fn may_accept(&self, ballot: Ballot, slot: Slot, disk: &OnDisk) -> bool {
        match self.accept {
            Accept::IfPromised | Accept::WithoutPromising => disk.promised <= Some(ballot),
            Accept::Always => true,
            Accept::First => disk.promised <= Some(ballot) && disk.votes.get(slot).is_none(),
        }
    }

    /// What an acceptor has promised once it has accepted `ballot`.
    pub fn promise_on_accept(&self, ballot: Ballot, promised: Option<Ballot>) -> Option<Ballot> {
        match self.accept {
            Accept::WithoutPromising => promised,
            Accept::Always => promised.max(Some(ballot)),
            Accept::IfPromised | Accept::First => Some(ballot),
        }
    }

    /// What an acceptor reports when it promises, having promised `before` until then.
    pub fn report(&self, votes: Votes, before: Option<Ballot>) -> Votes {
        let under = |vote: Vote| Vote { ballot: before.unwrap_or(vote.ballot), ..vote };
        match self.report {
            Report::AcceptedId => votes,
            Report::PromisedId => votes.iter().map(|(slot, vote)| (slot, under(vote))).collect(),
            Report::Nothing => Votes::default(),
        }
    }

    /// The value that a proposer may send for one slot, from what its quorum reported in the order of
    /// arrival (PMS, P2c): that of the vote with the highest id, its own if there is none.
    pub fn safe_value(&self, own: Value, reported: &[Vote]) -> Choice {
        let highest = reported.iter().copied().reduce(|best, vote| if best.ballot < vote.ballot { vote } else { best });
        let lowest = reported.iter().copied().reduce(|best, vote| if vote.ballot < best.ballot { vote } else { best });
        match (self.value, highest) {
            (_, None) => Choice::Free(own),
            (ValueRule::HighestAccepted, Some(vote)) => Choice::Adopt(vote),
            (ValueRule::Own, Some(vote)) => Choice::Disregard(own, vote),
            (ValueRule::Lowest, Some(vote)) => Choice::Misread(lowest.unwrap_or(vote)),
            (ValueRule::First, Some(_)) => Choice::Misread(reported[0]),
        }
    }

    /// How many acceptors a quorum takes.
    pub fn quorum_size(&self, cluster: &Cluster, purpose: QuorumFor) -> usize {
        let acceptors = cluster.all(Role::Acceptor).len();
        match (cluster.quorum, self.quorum, purpose) {
            (QuorumSize::Sizes { prepare, .. }, _, QuorumFor::Prepare) => usize::from(prepare),
            (QuorumSize::Sizes { accept, .. }, _, QuorumFor::Accept) => usize::from(accept),
            (QuorumSize::Majority, Quorum::Majority, _) => acceptors / 2 + 1,
            (QuorumSize::Majority, Quorum::Half, _) => (acceptors / 2).max(1),
            (QuorumSize::Majority, Quorum::One, _) => 1,
        }
    }

    /// Are these acceptors a quorum? (PMS 2.1: any two majorities share an acceptor.)
    pub fn is_quorum(&self, cluster: &Cluster, purpose: QuorumFor, acceptors: NodeSet) -> bool {
        self.quorum_size(cluster, purpose) <= acceptors.len()
    }

    /// What is left on an acceptor's disk after a crash.
    pub fn survives_crash(&self, disk: OnDisk) -> OnDisk {
        match self.storage {
            Storage::Durable => disk,
            Storage::ForgetsPromise => OnDisk { promised: None, ..disk },
            Storage::ForgetsAccepted => OnDisk { votes: Votes::default(), ..disk },
            Storage::ForgetsAll => OnDisk::default(),
        }
    }
}
