//! What there is to find on a step.

mod log;

use super::table::Remarks;
use super::turn::Turned;
use super::{Encoded, Locals};
use crate::check::scenario::{Finding, Goal, Hearing};
use crate::check::search::Next;
use crate::paxos::proposer::Phase;
use crate::paxos::rules::{Counting, Learn, QuorumFor};
use crate::paxos::{Ballot, Message, NodeId, NodeSet, Role, Slot, Value, Vote};
use smallvec::SmallVec;

/// What is found, and how many actions beyond the step it takes.
pub(super) type Findings = SmallVec<[(Finding, u32); 4]>;
/// Values, each in the slot that is asked about.
type Values = SmallVec<[Value; 2]>;

/// How a node comes to learn a value: by these deliveries, each so many times.
#[derive(Clone, Debug)]
pub(super) struct Lesson {
    pub node: NodeId,
    pub value: Value,
    pub deliveries: Vec<(NodeId, Message, u32)>,
}

impl Lesson {
    /// How many actions it takes: a delivery each, and a copy for every further one.
    pub fn length(&self) -> u32 {
        self.deliveries.iter().map(|&(_, _, times)| 2 * times - 1).sum()
    }
}

impl Encoded {
    /// Tells a search what a move leads to, and what is found on it.
    pub(super) fn report<const W: usize>(&mut self, locals: &Locals, turned: Turned, next: &mut Next<W>) {
        let mut after = *locals;
        after[turned.node] = turned.moved.to();
        let cost = turned.moved.cost();
        let remarks = turned.moved.remarks();
        let is_told = !remarks.is_empty() || self.scenario.wanted.is_some();
        let found = if is_told { self.found(locals, &after, turned.node, remarks) } else { Findings::new() };
        let key = self.arranged(after);
        let key = self.pack(&key);
        match cost {
            1 => next.push(key),
            _ => next.push_double(key),
        }
        for (finding, extra) in found {
            next.find(finding as usize, key, cost + extra);
        }
    }

    /// What is found on a step of one node.
    pub(super) fn found(&self, before: &Locals, after: &Locals, node: usize, remarks: Remarks) -> Findings {
        let mut found = Findings::new();
        if remarks.has(Remarks::BREAKS_PROMISE) {
            found.push((Finding::PromiseBroken, 0));
        }
        if remarks.has(Remarks::CASTS) {
            let old = &self.local(node, before[node]).cast;
            for &(slot, vote) in self.local(node, after[node]).cast.iter().filter(|cast| !old.contains(cast)) {
                self.after_vote(after, slot, vote, &mut found);
            }
        }
        if remarks.has(Remarks::LEARNS) {
            self.after_learning(after, node, &mut found);
        }
        if remarks.has(Remarks::APPLIES) {
            self.after_applying(before, after, node, &mut found);
        }
        if remarks.has(Remarks::SENDS) && self.has_two_values(after, node) {
            found.push((Finding::TwoValues, 0));
        }
        if remarks.has(Remarks::STARTS) && self.are_two_open(after) {
            found.push((Finding::BothChoosable, 0));
        }
        if self.is_as_wanted(after) {
            found.push((Finding::Wanted, 0));
        }
        found
    }

    fn after_vote(&self, after: &Locals, slot: Slot, vote: Vote, found: &mut Findings) {
        let world = &self.scenario.start;
        let is_filler = world.cluster.is_replicated() && vote.value == Value::NO_OP;
        let is_asked = |node: usize| self.local(node, after[node]).proposed.contains(&vote.value);
        if !is_filler && !world.proposed.contains(&vote.value) && !(0..self.nodes).any(is_asked) {
            found.push((Finding::Invented, 0));
        }
        if self.scenario.start.cluster.is_replicated() {
            return self.after_vote_in_log(after, slot, vote, found);
        }
        let chosen = self.chosen_in(after, slot);
        self.after_choice(after, slot, &chosen, found);
        self.after_hearing(after, slot, &chosen, found);
    }

    /// What there is to find where these are chosen in a slot.
    fn after_choice(&self, after: &Locals, slot: Slot, chosen: &[Value], found: &mut Findings) {
        if 1 < chosen.len() {
            found.push((Finding::TwoChosen, 0));
        }
        let is_meant = |value: &Value| match self.scenario.goal {
            Goal::Choose(wanted) => value.shows_as(wanted),
            _ => true,
        };
        if chosen.iter().any(is_meant) {
            found.push((Finding::Chosen, 0));
        }
        let learned = (0..self.nodes).filter_map(|node| self.learned(after, node, slot));
        if learned.into_iter().any(|value| chosen.iter().any(|other| *other != value)) {
            found.push((Finding::Differ, 0));
        }
    }

    /// What a node has learned for a slot.
    pub(super) fn learned(&self, locals: &Locals, node: usize, slot: Slot) -> Option<Value> {
        self.local(node, locals[node]).node.learner.as_ref()?.learned(slot)
    }

    fn after_learning(&self, after: &Locals, node: usize, found: &mut Findings) {
        let Some(learner) = &self.local(node, after[node]).node.learner else { return };
        for &(slot, value) in &learner.learned {
            let chosen = self.chosen_in(after, slot);
            if !chosen.contains(&value) {
                found.push((Finding::LearnedUnchosen, 0));
            }
            let mut others = (0..self.nodes).filter_map(|other| self.learned(after, other, slot)).chain(chosen);
            if others.any(|other| other != value) {
                found.push((Finding::Differ, 0));
            }
        }
    }

    /// What nodes could learn wrongly from the votes there are, where ACCEPTs are not delivered.
    fn after_hearing(&self, after: &Locals, slot: Slot, chosen: &[Value], found: &mut Findings) {
        let lessons = self.lessons(after, slot, chosen);
        let unchosen = lessons.iter().filter(|lesson| !chosen.contains(&lesson.value));
        if let Some(least) = unchosen.map(Lesson::length).min() {
            found.push((Finding::LearnedUnchosen, least));
        }
        let differing = self.differing(&lessons, chosen);
        if !differing.is_empty() {
            found.push((Finding::Differ, differing.iter().map(|lesson| lesson.length()).sum()));
        }
    }

    /// The shortest lessons after which what nodes hold differs: one against what is chosen, or two of two nodes.
    pub(super) fn differing<'a>(&self, lessons: &'a [Lesson], chosen: &[Value]) -> Vec<&'a Lesson> {
        let against = lessons.iter().filter(|lesson| chosen.iter().any(|value| *value != lesson.value));
        let alone = against.map(|lesson| vec![lesson]);
        let pairs = lessons.iter().enumerate().flat_map(|(at, first)| {
            let others = lessons[..at].iter();
            others.filter(|other| other.node != first.node && other.value != first.value).map(move |it| vec![first, it])
        });
        let length = |all: &Vec<&Lesson>| all.iter().map(|lesson| lesson.length()).sum::<u32>();
        alone.chain(pairs).min_by_key(length).unwrap_or_default()
    }

    /// How nodes can learn values of which not all can be right, each in the fewest actions. Where nodes learn as in Paxos
    /// and one value is chosen at most, there is none.
    pub(super) fn lessons(&self, locals: &Locals, slot: Slot, chosen: &[Value]) -> Vec<Lesson> {
        let rules = &self.scenario.start.rules;
        let can_err = rules.learn == Learn::PerValue || rules.count == Counting::Messages;
        if !(can_err || 1 < chosen.len()) || self.scenario.hearing == Hearing::Delivered {
            return Vec::new();
        }
        let mut lessons = Vec::new();
        for node in (0..self.nodes).filter(|&node| self.learned(locals, node, slot).is_none()) {
            if self.local(node, locals[node]).node.learner.is_some() {
                let votes = self.votes_for(locals, node, slot);
                let mut values: Values = votes.iter().map(|(_, vote)| vote.value).collect();
                values.sort_unstable();
                values.dedup();
                let each = values.into_iter();
                lessons.extend(each.filter_map(|value| self.lesson(locals, node, slot, value, &votes)));
            }
        }
        lessons
    }

    /// The ACCEPTs that are there for a node, by who sent them.
    fn votes_for(&self, locals: &Locals, node: usize, slot: Slot) -> Vec<(NodeId, Vote)> {
        let mut votes = Vec::new();
        for acceptor in self.scenario.start.cluster.all(Role::Acceptor).iter() {
            for &letter in &self.local(acceptor.index(), locals[acceptor.index()]).sent {
                if let (to, Message::Accepted { ballot, slot: at, value, .. }) = *self.letters.get(letter)
                    && to.index() == node
                    && at == slot
                {
                    votes.push((acceptor, Vote { ballot, value }));
                }
            }
        }
        votes
    }

    /// The fewest deliveries from which a node learns a value, if there are enough votes for it.
    fn lesson(
        &self,
        locals: &Locals,
        node: usize,
        slot: Slot,
        value: Value,
        votes: &[(NodeId, Vote)],
    ) -> Option<Lesson> {
        let world = &self.scenario.start;
        let need = world.rules.quorum_size(&world.cluster, QuorumFor::Accept);
        let heard = self.local(node, locals[node]).node.learner.as_ref()?;
        let ballots = votes.iter().filter(|(_, vote)| vote.value == value).map(|(_, vote)| *vote);
        // Where values are added up, every id counts; else one id at a time.
        let groups: Vec<Vec<(NodeId, Vote)>> = match world.rules.learn {
            Learn::PerValue => vec![votes.iter().copied().filter(|(_, vote)| vote.value == value).collect()],
            Learn::PerId | Learn::OnPromises => {
                ballots.map(|vote| votes.iter().copied().filter(|&(_, other)| other == vote).collect()).collect()
            }
        };
        let lessons = groups.into_iter().filter_map(|group| {
            let known: Vec<_> = group.iter().map(|&(_, vote)| heard.heard_of(slot, vote)).collect();
            let mut by = known.iter().fold(NodeSet::EMPTY, |all, heard| all.union(heard.by));
            let mut messages = known.iter().map(|heard| usize::from(heard.messages)).max().unwrap_or_default();
            let mut deliveries = Vec::new();
            for &(from, Vote { ballot, value }) in &group {
                let is_enough = |by: NodeSet, messages: usize| match world.rules.count {
                    Counting::Acceptors => need <= by.len(),
                    Counting::Messages => need <= messages,
                };
                if !by.contains(from) && !is_enough(by, messages) {
                    (by, messages) = (by.with(from), messages + 1);
                    let message = Message::Accepted { ballot, slot, value, first_unchosen: slot };
                    deliveries.push((from, message, 1));
                }
            }
            match (world.rules.count, deliveries.last_mut()) {
                (Counting::Acceptors, _) if by.len() < need => return None,
                (Counting::Messages, None) => return None,
                (Counting::Messages, Some(last)) => last.2 += need.saturating_sub(messages) as u32,
                (Counting::Acceptors, _) => {}
            }
            Some(Lesson { node: NodeId(node as u8), value, deliveries })
        });
        lessons.min_by_key(Lesson::length)
    }

    /// The values that are chosen in a slot.
    pub(super) fn chosen_in(&self, locals: &Locals, slot: Slot) -> Values {
        let world = &self.scenario.start;
        if world.cluster.is_replicated() {
            let chosen = self.chosen_in_log(locals).into_iter();
            return chosen.filter(|(at, _)| *at == slot).map(|(_, value)| value).collect();
        }
        let acceptors: SmallVec<[NodeId; 8]> = world.cluster.all(Role::Acceptor).iter().collect();
        let members = world.cluster.all(Role::Acceptor);
        let mut chosen: Values = self.chosen.iter().filter(|(at, _)| *at == slot).map(|&(_, value)| value).collect();
        chosen.sort_unstable();
        chosen.dedup();
        for (at, &acceptor) in acceptors.iter().enumerate() {
            for &cast in &self.local(acceptor.index(), locals[acceptor.index()]).cast {
                let (in_slot, vote) = cast;
                if in_slot != slot || chosen.contains(&vote.value) {
                    continue;
                }
                let has_cast = |other: &&NodeId| self.local(other.index(), locals[other.index()]).cast.contains(&cast);
                // Who comes first counts for all.
                if acceptors[..at].iter().any(|other| has_cast(&other)) {
                    continue;
                }
                let by: NodeSet = acceptors.iter().filter(has_cast).copied().collect();
                if world.rules.is_quorum_of(&world.cluster, QuorumFor::Accept, members, by) {
                    chosen.push(vote.value);
                }
            }
        }
        chosen
    }

    /// Whether a node has sent a value under an id under which another was sent or accepted.
    fn has_two_values(&self, after: &Locals, node: usize) -> bool {
        let sent = |node: usize| {
            self.local(node, after[node]).sent.iter().filter_map(|&letter| match self.letters.get(letter).1 {
                Message::AcceptRequest { ballot, slot, value, .. } => Some((slot, Vote { ballot, value })),
                _ => None,
            })
        };
        let cast = |node: usize| self.local(node, after[node]).cast.iter().copied();
        let is_other = |(slot, vote): (Slot, Vote), (at, other): (Slot, Vote)| {
            at == slot && other.ballot == vote.ballot && other.value != vote.value
        };
        sent(node).any(|own| (0..self.nodes).any(|other| sent(other).chain(cast(other)).any(|it| is_other(own, it))))
    }

    /// Whether two ballots for two values are open: nothing is reported to either, and each has asked a quorum that is
    /// free for it and can answer.
    pub(super) fn are_two_open(&self, locals: &Locals) -> bool {
        let world = &self.scenario.start;
        let disk = |node: NodeId| Some(&self.local(node.index(), locals[node.index()]).node.acceptor.as_ref()?.disk);
        let asks = |node: usize, to: NodeId, ballot: Ballot| {
            let mut sent = self.local(node, locals[node]).sent.iter().map(|&letter| self.letters.get(letter));
            sent.any(|(who, said)| {
                *who == to && matches!(said, Message::Prepare { ballot: asked, .. } if *asked == ballot)
            }) && !world.cuts[to.index()].contains(NodeId(node as u8))
        };
        let mut open: Values = SmallVec::new();
        for (node, &local) in locals.iter().enumerate().take(self.nodes) {
            let Some(proposer) = &self.local(node, local).node.proposer else { continue };
            let (Some(own), Some(attempt)) = (proposer.disk.own, &proposer.attempt) else { continue };
            let asked = world.cluster.all(Role::Acceptor).iter().filter(|&to| asks(node, to, attempt.ballot));
            let disks = asked.filter_map(disk);
            let is_free = disks.filter(|disk| disk.promised < Some(attempt.ballot) && disk.votes.is_empty());
            let need = world.rules.quorum_size(&world.cluster, QuorumFor::Prepare);
            let need = need.max(world.rules.quorum_size(&world.cluster, QuorumFor::Accept));
            if attempt.phase == Phase::Preparing && attempt.reported.is_empty() && need <= is_free.count() {
                open.push(own);
            }
        }
        open.iter().any(|value| *value != open[0])
    }
}
