//! The table of the logs: a row a replica, a column a slot, and below it what is chosen, as nobody but we can see.

use crate::paxos::NodeId;
use crate::story::words::figure::replica as words;
use crate::view::flight;
use crate::view::geometry::short;
use crate::view::layout::{Area, Layout, Shape};
use crate::view::mark::{Anchor, Face, Group, Mark, Paint, fit, text, text_width};
use crate::view::palette::Tone;
use crate::view::ring::{BESIDE, Grid, LEAST_SIZE, SHORT, slack};
use crate::view::stage::CHOSEN;
use crate::view::tableau::{Actor, Body, Cell, ChosenSlot, Logs, ReplicaBody, Tableau};

/// How far the outline of a row that is lit is from the row.
const LIT: f64 = 2.0;
/// So far from the first cell a word beside the cells ends.
const BESIDE_CELLS: f64 = 5.0;

/// A rounded box.
pub(super) fn outlined(area: Area, radius: f64, paint: Paint) -> Mark {
    let Area { x, y, width, height } = area;
    Mark::Box { x, y, width, height, radius, paint }
}

/// The table, from back to front.
pub fn groups(tableau: &Tableau, layout: &Layout) -> Vec<Group> {
    let (Some(logs), Some(grid)) = (&tableau.logs, layout.grid()) else { return Vec::new() };
    let pen = Pen { grid, logs };
    let has_log = tableau.actors.iter().any(|actor| actor.replica().is_some());
    let mut groups = Vec::new();
    if has_log {
        groups.push(pen.head(layout.shape));
    }
    groups.extend(tableau.actors.iter().filter_map(|actor| pen.row(actor, layout.row(actor.node)?)));
    if !logs.chosen.is_empty() {
        groups.push(pen.chosen());
    }
    if grid.has_key && has_log {
        let has_idle = tableau.actors.iter().filter_map(Actor::replica).any(|body| !body.part.idle.is_empty());
        groups.push(pen.key(layout, has_idle));
    }
    groups
}

struct Pen<'a> {
    grid: Grid,
    logs: &'a Logs,
}

impl Pen<'_> {
    /// The titles of the columns.
    #[inline(never)]
    fn head(&self, shape: Shape) -> Group {
        let Grid { x, y, pitch, sizes: (_, small), .. } = self.grid;
        let (line, size) = (y - 7.0, small + 1.0);
        let face = Face::regular(size, Tone::Soft);
        let mut marks = Vec::new();
        for slot in self.grid.slots() {
            let middle = x + (f64::from(slot - self.grid.first) + 0.5) * pitch - 2.5;
            marks.push(text(middle, line, slot.to_string(), Face::bold(size, Tone::Soft).anchored(Anchor::Middle)));
        }
        let middle = x + f64::from(self.grid.count) * pitch / 2.0;
        marks.push(text(middle, line - size - 6.0, self.slots_title(), face.anchored(Anchor::Middle)));
        if shape == Shape::Wide {
            marks.push(text(self.grid.promised - 12.0, line - size - 6.0, words::PROMISED.said(), face));
        } else {
            marks.push(text(self.grid.left, line - size - 6.0, words::PROMISED.said(), face));
        }
        if self.grid.balance.is_some() {
            let at = self.grid.right - 2.0;
            marks.push(text(at, line - size - 6.0, words::BALANCE.said(), face.anchored(Anchor::End)));
        }
        Group::new("slots", marks)
    }

    /// "slot", and which are shown where those are not all.
    fn slots_title(&self) -> String {
        let last = self.grid.first + self.grid.count - 1;
        match self.grid.first {
            1 => words::SLOT.to_string(),
            first => format!("{} {}", words::SLOT, words::window(first, last)),
        }
    }

    /// The row of a replica; of one out of sight, that there is one.
    #[inline(never)]
    fn row(&self, actor: &Actor, row: usize) -> Option<Group> {
        let area = self.grid.row(row);
        let ink = if actor.up { Tone::Ink } else { Tone::Soft };
        let (marks, label) = match &actor.body {
            Body::Replica(body) => {
                let paint = match actor.up {
                    true => Paint::line(Tone::Line, 1.2).on(Tone::Panel),
                    false => Paint::line(Tone::Soft, 1.4).on(Tone::Down).dashed("5 4"),
                };
                let mut marks = vec![outlined(area, 9.0, paint)];
                marks.push(self.name(&actor.name, area, ink));
                marks.extend(self.promised(body, area, actor.up));
                let last = self.grid.slots().map(|slot| self.cell(body, row, slot, actor.up));
                marks.extend(last.flatten());
                marks.extend(self.applied(body, row, ink));
                marks.extend(self.balance(body, area, ink));
                (marks, body.told(&actor.name))
            }
            _ => {
                let paint = Paint::line(Tone::Soft, 1.4).on(Tone::Down).dashed("2 5");
                let mut marks = vec![outlined(area, 9.0, paint), self.name(&actor.name, area, Tone::Soft)];
                if let Body::Unseen { heard, .. } = &actor.body {
                    let says = heard.as_ref().map_or(words::UNHEARD.to_string(), |said| words::last_said(said));
                    let (size, at) = (self.grid.sizes.1 + 1.0, self.grid.promised);
                    let says = fit(&says, size, area.x + area.width - at - 6.0);
                    marks.push(text(at, self.line(area), says, Face::regular(size, Tone::Soft)));
                }
                (marks, String::new())
            }
        };
        let node: Option<NodeId> = actor.replica().map(|_| actor.node);
        // What is lit is drawn around it, behind the row: all of it is to be seen.
        let reach = Some(area.padded(LIT));
        let label = (!label.is_empty()).then_some(label);
        Some(Group { label, node, reach, ..Group::new(format!("log-{}", actor.name), marks) })
    }

    fn name(&self, name: &str, area: Area, ink: Tone) -> Mark {
        let size = self.grid.sizes.0;
        let room = self.grid.promised - area.x - 10.0;
        let size = if text_width(name, size) <= room { size } else { LEAST_SIZE };
        text(area.x + 6.0, self.line(area), fit(name, size, room + 4.0), Face::bold(size, ink))
    }

    /// Where words stand in a row.
    fn line(&self, area: Area) -> f64 {
        area.y + 4.0 + self.grid.cell / 2.0 + 5.0
    }

    /// The promised id, with the mark that says: this is on disk.
    fn promised(&self, body: &ReplicaBody, area: Area, up: bool) -> Vec<Mark> {
        let (at, line) = (self.grid.promised, self.line(area));
        let (x, y) = (at - 8.0, line - 8.5);
        let mut marks = vec![
            Mark::Box { x, y, width: 8.0, height: 8.0, radius: 1.6, paint: Paint::line(Tone::Soft, 1.0) },
            Mark::Path {
                data: format!("M{} {}h3.4v2.6h-3.4z", short(x + 2.3), short(y)),
                paint: Paint::fill(Tone::Soft),
            },
        ];
        let (id, tone) = match &body.promised {
            Some(tag) => (tag.id.clone().unwrap_or_else(|| "✓".to_string()), Tone::Ballot(tag.hue)),
            None => ("–".to_string(), Tone::Soft),
        };
        let room = self.grid.x - at - 4.0;
        let big = self.grid.sizes.0;
        let size = (big * (room / text_width(&id, big).max(1.0))).min(big);
        marks.push(text(at + 3.0, line, id, Face::bold(size, if up { tone } else { Tone::Soft })));
        marks
    }

    fn balance(&self, body: &ReplicaBody, area: Area, ink: Tone) -> Option<Mark> {
        let at = self.grid.balance?;
        let (says, tone) = body.balance.map_or(("–".to_string(), Tone::Soft), |balance| (balance.to_string(), ink));
        let cells = self.grid.x + f64::from(self.grid.count) * self.grid.pitch;
        let (big, room) = (self.grid.sizes.0, at - cells - 2.0);
        let size = (big * (room / text_width(&says, big).max(1.0))).min(big);
        Some(text(at, self.line(area), says, Face::bold(size, tone).anchored(Anchor::End)))
    }

    /// One slot of a log.
    fn cell(&self, body: &ReplicaBody, row: usize, slot: u32, up: bool) -> Vec<Mark> {
        let area = self.grid.cell(row, slot);
        let Some(cell) = body.cell(slot) else {
            return self.empty(area, slot < body.last(), body.part.idle.contains(&slot));
        };
        let mut marks = Vec::new();
        if cell.is_of_quorum && !cell.is_known {
            marks.push(outlined(area.padded(2.0), radius(cell.is_no_op) + 2.5, quorum()));
        }
        let paint = cell_paint(cell, up);
        marks.push(outlined(
            if cell.is_of_quorum && !cell.is_known { area.padded(-1.5) } else { area },
            radius(cell.is_no_op),
            paint,
        ));
        let (ink, lesser) = match (cell.is_known, &cell.tag, up) {
            (true, ..) => (Tone::OnFull, Tone::OnFull),
            (false, Some(tag), true) => (Tone::Ink, Tone::Ballot(tag.hue)),
            _ => (Tone::Soft, Tone::Soft),
        };
        let id = cell.tag.as_ref().and_then(|tag| tag.id.clone()).unwrap_or_default();
        let small = match cell.is_known {
            true => format!("✓{id}"),
            false => id,
        };
        marks.extend(self.words(area, (&small, lesser), (&[&cell.word, &cell.brief], ink), cell.is_no_op));
        marks
    }

    /// A small word above a large one.
    fn words(
        &self,
        area: Area,
        (small, lesser): (&str, Tone),
        (says, ink): (&[&str], Tone),
        is_no_op: bool,
    ) -> Vec<Mark> {
        let (big, little) = self.grid.sizes;
        let big = if area.height < 34.0 { big - 1.5 } else { big - 0.5 };
        let (word, size) = fitted(says, big, area.width);
        let face = if is_no_op { Face::regular(size, ink) } else { Face::bold(size, ink) };
        let middle = area.x + area.width / 2.0;
        let upper = Face::regular(little, lesser).anchored(Anchor::Middle);
        vec![
            text(middle, area.y + little + 0.5, fit(small, little, area.width), upper),
            text(
                middle,
                area.y + area.height - if area.height < 34.0 { 4.5 } else { 6.0 },
                word,
                face.anchored(Anchor::Middle),
            ),
        ]
    }

    /// A slot in which nothing is: a gap where a later one is used, else free. It is hatched where the replica does not
    /// decide.
    fn empty(&self, area: Area, is_gap: bool, is_idle: bool) -> Vec<Mark> {
        if is_idle && !is_gap {
            return vec![hatched(area)];
        }
        if !is_gap {
            let (y, x) = (short(area.y + area.height), area.x);
            let data = format!("M{} {y}H{}", short(x + 4.0), short(x + area.width - 4.0));
            return vec![Mark::Path { data, paint: Paint::line(Tone::Line, 1.4) }];
        }
        let face = Face::regular(LEAST_SIZE.max(self.grid.sizes.1), Tone::Soft).anchored(Anchor::Middle);
        let word = text(area.x + area.width / 2.0, area.y + area.height / 2.0 + 4.0, words::GAP.said(), face);
        if is_idle {
            let band = Area { height: area.height / 2.0 - 7.0, ..area };
            let lower = Area { y: area.y + area.height - band.height, ..band };
            return vec![hatched(band), word, hatched(lower)];
        }
        vec![open(area), word]
    }

    /// The applied part of a log: a line under it, up to a pointer.
    fn applied(&self, body: &ReplicaBody, row: usize, ink: Tone) -> Vec<Mark> {
        let Grid { first, count, x, pitch, .. } = self.grid;
        let y = self.grid.cell(row, first).y + self.grid.cell + 4.0;
        let up_to = body.applied.min(first + count - 1);
        if up_to < first {
            return Vec::new();
        }
        let end = x + f64::from(up_to - first + 1) * pitch - 2.5;
        let mut marks = vec![Mark::Path {
            data: format!("M{} {}H{}", short(x), short(y), short(end)),
            paint: Paint::line(ink, 2.2),
        }];
        if up_to == body.applied {
            let data = format!("M{} {}l4 -7.5l4 7.5z", short(end - 4.0), short(y + 2.5));
            marks.push(Mark::Path { data, paint: Paint::fill(ink) });
        }
        marks
    }

    /// What is chosen in each slot: nobody but we can see it.
    #[inline(never)]
    fn chosen(&self) -> Group {
        let rows = self.grid.rows;
        let mut marks = Vec::new();
        let shown = |chosen: &&ChosenSlot| self.grid.slots().any(|slot| slot == chosen.slot);
        for (place, chosen) in self.logs.chosen.iter().enumerate() {
            if !shown(&chosen) {
                continue;
            }
            let others: Vec<&ChosenSlot> = self.logs.chosen.iter().filter(|other| other.slot == chosen.slot).collect();
            if 1 < others.len() && self.logs.chosen[..place].iter().any(|before| before.slot == chosen.slot) {
                continue;
            }
            let words = others.iter().map(|other| other.word.as_str()).collect::<Vec<_>>();
            let briefs =
                others.iter().map(|other| other.brief.as_str()).collect::<Vec<_>>().join("≠").replace("≠=", "≠");
            let tone = if words.len() == 1 { Tone::Chosen } else { Tone::Lost };
            let area = self.grid.cell(rows, chosen.slot);
            let area = Area { height: 24.0, ..area };
            let paint = match words.len() {
                1 => Paint { fill: Tone::ChosenGround, stroke: tone, width: 1.8, dash: "" },
                _ => Paint::line(tone, 2.6).on(Tone::Panel),
            };
            marks.push(outlined(area, radius(chosen.is_no_op), paint));
            let (word, size) = fitted(&[&words.join("≠"), &briefs], self.grid.sizes.0 - 1.0, area.width);
            let face = if chosen.is_no_op { Face::regular(size, tone) } else { Face::bold(size, tone) };
            let at = (area.x + area.width / 2.0, area.y + 17.0);
            marks.push(text(at.0, at.1, word, face.anchored(Anchor::Middle)));
        }
        let area = self.grid.cell(rows, self.grid.first);
        let size = self.grid.sizes.1 + 1.0;
        let face = Face::bold(size, Tone::Chosen).anchored(Anchor::End);
        let at = self.grid.x - BESIDE_CELLS;
        marks.push(text(
            at,
            area.y + 9.0,
            words::WE_SEE.said(),
            Face { weight: crate::view::mark::Weight::Regular, ..face },
        ));
        marks.push(text(at, area.y + 10.0 + size, words::CHOSEN.said(), face));
        let told: Vec<(u32, &str)> =
            self.logs.chosen.iter().map(|chosen| (chosen.slot, chosen.word.as_str())).collect();
        let reach =
            Some(Area { x: self.grid.left, y: area.y - 3.0, width: self.grid.right - self.grid.left, height: 30.0 });
        Group { label: Some(words::chosen(&told)), reach, ..Group::new(CHOSEN, marks) }
    }

    /// What the marks stand for.
    #[inline(never)]
    fn key(&self, layout: &Layout, has_idle: bool) -> Group {
        let mut says = if layout.shape == Shape::Wide { words::KEY } else { words::SHORT_KEY };
        if has_idle {
            says[3] = words::NO_SAY;
        }
        let (size, y) = (if layout.shape == Shape::Wide { 11.5 } else { 11.0 }, layout.height - 12.0);
        let mut x = self.grid.left + 2.0;
        let mut marks = Vec::new();
        for (place, word) in says.into_iter().enumerate() {
            let width = 20.0 + text_width(word.said(), size) * 0.88 + 8.0;
            if self.grid.right < x + width - 8.0 {
                break; // No more room.
            }
            let area = Area { x, y: y - 11.0, width: 14.0, height: 13.0 };
            match place {
                0 => marks.push(outlined(area, 3.0, Paint::line(Tone::Ink, 1.8).on(Tone::Panel))),
                1 => marks.extend([
                    outlined(area.padded(1.0), 4.0, quorum()),
                    outlined(area.padded(-2.5), 2.0, Paint::line(Tone::Ink, 1.4).on(Tone::Panel)),
                ]),
                2 => marks.push(outlined(area, 3.0, Paint::fill(Tone::Chosen))),
                3 if has_idle => marks.push(hatched(area)),
                3 => marks.push(open(area)),
                _ => {
                    let data = format!("M{} {}h10", short(x), short(y));
                    marks.push(Mark::Path { data, paint: Paint::line(Tone::Ink, 2.2) });
                    let data = format!("M{} {}l4 -7.5l4 7.5z", short(x + 6.0), short(y + 2.5));
                    marks.push(Mark::Path { data, paint: Paint::fill(Tone::Ink) });
                }
            }
            marks.push(text(x + 18.0, y, word.said(), Face::regular(size, Tone::Soft)));
            x += width;
        }
        Group::new("key", marks)
    }
}

/// The first of these, the same in ever fewer letters, that fits in a cell of this width, and its size: the last one is
/// cut where it does not fit at any.
fn fitted(says: &[&str], big: f64, width: f64) -> (String, f64) {
    let room = width - BESIDE;
    let sizes = |word| [big, big - 1.5, LEAST_SIZE, LEAST_SIZE - 1.0].map(|size| (word, size));
    let all = says.iter().copied().flat_map(sizes);
    let last = says.last().copied().unwrap_or_default();
    let mut fitting = all.filter(|&(word, size)| text_width(word, size) * bold(word) <= room);
    match fitting.next() {
        Some((word, size)) => (word.to_string(), size),
        None => (fit(last, LEAST_SIZE, room), LEAST_SIZE),
    }
}

/// So much of the width that the view takes a word for it has in bold letters: small letters are wider than it thinks, and
/// a word that stands out of its cell could be read as another one.
fn bold(word: &str) -> f64 {
    let small = word.chars().filter(char::is_ascii_lowercase).count();
    if 2 < small && SHORT < word.chars().count() { 1.1 } else { slack(word) }
}

/// The ground of a cell that belongs to a quorum that has chosen.
fn quorum() -> Paint {
    Paint::line(Tone::Chosen, 1.5).on(Tone::ChosenGround)
}

/// The frame of a gap, open at both sides: no id's frame is.
fn open(Area { x, y, width, height }: Area) -> Mark {
    let (left, across) = (short(x), short(width));
    let data = format!("M{left} {}h{across}M{left} {}h{across}", short(y), short(y + height));
    Mark::Path { data, paint: Paint::line(Tone::Soft, 1.4) }
}

/// Strokes from the lower left to the upper right, all over an area.
fn hatched(Area { x, y, width, height }: Area) -> Mark {
    let strokes = (1..).map(|nth| f64::from(nth) * 6.0).take_while(|&off| off < width + height);
    let stroke = |off: f64| {
        let from = (x + (off - height).max(0.0), y + off.min(height));
        let to = (x + off.min(width), y + (off - width).max(0.0));
        format!("M{} {}L{} {}", short(from.0), short(from.1), short(to.0), short(to.1))
    };
    Mark::Path { data: strokes.map(stroke).collect(), paint: Paint::line(Tone::Soft, 0.9) }
}

/// The corners of a cell: those of a no-op are round.
fn radius(is_no_op: bool) -> f64 {
    if is_no_op { 14.0 } else { 5.0 }
}

fn cell_paint(cell: &Cell, up: bool) -> Paint {
    match (cell.is_known, &cell.tag, up) {
        (true, _, true) => Paint::fill(Tone::Chosen),
        (true, _, false) => Paint::fill(Tone::Soft),
        (false, Some(tag), true) => {
            Paint::line(Tone::Ballot(tag.hue), 2.0).on(Tone::Panel).dashed(flight::dash(Some(tag.hue)))
        }
        _ => Paint::line(Tone::Soft, 1.6).on(Tone::Down),
    }
}
