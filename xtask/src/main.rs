//! The project's two commands, `cargo xtask serve` and `cargo xtask test`; `cargo xtask dist`, which makes what
//! is given to others; and three for those who want to look longer: `cargo xtask storm`, `cargo xtask fuzz` and
//! `cargo xtask bench`.
//!
//! All install what is missing before they use it, say what they do while
//! they do it, and where they cannot go on they say in one sentence what is
//! missing and how to get it: every `Err` in this crate is such a sentence,
//! meant to be read by a person.
//!
//! - `say`: headings, durations, the summary.
//! - `run`: starting other programs; counting the tests they report.
//! - `tools`: what has to be installed, asked for by name.
//! - `place`: where tools are looked for and put.
//! - `browser`: which browsers the tests use.
//! - `debian`: Debian's packages.
//! - `stages`: `cargo xtask test`.
//! - `serve`: `cargo xtask serve`.
//! - `dist`: `cargo xtask dist`.
//! - `split`: the program of the page in two parts.
//! - `profile`: `cargo xtask profile`.
//! - `same`: whether a build elsewhere is the same.
//! - `supply`: `cargo xtask test supply`.
//! - `hosts`: `cargo xtask test hosts`.
//! - `tex`: `cargo xtask test tex`.
//! - `storm`: `cargo xtask storm`.
//! - `fuzz`: `cargo xtask fuzz`.
//! - `bench`: `cargo xtask bench`.
//!
//! There are no dependencies: this program is the first thing that a newcomer
//! compiles, and what it needs, `std` has.

mod bench;
mod browser;
mod debian;
mod dist;
mod fuzz;
mod hosts;
mod place;
mod profile;
mod run;
mod same;
mod say;
mod serve;
mod split;
mod stages;
mod storm;
mod supply;
mod tex;
mod tools;

use std::env;
use std::process::ExitCode;

use tools::Tools;

/// What a function hands back where the only thing that can go wrong is
/// something the user has to hear about, in a sentence.
type Result<T> = std::result::Result<T, String>;

const USAGE: &str = "\
Usage:
  cargo xtask serve [TRUNK'S OPTIONS]   install what is missing, then run `trunk serve`
  cargo xtask ready                     install what `trunk serve` needs beside Trunk; Trunk calls it by itself
  cargo xtask test [STAGE...]           install what is missing, then run all tests, or some
  cargo xtask dist [FOLDER]             install what is missing, then build what is put on a server, into `dist`
  cargo xtask storm [SEEDS]             run the storms over more seeds, a million by default
  cargo xtask fuzz [SECONDS] [TARGET…]  look for what breaks a reader of scenes, links, messages …; wants rustup's nightly
  cargo xtask bench                     measure the core and the checker, natively and in node
  cargo xtask profile                   list anew which functions the first view of the page needs
Stages: fmt, clippy, supply, native, wasm, bytes, e2e, browsers, dist; and hosts and tex, which `test` runs only
when named, or with --all
docs/developing.md says what is installed, and where.";

fn main() -> ExitCode {
    match command(env::args().skip(1).collect()) {
        Ok(code) => code,
        Err(sentence) => {
            say::stop(&sentence);
            ExitCode::FAILURE
        }
    }
}

/// Does what the words of the command line ask for.
fn command(mut words: Vec<String>) -> Result<ExitCode> {
    if words.is_empty() {
        println!("{USAGE}");
        return Ok(ExitCode::from(2));
    }
    let name = words.remove(0);
    match name.as_str() {
        "serve" => serve::serve(&Tools::new()?, &words),
        "ready" => serve::ready(&Tools::new()?),
        "test" => stages::test(&Tools::new()?, &words),
        "dist" => dist::dist(&Tools::new()?, &words),
        "storm" => storm::storm(&Tools::new()?, &words),
        "bench" => bench::bench(&Tools::new()?),
        "profile" => profile::profile(&Tools::new()?),
        "fuzz" => fuzz::fuzz(&Tools::new()?, &words),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        _ => Err(format!("There is no command `{name}`; `cargo xtask help` lists those that there are.")),
    }
}
