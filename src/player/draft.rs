//! A text that the viewer writes: from which scene it comes, how it is kept and what its file is called.

use super::source::Source;
use crate::story::language::tr;
use std::borrow::Cow;
use std::rc::Rc;

/// The longest name of a file without its ending, in characters.
const FILE_CHARS_MAX: usize = 60;

/// The text of a scene as the viewer has changed it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    /// The scene that it changes.
    pub of: Source,
    /// The text of that scene.
    pub original: Rc<str>,
    /// The text as it is now, with plain ends of lines.
    pub text: Rc<str>,
}

/// A draft as it is kept: under a key, as one text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Keepsake {
    /// Where it is kept.
    pub key: String,
    /// What is kept there.
    pub value: String,
}

/// What became of a draft.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// It is the one to show.
    Kept,
    /// It was discarded, and can be brought back.
    Discarded,
}

impl Fate {
    const ALL: [Fate; 2] = [Fate::Kept, Fate::Discarded];

    fn word(self) -> &'static str {
        match self {
            Fate::Kept => "draft",
            Fate::Discarded => "discarded",
        }
    }
}

impl Draft {
    /// The text of a scene, unchanged.
    pub fn new(of: Source, original: Rc<str>) -> Draft {
        let text = plain(&original).into();
        Draft { of, original, text }
    }

    /// The same as one of this text of its scene, where it does not differ from that.
    pub fn reworded(&self, original: &str) -> Option<Draft> {
        (!self.is_changed()).then(|| Draft::new(self.of.clone(), original.into()))
    }

    /// Whether it differs from the scene.
    pub fn is_changed(&self) -> bool {
        *self.text != *plain(&self.original)
    }

    /// Whether nothing would bring it back if it were forgotten.
    pub(super) fn is_only_here(&self) -> bool {
        self.is_changed() || matches!(self.of, Source::Text(_))
    }

    /// The scene that it makes: the one that it comes from, where nothing is changed.
    pub(super) fn source(&self) -> Source {
        if self.is_changed() { Source::Text(self.text.clone()) } else { self.of.clone() }
    }

    /// What the scene is called in its text.
    pub fn title(&self) -> String {
        title(&self.text)
    }

    /// What a file of it is called.
    pub fn file_name(&self) -> String {
        // Beyond ASCII all is kept but punctuation and what turns the direction of writing: tables of letters are heavy.
        let is_sign = |c: char| c.is_control() || ('\u{2000}'..='\u{206f}').contains(&c);
        let is_letter = |c: char| c.is_ascii_alphanumeric() || !c.is_ascii() && !is_sign(c);
        let is_kept = |c: char| is_letter(c) || matches!(c, ' ' | '-' | '_' | '(' | ')' | ',');
        let name: String = self.title().chars().map(|c| if is_kept(c) { c } else { ' ' }).collect();
        let words: Vec<&str> = name.split_whitespace().collect();
        let name: String = words.join(" ").chars().take(FILE_CHARS_MAX).collect();
        format!("{trim}.paxos", trim = if name.trim().is_empty() { "scene" } else { name.trim() })
    }

    /// What is written into a file: lines end there as they did in the file that it comes from.
    pub fn bytes(&self) -> Cow<'_, str> {
        match ends_with_returns(&self.original) {
            true => Cow::Owned(self.text.replace('\n', "\r\n")),
            false => Cow::Borrowed(&self.text),
        }
    }

    pub(super) fn key(&self, fate: Fate) -> String {
        format!("{} {}", fate.word(), self.of.key())
    }

    /// How it is kept: with the text that it changes, so that it can be told from that without fetching it.
    pub(super) fn keepsake(&self, fate: Fate) -> Keepsake {
        let Draft { original, text, .. } = self;
        Keepsake { key: self.key(fate), value: format!("{}\n{original}{text}", original.len()) }
    }

    /// A draft that was kept; none where this is no such thing.
    #[inline(never)]
    pub(super) fn read(kept: &Keepsake) -> Option<(Fate, Draft)> {
        let (word, of) = kept.key.split_once(' ')?;
        let fate = Fate::ALL.into_iter().find(|fate| fate.word() == word)?;
        let (kind, of) = of.split_once(':')?;
        let (length, texts) = kept.value.split_once('\n')?;
        let (original, text) = texts.split_at_checked(length.parse().ok()?)?;
        let of = match kind {
            "scene" => Source::Course(of.to_string()),
            "src" => Source::Address(of.to_string()),
            "text" => Source::Text(original.into()),
            _ => return None,
        };
        let draft = Draft { of, original: original.into(), text: text.into() };
        (draft.key(fate) == kept.key).then_some((fate, draft))
    }
}

/// What a scene is called in its text.
pub fn title(text: &str) -> String {
    let mut said = text.lines().filter_map(|line| line.trim_start_matches('\u{feff}').trim().strip_prefix("title"));
    let rest = said.find_map(|rest| rest.strip_prefix([' ', '\t'])).unwrap_or("").trim();
    let title = match rest.strip_prefix('"') {
        Some(quoted) => quoted.rsplit_once('"').map_or(quoted, |(inner, _)| inner).replace("\\\"", "\""),
        None => rest.split([' ', '#']).next().unwrap_or("").to_string(),
    };
    if title.trim().is_empty() { tr!("A scene without a title").to_string() } else { title }
}

/// A text as a field on a page holds it: with plain ends of lines.
pub fn plain(text: &str) -> Cow<'_, str> {
    match text.contains('\r') {
        true => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
        false => Cow::Borrowed(text),
    }
}

/// Whether every line of a text ends as on Windows.
fn ends_with_returns(text: &str) -> bool {
    let all = text.matches('\n').count();
    0 < all && all == text.matches("\r\n").count() && all == text.matches('\r').count()
}

/// Where a line and a column, both from 1, lie in a text: in UTF-16 units, as a page counts.
pub fn caret(text: &str, line: usize, column: usize) -> u32 {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text[before..].lines().next().unwrap_or("");
    let mark = if before == 0 && rest.starts_with('\u{feff}') { 1 } else { 0 };
    let within: String = rest.chars().take(column.saturating_sub(1) + mark).collect();
    let units = text[..before].encode_utf16().count() + within.encode_utf16().count();
    u32::try_from(units).unwrap_or(u32::MAX)
}
