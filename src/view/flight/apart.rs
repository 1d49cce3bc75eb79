//! Where the pills of all messages are, clear of each other: those that would lie on another one give way, up or down.
//!
//! What gives way to what hangs on their ways alone, and how far on where they are: so pills glide, and nothing jumps
//! while time passes.

use super::{
    ASIDE, Waiting, aside, is_beside, pill_size, place, progress, rank, ring, shares_pill, waiting_place, within,
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
/// How often each two are looked at, as a power of two: where three meet, one may be pushed onto the next.
const ROUNDS_LOG2: u32 = 5;
/// How far pills may reach over the edge of a card on a tall stage, where there is no other room.
const OVER: f64 = 12.0;

/// The middles of the pills of a picture, by the places of their messages among all.
pub struct Places(Vec<Point>);

impl Places {
    /// Those of these messages at this time.
    pub fn of(all: &[Passage], waiting: &Waiting, layout: &Layout, time: Time) -> Places {
        let usual: Vec<Point> = all.iter().map(|it| usual(it, all, waiting, layout, time)).collect();
        let mut shifts = vec![0.0; all.len()];
        let alike: Vec<usize> = (0..all.len()).map(|of| first_alike(of, all)).collect();
        if layout.grid().is_none() && !layout.is_crowd() {
            for pill in cleared(&usual, all, &alike, waiting, layout) {
                shifts[pill.of] = pill.at.y - within(usual[pill.of], pill.size, layout).y;
            }
        }
        let place = |of: usize| {
            // A copy lies beside the one that it is like.
            let shift = shifts[alike[of]];
            let at = aside(point(usual[of].x, usual[of].y + shift), rank(&all[of], all));
            if layout.grid().is_some() { ring::stacked(at, &all[of], all, layout) } else { at }
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
    size: (f64, f64),
    /// How high the middle of its way is, or its place where it waits: what is higher there stays above.
    key: f64,
    is_request: bool,
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
) -> Vec<Pill<'a>> {
    let is_seen = |of: &usize| {
        let passage = &all[*of];
        let is_under_way = matches!(passage.course, Course::Waiting | Course::Moving { .. });
        let has_own = is_under_way && !waiting.is_folded(passage, all) && rank(passage, all) == 0;
        has_own && !all.iter().any(|other| shares_pill(other, passage, all, layout))
    };
    let pill = |of: usize| {
        let (passage, (width, height)) = (&all[of], pill_size(&all[of], layout));
        // Its copies lie beside it.
        let copies = alike.iter().filter(|&&first| first == of).count().saturating_sub(1);
        let size = (width, height + 2.0 * ASIDE * copies as f64);
        let at = within(usual[of], size, layout);
        let key = if passage.course == Course::Waiting { at.y } else { place(passage, 0.5, layout).y };
        Pill { of, passage, at, size, key, is_request: layout.is_acceptor(passage.to) }
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
    if pills.iter().all(Pill::waits) {
        return pills;
    }
    let pairs = pairs(&pills, layout);
    for _ in 0..1 << ROUNDS_LOG2 {
        for pair in &pairs {
            let lacks = pair.least - (pills[pair.below].at.y - pills[pair.above].at.y);
            let push = lacks.max(0.0) * pair.share / 2.0;
            move_by(&mut pills[pair.above], -push, layout);
            move_by(&mut pills[pair.below], push, layout);
        }
    }
    pills
}

/// Two pills that are near each other, by their places in order.
struct Pair {
    above: usize,
    below: usize,
    /// How far their middles are to be apart.
    least: f64,
    /// How much of what lacks to that is made up for in a round.
    share: f64,
}

fn pairs(pills: &[Pill], layout: &Layout) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (below, lower) in pills.iter().enumerate() {
        for (above, upper) in pills[..below].iter().enumerate() {
            let reach = (upper.size.0 + lower.size.0) / 2.0 + BETWEEN;
            let near = ((reach + NEAR - (upper.at.x - lower.at.x).abs()) / NEAR).clamp(0.0, 1.0);
            let Some(least) = least(upper, lower, layout).filter(|_| 0.0 < near) else { continue };
            // So that after all rounds it is as near as the two are to each other.
            let share = 1.0 - (0..ROUNDS_LOG2).fold(1.0 - near, |left, _| left.sqrt());
            pairs.push(Pair { above, below, least, share });
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
    both_wait || are_of_one && one.acceptor(layout).is_some() && one.acceptor(layout) != other.acceptor(layout)
}

/// How far the middle of the lower of two is to be below that of the upper one; nothing where they pass far from each
/// other.
fn least(upper: &Pill, lower: &Pill, layout: &Layout) -> Option<f64> {
    let high = (upper.size.1 + lower.size.1) / 2.0 + BETWEEN;
    let down = lower.at.y - upper.at.y;
    let is_one_acceptor = upper.acceptor(layout).is_some() && upper.acceptor(layout) == lower.acceptor(layout);
    let is_narrow = layout.shape == Shape::Tall || is_one_acceptor;
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
    let y = match layout.shape {
        Shape::Tall if by != 0.0 => between_cards(at.y, pill, layout),
        Shape::Tall | Shape::Wide => at.y,
    };
    pill.at = point(at.x, y);
}

/// This height, between the cards of the two ends of a way, and not far over their edges.
fn between_cards(y: f64, pill: &Pill, layout: &Layout) -> f64 {
    let (one, other) = (layout.area(pill.passage.from), layout.area(pill.passage.to));
    let (upper, lower) = if one.y < other.y { (one, other) } else { (other, one) };
    let top = upper.y + upper.height - OVER + pill.size.1 / 2.0;
    let bottom = lower.y + OVER - pill.size.1 / 2.0;
    // Where that is no room at all, the pill stays where it was.
    if top < bottom { y.clamp(top.min(pill.at.y), bottom.max(pill.at.y)) } else { y }
}
