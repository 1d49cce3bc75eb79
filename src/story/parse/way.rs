//! Ways and links: `P1->A1,A2`, `P1-A1`, `P2->A3`, and how they are written by those who do not know.

use super::fault::{Complaint, Parsed, fail, fail_at};
use super::lexis::{Input, blanks, here, is_at_end, is_between_words, rest, symbol, word_here, words_from};
use super::nodes::{is_node, must_be_new, name_here, node, node_part};
use crate::paxos::NodeId;
use crate::story::language::{say, tr};
use crate::story::script::{Link, Route, Way};
use winnow::Parser;
use winnow::combinator::opt;

/// Where something goes along, which decides how it is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Along {
    /// A message goes one way.
    Way,
    /// A link is meant one way or both.
    Link,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Drawn {
    Forth,
    Back,
    Both,
}

/// What people put between two ends, longer ones first.
const ARROWS: [(&str, Drawn); 17] = [
    ("<->", Drawn::Both),
    ("-->", Drawn::Forth),
    ("<--", Drawn::Back),
    ("->", Drawn::Forth),
    ("<-", Drawn::Back),
    ("=>", Drawn::Forth),
    ("–>", Drawn::Forth),
    ("→", Drawn::Forth),
    ("⟶", Drawn::Forth),
    ("⇒", Drawn::Forth),
    ("←", Drawn::Back),
    ("↔", Drawn::Both),
    ("--", Drawn::Both),
    ("–", Drawn::Both),
    ("—", Drawn::Both),
    ("-", Drawn::Both),
    (">", Drawn::Forth),
];

/// What is wrong with the way or the link at this place, if it is one, but written otherwise: with spaces,
/// or with another arrow.
pub(super) fn written_otherwise(input: &Input, along: Along) -> Option<Complaint> {
    let words: Vec<&str> = words_from(input).take(3).collect();
    let (many, (from, drawn, to)) =
        (1..=words.len()).find_map(|many| Some((many, split(input, &words[..many].concat())?)))?;
    let arrow = match (along, drawn) {
        (Along::Link, Drawn::Both) => "-",
        _ => "->",
    };
    let (from, to) = if drawn == Drawn::Back { (to, from) } else { (from, to) };
    let meant = format!("{from}{arrow}{to}");
    match (along, many) {
        (_, 1) if words[0] == meant => None,
        (Along::Way, 1) => Some((tr!("the arrow of a way is ->").into(), meant)),
        (Along::Link, 1) => Some((tr!("a link is drawn with - for both ways or -> for one").into(), meant)),
        (Along::Way, _) => Some((tr!("a way is written without spaces").into(), meant)),
        (Along::Link, _) => Some((tr!("a link is written without spaces").into(), meant)),
    }
}

/// The ends of a way, if both are ends of ways, and what is drawn between them.
fn split(input: &Input, written: &str) -> Option<(String, Drawn, String)> {
    let is_end = |end: &str| end == "any" || is_node(input, end);
    let is_ends = |ends: &str| ends.split(',').next().is_some_and(is_end);
    let (sign, drawn) = ARROWS.into_iter().find(|(sign, _)| written.contains(sign))?;
    let (from, to) = written.split_once(sign)?;
    (is_ends(from) && is_ends(to)).then(|| (from.to_string(), drawn, to.to_string()))
}

/// Whether a word with an arrow is next.
pub(super) fn is_route_here(input: &Input) -> bool {
    let word = word_here(input);
    !word.starts_with('"') && word.contains("->")
}

/// `FROM->TO[,TO…]`, each end a node or `any`.
pub(super) fn route(input: &mut Input) -> Parsed<Route> {
    let from = end(input)?;
    if opt(symbol("->")).parse_next(input)?.is_none() {
        return fail(input, tr!("-> and a receiver"));
    }
    must_go_on(input, "->")?;
    let to = match end(input)? {
        Some(first) => receivers(input, first)?,
        None => Vec::new(),
    };
    if !is_between_words(input) {
        return match to.is_empty() {
            true => fail(input, tr!("a space, for `any` is every receiver already")),
            false => fail(input, tr!("a comma and another receiver, or a space")),
        };
    }
    blanks(input)?;
    Ok(Route { from, to })
}

/// The first receiver, which has been read, and those after it.
fn receivers(input: &mut Input, first: NodeId) -> Parsed<Vec<NodeId>> {
    let mut to = vec![first];
    while opt(symbol(",")).parse_next(input)?.is_some() {
        must_go_on(input, tr!("the comma"))?;
        let (start, name) = (here(input), name_here(input));
        let node = node_part(input)?;
        must_be_new(start, name, node, &to)?;
        to.push(node);
    }
    Ok(to)
}

/// A way is one word: nothing may be left out of it, and no space put into it.
fn must_go_on(input: &Input, after: &str) -> Parsed<()> {
    let is_space = rest(input).starts_with([' ', '\t']);
    match word_here(input) {
        "" if is_space => {
            let expected = say!("a receiver right after {after}, for a way has no spaces", after);
            fail_at(here(input), tr!("a space stands here"), expected)
        }
        "" => fail_at(here(input), tr!("the line ends here"), say!("a receiver right after {after}", after)),
        _ => Ok(()),
    }
}

fn end(input: &mut Input) -> Parsed<Option<NodeId>> {
    match name_here(input) {
        "any" => symbol("any").value(None).parse_next(input),
        _ => node_part(input).map(Some),
    }
}

/// `P1-A1` for both ways, `P1->A1` for one.
fn link(input: &mut Input) -> Parsed<Link> {
    if let Some((wrong, expected)) = written_otherwise(input, Along::Link) {
        return fail_at(here(input), wrong, expected);
    }
    let from = node_part(input)?;
    let way = match opt(symbol("->")).parse_next(input)? {
        Some(()) => Way::One,
        None if opt(symbol("-")).parse_next(input)?.is_some() => Way::Both,
        None => return fail_at(here(input), tr!("a link has two ends"), tr!("P1-A1 for both ways or P1->A1 for one")),
    };
    let (start, name) = (here(input), name_here(input));
    let to = node(input)?;
    // A replay of what chance has done may cut a node off from itself, one way.
    match from == to && way == Way::Both {
        true => {
            fail_at(start, say!("{name} stands at both ends", name), tr!("two different nodes, which a link joins"))
        }
        false => Ok(Link { from, to, way }),
    }
}

/// Links up to the end of the line.
pub(super) fn links(input: &mut Input) -> Parsed<Vec<Link>> {
    must_have_no_commas(input)?;
    let mut links = Vec::new();
    while !is_at_end(input) {
        links.push(link(input)?);
    }
    Ok(links)
}

/// Each link has both its ends; where there are commas, the same without them is shown.
fn must_have_no_commas(input: &Input) -> Parsed<()> {
    let line = rest(input).split('#').next().unwrap_or("");
    let Some(comma) = line.find(',') else {
        return Ok(());
    };
    let mut shown = Vec::new();
    let mut start = "";
    for part in line.split([',', ' ', '\t', '\r']).filter(|part| !part.is_empty()) {
        match part.rfind(['-', '>']) {
            Some(dash) => {
                start = &part[..=dash];
                shown.push(part.to_string());
            }
            None => shown.push(format!("{start}{part}")),
        }
    }
    fail_at(
        here(input) + comma,
        tr!("a comma stands in a link"),
        say!("each link by itself: `{links}`", links = shown.join(" ")),
    )
}
