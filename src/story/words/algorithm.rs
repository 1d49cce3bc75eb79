//! The rule card: the algorithm in a few lines a role (PMS 2.2 to 2.5), and which of them a step has run.
//!
//! Where a wrong rule is in force, the line that it changes says what is really done.

mod acceptor;
mod learner;
mod proposer;

use super::Telling;
use crate::paxos::rules::{Counting, Quorum, QuorumFor};
use crate::paxos::{Cluster, NodeId, NodeSet, Note, QuorumSize, Role};
use crate::sim::{Action, Step, World};
use crate::story::language::{say, tr};
use crate::story::words::terms::Terms;

/// A line of the card.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Clause {
    /// A proposer begins a ballot (PMS 2.2, phase 1a).
    Ask,
    /// It counts promises until a quorum has promised.
    CountPromises,
    /// A vote is reported: its value goes out (PMS 2.2, phase 2a; P2c).
    TakeReported,
    /// None is reported: its own value goes out.
    TakeOwn,
    /// It sends the value to all acceptors (PMS 2.2, phase 2a).
    SendValue,
    /// A PROMISE that does not count.
    OtherPromise,
    /// A refusal is told (PMS 2.4: an optimization).
    HeedNack,
    /// A proposer counts acceptances.
    HearAccept,
    /// A quorum has accepted one id: a proposer has learned (PMS 2.3).
    HasWon,
    /// Its timer fires (PMS 2.4).
    Timer,
    /// What a crash leaves of a proposer (PMS 2.5).
    ProposerDisk,
    /// An acceptor promises (PMS 2.2, phase 1b).
    Promise,
    /// It says what it has accepted (PMS 2.2, phase 1b).
    Report,
    /// It has promised that id or a higher one.
    IgnorePrepare,
    /// It accepts (PMS 2.2, phase 2b).
    Accept,
    /// It says so (PMS 2.3).
    Answer,
    /// It has promised a higher id.
    IgnoreRequest,
    /// What a crash leaves of an acceptor (PMS 2.5).
    AcceptorDisk,
    /// A learner counts acceptances (PMS 2.3).
    CountAccepts,
    /// A quorum has accepted one id: it has learned (PMS 2.3).
    Learn,
}

/// How a line stands on the card.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Depth {
    /// By itself.
    Head,
    /// Under the line before it, whose condition it goes on with.
    Under,
}

/// Whether a line is the algorithm.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Truth {
    /// It is.
    Paxos,
    /// A rule in force makes it something else.
    NotPaxos,
}

/// A line in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// Which line.
    pub clause: Clause,
    /// What is done.
    pub text: String,
    /// How it stands.
    pub depth: Depth,
    /// Whether Paxos does so.
    pub truth: Truth,
}

/// What the lines are made from.
#[derive(Clone, Copy)]
struct Source<'a> {
    world: &'a World,
    terms: Terms,
}

/// The whole card: a title for each role, and its lines.
pub fn card(world: &World, telling: Telling) -> [(&'static str, Vec<Told>); 3] {
    let source = Source { world, terms: Terms::of(telling) };
    [
        (tr!("Proposer"), proposer::lines(source)),
        (tr!("Acceptor"), acceptor::lines(source)),
        (tr!("Learner"), learner::lines(source)),
    ]
}

/// The lines that a step has run, in their order.
pub fn ran(step: &Step, cluster: &Cluster) -> Vec<Clause> {
    let mut clauses = Vec::new();
    match step.action {
        Action::Timeout { .. } => clauses.push(Clause::Timer),
        Action::Crash { node } | Action::Restart { node } => clauses.extend(disk(cluster.role(node))),
        Action::Propose { .. }
        | Action::Request { .. }
        | Action::Own { .. }
        | Action::Heartbeat { .. }
        | Action::Deliver { .. }
        | Action::Drop { .. }
        | Action::Duplicate { .. }
        | Action::Hold { .. }
        | Action::Release { .. }
        | Action::Delay { .. }
        | Action::Cut { .. }
        | Action::Heal { .. }
        | Action::Set(_) => {}
    }
    let role = step.node().map(|node| cluster.role(node));
    for clause in step.effects.notes.iter().flat_map(|&note| of_note(note, role)) {
        if !clauses.contains(clause) {
            clauses.push(*clause);
        }
    }
    clauses
}

/// The lines that several steps have run, each with the nodes that ran it.
pub fn ran_by<'a>(steps: impl IntoIterator<Item = &'a Step>, cluster: &Cluster) -> Vec<(Clause, NodeSet)> {
    let mut all: Vec<(Clause, NodeSet)> = Vec::new();
    let runs = steps.into_iter().filter_map(|step| Some((step.node()?, ran(step, cluster))));
    for (node, clause) in runs.flat_map(|(node, clauses)| clauses.into_iter().map(move |clause| (node, clause))) {
        note_run(&mut all, clause, node);
    }
    all
}

fn note_run(all: &mut Vec<(Clause, NodeSet)>, clause: Clause, node: NodeId) {
    match all.iter_mut().find(|(known, _)| *known == clause) {
        Some((_, nodes)) => *nodes = nodes.with(node),
        None => all.push((clause, NodeSet::of(node))),
    }
}

fn disk(role: Role) -> Option<Clause> {
    match role {
        Role::Proposer => Some(Clause::ProposerDisk),
        Role::Acceptor => Some(Clause::AcceptorDisk),
        Role::Client | Role::Learner | Role::Replica => None,
    }
}

/// The lines that give this note as their reason, at a node of this role. Exhaustive: no note is forgotten.
fn of_note(note: Note, role: Option<Role>) -> &'static [Clause] {
    let is_proposer = role == Some(Role::Proposer);
    match note {
        Note::BallotStarted { .. } | Note::SkipsPrepare { .. } => &[Clause::Ask],
        Note::Promised { .. } => &[Clause::Promise, Clause::Report],
        Note::PrepareIgnored { .. } => &[Clause::IgnorePrepare],
        Note::Accepted { .. } => &[Clause::Accept, Clause::Answer],
        Note::AcceptIgnored { .. } | Note::AcceptIgnoredNotFirst { .. } => &[Clause::IgnoreRequest],
        Note::PromiseCounted { .. } => &[Clause::CountPromises],
        Note::FreeToPropose { .. } => &[Clause::CountPromises, Clause::TakeOwn, Clause::SendValue],
        Note::MustAdopt { .. } | Note::MisreadsReports { .. } | Note::KeepsOwn { .. } => {
            &[Clause::CountPromises, Clause::TakeReported, Clause::SendValue]
        }
        Note::DeclaresSuccess { .. } => &[Clause::SendValue],
        Note::PicksAnew { .. } | Note::PromiseLate { .. } => &[Clause::OtherPromise],
        Note::PromiseForOtherBallot { .. } | Note::PromiseRepeated { .. } => &[Clause::OtherPromise],
        Note::NackHeeded { .. } | Note::NackStale { .. } | Note::NackAgain { .. } => &[Clause::HeedNack],
        Note::AcceptedCounted { .. } | Note::ValueCounted { .. } if is_proposer => &[Clause::HearAccept],
        Note::AcceptedCounted { .. } | Note::ValueCounted { .. } => &[Clause::CountAccepts],
        Note::LearnedBefore { .. } | Note::LearnedOther { .. } if is_proposer => &[Clause::HearAccept],
        Note::LearnedBefore { .. } | Note::LearnedOther { .. } => &[Clause::CountAccepts],
        Note::AcceptedRepeated { .. } if is_proposer => &[Clause::HearAccept],
        Note::AcceptedRepeated { .. } => &[Clause::CountAccepts],
        Note::Learned { .. } | Note::LearnedPerValue { .. } if is_proposer => &[Clause::HearAccept, Clause::HasWon],
        Note::Learned { .. } | Note::LearnedPerValue { .. } => &[Clause::CountAccepts, Clause::Learn],
        Note::Forgets(_) => &[Clause::AcceptorDisk],
        Note::ForgetsIds => &[Clause::ProposerDisk],
        Note::ReplyReceived { .. } | Note::NotForMe => &[],
        // The card tells of one decision, not of a log.
        Note::Log(_) => &[],
    }
}

impl Source<'_> {
    /// "At a majority (2 of 3)", "At 4 of 4 acceptors", and whether Paxos is content.
    fn enough(self, purpose: QuorumFor) -> (String, Truth) {
        let (rules, cluster) = (&self.world.rules, &self.world.cluster);
        let (need, all) = (rules.quorum_size(cluster, purpose), cluster.all(Role::Acceptor).len());
        match (rules.count, self.meeting()) {
            (Counting::Messages, _) => (say!("At {need} of them, copies too", need), Truth::NotPaxos),
            (Counting::Acceptors, Truth::Paxos) if need == all / 2 + 1 => {
                (say!("At a majority ({need} of {all})", need, all), Truth::Paxos)
            }
            (Counting::Acceptors, truth) => (say!("At {need} of {all} acceptors", need, all), truth),
        }
    }

    /// Whether each quorum of phase 1 shares an acceptor with each of phase 2, and no wrong rule makes them
    /// smaller (PMS 2.1).
    fn meeting(self) -> Truth {
        let (rules, cluster) = (&self.world.rules, &self.world.cluster);
        let both = rules.quorum_size(cluster, QuorumFor::Prepare) + rules.quorum_size(cluster, QuorumFor::Accept);
        let is_rule_wrong = rules.quorum != Quorum::Majority && cluster.quorum == QuorumSize::Majority;
        match is_rule_wrong || both <= cluster.all(Role::Acceptor).len() {
            true => Truth::NotPaxos,
            false => Truth::Paxos,
        }
    }
}

/// A line by itself that is Paxos.
fn head(clause: Clause, text: impl Into<String>) -> Told {
    Told { clause, text: text.into(), depth: Depth::Head, truth: Truth::Paxos }
}

/// A line under the one before it.
fn under(clause: Clause, text: impl Into<String>) -> Told {
    Told { depth: Depth::Under, ..head(clause, text) }
}

impl Told {
    fn with(self, truth: Truth) -> Told {
        Told { truth, ..self }
    }

    fn not_paxos(self) -> Told {
        self.with(Truth::NotPaxos)
    }
}
