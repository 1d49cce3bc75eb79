//! The tables of texts: each language has all that the program says, and says the same with it.

mod guides;
mod scenes;
mod source;
mod speech;
mod told;

use paxos_explainer::story::language::{Language, Table, line_of};
use source::{Text, texts};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::PathBuf;

fn path(language: Language) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("static").join(language.table().expect("it has a table"))
}

/// The table of German.
pub fn german() -> Table {
    let text = std::fs::read_to_string(path(Language::German)).expect("the table can be read");
    Table::read(&text).unwrap_or_else(|mistake| panic!("static/words/de.txt: {mistake:?}"))
}

/// A table as it is to be written: in the order of the source, what is not translated yet with nothing behind `=`.
fn written(texts: &[Text], table: &Table) -> String {
    let mut text = String::from(
        "# What the page says in German. A line of English as it stands in the source, and behind = the German.\n\
         # A test holds this file against the source; UPDATE_EXPECT=1 cargo test --test it language puts it in order.\n",
    );
    let mut file = "";
    for Text { key, file: own } in texts {
        if own != file {
            let _ = writeln!(text, "\n# {own}");
            file = own;
        }
        let _ = writeln!(text, "\n{}\n= {}", line_of(key), line_of(table.get(key).unwrap_or("")));
    }
    text
}

#[test]
fn german_has_every_text_of_the_program_and_no_other() {
    let (texts, table) = (texts(), german());
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(path(Language::German), written(&texts, &table)).expect("the table can be written");
        return;
    }
    let known: BTreeSet<&str> = texts.iter().map(|text| text.key.as_str()).collect();
    let missing = texts.iter().filter(|text| table.get(&text.key).is_none_or(str::is_empty));
    let missing = missing.map(|Text { key, file }| format!("{file}: not translated: {key}"));
    let stale = table.iter().filter(|(key, _)| !known.contains(key)).map(|(key, _)| format!("nobody says: {key}"));
    let wrong: Vec<String> = missing.chain(stale).collect();
    assert!(wrong.is_empty(), "{} texts:\n{}", wrong.len(), wrong.join("\n"));
}

/// The `{places}` of a text.
fn places(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

/// What stands between the marks of code.
fn code(text: &str) -> BTreeSet<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// Without what a text is about.
fn english(key: &str) -> &str {
    if key.starts_with('[') { key.split_once("] ").map_or(key, |(_, text)| text) } else { key }
}

#[test]
fn german_has_the_places_the_code_and_the_spaces_of_the_english() {
    let table = german();
    let wrong = table.iter().filter(|(_, text)| !text.is_empty()).filter_map(|(key, text)| {
        let english = english(key);
        let outer = |text: &str| (text.starts_with(' '), text.ends_with(' '));
        let is_same = places(english) == places(text) && code(english) == code(text) && outer(english) == outer(text);
        (!is_same).then(|| format!("{key}\n= {text}"))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
