//! The stage: lanes, nodes, messages, and the mark on the quorum that has chosen.

use super::flight::Pills;
use super::geometry::{Point, point, short};
use super::layout::{Area, Layout, Shape};
use super::mark::{Anchor, Face, Frame, Group, Mark, Paint, Weight, fit, text, text_width};
use super::palette::Tone;
use super::tableau::{ChosenMark, Course, Passage, Tableau};
use super::{card, flight, people, replicas, wall};
use crate::paxos::{NodeId, Role};
use crate::sim::Time;
use crate::story::words::figure;
use std::rc::Rc;

/// How long the mark on a quorum flashes when a value is chosen, in virtual milliseconds.
const FLASH_MS: Time = 700;
/// How wide its line is.
const FLASH: f64 = 5.0;

/// The size of the title of a lane on a tall stage.
const TITLE: f64 = 12.5;

/// The group of the sign that says what is chosen.
pub const CHOSEN: &str = "chosen";

/// What stays the same from one step to the next, and lies below what moves: nodes and trails.
pub fn still(tableau: &Tableau, layout: &Layout) -> Frame {
    let mut groups = Vec::new();
    groups.extend(tableau.chosen.iter().map(|mark| Rc::new(quorum(mark, tableau, layout))));
    groups.extend(wall::groups(tableau, layout).into_iter().map(Rc::new));
    groups.extend(tableau.passages.iter().filter_map(|passage| flight::trail(passage, layout)).map(Rc::new));
    groups.extend(replicas::groups(tableau, layout).into_iter().map(Rc::new));
    groups.extend(tableau.actors.iter().map(|actor| Rc::new(card::group(actor, layout))));
    groups.extend(tableau.tally.iter().map(|tally| Rc::new(people::tally_group(tally, layout))));
    Frame { width: layout.width, height: layout.height, groups }
}

/// What moves between steps: messages under way, and the flash on a quorum; and the words across which no arrow goes.
pub fn moving(tableau: &Tableau, layout: &Layout) -> Frame {
    let flashes = tableau.chosen.iter().filter_map(|mark| flash(mark, tableau, layout));
    let all = &tableau.passages;
    let pills = Pills::of(all, layout, tableau.time);
    let messages = (0..all.len()).flat_map(|of| flight::moving(of, all, &pills, layout, tableau.time));
    // No arrow goes across the words of another message.
    let (arrows, rest): (Vec<Group>, Vec<Group>) = messages.partition(|group| group.id.starts_with("arrow"));
    let flashes = flashes.chain(replicas::flashes(tableau, layout));
    let words = words(tableau, &pills, layout).into_iter().chain(pills.waiting.badges(all, layout));
    let groups = flashes.chain(arrows).chain(words).chain(rest).map(Rc::new).collect();
    Frame { width: layout.width, height: layout.height, groups }
}

/// A picture for the side of another one: its ids do not clash with theirs, and nothing on it can be acted on.
#[must_use]
pub fn aside(frame: Frame, side: &str) -> Frame {
    let aside = |group: &Rc<Group>| {
        let Group { id, label, at, opacity, marks, .. } = (**group).clone();
        Rc::new(Group { label, at, opacity, marks, ..Group::new(format!("{side}-{id}"), Vec::new()) })
    };
    Frame { groups: frame.groups.iter().map(aside).collect(), ..frame }
}

/// Titles of lanes, what stands at crosses, and the signs of what is chosen and of what can be.
fn words(tableau: &Tableau, pills: &Pills, layout: &Layout) -> Vec<Group> {
    let mut groups = vec![lanes(layout)];
    groups.extend(chosen_sign(tableau, layout));
    groups.extend(possible_line(tableau, layout));
    let all = &tableau.passages;
    let lost: Vec<&Passage> = all.iter().filter(|it| matches!(it.course, Course::Lost { .. })).collect();
    if !lost.is_empty() {
        let mut taken = flight::lost::taken(all, pills, layout);
        let titles = layout.lanes.iter().map(|&(role, at)| title(role, at, TITLE));
        let words = groups.iter().filter_map(|group| group.reach).chain(titles);
        taken.extend(words.map(|area| (area, flight::lost::STILL)));
        groups.extend(flight::lost::words(lost, taken, layout));
    }
    groups
}

fn lanes(layout: &Layout) -> Group {
    let anchor = if layout.shape == Shape::Wide { Anchor::Middle } else { Anchor::Start };
    let face = Face {
        size: if layout.shape == Shape::Wide { 14.5 } else { TITLE },
        weight: Weight::Bold,
        tone: Tone::Soft,
        anchor,
    };
    let titles = layout.lanes.iter().flat_map(|&(role, at)| {
        // On a wide stage nothing passes there.
        let ground = (layout.shape == Shape::Tall).then(|| title(role, at, face.size).ground());
        ground.into_iter().chain([text(at.x, at.y, figure::lane(role), face)])
    });
    Group::new("lanes", titles.collect())
}

/// The place of the title of a lane on a tall stage.
fn title(role: Role, at: Point, size: f64) -> Area {
    Area { x: at.x - 2.0, y: at.y - 10.0, width: 0.9 * text_width(figure::lane(role), size) + 4.0, height: 13.0 }
}

/// The areas of a quorum: neighbours are taken together.
fn quorum_areas(mark: &ChosenMark, tableau: &Tableau, layout: &Layout) -> Vec<Area> {
    let frame = frames(tableau, layout).0;
    let mut areas: Vec<Area> = Vec::new();
    let mut is_continued = false;
    for node in acceptors(tableau) {
        let is_in = mark.by.contains(node);
        let area = layout.area(node).padded(frame);
        match areas.last_mut() {
            Some(last) if is_in && is_continued && is_neighbour(last, &area) => *last = around(last, &area),
            _ if is_in => areas.push(area),
            _ => {}
        }
        is_continued = is_in;
    }
    areas
}

fn is_neighbour(one: &Area, other: &Area) -> bool {
    one.x == other.x || one.y == other.y
}

fn around(one: &Area, other: &Area) -> Area {
    let (right, bottom) =
        ((one.x + one.width).max(other.x + other.width), (one.y + one.height).max(other.y + other.height));
    let (x, y) = (one.x.min(other.x), one.y.min(other.y));
    Area { x, y, width: right - x, height: bottom - y }
}

/// The ground behind the quorum that has chosen. Parts that lie apart are joined by a line.
#[inline(never)]
fn quorum(mark: &ChosenMark, tableau: &Tableau, layout: &Layout) -> Group {
    let areas = quorum_areas(mark, tableau, layout);
    let dotted = Paint { fill: Tone::ChosenGround, stroke: Tone::Chosen, width: 2.0, dash: "2 5" };
    let boxes = areas.iter().map(|area| outlined(area, dotted));
    let joints = areas.windows(2).map(|pair| {
        let (a, b) = (pair[0], pair[1]);
        let is_below = layout.shape == Shape::Wide || a.x == b.x;
        let data = match is_below {
            true => {
                let x = short(a.x + a.width - 4.0);
                format!("M{x} {}V{}", short(a.y + a.height), short(b.y))
            }
            false => {
                let y = short(a.y + 4.0);
                format!("M{} {y}H{}", short(a.x + a.width), short(b.x))
            }
        };
        Mark::Path { data, paint: Paint::line(Tone::Chosen, 2.0).dashed("2 5") }
    });
    Group::new(format!("quorum-{}", mark.value), boxes.chain(joints).collect())
}

fn outlined(area: &Area, paint: Paint) -> Mark {
    let Area { x, y, width, height } = *area;
    Mark::Box { x, y, width, height, radius: 16.0, paint }
}

/// What can still be chosen, in small letters: where the sign of what is chosen stands, or below that.
fn possible_line(tableau: &Tableau, layout: &Layout) -> Option<Group> {
    let says = tableau.possible.as_ref()?;
    let all = of_acceptors(tableau, layout)?;
    let size = if layout.shape == Shape::Wide { 14.0 } else { 12.0 };
    let shown = fit(says, size, layout.width - 16.0);
    let half = text_width(&shown, size) / 2.0;
    let x =
        all.middle().x.clamp((half + 8.0).min(layout.width / 2.0), (layout.width - half - 8.0).max(layout.width / 2.0));
    let y = all.y + all.height + if tableau.chosen.is_empty() { 33.0 } else { 63.0 };
    let ground = Area { x: x - half, y: y - 0.8 * size, width: 2.0 * half, height: size };
    let words = text(x, y, shown, Face::regular(size, Tone::Soft).anchored(Anchor::Middle));
    let marks = vec![ground.ground(), words];
    Some(Group { label: Some(figure::possible(says)), ..Group::new("possible", marks) })
}

/// The area around all acceptors.
fn of_acceptors(tableau: &Tableau, layout: &Layout) -> Option<Area> {
    acceptors(tableau).map(|node| layout.area(node)).reduce(|a, b| around(&a, &b))
}

fn acceptors(tableau: &Tableau) -> impl Iterator<Item = NodeId> {
    tableau.actors.iter().filter(|actor| actor.role == Some(Role::Acceptor)).map(|actor| actor.node)
}

/// How far the frame of a quorum stands out beyond its cards, and how much further its flash grows: the cards of others
/// are touched by neither.
#[inline(never)]
fn frames(tableau: &Tableau, layout: &Layout) -> (f64, f64) {
    let usual: f64 = if layout.shape == Shape::Wide { 9.0 } else { 5.0 };
    let areas: Vec<Area> = acceptors(tableau).map(|node| layout.area(node)).collect();
    let apart = |pair: &[Area]| {
        let (a, b) = (pair[0], pair[1]);
        (b.x - a.x - a.width).max(b.y - a.y - a.height)
    };
    let room = areas.windows(2).map(apart).fold(f64::MAX, f64::min);
    let frame = usual.min(room / 2.0 - 1.0);
    (frame, (room - frame - FLASH / 2.0 - 1.5).clamp(0.0, 10.0))
}

/// The flash of the first moments after a value is chosen: on the quorum, not on any node.
#[inline(never)]
fn flash(mark: &ChosenMark, tableau: &Tableau, layout: &Layout) -> Option<Group> {
    let gone = tableau.time.checked_sub(mark.since).filter(|&gone| gone < FLASH_MS)?;
    let left = 1.0 - f64::from(gone) / f64::from(FLASH_MS);
    let grown = frames(tableau, layout).1 * (1.0 - left);
    let areas = quorum_areas(mark, tableau, layout);
    let marks = areas.iter().map(|area| outlined(&area.padded(grown), Paint::line(Tone::Chosen, FLASH))).collect();
    Some(Group { opacity: left, ..Group::new(format!("flash-{}", mark.value), marks) })
}

/// The sign that says what is chosen, below the acceptors.
fn chosen_sign(tableau: &Tableau, layout: &Layout) -> Option<Group> {
    if tableau.chosen.is_empty() {
        return None;
    }
    let values: Vec<&str> = tableau.chosen.iter().map(|mark| mark.value.as_str()).collect();
    let id = tableau.chosen.first().and_then(|mark| mark.id.as_deref());
    let says = figure::chosen(&values, id);
    let room = layout.width - 40.0;
    let short = if text_width(&says, 14.0) <= room { says.clone() } else { figure::short_chosen(&values) };
    let shown = fit(&short, 14.0, room);
    let all = of_acceptors(tableau, layout)?;
    let middle = point(all.middle().x, all.y + all.height + 28.0);
    let width = text_width(&shown, 14.0) + 26.0;
    let x = (middle.x - width / 2.0).clamp(4.0, (layout.width - width - 4.0).max(4.0));
    let tone = if values.len() == 1 { Tone::Chosen } else { Tone::Lost };
    let marks = vec![
        Mark::Box { x, y: middle.y - 14.0, width, height: 28.0, radius: 14.0, paint: Paint::fill(tone) },
        text(x + width / 2.0, middle.y + 5.0, shown, Face::bold(14.0, Tone::OnFull).anchored(Anchor::Middle)),
    ];
    let reach = Some(Area { x, y: middle.y - 22.0, width, height: 44.0 });
    Some(Group { label: Some(says), reach, ..Group::new(CHOSEN, marks) })
}
