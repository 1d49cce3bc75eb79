//! The statements of the body.

use super::condition::condition;
use super::header::{self, later_change};
use super::lexis::{
    Input, Parsed, fail, fail_at, fail_unknown, here, id, is_at_end, keyword, last_text, milliseconds, node_with,
    nodes, number, value, word_here,
};
use super::selector::{After, is_network_delay, links, selector};
use crate::paxos::{NodeSet, Role};
use crate::sim::Treatment;
use crate::story::script::{Run, Statement, Which};
use winnow::Parser;
use winnow::combinator::opt;

pub(super) const STATEMENTS: [&str; 19] = [
    "slide",
    "say",
    "propose",
    "request",
    "timeout",
    "crash",
    "restart",
    "cut",
    "heal",
    "partition",
    "drop",
    "hold",
    "release",
    "duplicate",
    "delay",
    "deliver",
    "set",
    "run",
    "expect",
];

/// One statement of the body.
pub(super) fn statement(input: &mut Input) -> Parsed<Statement> {
    let start = here(input);
    let word = word_here(input);
    let is_act = word == "delay" && !is_network_delay(input)?;
    if header::is_header_word(word) && !is_act {
        let expected = match header::CHANGES.contains(&word) {
            true => format!("it above the first slide, or `set {word} …` here"),
            false => "it above the first slide".to_string(),
        };
        return fail_at(start, format!("`{word}` belongs to the header"), expected);
    }
    let Some(word) = STATEMENTS.into_iter().find(|&known| known == word) else {
        return fail_unknown(input, "a statement", &STATEMENTS);
    };
    keyword(word).parse_next(input)?;
    match word {
        "slide" => last_text(input, "the title of the slide").map(Statement::Slide),
        "say" => last_text(input, "a paragraph of narration in quotes").map(Statement::Say),
        "propose" => propose(input),
        "request" => request(input),
        "timeout" => node_with(input, Role::Proposer).map(Statement::Timeout),
        "crash" => nodes(input).map(Statement::Crash),
        "restart" => nodes(input).map(Statement::Restart),
        "cut" if is_at_end(input) => fail(input, "a link such as P1-A1 or P1->A1"),
        "cut" => links(input).map(Statement::Cut),
        "heal" => links(input).map(Statement::Heal),
        "partition" => partition(input),
        "drop" => treat(input, Treatment::Drop, Statement::Drop),
        "hold" => treat(input, Treatment::Hold, Statement::Hold),
        "duplicate" => treat(input, Treatment::Duplicate, Statement::Duplicate),
        "release" => selector(input, After::Nothing).map(Statement::Release),
        "delay" => {
            let messages = selector(input, After::Milliseconds)?;
            let by = milliseconds(input, "by how many milliseconds it comes later")?;
            Ok(Statement::Delay(messages, by))
        }
        "deliver" => selector(input, After::Nothing).map(Statement::Deliver),
        "set" => later_change(input).map(Statement::Set),
        "run" => run(input).map(Statement::Run),
        _ => condition(input).map(Statement::Expect),
    }
}

fn propose(input: &mut Input) -> Parsed<Statement> {
    let node = node_with(input, Role::Proposer)?;
    let value = value(input)?;
    let id = match opt(keyword("id")).parse_next(input)? {
        Some(()) => Some(id(input)?),
        None if is_at_end(input) => None,
        None => return fail(input, "`id` and an id, or the end of the line"),
    };
    Ok(Statement::Propose { node, value, id })
}

fn request(input: &mut Input) -> Parsed<Statement> {
    let client = node_with(input, Role::Client)?;
    let to = node_with(input, Role::Proposer)?;
    let value = value(input)?;
    Ok(Statement::Request { client, to, value })
}

fn partition(input: &mut Input) -> Parsed<Statement> {
    let start = here(input);
    let one: NodeSet = nodes(input)?.into_iter().collect();
    if opt(keyword("|")).parse_next(input)?.is_none() {
        return fail(input, "a bar | and the nodes of the other side");
    }
    let other: NodeSet = nodes(input)?.into_iter().collect();
    match one.intersection(other).iter().next() {
        None => Ok(Statement::Partition(one, other)),
        Some(node) => {
            let name = input.state.0.borrow().names.node(node).to_string();
            fail_at(start, format!("{name} stands on both sides"), "each node on one side at most")
        }
    }
}

fn treat(
    input: &mut Input,
    treatment: Treatment,
    now: impl Fn(crate::story::script::Selector) -> Statement,
) -> Parsed<Statement> {
    if opt(keyword("next")).parse_next(input)?.is_none() {
        return selector(input, After::Nothing).map(now);
    }
    let start = here(input);
    let messages = selector(input, After::Nothing)?;
    match messages.which {
        Which::Nth(2..) => fail_at(start, "`next` is always the first to be sent", "the kind of a message here"),
        Which::All | Which::Nth(_) => Ok(Statement::Next(treatment, messages)),
    }
}

fn run(input: &mut Input) -> Parsed<Run> {
    match word_here(input) {
        "idle" => keyword("idle").value(Run::Idle).parse_next(input),
        "until" => {
            keyword("until").parse_next(input)?;
            condition(input).map(Run::Until)
        }
        "steps" => {
            keyword("steps").parse_next(input)?;
            number(input, "a number of steps").map(Run::Steps)
        }
        _ => number(input, "a number of milliseconds, idle, until or steps").map(Run::For),
    }
}
