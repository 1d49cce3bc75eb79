//! Words as they may stand in a Mermaid diagram: whatever they are, they are drawn as they are, and nothing else.

use crate::export::letters::{cut, in_one_line, turns_direction, with_short_words};
use std::fmt::Write;

/// A note says no more than so many letters; what is longer goes on in another.
const NOTE_MAX: usize = 300;
/// What takes more notes than that is no sentence, and is cut.
const NOTES_MAX: usize = 6;
/// A word of a note has no more letters than that.
const WORD_MAX: usize = 70;
/// A message says no more than so many letters.
const LABEL_MAX: usize = 72;
/// The width of a line of a message, in letters.
const LABEL_LINE: usize = 36;

/// What stands on a message, or on one who takes part.
pub fn label(text: &str) -> String {
    lines(&cut(&in_one_line(text), LABEL_MAX), LABEL_LINE)
}

/// Sentences as the texts of as many notes as it takes; a sentence is parted only if it is longer than a note.
pub fn notes(sentences: &[String]) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    let sentences = sentences.iter().map(|sentence| with_short_words(&in_one_line(sentence), WORD_MAX));
    for part in sentences.flat_map(|sentence| parts(&sentence)) {
        join(&mut notes, &part, NOTE_MAX);
    }
    if NOTES_MAX < notes.len() {
        notes.truncate(NOTES_MAX);
        notes.push("…".to_string());
    }
    notes
}

/// A sentence, in parts that have room in a note.
fn parts(sentence: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    sentence.split(' ').for_each(|word| join(&mut parts, word, NOTE_MAX));
    parts
}

/// Adds this to the last text where that has room for it, else as one more.
fn join(texts: &mut Vec<String>, more: &str, room: usize) {
    match texts.last_mut() {
        Some(text) if text.chars().count() + 1 + more.chars().count() <= room => {
            text.push(' ');
            text.push_str(more);
        }
        _ => texts.push(more.to_string()),
    }
}

/// What stands in a note, in lines of at most so many letters.
pub fn lines(text: &str, room: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    let short = cut(&in_one_line(text), NOTE_MAX);
    short.split(' ').for_each(|word| join(&mut lines, &cut(word, room), room));
    lines.iter().map(|line| escaped(line)).collect::<Vec<_>>().join("<br/>")
}

/// A title as a string of YAML in double quotes, which the front matter of a diagram is read as. Mermaid tidies tags up
/// even there, and takes the letter ﬂ for the beginning of a code of its own.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in cut(&in_one_line(text), NOTE_MAX).chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\u{fb02}' => quoted.push_str("fl"),
            '<' | '>' | '%' | '{' | '}' => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(letter));
            }
            _ if turns_direction(letter) => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(letter));
            }
            _ => quoted.push(letter),
        }
    }
    quoted + "\""
}

/// With entity codes for every sign that Mermaid, or what draws for it, gives a meaning, and for the beginning of every
/// word that it reads as a statement.
fn escaped(line: &str) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let word: usize = rest.chars().take_while(char::is_ascii_alphanumeric).count();
        let (taken, is_coded) = match word {
            0 => (first.len_utf8(), is_special(first)),
            _ => (word, is_statement(&rest[..word])),
        };
        let (head, tail) = rest.split_at(taken);
        match is_coded {
            true => {
                let _ = write!(text, "#{};", u32::from(first));
                text.push_str(&head[first.len_utf8()..]);
            }
            false => text.push_str(head),
        }
        rest = tail;
    }
    text
}

/// Signs that mean something: to Mermaid (`#;%{}`, `\n` as a line break, the letter that its own codes begin with), to
/// KaTeX (`$`), to HTML and to the fences around a diagram.
fn is_special(letter: char) -> bool {
    matches!(letter, '#' | ';' | '%' | '{' | '}' | '\\' | '$' | '`' | '<' | '>' | '&' | '"' | '\u{fb02}' | '¶')
        || turns_direction(letter)
}

/// Words that are read as more than words: `end` closes a block, `wrap:` asks for line breaks, and behind `style` and
/// `classDef` Mermaid repairs semicolons.
fn is_statement(word: &str) -> bool {
    ["end", "wrap", "nowrap", "style", "classdef"].iter().any(|it| it.eq_ignore_ascii_case(word))
}
