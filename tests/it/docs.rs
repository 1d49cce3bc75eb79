//! The documentation: every example in it runs, and the reference leaves nothing out.

mod blocks;
mod embed;
mod examples;
mod reference;
mod texts;

use std::path::Path;

/// The pages that are held to this: all of `docs`, and the README. A name and a text each.
fn pages() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let entries = std::fs::read_dir(root.join("docs")).expect("the folder of the documentation can be read");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("its entries can be read").file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".md"))
        .map(|name| format!("docs/{name}"))
        .chain(["README.md".to_string()])
        .collect();
    names.sort();
    let read = |name: String| {
        let text = std::fs::read_to_string(root.join(&name)).expect("a page is text");
        (name, text)
    };
    names.into_iter().map(read).collect()
}

/// One page by its name.
fn page(name: &str) -> String {
    let found = pages().into_iter().find(|(known, _)| known == name);
    found.unwrap_or_else(|| panic!("{name} is there")).1
}
