//! Messages that wait at their senders: of those whose pills would lie on another one, a badge on the sender's card says
//! how many there are.

use super::{aside, is_beside, lanes, pill_size, place, rank, waiting_place, within};
use crate::paxos::NodeId;
use crate::sim::MessageId;
use crate::story::words::flying;
use crate::view::geometry::{Point, point};
use crate::view::layout::{Area, Layout, Shape};
use crate::view::mark::{Anchor, Face, Group, Mark, Paint, text, text_width};
use crate::view::palette::Tone;
use crate::view::tableau::{Course, Passage};

/// How far a pill may stand above or below its place, as shares of its height: the nearest first.
const SHIFTS: [f64; 7] = [0.0, -0.9, 0.9, -1.4, 1.4, -1.9, 1.9];
/// How high a crown stands above a card.
const CROWN: f64 = 22.0;
/// The height of a badge, and of where it can be pointed at.
const HEIGHT: f64 = 15.0;
const REACH: f64 = 28.0;

/// The middle of a pill, and its size.
type Place = (Point, (f64, f64));

/// The messages of a picture that wait, by their places among all.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Waiting {
    /// Those that have a pill, and how far above or below its usual place it is.
    shown: Vec<(usize, f64)>,
    /// Those that have none.
    folded: Vec<usize>,
}

impl Waiting {
    /// Those of these messages. In a ring pills are piled up.
    pub fn of(all: &[Passage], layout: &Layout) -> Waiting {
        if layout.grid().is_some() {
            return Waiting::default();
        }
        let mut waiting: Vec<usize> = (0..all.len()).filter(|&at| all[at].course == Course::Waiting).collect();
        // What arrives next has its place first; last comes what does not arrive in this run, the newest first.
        waiting.sort_by_key(|&at| {
            let Passage { id, arrives, is_held, .. } = all[at];
            (arrives.is_none(), arrives, !is_held, std::cmp::Reverse(id))
        });
        let mut badges: Vec<NodeId> = Vec::new();
        loop {
            let waiting = placed(&waiting, &badges, all, layout);
            let senders: Vec<NodeId> = waiting.folded.iter().map(|&at| all[at].from).collect();
            match senders.iter().find(|sender| !badges.contains(sender)) {
                // A badge takes room as well.
                Some(&sender) => badges.push(sender),
                None => return waiting,
            }
        }
    }

    /// Whether this message has no pill of its own.
    pub fn is_folded(&self, passage: &Passage, all: &[Passage]) -> bool {
        self.folded.iter().any(|&at| all[at].id == passage.id)
    }

    /// How far above or below its usual place the pill of a message is.
    pub fn shift(&self, passage: &Passage, all: &[Passage]) -> f64 {
        self.shown.iter().find(|(at, _)| all[*at].id == passage.id).map_or(0.0, |(_, shift)| *shift)
    }

    /// Those without a pill that wait at the same sender as this one, with it.
    pub fn with<'a>(&'a self, passage: &'a Passage, all: &'a [Passage]) -> impl Iterator<Item = &'a Passage> {
        self.folded.iter().map(|&at| &all[at]).filter(|other| other.from == passage.from)
    }

    /// A badge on the card of each sender of such messages.
    pub fn badges(&self, all: &[Passage], layout: &Layout) -> Vec<Group> {
        let mut senders: Vec<NodeId> = self.folded.iter().map(|&at| all[at].from).collect();
        senders.sort_unstable();
        senders.dedup();
        senders.into_iter().filter_map(|sender| self.badge(sender, all, layout)).collect()
    }

    #[inline(never)]
    fn badge(&self, sender: NodeId, all: &[Passage], layout: &Layout) -> Option<Group> {
        let here: Vec<&Passage> =
            self.folded.iter().map(|&at| &all[at]).filter(|passage| passage.from == sender).collect();
        let newest = here.iter().max_by_key(|passage| passage.id)?;
        let says = flying::more_wait(here.len());
        let (at, width) = badge_place(sender, &says, layout);
        let paint = Paint::line(Tone::Soft, 1.3).on(Tone::Panel).dashed("4 3");
        let ground =
            Mark::Box { x: -width / 2.0, y: -HEIGHT / 2.0, width, height: HEIGHT, radius: HEIGHT / 2.0, paint };
        let face = Face::bold(badge_size(layout), Tone::Soft).anchored(Anchor::Middle);
        let marks = vec![ground, text(0.0, 4.0, says, face)];
        let named: Vec<&str> = here.iter().map(|passage| passage.label.as_str()).collect();
        Some(Group {
            label: Some(flying::wait_too(&named)),
            at,
            message: Some(MessageId(newest.id)),
            // The card itself is to be pointed at, too.
            reach: Some(Area { x: -width / 2.0, y: -REACH / 2.0, width, height: REACH }),
            ..Group::new(format!("pill-{}", newest.id), marks)
        })
    }
}

/// Where those that wait find room, beside the pills of those before them and these badges. What this run does not come
/// back to gives way to what moves, too, and once its slide is over it is not worth a place that is not its own.
fn placed(waiting: &[usize], badges: &[NodeId], all: &[Passage], layout: &Layout) -> Waiting {
    let badge = |&node: &NodeId| {
        let (at, width) = badge_place(node, &flying::more_wait(1), layout);
        (at, (width, HEIGHT))
    };
    // Where they begin, so that nothing comes and goes while they move.
    let moving = all.iter().filter(|passage| matches!(passage.course, Course::Moving { .. }));
    let moving: Vec<Place> = moving.map(|passage| pill_at(place(passage, 0.0, layout), passage, all, layout)).collect();
    let mut taken: Vec<Place> = badges.iter().map(badge).collect();
    let mut placed = Waiting::default();
    let (copies, firsts): (Vec<usize>, Vec<usize>) = waiting.iter().partition(|&&at| 0 < rank(&all[at], all));
    for at in firsts {
        let passage = &all[at];
        let here = pill_at(waiting_place(passage, layout), passage, all, layout);
        let is_told = passage.arrives.is_some() || passage.is_held;
        let is_free = |here: &Place| {
            let in_the_way = taken.iter().chain(moving.iter().filter(|_| !is_told));
            in_the_way.into_iter().all(|there| is_apart(here, there))
        };
        let shifts = if is_told || passage.is_new { &SHIFTS[..] } else { &SHIFTS[..1] };
        let shift = shifts.iter().map(|share| share * here.1.1).find(|&shift| {
            let there = shifted(here, shift);
            is_free(&there) && (shift == 0.0 || is_clear(&there, passage, layout))
        });
        match shift {
            Some(shift) => {
                taken.push(shifted(here, shift));
                placed.shown.push((at, shift));
            }
            None => placed.folded.push(at),
        }
    }
    // A copy lies beside the one that it is like.
    for at in copies {
        match placed.shown.iter().find(|(first, _)| is_like(&all[*first], &all[at])) {
            Some(&(_, shift)) => placed.shown.push((at, shift)),
            None => placed.folded.push(at),
        }
    }
    placed
}

fn shifted((at, size): Place, by: f64) -> Place {
    (point(at.x, at.y + by), size)
}

/// Whether a pill lies on no card, with the crown above it, and is on the stage.
#[inline(never)]
fn is_clear(here: &Place, passage: &Passage, layout: &Layout) -> bool {
    let (at, (width, height)) = *here;
    let is_on = |area: &Area| {
        let Area { x, y, width: wide, height: high } = *area;
        let across = (at.x - (x + wide / 2.0)).abs() < (width + wide) / 2.0;
        across && y - CROWN < at.y + height / 2.0 && at.y - height / 2.0 < y + high
    };
    let is_between = layout.shape == Shape::Wide || lanes::clear(at, passage, here.1, layout).y == at.y;
    is_between && within(at, here.1, layout).y == at.y && !layout.areas().any(is_on)
}

/// Where a pill is that has this place, clear of those like it, and its size.
fn pill_at(at: Point, passage: &Passage, all: &[Passage], layout: &Layout) -> Place {
    let size = pill_size(passage, layout);
    (within(aside(at, rank(passage, all)), size, layout), size)
}

fn is_like(one: &Passage, other: &Passage) -> bool {
    (one.from, one.to) == (other.from, other.to) && one.text == other.text && is_beside(one, other)
}

fn is_apart(one: &Place, other: &Place) -> bool {
    let across = (one.1.0 + other.1.0) / 2.0;
    let down = (one.1.1 + other.1.1) / 2.0;
    across <= (one.0.x - other.0.x).abs() || down <= (one.0.y - other.0.y).abs()
}

fn badge_size(layout: &Layout) -> f64 {
    if layout.shape == Shape::Tall { 9.5 } else { 11.5 }
}

/// Where the badge of a sender stands, on the lower right corner of its card, and how wide it is; on the upper one where
/// the pills of its lane pass right below.
fn badge_place(sender: NodeId, says: &str, layout: &Layout) -> (Point, f64) {
    let Area { x, y, width, height } = layout.area(sender);
    let badge = text_width(says, badge_size(layout)) + 10.0;
    let is_below = layout.shape == Shape::Wide || layout.is_acceptor(sender);
    let middle = if is_below { y + height + 3.0 } else { y + 2.0 };
    (within(point(x + width + 4.0 - badge / 2.0, middle), (badge, HEIGHT), layout), badge)
}
