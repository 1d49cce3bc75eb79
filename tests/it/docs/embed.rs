//! `docs/embed`, and the README: what an author copies from them works.
//!
//! In every fenced block and between backticks: a link to the page is read without a notice and opens what it says;
//! an attribute of the element is one; a scene within it, in a file and in a link runs.

use super::blocks::{read, spans};
use crate::scenes::texts;
use paxos_explainer::link::keys::KEYS;
use paxos_explainer::link::{Link, Opens, ScriptText};
use paxos_explainer::player::{Model, Msg, Source};
use paxos_explainer::story::{Scene, parse};
use std::path::Path;

/// Attributes of the element that are no keys of a link: its own, and HTML's.
const OTHER_ATTRIBUTES: [&str; 8] = ["title", "height", "loading", "base", "class", "style", "slot", "name"];

/// Names and values, as of attributes.
type Pairs = Vec<(String, String)>;

/// The pages, a name and a text each.
fn pages() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/embed");
    let entries = std::fs::read_dir(folder).expect("the folder can be read");
    let paths = entries.map(|entry| entry.expect("its entries can be read").path());
    let mut pages: Vec<(String, String)> = paths
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        .map(|path| {
            let name = path.file_name().expect("it has a name").to_string_lossy().into_owned();
            (name, std::fs::read_to_string(&path).expect("a page is text"))
        })
        .collect();
    pages.push(("README.md of the project".to_string(), super::page("README.md")));
    pages.sort();
    pages
}

/// What stands behind the address of the page, for each link to it in a text.
fn links(text: &str) -> Vec<String> {
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '<' | '>' | ')' | '…');
    let words = text.split(ends).map(|word| word.replace("&amp;", "&"));
    let behind = |word: String| {
        let at = word.find(['#', '?'])?;
        let (page, rest) = word.split_at(at);
        let is_ours = page.is_empty()
            || ["paxos/", "paxos/index.html", "paxos-explainer.html"].iter().any(|end| page.ends_with(end));
        (is_ours && rest.contains('=')).then(|| rest.to_string())
    };
    words.filter_map(behind).collect()
}

/// The pairs of each element, and the scene that stands in it.
fn elements(text: &str) -> Vec<(Pairs, Option<String>)> {
    let element = |rest: &str| {
        let (attributes, inside) = rest.split_once('>').expect("a tag ends");
        let mut pairs = Vec::new();
        let mut left = attributes.trim().trim_end_matches('/');
        while let Some((name, rest)) = left.split_once("=\"") {
            let (value, rest) = rest.split_once('"').expect("a value ends");
            pairs.push((name.trim().to_string(), value.to_string()));
            left = rest;
        }
        let inside = inside.split_once("</paxos-explainer>").map_or("", |(inside, _)| inside);
        (pairs, scripts(inside).next())
    };
    text.split("<paxos-explainer").skip(1).filter(|rest| rest.starts_with([' ', '>'])).map(element).collect()
}

/// The scenes that are written into a page, without what some hosts ask around them.
fn scripts(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split("type=\"text/paxos\">").skip(1).filter_map(|rest| {
        let (scene, _) = rest.split_once("</")?;
        Some(scene.trim().trim_start_matches(['{', '`', ' ']).trim_end_matches(['}', '`', ' ']).to_string())
    })
}

/// The bytes of base64url.
fn decoded(letters: &str) -> Option<String> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for letter in letters.bytes() {
        held = (held << 6) | u32::try_from(LETTERS.iter().position(|known| *known == letter)?).ok()?;
        bits += 6;
        if 8 <= bits {
            bits -= 8;
            bytes.push(u8::try_from((held >> bits) & 0xff).ok()?);
        }
    }
    String::from_utf8(bytes).ok()
}

fn played(scene: &str) -> Result<Scene, String> {
    parse(scene).and_then(Scene::play).map_err(|problem| format!("the scene does not play: {problem}"))
}

/// All that is wrong with a link, where the page or the element carries `own` as its scene.
fn wrong_with(pairs: Pairs, own: Option<&str>) -> Vec<String> {
    let unknown = pairs.iter().filter(|(name, _)| !KEYS.iter().any(|key| key.name == name));
    let mut wrong: Vec<String> = unknown.map(|(name, _)| format!("there is no key {name}")).collect();
    let (link, notices) = Link::read(pairs.into_iter());
    wrong.extend(notices);
    let (opens, notice) = link.opens();
    wrong.extend(notice);
    let (source, text) = match (own, opens) {
        (Some(text), _) => (Source::Text(text.into()), Some(text.to_string())),
        (None, Some(Opens::Script(ScriptText::Plain(letters)))) => match decoded(&letters) {
            Some(text) => (Source::Text(text.as_str().into()), Some(text)),
            None => return vec!["script is not base64url of a text".to_string()],
        },
        (None, Some(Opens::Script(ScriptText::Deflated(_)))) => {
            return vec!["no test can read a deflated scene".into()];
        }
        (None, Some(Opens::Source(source @ Source::Course(_)))) => {
            let text = texts().into_iter().find(|(id, _)| id == source.id()).map(|(_, text)| text);
            (source, text)
        }
        // A file of the author's is a block of its own, or there is no scene at all.
        (None, _) => return wrong,
    };
    let Some(text) = text else { return wrong };
    if let Err(problem) = played(&text) {
        wrong.push(problem);
        return wrong;
    }
    let (mut model, _) = Model::new(source.clone(), link.opening());
    model.update(Msg::Loaded { id: source, text, opening: link.opening() });
    wrong.extend(model.told.iter().cloned());
    if model.show().is_none_or(|show| show.branch().acts.len() < link.acts.len()) {
        wrong.push("it does not open, or not all that it does can be done".to_string());
    }
    wrong
}

fn pairs(behind: &str) -> Pairs {
    crate::link::pairs(behind)
}

/// All that is wrong with what an author copies from a passage.
fn wrong_in(passage: &str) -> Vec<String> {
    let mut wrong: Vec<String> = links(passage).iter().flat_map(|link| wrong_with(pairs(link), None)).collect();
    for (attributes, scene) in elements(passage) {
        let as_key = |(name, value): (String, String)| match name.as_str() {
            "name" => ("id".to_string(), value),
            _ if value.is_empty() => (name, "1".to_string()),
            _ => (name, value),
        };
        let keys =
            attributes.into_iter().filter(|(name, _)| name == "name" || !OTHER_ATTRIBUTES.contains(&name.as_str()));
        wrong.extend(wrong_with(keys.map(as_key).collect(), scene.as_deref()));
    }
    wrong.extend(scripts(passage).filter_map(|scene| played(&scene).err()));
    wrong
}

/// All that is wrong with a page, each with its place.
fn wrong(file: &str, text: &str) -> Vec<String> {
    let page = read(file, text);
    let mut found = Vec::new();
    for block in &page.blocks {
        let is_scene = block.language() == "paxos" || block.marks.iter().any(|mark| mark.ends_with(".paxos"));
        let scene = is_scene.then(|| played(&block.text).err()).flatten();
        found.extend(wrong_in(&block.text).into_iter().chain(scene).map(|wrong| format!("{}: {wrong}", block.place())));
    }
    for (number, line) in &page.lines {
        let wrongs = spans(line).flat_map(|span| wrong_in(&span));
        found.extend(wrongs.map(|wrong| format!("{file}:{number}: {wrong}")));
    }
    found
}

#[test]
fn what_an_author_copies_works() {
    let wrong: Vec<String> = pages().iter().flat_map(|(file, text)| wrong(file, text)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What keeps this honest: there is something to find, and each kind of mistake is found.
#[test]
fn mistakes_in_what_an_author_copies_are_found() {
    let pages = pages();
    let text: String = pages.iter().map(|(_, text)| text.as_str()).collect();
    assert!(24 <= links(&text).len() && 10 <= elements(&text).len() && 10 <= scripts(&text).count());
    let html = &pages.iter().find(|(name, _)| name == "html.md").expect("the page is there").1;
    for (from, to, named) in [
        ("scene=carry-on", "scene=carry-of", "there is no such scene"),
        ("slide=5", "slide=50", "slide"),
        ("slide=5", "slide=five", "slide"),
        ("slide=5", "slyde=5", "no key slyde"),
        ("<paxos-explainer title", "<paxos-explainer speed=\"9\" title", "speed"),
        ("<paxos-explainer title", "<paxos-explainer ui=\"tiny\" title", "ui"),
        ("<paxos-explainer title", "<paxos-explainer sceen=\"phase-1\" title", "no key sceen"),
        ("<paxos-explainer title", "<paxos-explainer slide=\"7\" title", "slide"),
        ("expect chosen tea", "expect chosen milk", "does not play"),
        ("propose P1 tea", "propse P1 tea", "does not play"),
    ] {
        assert!(html.contains(from), "the page has {from}");
        let found = wrong("html.md", &html.replacen(from, to, 1)).join("\n");
        assert!(found.contains("html.md:") && found.contains(named), "{to}: {found}");
    }
}

#[test]
fn scene_in_a_link_is_read() {
    assert_eq!(decoded("dGl0bGUgIk1pbmUi").as_deref(), Some("title \"Mine\""));
    assert_eq!(decoded("dGl0b*"), None);
}
