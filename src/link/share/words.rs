//! What the dialog says.

use super::Text;
use crate::link::look::{Interact, Theme, Ui, View};

/// On the button that opens it.
pub const BUTTON: &str = "Share";
/// Over all of it.
pub const TITLE: &str = "Share, embed, open";
/// On the button that closes it.
pub const CLOSE: &str = "Close";
/// Over the choices.
pub const CHOICES: &str = "What to share";
/// Over the texts.
pub const TEXTS: &str = "To embed";
/// On the button of a text.
pub const COPY: &str = "Copy";
/// On the same button, when that has been done.
pub const COPIED: &str = "Copied";
/// On the link that is followed at once.
pub const OPEN_WINDOW: &str = "Open in a window of its own";
/// Over what shows how it will look.
pub const PREVIEW: &str = "Preview";
/// On the button that makes it.
pub const SHOW_PREVIEW: &str = "Show";
/// On the button that takes it away.
pub const HIDE_PREVIEW: &str = "Hide";
/// Over the code.
pub const CODE: &str = "QR code of the link";
/// What the code is for who does not see it.
pub const CODE_NAME: &str = "QR code of the link above";
/// Over the way in.
pub const IMPORT: &str = "Open what others have shared";
/// On the field of it.
pub const BRING: &str = "Paste a link, an iframe or a scene";
/// On its button.
pub const OPEN: &str = "Open it";
/// On the button for files.
pub const CHOOSE_FILE: &str = "Choose a file…";
/// Beside that.
pub const OR_DROP: &str = "or drop one anywhere on the page: a scene, or a run as JSON";
/// The choice that leaves it to the page and its reader.
pub const BY_ITSELF: &str = "as usual";

/// What a text is called.
pub fn name(text: Text) -> &'static str {
    match text {
        Text::Link => "Link",
        Text::Frame => "iframe, for any page",
        Text::Element => "Element, for pages that may run scripts",
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
    let what = match text {
        Text::Link => "the link",
        Text::Frame => "the iframe",
        Text::Element => "the element",
    };
    if is_copied { format!("{COPIED}: {what}") } else { format!("{COPY} {what}") }
}

/// What came of copying.
pub fn said(is_copied: bool) -> &'static str {
    match is_copied {
        true => "Copied.",
        false => {
            "This page may not use the clipboard here. The text is selected: press Ctrl+C, or ⌘C; on a phone hold it and choose Copy."
        }
    }
}

/// How much smaller than in the page it is shown.
pub fn scaled(width: u32, height: u32, percent: u32) -> String {
    match percent {
        100 => format!("{width} by {height} pixels"),
        _ => format!("{width} by {height} pixels, shown at {percent} %"),
    }
}

/// How much of the page is there.
pub fn ui(ui: Ui) -> &'static str {
    match ui {
        Ui::Full => "whole page",
        Ui::Player => "player",
        Ui::Minimal => "stage and controls",
        Ui::None => "figure alone",
    }
}

/// What the reader may do.
pub fn interact(interact: Interact) -> &'static str {
    match interact {
        Interact::All => "act on nodes",
        Interact::Step => "move in time",
        Interact::None => "only watch",
    }
}

/// The colours.
pub fn theme(theme: Theme) -> &'static str {
    match theme {
        Theme::Auto => "as around it",
        Theme::Light => "light",
        Theme::Dark => "dark",
        Theme::Projector => "for a hall",
        Theme::Print => "for paper",
    }
}

/// A view.
pub fn view(view: View) -> &'static str {
    match view {
        View::Stage => "Stage",
        View::Time => "Space-time",
        View::Board => "Table of votes",
        View::Log => "Log",
    }
}

/// The moment on show, in few words: a list cuts them on a phone.
pub fn moment(seconds: &str, is_own: bool) -> String {
    let done = if is_own { ", with what was done" } else { "" };
    format!("Now, {seconds}{done}")
}

/// The scene on show.
pub const SHOWN: &str = "This scene, from a slide";
/// Where the text in the editor cannot be shared.
pub const LAGS: &str = "The text in the editor has a mistake. What is shared is what was on show before it, without what you changed since.";
/// On the button that leads to what can be taken away.
pub const TAKE_OUT: &str = "Export a figure, diagram, text or handout…";
/// On the button that leads to the way in.
pub const GO_TO_IMPORT: &str = "Open a link or a file…";
/// On the button that fills the dialog with the code.
pub const LARGE: &str = "Large";
/// On the same button, when that has been done.
pub const SMALL: &str = "Back to the choices";

/// Where a scene opens by itself.
pub const SLIDE_BY_ITSELF: &str = "the usual one";
