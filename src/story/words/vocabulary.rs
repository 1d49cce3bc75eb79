//! The vocabularies: the same run in the words of the talk, of Lamport, or of MIT's course 6.824.
//!
//! Texts are written in the words of the talk, scenes by their authors and sentences by this layer; [`Telling::say`]
//! puts them into the chosen words. Words change, and nothing else does.

use super::{Telling, replica};
use crate::paxos::Kind;
use crate::story::language::{self, Language, say, tr};
use crate::story::names::Names;
use crate::story::problem::capital;
use std::borrow::Cow;

/// Whose words are used.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Vocabulary {
    /// The talk's: PREPARE, PROMISE, ACCEPT-REQUEST, ACCEPT; id, promised, accepted.
    #[default]
    Talk,
    /// Lamport's: 1a, 1b, 2a, 2b; ballot, maxBal, vote (the TLA+ module `Paxos`).
    Lamport,
    /// Those of MIT 6.824: prepare(n), prepare_ok(n, n_a, v_a), accept(n, v), accept_ok(n); number, n_p, n_a, v_a.
    Mit,
}

impl Vocabulary {
    /// All of them, the one of the page first.
    pub const ALL: [Vocabulary; 3] = [Vocabulary::Talk, Vocabulary::Lamport, Vocabulary::Mit];

    /// The word by which it is kept and linked.
    pub fn key(self) -> &'static str {
        match self {
            Vocabulary::Talk => "talk",
            Vocabulary::Lamport => "lamport",
            Vocabulary::Mit => "mit",
        }
    }

    /// The one with this key.
    pub fn find(key: &str) -> Option<Vocabulary> {
        Vocabulary::ALL.into_iter().find(|vocabulary| vocabulary.key() == key)
    }

    /// Whose words they are, as the page says it.
    pub fn name(self) -> &'static str {
        match self {
            Vocabulary::Talk => tr!("the talk's"),
            Vocabulary::Lamport => tr!("Lamport's"),
            Vocabulary::Mit => tr!("MIT's"),
        }
    }

    /// What a kind of message is called. A client's have no name in the papers, and keep ours.
    pub fn kind(self, kind: Kind) -> &'static str {
        match (self, kind) {
            (Vocabulary::Talk, _)
            | (_, Kind::Request | Kind::Reply | Kind::Redirect | Kind::Heartbeat | Kind::Success | Kind::CatchUp) => {
                kind.name()
            }
            (Vocabulary::Lamport, Kind::Prepare) => "1a",
            (Vocabulary::Lamport, Kind::Promise) => "1b",
            (Vocabulary::Lamport, Kind::AcceptRequest) => "2a",
            (Vocabulary::Lamport, Kind::Accepted) => "2b",
            (Vocabulary::Lamport, Kind::Nack) => "nack",
            (Vocabulary::Mit, Kind::Prepare) => "prepare",
            (Vocabulary::Mit, Kind::Promise) => "prepare_ok",
            (Vocabulary::Mit, Kind::AcceptRequest) => "accept",
            (Vocabulary::Mit, Kind::Accepted) => "accept_ok",
            (Vocabulary::Mit, Kind::Nack) => "reject",
        }
    }

    /// What stands behind the kind of a message. `more` is what a message carries beside its id: a vote that a
    /// PROMISE reports, the value of a request, what a NACK's sender has promised; in the talk's words. `about` names
    /// the slot of a log, or nothing.
    fn tail(self, kind: Kind, id: &str, more: Option<&str>, about: &str) -> String {
        let is_aside = matches!(kind, Kind::Promise | Kind::Nack);
        let joint = if self == Vocabulary::Mit { ", " } else { " " };
        let about = if about.is_empty() { String::new() } else { format!("{joint}{about}") };
        match (self, more) {
            (Vocabulary::Mit, more) => {
                let rest = match (kind, more) {
                    (Kind::Promise, None) => ", –, –".to_string(),
                    (Kind::Promise, Some(votes)) => format!(", {}", with_commas(votes)),
                    (Kind::Accepted | Kind::Prepare, _) | (_, None) => String::new(),
                    (_, Some(more)) => format!(", {more}"),
                };
                format!("({id}{rest}{about})")
            }
            (_, None) => format!("{id}{about}"),
            (_, Some(more)) if is_aside => format!("{id} ({more}){about}"),
            (_, Some(more)) => format!("{id} {more}{about}"),
        }
    }

    /// A message in two parts, its kind and the rest.
    pub fn message(self, kind: Kind, id: &str, more: Option<&str>) -> (String, String) {
        self.message_about(kind, id, more, "")
    }

    /// The same of a message of a log: `about` says which slot it is about.
    pub fn message_about(self, kind: Kind, id: &str, more: Option<&str>, about: &str) -> (String, String) {
        (self.kind(kind).to_string(), self.tail(kind, id, more, about))
    }

    /// The two parts as one.
    pub fn joined(self, (kind, tail): &(String, String)) -> String {
        let gap = if tail.starts_with('(') { "" } else { " " };
        format!("{kind}{gap}{tail}")
    }

    /// A kind that is spoken of without an id.
    fn kind_alone(self, kind: Kind, number: Number) -> String {
        let name = self.kind(kind);
        match (self, number) {
            (Vocabulary::Talk, Number::One) => name.to_string(),
            (Vocabulary::Talk, Number::Many) => format!("{name}s"),
            (_, Number::Many) => say!("{name} messages", name),
            (Vocabulary::Lamport, Number::One) => name.to_string(),
            (Vocabulary::Mit, Number::One) => format!("{name}(…)"),
        }
    }

    /// A text of no scene in particular, written in the words of the talk, in these words.
    pub fn say(self, text: &str) -> String {
        let names = Names::new();
        Telling { vocabulary: self, ..Telling::exact(&names) }.say(text).into_owned()
    }

    /// The word for an id.
    pub fn id(self) -> &'static str {
        match self {
            Vocabulary::Talk => tr!(in "a vocabulary": "id"),
            Vocabulary::Lamport => tr!(in "a vocabulary": "ballot"),
            Vocabulary::Mit => tr!(in "a vocabulary": "number"),
        }
    }

    /// The word for several.
    fn ids(self) -> &'static str {
        match self {
            Vocabulary::Talk => tr!(in "a vocabulary": "ids"),
            Vocabulary::Lamport => tr!(in "a vocabulary": "ballots"),
            Vocabulary::Mit => tr!(in "a vocabulary": "numbers"),
        }
    }
}

/// Reported votes, each with a comma between its id and its value: `3, a slot 4, 3, b slot 9` reads badly, so that
/// several keep their form. A mere number of votes is none.
fn with_commas(votes: &str) -> String {
    let count = votes.split_once(' ').and_then(|(count, _)| count.parse::<usize>().ok());
    let is_count = count.is_some_and(|count| 1 < count && replica::votes(count) == votes);
    let is_one_vote = !votes.contains(", ") && !is_count;
    if is_one_vote { votes.replacen(' ', ", ", 1) } else { votes.to_string() }
}

/// One or many.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Number {
    One,
    Many,
}

/// The kinds that are spoken of in capitals, longer names before those that they begin with.
const KINDS: [Kind; 5] = [Kind::AcceptRequest, Kind::Accepted, Kind::Prepare, Kind::Promise, Kind::Nack];

impl Telling<'_> {
    /// A text that is written in the words of the talk, in the words of this telling.
    pub fn say<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.vocabulary {
            Vocabulary::Talk => Cow::Borrowed(text),
            Vocabulary::Lamport | Vocabulary::Mit => Cow::Owned(self.reword(text)),
        }
    }

    #[inline(never)]
    fn reword(&self, text: &str) -> String {
        let mut said = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let word = word(rest);
            let (new, taken) = match self.term(word, &rest[word.len()..]) {
                Some((new, behind)) => {
                    soften_article(&mut said, &new);
                    (new, word.len() + behind)
                }
                None if word.is_empty() => (first.to_string(), first.len_utf8()),
                None => (word.to_string(), word.len()),
            };
            said.push_str(&new);
            rest = &rest[taken..];
        }
        said
    }

    /// The new words for a term, and how many bytes behind it belong to it; none for any other word.
    fn term(&self, word: &str, behind: &str) -> Option<(String, usize)> {
        let vocabulary = self.vocabulary;
        if self.names.values.iter().any(|value| value == word) {
            return None;
        }
        match word {
            "id" => return Some((vocabulary.id().to_string(), 0)),
            "Id" => return Some((capital(vocabulary.id()), 0)),
            "ids" => return Some((vocabulary.ids().to_string(), 0)),
            "Ids" => return Some((capital(vocabulary.ids()), 0)),
            _ => {}
        }
        let kind = KINDS.into_iter().find(|kind| word.strip_suffix('s').unwrap_or(word) == kind.name())?;
        if word.ends_with('s') {
            return Some((vocabulary.kind_alone(kind, Number::Many), 0));
        }
        let Some(id) = behind.strip_prefix(' ').map(number).filter(|id| !id.is_empty()) else {
            return Some((vocabulary.kind_alone(kind, Number::One), 0));
        };
        let (more, length) = self.carried(kind, &behind[1 + id.len()..]);
        Some((vocabulary.joined(&vocabulary.message(kind, id, more)), 1 + id.len() + length))
    }

    /// What a message carries beside its id, if that follows, and how many bytes it takes.
    fn carried<'t>(&self, kind: Kind, behind: &'t str) -> (Option<&'t str>, usize) {
        let aside = behind.strip_prefix(" (").and_then(|aside| aside.split_once(')'));
        if let (Kind::Promise | Kind::Nack, Some((more, _))) = (kind, aside) {
            return (Some(more), more.len() + 3);
        }
        let value = match (kind, behind.strip_prefix(' ')) {
            (Kind::AcceptRequest | Kind::Accepted, Some(behind)) => self.value_at(behind),
            _ => None,
        };
        (value, value.map_or(0, |value| value.len() + 1))
    }

    /// The longest value of the scene with which a text begins, as a whole word.
    fn value_at<'t>(&self, text: &'t str) -> Option<&'t str> {
        let begins = |value: &&String| {
            let behind = text.strip_prefix(value.as_str());
            behind.is_some_and(|behind| !value.is_empty() && !behind.starts_with(is_letter))
        };
        let longest = self.names.values.iter().filter(begins).map(|value| value.len()).max()?;
        Some(&text[..longest])
    }
}

/// Whether a word may have this in it. The tables of Unicode are not worth their bytes here: whatever is not ASCII counts
/// as a letter, and no term begins or ends beside it.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || !c.is_ascii()
}

/// The word with which a text begins: letters and digits, with hyphens between letters.
fn word(text: &str) -> &str {
    let bytes = text.as_bytes();
    let is_hyphen = |at: usize| text[at..].starts_with('-') && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic);
    let end = text.char_indices().find(|&(at, c)| !(is_letter(c) || 0 < at && is_hyphen(at)));
    &text[..end.map_or(text.len(), |(at, _)| at)]
}

/// The id with which a text begins, `5` or `3.1`; empty where it begins with none.
fn number(text: &str) -> &str {
    let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let whole = digits(text);
    let server = text[whole..].strip_prefix('.').map_or(0, digits);
    let length = if 0 < whole && 0 < server { whole + 1 + server } else { whole };
    let is_whole_word = !text[length..].starts_with(is_letter);
    if is_whole_word { &text[..length] } else { "" }
}

/// `an id` becomes `a ballot`, in English.
fn soften_article(said: &mut String, next: &str) {
    let is_article = language::spoken() == Language::English
        && ["an ", "An "]
            .iter()
            .any(|article| said.strip_suffix(article).is_some_and(|before| !before.ends_with(is_letter)));
    if is_article && !next.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U']) {
        said.truncate(said.len() - 2);
        said.push(' ');
    }
}
