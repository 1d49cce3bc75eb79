//! Makes the indexes of the course and of the objectives: which scenes there are, what they are called and where they
//! stand.
//! The scenes themselves are fetched when they are opened; a test holds this index against their texts.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs, io};

const SCENES: &str = "static/scenes";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed={SCENES}");
    let (mut course, mut objectives) = (Vec::new(), Vec::new());
    for file in fs::read_dir(SCENES)? {
        let path = file?.path();
        if path.extension().is_some_and(|extension| extension == "paxos") {
            let text = fs::read_to_string(&path)?;
            let index = if said(&text, "objective").is_some() { &mut objectives } else { &mut course };
            index.extend(entry(&path, &text));
        }
    }
    write("course.rs", course)?;
    write("objectives.rs", objectives)
}

/// Writes a list of scenes, in their order.
fn write(file: &str, mut entries: Vec<Entry>) -> io::Result<()> {
    entries.sort();
    let mut index = String::from("&[\n");
    for ((chapter, number), id, title) in entries {
        let place = format!("Place {{ chapter: {chapter}, number: {number} }}");
        let _ =
            writeln!(index, "    Entry {{ id: {id:?}, title: words!(in \"scene {id}\": {title:?}), place: {place} }},");
    }
    index.push_str("]\n");
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo names no OUT_DIR"))?;
    fs::write(Path::new(&out).join(file), index)
}

/// A scene's place, id and title.
type Entry = ((u8, u8), String, String);

/// What stands after a word of the header.
fn said<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.trim().strip_prefix(word)?.strip_prefix(' '))
}

/// The entry of one file; none for a scene that has no place.
fn entry(path: &Path, text: &str) -> Option<Entry> {
    let (chapter, number) = said(text, "place")?.trim().split_once('.')?;
    let title = said(text, "title")?.trim().trim_matches('"').to_string();
    let id = path.file_stem()?.to_string_lossy().into_owned();
    Some(((chapter.parse().ok()?, number.parse().ok()?), id, title))
}
