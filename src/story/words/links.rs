//! Cut links in words.

use super::Telling;
use crate::paxos::{NodeId, NodeSet};
use crate::sim::{Action, Step};
use crate::story::language::say;
use crate::story::links::{Division, divide};
use crate::story::script::{Link, Way};

/// What was done to links in steps that belong together: all of them cut, or all heal.
pub fn done(steps: &[&Step], nodes: usize, telling: Telling) -> Option<String> {
    let mut cuts = vec![NodeSet::EMPTY; nodes];
    let mut is_cut = true;
    for step in steps {
        let (from, to) = match step.action {
            Action::Cut { from, to } => (from, to),
            Action::Heal { from, to } => {
                is_cut = false;
                (from, to)
            }
            _ => return None,
        };
        cuts[from.index()] = cuts[from.index()].with(to);
    }
    let Division { walls, links } = divide(&cuts);
    let walls = walls.into_iter().map(|(one, other)| wall(one, other, is_cut, telling));
    let links = links.into_iter().map(|link| self::link(link, is_cut, telling));
    let told: Vec<String> = walls.chain(links).collect();
    (!told.is_empty()).then(|| told.join(" "))
}

/// Which links are cut: a sentence each.
pub fn divided(division: &Division, telling: Telling) -> Vec<String> {
    let walls = division.walls.iter().map(|&(one, other)| wall(one, other, true, telling));
    walls.chain(division.links.iter().map(|&link| self::link(link, true, telling))).collect()
}

fn wall(one: NodeSet, other: NodeSet, is_cut: bool, telling: Telling) -> String {
    let number = one.len();
    let (one, other) = (telling.nodes(one), telling.nodes(other));
    match (is_cut, number) {
        (true, 1) => say!("{one} is cut off from {other}: nothing passes between them, either way.", one, other),
        (true, _) => say!("{one} are cut off from {other}: nothing passes between them, either way.", one, other),
        (false, _) => say!("Messages pass again between {one} on one side and {other} on the other.", one, other),
    }
}

fn link(link: Link, is_cut: bool, telling: Telling) -> String {
    let (from, to) = (telling.node(link.from), telling.node(link.to));
    match (link.way, is_cut) {
        (Way::Both, true) => say!("The link between {from} and {to} is cut, both ways.", from, to),
        (Way::Both, false) => say!("The link between {from} and {to} carries messages again.", from, to),
        (Way::One, true) => say!("The link from {from} to {to} is cut.", from, to),
        (Way::One, false) => say!("The link from {from} to {to} carries messages again.", from, to),
    }
}

/// A cut link in a list: "P1 – A1", "P1 → A1, one way".
pub fn listed(link: Link, telling: Telling) -> String {
    let (from, to) = (telling.node(link.from), telling.node(link.to));
    match link.way {
        Way::Both => format!("{from} – {to}"),
        Way::One => say!("{from} → {to}, one way", from, to),
    }
}

/// What a node cannot reach, at the end of what a screen reader calls it; nothing where it can reach all.
pub fn of_node(node: NodeId, cuts: &[NodeSet], telling: Telling) -> String {
    let is_cut = |from: NodeId, to: NodeId| cuts[from.index()].contains(to);
    let others = || (0..cuts.len() as u8).map(NodeId).filter(|&other| other != node);
    let off: NodeSet = others().filter(|&other| is_cut(node, other) && is_cut(other, node)).collect();
    let to: NodeSet = others().filter(|&other| is_cut(node, other) && !is_cut(other, node)).collect();
    let from: NodeSet = others().filter(|&other| !is_cut(node, other) && is_cut(other, node)).collect();
    let mut says = String::new();
    if !off.is_empty() {
        says += &say!(", cut off from {nodes}", nodes = telling.nodes(off));
    }
    if !to.is_empty() {
        says += &say!(", cannot reach {nodes}", nodes = telling.nodes(to));
    }
    if !from.is_empty() {
        says += &say!(", cannot hear {nodes}", nodes = telling.nodes(from));
    }
    says
}
