//! What docs/exports.md shows of the texts is what they are. `UPDATE_EXPECT=1` writes the diagram anew.

use super::blocks::{Block, read};
use super::page;
use crate::command::{Folder, paxos};
use std::io::Write;
use std::process::{Command, Stdio};

const PAGE: &str = "docs/exports.md";

/// The scene of the page in a file, and the blocks below it; `name` is the test's own.
fn example(name: &str) -> (Folder, String, Vec<Block>) {
    let blocks = read(PAGE, &page(PAGE)).blocks;
    let at = blocks.iter().position(|block| block.marks == ["paxos"]).expect("the page has a scene");
    let folder = Folder::new(name);
    let file = folder.with("scene.paxos", &blocks[at].text);
    (folder, file, blocks[at + 1..].to_vec())
}

fn export(file: &str, format: &str) -> String {
    let ran = paxos(&["export", file, "--format", format]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran.out
}

/// The block in this language, and the next one.
fn block<'a>(blocks: &'a [Block], language: &str) -> (&'a Block, Option<&'a Block>) {
    let at = blocks.iter().position(|block| block.language() == language);
    let at = at.unwrap_or_else(|| panic!("{PAGE} has no block in {language}"));
    (&blocks[at], blocks.get(at + 1))
}

#[test]
fn diagram_and_table_of_the_page_are_those_of_its_scene() {
    let (_folder, file, blocks) = example("texts-drawn");
    let (diagram, drawn) = (block(&blocks, "mermaid").0, export(&file, "mermaid"));
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
        std::fs::write(&path, page(PAGE).replace(&diagram.text, &drawn)).expect("the page can be written");
    } else {
        assert_eq!(diagram.text, drawn, "{}", diagram.place());
    }
    let (table, written) = (block(&blocks, "markdown").0, export(&file, "markdown"));
    assert!(written.ends_with(&table.text), "{}: it is\n{written}", table.place());
}

/// What a program says with this on its standard input; nothing where it is not installed.
fn said(program: &str, arguments: &[&str], input: &str) -> Option<String> {
    let pipes = |command: &mut Command| command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut child = pipes(Command::new(program).args(arguments)).ok()?;
    child.stdin.take().expect("it is piped").write_all(input.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{program} fails");
    Some(String::from_utf8(output.stdout).expect("it writes text"))
}

/// Where jq or Python is missing, its example is not run.
#[test]
fn examples_with_jq_and_python_say_what_the_page_says() {
    let (_folder, file, blocks) = example("texts-read");
    let json = export(&file, "json");
    let (shell, wanted) = block(&blocks, "sh");
    let filter = shell.text.split_once("jq -r '").and_then(|(_, rest)| rest.rsplit_once('\'')).expect("a filter").0;
    assert!(shell.text.starts_with("paxos export FILE.paxos --format json |"), "{}", shell.place());
    let wanted_of_jq = wanted.map(|block| block.text.clone());
    if let Some(said) = said("jq", &["-r", filter], &json) {
        assert_eq!(Some(said), wanted_of_jq, "{}", shell.place());
    }
    let (python, wanted) = block(&blocks, "python");
    if let Some(said) = said("python3", &["-c", &python.text], &json) {
        assert_eq!(Some(said), wanted.map(|block| block.text.clone()), "{}", python.place());
    }
}
