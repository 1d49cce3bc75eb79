//! The stage `dist`: built elsewhere, the page is the same to the byte, and nothing in it tells where it was built.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process;

use crate::dist::{self, Sources};
use crate::run::{Tally, Verdict, ask, command};
use crate::tools::Tools;
use crate::{Result, say};

/// The files of a folder, by their paths in it.
type Files = BTreeMap<PathBuf, Vec<u8>>;

/// Builds a copy of the sources under another path and compares it with what the end-to-end tests run on.
pub fn same(tools: &Tools) -> Result<Tally> {
    if dist::for_tests(tools)? == Verdict::Failed {
        return Ok(Tally::of_check(Verdict::Failed));
    }
    // With spaces in it, since some home folders have them.
    let elsewhere = env::temp_dir().join(format!("paxos explainer {}", process::id()));
    let copy = Sources { project: elsewhere.join("sources"), target: elsewhere.join("compiled") };
    let folder = elsewhere.join("dist");
    copy_sources(&tools.project, &copy.project)?;
    if dist::build(tools, &copy, &folder)? == Verdict::Failed {
        return Ok(Tally::of_check(Verdict::Failed));
    }
    let (here, there) = (files(&dist::folder_for_tests(tools))?, files(&folder)?);
    let mut traces = dist::traces(&Sources::here(tools))?;
    traces.extend(dist::traces(&copy)?);
    let mut tally = told("Two builds under different paths are the same to the byte.", &differences(&here, &there));
    tally += told("No path of this machine is in them.", &traced(&here, &traces));
    if tally.failed == 0 {
        // What cannot be removed does no harm.
        let _ = fs::remove_dir_all(&elsewhere);
    } else {
        say::note(&format!("The other build is left in {}.", folder.display()));
    }
    Ok(tally)
}

/// One check, which holds where there is nothing to complain of.
fn told(what: &str, complaints: &[String]) -> Tally {
    for complaint in complaints {
        say::note(complaint);
    }
    if complaints.is_empty() {
        say::note(what);
        return Tally::of_check(Verdict::Passed);
    }
    Tally::of_check(Verdict::Failed)
}

/// In which files the two differ.
fn differences(here: &Files, there: &Files) -> Vec<String> {
    let names: BTreeSet<_> = here.keys().chain(there.keys()).collect();
    let differ = names.into_iter().filter(|name| here.get(*name) != there.get(*name));
    differ.map(|name| format!("{} is not the same in a build under another path.", name.display())).collect()
}

/// In which files there is one of these.
fn traced(files: &Files, traces: &[String]) -> Vec<String> {
    let mut complaints = Vec::new();
    for (name, bytes) in files {
        for trace in traces.iter().filter(|trace| holds(bytes, trace.as_bytes())) {
            complaints.push(format!("{} tells where it was built: {trace}", name.display()));
        }
    }
    complaints
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// Copies what git has or would take.
fn copy_sources(from: &Path, to: &Path) -> Result<()> {
    let mut git = command("git", from);
    let listed = ask(git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]));
    let names = listed
        .ok_or("git, which knows what belongs to the project, could not say it; install it, and work in a clone.")?;
    for name in names.split('\0').filter(|name| !name.is_empty()) {
        let (source, target) = (from.join(name), to.join(name));
        // What was deleted and not yet committed is still on git's list.
        if !source.is_file() {
            continue;
        }
        let folder = target.parent().map_or(Ok(()), fs::create_dir_all);
        folder
            .and_then(|()| fs::copy(&source, &target))
            .map_err(|error| format!("{name} cannot be copied: {error}."))?;
    }
    Ok(())
}

/// All files of a folder, by their paths in it.
fn files(root: &Path) -> Result<Files> {
    let unread = |path: &Path, error| format!("{} cannot be read: {error}.", path.display());
    let mut folders = vec![root.to_path_buf()];
    let mut files = Files::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| unread(&folder, error))? {
            let path = entry.map_err(|error| unread(&folder, error))?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = fs::read(&path).map_err(|error| unread(&path, error))?;
            files.insert(path.strip_prefix(root).unwrap_or(&path).to_path_buf(), bytes);
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(each: &[(&str, &str)]) -> Files {
        each.iter().map(|(name, text)| (PathBuf::from(name), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn file_that_differs_or_is_missing_is_named() {
        let here = files(&[("a", "1"), ("b", "1"), ("c", "1")]);
        let there = files(&[("a", "1"), ("b", "2"), ("d", "1")]);
        let said = differences(&here, &there);
        assert_eq!(said.iter().map(|it| &it[..1]).collect::<Vec<_>>(), ["b", "c", "d"]);
        assert!(differences(&here, &here).is_empty());
    }

    #[test]
    fn path_in_a_file_is_found() {
        let built = files(&[("page.wasm", "\0asm /home/ann/.cargo/registry"), ("page.js", "root")]);
        let traces = ["/home/ann/".to_string(), "/root/".to_string()];
        assert_eq!(traced(&built, &traces), ["page.wasm tells where it was built: /home/ann/"]);
    }
}
