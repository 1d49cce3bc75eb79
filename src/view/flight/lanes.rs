//! Where pills between two lanes may be: clear of the words of both, of their titles, and of the sign between them.

use crate::paxos::Role;
use crate::story::words::figure;
use crate::view::geometry::{Point, point};
use crate::view::layout::{Layout, Shape};
use crate::view::mark::text_width;
use crate::view::tableau::Passage;

/// How far from its edge a card has no words: at its left and right, above, and below.
const RIM: [f64; 3] = [9.0, 8.0, 4.0];
/// The same of a disc.
const DISC_RIM: [f64; 3] = [26.0, 12.0, 0.0];
/// How far below acceptors on a tall stage the sign ends that says what is chosen.
const SIGN: f64 = 46.0;
/// How far above acceptors on a tall stage a pill ends that gives way to no other: clear of the frame of what is chosen.
const FRAME: f64 = 7.0;
/// How high the title of a lane is above that on a tall stage, and from how far away, across, pills keep clear of it.
const TITLE: (f64, f64) = (22.0, 24.0);

/// Between these lanes pills pass above the title of the later one: there is the room, and none beside it.
const ABOVE_TITLE: (Role, Role) = (Role::Proposer, Role::Acceptor);

/// The place of a pill of this size with the words beside its way left free.
#[inline(never)]
pub(super) fn clear(at: Point, passage: &Passage, size: (f64, f64), layout: &Layout) -> Point {
    match layout.shape {
        Shape::Wide => match room(passage, size.0, layout) {
            Some((least, most)) => point(between(at.x, least, most), at.y),
            None => at,
        },
        Shape::Tall => {
            let Some((least, most)) = framed(at.x, passage, size, layout) else { return at };
            let is_beside = layout.lanes_of(passage.from, passage.to) != ABOVE_TITLE;
            let x = if is_beside { at.x.max(beside_title(passage, size, layout)) } else { at.x };
            point(x, between(at.y, least, most))
        }
    }
}

/// Between which two heights the middle of a pill is that is so far to the right, on a tall stage.
#[inline(never)]
pub(super) fn heights(x: f64, passage: &Passage, size: (f64, f64), layout: &Layout) -> Option<(f64, f64)> {
    above(-RIM[1], x, passage, size, layout)
}

/// The same of one that gives way to no other.
fn framed(x: f64, passage: &Passage, size: (f64, f64), layout: &Layout) -> Option<(f64, f64)> {
    above(FRAME, x, passage, size, layout)
}

/// The same of one that is so far above acceptors at least, and above the title of their lane.
fn above(off: f64, x: f64, passage: &Passage, size: (f64, f64), layout: &Layout) -> Option<(f64, f64)> {
    let (least, most) = room(passage, size.1, layout)?;
    if layout.lanes_of(passage.from, passage.to) != ABOVE_TITLE {
        return Some((least, most));
    }
    let near = ((beside_title(passage, size, layout) + TITLE.1 - x) / TITLE.1).clamp(0.0, 1.0);
    Some((least, (most - RIM[1] - off - (TITLE.0 - off) * near).max(least)))
}

/// How far to the right a pill is that is beside the title of the later lane.
fn beside_title(passage: &Passage, size: (f64, f64), layout: &Layout) -> f64 {
    let (_, lower) = layout.lanes_of(passage.from, passage.to);
    4.0 + text_width(figure::lane(lower), 12.5) + 2.0 + size.0 / 2.0
}

/// Between which two places the middle of a pill is, across or down as its way goes.
fn room(passage: &Passage, size: f64, layout: &Layout) -> Option<(f64, f64)> {
    let (end, start) = layout.between(passage.from, passage.to)?;
    let (first, second) = layout.lanes_of(passage.from, passage.to);
    let rim = |role| if matches!(role, Role::Client | Role::Learner) { DISC_RIM } else { RIM };
    let (out, into) = match layout.shape {
        Shape::Wide => (-rim(first)[0], rim(second)[0]),
        Shape::Tall if first == Role::Acceptor => (SIGN, rim(second)[1]),
        Shape::Tall => (-rim(first)[2], rim(second)[1]),
    };
    Some((end + out + size / 2.0, start + into - size / 2.0))
}

/// Between the two, or in their middle where there is no room.
pub(super) fn between(at: f64, least: f64, most: f64) -> f64 {
    if least <= most { at.clamp(least, most) } else { least.midpoint(most) }
}
