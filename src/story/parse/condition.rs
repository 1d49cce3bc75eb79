//! Conditions: what `expect` and `run until` look at.

use super::lexis::{
    Input, Parsed, fail, fail_at, fail_unknown, here, id, is_at_end, keyword, node, number, role_name, value, word_here,
};
use crate::paxos::{NodeId, Role, Value};
use crate::story::condition::Condition;
use crate::story::problem::{both, either};
use winnow::Parser;
use winnow::combinator::opt;

/// `C and C`, each `C` perhaps with `not` before it.
pub(super) fn condition(input: &mut Input) -> Parsed<Condition> {
    let mut whole = negatable(input)?;
    while opt(keyword("and")).parse_next(input)?.is_some() {
        whole = Condition::And(Box::new(whole), Box::new(negatable(input)?));
    }
    Ok(whole)
}

fn negatable(input: &mut Input) -> Parsed<Condition> {
    match opt(keyword("not")).parse_next(input)? {
        Some(()) => Ok(Condition::Not(Box::new(negatable(input)?))),
        None => simple(input),
    }
}

fn simple(input: &mut Input) -> Parsed<Condition> {
    match word_here(input) {
        "chosen" => {
            keyword("chosen").parse_next(input)?;
            chosen(input).map(Condition::Chosen)
        }
        "in-flight" => {
            keyword("in-flight").parse_next(input)?;
            number(input, "a number of messages").map(Condition::InFlight)
        }
        "ignored" => {
            keyword("ignored").parse_next(input)?;
            number(input, "a number of messages").map(Condition::Ignored)
        }
        "" => fail(input, "a condition such as `chosen cat` or `A1 promised 5`"),
        _ => about_node(input),
    }
}

fn chosen(input: &mut Input) -> Parsed<Vec<Value>> {
    if nothing(input, "a value")? {
        return Ok(Vec::new());
    }
    let mut values = vec![value(input)?];
    while !is_at_end(input) && word_here(input) != "and" {
        values.push(value(input)?);
    }
    Ok(values)
}

const VERBS: [&str; 7] = ["promised", "accepted", "promises", "proposing", "learned", "up", "down"];

fn about_node(input: &mut Input) -> Parsed<Condition> {
    let start = here(input);
    let is_name = |word: &str| input.state.0.borrow().names.find_node(word).is_some();
    if !is_name(word_here(input)) {
        let known = input.state.0.borrow();
        let mut words: Vec<&str> = vec!["chosen", "in-flight", "ignored", "not"];
        words.extend(known.names.nodes.iter().map(String::as_str));
        return fail_unknown(input, "a condition or the name of a node", &words);
    }
    let node = node(input)?;
    let verb = word_here(input);
    let Some(verb) = VERBS.into_iter().find(|&known| known == verb) else {
        return fail_unknown(input, "something that a node may be or have done", &VERBS);
    };
    keyword(verb).parse_next(input)?;
    must_have_role(input, start, node, verb)?;
    match verb {
        "promised" => match nothing(input, "an id")? {
            true => Ok(Condition::Promised(node, None)),
            false => Ok(Condition::Promised(node, Some(id(input)?))),
        },
        "accepted" => match nothing(input, "an id and a value")? {
            true => Ok(Condition::Accepted(node, None)),
            false => Ok(Condition::Accepted(node, Some((id(input)?, value(input)?)))),
        },
        "promises" => number(input, "a number of acceptors").map(|least| Condition::Promises(node, least)),
        "proposing" => value(input).map(|value| Condition::Proposing(node, value)),
        "learned" => match nothing(input, "a value")? {
            true => Ok(Condition::Learned(node, None)),
            false => Ok(Condition::Learned(node, Some(value(input)?))),
        },
        "up" => Ok(Condition::Up(node)),
        _ => Ok(Condition::Down(node)),
    }
}

/// Whether `nothing` stands here; `or` says what could stand here instead.
fn nothing(input: &mut Input, or: &str) -> Parsed<bool> {
    if is_at_end(input) {
        return fail(input, format!("{or}, or nothing"));
    }
    Ok(opt(keyword("nothing")).parse_next(input)?.is_some())
}

/// Only an acceptor can have promised, only a proposer can be proposing, and so on.
fn must_have_role(input: &Input, start: usize, node: NodeId, verb: &str) -> Parsed<()> {
    let fitting: &[Role] = match verb {
        "promised" | "accepted" => &[Role::Acceptor],
        "promises" | "proposing" => &[Role::Proposer],
        "learned" => &[Role::Proposer, Role::Learner],
        _ => return Ok(()),
    };
    let known = input.state.0.borrow();
    let Some(role) = known.head.role(node).filter(|role| !fitting.contains(role)) else {
        return Ok(());
    };
    let names: Vec<&str> = fitting.iter().flat_map(|&role| known.head.named(role)).map(String::as_str).collect();
    let roles: Vec<String> = fitting.iter().map(|&role| format!("{}s", role_name(role))).collect();
    let (roles, name, role) = (both(&roles), known.names.node(node), role_name(role));
    let a = if role.starts_with('a') { "an" } else { "a" };
    fail_at(start, format!("`{verb}` is said of {roles}, and {name} is {a} {role}"), either(&names))
}
