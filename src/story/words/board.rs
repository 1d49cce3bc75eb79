//! The board: what stands in a cell, what a row can still do and why, and what a quorum of promises means for all below.

use super::{Ids, Telling};
use crate::paxos::{Ballot, NodeId, NodeSet, Role, Slot, Value, Vote};
use crate::sim::board::{Board, Cell, Column, Fate, Floor, Free, Loss, Row, Safe};
use crate::sim::{World, truth};
use crate::story::language::{Words, say, tr, words};
use crate::story::problem::both;

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
        (false, 1) => Some(say!("In slot {slot} {told} decide.", slot = slot.0, told = told[0])),
        (false, _) => Some(say!(
            "In slot {slot} some take {told} for those who decide, by a wrong rule.",
            slot = slot.0,
            told = told.join(tr!(", some "))
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
        (true, Free::Fallen(_)) => tr!("gone").to_string(),
    }
}

/// A cell in a sentence.
pub fn cell_label(column: &Column, row: &Row, cell: &Cell, telling: Telling) -> String {
    let node = telling.node(column.node);
    let id = |ballot| telling.id(ballot);
    let entry = |entry: &crate::sim::board::Entry| {
        let although =
            entry.broke.map_or(String::new(), |broke| say!(", although it had promised {broke}", broke = id(broke)));
        say!("accepted {entry}{although}", entry = telling.value(entry.value), although)
    };
    let said = match (cell.votes.is_empty(), cell.free) {
        (false, _) => both(&cell.votes.iter().map(entry).collect::<Vec<_>>()),
        (true, Free::Open) => tr!("nothing").to_string(),
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
                    (Fate::Alive, say!("only {vote}", vote = telling.value(vote.value)), only(row, vote, telling))
                }
                None => (Fate::Alive, tr!("open").into(), open(board, row, telling)),
            }
        }
        ([], []) => (Fate::Dead, tr!("dead").to_string(), dead(board, row, telling)),
        ([], alive) => (Fate::Alive, say!("alive: {alive}", alive = words(alive)), may(board, row, alive, telling)),
        (chosen, alive) => {
            let by = |&value: &Value| accepted(board, board.voted(row, value), value, telling);
            let by = both(&chosen.iter().map(by).collect::<Vec<_>>());
            let too = if alive.is_empty() {
                String::new()
            } else {
                say!(" Promises allow {alive} as well.", alive = words(alive))
            };
            (Fate::Chosen, say!("✓ {chosen} chosen", chosen = words(chosen)), format!("{by}.{too}"))
        }
    };
    let why = why.strip_prefix("all ").map_or_else(|| why.clone(), |rest| say!("All {rest}", rest));
    (fate, badge, telling.said(why))
}

/// Nothing was sent yet. A board that is filled by hand has no proposers, and says what is safe.
fn open(board: &Board, row: &Row, telling: Telling) -> String {
    let Some(proposer) = row.proposer else { return safe(board, row, telling) };
    let (sender, under) = (telling.node(proposer), under(row.ballot, telling));
    let free = who(board, telling, board.free(row));
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
    let who = row.proposer.map_or(tr!("its proposer"), |node| telling.node(node));
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
        let (said, rest_said) = (accepted(board, voted, value, telling), who(board, telling, rest));
        match (voted.is_empty(), rest.is_empty()) {
            (true, _) => {
                say!("No promise keeps {rest_said} from accepting {value}.", rest_said, value = telling.value(value))
            }
            (false, true) => format!("{said}."),
            (false, false) => say!("{said}; no promise keeps {rest_said} from it.", said, rest_said),
        }
    };
    values.iter().map(each).collect::<Vec<_>>().join(" ")
}

/// Nothing can be chosen there any more.
pub(super) fn dead(board: &Board, row: &Row, telling: Telling) -> String {
    if row.is_given_up && board.allows_any(row) {
        let who = row.proposer.map_or(tr!("Its proposer"), |node| telling.node(node));
        return say!(
            "{who} gave it up, or lost it in a crash, before it sent anything{ballot}.",
            who,
            ballot = under(row.ballot, telling)
        );
    }
    let best = row.values.iter().map(|&value| board.voted(row, value)).max_by_key(|voted| voted.len());
    let able = best.unwrap_or_default().union(board.free(row));
    let left = match able.len() {
        0 => tr!("nobody is left").to_string(),
        1 => say!("{able} alone is no quorum", able = who(board, telling, able)),
        _ => say!("{able} alone are no quorum", able = who(board, telling, able)),
    };
    let gone: Vec<&Column> = board.columns.iter().filter(|column| !able.contains(column.node)).collect();
    match promises(board, &gone, telling) {
        Some(promises) => format!("{promises}; {left}."),
        None => format!("{left}.").replacen("nobody", tr!("Nobody"), 1),
    }
}

/// `A2 and A3 have promised 2, A4 has promised 3`.
fn promises(board: &Board, columns: &[&Column], telling: Telling) -> Option<String> {
    let mut groups: Vec<(Option<Ballot>, NodeSet)> = Vec::new();
    for column in columns {
        let promised = column.promised.map(|wall| wall.promised);
        match groups.iter_mut().find(|(id, _)| *id == promised) {
            Some((_, nodes)) => *nodes = nodes.with(column.node),
            None => groups.push((promised, NodeSet::of(column.node))),
        }
    }
    let said = |&(promised, nodes): &(Option<Ballot>, NodeSet)| match promised {
        Some(promised) => say!(
            "{board} {has} promised {promised}",
            board = who(board, telling, nodes),
            has = has(nodes),
            promised = telling.id(promised)
        ),
        None => say!("{board} accept nothing here", board = who(board, telling, nodes)),
    };
    (!groups.is_empty()).then(|| groups.iter().map(said).collect::<Vec<_>>().join(", "))
}

pub(super) fn accepted(board: &Board, by: NodeSet, value: Value, telling: Telling) -> String {
    say!("{board} {has} accepted {value}", board = who(board, telling, by), has = has(by), value = telling.value(value))
}

/// The names of acceptors; of a crowd, how many.
pub(super) fn who(board: &Board, telling: Telling, nodes: NodeSet) -> String {
    let (some, all) = (nodes.len(), board.columns.len());
    match (CROWD < some, some == all) {
        (true, true) => say!("all {all} acceptors", all),
        (true, false) => say!("{some} of the acceptors", some),
        (false, _) => telling.nodes(nodes),
    }
}

fn has(nodes: NodeSet) -> &'static str {
    if nodes.len() == 1 { tr!("has") } else { tr!("have") }
}

pub(super) fn under(ballot: Ballot, telling: Telling) -> String {
    match telling.ids {
        Ids::Shown => say!(" under {ballot}", ballot = telling.id(ballot)),
        Ids::Hidden => String::new(),
    }
}

/// What the newest quorum of promises means for all that is below it: the proof of Paxos in one case. The last is
/// whether it holds.
pub fn floor(board: &Board, floor: &Floor, telling: Telling) -> (String, bool) {
    let (who, id) = (telling.node(floor.proposer), telling.id(floor.ballot));
    let from = telling.nodes(floor.by);
    let holds = say!("{who} holds promises for {id} from {from}.", who, id, from);
    let sends = telling.value(floor.sends);
    let (reported, follows) = match floor.highest {
        None => (
            tr!("They reported nothing.").to_string(),
            say!("Nothing below {id} can be chosen any more, so {who} is free and sends {sends}.", id, who, sends),
        ),
        Some(vote) => {
            let value = telling.value(vote.value);
            let low = telling.id(vote.ballot);
            let sends = match vote.value == floor.sends {
                true => say!("{who} has to send {sends}", who, sends),
                false => say!("{value} is what {who} would have to send; it sends {sends}", value, who, sends),
            };
            let between = say!(
                "Nothing between {low} and {id} can be chosen any more, and with id {low} nothing but {value}",
                low,
                id,
                value
            );
            // Of what lies below the highest reported, these promises say nothing.
            let between = match board.is_paxos {
                true => say!(
                    "{between}; whoever sent {value} with {low} had asked a quorum about all below {low}, and so on down",
                    between,
                    value,
                    low
                ),
                false => between,
            };
            (say!("Highest reported: {vote}.", vote = telling.vote(vote)), format!("{between}: {sends}."))
        }
    };
    match board.against(floor) {
        None => {
            let is_right = floor.highest.is_none_or(|vote| vote.value == floor.sends);
            (telling.said(format!("{holds} {reported} {follows}")), is_right)
        }
        Some(vote) => {
            let word = telling.value(vote.value);
            let row = board.row(vote.ballot);
            let is_chosen = row.is_some_and(|row| board.fate(row, vote.value) == Fate::Chosen);
            let low = telling.id(vote.ballot);
            let but = match is_chosen {
                true => say!("{word} is chosen under {low}", word, low),
                false => say!("no promise keeps {word} from being chosen under {low}", word, low),
            };
            let tells = match vote.value == floor.sends {
                true => say!("By chance {who} sends {sends} too.", who, sends),
                false => say!("{who} sends {sends}.", who, sends),
            };
            (
                telling.said(say!(
                    "{holds} {reported} But {but}: the proof fails here. {tells}",
                    holds,
                    reported,
                    but,
                    tells
                )),
                false,
            )
        }
    }
}

/// Why a row has a part in that.
pub fn part(floor: &Floor, ballot: Ballot, telling: Telling) -> Option<String> {
    let who = telling.node(floor.proposer);
    if ballot == floor.ballot {
        return Some(say!("{who} has its promises.", who));
    }
    let is_reported = floor.highest.is_some_and(|vote| vote.ballot == ballot);
    is_reported.then(|| say!("The highest that was reported to {who}.", who))
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

/// Why a cell that is filled by hand may not be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum No {
    /// The acceptor has promised a higher id than that under which it was to accept.
    Promised(NodeId, Ballot, Ballot),
    /// The acceptor has promised this id or a higher one.
    NotHigher(NodeId, Ballot, Ballot),
    /// Another value goes under this id.
    RowHas(Ballot, Value),
    /// In a row below, another value is chosen or can still be.
    Unsafe {
        /// The row.
        below: Ballot,
        /// The value there, if there is one.
        other: Option<Value>,
        /// Whether that is chosen.
        is_chosen: bool,
        /// Who may still accept there.
        free: NodeSet,
        /// The value that was to be accepted.
        value: Value,
        /// The id under which.
        ballot: Ballot,
    },
    /// It has accepted this there already.
    Again(NodeId, Vote),
    /// There is no word to accept.
    NoWord,
}

impl No {
    /// In a sentence that names what forbids it.
    pub fn told(self, telling: Telling) -> String {
        let id = |ballot| telling.id(ballot);
        let said = match self {
            No::Promised(node, promised, _) => {
                say!(
                    "{node} has promised {promised}, so it may not accept anything below {promised}.",
                    node = telling.node(node),
                    promised = id(promised)
                )
            }
            No::NotHigher(node, promised, ballot) => say!(
                "{node} has promised {promised}, and {ballot} is not higher: an acceptor never goes back.",
                node = telling.node(node),
                promised = id(promised),
                ballot = id(ballot)
            ),
            No::RowHas(ballot, value) => {
                let value = telling.value(value);
                say!("Under {ballot} there is {value}, and one id carries one value.", ballot = id(ballot), value)
            }
            No::Unsafe { below, other, is_chosen: true, value, ballot, .. } => say!(
                "{other} is chosen under {below}, so {value} is not safe under {ballot}.",
                other = telling.value(other.unwrap_or(value)),
                below = id(below),
                value = telling.value(value),
                ballot = id(ballot)
            ),
            No::Unsafe { below, other, free, value, ballot, .. } => {
                let may = other.map_or_else(|| tr!("any value").into(), |other| telling.value(other));
                let promised = if free.len() == 1 { tr!("has promised") } else { tr!("have promised") };
                let free = telling.nodes(free);
                say!(
                    "{value} is not safe under {ballot}: row {below} may still choose {may}, for {free} {promised} nothing above it.",
                    value = telling.value(value),
                    ballot = id(ballot),
                    below = id(below),
                    may,
                    free,
                    promised
                )
            }
            No::Again(node, vote) => {
                say!("{node} has accepted {vote} already.", node = telling.node(node), vote = telling.vote(vote))
            }
            No::NoWord => tr!("Type a value first, for example owl.").to_string(),
        };
        telling.said(said)
    }
}

/// What a press on a cell would do.
pub fn press(node: NodeId, ballot: Ballot, word: Option<&str>, telling: Telling) -> String {
    let (node, id) = (telling.node(node), telling.id(ballot));
    match word {
        Some(word) => say!("Press to let {node} accept {id} {word}.", node, id, word),
        None => say!("Press to let {node} promise {id}.", node, id),
    }
}

/// What a press on a cell has done, and what its row says now.
pub fn done(cell: &str, id: &str, badge: &str, says: &str) -> String {
    say!("{cell}. Row {id}: {badge}. {says}", cell, id, badge, says)
}
