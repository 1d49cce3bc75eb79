//! Words that are not of the language, and what is likely to be meant by them.

use super::condition::VERBS;
use super::fault::{Complaint, Fault, echo, is_not};
use super::header;
use super::statement::STATEMENTS;
use crate::story::language::{say, tr};
use crate::story::names::Names;
use crate::story::problem::{either, nearest};

/// Where in a scene a statement stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    /// Above the first slide, where statements of the header and of the body may stand.
    Top,
    /// Below it, where only those of the body may.
    Body,
}

/// What else people call a statement, and what it is called here.
const SYNONYMS: [(&[&str], &[&str]); 9] = [
    (&["wait", "sleep", "pause"], &["run"]),
    (&["assert", "check", "verify"], &["expect"]),
    (&["kill", "stop", "fail"], &["crash"]),
    (&["recover", "start"], &["restart"]),
    (&["lose"], &["drop"]),
    (&["send"], &["deliver", "propose"]),
    (&["disconnect"], &["cut"]),
    (&["lead", "elect", "leader"], &["timeout"]),
    (&["proposer"], &["proposers", "propose"]),
];

/// A comment as other languages begin it, if the line has one. It is a mistake only where something else is wrong
/// from there on: a value may be called so.
pub(super) fn odd_comment(line: &str) -> Option<Fault> {
    let (mut is_quoted, mut is_escaped, mut before) = (false, false, ' ');
    for (at, c) in line.char_indices() {
        match c {
            '#' if !is_quoted => return None,
            '"' if !is_escaped => is_quoted = !is_quoted,
            '/' if !is_quoted && before.is_whitespace() && line[at..].starts_with("//") => {
                return Some(Fault::at(at, tr!("a comment does not begin with //"), tr!("# before a comment")));
            }
            _ => {}
        }
        is_escaped = is_quoted && c == '\\' && !is_escaped;
        before = c;
    }
    None
}

/// What to say of a line that begins with no statement: with this word, and with that one after it.
pub(super) fn no_statement(word: &str, next: &str, names: &Names, part: Part) -> Complaint {
    if word.starts_with("//") {
        return (tr!("a comment does not begin with //").into(), tr!("# before a comment").into());
    }
    if names.find_node(word).is_some() {
        let example = match next {
            _ if STATEMENTS.contains(&next) => format!("{next} {word}"),
            _ if VERBS.contains(&next) => format!("expect {word} {next}"),
            _ => format!("crash {word}"),
        };
        return (
            say!("{word} is a node, and the verb comes first", word),
            say!("a statement such as `{example}`", example),
        );
    }
    if let Some((known, _)) = word.split_once('"').filter(|(known, _)| all().any(|word| word == *known)) {
        return (say!("no space stands after `{known}`", known), say!("`{known}`, a space, and the text", known));
    }
    let wrong = is_not(word, tr!("a statement"));
    match meant(word) {
        Some(words) => (wrong, say!("{words} or another statement", words)),
        None => (wrong, every_statement(part)),
    }
}

/// The statements that are likely to be meant by a word.
fn meant(word: &str) -> Option<String> {
    let has = |words: &[&str]| words.iter().any(|known| known.eq_ignore_ascii_case(word));
    let meant = match SYNONYMS.into_iter().find(|(words, _)| has(words)) {
        Some((_, meant)) => meant.to_vec(),
        None => nearest(word, all()),
    };
    (!meant.is_empty()).then(|| meant.into_iter().map(echo).collect::<Vec<_>>().join(", "))
}

fn all() -> impl Iterator<Item = &'static str> {
    header::WORDS.into_iter().chain(STATEMENTS)
}

fn every_statement(part: Part) -> String {
    let body = either(&STATEMENTS);
    match part {
        Part::Top => {
            let header = either(&header::WORDS);
            say!("a statement of the header ({header}) or of the body ({body})", header, body)
        }
        Part::Body => say!("a statement of the body ({body})", body),
    }
}
