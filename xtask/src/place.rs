//! Where tools are looked for and put.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use crate::Result;

/// The folder of the project, wherever in it the command was given.
pub fn project() -> Result<PathBuf> {
    // `cargo run` names the folder of this crate; its parent is the project's.
    env::var_os("CARGO_MANIFEST_DIR")
        .map(PathBuf::from)
        .and_then(|own| own.parent().map(Path::to_path_buf))
        .ok_or_else(|| "Start this through cargo, as `cargo xtask`.".to_string())
}

/// The program that the shell would start for this name.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders).find_map(|folder| in_folder(&folder, name))
}

/// The program of this name in a folder.
pub fn in_folder(folder: &Path, name: &str) -> Option<PathBuf> {
    let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd"] } else { &[""] };
    endings.iter().map(|ending| with_ending(&folder.join(name), ending)).find(|path| is_program(path))
}

/// Where `cargo install` puts programs.
pub fn cargo_root() -> Result<PathBuf> {
    env::var_os("CARGO_INSTALL_ROOT")
        .or_else(|| env::var_os("CARGO_HOME"))
        .map(PathBuf::from)
        .or_else(|| env::home_dir().map(|home| home.join(".cargo")))
        .ok_or_else(|| no_home("CARGO_HOME"))
}

/// The folder in which Trunk itself keeps the tools that it downloads, and
/// looks for them first. Putting ours there disturbs nothing on the PATH.
pub fn trunk_cache() -> Result<PathBuf> {
    let home = || env::home_dir().ok_or_else(|| no_home("HOME"));
    if cfg!(windows) {
        let local = env::var_os("LOCALAPPDATA").ok_or_else(|| no_home("LOCALAPPDATA"))?;
        Ok(PathBuf::from(local).join("trunkrs").join("trunk").join("cache"))
    } else if cfg!(target_os = "macos") {
        Ok(home()?.join("Library/Caches/dev.trunkrs.trunk"))
    } else {
        match env::var_os("XDG_CACHE_HOME").map(PathBuf::from) {
            // The convention is that a relative path here does not count.
            Some(cache) if cache.is_absolute() => Ok(cache.join("trunk")),
            _ => Ok(home()?.join(".cache/trunk")),
        }
    }
}

/// The PATH with some folders put in front of it.
pub fn path_with(folders: &[&Path]) -> Result<OsString> {
    let rest = env::var_os("PATH").unwrap_or_default();
    let all = folders.iter().map(|folder| folder.to_path_buf()).chain(env::split_paths(&rest));
    env::join_paths(all).map_err(|error| format!("The PATH cannot be extended: {error}."))
}

/// Copies a program under its final name only when it is complete, so that an
/// interrupted run leaves nothing that looks installed.
pub fn put(program: &Path, target: &Path) -> Result<()> {
    let failed = |error| format!("{} could not be written: {error}.", target.display());
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let part = with_ending(target, ".part");
    fs::copy(program, &part).map_err(failed)?;
    fs::rename(&part, target).map_err(failed)
}

fn no_home(variable: &str) -> String {
    format!("There is no folder to install tools in; set {variable} in the environment.")
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|it| it.is_file() && it.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

/// A path with one more ending. `Path::with_extension` would replace the last
/// number of a version (`wasm-bindgen-0.2.130`).
fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut text = path.as_os_str().to_os_string();
    text.push(ending);
    PathBuf::from(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ending_is_added_after_a_version() {
        let path = Path::new("a/tool-0.2.130");
        assert_eq!(with_ending(path, ".exe"), Path::new("a/tool-0.2.130.exe"));
    }

    #[test]
    fn folders_come_before_the_rest_of_the_path() {
        let path = path_with(&[Path::new("first"), Path::new("second")]).unwrap();
        let folders: Vec<_> = env::split_paths(&path).take(2).collect();
        assert_eq!(folders, [PathBuf::from("first"), PathBuf::from("second")]);
    }

    #[test]
    fn file_that_is_no_program_is_not_found() {
        assert_eq!(in_folder(Path::new(env!("CARGO_MANIFEST_DIR")), "Cargo.toml"), None);
    }
}
