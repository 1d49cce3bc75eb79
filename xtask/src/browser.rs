//! Which browsers the tests use.
//!
//! In this order: the one that `PAXOS_BROWSER` names, a Chromium or Chrome on
//! the PATH, Debian's package where that can be installed, and last
//! Playwright's own download, which needs the widest network.
//!
//! Firefox is the one that `PAXOS_FIREFOX` names, one on the PATH, or Debian's package.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf, absolute};

use crate::run::{ask, command};
use crate::{Result, debian, place, say};

/// The environment variable that names a browser, both for us and for the tests below us.
pub const VARIABLE: &str = "PAXOS_BROWSER";

/// What Chromium and Chrome are called on the PATH of one system or another.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Chromium itself, and a font, without which its pages have no letters.
const DEBIAN_PACKAGES: [&str; 2] = ["chromium", "fonts-liberation"];

/// The environment variable that names a Firefox.
pub const FIREFOX: &str = "PAXOS_FIREFOX";

/// What Firefox is called on the PATH; first the one that Debian keeps for longer.
const FIREFOX_NAMES: [&str; 2] = ["firefox-esr", "firefox"];

/// Firefox itself, and a font.
const DEBIAN_FIREFOX: [&str; 2] = ["firefox-esr", "fonts-liberation"];

/// The Firefox to start.
pub fn firefox(folder: &Path) -> Result<PathBuf> {
    if let Some(named) = env::var_os(FIREFOX).filter(|it| !it.is_empty()) {
        return from_variable(FIREFOX, &named);
    }
    if let Some(found) = first_of(&FIREFOX_NAMES) {
        return Ok(found);
    }
    if debian::can_install() {
        debian::install(folder, &DEBIAN_FIREFOX)?;
    }
    first_of(&FIREFOX_NAMES).ok_or_else(|| {
        format!("There is no Firefox on the PATH; install one, as Debian's firefox-esr, or set {FIREFOX} to its path.")
    })
}

/// The browser to start; none means Playwright's own.
pub fn find_or_install(e2e: &Path) -> Result<Option<PathBuf>> {
    if let Some(named) = env::var_os(VARIABLE).filter(|it| !it.is_empty()) {
        return from_variable(VARIABLE, &named).map(Some);
    }
    if let Some(found) = first_of(&NAMES) {
        return Ok(Some(found));
    }
    if debian::can_install() {
        if let Some(installed) = install_debian_package(e2e)? {
            return Ok(Some(installed));
        }
        say::note("Debian's package could not be installed.");
    }
    install_playwrights(e2e).map(|()| None)
}

/// A path, or a name to look up on the PATH. A wish that cannot be granted is
/// an error: the user means this browser and not another one.
fn from_variable(variable: &str, named: &OsStr) -> Result<PathBuf> {
    let path = PathBuf::from(named);
    let found = if path.components().count() == 1 {
        place::on_path(&named.to_string_lossy())
    } else {
        // The tests start it from another folder.
        absolute(&path).ok().filter(|path| path.is_file())
    };
    found.ok_or_else(|| {
        format!(
            "{variable} names {}, which is no program; set it to the path of a browser, or unset it.",
            named.to_string_lossy()
        )
    })
}

/// The first browser on the PATH that starts. Some systems have a `chromium`
/// that only says what to install.
fn first_of(names: &[&str]) -> Option<PathBuf> {
    let starts = |program: &PathBuf| ask(command(program, Path::new(".")).arg("--version")).is_some();
    names.iter().filter_map(|name| place::on_path(name)).find(starts)
}

fn install_debian_package(folder: &Path) -> Result<Option<PathBuf>> {
    debian::install(folder, &DEBIAN_PACKAGES)?;
    Ok(first_of(&NAMES))
}

/// Playwright's command returns at once where its browser is there already. It
/// runs out of view: where it fails it prints a page of its own inner calls.
fn install_playwrights(e2e: &Path) -> Result<()> {
    say::note("Downloading Playwright's own Chromium (some 100 MB), unless it is there already.");
    let cli = "node_modules/@playwright/test/cli.js";
    match ask(command("node", e2e).args([cli, "install", "--only-shell", "chromium"])) {
        Some(_) => Ok(()),
        None => Err(format!(
            "There is no Chromium or Chrome on the PATH, and Playwright could not download its own; \
             install one, or set {VARIABLE} to the path of one."
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_browser_that_is_missing_is_an_error() {
        for named in ["no-such-browser-anywhere", "/no/such/browser"] {
            let sentence = from_variable(VARIABLE, OsStr::new(named)).unwrap_err();
            assert!(sentence.contains(named), "{sentence}");
        }
    }
}
