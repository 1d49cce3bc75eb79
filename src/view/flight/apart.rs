//! Where the pills of all messages are, clear of each other: those that would lie on another one give way, up or down.
//!
//! What gives way to what hangs on their ways alone, and how far on where they are: so pills glide, and nothing jumps
//! while time passes.

use super::{
    ASIDE, BOUNCE_MS, Waiting, aside, bounced, clear, heights, is_beside, is_wide, lanes, pill_size, place, progress,
    rank, ring, shares_pill, waiting_place, was_beside, within,
};
use crate::paxos::NodeId;
use crate::sim::Time;
use crate::view::geometry::{Point, point};
use crate::view::layout::{Height, Layout, Shape};
use crate::view::tableau::{Course, Passage};

/// The room between a pill and the next one, downwards.
const BETWEEN: f64 = 3.0;
/// From so far away, across, pills begin to give way.
const NEAR: f64 = 30.0;
/// The same of what does not move.
const NEAR_WALL: f64 = 10.0;
/// The room between a pill and what does not move.
const RIM: f64 = 2.0;
/// So long after it has come a pill gives way more than others, in virtual milliseconds.
const COME_MS: Time = 200;
/// So long after it has gone others still give way to it, ever less, in virtual milliseconds.
const GONE_MS: Time = 300;
/// How often each two are looked at: where three meet, one may be pushed onto the next.
const ROUNDS: usize = 32;
/// Where none moves as far as this any more, all are clear of each other, or have no room to be.
const CLEAR: f64 = 0.02;

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
        let mut shifts = vec![point(0.0, 0.0); all.len()];
        let alike =
            if is_ring { ring::bases(all, time) } else { (0..all.len()).map(|of| first_alike(of, all)).collect() };
        if !layout.is_crowd() {
            for pill in cleared(&usual, all, &alike, waiting, layout, time) {
                shifts[pill.of] = point(pill.aside, pill.at.y - pill.from.y);
            }
        }
        let place = |of: usize| {
            if left(&all[of], time) <= 0.0 {
                return usual[of];
            }
            // A copy lies beside the one that it is like.
            let shift = shifts[alike[of]];
            let at = aside(point(usual[of].x + shift.x, usual[of].y + shift.y), rank(&all[of], all));
            if is_ring { ring::stacked(at, &all[of], all, layout, time) } else { at }
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
        Course::Arrived => place(passage, 1.0, layout),
        Course::Refused { at } => bounced(passage, at, layout, time),
        Course::Lost { share, .. } => place(passage, share, layout),
        Course::Waiting => {
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
    from: Point,
    /// How far to the right of that it is moved, in a ring.
    aside: f64,
    size: (f64, f64),
    /// Between which heights it stays on the stage, and between the cards of a tall one.
    stage: (f64, f64),
    room: Option<(f64, f64)>,
    /// How high the middle of its way is, or its place where it waits: what is higher there stays above.
    key: f64,
    is_request: bool,
    /// How little it gives way to others, 0 to 1: one that has just come does.
    strength: f64,
    /// How much of it is still there: less and less of one that has gone.
    left: f64,
}

impl Pill<'_> {
    /// The acceptor at one end of its way.
    fn acceptor(&self, layout: &Layout) -> Option<NodeId> {
        [self.passage.from, self.passage.to].into_iter().find(|&node| layout.is_acceptor(node))
    }

    /// Whether it is no more seen.
    fn is_gone(&self) -> bool {
        self.passage.gone.is_some()
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
        let has_own = 0.0 < left(passage, time) && !waiting.is_folded(passage, all) && alike[*of] == *of;
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
        let strength = come(passage, time);
        let room = if layout.shape == Shape::Tall { lanes::heights(at.x, passage, size, layout) } else { None };
        Pill {
            of,
            passage,
            at,
            usual: usual[of].y,
            from: at,
            aside: 0.0,
            size,
            stage: heights(size, layout),
            room,
            key,
            is_request: layout.is_acceptor(passage.to),
            strength,
            left: pile_left(of, all, alike, time),
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

/// Moves pills off each other and, in a ring, off discs and words. Where there is no room for everything, pills that would
/// overlap are settled last, so that they win over those that are merely close.
#[inline(never)]
fn settle(pills: &mut [Pill], layout: &Layout) {
    let is_ring = layout.grid().is_some();
    if is_ring {
        spread(pills, layout);
    }
    let walls = if is_ring { walls(pills, layout) } else { Vec::new() };
    for pairs in [pairs(pills, layout, false), pairs(pills, layout, true)] {
        for _ in 0..ROUNDS {
            // Where there is no room nothing moves, whatever lacks.
            let mut moved: f64 = 0.0;
            for pair in &pairs {
                let lacks = pair.least - (pills[pair.below].at.y - pills[pair.above].at.y);
                if 0.0 < lacks {
                    moved = part(pair, lacks, pills).max(moved);
                }
            }
            for wall in &walls {
                let lacks = wall.least - (pills[wall.of].at.y - wall.y) * wall.side;
                if 0.0 < lacks {
                    moved = move_by(&mut pills[wall.of], lacks * wall.side).abs().max(moved);
                }
            }
            if moved < CLEAR {
                break;
            }
        }
    }
}

/// Moves two pills so far off each other, and says how far they came. What one cannot do, as it is at the edge of its
/// room, the other does.
fn part(pair: &Pair, lacks: f64, pills: &mut [Pill]) -> f64 {
    let up = lacks * pair.of_above;
    let down = lacks - up;
    let below = move_by(&mut pills[pair.below], down);
    let rest = down - below;
    let above = move_by(&mut pills[pair.above], -up - rest);
    let rest = up + rest + above;
    below - above + move_by(&mut pills[pair.below], rest)
}

/// In a ring, moves pills of one broadcast off each other to the sides on which their receivers are, and those of its
/// answers to the sides from which they come. High piles of them would find no room above and below each other.
#[inline(never)]
fn spread(pills: &mut [Pill], layout: &Layout) {
    let mut pairs = Vec::new();
    for (other, b) in pills.iter().enumerate() {
        for (one, a) in pills[..other].iter().enumerate() {
            let Some(side) = side(a, b, layout) else { continue };
            // Where they pass above and below each other they stay.
            let down = nearness((b.at.y - a.at.y).abs(), (a.size.1 + b.size.1) / 2.0, NEAR);
            let least = (a.size.0 + b.size.0) / 2.0 + BETWEEN;
            let near = down * a.left.min(b.left);
            pairs.push((one, other, side, eased(least, (b.at.x - a.at.x) * side, near)));
        }
    }
    let beside = beside_leaders(pills, layout);
    for _ in 0..ROUNDS {
        let mut most = 0.0;
        for &(of, x, side, least) in &beside {
            let lacks = (least - (pills[of].at.x - x) * side).max(0.0);
            move_aside(&mut pills[of], lacks * side, layout);
            most = lacks.max(most);
        }
        for &(one, other, side, least) in &pairs {
            let lacks = (least - (pills[other].at.x - pills[one].at.x) * side).max(0.0);
            move_aside(&mut pills[one], -lacks * side / 2.0, layout);
            move_aside(&mut pills[other], lacks * side / 2.0, layout);
            most = lacks.max(most);
        }
        if most < CLEAR {
            break;
        }
    }
}

/// Where there is not the height between discs for a pile, it stands beside that of the leader, on the side of the other
/// one: which pile, where the disc is, on which side of it, and how far from it.
fn beside_leaders(pills: &[Pill], layout: &Layout) -> Vec<(usize, f64, f64, f64)> {
    let is_low = layout.shape == Shape::Tall || layout.room == Height::Hall;
    if !is_low || layout.grid().is_none_or(|grid| 3 < grid.rows) {
        return Vec::new();
    }
    let beside = pills.iter().enumerate().map(|(of, pill)| {
        let Passage { from, to, track, .. } = *pill.passage;
        let (leader, other) = if track % 2 == 1 { (to, from) } else { (from, to) };
        let ((disc, radius), one) = (layout.disc(leader), pill_size(pill.passage, layout).1);
        let side = (layout.disc(other).0.x - disc.x).signum();
        // One alone has the room, and two have it.
        let piled = ((pill.size.1 - one) / ring::step(layout) - 1.0).clamp(0.0, 1.0);
        let near = piled * nearness((pill.at.y - disc.y).abs(), pill.size.1 / 2.0 + radius, NEAR);
        (of, disc.x, side, eased(pill.size.0 / 2.0 + radius + RIM, (pill.at.x - disc.x) * side, near))
    });
    beside.collect()
}

/// On which side of the first pill the second one belongs, to the left, -1, or to the right; none where their ways go
/// more above and below each other than beside, or where there is not the room.
fn side(one: &Pill, other: &Pill, layout: &Layout) -> Option<f64> {
    let (a, b) = (one.passage, other.passage);
    let ends = match (a.from == b.from, a.to == b.to) {
        (true, false) => (a.to, b.to),
        (false, true) => (a.from, b.from),
        _ => return None,
    };
    let (here, there) = (layout.disc(ends.0).0, layout.disc(ends.1).0);
    let (across, down) = ((there.x - here.x).abs(), (there.y - here.y).abs());
    // Where more than three stand in a ring the sides are taken by others.
    let is_beside = down < across && layout.grid().is_some_and(|grid| grid.rows <= 3);
    (is_beside && a.text.0 == b.text.0).then(|| (there.x - here.x).signum())
}

fn move_aside(pill: &mut Pill, by: f64, layout: &Layout) {
    let at = within(point(pill.at.x + by, pill.at.y), pill.size, layout);
    pill.aside += at.x - pill.at.x;
    pill.from.x += at.x - pill.at.x;
    pill.at.x = at.x;
}

/// How much is there of a pile, or of one pill.
fn pile_left(of: usize, all: &[Passage], bases: &[usize], time: Time) -> f64 {
    (0..all.len()).filter(|&other| bases[other] == of).map(|other| left(&all[other], time)).fold(0.0, f64::max)
}

/// The size of a pile and its middle: one grows as another pill comes onto it, and falls as one goes.
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
    let there = |other: usize| come(&all[other], time) * left(&all[other], time);
    let on = (0..all.len()).filter(is_on).map(there).sum::<f64>();
    let more = on * ring::step(layout);
    // As wide as its widest one.
    let beyond = |other: usize| (pill_size(&all[other], layout).0 - width) * left(&all[other], time);
    let width = width + (0..all.len()).filter(is_on).map(beyond).fold(0.0, f64::max);
    ((width, height + more), point(at.x, at.y - more / 2.0))
}

/// How little a pill gives way.
fn come(passage: &Passage, time: Time) -> f64 {
    match passage.course {
        Course::Moving { departs, .. } => 0.15 + 0.85 * settled(time.saturating_sub(departs), COME_MS),
        _ => 1.0,
    }
}

/// How much of a pill is there: all of it, until it has gone.
pub(super) fn left(passage: &Passage, time: Time) -> f64 {
    match (passage.course, passage.gone) {
        (Course::Waiting | Course::Moving { .. }, _) => 1.0,
        // One that bounces is seen for longer.
        (Course::Refused { .. }, Some((at, _))) => (2.0 - 2.0 * settled(time.saturating_sub(at), BOUNCE_MS)).min(1.0),
        (_, Some((at, _))) => 1.0 - settled(time.saturating_sub(at), GONE_MS),
        (_, None) => 0.0,
    }
}

/// How much of a time has gone by.
fn settled(time: Time, whole: Time) -> f64 {
    f64::from(time.min(whole)) / f64::from(whole)
}

/// What a pill is not to be moved onto: a disc, or the words at one.
struct Wall {
    of: usize,
    /// Its middle.
    y: f64,
    /// Whether the pill is below it, 1, or above, -1.
    side: f64,
    least: f64,
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
                let least = eased((pill.size.1 + area.height) / 2.0 + RIM, (pill.at.y - middle.y) * side, near);
                walls.push(Wall { of, y: middle.y, side, least });
            }
        }
    }
    walls
}

/// How near two are whose middles are so far from each other, across, and that touch at that distance.
fn nearness(far: f64, reach: f64, near: f64) -> f64 {
    ((reach + near - far) / near).clamp(0.0, 1.0)
}

/// How far apart two are to be at least that are so near each other and so far apart: all of it where they meet, and ever
/// less, until it asks for nothing, where they part.
fn eased(least: f64, apart: f64, near: f64) -> f64 {
    least - (2.0 * least.abs()).max(least - apart) * (1.0 - near)
}

/// Two pills that are near each other, by their places in order.
struct Pair {
    above: usize,
    below: usize,
    /// How far their middles are to be apart.
    least: f64,
    /// How much of what lacks to that the upper one gives way.
    of_above: f64,
}

/// Pills that are near each other; or only those that would lie on each other, and are both seen.
fn pairs(pills: &[Pill], layout: &Layout, is_on: bool) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (below, lower) in pills.iter().enumerate() {
        for (above, upper) in pills[..below].iter().enumerate() {
            let touch = (upper.size.0 + lower.size.0) / 2.0;
            let far = (upper.from.x - lower.from.x).abs();
            let near = match is_on {
                true if upper.is_gone() || lower.is_gone() => 0.0,
                true => nearness(far, touch - NEAR_WALL, NEAR_WALL),
                false => nearness(far, touch + BETWEEN, NEAR) * upper.left * lower.left,
            };
            let Some(least) = least(upper, lower, layout).filter(|_| 0.0 < near && !is_after(upper, lower)) else {
                continue;
            };
            let of_above = lower.strength / (upper.strength + lower.strength);
            pairs.push(Pair { above, below, least: eased(least, lower.from.y - upper.from.y, near), of_above });
        }
    }
    pairs
}

/// Whether one of them was sent when the other had gone.
fn is_after(one: &Pill, other: &Pill) -> bool {
    let is_later = |first: &Pill, second: &Pill| match second.passage.course {
        Course::Moving { departs, .. } => first.passage.gone.is_some_and(|(at, _)| at <= departs),
        _ => false,
    };
    is_later(one, other) || is_later(other, one)
}

/// Whether they are of one broadcast, or the answers to it: their ways spread by themselves. So do the places of those
/// that wait.
fn are_siblings(one: &Pill, other: &Pill, layout: &Layout) -> bool {
    let (a, b) = (one.passage, other.passage);
    // Wide ones are seen on a tall stage where they have spread, whenever they were sent.
    let is_spread = layout.shape == Shape::Tall && is_wide(&a.text.0) || was_beside(a, b);
    let are_of_one = (a.from == b.from || a.to == b.to) && a.text.0 == b.text.0 && is_spread;
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
    let down = lower.from.y - upper.from.y;
    let is_one_acceptor = upper.acceptor(layout).is_some() && upper.acceptor(layout) == lower.acceptor(layout);
    let is_narrow = layout.shape == Shape::Tall && layout.grid().is_none() || is_one_acceptor;
    match () {
        () if layout.grid().is_some() && side(upper, lower, layout).is_some() => None,
        // Nobody is to be nearer to them than they are by themselves.
        () if are_siblings(upper, lower, layout) => (0.0 < down).then_some(down.min(high)),
        () if -high / 2.0 <= down || is_narrow && are_between_the_same(upper, lower, layout) => Some(high),
        // They come from the other side, and pass each other at once.
        () if -1.5 * high < down => Some(high + 2.5 * (down + high / 2.0)),
        () => None,
    }
}

/// Whether their ways are between the same two lanes.
fn are_between_the_same(one: &Pill, other: &Pill, layout: &Layout) -> bool {
    let (a, b) = (one.passage, other.passage);
    let is_same = |from, to| layout.is_same_lane(a.from, from) && layout.is_same_lane(a.to, to);
    is_same(b.from, b.to) || is_same(b.to, b.from)
}

/// Moves a pill up or down, on the stage, and on a tall one between the cards; says how far it came.
fn move_by(pill: &mut Pill, by: f64) -> f64 {
    let was = pill.at.y;
    let at = (was + by).clamp(pill.stage.0, pill.stage.1);
    pill.at.y = match pill.room {
        Some((least, most)) if by != 0.0 => lanes::between(at, least, most),
        _ => at,
    };
    pill.at.y - was
}
