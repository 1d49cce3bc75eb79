//! Chance for the storms; the schedule of a run has its own.

use paxos_explainer::paxos::NodeId;
use paxos_explainer::sim::Draw;

/// What is decided by chance with one seed. Each has draws of its own, so that none follows from another.
#[derive(Clone, Copy, Debug)]
pub enum Use {
    Setup,
    Storm,
    Walk,
}

pub struct Dice(Draw);

impl Dice {
    pub fn new(seed: u32, of: Use) -> Dice {
        Dice(Draw::new(seed, NodeId(0), NodeId(0), 14, of as u32))
    }

    pub fn below(&mut self, bound: usize) -> usize {
        self.0.between(0, bound as u32 - 1) as usize
    }

    pub fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}
