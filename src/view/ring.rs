//! Where replicas stand: in a ring within which their messages pass, with a table of their logs beside it on a wide stage
//! and below it on a tall one; clients stand outside, at the left or above.
//!
//! All logs stand in one table, a column a slot, so that what two replicas hold in one slot can be compared.

use super::geometry::{Curve, Point, point};
use super::layout::{Area, Height, Layout, Shape, TALL_WIDTH, nodes_of};
use super::people::turn;
use super::tableau::Tableau;
use crate::paxos::{NodeId, Role};

/// More clients than this are drawn smaller.
const CLIENTS_MAX: usize = 4;
/// So many small clients stand below each other at most on a wide stage, and beside each other on a tall one.
const SMALL_MAX: (usize, usize) = (6, 5);

/// The table of the logs.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Grid {
    /// The first slot that it shows.
    pub first: u32,
    /// How many slots it shows.
    pub count: u32,
    /// The last slot that anybody uses.
    pub last: u32,
    /// Its outer left edge.
    pub left: f64,
    /// Its outer right edge.
    pub right: f64,
    /// Where what is promised stands.
    pub promised: f64,
    /// The left edge of the first slot.
    pub x: f64,
    /// The upper edge of the first row.
    pub y: f64,
    /// From one slot to the next.
    pub pitch: f64,
    /// From one row to the next.
    pub row: f64,
    /// How high a cell is.
    pub cell: f64,
    /// Where balances stand, where there is an account.
    pub balance: Option<f64>,
    /// How many rows there are.
    pub rows: usize,
    /// The size of words in cells, and of what is smaller.
    pub sizes: (f64, f64),
    /// Whether there is room to say what the marks stand for.
    pub has_key: bool,
}

impl Grid {
    /// The slots that it shows.
    pub fn slots(&self) -> impl Iterator<Item = u32> + use<> {
        self.first..self.first + self.count
    }

    /// The cell of a slot in a row, of the picture; the row after the last replica's is that of what is chosen.
    pub fn cell(&self, row: usize, slot: u32) -> Area {
        let x = self.x + f64::from(slot - self.first) * self.pitch;
        let top = self.y + row as f64 * self.row + if self.rows <= row { 10.0 } else { 0.0 };
        Area { x, y: top + 4.0, width: self.pitch - 5.0, height: self.cell }
    }

    /// A whole row.
    pub fn row(&self, row: usize) -> Area {
        let (x, y) = (self.left, self.y + row as f64 * self.row);
        Area { x, y, width: self.right - self.left, height: self.row - 6.0 }
    }
}

/// How large things are.
struct Sizes {
    /// The radius of a replica's disc.
    disc: f64,
    /// The place of a replica: the disc and two lines of words.
    place: (f64, f64),
    /// The radii of the ring.
    ring: (f64, f64),
    /// The place of a client, and its disc.
    client: (f64, f64),
    client_disc: f64,
}

fn sizes(shape: Shape, height: Height, replicas: usize, clients: usize) -> Sizes {
    let is_small = CLIENTS_MAX < clients;
    let (client, client_disc) = match (shape, is_small) {
        (Shape::Wide, false) => ((90.0, 88.0), 24.0),
        (Shape::Wide, true) => ((74.0, 62.0), 16.0),
        (Shape::Tall, false) => ((86.0, 72.0), 20.0),
        (Shape::Tall, true) => ((70.0, 54.0), 14.0),
    };
    let many = 5 < replicas;
    let (disc, place, ring) = match (shape, height) {
        (Shape::Tall, _) => (
            18.0,
            (88.0, 68.0),
            (126.0, [60.0, 60.0, 60.0, 60.0, 66.0, 84.0][replicas.min(5)].max(if many { 104.0 } else { 0.0 })),
        ),
        (_, Height::Ample) => (26.0, (104.0, 92.0), if many { (148.0, 166.0) } else { (126.0, 140.0) }),
        (_, Height::Scarce) => (24.0, (104.0, 88.0), if many { (152.0, 134.0) } else { (132.0, 112.0) }),
        (_, Height::Hall) => (24.0, (112.0, 92.0), if many { (160.0, 136.0) } else { (144.0, 112.0) }),
    };
    Sizes { disc, place, ring, client, client_disc }
}

/// The places of replicas and their clients.
pub(super) fn of(tableau: &Tableau, roles: Vec<Role>, shape: Shape, height: Height) -> Layout {
    let clients = nodes_of(&roles, Role::Client);
    let replicas = nodes_of(&roles, Role::Replica);
    let sizes = sizes(shape, height, replicas.len(), clients.len());
    let mut areas = vec![Area { x: 0.0, y: 0.0, width: 0.0, height: 0.0 }; roles.len()];
    let left = match shape {
        Shape::Wide => client_columns(&mut areas, &clients, &sizes),
        Shape::Tall => 0.0,
    };
    let top = match shape {
        Shape::Wide => 6.0,
        Shape::Tall => client_rows(&mut areas, &clients, &sizes),
    };
    let ring = Ring { sizes: &sizes, count: replicas.len(), shape };
    let (ring_width, ring_height) = ring.size();
    let left = if shape == Shape::Tall { (TALL_WIDTH - ring_width) / 2.0 } else { left };
    for (place, &node) in replicas.iter().enumerate() {
        areas[node] = ring.place(place, point(left, top));
    }
    let corner = match shape {
        Shape::Wide => point(left + ring_width + 6.0, 0.0),
        Shape::Tall => point(3.0, top + ring_height + 2.0),
    };
    let grid = grid(tableau, replicas.len(), shape, (height, ring_height + 12.0), corner);
    let below = grid.y + grid.rows as f64 * grid.row + 24.0 + if grid.has_key { 42.0 } else { 22.0 };
    let (width, whole) = match shape {
        Shape::Wide => (grid.right + 6.0, below.max(top + ring_height + 6.0)),
        Shape::Tall => (TALL_WIDTH, below),
    };
    if shape == Shape::Wide {
        centre(&mut areas, &clients, whole);
        centre(&mut areas, &replicas, whole);
    }
    Layout::of_replicas((shape, height), (width, whole), (roles, areas), (grid, sizes.disc, sizes.client_disc))
}

/// Moves these to the middle of the height.
fn centre(areas: &mut [Area], nodes: &[usize], height: f64) {
    let top = nodes.iter().map(|&node| areas[node].y).fold(f64::MAX, f64::min);
    let bottom = nodes.iter().map(|&node| areas[node].y + areas[node].height).fold(f64::MIN, f64::max);
    nodes.iter().for_each(|&node| areas[node].y += (height - bottom - top) / 2.0);
}

/// Clients in columns at the left; gives where the ring may begin.
fn client_columns(areas: &mut [Area], clients: &[usize], sizes: &Sizes) -> f64 {
    let (width, height) = sizes.client;
    let columns = clients.len().div_ceil(SMALL_MAX.0);
    let pitch = if clients.len() <= CLIENTS_MAX { height + 16.0 } else { height + 4.0 };
    let most = clients.len().div_ceil(columns.max(1));
    for (place, &node) in clients.iter().enumerate() {
        let (column, row) = (place / most, place % most);
        // A second column is lower by half, so that messages pass between those of the first.
        let aside = if column % 2 == 1 { pitch / 2.0 } else { 0.0 };
        areas[node] = Area { x: 4.0 + column as f64 * width, y: row as f64 * pitch + aside, width, height };
    }
    if clients.is_empty() { 6.0 } else { 4.0 + columns as f64 * width + 6.0 }
}

/// Clients in rows above; gives where the ring may begin.
fn client_rows(areas: &mut [Area], clients: &[usize], sizes: &Sizes) -> f64 {
    let (width, height) = sizes.client;
    let row_max = if clients.len() <= CLIENTS_MAX { CLIENTS_MAX } else { SMALL_MAX.1 };
    let mut y = 6.0;
    for row in clients.chunks(row_max) {
        let share = TALL_WIDTH / row.len() as f64;
        for (place, &node) in row.iter().enumerate() {
            areas[node] = Area { x: share * (place as f64 + 0.5) - width / 2.0, y, width, height };
        }
        y += height + 6.0;
    }
    if clients.is_empty() { 6.0 } else { y + 10.0 }
}

/// A ring of so many.
struct Ring<'a> {
    sizes: &'a Sizes,
    count: usize,
    shape: Shape,
}

impl Ring<'_> {
    /// How far a disc is from the middle of the ring.
    fn off(&self, place: usize) -> Point {
        let (sine, cosine) = turn(place as f64 / self.count.max(1) as f64);
        point(self.sizes.ring.0 * sine, -self.sizes.ring.1 * cosine)
    }

    /// Above discs of the upper half stand their words, below the others.
    fn above(&self, off: Point) -> f64 {
        let (disc, height) = (self.sizes.disc, self.sizes.place.1);
        if off.y < -1.0 { height - disc } else { disc }
    }

    /// How far it reaches above and below its middle.
    fn reach(&self) -> (f64, f64) {
        let all = (0..self.count).map(|place| self.off(place));
        all.fold((0.0, 0.0), |(up, down), off| {
            let above = self.above(off);
            (f64::max(up, above - off.y), f64::max(down, off.y + self.sizes.place.1 - above))
        })
    }

    fn size(&self) -> (f64, f64) {
        let (up, down) = self.reach();
        let width = 2.0 * self.sizes.ring.0 + self.sizes.place.0;
        (if self.shape == Shape::Tall { width.min(TALL_WIDTH) } else { width }, up + down)
    }

    fn place(&self, place: usize, corner: Point) -> Area {
        let (off, (width, height)) = (self.off(place), self.sizes.place);
        let middle = point(corner.x + self.size().0 / 2.0, corner.y + self.reach().0);
        Area { x: middle.x + off.x - width / 2.0, y: middle.y + off.y - self.above(off), width, height }
    }
}

fn grid(tableau: &Tableau, rows: usize, shape: Shape, (height, room): (Height, f64), corner: Point) -> Grid {
    let used = tableau.actors.iter().filter_map(|actor| actor.replica()).map(|body| body.last());
    let chosen = tableau.logs.iter().flat_map(|logs| logs.chosen.iter().map(|chosen| chosen.slot));
    let last = used.chain(chosen).max().unwrap_or(0);
    let has_account = tableau.logs.as_ref().is_some_and(|logs| logs.has_account);
    // Names, what is promised, a slot, a balance.
    let (name, promised, pitch, money, sizes) = match (shape, height) {
        (Shape::Tall, _) => (36.0, 34.0, 38.0, 48.0, (12.5, 9.5)),
        (_, Height::Hall) => (46.0, 44.0, 54.0, 62.0, (17.0, 12.5)),
        _ => (40.0, 40.0, 46.0, 54.0, (15.0, 11.5)),
    };
    let most = if shape == Shape::Wide && height != Height::Hall { 8 } else { 7 };
    let count = if has_account { most - 1 } else { most };
    let first = (last + 1).saturating_sub(count).max(1);
    let has_key = shape == Shape::Tall || height == Height::Ample;
    let (head, foot) = (44.0, if has_key { 74.0 } else { 54.0 });
    let row = match shape {
        Shape::Tall => 46.0,
        Shape::Wide => ((room - head - foot) / rows.max(1) as f64).clamp(46.0, 62.0),
    };
    let used = rows as f64 * row + head + foot;
    let lower = if shape == Shape::Wide { ((room - used) / 2.0).max(0.0) } else { 0.0 };
    let x = corner.x + name + promised;
    let cells = x + count as f64 * pitch;
    let right = if has_account { cells + money } else { cells + 6.0 };
    Grid {
        first,
        count,
        last,
        left: corner.x,
        right,
        promised: corner.x + name,
        x,
        y: corner.y + lower + head,
        pitch,
        row,
        cell: (row - 17.0).min(40.0),
        balance: has_account.then_some(right - 8.0),
        rows,
        sizes,
        has_key,
    }
}

/// A way within a ring: bent to the right, so that the way back lies beside it.
pub(super) fn way(layout: &Layout, from: NodeId, to: NodeId) -> Curve {
    let ((a, from_radius), (b, to_radius)) = (layout.disc(from), layout.disc(to));
    let length = (b.x - a.x).hypot(b.y - a.y).max(1.0);
    let along = point((b.x - a.x) / length, (b.y - a.y) / length);
    let aside = point(-along.y, along.x);
    let off = |from: Point, by: f64, side: f64| {
        point(from.x + along.x * by + aside.x * side, from.y + along.y * by + aside.y * side)
    };
    let side = 6.0;
    let (start, end) = (off(a, from_radius + 3.0, side), off(b, -to_radius - 6.0, side));
    let bend = side + 0.09 * length;
    Curve { start, pull_start: off(a, length * 0.3, bend), pull_end: off(a, length * 0.7, bend), end }
}
