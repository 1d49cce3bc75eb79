//! Conditions: what `expect` and `run until` look at.

use super::fault::{Parsed, fail, fail_at, fail_near, fail_unknown, found};
use super::lexis::{
    Input, an_id, here, id_or, is_at_end, is_id, keyword, next_word, number, slot, value, whole, word_here, words_from,
};
use super::nodes::{is_node, must_have_no_quotes, node};
use super::roles;
use crate::paxos::{NodeId, Role, Slot, Value};
use crate::story::condition::Condition;
use crate::story::language::{say, tr};
use crate::story::problem::{both, either};
use winnow::Parser;
use winnow::combinator::opt;

/// More `not`s in a row say nothing that fewer do not, and would make a condition as deep as its line is long.
const NOTS_MAX: usize = 8;

/// How a joint of conditions is written by those who do not know.
const OTHER_JOINTS: [&str; 4] = ["or", "||", "and", "&&"];

/// What a condition can say of a node.
pub(super) const VERBS: [&str; 11] = [
    "promised",
    "accepted",
    "promises",
    "proposing",
    "learned",
    "up",
    "down",
    "leads",
    "applied",
    "balance",
    "answered",
];
/// So many of them are for single-decree Paxos too.
const SINGLE_VERBS: usize = 7;

/// What is said of the whole system by a word that may also be the name of a node.
pub(super) const OF_ALL: [&str; 5] = ["crashes", "holding", "known", "overtaken", "broken"];
/// Those of them that are said of one decision alone.
const OF_ONE: [&str; 3] = ["holding", "known", "overtaken"];

/// `C and C`, each `C` perhaps with `not` before it, up to the end of the line.
pub(super) fn condition(input: &mut Input) -> Parsed<Condition> {
    let first = negatable(input)?;
    if opt(keyword("and")).parse_next(input)?.is_none() {
        return must_end(input, &first).map(|()| first);
    }
    let mut all = vec![first, negatable(input)?];
    while opt(keyword("and")).parse_next(input)?.is_some() {
        all.push(negatable(input)?);
    }
    must_end(input, &all[all.len() - 1])?;
    Ok(Condition::And(all))
}

/// After a condition comes `and` or the end of the line.
fn must_end(input: &Input, last: &Condition) -> Parsed<()> {
    let word = word_here(input);
    if word.is_empty() {
        return Ok(());
    }
    if word.eq_ignore_ascii_case("or") || word == "||" {
        return fail_at(here(input), tr!("there is no `or` between conditions"), tr!("`and`, or the end of the line"));
    }
    let ends_in_value = matches!(
        last,
        Condition::Accepted(_, _, Some(_))
            | Condition::Learned(_, _, Some(_))
            | Condition::Proposing(_, _, Some(_))
            | Condition::Holding(..)
    );
    let expected = match ends_in_value {
        true => tr!("`and` and another condition, or the end of the line; a value of several words is put in quotes"),
        false => tr!("`and` and another condition, or the end of the line"),
    };
    fail_near(input, expected, &["and"])
}

fn negatable(input: &mut Input) -> Parsed<Condition> {
    let mut nots = 0;
    while word_here(input) == "not" {
        if nots == NOTS_MAX {
            return fail_at(
                here(input),
                say!("more than {most} `not`s stand in a row", most = NOTS_MAX),
                tr!("one `not`, or none"),
            );
        }
        keyword("not").parse_next(input)?;
        nots += 1;
    }
    let simple = simple(input)?;
    Ok((0..nots).fold(simple, |negated, _| Condition::Not(Box::new(negated))))
}

fn simple(input: &mut Input) -> Parsed<Condition> {
    let start = here(input);
    if let Some(word) = word_of_all(input) {
        return of_all(input, word);
    }
    match (word_here(input), next_word(input)) {
        ("chosen", _) => {
            keyword("chosen").parse_next(input)?;
            let slot = slot_first(input, "chosen")?;
            chosen(input).map(|values| Condition::Chosen(slot, values))
        }
        ("in-flight", _) => {
            keyword("in-flight").parse_next(input)?;
            number(input, tr!("a number of messages")).map(Condition::InFlight)
        }
        ("ignored", _) => {
            keyword("ignored").parse_next(input)?;
            number(input, tr!("a number of messages")).map(Condition::Ignored)
        }
        ("", _) => fail(input, tr!("a condition such as `chosen cat` or `A1 promised 5`")),
        ("nothing", "chosen") => fail_at(start, tr!("`nothing` stands before `chosen`"), tr!("`chosen nothing`")),
        ("in", "flight") => fail_at(start, tr!("`in flight` is one word"), tr!("`in-flight` and a number of messages")),
        _ => about_node(input),
    }
}

/// A word with which something is said of the whole system begins here, unless a node is called so.
fn word_of_all(input: &Input) -> Option<&'static str> {
    let word = word_here(input);
    OF_ALL.into_iter().find(|&known| known == word && !is_node(input, word))
}

/// What is said of the whole system.
fn of_all(input: &mut Input, word: &'static str) -> Parsed<Condition> {
    let start = here(input);
    keyword(word).parse_next(input)?;
    if OF_ONE.contains(&word) && input.state.known.borrow().head.is_replicated() {
        let wrong = say!("`{word}` is said of one decision, and this scene has a log", word);
        return fail_at(start, wrong, tr!("a condition of one slot, such as `chosen 1 cmp` or `R1 learned 1 cmp`"));
    }
    match word {
        "crashes" => number(input, tr!("a number of crashes")).map(Condition::Crashes),
        "holding" => {
            let least = number(input, tr!("a number of acceptors and a value, such as 2 cat"))?;
            one_value(input).map(|value| Condition::Holding(least, value))
        }
        "known" => {
            if opt(keyword("to")).parse_next(input)?.is_none() {
                return fail(input, tr!("`to` and a number of nodes, such as `known to 0`"));
            }
            number(input, tr!("a number of nodes")).map(Condition::Known)
        }
        "overtaken" => number(input, tr!("a number of ids")).map(Condition::Overtaken),
        _ => Ok(Condition::Broken),
    }
}

/// The values of `chosen`: none for `nothing`.
fn chosen(input: &mut Input) -> Parsed<Vec<Value>> {
    if nothing(input, tr!("a value, or nothing"))? {
        return Ok(Vec::new());
    }
    let mut values = vec![one_value(input)?];
    while !is_at_end(input) && word_here(input) != "and" {
        must_be_another_value(input)?;
        values.push(one_value(input)?);
    }
    Ok(values)
}

/// Among values, a word that joins conditions, or begins one, is a slip unless it is quoted.
fn must_be_another_value(input: &Input) -> Parsed<()> {
    let word = word_here(input);
    let expected = tr!("`and` between conditions, or values with spaces between them");
    if word.eq_ignore_ascii_case("or") || word == "||" {
        return fail_at(here(input), tr!("there is no `or` in conditions"), expected);
    }
    match word == "chosen" || is_joint(word) {
        true => fail_near(input, expected, &["and"]),
        false => Ok(()),
    }
}

fn one_value(input: &mut Input) -> Parsed<Value> {
    must_have_no_comma(input)?;
    value(input)
}

/// A comma after a word, and another word after that, is an `and` or a space that is missing.
fn must_have_no_comma(input: &Input) -> Parsed<()> {
    let word = word_here(input);
    let is_last = next_word(input).is_empty();
    match word.strip_suffix(',').filter(|word| !is_last && !word.starts_with('"')) {
        Some(word) => {
            let expected = tr!("`and` between conditions, or values with spaces between them");
            fail_at(here(input) + word.len(), tr!("a comma stands here"), expected)
        }
        None => Ok(()),
    }
}

fn about_node(input: &mut Input) -> Parsed<Condition> {
    let (start, name) = (here(input), word_here(input));
    must_have_no_quotes(input, |name| is_node(input, name))?;
    if !is_node(input, name) {
        let known = input.state.known.borrow();
        let names = known.names.nodes.iter().map(String::as_str);
        let words = ["chosen", "in-flight", "ignored", "not"].into_iter().chain(OF_ALL);
        let words: Vec<&str> = words.chain(names).collect();
        return fail_unknown(input, tr!("a condition or the name of a node"), &words);
    }
    let node = node(input)?;
    must_have_no_comma(input)?;
    let verb = verb(input, name)?;
    keyword(verb).parse_next(input)?;
    must_have_role(input, start, node, verb)?;
    must_have_no_comma(input)?;
    match verb {
        "promised" => match nothing(input, tr!("an id, or nothing"))? {
            true => Ok(Condition::Promised(node, None)),
            false => {
                let expected = say!("{id}, or nothing", id = an_id(input));
                Ok(Condition::Promised(node, Some(id_or(input, &expected, &["nothing"])?)))
            }
        },
        "accepted" => {
            let slot = slot_first(input, &format!("{name} accepted"))?;
            match nothing(input, tr!("an id and a value, such as 5 cat, or nothing"))? {
                true => Ok(Condition::Accepted(node, slot, None)),
                false => {
                    let id = id_or(input, tr!("an id and a value, such as 5 cat, or nothing"), &["nothing"])?;
                    Ok(Condition::Accepted(node, slot, Some((id, one_value(input)?))))
                }
            }
        }
        "leads" => match nothing(input, tr!("an id, or nothing"))? {
            true => Ok(Condition::Leads(node, None)),
            false => {
                let expected = say!("{id}, or nothing", id = an_id(input));
                Ok(Condition::Leads(node, Some(id_or(input, &expected, &["nothing"])?)))
            }
        },
        "applied" => match nothing(input, tr!("a slot, or nothing"))? {
            true => Ok(Condition::Applied(node, Slot::ONLY)),
            false => slot(input).map(|slot| Condition::Applied(node, slot)),
        },
        "balance" => amount(input).map(|amount| Condition::Balance(node, amount)),
        "answered" => one_value(input).map(|value| Condition::Answered(node, value)),
        "promises" => number(input, tr!("a number of acceptors")).map(|least| Condition::Promises(node, least)),
        "proposing" | "learned" => {
            let slot = slot_first(input, &format!("{name} {verb}"))?;
            must_have_no_id(input, name, verb)?;
            let value = value_or_nothing(input)?;
            Ok(match verb {
                "learned" => Condition::Learned(node, slot, value),
                _ => Condition::Proposing(node, slot, value),
            })
        }
        "up" => Ok(Condition::Up(node)),
        _ => Ok(Condition::Down(node)),
    }
}

/// In a scene with a log the slot stands first, right after these words.
fn slot_first(input: &mut Input, after: &str) -> Parsed<Slot> {
    if !input.state.known.borrow().head.is_replicated() {
        return Ok(Slot::ONLY);
    }
    if whole(word_here(input)).is_some() {
        return slot(input);
    }
    let rest = this_condition(input).join(" ");
    let rest = if rest.is_empty() { "nothing" } else { &rest };
    let wrong = say!("{found}, and in a log the slot stands first", found = found(input));
    fail_at(here(input), wrong, say!("a slot from 1, such as `{after} 1 {rest}`", after, rest))
}

fn amount(input: &mut Input) -> Parsed<i64> {
    number(input, tr!("an amount")).map(i64::from)
}

/// The verb that stands here after the name of a node, not yet read.
fn verb(input: &Input, name: &str) -> Parsed<&'static str> {
    let (start, word, next) = (here(input), word_here(input), next_word(input));
    let is_replicated = input.state.known.borrow().head.is_replicated();
    let known = if is_replicated { &VERBS[..] } else { &VERBS[..SINGLE_VERBS] };
    if let Some(&verb) = known.iter().find(|&&known| known == word) {
        return Ok(verb);
    }
    if VERBS.contains(&word) {
        let wrong = say!("`{word}` is said of a log, and this scene has no replicas", word);
        return fail_at(start, wrong, either(known));
    }
    match word {
        "crashed" | "dead" | "failed" => fail_at(start, found(input), format!("`{name} down`")),
        "alive" | "running" | "restarted" => fail_at(start, found(input), format!("`{name} up`")),
        "proposes" | "proposed" | "propose" => {
            let value = value_after_id(input, 1).unwrap_or_else(|| this_condition(input)[1..].join(" "));
            fail_at(start, found(input), format!("`{}`", format!("{name} proposing {value}").trim_end()))
        }
        "ignored" | "in-flight" | "chosen" => {
            let alone = this_condition(input).join(" ");
            fail_at(start, say!("`{word}` stands without a node", word), format!("`{alone}`"))
        }
        "not" => fail_at(start, tr!("`not` stands before the whole condition"), format!("`not {name} {next}`")),
        "is" | "has" | "was" => {
            let rest: Vec<&str> = words_from(input).skip(1).collect();
            fail_at(start, say!("`{word}` is left out", word), format!("`{name} {}`", rest.join(" ")))
        }
        _ => fail_unknown(input, tr!("something that a node may be or have done"), known),
    }
}

/// A value alone stands after these verbs; the id of `accepted 5 cat` has no place here.
fn must_have_no_id(input: &Input, name: &str, verb: &str) -> Parsed<()> {
    match value_after_id(input, 0) {
        Some(value) => {
            let wrong = say!("{found}, and `{verb}` takes a value alone, without an id", found = found(input), verb);
            fail_at(here(input), wrong, format!("`{name} {verb} {value}`"))
        }
        None => Ok(()),
    }
}

/// The words of this condition from the one after an id on, if an id and a value stand behind so many words.
fn value_after_id(input: &Input, skipped: usize) -> Option<String> {
    let words: Vec<&str> = this_condition(input).into_iter().skip(skipped).collect();
    match words.split_first() {
        Some((id, [first, ..])) if is_id(input, id) && !begins_another(input, first) => Some(words[1..].join(" ")),
        _ => None,
    }
}

/// Whether a word joins conditions, or begins one or a comment.
fn begins_another(input: &Input, word: &str) -> bool {
    is_joint(word) || matches!(word, "not" | "chosen") || word.starts_with("//") || is_node(input, word)
}

/// The words up to an `and`.
fn this_condition<'i>(input: &Input<'i>) -> Vec<&'i str> {
    words_from(input).take_while(|&word| word != "and").collect()
}

fn is_joint(word: &str) -> bool {
    OTHER_JOINTS.iter().any(|joint| word.eq_ignore_ascii_case(joint))
}

fn value_or_nothing(input: &mut Input) -> Parsed<Option<Value>> {
    match nothing(input, tr!("a value, or nothing"))? {
        true => Ok(None),
        false => one_value(input).map(Some),
    }
}

/// Whether `nothing` stands here; `expected` says what could stand here, that with it.
fn nothing(input: &mut Input, expected: &str) -> Parsed<bool> {
    if is_at_end(input) {
        return fail(input, expected);
    }
    Ok(opt(keyword("nothing")).parse_next(input)?.is_some())
}

/// Only an acceptor can have promised, only a proposer can be proposing, and so on.
fn must_have_role(input: &Input, start: usize, node: NodeId, verb: &str) -> Parsed<()> {
    let fitting: &[Role] = match verb {
        "promised" | "accepted" => &[Role::Acceptor, Role::Replica],
        "promises" | "proposing" => &[Role::Proposer, Role::Replica],
        "learned" => &[Role::Proposer, Role::Learner, Role::Replica],
        "leads" | "applied" | "balance" => &[Role::Replica],
        "answered" => &[Role::Client],
        _ => return Ok(()),
    };
    let known = input.state.known.borrow();
    let Some(role) = known.head.role(node).filter(|role| !fitting.contains(role)) else {
        return Ok(());
    };
    let has_its_place =
        |role: &&Role| **role == Role::Client || known.head.is_replicated() == (**role == Role::Replica);
    let fitting: Vec<Role> = fitting.iter().filter(has_its_place).copied().collect();
    let names: Vec<&str> = fitting.iter().flat_map(|&role| known.head.named(role)).map(String::as_str).collect();
    let roles: Vec<&str> = fitting.iter().map(|&role| roles::of_whom(role)).collect();
    let (roles, name, role) = (both(&roles), known.names.node(node), roles::one(role));
    fail_at(start, say!("`{verb}` is said of {roles}, and {name} is {role}", verb, roles, name, role), either(&names))
}
