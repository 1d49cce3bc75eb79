//! Where everything stands when there are many: low cards of acceptors below each other, on a tall stage too, where
//! messages come to them along the edges; and people of the outer lanes in two columns.

use super::geometry::{Curve, point};
use super::layout::{Area, LANES, Layout, Shape, TALL_WIDTH, card, count, gap, nodes_of};
use crate::paxos::{NodeId, Role};

/// Up to so many acceptors have cards of the usual kinds.
const ACCEPTORS_MAX: usize = 5;
/// Up to so many proposers do.
const PROPOSERS_MAX: usize = 3;
/// Up to so many clients, or learners, stand in one column.
const COLUMN_MAX: usize = 6;
/// The height of a card that is low.
pub(super) const LOW: f64 = 56.0;
/// The width of the margin along which messages travel on a tall stage: of proposers, and of learners.
const MARGINS: (f64, f64) = (98.0, 32.0);
/// From one circle of two columns to the next one, downwards.
const STAGGER: f64 = 46.0;

/// Whether there are so many of one role that they need another order.
pub(super) fn is_dense(roles: &[Role]) -> bool {
    ACCEPTORS_MAX < count(roles, Role::Acceptor)
        || PROPOSERS_MAX < count(roles, Role::Proposer)
        || COLUMN_MAX < count(roles, Role::Learner)
        || COLUMN_MAX < count(roles, Role::Client)
}

fn has_low_cards(roles: &[Role]) -> bool {
    ACCEPTORS_MAX < count(roles, Role::Acceptor)
}

fn is_staggered(roles: &[Role], role: Role) -> bool {
    matches!(role, Role::Client | Role::Learner) && COLUMN_MAX < count(roles, role)
}

/// The size of a card on a wide stage, and the room below it.
fn wide_card(roles: &[Role], role: Role) -> (f64, f64, f64) {
    let (width, height) = card(Shape::Wide, role);
    match role {
        Role::Acceptor if has_low_cards(roles) => (258.0, LOW, 12.0),
        Role::Acceptor => (width, 98.0, 16.0),
        // A crown stands above it.
        Role::Proposer => (width, 96.0, 26.0),
        Role::Replica => (width, height, 14.0),
        Role::Client | Role::Learner if is_staggered(roles, role) => (width, STAGGER, 0.0),
        Role::Client | Role::Learner => (width, height, 14.0),
    }
}

/// The room between a lane and the next on a wide stage: many messages cross between proposers and acceptors.
fn wide_gap(role: Role) -> f64 {
    if role == Role::Proposer { 270.0 } else { gap(Shape::Wide, role) }
}

/// The sizes of the texts of a pill, the room beside them, and its height.
#[inline(never)]
pub(super) fn pill(shape: Shape) -> (f64, f64, f64, f64) {
    match shape {
        Shape::Wide => (10.5, 14.0, 14.0, 32.0),
        Shape::Tall => (8.5, 13.0, 10.0, 29.0),
    }
}

/// From where on its way, and over how much of it, a pill travels: to one in the last lane, from an acceptor, or to
/// an acceptor. Those of different times keep apart by that.
#[inline(never)]
pub(super) fn reach(shape: Shape, is_to_last: bool, is_from_acceptor: bool) -> (f64, f64) {
    match (shape, is_to_last, is_from_acceptor) {
        (Shape::Tall, true, _) => (0.8, 0.12),
        (Shape::Wide, true, _) => (0.28, 0.3),
        (_, _, true) => (0.14, 0.6),
        (Shape::Wide, _, false) => (0.26, 0.6),
        (Shape::Tall, _, false) => (0.4, 0.5),
    }
}

/// Lanes from left to right.
pub(super) fn wide(roles: Vec<Role>) -> Layout {
    let (top, margin) = (46.0, 8.0);
    let bottom = if 0 < count(&roles, Role::Client) { 96.0 } else { 58.0 };
    let tallest = |role| {
        let (_, height, below) = wide_card(&roles, role);
        let rest = if is_staggered(&roles, role) { STAGGER } else { 0.0 };
        count(&roles, role) as f64 * (height + below) + rest
    };
    let room = LANES.map(tallest).into_iter().fold(300.0, f64::max);
    let mut areas = vec![Area { x: 0.0, y: 0.0, width: 0.0, height: 0.0 }; roles.len()];
    let (mut lanes, mut x) = (Vec::new(), margin);
    let there: Vec<Role> = LANES.into_iter().filter(|&role| 0 < count(&roles, role)).collect();
    for &role in &there {
        let (width, height, below) = wide_card(&roles, role);
        let columns = if is_staggered(&roles, role) { 2.0 } else { 1.0 };
        lanes.push((role, point(x + width * columns / 2.0, 22.0)));
        let nodes = nodes_of(&roles, role);
        let share = (room / nodes.len() as f64).min((height + below) * 1.6);
        let first = top + (room - share * nodes.len() as f64) / 2.0;
        for (place, &node) in nodes.iter().enumerate() {
            let y = first + share * (place as f64 + 0.5) - height / 2.0;
            let aside = if columns == 2.0 && place % 2 == 1 { width } else { 0.0 };
            let whole = if columns == 2.0 { card(Shape::Wide, role).1 } else { height };
            areas[node] = Area { x: x + aside, y, width, height: whole };
        }
        x += width * columns + wide_gap(role);
    }
    let width = x - there.last().map_or(0.0, |&last| wide_gap(last)) + margin;
    Layout::in_lanes(Shape::Wide, (width, top + room + bottom), lanes, (roles, areas))
}

/// Lanes from top to bottom; of many acceptors, each is a line.
pub(super) fn tall(roles: Vec<Role>) -> Layout {
    let mut areas = vec![Area { x: 0.0, y: 0.0, width: 0.0, height: 0.0 }; roles.len()];
    let mut lanes = Vec::new();
    let mut y = if 0 < count(&roles, Role::Client) { 26.0 } else { 40.0 };
    let there: Vec<Role> = LANES.into_iter().filter(|&role| 0 < count(&roles, role)).collect();
    for &role in &there {
        let (width, height) = card(Shape::Tall, role);
        lanes.push((role, point(4.0, y - if role == Role::Proposer { 25.0 } else { 11.0 })));
        let nodes = nodes_of(&roles, role);
        let is_list = role == Role::Acceptor && has_low_cards(&roles);
        let row_max = match role {
            Role::Acceptor if is_list => 1,
            Role::Acceptor => 3,
            Role::Proposer => 5,
            Role::Replica => 3,
            Role::Client | Role::Learner => 4,
        };
        for row in nodes.chunks(row_max) {
            let share = TALL_WIDTH / row.len() as f64;
            for (place, &node) in row.iter().enumerate() {
                let narrow = width.min(share - 4.0);
                let x = share * (place as f64 + 0.5) - narrow / 2.0;
                areas[node] = match is_list {
                    true => Area { x: MARGINS.0, y, width: TALL_WIDTH - MARGINS.0 - MARGINS.1, height: LOW },
                    false => Area { x, y, width: narrow, height },
                };
            }
            y += if is_list { LOW + 8.0 } else { height + 16.0 };
        }
        // Messages that come along the edge need room to get there.
        let to_edge = if has_low_cards(&roles) && role == Role::Proposer { 24.0 } else { 0.0 };
        y += gap(Shape::Tall, role) - 16.0 + to_edge;
    }
    let last = there.last().copied().unwrap_or(Role::Learner);
    let bottom = if last == Role::Acceptor { 50.0 } else { 12.0 };
    let height = y - gap(Shape::Tall, last) + bottom;
    Layout::in_lanes(Shape::Tall, (TALL_WIDTH, height), lanes, (roles, areas))
}

/// The way of a message to or from an acceptor that is a line of a tall stage: along the edge, past all other lines.
#[inline(never)]
pub(super) fn way(layout: &Layout, from: NodeId, to: NodeId, track: u8) -> Option<Curve> {
    let is_line =
        |node: NodeId| layout.shape == Shape::Tall && layout.is_acceptor(node) && layout.area(node).height == LOW;
    match (is_line(from), is_line(to)) {
        (false, true) => Some(along(layout, from, to, track)),
        (true, false) => Some(along(layout, to, from, track).reversed()),
        _ => None,
    }
}

/// From a node above or below along the edge into a line: on the left from above, on the right from below.
fn along(layout: &Layout, hub: NodeId, line: NodeId, track: u8) -> Curve {
    let (a, b) = (layout.outline(hub), layout.area(line));
    let aside = (f64::from(track) - 1.5) * 7.0;
    let is_above = a.y < b.y;
    let (x, edge) = if is_above { (b.x - 2.0, -34.0) } else { (b.x + b.width + 2.0, TALL_WIDTH + 22.0) };
    let side = if is_above { a.y + a.height } else { a.y };
    let (start, end) = (point(a.middle().x, side), point(x, b.middle().y + aside));
    let off = if is_above { 62.0 } else { -50.0 };
    Curve { start, pull_start: point(edge, start.y + off), pull_end: point(edge, end.y), end }
}
