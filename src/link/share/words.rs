//! What the dialog says.

use super::Text;
use crate::link::look::{Interact, Theme, Ui, View};
use crate::story::language::{Words, say, tr, words};

/// On the button that opens it.
pub const BUTTON: Words = words!("Share");
/// Over all of it.
pub const TITLE: Words = words!("Share, embed, open");
/// On the button that closes it.
pub const CLOSE: Words = words!("Close");
/// Over the choices.
pub const CHOICES: Words = words!("What to share");
/// Over the texts.
pub const TEXTS: Words = words!("To embed");
/// On the button of a text.
pub const COPY: Words = words!("Copy");
/// On the same button, when that has been done.
pub const COPIED: Words = words!("Copied");
/// On the link that is followed at once.
pub const OPEN_WINDOW: Words = words!("Open in a window of its own");
/// Over what shows how it will look.
pub const PREVIEW: Words = words!("Preview");
/// On the button that makes it.
pub const SHOW_PREVIEW: Words = words!("Show");
/// On the button that takes it away.
pub const HIDE_PREVIEW: Words = words!("Hide");
/// Over the code.
pub const CODE: Words = words!("QR code of the link");
/// What the code is for who does not see it.
pub const CODE_NAME: Words = words!("QR code of the link above");
/// Over the way in.
pub const IMPORT: Words = words!("Open what others have shared");
/// On the field of it.
pub const BRING: Words = words!("Paste a link, an iframe or a scene");
/// On its button.
pub const OPEN: Words = words!("Open it");
/// On the button for files.
pub const CHOOSE_FILE: Words = words!("Choose a file…");
/// Beside that.
pub const OR_DROP: Words = words!("or drop one anywhere on the page: a scene, or a run as JSON");
/// The choice that leaves it to the page and its reader.
pub const BY_ITSELF: Words = words!("as usual");

/// The choice of a language that leaves it to whoever reads.
pub const BY_READER: Words = words!("the reader's");

/// What a text is called.
pub fn name(text: Text) -> &'static str {
    match text {
        Text::Link => tr!("Link"),
        Text::Frame => tr!("iframe, for any page"),
        Text::Element => tr!("Element, for pages that may run scripts"),
    }
}

/// The word by which a text is found.
pub fn key(text: Text) -> &'static str {
    match text {
        Text::Link => "link",
        Text::Frame => "frame",
        Text::Element => "element",
    }
}

/// How many lines its field has.
pub fn rows(text: Text) -> &'static str {
    match text {
        Text::Link => "2",
        Text::Frame => "5",
        Text::Element => "6",
    }
}

/// The name of the button that copies a text.
pub fn copy(text: Text, is_copied: bool) -> String {
    let says = match (text, is_copied) {
        (Text::Link, false) => tr!("Copy the link"),
        (Text::Link, true) => tr!("Copied: the link"),
        (Text::Frame, false) => tr!("Copy the iframe"),
        (Text::Frame, true) => tr!("Copied: the iframe"),
        (Text::Element, false) => tr!("Copy the element"),
        (Text::Element, true) => tr!("Copied: the element"),
    };
    says.to_string()
}

/// What came of copying.
pub fn said(is_copied: bool) -> &'static str {
    match is_copied {
        true => tr!("Copied."),
        false => {
            tr!(
                "This page may not use the clipboard here. The text is selected: press Ctrl+C, or ⌘C; on a phone hold it and choose Copy."
            )
        }
    }
}

/// How much smaller than in the page it is shown.
pub fn scaled(width: u32, height: u32, percent: u32) -> String {
    match percent {
        100 => say!("{width} by {height} pixels", width, height),
        _ => say!("{width} by {height} pixels, shown at {percent} %", width, height, percent),
    }
}

/// How much of the page is there.
pub fn ui(ui: Ui) -> &'static str {
    match ui {
        Ui::Full => tr!("whole page"),
        Ui::Player => tr!(in "a part of the page": "player"),
        Ui::Minimal => tr!("stage and controls"),
        Ui::None => tr!("figure alone"),
    }
}

/// What the reader may do.
pub fn interact(interact: Interact) -> &'static str {
    match interact {
        Interact::All => tr!("act on nodes"),
        Interact::Step => tr!("move in time"),
        Interact::None => tr!("only watch"),
    }
}

/// The colours.
pub fn theme(theme: Theme) -> &'static str {
    match theme {
        Theme::Auto => tr!("as around it"),
        Theme::Light => tr!(in "colours": "light"),
        Theme::Dark => tr!(in "colours": "dark"),
        Theme::Projector => tr!("for a hall"),
        Theme::Print => tr!("for paper"),
    }
}

/// A view.
pub fn view(view: View) -> &'static str {
    match view {
        View::Stage => tr!("Stage"),
        View::Time => tr!("Space-time"),
        View::Board => tr!("Table of votes"),
        View::Log => tr!(in "a view": "Log"),
    }
}

/// The moment on show, in few words: a list cuts them on a phone.
pub fn moment(seconds: &str, is_own: bool) -> String {
    match is_own {
        true => say!("Now, {seconds}, with what was done", seconds),
        false => say!("Now, {seconds}", seconds),
    }
}

/// The scene on show.
pub const SHOWN: Words = words!("This scene, from a slide");
/// Where the text in the editor cannot be shared.
pub const LAGS: Words = words!(
    "The text in the editor has a mistake. What is shared is what was on show before it, without what you changed since."
);
/// On the button that leads to what can be taken away.
pub const TAKE_OUT: Words = words!("Export a figure, diagram, text or handout…");
/// On the button that leads to the way in.
pub const GO_TO_IMPORT: Words = words!("Open a link or a file…");
/// On the button that fills the dialog with the code.
pub const LARGE: Words = words!("Large");
/// On the same button, when that has been done.
pub const SMALL: Words = words!("Back to the choices");

/// Where a scene opens by itself.
pub const SLIDE_BY_ITSELF: Words = words!("the usual one");
