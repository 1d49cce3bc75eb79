//! Links that were made once: each must say the same in every later release.
//!
//! `tests/links/NAME.link` has what stands behind the page's address in its first line, then an empty line, then
//! sections. `[link]`, `[acts]`, `[look]` and `[notices]` (the keys that are told about) are the reading, a section without
//! lines being left out; other sections are held by other tests. These files are never rewritten by a test: a new link is a new file, and what
//! a failing test shows is what it says.

use super::read;
use paxos_explainer::link::acts::FORMS;
use paxos_explainer::link::keys::KEYS;
use paxos_explainer::link::look::{Lang, Look, View, Word};
use paxos_explainer::link::{Link, Place, ScriptText};
use std::path::Path;

/// The sections that are the reading.
const READING: [&str; 4] = ["[link]", "[acts]", "[look]", "[notices]"];

/// The name, the address and the sections of each frozen link, by name.
pub fn all() -> Vec<(String, String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/links");
    let entries = std::fs::read_dir(folder).expect("the links can be read");
    let mut links: Vec<(String, String, String)> = entries
        .map(|entry| {
            let path = entry.expect("its entries can be read").path();
            assert!(path.extension().is_some_and(|end| end == "link"), "only links belong there: {path:?}");
            let text = std::fs::read_to_string(&path).expect("a link is text");
            let name = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
            let (address, sections) = text.split_once("\n\n").expect("an empty line stands after the link");
            (name, address.to_string(), sections.to_string())
        })
        .collect();
    links.sort();
    links
}

/// The sections of the reading, in one form: each with its lines, and an empty line between them.
fn reading_of(sections: &str) -> String {
    let parts = sections.split("\n\n").map(str::trim).filter(|part| !part.is_empty());
    let is_reading = |part: &&str| READING.contains(&part.lines().next().unwrap_or(""));
    parts.filter(is_reading).collect::<Vec<&str>>().join("\n\n")
}

fn section(title: &str, lines: Vec<String>) -> Option<String> {
    (!lines.is_empty()).then(|| format!("{title}\n{}", lines.join("\n")))
}

fn said<T>(name: &str, value: Option<T>, text: impl Fn(T) -> String) -> Option<String> {
    value.map(|value| format!("{name}: {}", text(value)))
}

fn word<W: Word>(name: &str, value: Option<W>) -> Option<String> {
    said(name, value, |word| word.key().to_string())
}

/// What a link says, in lines.
fn reading(link: &Link, notices: &[String]) -> String {
    let Link { scene, objective, scenes, src, script, slide, at, acts, seed, breaking, found, look } = link.clone();
    let scenes = Some(scenes).filter(|scenes| !scenes.is_empty());
    let what = [
        said("scene", scene, |id| id),
        said("objective", objective, |id| id),
        said("scenes", scenes, |ids| ids.join(" ")),
        said("src", src, |address| address),
        said("script", script, |script| match script {
            ScriptText::Plain(letters) => format!("plain {letters}"),
            ScriptText::Deflated(letters) => format!("deflated {letters}"),
        }),
        said("slide", slide, |slide| slide.to_string()),
        said("at", at, |place| match place {
            Place::When(when) => format!("moment {when}"),
            Place::Percent(percent) => format!("{percent} percent"),
        }),
        said("seed", seed, |seed| seed.to_string()),
        said("break", breaking, |setup| Link { breaking: Some(setup), ..Link::default() }.write()),
        said("found", found, |found| Link { found: Some(found), ..Link::default() }.write()),
    ];
    let acts = acts.iter().map(|act| format!("{} {}", act.at, act.text)).collect();
    let sections = [
        section("[link]", what.into_iter().flatten().collect()),
        section("[acts]", acts),
        section("[look]", look_lines(look)),
        section("[notices]", notices.iter().map(|notice| key_of(notice)).collect()),
    ];
    sections.into_iter().flatten().collect::<Vec<String>>().join("\n\n")
}

/// The key that a notice is about. How it is worded is not frozen.
fn key_of(notice: &str) -> String {
    let key = notice.strip_prefix("In the link, ").and_then(|rest| rest.split(' ').next());
    key.unwrap_or_else(|| panic!("{notice} names a key")).to_string()
}

fn look_lines(look: Look) -> Vec<String> {
    let Look {
        ui,
        interact,
        autoplay,
        looped,
        speed,
        theme,
        motion,
        names,
        lang,
        view,
        captions,
        links,
        keys,
        ask,
        id,
    } = look;
    let lines = [
        word("ui", ui),
        word("interact", interact),
        word("autoplay", autoplay),
        word("loop", looped),
        said("speed", speed, |percent| format!("{percent} percent")),
        word("theme", theme),
        word("motion", motion),
        word("names", names),
        said("lang", lang, |lang| match lang {
            Lang::Auto => "the reader's".to_string(),
            Lang::Tag(tag) => tag,
        }),
        said("view", view, |views| views.iter().map(View::key).collect::<Vec<_>>().join(" ")),
        word("captions", captions),
        word("links", links),
        word("keys", keys),
        word("ask", ask),
        said("id", id, |id| id),
    ];
    lines.into_iter().flatten().collect()
}

#[test]
fn frozen_link_says_what_it_said() {
    let mut wrong = Vec::new();
    for (name, address, sections) in all() {
        let (link, notices) = read(&address);
        let (now, then) = (reading(&link, &notices), reading_of(&sections));
        if now != then {
            wrong.push(format!("{name}.link now says\n{now}\nand once said\n{then}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn frozen_links_cover_every_key_and_every_verb() {
    let links = all();
    assert!(25 <= links.len());
    for key in &KEYS {
        let has_key = |(_, address, _): &(String, String, String)| {
            super::pairs(address).iter().any(|(name, _)| name == key.name) && read(address).1.is_empty()
        };
        assert!(links.iter().any(has_key), "no link has {}", key.name);
    }
    for form in FORMS {
        let has_form = |(_, address, _): &(String, String, String)| {
            let is_like = |text: &str| text.split(' ').next() == Some(form.verb);
            read(address).0.acts.iter().any(|act| is_like(&act.text))
        };
        assert!(links.iter().any(has_form), "no link has {}", form.form);
    }
}
