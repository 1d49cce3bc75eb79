//! Presenting: what is on the buttons, and what is told.

/// On the button that begins it.
pub const PRESENT: &str = "Present";
/// What the button is called that has only a sign.
pub const FULL_SCREEN: &str = "Full screen";
/// What the buttons are called together.
pub const PRESENTING: &str = "Presenting";
/// On the button that turns the screen black.
pub const BLACK: &str = "Black";
/// On the button that hides the bar.
pub const HIDE: &str = "Hide";
/// On the button that brings it back.
pub const SHOW: &str = "Show the controls";
/// On the button that ends it.
pub const LEAVE: &str = "Leave";
/// What the choice of a panel is called.
pub const PANEL: &str = "Panel below the stage";
/// No panel.
pub const NO_PANEL: &str = "No panel";
/// Where the browser does not let the screen be filled.
pub const REFUSED: &str = "The browser keeps its own frame here.";
/// Told while the screen is black.
pub const IS_BLACK: &str = "The screen is black. Any key lights it again.";

/// In a run of one's own, how to get back to the slide that it left: at its end (true), and before.
pub fn way_home(is_over: bool) -> &'static str {
    match is_over {
        true => "The end of this run. Next (Page Down) leads back to the slide.",
        false => "Back (Page Up) leads back to the slide.",
    }
}

/// What the button is called that makes captions smaller.
pub fn smaller(percent: u32) -> String {
    format!("Smaller captions, now {percent} %")
}

/// What the button is called that makes captions larger.
pub fn larger(percent: u32) -> String {
    format!("Larger captions, now {percent} %")
}
