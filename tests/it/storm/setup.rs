//! Under which conditions a seed blows: who there is, how ids are made, what a quorum is, which rules hold.

use super::dice::{Dice, Use};
use crate::lab::Cast;
use paxos_explainer::paxos::{Cluster, Nacks, Numbering, QuorumSize, Rules};
use paxos_explainer::sim::{Change, World};

#[derive(Clone, Debug)]
pub struct Setup {
    pub cast: Cast,
    pub numbering: Numbering,
    /// What else differs from the default, wrong rules too.
    pub changes: Vec<Change>,
    /// Whether the network may double a message.
    pub copies: bool,
}

impl Setup {
    /// A cast under these changes, on a network that may do anything.
    pub fn new(cast: Cast, changes: &[Change]) -> Setup {
        Setup { cast, numbering: Numbering::Slotted, changes: changes.to_vec(), copies: true }
    }

    /// What a seed makes of a cast under the rules of Paxos. Of two quorums that are given by their sizes,
    /// one for each phase, any two share an acceptor.
    pub fn drawn(cast: Cast, seed: u32) -> Setup {
        let mut dice = Dice::new(seed, Use::Setup);
        let accept = 1 + dice.below(usize::from(cast.acceptors)) as u8;
        let prepare = cast.acceptors + 1 - accept + dice.below(usize::from(accept)) as u8;
        let quorum = dice.pick(&[QuorumSize::Majority, QuorumSize::Majority, QuorumSize::Sizes { prepare, accept }]);
        let nacks = dice.pick(&[Nacks::Off, Nacks::Off, Nacks::On]);
        let numbering = dice.pick(&[Numbering::Slotted, Numbering::Rounds]);
        Setup { numbering, ..Setup::new(cast, &[Change::Quorum(quorum), Change::Nacks(nacks)]) }
    }

    pub fn cluster(&self) -> Cluster {
        Cluster { numbering: self.numbering, ..self.cast.cluster() }
    }

    /// The world before anything has happened.
    pub fn world(&self) -> World {
        let mut world = World::new(self.cluster(), Rules::default());
        self.changes.iter().for_each(|&change| _ = world.set(change));
        world
    }
}
