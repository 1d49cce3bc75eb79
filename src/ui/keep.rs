//! Keeps the reader's place, choice of words and language, and own runs where the browser lets it; where storage throws, nothing is
//! kept.

use crate::player::{KeptRun, Shelf};
use crate::story::language::Language;
use crate::story::words::Vocabulary;
use web_sys::Storage;

const PLACE: &str = "paxos-explainer.place";
const WORDS: &str = "paxos-explainer.words";
const LANGUAGE: &str = "paxos-explainer.language";
const SCORE: &str = "paxos-explainer.score";
const REACHED: &str = "paxos-explainer.reached";
/// Before the key of a scene.
const RUNS: &str = "paxos-explainer.runs.";

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// Whether the browser lets the page keep anything.
pub fn can_keep() -> bool {
    storage().is_some()
}

/// The link to where the reader was last.
pub fn place() -> Option<String> {
    storage()?.get_item(PLACE).ok().flatten()
}

/// Keeps the link to where the reader is.
pub fn keep(link: &str) {
    // Where storage is full or forbidden the place is not kept, and that is all.
    let _ = storage().map(|storage| storage.set_item(PLACE, link));
}

/// The scenes whose objective the reader has reached.
pub fn reached() -> Vec<String> {
    let kept = storage().and_then(|storage| storage.get_item(REACHED).ok().flatten());
    kept.map(|kept| kept.split_whitespace().map(str::to_string).collect()).unwrap_or_default()
}

/// Keeps them, beside what another page has kept meanwhile.
pub fn keep_reached(ids: &[String]) {
    let mut all = reached();
    all.extend(ids.iter().filter(|id| !all.contains(id)).cloned().collect::<Vec<_>>());
    let _ = storage().map(|storage| storage.set_item(REACHED, &all.join(" ")));
}

/// The words that the reader chose last.
pub fn words() -> Option<Vocabulary> {
    Vocabulary::find(&storage()?.get_item(WORDS).ok().flatten()?)
}

/// Keeps a choice of words.
pub fn keep_words(words: Vocabulary) {
    let _ = storage().map(|storage| storage.set_item(WORDS, words.key()));
}

/// The language that the reader chose last.
pub fn language() -> Option<Language> {
    let kept = storage()?.get_item(LANGUAGE).ok().flatten()?;
    Language::OFFERED.into_iter().find(|language| language.tag() == kept)
}

/// Keeps a choice of a language.
pub fn keep_language(language: Language) {
    let _ = storage().map(|storage| storage.set_item(LANGUAGE, language.tag()));
}

/// Which questions were answered, and whether rightly.
pub fn score() -> String {
    storage().and_then(|storage| storage.get_item(SCORE).ok().flatten()).unwrap_or_default()
}

/// Keeps which questions were answered, and whether rightly.
pub fn keep_score(score: &str) {
    let _ = storage().map(|storage| storage.set_item(SCORE, score));
}

/// The viewer's own runs in all scenes.
pub fn shelves() -> Vec<Shelf> {
    let Some(storage) = storage() else { return Vec::new() };
    let keys = (0..storage.length().unwrap_or(0)).filter_map(|nth| storage.key(nth).ok().flatten());
    let shelf = |key: String| Shelf::read(key.strip_prefix(RUNS)?, &storage.get_item(&key).ok().flatten()?);
    keys.filter_map(shelf).collect()
}

/// Keeps the viewer's own runs in a scene, beside those of another page that shows it too; says whether it could,
/// which is so where there is no storage at all.
#[inline(never)]
pub fn keep_runs(shelf: &Shelf) -> bool {
    let Some(storage) = storage() else { return true };
    let key = shelf.key();
    let place = format!("{RUNS}{key}");
    let kept = storage.get_item(&place).ok().flatten().and_then(|text| Shelf::read(&key, &text));
    let runs = KeptRun::beside(&shelf.runs, &shelf.deleted, kept.map(|kept| kept.runs).unwrap_or_default());
    if runs.is_empty() {
        return storage.remove_item(&place).is_ok();
    }
    storage.set_item(&place, &Shelf { runs, ..shelf.clone() }.write()).is_ok()
}
