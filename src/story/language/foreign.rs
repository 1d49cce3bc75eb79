//! Texts that others have written, as they stand within ours: what runs from right to left, or turns what stands beside
//! it, is set apart, so that the words around it stay where they are (Unicode's annex 9: an isolate); and of what nobody
//! can see, as what moves the cursor of a terminal, there is a picture in its place.

use std::borrow::Cow;

/// Opens an isolate, whose direction is that of its first letter.
const OPENS: char = '\u{2068}';
/// Closes one.
const CLOSES: char = '\u{2069}';
/// The pictures that Unicode has of control characters begin with that of NUL.
const PICTURES: u32 = 0x2400;
/// The picture of DEL.
const DELETE: char = '\u{2421}';

/// The text as it may stand beside another.
pub fn tamed(text: &str) -> Cow<'_, str> {
    // Nearly every text is of ASCII that is seen, and that is quickly found.
    if text.bytes().all(|byte| matches!(byte, b'\n' | b'\t' | b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    let seen = seen(text);
    match disturbs(&seen) {
        true => Cow::Owned(format!("{OPENS}{}{CLOSES}", balanced(&seen))),
        false => seen,
    }
}

/// The text with pictures in place of control characters.
fn seen(text: &str) -> Cow<'_, str> {
    let is_hidden = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\t');
    let picture = |letter: char| match letter {
        '\u{7f}' => DELETE,
        '\0'..='\u{1f}' => char::from_u32(PICTURES + u32::from(letter)).unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => char::REPLACEMENT_CHARACTER,
    };
    match text.contains(is_hidden) {
        true => text.chars().map(|letter| if is_hidden(letter) { picture(letter) } else { letter }).collect(),
        false => Cow::Borrowed(text),
    }
}

/// The text with as many ends of isolates as beginnings: of those that end nothing none is left, and what is not ended
/// ends with the text.
pub fn balanced(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|letter| opens(letter) || letter == CLOSES) {
        return Cow::Borrowed(text);
    }
    let mut depth = 0_usize;
    let mut whole = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            CLOSES if depth == 0 => continue,
            CLOSES => depth -= 1,
            _ => depth += usize::from(opens(letter)),
        }
        whole.push(letter);
    }
    whole.extend(std::iter::repeat_n(CLOSES, depth));
    Cow::Owned(whole)
}

/// Whether anything in a text that is not set apart already runs the other way, or turns what comes after it.
fn disturbs(text: &str) -> bool {
    let mut depth = 0_usize;
    for letter in text.chars() {
        match letter {
            CLOSES if depth == 0 => return true,
            CLOSES => depth -= 1,
            _ if opens(letter) => depth += 1,
            _ if depth == 0 && turns(letter) => return true,
            _ => {}
        }
    }
    0 < depth
}

fn opens(letter: char) -> bool {
    matches!(letter, '\u{2066}'..='\u{2068}')
}

/// Letters of scripts that run from right to left, and the signs that say in which direction to go on.
fn turns(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{fb1d}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}
