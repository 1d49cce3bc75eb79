//! The board: every id that was used by every acceptor, what was voted there, and where nothing can be voted any more.
//!
//! A row is an id, a column an acceptor (Lamport's abstract `Voting`). A promise walls the free cells below it. A row
//! can still choose a value if a quorum of acceptors has each voted for it there, or may still do so: the rules in
//! force are asked, on what each acceptor has on its disk, so that this is exact under wrong rules too.

pub(super) mod log;
mod past;
mod rows;

use rows::{Rows, free, highest_first, values_of};

use super::action::{Action, MessageId};
use super::recording::Recording;
use super::step::{Moment, Step};
use crate::paxos::acceptor::OnDisk;
use crate::paxos::rules::QuorumFor;
use crate::paxos::{Ballot, Cluster, Message, NodeId, NodeSet, Note, Role, Rules, Slot, Value, Vote};
use smallvec::SmallVec;

/// The step that did something, by its place from 0, and the message that made it do so.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Writer {
    /// The step; none where nothing is recorded.
    pub step: Option<usize>,
    /// The message that arrived with it.
    pub message: Option<MessageId>,
}

/// A promise that forbids all that is below it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Wall {
    /// The promised id.
    pub promised: Ballot,
    /// What raised it.
    pub by: Writer,
}

/// One vote in a cell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entry {
    /// For what.
    pub value: Value,
    /// What wrote it.
    pub by: Writer,
    /// The promise against which it was cast, kept or forgotten.
    pub broke: Option<Ballot>,
}

/// Where an acceptor stands in a row in which it has not voted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Free {
    /// It may vote.
    Open,
    /// It has promised a higher id, and cannot vote any more.
    Walled(Wall),
    /// It has promised a higher id, and may vote all the same: not Paxos.
    Unheld(Wall),
    /// It had promised a higher id, knows nothing of that now, and may vote: not Paxos.
    Fallen(Wall),
    /// It may not vote, though no promise forbids it: not Paxos.
    Shut,
}

/// A cell: an acceptor under an id.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cell {
    /// What was voted there, in order; two values are against the rules.
    pub votes: Vec<Entry>,
    /// Where it stands otherwise, and whether it may vote again.
    pub free: Free,
}

impl Cell {
    /// Whether its acceptor has voted there for a value.
    pub fn has(&self, value: Value) -> bool {
        self.votes.iter().any(|entry| entry.value == value)
    }

    /// Whether its acceptor may vote there.
    fn may_vote(&self) -> bool {
        matches!(self.free, Free::Open | Free::Unheld(_) | Free::Fallen(_))
    }
}

/// An acceptor.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Column {
    /// Who it is.
    pub node: NodeId,
    /// Whether it runs.
    pub up: bool,
    /// What it has promised, and by which step.
    pub promised: Option<Wall>,
}

/// What a row can still do for a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// A quorum has voted for it: it is chosen, whatever else happens.
    Chosen,
    /// It may still be chosen in this row.
    Alive,
    /// It can never be chosen in this row any more.
    Dead,
}

/// A row: an id.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// The id.
    pub ballot: Ballot,
    /// Who uses it; nobody where the cells are filled by hand.
    pub proposer: Option<NodeId>,
    /// A cell for each column.
    pub cells: Vec<Cell>,
    /// The values that were sent or voted for under it, in order. One, unless a wrong rule is in force.
    pub values: Vec<Value>,
    /// Whether nothing was sent under it, and nothing will be: its proposer has given it up, or lost it in a crash.
    pub is_given_up: bool,
    /// Those of the values that were chosen.
    chosen: Vec<Value>,
}

/// A promise or a vote that is gone from the disk of an acceptor: not Paxos.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Loss {
    /// The acceptor.
    pub node: NodeId,
    /// The promise that is gone, and what stands instead.
    pub promise: Option<(Ballot, Option<Ballot>)>,
    /// The vote that is gone.
    pub vote: Option<Vote>,
    /// The step by which it went.
    pub step: usize,
}

/// A quorum of promises, and what follows from it for all that is below.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Floor {
    /// The proposer.
    pub proposer: NodeId,
    /// The id that was promised.
    pub ballot: Ballot,
    /// By whom.
    pub by: NodeSet,
    /// The vote with the highest id that they reported.
    pub highest: Option<Vote>,
    /// The value that the proposer sends.
    pub sends: Value,
    /// The step by which the quorum was complete.
    pub step: usize,
}

/// Which values are safe under an id: no other can be chosen below it (Lamport's `SafeAt`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Safe {
    /// Whatever it is.
    Any,
    /// This one.
    Only(Value),
    /// None yet.
    None,
}

impl Safe {
    /// Whether this value is.
    pub fn has(self, value: Value) -> bool {
        self == Safe::Any || self == Safe::Only(value)
    }
}

/// All of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Board {
    /// The acceptors.
    pub columns: Vec<Column>,
    /// The ids, the highest first.
    pub rows: Vec<Row>,
    /// What acceptors have lost.
    pub losses: Vec<Loss>,
    /// The newest quorum of promises: that for the highest id.
    pub floor: Option<Floor>,
    /// Whether no rule but those of Paxos was ever in force, as whoever asks for it knows: then its theorem holds.
    pub is_paxos: bool,
    cluster: Cluster,
    rules: Rules,
    /// Those who decide: the acceptors, or the configuration of the slot; more than one where a wrong rule is in force.
    members: SmallVec<[NodeSet; 2]>,
}

/// What stands on the disks of a world, and what was voted, without a run behind it.
#[derive(Clone, Copy, Debug)]
pub struct Disks<'a> {
    /// Who there is.
    pub cluster: &'a Cluster,
    /// The rules in force.
    pub rules: &'a Rules,
    /// The disk of each acceptor, in the order of declaration.
    pub disks: &'a [OnDisk],
    /// Every vote, in order, with the promise that it broke.
    pub votes: &'a [(NodeId, Vote, Option<Ballot>)],
    /// The ids, in any order.
    pub ids: &'a [Ballot],
}

impl Board {
    /// That of a run at a moment.
    pub fn of(recording: &Recording, at: Moment) -> Board {
        Board::of_slot(recording, at, Slot::ONLY)
    }

    /// That of one slot of a log. A promise walls its cells in every slot.
    pub fn of_slot(recording: &Recording, at: Moment, slot: Slot) -> Board {
        let world = recording.at(at);
        let steps = &recording.steps()[..at.steps.min(recording.steps().len())];
        let mut pasts = log::from_the_beginning(recording, slot);
        let (mut losses, mut floor, mut sent) = (Vec::new(), None, Vec::new());
        let members = super::truth::configurations(&world, slot);
        let deciders = log::deciders(&members);
        for (place, step) in steps.iter().enumerate() {
            sent.extend(step.effects.sent.iter().filter_map(|sent| request(&sent.envelope.message, slot)));
            let Some(node) = step.node() else { continue };
            for note in &step.effects.notes {
                losses.extend(pasts[node.index()].take(node, *note, slot, writer(place, step)));
                raise_floor(&mut floor, node, *note, place);
                log::raise_floor(&mut floor, (node, slot), *note, deciders, &steps[..=place]);
            }
        }
        let cast = world.votes.iter().filter(|cast| cast.slot == slot && !cast.by.is_empty());
        let ids = world.used.iter().map(|&(ballot, _)| ballot).chain(cast.map(|cast| cast.vote.ballot));
        let rows = Rows { world: &world, pasts: &pasts, sent: &sent, slot, members: &members };
        let columns = deciders.iter().map(|node| rows.column(node)).collect();
        Board {
            columns,
            rows: highest_first(ids).into_iter().map(|ballot| rows.row(ballot)).collect(),
            losses,
            floor,
            is_paxos: false,
            cluster: world.cluster.clone(),
            rules: world.rules,
            members,
        }
    }

    /// That of cells that were filled by hand.
    pub fn by_hand(filled: Disks) -> Board {
        let nodes: Vec<NodeId> = filled.cluster.all(Role::Acceptor).iter().collect();
        let wall = |promised| Wall { promised, by: Writer::default() };
        let column = |(&node, disk): (&NodeId, &OnDisk)| Column { node, up: true, promised: disk.promised.map(wall) };
        let row = |ballot: Ballot| {
            let cell = |(&node, disk): (&NodeId, &OnDisk)| {
                let here = filled.votes.iter().filter(|(by, vote, _)| *by == node && vote.ballot == ballot);
                let entry = |&(_, vote, broke): &(NodeId, Vote, Option<Ballot>)| Entry {
                    value: vote.value,
                    by: Writer::default(),
                    broke,
                };
                let above = disk.promised.filter(|_| filled.rules.is_below_promise(ballot, disk)).map(wall);
                let free = free(filled.rules, Slot::ONLY, ballot, disk, above, None);
                Cell { votes: here.map(entry).collect(), free }
            };
            let cells: Vec<Cell> = nodes.iter().zip(filled.disks).map(cell).collect();
            let values = values_of(&cells, &[], ballot);
            let row = Row { ballot, proposer: None, cells, chosen: Vec::new(), values, is_given_up: false };
            let voted = |value: &Value| {
                nodes.iter().zip(&row.cells).filter(|(_, cell)| cell.has(*value)).map(|(&node, _)| node).collect()
            };
            let is_chosen = |value: &Value| filled.rules.is_quorum(filled.cluster, QuorumFor::Accept, voted(value));
            Row { chosen: row.values.iter().copied().filter(is_chosen).collect(), ..row }
        };
        Board {
            columns: nodes.iter().zip(filled.disks).map(column).collect(),
            rows: highest_first(filled.ids.iter().copied()).into_iter().map(row).collect(),
            losses: Vec::new(),
            floor: None,
            is_paxos: false,
            cluster: filled.cluster.clone(),
            rules: *filled.rules,
            members: SmallVec::from_iter([filled.cluster.all(Role::Acceptor)]),
        }
    }

    /// The row of an id.
    pub fn row(&self, ballot: Ballot) -> Option<&Row> {
        self.rows.iter().find(|row| row.ballot == ballot)
    }

    /// The acceptors that have voted for a value in a row.
    pub fn voted(&self, row: &Row, value: Value) -> NodeSet {
        self.nodes_where(row, |cell| cell.has(value))
    }

    /// The acceptors that may still vote in a row, whether they have or not.
    pub fn free(&self, row: &Row) -> NodeSet {
        self.nodes_where(row, Cell::may_vote)
    }

    /// What a row can still do for a value: choosable, in Lamport's word, if a quorum has each voted for it or may still.
    pub fn fate(&self, row: &Row, value: Value) -> Fate {
        match row.chosen.contains(&value) {
            true => Fate::Chosen,
            false if row.is_given_up => Fate::Dead,
            false => self.alive(self.voted(row, value).union(self.free(row))),
        }
    }

    /// The same for a value that nobody has sent there yet.
    pub fn fate_of_any(&self, row: &Row) -> Fate {
        if row.is_given_up { Fate::Dead } else { self.alive(self.free(row)) }
    }

    /// Whether promises leave a quorum free to vote in a row.
    pub fn allows_any(&self, row: &Row) -> bool {
        self.alive(self.free(row)) == Fate::Alive
    }

    /// How many acceptors a quorum to accept takes.
    pub fn quorum(&self) -> usize {
        self.rules.quorum_size_of(&self.cluster, QuorumFor::Accept, self.members[0])
    }

    /// The values that are chosen, each with its id, the lowest id first.
    pub fn chosen(&self) -> Vec<Vote> {
        let of_row = |row: &Row| row.chosen.iter().map(|&value| Vote { ballot: row.ballot, value }).collect::<Vec<_>>();
        self.rows.iter().rev().flat_map(of_row).collect()
    }

    /// Which values are safe under an id, where nothing is accepted in any row but what is safe there: a row in which
    /// nothing was sent yet will choose nothing else.
    pub fn safe_at(&self, ballot: Ballot) -> Safe {
        let mut safe = Safe::Any;
        for row in self.rows.iter().rev().filter(|row| row.ballot < ballot) {
            if row.values.is_empty() && self.fate_of_any(row) == Fate::Alive && safe == Safe::Any {
                safe = Safe::None;
            }
            for &value in row.values.iter().filter(|&&value| self.fate(row, value) != Fate::Dead) {
                safe = if safe.has(value) { Safe::Only(value) } else { Safe::None };
            }
        }
        safe
    }

    /// A row below an id because of which a value is not safe there: one in which another value is chosen; or the first
    /// from the top in which another was sent, or any may be, and can still be chosen.
    pub fn unsafe_below(&self, ballot: Ballot, value: Value) -> Option<&Row> {
        if self.safe_at(ballot).has(value) {
            return None;
        }
        let below = || self.rows.iter().filter(|row| row.ballot < ballot);
        let chooses = |row: &&Row| row.chosen.iter().any(|&chosen| chosen != value);
        let may = |row: &&Row| match row.values.is_empty() {
            true => self.fate_of_any(row) == Fate::Alive && self.safe_at(row.ballot) == Safe::Any,
            false => row.values.iter().any(|&other| other != value && self.fate(row, other) != Fate::Dead),
        };
        below().find(chooses).or_else(|| below().find(may))
    }

    /// What goes against what a quorum of promises is to prove: a vote below it for another value than the highest
    /// reported, or at all between that and it, that is chosen or can still be; none under the rules of Paxos.
    pub fn against(&self, floor: &Floor) -> Option<Vote> {
        let below = self.rows.iter().filter(|row| row.ballot < floor.ballot);
        let live = below.flat_map(|row| {
            let any = row.values.is_empty() && self.fate_of_any(row) == Fate::Alive;
            let of_row = row.values.iter().copied().filter(|&value| self.fate(row, value) != Fate::Dead);
            of_row.chain(any.then_some(floor.sends)).map(|value| Vote { ballot: row.ballot, value })
        });
        let mut against = live.filter(|vote| {
            floor.highest.is_none_or(|highest| highest.ballot < vote.ballot || highest.value != vote.value)
        });
        against.next()
    }

    fn alive(&self, able: NodeSet) -> Fate {
        let is_enough = |&members: &NodeSet| self.rules.is_quorum_of(&self.cluster, QuorumFor::Accept, members, able);
        match self.members.iter().any(is_enough) {
            true => Fate::Alive,
            false => Fate::Dead,
        }
    }

    fn nodes_where(&self, row: &Row, holds: impl Fn(&Cell) -> bool) -> NodeSet {
        let columns = self.columns.iter().zip(&row.cells);
        columns.filter(|(_, cell)| holds(cell)).map(|(column, _)| column.node).collect()
    }
}

fn request(message: &Message, slot: Slot) -> Option<Vote> {
    let Message::AcceptRequest { ballot, slot: at, value, .. } = *message else { return None };
    (at == slot).then_some(Vote { ballot, value })
}

fn writer(place: usize, step: &Step) -> Writer {
    let message = match step.action {
        Action::Deliver { message } => Some(message),
        _ => None,
    };
    Writer { step: Some(place), message }
}

/// Keeps the quorum of promises for the highest id.
fn raise_floor(floor: &mut Option<Floor>, proposer: NodeId, note: Note, step: usize) {
    let (ballot, by, highest, sends) = match note {
        Note::FreeToPropose { ballot, own, by, .. } => (ballot, by.by, None, own),
        Note::MustAdopt { ballot, vote, by, .. } => (ballot, by.by, Some(vote), vote.value),
        Note::MisreadsReports { ballot, vote, highest, by, .. } => (ballot, by.by, Some(highest), vote.value),
        Note::KeepsOwn { ballot, vote, own, by, .. } => (ballot, by.by, Some(vote), own),
        _ => return,
    };
    if floor.is_none_or(|floor| floor.ballot <= ballot) {
        *floor = Some(Floor { proposer, ballot, by, highest, sends, step });
    }
}
