//! Nodes: cards for proposers and acceptors, circles for clients and learners.

mod dense;

use super::geometry::{point, short};
use super::layout::{Area, Height, Layout, Shape};
use super::mark::{Anchor, Face, Group, Mark, Paint, fit, text, text_width};
use super::palette::Tone;
use super::tableau::{Actor, Body, Count, Crown, Tag};
use crate::paxos::Role;
use crate::story::words::figure;

/// The smallest size of a word on a card.
const LEAST_SIZE: f64 = 12.0;

/// One node, as a group that can be acted on.
pub fn group(actor: &Actor, layout: &Layout) -> Group {
    let area = layout.area(actor.node);
    let note = if layout.room == Height::Hall { 14.5 } else { 13.0 };
    let pen = Pen { area: Area { x: 0.0, y: 0.0, ..area }, shape: layout.shape, note, up: actor.up };
    let marks = match &actor.body {
        Body::Client { wants, told } => pen.client(&actor.name, wants.as_deref(), told.as_deref()),
        Body::Learner { heard, learned } => pen.learner(&actor.name, *heard, learned.as_deref()),
        Body::Proposer { .. } => pen.proposer(&actor.name, &actor.body),
        Body::Acceptor { .. } => pen.acceptor(&actor.name, &actor.body),
        Body::Person { backs, knows } => super::people::card(actor, backs.as_ref(), knows.as_deref(), layout),
        Body::Replica(body) => super::replicas::replica(actor, body, layout),
        Body::Asker(body) => super::replicas::asker(actor, body, layout),
        Body::Unseen { heard, .. } if layout.grid().is_some() => {
            super::replicas::unseen(actor, heard.as_deref(), layout)
        }
        Body::Unseen { heard, .. } => pen.unseen(&actor.name, actor.role, heard.as_deref()),
    };
    Group {
        label: Some(actor.label.clone()),
        node: Some(actor.node),
        at: point(area.x, area.y),
        reach: Some(Area { x: 0.0, y: 0.0, ..area }.padded(5.0)),
        ..Group::new(format!("node-{}", actor.name), marks)
    }
}

/// The sizes of the texts on a card.
struct Sizes {
    /// Names, ids and values.
    big: f64,
    /// What stands beside them.
    label: f64,
    /// The names of an acceptor's fields.
    field: f64,
    /// An accepted value.
    chip: f64,
}

/// Draws one node into its area.
struct Pen {
    area: Area,
    shape: Shape,
    /// The size of the smallest words on a wide stage.
    note: f64,
    up: bool,
}

/// The colour of an id.
fn tone(tag: &Tag) -> Tone {
    Tone::Ballot(tag.hue)
}

impl Pen {
    /// How far down the lines of a card are, the first of them its name. On a tall stage each pixel counts.
    fn lines(&self) -> [f64; 3] {
        if self.shape == Shape::Wide { [24.0, 48.0, 70.0] } else { [20.0, 39.0, 57.0] }
    }

    /// A wide stage is read from the back row, a tall one from the hand.
    fn size(&self) -> Sizes {
        match self.shape {
            Shape::Wide => Sizes { big: 18.0, label: 14.5, field: 15.0, chip: 15.5 },
            Shape::Tall => Sizes { big: 16.0, label: 13.0, field: 11.5, chip: 13.5 },
        }
    }

    fn ink(&self) -> Tone {
        if self.up { Tone::Ink } else { Tone::Soft }
    }

    fn outline(&self, stroke: Tone, width: f64) -> Paint {
        match self.up {
            true => Paint::line(stroke, width).on(Tone::Panel),
            false => Paint::line(Tone::Soft, 1.6).on(Tone::Down).dashed("5 4"),
        }
    }

    fn frame(&self, stroke: Tone, width: f64) -> Mark {
        let Area { x, y, width: w, height } = self.area;
        Mark::Box { x, y, width: w, height, radius: 12.0, paint: self.outline(stroke, width) }
    }

    /// A circle with a name in it, and lines under it.
    fn disc(&self, name: &str, stroke: Tone) -> Vec<Mark> {
        let middle = self.area.width / 2.0;
        let paint = self.outline(stroke, 1.8);
        let size = if text_width(name, 15.0) < 40.0 { 15.0 } else { 11.0 };
        let face = Face::bold(size, self.ink()).anchored(Anchor::Middle);
        vec![Mark::Circle { x: middle, y: 24.0, radius: 24.0, paint }, text(middle, 29.0, fit(name, size, 46.0), face)]
    }

    fn under(&self, line: &str) -> Mark {
        let face = Face::regular(self.note, Tone::Soft).anchored(Anchor::Middle);
        text(self.area.width / 2.0, 66.0, fit(line, self.note, self.room_under()), face)
    }

    fn room_under(&self) -> f64 {
        self.area.width + 14.0
    }

    #[inline(never)]
    fn client(&self, name: &str, wants: Option<&str>, told: Option<&str>) -> Vec<Mark> {
        let mut marks = self.disc(name, self.ink());
        match (self.up, told, wants) {
            (false, ..) => marks.push(self.under(figure::CRASHED.said())),
            (true, Some(value), _) => marks.extend(self.known(value)),
            (true, None, Some(value)) => marks.push(self.under(&figure::wants_value(value))),
            (true, None, None) => {}
        }
        marks
    }

    #[inline(never)]
    fn learner(&self, name: &str, heard: Count, learned: Option<&str>) -> Vec<Mark> {
        let mut marks = self.disc(name, self.ink());
        match (self.up, learned) {
            (false, _) => marks.push(self.under(figure::CRASHED.said())),
            (true, Some(value)) => marks.extend(self.known(value)),
            (true, None) => {
                let (whole, short) =
                    (figure::heard(heard.have, heard.need), figure::heard_short(heard.have, heard.need));
                let is_room = text_width(&whole, self.note) <= self.room_under();
                marks.push(self.under(if is_room { &whole } else { &short }));
            }
        }
        marks
    }

    /// A node out of sight: what was last heard of it.
    #[inline(never)]
    fn unseen(&self, name: &str, role: Option<Role>, heard: Option<&str>) -> Vec<Mark> {
        let said = heard.unwrap_or(figure::UNHEARD);
        let paint = Paint::line(Tone::Soft, 1.6).on(Tone::Down).dashed("2 5");
        if matches!(role, Some(Role::Client | Role::Learner)) {
            let mut marks = self.disc(name, Tone::Soft);
            marks[0] = Mark::Circle { x: self.area.width / 2.0, y: 24.0, radius: 24.0, paint };
            marks.push(self.under(said));
            return marks;
        }
        let size = self.size();
        let Area { x, y, width, height } = self.area;
        let mut marks = vec![Mark::Box { x, y, width, height, radius: 12.0, paint }];
        marks.push(text(12.0, self.lines()[0], fit(name, size.big, width * 0.5), Face::bold(size.big, Tone::Soft)));
        if self.is_low() || self.is_narrow() {
            marks.push(text(12.0, 46.0, fit(said, 13.0, width - 18.0), Face::bold(13.0, Tone::Soft)));
            return marks;
        }
        if heard.is_some() {
            marks.push(text(12.0, 48.0, figure::LAST_HEARD.said(), Face::regular(size.field, Tone::Soft)));
        }
        marks.push(text(12.0, 68.0, fit(said, size.chip, width - 18.0), Face::bold(size.chip, Tone::Soft)));
        marks
    }

    /// What a node knows: a chip with a tick, under a circle.
    fn known(&self, value: &str) -> Vec<Mark> {
        let value = fit(&format!("✓ {value}"), self.note, self.area.width - 4.0);
        chip(self.area.width / 2.0, 66.0, &value, Anchor::Middle, self.note)
    }

    #[inline(never)]
    fn proposer(&self, name: &str, body: &Body) -> Vec<Mark> {
        let size = self.size();
        let Body::Proposer { id_field, tag, sends, wants, promises, crown, learned } = body else {
            return Vec::new();
        };
        if self.is_narrow() {
            return self.narrow_proposer(name, body);
        }
        let stroke = if tag.is_some() && self.up { tag.as_ref().map_or(Tone::Ink, tone) } else { self.ink() };
        let mut marks = vec![self.frame(stroke, if tag.is_some() { 2.4 } else { 1.6 })];
        let width = self.area.width;
        marks.push(text(12.0, self.lines()[0], fit(name, size.big, width * 0.5), Face::bold(size.big, self.ink())));
        if !self.up {
            marks.push(self.corner(figure::CRASHED.said(), Tone::Soft));
        } else if let Some(value) = learned {
            let value = fit(&format!("✓ {value}"), self.note, width - 56.0);
            let mut known = chip(width - 8.0, 19.0, &value, Anchor::End, self.note);
            marks.append(&mut known);
        }
        let id = tag.as_ref().and_then(|tag| tag.id.as_deref());
        let [_, mut line, below] = self.lines();
        match (tag, id) {
            (Some(tag), Some(id)) => {
                marks.extend(self.row(line, id_field, id, tone(tag)));
                line = below;
            }
            (None, _) => {
                marks.push(text(12.0, line, figure::IDLE.said(), Face::regular(size.label, Tone::Soft)));
                line = below;
            }
            (Some(_), None) => {}
        }
        match (sends, wants) {
            (Some(value), _) => marks.extend(self.row(line, figure::VALUE.said(), value, self.ink())),
            (None, Some(value)) => marks.extend(self.row(line, figure::WANTS.said(), value, Tone::Soft)),
            _ => {}
        }
        if let (Some(tag), true) = (tag, self.up) {
            marks.extend(self.counter(*promises, tone(tag)));
        }
        if let (Some(kind), Some(tag), true) = (crown, tag, self.up) {
            marks.extend(self.crown(*kind, id, tone(tag)));
        }
        marks
    }

    /// The crown above the card and what it means, on a ground of its own: ways of messages run behind it. The id stands
    /// on the card; the words are no wider than that, so that messages pass beside them.
    fn crown(&self, kind: Crown, id: Option<&str>, tone: Tone) -> Vec<Mark> {
        let (line, size) = match self.shape {
            Shape::Wide => (figure::crown_in_brief(kind == Crown::Won).to_string(), self.note.max(13.5)),
            Shape::Tall => (figure::short_crown(kind == Crown::Won, id), 11.4),
        };
        let width = text_width(&line, size) + 23.5;
        let ground = Mark::Box { x: 8.0, y: -21.0, width, height: 17.0, radius: 3.0, paint: Paint::fill(Tone::Paper) };
        let words = text(31.0, -7.0, line, Face::bold(size, tone));
        [ground].into_iter().chain(crown_above(10.0, -8.0, tone)).chain([words]).collect()
    }

    /// A label and what belongs to it.
    fn row(&self, line: f64, label: &str, value: &str, tone: Tone) -> Vec<Mark> {
        let size = self.size();
        let tone = if self.up { tone } else { Tone::Soft };
        let at = if self.shape == Shape::Wide { 66.0 } else { 54.0 };
        let label_size = size.label * ((at - 13.0) / drawn_width((label, ""), size.label)).min(1.0);
        vec![text(12.0, line, label, Face::regular(label_size, Tone::Soft)), self.fitted(at, line, value, tone)]
    }

    /// A word as large as it fits, and cut only where it does not fit at any size that can be read.
    fn fitted(&self, at: f64, line: f64, value: &str, tone: Tone) -> Mark {
        let (largest, room) = (self.size().big, self.area.width - at - 8.0);
        let fits = |size: &f64| text_width(value, *size) <= room;
        let size = [largest, 14.0, LEAST_SIZE].into_iter().filter(|&size| size <= largest).find(fits);
        let size = size.unwrap_or(LEAST_SIZE.min(largest));
        text(at, line, fit(value, size, room), Face::bold(size, tone))
    }

    /// The promises counted so far: a segment an acceptor, and a mark at the number that it takes.
    fn counter(&self, count: Count, tone: Tone) -> Vec<Mark> {
        let size = self.size();
        let (left, bottom) = (12.0, self.area.height - 17.0);
        let room = self.area.width - 24.0 - 30.0;
        let pitch = room / count.of.max(1) as f64;
        let is_enough = count.need <= count.have;
        let mut marks: Vec<Mark> = (0..count.of)
            .map(|place| {
                let fill = if place < count.have { tone } else { Tone::Faint };
                let x = left + place as f64 * pitch;
                let paint = Paint { fill, stroke: Tone::Line, width: 0.8, dash: "" };
                Mark::Box { x, y: bottom, width: pitch - 3.0, height: 8.0, radius: 2.0, paint }
            })
            .collect();
        let goal = left + count.need as f64 * pitch - 1.5;
        let data = format!("M{} {}V{}", short(goal), short(bottom - 4.0), short(bottom + 12.0));
        marks.push(Mark::Path { data, paint: Paint::line(Tone::Soft, 1.4) });
        let shown = format!("{}/{}", count.have, count.of);
        let face = if is_enough { Face::bold(size.label, tone) } else { Face::regular(size.label, Tone::Soft) };
        marks.push(text(self.area.width - 10.0, bottom + 9.0, shown, face.anchored(Anchor::End)));
        marks
    }

    fn corner(&self, line: &str, tone: Tone) -> Mark {
        // The name of the node stands in the other corner.
        let size = self.note * ((self.area.width - 50.0) / drawn_width((line, ""), self.note)).min(1.0);
        text(self.area.width - 12.0, self.lines()[0], line, Face::regular(size, tone).anchored(Anchor::End))
    }

    #[inline(never)]
    fn acceptor(&self, name: &str, body: &Body) -> Vec<Mark> {
        let size = self.size();
        let Body::Acceptor { fields, promised, accepted, refusal } = body else {
            return Vec::new();
        };
        if self.is_low() {
            return self.low_acceptor(name, body);
        }
        let mut marks = vec![self.frame(self.ink(), 1.8)];
        marks.push(text(
            12.0,
            self.lines()[0],
            fit(name, size.big, self.area.width * 0.5),
            Face::bold(size.big, self.ink()),
        ));
        if !self.up {
            marks.push(self.corner(figure::CRASHED.said(), Tone::Soft));
        }
        let is_wide = self.shape == Shape::Wide;
        let fields = if is_wide { *fields } else { figure::short_fields(*fields) };
        let (usual, field) = (if is_wide { 97.0 } else { 82.0 }, self.field_size(fields));
        let value_at = (FIELD_AT + drawn_width(fields, field) + 7.0).max(usual);
        // A card in a crowd is lower, and its lines move together.
        let height = self.area.height;
        let (first, second) = if is_wide { (height * 0.442, height * 0.675) } else { (38.0, 55.0) };
        marks.extend(self.on_disk(first, fields.0, field));
        match promised {
            Some(tag) => marks.push(self.id_text(value_at, first, tag, "✓")),
            None => marks.push(self.nothing(value_at, first)),
        }
        marks.extend(self.on_disk(second, fields.1, field));
        match (accepted, is_wide) {
            (None, _) => marks.push(self.nothing(value_at, second)),
            (Some((tag, value)), true) => marks.extend(self.vote(value_at, second, tag, value)),
            (Some((tag, value)), false) => marks.extend(self.vote(24.0, second + 20.0, tag, value)),
        }
        if let Some(refused) = refusal.as_ref().filter(|_| self.up) {
            let size = if is_wide { self.note } else { 10.5 };
            let fits = text_width(&refused.long, size) <= self.area.width - 12.0;
            let line = if is_wide && fits { &refused.long } else { &refused.short };
            let face = Face::bold(size, Tone::Lost);
            let bottom = self.area.height - if is_wide { 8.0 } else { 6.0 };
            marks.push(text(10.0, bottom, fit(line, size, self.area.width - 12.0), face));
        }
        marks
    }

    /// How large the names of these fields are, so that what stands in them has room beside them.
    fn field_size(&self, fields: (&str, &str)) -> f64 {
        let size = self.size().field;
        let (least, beside) = if self.shape == Shape::Wide { (66.0, 72.0) } else { (52.0, 34.0) };
        let room = (self.area.width - FIELD_AT - beside).max(least);
        size * (room / drawn_width(fields, size)).min(1.0)
    }

    /// The name of a field with the mark that says: this is on disk.
    fn on_disk(&self, line: f64, label: &str, size: f64) -> Vec<Mark> {
        let (x, y) = (10.0, line - 9.0);
        let face = Paint::line(Tone::Soft, 1.0);
        vec![
            Mark::Box { x, y, width: 9.0, height: 9.0, radius: 1.6, paint: face },
            Mark::Path { data: format!("M{} {}h4v3h-4z", short(x + 2.5), short(y)), paint: Paint::fill(Tone::Soft) },
            text(FIELD_AT, line, label, Face::regular(size, Tone::Soft)),
        ]
    }

    fn nothing(&self, x: f64, line: f64) -> Mark {
        text(x, line, "–", Face::regular(self.note, Tone::Soft))
    }

    /// An id, smaller where it would not fit.
    fn id_text(&self, x: f64, line: f64, tag: &Tag, hidden: &str) -> Mark {
        let tone = if self.up { tone(tag) } else { Tone::Soft };
        let id = tag.id.clone().unwrap_or_else(|| hidden.to_string());
        let size = self.id_size(x, &id);
        text(x, line, id, Face::bold(size, tone))
    }

    fn id_size(&self, x: f64, id: &str) -> f64 {
        let (big, room) = (self.size().big, self.area.width - x - 5.0);
        (big * (room / text_width(id, big).max(1.0))).min(big)
    }

    fn vote(&self, x: f64, line: f64, tag: &Tag, value: &str) -> Vec<Mark> {
        let size = self.size();
        let mut marks = Vec::new();
        let mut at = x;
        if let Some(id) = &tag.id {
            marks.push(self.id_text(x, line, tag, ""));
            at += text_width(id, self.id_size(x, id)) + 7.0;
        }
        let value = fit(value, size.chip, self.area.width - at - 18.0);
        let width = text_width(&value, size.chip) + 14.0;
        let stroke = if self.up { tone(tag) } else { Tone::Soft };
        let paint = Paint::line(stroke, 1.4).on(Tone::Paper);
        marks.push(Mark::Box { x: at, y: line - 15.5, width, height: 21.0, radius: 6.0, paint });
        let face = Face::bold(size.chip, self.ink()).anchored(Anchor::Middle);
        marks.push(text(at + width / 2.0, line, value, face));
        marks
    }
}

/// Where the name of a field begins, behind the mark of the disk.
const FIELD_AT: f64 = 24.0;

/// How wide the longer of these names is drawn: letters take a little less than is estimated.
fn drawn_width((one, other): (&str, &str), size: f64) -> f64 {
    0.86 * text_width(one, size).max(text_width(other, size))
}

/// A chip in the colour of what is chosen: a node knows the result.
pub(super) fn chip(x: f64, line: f64, value: &str, anchor: Anchor, size: f64) -> Vec<Mark> {
    let width = text_width(value, size) + 14.0;
    let left = match anchor {
        Anchor::Start => x,
        Anchor::Middle => x - width / 2.0,
        Anchor::End => x - width,
    };
    let paint = Paint::line(Tone::Chosen, 1.2).on(Tone::ChosenGround);
    let face = Face::bold(size, Tone::Chosen).anchored(Anchor::Middle);
    vec![
        Mark::Box { x: left, y: line - 14.5, width, height: 20.0, radius: 10.0, paint },
        text(left + width / 2.0, line, value, face),
    ]
}

/// A crown: whoever sees all sees that this id can still win.
pub(super) fn crown_above(x: f64, bottom: f64, tone: Tone) -> Vec<Mark> {
    let data = format!("M{} {}l-1 -9l4.5 4l3.5 -6l3.5 6l4.5 -4l-1 9z", short(x), short(bottom + 1.0));
    vec![Mark::Path { data, paint: Paint::fill(tone) }]
}
