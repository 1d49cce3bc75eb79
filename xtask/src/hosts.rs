//! `cargo xtask test hosts`: the programs with which authors write notes, with the notes that docs/embed tells
//! them to write.
//!
//! Each is installed into a folder of its own under `target/hosts`, in the version that is pinned in `e2e/hosts`; the
//! notes are taken out of the page of docs/embed, the commands of that page are run, and Playwright opens what they
//! have built. A program that cannot be installed or that does not build fails alone.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::run::{Tally, Verdict, command, count, show};
use crate::tools::Tools;
use crate::{Result, browser, dist, place, say};

/// Where the programs of a host come from.
enum From {
    /// There is nothing to install.
    Nowhere,
    /// A crate, which is mdBook.
    Crate,
    /// `package-lock.json`.
    Npm,
    /// `requirements.txt`.
    Pip,
}

/// The hosts by the names of their pages in docs/embed.
const HOSTS: [(&str, From); 9] = [
    ("html", From::Nowhere),
    ("mdbook", From::Crate),
    ("revealjs", From::Npm),
    ("vitepress", From::Npm),
    ("docusaurus", From::Npm),
    ("sphinx", From::Pip),
    ("myst", From::Pip),
    ("slidev", From::Npm),
    ("marp", From::Npm),
];

/// What an author has beside the notes, as the pages of docs/embed have it.
const OURS: &str = "paxos-explainer/dist";
/// What stays in a folder from one run to the next.
const KEPT: [&str; 2] = ["node_modules", "venv"];

/// Installs, builds and opens all hosts.
pub fn hosts(tools: &Tools) -> Result<Tally> {
    tools.node_packages()?;
    let browser = tools.browser()?;
    if dist::for_tests(tools)? == Verdict::Failed {
        return Ok(Tally::of_check(Verdict::Failed));
    }
    let folder = tools.project.join("target").join("hosts");
    let ours = folder.join(OURS);
    anew(&ours).and_then(|()| copy(&tools.e2e().join("dist"), &ours)).map_err(|error| cannot_write(&ours, &error))?;
    let mut tally = Tally::default();
    let mut built = Vec::new();
    for (name, from) in &HOSTS {
        say::note(&format!("The notes for {name}."));
        let is_built = build(tools, name, from, &folder.join(name));
        match &is_built {
            Ok(()) => built.push(*name),
            Err(sentence) => say::note(sentence),
        }
        tally += Tally::of_check(if is_built.is_ok() { Verdict::Passed } else { Verdict::Failed });
    }
    if built.is_empty() {
        return Ok(tally);
    }
    let mut playwright = command("node", &tools.e2e());
    playwright.args(["node_modules/@playwright/test/cli.js", "test", "--config", "hosts/playwright.config.ts"]);
    playwright.env("PAXOS_HOSTS", built.join(","));
    if let Some(browser) = browser {
        playwright.env(browser::VARIABLE, browser);
    }
    tally += count(&mut playwright)?;
    Ok(tally)
}

/// Installs a host, lays its notes, and runs the commands of its page on them.
fn build(tools: &Tools, name: &str, from: &From, folder: &Path) -> Result<()> {
    clear(folder).map_err(|error| cannot_write(folder, &error))?;
    let programs = install(tools, name, from, folder)?;
    let mut lay = command("node", &tools.e2e());
    if show(lay.args(["notes.mjs", name]).arg(folder))? == Verdict::Failed {
        return Err(format!("docs/embed/{name}.md has no notes that can be laid; what it says stands above."));
    }
    let shell = place::on_path("sh").ok_or("`sh` is missing, in which the commands of docs/embed are written.")?;
    let folders: Vec<&Path> = programs.iter().map(PathBuf::as_path).collect();
    let mut commands = command(shell, folder);
    // The programs are there; npx must not look for others.
    commands.args(["-e", "build.sh"]).env("PATH", place::path_with(&folders)?).env("npm_config_offline", "true");
    match show(&mut commands)? {
        Verdict::Passed => Ok(()),
        Verdict::Failed => Err(format!("The notes for {name} could not be built as docs/embed/{name}.md says.")),
    }
}

/// The folder of the host's programs.
fn install(tools: &Tools, name: &str, from: &From, folder: &Path) -> Result<Option<PathBuf>> {
    let pinned = |file: &str| {
        let source = tools.e2e().join("hosts").join(name).join(file);
        fs::copy(&source, folder.join(file)).map_err(|error| format!("{} cannot be copied: {error}.", source.display()))
    };
    match from {
        From::Nowhere => Ok(None),
        From::Crate => tools.mdbook(&tools.project.join("target").join("hosts").join("tools")).map(Some),
        From::Npm => {
            pinned("package.json")?;
            pinned("package-lock.json")?;
            tools.npm_packages(folder).map(Some)
        }
        From::Pip => {
            pinned("requirements.txt")?;
            tools.python_packages(folder).map(Some)
        }
    }
}

/// Removes what an earlier run has left, but for what it installed.
fn clear(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let is_kept = KEPT.iter().any(|kept| entry.file_name().to_str() == Some(kept));
        match entry.file_type()?.is_dir() {
            _ if is_kept => {}
            true => fs::remove_dir_all(entry.path())?,
            false => fs::remove_file(entry.path())?,
        }
    }
    Ok(())
}

/// An empty folder.
fn anew(folder: &Path) -> io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            fs::create_dir_all(&target)?;
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

fn cannot_write(folder: &Path, error: &io::Error) -> String {
    format!("{} cannot be written: {error}.", folder.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_host_has_a_page_with_commands_and_what_is_pinned() {
        let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        for (name, from) in &HOSTS {
            let page = fs::read_to_string(project.join("docs/embed").join(format!("{name}.md"))).unwrap_or_default();
            assert!(page.contains("```sh build\n"), "docs/embed/{name}.md has commands");
            let pinned = match from {
                From::Nowhere | From::Crate => continue,
                From::Npm => "package-lock.json",
                From::Pip => "requirements.txt",
            };
            assert!(project.join("e2e/hosts").join(name).join(pinned).is_file(), "{name} has a {pinned}");
        }
    }

    #[test]
    fn what_was_installed_is_kept_and_the_notes_are_not() {
        let folder = std::env::temp_dir().join(format!("paxos-hosts-{}", std::process::id()));
        for name in ["node_modules", "site"] {
            fs::create_dir_all(folder.join(name)).unwrap();
        }
        fs::write(folder.join("notes.md"), "old").unwrap();
        clear(&folder).unwrap();
        let left: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(left, ["node_modules"]);
    }
}
