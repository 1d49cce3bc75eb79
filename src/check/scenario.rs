//! What is searched: from where, what may happen, how far, and what is looked for.

use super::search::Bounds;
use crate::paxos::rules::{IdsRule, Learn, Storage};
use crate::paxos::{NodeId, Role, Rules, Value};
use crate::sim::World;

/// A search to be made.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The world at the beginning.
    pub start: World,
    /// What each proposer may ask for. One that has a value may also begin a new ballot for that.
    pub wishes: Vec<(NodeId, Value)>,
    /// How much may happen.
    pub limits: Limits,
    /// Whether ACCEPTs are delivered one by one.
    pub hearing: Hearing,
    /// Whether states that differ in the names of acceptors alone are one.
    pub symmetry: Symmetry,
    /// What is looked for: the search stops there.
    pub goal: Goal,
}

/// How much may happen, beyond which a search does not look.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// New ballots, of all proposers together.
    pub ballots: u8,
    /// New ballots of one proposer.
    pub each: u8,
    /// Crashes, each with its restart.
    pub crashes: u8,
    /// States and memory.
    pub bounds: Bounds,
}

impl Limits {
    /// Those of the default scenario: three ballots, which every wrong rule that breaks agreement needs at most; a
    /// crash where the rule is about what a crash takes. Where anybody may use any id there is more to see, and two
    /// ballots are enough.
    pub fn of(rules: &Rules) -> Limits {
        let ballots = if rules.ids == IdsRule::Reused { 2 } else { 3 };
        let crashes = u8::from(rules.storage != Storage::Durable);
        Limits { ballots, each: 2, crashes, bounds: Bounds::default() }
    }
}

/// What becomes of ACCEPTs. No acceptor and no proposer does anything because of one, so that they change nothing of
/// what can be chosen; what nodes could learn from them is worked out from the votes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hearing {
    /// They are not delivered: what could be learned is worked out.
    WorkedOut,
    /// Each is delivered, or is not, like any other message.
    Delivered,
}

/// Whether the names of acceptors matter. No rule asks for them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Symmetry {
    /// States that differ in the names of acceptors alone count once.
    Used,
    /// Every state counts.
    Unused,
}

/// What can be found in a state, or on the step to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Finding {
    /// Two values are chosen in one slot.
    TwoChosen,
    /// A node learns another value than is chosen, or than another node has learned.
    Differ,
    /// A node learns what is not chosen.
    LearnedUnchosen,
    /// A value is accepted that nobody proposed.
    Invented,
    /// An acceptor goes below what it has promised or accepted.
    PromiseBroken,
    /// Two values are sent under one id.
    TwoValues,
    /// A value is chosen; where the goal names one, that one.
    Chosen,
    /// Two values can each still be chosen.
    BothChoosable,
}

impl Finding {
    /// All of them: first what must never be, then what must sometimes be.
    pub const ALL: [Finding; 8] = [
        Finding::TwoChosen,
        Finding::Differ,
        Finding::LearnedUnchosen,
        Finding::Invented,
        Finding::PromiseBroken,
        Finding::TwoValues,
        Finding::Chosen,
        Finding::BothChoosable,
    ];

    /// Whether it must never be found in Paxos.
    pub fn is_violation(self) -> bool {
        !matches!(self, Finding::Chosen | Finding::BothChoosable)
    }
}

/// What a search stops at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Goal {
    /// Nothing: all is seen.
    Everything,
    /// This.
    Find(Finding),
    /// Any of what Paxos promises to whoever uses it: two are chosen, nodes learn differently, what is not chosen, or
    /// what nobody proposed.
    Promised,
    /// This value is chosen.
    Choose(Value),
}

impl Goal {
    /// What a wrong rule is known to break at worst: agreement, or, where nodes learn wrongly, what is learned.
    pub fn of(rules: &Rules) -> Goal {
        match rules.learn {
            Learn::PerId => Goal::Find(Finding::TwoChosen),
            Learn::PerValue | Learn::OnPromises => Goal::Find(Finding::LearnedUnchosen),
        }
    }

    /// Whether a search stops there.
    pub fn is_met_by(self, finding: Finding) -> bool {
        self.watched() >> finding as u8 & 1 == 1
    }

    /// A bit for each finding at which it stops.
    pub(super) fn watched(self) -> u8 {
        let bit = |finding: Finding| 1 << finding as u8;
        match self {
            Goal::Everything => 0,
            Goal::Find(finding) => bit(finding),
            Goal::Promised => [Finding::TwoChosen, Finding::Differ, Finding::LearnedUnchosen, Finding::Invented]
                .map(bit)
                .into_iter()
                .sum(),
            Goal::Choose(_) => bit(Finding::Chosen),
        }
    }
}

impl Scenario {
    /// From a world: each proposer that wants nothing yet, or what another wants too, may ask for one of `values` that no
    /// other wants, in turn.
    pub fn from(start: World, values: &[Value]) -> Scenario {
        let own = |node: NodeId| start.node(node).proposer.as_ref().and_then(|proposer| proposer.disk.own);
        let proposers: Vec<NodeId> = start.cluster.all(Role::Proposer).iter().collect();
        let taken: Vec<Value> = proposers.iter().filter_map(|&node| own(node)).collect();
        let mut free = values.iter().copied().filter(|value| !taken.contains(value));
        let mut wishes = Vec::new();
        for (place, &node) in proposers.iter().enumerate() {
            let is_alone =
                own(node).is_some_and(|value| proposers[..place].iter().all(|&other| own(other) != Some(value)));
            if !is_alone {
                let wish = free.next().or(values.last().copied());
                wishes.extend(wish.map(|value| (node, value)));
            }
        }
        // Whoever may use an id twice does harm by using it for two values.
        if start.rules.may_reuse_ids() {
            let all = proposers.iter().flat_map(|&node| values.iter().map(move |&value| (node, value)));
            wishes = all.collect();
        }
        let (mut limits, goal) = (Limits::of(&start.rules), Goal::of(&start.rules));
        if !start.used.is_empty() {
            // A proposer that has not tried yet begins with the lowest ids, which may all be too low by now.
            limits.each = limits.ballots;
        }
        Scenario { start, wishes, limits, hearing: Hearing::WorkedOut, symmetry: Symmetry::Used, goal }
    }
}
