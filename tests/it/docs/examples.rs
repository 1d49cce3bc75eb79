//! Runs the examples.
//!
//! A block marked `paxos` is a scene that plays. `paxos fragment` stands under [`CAST`], as far as it
//! declares nothing else itself. `paxos fails`, with or without `fragment`, does not play, and the `text`
//! block after it is what is said then, `…` standing for what is left out. A `json` block is part of the
//! run of the last scene above it, a `console` block runs the command on that scene.

use super::blocks::{Block, Page, read, squeezed};
use super::{page, pages};
use crate::command::{Folder, paxos};
use paxos_explainer::export::run;
use paxos_explainer::story::{Scene, parse};
use serde_json::Value;

/// What stands above a fragment.
const CAST: [&str; 5] = ["title Fragment", "clients C1", "proposers P1 P2", "acceptors A1 A2 A3", "learners L1"];
/// Every combination of marks that means something.
const MARKS: [&[&str]; 4] = [&["paxos"], &["paxos", "fragment"], &["paxos", "fails"], &["paxos", "fragment", "fails"]];

/// The whole scene of a block, and how many lines of it do not stand on the page.
fn scene_of(block: &Block) -> (String, usize) {
    if !block.is_marked("fragment") {
        return (block.text.clone(), 0);
    }
    let first_word = |line: &str| line.split_whitespace().next().map(str::to_string);
    let declared: Vec<String> = block.text.lines().filter_map(first_word).collect();
    let cast = CAST.into_iter().filter(|line| first_word(line).is_none_or(|word| !declared.contains(&word)));
    let cast: Vec<&str> = cast.collect();
    (format!("{}\n{}", cast.join("\n"), block.text), cast.len())
}

/// Plays the scene of a block; what is said if it does not play, with the place on the page.
fn play(block: &Block) -> Result<Scene, String> {
    let (scene, above) = scene_of(block);
    parse(&scene).and_then(Scene::play).map_err(|mut problem| {
        problem.line = (block.line + problem.line).saturating_sub(above);
        format!("{}:{problem}", block.file)
    })
}

/// Whether the parts of `wanted` between the dots stand in `said`, in this order.
fn says(said: &str, wanted: &str) -> bool {
    let said = squeezed(said);
    let mut rest = said.as_str();
    wanted.split('…').map(squeezed).all(|part| match rest.find(&part) {
        Some(at) => {
            rest = &rest[at + part.len()..];
            true
        }
        None => false,
    })
}

/// Whether `part` is in `whole`: of an object some keys, of a list some elements in their order.
fn is_part(part: &Value, whole: &Value) -> bool {
    match (part, whole) {
        (Value::Object(part), Value::Object(whole)) => {
            part.iter().all(|(key, part)| whole.get(key).is_some_and(|whole| is_part(part, whole)))
        }
        (Value::Array(part), Value::Array(whole)) if part.is_empty() => whole.is_empty(),
        (Value::Array(part), Value::Array(whole)) => {
            let mut whole = whole.iter();
            part.iter().all(|part| whole.any(|whole| is_part(part, whole)))
        }
        _ => part == whole,
    }
}

fn json_of(scene: &Scene) -> Value {
    let (script, recording) = (&scene.script, &scene.recording);
    let run = run::run(&script.title, &scene.slides, &script.names, recording, recording.end());
    serde_json::to_value(run).expect("a run is JSON")
}

/// Runs each command of a `console` block on `scene`; what it should print are lines of what it prints.
fn try_console(block: &Block, scene: &str) -> Option<String> {
    let folder = Folder::new(&format!("docs-{}-{}", block.file.replace('/', "-"), block.line));
    let file = folder.with("scene.paxos", scene);
    for command in block.text.split("$ ").skip(1) {
        let (line, wanted) = command.split_once('\n').unwrap_or((command, ""));
        let words: Vec<&str> = line.split_whitespace().collect();
        let Some((&"paxos", words)) = words.split_first() else {
            return Some(format!("{}: `{line}` does not begin with paxos", block.place()));
        };
        let words: Vec<&str> =
            words.iter().map(|word| if word.ends_with(".paxos") { file.as_str() } else { word }).collect();
        let ran = paxos(&words);
        if ran.code != 0 || !says(&ran.out, wanted) {
            return Some(format!("{}: `{line}` prints\n{}{}", block.place(), ran.out, ran.err));
        }
    }
    None
}

/// Whether a line outside of what is checked could be one of a scene.
fn is_of_scene(line: &str) -> bool {
    ["propose ", "deliver ", "request ", "expect ", "run until "].iter().any(|word| line.starts_with(word))
}

/// What is wrong with one block, where `scene` is the last block above it that plays.
fn wrong_with(block: &Block, next: Option<&Block>, scene: Option<&Block>) -> Option<String> {
    let place = block.place();
    // A scene within HTML is played by `embed`.
    let is_within = block.text.contains("type=\"text/paxos\"");
    let looks_like_scene = !is_within && block.text.lines().any(|line| is_of_scene(line.trim_start()));
    match block.language() {
        "paxos" if !MARKS.iter().any(|marks| block.marks == *marks) => {
            Some(format!("{place}: `{}` is no mark that means something", block.marks.join(" ")))
        }
        "paxos" if block.is_marked("fails") => match (play(block), next) {
            (Ok(_), _) => Some(format!("{place}: this should fail, and plays")),
            (Err(said), Some(next)) if next.marks == ["text"] => (!says(&said, &next.text))
                .then(|| format!("{}: this is not what is said:\n{}what is said is\n{said}", next.place(), next.text)),
            (Err(_), _) => Some(format!("{place}: what fails is followed by a `text` block with what is said")),
        },
        "paxos" => play(block).err(),
        "json" | "console" if scene.is_none() => Some(format!("{place}: there is no scene above this")),
        "json" => {
            let played = scene.and_then(|scene| play(scene).ok()).map_or(Value::Null, |scene| json_of(&scene));
            match serde_json::from_str(&block.text) {
                Ok(part) => (!is_part(&part, &played)).then(|| format!("{place}: this is no part of\n{played:#}")),
                Err(error) => Some(format!("{place}: this is not JSON: {error}")),
            }
        }
        "console" => scene.and_then(|scene| try_console(block, &scene_of(scene).0)),
        _ => looks_like_scene.then(|| format!("{place}: this looks like a scene; mark it `paxos`, so that it is run")),
    }
}

/// All that is wrong with the examples of a page.
fn wrong(file: &str, text: &str) -> Vec<String> {
    let Page { blocks, lines } = read(file, text);
    let mut wrong = Vec::new();
    let mut scene = None;
    for (at, block) in blocks.iter().enumerate() {
        wrong.extend(wrong_with(block, blocks.get(at + 1), scene));
        if block.language() == "paxos" && !block.is_marked("fails") {
            scene = Some(block);
        }
    }
    let unchecked = lines.iter().filter(|(_, line)| line.strip_prefix("    ").is_some_and(is_of_scene));
    wrong.extend(unchecked.map(|(number, _)| format!("{file}:{number}: this looks like a scene; fence it")));
    wrong
}

#[test]
fn every_example_runs_as_it_says() {
    let wrong: Vec<String> = pages().iter().flat_map(|(file, text)| wrong(file, text)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// A fragment is told to stand under the cast that the guide shows.
#[test]
fn cast_of_the_fragments_is_the_one_that_is_shown() {
    let guide = read("docs/scenes.md", &page("docs/scenes.md"));
    let shown = |block: &Block| CAST[1..].iter().all(|line| block.text.lines().any(|shown| shown == *line));
    assert!(
        guide.blocks.iter().any(|block| block.marks == ["paxos"] && shown(block) && block.text.lines().count() == 5)
    );
}

/// What keeps this honest: each kind of mistake, put into a copy of the guide, is found.
#[test]
fn mistakes_in_a_page_are_found() {
    let guide = page("docs/scenes.md");
    let found = |from: &str, to: &str| {
        assert!(guide.contains(from), "the guide has {from}");
        wrong("guide", &guide.replacen(from, to, 1))
    };
    assert_eq!(wrong("guide", &guide), Vec::<String>::new());
    for (from, to, named) in [
        ("expect chosen cat dog\n", "expect chosen cat cow\n", "chosen is cat and dog"),
        ("expect chosen cat and L1 learned cat", "expect chosen dog", "guide:13:1: chosen is cat"),
        ("run 1000                       #", "rum 1000 #", "\"rum\" is not"),
        ("delivr PREPARE", "deliver PREPARE", "should fail, and plays"),
        ("expected \"deliver\" or", "expected \"delve\" or", "not what is said"),
        ("\"roles\": [\"acceptor\"], \"promised\": \"1\"", "\"promised\": \"2\"", "no part of"),
        ("P1 and L1 have learned cat.", "P1 and L1 have learned dog.", "prints"),
        ("```paxos fragment\n", "```\n", "looks like a scene"),
        ("```paxos fragment\n", "```paxos fragmant\n", "no mark"),
        ("\n## Limits", "\n    propose P1 cat\n\n## Limits", "fence it"),
    ] {
        let wrong = found(from, to).join("\n");
        assert!(wrong.contains("guide:") && wrong.contains(named), "{to}: {wrong}");
    }
}
