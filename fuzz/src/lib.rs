//! What is held of any bytes at all, for each reader that takes what others have written: a function a reader, which
//! panics where that does not hold. The fuzz targets call them, and so does the native test `hostile`, which includes
//! this file: what was found once is tried again in every run of the tests.

mod acts;
mod brought;
mod errand;
mod export;
mod limit;
mod link;
mod message;
mod on_show;
mod plain;
mod scene;

pub use acts::acts;
pub use brought::brought;
pub use errand::errand;
pub use export::{export, holds};
pub use limit::{WORK_MAX, within, worked};
pub use link::link;
pub use message::message;
pub use scene::scene;

/// A reader, by the name of its fuzz target.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const TARGETS: [Target; 7] = [
    ("scene", scene),
    ("link", link),
    ("acts", acts),
    ("brought", brought),
    ("message", message),
    ("errand", errand),
    ("export", export),
];

/// That a text is one for people: it says something, on one line, and nothing in it moves other text.
fn is_sentence(text: &str) {
    assert!(!text.is_empty(), "it says nothing");
    assert!(text.chars().count() < 2000, "{} characters: {text}", text.chars().count());
    assert!(!text.contains(|c: char| c.is_control()), "{text:?}");
}
