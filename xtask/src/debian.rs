//! Debian's packages, installed where that may be done.

use std::fs;
use std::path::Path;

use crate::run::{ask, command, show};
use crate::{Result, place, say};

/// Whether packages can be installed: on Debian, by root. Ubuntu is left out: its package `chromium` is a pointer to
/// another installer.
pub fn can_install() -> bool {
    is_debian() && is_root() && place::on_path("apt-get").is_some()
}

/// Installs packages, without those that are only recommended. Whether that went well is seen by what is there then.
pub fn install(folder: &Path, packages: &[&str]) -> Result<()> {
    say::note(&format!("Installing Debian's {}.", say::list(packages)));
    let apt = |words: &[&str]| show(command("apt-get", folder).args(words).env("DEBIAN_FRONTEND", "noninteractive"));
    // Where the lists cannot be fetched, the old ones may still do.
    apt(&["update", "--quiet"])?;
    let mut words = vec!["install", "--quiet", "--yes", "--no-install-recommends"];
    words.extend(packages);
    apt(&words)?;
    Ok(())
}

fn is_debian() -> bool {
    fs::read_to_string("/etc/os-release").is_ok_and(|release| release.lines().any(|line| line == "ID=debian"))
}

fn is_root() -> bool {
    ask(command("id", Path::new(".")).arg("-u")).is_some_and(|id| id == "0")
}
