//! The letters of an argument: `A-Za-z0-9_` stand for themselves, every other byte is `-` and two digits.

use super::super::notice::{expected, shown};
use crate::paxos::Kind;
use crate::paxos::rules::{
    Accept, Commit, Counting, Dedup, Gaps, IdsRule, Leading, Learn, Members, Phases, Promise, Quorum, Report, Storage,
    ValueRule,
};
use crate::story::language::{say, tr};
use std::fmt::Write;

/// Words with a hyphen that people type as they are. None of them is anything else by its bytes.
fn is_raw_word(text: &str) -> bool {
    text.contains('-') && (Kind::ALL.iter().any(|kind| kind.name() == text) || is_variant(text))
}

/// Whether a rule has a variant of this name.
fn is_variant(text: &str) -> bool {
    Phases::ALL.iter().any(|rule| rule.name() == text)
        || Promise::ALL.iter().any(|rule| rule.name() == text)
        || Report::ALL.iter().any(|rule| rule.name() == text)
        || ValueRule::ALL.iter().any(|rule| rule.name() == text)
        || Accept::ALL.iter().any(|rule| rule.name() == text)
        || Quorum::ALL.iter().any(|rule| rule.name() == text)
        || Storage::ALL.iter().any(|rule| rule.name() == text)
        || IdsRule::ALL.iter().any(|rule| rule.name() == text)
        || Counting::ALL.iter().any(|rule| rule.name() == text)
        || Learn::ALL.iter().any(|rule| rule.name() == text)
        || Leading::ALL.iter().any(|rule| rule.name() == text)
        || Gaps::ALL.iter().any(|rule| rule.name() == text)
        || Commit::ALL.iter().any(|rule| rule.name() == text)
        || Dedup::ALL.iter().any(|rule| rule.name() == text)
        || Members::ALL.iter().any(|rule| rule.name() == text)
}

/// Whether this may stand in a statement: a line break would end it.
pub(super) fn is_one_line(text: &str) -> bool {
    !text.contains(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
}

/// Writes an argument.
pub(super) fn encode(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    for byte in text.bytes() {
        match is_plain(byte) {
            true => code.push(char::from(byte)),
            false => {
                let _ = write!(code, "-{byte:02X}");
            }
        }
    }
    code
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Reads an argument.
pub(super) fn decode(code: &str) -> Result<String, String> {
    if is_raw_word(code) {
        return Ok(code.to_string());
    }
    let bytes = bytes(code)?;
    match String::from_utf8(bytes) {
        Ok(text) if is_one_line(&text) => Ok(text),
        Ok(text) => Err(expected(
            &say!("has {found} in it", found = shown(&text)),
            tr!("a text of one line, without control characters"),
        )),
        Err(_) => Err(expected(&say!("has {found} in it", found = shown(code)), tr!("the bytes of a text in UTF-8"))),
    }
}

fn bytes(code: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::with_capacity(code.len());
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        rest = &rest[first.len_utf8()..];
        match first {
            '-' => {
                let digits = rest.get(..2).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
                let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
                bytes.push(byte.ok_or_else(|| no_digits(code))?);
                rest = &rest[2..];
            }
            _ if u8::try_from(first).is_ok_and(is_plain) => bytes.push(first as u8),
            _ => return Err(must_be_encoded(code, first)),
        }
    }
    Ok(bytes)
}

fn no_digits(code: &str) -> String {
    let wanted = tr!("two hexadecimal digits after each -, such as -2E for a dot; a hyphen itself is -2D");
    expected(&say!("has {found} in it", found = shown(code)), wanted)
}

fn must_be_encoded(code: &str, c: char) -> String {
    let wanted = say!(
        "letters, digits and _, and for {letter} its bytes: {bytes}",
        letter = shown(&c.to_string()),
        bytes = encode(&c.to_string())
    );
    expected(&say!("has {found} in it", found = shown(code)), &wanted)
}
