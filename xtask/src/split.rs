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

/// What a browser is told of both parts, which goes behind what wasm-bindgen wrote, and what watches every way into them.
const JOINING: [&str; 2] = [include_str!("../guard.js"), include_str!("../rest.js")];
/// What stands at its end, and gives way to that.
const STARTING: &str = "export { initSync, __wbg_init as default };";
/// Where the entrances of the program are handed on when it runs, and as what: watched.
const ENTERING: [&str; 2] =
    ["wasm = instance.exports;\n    wasmModule", "wasm = guarded(instance.exports);\n    wasmModule"];

/// Splits the program that Trunk has built in a folder: beside `page-….js` and `page-…_bg.wasm` is `page-…_rest.wasm`
/// then. `programs` is the folder of wasm-opt.
pub fn in_place(sources: &Sources, folder: &Path, programs: &Path) -> Result<()> {
    let program = built(folder)?;
    let rest = sibling(&program, "_rest.wasm")?;
    let script = sibling(&program, ".js")?;
    let mut parts = splitter(sources);
    parts
        .arg("parts")
        .arg(&program)
        .arg(sources.target.join(LINKED))
        .arg(sources.project.join(LIST))
        .arg(&rest)
        .arg(&script);
    if show(&mut parts)? == Verdict::Failed {
        return Err("The program could not be split; why stands above.".to_string());
    }
    // What is left of a function can be said in fewer words, and of the rest everybody sees less.
    sweep(&program, programs, "-Oz")?;
    sweep(&rest, programs, "--remove-unused-module-elements")?;
    for part in [&program, &rest, &folder.join("worker_bg.wasm")] {
        bare(sources, part)?;
    }
    join(&script)?;
    slim(folder, &script, programs)
}

/// Puts what joins the parts, and what watches them, into the script that wasm-bindgen wrote.
fn join(script: &Path) -> Result<()> {
    let bindings = read(script)?;
    let Some(before) = bindings.trim_end().strip_suffix(STARTING).filter(|it| it.matches(ENTERING[0]).count() == 1)
    else {
        let wanted = format!("does not end with `{STARTING}`, or has not once `{}`", ENTERING[0]);
        return Err(format!("{} {wanted}, as wasm-bindgen wrote it before.", script.display()));
    };
    write(script, &format!("{}{}", before.replace(ENTERING[0], ENTERING[1]), JOINING.concat()))
}

/// What the page loads as scripts and styles: takes out of them what is for who reads them, and shortens the names within.
/// What the styles ask of the window stays as it is written, since it is read for guests (`src/view/guest_sheet.rs`).
fn slim(folder: &Path, script: &Path, programs: &Path) -> Result<()> {
    let styles = files(folder)?.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "css"));
    for file in [script.to_path_buf(), folder.join("start.js")].into_iter().chain(styles) {
        let mut slim = command(programs.join("esbuild"), Path::new("."));
        slim.arg(&file).args(["--minify", "--charset=utf8", "--legal-comments=none", "--log-level=warning"]);
        slim.args(["--supported:media-range=false", "--allow-overwrite"]).arg(format!("--outfile={}", file.display()));
        if show(&mut slim)? == Verdict::Failed {
            return Err(format!("esbuild does not take {}; why stands above.", file.display()));
        }
    }
    Ok(())
}

/// What splits, which has dependencies and so is a program of its own.
pub fn splitter(sources: &Sources) -> Command {
    let mut split = cargo(&sources.project);
    split.args(["run", "--quiet", "--package", "split", "--"]).env("CARGO_TARGET_DIR", &sources.target);
    split
}

/// The program of the page in a folder that Trunk has built.
pub fn built(folder: &Path) -> Result<PathBuf> {
    let is_program = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("page-") && name.ends_with(PROGRAM)
    };
    files(folder)?.into_iter().find(is_program).ok_or(format!("There is no page-…{PROGRAM} in {}.", folder.display()))
}

/// What is in a folder, in an order that is the same everywhere.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{} cannot be read: {error}.", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
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
fn sweep(part: &Path, programs: &Path, how: &str) -> Result<()> {
    let mut sweep = command(programs.join("wasm-opt"), Path::new("."));
    sweep.arg(part).arg(how).arg("-o").arg(part);
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

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).map_err(|error| format!("{} cannot be written: {error}.", path.display()))
}
