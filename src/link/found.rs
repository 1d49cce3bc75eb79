//! What somebody has brought to be opened: a link, the iframe or the element that carries one, the JSON of a run, or
//! the text of a scene.
//!
//! Deliberately absent: percent-decoding and JSON, which the browser reads.

mod markup;

use super::keys::KEYS;
use super::{Link, Place, notice};
use crate::player::Opening;
use crate::story::language::{Words, say, tr, words};
use crate::story::{When, library, parse};
use markup::{Tag, tag};

/// What was brought.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Found {
    /// An address with keys in it, or just what stands after `?` or `#`.
    Address(String),
    /// The keys of an element, and the scene that stands in it.
    Element(Vec<(String, String)>, Option<String>),
    /// A JSON object.
    Json(String),
    /// The text of a scene, which may have mistakes.
    Scene(String),
}

/// What a JSON object says of a run.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RunFile {
    /// Which format it says it has.
    pub format: Option<u32>,
    /// What the scene is called.
    pub title: Option<String>,
    /// When the run ends, in milliseconds.
    pub time: Option<u32>,
    /// The text of its scene.
    pub script: Option<String>,
    /// What was done by hand.
    pub acts: Option<String>,
    /// The seed in place of the scene's own.
    pub seed: Option<u32>,
    /// The moment that was on show when it was written down.
    pub at: Option<String>,
}

/// What a run opens.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RunFound {
    /// This scene, where the run ends; a sentence where what was done cannot be done again.
    Scene(String, Opening, Option<String>),
    /// The scene of the course of the same name; and a sentence on what it cannot bring back.
    Course(Box<Link>, String),
}

/// As much of a file is looked at: a run as JSON is longer than a scene.
pub const FILE_BYTES_MAX: usize = 8 * 1024 * 1024;
/// What a scene is called that was pasted.
pub const PASTED: Words = words!("What was pasted");

/// What may be brought, as it is asked for.
pub const EXPECTED: Words = words!(
    "a link to this page or what stands after its #, an iframe or a paxos-explainer element, a scene, or a run as JSON"
);
/// The words with which the lines of a scene begin that a text without mistakes in it may have.
const HEAD: [&str; 8] = ["title", "model", "clients", "proposers", "acceptors", "learners", "replicas", "slide"];

/// Says what a text is.
///
/// # Errors
/// A sentence: it is none of what can be opened.
pub fn found(text: &str) -> Result<Found, String> {
    let trimmed = bare(text);
    if trimmed.is_empty() {
        return Err(say!("There is nothing to open yet; expected {expected}.", expected = EXPECTED));
    }
    if trimmed.starts_with('{') {
        return Ok(Found::Json(trimmed.to_string()));
    }
    if trimmed.starts_with('<') {
        return in_markup(trimmed);
    }
    if !trimmed.contains(char::is_whitespace) && (is_address(trimmed) || has_keys(trimmed)) {
        return in_address(trimmed);
    }
    let begins_as_scene = |line: &str| HEAD.iter().any(|word| line.split_whitespace().next() == Some(word));
    match text.lines().any(begins_as_scene) || parse(text).is_ok() {
        true => Ok(Found::Scene(text.to_string())),
        false => Err(is_none_of_these(trimmed)),
    }
}

/// Without the space around it, and without the mark by which some programs begin a text.
fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
}

/// Says what a file is; nothing of one that is for the editor: a scene, or what that refuses.
pub fn in_file(bytes: &[u8]) -> Option<Result<Found, String>> {
    let text = bare(std::str::from_utf8(bytes).ok()?);
    let is_short = text.starts_with(['{', '<']) || !text.contains(char::is_whitespace) && is_address(text);
    is_short.then(|| found(text))
}

/// Why a file cannot be opened that is no text.
pub fn no_text(name: &str, bytes: &[u8]) -> Option<String> {
    let is_text = std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0'));
    (!is_text).then(|| say!("{name} is not a text in UTF-8; expected {expected}.", name, expected = EXPECTED))
}

/// Why a text that begins as JSON cannot be read as such.
pub fn broken_json(text: &str) -> String {
    let wrong = match text.trim_end().ends_with('}') {
        true => tr!(
            "This JSON has a mistake in it, so that it cannot be read; expected the whole object, as paxos run --json and getRun give it."
        ),
        false => tr!(
            "This JSON ends too early: a part of it seems to be missing; expected the whole object, as paxos run --json and getRun give it."
        ),
    };
    wrong.to_string()
}

/// Why a link is not followed that somebody has brought: it names no scene that there is, nor a place in one.
pub fn refusal(link: &Link, notices: &[String]) -> Option<String> {
    match link.opens() {
        (Some(_), _) => None,
        (None, Some(notice)) => Some(notice),
        (None, None) if link.opening() != Opening::Set || link.breaking.is_some() => None,
        (None, None) => {
            let wrong = notices.first().map(|notice| format!(" {notice}")).unwrap_or_default();
            Some(say!(
                "This link names no scene, and no moment of one; expected a key such as scene or script.{wrong}",
                wrong
            ))
        }
    }
}

fn is_none_of_these(text: &str) -> String {
    let shown = notice::shown(text);
    say!("{shown} is nothing that can be opened here; expected {expected}.", shown, expected = EXPECTED)
}

fn in_address(text: &str) -> Result<Found, String> {
    match (has_keys(text), text.starts_with(['?', '#'])) {
        (true, _) if text.contains(['?', '#']) => Ok(Found::Address(text.to_string())),
        (true, _) => Ok(Found::Address(format!("#{text}"))),
        (false, _) => Err(say!(
            "{shown} has none of the keys of a link to this page, such as scene, script or do; expected {expected}.",
            shown = notice::shown(text),
            expected = EXPECTED
        )),
    }
}

fn is_address(text: &str) -> bool {
    text.starts_with(['?', '#']) || text.contains("://")
}

/// Whether one of our keys is in it.
fn has_keys(text: &str) -> bool {
    let pairs = match text.split_once(['?', '#']) {
        Some((_, rest)) => rest,
        None => text,
    };
    let name = |pair: &str| pair.split_once('=').map(|(name, _)| name.to_string());
    pairs.split(['&', '#']).filter_map(name).any(|name| KEYS.iter().any(|key| key.name == name))
}

/// The first iframe or element in some HTML.
fn in_markup(text: &str) -> Result<Found, String> {
    if let Some(Tag { attributes, after }) = tag(text, "paxos-explainer") {
        // Whatever follows the element is not part of it.
        let inside = after.split_once("</paxos-explainer").map_or(after, |(inside, _)| inside);
        let script = tag(inside, "script").map(|script| script.after);
        let script = script.and_then(|rest| rest.split_once("</script")).map(|(script, _)| script.trim().to_string());
        let keys = attributes.into_iter().map(|(name, value)| {
            let (name, is_bare) = (if name == "name" { "id".to_string() } else { name }, value.is_empty());
            // An attribute without a value is a switch that is on.
            if is_bare && ["autoplay", "loop", "captions", "links", "ask"].contains(&&*name) {
                (name, "1".to_string())
            } else {
                (name, value)
            }
        });
        return Ok(Found::Element(keys.collect(), script));
    }
    let frame = tag(text, "iframe").or_else(|| tag(text, "a"));
    let address = frame.and_then(|frame| {
        frame.attributes.into_iter().find(|(name, _)| ["src", "href"].contains(&&**name)).map(|(_, value)| value)
    });
    match address {
        Some(address) => in_address(&address),
        None => Err(is_none_of_these(text)),
    }
}

/// What is opened for a run, at the moment at which it was written down, else at its end. One that carries its scene is exact; of another one no more is known than the name
/// of its scene and when it ends.
///
/// # Errors
/// A sentence: it is no run, or one of a scene that nobody has.
pub fn of_run(run: &RunFile) -> Result<RunFound, String> {
    match run.format {
        Some(1) => {}
        Some(format) => {
            return Err(say!(
                "This JSON says that its format is {format}; expected an object with format 1, as paxos run --json and getRun give it.",
                format
            ));
        }
        None => {
            let wrong = tr!(
                "This JSON is no run of Paxos Explainer; expected an object with format 1, as paxos run --json and getRun give it."
            );
            return Err(wrong.to_string());
        }
    }
    let shown = run.at.as_deref().and_then(|at| at.parse().ok());
    let at = shown.or_else(|| run.time.map(When::after)).map(Place::When);
    if let Some(script) = &run.script {
        let (acts, wrong) = super::acts::read(run.acts.as_deref().unwrap_or(""));
        let opening = Link { acts, at, seed: run.seed, ..Link::default() }.opening();
        return Ok(RunFound::Scene(script.clone(), opening, wrong));
    }
    let title = run.title.as_deref().unwrap_or("");
    let lost = tr!("It tells what happened, and does not say how to do that again.");
    match library::COURSE.iter().find(|entry| entry.title.is(title)) {
        Some(entry) => {
            let link = Link { scene: Some(entry.id.to_string()), at, ..Link::default() };
            let told = say!(
                "This is a run of the scene “{title}”. {lost} The scene is shown at the moment at which the run ends; what was done by hand is not in it.",
                title,
                lost
            );
            Ok(RunFound::Course(Box::new(link), told))
        }
        None => Err(say!(
            "This is a run of {title}, and there is no such scene in the course. {lost} Open the scene itself, or the link to it.",
            title = notice::shown(title),
            lost
        )),
    }
}
