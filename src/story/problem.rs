//! What is wrong with a scene, said so that its author can mend it.

use crate::story::language::{balanced, say, tr};
use std::fmt;

/// The beginning of a word must have so many letters to be recognized.
const BEGINNING_LEAST: usize = 4;
/// The most characters of what is wrong, and of what was expected.
const CHARS_MAX: usize = 900;

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

impl Problem {
    /// What is wrong here, and what was expected. Either may say again what stands in the scene: a text in quotes may have
    /// tabs, which would tear the sentence, while their picture does not; and a line may be as long as a scene.
    pub(in crate::story) fn told(line: usize, column: usize, wrong: &str, expected: &str) -> Problem {
        let [wrong, expected] = [wrong, expected].map(|text| match text.char_indices().nth(CHARS_MAX) {
            Some((end, _)) => format!("{}…", balanced(&text[..end])).replace('\t', "␉"),
            None => text.replace('\t', "␉"),
        });
        Problem { line, column, wrong, expected }
    }
}

impl fmt::Display for Problem {
    /// Without the file's name: `LINE:COLUMN: what is wrong; what was expected`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Problem { line, column, wrong, expected } = self;
        f.write_str(&say!("{line}:{column}: {wrong}; expected {expected}", line, column, wrong, expected))
    }
}

/// What is wrong and what was expected, as a sentence for a reader.
pub fn sentence(wrong: &str, expected: &str) -> String {
    say!("{wrong}; expected {expected}.", wrong = capital(wrong), expected)
}

/// A text with which a sentence begins. The tables of Unicode are not worth their bytes here: beyond ASCII it knows the
/// vowels of German.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let Some(first) = letters.next() else { return String::new() };
    let first = match first {
        'ä' => 'Ä',
        'ö' => 'Ö',
        'ü' => 'Ü',
        other => other.to_ascii_uppercase(),
    };
    format!("{first}{}", letters.as_str())
}

/// The words of `known` that are nearest to a misspelt one, if they are near enough to be meant: one, or two that
/// are equally near. Where no whole word is near, one whose beginning is will do.
#[inline(never)]
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let word = word.to_ascii_lowercase();
    let length = word.chars().count();
    let known: Vec<&str> = known.into_iter().collect();
    let distance = |other: &str| strsim::osa_distance(&word, &other.to_ascii_lowercase());
    let near = closest(length, known.iter().map(|&other| (distance(other), other)).collect());
    if !near.is_empty() || length < BEGINNING_LEAST {
        return near;
    }
    let beginning = |other: &str| other.chars().take(length).collect::<String>();
    closest(length, known.iter().map(|&other| (distance(&beginning(other)), other)).collect())
}

/// The nearest of these words, each with its distance from one of this length; none if they are too far, or too many.
fn closest(length: usize, mut words: Vec<(usize, &str)>) -> Vec<&str> {
    let farthest = if length < 2 { 0 } else { (length / 3).clamp(1, 3) };
    let most = if length < 3 { 1 } else { 2 };
    words.sort_unstable();
    words.dedup();
    let least = words.first().map_or(0, |&(distance, _)| distance);
    let near: Vec<&str> = words.iter().filter(|&&(distance, _)| distance == least).map(|&(_, near)| near).collect();
    if least <= farthest && near.len() <= most { near } else { Vec::new() }
}

/// `a, b or c`.
pub fn either<S: AsRef<str>>(words: &[S]) -> String {
    join(words, tr!(in "a list": "or"))
}

/// `a, b and c`.
pub fn both<S: AsRef<str>>(words: &[S]) -> String {
    join(words, tr!(in "a list": "and"))
}

fn join<S: AsRef<str>>(words: &[S], last_joint: &str) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match words.split_last() {
        None => tr!(in "a list": "nothing").to_string(),
        Some((last, [])) => (*last).to_string(),
        Some((last, rest)) => format!("{} {last_joint} {last}", rest.join(", ")),
    }
}
