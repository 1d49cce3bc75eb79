//! A finding as a scene: text that a person can read, and that does it again.

use super::shrink::Finding;
use paxos_explainer::sim::{Change, Recording, Schedule};
use paxos_explainer::story::{Script, parse, print};
use std::fmt::Write;

/// The text of a scene that replays the finding.
pub fn scene(finding: &Finding) -> String {
    let mut recording = Recording::new(finding.beginning(), Schedule::new(true));
    for &action in &finding.actions {
        recording.push(action).expect("the finding can be done again");
    }
    print::replay(&header(finding), "How it breaks", &recording)
}

fn header(finding: &Finding) -> Script {
    let names = |letter: char, count: u8| (1..=count).map(|place| format!(" {letter}{place}")).collect::<String>();
    let cast = finding.cast;
    let mut text = "title \"How it breaks\"\n".to_string();
    let roles =
        [("clients", 'C', cast.clients), ("proposers", 'P', cast.proposers), ("acceptors", 'A', cast.acceptors)];
    for (word, letter, count) in roles.into_iter().chain([("learners", 'L', cast.learners)]) {
        let _ = writeln!(text, "{word}{}", names(letter, count));
    }
    for &change in finding.rules.iter() {
        let _ = writeln!(text, "{}", print::change(change));
    }
    let mut script = parse(&text).unwrap_or_else(|problem| panic!("{problem:?} in {text}"));
    for word in ["cat", "dog", "fox"] {
        script.names.intern(word);
    }
    script
}

/// What a list of rules is called.
pub fn name(rules: &[Change]) -> String {
    rules.iter().map(|&change| print::change(change)).collect::<Vec<_>>().join(", ")
}
