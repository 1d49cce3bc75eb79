//! `cargo xtask fuzz`: bytes that nobody thought of, against every reader of what others have written.

use std::path::Path;
use std::process::ExitCode;

use crate::run::{Verdict, command, show};
use crate::tools::Tools;
use crate::{Result, say};

/// How long it looks at each target where no time is given, in seconds.
const SECONDS_DEFAULT: u32 = 60;
/// What has not ended by then never does, in seconds on the wall. How much an input may make its reader work is said, and
/// judged, in `fuzz/src/limit.rs`: a second on the wall is much less than that on a machine that does other things.
const SECONDS_HANGING: u32 = 100;
/// The most bytes that an input has: as many as a scene may.
const BYTES_MAX: u32 = 64 * 1024;
/// The targets whose inputs are scenes: they begin with those of the tree too.
const OF_SCENES: [&str; 2] = ["scene", "export"];

/// Installs what is missing and runs the targets, one after the other, each from its seeds and what it has found before.
pub fn fuzz(tools: &Tools, words: &[String]) -> Result<ExitCode> {
    let known = targets(&tools.project)?;
    let (seconds, wanted) = asked(words, &known)?;
    tools.nightly()?;
    let path = tools.cargo_fuzz()?;
    let mut failed = Vec::new();
    for target in &wanted {
        let corpus = tools.project.join("fuzz").join("corpus").join(target);
        std::fs::create_dir_all(&corpus).map_err(|error| format!("{} cannot be made: {error}.", corpus.display()))?;
        let mut fuzz = command("rustup", &tools.project);
        // There is no unsafe code for a sanitizer to watch, and without one a second is a second.
        fuzz.args(["run", "nightly", "cargo", "fuzz", "run", "--sanitizer", "none", target]).arg(corpus);
        fuzz.arg(format!("fuzz/seeds/{target}")).env("PATH", &path);
        if OF_SCENES.contains(&target.as_str()) {
            fuzz.args(["static/scenes", "tests/scenarios"]);
        }
        fuzz.arg("--").arg(format!("-max_total_time={seconds}")).arg(format!("-timeout={SECONDS_HANGING}"));
        fuzz.arg(format!("-max_len={BYTES_MAX}")).arg("-print_final_stats=1");
        if let Verdict::Failed = show(&mut fuzz)? {
            failed.push(target.as_str());
        }
    }
    if failed.is_empty() {
        say::note(&format!("{seconds} seconds for each of {}: all of it was survived.", wanted.join(", ")));
        return Ok(ExitCode::SUCCESS);
    }
    Err(format!(
        "Not survived, or not built: {}. What it was stands above and in fuzz/artifacts; as a file in fuzz/seeds/TARGET \
         it fails in `cargo test --test it hostile` too, until it is mended.",
        failed.join(", ")
    ))
}

/// The targets that there are, by their files.
fn targets(project: &Path) -> Result<Vec<String>> {
    let folder = project.join("fuzz").join("fuzz_targets");
    let entries =
        std::fs::read_dir(&folder).map_err(|error| format!("{} cannot be read: {error}.", folder.display()))?;
    let stem = |entry: std::io::Result<std::fs::DirEntry>| Some(entry.ok()?.path().file_stem()?.to_str()?.to_string());
    let mut targets: Vec<String> = entries.filter_map(stem).collect();
    targets.sort();
    Ok(targets)
}

/// The seconds for each target, and the targets; all of them where none is named.
fn asked(words: &[String], known: &[String]) -> Result<(u32, Vec<String>)> {
    let (seconds, named) = match words.split_first() {
        Some((first, rest)) if first.starts_with(|c: char| c.is_ascii_digit()) => {
            let seconds = first.parse().ok().filter(|&seconds| 0 < seconds);
            (seconds.ok_or(format!("`cargo xtask fuzz` takes a number of seconds, such as 60, not `{first}`."))?, rest)
        }
        _ => (SECONDS_DEFAULT, words),
    };
    if let Some(other) = named.iter().find(|name| !known.contains(name)) {
        return Err(format!("There is nothing to fuzz that is called `{other}`; there are {}.", known.join(", ")));
    }
    Ok((seconds, if named.is_empty() { known.to_vec() } else { named.to_vec() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Result<(u32, Vec<String>)> {
        let owned = |words: &[&str]| words.iter().map(|word| word.to_string()).collect::<Vec<_>>();
        asked(&owned(words), &owned(&["link", "scene"]))
    }

    #[test]
    fn all_targets_are_fuzzed_for_a_minute_each_where_nothing_else_is_said() {
        let both = vec!["link".to_string(), "scene".to_string()];
        assert_eq!(read(&[]), Ok((60, both.clone())));
        assert_eq!(read(&["600"]), Ok((600, both)));
        assert_eq!(read(&["600", "scene"]), Ok((600, vec!["scene".to_string()])));
        assert_eq!(read(&["link"]), Ok((60, vec!["link".to_string()])));
        assert!(read(&["0"]).is_err() && read(&["long"]).is_err() && read(&["1", "2"]).is_err());
    }

    #[test]
    fn targets_are_those_of_the_tree() {
        let project = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("it lies in the project");
        let targets = targets(project).expect("they can be read");
        assert!(targets.contains(&"scene".to_string()) && targets.contains(&"link".to_string()), "{targets:?}");
    }
}
