//! Cards for a crowd: an acceptor in two lines, and a proposer no wider than its value.

use super::{Pen, drawn_width};
use crate::paxos::Role;
use crate::story::words::figure;
use crate::view::crowd;
use crate::view::layout::{Shape, card};
use crate::view::mark::{Anchor, Face, Mark, fit, text, text_width};
use crate::view::palette::Tone;
use crate::view::tableau::{Body, Count};

impl Pen {
    /// Whether the card has room for two lines only.
    pub(super) fn is_low(&self) -> bool {
        self.area.height <= crowd::LOW
    }

    /// Whether the card has no room for words beside an id.
    pub(super) fn is_narrow(&self) -> bool {
        self.shape == Shape::Tall && self.area.width + 1.0 < card(Shape::Tall, Role::Acceptor).0
    }

    /// The name, and beside it what is on disk; a refusal at the end of the first line.
    pub(super) fn low_acceptor(&self, name: &str, body: &Body) -> Vec<Mark> {
        let Body::Acceptor { fields, promised, accepted, refusal } = body else { return Vec::new() };
        let size = self.size();
        let is_wide = self.shape == Shape::Wide;
        let (field_at, value_at) = if is_wide { (44.0, 131.0) } else { (38.0, 108.0) };
        let fields = if is_wide { *fields } else { figure::short_fields(*fields) };
        // The name of a field stands between the mark of the disk and the value.
        let field = size.field * ((value_at - field_at - 16.0) / drawn_width(fields, size.field)).min(1.0);
        let (first, second) = (23.0, 46.0);
        let mut marks = vec![self.frame(self.ink(), 1.8)];
        let face = Face::bold(size.big - 2.0, self.ink());
        marks.push(text(10.0, first, fit(name, size.big - 2.0, field_at - 8.0), face));
        marks.extend(self.on_disk_at(field_at, first, fields.0, field));
        marks.push(match promised {
            Some(tag) => self.id_text(value_at, first, tag, "✓"),
            None => self.nothing(value_at, first),
        });
        marks.extend(self.on_disk_at(field_at, second, fields.1, field));
        match accepted {
            Some((tag, value)) => marks.extend(self.vote(value_at, second, tag, value)),
            None => marks.push(self.nothing(value_at, second)),
        }
        let id = promised.as_ref().and_then(|tag| tag.id.as_deref()).unwrap_or("–");
        let left = value_at + text_width(id, size.big) + 6.0;
        let said = match (self.up, refusal) {
            (false, _) => Some((figure::CRASHED.said(), Face::regular(12.5, Tone::Soft))),
            // What it has promised stands beside it.
            (true, Some(refused)) => refused.long.split(':').next().map(|said| (said, Face::bold(12.0, Tone::Lost))),
            (true, None) => None,
        };
        if let Some((said, face)) = said {
            let said = fit(said, face.size, self.area.width - 8.0 - left);
            marks.push(text(self.area.width - 8.0, first, said, face.anchored(Anchor::End)));
        }
        marks
    }

    /// The name of a field with the mark of the disk, beginning there.
    fn on_disk_at(&self, x: f64, line: f64, label: &str, size: f64) -> Vec<Mark> {
        let mut marks = self.on_disk(line, label, size);
        let by = x - 10.0;
        for mark in &mut marks {
            match mark {
                Mark::Box { x, .. } | Mark::Text { x, .. } | Mark::Circle { x, .. } => *x += by,
                Mark::Path { data, .. } => {
                    let (x, y) = (x + 2.5, line - 9.0);
                    *data = format!("M{} {}h4v3h-4z", super::short(x), super::short(y));
                }
            }
        }
        marks
    }

    /// The name, the id, the value and the counter below each other, without words for them.
    pub(super) fn narrow_proposer(&self, name: &str, body: &Body) -> Vec<Mark> {
        let Body::Proposer { tag, sends, wants, promises, crown, learned, .. } = body else { return Vec::new() };
        let room = self.area.width - 12.0;
        let tone = tag.as_ref().filter(|_| self.up).map_or(self.ink(), super::tone);
        let mut marks = vec![self.frame(tone, if tag.is_some() { 2.4 } else { 1.6 })];
        marks.push(text(7.0, 20.0, fit(name, 15.0, room), Face::bold(15.0, self.ink())));
        let corner = match (self.up, learned) {
            (false, _) => Some(("down", Face::regular(12.0, Tone::Soft))),
            (true, Some(_)) => Some(("✓", Face::bold(14.0, Tone::Chosen))),
            (true, None) => None,
        };
        if let Some((said, face)) = corner {
            marks.push(text(self.area.width - 7.0, 20.0, said, face.anchored(Anchor::End)));
        }
        let id = tag.as_ref().map(|tag| tag.id.as_deref().unwrap_or("✓"));
        let (shown, face) = match id {
            Some(id) => (id, Face::bold(15.0, tone)),
            None => ("idle", Face::regular(13.0, Tone::Soft)),
        };
        marks.push(text(7.0, 40.0, fit(shown, face.size, room), face));
        match (sends, wants) {
            (Some(value), _) => marks.push(text(7.0, 57.0, fit(value, 14.0, room), Face::bold(14.0, self.ink()))),
            (None, Some(value)) => marks.push(text(7.0, 57.0, fit(value, 14.0, room), Face::regular(14.0, Tone::Soft))),
            (None, None) => {}
        }
        if let (Some(tag), true) = (tag, self.up) {
            marks.extend(self.narrow_counter(promises, super::tone(tag)));
        }
        if crown.is_some() && tag.is_some() && self.up {
            marks.extend(super::crown_above(4.0, -7.0, tone)); // Whose id it is, the card says.
        }
        marks
    }

    /// How many have promised of all, strong when they are enough.
    fn narrow_counter(&self, count: &Count, tone: Tone) -> Vec<Mark> {
        let Count { have, of, need } = *count;
        let is_enough = need <= have;
        let face = if is_enough { Face::bold(13.0, tone) } else { Face::regular(13.0, Tone::Soft) };
        vec![text(7.0, self.area.height - 7.0, format!("{have}/{of}"), face)]
    }
}
