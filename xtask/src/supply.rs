//! The stage `supply`: what the project is made of is what it may be made of.
//!
//! Licences, sources and versions are read from the lockfiles, and need no network. What was found out about them since
//! stands in databases elsewhere; where one cannot be reached that is said, and counted as left out.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{Tally, Verdict, command, show};
use crate::tools::Tools;
use crate::{Result, place, say};

/// Each package of crates that has a lockfile of its own.
const MANIFESTS: [&str; 2] = ["Cargo.toml", "fuzz/Cargo.toml"];
/// Less grave advisories on npm packages are told, and fail nothing: none of these packages is given to anybody.
const AUDIT_LEVEL: &str = "high";

/// Looks at the crates and at the npm packages.
pub fn supply(tools: &Tools) -> Result<Tally> {
    tools.crates()?;
    let deny = tools.cargo_deny()?;
    let mut tally = Tally::default();
    for manifest in MANIFESTS {
        say::note(&format!("Licences, versions and sources of the crates of {manifest}:"));
        let mut check = cargo_deny(tools, &deny, manifest);
        check.args(["check", "--hide-inclusion-graph", "licenses", "bans", "sources"]);
        // What deny.toml says of the crates of the other lockfile is not met in this one.
        if manifest != MANIFESTS[0] {
            check.args(["--allow", "unmatched-skip", "--allow", "unnecessary-skip"]);
        }
        tally += Tally::of_check(show(&mut check)?);
    }
    tally += advisories(tools, &deny)?;
    for folder in npm_folders(tools)? {
        tally += npm(&folder)?;
    }
    Ok(tally)
}

fn cargo_deny(tools: &Tools, deny: &Path, manifest: &str) -> Command {
    let mut command = command(deny, &tools.project);
    command.args(["--locked", "--workspace", "--config", "deny.toml", "--manifest-path", manifest]);
    command
}

/// What is known against the crates, where the database can be fetched.
fn advisories(tools: &Tools, deny: &Path) -> Result<Tally> {
    say::note("Advisories on crates:");
    if show(cargo_deny(tools, deny, MANIFESTS[0]).args(["fetch", "db"]))? == Verdict::Failed {
        say::note("Left out: the database of advisories on crates could not be fetched; why stands above.");
        return Ok(left_out(MANIFESTS.len()));
    }
    let mut tally = Tally::default();
    for manifest in MANIFESTS {
        tally += Tally::of_check(show(cargo_deny(tools, deny, manifest).args(["check", "advisories"]))?);
    }
    Ok(tally)
}

fn left_out(checks: usize) -> Tally {
    Tally { ignored: checks as u32, ..Tally::default() }
}

/// Every folder with npm packages: the end-to-end tests, and the programs with which notes are written.
fn npm_folders(tools: &Tools) -> Result<Vec<PathBuf>> {
    let hosts = tools.e2e().join("hosts");
    let entries = fs::read_dir(&hosts).map_err(|error| format!("{} cannot be read: {error}.", hosts.display()))?;
    let folders = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut all: Vec<PathBuf> =
        folders.chain([tools.e2e()]).filter(|folder| folder.join("package.json").is_file()).collect();
    all.sort();
    Ok(all)
}

/// Whether the packages of a folder are locked and come from the registry, and what is known against them.
fn npm(folder: &Path) -> Result<Tally> {
    let lock = folder.join("package-lock.json");
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let text = fs::read_to_string(&lock)
        .map_err(|error| format!("{} cannot be read, and locks the versions: {error}.", lock.display()))?;
    let complaints = unlocked(&text);
    match complaints.is_empty() {
        true => say::note(&format!("{name}: each npm package is of the registry, and locked by its hash.")),
        false => complaints.iter().for_each(|complaint| say::note(&format!("{name}: {complaint}"))),
    }
    let mut tally = Tally::of_check(if complaints.is_empty() { Verdict::Passed } else { Verdict::Failed });
    tally += audit(folder, &name)?;
    Ok(tally)
}

/// Advisories on the packages of a folder, where the registry tells them.
fn audit(folder: &Path, name: &str) -> Result<Tally> {
    let npm =
        place::on_path("npm").ok_or("npm is missing; install it (it comes with Node.js from https://nodejs.org).")?;
    let audit = || {
        let mut audit = command(&npm, folder);
        audit.args(["audit", "--package-lock-only", "--audit-level", AUDIT_LEVEL]);
        audit
    };
    let output = audit().arg("--json").output().map_err(|error| format!("npm cannot be started: {error}."))?;
    match told_by(&String::from_utf8_lossy(&output.stdout)) {
        None => {
            say::note(&format!("{name}: advisories left out: the npm registry that is used here does not tell them."));
            Ok(left_out(1))
        }
        Some(()) if output.status.success() => {
            say::note(&format!("{name}: npm knows of nothing grave against its packages."));
            Ok(Tally::of_check(Verdict::Passed))
        }
        Some(()) => Ok(Tally::of_check(show(&mut audit())?)),
    }
}

/// Whether an answer of `npm audit --json` is a report; the other is that the registry could not be asked.
fn told_by(answer: &str) -> Option<()> {
    answer.contains("\"auditReportVersion\"").then_some(())
}

/// What is wrong with a lockfile. In ours no package names an address: it is of the registry that is in use. What it is
/// is held by its hash.
fn unlocked(lock: &str) -> Vec<String> {
    let lines = || lock.lines().map(str::trim);
    let elsewhere = lines().filter(|line| line.starts_with("\"resolved\":") || line.starts_with("\"link\":"));
    let mut complaints: Vec<String> = elsewhere
        .map(|line| format!("a package names where it comes from, which only the registry may say: {line}"))
        .collect();
    let count = |start: &str| lines().filter(|line| line.starts_with(start)).count();
    let (packages, hashes) = (count("\"node_modules/"), count("\"integrity\":"));
    if packages != hashes {
        complaints.push(format!("{packages} packages have {hashes} hashes; each must have one."));
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn package_from_elsewhere_and_one_without_a_hash_are_told() {
        let package = "\"node_modules/a\": {\n  \"version\": \"1.0.0\",\n  \"integrity\": \"sha512-x==\"\n}\n";
        assert!(unlocked(package).is_empty());
        let elsewhere = format!("{package}\"resolved\": \"git+ssh://git@example.com/b.git#1\",");
        assert!(unlocked(&elsewhere)[0].contains("example.com"), "{:?}", unlocked(&elsewhere));
        let bare = format!("{package}\"node_modules/b\": {{\n  \"version\": \"1.0.0\"\n}}");
        assert_eq!(unlocked(&bare), ["2 packages have 1 hashes; each must have one."]);
    }

    #[test]
    fn report_is_told_from_a_registry_that_does_not_answer() {
        assert_eq!(told_by("{\n  \"auditReportVersion\": 2,\n  \"vulnerabilities\": {}"), Some(()));
        assert_eq!(told_by("{ \"message\": \"405 Method Not Allowed\" }"), None);
        assert_eq!(told_by(""), None);
    }
}
