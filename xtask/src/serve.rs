//! `cargo xtask serve`: what `trunk serve` needs, then `trunk serve` itself; and `cargo xtask ready`, which Trunk calls
//! before it builds, for who has started it by hand.

use std::env;
use std::fs;
use std::io::ErrorKind;
use std::net::TcpListener;
use std::process::{Command, ExitCode};

use crate::run::command;
use crate::tools::Tools;
use crate::{Result, say};

/// Trunk's own, where nobody says otherwise.
const PORT_DEFAULT: u16 = 8080;

/// Installs what is missing and serves the page, with Trunk's own options.
pub fn serve(tools: &Tools, options: &[String]) -> Result<ExitCode> {
    // First of all, since installing takes minutes.
    check_port(port(tools, options))?;
    tools.crates()?;
    tools.wasm_target()?;
    tools.wasm_bindgen()?;
    let trunk = tools.trunk()?;
    tools.tidy();
    let mut serve = command(trunk, &tools.project);
    // Trunk takes NO_COLOR=1 for a mistake.
    serve.arg("serve").args(options).env_remove("NO_COLOR").env(READY.0, READY.1);
    hand_over(&mut serve)
}

/// What Trunk's hook means where this program has started Trunk: nothing. All is there, and to build this program once
/// more, with the flags of a build for others, would take its time.
pub const READY: (&str, &str) = ("CARGO_ALIAS_READY", "version");

/// Installs what Trunk needs to build the page. The crates are cargo's own affair.
pub fn ready(tools: &Tools) -> Result<ExitCode> {
    tools.wasm_target()?;
    tools.wasm_bindgen()?;
    tools.tidy();
    Ok(ExitCode::SUCCESS)
}

/// The port that Trunk is going to take: from its options, its environment
/// variable, its file, in this order.
fn port(tools: &Tools, options: &[String]) -> u16 {
    let file = fs::read_to_string(tools.project.join("Trunk.toml")).unwrap_or_default();
    port_option(options)
        .or_else(|| env::var("TRUNK_SERVE_PORT").ok()?.parse().ok())
        .or_else(|| port_in_file(&file))
        .unwrap_or(PORT_DEFAULT)
}

fn port_option(options: &[String]) -> Option<u16> {
    let mut words = options.iter();
    while let Some(word) = words.next() {
        if word == "--port" || word == "-p" {
            return words.next()?.parse().ok();
        }
        if let Some(port) = word.strip_prefix("--port=") {
            return port.parse().ok();
        }
    }
    None
}

fn port_in_file(text: &str) -> Option<u16> {
    let value = text.lines().find_map(|line| line.strip_prefix("port"))?;
    value.trim_start().strip_prefix('=')?.trim().parse().ok()
}

/// Trunk would build everything before it found out.
fn check_port(port: u16) -> Result<()> {
    match TcpListener::bind(("127.0.0.1", port)) {
        Err(error) if error.kind() == ErrorKind::AddrInUse => Err(format!(
            "Port {port} is taken by another program; end that one, or serve on another port: \
             cargo xtask serve --port {}",
            port.checked_add(1).unwrap_or(PORT_DEFAULT)
        )),
        // Whatever else may be wrong, Trunk finds it and says it.
        _ => Ok(()),
    }
}

/// Becomes Trunk, so that Ctrl-C and other signals reach it and nothing else.
#[cfg(unix)]
fn hand_over(serve: &mut Command) -> Result<ExitCode> {
    use std::os::unix::process::CommandExt;
    say::note("Serving with Trunk; Ctrl-C ends it.");
    let error = serve.exec();
    Err(format!("Trunk could not be started: {error}."))
}

#[cfg(not(unix))]
fn hand_over(serve: &mut Command) -> Result<ExitCode> {
    say::note("Serving with Trunk; Ctrl-C ends it.");
    match crate::run::show(serve)? {
        crate::run::Verdict::Passed => Ok(ExitCode::SUCCESS),
        crate::run::Verdict::Failed => Ok(ExitCode::FAILURE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn port_of(words: &[&str]) -> Option<u16> {
        port_option(&words.iter().map(|word| word.to_string()).collect::<Vec<_>>())
    }

    #[test]
    fn port_is_read_from_trunks_options() {
        assert_eq!(port_of(&["--open", "--port", "9000"]), Some(9000));
        assert_eq!(port_of(&["--port=9000"]), Some(9000));
        assert_eq!(port_of(&["-p", "9000"]), Some(9000));
        assert_eq!(port_of(&["--open"]), None);
    }

    #[test]
    fn port_is_read_from_trunks_file() {
        assert_eq!(port_in_file("[serve]\nport = 8080\n"), Some(8080));
        assert_eq!(port_in_file("[build]\n"), None);
    }

    #[test]
    fn taken_port_is_named_with_a_way_out() {
        let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let sentence = check_port(port).unwrap_err();
        assert!(sentence.contains(&port.to_string()) && sentence.contains("--port"), "{sentence}");
    }
}
