//! `cargo xtask profile`: which functions the first view needs, and which ways they go, as a browser shows. Without the list
//! that is there it begins anew, and with it adds to it what has not been seen so far.

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use crate::dist::{self, Sources};
use crate::run::{Verdict, command};
use crate::tools::Tools;
use crate::{Result, say, split};

/// Where the page is built for it, below cargo's target folder.
const FOLDER: &str = "profile";

/// And where that program is kept as it was, with the names of its functions.
const WHOLE: &str = "profile.wasm";

/// Where it stands which points of it a browser has come to.
const NOTES: &str = "profile.txt";

/// Builds the page in one part, lets a browser open it and play, and lists what has run.
pub fn profile(tools: &Tools) -> Result<ExitCode> {
    let sources = Sources::here(tools);
    let folder = sources.target.join(FOLDER);
    if dist::whole(tools, &sources, &folder)? == Verdict::Failed {
        return Err("The page could not be built; why stands above.".to_string());
    }
    let path = split::built(&folder)?;
    let whole = sources.target.join(WHOLE);
    fs::copy(&path, &whole).map_err(|error| format!("{} cannot be written: {error}.", whole.display()))?;
    printed(split::splitter(&sources).arg("count").arg(&path))?;
    let notes = sources.target.join(NOTES);
    fs::write(&notes, watched(tools, &folder)?)
        .map_err(|error| format!("{} cannot be written: {error}.", notes.display()))?;
    let list = tools.project.join(split::LIST);
    say::note(&printed(split::splitter(&sources).arg("list").arg(&whole).arg(&notes).arg(&list))?);
    println!("{}", printed(split::splitter(&sources).arg("sizes").arg(&whole).arg(&list))?);
    Ok(ExitCode::SUCCESS)
}

/// The numbers of the points to which the program has come.
fn watched(tools: &Tools, folder: &Path) -> Result<String> {
    let mut watch = command("node", &tools.project);
    watch.arg("e2e/profile.mjs").arg(folder);
    if let Some(browser) = tools.browser()? {
        watch.env("PAXOS_BROWSER", browser);
    }
    printed(&mut watch)
}

/// What a program prints, which has to be something.
fn printed(program: &mut Command) -> Result<String> {
    let name = program.get_program().to_string_lossy().into_owned();
    let output = program.stderr(Stdio::inherit()).output();
    let output = output.map_err(|error| format!("`{name}` cannot be started: {error}."))?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_string();
    let is_told = output.status.success() && !text.is_empty();
    if is_told { Ok(text) } else { Err(format!("`{name}` has failed; why stands above.")) }
}
