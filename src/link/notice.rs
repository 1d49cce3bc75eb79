//! What is said of a part of a link that cannot be read.

use crate::story::language::{Words, say, words};
use crate::story::problem::{either, nearest};

/// A longer text is not shown whole.
const SHOWN_CHARS_MAX: usize = 60;

/// A text of the link in quotes, shortened, with what is invisible made visible.
pub(super) fn shown(text: &str) -> String {
    let mut shown = String::new();
    for (at, c) in text.chars().enumerate() {
        if at == SHOWN_CHARS_MAX {
            shown.push('…');
            break;
        }
        match is_unseen(c) {
            true => shown.extend(c.escape_unicode()),
            false => shown.push(c),
        }
    }
    say!("\"{shown}\"", shown)
}

/// Whether a character takes no ink, or changes the direction of those around it.
fn is_unseen(c: char) -> bool {
    let is_format = matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}');
    c.is_control() || is_format || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// How a sentence on a key of a link begins, and how it may end: to a host the link is what it wants.
pub(super) const IN_LINK: Words = words!("In the link, ");
/// See there.
pub(super) const LEFT_OUT: Words = words!(" It is left out.");

/// That something is not what was expected.
pub(super) fn expected(found: &str, expected: &str) -> String {
    say!("{found}; expected {expected}", found, expected)
}

/// One of these words, and the ones that may have been meant.
pub(super) fn one_of(word: &str, known: &[&str]) -> String {
    let near: Vec<String> = nearest(word, known.iter().copied()).into_iter().map(shown).collect();
    let known = either(known);
    if near.is_empty() { known } else { say!("{known} (did you mean {near}?)", known, near = either(&near)) }
}
