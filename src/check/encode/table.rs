//! What is known of each state of a node and each letter for it: a number, a price and what is remarkable.

/// The place of a letter in a row.
pub(super) type Column = usize;

/// What comes of a letter or an act: the state that follows, packed with its price and its remarks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::check) struct Move(u32);

/// Something about a move that a search must look at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(in crate::check) struct Remarks(u8);

impl Remarks {
    /// An acceptor votes.
    pub const CASTS: Remarks = Remarks(1);
    /// A node learns.
    pub const LEARNS: Remarks = Remarks(2);
    /// An acceptor goes below what it had promised or accepted.
    pub const BREAKS_PROMISE: Remarks = Remarks(4);
    /// A proposer sends a value.
    pub const SENDS: Remarks = Remarks(8);
    /// A proposer begins a ballot.
    pub const STARTS: Remarks = Remarks(16);
    /// A replica applies a slot.
    pub const APPLIES: Remarks = Remarks(32);

    #[must_use]
    pub fn and(self, other: Remarks) -> Remarks {
        Remarks(self.0 | other.0)
    }

    pub fn has(self, other: Remarks) -> bool {
        self.0 & other.0 != 0
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl Move {
    /// To a state, for one action or two.
    pub fn new(to: u16, cost: u32, remarks: Remarks) -> Move {
        Move(u32::from(to) | (cost - 1) << 16 | u32::from(remarks.0) << 17)
    }

    /// The state that follows.
    pub fn to(self) -> u16 {
        self.0 as u16
    }

    /// How many actions it takes: one or two.
    pub fn cost(self) -> u32 {
        (self.0 >> 16 & 1) + 1
    }

    pub fn remarks(self) -> Remarks {
        Remarks((self.0 >> 17) as u8)
    }
}

/// A move that was not asked for yet.
const UNKNOWN: u32 = u32::MAX;

/// The moves of a class: a row for each state.
#[derive(Clone, Debug)]
pub(super) struct Moves {
    /// Words of a row of letters that change nothing.
    stride: usize,
    moves: Vec<u32>,
    inert: Vec<u64>,
}

impl Moves {
    pub fn new(stride: usize) -> Moves {
        Moves { stride, moves: Vec::new(), inert: Vec::new() }
    }

    pub fn add_local(&mut self) {
        self.moves.resize(self.moves.len() + 64 * self.stride, UNKNOWN);
        self.inert.resize(self.inert.len() + self.stride, 0);
    }

    pub fn inert(&self, number: u16, word: usize) -> u64 {
        self.inert[usize::from(number) * self.stride + word]
    }

    pub fn get(&self, number: u16, column: Column) -> Option<Move> {
        let known = self.moves[usize::from(number) * 64 * self.stride + column];
        (known != UNKNOWN).then_some(Move(known))
    }

    pub fn set(&mut self, number: u16, column: Column, known: Option<Move>) {
        match known {
            Some(Move(known)) => self.moves[usize::from(number) * 64 * self.stride + column] = known,
            None => self.inert[usize::from(number) * self.stride + column / 64] |= 1 << (column % 64),
        }
    }
}
