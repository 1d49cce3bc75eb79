//! `cargo xtask fuzz`: texts that nobody thought of, against the reader and the player of scenes.

use std::process::ExitCode;

use crate::run::{Verdict, command, show};
use crate::tools::Tools;
use crate::{Result, say};

/// How long it looks where no time is given, in seconds.
const SECONDS_DEFAULT: u32 = 60;
/// A text that takes longer is a failure, in seconds.
const SECONDS_A_TEXT: u32 = 1;
/// The most bytes that a scene may have.
const BYTES_MAX: u32 = 64 * 1024;

/// Installs what is missing and runs the fuzz target, beginning with the scenes of the tree.
pub fn fuzz(tools: &Tools, words: &[String]) -> Result<ExitCode> {
    let seconds = seconds(words)?;
    tools.nightly()?;
    let path = tools.cargo_fuzz()?;
    let corpus = tools.project.join("fuzz").join("corpus").join("scene");
    std::fs::create_dir_all(&corpus).map_err(|error| format!("{} cannot be made: {error}.", corpus.display()))?;
    let mut fuzz = command("rustup", &tools.project);
    // There is no unsafe code for a sanitizer to watch, and without one a second is a second.
    fuzz.args(["run", "nightly", "cargo", "fuzz", "run", "--sanitizer", "none", "scene"]).arg(corpus);
    fuzz.args(["static/scenes", "tests/scenarios", "--"]).env("PATH", path);
    fuzz.arg(format!("-max_total_time={seconds}")).arg(format!("-timeout={SECONDS_A_TEXT}"));
    fuzz.arg(format!("-max_len={BYTES_MAX}")).arg("-print_final_stats=1");
    match show(&mut fuzz)? {
        Verdict::Passed => {
            say::note(&format!("{seconds} seconds of texts, and each was played or told where it is wrong."));
            Ok(ExitCode::SUCCESS)
        }
        Verdict::Failed => {
            Err("A text was not survived, or the target could not be built; what it was stands above.".into())
        }
    }
}

fn seconds(words: &[String]) -> Result<u32> {
    match words {
        [] => Ok(SECONDS_DEFAULT),
        [number] => number
            .parse()
            .ok()
            .filter(|&seconds| 0 < seconds)
            .ok_or(format!("`cargo xtask fuzz` takes a number of seconds, such as 60, not `{number}`.")),
        _ => Err("`cargo xtask fuzz` takes one number of seconds at most.".to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_a_number_or_a_minute() {
        let read = |words: &[&str]| seconds(&words.iter().map(|word| word.to_string()).collect::<Vec<_>>());
        assert_eq!((read(&[]), read(&["600"])), (Ok(60), Ok(600)));
        assert!(read(&["0"]).is_err() && read(&["long"]).is_err() && read(&["1", "2"]).is_err());
    }
}
