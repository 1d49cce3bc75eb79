//! Walks through a world without a clock: a few ballots, and messages that come in any order at all. A walk
//! is short and cheap, so that thousands of them meet the rare order that a wrong rule needs.

use super::check::{Watch, carries_on_what_is_chosen, violations};
use super::dice::{Dice, Use};
use super::setup::Setup;
use super::shrink::{Act, acts_of};
use crate::lab::*;
use paxos_explainer::paxos::{Ballot, Kind, NodeId, Role};
use paxos_explainer::sim::world::Faithful;
use paxos_explainer::sim::{Action, Effects, Envelope, MessageId, Violation, World};

/// What befalls the messages of a walk.
struct Habits {
    /// One message in so many is lost, or is doubled; none where this is 0.
    loses: usize,
    doubles: usize,
    /// Whether what acceptors tell of their votes arrives. No vote follows from it, so that most walks are
    /// shorter without.
    is_heard: bool,
}

/// A walk that is being taken.
pub struct Walk {
    pub world: World,
    pub acts: Vec<Act>,
    /// The first violation of those that are looked for.
    pub violation: Option<Violation>,
    /// Whether a proposer has sent another value after one was chosen.
    pub disregards_the_chosen: bool,
    watch: Watch,
    habits: Habits,
    dice: Dice,
    /// Messages in flight, each with its turn: the least turn comes next.
    turns: Vec<(u32, MessageId)>,
}

impl Walk {
    /// The walk of this seed, to its end or to the first violation.
    pub fn of(setup: &Setup, seed: u32, watch: Watch) -> Walk {
        let mut dice = Dice::new(seed, Use::Walk);
        let habits = Habits {
            loses: dice.pick(&[0, 8, 8, 4]),
            doubles: if setup.copies { dice.pick(&[0, 0, 12, 4]) } else { 0 },
            is_heard: dice.one_in(4),
        };
        let mut walk = Walk {
            world: setup.world(),
            acts: Vec::new(),
            violation: None,
            disregards_the_chosen: false,
            watch,
            habits,
            dice,
            turns: Vec::new(),
        };
        walk.go();
        walk
    }

    fn go(&mut self) {
        let proposers: Vec<NodeId> = self.world.cluster.all(Role::Proposer).iter().collect();
        let acceptors: Vec<NodeId> = self.world.cluster.all(Role::Acceptor).iter().collect();
        let ballots = self.dice.pick(&[2, 3, 3, 4, 5]);
        let mut starts: Vec<u32> = (0..ballots).map(|nth| (nth * self.dice.below(12)) as u32).collect();
        let mut blinks: Vec<u32> = (0..self.dice.below(4)).map(|_| self.dice.below(40) as u32).collect();
        let mut now = 0;
        while self.violation.is_none() && !(starts.is_empty() && self.turns.is_empty()) {
            if let Some(at) = starts.iter().position(|&start| start <= now) {
                starts.remove(at);
                let (node, value) = (self.dice.pick(&proposers), self.dice.pick(&[CAT, DOG, FOX]));
                let ballot = self.id_to_reuse();
                self.take(now, Action::Propose { node, value, ballot });
            }
            if let Some(at) = blinks.iter().position(|&blink| blink <= now) {
                blinks.remove(at);
                let node = if self.dice.one_in(4) { self.dice.pick(&proposers) } else { self.dice.pick(&acceptors) };
                self.take(now, Action::Crash { node });
                self.take(now, Action::Restart { node });
            }
            if let Some(message) = self.next() {
                self.take(now, Action::Deliver { message });
            }
            now += 1;
        }
    }

    /// Where ids may be used again, one that was used, in half of the proposals.
    fn id_to_reuse(&mut self) -> Option<Ballot> {
        let used: Vec<Ballot> = self.world.used.iter().map(|&(ballot, _)| ballot).collect();
        let may_reuse = self.world.rules.may_reuse_ids() && !used.is_empty() && self.dice.one_in(2);
        may_reuse.then(|| self.dice.pick(&used))
    }

    fn next(&mut self) -> Option<MessageId> {
        let at = (0..self.turns.len()).min_by_key(|&at| self.turns[at])?;
        Some(self.turns.remove(at).1)
    }

    fn take(&mut self, now: u32, action: Action) {
        if self.violation.is_some() {
            return;
        }
        let before = self.world.clone();
        let Ok(effects) = self.world.apply(action, &mut Faithful) else { return };
        self.acts.extend(acts_of(action, &effects));
        self.violation = violations(&before, &self.world, &effects).find(|&found| (self.watch)(found));
        self.disregards_the_chosen |= !carries_on_what_is_chosen(&self.world, &effects);
        self.route(now, &effects);
    }

    /// Gives each message that was sent its turn, or none.
    fn route(&mut self, now: u32, effects: &Effects) {
        for sent in &effects.sent {
            let id = sent.envelope.id;
            if !self.is_of_use(&sent.envelope) || self.has_luck(self.habits.loses) {
                continue;
            }
            let wait = self.dice.pick(&[2, 8, 50]);
            self.turns.push((now + self.dice.below(wait) as u32, id));
            if sent.copy_of.is_none() && self.has_luck(self.habits.doubles) {
                self.take(now, Action::Duplicate { message: id });
            }
        }
    }

    fn has_luck(&mut self, one_in: usize) -> bool {
        one_in != 0 && self.dice.one_in(one_in)
    }

    fn is_of_use(&self, envelope: &Envelope) -> bool {
        self.habits.is_heard || envelope.message.kind() != Kind::Accepted
    }
}
