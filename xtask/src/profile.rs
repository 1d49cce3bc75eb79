//! `cargo xtask profile`: which functions the first view needs, as a browser shows. Without the list that is there it
//! begins anew, and with it adds to it what has not been seen so far.

use std::collections::HashSet;
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

/// Builds the page in one part, lets a browser open it and play, and lists the functions that have run.
pub fn profile(tools: &Tools) -> Result<ExitCode> {
    let sources = Sources::here(tools);
    let folder = sources.target.join(FOLDER);
    if dist::whole(tools, &sources, &folder)? == Verdict::Failed {
        return Err("The page could not be built; why stands above.".to_string());
    }
    let path = split::built(&folder)?;
    let whole = sources.target.join(WHOLE);
    fs::copy(&path, &whole).map_err(|error| format!("{} cannot be written: {error}.", whole.display()))?;
    let functions = printed(split::splitter(&sources).arg("count").arg(&path))?;
    let numbers = watched(tools, &folder)?;
    let named: Vec<(&str, &str)> = functions.lines().filter_map(|line| line.split_once(' ')).collect();
    let ran: HashSet<&str> = numbers.split_whitespace().collect();
    let list = tools.project.join(split::LIST);
    let before = fs::read_to_string(&list).unwrap_or_default();
    // What has run before may run again, though not each time: what follows what hangs on how fast the machine is.
    let listed: HashSet<&str> = before.lines().collect();
    let is_first = |(number, name): &&(&str, &str)| ran.contains(number) || listed.contains(name);
    let mut names: Vec<&str> = named.iter().filter(is_first).map(|it| it.1).collect();
    names.sort_unstable();
    names.dedup();
    fs::write(&list, names.join("\n") + "\n")
        .map_err(|error| format!("{} cannot be written: {error}.", list.display()))?;
    let (ran, all, names) = (ran.len(), named.len(), names.len());
    say::note(&format!("{ran} of {all} functions have run, and {} has their {names} names.", split::LIST));
    println!("{}", printed(split::splitter(&sources).arg("sizes").arg(&whole).arg(&list))?);
    Ok(ExitCode::SUCCESS)
}

/// The numbers of the functions that have run.
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
