//! What is wrong with a scene, said so that its author can mend it.

use std::fmt;

/// A mistake in a scene, or an expectation of it that did not hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub wrong: String,
    /// What was expected.
    pub expected: String,
}

impl fmt::Display for Problem {
    /// Without the file's name: `LINE:COLUMN: what is wrong; what was expected`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}; expected {}", self.line, self.column, self.wrong, self.expected)
    }
}

/// The word of `known` that is nearest to a misspelt one, if any is near enough to be meant, and no other is as near.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    let farthest = if length < 2 { 0 } else { (length / 3).clamp(1, 3) };
    let distance = |other: &str| strsim::osa_distance(&word.to_ascii_lowercase(), &other.to_ascii_lowercase());
    let mut words: Vec<(usize, &str)> = known.into_iter().map(|other| (distance(other), other)).collect();
    words.sort_unstable();
    words.dedup();
    match words[..] {
        [(one, _), (other, _), ..] if one == other => None,
        [(distance, near), ..] if distance <= farthest => Some(near),
        _ => None,
    }
}

/// `a, b or c`.
pub fn either<S: AsRef<str>>(words: &[S]) -> String {
    join(words, "or")
}

/// `a, b and c`.
pub fn both<S: AsRef<str>>(words: &[S]) -> String {
    join(words, "and")
}

fn join<S: AsRef<str>>(words: &[S], last_joint: &str) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match words.split_last() {
        None => "nothing".to_string(),
        Some((last, [])) => (*last).to_string(),
        Some((last, rest)) => format!("{} {last_joint} {last}", rest.join(", ")),
    }
}
