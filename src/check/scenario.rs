//! What is searched: from where, what may happen, how far, and what is looked for.

use super::search::Bounds;
use super::view::View;
use super::wanted::Wanted;
use crate::paxos::rules::{Commit, Counting, Gaps, IdsRule, Learn, Members, Storage};
use crate::paxos::{Cluster, Command, NodeId, Role, Rules, Value};
use crate::sim::World;
use std::sync::Arc;

/// A search to be made.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The world at the beginning.
    pub start: World,
    /// What each proposer may ask for; of a log, each client. A proposer that has a value may also begin a new ballot for
    /// that, and a client that waits for an answer may ask again.
    pub wishes: Vec<(NodeId, Value)>,
    /// How much may happen.
    pub limits: Limits,
    /// Whether ACCEPTs are delivered one by one.
    pub hearing: Hearing,
    /// Whether states that differ in the names of acceptors alone are one.
    pub symmetry: Symmetry,
    /// What is looked for: the search stops there.
    pub goal: Goal,
    /// What [`Finding::Wanted`] means.
    pub wanted: Option<Wanted>,
    /// What one proposer sees in all that is searched; none where it may see anything.
    pub view: Option<Arc<View>>,
}

/// What runs that is searched.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Subject {
    /// Proposers and acceptors, who decide once.
    #[default]
    Decision,
    /// Replicas of a log.
    Log,
}

impl Subject {
    /// What runs among these nodes.
    pub fn of(cluster: &Cluster) -> Subject {
        if cluster.is_replicated() { Subject::Log } else { Subject::Decision }
    }
}

/// How much may happen, beyond which a search does not look.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// New ballots, of all proposers together; of a log, attempts to lead.
    pub ballots: u8,
    /// New ballots of one proposer, or attempts of one replica.
    pub each: u8,
    /// Crashes, each with its restart.
    pub crashes: u8,
    /// Of a log: how often clients ask, new commands and old ones.
    pub requests: u8,
    /// Of a log: heartbeats.
    pub beats: u8,
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
        Limits { ballots, each: 2, crashes, requests: 0, beats: 0, bounds: Bounds::default() }
    }

    /// Those of a log: two attempts to lead, and a command for each; a heartbeat where the rule is about what followers make
    /// of how far the leader is; a crash where it is about what a crash takes.
    pub fn of_log(rules: &Rules) -> Limits {
        let forgets = rules.storage != Storage::Durable || rules.ids == IdsRule::Reused;
        Limits {
            ballots: 2,
            each: 1 + u8::from(forgets),
            crashes: u8::from(forgets),
            requests: 2,
            beats: u8::from(rules.commit != Commit::OwnVote),
            bounds: Bounds::default(),
        }
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
    /// Of a log: a replica applies a slot, and not the one below it.
    AppliedPast,
    /// Of a log: two replicas apply different things in a slot, or with a different effect.
    AppliedOther,
    /// Of a log: a replica executes a command that it has executed before.
    ExecutedTwice,
    /// What a scenario wants besides holds.
    Wanted,
}

impl Finding {
    /// All that have one meaning: first what must never be, then what must sometimes be; at last those of a log alone.
    pub const ALL: [Finding; 11] = [
        Finding::TwoChosen,
        Finding::Differ,
        Finding::LearnedUnchosen,
        Finding::Invented,
        Finding::PromiseBroken,
        Finding::TwoValues,
        Finding::Chosen,
        Finding::BothChoosable,
        Finding::AppliedPast,
        Finding::AppliedOther,
        Finding::ExecutedTwice,
    ];

    /// What Paxos promises never to be to whoever uses it, the worst first.
    pub const PROMISED: [Finding; 7] = [
        Finding::TwoChosen,
        Finding::LearnedUnchosen,
        Finding::Differ,
        Finding::AppliedOther,
        Finding::AppliedPast,
        Finding::ExecutedTwice,
        Finding::Invented,
    ];

    /// Whether there is such a thing where this runs.
    pub fn has_its_place(self, subject: Subject) -> bool {
        match self {
            Finding::BothChoosable => subject == Subject::Decision,
            Finding::AppliedPast | Finding::AppliedOther | Finding::ExecutedTwice => subject == Subject::Log,
            _ => true,
        }
    }

    /// Whether it must never be found in Paxos.
    pub fn is_violation(self) -> bool {
        !matches!(self, Finding::Chosen | Finding::BothChoosable | Finding::Wanted)
    }
}

/// What a search cannot judge.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unjudged {
    /// Who decides in a slot, where new members count from a window on and replicas may know what is not chosen.
    Members,
}

/// What a search stops at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Goal {
    /// Nothing: all is seen.
    Everything,
    /// This.
    Find(Finding),
    /// Any of [`Finding::PROMISED`].
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

    /// The same of a log: where all other rules are Paxos's own, a follower that marks what is not chosen has learned
    /// wrongly, and what comes of the log is wrong where it is applied past gaps or twice.
    pub fn of_log(rules: &Rules) -> Goal {
        let less = [
            (Rules { learn: rules.learn, ..Rules::default() }, Finding::LearnedUnchosen),
            (Rules { commit: rules.commit, ..Rules::default() }, Finding::LearnedUnchosen),
            (Rules { gaps: Gaps::AppliedPast, ..Rules::default() }, Finding::AppliedPast),
            (Rules { dedup: rules.dedup, ..Rules::default() }, Finding::ExecutedTwice),
        ];
        let only = less.into_iter().find(|(these, _)| these == rules && *rules != Rules::default());
        Goal::Find(only.map_or(Finding::TwoChosen, |(_, finding)| finding))
    }

    /// Whether a search stops there.
    pub fn is_met_by(self, finding: Finding) -> bool {
        self.watched() >> finding as u8 & 1 == 1
    }

    /// A bit for each finding at which it stops.
    pub(super) fn watched(self) -> u16 {
        let bit = |finding: Finding| 1_u16 << finding as u8;
        match self {
            Goal::Everything => 0,
            Goal::Find(finding) => bit(finding),
            Goal::Promised => Finding::PROMISED.map(bit).into_iter().sum(),
            Goal::Choose(_) => bit(Finding::Chosen),
        }
    }
}

/// How far it is searched what one proposer sees: as much as a phone does in a moment.
const SEEN: Bounds = Bounds { states: 2_000_000, bytes: 256 << 20 };

impl Scenario {
    /// From a world: each proposer that wants nothing yet, or what another wants too, may ask for one of `values` that no
    /// other wants, in turn. Of a log, clients share them out in turn, as commands.
    pub fn from(start: World, values: &[Value]) -> Scenario {
        if start.cluster.is_replicated() {
            return Scenario::of_log(start, values);
        }
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
        Scenario {
            start,
            wishes,
            limits,
            hearing: Hearing::WorkedOut,
            symmetry: Symmetry::Used,
            goal,
            wanted: None,
            view: None,
        }
    }

    /// The same, for what is wanted, with all that it takes to see that.
    #[must_use]
    pub fn wanting(mut self, wanted: Wanted) -> Scenario {
        let limits = &mut self.limits;
        limits.ballots = limits.ballots.max(wanted.asks.ballots);
        limits.each = limits.ballots;
        limits.crashes = limits.crashes.max(wanted.asks.crashes.unwrap_or_default());
        if wanted.asks.learning {
            self.hearing = Hearing::Delivered;
        }
        if wanted.asks.names {
            self.symmetry = Symmetry::Unused;
        }
        Scenario { goal: Goal::Find(Finding::Wanted), wanted: Some(wanted), ..self }
    }

    /// Everything in which one proposer sees this, from the beginning: the ballots of the view and no others.
    pub fn seen(start: World, view: Arc<View>) -> Scenario {
        let ballots = (view.others.len() + view.seen.len()).try_into().unwrap_or(u8::MAX);
        let limits = Limits { ballots, each: ballots, crashes: 0, requests: 0, beats: 0, bounds: SEEN };
        Scenario {
            start,
            wishes: Vec::new(),
            limits,
            hearing: Hearing::WorkedOut,
            symmetry: Symmetry::Unused, // It is known which acceptor has said what.
            goal: Goal::Everything,
            wanted: None,
            view: Some(view),
        }
    }

    fn of_log(start: World, values: &[Value]) -> Scenario {
        let clients: Vec<NodeId> = start.cluster.all(Role::Client).iter().collect();
        let wishes = clients.iter().cycle().zip(values).map(|(&client, &value)| (client, value)).collect();
        let (limits, goal) = (Limits::of_log(&start.rules), Goal::of_log(&start.rules));
        Scenario {
            start,
            wishes,
            limits,
            hearing: Hearing::WorkedOut,
            symmetry: Symmetry::Unused,
            goal,
            wanted: None,
            view: None,
        }
    }

    /// Why a search of this could be wrong, if it could. Who decides in a slot is judged by what is chosen below it. Where
    /// members change only after a window that is right once the window is passed; a replica that has learned what is not
    /// chosen, or passes over gaps, may open a slot before.
    pub fn unjudged(&self) -> Option<Unjudged> {
        let Rules { gaps, commit, learn, count, members, .. } = self.start.rules;
        let words = || self.start.proposed.iter().copied().chain(self.wishes.iter().map(|&(_, value)| value));
        let names_members = |value: Value| matches!(self.start.cluster.command(value), Command::Members(_));
        let is_passed = gaps != Gaps::AppliedPast
            && commit == Commit::OwnVote
            && learn == Learn::PerId
            && count == Counting::Acceptors;
        let is_judged = members == Members::AtOnce || is_passed || !words().any(names_members);
        (!is_judged).then_some(Unjudged::Members)
    }
}
