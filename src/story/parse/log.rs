//! What a scene says of a replicated log: how it begins, who decides, and what clients may ask of it.

use super::fault::{Complaint, Parsed, Spot, fail, fail_at, spot};
use super::header::head;
use super::lexis::{Input, here, id, keyword, slot, value, word_here};
use super::nodes::{must_be_new, node_with};
use crate::paxos::{Command, NodeId, NodeSet, Numbering, Role, Value};
use crate::story::language::{say, tr};
use crate::story::names::AMOUNT_MAX;
use crate::story::problem::either;
use crate::story::script::{Entry, Id};
use winnow::Parser;
use winnow::combinator::opt;

/// `R1 3 cmp id 5`, `R1 3 cmp id 5 chosen` or `R1 3 cmp chosen`, of the statement that begins at `start`.
#[inline(never)]
pub(super) fn entry(input: &mut Input, start: usize) -> Parsed<()> {
    let place = spot(input, start);
    head(input).said.push(("log".to_string(), place));
    let replica = node_with(input, Role::Replica)?;
    let at = here(input);
    let slot = slot(input)?;
    must_be_no_id_alone(input)?;
    let value = command(input)?;
    let (id_at, under) = match opt(keyword("id")).parse_next(input)? {
        Some(()) => (here(input), Some(possible_id(input)?)),
        None => (at, None),
    };
    let is_chosen = opt(keyword("chosen")).parse_next(input)?.is_some();
    if under.is_none() && !is_chosen {
        return fail(input, tr!("`id` and the id under which it was accepted, or `chosen`"));
    }
    let entry = Entry { replica, slot, value, id: under, is_chosen };
    match contradicts(input, &entry) {
        Some((Of::Slot, wrong, expected)) => fail_at(at, wrong, expected),
        Some((Of::Id, wrong, expected)) => fail_at(id_at, wrong, expected),
        None => {
            let mut head = head(input);
            head.logs.push(entry);
            head.log_spots.push(place);
            Ok(())
        }
    }
}

/// The word `id` in the place of a value is a value that was left out, unless it is one itself.
fn must_be_no_id_alone(input: &Input) -> Parsed<()> {
    let after = super::lexis::next_word(input);
    match word_here(input) == "id" && !matches!(after, "" | "id" | "chosen") {
        true => fail_at(here(input), tr!("no value stands before `id`"), tr!("a value such as cat before it")),
        false => Ok(()),
    }
}

/// An id that one of the replicas can have used.
fn possible_id(input: &mut Input) -> Parsed<Id> {
    let start = here(input);
    let id = id(input)?;
    let known = input.state.known.borrow();
    let servers = known.head.servers(known.names.numbering);
    match id.server.filter(|server| !servers.contains(server)) {
        Some(server) if known.names.numbering == Numbering::Rounds => {
            let ids: Vec<String> = servers.iter().map(|server| format!("{}.{server}", id.number)).collect();
            fail_at(start, say!("no replica is server {server}", server), either(&ids))
        }
        _ => Ok(id),
    }
}

/// Which part of an entry is at odds with an earlier one.
enum Of {
    Slot,
    Id,
}

/// What contradicts an earlier entry: a log has one thing in a slot, an id one value, and one value is chosen.
fn contradicts(input: &Input, entry: &Entry) -> Option<(Of, String, String)> {
    let known = input.state.known.borrow();
    let earlier = known.head.logs.iter().zip(&known.head.log_spots).filter(|(other, _)| other.slot == entry.slot);
    let (slot, word) = (entry.slot.0, |value: Value| known.names.value(value).to_string());
    for (other, Spot { line, .. }) in earlier {
        if other.replica == entry.replica {
            let wrong = say!(
                "slot {slot} of {replica} is told in line {line} already",
                slot,
                replica = known.names.node(entry.replica),
                line
            );
            return Some((Of::Slot, wrong, tr!("each slot of a replica once; `id N chosen` says both").into()));
        }
        if other.value == entry.value {
            continue;
        }
        if entry.id.is_some() && entry.id == other.id {
            let wrong =
                say!("that id has {other} in slot {slot} by line {line}", other = word(other.value), slot, line);
            return Some((Of::Id, wrong, tr!("one value for an id in a slot").into()));
        }
        if entry.is_chosen && other.is_chosen {
            let wrong = say!("{other} is chosen in slot {slot} by line {line}", other = word(other.value), slot, line);
            return Some((Of::Slot, wrong, tr!("one value for a slot that is chosen").into()));
        }
    }
    None
}

/// The replicas that decide at the beginning.
#[inline(never)]
pub(super) fn members(input: &mut Input) -> Parsed<NodeSet> {
    super::nodes::must_have_no_commas(input)?;
    let mut members: Vec<NodeId> = Vec::new();
    while members.is_empty() || !word_here(input).is_empty() {
        let (start, name) = (here(input), word_here(input));
        let member = node_with(input, Role::Replica)?;
        must_be_new(start, name, member, &members)?;
        members.push(member);
    }
    Ok(members.into_iter().collect())
}

/// What a client can ask for, or stands in a log.
pub(super) fn command(input: &mut Input) -> Parsed<Value> {
    let start = here(input);
    let value = value(input)?;
    let known = input.state.known.borrow();
    if !known.head.is_replicated() {
        return Ok(value);
    }
    let meant = match known.names.command(value) {
        Command::Word => odd(known.names.value(value)),
        Command::Members(_) => odd_members(input, known.names.value(value)),
        Command::Open(_) | Command::Add(_) => None,
    };
    let unknown = unknown_members(input, known.names.value(value));
    match unknown.or(meant) {
        Some((wrong, expected)) => fail_at(start, wrong, expected),
        None => Ok(value),
    }
}

/// An amount that is too large to be one, where the word would mean one otherwise.
fn odd(word: &str) -> Option<Complaint> {
    let amount = word.strip_prefix("open ").or_else(|| word.strip_prefix(['+', '-']))?;
    let is_amount = !amount.is_empty() && amount.bytes().all(|byte| byte.is_ascii_digit());
    is_amount.then(|| (say!("{amount} is too large an amount", amount), say!("at most {most}", most = AMOUNT_MAX)))
}

/// `members` and names, of which one is that of no replica.
fn unknown_members(input: &Input, word: &str) -> Option<Complaint> {
    let names = word.strip_prefix("members ")?;
    let known = input.state.known.borrow();
    let replicas: Vec<&str> = known.head.named(Role::Replica).iter().map(String::as_str).collect();
    let unknown = names.split(' ').find(|name| !replicas.contains(name))?;
    let wrong = match unknown {
        "" => tr!("names of replicas stand with one space between them in it").to_string(),
        _ => say!("{unknown} is no replica, and cannot be a member", unknown),
    };
    Some((wrong, say!("`members` and some of {replicas}", replicas = replicas.join(" "))))
}

/// A member that is named twice.
fn odd_members(input: &Input, word: &str) -> Option<Complaint> {
    let known = input.state.known.borrow();
    let names: Vec<&str> = word.split(' ').skip(1).collect();
    let twice = names.iter().enumerate().find(|(at, name)| names[..*at].contains(name))?.1;
    known.names.find_node(twice).map(|_| (say!("{name} is named twice", name = twice), tr!("each member once").into()))
}
