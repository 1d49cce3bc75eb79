//! The pseudo-language: each text made longer, with accents, and put between brackets.

use std::cell::RefCell;
use std::collections::HashMap;

/// How many letters of a text bring one more with them.
const LETTERS_PER_MORE: usize = 3;

thread_local! {
    static KNOWN: RefCell<HashMap<&'static str, &'static str>> = RefCell::new(HashMap::new());
}

/// A text as the pseudo-language has it. There are as many as the program has, and each is made once.
pub fn long(text: &'static str) -> &'static str {
    KNOWN.with_borrow_mut(|known| *known.entry(text).or_insert_with(|| Box::leak(stretched(text).into_boxed_str())))
}

/// The same of a text that is not the program's own. What is in braces is no part of it.
pub fn stretched(text: &str) -> String {
    let mut said = String::from("⟦");
    let (mut is_name, mut letters) = (false, 0);
    for letter in text.chars() {
        is_name = (is_name || letter == '{') && letter != '}';
        let accented = if is_name { letter } else { accented(letter) };
        said.push(accented);
        if !is_name && letter.is_alphabetic() {
            letters += 1;
            if letters % LETTERS_PER_MORE == 0 {
                said.push(accented);
            }
        }
    }
    said.push('⟧');
    said
}

/// A vowel with an accent; other letters stay, so that the text can be read.
fn accented(letter: char) -> char {
    match letter {
        'a' => 'á',
        'e' => 'é',
        'i' => 'í',
        'o' => 'ó',
        'u' => 'ú',
        'A' => 'Á',
        'E' => 'É',
        'I' => 'Í',
        'O' => 'Ó',
        'U' => 'Ú',
        _ => letter,
    }
}
