//! Where replicas stand: in a ring within which their messages pass, with a table of their logs beside it on a wide stage
//! and below it on a tall one; clients stand outside, at the left or above.
//!
//! All logs stand in one table, a column a slot, so that what two replicas hold in one slot can be compared.

use super::geometry::{Curve, Point, point};
use super::layout::{Area, Height, Layout, Shape, TALL_WIDTH, nodes_of};
use super::mark::text_width;
use super::people::turn;
use super::tableau::Tableau;
use crate::paxos::{NodeId, Role};

/// How far to the right of the line between two discs a way between them begins and ends.
const SIDE: f64 = 6.0;
/// How far from the disc of another it goes past.
const PAST: f64 = 7.0;
/// More clients than this are drawn smaller.
const CLIENTS_MAX: usize = 4;
/// Of so many replicas the table stands below the ring where there is the height for it.
const BELOW_MAX: usize = 5;
/// So many small clients stand below each other at most on a wide stage, and beside each other on a tall one.
const SMALL_MAX: (usize, usize) = (6, 5);

/// The smallest size of a word in a cell, the room beside it, and that between cells.
pub(super) const LEAST_SIZE: f64 = 10.5;
pub(super) const BESIDE: f64 = 3.0;
const BETWEEN: f64 = 5.0;
/// A word of so many letters is short.
pub(super) const SHORT: usize = 5;
/// A table has so many columns at least.
const COLUMNS_MIN: u32 = 4;

/// The view errs on the wide side: so much of a width is taken, the more the longer a word is.
pub(super) fn slack(word: &str) -> f64 {
    if word.chars().count() <= SHORT { 0.9 } else { 0.95 }
}

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
    /// Whether it stands below the ring, and not beside it.
    pub is_below: bool,
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
        Area { x, y: top + 4.0, width: self.pitch - BETWEEN, height: self.cell }
    }

    /// From one slot to the next where this word has room in its cell.
    fn takes(word: &str) -> f64 {
        text_width(word, LEAST_SIZE) * slack(word) + BESIDE + BETWEEN
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

/// Where the table stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stand {
    /// Below the ring, on a tall stage.
    Tall,
    /// Below the ring, on a wide stage that has the height for it.
    Below,
    /// Beside the ring.
    Beside(Height),
}

impl Stand {
    fn of(shape: Shape, height: Height, replicas: usize, clients: usize) -> Stand {
        let are_few = replicas <= BELOW_MAX && clients < CLIENTS_MAX;
        match (shape, height) {
            (Shape::Tall, _) => Stand::Tall,
            (Shape::Wide, Height::Ample) if are_few => Stand::Below,
            (Shape::Wide, height) => Stand::Beside(height),
        }
    }
}

fn sizes(stand: Stand, replicas: usize, clients: usize) -> Sizes {
    let is_small = CLIENTS_MAX < clients;
    let (client, client_disc) = match (stand, is_small) {
        (Stand::Tall, false) => ((86.0, 72.0), 20.0),
        (Stand::Tall, true) => ((70.0, 54.0), 14.0),
        (_, false) => ((90.0, 88.0), 24.0),
        (_, true) => ((74.0, 62.0), 16.0),
    };
    let many = 5 < replicas;
    let (disc, place, ring) = match stand {
        Stand::Tall => (18.0, (88.0, 68.0), (126.0, [60.0, 66.0, 84.0, 104.0][replicas.clamp(3, 6) - 3])),
        Stand::Below => (
            26.0,
            (104.0, 92.0),
            (if replicas <= 4 { 136.0 } else { 150.0 }, [120.0, 100.0, 128.0][replicas.clamp(3, 5) - 3]),
        ),
        Stand::Beside(Height::Ample) => (26.0, (104.0, 92.0), if many { (148.0, 166.0) } else { (126.0, 140.0) }),
        Stand::Beside(Height::Scarce) => (24.0, (104.0, 88.0), if many { (152.0, 136.0) } else { (132.0, 112.0) }),
        Stand::Beside(Height::Hall) => (24.0, (112.0, 92.0), if many { (160.0, 144.0) } else { (144.0, 112.0) }),
    };
    Sizes { disc, place, ring, client, client_disc }
}

/// The places of replicas and their clients.
#[inline(never)]
pub(super) fn of(tableau: &Tableau, roles: Vec<Role>, shape: Shape, height: Height) -> Layout {
    let (clients, replicas) = (nodes_of(&roles, Role::Client), nodes_of(&roles, Role::Replica));
    let stand = Stand::of(shape, height, replicas.len(), clients.len());
    let sizes = sizes(stand, replicas.len(), clients.len());
    let ring = Ring { sizes: &sizes, count: replicas.len() };
    let (ring_width, ring_height) = ring.size();
    let mut areas = vec![Area { x: 0.0, y: 0.0, width: 0.0, height: 0.0 }; roles.len()];
    let corner = match stand {
        Stand::Tall => {
            let top = client_rows(&mut areas, &clients, &sizes);
            point((TALL_WIDTH - ring_width) / 2.0, top)
        }
        Stand::Below | Stand::Beside(_) => point(client_columns(&mut areas, &clients, &sizes), 6.0),
    };
    for (place, &node) in replicas.iter().enumerate() {
        areas[node] = ring.place(place, corner);
    }
    let at = match stand {
        Stand::Tall => point(3.0, corner.y + ring_height + 2.0),
        Stand::Below => point(6.0, corner.y + ring_height + 6.0),
        Stand::Beside(_) => point(corner.x + ring_width + 6.0, 0.0),
    };
    let grid = grid(tableau, replicas.len(), stand, ring_height + 12.0, at);
    let below = grid.y + grid.rows as f64 * grid.row + 24.0 + if grid.has_key { 42.0 } else { 22.0 };
    let lowest = clients.iter().map(|&node| areas[node].y + areas[node].height + 12.0).fold(0.0, f64::max);
    let (width, whole) = match stand {
        Stand::Tall => (TALL_WIDTH, below),
        Stand::Below => ((grid.right + 6.0).max(corner.x + ring_width + 6.0), below),
        Stand::Beside(_) => (grid.right + 6.0, below.max(corner.y + ring_height + 6.0).max(lowest)),
    };
    match stand {
        Stand::Tall => {}
        Stand::Below => {
            centre(&mut areas, &clients, corner.y + ring_height + 6.0);
            // Clients stay at the edge; the ring has the middle of what is left.
            let spare = width - corner.x - ring_width;
            replicas.iter().for_each(|&node| areas[node].x += (spare / 2.0).max(0.0));
        }
        Stand::Beside(_) => {
            centre(&mut areas, &clients, whole);
            centre(&mut areas, &replicas, whole);
        }
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
        (2.0 * self.sizes.ring.0 + self.sizes.place.0, up + down)
    }

    fn place(&self, place: usize, corner: Point) -> Area {
        let (off, (width, height)) = (self.off(place), self.sizes.place);
        let middle = point(corner.x + self.size().0 / 2.0, corner.y + self.reach().0);
        Area { x: middle.x + off.x - width / 2.0, y: middle.y + off.y - self.above(off), width, height }
    }
}

/// The widest columns that it takes for the words in them, where free slots leave the room; how many, and how wide.
fn columns(tableau: &Tableau, last: u32, count: u32, pitch: f64) -> (u32, f64) {
    if count <= last {
        return (count, pitch);
    }
    let room = f64::from(count) * pitch;
    let most = room / f64::from(last.max(COLUMNS_MIN));
    let held = tableau.actors.iter().filter_map(|actor| actor.replica());
    let held = held.flat_map(|body| &body.cells).map(|cell| (&cell.word, &cell.brief));
    let chosen = tableau.logs.iter().flat_map(|logs| &logs.chosen).map(|chosen| (&chosen.word, &chosen.brief));
    let takes =
        |(word, brief): (&String, &String)| [word, brief].map(|it| Grid::takes(it)).into_iter().find(|&it| it <= most);
    let takes = held.chain(chosen).filter_map(takes).fold(pitch, f64::max);
    let columns = (room / takes + 1e-9) as u32;
    (columns, room / f64::from(columns))
}

fn grid(tableau: &Tableau, rows: usize, stand: Stand, room: f64, corner: Point) -> Grid {
    let used = tableau.actors.iter().filter_map(|actor| actor.replica()).map(|body| body.last());
    let chosen = tableau.logs.iter().flat_map(|logs| logs.chosen.iter().map(|chosen| chosen.slot));
    let last = used.chain(chosen).max().unwrap_or(0);
    let has_account = tableau.logs.as_ref().is_some_and(|logs| logs.has_account);
    // Names, what is promised, a slot, a balance; the size of words; and how many slots there are without a balance.
    let (name, promised, pitch, money, sizes, most) = match stand {
        Stand::Tall => (35.0, 32.0, 39.0, 44.0, (12.5, 9.5), 7),
        Stand::Below => (44.0, 44.0, 48.0, 56.0, (15.5, 11.5), 9),
        Stand::Beside(Height::Hall) => (46.0, 44.0, 54.0, 62.0, (17.0, 12.5), 7),
        Stand::Beside(_) => (40.0, 40.0, 46.0, 54.0, (15.0, 11.5), 8),
    };
    let count = if has_account { most - 1 } else { most };
    let (count, pitch) = columns(tableau, last, count, pitch);
    let first = (last + 1).saturating_sub(count).max(1);
    let has_key = !matches!(stand, Stand::Beside(Height::Scarce | Height::Hall));
    let (head, foot) = (44.0, if has_key { 74.0 } else { 54.0 });
    let (row, lower) = match stand {
        Stand::Tall => (46.0, 0.0),
        Stand::Below => (50.0, 0.0),
        Stand::Beside(_) => {
            let row = ((room - head - foot) / rows.max(1) as f64).clamp(46.0, 62.0);
            (row, ((room - rows as f64 * row - head - foot) / 2.0).max(0.0))
        }
    };
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
        is_below: !matches!(stand, Stand::Beside(_)),
    }
}

/// A way within a ring: bent to the right, so that the way back lies beside it; and around the discs of others.
#[inline(never)]
pub(super) fn way(layout: &Layout, from: NodeId, to: NodeId) -> Curve {
    let ((a, from_radius), (b, to_radius)) = (layout.disc(from), layout.disc(to));
    let length = (b.x - a.x).hypot(b.y - a.y).max(1.0);
    let along = point((b.x - a.x) / length, (b.y - a.y) / length);
    let aside = point(-along.y, along.x);
    let off = |from: Point, by: f64, side: f64| {
        point(from.x + along.x * by + aside.x * side, from.y + along.y * by + aside.y * side)
    };
    let (start, end) = (off(a, from_radius + 3.0, SIDE), off(b, -to_radius - 6.0, SIDE));
    let seen = layout.discs().map(|(_, disc, radius)| {
        let (x, y) = (disc.x - a.x, disc.y - a.y);
        ((x * along.x + y * along.y) / length, x * aside.x + y * aside.y, radius)
    });
    let bend = around(SIDE + 0.09 * length, seen);
    Curve { start, pull_start: off(a, length * 0.3, bend), pull_end: off(a, length * 0.7, bend), end }
}

/// How far a way is bent that would be bent so far if there were no discs beside it: at which share of its length each
/// is, how far to its right, and of what radius.
fn around(usual: f64, discs: impl Iterator<Item = (f64, f64, f64)>) -> f64 {
    let mut bend = usual;
    for (share, off, radius) in discs.filter(|&(share, ..)| 0.15 < share && share < 0.85) {
        let (part, apart) = (3.0 * share * (1.0 - share), radius + PAST);
        let is_on = (off - SIDE * (1.0 - part) - bend * part).abs() < apart;
        // The way back goes by on the same side, beside this one.
        let right = (off + apart - SIDE * (1.0 - part)) / part;
        let left = (off - apart - SIDE * (3.0 - part)) / part;
        bend = match is_on {
            true if right <= -left => right,
            true => left,
            false => bend,
        };
    }
    bend
}
