//! The values of keys that are more than a word.

use super::super::look::{Lang, SPEED_PERCENT_MAX, SPEED_PERCENT_MIN, View, Views, Word};
use super::super::{Place, ScriptText, VALUE_BYTES_MAX, notice, whole};
use super::{is_not, left_out};
use crate::story::language::{say, tr};

/// The most characters of an address.
const ADDRESS_CHARS_MAX: usize = 2048;
/// The most characters of a name: of a scene, or of this page towards its host.
const NAME_CHARS_MAX: usize = 64;
/// The most characters of a tag for a language.
const TAG_CHARS_MAX: usize = 35;
/// What stands before a text that is deflated.
const DEFLATED: &str = "z.";

/// What a value gives, or what is wrong with it.
type Read<T> = Result<T, String>;

/// That a value is longer than any may be.
pub(super) fn too_long(value: &str) -> String {
    let found = say!("has {count} bytes", count = value.len());
    left_out(&notice::expected(&found, &say!("at most {most}", most = VALUE_BYTES_MAX)))
}

/// One of the words of a kind.
pub(super) fn word<W: Word>(text: &str) -> Read<W> {
    let keys: Vec<&str> = W::ALL.iter().map(|word| word.key()).collect();
    let found = W::ALL.iter().copied().find(|word| word.key() == text);
    found.ok_or_else(|| is_not(text, &notice::one_of(text, &keys)))
}

/// Letters, digits, `_` and `-`: what stands for itself in an address and in the name of a file.
fn is_name(text: &str) -> bool {
    (1..=NAME_CHARS_MAX).contains(&text.len()) && text.bytes().all(is_of_name)
}

fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

pub(super) fn name(text: &str) -> Read<String> {
    match is_name(text) {
        true => Ok(text.to_string()),
        false => Err(is_not(text, &say!("1 to {most} letters, digits, _ or -", most = NAME_CHARS_MAX))),
    }
}

pub(super) fn scene(text: &str) -> Read<String> {
    match is_name(text) {
        true => Ok(text.to_string()),
        false => Err(is_not(text, tr!("the id of a scene, such as consensus"))),
    }
}

pub(super) fn scenes(text: &str) -> Read<Vec<String>> {
    let ids: Vec<&str> = text.split(',').collect();
    if !ids.iter().all(|id| is_name(id)) {
        return Err(is_not(text, tr!("ids of scenes with commas between them, such as consensus,nutshell")));
    }
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    match sorted.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(is_not(text, &say!("each scene once, and {pair} stands there twice", pair = pair[0]))),
        None => Ok(ids.into_iter().map(str::to_string).collect()),
    }
}

/// An address that is fetched: relative, or of the web. Nothing in it may be dropped or run by a browser.
pub(super) fn address(text: &str) -> Read<String> {
    let is_short = text.chars().count() <= ADDRESS_CHARS_MAX;
    let is_plain = !text.is_empty() && !text.contains(|c: char| c.is_control() || c.is_whitespace());
    let has_web_scheme = scheme(text).is_none_or(|scheme| ["http", "https"].contains(&&*scheme));
    match is_short && is_plain && has_web_scheme {
        true => Ok(text.to_string()),
        false => {
            let expected = say!(
                "the address of a .paxos file: a relative one, or one that begins with https:// or http://, of at most {most} characters and without spaces",
                most = ADDRESS_CHARS_MAX
            );
            Err(is_not(text, &expected))
        }
    }
}

/// What stands before the first colon, unless the address is relative.
fn scheme(text: &str) -> Option<String> {
    let (scheme, _) = text.split_once(':')?;
    (!scheme.contains(['/', '?', '#'])).then(|| scheme.to_ascii_lowercase())
}

/// The letters of base64url; padding at the end is allowed and dropped.
pub(super) fn script(text: &str) -> Read<ScriptText> {
    let (is_deflated, letters) = match text.strip_prefix(DEFLATED) {
        Some(letters) => (true, letters),
        None => (false, text),
    };
    let padding = letters.len() - letters.trim_end_matches('=').len();
    let letters = letters.trim_end_matches('=');
    // A last group of one letter is less than a byte: such a text has lost its end.
    let is_whole = !letters.is_empty() && letters.len() % 4 != 1 && padding <= 2;
    match is_whole && letters.bytes().all(is_of_name) {
        true if is_deflated => Ok(ScriptText::Deflated(letters.to_string())),
        true => Ok(ScriptText::Plain(letters.to_string())),
        false => Err(is_not(
            text,
            tr!(
                "the text of a scene in base64url (A-Z, a-z, 0-9, - and _), or z. and that of its raw deflate, to its end"
            ),
        )),
    }
}

#[inline(never)]
pub(super) fn script_text(script: &ScriptText) -> String {
    match script {
        ScriptText::Plain(letters) => letters.clone(),
        ScriptText::Deflated(letters) => format!("{DEFLATED}{letters}"),
    }
}

pub(super) fn slide(text: &str) -> Read<usize> {
    let number = whole(text).filter(|&number| 0 < number).and_then(|number| usize::try_from(number).ok());
    number.ok_or_else(|| is_not(text, tr!("the number of a slide, from 1")))
}

pub(super) fn seed(text: &str) -> Read<u32> {
    whole(text).ok_or_else(|| is_not(text, tr!("a whole number from 0 to 4294967295")))
}

pub(in crate::link) fn place(text: &str) -> Read<Place> {
    let place = match text.strip_suffix('%') {
        Some(percent) => whole(percent)
            .and_then(|percent| u8::try_from(percent).ok())
            .filter(|&percent| percent <= 100)
            .map(Place::Percent),
        None => text.parse().ok().map(Place::When),
    };
    let expected = tr!("a moment in milliseconds such as 97 or 97_2, or a part of the run from 0% to 100%");
    place.ok_or_else(|| is_not(text, expected))
}

pub(super) fn place_text(place: Place) -> String {
    match place {
        Place::When(when) => when.to_string(),
        Place::Percent(percent) => format!("{percent}%"),
    }
}

pub(super) fn speed(text: &str) -> Read<u32> {
    let (ones, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let hundredths = match decimals.len() {
        1 => whole(decimals).map(|tenths| tenths * 10),
        2 => whole(decimals),
        _ => None,
    };
    let percent = whole(ones).zip(hundredths).and_then(|(ones, parts)| ones.checked_mul(100)?.checked_add(parts));
    let allowed = percent.filter(|percent| (SPEED_PERCENT_MIN..=SPEED_PERCENT_MAX).contains(percent));
    allowed.ok_or_else(|| is_not(text, tr!("a number from 0.25 to 4 with at most two decimals")))
}

pub(super) fn speed_text(percent: u32) -> String {
    let text = format!("{}.{:02}", percent / 100, percent % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

pub(super) fn lang(text: &str) -> Read<Lang> {
    let mut parts = text.split('-');
    let is_language = parts.next().is_some_and(|first| (2..=8).contains(&first.len()) && is_letters(first));
    let is_part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    match text {
        "auto" => Ok(Lang::Auto),
        _ if text.len() <= TAG_CHARS_MAX && is_language && parts.all(is_part) => Ok(Lang::Tag(text.to_string())),
        _ => Err(is_not(text, tr!("auto, or the tag of a language such as en or pt-BR"))),
    }
}

fn is_letters(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

pub(super) fn lang_text(lang: &Lang) -> String {
    match lang {
        Lang::Auto => "auto".to_string(),
        Lang::Tag(tag) => tag.clone(),
    }
}

pub(super) fn views(text: &str) -> Read<Views> {
    let keys: Vec<&str> = View::ALL.iter().map(|view| view.key()).collect();
    let view = |word: &str| {
        let known = View::ALL.iter().copied().find(|view| view.key() == word);
        known.ok_or_else(|| is_not(text, &say!("any of {keys}", keys = notice::one_of(word, &keys))))
    };
    Ok(Views::of(text.split(',').map(view).collect::<Read<Vec<View>>>()?))
}

pub(super) fn views_text(views: Views) -> String {
    views.iter().map(View::key).collect::<Vec<_>>().join(",")
}
