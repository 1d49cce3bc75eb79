//! The program of the page in two parts, as `xtask/split` makes them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;
use crate::dist::Sources;
use crate::run::{Verdict, cargo, command, show};

/// The list of the functions of the first view.
pub const LIST: &str = "xtask/first-view.txt";

/// Where the program of the page is below cargo's target folder, as the linker left it.
const LINKED: &str = "wasm32-unknown-unknown/release/page.wasm";

/// What a browser is told of both parts, which goes behind what wasm-bindgen wrote.
const JOINING: &str = include_str!("../rest.js");
/// What stands at its end, and gives way to that.
const STARTING: &str = "export { initSync, __wbg_init as default };";

/// Splits the program that Trunk has built in a folder: beside `page-….js` and `page-…_bg.wasm` is `page-…_rest.wasm`
/// then. `programs` is the folder of wasm-opt.
pub fn in_place(sources: &Sources, folder: &Path, programs: &Path) -> Result<()> {
    let program = built(folder)?;
    let rest = sibling(&program, "_rest.wasm")?;
    let mut parts = splitter(sources);
    parts.arg("parts").arg(&program).arg(sources.target.join(LINKED)).arg(sources.project.join(LIST)).arg(&rest);
    if show(&mut parts)? == Verdict::Failed {
        return Err("The program could not be split; why stands above.".to_string());
    }
    for part in [&program, &rest] {
        sweep(part, programs)?;
        bare(sources, part)?;
    }
    bare(sources, &folder.join("worker_bg.wasm"))?;
    let script = sibling(&program, ".js")?;
    let bindings = read(&script)?;
    let Some(before) = bindings.trim_end().strip_suffix(STARTING) else {
        return Err(format!("{} does not end with `{STARTING}`, as wasm-bindgen wrote it before.", script.display()));
    };
    fs::write(&script, format!("{before}{JOINING}"))
        .map_err(|error| format!("{} cannot be written: {error}.", script.display()))
}

/// What splits, which has dependencies and so is a program of its own.
pub fn splitter(sources: &Sources) -> Command {
    let mut split = cargo(&sources.project);
    split.args(["run", "--quiet", "--package", "split", "--"]).env("CARGO_TARGET_DIR", &sources.target);
    split
}

/// The program of the page in a folder that Trunk has built.
pub fn built(folder: &Path) -> Result<PathBuf> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{} cannot be read: {error}.", folder.display()))?;
    let mut paths = entries.flatten().map(|entry| entry.path());
    let is_program = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("page-") && name.ends_with(PROGRAM)
    };
    paths.find(is_program).ok_or(format!("There is no page-…{PROGRAM} in {}.", folder.display()))
}

/// How the name of a program ends.
const PROGRAM: &str = "_bg.wasm";

/// A file beside the program, called like it but for the end.
fn sibling(program: &Path, ending: &str) -> Result<PathBuf> {
    let name = program.file_name().unwrap_or_default().to_string_lossy();
    let stem = name.strip_suffix(PROGRAM).ok_or(format!("{name} is not called as a program is."))?;
    Ok(program.with_file_name(format!("{stem}{ending}")))
}

/// Takes out of a part what nothing in it needs.
fn sweep(part: &Path, programs: &Path) -> Result<()> {
    let mut sweep = command(programs.join("wasm-opt"), Path::new("."));
    sweep.arg(part).arg("--remove-unused-module-elements").arg("-o").arg(part);
    match show(&mut sweep)? {
        Verdict::Passed => Ok(()),
        Verdict::Failed => Err(format!("wasm-opt does not take {}; why stands above.", part.display())),
    }
}

/// Takes out what the compiler and the linker have left for splitting.
fn bare(sources: &Sources, program: &Path) -> Result<()> {
    match show(splitter(sources).arg("bare").arg(program))? {
        Verdict::Passed => Ok(()),
        Verdict::Failed => Err(format!("{} could not be stripped; why stands above.", program.display())),
    }
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}.", path.display()))
}
