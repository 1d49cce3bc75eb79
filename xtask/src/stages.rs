//! `cargo xtask test`: everything that must hold, in stages.
//!
//! A stage that fails does not stop the next one: a reader of the output wants
//! to know all that is wrong, and the stages do not build on each other.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::run::{Tally, Verdict, cargo, command, count, show};
use crate::tools::Tools;
use crate::{Result, browser, dist, hosts, place, same, say, supply, tex};

/// A part of `cargo xtask test` that can be run alone.
struct Stage {
    /// What it is called on the command line.
    name: &'static str,
    /// What it does, for its heading.
    title: &'static str,
    run: fn(&Tools) -> Result<Tally>,
}

/// In the order in which they run: what fails soonest comes first.
const STAGES: [Stage; 9] = [
    Stage { name: "fmt", title: "Format", run: fmt },
    Stage { name: "clippy", title: "Clippy, native and wasm", run: clippy },
    Stage { name: "supply", title: "What it is made of", run: supply::supply },
    Stage { name: "native", title: "Native tests", run: native },
    Stage { name: "wasm", title: "Wasm tests in two browsers", run: wasm },
    Stage { name: "bytes", title: "What a reader has to load first", run: bytes },
    Stage { name: "e2e", title: "End-to-end tests of a release build", run: e2e },
    Stage { name: "browsers", title: "The same visits in Chromium and in Firefox", run: browsers },
    Stage { name: "dist", title: "The same build elsewhere", run: same::same },
];

/// What asks the registries for more than a commit should hang on: run when it is named, and by `--all`.
const BEYOND: [Stage; 2] = [
    Stage { name: "hosts", title: "The examples of docs/embed in their hosts", run: hosts::hosts },
    Stage { name: "tex", title: "Pictures and figures in LaTeX and Inkscape", run: tex::tex },
];

/// The word for all of both.
const ALL: &str = "--all";

/// What became of a stage.
struct Report {
    name: &'static str,
    tally: Tally,
    time: Duration,
    /// Why it could not be carried out, where it could not.
    trouble: Option<String>,
}

impl Report {
    fn failed(&self) -> bool {
        0 < self.tally.failed
    }
}

/// Runs the stages of these names, or all.
pub fn test(tools: &Tools, names: &[String]) -> Result<ExitCode> {
    let stages = chosen(names)?;
    let start = Instant::now();
    let reports: Vec<Report> = stages
        .iter()
        .enumerate()
        .map(|(index, stage)| {
            say::heading(index + 1, stages.len(), stage.title);
            carry_out(stage, tools)
        })
        .collect();
    tools.tidy();
    summarise(&reports, start.elapsed());
    let failed = reports.iter().any(Report::failed);
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn chosen(names: &[String]) -> Result<Vec<&'static Stage>> {
    let all = || STAGES.iter().chain(&BEYOND);
    let known: Vec<&str> = all().map(|stage| stage.name).collect();
    if let Some(wrong) = names.iter().find(|name| *name != ALL && !known.contains(&name.as_str())) {
        return Err(format!(
            "There is no stage `{wrong}`; there are {}, and `{ALL}` is all of them.",
            say::list(&known)
        ));
    }
    if names.is_empty() {
        return Ok(STAGES.iter().collect());
    }
    Ok(all().filter(|stage| names.iter().any(|name| name == ALL || name == stage.name)).collect())
}

fn carry_out(stage: &Stage, tools: &Tools) -> Report {
    let start = Instant::now();
    let (tally, trouble) = match (stage.run)(tools) {
        Ok(tally) => (tally, None),
        Err(sentence) => {
            say::note(&sentence);
            (Tally { failed: 1, ..Tally::default() }, Some(sentence))
        }
    };
    let report = Report { name: stage.name, tally, time: start.elapsed(), trouble };
    let word = if report.failed() { "failed" } else { "passed" };
    say::note(&format!("{} {word} in {}.", stage.title, say::duration(report.time)));
    report
}

/// Says what happened; the very last line is one that machines read too.
fn summarise(reports: &[Report], time: Duration) {
    let mut sum = Tally::default();
    println!("\n=== Summary ===");
    for report in reports {
        let Tally { passed, failed, ignored, .. } = report.tally;
        let left_out = if ignored == 0 { String::new() } else { format!(", {ignored} ignored") };
        let counts = format!("{passed} passed, {failed} failed{left_out}");
        println!("{:<8}{counts:<36}{:>12}", report.name, say::duration(report.time));
        sum += report.tally.clone();
    }
    println!();
    for failure in failures(reports) {
        println!("{failure}");
    }
    let mut troubles: Vec<&str> = reports.iter().filter_map(|it| it.trouble.as_deref()).collect();
    troubles.dedup();
    for trouble in troubles {
        println!("{trouble}");
    }
    println!("{}", verdict(reports, time));
    println!("{} passed, {} failed", sum.passed, sum.failed);
}

/// Each test that failed, with its stage: the last lines may be all that is kept of a long run.
fn failures(reports: &[Report]) -> Vec<String> {
    let named = |report: &Report| {
        let name = report.name;
        report.tally.failures.iter().map(move |failure| format!("Failed in {name}: {failure}")).collect::<Vec<_>>()
    };
    reports.iter().flat_map(named).collect()
}

fn verdict(reports: &[Report], time: Duration) -> String {
    let failed: Vec<&str> = reports.iter().filter(|it| it.failed()).map(|it| it.name).collect();
    let time = say::duration(time);
    if failed.is_empty() {
        return format!("Everything passed, in {time}.");
    }
    format!("Not everything passed, in {time}; to run what failed again: cargo xtask test {}", failed.join(" "))
}

fn fmt(tools: &Tools) -> Result<Tally> {
    tools.cargo_component("fmt", "rustfmt")?;
    show(cargo(&tools.project).args(["fmt", "--all", "--check"])).map(Tally::of_check)
}

/// Three times, since each sees code that the others do not.
fn clippy(tools: &Tools) -> Result<Tally> {
    const NATIVE: &[&str] = &["--workspace", "--all-targets"];
    const WASM: &[&str] = &["--target", "wasm32-unknown-unknown", "--lib", "--bins", "--test", "web"];
    // The worker is built without the page.
    const WORKER: &[&str] =
        &["--target", "wasm32-unknown-unknown", "--no-default-features", "--lib", "--bin", "worker"];
    tools.cargo_component("clippy", "clippy")?;
    tools.crates()?;
    tools.wasm_target()?;
    let mut tally = Tally::default();
    for targets in [NATIVE, WASM, WORKER] {
        let mut clippy = cargo(&tools.project);
        clippy.arg("clippy").args(targets).args(["--", "--deny", "warnings"]);
        tally += Tally::of_check(show(&mut clippy)?);
    }
    Ok(tally)
}

fn native(tools: &Tools) -> Result<Tally> {
    tools.crates()?;
    count(cargo(&tools.project).args(["test", "--workspace", "--no-fail-fast"]))
}

/// Cargo hands the compiled tests to a script, which shows them to a browser.
fn wasm(tools: &Tools) -> Result<Tally> {
    tools.crates()?;
    tools.wasm_target()?;
    tools.node_packages()?;
    let wasm_bindgen = tools.wasm_bindgen()?;
    let (browser, firefox) = (tools.browser()?, tools.firefox()?);
    let mut tally = Tally::default();
    for name in ["chromium", "firefox"] {
        let mut test = cargo(&tools.project);
        test.args(["test", "--target", "wasm32-unknown-unknown", "--test", "web"]);
        // Cargo starts it in the folder of the package. A full path would be split at its spaces.
        test.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", format!("node e2e/wasm-tests.mjs {name}"));
        test.env("PATH", place::path_with(&[&wasm_bindgen])?).env(browser::FIREFOX, &firefox);
        if let Some(browser) = &browser {
            test.env(browser::VARIABLE, browser);
        }
        tally += count(&mut test)?;
    }
    Ok(tally)
}

/// On the same files as `e2e`, by a library that drives every browser that stands on a system.
fn browsers(tools: &Tools) -> Result<Tally> {
    let (browser, firefox) = (tools.browser()?, tools.firefox()?);
    if dist::for_tests(tools)? == Verdict::Failed {
        return Ok(Tally::of_check(Verdict::Failed));
    }
    let mut visits = command("node", &tools.e2e());
    visits.arg("smoke/run.mjs").env(browser::FIREFOX, firefox);
    match browser {
        Some(browser) => visits.arg("chromium").env(browser::VARIABLE, browser),
        // The part of Chromium that Playwright downloads is its own; `e2e` has tested in that.
        None => &mut visits,
    };
    count(visits.arg("firefox"))
}

/// The budgets of bytes and requests.
fn bytes(tools: &Tools) -> Result<Tally> {
    on_the_build(tools, &["bytes.mjs"])
}

fn e2e(tools: &Tools) -> Result<Tally> {
    on_the_build(tools, &["node_modules/@playwright/test/cli.js", "test"])
}

/// Counts what node is told to do with what is given to others, and nothing else.
fn on_the_build(tools: &Tools, words: &[&str]) -> Result<Tally> {
    let browser = tools.browser()?;
    if dist::for_tests(tools)? == Verdict::Failed {
        return Ok(Tally::of_check(Verdict::Failed));
    }
    let mut node = command("node", &tools.e2e());
    node.args(words);
    if let Some(browser) = browser {
        node.env(browser::VARIABLE, browser);
    }
    count(&mut node)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(words: &[&str]) -> Result<Vec<&'static str>> {
        let words: Vec<String> = words.iter().map(|word| word.to_string()).collect();
        Ok(chosen(&words)?.iter().map(|stage| stage.name).collect())
    }

    #[test]
    fn all_stages_are_chosen_where_none_is_named() {
        let all = vec!["fmt", "clippy", "supply", "native", "wasm", "bytes", "e2e", "browsers", "dist"];
        assert_eq!(names(&[]), Ok(all));
    }

    #[test]
    fn named_stages_keep_their_order() {
        assert_eq!(names(&["wasm", "fmt"]), Ok(vec!["fmt", "wasm"]));
        assert_eq!(names(&["hosts", "fmt"]), Ok(vec!["fmt", "hosts"]));
    }

    #[test]
    fn hosts_and_tex_are_chosen_only_where_they_are_asked_for() {
        assert_eq!(names(&["--all"]), Ok([names(&[]).unwrap(), vec!["hosts", "tex"]].concat()));
        assert!(!names(&[]).unwrap().iter().any(|name| ["hosts", "tex"].contains(name)));
    }

    #[test]
    fn unknown_stage_is_named_with_those_there_are() {
        let sentence = names(&["unit"]).unwrap_err();
        assert!(sentence.contains("`unit`") && sentence.contains("dist, hosts and tex"), "{sentence}");
    }

    fn report(name: &'static str, failures: &[&str]) -> Report {
        let failures: Vec<String> = failures.iter().map(|name| name.to_string()).collect();
        let tally = Tally { passed: 1, failed: failures.len() as u32, failures, ..Tally::default() };
        Report { name, tally, time: Duration::ZERO, trouble: None }
    }

    #[test]
    fn failed_tests_are_named_with_their_stage() {
        let reports = [report("fmt", &[]), report("wasm", &["one", "two: not 3"])];
        assert_eq!(failures(&reports), ["Failed in wasm: one", "Failed in wasm: two: not 3"]);
    }

    #[test]
    fn verdict_names_what_failed() {
        let time = Duration::from_secs(3);
        assert_eq!(verdict(&[report("fmt", &[])], time), "Everything passed, in 3.0 s.");
        let said = verdict(&[report("fmt", &[]), report("wasm", &["one", "two"])], time);
        assert!(said.ends_with("cargo xtask test wasm"), "{said}");
    }
}
