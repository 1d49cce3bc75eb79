//! The statements of the body.

use super::ask::question;
use super::condition::condition;
use super::fault::{Parsed, echo, fail, fail_at, fail_near};
use super::header::{self, is_network_delay, is_setting_of_heartbeat};
use super::lexis::{
    Input, here, id, is_at_end, is_id, keyword, last_text, milliseconds, next_word, number, rest, time, value, whole,
    word_here, words_from,
};
use super::log::command;
use super::moving::moved;
use super::nodes::{is_node, line_of, name_here, node_with, nodes, nodes_beside};
use super::poll;
use super::selector::{After, selector};
use super::setting::{SETTINGS, later_setting};
use super::slip::{Part, no_statement};
use super::way::links;
use crate::paxos::{NodeId, NodeSet, Role, Value};
use crate::sim::Treatment;
use crate::story::language::{say, tr};
use crate::story::script::{Model, Run, Selector, Statement, Which};
use winnow::Parser;
use winnow::combinator::opt;

/// Words that begin a statement of the body.
pub(super) const STATEMENTS: [&str; 23] = [
    "slide",
    "say",
    "solution",
    "propose",
    "request",
    "timeout",
    "heartbeat",
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
    "move",
    "set",
    "run",
    "expect",
    "ask",
];

/// One statement of the body.
pub(super) fn statement(input: &mut Input) -> Parsed<Statement> {
    if input.state.known.borrow().head.model == Model::Poll {
        return poll::statement(input);
    }
    let word = known_word(input)?;
    keyword(word).parse_next(input)?;
    match word {
        "slide" => last_text(input, tr!("the title of the slide")).map(Statement::Slide),
        "say" => last_text(input, tr!("a paragraph of narration in quotes")).map(Statement::Say),
        "solution" => Ok(Statement::Solution),
        "propose" => propose(input),
        "request" => request(input),
        "timeout" => timeout(input).map(Statement::Timeout),
        "heartbeat" => node_with(input, Role::Replica).map(Statement::Heartbeat),
        "crash" => nodes(input).map(Statement::Crash),
        "restart" => nodes(input).map(Statement::Restart),
        "cut" if is_at_end(input) => fail(input, tr!("a link such as P1-A1 or P1->A1")),
        "cut" => links(input).map(Statement::Cut),
        "heal" if !is_at_end(input) && !is_node(input, name_here(input)) => {
            fail(input, tr!("links such as P1-A1, or the end of the line: `heal` alone lifts every cut and partition"))
        }
        "heal" => links(input).map(Statement::Heal),
        "partition" => partition(input),
        "drop" => treat(input, Treatment::Drop, Statement::Drop),
        "hold" => treat(input, Treatment::Hold, Statement::Hold),
        "duplicate" => treat(input, Treatment::Duplicate, Statement::Duplicate),
        "release" => selector(input, After::Nothing).map(Statement::Release),
        "delay" => {
            let messages = selector(input, After::Milliseconds)?;
            let by = milliseconds(input, tr!("by how many milliseconds it comes later, such as 500"))?;
            Ok(Statement::Delay(messages, by))
        }
        "deliver" => selector(input, After::Nothing).map(Statement::Deliver),
        "move" => moved(input),
        "set" => later_setting(input).map(Statement::Set),
        "run" => run(input).map(Statement::Run),
        "ask" => question(input).map(Statement::Ask),
        _ => condition(input).map(Statement::Expect),
    }
}

/// The word that begins the statement, if it begins one in this scene; it is not yet read.
#[inline(never)]
fn known_word(input: &Input) -> Parsed<&'static str> {
    let (start, word, next) = (here(input), word_here(input), next_word(input));
    let is_act = match word {
        "delay" => next.is_empty() || !is_network_delay(next),
        "heartbeat" => is_node(input, next) || !is_setting_of_heartbeat(next),
        _ => false,
    };
    if header::is_header_word(word) && !is_act {
        let expected = match SETTINGS.contains(&word) {
            true => say!("it above the first slide, or `set {word} …` here", word),
            false => tr!("it above the first slide").to_string(),
        };
        return fail_at(start, say!("`{word}` belongs to the header", word), expected);
    }
    let known = input.state.known.borrow();
    let Some(word) = STATEMENTS.into_iter().find(|&known| known == word) else {
        let (wrong, expected) = no_statement(word, next, &known.names, Part::Body);
        return fail_at(start, wrong, expected);
    };
    let has_acceptors = !known.head.named(Role::Acceptor).is_empty() || known.head.is_replicated();
    if matches!(word, "propose" | "request" | "timeout") && !has_acceptors {
        let wrong = say!("`{word}` needs acceptors, and this scene has none", word);
        return fail_at(start, wrong, line_of(Role::Acceptor));
    }
    Ok(word)
}

#[inline(never)]
fn propose(input: &mut Input) -> Parsed<Statement> {
    must_be_of_one_decision(input)?;
    must_have_no_sign(input)?;
    let node = node_with(input, Role::Proposer)?;
    must_have_no_sign(input)?;
    // `propose P1 id` is for a value that is called id, as is `propose P1 id id 5`.
    if word_here(input) == "id" && !matches!(next_word(input), "" | "id") {
        return fail_at(here(input), tr!("no value stands before `id`"), tr!("a value such as cat before it"));
    }
    let value = value(input)?;
    let id = match opt(keyword("id")).parse_next(input)? {
        Some(()) => {
            must_be_an_id_alone(input)?;
            Some(id(input)?)
        }
        None => {
            must_be_an_id_alone(input)?;
            must_be_one_word(input, value)?;
            None
        }
    };
    Ok(Statement::Propose { node, value, id })
}

/// Replicas propose what clients ask for; what was to be proposed is shown as that.
fn must_be_of_one_decision(input: &Input) -> Parsed<()> {
    let known = input.state.known.borrow();
    if !known.head.is_replicated() {
        return Ok(());
    }
    let wrong = tr!("`propose` is for one decision, and replicas propose what clients ask for");
    let Some(client) = known.head.named(Role::Client).first() else {
        let expected = tr!("a line such as `clients C1` in the header, and `request C1 R1 cat` here");
        return fail_at(here(input), wrong, expected);
    };
    let mut words = words_from(input).take_while(|&word| word != "id");
    let replica = words.next().unwrap_or("R1");
    let value: Vec<&str> = words.collect();
    let value = if value.is_empty() { "cat".to_string() } else { value.join(" ") };
    fail_at(here(input), wrong, format!("`request {client} {replica} {value}`"))
}

/// A proposer, a replica, or a client of replicas.
#[inline(never)]
fn timeout(input: &mut Input) -> Parsed<NodeId> {
    let is_client = {
        let known = input.state.known.borrow();
        let named = known.names.find_node(word_here(input));
        known.head.is_replicated() && named.is_some_and(|named| known.head.role(named) == Some(Role::Client))
    };
    node_with(input, if is_client { Role::Client } else { Role::Proposer })
}

#[inline(never)]
fn request(input: &mut Input) -> Parsed<Statement> {
    let client = node_with(input, Role::Client)?;
    must_have_no_sign(input)?;
    let to = node_with(input, Role::Proposer)?;
    must_have_no_sign(input)?;
    let value = command(input)?;
    must_be_one_word(input, value)?;
    Ok(Statement::Request { client, to, value })
}

/// No sign of equality, and no colon, stands between a node and its value: `P1 = cat`, `P1=cat`.
fn must_have_no_sign(input: &Input) -> Parsed<()> {
    let (word, begun) = (word_here(input), input.state.line[..here(input)].trim());
    let mut after = words_from(input).skip(1).peekable();
    let shown = match word.split_once(['=', ':']) {
        Some(("", "" | "=")) if after.peek().is_some_and(|&next| next != "id") => begun.to_string(),
        Some((name, value)) if is_node(input, name) => format!("{begun} {name} {value}"),
        _ => return Ok(()),
    };
    let meant = after.fold(shown, |meant, word| format!("{meant} {word}"));
    fail_at(here(input), tr!("no sign stands between a node and its value"), format!("`{meant}`"))
}

/// `id=5` or `id5` where `id 5` is meant, or `= 5` after the word.
fn must_be_an_id_alone(input: &Input) -> Parsed<()> {
    let signs = ['=', ':'];
    let written: String = words_from(input).take(2).collect();
    let number = written.strip_prefix("id").unwrap_or(&written).trim_start_matches(signs);
    let is_odd = word_here(input).starts_with("id") || word_here(input).starts_with(signs);
    match is_odd && is_id(input, number) {
        true => fail_at(
            here(input),
            tr!("the word id and the number stand with a space between them"),
            format!("`id {number}`"),
        ),
        false => Ok(()),
    }
}

/// After a value the line ends: other words may be meant for the value, an id, or the next line.
pub(super) fn must_be_one_word(input: &Input, value: Value) -> Parsed<()> {
    let word = word_here(input);
    if word.is_empty() {
        return Ok(());
    }
    if STATEMENTS.contains(&word) {
        return fail(input, tr!("the end of the line; each statement has a line of its own"));
    }
    let known = input.state.known.borrow();
    let more = words_from(input).take_while(|&word| word != "id");
    let whole_value: Vec<&str> = [known.names.value(value)].into_iter().chain(more).collect();
    let value = whole_value.join(" ");
    let expected = match whole(word) {
        Some(id) => say!(
            "`id {id}` for an id, or the end of the line; a value of several words is put in quotes: \"{value}\"",
            id,
            value
        ),
        None => say!("the end of the line; a value of several words is put in quotes: \"{value}\"", value),
    };
    fail(input, expected)
}

/// What people put where the bar should be, longer ones first.
const OTHER_BARS: [&str; 9] = ["||", ",", ";", "/", " - ", " : ", " vs ", " and ", " from "];

/// Another sign that stands where the bar should is shown as one; where there are several, there is no saying which.
fn must_have_a_bar(input: &Input) -> Parsed<()> {
    let sides = rest(input).split('#').next().unwrap_or("");
    let Some((at, bar)) = OTHER_BARS.into_iter().find_map(|bar| Some((sides.find(bar)?, bar))) else {
        return Ok(());
    };
    if sides.contains('|') && bar != "||" {
        return Ok(());
    }
    let words = |side: &str| side.split_ascii_whitespace().collect::<Vec<&str>>().join(" ");
    let at = here(input) + at + bar.len() - bar.trim_start().len();
    let wrong = if bar == "," {
        tr!("a comma stands here").to_string()
    } else {
        say!("{word} stands here", word = echo(bar.trim()))
    };
    match sides.split(bar).map(words).collect::<Vec<String>>().as_slice() {
        [one, other] if !one.is_empty() && !other.is_empty() => {
            fail_at(at, wrong, say!("a bar between the two sides: `{one} | {other}`", one, other))
        }
        _ => fail_at(at, wrong, tr!("names with spaces between them, and a bar between the two sides")),
    }
}

#[inline(never)]
fn partition(input: &mut Input) -> Parsed<Statement> {
    must_have_a_bar(input)?;
    let one = nodes(input)?;
    if opt(keyword("|")).parse_next(input)?.is_none() {
        return fail(input, tr!("a bar | and the nodes of the other side"));
    }
    let other = nodes_beside(input, &one)?;
    if word_here(input) == "|" {
        return fail_at(
            here(input),
            tr!("a second bar stands here"),
            tr!("one bar, with a side before it and a side after it"),
        );
    }
    let set = |nodes: Vec<_>| nodes.into_iter().collect::<NodeSet>();
    Ok(Statement::Partition(set(one), set(other)))
}

fn treat(input: &mut Input, treatment: Treatment, now: fn(Selector) -> Statement) -> Parsed<Statement> {
    if opt(keyword("next")).parse_next(input)?.is_none() {
        return selector(input, After::Nothing).map(now);
    }
    let start = here(input);
    let messages = selector(input, After::Nothing)?;
    match messages.which {
        Which::Nth(2..) => {
            fail_at(start, tr!("`next` is always the first to be sent"), tr!("the kind of a message here"))
        }
        Which::All | Which::Nth(_) => Ok(Statement::Next(treatment, messages)),
    }
}

pub(super) fn run(input: &mut Input) -> Parsed<Run> {
    let expected = tr!("a number of milliseconds, idle, until and a condition, or steps and a number");
    match word_here(input) {
        "idle" => keyword("idle").value(Run::Idle).parse_next(input),
        "until" => {
            let start = here(input);
            keyword("until").parse_next(input)?;
            must_be_no_other_run(input, start)?;
            condition(input).map(Run::Until)
        }
        "steps" => {
            keyword("steps").parse_next(input)?;
            number(input, tr!("a number of steps")).map(Run::Steps)
        }
        word if word.starts_with(|c: char| c.is_ascii_digit()) => run_for(input, expected),
        _ => fail_near(input, expected, &["idle", "until", "steps"]),
    }
}

/// `until` goes with a condition alone: `run until idle` is `run idle`.
#[inline(never)]
fn must_be_no_other_run(input: &Input, until: usize) -> Parsed<()> {
    let words: Vec<&str> = words_from(input).collect();
    let is_other = match words[..] {
        ["idle"] => true,
        [time] => whole(time).is_some(),
        ["steps", steps] => whole(steps).is_some(),
        _ => false,
    };
    match is_other {
        true => fail_at(until, tr!("`until` goes with a condition"), format!("`run {}`", words.join(" "))),
        false => Ok(()),
    }
}

fn run_for(input: &mut Input, expected: &str) -> Parsed<Run> {
    let time = time(input, expected)?;
    match word_here(input) {
        "step" | "steps" => fail(input, say!("the end of the line, or `run steps {time}`", time)),
        _ => Ok(Run::For(time)),
    }
}
