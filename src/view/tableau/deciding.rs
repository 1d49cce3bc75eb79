//! Who decides in which slot of a log: as one sees who sees all, and as a replica knows.

use super::Painter;
use crate::paxos::{Command, NodeId, NodeSet, Role, Slot, Value};
use crate::sim::truth;

/// So many slots before and after the last one that is used may be on the picture.
const ABOUT: u32 = 10;

/// What part a replica has in deciding.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Part {
    /// The next slot of the log, where it has no say in that.
    pub outside: Option<u32>,
    /// The slots about the end of the log in which it does not.
    pub idle: Vec<u32>,
    /// The slot before which those end; by what is known so far they go on as the last of them.
    pub end: u32,
}

impl Painter<'_> {
    /// The part that a replica has, and the part that it knows of: `known` is what it knows to be chosen, and `next` its
    /// first slot of which it does not.
    pub(super) fn parts(&self, node: NodeId, next: Slot, known: &[(Slot, Value)]) -> (Part, Part) {
        let (cluster, rules) = (&self.world.cluster, &self.world.rules);
        let knows = |slot| rules.members(cluster, slot, known);
        // Where a change counts at once somebody goes by each configuration that there ever was.
        let sees = |slot| {
            let all = truth::configurations(self.world, slot).into_iter();
            all.fold(NodeSet::EMPTY, |all, members| all.union(members))
        };
        let part = |next: Slot, members: &dyn Fn(Slot) -> NodeSet| Part {
            outside: (!members(next).contains(node)).then_some(next.0),
            idle: self.slots_about().filter(|&slot| !members(Slot(slot)).contains(node)).collect(),
            end: self.slots_about().end,
        };
        (part(truth::next_slot(self.world), &sees), part(next, &knows))
    }

    /// The slots about the end of the log; none where all decide in all of them.
    fn slots_about(&self) -> std::ops::Range<u32> {
        let cluster = &self.world.cluster;
        let names_members = |command: &Command| matches!(command, Command::Members(_));
        if cluster.log.members == cluster.all(Role::Replica) && !cluster.log.commands.iter().any(names_members) {
            return 0..0;
        }
        let last = self.world.votes.iter().map(|cast| cast.slot.0).max().unwrap_or(0);
        last.saturating_sub(ABOUT).max(1)..last + ABOUT
    }
}
