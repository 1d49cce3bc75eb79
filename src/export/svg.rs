//! A frame as an SVG text that stands alone: every colour, size and font is an attribute, so that it looks the same in a
//! browser, in Inkscape, in a rasteriser and on paper. There are no style sheets, no scripts and no foreign objects in it,
//! and nothing has an id, since several may stand in one page.
//!
//! The marks are those that the page draws; a test holds the two equal.

use crate::view::geometry::short;
use crate::view::mark::{Anchor, Face, Paint, Weight};
use crate::view::palette::{Tone, colour};
use crate::view::{Frame, Group, Mark};
use std::fmt::Write;

/// The fonts of the page, and those of systems that know none of them.
const FONTS: &str = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";

/// In which colours a figure is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Colours {
    /// Those of the page by day.
    #[default]
    Light,
    /// Those of the page by night.
    Dark,
    /// Black on white, for paper.
    Print,
}

impl Colours {
    /// All of them.
    pub const ALL: [Colours; 3] = [Colours::Light, Colours::Dark, Colours::Print];

    /// The word for it, which is also the name of the theme in the palette.
    pub fn key(self) -> &'static str {
        match self {
            Colours::Light => "light",
            Colours::Dark => "dark",
            Colours::Print => "print",
        }
    }

    /// The colours that are asked for by this word.
    pub fn find(key: &str) -> Option<Colours> {
        Colours::ALL.into_iter().find(|colours| colours.key() == key)
    }
}

/// A frame as SVG. `title` is its name; `says` is what is to be seen on it, for who does not see it.
pub fn svg(frame: &Frame, title: &str, says: &str, colours: Colours) -> String {
    let (width, height) = (short(frame.width), short(frame.height));
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" font-family=\"{FONTS}\"><title>{}</title><desc>{}</desc>",
        escaped(title),
        escaped(says)
    );
    let ground = colour(colours.key(), Tone::Paper).unwrap_or("none");
    let _ = write!(text, "<rect width=\"{width}\" height=\"{height}\" fill=\"{ground}\"/>");
    frame.groups.iter().for_each(|group| write_group(&mut text, group, colours));
    text.push_str("</svg>\n");
    text
}

fn write_group(text: &mut String, group: &Group, colours: Colours) {
    if group.marks.is_empty() {
        return;
    }
    text.push_str("<g");
    if (group.at.x, group.at.y) != (0.0, 0.0) {
        let _ = write!(text, " transform=\"translate({} {})\"", short(group.at.x), short(group.at.y));
    }
    if group.opacity < 1.0 {
        let _ = write!(text, " opacity=\"{}\"", (group.opacity * 1000.0).round() / 1000.0);
    }
    text.push('>');
    group.marks.iter().for_each(|mark| write_mark(text, mark, colours));
    text.push_str("</g>");
}

fn write_mark(text: &mut String, mark: &Mark, colours: Colours) {
    let _ = match mark {
        Mark::Box { x, y, width, height, radius, paint } => {
            let [x, y, width, height, radius] = [x, y, width, height, radius].map(|number| short(*number));
            let painted = painted(paint, colours);
            write!(text, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{radius}\" {painted}/>")
        }
        Mark::Circle { x, y, radius, paint } => {
            let [x, y, radius] = [x, y, radius].map(|number| short(*number));
            write!(text, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" {}/>", painted(paint, colours))
        }
        Mark::Path { data, paint } => write!(text, "<path d=\"{}\" {}/>", escaped(data), painted(paint, colours)),
        Mark::Text { x, y, text: says, face } => {
            write!(
                text,
                "<text x=\"{}\" y=\"{}\" {}{}>{}</text>",
                short(*x),
                short(*y),
                set(face, colours),
                kept(says),
                escaped(says)
            )
        }
    };
}

/// How a shape is painted, as attributes.
fn painted(paint: &Paint, colours: Colours) -> String {
    let of = |tone| colour(colours.key(), tone).unwrap_or("none");
    let mut attributes = format!("fill=\"{}\"", of(paint.fill));
    if paint.stroke != Tone::None {
        let _ = write!(attributes, " stroke=\"{}\"", of(paint.stroke));
        if 0.0 < paint.width {
            let _ = write!(attributes, " stroke-width=\"{}\"", short(paint.width));
        }
        if !paint.dash.is_empty() {
            let _ = write!(attributes, " stroke-dasharray=\"{}\"", paint.dash);
        }
    }
    attributes
}

/// How a text is set, as attributes.
fn set(face: &Face, colours: Colours) -> String {
    let Face { size, weight, tone, anchor } = *face;
    let mut attributes =
        format!("font-size=\"{}\" fill=\"{}\"", short(size), colour(colours.key(), tone).unwrap_or("none"));
    if weight == Weight::Bold {
        attributes.push_str(" font-weight=\"700\"");
    }
    match anchor {
        Anchor::Start => {}
        Anchor::Middle => attributes.push_str(" text-anchor=\"middle\""),
        Anchor::End => attributes.push_str(" text-anchor=\"end\""),
    }
    attributes
}

/// Blanks at the ends of a text, and several in a row, are kept on the page; elsewhere only where that is said. Browsers
/// heed it on the very element alone.
fn kept(text: &str) -> &'static str {
    let is_kept = text != text.trim() || text.contains("  ");
    if is_kept { " xml:space=\"preserve\"" } else { "" }
}

/// A text as it may stand in an element or an attribute. What XML or HTML has no way to say is told by the sign for that.
pub fn escaped(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut escaped, letter| {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            // XML has no way to say some of these, and HTML none for the rest.
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            letter => escaped.push(letter),
        }
        escaped
    })
}
