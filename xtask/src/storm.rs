//! `cargo xtask storm`: the storms of the native tests, over as many seeds as one has time for.

use std::process::ExitCode;

use crate::run::{Verdict, cargo, show};
use crate::tools::Tools;
use crate::{Result, say};

/// How many seeds blow where no number is given.
const SEEDS_DEFAULT: u32 = 1_000_000;

/// Blows over all clusters. What breaks is told as a scene, by the tests themselves.
pub fn storm(tools: &Tools, words: &[String]) -> Result<ExitCode> {
    let seeds = seeds(words)?;
    say::note(&format!("{seeds} seeds, each a storm with a clock and a walk without one, every step checked:"));
    let mut tests = cargo(&tools.project);
    tests.args(["test", "--release", "--package", "paxos-explainer", "--test", "it", "storm::storm_over"]);
    tests.args(["--", "--nocapture"]).env("PAXOS_STORM_SEEDS", seeds.to_string());
    match show(&mut tests)? {
        Verdict::Passed => {
            say::note(&format!("{seeds} seeds have blown, and nothing broke."));
            Ok(ExitCode::SUCCESS)
        }
        Verdict::Failed => {
            Err("Something broke, or the tests could not be built; what it was stands above.".to_string())
        }
    }
}

fn seeds(words: &[String]) -> Result<u32> {
    match words {
        [] => Ok(SEEDS_DEFAULT),
        [number] => number
            .replace('_', "")
            .parse()
            .ok()
            .filter(|&seeds| 0 < seeds)
            .ok_or(format!("`cargo xtask storm` takes a number of seeds, such as 1000000, not `{number}`.")),
        _ => Err("`cargo xtask storm` takes one number of seeds at most.".to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeds_are_a_number_or_a_million() {
        let read = |words: &[&str]| seeds(&words.iter().map(|word| word.to_string()).collect::<Vec<_>>());
        assert_eq!(read(&[]), Ok(1_000_000));
        assert_eq!(read(&["200_000"]), Ok(200_000));
        assert!(read(&["0"]).is_err() && read(&["many"]).is_err() && read(&["1", "2"]).is_err());
    }
}
