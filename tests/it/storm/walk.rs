//! Walks through a world without a clock: a few ballots, and messages that come in any order at all. A walk
//! is short and cheap, so that thousands of them meet the rare order that a wrong rule needs.

use super::shrink::{Act, acts_of_effects, beginning};
use super::weather::Dice;
use crate::lab::*;
use paxos_explainer::paxos::{Kind, NodeId, Role};
use paxos_explainer::sim::world::Faithful;
use paxos_explainer::sim::{Action, Change, Envelope, MessageId, Violation, World, truth};

/// A walk that is being taken.
pub struct Walk {
    pub world: World,
    pub acts: Vec<Act>,
    pub violation: Option<Violation>,
    dice: Dice,
    /// Messages in flight, each with its turn: the least turn comes next.
    turns: Vec<(u32, MessageId)>,
    /// Whether a promise was broken on the way.
    pub promise_is_broken: bool,
}

impl Walk {
    /// The walk of this seed, to its end or to the first violation.
    pub fn of(cast: Cast, rules: &[Change], seed: u32) -> Walk {
        let mut walk = Walk {
            world: beginning(cast, rules),
            acts: Vec::new(),
            violation: None,
            dice: Dice::new(seed),
            turns: Vec::new(),
            promise_is_broken: false,
        };
        let proposers: Vec<NodeId> = walk.world.cluster.all(Role::Proposer).iter().collect();
        let acceptors: Vec<NodeId> = walk.world.cluster.all(Role::Acceptor).iter().collect();
        let ballots = walk.dice.pick(&[2, 3, 3, 4, 5]);
        let mut starts: Vec<u32> = (0..ballots).map(|nth| (nth * walk.dice.below(12)) as u32).collect();
        let mut blinks: Vec<u32> = (0..walk.dice.below(4)).map(|_| walk.dice.below(40) as u32).collect();
        let mut now = 0;
        while walk.violation.is_none() && !(starts.is_empty() && walk.turns.is_empty()) {
            if let Some(at) = starts.iter().position(|&start| start <= now) {
                starts.remove(at);
                let (node, value) = (walk.dice.pick(&proposers), walk.dice.pick(&[CAT, DOG, FOX]));
                walk.take(now, Action::Propose { node, value, ballot: None });
            }
            if let Some(at) = blinks.iter().position(|&blink| blink <= now) {
                blinks.remove(at);
                let node = walk.dice.pick(&acceptors);
                walk.take(now, Action::Crash { node });
                walk.take(now, Action::Restart { node });
            }
            if let Some(message) = walk.next() {
                walk.take(now, Action::Deliver { message });
            }
            now += 1;
        }
        walk
    }

    fn next(&mut self) -> Option<MessageId> {
        let at = (0..self.turns.len()).min_by_key(|&at| self.turns[at])?;
        Some(self.turns.remove(at).1)
    }

    fn take(&mut self, now: u32, action: Action) {
        let before = self.world.clone();
        let Ok(effects) = self.world.apply(action, &mut Faithful) else { return };
        self.acts.extend(acts_of_effects(action, &effects));
        self.violation = truth::violation(&self.world);
        self.promise_is_broken |= truth::broken_promise(&before, &self.world).is_some();
        for sent in effects.sent {
            // Nothing follows from what learners hear; one message in eight is lost.
            if is_of_use(&sent.envelope) && !self.dice.one_in(8) {
                let wait = self.dice.pick(&[2, 8, 50]);
                self.turns.push((now + self.dice.below(wait) as u32, sent.envelope.id));
            }
        }
    }
}

fn is_of_use(envelope: &Envelope) -> bool {
    envelope.message.kind() != Kind::Accepted
}
