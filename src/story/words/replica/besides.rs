//! What else happened in a step, after what is told first: alike things together.

use super::super::{Telling, both, note};
use super::slots;
use crate::paxos::{Answer, Ballot, Effect, LogNote, NodeId, Note, Slot, Value};
use crate::sim::{Action, Step};
use crate::story::language::say;

/// What else a step has brought about at its node, a sentence each: what it has learned, and all that its log has come to.
pub fn besides(step: &Step, telling: Telling) -> Vec<String> {
    let Some(node) = step.node() else { return Vec::new() };
    let is_own = matches!(step.action, Action::Own { .. });
    let told = |note: &&Note| is_own || note.learns() || matches!(note, Note::Log(_));
    let notes: Vec<Note> = step.effects.notes.iter().skip(1).filter(told).copied().collect();
    let mut said = Vec::new();
    let mut rest = &notes[..];
    while let [first, ..] = rest {
        let (sentence, taken) = together(rest, node, telling).unwrap_or_else(|| (note(*first, node, telling), 1));
        said.push(sentence);
        rest = &rest[taken..];
    }
    said
}

/// Several alike notes at the beginning as one sentence, and how many they are; none where there are not several.
fn together(notes: &[Note], node: NodeId, telling: Telling) -> Option<(String, usize)> {
    let me = telling.node(node);
    let (sentence, taken) = match *notes.first()? {
        Note::Log(LogNote::FillsGap { ballot, .. }) => {
            let gaps = row(notes, |note| match note {
                LogNote::FillsGap { slot, .. } => Some(slot),
                _ => None,
            });
            (fills(me, ballot, &gaps, telling), gaps.len())
        }
        Note::Log(LogNote::MarksOwnVote { leader, .. }) => {
            let own = row(notes, |note| match note {
                LogNote::MarksOwnVote { slot, vote, .. } if vote.ballot == leader => Some((slot, vote.value)),
                _ => None,
            });
            (marks(me, leader, &own, telling), own.len())
        }
        Note::Log(LogNote::Applied { .. }) => {
            let plain = row(notes, |note| match note {
                LogNote::Applied { slot, value, effect } => Some((slot, value, came_to(effect)?)),
                _ => None,
            });
            (applies(me, &plain, telling)?, plain.len())
        }
        _ => return None,
    };
    (1 < taken).then(|| (telling.say(&sentence).into_owned(), taken))
}

/// What is alike at the beginning of these notes.
fn row<T>(notes: &[Note], like: impl Fn(LogNote) -> Option<T>) -> Vec<T> {
    let as_log = |note: &Note| match *note {
        Note::Log(note) => like(note),
        _ => None,
    };
    notes.iter().map_while(as_log).collect()
}

/// The balance after a command that went as it should, if it has one; none where more is to be said.
fn came_to(effect: Effect) -> Option<Option<i64>> {
    match effect {
        Effect::Executed(Answer::Balance(balance)) => Some(Some(balance)),
        Effect::Executed(Answer::Done) | Effect::Nothing => Some(None),
        Effect::Executed(Answer::TooLittle(_)) | Effect::Repeated(_) | Effect::Outdated => None,
    }
}

/// That gaps are filled.
pub fn fills(me: &str, ballot: Ballot, gaps: &[Slot], telling: Telling) -> String {
    let (number, gaps, ballot) = (gaps.len(), slots(gaps), telling.id(ballot));
    match number {
        1 => say!(
            "No vote is reported in {gaps}, and something stands after it: {me} sends a no-op there, under {ballot}.",
            gaps,
            me,
            ballot
        ),
        _ => say!(
            "No vote is reported in {gaps}, and something stands after them: {me} sends no-ops there, under {ballot}.",
            gaps,
            me,
            ballot
        ),
    }
}

/// That a replica takes its own votes for what is chosen.
pub fn marks(me: &str, leader: Ballot, own: &[(Slot, Value)], telling: Telling) -> String {
    let places: Vec<Slot> = own.iter().map(|&(slot, _)| slot).collect();
    let values: Vec<_> = own.iter().map(|&(_, value)| telling.value(value)).collect();
    let (places, values, leader) = (slots(&places), both(&values), telling.id(leader));
    match own.len() {
        1 => say!(
            "{me} learns {places}: the leader of {leader} says that it is chosen, and {me} has accepted {values} in it under that very id.",
            me,
            places,
            leader,
            values
        ),
        _ => say!(
            "{me} learns {places}: the leader of {leader} says that they are chosen, and {me} has accepted {values} in them under that very id.",
            me,
            places,
            leader,
            values
        ),
    }
}

/// That several slots are applied in a row.
fn applies(me: &str, row: &[(Slot, Value, Option<i64>)], telling: Telling) -> Option<String> {
    let places: Vec<Slot> = row.iter().map(|&(slot, ..)| slot).collect();
    let values: Vec<_> = row.iter().map(|&(_, value, _)| telling.value(value)).collect();
    let balance = row.iter().rev().find_map(|&(.., balance)| balance);
    let balance = balance.map_or(String::new(), |balance| say!(" The balance is {balance}.", balance));
    let named = both(&values);
    (2 < row.len()).then(|| {
        say!("{me} applies {places}, in order: {named}.{balance}", me, places = slots(&places), named, balance)
    })
}
