//! A finding as a scene: text that a person can read, and that does it again.

use super::setup::Setup;
use super::shrink::Finding;
use paxos_explainer::paxos::{Numbering, Slot};
use paxos_explainer::sim::{Change, Violation, World, truth};
use paxos_explainer::story::{Scene, Script, parse, print};
use std::fmt::Write;

/// The text of a scene that replays the finding, and expects what it breaks.
pub fn scene(finding: &Finding, about: &str) -> String {
    let script = header(&finding.setup);
    let recording = finding.recording();
    let text = print::replay(&script, &script.title, &recording);
    let text = text.replacen('\n', &format!("\nabout \"{about}\"\n"), 1);
    format!("{}  {}\n", in_fewer_words(text), outcome(finding.violation, recording.world(), &script))
}

fn header(setup: &Setup) -> Script {
    let names = |letter: char, count: u8| (1..=count).map(|place| format!(" {letter}{place}")).collect::<String>();
    let cast = setup.cast;
    let mut text = format!("title \"How {} breaks\"\n", name(&setup.changes));
    let roles = [
        ("clients", 'C', cast.clients),
        ("proposers", 'P', cast.proposers),
        ("acceptors", 'A', cast.acceptors),
        ("learners", 'L', cast.learners),
    ];
    for (word, letter, count) in roles.into_iter().filter(|&(_, _, count)| count != 0) {
        let _ = writeln!(text, "{word}{}", names(letter, count));
    }
    if setup.numbering == Numbering::Rounds {
        text.push_str("ids rounds\n");
    }
    for &change in &setup.changes {
        let _ = writeln!(text, "{}", print::change(change));
    }
    let mut script = parse(&text).unwrap_or_else(|problem| panic!("{problem:?} in {text}"));
    for word in ["cat", "dog", "fox"] {
        script.names.intern(word);
    }
    script
}

/// What a list of changes is called.
pub fn name(changes: &[Change]) -> String {
    changes.iter().map(|&change| print::change(change)).collect::<Vec<_>>().join(", ")
}

/// The line that shows what is broken; a comment where no condition of the language can.
fn outcome(violation: Violation, world: &World, script: &Script) -> String {
    let word = |value| script.names.value(value);
    match violation {
        Violation::Agreement(one, other) => format!("expect chosen {} {}", word(one), word(other)),
        Violation::LearnedUnchosen(node, value) => {
            let who = script.names.node(node);
            let learned = world.node(node).learner.as_ref().and_then(|learner| learner.learned(Slot::ONLY));
            assert_eq!(learned, Some(value), "{who} has learned it");
            match truth::chosen(world).next() {
                None => format!("expect {who} learned {} and chosen nothing", word(value)),
                Some(_) => format!("expect {who} learned {0} and not chosen {0}", word(value)),
            }
        }
        other => format!("# {other:?}"),
    }
}

/// Says the same in fewer words: messages that arrive one after the other in one line, and only where it
/// matters which one of several. The scene still ends in the very same world.
fn in_fewer_words(text: String) -> String {
    let end = |lines: &[String]| {
        let scene = Scene::play(parse(&lines.join("\n")).ok()?).ok()?;
        Some(scene.recording.world().clone())
    };
    let mut lines: Vec<String> = text.lines().map(str::to_string).collect();
    let the_end = end(&lines);
    assert!(the_end.is_some(), "{text}");
    let mut at = 0;
    while at < lines.len() {
        let shorter = shorter_at(&lines, at).into_iter().find(|shorter| end(shorter) == the_end);
        match shorter {
            Some(shorter) => lines = shorter,
            None => at += 1,
        }
    }
    lines.join("\n") + "\n"
}

/// Ways to say less in the line at this place, those first that say least.
fn shorter_at(lines: &[String], at: usize) -> Vec<Vec<String>> {
    let with = |line: String, of: usize| [&lines[..at], &[line], &lines[at + of..]].concat();
    let line = &lines[at];
    let Some((what, to)) = line.split_once("->").filter(|_| line.contains("deliver ")) else {
        let all_of_kind = lines.get(at + 1).filter(|next| line.contains("deliver ") && kind_and_id(next) == *line);
        return all_of_kind.map(|_| with(line.clone(), 2)).into_iter().collect();
    };
    let mut ways = vec![];
    if line.contains("deliver one ") {
        ways.push(with(line.replace("deliver one ", "deliver "), 1));
    }
    let Some(next) = lines.get(at + 1) else { return ways };
    if kind_and_id(line) == kind_and_id(next) {
        ways.insert(0, with(kind_and_id(line), 2));
    }
    if let Some((_, next_to)) = next.split_once("->").filter(|(next_what, _)| next_what == &what) {
        ways.push(with(format!("{what}->{to},{next_to}"), 2));
    }
    ways
}

/// The line of a delivery without the value and the way of its message.
fn kind_and_id(line: &str) -> String {
    let words: Vec<&str> = line.split_whitespace().filter(|&word| word != "one").take(3).collect();
    format!("  {}", words.join(" "))
}
