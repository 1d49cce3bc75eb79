//! The table of a language: a text file of pairs of lines, the English text and, behind `=`, the other one.
//!
//! A line that begins with `#` is for those who edit the file, empty lines are free. A text stands as it is; where it
//! begins or ends with a space, or begins with one of `# = "`, it stands in quotes. `\n` is the end of a line within it.

use std::collections::HashMap;

/// The texts of a language, by their keys: the English text, behind what it is about where that is needed.
#[derive(Debug, Default)]
pub struct Table {
    texts: HashMap<String, String>,
}

/// What is wrong with a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Mistake {
    /// This line begins with `=`, and no English text stands before it.
    NothingToTranslate(usize),
    /// The English text in this line has no other behind it.
    NotTranslated(usize),
    /// The English text in this line stands in the table already.
    Twice(usize),
}

impl Mistake {
    /// The line that it is in, from 1.
    pub fn line(&self) -> usize {
        match *self {
            Mistake::NothingToTranslate(line) | Mistake::NotTranslated(line) | Mistake::Twice(line) => line,
        }
    }
}

impl Table {
    /// Reads a table.
    ///
    /// # Errors
    /// The first mistake, with its line, from 1.
    pub fn read(text: &str) -> Result<Table, Mistake> {
        let mut texts = HashMap::new();
        let mut english: Option<(usize, String)> = None;
        let lines = text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        for (at, line) in lines {
            match (line.strip_prefix('='), english.take()) {
                (None, None) => english = Some((at + 1, text_of(line))),
                (None, Some((at, _))) => return Err(Mistake::NotTranslated(at)),
                (Some(_), None) => return Err(Mistake::NothingToTranslate(at + 1)),
                (Some(other), Some((at, key))) => {
                    if texts.insert(key, text_of(other.strip_prefix(' ').unwrap_or(other))).is_some() {
                        return Err(Mistake::Twice(at));
                    }
                }
            }
        }
        match english {
            Some((at, _)) => Err(Mistake::NotTranslated(at)),
            None => Ok(Table { texts }),
        }
    }

    /// The text of a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(String::as_str)
    }

    /// The table as a text, which [`Table::read`] reads.
    pub fn text(&self) -> String {
        let pair = |(key, text): (&str, &str)| format!("{}\n= {}\n", line_of(key), line_of(text));
        self.iter().map(pair).collect()
    }

    /// The keys and their texts, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(key, text)| (key.as_str(), text.as_str()))
    }
}

/// The text that stands in a line.
fn text_of(line: &str) -> String {
    let bare = line.strip_prefix('"').and_then(|line| line.strip_suffix('"')).unwrap_or(line);
    bare.replace("\\n", "\n")
}

/// A text as it stands in a line.
pub fn line_of(text: &str) -> String {
    let text = text.replace('\n', "\\n");
    let is_bare = !text.starts_with(['#', '=', '"', ' ']) && !text.ends_with(' ') && !text.is_empty();
    if is_bare { text } else { format!("\"{text}\"") }
}
