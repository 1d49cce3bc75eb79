//! Questions to the reader: `ask TOPIC … [about N]`.

use super::fault::{Parsed, fail, fail_at, fail_unknown};
use super::lexis::{Input, here, is_at_end, keyword, number, slot, value, whole, word_here};
use super::nodes::{node, node_with};
use crate::paxos::{Role, Slot};
use crate::story::guide::MISREADINGS;
use crate::story::language::{say, tr};
use crate::story::script::{Question, Topic};
use winnow::Parser;
use winnow::combinator::opt;

/// What a question can be about.
const TOPICS: [&str; 14] = [
    "answer",
    "sends",
    "value",
    "pick",
    "id",
    "keeps",
    "applied",
    "chosen",
    "knows",
    "possible",
    "decisions",
    "ends",
    "quorum",
    "failures",
];
/// What a question can be about in a poll.
const TOPICS_OF_POLL: [&str; 2] = ["chosen", "knows"];

/// What stands after `ask`.
pub(super) fn question(input: &mut Input) -> Parsed<Question> {
    let word = word_here(input);
    let Some(word) = TOPICS.into_iter().find(|&known| known == word) else {
        return fail_unknown(input, tr!("something to ask"), &TOPICS);
    };
    keyword(word).parse_next(input)?;
    let topic = match word {
        "answer" => Topic::Answer(node(input)?),
        "sends" => Topic::Sends(node(input)?),
        "value" => Topic::Value(node_with(input, Role::Proposer)?, slot_of_log(input)?),
        "pick" => Topic::Pick(node_with(input, Role::Proposer)?),
        "id" => Topic::Id(node_with(input, Role::Proposer)?),
        "keeps" => Topic::Keeps(node_with(input, Role::Acceptor)?),
        "applied" => Topic::Applied(node_with(input, Role::Replica)?),
        "chosen" => Topic::Chosen(slot_of_log(input)?),
        "knows" => Topic::Knows(slot_of_log(input)?),
        "possible" => Topic::Possible(value(input)?),
        "decisions" => Topic::Decisions,
        "ends" => Topic::Ends,
        "quorum" => Topic::Quorum,
        _ => Topic::Failures,
    };
    Ok(Question { topic, about: about(input)? })
}

/// What stands after `ask` in a poll, where it is no way between two people: nothing of that there gives none.
pub(super) fn question_in_poll(input: &mut Input) -> Parsed<Option<Question>> {
    let word = word_here(input);
    match TOPICS_OF_POLL.contains(&word) {
        true => question(input).map(Some),
        false => Ok(None),
    }
}

/// A slot, which a log needs and one decision does not have.
fn slot_of_log(input: &mut Input) -> Parsed<Slot> {
    let is_log = input.state.known.borrow().head.is_replicated();
    match (is_log, whole(word_here(input)).is_some()) {
        (true, _) => slot(input),
        (false, true) => fail(input, tr!("`about` and a number, or the end of the line: slots are those of a log")),
        (false, false) => Ok(Slot::ONLY),
    }
}

/// `about 4`: the misreading that a question is about.
fn about(input: &mut Input) -> Parsed<Option<u8>> {
    if is_at_end(input) {
        return Ok(None);
    }
    if opt(keyword("about")).parse_next(input)?.is_none() {
        return fail(input, tr!("`about` and the number of a misreading, or the end of the line"));
    }
    let start = here(input);
    match u8::try_from(number(input, tr!("the number of a misreading"))?) {
        Ok(about @ 1..=MISREADINGS) => Ok(Some(about)),
        _ => fail_at(start, tr!("there is no misreading of that number"), say!("1 to {most}", most = MISREADINGS)),
    }
}
