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

/// The words at the crosses: one for all crosses that are so near each other that the same word at each would be read as
/// one. None is on another one.
#[inline(never)]
pub fn words(mut lost: Vec<&Passage>, mut taken: Taken, layout: &Layout) -> Vec<Group> {
    // Where many are lost, their words would lie on each other.
    if layout.is_crowd() {
        return Vec::new();
    }
    let size = if layout.room == Height::Hall { 14.5 } else { 12.0 };
    let mut words = Vec::new();
    while !lost.is_empty() {
        let together = take_together(&mut lost, size, layout);
        let Some((area, group)) = word(&together, &taken, size, layout) else { continue };
        taken.push((area, 2 * STILL));
        words.push(group);
    }
    words
}

/// The cross of a message that was lost, and what is said of it.
fn cross(passage: &Passage, layout: &Layout) -> (Point, &'static str) {
    let (share, says) = match passage.course {
        Course::Lost { share, says } => (share, says),
        _ => (1.0, ""),
    };
    (layout.way(passage.from, passage.to, passage.track).at(share), says)
}

/// Takes the first one, and all that lie beside it or beside each other.
fn take_together<'a>(lost: &mut Vec<&'a Passage>, size: f64, layout: &Layout) -> Vec<&'a Passage> {
    let is_near = |one: &Passage, other: &Passage| {
        let ((a, says), (b, also)) = (cross(one, layout), cross(other, layout));
        says == also && (a.x - b.x).abs() < text_width(says, size) + 4.0 && (a.y - b.y).abs() < size
    };
    let mut together = vec![lost.remove(0)];
    while let Some(at) = lost.iter().position(|it| together.iter().any(|other| is_near(it, other))) {
        together.push(lost.remove(at));
    }
    together
}

/// The word for these crosses, in the middle of them, where least of what is taken is met, and where that is.
fn word(together: &[&Passage], taken: &Taken, size: f64, layout: &Layout) -> Option<(Area, Group)> {
    let passage = together.first()?;
    let Course::Lost { share, says } = passage.course else { return None };
    let crosses = together.iter().map(|it| cross(it, layout).0);
    let sum = crosses.fold(point(0.0, 0.0), |sum, at| point(sum.x + at.x, sum.y + at.y));
    let at = point(sum.x / together.len() as f64, sum.y / together.len() as f64);
    let (width, height) = (text_width(says, size), size + 2.0);
    let (aside, down) = (width / 2.0 + 10.0, size + 5.0);
    let [right, left] = [(aside, 0.0), (-aside, 0.0)];
    let [below, above] = [(0.0, down), (0.0, 2.0 - down)];
    // Below a cross there may be another one.
    let [first, second, third, fourth] = match layout.shape {
        Shape::Wide if share <= 0.7 && together.len() == 1 => [right, left, above, below],
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
    let id = format!("lost-{}", passage.id);
    Some((area, Group { about: Some(MessageId(passage.id)), ..Group::new(id, marks) }))
}
