//! Who cannot reach whom: one line for a partition that a line can show, a cross on each other link that is cut.

use super::geometry::{Point, cross, point, short};
use super::layout::{Area, Layout};
use super::mark::{Anchor, Face, Group, Mark, Paint, text, text_width};
use super::palette::Tone;
use super::tableau::Tableau;
use crate::paxos::{NodeId, NodeSet, Role};
use crate::story::script::{Link, Way};
use crate::story::words::figure;

/// How many directions are tried for the line of a partition, on each side of the level one.
const TURNS: i32 = 24;

/// The marks of all cuts.
pub fn groups(tableau: &Tableau, layout: &Layout) -> Vec<Group> {
    let division = &tableau.division;
    if let [wall] = division.walls[..]
        && parts_all(wall, tableau)
    {
        let of_wall = |ends| Group::new("wall", wall_marks(ends, tableau, layout));
        // Within a ring a line leads between the discs, and not across them.
        let shares = if layout.grid().is_some() { &SHARES[..2] } else { &SHARES[..] };
        if let Some(ends) = line(wall, shares, layout) {
            let line = of_wall(ends);
            return std::iter::once(line).chain(crosses(division.links.iter().copied(), layout)).collect();
        }
        // A ring can be parted by a line also where its clients cannot: their links have crosses then.
        let inner = (layout.replicas(wall.0), layout.replicas(wall.1));
        if layout.grid().is_some()
            && let Some(ends) = line(inner, &SHARES, layout)
        {
            let outer = across(wall).filter(|link| !layout.is_same_lane(link.from, link.to));
            let links = outer.chain(division.links.iter().copied());
            return std::iter::once(of_wall(ends)).chain(crosses(links, layout)).collect();
        }
    }
    let across = division.walls.iter().flat_map(|&wall| across(wall));
    crosses(across.chain(division.links.iter().copied()), layout)
}

/// Whether a wall has everybody on one of its sides who takes part: else a line across the stage would say too much.
fn parts_all((one, other): (NodeSet, NodeSet), tableau: &Tableau) -> bool {
    let takes_part = |role| matches!(role, Some(Role::Proposer | Role::Acceptor | Role::Replica));
    tableau.actors.iter().filter(|actor| takes_part(actor.role)).all(|actor| one.union(other).contains(actor.node))
}

/// A cross on each of these links. Within a lane nothing is sent: such a link shows only where there is no other.
#[inline(never)]
fn crosses(links: impl Iterator<Item = Link>, layout: &Layout) -> Vec<Group> {
    let links: Vec<Link> = links.filter(|link| link.from != link.to).collect();
    let is_between = |link: &&Link| layout.is_way(link.from, link.to);
    let has_between = links.iter().any(|link| is_between(&link));
    links.iter().filter(|link| is_between(link) || !has_between).map(|&link| link_group(link, layout)).collect()
}

/// Every link across a wall.
fn across((one, other): (NodeSet, NodeSet)) -> impl Iterator<Item = Link> {
    one.iter().flat_map(move |from| other.iter().map(move |to| Link { from, to, way: Way::Both }))
}

/// How much of each card a line must pass by: all of it where that can be, at last its middle alone.
const SHARES: [f64; 4] = [1.0, 0.7, 0.4, 0.0];

/// A line with one side on each side of it, as far from the cards as can be. It leads from edge to edge of the picture.
fn line((one, other): (NodeSet, NodeSet), shares: &[f64], layout: &Layout) -> Option<(Point, Point)> {
    let corners = |node: NodeId, share: f64| {
        let area = layout.area(node);
        let (middle, x, y) = (area.middle(), area.width * share / 2.0, area.height * share / 2.0);
        [(-x, -y), (x, -y), (-x, y), (x, y)].map(|(x, y)| point(middle.x + x, middle.y + y))
    };
    let of = |side: NodeSet, share: f64| side.iter().flat_map(|node| corners(node, share)).collect::<Vec<_>>();
    let (across, at) = shares.iter().find_map(|&share| widest(&of(one, share), &of(other, share)))?;
    ends(across, at, layout)
}

/// The direction across the widest gap between two sets of points, and how far along it the middle of the gap is.
fn widest(one: &[Point], other: &[Point]) -> Option<(Point, f64)> {
    // Half a turn without sine and cosine, in both senses.
    let half_turn = (-TURNS..TURNS).map(|turn| f64::from(turn) / f64::from(TURNS));
    let directions = half_turn.flat_map(|t| {
        let (x, y) = ((1.0 - t * t) / (1.0 + t * t), 2.0 * t / (1.0 + t * t));
        [point(x, y), point(-x, -y)]
    });
    let along = |way: Point, p: &Point| way.x * p.x + way.y * p.y;
    let gap = |way: Point| {
        let near = one.iter().map(|p| along(way, p)).fold(f64::MIN, f64::max);
        let far = other.iter().map(|p| along(way, p)).fold(f64::MAX, f64::min);
        (way, near, far)
    };
    let widest = directions.map(gap).reduce(|best, next| if best.2 - best.1 < next.2 - next.1 { next } else { best });
    widest.filter(|&(_, near, far)| near < far).map(|(way, near, far)| (way, near.midpoint(far)))
}

/// Where the line meets the edges of the picture.
fn ends(across: Point, at: f64, layout: &Layout) -> Option<(Point, Point)> {
    let (right, bottom) = layout.stage();
    let mut met: Vec<Point> = Vec::new();
    if 0.001 < across.y.abs() {
        met.extend([0.0, right].map(|x| point(x, (at - across.x * x) / across.y)));
    }
    if 0.001 < across.x.abs() {
        met.extend([0.0, bottom].map(|y| point((at - across.y * y) / across.x, y)));
    }
    met.retain(|p| (-0.1..=right + 0.1).contains(&p.x) && (-0.1..=bottom + 0.1).contains(&p.y));
    let first = *met.first()?;
    let apart = |p: &Point| (p.x - first.x).hypot(p.y - first.y);
    let last = met.into_iter().max_by(|a, b| apart(a).total_cmp(&apart(b)))?;
    (1.0 < apart(&last)).then_some((first, last))
}

fn wall_marks((start, end): (Point, Point), tableau: &Tableau, layout: &Layout) -> Vec<Mark> {
    let data = format!("M{} {}L{} {}", short(start.x), short(start.y), short(end.x), short(end.y));
    let mut marks = vec![Mark::Path { data, paint: Paint::line(Tone::Lost, 2.4).dashed("10 7") }];
    let on_line = |share: f64| point(start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share);
    let room = |p: &Point| {
        let areas = tableau.actors.iter().map(|actor| beside(*p, layout.area(actor.node)));
        areas.fold(f64::MAX, f64::min)
    };
    let best = |places: &[i32]| {
        let places = places.iter().map(|&place| on_line(f64::from(place) / 20.0));
        places.max_by(|a, b| room(a).total_cmp(&room(b)))
    };
    // Near an end of the line, where no messages pass; else wherever there is room.
    let at_end = best(&[1, 2, 17, 18, 19]).filter(|at| 7.0 < room(at));
    let width = text_width(figure::CUT.said(), 12.0) + 12.0;
    if let Some(at) = at_end.or(best(&(1..20).collect::<Vec<i32>>())) {
        let x = at.x.clamp(width / 2.0, (layout.stage().0 - width / 2.0).max(width / 2.0));
        let paint = Paint::line(Tone::Lost, 1.4).on(Tone::Paper);
        marks.push(Mark::Box { x: x - width / 2.0, y: at.y - 10.0, width, height: 20.0, radius: 10.0, paint });
        marks.push(text(x, at.y + 4.2, figure::CUT.said(), Face::bold(12.0, Tone::Lost).anchored(Anchor::Middle)));
    }
    marks
}

/// How far a point is from a rectangle.
fn beside(p: Point, area: Area) -> f64 {
    let off = |at: f64, start: f64, length: f64| (start - at).max(at - start - length).max(0.0);
    off(p.x, area.x, area.width).hypot(off(p.y, area.y, area.height))
}

/// A link that is cut: a thin line up to its cross, and beyond it where the way back is cut too.
fn link_group(link: Link, layout: &Layout) -> Group {
    let Link { from, to, way } = link;
    let (data, at) = match !layout.is_way(from, to) {
        true => {
            let (a, b) = (layout.area(from).middle(), layout.area(to).middle());
            let middle = point(a.x.midpoint(b.x), a.y.midpoint(b.y));
            let end = if way == Way::Both { b } else { middle };
            (format!("M{} {}L{} {}", short(a.x), short(a.y), short(end.x), short(end.y)), middle)
        }
        false => {
            let curve = layout.way(from, to, 0);
            let drawn = if way == Way::Both { curve } else { curve.first_part(0.5) };
            (drawn.data(), curve.at(0.5))
        }
    };
    let marks = vec![
        Mark::Path { data, paint: Paint::line(Tone::Lost, 1.4).dashed("3 6") },
        Mark::Circle { x: at.x, y: at.y, radius: 10.0, paint: Paint::line(Tone::Lost, 1.4).on(Tone::Paper) },
        Mark::Path { data: cross(at, 4.5), paint: Paint::line(Tone::Lost, 2.2) },
    ];
    Group::new(format!("cut-{}-{}", from.0, to.0), marks)
}
