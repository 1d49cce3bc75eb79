//! Texts letter by letter: what no format can do with words of which nobody knows what they are.

use crate::story::language::balanced;

/// Signs that nobody sees, and that change the order of what stands beside them.
pub fn turns_direction(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The words, with single spaces between them (what is held together by another kind of space stays so), and a sign for
/// each letter that nothing can show.
pub fn in_one_line(text: &str) -> String {
    let is_gap = |letter: char| letter.is_whitespace() && letter != '\u{a0}';
    let words: Vec<&str> = text.split(is_gap).filter(|word| !word.is_empty()).collect();
    words.join(" ").chars().map(|letter| if is_no_letter(letter) { '\u{fffd}' } else { letter }).collect()
}

fn is_no_letter(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}')
}

/// The text, or its beginning where it has more letters than that. What belongs to a letter stays with it.
pub fn cut(text: &str, letters_max: usize) -> String {
    let letters: Vec<char> = text.chars().collect();
    if letters.len() <= letters_max {
        return text.to_string();
    }
    let mut end = letters_max - 1;
    while 0 < end && (joins(letters[end]) || joins(letters[end - 1]) && letters[end - 1] == '\u{200d}') {
        end -= 1;
    }
    // What was set apart stays so.
    balanced(&(letters[..end].iter().collect::<String>().trim_end().to_string() + "…")).into_owned()
}

/// Whether it belongs to the letter before it: accents, variants, shades of skin, and what joins two pictures.
fn joins(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// The same with each word of more than so many letters cut short.
pub fn with_short_words(text: &str, letters_max: usize) -> String {
    text.split(' ').map(|word| cut(word, letters_max)).collect::<Vec<_>>().join(" ")
}

/// How many columns a text takes in a fixed-width font, as terminals and editors count: two for a sign of East Asia and
/// for a picture, none for what belongs to the letter before it.
pub fn width(text: &str) -> usize {
    let mut before = ' ';
    let mut columns = 0;
    for letter in text.chars() {
        let is_joined = before == '\u{200d}' || joins(letter) || turns_direction(letter);
        columns += match letter {
            _ if is_joined => 0,
            _ if is_wide(letter) => 2,
            _ => 1,
        };
        before = letter;
    }
    columns
}

/// The text, or its beginning where it takes more columns than that.
pub fn fitted(text: &str, columns_max: usize) -> String {
    if width(text) <= columns_max {
        return text.to_string();
    }
    let fits = |&letters: &usize| width(&text.chars().take(letters).collect::<String>()) < columns_max;
    let letters = (0..=columns_max).rev().find(fits).unwrap_or(0);
    cut(text, letters + 1)
}

fn is_wide(letter: char) -> bool {
    matches!(letter, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{303e}' | '\u{3041}'..='\u{4dbf}' | '\u{4e00}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff01}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}' | '\u{1f300}'..='\u{1f64f}' | '\u{1f680}'..='\u{1f6ff}' | '\u{1f900}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}')
}
