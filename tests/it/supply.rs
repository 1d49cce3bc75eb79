//! What the project is made of: no unsafe code, no crate that is too new, and nothing of npm's in what others are given.

use crate::layers::source::{bare, tokens};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The one file that may: it hands a function to node by its name, which counts as unsafe, as another might have the
/// same. It is a benchmark, and in nothing that is given to others.
const UNSAFE: &str = "benches/wasm/in_node.rs";
/// Where Rust of ours lies.
const RUST: [&str; 7] = ["src", "tests", "benches", "xtask/src", "xtask/split/src", "fuzz/fuzz_targets", "build.rs"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(file: &str) -> String {
    std::fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file} can be read: {error}"))
}

/// All files with one of these endings in a folder or what lies in it, or a file alone, by their paths from the root.
fn files(place: &str, endings: &[&str]) -> Vec<String> {
    let mut places = vec![root().join(place)];
    let mut found = Vec::new();
    while let Some(path) = places.pop() {
        if path.is_dir() {
            let entries = std::fs::read_dir(&path).expect("a folder can be read");
            places.extend(entries.map(|entry| entry.expect("its entries can be read").path()));
        } else if path.extension().is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted)) {
            let name = path.strip_prefix(root()).expect("it is below the root");
            found.push(name.to_string_lossy().replace('\\', "/"));
        }
    }
    found.sort();
    found
}

/// The lines in which something unsafe is done, or allowed.
fn unsafe_lines(text: &str) -> Vec<usize> {
    let is_unsafe = |word: &str| matches!(word, "unsafe" | "unsafe_code");
    tokens(&bare(text)).iter().filter(|token| is_unsafe(&token.text)).map(|token| token.line).collect()
}

#[test]
fn nothing_is_unsafe_but_the_export_of_a_benchmark() {
    let all: Vec<String> = RUST.iter().flat_map(|place| files(place, &["rs"])).collect();
    assert!(all.iter().any(|file| file == "src/paxos/node.rs") && all.iter().any(|file| file == "xtask/src/main.rs"));
    let found: Vec<&String> = all.iter().filter(|file| !unsafe_lines(&read(file)).is_empty()).collect();
    assert_eq!(found, [UNSAFE]);
}

#[test]
fn reader_of_sources_sees_what_is_unsafe() {
    assert_eq!(unsafe_lines("fn f() {\n    unsafe { g() }\n}"), [2]);
    assert_eq!(unsafe_lines("#![allow(unsafe_code)]"), [1]);
    assert_eq!(unsafe_lines("// unsafe\nconst T: &str = \"unsafe\"; fn unsafe_below() {}"), [0; 0]);
}

/// The compiler holds it too, in every target of each package.
#[test]
fn compiler_is_told_to_refuse_unsafe_code() {
    for (manifest, level) in
        [("Cargo.toml", "deny"), ("xtask/Cargo.toml", "forbid"), ("xtask/split/Cargo.toml", "forbid")]
    {
        let text = read(manifest);
        let lints = text.split("[lints.rust]").nth(1).expect("it has lints");
        assert!(lints.trim_start().starts_with(&format!("unsafe_code = \"{level}\"")), "{manifest}");
    }
}

/// A version as numbers.
fn version(text: &str) -> Vec<u32> {
    let mut numbers: Vec<u32> = text.split('.').map(|part| part.parse().expect("a number")).collect();
    numbers.resize(3, 0);
    numbers
}

/// The packages among these that ask for a newer Rust than this.
fn too_new(metadata: &Value, ours: &str) -> Vec<String> {
    let packages = metadata["packages"].as_array().expect("there are packages");
    let asks = |package: &&Value| package["rust_version"].as_str().is_some_and(|it| version(ours) < version(it));
    let told = |package: &Value| {
        format!("{} {} asks for Rust {}", package["name"], package["version"], package["rust_version"])
    };
    packages.iter().filter(asks).map(told).collect()
}

#[test]
fn no_crate_asks_for_a_newer_rust_than_the_project_says() {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--locked", "--format-version", "1"]).current_dir(root());
    let output = cargo.output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let ours = env!("CARGO_PKG_RUST_VERSION");
    assert_eq!(too_new(&metadata, ours), [""; 0]);
    assert!(!too_new(&metadata, "1.30").is_empty(), "some of them say what they ask for");
    for manifest in ["xtask/Cargo.toml", "xtask/split/Cargo.toml"] {
        assert!(read(manifest).contains(&format!("rust-version = \"{ours}\"")), "{manifest} says the same");
    }
}

/// What a script takes from elsewhere: the words behind `from` and `import`.
fn imports(script: &str) -> Vec<String> {
    let quoted = |rest: &str| {
        let rest = rest.trim_start().trim_start_matches('(');
        let quote = rest.chars().next().filter(|sign| "'\"`".contains(*sign))?;
        Some(rest[1..].split(quote).next()?.to_string())
    };
    let words = ["from", "import"].into_iter().flat_map(|word| script.match_indices(word));
    let is_word =
        |&(at, _): &(usize, &str)| !script[..at].ends_with(|sign: char| sign.is_alphanumeric() || "._".contains(sign));
    words.filter(is_word).filter_map(|(at, word)| quoted(&script[at + word.len()..])).collect()
}

fn is_own(import: &str) -> bool {
    import.starts_with("./") || import.starts_with("node:")
}

/// What is given to others is made of `static`, of what wasm-bindgen writes, and of what `xtask` makes of both. None of
/// them takes anything from a package of npm's; Binaryen's wasm-opt goes over the wasm and esbuild over scripts, and both leave
/// nothing of themselves.
#[test]
fn nothing_of_npm_is_in_what_is_given_to_others() {
    let mut scripts = files("static", &["js", "mjs"]);
    scripts.extend(["xtask/pack.mjs", "xtask/rest.js", "xtask/guard.js", "index.html"].map(String::from));
    assert!(scripts.iter().any(|file| file == "static/start.js"));
    for file in scripts {
        let strange: Vec<String> = imports(&read(&file)).into_iter().filter(|import| !is_own(import)).collect();
        assert_eq!(strange, [""; 0], "{file} takes these from elsewhere");
        assert!(!read(&file).contains("node_modules"), "{file}");
    }
}

#[test]
fn reader_of_scripts_sees_what_they_take() {
    let script =
        "import { a } from 'katex';\nimport \"./b.js\";\nawait import('node:fs');\nArray.from('x'); // import.meta";
    assert_eq!(imports(script), ["katex", "./b.js", "node:fs"]);
    assert!(!is_own("katex") && is_own("./b.js"));
}

/// Each package of npm's is for tests, and of one version.
#[test]
fn npm_packages_are_for_tests_and_of_one_version_each() {
    let manifest: Value = serde_json::from_str(&read("e2e/package.json")).expect("it is JSON");
    assert!(manifest.get("dependencies").is_none(), "what is not for tests alone would be given to others");
    let mut folders: Vec<PathBuf> = vec![root().join("e2e")];
    let hosts = std::fs::read_dir(root().join("e2e/hosts")).expect("the folder can be read");
    folders.extend(hosts.map(|entry| entry.expect("its entries can be read").path()));
    for folder in folders.into_iter().filter(|folder| folder.join("package.json").is_file()) {
        let text = std::fs::read_to_string(folder.join("package.json")).expect("it can be read");
        let manifest: Value = serde_json::from_str(&text).expect("it is JSON");
        for kind in ["dependencies", "devDependencies"] {
            let all = manifest[kind].as_object().into_iter().flatten();
            for (name, wanted) in all {
                let wanted = wanted.as_str().expect("a version is a text");
                assert!(
                    wanted.split('.').all(|part| part.parse::<u32>().is_ok()),
                    "{name}: {wanted} is no one version"
                );
            }
        }
        assert!(folder.join("package-lock.json").is_file(), "{} has no lockfile", folder.display());
    }
}
