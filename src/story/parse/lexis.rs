//! The words of a line: names, text, numbers, and what to say when something else stands there.

use super::{Known, unknown};
use crate::paxos::{NodeId, Numbering, Role, Value};
use crate::sim::Time;
use crate::sim::recording::TIME_MAX;
use crate::story::names::ID_MAX;
use crate::story::problem::either;
use crate::story::script::Id;
use std::cell::RefCell;
use winnow::combinator::{alt, delimited, eof, opt, peek, preceded, repeat, terminated};
use winnow::error::{ErrMode, ParserError};
use winnow::stream::{LocatingSlice, Location, Stateful, Stream};
use winnow::token::{any, literal, none_of, take_while};
use winnow::{ModalResult, Parser};

/// One line of a scene, and what it may refer to.
pub(super) type Input<'i> = Stateful<LocatingSlice<&'i str>, Lookup<'i>>;

/// What a parser gives.
pub(super) type Parsed<T> = ModalResult<T, Fault>;

/// The names that are known while a line is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lookup<'i>(pub &'i RefCell<Known>);

/// A mistake in a line: where (in bytes), what is wrong, what was expected.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Fault {
    pub at: usize,
    pub wrong: String,
    pub expected: String,
}

impl Fault {
    pub fn at(at: usize, wrong: impl Into<String>, expected: impl Into<String>) -> Fault {
        Fault { at, wrong: wrong.into(), expected: expected.into() }
    }
}

impl<'i> ParserError<Input<'i>> for Fault {
    type Inner = Fault;

    fn from_input(input: &Input<'i>) -> Fault {
        Fault::at(input.current_token_start(), found(input), "something else")
    }

    fn into_inner(self) -> Result<Fault, Fault> {
        Ok(self)
    }
}

/// What stands at this place, in words.
fn found(input: &Input) -> String {
    match word_here(input) {
        "" => "the line ends here".to_string(),
        word => format!("\"{word}\" stands here"),
    }
}

/// The word at this place; quotes count as part of it.
pub(super) fn word_here<'i>(input: &Input<'i>) -> &'i str {
    let rest: &'i str = input.input.as_ref();
    if rest.starts_with('#') {
        return "";
    }
    rest.split([' ', '\t', '#']).next().unwrap_or("")
}

/// Gives up on the line: at this place something else was expected.
pub(super) fn fail<T>(input: &Input, expected: impl Into<String>) -> Parsed<T> {
    Err(ErrMode::Cut(Fault::at(input.current_token_start(), found(input), expected)))
}

/// Gives up on the line, with a sentence of its own, at the byte `at`.
pub(super) fn fail_at<T>(at: usize, wrong: impl Into<String>, expected: impl Into<String>) -> Parsed<T> {
    Err(ErrMode::Cut(Fault::at(at, wrong, expected)))
}

/// Gives up on the line because a word is none of those that may stand here.
pub(super) fn fail_unknown<T>(input: &Input, what: &str, known: &[&str]) -> Parsed<T> {
    let (wrong, expected) = unknown(word_here(input), what, known);
    fail_at(input.current_token_start(), wrong, expected)
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
    match ended {
        Ok(()) => {
            input.finish();
            Ok(())
        }
        Err(_) => {
            blanks(input)?;
            fail(input, "the end of the line")
        }
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

fn bare<'i>(input: &mut Input<'i>) -> Parsed<&'i str> {
    lexeme(take_while(1.., |c: char| !c.is_whitespace() && c != '"' && c != '#')).parse_next(input)
}

/// This very word.
pub(super) fn keyword<'i>(word: &'static str) -> impl Parser<Input<'i>, (), ErrMode<Fault>> {
    bare.verify(move |found: &str| found == word).void()
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
    if is_at_end(input) {
        return fail(input, what);
    }
    let start = here(input);
    if !word_here(input).starts_with('"') {
        return bare.map(str::to_string).parse_next(input);
    }
    let escape = preceded('\\', any).verify(|c: &char| matches!(c, '"' | '\\'));
    let character = alt((none_of(['"', '\\']), escape));
    let quoted = delimited('"', repeat(0.., character), '"');
    let rest: &str = input.input.as_ref();
    let read: Parsed<String> = lexeme(quoted).parse_next(input);
    read.or_else(|_| match wrong_escape(rest) {
        Some((at, c)) => {
            fail_at(start + at, format!("\\{c} means nothing in a text"), "\\\" for a quote or \\\\ for a backslash")
        }
        None => fail_at(start, "this text has no end", "a closing \" on the same line"),
    })
}

/// The first backslash in a text that is neither before a quote nor before a backslash, and what it is
/// before instead.
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
    let is_bare = !word_here(input).starts_with('"');
    let read = text(input, what)?;
    if is_bare && !is_at_end(input) {
        return fail(input, "the end of the line; a text of several words is put in quotes");
    }
    Ok(read)
}

/// A whole number.
pub(super) fn number(input: &mut Input, what: &str) -> Parsed<u32> {
    let word = word_here(input);
    match word.parse::<u32>() {
        Ok(number) if word.bytes().all(|b| b.is_ascii_digit()) => bare.value(number).parse_next(input),
        _ => fail(input, what),
    }
}

/// A whole number of milliseconds, at most as many as the longest run has.
pub(super) fn milliseconds(input: &mut Input, what: &str) -> Parsed<Time> {
    let start = here(input);
    let time = number(input, what)?;
    if TIME_MAX < time {
        return too_long(start, time);
    }
    Ok(time)
}

/// Gives up on a time that is longer than any run.
pub(super) fn too_long<T>(at: usize, time: Time) -> Parsed<T> {
    fail_at(at, format!("{time} ms is longer than any run"), format!("at most {TIME_MAX} ms"))
}

/// Whether a number of this form stands here: digits, then a space or the end.
pub(super) fn is_number_here(input: &Input) -> bool {
    let word = word_here(input);
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

/// An id: `5`, or `3.1` where ids show their server.
pub(super) fn id(input: &mut Input) -> Parsed<Id> {
    id_or(input, "")
}

/// An id; `or` says what else could stand here.
pub(super) fn id_or(input: &mut Input, or: &str) -> Parsed<Id> {
    let numbering = input.state.0.borrow().names.numbering;
    let expected = match numbering {
        Numbering::Slotted => format!("an id, which is a whole number from 1 to {ID_MAX}"),
        Numbering::Rounds => format!("an id such as 3.1: a round from 1 to {ID_MAX}, and the number of a server"),
    };
    let read = input.state.0.borrow().names.read_id(word_here(input));
    match read {
        Some(id) => bare.value(id).parse_next(input),
        None => fail(input, format!("{expected}{or}")),
    }
}

/// The name of a value.
pub(super) fn value(input: &mut Input) -> Parsed<Value> {
    if matches!(word_here(input), "nothing" | "and" | "not" | "any") {
        return fail(input, "a value; this word has a meaning of its own, and is put in quotes to be a value");
    }
    let word = text(input, "a value")?;
    Ok(input.state.0.borrow_mut().names.intern(&word))
}

fn name<'i>(input: &mut Input<'i>) -> Parsed<&'i str> {
    let rest = take_while(0.., |c: char| c.is_ascii_alphanumeric() || c == '_');
    (any.verify(char::is_ascii_alphabetic), rest).take().parse_next(input)
}

/// A name for a new node.
pub(super) fn new_name(input: &mut Input) -> Parsed<String> {
    let start = here(input);
    let word = word_here(input);
    let is_name = |word: &str| word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if !is_name(word) || !word.starts_with(|c: char| c.is_ascii_alphabetic()) {
        let wrong = if word.is_empty() { "the line ends here".into() } else { format!("\"{word}\" is not a name") };
        return fail_at(start, wrong, "names of nodes with spaces between them: a letter, then letters, digits or _");
    }
    bare.map(str::to_string).parse_next(input)
}

/// The name of a node, whatever follows it.
pub(super) fn node_part(input: &mut Input) -> Parsed<NodeId> {
    let start = here(input);
    let shown = word_here(input);
    let found: Parsed<&str> = name(input);
    let found = found.unwrap_or("");
    let known = input.state.0.borrow();
    match known.names.find_node(found) {
        Some(node) => Ok(node),
        None => {
            let names: Vec<&str> = known.names.nodes.iter().map(String::as_str).collect();
            let what = "the name of a node";
            let (wrong, expected) = unknown(if found.is_empty() { shown } else { found }, what, &names);
            fail_at(start, wrong, expected)
        }
    }
}

/// The name of a node, as a word of its own.
pub(super) fn node(input: &mut Input) -> Parsed<NodeId> {
    let node = node_part(input)?;
    if !input.input.as_ref().starts_with([' ', '\t', '\r', '#']) && !input.input.as_ref().is_empty() {
        return fail(input, "a space after the name of the node");
    }
    blanks(input)?;
    Ok(node)
}

/// The name of a node that plays this role.
pub(super) fn node_with(input: &mut Input, role: Role) -> Parsed<NodeId> {
    let known = input.state.0.borrow();
    let word = word_here(input);
    let named = known.names.find_node(word);
    if named.is_some_and(|named| known.head.role(named) == Some(role)) {
        return node(input);
    }
    let fitting: Vec<&str> = known.head.named(role).iter().map(String::as_str).collect();
    let role = role_name(role);
    if fitting.is_empty() {
        return fail(input, format!("a {role}, of which this scene has none"));
    }
    match named {
        None => fail_unknown(input, &format!("the name of a {role}"), &fitting),
        Some(_) => fail_at(here(input), format!("{word} is not a {role}"), either(&fitting)),
    }
}

/// Nodes up to the end of the line, at least one.
pub(super) fn nodes(input: &mut Input) -> Parsed<Vec<NodeId>> {
    let mut nodes = vec![node(input)?];
    while !is_at_end(input) && word_here(input) != "|" {
        nodes.push(node(input)?);
    }
    Ok(nodes)
}

/// These characters, if they stand here.
pub(super) fn symbol<'i>(symbol: &'static str) -> impl Parser<Input<'i>, (), ErrMode<Fault>> {
    literal(symbol).void()
}

pub(super) fn role_name(role: Role) -> &'static str {
    match role {
        Role::Client => "client",
        Role::Proposer => "proposer",
        Role::Acceptor => "acceptor",
        Role::Learner => "learner",
    }
}
