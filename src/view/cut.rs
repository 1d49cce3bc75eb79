//! A line that is drawn across the stage: on which side of it each node stands.

use super::geometry::{Point, point, short};
use super::layout::Layout;
use super::tableau::Tableau;
use crate::paxos::NodeId;
use crate::player::{Act, Drawing, Msg, Show};

/// What comes of a line through two points: a partition, or, where all nodes are on one side, nothing.
pub fn drawn(show: &Show, tableau: &Tableau, layout: &Layout, from: Point, to: Point) -> Msg {
    let names =
        |side: Vec<NodeId>| side.into_iter().map(|node| show.names().node(node).to_string()).collect::<Vec<_>>();
    match sides(tableau, layout, from, to) {
        Some((one, other)) => Msg::Act(Act::partition(&names(one), &names(other))),
        None => Msg::Draw(Drawing::Missed),
    }
}

/// The nodes on the two sides of the line through two points, by their middles; none where one side is empty.
/// The side of the first node comes first.
pub fn sides(tableau: &Tableau, layout: &Layout, from: Point, to: Point) -> Option<(Vec<NodeId>, Vec<NodeId>)> {
    let is_left = |&node: &NodeId| {
        let middle = layout.area(node).middle();
        0.0 < (to.x - from.x) * (middle.y - from.y) - (to.y - from.y) * (middle.x - from.x)
    };
    let (one, other): (Vec<NodeId>, Vec<NodeId>) = tableau.actors.iter().map(|actor| actor.node).partition(is_left);
    match (one.is_empty() || other.is_empty(), one.first() < other.first()) {
        (true, _) => None,
        (false, true) => Some((one, other)),
        (false, false) => Some((other, one)),
    }
}

/// Where on a picture of this size something is that is at `at` in a box of `within`, in which the picture is shown as
/// large as it fits, in the middle.
pub fn on_picture(at: (f64, f64), within: (f64, f64), picture: (f64, f64)) -> Point {
    let scale = (within.0 / picture.0).min(within.1 / picture.1).max(0.001);
    let margin = |within: f64, picture: f64| (within - picture * scale) / 2.0;
    point((at.0 - margin(within.0, picture.0)) / scale, (at.1 - margin(within.1, picture.1)) / scale)
}

/// The line through two points, far beyond both, as SVG path data.
pub fn prolonged(from: Point, to: Point) -> String {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let far = 4000.0 / dx.hypot(dy).max(1.0);
    let (start, end) = (point(from.x - dx * far, from.y - dy * far), point(to.x + dx * far, to.y + dy * far));
    format!("M{} {}L{} {}", short(start.x), short(start.y), short(end.x), short(end.y))
}
