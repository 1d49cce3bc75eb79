//! The ways of pills in a ring of replicas, clear of discs and of the words at them.
//!
//! Where a pill would come to lie on one, it takes a shorter part of its way, or another one beside it. Which hangs on the
//! way alone, and not on how far on it is: so pills glide, and nothing jumps while time passes.

use super::{pill_size, within};
use crate::view::geometry::{Curve, Point, point};
use crate::view::layout::{Area, Layout};
use crate::view::tableau::Passage;

/// A part of a way, as shares of that, and how far beside it a pill is there.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Part {
    from: f64,
    reach: f64,
    beside: Point,
}

/// How far beside its way a pill may be: in so many steps of this length, in each of eight directions.
const STEPS: (usize, f64) = (8, 11.0);
/// The directions, the first ones at a right angle to the way.
const DIRECTIONS: [(f64, f64); 8] =
    [(0.0, 1.0), (0.0, -1.0), (0.7, 0.7), (0.7, -0.7), (-0.7, 0.7), (-0.7, -0.7), (1.0, 0.0), (-1.0, 0.0)];
/// At so many places of a part is looked, and one more.
const LOOKS: usize = 4;
/// The room between a pill and what it gives way to.
const BETWEEN: f64 = 2.0;

/// What pills give way to.
pub(super) struct Clear<'a> {
    taken: Vec<Area>,
    layout: &'a Layout,
}

impl Clear<'_> {
    /// Discs, and the words at them.
    pub(super) fn of(layout: &Layout) -> Clear<'_> {
        Clear { taken: taken(layout).collect(), layout }
    }

    /// Where the pill of a message is that has come so far on this part of its way.
    pub(super) fn place(&self, passage: &Passage, part: (f64, f64), share: f64) -> Point {
        let way = self.layout.way(passage.from, passage.to, passage.track);
        self.part(passage, &way, part).at(&way, share)
    }

    /// The part of its way that a pill takes, and where beside it.
    fn part(&self, passage: &Passage, way: &Curve, (from, reach): (f64, f64)) -> Part {
        let size = pill_size(passage, self.layout);
        let usual = Part { from, reach, beside: point(0.0, 0.0) };
        if self.overlap(&usual, way, size, 0.0) <= 0.0 {
            return usual;
        }
        let along = way.chord();
        let mut best = (f64::MAX, usual);
        for step in 0..=STEPS.0 {
            let off = STEPS.1 * step as f64;
            for (forward, aside) in DIRECTIONS.into_iter().take(if step == 0 { 1 } else { DIRECTIONS.len() }) {
                let beside =
                    point((along.x * forward - along.y * aside) * off, (along.y * forward + along.x * aside) * off);
                for (from, reach) in shorter(from, reach) {
                    let part = Part { from, reach, beside };
                    let lies = self.overlap(&part, way, size, best.0);
                    if lies <= 0.0 {
                        return part;
                    }
                    if lies < best.0 {
                        best = (lies, part);
                    }
                }
            }
        }
        best.1
    }

    /// How far a pill of this size is on anything, anywhere on this part of its way; not looked at further where that is
    /// more than another one has.
    fn overlap(&self, part: &Part, way: &Curve, size: (f64, f64), other: f64) -> f64 {
        let looks = if part.reach == 0.0 { 0 } else { LOOKS };
        let mut most = 0.0;
        for look in 0..=looks {
            let at = within(part.at(way, look as f64 / LOOKS as f64), size, self.layout);
            for area in &self.taken {
                most = depth(area, at, size).max(most);
                if other < most {
                    return most;
                }
            }
        }
        most
    }
}

impl Part {
    fn at(&self, way: &Curve, share: f64) -> Point {
        let at = way.at(self.from + self.reach * share);
        point(at.x + self.beside.x, at.y + self.beside.y)
    }
}

/// Parts of a part: the whole, its middle, its beginning, its end.
fn shorter(from: f64, reach: f64) -> impl Iterator<Item = (f64, f64)> {
    [(0.0, 1.0), (0.2, 0.6), (0.0, 0.4), (0.6, 0.4), (0.4, 0.2)]
        .into_iter()
        .map(move |(begins, share)| (from + reach * begins, reach * share))
}

/// What is not to be lain on: discs, and the words at them.
pub(super) fn taken(layout: &Layout) -> impl Iterator<Item = Area> {
    layout.discs().flat_map(|(area, middle, radius)| {
        let disc = Area { x: middle.x - radius, y: middle.y - radius, width: 2.0 * radius, height: 2.0 * radius };
        let is_above = area.y + 1.0 < disc.y;
        let height = area.height - disc.height;
        let y = if is_above { area.y } else { disc.y + disc.height };
        [disc, Area { y, height, ..area }]
    })
}

/// How far a pill of this size lies on an area.
fn depth(area: &Area, at: Point, (width, height): (f64, f64)) -> f64 {
    let (middle, room) = (area.middle(), 2.0 * BETWEEN);
    let across = (area.width + width + room) / 2.0 - (at.x - middle.x).abs();
    let down = (area.height + height + room) / 2.0 - (at.y - middle.y).abs();
    across.min(down)
}
