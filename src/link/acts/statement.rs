//! An act as a statement and back, by its words alone. The first argument is the verb.

use super::super::notice::{expected, one_of, shown};
use super::super::whole;
use super::form::forms_of;
use crate::paxos::Kind;
use crate::story::language::{say, tr};
use crate::story::names::{ID_MAX, NAMED_ID_MAX};
use crate::story::print::{ordinal, word};

/// The statement, or what is wrong with the act.
type Read = Result<String, String>;

/// The verbs that treat a message under way.
const OF_MESSAGES: [&str; 6] = ["drop", "hold", "release", "duplicate", "deliver", "delay"];

/// The statement of an act, or what is wrong with it.
pub(super) fn statement(arguments: &[String]) -> Read {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [verb @ ("crash" | "restart"), _, ..] => Ok(format!("{verb} {}", names(&arguments[1..], " ")?)),
        [verb @ ("timeout" | "heartbeat"), node] => Ok(format!("{verb} {}", name(node)?)),
        ["propose", node, value] => Ok(format!("propose {} {}", name(node)?, word(value))),
        ["propose", node, value, "id", used] => {
            Ok(format!("propose {} {} id {}", name(node)?, word(value), id_up_to(ID_MAX, used)?))
        }
        ["request", client, to, value] => Ok(format!("request {} {} {}", name(client)?, name(to)?, word(value))),
        [verb @ ("drop" | "hold" | "duplicate"), "next", name, ref rest @ ..] if is_kind(name) => {
            next(verb, name, rest)
        }
        ["drop", from, to] if kind(from).is_none() => way("drop", &[from, to]),
        ["drop", from, to, nth] if kind(from).is_none() && whole(nth).is_some() => match place(nth)? {
            1 => way("drop", &[from, to]),
            nth => way(&format!("drop {}", ordinal(nth)), &[from, to]),
        },
        [verb, kind, ref rest @ ..] if OF_MESSAGES.contains(&verb) => message(verb, kind, rest),
        [verb @ ("cut" | "heal"), from, to] => Ok(format!("{verb} {}-{}", name(from)?, name(to)?)),
        [verb @ ("cut" | "heal"), from, "to", to] => Ok(format!("{verb} {}->{}", name(from)?, name(to)?)),
        ["heal"] => Ok("heal".to_string()),
        ["partition", ref nodes @ ..] => partition(nodes),
        ["set", _, ..] => setting(&arguments[1..]),
        ["back", person, value] => Ok(format!("back {} {}", name(person)?, word(value))),
        [verb @ ("tell" | "ask" | "lose"), _, _, ..] => way(verb, &arguments[1..]),
        [verb, ..] => misshapen(verb),
        [] => misshapen(""),
    }
}

fn misshapen<T>(verb: &str) -> Result<T, String> {
    Err(expected(tr!("has too few parts, too many, or others"), &forms_of(verb)))
}

/// A name, which can stand beside any sign of a statement. `any` stands for every node there, and is none.
fn name(text: &str) -> Result<&str, String> {
    let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let is_name = text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.bytes().all(is_of_name);
    match is_name && text != "any" {
        true => Ok(text),
        false => {
            let found = say!("has {found} where a node is named", found = shown(text));
            Err(expected(&found, tr!("a letter, then letters, digits or _")))
        }
    }
}

fn names(names: &[&str], joint: &str) -> Read {
    Ok(names.iter().map(|text| name(text)).collect::<Result<Vec<&str>, String>>()?.join(joint))
}

fn way(verb: &str, nodes: &[&str]) -> Read {
    match nodes {
        [from, to @ ..] => Ok(format!("{verb} {}->{}", name(from)?, names(to, ",")?)),
        [] => misshapen(verb),
    }
}

fn partition(nodes: &[&str]) -> Read {
    let mut sides = nodes.split(|&node| node == "|");
    match (sides.next(), sides.next(), sides.next()) {
        (Some(one @ [_, ..]), Some(other @ [_, ..]), None) => {
            Ok(format!("partition {} | {}", names(one, " ")?, names(other, " ")?))
        }
        _ => misshapen("partition"),
    }
}

/// What `set` sets is said by words and numbers; none of their letters can end or begin anything.
fn setting(words: &[&str]) -> Read {
    let is_of_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'%');
    let is_word = |word: &&str| !word.is_empty() && word.bytes().all(is_of_word);
    match words.iter().find(|word| !is_word(word)) {
        None => Ok(format!("set {}", words.join(" "))),
        Some(odd) => Err(expected(
            &say!("has {found} among the words of a setting", found = shown(odd)),
            tr!("words and numbers, such as set.delay.500"),
        )),
    }
}

fn kind(text: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| kind.name() == text)
}

/// Whether it stands for messages of one kind, or of any.
fn is_kind(text: &str) -> bool {
    text == "any" || kind(text).is_some()
}

/// What is asked of messages to come: `KIND`, `KIND.ID`, `KIND.FROM.TO` or `KIND.ID.FROM.TO`, each end a node or any.
fn next(verb: &str, kind: &str, rest: &[&str]) -> Read {
    let end = |text| if text == "any" { Ok(text) } else { name(text) };
    let (slot, rest) = without_slot(rest);
    let (used, ends) = match rest[..] {
        [] => (None, None),
        [used] => (Some(used), None),
        [from, to] => (None, Some((from, to))),
        [used, from, to] => (Some(used), Some((from, to))),
        _ => return misshapen(verb),
    };
    let used = used.map(|used| Ok::<_, String>(format!(" {}", id(used)?))).transpose()?.unwrap_or_default();
    let way = match ends {
        Some((from, to)) => format!(" {}->{}", end(from)?, end(to)?),
        None => String::new(),
    };
    Ok(format!("{verb} next {kind}{used}{slot}{way}"))
}

/// `slot.3` among the parts of a message, as a statement says it, and the other parts. A node may be called slot, and
/// none is called by a number.
fn without_slot<'t>(parts: &[&'t str]) -> (String, Vec<&'t str>) {
    let is_slot = |pair: &[&str]| pair[0] == "slot" && whole(pair[1]).is_some_and(|slot| 0 < slot);
    match parts.windows(2).take(2).position(is_slot) {
        None => (String::new(), parts.to_vec()),
        Some(at) => (format!(" slot {}", parts[at + 1]), [&parts[..at], &parts[at + 2..]].concat()),
    }
}

/// Whether messages of this kind carry an id.
fn has_id(kind: Kind) -> bool {
    !matches!(kind, Kind::Request | Kind::Reply | Kind::Redirect)
}

/// `KIND.ID.FROM.TO`, its number among those alike, and after `delay` the milliseconds.
fn message(verb: &str, kind_name: &str, rest: &[&str]) -> Read {
    let Some(kind) = kind(kind_name) else {
        let kinds = Kind::ALL.map(Kind::name);
        return Err(expected(&say!("is about a message {kind}", kind = shown(kind_name)), &one_of(kind_name, &kinds)));
    };
    let (slot, rest) = without_slot(rest);
    let (used, rest) = match (has_id(kind), &rest[..]) {
        (true, [used, rest @ ..]) => (format!(" {}", id(used)?), rest),
        (true, []) => return misshapen(verb),
        (false, rest) => (String::new(), rest),
    };
    let [from, to, rest @ ..] = rest else { return misshapen(verb) };
    let way = format!("{}->{}", name(from)?, name(to)?);
    let (nth, by) = match (verb, rest) {
        ("delay", [by]) => (1, Some(milliseconds(by)?)),
        ("delay", [nth, by]) => (place(nth)?, Some(milliseconds(by)?)),
        ("delay", _) => return misshapen(verb),
        (_, []) => (1, None),
        (_, [nth]) => (place(nth)?, None),
        _ => return misshapen(verb),
    };
    let which = if nth == 1 { "one".to_string() } else { ordinal(nth) };
    let by = by.map_or(String::new(), |by| format!(" {by}"));
    Ok(format!("{verb} {which} {}{used}{slot} {way}{by}", kind.name()))
}

/// An id by which messages are meant: `5`, or `3.1` where ids show their server.
fn id(text: &str) -> Read {
    id_up_to(NAMED_ID_MAX, text)
}

fn id_up_to(most: u32, text: &str) -> Read {
    let number = |text: &str| whole(text).filter(|number| (1..=most).contains(number));
    let id = match text.split_once('.') {
        None => number(text).map(|number| number.to_string()),
        Some((round, server)) => {
            let server = whole(server).and_then(|server| u16::try_from(server).ok());
            number(round).zip(server).map(|(round, server)| format!("{round}.{server}"))
        }
    };
    let found = || say!("has {found} where an id stands", found = shown(text));
    id.ok_or_else(|| expected(&found(), tr!("an id such as 5, or 3-2E1 for 3.1")))
}

fn place(text: &str) -> Result<u32, String> {
    let found = || say!("has {found} where the number of one of the messages alike stands", found = shown(text));
    whole(text).filter(|&nth| 0 < nth).ok_or_else(|| expected(&found(), tr!("a number from 1")))
}

fn milliseconds(text: &str) -> Result<u32, String> {
    let found = || say!("has {found} for a time", found = shown(text));
    whole(text).ok_or_else(|| expected(&found(), tr!("whole milliseconds such as 500")))
}

/// The arguments of the act that a statement is, the verb first; none where it is of none of the shapes. What it gives
/// for a statement that is nearly of a shape may be no act.
pub(super) fn arguments(text: &str) -> Option<Vec<String>> {
    let words = words(text)?;
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let arguments = match words[..] {
        [verb @ ("drop" | "tell" | "ask" | "lose"), way] => {
            let (from, to) = way.split_once("->")?;
            [verb, from].into_iter().chain(to.split(',')).collect()
        }
        [verb, "next", ref rest @ .., way] if way.contains("->") => {
            let (from, to) = way.split_once("->")?;
            [verb, "next"].into_iter().chain(rest.iter().copied()).chain([from, to]).collect()
        }
        [verb, "next", ref rest @ ..] => [verb, "next"].into_iter().chain(rest.iter().copied()).collect(),
        [verb, nth, ref rest @ ..] if OF_MESSAGES.contains(&verb) => of_message(verb, nth, rest)?,
        [verb @ ("cut" | "heal"), link] => match link.split_once("->") {
            Some((from, to)) => vec![verb, from, "to", to],
            None => [verb].into_iter().chain(link.split('-')).collect(),
        },
        _ => words,
    };
    Some(arguments.into_iter().map(str::to_string).collect())
}

fn of_message<'t>(verb: &'t str, nth: &'t str, rest: &[&'t str]) -> Option<Vec<&'t str>> {
    let (by, rest) = match (verb, rest) {
        ("delay", [rest @ .., by]) => (Some(*by), rest),
        _ => (None, rest),
    };
    let [kind_and_id @ .., way] = rest else { return None };
    let (from, to) = way.split_once("->")?;
    let nth = if nth == "one" { None } else { Some(nth.trim_end_matches(|c: char| c.is_ascii_alphabetic())) };
    let parts = [verb].into_iter().chain(kind_and_id.iter().copied()).chain([from, to]);
    Some(parts.chain(nth).chain(by).collect())
}

/// The words of a statement; a text in quotes is one of them, without its quotes.
fn words(text: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut rest = text.trim_start_matches(' ');
    while !rest.is_empty() {
        let (word, behind) = match rest.strip_prefix('"') {
            Some(inside) => quoted(inside)?,
            None => {
                let (word, behind) = rest.split_at(rest.find(' ').unwrap_or(rest.len()));
                (word.to_string(), behind)
            }
        };
        words.push(word);
        rest = behind.trim_start_matches(' ');
    }
    Some(words)
}

/// A text up to its closing quote, and what stands behind that.
fn quoted(inside: &str) -> Option<(String, &str)> {
    let mut word = String::new();
    let mut characters = inside.char_indices();
    while let Some((at, c)) = characters.next() {
        match c {
            '"' => return Some((word, &inside[at + 1..])),
            '\\' => word.push(characters.next()?.1),
            _ => word.push(c),
        }
    }
    None
}
