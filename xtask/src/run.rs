//! Starting other programs, and counting the tests they report.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{self, Read, Write};
use std::ops::AddAssign;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::Result;

/// How many checks or tests passed, failed, and were left out on purpose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Tests that passed.
    pub passed: u32,
    /// Tests that failed.
    pub failed: u32,
    /// Tests marked as ignored or skipped.
    pub ignored: u32,
    /// The names of those that failed, and why where the runner says it in a line.
    pub failures: Vec<String>,
}

impl Tally {
    /// The tally of one thing that either holds or does not.
    pub fn of_check(holds: Verdict) -> Tally {
        match holds {
            Verdict::Passed => Tally { passed: 1, ..Tally::default() },
            Verdict::Failed => Tally { failed: 1, ..Tally::default() },
        }
    }

    /// Reads the line with which all our runners end:
    /// `test result: ok. 3 passed; 0 failed; 1 ignored; ...`.
    fn of_line(line: &str) -> Option<Tally> {
        let (_, counts) = line.trim().strip_prefix("test result: ")?.split_once(". ")?;
        let mut tally = Tally::default();
        for part in counts.split("; ") {
            match part.split_once(' ') {
                Some((n, "passed")) => tally.passed = n.parse().ok()?,
                Some((n, "failed")) => tally.failed = n.parse().ok()?,
                Some((n, "ignored")) => tally.ignored = n.parse().ok()?,
                // `0 measured`, `0 filtered out`, `finished in 0.01s`.
                _ => {}
            }
        }
        Some(tally)
    }

    /// Which test failed, read from the line that all our runners have for one:
    /// `test layers::hold ... FAILED`, after which a reason may follow.
    fn failure(line: &str) -> Option<String> {
        let (name, reason) = line.trim().strip_prefix("test ")?.split_once(" ... FAILED")?;
        Some(format!("{name}{reason}"))
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.ignored += other.ignored;
        self.failures.extend(other.failures);
    }
}

/// How a program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It exited with 0.
    Passed,
    /// It exited with anything else, or was killed.
    Failed,
}

/// A command that runs in `folder`, without what cargo added to the
/// environment for this program alone. Left in, those variables would make a
/// cargo below us see other inputs than the same cargo started by hand, and
/// build everything twice.
pub fn command(program: impl AsRef<OsStr>, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder);
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

/// The cargo that runs this program, so that `cargo +nightly xtask` means it.
pub fn cargo(folder: &Path) -> Command {
    command(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")), folder)
}

/// Runs a command in view of the user.
pub fn show(command: &mut Command) -> Result<Verdict> {
    let status = command.status().map_err(|error| cannot_start(command, &error))?;
    Ok(if status.success() { Verdict::Passed } else { Verdict::Failed })
}

/// Runs a command out of view; its output, where it succeeds.
pub fn ask(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).stdin(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_string())
}

/// Runs a test runner in view of the user and adds up what it reports. A
/// runner that fails without a failed test (it did not compile, say) counts
/// as one failure; so does one that ran nothing, since nothing was tested.
pub fn count(command: &mut Command) -> Result<Tally> {
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| cannot_start(command, &error))?;
    let mut tally = Tally::default();
    if let Some(mut output) = child.stdout.take() {
        for line in pass_through(&mut output, &mut io::stdout()) {
            tally += Tally::of_line(&line).unwrap_or_default();
            tally.failures.extend(Tally::failure(&line));
        }
    }
    let status = child.wait().map_err(|error| cannot_start(command, &error))?;
    if !status.success() && tally.failed == 0 {
        tally.failed = 1;
    }
    if tally.passed + tally.failed == 0 {
        return Err("It ran no test at all, which is not a pass.".to_string());
    }
    Ok(tally)
}

/// Shows a stream as it comes, without waiting for ends of lines, and hands
/// back its lines.
fn pass_through(stream: &mut impl Read, screen: &mut impl Write) -> Vec<String> {
    let mut seen = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        match stream.read(&mut buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Ok(0) | Err(_) => break,
            Ok(length) => {
                seen.extend_from_slice(&buffer[..length]);
                // Where nobody reads our output any more, the tests still run.
                let _ = screen.write_all(&buffer[..length]).and_then(|()| screen.flush());
            }
        }
    }
    String::from_utf8_lossy(&seen).lines().map(str::to_string).collect()
}

fn cannot_start(command: &Command, error: &io::Error) -> String {
    format!("`{}` could not be started: {error}.", command.get_program().to_string_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tally_reads_the_closing_line_of_cargo_test() {
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.01s";
        assert_eq!(Tally::of_line(line), Some(Tally { passed: 12, failed: 3, ignored: 1, failures: vec![] }));
    }

    #[test]
    fn failed_tests_are_named_with_their_reasons() {
        let failure = |line| Tally::failure(line);
        assert_eq!(failure("test layers::hold ... FAILED"), Some("layers::hold".to_string()));
        assert_eq!(
            failure("test ask.spec.ts:12 › a question ... FAILED: 3 is not 4"),
            Some("ask.spec.ts:12 › a question: 3 is not 4".to_string())
        );
        assert_eq!(failure("test layers::hold ... ok"), None);
        assert_eq!(failure("test result: FAILED. 0 passed; 1 failed"), None);
    }

    #[test]
    fn tally_ignores_other_lines() {
        assert_eq!(Tally::of_line("test ballot::orders ... ok"), None);
        assert_eq!(Tally::of_line("running 3 tests"), None);
        assert_eq!(Tally::of_line("test result: unknown"), None);
    }

    #[test]
    fn stream_is_shown_and_handed_back_in_lines() {
        let mut screen = Vec::new();
        assert_eq!(pass_through(&mut "one\ntwo".as_bytes(), &mut screen), ["one", "two"]);
        assert_eq!(screen, b"one\ntwo");
    }

    #[test]
    fn program_that_does_not_exist_is_named() {
        let mut command = Command::new("no-such-program-anywhere");
        let sentence = show(&mut command).unwrap_err();
        assert!(sentence.starts_with("`no-such-program-anywhere` could not be started"));
    }
}
