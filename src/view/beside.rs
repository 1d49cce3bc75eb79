//! Where a menu stands that is about a node or a message: beside that, and where it covers least of the nodes.

use super::geometry::{Point, point};
use super::layout::Area;

/// How far it is from what it is about, and from the edge.
const APART: f64 = 8.0;
const EDGE: f64 = 4.0;

/// The upper left corner of a menu of this size about what is there, within a frame of that size and off these.
#[inline(never)]
pub fn corner((width, height): (f64, f64), about: Area, frame: (f64, f64), nodes: &[Area]) -> Point {
    let (right, bottom) = ((frame.0 - width - EDGE).max(EDGE), (frame.1 - height - EDGE).max(EDGE));
    let y = about.y.clamp(EDGE, bottom);
    let covers = |x: &f64| {
        let covered = nodes.iter().map(|node| {
            let across = (x + width).min(node.x + node.width) - x.max(node.x);
            let down = (y + height).min(node.y + node.height) - y.max(node.y);
            across.max(0.0) * down.max(0.0)
        });
        covered.sum::<f64>()
    };
    let places = [about.x + about.width + APART, about.x - width - APART, right, EDGE].map(|x| x.clamp(EDGE, right));
    // Of those that cover as much the first counts, which is nearest.
    let x = places.into_iter().reduce(|one, other| if covers(&other) < covers(&one) { other } else { one });
    point(x.unwrap_or(EDGE), y)
}
