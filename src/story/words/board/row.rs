//! A row of the board: what it can still do, in a word or two, and why.

use super::{Place, accepted, under, who};
use crate::paxos::{Ballot, NodeSet, Value, Vote};
use crate::sim::board::{Board, Column, Fate, Row, Safe};
use crate::story::language::{say, tr};
use crate::story::problem::both;
use crate::story::words::Telling;

/// What a row can still do: in a word or two, and why.
pub fn row(board: &Board, row: &Row, telling: Telling) -> (Fate, String, String) {
    let of = |wanted: Fate| -> Vec<Value> {
        row.values.iter().copied().filter(|&value| board.fate(row, value) == wanted).collect()
    };
    let (chosen, alive) = (of(Fate::Chosen), of(Fate::Alive));
    let words = |values: &[Value]| both(&values.iter().map(|&value| telling.value(value)).collect::<Vec<_>>());
    let (fate, badge, why) = match (&chosen[..], &alive[..]) {
        ([], []) if row.values.is_empty() && board.fate_of_any(row) == Fate::Alive => {
            match chosen_below(board, row).filter(|_| board.is_paxos) {
                Some(vote) => {
                    (Fate::Alive, say!("only {value}", value = telling.value(vote.value)), only(row, vote, telling))
                }
                None => (Fate::Alive, tr!(in "a row": "open").into(), open(board, row, telling)),
            }
        }
        ([], []) => (Fate::Dead, tr!(in "a row": "dead").to_string(), dead(board, row, Place::First, telling)),
        ([], alive) => (Fate::Alive, say!("alive: {values}", values = words(alive)), may(board, row, alive, telling)),
        (chosen, alive) => {
            let by = |(nth, &value): (usize, &Value)| {
                let place = if nth == 0 { Place::First } else { Place::Within };
                accepted(board, board.voted(row, value), value, "", (place, telling))
            };
            let by = both(&chosen.iter().enumerate().map(by).collect::<Vec<_>>());
            let too = match alive.is_empty() {
                true => String::new(),
                false => format!(" {}", say!("Promises allow {values} as well.", values = words(alive))),
            };
            (Fate::Chosen, say!("✓ {values} chosen", values = words(chosen)), format!("{by}.{too}"))
        }
    };
    (fate, badge, telling.said(why))
}

/// Nothing was sent yet. A board that is filled by hand has no proposers, and says what is safe.
fn open(board: &Board, row: &Row, telling: Telling) -> String {
    let Some(proposer) = row.proposer else { return safe(board, row, telling) };
    let (sender, under) = (telling.node(proposer), under(row.ballot, telling));
    let free = who(board, board.free(row), Place::Within, telling);
    say!(
        "Nothing is sent{under} yet. No promise keeps {free} from accepting what {sender} may send.",
        under,
        free,
        sender
    )
}

/// What is chosen below a row, by the lowest id.
fn chosen_below(board: &Board, row: &Row) -> Option<Vote> {
    board.chosen().into_iter().find(|vote| vote.ballot < row.ballot)
}

/// Nothing was sent yet, and by the theorem of Paxos only one value can be (PMS 2.2, P2b).
fn only(row: &Row, chosen: Vote, telling: Telling) -> String {
    let value = telling.value(chosen.value);
    let who = row.proposer.map_or(tr!(in "an id": "its proposer"), |node| telling.node(node));
    let (low, here) = (under(chosen.ballot, telling), under(row.ballot, telling));
    say!("{value} is chosen{low}, so {who} can send nothing but {value}{here}.", value, low, who, here)
}

/// Which values may be accepted there (Lamport's `SafeAt`).
fn safe(board: &Board, row: &Row, telling: Telling) -> String {
    let chosen: Vec<Vote> = board.chosen().into_iter().filter(|vote| vote.ballot < row.ballot).collect();
    match (board.safe_at(row.ballot), chosen.first()) {
        (Safe::Any, _) => tr!("Any value is safe.").to_string(),
        (Safe::Only(value), Some(vote)) if vote.value == value => {
            let value = telling.value(value);
            say!("{value} is chosen under {ballot}: only {value} is safe.", value, ballot = telling.id(vote.ballot))
        }
        (Safe::Only(value), _) => say!("Only {value} is safe.", value = telling.value(value)),
        (Safe::None, Some(vote)) => {
            say!(
                "{vote} is chosen under {ballot}, and so is no value safe.",
                vote = telling.value(vote.value),
                ballot = telling.id(vote.ballot)
            )
        }
        (Safe::None, None) => tr!("No value is safe yet.").to_string(),
    }
}

/// It can still be chosen.
fn may(board: &Board, row: &Row, values: &[Value], telling: Telling) -> String {
    let each = |&value: &Value| {
        let voted = board.voted(row, value);
        let rest: NodeSet = board.free(row).iter().filter(|&node| !voted.contains(node)).collect();
        let accepted = accepted(board, voted, value, "", (Place::First, telling));
        let free = who(board, rest, Place::Within, telling);
        match (voted.is_empty(), rest.is_empty()) {
            (true, _) => say!("No promise keeps {free} from accepting {value}.", free, value = telling.value(value)),
            (false, true) => format!("{accepted}."),
            (false, false) => say!("{accepted}; no promise keeps {free} from it.", accepted, free),
        }
    };
    values.iter().map(each).collect::<Vec<_>>().join(" ")
}

/// Nothing can be chosen there any more.
pub(in crate::story::words) fn dead(board: &Board, row: &Row, place: Place, telling: Telling) -> String {
    if row.is_given_up && board.allows_any(row) {
        let who = row.proposer.map_or(tr!(in "an id": "Its proposer"), |node| telling.node(node));
        return say!(
            "{who} gave it up, or lost it in a crash, before it sent anything{under}.",
            who,
            under = under(row.ballot, telling)
        );
    }
    let best = row.values.iter().map(|&value| board.voted(row, value)).max_by_key(|voted| voted.len());
    let able = best.unwrap_or_default().union(board.free(row));
    let gone: Vec<&Column> = board.columns.iter().filter(|column| !able.contains(column.node)).collect();
    let promises = promises(board, &gone, place, telling);
    let place = if promises.is_some() { Place::Within } else { place };
    let names = who(board, able, place, telling);
    let left = match (able.len(), &promises) {
        (0, Some(_)) => tr!("nobody is left").to_string(),
        (0, None) => tr!("Nobody is left").to_string(),
        (1, _) => say!("{node} alone is no quorum", node = names),
        _ => say!("{nodes} alone are no quorum", nodes = names),
    };
    match promises {
        Some(promises) => format!("{promises}; {left}."),
        None => format!("{left}."),
    }
}

/// `A2 and A3 have promised 2, A4 has promised 3`.
fn promises(board: &Board, columns: &[&Column], place: Place, telling: Telling) -> Option<String> {
    let mut groups: Vec<(Option<Ballot>, NodeSet)> = Vec::new();
    for column in columns {
        let promised = column.promised.map(|wall| wall.promised);
        match groups.iter_mut().find(|(id, _)| *id == promised) {
            Some((_, nodes)) => *nodes = nodes.with(column.node),
            None => groups.push((promised, NodeSet::of(column.node))),
        }
    }
    let said = |(nth, &(promised, nodes)): (usize, &(Option<Ballot>, NodeSet))| {
        let names = who(board, nodes, if nth == 0 { place } else { Place::Within }, telling);
        match (promised.map(|promised| telling.id(promised)), nodes.len()) {
            (Some(id), 1) => say!("{node} has promised {id}", node = names, id),
            (Some(id), _) => say!("{nodes} have promised {id}", nodes = names, id),
            (None, 1) => say!(in "one acceptor": "{nodes} accept nothing here", nodes = names),
            (None, _) => say!("{nodes} accept nothing here", nodes = names),
        }
    };
    (!groups.is_empty()).then(|| groups.iter().enumerate().map(said).collect::<Vec<_>>().join(", "))
}
