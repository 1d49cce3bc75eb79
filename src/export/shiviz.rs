//! A run as a log for ShiViz (<https://bestchai.bitbucket.io/shiviz/>), which draws who could know of what: an event is a
//! line of text, and a line with its host and its vector clock. The expression that ShiViz offers by default reads it:
//! `(?<event>.*)\n(?<host>\S*) (?<clock>{.*})`.
//!
//! An event is what a node does or meets. What only the network does, or a condition of the run, happens at no host: a
//! message that is lost is told by the event that sent it, and cuts, copies and delays show in what they bring about.
//!
//! ShiViz is strict: each host counts its own events from 1 without a gap, and no clock names a host that has no event.

use super::chronicle::{Arrow, Chronicle, Ending, Event, Happens};
use std::fmt::Write;

/// Names that any object has in the language in which ShiViz is written, which would take them for hosts that it knows.
const TAKEN: [&str; 7] =
    ["constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "toLocaleString", "toString", "valueOf"];

/// Of a file, ShiViz takes the first two lines for the expressions by which to read it; for empty ones it has its own.
const HEAD: &str = "\n\n";

/// A run as a log for ShiViz.
///
/// # Errors
/// A sentence, where nothing happens that could stand in it.
pub fn shiviz(chronicle: &Chronicle) -> Result<String, String> {
    let hosts = hosts(chronicle);
    let mut now = vec![vec![0_u32; hosts.len()]; hosts.len()];
    let mut clocks: Vec<Vec<u32>> = Vec::with_capacity(chronicle.events.len());
    let mut log = String::new();
    for event in &chronicle.events {
        let Some(host) = host(event) else {
            clocks.push(Vec::new());
            continue;
        };
        if let Some(sent) = received(chronicle, event).and_then(|by| clocks.get(by)) {
            merge(&mut now[host], sent);
        }
        now[host][host] += 1;
        clocks.push(now[host].clone());
        let _ = write!(log, "{}\n{} {}\n", line(&text(chronicle, event)), hosts[host], clock(&hosts, &now[host]));
    }
    match log.is_empty() {
        true => Err("nothing happens at any node in this run; expected one with an event for ShiViz".to_string()),
        false => Ok(format!("{HEAD}{log}")),
    }
}

/// Where an event happens, if it happens at a node.
fn host(event: &Event) -> Option<usize> {
    event.node.filter(|_| !matches!(event.kind, Happens::Loss | Happens::Change))
}

/// The event that has sent what arrives by this one.
fn received(chronicle: &Chronicle, event: &Event) -> Option<usize> {
    let arrives = matches!(event.kind, Happens::Arrival | Happens::Refusal);
    event.about.filter(|_| arrives).and_then(|arrow| chronicle.arrows.get(arrow)?.by)
}

/// Whoever hears something knows what its sender knew when sending it.
fn merge(own: &mut [u32], sent: &[u32]) {
    for (own, sent) in own.iter_mut().zip(sent) {
        *own = (*own).max(*sent);
    }
}

/// A clock as JSON. Hosts of which nothing is known are left out.
fn clock(hosts: &[String], clock: &[u32]) -> String {
    let known = hosts.iter().zip(clock).filter(|&(_, &count)| 0 < count);
    let entries: Vec<String> = known.map(|(host, count)| format!("\"{host}\":{count}")).collect();
    format!("{{{}}}", entries.join(", "))
}

/// What happened and why, what was sent, and what became of that where it never arrived.
fn text(chronicle: &Chronicle, event: &Event) -> String {
    let mut said = vec![format!("{} ms, {}:", event.time, event.what)];
    let chosen = event.choices.iter().map(|chosen| &chosen.says);
    said.extend(event.why.iter().chain(chosen).chain(&event.sends).chain(&event.lost).cloned());
    said.extend(event.sent.iter().filter_map(|&arrow| later(chronicle, chronicle.arrows.get(arrow)?)));
    said.join(" ")
}

/// What became of a message that was lost after it was sent.
fn later(chronicle: &Chronicle, arrow: &Arrow) -> Option<String> {
    let Ending::Lost(time, Some(by)) = arrow.end else { return None };
    let why = chronicle.events.get(by)?.why.first()?;
    Some(format!("At {time} ms: {why}"))
}

/// A text on one line: what would end it becomes a blank.
fn line(text: &str) -> String {
    let ends = |letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
    text.chars().map(|letter| if ends(letter) { ' ' } else { letter }).collect()
}

/// A name without blanks for each who takes part, and for each another one.
fn hosts(chronicle: &Chronicle) -> Vec<String> {
    let mut hosts: Vec<String> = Vec::new();
    for node in &chronicle.nodes {
        let is_plain = |letter: char| letter.is_alphanumeric() || letter == '_';
        let plain: String = node.name.chars().map(|letter| if is_plain(letter) { letter } else { '_' }).collect();
        let is_taken = plain.is_empty() || plain.starts_with("__") || TAKEN.contains(&plain.as_str());
        let mut host = if is_taken { format!("node_{plain}") } else { plain };
        while hosts.contains(&host) {
            host.push('_');
        }
        hosts.push(host);
    }
    hosts
}
