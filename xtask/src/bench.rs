//! `cargo xtask bench`: the core and the checker natively, and the same search in node.

use std::process::{ExitCode, Stdio};

use crate::dist::Sources;
use crate::run::{Verdict, cargo, command, show};
use crate::tools::Tools;
use crate::{Result, say};

/// Where cargo puts the search for node, below its target folder.
const MODULE: &str = "wasm32-unknown-unknown/release/examples/in_node.wasm";

/// Measures all of it, and prints how the checker here and in node compare.
pub fn bench(tools: &Tools) -> Result<ExitCode> {
    tools.crates()?;
    tools.wasm_target()?;
    if show(cargo(&tools.project).args(["bench", "--bench", "core"]))? == Verdict::Failed {
        return Err("The core could not be measured; why stands above.".to_string());
    }
    let native = printed(cargo(&tools.project).args(["bench", "--bench", "checker"]))?;
    let mut build = cargo(&tools.project);
    build.args(["build", "--profile", "bench", "--target", "wasm32-unknown-unknown"]);
    // Without the page: what it is drawn with need not be compiled for this.
    build.args(["--no-default-features", "--example", "in_node"]);
    if show(&mut build)? == Verdict::Failed {
        return Err("The search could not be built for wasm; why stands above.".to_string());
    }
    println!("\nLamport's abstract Paxos, the same in node\n\n| search | states | time | states a second |");
    println!("| --- | --: | --: | --: |");
    let mut node = command("node", &tools.project);
    let wasm = printed(node.arg("benches/wasm/run.mjs").arg(Sources::here(tools).target.join(MODULE)))?;
    for ballots in ["3 ballots", "4 ballots"] {
        let (native, wasm) = (row(&native, ballots), row(&wasm, ballots));
        let (Some(native), Some(wasm)) = (native, wasm) else {
            return Err(format!("There is no row of {ballots} in what was printed."));
        };
        if native.0 != wasm.0 {
            return Err(format!("With {ballots} there are {} states natively, and {} in node.", native.0, wasm.0));
        }
        say::note(&format!("{ballots}: node has {:.0}% of the native rate.", 100.0 * wasm.1 / native.1));
    }
    Ok(ExitCode::SUCCESS)
}

/// Runs a program to its end, and gives what it prints, which is printed here too.
fn printed(program: &mut std::process::Command) -> Result<String> {
    let name = program.get_program().to_string_lossy().into_owned();
    let output = program.stderr(Stdio::inherit()).output();
    let output = output.map_err(|error| format!("`{name}` cannot be started: {error}."))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    print!("{text}");
    if output.status.success() { Ok(text) } else { Err(format!("`{name}` has failed; why stands above.")) }
}

/// The states and the millions of states a second in the first row of this name.
fn row(text: &str, name: &str) -> Option<(u64, f64)> {
    let cells: Vec<&str> = text.lines().find(|line| line.starts_with(&format!("| {name} |")))?.split('|').collect();
    let rate = cells.iter().find_map(|cell| cell.trim().strip_suffix(" million"))?;
    Some((cells.get(2)?.trim().parse().ok()?, rate.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::row;

    #[test]
    fn row_is_found_by_its_name_in_both_tables() {
        let native = "| search | states |\n| 3 ballots | 185369 | 24 | 0.041 s | 4.51 million | 22.2 |\n";
        assert_eq!(row(native, "3 ballots"), Some((185_369, 4.51)));
        assert_eq!(row("| 4 ballots | 8220065 | 3.8 s | 2.14 million |", "4 ballots"), Some((8_220_065, 2.14)));
        assert_eq!(row(native, "4 ballots"), None);
    }
}
