//! Presenting: what is on the buttons, and what is told.

use crate::story::language::{Words, say, tr, words};

/// On the button that begins it.
pub const PRESENT: Words = words!("Present");
/// What the button is called that has only a sign.
pub const FULL_SCREEN: Words = words!("Full screen");
/// What the buttons are called together.
pub const PRESENTING: Words = words!("Presenting");
/// On the button that turns the screen black.
pub const BLACK: Words = words!("Black");
/// On the button that hides the bar.
pub const HIDE: Words = words!("Hide");
/// On the button that brings it back.
pub const SHOW: Words = words!("Show the controls");
/// On the button that ends it.
pub const LEAVE: Words = words!("Leave");
/// What the choice of a panel is called.
pub const PANEL: Words = words!("Panel below the stage");
/// No panel.
pub const NO_PANEL: Words = words!("No panel");
/// Where the browser does not let the screen be filled.
pub const REFUSED: Words = words!("The browser keeps its own frame here.");
/// Told while the screen is black.
pub const IS_BLACK: Words = words!("The screen is black. Any key lights it again.");

/// In a run of one's own, how to get back to the slide that it left: at its end (true), and before.
#[inline(never)]
pub fn way_home(is_over: bool) -> &'static str {
    match is_over {
        true => tr!("The end of this run. Next (Page Down) leads back to the slide."),
        false => tr!("Back (Page Up) leads back to the slide."),
    }
}

/// What the button is called that makes captions smaller.
pub fn smaller(percent: u32) -> String {
    say!("Smaller captions, now {percent} %", percent)
}

/// What the button is called that makes captions larger.
pub fn larger(percent: u32) -> String {
    say!("Larger captions, now {percent} %", percent)
}
