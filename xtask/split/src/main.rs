//! The program of the page in two parts: what the first view needs, and the rest.
//!
//! Most of the program is for what a reader may do, and a small part for what a reader sees first. Which functions that
//! part has, and which ways these go, says a list, `xtask/first-view.txt`, which `cargo xtask profile` makes by watching a
//! browser. Here the program that Trunk has built is split by it. Who calls in the first part what is in the rest brings the
//! rest, and then calls it there. So a list that is out of date costs time and breaks nothing: what it lacks is in the rest,
//! and is brought when it is needed.
//!
//! Both parts share one memory and one table of functions. The rest is fetched as soon as the first part runs
//! (`xtask/rest.js`), and what a link asks for besides the plain page waits for both.
//!
//! - `program`: what is read of a program.
//! - `linked`: what the linker says of the data.
//! - `shape`, `live`: what is read of a function: what encloses what, and which variables count where.
//! - `seen`: the list.
//! - `cold`: the ways that the first view does not go, as functions of their own.
//! - `plan`: which function goes where.
//! - `first`, `rest`: the parts.
//! - `order`: the order of the functions in a part.
//! - `hits`: a program that notes which ways its functions have gone.

mod cold;
mod first;
mod hits;
mod linked;
mod live;
mod order;
mod plan;
mod program;
mod rest;
mod seen;
mod shape;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use linked::Linked;
use plan::Plan;
use program::Program;
use seen::Seen;
use wasmparser::Payload;

/// What went wrong, in a sentence.
type Result<T> = std::result::Result<T, String>;

const USAGE: &str = "\
Usage:
  split parts PROGRAM LINKED LIST REST SCRIPT
                                        puts what LIST does not name into REST, and leaves what it does; LINKED is the
                                        program as the linker left it, SCRIPT what wasm-bindgen wrote, which learns the
                                        names of what they import
  split count PROGRAM                   makes a program note what has run
  split list PROGRAM NOTES LIST         adds to LIST what such a program has noted; PROGRAM is it as it was before
  split sizes PROGRAM LIST              says where the bytes of the code go, in the first part and in the rest
  split bare PROGRAM                    takes out of a program what is for linkers and debuggers alone";

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words[..] {
        ["parts", program, linked, list, rest, script] => {
            parts(program.as_ref(), linked.as_ref(), list.as_ref(), rest.as_ref(), script.as_ref())
        }
        ["count", program] => count(program.as_ref()),
        ["list", program, notes, list] => listed(program.as_ref(), notes.as_ref(), list.as_ref()),
        ["sizes", program, list] => sizes(program.as_ref(), list.as_ref()),
        ["bare", program] => bare(program.as_ref()),
        _ => Err(USAGE.to_string()),
    };
    match done {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

fn parts(path: &Path, linked: &Path, list: &Path, rest: &Path, script: &Path) -> Result<String> {
    let bytes = read(path)?;
    let seen = Seen::read(&text(list)?);
    let whole = Program::read(&bytes)?;
    let (bytes, pieces) = cold::apart(&whole, &seen)?;
    let program = Program::read(&bytes)?;
    let plan = Plan::of(&program, &Linked::read(&read(linked)?)?, &seen.names())?;
    write(script, plan::renamed(&text(script)?, &program)?.as_bytes())?;
    write(rest, &rest::rest(&program, &plan)?)?;
    write(path, &first::first(&program, &plan)?)?;
    let (first, all) = (plan.first.len(), whole.kinds.len());
    let apart: usize = plan.apart.iter().map(|place| place.len()).sum();
    let data: usize = program.data.iter().map(|(_, bytes)| bytes.len()).sum();
    let data = format!("{} of {data} bytes of data", data - apart);
    Ok(format!("The first part has {first} of {all} functions, without {pieces} pieces of them, and {data}."))
}

fn count(path: &Path) -> Result<String> {
    let bytes = read(path)?;
    let program = Program::read(&bytes)?;
    write(path, &hits::counting(&program)?)?;
    Ok(format!("{} notes what it has done.", path.display()))
}

fn listed(path: &Path, notes: &Path, list: &Path) -> Result<String> {
    let bytes = read(path)?;
    let program = Program::read(&bytes)?;
    let before = if list.exists() { text(list)? } else { String::new() };
    let mut numbers: Vec<usize> = text(notes)?.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    numbers.sort_unstable();
    let seen = hits::list(&program, &Seen::read(&before), &numbers)?;
    write(list, seen.written().as_bytes())?;
    Ok(format!("{} has {} names of {} functions.", list.display(), seen.len(), program.kinds.len()))
}

/// A table of the bytes of code, by crate, and by layer of our own.
fn sizes(path: &Path, list: &Path) -> Result<String> {
    let bytes = read(path)?;
    let seen = Seen::read(&text(list)?);
    let (bytes, _) = cold::apart(&Program::read(&bytes)?, &seen)?;
    let program = Program::read(&bytes)?;
    let mut sums: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    for function in program.defined() {
        let name = program.name(function).unwrap_or("without a name");
        let part = usize::from(!seen.has(name));
        for of in [origin(name), "all".to_string()] {
            sums.entry(of).or_default()[part] += program.body(function).range().len();
        }
    }
    let mut rows: Vec<(String, [usize; 2])> = sums.into_iter().collect();
    rows.sort_by_key(|(_, sums)| std::cmp::Reverse(sums[0]));
    let rows = rows.iter().map(|(of, [first, rest])| format!("| {of} | {first} | {rest} |"));
    Ok(format!("| code of | first part | rest |\n| --- | --: | --: |\n{}", rows.collect::<Vec<_>>().join("\n")))
}

/// The crate whose function it is, or the layer of ours: what is written for a type of ours is ours.
fn origin(name: &str) -> String {
    const OURS: &str = "paxos_explainer::";
    let word = |text: &str| text.chars().take_while(|it| it.is_alphanumeric() || *it == '_').collect::<String>();
    match name.split_once(OURS) {
        Some((_, inside)) => format!("our `{}`", word(inside)),
        // What wasm-bindgen has put in has names that only it can read.
        None if name.starts_with('_') => "shims".to_string(),
        None => word(name.trim_start_matches(['<', '&', '(', '[', '*'])),
    }
}

/// The custom sections change nothing of what a program does.
fn bare(path: &Path) -> Result<String> {
    let bytes = read(path)?;
    let ordered = order::ordered(&bytes)?;
    let mut module = wasm_encoder::Module::new();
    for payload in wasmparser::Parser::new(0).parse_all(&ordered) {
        let payload = payload.map_err(program::wrong)?;
        if let (Some((id, range)), false) = (payload.as_section(), matches!(payload, Payload::CustomSection(_))) {
            module.section(&wasm_encoder::RawSection { id, data: &ordered[range] });
        }
    }
    let left = module.finish();
    write(path, &left)?;
    Ok(format!("{} has {} bytes of {} without what no browser reads.", path.display(), left.len(), bytes.len()))
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|error| format!("{} cannot be read: {error}.", path.display()))
}

fn text(path: &Path) -> Result<String> {
    String::from_utf8(read(path)?).map_err(|_| format!("{} is no text.", path.display()))
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).map_err(|error| format!("{} cannot be written: {error}.", path.display()))
}

/// What the writer of a part says, as a sentence.
fn again(error: wasm_encoder::reencode::Error) -> String {
    format!("A part of the program cannot be written: {error}.")
}
