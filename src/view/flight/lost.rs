//! The word at the cross of a message that was lost: above the arrows, and where it is covered least.

use super::{Pills, clear, pill_size, place};
use crate::sim::MessageId;
use crate::view::geometry::{Point, point};
use crate::view::layout::{Area, Height, Layout, Shape};
use crate::view::mark::{Anchor, Face, Group, text, text_width};
use crate::view::palette::Tone;
use crate::view::tableau::{Course, Passage};

/// What the word gives way to, with how much each counts.
pub type Taken = Vec<(Area, usize)>;

/// How much that counts which does not move, against a pill at one of so many places on its way.
pub const STILL: usize = 8;
const LOOKS: usize = 5;

/// Nodes with their words, the pills of those that wait, and the ways of those that move. It changes only when a message
/// comes or goes: the word does not follow every frame.
#[inline(never)]
pub fn taken(all: &[Passage], pills: &Pills, layout: &Layout) -> Taken {
    let nodes: Vec<Area> = match layout.grid() {
        Some(_) => clear::taken(layout).collect(),
        None => layout.areas().copied().collect(),
    };
    let mut taken: Taken = nodes.into_iter().map(|area| (area, STILL)).collect();
    for (of, passage) in all.iter().enumerate() {
        let size = pill_size(passage, layout);
        match passage.course {
            Course::Waiting if pills.waiting.is_folded(passage, all) => {}
            Course::Waiting => taken.push((around(pills.places.at(of), size), STILL)),
            Course::Moving { lost_after, .. } => taken.extend((0..LOOKS).map(|look| {
                let share = look as f64 / (LOOKS - 1) as f64 * lost_after.unwrap_or(1.0);
                let at = match layout.grid() {
                    Some(_) => layout.way(passage.from, passage.to, passage.track).at(0.3 + 0.5 * share),
                    None => place(passage, share, layout),
                };
                (around(at, size), 1)
            })),
            Course::Arrived | Course::Refused { .. } | Course::Lost { .. } => {}
        }
    }
    taken
}

fn around(at: Point, (width, height): (f64, f64)) -> Area {
    Area { x: at.x - width / 2.0, y: at.y - height / 2.0, width, height }
}

/// The word at the cross of a message, beside it where least of what is taken is met.
#[inline(never)]
pub fn word(passage: &Passage, taken: &Taken, layout: &Layout) -> Option<Group> {
    let Course::Lost { share, says } = passage.course else { return None };
    // Where many are lost, their words would lie on each other.
    if layout.is_crowd() {
        return None;
    }
    let at = layout.way(passage.from, passage.to, passage.track).at(share);
    let size = if layout.room == Height::Hall { 14.5 } else { 12.0 };
    let (width, height) = (text_width(says, size), size + 2.0);
    let (aside, down) = (width / 2.0 + 10.0, size + 5.0);
    let [right, left] = [(aside, 0.0), (-aside, 0.0)];
    let [below, above] = [(0.0, down), (0.0, 2.0 - down)];
    // Below a cross there may be another one.
    let [first, second, third, fourth] = match layout.shape {
        Shape::Wide if share <= 0.7 => [right, left, above, below],
        Shape::Wide | Shape::Tall => [below, above, right, left],
    };
    let corners = [(1.0, 1.0), (1.0, -1.0), (-1.0, 1.0), (-1.0, -1.0)].map(|(x, y)| (x * aside, y * 11.0));
    let (wide, high) = layout.stage();
    let lies = |area: &Area| {
        let is_off = area.x < 0.0 || wide < area.x + area.width || area.y < 0.0 || high < area.y + area.height;
        let met = taken.iter().filter(|(there, _)| there.meets(area)).map(|(_, counts)| counts);
        met.sum::<usize>() + if is_off { 4 * STILL } else { 0 }
    };
    let places = [first, second, third, fourth].into_iter().chain(corners);
    let area = places.map(|(x, y)| around(point(at.x + x, at.y + y), (width, height))).min_by_key(lies)?;
    let face = Face::bold(size, Tone::Lost).anchored(Anchor::Middle);
    let middle = area.middle();
    let marks = vec![area.ground(), text(middle.x, middle.y + size * 0.36, says, face)];
    Some(Group { about: Some(MessageId(passage.id)), ..Group::new(format!("lost-{}", passage.id), marks) })
}
