//! The languages of the page, and the table of its texts in each.
//!
//! A text stands in English where it is used, in one of three forms: `say!` fills it with what is told,
//! `tr!` is a text as it stands, `words!` is a constant one. The English text is the key
//! under which another language's table has its own; a test holds that each table has all of them and no other.
//! A table is a text file, `static/words/LANG.txt`, fetched by a page that is to speak that language.
//!
//! Which language is spoken is a fact about the thread, as it is about a reader: all pages in one wasm speak the same.

mod files;
mod foreign;
mod long;
mod table;

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::fmt::{Display, Write};

pub use files::{TITLES, stretched_file};
pub use foreign::{balanced, tamed};
pub use long::stretched;
pub use table::{Mistake, Table, line_of};

/// A language of the page.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Language {
    /// The one in which the texts are written.
    #[default]
    English,
    /// German.
    German,
    /// No language, but what a long-winded one would look like: each text longer, with accents, and between brackets, so
    /// that one sees what is cut, and what bypasses the tables.
    Long,
}

impl Language {
    /// Those that are offered to readers.
    pub const OFFERED: [Language; 2] = [Language::English, Language::German];

    /// Its tag (BCP 47); `qps-ploc` is what pseudo-languages are called.
    pub fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::German => "de",
            Language::Long => "qps-ploc",
        }
    }

    /// What its speakers call it.
    pub fn name(self) -> &'static str {
        match self {
            Language::English => "English",
            Language::German => "Deutsch",
            Language::Long => "Ļóñĝ",
        }
    }

    /// The language of a tag, whatever its region or script: `de-CH` is German. None if the page does not speak it.
    pub fn of(tag: &str) -> Option<Language> {
        let first = tag.split('-').next().unwrap_or(tag).to_ascii_lowercase();
        [Language::English, Language::German, Language::Long].into_iter().find(|language| {
            let own = language.tag();
            own.eq_ignore_ascii_case(tag) || own == first
        })
    }

    /// The first that is offered of those that a reader understands, best first, as tags. None if the page speaks none.
    pub fn first_of<'a>(tags: impl IntoIterator<Item = &'a str>) -> Option<Language> {
        tags.into_iter().filter_map(Language::of).find(|language| Language::OFFERED.contains(language))
    }
}

/// What is spoken, and by which table.
#[derive(Clone, Copy)]
enum Spoken {
    English,
    Other(Language, &'static Table),
    Long,
}

thread_local! {
    /// The tables that have come.
    static KNOWN: RefCell<Vec<(Language, &'static Table)>> = const { RefCell::new(Vec::new()) };
    static SPOKEN: Cell<Spoken> = const { Cell::new(Spoken::English) };
}

/// Lets this thread speak English.
pub fn speak_english() {
    SPOKEN.set(Spoken::English);
}

/// Lets this thread speak the pseudo-language.
pub fn speak_long() {
    SPOKEN.set(Spoken::Long);
}

/// Lets this thread speak another language, by its table. A table is read once for good.
pub fn speak(language: Language, table: &'static Table) {
    SPOKEN.set(Spoken::Other(language, table));
}

/// The table of a language, if this thread has learned it.
pub fn known(language: Language) -> Option<&'static Table> {
    KNOWN.with_borrow(|known| known.iter().find(|(other, _)| *other == language).map(|(_, table)| *table))
}

/// Learns a language by the text of its table, which is read once and stays.
///
/// # Errors
/// The first mistake in the text.
pub fn learn(language: Language, text: &str) -> Result<&'static Table, Mistake> {
    if let Some(table) = known(language) {
        return Ok(table);
    }
    let table: &'static Table = Box::leak(Box::new(Table::read(text)?));
    KNOWN.with_borrow_mut(|known| known.push((language, table)));
    Ok(table)
}

/// How a thread speaks: to be gone back to, when it has spoken otherwise.
#[derive(Clone, Copy)]
pub struct Speech(Spoken);

impl Speech {
    /// How this thread speaks now.
    pub fn now() -> Speech {
        Speech(SPOKEN.get())
    }

    /// Lets this thread speak so.
    pub fn go_on(self) {
        SPOKEN.set(self.0);
    }

    /// By which table; none where there is no need of one.
    pub fn table(self) -> Option<&'static Table> {
        match self.0 {
            Spoken::Other(_, table) => Some(table),
            Spoken::English | Spoken::Long => None,
        }
    }
}

/// The language that this thread speaks.
pub fn spoken() -> Language {
    match SPOKEN.get() {
        Spoken::English => Language::English,
        Spoken::Other(language, _) => language,
        Spoken::Long => Language::Long,
    }
}

/// A text that stands in the tables, as a constant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Words {
    key: &'static str,
}

impl Words {
    /// Of its key; see `words!`.
    pub const fn new(key: &'static str) -> Words {
        Words { key }
    }

    /// No words at all.
    pub const NONE: Words = Words::new("");

    /// The key under which tables have it.
    pub fn key(self) -> &'static str {
        self.key
    }

    /// Whether a text is it, in English or in the language that is spoken.
    pub fn is(self, text: &str) -> bool {
        english(self.key) == text || self.said() == text
    }

    /// It, in the language that is spoken.
    pub fn said(self) -> &'static str {
        translated(self.key)
    }
}

impl Display for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.said())
    }
}

/// The English text of a key: the key itself, or what stands behind `[what it is about] `.
#[inline(never)]
fn english(key: &'static str) -> &'static str {
    key.strip_prefix('[').and_then(|about| about.split_once("] ")).map_or(key, |(_, text)| text)
}

/// The text of a key in the language that is spoken; the English one where a table lacks it.
pub fn translated(key: &'static str) -> &'static str {
    match SPOKEN.get() {
        Spoken::English => english(key),
        Spoken::Other(_, table) => table.get(key).unwrap_or_else(|| english(key)),
        Spoken::Long => long::long(english(key)),
    }
}

/// A text in the language that is spoken, with what it tells in the places of its `{names}`: of each of `names` what
/// stands at the same place in `values`.
pub fn fill(key: &'static str, names: &[&str], values: &[&dyn Display]) -> String {
    let mut rest = translated(key);
    let mut said = String::with_capacity(rest.len() + 8 * names.len());
    while let Some((before, behind)) = rest.split_once('{') {
        said.push_str(before);
        let (name, behind) = behind.split_once('}').unwrap_or((behind, ""));
        if let Some((_, value)) = names.iter().zip(values).find(|(known, _)| **known == name) {
            let start = said.len();
            let _ = write!(said, "{value}");
            // What others have written stays within its place.
            if let Cow::Owned(tame) = tamed(&said[start..]) {
                said.truncate(start);
                said.push_str(&tame);
            }
        }
        rest = behind;
    }
    said.push_str(rest);
    said
}

/// Holds, while compiling, that a text names just what it is given: each `{name}` is one of `given`, and each of those
/// is in it.
pub const fn holds(text: &str, given: &[&str]) {
    let mut at = 0;
    while at < given.len() {
        assert!(0 < count(text, given[at]), "something is given for which the text has no place");
        at += 1;
    }
    let mut known = 0;
    let mut each = 0;
    while each < given.len() {
        known += count(text, given[each]);
        each += 1;
    }
    assert!(known == places(text), "the text has a place for something that is not given");
}

/// How many places a text has.
const fn places(text: &str) -> usize {
    let text = text.as_bytes();
    let (mut at, mut found) = (0, 0);
    while at < text.len() {
        if text[at] == b'{' {
            found += 1;
        }
        at += 1;
    }
    found
}

/// How often a text has a place of this name.
const fn count(text: &str, name: &str) -> usize {
    let (text, name) = (text.as_bytes(), name.as_bytes());
    let (mut at, mut found) = (0, 0);
    while at + name.len() + 1 < text.len() {
        if text[at] == b'{' && text[at + name.len() + 1] == b'}' && is_at(text, at + 1, name) {
            found += 1;
        }
        at += 1;
    }
    found
}

const fn is_at(text: &[u8], start: usize, name: &[u8]) -> bool {
    let mut at = 0;
    while at < name.len() {
        if text[start + at] != name[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// A sentence with what it tells, in the language that is spoken: `say!("{me} has {have}.", me, have = n)`. Where one
/// English text must be two in another language, `in` says what it is about: `say!(in "a log": "{me} waits.", me)`.
macro_rules! say {
    (in $about:literal: $text:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::story::language::say!(@ concat!("[", $about, "] ", $text) $(, $name $(= $value)?)*)
    };
    ($text:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::story::language::say!(@ $text $(, $name $(= $value)?)*)
    };
    (@ $key:expr $(, $name:ident $(= $value:expr)?)*) => {{
        const { $crate::story::language::holds($key, &[$(stringify!($name)),*]) };
        $crate::story::language::fill(
            $key,
            const { &[$(stringify!($name)),*] },
            &[$(&$crate::story::language::given!($name $(= $value)?) as &dyn ::std::fmt::Display),*],
        )
    }};
}

/// What is told in one place of `say!`: what is given for it, or what has its name.
macro_rules! given {
    ($name:ident) => {
        $name
    };
    ($name:ident = $value:expr) => {
        $value
    };
}

/// A text as it stands, in the language that is spoken: `tr!("lost")`, or `tr!(in "a message": "lost")` where one
/// English text must be two in another language.
macro_rules! tr {
    (in $about:literal: $text:literal) => {
        $crate::story::language::translated(concat!("[", $about, "] ", $text))
    };
    ($text:literal) => {
        $crate::story::language::translated($text)
    };
}

/// A text as a constant, said by [`Words::said`](crate::story::language::Words::said) when it is needed.
macro_rules! words {
    (in $about:literal: $text:literal) => {
        $crate::story::language::Words::new(concat!("[", $about, "] ", $text))
    };
    ($text:literal) => {
        $crate::story::language::Words::new($text)
    };
}

pub(crate) use {given, say, tr, words};
