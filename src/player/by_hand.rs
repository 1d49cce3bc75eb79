//! The board filled by hand: the reader says who promises and who accepts what, and the rules of the abstract
//! algorithm (Lamport's `Voting` and `Paxos`) refuse what would not be safe, with the reason.

use super::act::VALUE_CHARS_MAX;
use super::model::Model;
use super::show::Show;
use crate::paxos::acceptor::OnDisk;
use crate::paxos::{
    Ballot, Cluster, Nacks, NodeId, Numbering, QuorumSize, Replication, Role, Rules, Slot, Value, Vote,
};
use crate::sim::board::{Board, Disks, Fate};
use crate::story::Names;
use crate::story::words::board::No;
use crate::story::words::{Telling, Vocabulary};

/// So many ids a fresh board has.
pub const IDS: u32 = 6;
/// So many acceptors a fresh board may have.
pub const ACCEPTORS: [u8; 3] = [3, 4, 5];
/// So many clicks can be undone.
const UNDO_MAX: usize = 200;

/// What a click on a cell does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tool {
    /// The acceptor promises the id of the row.
    Promise,
    /// It accepts the first word under it.
    Cat,
    /// It accepts the second word.
    Dog,
    /// It accepts the reader's own word.
    Own,
}

/// What the reader does.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // Each says what it is.
pub enum HandMsg {
    /// A fresh board with so many acceptors.
    Fresh(u8),
    /// The cells of the run, as they stand at the moment that is shown, for one who sees all.
    FromRun,
    /// Back to the board of the run.
    Leave,
    Take(Tool),
    /// The reader's own word.
    Word(String),
    /// A click on the cell of this id and acceptor.
    Fill(Ballot, NodeId),
    /// The cell at this row and column has the focus: there one goes on.
    At(usize, usize),
    /// Whether the rules may be broken.
    Break(bool),
    Undo,
    Clear,
}

/// What is on the board.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Filled {
    disks: Vec<OnDisk>,
    votes: Vec<(NodeId, Vote, Option<Ballot>)>,
}

/// The board that is filled by hand.
#[derive(Clone, PartialEq, Debug)]
pub struct ByHand {
    /// Whether it is shown in place of that of the run.
    pub is_open: bool,
    /// What a click does.
    pub tool: Tool,
    /// The reader's own word, as it was typed.
    pub word: String,
    /// Whether the rules may be broken.
    pub breaks: bool,
    /// Why the last click came to nothing, or what it broke.
    pub no: Option<No>,
    /// The cell that the last click has filled.
    pub done: Option<(Ballot, NodeId)>,
    at: Option<(usize, usize)>,
    names: Names,
    cluster: Cluster,
    ids: Vec<Ballot>,
    filled: Filled,
    past: Vec<Filled>,
}

impl Default for ByHand {
    fn default() -> ByHand {
        ByHand::fresh(ACCEPTORS[0])
    }
}

impl ByHand {
    /// An empty board.
    pub fn fresh(acceptors: u8) -> ByHand {
        let cluster = Cluster {
            roles: std::iter::repeat_n(Role::Acceptor, usize::from(acceptors)).collect(),
            servers: std::iter::repeat_n(0, usize::from(acceptors)).collect(),
            numbering: Numbering::Slotted,
            quorum: QuorumSize::Majority,
            nacks: Nacks::Off,
            log: Replication::default(),
        };
        let nodes = (1..=acceptors).map(|place| format!("A{place}")).collect();
        ByHand {
            is_open: false,
            tool: Tool::Promise,
            word: "owl".to_string(),
            breaks: false,
            no: None,
            done: None,
            at: None,
            names: Names { nodes, ..Names::new() },
            cluster,
            ids: (1..=IDS).map(|number| Ballot { number, proposer: 0 }).collect(),
            filled: Filled { disks: vec![OnDisk::default(); usize::from(acceptors)], votes: Vec::new() },
            past: Vec::new(),
        }
    }

    /// One with the cells of a run. The rules of Paxos hold on it, whatever holds in the run.
    fn from_run(show: &Show) -> ByHand {
        let (world, board) = (show.world(), Board::of(show.recording(), show.at));
        let acceptors: Vec<NodeId> = world.cluster.all(Role::Acceptor).iter().collect();
        let disk = |node: &NodeId| world.node(*node).acceptor.as_ref().map(|acceptor| acceptor.disk.clone());
        let mut votes = Vec::new();
        for row in board.rows.iter().rev() {
            for (column, cell) in board.columns.iter().zip(&row.cells) {
                let vote = |value: Value| Vote { ballot: row.ballot, value };
                votes.extend(cell.votes.iter().map(|entry| (column.node, vote(entry.value), entry.broke)));
            }
        }
        ByHand {
            names: show.names().clone(),
            ids: board.rows.iter().map(|row| row.ballot).collect(),
            filled: Filled { disks: acceptors.iter().map(|node| disk(node).unwrap_or_default()).collect(), votes },
            cluster: world.cluster.clone(),
            ..ByHand::default()
        }
    }

    /// The board as it stands.
    pub fn board(&self) -> Board {
        Board::by_hand(Disks {
            cluster: &self.cluster,
            rules: &Rules::default(),
            disks: &self.filled.disks,
            votes: &self.filled.votes,
            ids: &self.ids,
        })
    }

    /// How to tell it.
    pub fn telling(&self, vocabulary: Vocabulary) -> Telling<'_> {
        Telling { vocabulary, ..Telling::exact(&self.names) }
    }

    /// How many acceptors it has.
    pub fn acceptors(&self) -> usize {
        self.filled.disks.len()
    }

    /// The row and the column of the cell to which Tab leads: the last that had the focus, else the lowest id.
    pub fn at(&self) -> (usize, usize) {
        let last = (self.ids.len().saturating_sub(1), self.acceptors().saturating_sub(1));
        self.at.map_or((last.0, 0), |(row, column)| (row.min(last.0), column.min(last.1)))
    }

    /// Whether there is something to take back.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// The word that a click has accepted; none where it makes promise.
    pub fn accepts(&self) -> Option<&str> {
        match self.tool {
            Tool::Promise => None,
            Tool::Cat => Some("cat"),
            Tool::Dog => Some("dog"),
            Tool::Own => Some(self.word.trim()),
        }
    }

    #[inline(never)]
    fn update(&mut self, msg: HandMsg, show: Option<&Show>) {
        if let HandMsg::At(row, column) = msg {
            return self.at = Some((row, column));
        }
        self.no = None;
        self.done = None;
        match msg {
            HandMsg::At(..) => {}
            HandMsg::Fresh(acceptors) => self.begin(ByHand::fresh(acceptors)),
            HandMsg::FromRun => {
                show.filter(|show| show.eye.is_none()).into_iter().for_each(|show| self.begin(ByHand::from_run(show)))
            }
            HandMsg::Leave => self.is_open = false,
            HandMsg::Take(tool) => self.tool = tool,
            HandMsg::Word(word) => {
                self.word = word;
                self.tool = Tool::Own;
            }
            HandMsg::Break(breaks) => self.breaks = breaks,
            HandMsg::Undo => self.filled = self.past.pop().unwrap_or_else(|| self.filled.clone()),
            HandMsg::Clear => {
                let disks = vec![OnDisk::default(); self.filled.disks.len()];
                self.change(Filled { disks, votes: Vec::new() });
            }
            HandMsg::Fill(ballot, node) => self.fill(ballot, node),
        }
    }

    /// Another board; what the reader holds stays.
    fn begin(&mut self, board: ByHand) {
        let (tool, word, breaks) = (self.tool, std::mem::take(&mut self.word), self.breaks);
        *self = ByHand { is_open: true, tool, word, breaks, ..board };
    }

    fn change(&mut self, filled: Filled) {
        if filled == self.filled {
            return;
        }
        if UNDO_MAX <= self.past.len() {
            self.past.remove(0);
        }
        self.past.push(std::mem::replace(&mut self.filled, filled));
    }

    fn fill(&mut self, ballot: Ballot, node: NodeId) {
        let Some(place) = self.cluster.all(Role::Acceptor).iter().position(|acceptor| acceptor == node) else { return };
        let value = match self.accepts().map(str::to_string) {
            None => None,
            Some(word) if word.is_empty() => return self.no = Some(No::NoWord),
            Some(word) if VALUE_CHARS_MAX < word.chars().count() => {
                return self.no = Some(No::LongWord(word.chars().count(), VALUE_CHARS_MAX));
            }
            Some(word) => Some(self.names.intern(&word)),
        };
        let no = match value {
            None => self.against_promise(ballot, node, place),
            Some(value) => self.against_vote(Vote { ballot, value }, node, place),
        };
        self.no = no;
        let is_idle = matches!(no, Some(No::Again(..)));
        if no.is_some() && (!self.breaks || is_idle) {
            return;
        }
        let mut filled = self.filled.clone();
        let disk = &mut filled.disks[place];
        match value {
            None => disk.promised = Some(ballot),
            Some(value) => {
                let vote = Vote { ballot, value };
                let broke = disk.promised.filter(|_| Rules::default().is_below_promise(ballot, disk));
                disk.promised = disk.promised.max(Some(ballot));
                disk.votes.set(Slot::ONLY, vote);
                filled.votes.push((node, vote, broke));
            }
        }
        self.change(filled);
        self.done = no.is_none().then_some((ballot, node));
    }

    fn against_promise(&self, ballot: Ballot, node: NodeId, place: usize) -> Option<No> {
        let promised = self.filled.disks[place].promised;
        let may = Rules::default().may_promise(ballot, promised);
        promised.filter(|_| !may).map(|promised| No::NotHigher(node, promised, ballot))
    }

    fn against_vote(&self, vote: Vote, node: NodeId, place: usize) -> Option<No> {
        let Vote { ballot, value } = vote;
        if self.filled.votes.iter().any(|&(by, cast, _)| (by, cast) == (node, vote)) {
            return Some(No::Again(node, vote));
        }
        let disk = &self.filled.disks[place];
        if let Some(promised) = disk.promised.filter(|_| !Rules::default().may_accept(ballot, Slot::ONLY, disk)) {
            return Some(No::Promised(node, promised, ballot));
        }
        let board = self.board();
        let taken = board.row(ballot).and_then(|row| row.values.iter().find(|&&other| other != value));
        if let Some(&other) = taken {
            return Some(No::RowHas(ballot, other));
        }
        let below = board.unsafe_below(ballot, value)?;
        let is_other = |other: &&Value| **other != value;
        let is_chosen = |other: &&Value| board.fate(below, **other) == Fate::Chosen;
        let others = || below.values.iter().filter(is_other);
        let other = others().find(is_chosen).or_else(|| others().next()).copied();
        let free = board.free(below);
        let is_chosen = other.is_some_and(|other| board.fate(below, other) == Fate::Chosen);
        Some(No::Unsafe { below: below.ballot, other, is_chosen, free, value, ballot })
    }
}

impl Model {
    pub(super) fn by_hand(&mut self, msg: HandMsg) {
        let mut by_hand = std::mem::take(&mut self.by_hand);
        by_hand.update(msg, self.show());
        self.by_hand = by_hand;
    }
}
