//! Conditions: what `expect` and `run until` look at.

use super::lexis::{
    Input, Parsed, fail, fail_at, fail_unknown, here, id, is_at_end, keyword, node, number, value, word_here,
};
use crate::paxos::{NodeId, Role, Value};
use crate::story::condition::Condition;
use crate::story::problem::either;
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
            number(input, "how many messages").map(Condition::InFlight)
        }
        "ignored" => {
            keyword("ignored").parse_next(input)?;
            number(input, "how many messages").map(Condition::Ignored)
        }
        "" => fail(input, "a condition such as `chosen cat` or `A1 promised 5`"),
        _ => about_node(input),
    }
}

fn chosen(input: &mut Input) -> Parsed<Vec<Value>> {
    if opt(keyword("nothing")).parse_next(input)?.is_some() {
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
        "promised" => match nothing(input)? {
            true => Ok(Condition::Promised(node, None)),
            false => Ok(Condition::Promised(node, Some(id(input)?))),
        },
        "accepted" => match nothing(input)? {
            true => Ok(Condition::Accepted(node, None)),
            false => Ok(Condition::Accepted(node, Some((id(input)?, value(input)?)))),
        },
        "promises" => number(input, "how many acceptors").map(|least| Condition::Promises(node, least)),
        "proposing" => value(input).map(|value| Condition::Proposing(node, value)),
        "learned" => match nothing(input)? {
            true => Ok(Condition::Learned(node, None)),
            false => Ok(Condition::Learned(node, Some(value(input)?))),
        },
        "up" => Ok(Condition::Up(node)),
        _ => Ok(Condition::Down(node)),
    }
}

fn nothing(input: &mut Input) -> Parsed<bool> {
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
    if known.head.role(node).is_some_and(|role| fitting.contains(&role)) {
        return Ok(());
    }
    let names: Vec<&str> = fitting.iter().flat_map(|&role| known.head.named(role)).map(String::as_str).collect();
    let wrong = format!("{} never has `{verb}`, which is not of its role", known.names.node(node));
    fail_at(start, wrong, either(&names))
}
