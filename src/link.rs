//! Links: what the address of the page says, read and written.
//!
//! [`keys`] is the one schema: of the keys, of their values, and of the page that documents them. [`acts`] is the log
//! of what was done. Whatever stands in a link, a [`Link`] comes of it: what cannot be read is left out, and a
//! sentence says so.
//!
//! Uses everything to its left. Deliberately absent: the address itself, percent-decoding, base64 and inflating,
//! which the browser does, and `unpack` where there is none; and whether there is such a scene, node or moment, which
//! the layers below say when the link is followed.

pub mod acts;
pub mod errand;
pub mod found;
pub mod grade;
pub mod host;
pub mod inside;
pub mod keys;
pub mod look;
mod notice;
mod open;
pub mod share;
pub mod spoken;
pub mod strange;
pub mod takeout;
#[cfg(not(target_arch = "wasm32"))]
pub mod unpack;

use crate::check::Finding;
use crate::player::Setup;
use crate::story::When;
use acts::Told;
use keys::KEYS;
use look::Look;
use std::fmt::Write;

pub use open::{Carries, Opens, origin};

/// The most bytes that one value of a link may have.
pub const VALUE_BYTES_MAX: usize = 64 * 1024;

/// What a link asks for. What is absent is as the page has it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Link {
    /// The id of the scene to open.
    pub scene: Option<String>,
    /// The id of the objective to open, which is that of its scene.
    pub objective: Option<String>,
    /// The ids of the scenes that there are, in their order; none for all.
    pub scenes: Vec<String>,
    /// The address of a scene's file.
    pub src: Option<String>,
    /// A scene in the link itself.
    pub script: Option<ScriptText>,
    /// The slide to open, from 1.
    pub slide: Option<usize>,
    /// The place in the run to open.
    pub at: Option<Place>,
    /// What was done, in its order.
    pub acts: Vec<Told>,
    /// The seed in place of the scene's.
    pub seed: Option<u32>,
    /// What is to be searched for a run that goes wrong.
    pub breaking: Option<Setup>,
    /// What that search has found, where `script` is the run that it has found: what is there at its end, and in how many
    /// actions.
    pub found: Option<(Finding, u32)>,
    /// How the page is to look and behave.
    pub look: Look,
}

/// The text of a scene as a link carries it, in the letters of base64url without padding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ScriptText {
    /// The bytes of the text.
    Plain(String),
    /// The bytes of the text after a raw deflate.
    Deflated(String),
}

/// A place in a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// A moment.
    When(When),
    /// A part of the whole run, 0 to 100.
    Percent(u8),
}

impl Link {
    /// Reads the pairs of an address, percent-decoded, those after `?` before those after `#`: of two of the same
    /// key the later one counts. Beside the link, a sentence for each key that is left out or cut short.
    pub fn read(pairs: impl Iterator<Item = (String, String)>) -> (Link, Vec<String>) {
        let mut values: [Option<String>; KEYS.len()] = std::array::from_fn(|_| None);
        for (name, value) in pairs {
            // A key that nobody knows here may be the host's, or of a later release.
            if let Some(at) = KEYS.iter().position(|key| key.name == name) {
                values[at] = Some(value);
            }
        }
        let mut link = Link::default();
        let given = KEYS.iter().zip(&values).filter_map(|(key, value)| Some((key, value.as_deref()?)));
        let notices = given.filter_map(|(key, value)| key.read(&mut link, value).err()).collect();
        (link, notices)
    }

    /// What stands in the address after `?` or `#`, without that sign; empty where nothing is asked for. Acts that
    /// have no form in a link are left out, and with them all that were done later.
    pub fn write(&self) -> String {
        let pair = |(name, value): (_, String)| format!("{name}={}", percent_encoded(&value));
        self.pairs().map(pair).collect::<Vec<_>>().join("&")
    }

    /// The keys that it has, with their values as they are.
    pub fn pairs(&self) -> impl Iterator<Item = (&'static str, String)> {
        KEYS.iter().filter_map(|key| Some((key.name, key.write(self)?)))
    }
}

/// Encodes what has a meaning in an address, and what programs that look for links in a text leave out of them.
fn percent_encoded(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b':' | b',' | b'/' => {
                text.push(char::from(byte));
            }
            _ => {
                let _ = write!(text, "%{byte:02X}");
            }
        }
    }
    text
}

/// Reads digits, and nothing else.
fn whole(text: &str) -> Option<u32> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}
