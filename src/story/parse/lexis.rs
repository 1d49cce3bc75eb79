//! The words of a line: keywords, text, numbers, ids and values.

use super::Known;
use super::fault::{Fault, Parsed, fail, fail_at, fail_near, fail_unknown};
use super::statement::STATEMENTS;
use crate::paxos::{Numbering, Slot, Value};
use crate::sim::Time;
use crate::sim::recording::TIME_MAX;
use crate::story::language::{say, tr};
use crate::story::names::{ID_MAX, NAMED_ID_MAX, NO_OP, SLOT_MAX};
use crate::story::script::Id;
use std::cell::RefCell;
use winnow::Parser;
use winnow::combinator::{alt, delimited, eof, opt, peek, preceded, repeat, terminated};
use winnow::error::ErrMode;
use winnow::stream::{LocatingSlice, Location, Stateful, Stream};
use winnow::token::{any, literal, none_of, take_while};

/// One line of a scene, and what it may refer to.
pub(super) type Input<'i> = Stateful<LocatingSlice<&'i str>, Lookup<'i>>;

/// What is known while a line is read, and which line it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lookup<'i> {
    pub known: &'i RefCell<Known>,
    pub line: &'i str,
    pub number: usize,
}

/// Quotes that word processors and other languages put around a text.
const ODD_QUOTES: [char; 13] = ['\'', '“', '”', '„', '‟', '‘', '’', '‚', '«', '»', '‹', '›', '`'];

/// What is left of the line.
pub(super) fn rest<'i>(input: &Input<'i>) -> &'i str {
    input.input.as_ref()
}

/// The word at this place; a text in quotes is one word.
pub(super) fn word_here<'i>(input: &Input<'i>) -> &'i str {
    let rest = rest(input);
    match rest.strip_prefix('"') {
        Some(inside) => &rest[..1 + end_of_text(inside)],
        None => rest.split([' ', '\t', '#']).next().unwrap_or(""),
    }
}

/// Where a text that has begun ends: after its closing quote, else with the line.
fn end_of_text(inside: &str) -> usize {
    let mut is_escaped = false;
    let closing = inside.char_indices().find(|&(_, c)| {
        let is_closing = c == '"' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        is_closing
    });
    closing.map_or(inside.len(), |(at, _)| at + 1)
}

/// The words from this place up to a comment, quotes and all: enough to guess what was meant.
pub(super) fn words_from<'i>(input: &Input<'i>) -> impl Iterator<Item = &'i str> + use<'i> {
    rest(input).split('#').next().unwrap_or("").split_ascii_whitespace()
}

/// The word after the one at this place.
pub(super) fn next_word<'i>(input: &Input<'i>) -> &'i str {
    words_from(input).nth(1).unwrap_or("")
}

/// The byte at which the next word begins.
pub(super) fn here(input: &Input) -> usize {
    input.current_token_start()
}

/// Any space between words.
pub(super) fn blanks(input: &mut Input) -> Parsed<()> {
    take_while(0.., [' ', '\t', '\r']).void().parse_next(input)
}

/// The end of the line, a comment allowed before it.
pub(super) fn line_end(input: &mut Input) -> Parsed<()> {
    let comment = preceded('#', take_while(0.., |_| true)).void();
    let end = (blanks, opt(comment), eof).void();
    let ended: Parsed<()> = peek(end).parse_next(input);
    if ended.is_ok() {
        input.finish();
        return Ok(());
    }
    blanks(input)?;
    match STATEMENTS.contains(&word_here(input)) {
        true => fail(input, tr!("the end of the line; each statement has a line of its own")),
        false => fail(input, tr!("the end of the line")),
    }
}

/// Whether the statement ends here.
pub(super) fn is_at_end(input: &Input) -> bool {
    word_here(input).is_empty()
}

/// Something, and the space after it.
pub(super) fn lexeme<'i, T>(
    parser: impl Parser<Input<'i>, T, ErrMode<Fault>>,
) -> impl Parser<Input<'i>, T, ErrMode<Fault>> {
    terminated(parser, blanks)
}

pub(super) fn bare<'i>(input: &mut Input<'i>) -> Parsed<&'i str> {
    lexeme(take_while(1.., |c: char| !c.is_whitespace() && c != '"' && c != '#')).parse_next(input)
}

/// This very word.
pub(super) fn keyword<'i>(word: &'static str) -> impl Parser<Input<'i>, (), ErrMode<Fault>> {
    bare.verify(move |found: &str| found == word).void()
}

/// These characters, if they stand here.
pub(super) fn symbol<'i>(symbol: &'static str) -> impl Parser<Input<'i>, (), ErrMode<Fault>> {
    literal(symbol).void()
}

/// One of these words; `what` says what they are.
pub(super) fn one_of<'i, T: Copy>(
    input: &mut Input<'i>,
    what: &str,
    words: impl Iterator<Item = (&'static str, T)> + Clone,
) -> Parsed<T> {
    let word = word_here(input);
    match words.clone().find(|&(known, _)| known == word) {
        Some((_, meaning)) => bare.value(meaning).parse_next(input),
        None => fail_unknown(input, what, &words.map(|(known, _)| known).collect::<Vec<_>>()),
    }
}

/// Text in quotes, with `\"` and `\\`, or a bare word.
pub(super) fn text(input: &mut Input, what: &str) -> Parsed<String> {
    let (start, word) = (here(input), word_here(input));
    match word.find('"') {
        _ if word.is_empty() => fail(input, what),
        Some(0) => quoted(input),
        Some(at) => fail_at(
            start + at,
            tr!("a quote stands within a word"),
            tr!("quotes around the whole, such as \"black cat\""),
        ),
        None => bare.map(str::to_string).parse_next(input),
    }
}

fn quoted(input: &mut Input) -> Parsed<String> {
    let (start, rest) = (here(input), rest(input));
    let escape = preceded('\\', any).verify(|c: &char| matches!(c, '"' | '\\'));
    let character = alt((none_of(['"', '\\']), escape));
    let read: Parsed<String> = delimited('"', repeat(0.., character), '"').parse_next(input);
    let Ok(read) = read else {
        return match wrong_escape(rest) {
            Some((at, c)) => fail_at(
                start + at,
                say!("\\{c} means nothing in a text", c),
                tr!("\\\" for a quote or \\\\ for a backslash"),
            ),
            None => fail_at(start, tr!("this text has no end"), tr!("a closing \" on the same line")),
        };
    };
    if !is_between_words(input) {
        let expected = tr!("a space after it, or the end of the line; a quote within a text is written \\\"");
        return fail_at(here(input), tr!("the text in quotes ends before this"), expected);
    }
    blanks(input)?;
    Ok(read)
}

/// Whether a word may end here.
pub(super) fn is_between_words(input: &Input) -> bool {
    rest(input).is_empty() || rest(input).starts_with([' ', '\t', '\r', '#'])
}

/// The first backslash in a text that is neither before a quote nor before a backslash, and what it is
/// before instead.
#[inline(never)]
fn wrong_escape(text: &str) -> Option<(usize, char)> {
    let mut characters = text.char_indices();
    while let Some((at, c)) = characters.next() {
        match (c, characters.clone().next()) {
            ('\\', Some((_, '"' | '\\'))) => drop(characters.next()),
            ('\\', Some((_, other))) => return Some((at, other)),
            _ => {}
        }
    }
    None
}

/// Text that ends its line, as titles and narration do.
pub(super) fn last_text(input: &mut Input, what: &str) -> Parsed<String> {
    let is_one_word = words_from(input).count() <= 1;
    let first = rest(input).chars().next();
    if let Some(odd) = first.filter(|first| ODD_QUOTES.contains(first) && !is_one_word) {
        let wrong = say!("{odd} is not a straight double quote", odd);
        return fail_at(here(input), wrong, tr!("a text in straight double quotes, such as \"Two proposers\""));
    }
    let is_bare = !word_here(input).starts_with('"');
    let read = text(input, what)?;
    if is_bare && !is_at_end(input) {
        return fail(input, tr!("the end of the line; a text of several words is put in quotes"));
    }
    if rest(input).split('#').next().is_some_and(|rest| rest.contains('"')) {
        return fail(input, tr!("the end of the line; a quote within a text is written \\\""));
    }
    Ok(read)
}

/// Reads digits, and nothing else.
pub(super) fn whole(text: &str) -> Option<u32> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// A whole number.
pub(super) fn number(input: &mut Input, what: &str) -> Parsed<u32> {
    match whole(word_here(input)) {
        Some(number) => bare.value(number).parse_next(input),
        None => fail(input, what),
    }
}

/// A whole number of milliseconds.
pub(super) fn time(input: &mut Input, what: &str) -> Parsed<Time> {
    if let Some(plain) = without_unit(word_here(input)) {
        return fail(input, say!("milliseconds without a unit: {plain}", plain));
    }
    let time = number(input, what)?;
    must_have_no_unit(input, &[time])?;
    Ok(time)
}

/// A whole number of milliseconds, at most as many as the longest run has.
pub(super) fn milliseconds(input: &mut Input, what: &str) -> Parsed<Time> {
    let start = here(input);
    let time = time(input, what)?;
    if TIME_MAX < time {
        return too_long(start, time);
    }
    Ok(time)
}

/// Gives up on a time that is longer than any run.
pub(super) fn too_long<T>(at: usize, time: Time) -> Parsed<T> {
    fail_at(at, say!("{time} ms is longer than any run", time), say!("at most {most} ms", most = TIME_MAX))
}

/// The milliseconds of a unit of time.
pub(super) fn unit(word: &str) -> Option<u32> {
    match word {
        "ms" | "msec" | "milliseconds" => Some(1),
        "s" | "sec" | "second" | "seconds" => Some(1000),
        "m" | "min" | "minute" | "minutes" => Some(60_000),
        _ => None,
    }
}

/// What `5s` is in milliseconds, written as it should be.
pub(super) fn without_unit(word: &str) -> Option<String> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit_of_time) = word.split_at(digits);
    let milliseconds = unit(unit_of_time)?.checked_mul(whole(number)?)?;
    Some(milliseconds.to_string())
}

/// A time is in milliseconds, and says no unit: these are the numbers that have been read of it.
pub(super) fn must_have_no_unit(input: &Input, numbers: &[u32]) -> Parsed<()> {
    let Some(unit) = unit(word_here(input)) else {
        return Ok(());
    };
    let plain: Vec<String> = numbers.iter().map(|number| number.saturating_mul(unit).to_string()).collect();
    fail(input, say!("milliseconds without a unit: {plain}", plain = plain.join("..")))
}

/// An id that is given: `5`, or `3.1` where ids show their server.
pub(super) fn id(input: &mut Input) -> Parsed<Id> {
    let expected = an_id_up_to(input, ID_MAX);
    let read = input.state.known.borrow().names.read_id(word_here(input));
    match read.is_some_and(|id| ID_MAX < id.number) {
        true => fail(input, &expected),
        false => id_or(input, &expected, &[]),
    }
}

/// What an id is by which something is meant, in this scene.
pub(super) fn an_id(input: &Input) -> String {
    an_id_up_to(input, NAMED_ID_MAX)
}

fn an_id_up_to(input: &Input, most: u32) -> String {
    match input.state.known.borrow().names.numbering {
        Numbering::Slotted => say!("an id, which is a whole number from 1 to {most}", most),
        Numbering::Rounds => {
            say!("an id such as 3.1: a round from 1 to {most}, and the number of a server", most)
        }
    }
}

/// Whether this is an id, in this scene.
pub(super) fn is_id(input: &Input, word: &str) -> bool {
    input.state.known.borrow().names.read_id(word).is_some()
}

/// An id where these `words` could stand too; an id of the other numbering is told as such.
pub(super) fn id_or(input: &mut Input, expected: &str, words: &[&str]) -> Parsed<Id> {
    let word = word_here(input);
    let names = &input.state.known.borrow().names;
    if let Some(id) = names.read_id(word) {
        return bare.value(id).parse_next(input);
    }
    let is_number = |part: &str| !part.is_empty() && whole(part).is_some();
    let has_server = word.split_once('.').is_some_and(|(round, server)| is_number(round) && is_number(server));
    match names.numbering {
        Numbering::Slotted if has_server => {
            fail(input, tr!("a whole number such as 5; ids such as 1.1 need `ids rounds` in the header"))
        }
        Numbering::Rounds if is_number(word) => {
            fail(input, say!("a round and the number of a server, such as {word}.1", word))
        }
        _ => fail_near(input, expected, words),
    }
}

/// A slot of a log, from 1.
pub(super) fn slot(input: &mut Input) -> Parsed<Slot> {
    let start = here(input);
    match number(input, tr!("a slot, from 1"))? {
        0 => fail_at(start, tr!("there is no slot 0"), tr!("a slot, from 1")),
        slot if SLOT_MAX < slot => fail_at(
            start,
            say!("slot {slot} is higher than any that a scene can name", slot),
            say!("at most {most}", most = SLOT_MAX),
        ),
        slot => Ok(Slot(slot)),
    }
}

/// The name of a value.
pub(super) fn value(input: &mut Input) -> Parsed<Value> {
    let word = word_here(input);
    if matches!(word, "nothing" | "and" | "not" | "any") {
        return fail(input, say!("a value; this word has a meaning of its own, and is a value as \"{word}\"", word));
    }
    let word = text(input, tr!("a value such as cat"))?;
    if word == NO_OP && input.state.known.borrow().head.is_replicated() {
        return Ok(Value::NO_OP);
    }
    Ok(input.state.known.borrow_mut().names.intern(&word))
}
