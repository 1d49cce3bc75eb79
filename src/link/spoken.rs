//! In which language a page is to speak, by its link and its reader.

use super::look::Lang;
use super::notice;
use crate::story::language::{Language, say};

/// The language in which a page begins: that of its link; else the one that its reader has `chosen` on another visit;
/// else the first of the tags that the reader's browser gives. And a sentence where the link names none of ours.
pub fn spoken<'a>(
    lang: Option<&Lang>,
    chosen: Option<Language>,
    tags: impl IntoIterator<Item = &'a str>,
) -> (Language, Option<String>) {
    match lang {
        Some(Lang::Tag(tag)) => match Language::of(tag) {
            Some(language) => (language, None),
            None => (Language::English, Some(unknown(tag))),
        },
        Some(Lang::Auto) | None => (chosen.or_else(|| Language::first_of(tags)).unwrap_or_default(), None),
    }
}

/// That the page does not speak a language.
#[inline(never)]
fn unknown(tag: &str) -> String {
    let known: Vec<&str> = Language::OFFERED.map(Language::tag).to_vec();
    say!(
        "In the link, lang is {tag}, and the page does not speak that; expected {known}. It speaks English.",
        tag = notice::shown(tag),
        known = notice::one_of(tag, &known)
    )
}
