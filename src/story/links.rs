//! Who cannot reach whom: cut links, and the partitions that they make.

use super::script::{Link, Way};
use crate::paxos::{NodeId, NodeSet};

/// All cuts of one moment, told as simply as can be.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Division {
    /// Two sides between which nothing passes, either way; more than one link each.
    pub walls: Vec<(NodeSet, NodeSet)>,
    /// Links that belong to no wall.
    pub links: Vec<Link>,
}

/// The links that are cut, where `cuts` has for each node the nodes that nothing from it reaches.
pub fn cut(cuts: &[NodeSet]) -> Vec<Link> {
    let is_cut = |from: NodeId, to: NodeId| cuts[from.index()].contains(to);
    let nodes = || (0..cuts.len() as u8).map(NodeId);
    let pairs = nodes().flat_map(|from| nodes().map(move |to| (from, to)));
    let link = |(from, to)| match (is_cut(from, to), is_cut(to, from)) {
        (true, true) if from < to => Some(Link { from, to, way: Way::Both }),
        (true, false) => Some(Link { from, to, way: Way::One }),
        (true, true) if from == to => Some(Link { from, to, way: Way::One }),
        _ => None,
    };
    pairs.filter_map(link).collect()
}

/// The same, with partitions seen as such.
pub fn divide(cuts: &[NodeSet]) -> Division {
    let links = cut(cuts);
    let mut beyond = vec![NodeSet::EMPTY; cuts.len()];
    for link in links.iter().filter(|link| link.way == Way::Both) {
        beyond[link.from.index()] = beyond[link.from.index()].with(link.to);
        beyond[link.to.index()] = beyond[link.to.index()].with(link.from);
    }
    let mut walls: Vec<(NodeSet, NodeSet)> = Vec::new();
    for node in (0..cuts.len() as u8).map(NodeId) {
        let other = beyond[node.index()];
        let is_known = walls.iter().any(|(one, other)| one.union(*other).contains(node));
        if is_known || other.is_empty() {
            continue;
        }
        let one: NodeSet = (0..cuts.len() as u8).map(NodeId).filter(|node| beyond[node.index()] == other).collect();
        if 1 < one.len() * other.len() && other.iter().all(|node| beyond[node.index()] == one) {
            walls.push((one, other));
        }
    }
    let is_in = |link: &Link, (one, other): &(NodeSet, NodeSet)| {
        one.contains(link.from) && other.contains(link.to) || other.contains(link.from) && one.contains(link.to)
    };
    let is_left = |link: &Link| link.way == Way::One || !walls.iter().any(|wall| is_in(link, wall));
    let links = links.into_iter().filter(is_left).collect();
    Division { walls, links }
}
