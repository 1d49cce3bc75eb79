//! The language of the page: which it is, its table, and the choice of it. All instances in one wasm share it.

use super::ground::Ground;
use super::{fetch, keep};
use crate::link::look::Lang;
use crate::link::spoken as link;
use crate::story::language::{self, Language, known, say, speak, speak_english, speak_long, spoken, tr};
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// The language in which an instance is to begin, by its link and its reader; and a sentence where its link names none of
/// ours. Where instances speak already, one that names no language speaks as they do.
pub fn wanted(lang: Option<&Lang>, is_first: bool) -> (Language, Option<String>) {
    if !is_first && !matches!(lang, Some(Lang::Tag(_))) {
        return (spoken(), None);
    }
    let tags = web_sys::window().map(|window| window.navigator().languages()).unwrap_or_default();
    let tags: Vec<String> = tags.iter().filter_map(|tag| tag.as_string()).collect();
    link::spoken(lang, keep::language(), tags.iter().map(String::as_str))
}

/// Fetches what it takes to speak a language, where that is not here.
///
/// # Errors
/// A sentence for the reader.
pub async fn learn(language: Language) -> Result<(), String> {
    if language.tables().is_empty() || known(language).is_some() {
        return Ok(());
    }
    let text = fetch::tables(language).await?;
    language::learn(language, &text).map(|_| ()).map_err(|mistake| unreadable(language, mistake.line()))
}

/// Speaks a language that has been learned; says whether it is another one than before.
pub fn say_in(language: Language) -> bool {
    let before = spoken();
    match (language, known(language)) {
        (Language::English, _) => speak_english(),
        (Language::Long, _) => speak_long(),
        (Language::German, Some(table)) => speak(language, table),
        (Language::German, None) => {}
    }
    before != spoken()
}

/// Says on the document, or on the box of a guest, in which language it is.
pub fn mark(ground: &Ground) {
    let root = if ground.is_page() { ground.themed() } else { ground.root().clone() };
    // Setting an attribute of this name cannot fail.
    let _ = root.set_attribute("lang", spoken().tag());
}

fn unreadable(language: Language, line: usize) -> String {
    say!(
        "The table of the language {name} has a mistake in line {line}; the page speaks English.",
        name = language.name(),
        line
    )
}

/// That a language cannot be had, for this reason.
pub fn not_to_be_had(language: Language, why: &str) -> String {
    say!("{language} cannot be had: {why}", language = language.name(), why)
}

/// The language that is spoken, for what is to be drawn again when that changes.
#[hook]
pub fn use_language() -> Language {
    use_context::<Language>().unwrap_or_default()
}

/// The choice of the language, each by its own name.
pub fn choice(send: &Callback<Language>) -> Html {
    let pick = send.reform(|event: yew::Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        select.and_then(|select| Language::of(&select.value())).unwrap_or_default()
    });
    let now = spoken();
    let hidden = (now == Language::Long).then_some(now);
    html! {
        <span class="language">
            <select onchange={pick} aria-label={tr!("Language")}>
                { for Language::OFFERED.into_iter().chain(hidden).map(|language| html! {
                    <option value={language.tag()} lang={language.tag()} selected={language == now}>{ language.name() }</option>
                }) }
            </select>
        </span>
    }
}

/// Shows in each choice what is spoken: what was chosen could not be had.
pub fn take_back(ground: &Ground) {
    let Ok(selects) = ground.root().query_selector_all(".language select") else { return };
    let selects = (0..selects.length()).filter_map(|nth| selects.item(nth)?.dyn_into::<HtmlSelectElement>().ok());
    selects.for_each(|select| select.set_value(spoken().tag()));
}
