//! Two quorums: whether each is one, what they share, and why that must be.

use super::{Ids, Telling};
use crate::paxos::rules::{Quorum, QuorumFor};
use crate::paxos::{Ballot, Cluster, NodeSet, QuorumSize, Rules, Slot, Vote};
use crate::story::language::{Words, say, tr, words};

/// Two sets of acceptors, what each is to be a quorum for, and what holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Two {
    /// Who is in each.
    pub sets: [NodeSet; 2],
    /// What each is to be a quorum for.
    pub purposes: [QuorumFor; 2],
    /// Who there is.
    pub cluster: Cluster,
    /// The acceptors that decide; in a log, those of the slot.
    pub members: NodeSet,
    /// The slot; [`Slot::ONLY`] in single-decree Paxos.
    pub slot: Slot,
    /// The rules in force.
    pub rules: Rules,
}

impl Two {
    /// The acceptors that are in both.
    pub fn shared(&self) -> NodeSet {
        self.sets[0].intersection(self.sets[1])
    }

    fn size(&self, purpose: QuorumFor) -> usize {
        self.rules.quorum_size_of(&self.cluster, purpose, self.members)
    }

    fn sizes(&self) -> [usize; 2] {
        self.purposes.map(|purpose| self.size(purpose))
    }

    fn acceptors(&self) -> usize {
        self.members.len()
    }

    fn is_quorum(&self, which: usize) -> bool {
        self.rules.is_quorum_of(&self.cluster, self.purposes[which], self.members, self.sets[which])
    }

    /// Whether any two such quorums share an acceptor.
    pub fn must_meet(&self) -> bool {
        let [first, second] = self.sizes();
        self.acceptors() < first + second
    }

    /// Whether safety hangs on their meeting: a value that one has chosen is to be reported to the other (PMS 2.1).
    /// Two for the same phase need not meet.
    fn matters(&self) -> bool {
        self.purposes[0] != self.purposes[1]
    }
}

/// On the button that takes the newest quorum of promises for the first.
pub fn promised(quorum: Option<(NodeSet, Ballot)>, telling: Telling) -> String {
    match quorum.filter(|_| telling.ids == Ids::Shown) {
        Some((by, ballot)) => {
            say!("1: {by}, which promised {ballot}", by = telling.nodes(by), ballot = telling.id(ballot))
        }
        None => tr!("1: the quorum that promised").to_string(),
    }
}

/// On the button that takes those who chose for the second.
pub fn chose(quorum: Option<(NodeSet, Vote)>, telling: Telling) -> String {
    match quorum {
        Some((by, vote)) => say!("2: {by}, which chose {vote}", by = telling.nodes(by), vote = telling.vote(vote)),
        None => tr!("2: those that chose").to_string(),
    }
}

/// On the button that takes two quorums that share as few as can be.
pub const APART: Words = words!("As little in common as can be");
/// On the button that takes nobody.
pub const NOBODY: Words = words!("Clear");

/// What a quorum is for.
pub fn purpose(purpose: QuorumFor) -> &'static str {
    match purpose {
        QuorumFor::Prepare => tr!("to promise (phase 1)"),
        QuorumFor::Accept => tr!("to accept (phase 2)"),
    }
}

/// Of which slot the panel speaks; nothing in single-decree Paxos.
pub fn of_slot(two: &Two, telling: Telling) -> Option<(bool, String)> {
    let says = say!(
        "Slot {slot}, in which {members} decide. Choose another in the board.",
        slot = two.slot.0,
        members = telling.nodes(two.members)
    );
    (two.slot != Slot::ONLY).then_some((true, says))
}

/// What holds of any two such quorums.
pub fn any_two(two: &Two) -> (bool, String) {
    let ([first, second], all) = (two.sizes(), two.acceptors());
    let is_one_size = first == second;
    let is_majority = is_one_size && (two.rules.quorum, two.cluster.quorum) == (Quorum::Majority, QuorumSize::Majority);
    if two.must_meet() {
        let least = first + second - all;
        let says = match (is_majority, is_one_size) {
            (true, _) => say!(
                "Any two majorities of {all} share at least {least}: {first} + {second} > {all}.",
                least,
                first,
                second,
                all
            ),
            (false, true) => say!(
                "Any two quorums of {first} of {all} share at least {least}: {first} + {second} > {all}.",
                least,
                first,
                second,
                all
            ),
            (false, false) => say!(
                "Any quorum of {first} and any of {second}, of {all}, share at least {least}: {first} + {second} > {all}.",
                least,
                first,
                second,
                all
            ),
        };
        return (true, says);
    }
    let sum = say!(
        "{first} + {second} is not more than {all}: a quorum of {first} and one of {second} need share nobody.",
        first,
        second,
        all
    );
    let so = match two.matters() {
        true => {
            tr!(
                "So a value may be chosen of which the PROMISEs report nothing, and a second value may be chosen beside it."
            )
        }
        false => tr!("Nothing hangs on that: only a quorum to promise and one to accept must meet."),
    };
    (!two.matters(), format!("{sum} {so}"))
}

/// What is to be said of the two that are chosen.
pub fn these(two: &Two, telling: Telling) -> Vec<(bool, String)> {
    let names = [tr!("Quorum 1"), tr!("Quorum 2")].into_iter().enumerate();
    let mut said: Vec<(bool, String)> =
        names.filter_map(|(which, name)| Some((true, lacking(two, which, name, telling)?))).collect();
    if two.sets.iter().all(|set| !set.is_empty()) {
        said.push(sharing(two, telling));
    }
    said.into_iter().map(|(is_well, says)| (is_well, telling.said(says))).collect()
}

/// What one of them lacks to be a quorum, as far as it does.
fn lacking(two: &Two, which: usize, name: &str, telling: Telling) -> Option<String> {
    let (set, need) = (two.sets[which], two.size(two.purposes[which]));
    if set.is_empty() {
        return Some(match need {
            1 => say!("{name}: choose 1 acceptor or more.", name),
            _ => say!("{name}: choose {need} acceptors or more.", name, need),
        });
    }
    if two.is_quorum(which) {
        return None;
    }
    let (set, missing) = (telling.nodes(set), need.saturating_sub(set.len()));
    Some(match (two.purposes[which], missing) {
        (QuorumFor::Prepare, 1) => say!("{name}, {set}, is no quorum to promise: 1 more is missing.", name, set),
        (QuorumFor::Prepare, _) => {
            say!("{name}, {set}, is no quorum to promise: {missing} more are missing.", name, set, missing)
        }
        (QuorumFor::Accept, 1) => say!("{name}, {set}, is no quorum to accept: 1 more is missing.", name, set),
        (QuorumFor::Accept, _) => {
            say!("{name}, {set}, is no quorum to accept: {missing} more are missing.", name, set, missing)
        }
    })
}

/// Whom they share, and what that is good for.
fn sharing(two: &Two, telling: Telling) -> (bool, String) {
    let both_matter = two.is_quorum(0) && two.is_quorum(1) && two.matters();
    let shared = two.shared();
    let names = telling.nodes(shared);
    match (shared.len(), both_matter) {
        (0, true) => {
            (false, tr!("These two share nobody: what one has accepted, the other does not report.").to_string())
        }
        (0, false) => (true, tr!("These share nobody.").to_string()),
        (1, true) => (
            true,
            say!(
                "These share {shared}. Where the id promised is the higher one, in Paxos it has either accepted the lower one first, and reports it or a higher vote, or promised first, and refuses it.",
                shared = names
            ),
        ),
        (_, true) => (
            true,
            say!(
                "These share {shared}. Where the id promised is the higher one, in Paxos each of them has either accepted the lower one first, and reports it or a higher vote, or promised first, and refuses it.",
                shared = names
            ),
        ),
        (_, false) => (true, say!("These share {shared}.", shared = names)),
    }
}
