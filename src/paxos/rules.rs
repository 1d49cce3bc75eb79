//! Each question that Paxos asks, in one function; and the wrong answers that people give to it.
//!
//! An enum a rule: its first variant is Paxos, the others are mutations, each a misreading that breaks
//! something or stops everything. Only this file decides what is promised, accepted and sent, and what
//! counts as a quorum.

mod log;

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
        /// As Paxos; and chosen anew, and sent again, when a late PROMISE reports something.
        RePicks = "re-picks",
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
rule! {
    /// Whether an id is ever used twice.
    IdsRule {
        /// Never (PMS 2.2 and 2.5).
        Unique = "unique",
        /// By two proposers, or by one that has forgotten in a crash which ids it used.
        Reused = "reused",
    }
}
rule! {
    /// What is counted towards a quorum.
    Counting {
        /// Acceptors, each once (PMS 2.1).
        Acceptors = "acceptors",
        /// Messages: a copy counts again.
        Messages = "messages",
    }
}
rule! {
    /// When a node takes a value for the result.
    Learn {
        /// Once a quorum has accepted it under one id (PMS 2.3).
        PerId = "per-id",
        /// Once a quorum has accepted it, under whatever ids.
        PerValue = "per-value",
        /// A proposer already once a quorum has promised.
        OnPromises = "on-promises",
    }
}

rule! {
    /// How a replica begins to lead.
    Leading {
        /// It asks first: one PREPARE for every slot (PMS 3).
        Prepares = "prepares",
        /// It starts with ACCEPT-REQUESTs.
        SkipsPrepare = "skips-prepare",
    }
}
rule! {
    /// What becomes of slots of which nothing was reported, below one of which something was.
    Gaps {
        /// The new leader fills them with no-ops; nothing after a gap is applied before that (PMS 3).
        Filled = "filled",
        /// They stay.
        Left = "left",
        /// They stay, and what comes after them is applied.
        AppliedPast = "applied-past",
    }
}
rule! {
    /// What a follower takes for chosen, below the leader's first unchosen slot.
    Commit {
        /// What it has accepted itself under the leader's id (Ongaro and Ousterhout: `acceptedProposal[i] = n`).
        OwnVote = "own-vote",
        /// Whatever it has accepted.
        Loose = "loose",
    }
}
rule! {
    /// What becomes of a command that stands in the log twice.
    Dedup {
        /// It is executed once: the table of answers is asked when it is applied.
        AtApply = "at-apply",
        /// It is executed twice.
        None = "none",
    }
}
rule! {
    /// From when on a new membership counts.
    Members {
        /// From α slots after the command on (PMS 3).
        Window = "window",
        /// At once, in every slot.
        AtOnce = "at-once",
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
    /// Whether an id is ever used twice.
    pub ids: IdsRule,
    /// What is counted towards a quorum.
    pub count: Counting,
    /// When a node takes a value for the result.
    pub learn: Learn,
    /// How a replica begins to lead.
    pub leader: Leading,
    /// What becomes of gaps in a log.
    pub gaps: Gaps,
    /// What a follower takes for chosen.
    pub commit: Commit,
    /// What becomes of a command that stands in the log twice.
    pub dedup: Dedup,
    /// From when on a new membership counts.
    pub members: Members,
}

/// Those of whom a node has heard that they promised, or accepted, the same thing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Heard {
    /// Who they are.
    pub by: NodeSet,
    /// How many messages were counted: more than acceptors only where copies count (`rule count messages`).
    pub messages: u8,
}

impl Heard {
    /// These acceptors, heard of once each.
    pub fn once(by: NodeSet) -> Heard {
        Heard { by, messages: by.len() as u8 }
    }

    /// With one message more, from `node`.
    #[must_use]
    pub fn and(self, node: NodeId) -> Heard {
        Heard { by: self.by.with(node), messages: self.messages.saturating_add(1) }
    }

    /// All that was heard here and there. An acceptor of both is one, its messages are two.
    #[must_use]
    pub fn union(self, other: Heard) -> Heard {
        Heard { by: self.by.union(other.by), messages: self.messages.saturating_add(other.messages) }
    }
}

/// The value that a proposer may send, and why.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Choice {
    /// No vote was reported: its own.
    Free(Value),
    /// It has to carry on this vote's value.
    Adopt(Vote),
    /// It carries on the first of these votes; Paxos would carry on the second.
    Misread(Vote, Vote),
    /// It sends this value of its own though that vote was reported: not Paxos.
    Disregard(Value, Vote),
}

impl Choice {
    /// The value that goes out.
    pub fn value(self) -> Value {
        match self {
            Choice::Free(own) | Choice::Disregard(own, _) => own,
            Choice::Adopt(vote) | Choice::Misread(vote, _) => vote.value,
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
    pub fn next_ballot(
        &self,
        cluster: &Cluster,
        node: NodeId,
        above: Option<Ballot>,
        taken: &[(Ballot, NodeId)],
    ) -> Ballot {
        let server = cluster.server(node);
        let free = |number: u32| {
            let ballot = Ballot { number, proposer: server };
            let is_taken = match cluster.numbering {
                Numbering::Slotted => taken.iter().any(|(other, _)| other.number == number),
                Numbering::Rounds => taken.iter().any(|&(other, _)| other == ballot),
            };
            (above < Some(ballot) && (self.may_reuse_ids() || !is_taken)).then_some(ballot)
        };
        let (first, step) = match cluster.numbering {
            Numbering::Slotted => (u32::from(server), cluster.all(Role::Proposer).len() as u32),
            Numbering::Rounds => (1, 1),
        };
        let floor = above.map_or(0, |ballot| ballot.number);
        let start = first + floor.saturating_sub(first) / step * step;
        (start..).step_by(step as usize).find_map(free).expect("there is an id above any that a run can use")
    }

    /// May an id be used that somebody has used? (PMS 2.2: no.)
    pub fn may_reuse_ids(&self) -> bool {
        self.ids == IdsRule::Reused
    }

    /// `ballot` as a proposer uses it. Where ids are reused and show no server, one number is one id,
    /// whoever used it first.
    pub fn as_used(&self, cluster: &Cluster, ballot: Ballot, used: &[(Ballot, NodeId)]) -> Ballot {
        let is_one_id = self.may_reuse_ids() && cluster.numbering == Numbering::Slotted;
        let first = used.iter().find(|(other, _)| is_one_id && other.number == ballot.number);
        first.map_or(ballot, |&(first, _)| first)
    }

    /// The highest id that a proposer still knows to have used after a crash (PMS 2.5: it is on disk).
    pub fn remembers_highest(&self, highest: Option<Ballot>) -> Option<Ballot> {
        highest.filter(|_| self.ids == IdsRule::Unique)
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

    /// Whether an acceptor has promised a higher id than this one.
    pub fn is_below_promise(&self, ballot: Ballot, disk: &OnDisk) -> bool {
        Some(ballot) < disk.promised
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
            (ValueRule::HighestAccepted | ValueRule::RePicks, Some(vote)) => Choice::Adopt(vote),
            (ValueRule::Own, Some(vote)) => Choice::Disregard(own, vote),
            (ValueRule::Lowest, Some(vote)) => misread(lowest.unwrap_or(vote), vote),
            (ValueRule::First, Some(vote)) => misread(reported[0], vote),
        }
    }

    /// How many acceptors a quorum takes, where all of them decide.
    pub fn quorum_size(&self, cluster: &Cluster, purpose: QuorumFor) -> usize {
        self.quorum_size_of(cluster, purpose, cluster.all(Role::Acceptor))
    }

    /// How many of `members` a quorum of them takes.
    pub fn quorum_size_of(&self, cluster: &Cluster, purpose: QuorumFor, members: NodeSet) -> usize {
        let acceptors = members.len();
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

    /// Is there a quorum of `members` among these acceptors?
    pub fn is_quorum_of(&self, cluster: &Cluster, purpose: QuorumFor, members: NodeSet, acceptors: NodeSet) -> bool {
        self.quorum_size_of(cluster, purpose, members) <= acceptors.intersection(members).len()
    }

    /// Does what a node has heard make a quorum of `members` for it?
    pub fn is_enough_of(&self, cluster: &Cluster, purpose: QuorumFor, members: NodeSet, heard: Heard) -> bool {
        let heard = Heard { by: heard.by.intersection(members), ..heard };
        self.quorum_size_of(cluster, purpose, members) <= self.count(heard)
    }

    /// How far what a node has heard counts towards a quorum.
    pub fn count(&self, heard: Heard) -> usize {
        match self.count {
            Counting::Acceptors => heard.by.len(),
            Counting::Messages => usize::from(heard.messages),
        }
    }

    /// Does what a node has heard make a quorum for it?
    pub fn is_enough(&self, cluster: &Cluster, purpose: QuorumFor, heard: Heard) -> bool {
        self.quorum_size(cluster, purpose) <= self.count(heard)
    }

    /// Does a message of `from` count for one who has heard this much? (PMS 2.1: one acceptor, one vote.)
    pub fn counts(&self, heard: Heard, from: NodeId) -> bool {
        self.count == Counting::Messages || !heard.by.contains(from)
    }

    /// Does a proposer that has sent its value choose again when another PROMISE reports one?
    pub fn picks_anew(&self) -> bool {
        self.value == ValueRule::RePicks
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

/// To follow `vote` where Paxos would follow `highest`; the two may agree.
fn misread(vote: Vote, highest: Vote) -> Choice {
    if vote == highest { Choice::Adopt(vote) } else { Choice::Misread(vote, highest) }
}
