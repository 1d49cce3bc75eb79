//! Chance, drawn so that what happens on one link never reshuffles another.
//!
//! Each draw is a function of the seed, the sender, the receiver, the kind and its number among those of that
//! kind on that link. These make the state of one SplitMix64 generator, whose outputs are the draws.

use crate::paxos::NodeId;
use rand_core::Rng;
use rand_xoshiro::SplitMix64;

/// The draws that belong to one message or one timer.
#[derive(Clone, Debug)]
pub struct Draw(SplitMix64);

impl Draw {
    /// For the `nth` (from 0) message of kind number `kind` from one node to another. A timer is a
    /// kind of its own, from a node to itself.
    pub fn new(seed: u32, from: NodeId, to: NodeId, kind: u8, nth: u32) -> Draw {
        use rand_core::SeedableRng;
        let link = u64::from(from.0 & 15) << 8 | u64::from(to.0 & 15) << 4 | u64::from(kind & 15);
        let state = u64::from(seed) << 32 | link << 20 | u64::from(nth & 0xF_FFFF);
        Draw(SplitMix64::from_seed(state.to_le_bytes()))
    }

    /// A whole number from `least` to `most`, both included.
    pub fn between(&mut self, least: u32, most: u32) -> u32 {
        let span = u64::from(most.saturating_sub(least)) + 1;
        least + ((u128::from(self.0.next_u64()) * u128::from(span)) >> 64) as u32
    }

    /// Whether something happens that happens `percent` times in a hundred.
    pub fn percent(&mut self, percent: u8) -> bool {
        self.between(0, 99) < u32::from(percent)
    }
}
