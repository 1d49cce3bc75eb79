//! What a message says, before anybody does something about it.

use super::VERSION;
use super::plain::{Fields, Plain, field};
use super::wish::{Wish, of_message};

/// The most characters of what a question is told apart by.
const RID_CHARS_MAX: usize = 64;

/// What a message says.
#[derive(Clone, PartialEq, Debug)]
pub enum Heard {
    /// Nothing that is for us.
    Nothing,
    /// What decks say to every frame on a slide.
    Deck(Wish),
    /// A message of ours.
    Ours(Asked),
}

/// A message of ours.
#[derive(Clone, PartialEq, Debug)]
pub struct Asked {
    /// What the question is told apart by, where its sender waits for an answer.
    pub rid: Option<Plain>,
    /// Whether it asks how things stand, and is answered by more than a result.
    pub is_ping: bool,
    /// What is wanted, or a sentence on what is wrong with it.
    pub wish: Result<Wish, String>,
}

/// Says what a message is.
pub fn heard(said: &Plain) -> Heard {
    match (said, said.text()) {
        (_, Some("slide:start")) => Heard::Deck(Wish::SlideStart),
        (_, Some("slide:stop")) => Heard::Deck(Wish::Pause),
        (Plain::Fields(said), _) => match field(said, "paxos") {
            Some(version) if *version == Plain::from(VERSION) => Heard::Ours(asked(said)),
            Some(Plain::Number(version)) if f64::from(VERSION) < *version => Heard::Ours(later(said, *version)),
            _ => Heard::Nothing,
        },
        _ => Heard::Nothing,
    }
}

/// A message of a version that comes after this one: whoever sends it learns which one is spoken here.
fn later(said: &Fields, version: f64) -> Asked {
    let why = format!("This page speaks version {VERSION} of the messages, and version {version} was sent to it.");
    Asked { wish: Err(why), is_ping: false, rid: rid(said) }
}

fn asked(said: &Fields) -> Asked {
    let kind = field(said, "type").and_then(Plain::text).unwrap_or("");
    Asked { rid: rid(said), is_ping: kind == "ping", wish: of_message(kind, said) }
}

fn rid(said: &Fields) -> Option<Plain> {
    field(said, "rid").filter(|rid| is_rid(rid)).cloned()
}

/// A question is told apart by a short text or a number.
fn is_rid(rid: &Plain) -> bool {
    match rid {
        Plain::Number(_) => true,
        Plain::Text(text) => text.chars().count() <= RID_CHARS_MAX,
        _ => false,
    }
}
