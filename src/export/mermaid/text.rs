//! Words as they may stand in a Mermaid diagram: whatever they are, they are drawn as they are, and nothing else.

use std::fmt::Write;

/// A note says no more than so many letters.
const NOTE_MAX: usize = 300;
/// A message says no more than so many letters.
const LABEL_MAX: usize = 72;
/// The width of a line of a message, in letters.
const LABEL_LINE: usize = 36;

/// What stands on a message, or on one who takes part.
pub fn label(text: &str) -> String {
    lines(&cut(&in_one_line(text), LABEL_MAX), LABEL_LINE)
}

/// What stands in a note, in lines of at most so many letters.
pub fn lines(text: &str, room: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    let short = cut(&in_one_line(text), NOTE_MAX);
    for word in short.split(' ').map(|word| cut(word, room)) {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= room => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
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

/// Signs that nobody sees, and that change the order of what stands beside them.
fn turns_direction(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The words, with single spaces between them (what is held together by another kind of space stays so), and a sign for each letter that no picture can show.
fn in_one_line(text: &str) -> String {
    let is_gap = |letter: char| letter.is_whitespace() && letter != '\u{a0}';
    let words: Vec<&str> = text.split(is_gap).filter(|word| !word.is_empty()).collect();
    words.join(" ").chars().map(|letter| if is_no_letter(letter) { '\u{fffd}' } else { letter }).collect()
}

fn is_no_letter(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}')
}

/// The text, or its beginning where it has more letters than that. What belongs to a letter stays with it.
fn cut(text: &str, letters_max: usize) -> String {
    let letters: Vec<char> = text.chars().collect();
    if letters.len() <= letters_max {
        return text.to_string();
    }
    let mut end = letters_max - 1;
    while 0 < end && (joins(letters[end]) || joins(letters[end - 1]) && letters[end - 1] == '\u{200d}') {
        end -= 1;
    }
    letters[..end].iter().collect::<String>().trim_end().to_string() + "…"
}

/// Whether it belongs to the letter before it: accents, variants, shades of skin, and what joins two pictures.
fn joins(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{1f3fb}'..='\u{1f3ff}')
}
