//! Replicas and their clients: discs that say what each is at present, and marks on what has just happened to them.
//!
//! What a replica keeps in memory stands at its disc, what it keeps on disk in the table.

mod table;

pub use table::groups;

use super::card::{chip, crown_above};
use super::flight;
use super::geometry::{Point, point};
use super::layout::{Height, Layout, Shape};
use super::mark::{Anchor, Face, Group, Mark, Paint, fit, text, text_width};
use super::palette::Tone;
use super::tableau::{Actor, AskerBody, ReplicaBody, Stance, Tableau, Tag};
use crate::sim::Time;
use crate::story::words::figure::{self, replica as words};

/// How long cells flash when a value is chosen, in virtual milliseconds.
const FLASH_MS: Time = 700;
/// How long a replica is marked that has done a step of its own.
const OWN_MS: Time = 500;

/// The size of the words at a disc.
fn note(layout: &Layout) -> f64 {
    match (layout.shape, layout.room) {
        (Shape::Tall, _) => 11.5,
        (_, Height::Hall) => 14.5,
        _ => 13.0,
    }
}

/// Where the disc of an actor is from the corner of its place, and its radius.
fn disc(actor: &Actor, layout: &Layout) -> (Point, f64) {
    let (middle, radius) = layout.disc(actor.node);
    let area = layout.area(actor.node);
    (point(middle.x - area.x, middle.y - area.y), radius)
}

/// A disc with a name in it.
fn circle(actor: &Actor, layout: &Layout, paint: Paint, ink: Tone) -> Vec<Mark> {
    let (at, radius) = disc(actor, layout);
    let large = if radius < 20.0 { 12.5 } else { 16.0 };
    let size = if text_width(&actor.name, large) < radius * 1.6 { large } else { 11.0 };
    let face = Face::bold(size, ink).anchored(Anchor::Middle);
    vec![
        Mark::Circle { x: at.x, y: at.y, radius, paint },
        text(at.x, at.y + size * 0.35, fit(&actor.name, size, radius * 2.0 - 2.0), face),
    ]
}

/// The baselines of the words at a disc: the nearer one, and the one beyond.
fn lines(actor: &Actor, layout: &Layout) -> (f64, f64) {
    let ((at, radius), size) = (disc(actor, layout), note(layout));
    match actor.role == Some(crate::paxos::Role::Replica) && layout.has_words_above(actor.node) {
        true => (at.y - radius - 7.0, at.y - radius - 9.0 - size * 1.2),
        false => (at.y + radius + size + 4.0, at.y + radius + 6.0 + size * 2.2),
    }
}

fn paint(actor: &Actor, stroke: Tone, width: f64) -> Paint {
    match actor.up {
        true => Paint::line(stroke, width).on(Tone::Panel),
        false => Paint::line(Tone::Soft, 1.6).on(Tone::Down).dashed("5 4"),
    }
}

fn tone(tag: &Tag) -> Tone {
    Tone::Ballot(tag.hue)
}

/// A replica: its disc, and what it is at present.
#[inline(never)]
pub(super) fn replica(actor: &Actor, body: &ReplicaBody, layout: &Layout) -> Vec<Mark> {
    let (stroke, width) = match &body.stance {
        Stance::Follows(_) => (Tone::Ink, 1.8),
        Stance::Tries(tag, _) => (tone(tag), 2.4),
        Stance::Leads(tag) => (tone(tag), 3.6),
    };
    let ink = if actor.up { Tone::Ink } else { Tone::Soft };
    let mut marks = circle(actor, layout, paint(actor, stroke, width), ink);
    if let (Stance::Tries(tag, _), true) = (&body.stance, actor.up) {
        // What it tries is not yet so.
        marks[0] = dashed(marks[0].clone(), flight::dash(Some(tag.hue)));
    }
    let (first, second) = lines(actor, layout);
    marks.extend(stance(actor, body, first, layout));
    let refused = body.refusal.as_ref().filter(|_| actor.up);
    let size = note(layout) - 0.5;
    if let Some(refused) = refused {
        let (at, width) = (disc(actor, layout).0, layout.area(actor.node).width + 10.0);
        let says = if text_width(&refused.long, size) <= width { &refused.long } else { &refused.short };
        marks.push(text(at.x, second, fit(says, size, width), Face::bold(size, Tone::Lost).anchored(Anchor::Middle)));
    }
    if let Some(slot) = body.part.outside.filter(|_| refused.is_none() && actor.up) {
        let face = Face::regular(size, Tone::Soft).anchored(Anchor::Middle);
        marks.push(text(disc(actor, layout).0.x, second, words::no_say(slot), face));
    }
    marks
}

fn dashed(mark: Mark, dash: &'static str) -> Mark {
    match mark {
        Mark::Circle { x, y, radius, paint } => Mark::Circle { x, y, radius, paint: paint.dashed(dash) },
        other => other,
    }
}

/// "leads 5", with a crown; "tries 5: 1/2"; "follows R1".
fn stance(actor: &Actor, body: &ReplicaBody, line: f64, layout: &Layout) -> Vec<Mark> {
    let (at, size) = (disc(actor, layout).0, note(layout));
    let width = layout.area(actor.node).width;
    let plain = |says: &str, tone| {
        let face = if tone == Tone::Soft { Face::regular(size, tone) } else { Face::bold(size, tone) };
        vec![text(at.x, line, fit(says, size, width), face.anchored(Anchor::Middle))]
    };
    if !actor.up {
        return plain(figure::CRASHED.said(), Tone::Soft);
    }
    match &body.stance {
        Stance::Follows(leader) => plain(&words::follows(leader.as_deref()), Tone::Soft),
        Stance::Tries(tag, count) => plain(&words::tries(tag.id.as_deref(), count.have, count.need), tone(tag)),
        Stance::Leads(tag) => {
            let says = fit(&words::leads(tag.id.as_deref()), size, width - 22.0);
            // The view errs on the wide side.
            let half = (text_width(&says, size) * 0.9 + 22.0) / 2.0;
            let mut marks = match body.is_alive {
                true => crown_above(at.x - half, line, tone(tag)),
                false => hollow(crown_above(at.x - half, line, tone(tag)), tone(tag)),
            };
            marks.push(text(at.x - half + 22.0, line, says, Face::bold(size, tone(tag))));
            marks
        }
    }
}

/// The crown of one whose id cannot win any more, and who does not know.
fn hollow(marks: Vec<Mark>, tone: Tone) -> Vec<Mark> {
    let hollow = |mark| match mark {
        Mark::Path { data, .. } => Mark::Path { data, paint: Paint::line(tone, 1.4) },
        other => other,
    };
    marks.into_iter().map(hollow).collect()
}

/// A client: what it waits for, and what it was told.
#[inline(never)]
pub(super) fn asker(actor: &Actor, body: &AskerBody, layout: &Layout) -> Vec<Mark> {
    let ink = if actor.up { Tone::Ink } else { Tone::Soft };
    let mut marks = circle(actor, layout, paint(actor, ink, 1.8), ink);
    let (at, (first, second)) = (disc(actor, layout).0, lines(actor, layout));
    let (size, width) = (note(layout), layout.area(actor.node).width);
    let face = |tone| Face::regular(size, tone).anchored(Anchor::Middle);
    let is_low = layout.area(actor.node).height < second;
    let shown = |value: &str, more: f64| match &body.brief {
        Some(brief) if width - more < text_width(value, size) => brief.clone(),
        _ => value.to_string(),
    };
    match (actor.up, &body.wants, &body.told) {
        (false, ..) => marks.push(text(at.x, first, figure::CRASHED.said(), face(Tone::Soft))),
        (true, Some(value), Some((_, told))) => {
            if !is_low {
                marks.push(text(at.x, first, fit(&shown(value, 0.0), size, width), face(Tone::Soft)));
            }
            let line = if is_low { first } else { second };
            let says = fit(told, size, width - 14.0);
            marks.extend(chip(at.x, line, &says, Anchor::Middle, size));
        }
        (true, Some(value), None) => {
            let again = if 1 < body.times { format!(" ×{}", body.times) } else { String::new() };
            let says = format!("{}{again}", shown(value, text_width(&again, size)));
            marks.push(text(
                at.x,
                first,
                fit(&says, size, width),
                Face::bold(size, Tone::Ink).anchored(Anchor::Middle),
            ));
            if let Some(asked) = body.asked.as_ref().filter(|_| !is_low) {
                marks.push(text(at.x, second, fit(&words::asks(asked), size, width), face(Tone::Soft)));
            }
        }
        (true, None, _) => {}
    }
    marks
}

/// A node out of sight: what was last heard of it.
#[inline(never)]
pub(super) fn unseen(actor: &Actor, heard: Option<&str>, layout: &Layout) -> Vec<Mark> {
    let paint = Paint::line(Tone::Soft, 1.6).on(Tone::Down).dashed("2 5");
    let mut marks = circle(actor, layout, paint, Tone::Soft);
    if layout.row(actor.node).is_some() {
        return marks; // What was heard of it stands in its row.
    }
    let (at, (first, _)) = (disc(actor, layout).0, lines(actor, layout));
    let (size, width) = (note(layout) - 1.0, layout.area(actor.node).width + 12.0);
    let face = Face::regular(size, Tone::Soft).anchored(Anchor::Middle);
    marks.push(text(at.x, first, fit(heard.unwrap_or(figure::UNHEARD), size, width), face));
    marks
}

/// What flashes: the cells of a quorum that has just chosen, and a replica that has just done a step of its own.
pub fn flashes(tableau: &Tableau, layout: &Layout) -> Vec<Group> {
    let (Some(logs), Some(grid)) = (&tableau.logs, layout.grid()) else { return Vec::new() };
    let left = |since: Time, whole: Time| {
        let gone = tableau.time.checked_sub(since).filter(|&gone| gone < whole)?;
        Some(1.0 - f64::from(gone) / f64::from(whole))
    };
    let chosen = logs.chosen.iter().filter_map(|chosen| {
        let left = left(chosen.since?, FLASH_MS)?;
        grid.slots().find(|&slot| slot == chosen.slot)?;
        let boxes = chosen.by.iter().filter_map(|node| {
            let cell = grid.cell(layout.row(node)?, chosen.slot).padded(3.0 + 7.0 * (1.0 - left));
            Some(table::outlined(cell, 8.0, Paint::line(Tone::Chosen, 4.0)))
        });
        Some(Group { opacity: left, ..Group::new(format!("flash-{}-{}", chosen.slot, chosen.word), boxes.collect()) })
    });
    let own = logs.own.iter().filter_map(|&(node, since)| {
        let left = left(since, OWN_MS)?;
        let (at, radius) = layout.disc(node);
        let radius = radius + 4.0 + 5.0 * (1.0 - left);
        let paint = Paint::line(Tone::Ink, 2.4);
        let mut marks = vec![Mark::Circle { x: at.x, y: at.y, radius, paint }];
        if let Some(row) = layout.row(node) {
            marks.push(table::outlined(grid.row(row).padded(2.0), 11.0, paint));
        }
        Some(Group { opacity: left, ..Group::new(format!("own-{}", node.0), marks) })
    });
    chosen.chain(own).collect()
}
