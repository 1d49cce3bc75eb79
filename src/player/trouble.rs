//! What goes wrong with a log, at one click: its leader crashes, or is cut off with a minority; and what mends it.

use super::act::Act;
use super::show::Show;
use crate::paxos::{NodeId, NodeSet};
use crate::sim::service::leader;
use crate::story::language::tr;

/// One such thing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trouble {
    /// What it is called.
    pub name: &'static str,
    /// Whom it means now, or why it cannot be done.
    pub whom: String,
    /// What does it; none where it cannot be done now.
    pub act: Option<Act>,
}

impl Show {
    /// What can be done to the log at the moment that is shown; nothing where there is none.
    pub fn troubles(&self) -> Vec<Trouble> {
        if !self.is_replicated() {
            return Vec::new();
        }
        let world = self.world();
        let name = |node: NodeId| self.names().node(node).to_string();
        let names = |nodes: NodeSet| nodes.iter().map(name).collect::<Vec<String>>();
        let leader = leader(&world).map(|(leader, _)| leader);
        let nobody = || tr!("nobody leads").to_string();
        let down: NodeSet = world.cluster.nodes().filter(|&node| !world.node(node).up).collect();
        let sides = leader.and_then(|leader| minority(world.cluster.log.members, leader, down));
        let are_cut = world.cuts.iter().any(|cut| !cut.is_empty());
        vec![
            Trouble {
                name: tr!("Crash the leader"),
                whom: leader.map_or_else(nobody, name),
                act: leader.map(Act::Crash),
            },
            Trouble {
                name: tr!("Cut the leader off with a minority"),
                whom: sides.map_or_else(nobody, |(one, other)| {
                    format!("{} | {}", names(one).join(" "), names(other).join(" "))
                }),
                act: sides.map(|(one, other)| Act::partition(&names(one), &names(other))),
            },
            Trouble {
                name: tr!("Heal"),
                whom: if are_cut { tr!("every link") } else { tr!("nothing is cut") }.to_string(),
                act: are_cut.then(|| Act::Say("heal".to_string())),
            },
            Trouble {
                name: tr!("Bring all back"),
                whom: if down.is_empty() { tr!("all are up").to_string() } else { names(down).join(" ") },
                act: (!down.is_empty()).then(|| Act::Say(format!("restart {down}", down = names(down).join(" ")))),
            },
        ]
    }
}

/// The leader with as many of the others as make the largest minority, and the rest; none where there is no rest. Those
/// that are down go with the leader first, so that the rest can go on, and then those after it.
fn minority(members: NodeSet, leader: NodeId, down: NodeSet) -> Option<(NodeSet, NodeSet)> {
    let members = members.with(leader);
    let size = members.len().checked_sub(1)? / 2;
    let mut others: Vec<NodeId> = members.without(leader).iter().collect();
    others.sort_by_key(|&node| (!down.contains(node), node < leader, node));
    let others = others.into_iter().take(size.saturating_sub(1));
    let one = others.fold(NodeSet::of(leader), NodeSet::with);
    let rest: NodeSet = members.iter().filter(|&node| !one.contains(node)).collect();
    (!rest.is_empty()).then_some((one, rest))
}
