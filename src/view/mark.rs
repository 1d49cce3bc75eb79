//! Marks: the few kinds of things that a picture is made of.

use super::geometry::{Point, point};
use super::layout::Area;
use super::palette::Tone;
use crate::paxos::NodeId;
use crate::sim::MessageId;
use crate::story::language::balanced;
use std::rc::Rc;

/// A picture.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Frame {
    /// Its width, in its own units.
    pub width: f64,
    /// Its height, in its own units.
    pub height: f64,
    /// What is on it, from back to front.
    pub groups: Vec<Rc<Group>>,
}

/// Marks that belong together. Equal groups look equal, and need not be drawn again.
#[derive(Clone, PartialEq, Debug)]
pub struct Group {
    /// Stable from one frame to the next.
    pub id: String,
    /// What it is, in words, where it means something by itself.
    pub label: Option<String>,
    /// The node that it stands for, where it can be acted on.
    pub node: Option<NodeId>,
    /// Where its origin lies on the picture.
    pub at: Point,
    /// How much of it shows through, 0 to 1.
    pub opacity: f64,
    /// The message that it stands for, where that can be acted on.
    pub message: Option<MessageId>,
    /// The message that it shows a part of: it is lit with that.
    pub about: Option<MessageId>,
    /// Where it can be pointed at, from its origin.
    pub reach: Option<Area>,
    /// Its marks, from back to front. Equal marks at another place need not be drawn again.
    pub marks: Rc<Vec<Mark>>,
}

impl Group {
    /// A group that only decorates.
    pub fn new(id: impl Into<String>, marks: Vec<Mark>) -> Group {
        Group {
            id: id.into(),
            label: None,
            node: None,
            message: None,
            about: None,
            at: point(0.0, 0.0),
            opacity: 1.0,
            reach: None,
            marks: Rc::new(marks),
        }
    }
}

/// One thing on the picture.
#[derive(Clone, PartialEq, Debug)]
pub enum Mark {
    /// A rectangle with round corners.
    Box {
        /// Left edge.
        x: f64,
        /// Upper edge.
        y: f64,
        /// Width.
        width: f64,
        /// Height.
        height: f64,
        /// Radius of the corners.
        radius: f64,
        /// How it is painted.
        paint: Paint,
    },
    /// A circle.
    Circle {
        /// Centre.
        x: f64,
        /// Centre.
        y: f64,
        /// Radius.
        radius: f64,
        /// How it is painted.
        paint: Paint,
    },
    /// A path, as SVG path data.
    Path {
        /// The data.
        data: String,
        /// How it is painted.
        paint: Paint,
    },
    /// A line of text.
    Text {
        /// Where it is anchored.
        x: f64,
        /// The line on which it stands.
        y: f64,
        /// What it says.
        text: String,
        /// How it is set.
        face: Face,
    },
}

/// How a shape is painted.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Paint {
    /// Inside.
    pub fill: Tone,
    /// Outline.
    pub stroke: Tone,
    /// Width of the outline.
    pub width: f64,
    /// Its dashes, as SVG dash data; empty for none.
    pub dash: &'static str,
}

impl Paint {
    /// Filled, without an outline.
    pub fn fill(fill: Tone) -> Paint {
        Paint { fill, stroke: Tone::None, width: 0.0, dash: "" }
    }

    /// An outline alone.
    pub fn line(stroke: Tone, width: f64) -> Paint {
        Paint { fill: Tone::None, stroke, width, dash: "" }
    }

    /// The same, filled.
    #[must_use]
    pub fn on(self, fill: Tone) -> Paint {
        Paint { fill, ..self }
    }

    /// The same, dashed.
    #[must_use]
    pub fn dashed(self, dash: &'static str) -> Paint {
        Paint { dash, ..self }
    }
}

/// Where a text is anchored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Anchor {
    /// At its beginning.
    Start,
    /// In its middle.
    Middle,
    /// At its end.
    End,
}

/// How a text is set.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Face {
    /// Size.
    pub size: f64,
    /// Whether it is set in bold.
    pub weight: Weight,
    /// Colour.
    pub tone: Tone,
    /// Where it is anchored.
    pub anchor: Anchor,
}

/// How strong a text is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Weight {
    /// As usual.
    Regular,
    /// Strong.
    Bold,
}

impl Face {
    /// Regular, from its beginning.
    pub fn regular(size: f64, tone: Tone) -> Face {
        Face { size, weight: Weight::Regular, tone, anchor: Anchor::Start }
    }

    /// Bold, from its beginning.
    pub fn bold(size: f64, tone: Tone) -> Face {
        Face { size, weight: Weight::Bold, tone, anchor: Anchor::Start }
    }

    /// The same, anchored there.
    #[must_use]
    pub fn anchored(self, anchor: Anchor) -> Face {
        Face { anchor, ..self }
    }
}

/// A text mark, for short.
pub fn text(x: f64, y: f64, text: impl Into<String>, face: Face) -> Mark {
    Mark::Text { x, y, text: text.into(), face }
}

/// About how wide a text is: the view cannot measure, and errs on the wide side.
pub fn text_width(text: &str, size: f64) -> f64 {
    text.chars().map(share).sum::<f64>() * size
}

/// About how wide a letter is, as a part of the size.
fn share(c: char) -> f64 {
    match c {
        // Digits are as wide as each other, `1` too.
        'i' | 'l' | 'j' | '.' | ',' | '\'' | '|' | 'I' | ' ' => 0.36,
        'm' | 'w' | 'M' | 'W' => 1.08,
        'A'..='Z' | '-' => 0.74,
        // What sets a text apart takes no room.
        '\u{2066}'..='\u{2069}' => 0.0,
        '\u{1100}'.. => 1.05,
        _ => 0.63,
    }
}

/// The text, cut with an ellipsis where it would be wider than `width`.
pub fn fit(text: &str, size: f64, width: f64) -> String {
    if text_width(text, size) <= width {
        return text.to_string();
    }
    // Letter by letter from the front: a value may have ten thousand of them, and a picture is drawn sixty times a second.
    let (mut end, mut shares) = (0, 0.0);
    for (at, c) in text.char_indices() {
        shares += share(c);
        if width < shares * size + size {
            break;
        }
        end = at + c.len_utf8();
    }
    balanced(&format!("{}…", &text[..end])).into_owned()
}
