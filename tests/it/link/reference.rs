//! Holds docs/links.md against the schema.

use paxos_explainer::link::VALUE_BYTES_MAX;
use paxos_explainer::link::acts::{ACTS_MAX, FORMS};
use paxos_explainer::link::keys::{Entry, REFERENCE};
use paxos_explainer::link::look::{SPEED_PERCENT_MAX, SPEED_PERCENT_MIN};

const PAGE: &str = include_str!("../../../docs/links.md");

/// The table that begins with this head on a page, its head and all.
fn table<'p>(page: &'p str, head: &str) -> Vec<&'p str> {
    page.lines().skip_while(|line| *line != head).take_while(|line| line.starts_with('|')).collect()
}

const HEAD_OF_KEYS: &str = "| key | values | default | meaning |";

fn table_of_keys() -> Vec<String> {
    let row = |key: &Entry| format!("| `{}` | {} | {} | {} |", key.name, key.values, key.default, key.meaning);
    [HEAD_OF_KEYS.to_string(), "| --- | --- | --- | --- |".to_string()]
        .into_iter()
        .chain(REFERENCE.iter().map(row))
        .collect()
}

const HEAD_OF_ACTS: &str = "| form | for example | is the statement |";

fn table_of_acts() -> Vec<String> {
    let code = |text: &str| format!("`{}`", text.replace('|', "\\|"));
    let row = |form: &paxos_explainer::link::acts::Form| {
        format!("| {} | {} | {} |", code(form.form), code(form.example), code(form.text))
    };
    [HEAD_OF_ACTS.to_string(), "| --- | --- | --- |".to_string()].into_iter().chain(FORMS.iter().map(row)).collect()
}

#[test]
fn table_of_keys_is_the_schema() {
    let wanted = table_of_keys();
    assert_eq!(table(PAGE, HEAD_OF_KEYS), wanted, "docs/links.md should have\n{}\n", wanted.join("\n"));
}

#[test]
fn table_of_acts_has_every_form() {
    let wanted = table_of_acts();
    assert_eq!(table(PAGE, HEAD_OF_ACTS), wanted, "docs/links.md should have\n{}\n", wanted.join("\n"));
}

#[test]
fn limits_are_told_as_they_are() {
    let kibibytes = format!("{} KiB", VALUE_BYTES_MAX / 1024);
    let acts = format!("{},{:03} acts", ACTS_MAX / 1000, ACTS_MAX % 1000);
    for limit in [kibibytes, acts] {
        assert!(PAGE.contains(&limit), "{limit}");
    }
    assert_eq!((SPEED_PERCENT_MIN, SPEED_PERCENT_MAX), (25, 400), "the schema says 0.25 to 4");
}

/// Every link that the page shows in full is one.
#[test]
fn links_of_the_page_are_read() {
    let code = PAGE.split('`').skip(1).step_by(2);
    let links: Vec<&str> = code.filter(|code| code.starts_with(['?', '#'])).filter(|code| code.contains('=')).collect();
    assert!(4 <= links.len(), "{links:?}");
    for link in links {
        super::right(link);
    }
}
