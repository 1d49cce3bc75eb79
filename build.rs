//! Makes the index of the course: which scenes there are, what they are called and where they stand.
//! The scenes themselves are fetched when they are opened; a test holds this index against their texts.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs, io};

const SCENES: &str = "static/scenes";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed={SCENES}");
    let mut entries = Vec::new();
    for file in fs::read_dir(SCENES)? {
        let path = file?.path();
        if path.extension().is_some_and(|extension| extension == "paxos") {
            entries.extend(entry(&path)?);
        }
    }
    entries.sort();
    let mut index = String::from("&[\n");
    for ((chapter, number), id, title) in entries {
        let place = format!("Place {{ chapter: {chapter}, number: {number} }}");
        let _ = writeln!(index, "    Entry {{ id: {id:?}, title: {title:?}, place: {place} }},");
    }
    index.push_str("]\n");
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo names no OUT_DIR"))?;
    fs::write(Path::new(&out).join("course.rs"), index)
}

/// A scene's place, id and title.
type Entry = ((u8, u8), String, String);

/// The entry of one file; none for a scene that has no place in the course.
fn entry(path: &Path) -> io::Result<Option<Entry>> {
    let text = fs::read_to_string(path)?;
    let said = |word: &str| text.lines().find_map(|line| line.trim().strip_prefix(word)?.strip_prefix(' '));
    let place = said("place").and_then(|place| place.trim().split_once('.'));
    let place = place.and_then(|(chapter, number)| Some((chapter.parse().ok()?, number.parse().ok()?)));
    let title = said("title").map(|title| title.trim().trim_matches('"').to_string());
    let id = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    Ok(place.zip(id).zip(title).map(|((place, id), title)| (place, id, title)))
}
