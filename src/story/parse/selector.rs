//! Messages and links: `[one|2nd|3rd…] KIND [ID [VALUE]] [FROM->TO[,TO…]]`, `P1-A1`, `P2->A3`.

use super::lexis::{
    Input, Parsed, blanks, fail, fail_at, fail_unknown, here, id_or, is_at_end, is_number_here, keyword, node_part,
    symbol, text, value, word_here,
};
use crate::paxos::{Kind, NodeId};
use crate::story::print::ordinal;
use crate::story::script::{Link, Route, Selector, Way, Which};
use winnow::Parser;
use winnow::combinator::{opt, peek};

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
            After::Nothing => "the end of the line",
            After::Milliseconds => "a number of milliseconds",
        }
    }

    /// Whether what is left of the line belongs to what stands after the selector.
    fn begins(self, input: &Input) -> bool {
        match self {
            After::Nothing => is_at_end(input),
            After::Milliseconds => is_last_word(input),
        }
    }
}

/// Whether at most one bare word is left of the line.
fn is_last_word(input: &Input) -> bool {
    let rest: &str = input.input.as_ref();
    let word = word_here(input);
    let after = rest[word.len()..].trim_start();
    !word.starts_with('"') && (after.is_empty() || after.starts_with('#'))
}

/// Which messages are meant.
pub(super) fn selector(input: &mut Input, after: After) -> Parsed<Selector> {
    let which = which(input)?;
    let kind = kind(input)?;
    let mut selector = Selector { which, kind, id: None, value: None, route: None };
    if !after.begins(input) && !is_route_here(input) {
        selector.id = Some(id_or(input, ", or a way such as P1->A1")?);
        if !after.begins(input) && !is_route_here(input) {
            selector.value = Some(value(input)?);
        }
    }
    if !after.begins(input) {
        selector.route = match is_route_here(input) {
            true => Some(route(input)?),
            false => return fail(input, format!("a way such as P1->A1, or {}", after.words())),
        };
    }
    Ok(selector)
}

/// `one` for the oldest of each pair of nodes, `2nd` for the one after it; nothing for all.
fn which(input: &mut Input) -> Parsed<Which> {
    if opt(keyword("one")).parse_next(input)?.is_some() {
        return Ok(Which::Nth(1));
    }
    match read_ordinal(word_here(input)) {
        Some(nth) => text(input, "which one").map(|_| Which::Nth(nth)),
        None => Ok(Which::All),
    }
}

/// Reads `2nd` as 2, and nothing that is not written so.
fn read_ordinal(word: &str) -> Option<u32> {
    let nth = word.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()?;
    (0 < nth && word == ordinal(nth)).then_some(nth)
}

fn is_route_here(input: &Input) -> bool {
    let word = word_here(input);
    !word.starts_with('"') && word.contains("->")
}

/// The kind of a message, or `any` for none.
fn kind(input: &mut Input) -> Parsed<Option<Kind>> {
    if opt(keyword("any")).parse_next(input)?.is_some() {
        return Ok(None);
    }
    let word = word_here(input);
    // `any->A3` is a message of any kind: the kind is left out before its way.
    if word.starts_with("any->") || (is_route_here(input) && !word.is_empty()) {
        return fail(input, "the kind of a message, or any, before its way");
    }
    match Kind::ALL.into_iter().find(|kind| kind.name() == word) {
        Some(kind) => keyword(kind.name()).value(Some(kind)).parse_next(input),
        None => {
            let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).chain(["any"]).collect();
            fail_unknown(input, "the kind of a message", &names)
        }
    }
}

/// `FROM->TO[,TO…]`, each end a node or `any`.
fn route(input: &mut Input) -> Parsed<Route> {
    let from = end(input)?;
    if opt(symbol("->")).parse_next(input)?.is_none() {
        return fail(input, "-> and a receiver");
    }
    let mut to = Vec::new();
    must_go_on(input, "->")?;
    let first = end(input)?;
    if let Some(node) = first {
        to.push(node);
        while opt(symbol(",")).parse_next(input)?.is_some() {
            must_go_on(input, "the comma")?;
            to.push(node_part(input)?);
        }
    }
    if !is_at_end(input) && !input.input.as_ref().starts_with([' ', '\t', '\r']) {
        return match first {
            Some(_) => fail(input, "a comma and another receiver, or a space"),
            None => fail(input, "a space, for `any` is every receiver already"),
        };
    }
    blanks(input)?;
    Ok(Route { from, to })
}

/// A way is one word: nothing may be left out of it, and no space put into it.
fn must_go_on(input: &Input, after: &str) -> Parsed<()> {
    match word_here(input) {
        "" => {
            let wrong = if input.input.as_ref().starts_with([' ', '\t']) {
                "a space stands here"
            } else {
                "the line ends here"
            };
            fail_at(here(input), wrong, format!("a receiver right after {after}"))
        }
        _ => Ok(()),
    }
}

fn end(input: &mut Input) -> Parsed<Option<NodeId>> {
    let rest: &str = input.input.as_ref();
    let word: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    if word == "any" {
        return symbol("any").value(None).parse_next(input);
    }
    node_part(input).map(Some)
}

/// `P1-A1` for both ways, `P1->A1` for one.
pub(super) fn link(input: &mut Input) -> Parsed<Link> {
    let from = node_part(input)?;
    let start = here(input);
    let way = match opt(symbol("->")).parse_next(input)? {
        Some(()) => Way::One,
        None if opt(symbol("-")).parse_next(input)?.is_some() => Way::Both,
        None => return fail_at(start, "a link has two ends", "P1-A1 for both ways or P1->A1 for one"),
    };
    let to = super::lexis::node(input)?;
    Ok(Link { from, to, way })
}

/// Links up to the end of the line.
pub(super) fn links(input: &mut Input) -> Parsed<Vec<Link>> {
    let mut links = Vec::new();
    while !is_at_end(input) {
        links.push(link(input)?);
    }
    Ok(links)
}

/// Whether a number is next: `delay 500` is a condition of the network, `delay PREPARE 500` an act.
pub(super) fn is_network_delay(input: &mut Input) -> Parsed<bool> {
    let after_word = |input: &mut Input| {
        keyword("delay").parse_next(input)?;
        Ok(is_number_here(input) || word_here(input).contains(".."))
    };
    peek(after_word).parse_next(input)
}
