//! Keeps the reader's place, choice of words and own runs where the browser lets it; where storage throws, nothing is
//! kept.

use crate::player::{KeptRun, Shelf};
use crate::story::words::Vocabulary;
use web_sys::Storage;

const PLACE: &str = "paxos-explainer.place";
const WORDS: &str = "paxos-explainer.words";
/// Before the key of a scene.
const RUNS: &str = "paxos-explainer.runs.";

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// The scene and the slide, from 0, at which the reader was last.
pub fn place() -> Option<(String, usize)> {
    let kept = storage()?.get_item(PLACE).ok().flatten()?;
    let (scene, slide) = kept.split_once(' ')?;
    Some((scene.to_string(), slide.parse().ok()?))
}

/// Keeps a place.
pub fn keep(scene: &str, slide: usize) {
    // Where storage is full or forbidden the place is not kept, and that is all.
    let _ = storage().map(|storage| storage.set_item(PLACE, &format!("{scene} {slide}")));
}

/// Forgets the place.
pub fn forget_place() {
    let _ = storage().map(|storage| storage.remove_item(PLACE));
}

/// The words that the reader chose last.
pub fn words() -> Option<Vocabulary> {
    Vocabulary::find(&storage()?.get_item(WORDS).ok().flatten()?)
}

/// Keeps a choice of words.
pub fn keep_words(words: Vocabulary) {
    let _ = storage().map(|storage| storage.set_item(WORDS, words.key()));
}

/// The viewer's own runs in all scenes.
pub fn shelves() -> Vec<Shelf> {
    let Some(storage) = storage() else { return Vec::new() };
    let keys = (0..storage.length().unwrap_or(0)).filter_map(|nth| storage.key(nth).ok().flatten());
    let shelf = |key: String| {
        let of = key.strip_prefix(RUNS)?.to_string();
        let text = storage.get_item(&key).ok().flatten()?;
        Some(Shelf { of, runs: KeptRun::read(&text) })
    };
    keys.filter_map(shelf).collect()
}

/// Keeps the viewer's own runs in a scene, beside those of another page that shows it too; says whether it could,
/// which is so where there is no storage at all.
pub fn keep_runs(shelf: &Shelf) -> bool {
    let Some(storage) = storage() else { return true };
    let key = format!("{RUNS}{}", shelf.of);
    let kept = storage.get_item(&key).ok().flatten().map(|text| KeptRun::read(&text)).unwrap_or_default();
    let all = KeptRun::beside(&shelf.runs, kept);
    all.is_empty() || storage.set_item(&key, &KeptRun::write(&all)).is_ok()
}
