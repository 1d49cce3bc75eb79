//! `cargo xtask dist`: what is given to others.
//!
//! Trunk builds the page, and `xtask/pack.mjs` makes of it what its hosts want: a policy, a single file, a list. The
//! end-to-end tests run on the outcome of the same function. The bytes depend on the commit and on nothing else: the
//! compiler is told to write no path of this machine into them, and `same` builds once more elsewhere to see.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{MAIN_SEPARATOR, Path, PathBuf, absolute};
use std::process::ExitCode;

use crate::run::{Verdict, ask, cargo, command, show};
use crate::serve::READY;
use crate::tools::Tools;
use crate::{Result, place, say, split};

/// Where it is put where nobody says otherwise; Trunk's own default.
const FOLDER_DEFAULT: &str = "dist";
/// The list that `pack.mjs` makes, by which a folder of ours is known again.
const MANIFEST: &str = "manifest.json";

/// Where the scenes are.
const SCENES: &str = "static/scenes";
/// The folder of their figures in what is built.
const FIGURES: &str = "figures";

/// Installs what is missing, builds the page and packs it.
pub fn dist(tools: &Tools, words: &[String]) -> Result<ExitCode> {
    let folder = match words {
        [] => tools.project.join(FOLDER_DEFAULT),
        // As the user sees it, who need not stand in the folder of the project.
        [folder] => absolute(folder).map_err(|error| format!("{folder} is no path: {error}."))?,
        _ => return Err("`cargo xtask dist` takes one folder at most.".to_string()),
    };
    // Trunk's own folder holds one of its builds, whatever else is in it.
    if !words.is_empty() {
        check_ours(&folder)?;
    }
    let verdict = build(tools, &Sources::here(tools), &folder)?;
    tools.tidy();
    match verdict {
        Verdict::Passed => {
            say::note(&format!("It is all in {}; docs/embed/hosting.md says how to serve it.", folder.display()));
            Ok(ExitCode::SUCCESS)
        }
        Verdict::Failed => Ok(ExitCode::FAILURE),
    }
}

/// What splitting asks of compiler and linker: names that tell all functions apart, and which data leads to which.
const TOLD: &str = "-Csymbol-mangling-version=v0\u{1f}-Clink-arg=--emit-relocs";

/// A copy of the project, and where it is compiled.
pub struct Sources {
    /// The folder of `Cargo.toml`.
    pub project: PathBuf,
    /// Cargo's target folder.
    pub target: PathBuf,
}

impl Sources {
    /// The project itself.
    pub fn here(tools: &Tools) -> Sources {
        let named = env::var_os("CARGO_TARGET_DIR").filter(|it| !it.is_empty());
        let target = tools.project.join(named.unwrap_or_else(|| "target".into()));
        Sources { project: tools.project.clone(), target }
    }
}

/// The folder of the build that the end-to-end tests run on. One of its own: `trunk serve`, which may be running,
/// writes its debug build over `dist`.
pub fn folder_for_tests(tools: &Tools) -> PathBuf {
    tools.e2e().join("dist")
}

/// That build, once in a run of this program.
pub fn for_tests(tools: &Tools) -> Result<Verdict> {
    tools.tested.get_or_init(|| build(tools, &Sources::here(tools), &folder_for_tests(tools))).clone()
}

/// Builds the page and packs it into a folder, whose former content goes.
pub fn build(tools: &Tools, sources: &Sources, folder: &Path) -> Result<Verdict> {
    if whole(tools, sources, folder)? == Verdict::Failed {
        return Ok(Verdict::Failed);
    }
    split::in_place(sources, folder, &tools.node_packages()?)?;
    if figures(sources, folder)? == Verdict::Failed {
        return Ok(Verdict::Failed);
    }
    show(command("node", &sources.project).arg("xtask/pack.mjs").arg(folder))
}

/// What Trunk makes of the page: all of it, and its program in one part.
pub fn whole(tools: &Tools, sources: &Sources, folder: &Path) -> Result<Verdict> {
    tools.crates()?;
    tools.wasm_target()?;
    let programs = tools.node_packages()?;
    tools.wasm_bindgen()?;
    let mut build = command(tools.trunk()?, &sources.project);
    build.args(["build", "--release", "--dist"]).arg(folder);
    build.env("PATH", place::path_with(&[&programs])?).env("CARGO_TARGET_DIR", &sources.target);
    // Not in a file, since the paths differ from machine to machine; encoded, since there may be spaces in them.
    build.env("CARGO_ENCODED_RUSTFLAGS", flags(&aliases(sources)?));
    // Trunk takes NO_COLOR=1 for a mistake.
    show(build.env_remove("NO_COLOR").env(READY.0, READY.1))
}

/// Writes the figures of all slides. The command is built as it is for tests, in a fraction of the time that its release
/// build takes; nothing of it gets into what it writes.
fn figures(sources: &Sources, folder: &Path) -> Result<Verdict> {
    let entries =
        fs::read_dir(sources.project.join(SCENES)).map_err(|error| format!("{SCENES} cannot be read: {error}."))?;
    let mut scenes: Vec<OsString> = entries.flatten().map(|entry| entry.file_name()).collect();
    // Beside them lie the folders of other languages.
    scenes.retain(|name| Path::new(name).extension().is_some_and(|ending| ending == "paxos"));
    scenes.sort();
    let mut draw = cargo(&sources.project);
    // On white, since they are printed: another ground would be a box on paper.
    draw.args(["run", "--quiet", "--bin", "paxos", "--", "figures", "--colours", "print"]);
    draw.args(scenes.iter().map(|name| Path::new(SCENES).join(name))).arg("-o").arg(folder.join(FIGURES));
    show(draw.env("CARGO_TARGET_DIR", &sources.target))
}

/// What each folder of this machine is called in what is built. Of several that hold a file the last counts.
fn aliases(sources: &Sources) -> Result<Vec<(PathBuf, String)>> {
    let rustc = |words: &[&str]| {
        let mut rustc = command("rustc", &sources.project);
        ask(rustc.args(words)).ok_or("`rustc` could not be started; install Rust from https://rustup.rs.")
    };
    let sysroot = PathBuf::from(rustc(&["--print", "sysroot"])?);
    let version = rustc(&["--version", "--verbose"])?;
    let commit = version.lines().find_map(|line| line.strip_prefix("commit-hash: ")).unwrap_or("unknown");

    let mut aliases: Vec<(PathBuf, String)> = Vec::new();
    aliases.extend(env::home_dir().map(|home| (home, "home".to_string())));
    aliases.push((sysroot.clone(), "rust".to_string()));
    // What the compiler says itself where the sources of its library are not installed.
    aliases.push((sysroot.join("lib/rustlib/src/rust"), format!("/rustc/{commit}")));
    let cargo = cargo_home()?;
    aliases.push((cargo.clone(), "cargo".to_string()));
    // One folder a registry, called after its host, which is a mirror on some machines.
    aliases.extend(registries(&cargo).into_iter().map(|folder| (folder, "crates".to_string())));
    aliases.push((sources.project.clone(), ".".to_string()));
    aliases.push((sources.target.clone(), "target".to_string()));
    // Behind a symbolic link a folder has another name, and the compiler may know it by either.
    let each = aliases.into_iter().flat_map(|(folder, alias)| {
        let behind = fs::canonicalize(&folder).ok().filter(|behind| *behind != folder);
        let behind = behind.map(|behind| (behind, alias.clone()));
        behind.into_iter().chain([(folder, alias)])
    });
    Ok(each.collect())
}

/// What would tell where something was built, had it got into it.
pub fn traces(sources: &Sources) -> Result<Vec<String>> {
    let mut traces = Vec::new();
    for (folder, _) in aliases(sources)? {
        // With what follows it: `/root` alone may be a word of a program.
        traces.push(format!("{}{MAIN_SEPARATOR}", folder.display()));
    }
    let registries = registries(&cargo_home()?);
    traces.extend(registries.iter().filter_map(|folder| Some(folder.file_name()?.to_string_lossy().into_owned())));
    Ok(traces)
}

/// The folders in which cargo keeps the sources of crates.
fn registries(cargo: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(cargo.join("registry").join("src"));
    let mut folders: Vec<_> = entries.into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    folders.sort();
    folders
}

fn cargo_home() -> Result<PathBuf> {
    env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| env::home_dir().map(|home| home.join(".cargo")))
        .ok_or_else(|| "There is no home folder; set CARGO_HOME in the environment.".to_string())
}

/// The compiler's flags that hold the paths back, as cargo takes them from the environment.
fn flags(aliases: &[(PathBuf, String)]) -> OsString {
    let mut flags = OsString::from(TOLD);
    for (folder, alias) in aliases {
        flags.push("\u{1f}");
        flags.push("--remap-path-prefix=");
        flags.push(folder);
        flags.push(format!("={alias}"));
    }
    flags
}

/// Trunk empties the folder. One that somebody names may hold anything: it must be new, empty, or all of it ours.
fn check_ours(folder: &Path) -> Result<()> {
    let list = fs::read_to_string(folder.join(MANIFEST)).unwrap_or_default();
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let is_ours =
        |name: &str| name == MANIFEST || list.contains(&format!("\"{name}\"")) || list.contains(&format!("\"{name}/"));
    let mut names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.find(|name| !is_ours(name)).map_or(Ok(()), |other| {
        Err(format!(
            "{} would be emptied, and holds {other}, which is no part of this page; name a folder that is new or empty.",
            folder.display()
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_told_apart_by_what_no_path_has() {
        let aliases = [("/home/ann lee", "home"), ("/home/ann lee/paxos", ".")];
        let flags = flags(&aliases.map(|(folder, alias)| (folder.into(), alias.into())));
        let each: Vec<_> = flags.to_str().unwrap().split('\u{1f}').collect();
        assert_eq!(each[2..], ["--remap-path-prefix=/home/ann lee=home", "--remap-path-prefix=/home/ann lee/paxos=."]);
    }

    #[test]
    fn folder_with_anything_else_in_it_is_not_emptied() {
        let folder = env::temp_dir().join(format!("paxos-dist-{}", std::process::id()));
        assert_eq!(check_ours(&folder), Ok(()));
        fs::create_dir_all(folder.join("scenes")).unwrap();
        fs::create_dir_all(folder.join(FIGURES)).unwrap();
        let list = "{\"scenes/floor.paxos\": {}, \"figures/floor-1.svg\": {}, \"index.html\": {}}";
        fs::write(folder.join(MANIFEST), list).unwrap();
        fs::write(folder.join("index.html"), "").unwrap();
        assert_eq!(check_ours(&folder), Ok(()));
        fs::write(folder.join("thesis.tex"), "").unwrap();
        assert!(check_ours(&folder).unwrap_err().contains("holds thesis.tex"));
        fs::remove_dir_all(folder).unwrap();
    }
}
