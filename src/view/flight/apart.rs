//! Where the pills of all messages are, clear of each other: those that would lie on another one give way, up or down.
//!
//! What gives way to what hangs on their ways alone, and how far on where they are: so pills glide, and nothing jumps
//! while time passes.

use super::{
    ASIDE, Waiting, aside, clear, is_beside, lanes, pill_size, place, progress, rank, ring, shares_pill, waiting_place,
    within,
};
use crate::paxos::NodeId;
use crate::sim::Time;
use crate::view::geometry::{Point, point};
use crate::view::layout::{Layout, Shape};
use crate::view::tableau::{Course, Passage};

/// The room between a pill and the next one, downwards.
const BETWEEN: f64 = 3.0;
/// From so far away, across, pills begin to give way.
const NEAR: f64 = 30.0;
/// The same of what does not move.
const NEAR_WALL: f64 = 10.0;
/// So long after it has come, and before it goes, a pill gives way more than others, in virtual milliseconds.
const SETTLE_MS: Time = 200;
/// How often each two are looked at, as a power of two: where three meet, one may be pushed onto the next.
const ROUNDS_LOG2: u32 = 5;

/// The middles of the pills of a picture, by the places of their messages among all.
pub struct Places(Vec<Point>);

impl Places {
    /// Those of these messages at this time.
    pub fn of(all: &[Passage], waiting: &Waiting, layout: &Layout, time: Time) -> Places {
        let is_ring = layout.grid().is_some();
        let usual: Vec<Point> = match is_ring {
            true => ring::places(all, layout, time),
            false => all.iter().map(|it| usual(it, all, waiting, layout, time)).collect(),
        };
        let mut shifts = vec![0.0; all.len()];
        let alike = if is_ring { ring::bases(all) } else { (0..all.len()).map(|of| first_alike(of, all)).collect() };
        if !layout.is_crowd() {
            for pill in cleared(&usual, all, &alike, waiting, layout, time) {
                shifts[pill.of] = pill.at.y - pill.from;
            }
        }
        let place = |of: usize| {
            // A copy lies beside the one that it is like.
            let shift = shifts[alike[of]];
            let at = aside(point(usual[of].x, usual[of].y + shift), rank(&all[of], all));
            if is_ring { ring::stacked(at, &all[of], all, layout) } else { at }
        };
        Places((0..all.len()).map(place).collect())
    }

    /// That of a message, by its place among all.
    pub fn at(&self, of: usize) -> Point {
        self.0[of]
    }
}

/// Where the pill of a message would be if there were no other, without what those like it need.
fn usual(passage: &Passage, all: &[Passage], waiting: &Waiting, layout: &Layout, time: Time) -> Point {
    match passage.course {
        Course::Moving { departs, arrives, lost_after } => {
            place(passage, progress(departs, arrives, time).min(lost_after.unwrap_or(1.0)), layout)
        }
        _ => {
            let at = waiting_place(passage, layout);
            point(at.x, at.y + waiting.shift(passage, all))
        }
    }
}

/// The first message that is just like this one, by its place among all.
fn first_alike(of: usize, all: &[Passage]) -> usize {
    let passage = &all[of];
    let is_alike = |other: &Passage| {
        (other.from, other.to) == (passage.from, passage.to) && other.text == passage.text && is_beside(passage, other)
    };
    all.iter().position(is_alike).unwrap_or(of)
}

/// A pill that is seen.
struct Pill<'a> {
    /// The place of its message among all.
    of: usize,
    passage: &'a Passage,
    at: Point,
    /// How high it would be if there were no other, and the middle of its pile.
    usual: f64,
    from: f64,
    size: (f64, f64),
    /// Between which heights it stays, on a tall stage.
    room: Option<(f64, f64)>,
    /// How high the middle of its way is, or its place where it waits: what is higher there stays above.
    key: f64,
    is_request: bool,
    /// How little it gives way to others, 0 to 1: one that has just come does, and one that is about to go.
    strength: f64,
}

impl Pill<'_> {
    /// The acceptor at one end of its way.
    fn acceptor(&self, layout: &Layout) -> Option<NodeId> {
        [self.passage.from, self.passage.to].into_iter().find(|&node| layout.is_acceptor(node))
    }

    fn waits(&self) -> bool {
        self.passage.course == Course::Waiting
    }
}

/// The pills that are seen, clear of each other.
fn cleared<'a>(
    usual: &[Point],
    all: &'a [Passage],
    alike: &[usize],
    waiting: &Waiting,
    layout: &Layout,
    time: Time,
) -> Vec<Pill<'a>> {
    let is_seen = |of: &usize| {
        let passage = &all[*of];
        let is_under_way = matches!(passage.course, Course::Waiting | Course::Moving { .. });
        let has_own = is_under_way && !waiting.is_folded(passage, all) && alike[*of] == *of;
        has_own && !all.iter().any(|other| shares_pill(other, passage, all, layout))
    };
    let pill = |of: usize| {
        let (passage, (width, height)) = (&all[of], pill_size(&all[of], layout));
        // Its copies lie beside it.
        let copies = alike.iter().filter(|&&first| first == of).count().saturating_sub(1);
        let size = (width, height + 2.0 * ASIDE * copies as f64);
        let (size, at) = match layout.grid() {
            Some(_) => pile(of, size, usual[of], all, alike, layout, time),
            None => (size, usual[of]),
        };
        let at = within(at, size, layout);
        let key = match passage.course {
            Course::Waiting => at.y,
            _ if layout.grid().is_some() => layout.way(passage.from, passage.to, passage.track).at(0.5).y,
            _ => place(passage, 0.5, layout).y,
        };
        let strength = strength(passage, time);
        let room = if layout.shape == Shape::Tall { lanes::heights(at.x, passage, size, layout) } else { None };
        Pill {
            of,
            passage,
            at,
            usual: usual[of].y,
            from: at.y,
            size,
            room,
            key,
            is_request: layout.is_acceptor(passage.to),
            strength,
        }
    };
    // Of two on one way that which was sent first is ahead.
    let ahead = |pill: &Pill| if pill.is_request { -f64::from(pill.passage.id) } else { f64::from(pill.passage.id) };
    let mut pills: Vec<Pill> = Vec::new();
    for pill in (0..all.len()).filter(is_seen).map(pill) {
        let after = |other: &Pill| (other.key, ahead(other)) <= (pill.key, ahead(&pill));
        let at = pills.partition_point(after);
        pills.insert(at, pill);
    }
    // Those that wait have found places clear of each other.
    if !pills.iter().all(Pill::waits) {
        settle(&mut pills, layout);
    }
    pills
}

/// Moves pills off each other, and in a ring off discs and words.
fn settle(pills: &mut [Pill], layout: &Layout) {
    let pairs = pairs(pills, layout);
    let walls = if layout.grid().is_some() { walls(pills, layout) } else { Vec::new() };
    for _ in 0..1 << ROUNDS_LOG2 {
        for pair in &pairs {
            let lacks = pair.least - (pills[pair.below].at.y - pills[pair.above].at.y);
            let push = lacks.max(0.0) * pair.share;
            move_by(&mut pills[pair.above], -push * pair.of_above, layout);
            move_by(&mut pills[pair.below], push * (1.0 - pair.of_above), layout);
        }
        for wall in &walls {
            let lacks = wall.least - (pills[wall.of].at.y - wall.y) * wall.side;
            move_by(&mut pills[wall.of], lacks.max(0.0) * wall.share * wall.side, layout);
        }
    }
}

/// The size of a pile and its middle: one grows as another pill comes onto it.
#[inline(never)]
fn pile(
    of: usize,
    (width, height): (f64, f64),
    at: Point,
    all: &[Passage],
    bases: &[usize],
    layout: &Layout,
    time: Time,
) -> ((f64, f64), Point) {
    let is_on = |&other: &usize| bases[other] == of && all[other].text != all[of].text;
    let on = (0..all.len()).filter(is_on).map(|other| strength(&all[other], time)).sum::<f64>();
    let more = on * ring::step(layout);
    ((width, height + more), point(at.x, at.y - more / 2.0))
}

/// How little a pill gives way.
fn strength(passage: &Passage, time: Time) -> f64 {
    let Course::Moving { departs, arrives, .. } = passage.course else { return 1.0 };
    let share = |of: Time| f64::from(of.min(SETTLE_MS)) / f64::from(SETTLE_MS);
    // Where one comes as another goes, it is that which gives way.
    share(arrives.saturating_sub(time)).min(0.15 + 0.85 * share(time.saturating_sub(departs)))
}

/// What a pill is not to be moved onto: a disc, or the words at one.
struct Wall {
    of: usize,
    /// Its middle.
    y: f64,
    /// Whether the pill is below it, 1, or above, -1.
    side: f64,
    least: f64,
    share: f64,
}

/// What is not to be lain on near these pills.
#[inline(never)]
fn walls(pills: &[Pill], layout: &Layout) -> Vec<Wall> {
    let mut walls = Vec::new();
    for area in clear::taken(layout) {
        for (of, pill) in pills.iter().enumerate() {
            let middle = area.middle();
            let reach = (pill.size.0 + area.width) / 2.0 - NEAR_WALL;
            // What a way goes past is above it first and below it then.
            let past = ((pill.usual - middle.y).abs() / NEAR_WALL).min(1.0);
            let near = past * nearness((pill.at.x - middle.x).abs(), reach, NEAR_WALL);
            if 0.0 < near {
                let side = if middle.y <= pill.usual { 1.0 } else { -1.0 };
                let least = (pill.size.1 + area.height) / 2.0;
                walls.push(Wall { of, y: middle.y, side, least, share: share_in_round(near) });
            }
        }
    }
    walls
}

/// How near two are whose middles are so far from each other, across, and that touch at that distance.
fn nearness(far: f64, reach: f64, near: f64) -> f64 {
    ((reach + near - far) / near).clamp(0.0, 1.0)
}

/// How much of what lacks is made up for in a round, so that after all rounds it is as near as the two are to each other.
fn share_in_round(near: f64) -> f64 {
    1.0 - (0..ROUNDS_LOG2).fold(1.0 - near, |left, _| left.sqrt())
}

/// Two pills that are near each other, by their places in order.
struct Pair {
    above: usize,
    below: usize,
    /// How far their middles are to be apart.
    least: f64,
    /// How much of what lacks to that is made up for in a round.
    share: f64,
    /// How much of that the upper one gives way.
    of_above: f64,
}

fn pairs(pills: &[Pill], layout: &Layout) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (below, lower) in pills.iter().enumerate() {
        for (above, upper) in pills[..below].iter().enumerate() {
            let reach = (upper.size.0 + lower.size.0) / 2.0 + BETWEEN;
            let near = nearness((upper.at.x - lower.at.x).abs(), reach, NEAR);
            let Some(least) = least(upper, lower, layout).filter(|_| 0.0 < near) else { continue };
            let both = upper.strength + lower.strength;
            let of_above = if 0.0 < both { lower.strength / both } else { 0.5 };
            pairs.push(Pair { above, below, least, share: share_in_round(near), of_above });
        }
    }
    pairs
}

/// Whether they are of one broadcast, or the answers to it: their ways spread by themselves. So do the places of those
/// that wait.
fn are_siblings(one: &Pill, other: &Pill, layout: &Layout) -> bool {
    let (a, b) = (one.passage, other.passage);
    let are_of_one = (a.from == b.from || a.to == b.to) && a.text.0 == b.text.0 && is_beside(a, b);
    let both_wait = one.waits() && other.waits();
    let of_both = one.acceptor(layout).zip(other.acceptor(layout));
    // Those of two rows go through the same place.
    let is_one_row = |(a, b)| layout.shape == Shape::Wide || layout.area(a).y == layout.area(b).y;
    both_wait || are_of_one && of_both.is_some_and(|(a, b)| a != b && is_one_row((a, b)))
}

/// How far the middle of the lower of two is to be below that of the upper one; nothing where they pass far from each
/// other.
fn least(upper: &Pill, lower: &Pill, layout: &Layout) -> Option<f64> {
    let high = (upper.size.1 + lower.size.1) / 2.0 + BETWEEN;
    let down = lower.at.y - upper.at.y;
    let is_one_acceptor = upper.acceptor(layout).is_some() && upper.acceptor(layout) == lower.acceptor(layout);
    let is_narrow = layout.shape == Shape::Tall && layout.grid().is_none() || is_one_acceptor;
    match () {
        // Nobody is to be nearer to them than they are by themselves.
        () if are_siblings(upper, lower, layout) => (0.0 < down).then_some(down.min(high)),
        () if -high / 2.0 <= down || is_narrow && are_between_the_same(upper, lower, layout) => Some(high),
        // They come from the other side, and pass each other at once.
        () if -high < down => Some(high + 4.0 * (down + high / 2.0)),
        () => None,
    }
}

/// Whether their ways are between the same two lanes.
fn are_between_the_same(one: &Pill, other: &Pill, layout: &Layout) -> bool {
    let (a, b) = (one.passage, other.passage);
    let is_same = |from, to| layout.is_same_lane(a.from, from) && layout.is_same_lane(a.to, to);
    is_same(b.from, b.to) || is_same(b.to, b.from)
}

/// Moves a pill up or down, on the stage, and on a tall one between the cards.
fn move_by(pill: &mut Pill, by: f64, layout: &Layout) {
    let at = within(point(pill.at.x, pill.at.y + by), pill.size, layout);
    pill.at.y = match pill.room {
        Some((least, most)) if by != 0.0 => lanes::between(at.y, least, most),
        _ => at.y,
    };
}
