//! The board as rows of cells with their words, ready to be drawn as a table.

use crate::paxos::{Ballot, NodeId, Role, Value};
use crate::player::{ByHand, Looked, Prospect, Show, Stands};
use crate::sim::board::{Board, Cell, Column, Fate, Free, Row, Writer};
use crate::sim::possible::{Outlook, Standing};
use crate::story::words::possible::{self, Proved, Said};
use crate::story::words::{Ids, Telling, Vocabulary};
use crate::story::words::{board as words, caution};

/// So many acceptors leave room beside them for what is said of a row.
const CROWD: usize = 4;

/// The table.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Table {
    /// What it is.
    pub caption: String,
    /// What stands at the head of the ids.
    pub id: &'static str,
    /// The acceptors.
    pub heads: Vec<Head>,
    /// The ids, the highest first.
    pub lines: Vec<Line>,
    /// What is to be said of all of it; what goes against Paxos is marked.
    pub notes: Vec<(Tone, String)>,
    /// Whether there are many acceptors.
    pub is_crowded: bool,
    /// What can become of each value; nothing of a board that is filled by hand, and of a log.
    pub values: Vec<Outcome>,
}

/// A value, and what can become of it.
#[derive(Clone, PartialEq, Debug)]
pub struct Outcome {
    /// The value.
    pub value: Value,
    /// What is said of it.
    pub said: Said,
    /// What the button says that shows a way to it; none where it is chosen.
    pub button: Option<&'static str>,
    /// What came of looking for such a way, or how far it has come.
    pub looked: Option<String>,
    /// Whether a way to it is being looked for.
    pub is_sought: bool,
}

/// How something is said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    /// As it should be.
    Plain,
    /// It goes against Paxos.
    Wrong,
}

/// The head of a column.
#[derive(Clone, PartialEq, Debug)]
pub struct Head {
    /// Who it is.
    pub node: NodeId,
    /// What it is called.
    pub name: String,
    /// What it has promised, and whether it is down.
    pub state: String,
    /// Whether it runs.
    pub up: bool,
}

/// A row.
#[derive(Clone, PartialEq, Debug)]
pub struct Line {
    /// Its id.
    pub ballot: Ballot,
    /// The same as it is shown; nothing where ids are hidden.
    pub id: String,
    /// Whose it is.
    pub whose: String,
    /// The colour of its ballot, by the place of the proposer.
    pub hue: u8,
    /// Its cells.
    pub cells: Vec<Spot>,
    /// The class of what it can still do: `chosen`, `alive` or `dead`.
    pub fate: &'static str,
    /// The same in a word or two.
    pub badge: String,
    /// Why.
    pub says: String,
    /// Its part in the proof: `asks`, `between`, `reported`, or nothing.
    pub part: &'static str,
}

/// A cell.
#[derive(Clone, PartialEq, Debug)]
pub struct Spot {
    /// `voted`, `open`, `walled`, `unheld`, `fallen`, and `broke` where a vote broke a wall.
    pub class: &'static str,
    /// What stands in it.
    pub text: String,
    /// The same in a sentence.
    pub label: String,
    /// Who wrote it.
    pub by: Writer,
    /// Whether the acceptor has promised just this.
    pub is_promise: bool,
    /// Whether it belongs to what is chosen.
    pub is_chosen: bool,
}

impl Spot {
    /// Whether it is one of the places to go to by keyboard: what stands behind a wall came with the wall.
    pub fn is_stop(&self) -> bool {
        self.by.step.is_some() && (self.is_promise || matches!(self.class, "voted" | "broke" | "fallen"))
    }
}

/// That of a run at the moment that is shown; none for one who does not see all.
pub fn of_run(show: &Show) -> Result<Table, String> {
    let telling = show.telling();
    if let Some(eye) = show.eye {
        return Err(words::not_for(eye, telling));
    }
    let slot = show.board_slot();
    let mut board = Board::of_slot(show.recording(), show.at, slot);
    board.is_paxos = caution::over(show.recording(), show.at).is_empty();
    let proposers = show.recording().world().cluster.all(Role::Proposer);
    let hue = |row: &Row| proposers.iter().position(|node| Some(node) == row.proposer).unwrap_or(0) as u8;
    let mut table = table(&board, telling, hue);
    table.values = show.prospect().map(|prospect| outcomes(&prospect, &board, telling)).unwrap_or_default();
    if show.is_replicated() {
        table.caption = words::caption_of_slot(slot, telling);
        let world = show.world();
        let notes = [words::deciders(&world, slot, telling), words::chosen_at_first(&world, slot, telling)];
        table.notes.extend(notes.into_iter().flatten().map(|says| (Tone::Plain, says)));
    }
    if telling.ids == Ids::Shown {
        let broken = broken(&board, telling);
        let is_unheld = |cell: &Cell| matches!(cell.free, Free::Unheld(_));
        if broken.is_empty() && board.rows.iter().any(|row| row.cells.iter().any(is_unheld)) {
            table.notes.push((Tone::Wrong, words::unheld().to_string()));
        }
        table.notes.extend(board.losses.iter().map(|loss| (Tone::Wrong, words::loss(loss, telling))));
        table.notes.extend(broken);
    }
    if let Some(floor) = board.floor.filter(|_| telling.ids == Ids::Shown) {
        let (says, holds) = words::floor(&board, &floor, telling);
        table.notes.insert(0, (if holds { Tone::Plain } else { Tone::Wrong }, says));
        for line in &mut table.lines {
            let is_above_reported = floor.highest.is_none_or(|vote| vote.ballot < line.ballot);
            line.part = match line.ballot {
                ballot if ballot == floor.ballot => "asks",
                ballot if floor.ballot < ballot => "",
                _ if is_above_reported => "between",
                ballot if floor.highest.is_some_and(|vote| vote.ballot == ballot) => "reported",
                _ => "",
            };
            // What was promised does a dead row no good.
            let is_done = line.fate == "dead" && line.part == "asks";
            if let Some(part) = words::part(&floor, line.ballot, telling).filter(|_| !is_done) {
                line.says = format!("{part} {}", line.says);
            }
        }
    }
    Ok(table)
}

/// What can become of each value.
fn outcomes(prospect: &Prospect, board: &Board, telling: Telling) -> Vec<Outcome> {
    let is_known = |outlook: &Outlook| prospect.proved == Proved::ForAllIds && outlook.later;
    let outcome = |outlook: &Outlook| Outcome {
        value: outlook.value,
        said: possible::said(&prospect.possible, outlook, board, telling),
        button: match outlook.standing() {
            Standing::Chosen => None,
            Standing::Dead if !is_known(outlook) => Some(possible::LOOK.said()),
            Standing::Dead => Some(possible::SHOW_HOW_LATER.said()),
            Standing::Choosable => Some(possible::SHOW_HOW.said()),
        },
        looked: None,
        is_sought: false,
    };
    prospect.possible.values.iter().map(outcome).collect()
}

/// What came of looking for a way to a value, or how far that is.
pub fn tell_looked(table: &mut Table, looked: &Looked, telling: Telling) {
    for outcome in table.values.iter_mut().filter(|outcome| outcome.value == looked.value) {
        let (word, ids) = (telling.names.value(looked.value), looked.ids);
        outcome.is_sought = matches!(looked.stands, Stands::Searching(_));
        outcome.looked = Some(match &looked.stands {
            Stands::Searching(states) => possible::searching(*states, telling),
            Stands::Found(length, states) => possible::found(word, (*length, ids, *states), telling),
            Stands::None(states) => possible::none(word, (ids, *states), telling),
            Stands::GivenUp(states) => possible::given_up(word, (ids, *states), telling),
            Stands::Trouble(why) => why.clone(),
        });
    }
}

/// That of cells that are filled by hand.
pub fn by_hand(hand: &ByHand, vocabulary: Vocabulary) -> Table {
    let telling = hand.telling(vocabulary);
    let board = hand.board();
    let mut table = table(&board, telling, |row| row.ballot.number as u8);
    table.notes.extend(broken(&board, telling));
    let done = hand.done.and_then(|(ballot, node)| {
        let line = table.lines.iter().find(|line| line.ballot == ballot)?;
        let (spot, _) = line.cells.iter().zip(&table.heads).find(|(_, head)| head.node == node)?;
        Some((Tone::Plain, words::done(&spot.label, &line.id, &line.badge, &line.says)))
    });
    table.notes.splice(0..0, done);
    for (line, head, spot) in table.lines.iter_mut().flat_map(|line| {
        let ballot = line.ballot;
        line.cells.iter_mut().zip(&table.heads).map(move |(spot, head)| (ballot, head, spot))
    }) {
        spot.label = format!("{}. {}", spot.label, words::press(head.node, line, hand.accepts(), telling));
    }
    if let Some(no) = hand.no {
        table.notes.insert(0, (Tone::Wrong, no.told(telling)));
    }
    if table.notes.is_empty() {
        table.notes.push((Tone::Plain, words::HINT.to_string()));
    }
    table
}

fn table(board: &Board, telling: Telling, hue: impl Fn(&Row) -> u8) -> Table {
    let head = |column: &Column| {
        let (name, state) = words::column(column, telling);
        Head { node: column.node, name, state, up: column.up }
    };
    let chosen = board.chosen();
    let line = |row: &Row| {
        let (fate, badge, says) = words::row(board, row, telling);
        let spot = |(column, cell): (&Column, &Cell)| {
            let is_chosen = |vote: &crate::paxos::Vote| vote.ballot == row.ballot && cell.has(vote.value);
            Spot { is_chosen: chosen.iter().any(is_chosen), ..spot(column, row, cell, telling) }
        };
        Line {
            ballot: row.ballot,
            id: if telling.ids == Ids::Shown { telling.names.id(row.ballot) } else { String::new() },
            whose: row.proposer.map_or(String::new(), |node| telling.names.node(node).to_string()),
            hue: hue(row) % 5,
            cells: board.columns.iter().zip(&row.cells).map(spot).collect(),
            fate: match fate {
                Fate::Chosen => "chosen",
                Fate::Alive => "alive",
                Fate::Dead => "dead",
            },
            badge,
            says,
            part: "",
        }
    };
    let disagreement = words::disagreement(&chosen, telling).map(|says| (Tone::Wrong, says));
    Table {
        id: telling.vocabulary.id(),
        caption: telling.say(words::CAPTION.said()).into_owned(),
        heads: board.columns.iter().map(head).collect(),
        lines: board.rows.iter().map(line).collect(),
        notes: disagreement.into_iter().collect(),
        is_crowded: CROWD < board.columns.len(),
        values: Vec::new(),
    }
}

fn spot(column: &Column, row: &Row, cell: &Cell, telling: Telling) -> Spot {
    let wall = column.promised.filter(|wall| wall.promised == row.ballot);
    let (class, by) = match (cell.votes.last(), cell.free) {
        (Some(entry), _) if entry.broke.is_some() => ("broke", entry.by),
        (Some(entry), _) => ("voted", entry.by),
        (None, Free::Walled(wall)) => ("walled", wall.by),
        (None, Free::Unheld(wall)) => ("unheld", wall.by),
        (None, Free::Fallen(wall)) => ("fallen", wall.by),
        (None, Free::Shut) => ("walled", Writer::default()),
        (None, Free::Open) => ("open", wall.map(|wall| wall.by).unwrap_or_default()),
    };
    Spot {
        class,
        text: words::cell(cell, telling),
        label: words::cell_label(column, row, cell, telling),
        by,
        is_promise: wall.is_some() && telling.ids == Ids::Shown,
        is_chosen: false,
    }
}

/// The walls that were broken.
fn broken(board: &Board, telling: Telling) -> Vec<(Tone, String)> {
    let mut said = Vec::new();
    for row in board.rows.iter().rev() {
        for (column, cell) in board.columns.iter().zip(&row.cells) {
            let broken = cell.votes.iter().filter_map(|entry| {
                let vote = crate::paxos::Vote { ballot: row.ballot, value: entry.value };
                Some((Tone::Wrong, words::broken(column.node, vote, entry.broke?, telling)))
            });
            said.extend(broken);
        }
    }
    said
}
