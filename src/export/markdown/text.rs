//! Words as they may stand in Markdown: whatever they are, they are read as they are, and nothing else.

use crate::export::letters::{in_one_line, turns_direction, with_short_words};
use std::fmt::Write;

/// A longer word, which has no place to be broken at, is cut short.
const WORD_MAX: usize = 100;
/// Nobody sees it, and it parts what GitHub and GitLab would take for a reference even after Markdown has been read.
const PARTING: char = '\u{200b}';

/// A text in a line of Markdown, in a table too.
pub fn inline(text: &str) -> String {
    let letters: Vec<char> = with_short_words(&in_one_line(text), WORD_MAX).chars().collect();
    let mut out = String::new();
    for (place, &letter) in letters.iter().enumerate() {
        if means_something(letter) {
            out.push('\\');
        }
        match turns_direction(letter) {
            true => {
                let _ = write!(out, "&#{};", u32::from(letter));
            }
            false => out.push(letter),
        }
        if refers(&letters[..place], letter, letters.get(place + 1).copied()) {
            out.push(PARTING);
        }
    }
    out
}

/// A text as a paragraph of its own: no list, heading or quotation begins by it.
pub fn paragraph(text: &str) -> String {
    let inline = inline(text);
    let digits = inline.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = inline.split_at(digits);
    match rest.chars().next() {
        Some('.' | ')') if 0 < digits => format!("{number}\\{rest}"),
        Some('-' | '+' | '=' | '>' | ':') if digits == 0 => format!("\\{rest}"),
        _ => inline,
    }
}

/// Signs that mean something wherever they stand: to Markdown, to tables and footnotes, to HTML, and to maths (`$`).
fn means_something(letter: char) -> bool {
    matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '|' | '~' | '&' | '$' | '#')
}

/// Whether this letter begins a reference together with the next one: somebody (`@`), an issue and the like (`#12`,
/// `GH-12`, `!12`), a picture by its name (`:name:`), an address (`http://`, `www.`).
fn refers(before: &[char], letter: char, next: Option<char>) -> bool {
    let Some(next) = next else { return false };
    let follows = |word: &str| {
        let start = before.len().checked_sub(word.len());
        start.is_some_and(|start| {
            before[start..].iter().zip(word.chars()).all(|(is, is_wanted)| is.eq_ignore_ascii_case(&is_wanted))
        })
    };
    match letter {
        '@' | '#' | '!' | '~' | '%' | '&' | '$' | '^' => next.is_alphanumeric() || next == '_',
        ':' => next.is_alphanumeric() || matches!(next, '_' | '+' | '-' | '/'),
        '-' => next.is_ascii_digit() && follows("gh"),
        'w' | 'W' => next == '.' && follows("ww"),
        _ => false,
    }
}
