//! Holds docs/embed/reference.md against the schema. `UPDATE_EXPECT=1` writes its tables anew.

use paxos_explainer::link::host::{EVENTS, MESSAGES, METHODS, Method, Occurrence};
use std::path::Path;

fn cell(text: &str) -> String {
    if text.is_empty() { "–".to_string() } else { text.replace('|', "\\|") }
}

fn methods() -> String {
    let message =
        |method: &Method| if method.message.is_empty() { String::new() } else { format!("`{}`", method.message) };
    let row = |method: &Method| {
        let cells = [method.arguments, &message(method), method.gives, method.meaning].map(cell);
        format!("| `{}` | {} |\n", method.name, cells.join(" | "))
    };
    let head = "| method | arguments | message | its promise gives | what it does |\n| --- | --- | --- | --- | --- |\n";
    head.to_string() + &METHODS.iter().map(row).collect::<String>()
}

fn occurrences(head: &str, all: &[Occurrence]) -> String {
    let row = |event: &Occurrence| format!("| `{}` | {} | {} |\n", event.name, cell(event.detail), cell(event.meaning));
    format!("| {head} | carries | when |\n| --- | --- | --- |\n") + &all.iter().map(row).collect::<String>()
}

/// The page with its tables as the schema has them.
fn with_tables(page: &str) -> String {
    let tables = [
        ("methods", methods()),
        ("events", occurrences("event", &EVENTS)),
        ("messages", occurrences("message", &MESSAGES)),
    ];
    tables.into_iter().fold(page.to_string(), |page, (name, table)| {
        let (begin, end) =
            (format!("<!-- {name}: made from src/link/host/schema.rs -->\n"), format!("<!-- {name} end -->"));
        let (before, rest) = page.split_once(&begin).unwrap_or_else(|| panic!("the page has no place for {name}"));
        let (_, after) = rest.split_once(&end).unwrap_or_else(|| panic!("the table of {name} has no end"));
        format!("{before}{begin}{table}{end}{after}")
    })
}

#[test]
fn tables_of_the_reference_are_the_schema() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/embed/reference.md");
    let page = std::fs::read_to_string(&path).expect("the reference can be read");
    let wanted = with_tables(&page);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &wanted).expect("the reference can be written");
        return;
    }
    assert_eq!(page, wanted, "UPDATE_EXPECT=1 cargo test --test it reference writes it anew");
}
