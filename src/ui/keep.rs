//! Keeps the reader's place and choice of words where the browser lets it; where storage throws, nothing is kept.

use crate::story::words::Vocabulary;
use web_sys::Storage;

const PLACE: &str = "paxos-explainer.place";
const WORDS: &str = "paxos-explainer.words";

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
