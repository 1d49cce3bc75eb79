//! What the dialog says.

use super::{Came, Part, Scope};
use crate::export::handout::Size;
use crate::export::{Colours, Format};
use crate::story::language::{Words, say, tr, words};

/// On the button that opens it.
pub const BUTTON: Words = words!("Export");
/// Over all of it.
pub const TITLE: Words = words!("Export, save, print");
/// On the button that closes it.
pub const CLOSE: Words = words!("Close");
/// Over the list of formats.
pub const AS: Words = words!("As what");
/// Beside the choice of a part.
pub const PART: Words = words!("How much");
/// Beside the choice of colours.
pub const COLOURS: Words = words!("Colours");
/// Beside the choice of what is on a handout.
pub const SCOPE: Words = words!("On it");
/// Beside the choice of how large its slides are.
pub const SIZE: Words = words!("Slides");
/// On the box for fences.
pub const FENCED: Words = words!("With the fences that GitHub wants around it");
/// On the button that copies.
pub const COPY: Words = words!("Copy");
/// On the same button, when that has been done.
pub const COPIED: Words = words!("Copied");
/// On the button that prints.
pub const PRINT: Words = words!("Print…");
/// On the button that saves a picture.
pub const SAVE_PNG: Words = words!("Save as PNG");
/// Over what a figure says to who does not see it.
pub const ALT: Words = words!("Alt text");
/// On the text of it.
pub const TEXT: Words = words!("The text");
/// On the preview of a handout.
pub const PREVIEW: Words = words!("What will be printed");
/// While scenes are fetched.
pub const WAITS: Words = words!("The scenes of the chapter are on their way …");
/// Where there is no space-time diagram.
pub const NO_TIME: Words =
    words!("This scene is a poll among people, and has no space-time diagram; its stage can be had as a figure.");
/// A picture that could not be made.
pub const NO_PNG: Words = words!("This browser makes no PNG of it; save it as SVG.");

/// The groups of the list, in order.
pub const GROUPS: [Words; 5] = [
    words!("Figures"),
    words!("For paper"),
    words!("To read"),
    words!("To run and to compute"),
    words!("For other tools"),
];

/// The group to which a format belongs.
pub fn group(format: Format) -> &'static str {
    match format {
        Format::Svg | Format::Time => GROUPS[0].said(),
        Format::Handout => GROUPS[1].said(),
        Format::Mermaid | Format::Markdown | Format::Text => GROUPS[2].said(),
        Format::Scene | Format::Replay | Format::Json => GROUPS[3].said(),
        Format::ShiViz | Format::TikZ | Format::Tla => GROUPS[4].said(),
    }
}

/// A part of the run. `is_own` is whether it is the reader's own.
pub fn part(part: Part, slide: usize, is_own: bool) -> String {
    match part {
        Part::Slide if is_own => say!("from slide {slide} on", slide),
        Part::Slide => say!("slide {slide}", slide),
        Part::SoFar => tr!("up to what is shown").to_string(),
        Part::Whole => tr!("the whole run").to_string(),
    }
}

/// What is on a handout. `chapter` is the heading of the chapter, where there is one.
pub fn scope(scope: Scope, chapter: Option<&str>) -> String {
    match scope {
        Scope::Moment => tr!("the moment on show").to_string(),
        Scope::Scene => tr!("this scene, every slide").to_string(),
        Scope::Chapter => chapter.map_or(tr!("this chapter").to_string(), |chapter| say!("all of {chapter}", chapter)),
    }
}

/// How large its slides are.
pub fn size(size: Size) -> &'static str {
    match size {
        Size::Large => tr!("large, two a page"),
        Size::Small => tr!("small, four a page"),
    }
}

/// The colours of a figure.
pub fn colours(colours: Colours) -> &'static str {
    match colours {
        Colours::Light => tr!(in "colours": "light"),
        Colours::Dark => tr!(in "colours": "dark"),
        Colours::Print => tr!("for paper"),
    }
}

/// On the button that saves a file.
pub fn save(name: &str) -> String {
    say!("Save {name}", name)
}

/// What came of it.
pub fn came(came: &Came) -> String {
    match came {
        Came::Copied(true) => tr!("Copied.").to_string(),
        Came::Copied(false) => tr!("This page may not use the clipboard here. The text is selected: press Ctrl+C, or ⌘C; on a phone hold it and choose Copy.").to_string(),
        Came::Saved(name, false) => say!("Saved as {name}, where your browser puts files.", name),
        Came::Saved(name, true) => say!("Handed to the browser as {name}. If no file has come, this frame may not save files: the text below is selected, to be copied.", name),
        Came::NotSaved(why) => why.clone(),
        Came::Printed(false) => tr!("Handed to the browser to be printed.").to_string(),
        Came::Printed(true) => tr!("If nothing has opened, this frame may not print: the text below is selected. Copy it into a file that ends in .html, open that and print it.").to_string(),
    }
}
