//! Texts letter by letter: what no format can do with words of which nobody knows what they are.

/// Signs that nobody sees, and that change the order of what stands beside them.
pub fn turns_direction(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The words, with single spaces between them (what is held together by another kind of space stays so), and a sign for each letter that no picture can show.
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
    letters[..end].iter().collect::<String>().trim_end().to_string() + "…"
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
