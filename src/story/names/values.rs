//! The words for the values of a scene.

use std::ops::Deref;

/// Words, each once, in the order of first mention; and how to find one of many.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Values {
    all: Vec<String>,
    /// Their places, by the word.
    sorted: Vec<u16>,
}

impl Values {
    /// The place of a word, the next one if the word is new.
    pub fn place(&mut self, word: &str) -> u16 {
        let Values { all, sorted } = self;
        sorted.binary_search_by(|&at| all[usize::from(at)].as_str().cmp(word)).map(|at| sorted[at]).unwrap_or_else(
            |at| {
                let place = all.len() as u16;
                all.push(word.to_string());
                sorted.insert(at, place);
                place
            },
        )
    }

    /// Keeps the first so many.
    pub fn truncate(&mut self, count: usize) {
        self.all.truncate(count);
        self.sorted.retain(|&at| usize::from(at) < count);
    }
}

impl Deref for Values {
    type Target = [String];

    fn deref(&self) -> &[String] {
        &self.all
    }
}

impl<'a> FromIterator<&'a str> for Values {
    fn from_iter<I: IntoIterator<Item = &'a str>>(words: I) -> Values {
        let mut values = Values::default();
        for word in words {
            values.place(word);
        }
        values
    }
}
