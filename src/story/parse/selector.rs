//! Messages: `[one|2nd|3rd…] KIND [ID [VALUE]] [FROM->TO[,TO…]]`.

use super::fault::{Parsed, fail, fail_at, found, hint, is_not};
use super::lexis::{
    Input, an_id, here, id_or, is_at_end, keyword, next_word, slot, text, unit, value, whole, word_here, words_from,
};
use super::nodes::is_node;
use super::way::{Along, is_route_here, route, written_otherwise};
use crate::paxos::{Kind, Value};
use crate::story::language::{say, tr};
use crate::story::print::ordinal;
use crate::story::problem::either;
use crate::story::script::{Id, Route, Selector, Which};
use winnow::Parser;
use winnow::combinator::opt;

/// What stands after a selector.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    /// The end of the line.
    Nothing,
    /// A number of milliseconds.
    Milliseconds,
}

impl After {
    fn words(self) -> &'static str {
        match self {
            After::Nothing => tr!("the end of the line"),
            After::Milliseconds => tr!("a number of milliseconds"),
        }
    }

    /// Whether what is left of the line belongs to what stands after the selector.
    fn begins(self, input: &Input) -> bool {
        match self {
            After::Nothing => is_at_end(input),
            After::Milliseconds => is_at_end(input) || is_time_last(input),
        }
    }
}

/// Whether one bare word that is no way is left of the line, perhaps with a unit after it.
fn is_time_last(input: &Input) -> bool {
    let words: Vec<&str> = words_from(input).take(3).collect();
    let is_last = match words[..] {
        [_] => true,
        [number, word] => whole(number).is_some() && unit(word).is_some(),
        _ => false,
    };
    is_last && !word_here(input).starts_with('"') && !is_route_here(input)
}

/// Which messages are meant.
pub(super) fn selector(input: &mut Input, after: After) -> Parsed<Selector> {
    let which = which(input)?;
    let kind = kind(input)?;
    let mut selector = Selector { which, kind, id: None, slot: None, value: None, route: None };
    if !after.begins(input) && !is_route_here(input) {
        if !is_slot_here(input) {
            selector.id = Some(message_id(input, kind, after)?);
        }
        if !after.begins(input) && !is_route_here(input) && !is_slot_here(input) {
            selector.value = Some(message_value(input, kind, after)?);
        }
        if is_slot_here(input) {
            keyword("slot").parse_next(input)?;
            selector.slot = Some(slot(input)?);
        }
    }
    if !after.begins(input) && !is_route_here(input) {
        must_be_in_place(input, kind)?;
        return fail(input, say!("a way such as P1->A1, or {after}", after = after.words()));
    }
    if is_route_here(input) {
        must_be_a_way(input)?;
        let start = here(input);
        let route = route(input)?;
        must_have_no_more_receivers(input, start, &route)?;
        selector.route = Some(route);
    }
    if after == After::Nothing && !is_at_end(input) {
        must_be_in_place(input, kind)?;
        return fail(input, tr!("the end of the line; the way stands last"));
    }
    Ok(selector)
}

/// Whether `slot` and a number stand here, in a scene that has slots.
fn is_slot_here(input: &Input) -> bool {
    let is_replicated = input.state.known.borrow().head.is_replicated();
    is_replicated && word_here(input) == "slot" && whole(next_word(input)).is_some()
}

/// `one` for the oldest of each pair of nodes, `2nd` for the one after it; nothing for all.
pub(super) fn which(input: &mut Input) -> Parsed<Which> {
    if opt(keyword("one")).parse_next(input)?.is_some() {
        return Ok(Which::Nth(1));
    }
    match read_ordinal(word_here(input)) {
        Some(nth) => text(input, tr!("which one")).map(|_| Which::Nth(nth)),
        None => Ok(Which::All),
    }
}

/// Reads `2nd` as 2, and nothing that is not written so.
fn read_ordinal(word: &str) -> Option<u32> {
    let nth = word.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()?;
    (0 < nth && word == ordinal(nth)).then_some(nth)
}

/// Whether this is a word such as `2nd`.
pub(super) fn is_ordinal(word: &str) -> bool {
    read_ordinal(word).is_some()
}

/// The kind of a message, or `any` for none.
fn kind(input: &mut Input) -> Parsed<Option<Kind>> {
    if opt(keyword("any")).parse_next(input)?.is_some() {
        return Ok(None);
    }
    let word = word_here(input);
    let is_replicated = input.state.known.borrow().head.is_replicated();
    let kinds: &[Kind] = if is_replicated { &Kind::ALL } else { &Kind::SINGLE };
    if let Some(kind) = kinds.iter().copied().find(|kind| kind.name() == word) {
        return keyword(kind.name()).value(Some(kind)).parse_next(input);
    }
    if Kind::ALL.iter().any(|kind| kind.name() == word) {
        let wrong = say!("{word} is a message of a log, and this scene has no replicas", word);
        let kinds: Vec<&str> = kinds.iter().map(|kind| kind.name()).chain(["any"]).collect();
        return fail_at(here(input), wrong, either(&kinds));
    }
    if is_route_here(input) || is_node(input, word) {
        return fail(input, tr!("the kind of a message, or any, before its way, such as PREPARE P1->A1"));
    }
    if word == "next" {
        return fail(
            input,
            tr!("the kind of a message; `next` goes with drop, hold and duplicate, right after that word"),
        );
    }
    let kinds: Vec<&str> = kinds.iter().map(|kind| kind.name()).chain(["any"]).collect();
    let near: Vec<&str> = kinds.iter().copied().chain(["one", "next"]).collect();
    fail_at(here(input), is_not(word, tr!("the kind of a message")), either(&kinds) + &hint(word, &near))
}

fn message_id(input: &mut Input, kind: Option<Kind>, after: After) -> Parsed<Id> {
    must_be_in_place(input, kind)?;
    match kind {
        Some(kind @ (Kind::Request | Kind::Reply | Kind::Redirect)) => {
            let wrong = say!("{found}, and a {kind} has no id", found = found(input), kind = kind.name());
            fail_at(here(input), wrong, say!("a way such as C1->P1, or {after}", after = after.words()))
        }
        _ => {
            let expected = say!("{id}, or a way such as P1->A1", id = an_id(input));
            id_or(input, &expected, &[])
        }
    }
}

fn message_value(input: &mut Input, kind: Option<Kind>, after: After) -> Parsed<Value> {
    if let Some(kind @ (Kind::Prepare | Kind::Nack | Kind::Heartbeat | Kind::CatchUp)) = kind {
        must_be_in_place(input, Some(kind))?;
        let wrong = say!("{found}, and a {kind} carries no value", found = found(input), kind = kind.name());
        return fail_at(here(input), wrong, say!("a way such as P1->A1, or {after}", after = after.words()));
    }
    must_be_one_kind(input, &["and"])?;
    must_be_a_way(input)?;
    value(input)
}

/// A word that belongs elsewhere is told where it belongs.
fn must_be_in_place(input: &Input, kind: Option<Kind>) -> Parsed<()> {
    let (start, word) = (here(input), word_here(input));
    must_be_a_way(input)?;
    if kind == Some(Kind::Accepted) && word == Kind::Request.name() {
        return fail_at(start, tr!("ACCEPT REQUEST is one word"), "ACCEPT-REQUEST");
    }
    if word == "one" || is_ordinal(word) {
        let kind = kind.map_or("any", Kind::name);
        return fail_at(start, say!("`{word}` stands behind the kind", word), format!("`{word} {kind}`"));
    }
    if is_node(input, word) {
        let expected = say!("a way: {word}->any for what {word} sends, any->{word} for what it is to receive", word);
        return fail_at(start, say!("{word} alone is no way", word), expected);
    }
    let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).chain(["and", "or"]).collect();
    must_be_one_kind(input, &kinds)
}

/// After the way that begins at `start` no node may stand: receivers have commas between them, and no spaces.
fn must_have_no_more_receivers(input: &Input, start: usize, route: &Route) -> Parsed<()> {
    let is_receiver = |word: &str| word.split(',').all(|name| is_node(input, name));
    let more: Vec<&str> = words_from(input).take_while(|word| is_receiver(word)).collect();
    if more.is_empty() {
        return Ok(());
    }
    let way = input.state.line[start..here(input)].trim_end();
    if route.to.is_empty() {
        return fail(input, say!("`{way}` alone, for `any` is every receiver already", way));
    }
    let wrong = say!("{found}, and receivers have a comma between them", found = found(input));
    fail_at(here(input), wrong, format!("`{way},{}`", more.join(",")))
}

fn must_be_a_way(input: &Input) -> Parsed<()> {
    match written_otherwise(input, Along::Way) {
        Some((wrong, expected)) => fail_at(here(input), wrong, expected),
        None => Ok(()),
    }
}

/// A statement is about one kind: none of these words may stand here.
fn must_be_one_kind(input: &Input, joints: &[&str]) -> Parsed<()> {
    match joints.contains(&word_here(input)) {
        true => fail(input, tr!("one kind of message in a statement, or `any`")),
        false => Ok(()),
    }
}
