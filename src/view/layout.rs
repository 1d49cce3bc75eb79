//! Where everything stands: lanes from left to right on a wide stage, from top to bottom on a tall one.

use super::crowd;
use super::geometry::{Curve, Point, point};
use super::mark::{Mark, Paint};
use super::palette::Tone;
use super::people;
use super::ring::{self, Grid};
use super::tableau::Tableau;
use crate::paxos::{NodeId, NodeSet, Role};

/// The shape of the stage.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// Lanes from left to right.
    Wide,
    /// Lanes from top to bottom, for a narrow screen.
    Tall,
}

/// How much height there is for a wide stage.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Height {
    /// The stage stands by itself.
    Ample,
    /// Something stands below it: cards are lower, so that the picture need not shrink as much.
    Scarce,
    /// It is seen from the back row: cards are low and close to each other, and what stands on messages is larger.
    Hall,
}

/// A rectangle.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Area {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Area {
    /// Its middle.
    pub fn middle(&self) -> Point {
        point(self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    /// The same, wider by `by` on every side.
    #[must_use]
    pub fn padded(&self, by: f64) -> Area {
        Area { x: self.x - by, y: self.y - by, width: self.width + 2.0 * by, height: self.height + 2.0 * by }
    }

    /// Whether a part of it lies on the other one.
    pub(super) fn meets(&self, other: &Area) -> bool {
        let across = self.x < other.x + other.width && other.x < self.x + self.width;
        across && self.y < other.y + other.height && other.y < self.y + self.height
    }

    /// The paper on which words stand that no line is to cross.
    pub(super) fn ground(&self) -> Mark {
        let Area { x, y, width, height } = *self;
        Mark::Box { x, y, width, height, radius: 3.0, paint: Paint::fill(Tone::Paper) }
    }
}

/// How nodes stand.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Arrangement {
    /// In a lane for each role.
    Lanes,
    /// In a ring, as people do.
    Ring,
    /// In a ring, as replicas do: with a table, and the radii of the discs of replicas and of clients.
    Replicas(Grid, f64, f64),
}

/// The places of one picture.
#[derive(Clone, PartialEq, Debug)]
pub struct Layout {
    /// The shape of the stage.
    pub shape: Shape,
    /// How much height there is for it.
    pub room: Height,
    /// The width of the picture.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// The title of each lane, and where it stands.
    pub lanes: Vec<(Role, Point)>,
    areas: Vec<Area>,
    roles: Vec<Role>,
    arrangement: Arrangement,
}

pub(super) const LANES: [Role; 5] = [Role::Client, Role::Proposer, Role::Acceptor, Role::Learner, Role::Replica];
/// How far the frame of a quorum stands out beyond its cards, and the width of its line.
const QUORUM: f64 = 12.0;
/// The width of a tall stage: that of a small phone.
pub(super) const TALL_WIDTH: f64 = 352.0;
/// Cards of acceptors beside each other on a tall stage.
const TALL_ROW_MAX: usize = 3;
/// How much more room is there above and below acceptors than in a crowd, so that pills leave words free; and above where
/// there are two rows of them.
const TALL_MORE: (f64, f64, f64) = (14.0, 8.0, 18.0);

/// Beside each other, more acceptors than this get lower cards, so that the picture need not shrink.
const CROWD: usize = 4;
/// The size of such a card.
const CROWDED: (f64, f64) = (190.0, 98.0);

/// The room that a tall stage has below that sign for what can still be chosen.
const POSSIBLE: f64 = 20.0;

/// The room between proposers' cards: for a crown, clear of the card above it.
const CROWN: f64 = 28.0;

/// The size of a node's card, or of its circle with what stands under it.
pub(super) fn card(shape: Shape, role: Role) -> (f64, f64) {
    match (shape, role) {
        (Shape::Wide, Role::Client | Role::Learner) => (76.0, 84.0),
        (Shape::Tall, Role::Client | Role::Learner) => (76.0, 72.0),
        (Shape::Wide, Role::Proposer) => (132.0, 114.0),
        (Shape::Wide, Role::Acceptor | Role::Replica) => (190.0, 120.0),
        (Shape::Tall, Role::Proposer) => (112.0, 82.0),
        (Shape::Tall, Role::Acceptor | Role::Replica) => (106.0, 96.0),
    }
}

/// The room between a lane and the next.
pub(super) fn gap(shape: Shape, role: Role) -> f64 {
    match (shape, role) {
        (Shape::Wide, Role::Client) => 36.0,
        (Shape::Wide, Role::Proposer) => 172.0,
        (Shape::Wide, _) => 128.0,
        (Shape::Tall, Role::Client) => 36.0,
        (Shape::Tall, Role::Proposer) => 72.0,
        (Shape::Tall, _) => 76.0,
    }
}

impl Layout {
    /// The places for these actors, where there is this much height.
    pub fn of(tableau: &Tableau, shape: Shape, height: Height) -> Layout {
        let roles: Vec<Role> = tableau.actors.iter().filter_map(|actor| actor.role).collect();
        if roles.is_empty() && !tableau.actors.is_empty() {
            return people::ring(tableau.actors.len(), shape);
        }
        if roles.contains(&Role::Replica) {
            return ring::of(tableau, roles, shape, height);
        }
        match shape {
            Shape::Wide => wide(roles, height),
            Shape::Tall => tall(roles, if tableau.possible.is_some() { POSSIBLE } else { 0.0 }),
        }
    }

    /// Places in a ring, on a picture of this size.
    pub(super) fn in_ring(shape: Shape, (width, height): (f64, f64), areas: Vec<Area>) -> Layout {
        let (lanes, roles) = (Vec::new(), Vec::new());
        Layout { shape, room: Height::Ample, width, height, lanes, areas, roles, arrangement: Arrangement::Ring }
    }

    /// Places of replicas, on a picture of this size, with the table and the radii of discs.
    pub(super) fn of_replicas(
        (shape, room): (Shape, Height),
        (width, height): (f64, f64),
        (roles, areas): (Vec<Role>, Vec<Area>),
        (grid, replica, client): (Grid, f64, f64),
    ) -> Layout {
        let arrangement = Arrangement::Replicas(grid, replica, client);
        Layout { shape, room, width, height, lanes: Vec::new(), areas, roles, arrangement }
    }

    /// The table of logs, where replicas stand in a ring.
    pub fn grid(&self) -> Option<Grid> {
        match self.arrangement {
            Arrangement::Replicas(grid, ..) => Some(grid),
            Arrangement::Lanes | Arrangement::Ring => None,
        }
    }

    /// The row of a replica in that table.
    pub fn row(&self, node: NodeId) -> Option<usize> {
        self.grid()?;
        nodes_of(&self.roles, Role::Replica).into_iter().position(|replica| replica == node.index())
    }

    /// The disc of a node that stands in a ring of replicas, or outside: its middle, and its radius.
    pub(super) fn disc(&self, node: NodeId) -> (Point, f64) {
        let (replica, client) = match self.arrangement {
            Arrangement::Replicas(_, replica, client) => (replica, client),
            Arrangement::Lanes | Arrangement::Ring => (24.0, 24.0),
        };
        let (area, role) = (self.area(node), self.roles[node.index()]);
        let radius = if role == Role::Client { client } else { replica };
        let is_below = role == Role::Replica && self.has_words_above(node);
        let down = if is_below { area.height - radius } else { radius };
        (point(area.x + area.width / 2.0, area.y + down), radius)
    }

    /// The places of nodes with their discs: the middle of each, and its radius.
    pub(super) fn discs(&self) -> impl Iterator<Item = (Area, Point, f64)> {
        (0..self.areas.len()).map(|node| {
            let (middle, radius) = self.disc(NodeId(node as u8));
            (self.areas[node], middle, radius)
        })
    }

    /// Whether the words of a replica stand above its disc: in the upper half of the ring.
    pub(super) fn has_words_above(&self, node: NodeId) -> bool {
        let replicas = nodes_of(&self.roles, Role::Replica);
        let place = replicas.iter().position(|&replica| replica == node.index()).unwrap_or(0);
        // Of n places that go around from the top, those within a quarter of it on both sides.
        4 * place < replicas.len() || 3 * replicas.len() < 4 * place
    }

    /// Places in lanes, on a picture of this size, with the titles of the lanes.
    pub(super) fn in_lanes(
        shape: Shape,
        (width, height): (f64, f64),
        lanes: Vec<(Role, Point)>,
        (roles, areas): (Vec<Role>, Vec<Area>),
    ) -> Layout {
        Layout { shape, room: Height::Ample, width, height, lanes, areas, roles, arrangement: Arrangement::Lanes }
    }

    /// Where a node stands.
    pub fn area(&self, node: NodeId) -> Area {
        self.areas[node.index()]
    }

    /// Where nodes stand.
    pub(super) fn areas(&self) -> impl Iterator<Item = &Area> {
        self.areas.iter()
    }

    /// Whether a node stands in the last lane, where there is less room.
    pub fn is_beyond_acceptors(&self, node: NodeId) -> bool {
        self.roles.get(node.index()) == Some(&Role::Learner)
    }

    /// Whether there are so many nodes that they stand in another order.
    pub fn is_crowd(&self) -> bool {
        crowd::is_dense(&self.roles)
    }

    /// Whether a node stands in the lane of the acceptors.
    pub fn is_acceptor(&self, node: NodeId) -> bool {
        self.roles.get(node.index()) == Some(&Role::Acceptor)
    }

    /// Whether two nodes stand in one lane.
    pub fn is_same_lane(&self, one: NodeId, other: NodeId) -> bool {
        self.roles.get(one.index()) == self.roles.get(other.index())
    }

    /// The roles of two nodes, that of the earlier lane first.
    pub(super) fn lanes_of(&self, one: NodeId, other: NodeId) -> (Role, Role) {
        let (one, other) = (self.roles[one.index()], self.roles[other.index()]);
        if lane(one) < lane(other) { (one, other) } else { (other, one) }
    }

    /// Where the earlier of the lanes of two nodes ends and the later one begins, where they are beside each other.
    pub(super) fn between(&self, one: NodeId, other: NodeId) -> Option<(f64, f64)> {
        // People, and replicas, stand in a ring.
        if self.lanes.is_empty() || self.is_crowd() {
            return None;
        }
        let (first, second) = self.lanes_of(one, other);
        if lane(first) + 1 < lane(second) {
            return None;
        }
        let edges = |area: &Area| match self.shape {
            Shape::Wide => (area.x, area.x + area.width),
            Shape::Tall => (area.y, area.y + area.height),
        };
        let of =
            |role| self.areas.iter().zip(&self.roles).filter(move |(_, other)| **other == role).map(|(area, _)| area);
        let end = of(first).map(|area| edges(area).1).fold(f64::MIN, f64::max);
        Some((end, of(second).map(|area| edges(area).0).fold(f64::MAX, f64::min)))
    }

    /// Whether messages pass between two nodes: within a lane none do, within a ring they do.
    pub fn is_way(&self, one: NodeId, other: NodeId) -> bool {
        let are_replicas = [one, other].into_iter().all(|node| self.row(node).is_some());
        are_replicas || !self.is_same_lane(one, other)
    }

    /// Those of some nodes that are replicas.
    pub(super) fn replicas(&self, nodes: NodeSet) -> NodeSet {
        nodes.iter().filter(|&node| self.row(node).is_some()).collect()
    }

    /// How wide and how high the part of the picture is on which messages pass: without the table of logs.
    pub(super) fn stage(&self) -> (f64, f64) {
        match self.grid() {
            None => (self.width, self.height),
            Some(grid) if grid.is_below => (self.width, grid.y - 36.0),
            Some(grid) => (grid.left - 4.0, self.height),
        }
    }

    /// The outline of a node, where arrows begin and end: of a circle without what stands under it.
    pub(super) fn outline(&self, node: NodeId) -> Area {
        let area = self.area(node);
        match self.roles[node.index()] {
            Role::Client | Role::Learner => Area { x: area.x + 14.0, width: 48.0, height: 48.0, ..area },
            Role::Proposer | Role::Acceptor | Role::Replica => area,
        }
    }

    /// The way of a message from one node to another, on one of four parallel tracks.
    pub fn way(&self, from: NodeId, to: NodeId, track: u8) -> Curve {
        if self.arrangement == Arrangement::Ring {
            return people::way(self.area(from), self.area(to), self.shape);
        }
        if self.grid().is_some() {
            return ring::way(self, from, to);
        }
        let (lane_from, lane_to) = (lane(self.roles[from.index()]), lane(self.roles[to.index()]));
        if 1 < lane_from.abs_diff(lane_to) {
            return self.around(from, to);
        }
        if let Some(way) = crowd::way(self, from, to, track) {
            return way;
        }
        // Ways fan out from the side with fewer nodes, and run straight into the other.
        let acceptor_side_is_to = lane_to == 2;
        match acceptor_side_is_to || lane_from + 1 == lane_to && lane_from == 0 {
            true => self.fan(from, to, track),
            false => self.fan(to, from, track).reversed(),
        }
    }

    /// From `hub`, spreading early, and straight into `leaf`.
    fn fan(&self, hub: NodeId, leaf: NodeId, track: u8) -> Curve {
        let (a, b) = (self.outline(hub), self.outline(leaf));
        let (from, to) = (a.middle(), b.middle());
        let aside = f64::from(track) - 1.5;
        match self.shape {
            Shape::Wide => {
                let side = (to.x - from.x).signum();
                let reach = |area: &Area| (area.height * 0.3).min(16.0);
                let lean = ((to.y - from.y) * 0.12).clamp(-reach(&a), reach(&a));
                let start = point(from.x + side * a.width / 2.0, from.y + lean + aside * reach(&a) * 0.5);
                let end = point(to.x - side * (b.width / 2.0 + 2.0), to.y + aside * reach(&b) * 0.9);
                let (dx, dy) = (end.x - start.x, end.y - start.y);
                let pull_start = point(start.x + dx * 0.28, start.y + dy * 0.5);
                Curve { start, pull_start, pull_end: point(start.x + dx * 0.62, end.y), end }
            }
            Shape::Tall => {
                let side = (to.y - from.y).signum();
                let reach = |area: &Area| (area.width * 0.3).min(20.0);
                let lean = ((to.x - from.x) * 0.2).clamp(-reach(&a), reach(&a));
                let start = point(from.x + lean + aside * reach(&a) * 0.4, from.y + side * a.height / 2.0);
                let end = point(to.x + aside * reach(&b) * 0.9, to.y - side * (b.height / 2.0 + 2.0));
                let (dx, dy) = (end.x - start.x, end.y - start.y);
                let pull_start = point(start.x + dx * 0.5, start.y + dy * 0.28);
                Curve { start, pull_start, pull_end: point(end.x, start.y + dy * 0.62), end }
            }
        }
    }

    /// Along the edge of the stage, past all that stands between.
    #[inline(never)]
    fn around(&self, from: NodeId, to: NodeId) -> Curve {
        let (a, b) = (self.outline(from), self.outline(to));
        let (start, end) = (a.middle(), b.middle());
        match self.shape {
            Shape::Wide => {
                let below = |area: &Area, middle: Point| point(middle.x, area.y + area.height + 24.0);
                let (start, end) = (below(&a, start), below(&b, end));
                // So deep that the lowest point of the curve, at its half, runs along the lower edge.
                let edge = (self.height - 22.0 - (start.y + end.y) / 8.0) / 0.75;
                Curve { start, pull_start: point(start.x, edge), pull_end: point(end.x, edge), end }
            }
            Shape::Tall => {
                let (start, end) = (point(start.x + a.width / 2.0, start.y), point(end.x + b.width / 2.0 + 2.0, end.y));
                let edge = (self.width - 36.0 - (start.x + end.x) / 8.0) / 0.75;
                Curve { start, pull_start: point(edge, start.y), pull_end: point(edge, end.y), end }
            }
        }
    }
}

/// The place of a lane among all.
fn lane(role: Role) -> usize {
    LANES.iter().position(|&other| other == role).unwrap_or(0)
}

pub(super) fn count(roles: &[Role], role: Role) -> usize {
    roles.iter().filter(|&&other| other == role).count()
}

#[inline(never)]
fn wide(roles: Vec<Role>, height: Height) -> Layout {
    if crowd::is_dense(&roles) {
        return crowd::wide(roles);
    }
    let margin = 8.0;
    let (top, sign) = if height == Height::Hall { (34.0, 46.0) } else { (44.0, 58.0) };
    // Answers to clients run below everything.
    let bottom = if 0 < count(&roles, Role::Client) { 96.0 } else { sign };
    let is_crowd = height != Height::Ample || CROWD < count(&roles, Role::Acceptor);
    let size = |role| match (role, is_crowd) {
        (Role::Acceptor, true) => CROWDED,
        _ => card(Shape::Wide, role),
    };
    let gap_below = match (height, is_crowd) {
        (Height::Hall, _) => 9.0,
        (_, true) => 16.0,
        (_, false) => 26.0,
    };
    // A crown stands above a proposer, clear of the card above.
    let below = |role| if role == Role::Proposer { f64::max(gap_below, CROWN) } else { gap_below };
    let room = LANES
        .map(|role| count(&roles, role) as f64 * (size(role).1 + below(role)))
        .into_iter()
        .fold(if is_crowd { 300.0 } else { 340.0 }, f64::max);
    // A hall is wide, and what stands on messages is larger there.
    let between = |role| gap(Shape::Wide, role) + if height == Height::Hall { 28.0 } else { 0.0 };
    let mut areas = vec![Area { x: 0.0, y: 0.0, width: 0.0, height: 0.0 }; roles.len()];
    let mut lanes = Vec::new();
    let mut x = margin;
    for role in LANES.into_iter().filter(|&role| 0 < count(&roles, role)) {
        let (width, height) = size(role);
        lanes.push((role, point(x + width / 2.0, 22.0)));
        let share = room / count(&roles, role) as f64;
        for (place, node) in nodes_of(&roles, role).into_iter().enumerate() {
            let y = top + share * (place as f64 + 0.5) - height / 2.0;
            areas[node] = Area { x, y, width, height };
        }
        x += width + between(role);
    }
    let last = lanes.last().map_or(Role::Learner, |&(role, _)| role);
    // The frame of a quorum stands out beyond its cards.
    let frame = if last == Role::Acceptor { QUORUM } else { 0.0 };
    let width = x - between(last) + margin.max(frame);
    Layout {
        shape: Shape::Wide,
        room: height,
        width,
        height: top + room + bottom,
        lanes,
        areas,
        roles,
        arrangement: Arrangement::Lanes,
    }
}

#[inline(never)]
fn tall(roles: Vec<Role>, below: f64) -> Layout {
    if crowd::is_dense(&roles) {
        return crowd::tall(roles);
    }
    let mut areas = vec![Area { x: 0.0, y: 0.0, width: 0.0, height: 0.0 }; roles.len()];
    let mut lanes = Vec::new();
    // A lane of proposers has its title above a crown.
    let mut y = if 0 < count(&roles, Role::Client) { 26.0 } else { 40.0 };
    for role in LANES.into_iter().filter(|&role| 0 < count(&roles, role)) {
        let (width, height) = card(Shape::Tall, role);
        // The crown of a proposer stands right above its card.
        let lift = if role == Role::Proposer { 25.0 } else { 11.0 };
        lanes.push((role, point(4.0, y - lift)));
        let nodes = nodes_of(&roles, role);
        let row_max = if role == Role::Acceptor { TALL_ROW_MAX } else { 4 };
        for row in nodes.chunks(row_max) {
            let share = TALL_WIDTH / row.len() as f64;
            for (place, &node) in row.iter().enumerate() {
                let x = share * (place as f64 + 0.5) - width / 2.0;
                areas[node] = Area { x, y, width, height };
            }
            y += height + 16.0;
        }
        let more = match role {
            // Messages to acceptors of a second row pass above the first one as well.
            Role::Proposer if TALL_ROW_MAX < count(&roles, Role::Acceptor) => TALL_MORE.0 + TALL_MORE.2,
            Role::Proposer => TALL_MORE.0,
            Role::Acceptor if 0 < count(&roles, Role::Learner) => TALL_MORE.1,
            _ => 0.0,
        };
        y += gap(Shape::Tall, role) - 16.0 + more;
    }
    let last = lanes.last().map_or(Role::Learner, |&(role, _)| role);
    // Below acceptors stands the sign that says what is chosen.
    let bottom = if last == Role::Acceptor { 50.0 + below } else { 12.0 };
    let height = y - gap(Shape::Tall, last) + bottom;
    Layout::in_lanes(Shape::Tall, (TALL_WIDTH, height), lanes, (roles, areas))
}

/// The places of the nodes of one role in the order of declaration.
pub(super) fn nodes_of(roles: &[Role], role: Role) -> Vec<usize> {
    (0..roles.len()).filter(|&node| roles[node] == role).collect()
}
