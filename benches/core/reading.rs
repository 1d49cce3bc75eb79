//! Reading a scene that is as long as a scene may be.

use crate::timing::{ms, typical, verdict};
use paxos_explainer::story::parse;
use std::fmt::Write;
use std::time::Duration;

/// The most bytes that a scene may have.
const BYTES_MAX: usize = 64 * 1024;
/// The most slides.
const SLIDES_MAX: usize = 200;
const AIM: Duration = Duration::from_millis(5);
const HEAD: &str = "title \"Long\"\nclients C1\nproposers P1 P2\nacceptors A1 A2 A3\nlearners L1\nslide \"One\"\n";

/// Texts of different kinds, each filled up to the limit: what one line is, by its number.
const KINDS: [(&str, fn(usize) -> String); 5] = [
    ("narration", |nth| format!("say \"Paragraph {nth}: an acceptor has promised, and so it ignores what is lower.\"")),
    ("the shortest statements", |_| "run idle".to_string()),
    ("statements of all kinds", statement),
    ("words that no line before has", |nth| format!("propose P{} word{nth}", 1 + nth % 2)),
    ("conditions, many in a line", |nth| {
        format!("expect A1 promised {} and not A2 accepted {} v{nth} and L1 learned nothing", nth + 1, nth + 1)
    }),
];

pub fn print() {
    println!("\nReading a scene of {} KiB, in ms\n", BYTES_MAX / 1024);
    println!("| filled with | bytes | lines | read in | aim |\n| --- | --: | --: | --: | --- |");
    for (name, line) in KINDS {
        let text = filled(line);
        if let Err(problem) = parse(&text) {
            panic!("{name}, line {}: {} {}", problem.line, problem.wrong, problem.expected);
        }
        let time = typical(|| parse(&text));
        let (bytes, lines) = (text.len(), text.lines().count());
        println!("| {name} | {bytes} | {lines} | {} | {} |", ms(time), verdict(time, AIM));
    }
}

fn filled(line: fn(usize) -> String) -> String {
    let mut text = HEAD.to_string();
    for nth in 0.. {
        let line = line(nth);
        if BYTES_MAX < text.len() + line.len() + 1 {
            break;
        }
        let _ = writeln!(text, "{line}"); // A text takes what is written to it.
    }
    text
}

/// One of the statements that there are.
fn statement(nth: usize) -> String {
    const EACH: [&str; 14] = [
        "propose P1 cat",
        "run 500",
        "drop PREPARE P1->A1",
        "deliver PROMISE 1 any->P1",
        "hold ACCEPT-REQUEST P1->A1,A2",
        "crash A1",
        "restart A1",
        "cut P1-A1",
        "heal P1-A1",
        "partition P1 A1 | P2 A2",
        "duplicate ACCEPT A1->L1",
        "drop next PREPARE P2->A3",
        "run until chosen cat",
        "expect A1 promised 5",
    ];
    const EVERY: usize = 1000 / SLIDES_MAX * EACH.len();
    if nth % EVERY == 1 { format!("slide \"Slide {nth}\"") } else { EACH[nth % EACH.len()].to_string() }
}
