//! The header: what a scene is called, who there is, and the settings of the run.

use super::condition::condition;
use super::fault::{Parsed, fail, fail_at, fail_near, spot};
use super::head::{Head, Occasion};
use super::lexis::{Input, here, is_at_end, keyword, last_text, number, one_of, text, whole, word_here};
use super::nodes::new_nodes;
use super::selector::is_ordinal;
use super::setting::{SETTINGS, network, setting};
use crate::paxos::{Numbering, Role};
use crate::sim::Delivery;
use crate::story::language::{say, tr};
use crate::story::script::{Model, Place};
use std::cell::RefMut;
use winnow::Parser;
use winnow::combinator::opt;

/// Words that begin a statement of the header.
pub(super) const WORDS: [&str; 32] = [
    "title",
    "about",
    "source",
    "twin",
    "place",
    "show",
    "objective",
    "goal",
    "within",
    "proposers",
    "acceptors",
    "learners",
    "clients",
    "replicas",
    "members",
    "model",
    "people",
    "ids",
    "quorum",
    "network",
    "delay",
    "loss",
    "duplication",
    "retry",
    "nacks",
    "seed",
    "rule",
    "heartbeat",
    "election",
    "commands",
    "window",
    "log",
];
/// The words that `show` knows.
const SHOWN: [&str; 15] = [
    "stage",
    "arrivals",
    "time",
    "board",
    "log",
    "state",
    "rules",
    "flags",
    "invariants",
    "quorums",
    "plot",
    "card",
    "costs",
    "noids",
    "possible",
];

/// Whether this line of the header is read after all others, for it means nodes, wherever they are declared.
pub(super) fn is_read_last(line: &str) -> bool {
    matches!(line.split_whitespace().next(), Some("log" | "members" | "goal"))
}

/// Whether this line, which stands before the first slide, belongs to the header.
pub(super) fn is_header(line: &str) -> bool {
    let mut words = line.split_whitespace();
    match (words.next(), words.next()) {
        (Some("delay"), Some(next)) => is_network_delay(next),
        (Some("heartbeat"), Some(next)) => is_setting_of_heartbeat(next),
        (Some(word), _) => is_header_word(word),
        (None, _) => false,
    }
}

/// Whether a `delay` with this word after it sets the delay of the network, as `delay 500` does; `delay
/// PREPARE 500` and `delay 2nd PREPARE 500` are about messages.
pub(super) fn is_network_delay(next: &str) -> bool {
    !next.starts_with(|c: char| c.is_ascii_alphabetic()) && !is_ordinal(next)
}

/// Whether a `heartbeat` with this word after it sets how often a leader is heard; `heartbeat R1` is an act.
pub(super) fn is_setting_of_heartbeat(next: &str) -> bool {
    next == "off" || !next.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// Whether a statement of the header begins with this word.
pub(super) fn is_header_word(word: &str) -> bool {
    WORDS.contains(&word)
}

pub(super) fn head<'a>(input: &'a Input) -> RefMut<'a, Head> {
    RefMut::map(input.state.known.borrow_mut(), |known| &mut known.head)
}

/// Notes what a statement begins with, unless it contradicts an earlier one.
pub(super) fn say(input: &Input, start: usize, said: &str, occasion: Occasion) -> Parsed<()> {
    let noted = head(input).say(said, spot(input, start), occasion);
    noted.or_else(|(wrong, expected)| fail_at(start, wrong, expected))
}

/// One statement of the header, which is entered into what is known.
pub(super) fn entry(input: &mut Input) -> Parsed<()> {
    let start = here(input);
    let word = word_here(input);
    if SETTINGS.contains(&word) && word != "network" {
        let change = setting(input, Occasion::Header)?;
        head(input).changes.push(change);
        return Ok(());
    }
    let Some(word) = WORDS.into_iter().find(|&known| known == word) else {
        return fail(input, tr!("a statement of the header"));
    };
    keyword(word).parse_next(input)?;
    if word == "log" {
        return super::log::entry(input, start);
    }
    say(input, start, word, Occasion::Header)?;
    match word {
        "title" | "about" | "source" | "twin" | "place" | "show" | "objective" | "goal" | "within" => {
            told(input, start, word)?;
        }
        "proposers" => new_nodes(input, Some(Role::Proposer))?,
        "acceptors" => new_nodes(input, Some(Role::Acceptor))?,
        "learners" => new_nodes(input, Some(Role::Learner))?,
        "clients" => new_nodes(input, Some(Role::Client))?,
        "replicas" => new_nodes(input, Some(Role::Replica))?,
        "members" => {
            let members = super::log::members(input)?;
            head(input).members = Some(members);
        }
        "people" => new_nodes(input, None)?,
        "model" => {
            let models = [("paxos", Model::Paxos), ("poll", Model::Poll)];
            let model = one_of(input, tr!("a model"), models.into_iter())?;
            head(input).model = model;
        }
        "ids" => {
            let kinds = [("slotted", Numbering::Slotted), ("rounds", Numbering::Rounds)];
            let numbering = one_of(input, tr!("a way to number"), kinds.into_iter())?;
            input.state.known.borrow_mut().names.numbering = numbering;
        }
        _ => {
            let delivery = network(input)?;
            head(input).manual = delivery == Delivery::Manual;
        }
    }
    Ok(())
}

/// What is told of the scene, and asked of its readers.
fn told(input: &mut Input, start: usize, word: &str) -> Parsed<()> {
    match word {
        "title" => {
            let title = last_text(input, tr!("the title of the scene"))?;
            head(input).title = Some(title);
        }
        "about" => {
            let about = last_text(input, tr!("a sentence on what the scene shows"))?;
            head(input).about = Some(about);
        }
        "source" => {
            let source = last_text(input, tr!("where the papers say so"))?;
            head(input).source = Some(source);
        }
        "twin" => {
            let twin = last_text(input, tr!("the id of a scene"))?;
            head(input).twin = Some(twin);
        }
        "place" => {
            let place = place(input)?;
            head(input).place = Some(place);
        }
        "show" => {
            let shown = show(input)?;
            head(input).show = shown;
        }
        "objective" => {
            let objective = last_text(input, tr!("what the reader is to reach, in a sentence"))?;
            head(input).objective = Some(objective);
        }
        "goal" if head(input).model == Model::Poll => {
            return fail_at(
                start,
                tr!("`goal` is not for a poll"),
                tr!("a scene of Paxos, with acceptors or replicas"),
            );
        }
        "goal" => {
            let goal = condition(input)?;
            head(input).goal = Some(goal);
        }
        _ => {
            let within = within(input)?;
            head(input).within = Some(within);
        }
    }
    Ok(())
}

/// `8 acts`, or `1 act`.
#[inline(never)]
fn within(input: &mut Input) -> Parsed<u32> {
    let start = here(input);
    let most = number(input, tr!("a number of acts, such as 8 acts"))?;
    let acts = if most == 1 { "act" } else { "acts" };
    if most == 0 {
        return fail_at(start, tr!("nothing can be reached within 0 acts"), tr!("at least 1"));
    }
    match opt(keyword(acts)).parse_next(input)? {
        Some(()) => Ok(most),
        None => fail_near(input, &say!("`{acts}`, as in `within {most} {acts}`", acts, most), &[acts]),
    }
}

fn place(input: &mut Input) -> Parsed<Place> {
    let word = word_here(input);
    let from_1 = |part: &str| whole(part).and_then(|part| u8::try_from(part).ok()).filter(|&part| 0 < part);
    let parts = word.split_once('.').and_then(|(chapter, number)| Some((from_1(chapter)?, from_1(number)?)));
    match parts {
        Some((chapter, number)) => {
            text(input, tr!("a chapter and a place in it, such as 3.2"))?;
            Ok(Place { chapter, number })
        }
        None => fail(input, tr!("a chapter and a place in it, such as 3.2")),
    }
}

fn show(input: &mut Input) -> Parsed<Vec<String>> {
    let words = SHOWN.into_iter().map(|word| (word, word));
    let mut shown = vec![one_of(input, tr!("something to show"), words.clone())?.to_string()];
    while !is_at_end(input) {
        shown.push(one_of(input, tr!("something to show"), words.clone())?.to_string());
    }
    Ok(shown)
}
