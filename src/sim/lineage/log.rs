//! Why a value stands in a slot of a log: from what is chosen, or known, back to the leader that proposed it, to what
//! was reported to that leader, and to the client that asked.
//!
//! What a replica sends to itself is a step without a message: there the chain goes by the node, the slot and the id.

use super::Link;
use super::trace::Trace;
use crate::paxos::rules::QuorumFor;
use crate::paxos::{Ballot, LogNote, Message, NodeId, NodeSet, Note, Slot, Value, Vote};
use crate::sim::action::Action;
use crate::sim::board::log::{deciders, promisers};
use crate::sim::step::{Moment, Step};
use crate::sim::truth::{self, Chosen};

/// How a replica knows what is chosen in a slot.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Knowledge {
    /// It has counted a quorum of ACCEPTs under one id.
    Counted(Vote, NodeSet),
    /// It takes its own vote for chosen, as the leader of this id says that the slot is.
    OwnVote(Vote, Ballot),
    /// A leader has told it.
    Told(NodeId),
    /// A PROMISE has told it.
    ToldInPromise(NodeId),
}

/// Why a leader proposed what it proposed in a slot.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Proposal {
    /// It gave a client's command the next free slot.
    Assigned,
    /// Nothing was reported, and a later slot is in use: a no-op.
    Filled,
    /// A vote was reported in this slot, and it carries that on.
    Adopted {
        /// The vote.
        vote: Vote,
        /// Those of its quorum that reported it.
        carriers: NodeSet,
    },
    /// Votes were reported, and it carries on the first of these by a wrong rule, not the second.
    Misread(Vote, Vote),
    /// It sends a value of its own though this vote was reported, by a wrong rule.
    Disregards(Vote),
}

impl Trace<'_> {
    /// Why this value is chosen in a slot.
    pub(super) fn chosen_in(&mut self, slot: Slot, value: Value) -> Option<()> {
        let is_it = |chosen: &Chosen| (chosen.slot, chosen.vote.value) == (slot, value);
        let chosen_by = |step: &Step| step.effects.all_chosen().find(is_it);
        let step = self.steps.iter().position(|step| chosen_by(step).is_some())?;
        let chosen = chosen_by(&self.steps[step])?;
        self.link(step, Link::ChosenIn { slot, vote: chosen.vote, by: chosen.by });
        let mut last = None;
        for node in chosen.by.iter() {
            // One that had accepted it at the beginning has no step for that.
            let Some(acceptance) = self.acceptance_in(step + 1, node, slot, chosen.vote) else { continue };
            self.touch(acceptance);
            last = last.max(Some(acceptance));
        }
        let acceptance = last?;
        let leader = self.asker(acceptance)?;
        self.proposed_in(acceptance, leader, slot, chosen.vote)
    }

    /// Why a replica knows what is chosen in a slot, as it came to know it before so many steps.
    pub(super) fn known_in(&mut self, before: usize, node: NodeId, slot: Slot) -> Option<()> {
        let learns = |note: &&Note| note.learned_value().is_some() && note.slot() == slot;
        let is_it = |step: &Step| step.node() == Some(node) && step.effects.notes.iter().any(|note| learns(&note));
        let step = self.steps[..before].iter().position(is_it)?;
        let note = *self.steps[step].effects.notes.iter().find(learns)?;
        let value = note.learned_value()?;
        let how = match note {
            Note::Learned { vote, by, .. } => Knowledge::Counted(vote, by.by),
            Note::LearnedPerValue { vote, by, .. } => Knowledge::Counted(vote, by),
            Note::Log(LogNote::MarksOwnVote { vote, leader, .. }) => Knowledge::OwnVote(vote, leader),
            Note::Log(LogNote::Told { from, .. }) => Knowledge::Told(from),
            Note::Log(LogNote::ToldInPromise { from, .. }) => Knowledge::ToldInPromise(from),
            _ => return None,
        };
        self.link(step, Link::Knows { node, slot, value, how });
        self.touch(step);
        match how {
            Knowledge::Counted(vote, _) => {
                self.counted_in(step, node, slot, vote);
                self.proposed_in(step, node, slot, vote)
            }
            Knowledge::OwnVote(vote, _) => self.accepted_in(step + 1, node, slot, vote),
            Knowledge::Told(from) | Knowledge::ToldInPromise(from) => {
                let told = self.sent_by(step).unwrap_or(step);
                // It may have known it from the beginning.
                self.known_in(told + 1, from, slot);
                Some(())
            }
        }
    }

    /// The ACCEPTs that a leader has counted for a vote, up to the last of them.
    fn counted_in(&mut self, step: usize, node: NodeId, slot: Slot, vote: Vote) {
        let start = self.last(step, |step| matches!(step.action, Action::Crash { node: down } if down == node));
        for place in start.unwrap_or(0)..step {
            let is_counted = |note: &Note| match *note {
                Note::AcceptedCounted { slot: at, vote: heard, .. } => (at, heard) == (slot, vote),
                _ => false,
            };
            let done = &self.steps[place];
            if done.node() == Some(node) && done.effects.notes.iter().any(is_counted) {
                self.touch(place);
            }
        }
    }

    /// From an acceptance back to the leader that asked for it; one from the beginning has nothing before it.
    fn accepted_in(&mut self, before: usize, node: NodeId, slot: Slot, vote: Vote) -> Option<()> {
        let Some(step) = self.acceptance_in(before, node, slot, vote) else { return Some(()) };
        let from = self.asker(step)?;
        self.link(step, Link::AcceptedIn { node, slot, vote, from });
        self.touch(step);
        self.proposed_in(step, from, slot, vote)
    }

    /// From a leader's proposal back to why it made it; over and over, to the wish.
    fn proposed_in(&mut self, before: usize, leader: NodeId, slot: Slot, vote: Vote) -> Option<()> {
        let is_it = |step: &Step| step.node() == Some(leader) && proposes(step, slot).is_some_and(|(it, _)| it == vote);
        let step = self.last(before + 1, is_it)?;
        let (_, note) = proposes(&self.steps[step], slot)?;
        let ballot = vote.ballot;
        let why = match note {
            LogNote::Adopts { vote: reported, .. } => {
                Proposal::Adopted { vote: reported, carriers: self.carriers_in(step, leader, ballot, slot, reported) }
            }
            LogNote::Misreads { vote, highest, .. } => Proposal::Misread(vote, highest),
            LogNote::Disregards { vote, .. } => Proposal::Disregards(vote),
            LogNote::FillsGap { .. } => Proposal::Filled,
            _ => Proposal::Assigned,
        };
        self.link(step, Link::Proposed { node: leader, slot, vote, why });
        match why {
            Proposal::Adopted { vote, carriers } => self.reported_in(step, leader, (ballot, slot, vote), carriers),
            Proposal::Misread(vote, _) => {
                let carriers = self.carriers_in(step, leader, ballot, slot, vote);
                self.reported_in(step, leader, (ballot, slot, vote), carriers)
            }
            Proposal::Filled => self.led(step, leader, ballot, slot),
            Proposal::Assigned | Proposal::Disregards(_) => {
                self.led(step, leader, ballot, slot)?;
                self.request(step, leader, vote.value)
            }
        }
    }

    /// The lead under which something was proposed in a slot: that it began, or, where others decide in this slot, that
    /// these have promised as well.
    fn led(&mut self, step: usize, leader: NodeId, ballot: Ballot, slot: Slot) -> Option<()> {
        let begins = |note: &Note| match *note {
            Note::Log(LogNote::Leads { ballot: led, by, .. }) if led == ballot => Some(by.by),
            Note::Log(LogNote::LeadsUnasked { ballot: led, .. }) if led == ballot => Some(NodeSet::EMPTY),
            _ => None,
        };
        let is_it =
            |step: &Step| step.node() == Some(leader) && step.effects.notes.iter().any(|it| begins(it).is_some());
        let began = self.last(step + 1, is_it)?;
        let by = self.steps[began].effects.notes.iter().find_map(begins)?;
        let world = self.recording.at(Moment { time: 0, steps: step + 1 });
        let members = truth::configurations(&world, slot);
        let is_enough = |&members: &NodeSet| world.rules.is_quorum_of(&world.cluster, QuorumFor::Prepare, members, by);
        let all = promisers(leader, ballot, &self.steps[..=step]).intersection(deciders(&members));
        if by.is_empty() || all.is_empty() || members.iter().any(is_enough) {
            self.link(began, Link::Led { node: leader, ballot, by, later: None });
            self.touch(began);
            return Some(());
        }
        let grew = |&place: &usize| {
            let before = promisers(leader, ballot, &self.steps[..place]).intersection(deciders(&members));
            before != all
        };
        let place = (began..=step).rev().find(grew).unwrap_or(began);
        self.link(place, Link::Led { node: leader, ballot, by: all, later: Some(slot) });
        self.touch(place);
        Some(())
    }

    /// The client that asked for a command.
    fn request(&mut self, step: usize, leader: NodeId, value: Value) -> Option<()> {
        let is_it = |step: &Step| {
            let envelope = step.effects.envelope.as_ref().filter(|_| matches!(step.action, Action::Deliver { .. }));
            let asks = envelope.is_some_and(|it| *it.message == Message::Request { value });
            step.node() == Some(leader) && asks && step.effects.lost.is_none()
        };
        let Some(asked) = self.last(step + 1, is_it) else { return Some(()) };
        self.touch(asked);
        let client = self.asker(asked)?;
        let sent = self.sent_by(asked)?;
        self.link(sent, Link::Requested { client, to: leader, value });
        Some(())
    }

    /// The PROMISEs of others that a leader has counted for its id by this step: the delivery, whose, and what it
    /// reports in a slot.
    fn promises_in(
        &self,
        step: usize,
        leader: NodeId,
        ballot: Ballot,
        slot: Slot,
    ) -> Vec<(usize, NodeId, Option<Vote>)> {
        let report = |place: usize| {
            let done = &self.steps[place];
            let envelope = done.effects.envelope.as_ref().filter(|_| done.node() == Some(leader))?;
            match &*envelope.message {
                Message::Promise { ballot: of, votes, .. } if *of == ballot && done.effects.lost.is_none() => {
                    Some((place, envelope.from, votes.get(slot)))
                }
                _ => None,
            }
        };
        (0..=step).filter_map(report).collect()
    }

    /// Whose promises reported a vote in a slot; the leader's own among them, if it had accepted it.
    fn carriers_in(&self, step: usize, leader: NodeId, ballot: Ballot, slot: Slot, vote: Vote) -> NodeSet {
        let promises = self.promises_in(step, leader, ballot, slot);
        let others: NodeSet = promises.iter().filter(|it| it.2 == Some(vote)).map(|&(_, from, _)| from).collect();
        let promised = |step: &Step| {
            let is_it = |note: &Note| matches!(*note, Note::Promised { ballot: of, .. } if of == ballot);
            step.node() == Some(leader) && step.effects.notes.iter().any(is_it)
        };
        let before = self.last(step + 1, promised).unwrap_or(step);
        // What it has told itself need not be what it has accepted.
        let reported = |at: usize| {
            let world = self.recording.at(Moment { time: 0, steps: at });
            let disk = &world.node(leader).acceptor.as_ref()?.disk;
            world.rules.report(disk.votes.clone(), disk.promised).get(slot)
        };
        if reported(before) == Some(vote) { others.with(leader) } else { others }
    }

    /// From a proposal that carries a vote on back to the first promise that reported it, and its acceptance.
    fn reported_in(
        &mut self,
        step: usize,
        leader: NodeId,
        (ballot, slot, vote): (Ballot, Slot, Vote),
        carriers: NodeSet,
    ) -> Option<()> {
        let mut promises = self.promises_in(step, leader, ballot, slot);
        promises.retain(|&(.., reported)| reported == Some(vote));
        let (node, place) = match promises.first() {
            Some(&(delivery, from, _)) => {
                self.touch(delivery);
                (from, self.sent_by(delivery)?)
            }
            None => (carriers.iter().next()?, step),
        };
        self.link(place, Link::ReportedIn { node, ballot, slot, vote });
        self.accepted_in(place + 1, node, slot, vote)
    }

    /// The last of the first `before` steps in which a replica accepts this in a slot.
    fn acceptance_in(&self, before: usize, node: NodeId, slot: Slot, vote: Vote) -> Option<usize> {
        let accepts =
            |note: &Note| matches!(*note, Note::Accepted { slot: at, vote: it, .. } if (at, it) == (slot, vote));
        self.last(before, |step| step.node() == Some(node) && step.effects.notes.iter().any(accepts))
    }

    /// Who has sent what a step deals with: its node itself where it deals with what that has sent to itself.
    fn asker(&self, step: usize) -> Option<NodeId> {
        let done = &self.steps[step];
        done.effects.envelope.as_ref().map(|envelope| envelope.from).or(done.node())
    }

    /// The step that sent the message with which a step deals.
    fn sent_by(&self, step: usize) -> Option<usize> {
        Some(self.original(self.steps[step].effects.envelope.as_ref()?.id)?.0)
    }

    /// A step belongs to the path, and so does the message with which it deals.
    fn touch(&mut self, step: usize) {
        self.found.steps.push(step);
        if self.steps[step].effects.envelope.is_some() {
            // It may be a copy: then the way to the original belongs to it too.
            let _ = self.sender(step);
        }
    }
}

/// What a leader proposes in a slot by a step, and why.
fn proposes(step: &Step, slot: Slot) -> Option<(Vote, LogNote)> {
    step.effects.notes.iter().find_map(|note| {
        let Note::Log(note) = *note else { return None };
        let (at, ballot, value) = match note {
            LogNote::Adopts { ballot, slot, vote, .. } | LogNote::Misreads { ballot, slot, vote, .. } => {
                (slot, ballot, vote.value)
            }
            LogNote::Disregards { ballot, slot, value, .. } | LogNote::Assigns { ballot, slot, value } => {
                (slot, ballot, value)
            }
            LogNote::FillsGap { ballot, slot } => (slot, ballot, Value::NO_OP),
            _ => return None,
        };
        (at == slot).then_some((Vote { ballot, value }, note))
    })
}
