//! The texts that stand in the source: what `say!`, `tr!` and `words!` are given.

use proc_macro2::{TokenStream, TokenTree};
use std::path::Path;

/// A text of the program.
pub struct Text {
    /// Its English, behind what it is about where that is said.
    pub key: String,
    /// The file in which it is said first.
    pub file: String,
}

/// All texts of the program, each once, file by file.
pub fn texts() -> Vec<Text> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts: Vec<Text> = Vec::new();
    for file in files(&root.join("src")) {
        let text = std::fs::read_to_string(&file).expect("a source file is text");
        let name = file.strip_prefix(root).expect("it is below the root").to_string_lossy().replace('\\', "/");
        if name == "src/story/language.rs" {
            continue; // What is there are the macros themselves.
        }
        for key in keys(&text) {
            if !texts.iter().any(|text| text.key == key) {
                texts.push(Text { key, file: name.clone() });
            }
        }
    }
    texts
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder of src can be read");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry can be read").path()).collect();
    paths.sort();
    let each = |path: std::path::PathBuf| match path.is_dir() {
        true => files(&path),
        false if path.extension().is_some_and(|ending| ending == "rs") => vec![path],
        false => Vec::new(),
    };
    paths.into_iter().flat_map(each).collect()
}

/// The keys in a text of Rust, in the order in which they stand there.
pub fn keys(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    collect(source.parse().expect("it is Rust"), &mut found);
    found
}

fn collect(stream: TokenStream, found: &mut Vec<String>) {
    let tokens: Vec<TokenTree> = stream.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        if let TokenTree::Group(group) = token {
            let is_said = 2 <= at && is_macro(&tokens[at - 2], &tokens[at - 1]);
            found.extend(is_said.then(|| key(group.stream())).flatten());
            collect(group.stream(), found);
        }
    }
}

fn is_macro(name: &TokenTree, mark: &TokenTree) -> bool {
    let is_one = |name: &str| ["say", "tr", "words"].contains(&name);
    matches!((name, mark), (TokenTree::Ident(name), TokenTree::Punct(mark))
        if is_one(&name.to_string()) && mark.as_char() == '!')
}

/// The key of what a macro is given: `"text", …` or `in "about": "text", …`.
fn key(given: TokenStream) -> Option<String> {
    let tokens: Vec<TokenTree> = given.into_iter().collect();
    match &tokens[..] {
        [TokenTree::Ident(word), about, TokenTree::Punct(_), text, ..] if word == "in" => {
            Some(format!("[{}] {}", literal(about)?, literal(text)?))
        }
        [text, ..] => literal(text),
        [] => None,
    }
}

fn literal(token: &TokenTree) -> Option<String> {
    let TokenTree::Literal(literal) = token else { return None };
    syn::parse_str::<syn::LitStr>(&literal.to_string()).ok().map(|text| text.value())
}
