//! The layers, and the style, as tests: what the compiler does not hold, this holds.

pub mod source;

use source::{bare, module_of, named, tokens};
use std::path::Path;

/// A layer uses only what stands to its left.
const LAYERS: [&str; 10] = ["paxos", "sim", "check", "story", "player", "view", "export", "link", "ui", "embed"];
const CODE_LINES_MAX: usize = 400;
const FUNCTION_LINES_MAX: usize = 70;

/// What is wrong in one file with what it uses.
fn wrong_uses(file: &str, text: &str) -> Vec<String> {
    let module = module_of(file);
    let place = |name: &str| LAYERS.iter().position(|&layer| layer == name);
    let Some(own) = place(&module[0]) else {
        return vec![format!("{file}:1: belongs to no layer")];
    };
    let complaint = |path: &[String], line: usize| {
        let used = path.first().map_or("*", String::as_str);
        match place(used) {
            Some(other) if other <= own => None,
            Some(_) => Some(format!("{file}:{line}: {} uses {used}, which stands to its right", module[0])),
            None => Some(format!("{file}:{line}: crate::{used} is no layer; name the layer")),
        }
    };
    named(&module, text).iter().filter_map(|named| complaint(&named.path, named.line)).collect()
}

/// Every file of the layers with its text: `src` without `lib.rs` and `src/bin`.
fn files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("src")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of src can be read") {
            let path = entry.expect("an entry of src can be read").path();
            let name = path.strip_prefix(root).expect("it is below the root").to_string_lossy().replace('\\', "/");
            match (path.is_dir(), name.as_str()) {
                (_, "src/bin" | "src/lib.rs") => {}
                (true, _) => folders.push(path),
                (false, _) if name.ends_with(".rs") => {
                    files.push((name, std::fs::read_to_string(&path).expect("a source file is text")));
                }
                (false, _) => {}
            }
        }
    }
    files.sort();
    files
}

/// The lines of a file in which these words and signs follow each other.
fn lines_with(text: &str, wanted: &str) -> Vec<usize> {
    let (all, wanted) = (tokens(&bare(text)), tokens(wanted));
    let found =
        all.windows(wanted.len()).filter(|found| found.iter().map(|t| &t.text).eq(wanted.iter().map(|t| &t.text)));
    found.map(|found| found[0].line).collect()
}

/// Complaints about each place in `layers` where one of the banned texts stands.
fn banned(layers: &[&str], words: &[&str]) -> Vec<String> {
    let of_layers = files().into_iter().filter(|(file, _)| layers.contains(&module_of(file)[0].as_str()));
    of_layers.flat_map(|(file, text)| banned_in(&file, &text, words)).collect()
}

fn banned_in(file: &str, text: &str, words: &[&str]) -> Vec<String> {
    let at = |word: &&str| lines_with(text, word).into_iter().map(|line| format!("{file}:{line}: {word}")).collect();
    words.iter().flat_map(|word| -> Vec<String> { at(word) }).collect()
}

/// Lines that compare with `>` or `>=`. The formatter puts blanks around these and around no bracket.
fn lines_with_greater(text: &str) -> Vec<usize> {
    let is_greater = |line: &str| line.contains(" > ") || line.contains(" >= ");
    bare(text).lines().enumerate().filter(|(_, line)| is_greater(line)).map(|(at, _)| at + 1).collect()
}

fn code_lines(text: &str) -> usize {
    bare(text).lines().filter(|line| !line.trim().is_empty()).count()
}

/// The name, the line and the length of every function that has a body.
fn functions(text: &str) -> Vec<(String, usize, usize)> {
    let all = tokens(&bare(text));
    let starts = all.windows(2).enumerate().filter(|(_, pair)| pair[0].text == "fn");
    let function = |(at, pair): (usize, &[source::Token])| {
        let mut open = 0;
        let body = at
            + all[at..].iter().position(|token| {
                open += i32::from(matches!(&*token.text, "(" | "[")) - i32::from(matches!(&*token.text, ")" | "]"));
                open == 0 && matches!(&*token.text, "{" | ";")
            })?;
        if all[body].text == ";" {
            return None;
        }
        let mut depth = 0;
        let end = all[body..].iter().find(|token| {
            depth += i32::from(token.text == "{") - i32::from(token.text == "}");
            depth == 0
        })?;
        Some((pair[1].text.clone(), pair[0].line, end.line - pair[0].line + 1))
    };
    starts.filter_map(function).collect()
}

fn assert_none(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

#[test]
fn layers_use_only_what_stands_to_their_left() {
    let complaints: Vec<String> = files().iter().flat_map(|(file, text)| wrong_uses(file, text)).collect();
    assert_none(&complaints);
}

#[test]
fn reader_of_layers_sees_the_files_that_there_are() {
    let files = files();
    let has = |name: &str| files.iter().any(|(file, _)| file == name);
    assert!(has("src/paxos.rs") && has("src/paxos/node.rs") && has("src/sim/world.rs"));
    assert!(!has("src/lib.rs") && !has("src/bin/page.rs"));
    let (file, text) = files.iter().find(|(file, _)| file == "src/sim/world.rs").expect("it is there");
    let uses = named(&module_of(file), text);
    assert!(uses.iter().any(|used| used.path[0] == "paxos"), "sim uses paxos, and the reader must see it");
}

#[test]
fn layer_check_fails_on_a_planted_wrong_import() {
    let right_of =
        |used: &str, line: usize| format!("src/paxos/node.rs:{line}: paxos uses {used}, which stands to its right");
    let planted = [
        ("use crate::sim::World;", right_of("sim", 1)),
        ("//! A text.\n\npub(super) use crate::sim as s;", right_of("sim", 3)),
        ("fn f() {\n    crate::ui::x();\n}", right_of("ui", 2)),
        ("use crate::{paxos, sim};", right_of("sim", 1)),
        ("use crate::{\n    paxos::{Node, node::{self, Input}},\n    sim::{World, truth},\n};", right_of("sim", 3)),
        ("use super::super::sim;", right_of("sim", 1)),
        ("use super::super::{ballot, view::Frame};", right_of("view", 1)),
        ("fn f() { super::super::story::words() }", right_of("story", 1)),
        ("mod inner { use super::super::super::sim::World; }", right_of("sim", 1)),
        ("mod a { mod b {} fn f() {} use super::super::super::link; }", right_of("link", 1)),
        ("fn f(w: &crate::sim::World) {}", right_of("sim", 1)),
        ("const C: char = '\"'; use crate::sim; // \"", right_of("sim", 1)),
        ("fn f<'a>(a: &'a u8) { crate::sim::x() }", right_of("sim", 1)),
        ("const T: &str = r#\"a \" b\"#; use crate::embed;", right_of("embed", 1)),
        ("use crate::*;", "src/paxos/node.rs:1: crate::* is no layer; name the layer".into()),
        ("use crate::World;", "src/paxos/node.rs:1: crate::World is no layer; name the layer".into()),
    ];
    for (text, complaint) in planted {
        let found = wrong_uses("src/paxos/node.rs", text);
        // `ballot` in a group is no layer either; only the last complaint is of interest there.
        assert_eq!(found.last(), Some(&complaint), "in {text}");
    }
    assert_eq!(wrong_uses("src/helper.rs", ""), ["src/helper.rs:1: belongs to no layer"]);
    assert_eq!(wrong_uses("src/view.rs", "use crate::{ui, paxos};\nuse crate::link;").len(), 2);
}

#[test]
fn layer_check_passes_what_is_allowed() {
    let allowed = [
        ("src/sim/world.rs", "use crate::paxos::{Node, NodeId};\nuse super::truth::{self, Chosen};"),
        ("src/sim.rs", "pub use world::World;\nuse self::action::Action;\nuse crate::sim::draw;"),
        ("src/paxos/node.rs", "use super::rules::Rules;\nfn f(a: super::Role) -> crate::paxos::Node {}"),
        (
            "src/paxos/node.rs",
            "// use crate::sim;\n/* crate::ui::x() /* nested */ */ const T: &str = \"crate::sim::x()\";",
        ),
        ("src/paxos/node.rs", "/// See [`crate::sim::World`].\npub(crate) fn f() {}"),
        ("src/paxos/node.rs", "mod tests { use super::*; mod deep { use super::super::*; } }\nuse super::Node;"),
        ("src/embed/handle.rs", "use crate::{check, export, link, paxos, player, sim, story, ui, view};"),
        ("src/view/stage.rs", "use std::fmt;\nuse smallvec::SmallVec;\nuse crate::story::words;"),
        ("src/ui.rs", "fn f() { let a = if 1 < 2 { crate::view::frame() } else { crate::player::update() }; }"),
    ];
    for (file, text) in allowed {
        assert_eq!(wrong_uses(file, text), [""; 0], "in {text}");
    }
}

#[test]
fn files_stay_below_the_limit_of_code_lines() {
    let long = files().into_iter().map(|(file, text)| (file, code_lines(&text))).filter(|&(_, n)| CODE_LINES_MAX <= n);
    let complaints: Vec<String> = long.map(|(file, lines)| format!("{file}:1: {lines} lines of code")).collect();
    assert_none(&complaints);
    assert_eq!(code_lines("//! A comment.\n\nfn f() {\n    // Why.\n}\n"), 2);
}

#[test]
fn functions_stay_below_the_limit_of_lines() {
    let mut complaints = Vec::new();
    for (file, text) in files() {
        let long = functions(&text).into_iter().filter(|&(_, _, length)| FUNCTION_LINES_MAX < length);
        complaints.extend(long.map(|(name, line, length)| format!("{file}:{line}: {name} has {length} lines")));
    }
    assert_none(&complaints);
    assert_eq!(functions("trait T { fn a(); }\nfn b(c: [u8; 2]) {\n  if c { d() }\n}"), [("b".to_string(), 2, 3)]);
}

#[test]
fn paxos_ignores_nothing_without_a_note() {
    let silent = ["_ => {}", "_ => ()"];
    assert_none(&banned(&["paxos"], &silent));
    assert_eq!(banned_in("f", "match a {\n _ => { // why\n }\n}", &silent), ["f:2: _ => {}"]);
}

#[test]
fn page_never_unwraps() {
    let unwrap = [".unwrap()"];
    assert_none(&banned(&["ui", "embed"], &unwrap));
    assert_eq!(banned_in("f", "a\n  .unwrap ( );", &unwrap), ["f:2: .unwrap()"]);
}

/// A strict Content-Security-Policy forbids style attributes; the property `~style={…}` it allows.
#[test]
fn page_has_no_style_attributes() {
    let attributes = |text: &str| text.contains(" style=") || text.contains("attribute(\"style\"");
    let in_page = |file: &str| file.starts_with("src/ui") || file.starts_with("src/embed");
    let complaints = files().into_iter().filter(|(file, text)| in_page(file) && attributes(text));
    assert_none(&complaints.map(|(file, _)| format!("{file}:1: sets a style attribute")).collect::<Vec<_>>());
    assert!(attributes("html! { <p class=\"a\" style={b}></p> }") && !attributes("html! { <p ~style={b}></p> }"));
}

#[test]
fn core_has_no_clock_no_chance_no_float_and_no_serde() {
    let absent = ["HashMap", "HashSet", "f32", "f64", "std::time", "core::time", "Instant", "SystemTime", "serde"];
    assert_none(&banned(&["paxos", "sim"], &absent));
    for word in absent {
        assert_eq!(banned_in("f", &format!("use x;\nlet a: {word};"), &absent), [format!("f:2: {word}")]);
    }
}

#[test]
fn serde_lives_in_export_link_and_embed_alone() {
    assert_none(&banned(&["check", "story", "player", "view", "ui"], &["serde", "serde_json", "serde_wasm_bindgen"]));
}

#[test]
fn comparisons_read_as_on_the_number_line() {
    let mut complaints = Vec::new();
    for (file, text) in files() {
        complaints.extend(lines_with_greater(&text).iter().map(|line| format!("{file}:{line}: write it with < or <=")));
    }
    assert_none(&complaints);
    assert_eq!(lines_with_greater("let a: Vec<u8> = b;\nif a > b {}\nc >= d; // e\nf -> g => h;"), [2, 3]);
}
