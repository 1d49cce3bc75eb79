//! The board: what stands in a cell, what a row can still do and why, and what a quorum of promises means for all below.

mod floor;
mod hand;
mod row;

use super::{Ids, Telling};
use crate::paxos::{Ballot, NodeId, NodeSet, Role, Slot, Value, Vote};
use crate::sim::board::{Board, Cell, Column, Free, Loss, Row};
use crate::sim::{World, truth};
use crate::story::language::{Words, say, tr, words};
use crate::story::problem::both;

pub use floor::{floor, part};
pub use hand::{No, done, press};
pub(super) use row::dead;
pub use row::row;

/// What the table is.
pub const CAPTION: Words = words!("Who has accepted what under which id; the highest id stands on top");
/// The same of one slot of a log.
pub fn caption_of_slot(slot: Slot, telling: Telling) -> String {
    telling
        .said(say!("Who has accepted what in slot {slot} under which id; a promise holds in every slot", slot = slot.0))
}

/// A slot with what is chosen in it, as far as something is.
pub fn slot(world: &World, slot: Slot, telling: Telling) -> String {
    let mut values: Vec<Value> = Vec::new();
    for chosen in truth::chosen(world).filter(|chosen| chosen.slot == slot) {
        if !values.contains(&chosen.vote.value) {
            values.push(chosen.vote.value);
        }
    }
    match values.is_empty() {
        true => slot.0.to_string(),
        false => {
            let values: Vec<_> = values.into_iter().map(|value| telling.value(value)).collect();
            say!("{slot}: {values} chosen", slot = slot.0, values = both(&values))
        }
    }
}

/// That a value is chosen in a slot from the beginning, under an id that is not known.
pub fn chosen_at_first(world: &World, slot: Slot, telling: Telling) -> Option<String> {
    let chosen = truth::chosen(world).find(|chosen| chosen.slot == slot && chosen.by.is_empty())?;
    let value = telling.value(chosen.vote.value);
    Some(say!("{value} is chosen in slot {slot} from the beginning, whoever accepted it then.", value, slot = slot.0))
}

/// Who decides in a slot, where that is not every replica.
pub fn deciders(world: &World, slot: Slot, telling: Telling) -> Option<String> {
    let all = truth::configurations(world, slot);
    let is_all = all.len() == 1 && all[0] == world.cluster.all(Role::Replica);
    let told: Vec<String> = all.iter().map(|&members| telling.nodes(members)).collect();
    match (is_all, told.len()) {
        (true, _) => None,
        (false, 1) if all[0].len() == 1 => {
            Some(say!(in "one replica": "In slot {slot} {members} decide.", slot = slot.0, members = told[0]))
        }
        (false, 1) => Some(say!("In slot {slot} {members} decide.", slot = slot.0, members = told[0])),
        (false, _) => Some(say!(
            "In slot {slot} some take {members} for those who decide, by a wrong rule.",
            slot = slot.0,
            members = told.join(tr!(in "for those who decide": ", some "))
        )),
    }
}

/// Beside the choice of a slot.
pub const SLOT: Words = words!("Slot");
/// Where no slot has anything in it.
pub const NO_SLOT: Words = words!("Nothing stands in any slot yet.");

/// What signs mean that stand in no word.
pub const LEGEND: Words =
    words!("×: behind a promise, nothing is accepted there any more. Alive: no promise forbids it.");
/// What to do with a board that is filled by hand.
pub const HINT: Words =
    words!("Say who promises and who accepts what, cell by cell. What is not safe is refused, with the reason.");
/// What stands before anything has happened.
pub const NO_ROW: Words = words!("Nobody has used an id yet. A row will stand here for each.");

/// So many acceptors are told by their names.
const CROWD: usize = 5;

/// That one node cannot see the board.
pub fn not_for(eye: NodeId, telling: Telling) -> String {
    let name = telling.node(eye);
    say!(
        "The board is only for who sees all: {name} knows what it has heard, and which rows are dead is not among it. Choose “who sees all” under “Seen by” to look at it.",
        name
    )
}

/// `A1`, with what it has promised and whether it is down.
pub fn column(column: &Column, telling: Telling) -> (String, String) {
    let promised = column.promised.filter(|_| telling.ids == Ids::Shown);
    let field = super::figure::fields(telling).0;
    let promised = promised.map(|wall| format!("{field} {}", telling.id(wall.promised)));
    let down = (!column.up).then(|| tr!("down").to_string());
    let state: Vec<String> = down.into_iter().chain(promised).collect();
    (telling.node(column.node).to_string(), state.join(", "))
}

/// What stands in a cell.
pub fn cell(cell: &Cell, telling: Telling) -> String {
    let values: Vec<_> = cell.votes.iter().map(|entry| telling.value(entry.value)).collect();
    match (values.is_empty(), cell.free) {
        (false, _) => values.join(", "),
        (true, Free::Open) => String::new(),
        (true, Free::Walled(_) | Free::Shut) => "×".to_string(),
        (true, Free::Unheld(_)) => "(×)".to_string(),
        (true, Free::Fallen(_)) => tr!(in "a promise": "gone").to_string(),
    }
}

/// A cell in a sentence.
pub fn cell_label(column: &Column, row: &Row, cell: &Cell, telling: Telling) -> String {
    let node = telling.node(column.node);
    let id = |ballot| telling.id(ballot);
    let entry = |entry: &crate::sim::board::Entry| {
        let value = telling.value(entry.value);
        match entry.broke {
            None => say!(in "a cell": "accepted {value}", value),
            Some(broke) => say!("accepted {value}, although it had promised {broke}", value, broke = id(broke)),
        }
    };
    let said = match (cell.votes.is_empty(), cell.free) {
        (false, _) => both(&cell.votes.iter().map(entry).collect::<Vec<_>>()),
        (true, Free::Open) => tr!(in "a cell": "nothing").to_string(),
        (true, Free::Walled(wall)) => say!("nothing any more; promised {promised}", promised = id(wall.promised)),
        (true, Free::Shut) => tr!("nothing any more; it accepts only once").to_string(),
        (true, Free::Unheld(wall)) => {
            say!("nothing; promised {promised}, and may accept all the same", promised = id(wall.promised))
        }
        (true, Free::Fallen(wall)) => say!("nothing; its promise of {promised} is gone", promised = id(wall.promised)),
    };
    let holds = column.promised.is_some_and(|wall| wall.promised == row.ballot) && telling.ids == Ids::Shown;
    let holds = if holds { tr!(". This is what it has promised") } else { "" };
    telling.said(format!("{node}{}: {said}{holds}", under(row.ballot, telling)))
}

/// Where in a sentence something stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    /// It begins it.
    First,
    /// It stands in its midst.
    Within,
}

/// Who has accepted a value; `under` as [`under`] says it, or nothing.
pub(super) fn accepted(
    board: &Board,
    by: NodeSet,
    value: Value,
    under: &str,
    (place, telling): (Place, Telling),
) -> String {
    let (names, value) = (who(board, by, place, telling), telling.value(value));
    match by.len() {
        1 => say!("{node} has accepted {value}{under}", node = names, value, under),
        _ => say!("{nodes} have accepted {value}{under}", nodes = names, value, under),
    }
}

/// The names of acceptors; of a crowd, how many.
pub(super) fn who(board: &Board, nodes: NodeSet, place: Place, telling: Telling) -> String {
    let (some, all) = (nodes.len(), board.columns.len());
    match (CROWD < some, some == all, place) {
        (true, true, Place::First) => say!("All {all} acceptors", all),
        (true, true, Place::Within) => say!("all {all} acceptors", all),
        (true, false, _) => say!("{some} of the acceptors", some),
        (false, ..) => telling.nodes(nodes),
    }
}

pub(super) fn under(ballot: Ballot, telling: Telling) -> String {
    match telling.ids {
        Ids::Shown => say!(" under {ballot}", ballot = telling.id(ballot)),
        Ids::Hidden => String::new(),
    }
}

/// Something that goes against what a wall means.
pub fn loss(loss: &Loss, telling: Telling) -> String {
    let node = telling.node(loss.node);
    let promise = loss.promise.map(|(promised, now)| {
        let promised = telling.id(promised);
        match now {
            None => {
                say!(
                    "{node} has lost its promise of {promised} in a crash, and with it its wall below {promised}.",
                    node,
                    promised
                )
            }
            Some(now) => {
                say!(
                    "{node} has promised {now} after {promised}, and given up its wall below {promised}.",
                    node,
                    now = telling.id(now),
                    promised
                )
            }
        }
    });
    let vote = loss.vote.map(|vote| {
        say!(
            "{node} has lost {vote} in a crash. It was accepted all the same, and counts.",
            node,
            vote = telling.vote(vote)
        )
    });
    telling.said(promise.into_iter().chain(vote).collect::<Vec<_>>().join(" "))
}

/// That a vote stands behind a wall.
pub fn broken(node: NodeId, vote: Vote, promised: Ballot, telling: Telling) -> String {
    let (node, vote, promised) = (telling.node(node), telling.vote(vote), telling.id(promised));
    telling.said(say!(
        "{node} has accepted {vote} although it had promised {promised}: its wall is broken.",
        node,
        vote,
        promised
    ))
}

/// That promises bind nobody.
pub fn unheld() -> &'static str {
    tr!(
        "Here a promise holds nobody back: where (×) stands, the acceptor may accept all the same, so the row stays alive."
    )
}

/// Two values are chosen.
pub fn disagreement(chosen: &[Vote], telling: Telling) -> Option<String> {
    let first = chosen.first()?;
    chosen.iter().find(|vote| vote.value != first.value)?;
    let votes: Vec<String> = chosen.iter().map(|&vote| telling.vote(vote)).collect();
    Some(telling.said(say!("{votes} are chosen: agreement is broken.", votes = both(&votes))))
}
