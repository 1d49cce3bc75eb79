//! Puts a short run in order, so that it reads as somebody would tell it.

use super::setup::Setup;
use super::shrink::{Act, Named};
use paxos_explainer::paxos::{Ballot, Cluster, Kind, NodeId, Numbering, Role, Value};

/// The acts in the order of ids and phases, as far as they do the same then, with everything called by the
/// first name that is free: P1 proposes cat under 1.
pub fn tidied(setup: &Setup, mut acts: Vec<Act>, violates: impl Fn(&[Act]) -> Option<Vec<Act>>) -> Vec<Act> {
    let is_as_good = |acts: &Vec<Act>| violates(acts).is_some_and(|done| done.len() == acts.len());
    // New names make for another order, and the other way round.
    for _ in 0..2 {
        acts = Some(renamed(&setup.cluster(), &acts)).filter(is_as_good).unwrap_or(acts);
        let mut at = 1;
        while at < acts.len() {
            let mut swapped = acts.clone();
            swapped.swap(at - 1, at);
            if comes_before(acts[at], acts[at - 1]) && is_as_good(&swapped) {
                acts = swapped;
                at = at.saturating_sub(1).max(1);
            } else {
                at += 1;
            }
        }
    }
    acts
}

/// Whether one act is told before another: a lower id first, of one id the phases in turn, of one phase the
/// nodes in turn. A crash stays where it is.
fn comes_before(one: Act, other: Act) -> bool {
    let place = |act: Act| match act {
        Act::Propose { ballot, node, .. } => Some((Some(ballot), 0, node, node)),
        Act::Deliver(named) | Act::Duplicate(named) => {
            let phase = Kind::ALL.iter().position(|&kind| kind == named.kind)?;
            Some((named.ballot, phase, named.to.max(named.from), named.to.min(named.from)))
        }
        Act::Crash(_) | Act::Restart(_) => None,
    };
    place(one).zip(place(other)).is_some_and(|(one, other)| one < other)
}

/// The same acts under new names: nodes and values in the order in which they appear, and for each id the
/// least of its proposer's own that keeps the order of ids.
fn renamed(cluster: &Cluster, acts: &[Act]) -> Vec<Act> {
    let (nodes, values) = (nodes_in_order(cluster, acts), values_in_order(acts));
    let node = |old: NodeId| {
        let mut of_role = nodes.iter().filter(|&&other| cluster.role(other) == cluster.role(old));
        let place = of_role.position(|&other| other == old).expect("every node has a place");
        cluster.all(cluster.role(old)).iter().nth(place).expect("a role has as many new names as old ones")
    };
    let value =
        |old: Value| Value::of(values.iter().position(|&other| other == old).unwrap_or(usize::from(old.word)) as u16);
    let server = |old: u16| {
        let proposer = cluster.all(Role::Proposer).iter().find(|&node| cluster.server(node) == old);
        cluster.server(node(proposer.expect("every id belongs to a proposer")))
    };
    let ballots = ballots_in_order(cluster, acts, server);
    let ballot = |old: Ballot| ballots.iter().find(|(other, _)| *other == old).map_or(old, |&(_, new)| new);
    let rename = |named: Named| Named {
        kind: named.kind,
        ballot: named.ballot.map(ballot),
        value: named.value.map(value),
        from: node(named.from),
        to: node(named.to),
    };
    let rename_act = |&act: &Act| match act {
        Act::Propose { node: who, value: what, ballot: under } => {
            Act::Propose { node: node(who), value: value(what), ballot: ballot(under) }
        }
        Act::Deliver(named) => Act::Deliver(rename(named)),
        Act::Duplicate(named) => Act::Duplicate(rename(named)),
        Act::Crash(who) => Act::Crash(node(who)),
        Act::Restart(who) => Act::Restart(node(who)),
    };
    acts.iter().map(rename_act).collect()
}

/// All nodes, those first that have a part in the acts.
fn nodes_in_order(cluster: &Cluster, acts: &[Act]) -> Vec<NodeId> {
    let in_acts = acts.iter().flat_map(|act| match *act {
        Act::Deliver(named) | Act::Duplicate(named) => vec![named.from, named.to],
        Act::Propose { node, .. } | Act::Crash(node) | Act::Restart(node) => vec![node],
    });
    distinct(in_acts.chain(cluster.nodes()))
}

fn values_in_order(acts: &[Act]) -> Vec<Value> {
    distinct(acts.iter().filter_map(|act| match *act {
        Act::Propose { value, .. } => Some(value),
        _ => None,
    }))
}

/// Each id that is used, from the lowest, and its new name.
fn ballots_in_order(cluster: &Cluster, acts: &[Act], server: impl Fn(u16) -> u16) -> Vec<(Ballot, Ballot)> {
    let mut used = distinct(acts.iter().filter_map(|act| match *act {
        Act::Propose { ballot, .. } => Some(ballot),
        _ => None,
    }));
    used.sort_unstable();
    let proposers = cluster.all(Role::Proposer).len() as u32;
    let is_own = |ballot: Ballot| match cluster.numbering {
        Numbering::Slotted => (ballot.number - 1) % proposers + 1 == u32::from(ballot.proposer),
        Numbering::Rounds => true,
    };
    let mut last = None;
    let mut rename = |old: Ballot| {
        let mut free = (1..).map(|number| Ballot { number, proposer: server(old.proposer) });
        last = free.find(|&new| last < Some(new) && is_own(new));
        (old, last.expect("there is always a higher id"))
    };
    used.into_iter().map(&mut rename).collect()
}

fn distinct<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = Vec::new();
    all.for_each(|each| {
        if !seen.contains(&each) {
            seen.push(each);
        }
    });
    seen
}
