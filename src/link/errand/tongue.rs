//! In which language an errand is told: that of the page that asks. The worker is a program of its own, and begins in
//! English; what it takes to speak otherwise comes with the errand.

use crate::link::host::Plain;
use crate::story::language::{Language, Speech, known, learn, speak, speak_english, speak_long, spoken};

/// What is said with an errand: the tag of the language, and its table where it has one. In English nothing is said.
pub fn write() -> [(&'static str, Plain); 2] {
    let language = spoken();
    let tag = if language == Language::English { Plain::Nothing } else { language.tag().into() };
    let table = Speech::now().table().map_or(Plain::Nothing, |table| Plain::Text(table.text()));
    [("language", tag), ("words", table)]
}

/// Speaks as an errand asks; English, where it asks for nothing that can be spoken.
pub fn take(asked: &Plain) {
    let text = |name: &str| asked.get(name).and_then(Plain::text);
    match text("language").and_then(Language::of) {
        Some(Language::English) | None => speak_english(),
        Some(Language::Long) => speak_long(),
        Some(language @ Language::German) => match known(language).or_else(|| learn(language, text("words")?).ok()) {
            Some(table) => speak(language, table),
            None => speak_english(),
        },
    }
}
