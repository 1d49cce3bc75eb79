//! What the dialog says.

use super::{Came, Part, Scope};
use crate::export::handout::Size;
use crate::export::{Colours, Format};

/// On the button that opens it.
pub const BUTTON: &str = "Export";
/// Over all of it.
pub const TITLE: &str = "Export, save, print";
/// On the button that closes it.
pub const CLOSE: &str = "Close";
/// Over the list of formats.
pub const AS: &str = "As what";
/// Beside the choice of a part.
pub const PART: &str = "How much";
/// Beside the choice of colours.
pub const COLOURS: &str = "Colours";
/// Beside the choice of what is on a handout.
pub const SCOPE: &str = "On it";
/// Beside the choice of how large its slides are.
pub const SIZE: &str = "Slides";
/// On the box for fences.
pub const FENCED: &str = "With the fences that GitHub wants around it";
/// On the button that copies.
pub const COPY: &str = "Copy";
/// On the same button, when that has been done.
pub const COPIED: &str = "Copied";
/// On the button that prints.
pub const PRINT: &str = "Print…";
/// On the button that saves a picture.
pub const SAVE_PNG: &str = "Save as PNG";
/// Over what a figure says to who does not see it.
pub const ALT: &str = "Alt text";
/// On the text of it.
pub const TEXT: &str = "The text";
/// On the preview of a handout.
pub const PREVIEW: &str = "What will be printed";
/// While scenes are fetched.
pub const WAITS: &str = "The scenes of the chapter are on their way …";
/// Where there is no space-time diagram.
pub const NO_TIME: &str =
    "This scene is a poll among people, and has no space-time diagram; its stage can be had as a figure.";
/// A picture that could not be made.
pub const NO_PNG: &str = "This browser makes no PNG of it; save it as SVG.";

/// The groups of the list, in order.
pub const GROUPS: [&str; 5] = ["Figures", "For paper", "To read", "To run and to compute", "For other tools"];

/// The group to which a format belongs.
pub fn group(format: Format) -> &'static str {
    match format {
        Format::Svg | Format::Time => GROUPS[0],
        Format::Handout => GROUPS[1],
        Format::Mermaid | Format::Markdown | Format::Text => GROUPS[2],
        Format::Scene | Format::Replay | Format::Json => GROUPS[3],
        Format::ShiViz | Format::TikZ | Format::Tla => GROUPS[4],
    }
}

/// A part of the run. `is_own` is whether it is the reader's own.
pub fn part(part: Part, slide: usize, is_own: bool) -> String {
    match part {
        Part::Slide if is_own => format!("from slide {slide} on"),
        Part::Slide => format!("slide {slide}"),
        Part::SoFar => "up to what is shown".to_string(),
        Part::Whole => "the whole run".to_string(),
    }
}

/// What is on a handout. `chapter` is the heading of the chapter, where there is one.
pub fn scope(scope: Scope, chapter: Option<&str>) -> String {
    match scope {
        Scope::Moment => "the moment on show".to_string(),
        Scope::Scene => "this scene, every slide".to_string(),
        Scope::Chapter => chapter.map_or("this chapter".to_string(), |chapter| format!("all of {chapter}")),
    }
}

/// How large its slides are.
pub fn size(size: Size) -> &'static str {
    match size {
        Size::Large => "large, two a page",
        Size::Small => "small, four a page",
    }
}

/// The colours of a figure.
pub fn colours(colours: Colours) -> &'static str {
    match colours {
        Colours::Light => "light",
        Colours::Dark => "dark",
        Colours::Print => "for paper",
    }
}

/// On the button that saves a file.
pub fn save(name: &str) -> String {
    format!("Save {name}")
}

/// What came of it.
pub fn came(came: &Came) -> String {
    match came {
        Came::Copied(true) => "Copied.".to_string(),
        Came::Copied(false) => "This page may not use the clipboard here. The text is selected: press Ctrl+C, or ⌘C; on a phone hold it and choose Copy.".to_string(),
        Came::Saved(name, false) => format!("Saved as {name}, where your browser puts files."),
        Came::Saved(name, true) => format!("Handed to the browser as {name}. If no file has come, this frame may not save files: the text below is selected, to be copied."),
        Came::NotSaved(why) => why.clone(),
        Came::Printed(false) => "Handed to the browser to be printed.".to_string(),
        Came::Printed(true) => "If nothing has opened, this frame may not print: the text below is selected. Copy it into a file that ends in .html, open that and print it.".to_string(),
    }
}
