//! Holds docs/exports.md against the table of formats. `UPDATE_EXPECT=1` writes its table anew.

use paxos_explainer::export::FORMATS;
use paxos_explainer::export::format::About;
use std::path::Path;

const BEGIN: &str = "<!-- formats: made from src/export/format.rs -->\n";
const END: &str = "<!-- formats end -->";

fn table() -> String {
    let row = |about: &About| {
        let part = if about.is_of_part { "yes" } else { "–" };
        format!("| `{}` | {} | `.{}` | {part} | {} |\n", about.key, about.name, about.ending, about.purpose)
    };
    let head = "| format | name | file | from a later slide | what it is for |\n| --- | --- | --- | --- | --- |\n";
    head.to_string() + &FORMATS.iter().map(row).collect::<String>()
}

#[test]
fn table_of_formats_is_the_schema() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/exports.md");
    let page = std::fs::read_to_string(&path).expect("the page can be read");
    let (before, rest) = page.split_once(BEGIN).expect("the page has a place for it");
    let (_, after) = rest.split_once(END).expect("the table has an end");
    let wanted = format!("{before}{BEGIN}{}{END}{after}", table());
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &wanted).expect("the page can be written");
        return;
    }
    assert_eq!(page, wanted, "UPDATE_EXPECT=1 cargo test --test it reference writes it anew");
}

#[test]
fn words_and_names_of_formats_tell_them_apart() {
    for (place, about) in FORMATS.iter().enumerate() {
        let others = &FORMATS[place + 1..];
        assert!(others.iter().all(|other| other.key != about.key && other.name != about.name), "{about:?}");
        assert!(about.purpose.said().ends_with('.'), "{about:?}");
    }
}
