//! Nothing that somebody has handed in becomes markup or code: what could make it so is not in the sources, but for the
//! places listed here, each with its reason.

use proc_macro2::{TokenStream, TokenTree};
use std::path::{Path, PathBuf};

/// What takes a text for markup or code, as Rust calls it.
const IN_RUST: [&str; 18] = [
    "set_inner_html",
    "inner_html",
    "set_outer_html",
    "outer_html",
    "insert_adjacent_html",
    "set_html_unsafe",
    "from_html_unchecked",
    "VRaw",
    "DomParser",
    "parse_from_string",
    "create_contextual_fragment",
    "set_srcdoc",
    "eval",
    "new_with_args",
    "new_no_args",
    "set_timeout_with_str",
    "set_interval_with_str",
    "import_module",
];

/// The same, as scripts call it, and as a text in Rust would name it.
const IN_SCRIPTS: [&str; 15] = [
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "setHTMLUnsafe",
    "parseHTMLUnsafe",
    "createContextualFragment",
    "DOMParser",
    "document.write",
    "eval(",
    "new Function",
    "srcdoc",
    "execScript",
    "javascript:",
    "setTimeout('",
    "setTimeout(\"",
];

/// A place where it may stand, how often, and why nobody else's markup gets there.
type Exception = (&'static str, &'static str, usize, &'static str);

const EXCEPTIONS: [Exception; 2] = [
    (
        "src/ui/print.rs",
        "set_inner_html",
        3,
        "Fills the place for print with what `export::handout` has made, which writes every text through `svg::escaped` \
         (held by `hostile::exports` and the fuzz target `export`), and empties it.",
    ),
    ("src/ui/takeout.rs", "from_html_unchecked", 1, "The preview of the same handout."),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files below a folder that end so, but for those in folders of what is written in the language of scenes.
fn files(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let mut folders = vec![root().join(folder)];
    let mut found: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder can be read") {
            let path = entry.expect("its entries can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| endings.iter().any(|known| ending == *known)) {
                found.push(path);
            }
        }
    }
    found.sort();
    let read = |path: PathBuf| {
        let name = path.strip_prefix(root()).expect("it is below the root").to_string_lossy().replace('\\', "/");
        (name, std::fs::read_to_string(&path).expect("a source is text"))
    };
    found.into_iter().map(read).collect()
}

/// The words of a Rust source, and its texts.
fn words(tokens: TokenStream, all: &mut Vec<String>, texts: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => words(group.stream(), all, texts),
            TokenTree::Ident(word) => all.push(word.to_string()),
            TokenTree::Literal(text) => texts.push(text.to_string()),
            TokenTree::Punct(_) => {}
        }
    }
}

/// What of it is in a Rust source, each as often as it is there.
fn in_rust(text: &str) -> Vec<&'static str> {
    let (mut all, mut texts) = (Vec::new(), Vec::new());
    words(text.parse().expect("it is Rust"), &mut all, &mut texts);
    let called = all.iter().filter_map(|word| IN_RUST.iter().find(|known| *known == word));
    let named = texts.iter().flat_map(|text| IN_SCRIPTS.iter().filter(move |known| text.contains(**known)));
    called.chain(named).copied().collect()
}

/// What of it is in a script, but for its comments, which are whole lines here.
fn in_script(text: &str) -> Vec<&'static str> {
    let is_code = |line: &&str| !line.trim_start().starts_with("//") && !line.trim_start().starts_with(['*', '/']);
    let code: String = text.lines().filter(is_code).map(|line| line.to_string() + "\n").collect();
    IN_SCRIPTS.iter().flat_map(|known| code.matches(*known).map(move |_| *known)).collect()
}

#[test]
fn nothing_that_is_handed_in_becomes_markup_or_code() {
    let rust = files("src", &["rs"]).into_iter().map(|(file, text)| (file, in_rust(&text)));
    let scripts = files("static", &["js", "mjs"]).into_iter().map(|(file, text)| (file, in_script(&text)));
    let found: Vec<(String, Vec<&str>)> = rust.chain(scripts).collect();
    assert!(
        found.iter().any(|(file, _)| file == "src/ui.rs") && found.iter().any(|(file, _)| file == "static/start.js")
    );
    let mut complaints = Vec::new();
    for (file, words) in &found {
        let mut kinds = words.clone();
        kinds.sort_unstable();
        kinds.dedup();
        for word in kinds {
            let count = words.iter().filter(|found| **found == word).count();
            let allowed = EXCEPTIONS.iter().find(|(of, known, ..)| of == file && *known == word).map_or(0, |it| it.2);
            if allowed < count {
                complaints.push(format!("{file} has {word} {count} times; {allowed} are listed with a reason"));
            }
        }
    }
    for (file, word, count, why) in EXCEPTIONS {
        let there = found
            .iter()
            .find(|(name, _)| name == file)
            .map_or(0, |(_, words)| words.iter().filter(|it| **it == word).count());
        if there < count || why.is_empty() {
            complaints.push(format!("{file} has {word} {there} times; the exception says {count}"));
        }
    }
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn reader_of_sources_finds_what_is_planted() {
    assert_eq!(in_rust("fn f(e: Element) { e.set_inner_html(&text); }"), ["set_inner_html"]);
    assert_eq!(in_rust("fn f() { Html::from_html_unchecked(a); js_sys::eval(b) }"), ["from_html_unchecked", "eval"]);
    assert_eq!(in_rust("fn f() { Reflect::set(&e, &\"innerHTML\".into(), &t) }"), ["innerHTML"]);
    assert_eq!(in_rust("fn f() { a(html! { <p>{ set_inner_html }</p> }) }"), ["set_inner_html"]);
    assert_eq!(in_rust("// e.set_inner_html(t)\nfn f() {}"), [""; 0]);
    assert_eq!(in_script("a.innerHTML = b;\n  x(new Function(c));"), ["innerHTML", "new Function"]);
    assert_eq!(in_script("// a.innerHTML = b;\n/* eval( */\n * srcdoc\nx();"), [""; 0]);
}
