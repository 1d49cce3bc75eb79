//! The states of nodes that may share them, and what is known to follow from each.

use super::local::{Local, Spent};
use super::table::{Column, Move, Moves};
use super::turn::ActMove;
use crate::paxos::NodeId;
use std::collections::HashMap;

/// Nodes that may share their states.
#[derive(Clone, Debug)]
pub(super) struct Class {
    /// One of them; what its core is asked does not depend on which.
    pub member: NodeId,
    locals: Vec<Local>,
    numbers: HashMap<Local, u16>,
    /// The number of each letter that may be there for it, and the other way round.
    columns: Vec<u16>,
    column_of: HashMap<u16, usize>,
    moves: Moves,
    acts: Vec<Option<Vec<ActMove>>>,
    /// For each state, what it took of what is limited.
    spent: Vec<Spent>,
}

impl Class {
    pub fn new(member: NodeId, stride: usize) -> Class {
        Class {
            member,
            locals: Vec::new(),
            numbers: HashMap::new(),
            columns: Vec::new(),
            column_of: HashMap::new(),
            moves: Moves::new(stride),
            acts: Vec::new(),
            spent: Vec::new(),
        }
    }

    /// The number of a state, a new one if it was never met.
    pub fn number(&mut self, local: Local) -> u16 {
        if let Some(&number) = self.numbers.get(&local) {
            return number;
        }
        // The last number stands for none. A model that is full is stopped before it can matter.
        let number = self.locals.len().min(usize::from(u16::MAX) - 1) as u16;
        self.spent.push(local.spent);
        self.locals.push(local.clone());
        self.numbers.insert(local, number);
        self.acts.push(None);
        self.moves.add_local();
        number
    }

    /// Whether it has almost run out of numbers: what follows from one state may bring in some more.
    pub fn is_full(&self) -> bool {
        usize::from(u16::MAX) - 4096 < self.locals.len()
    }

    pub fn local(&self, number: u16) -> &Local {
        &self.locals[usize::from(number)]
    }

    pub fn spent(&self, number: u16) -> Spent {
        self.spent[usize::from(number)]
    }

    /// Which column a letter for it stands in.
    pub fn column(&mut self, letter: u16) -> Column {
        *self.column_of.entry(letter).or_insert_with(|| {
            self.columns.push(letter);
            self.columns.len() - 1
        })
    }

    /// The letter of a column.
    pub fn letter(&self, column: Column) -> u16 {
        self.columns[column]
    }

    /// Which letters of a word are known to change nothing in this state.
    pub fn inert(&self, number: u16, word: usize) -> u64 {
        self.moves.inert(number, word)
    }

    pub fn get_move(&self, number: u16, column: Column) -> Option<Move> {
        self.moves.get(number, column)
    }

    /// Keeps what comes of a letter in a state; nothing, where it changes nothing.
    pub fn keep_move(&mut self, number: u16, column: Column, known: Option<Move>) {
        self.moves.set(number, column, known);
    }

    pub fn acts(&self, number: u16) -> Option<&[ActMove]> {
        self.acts[usize::from(number)].as_deref()
    }

    pub fn keep_acts(&mut self, number: u16, acts: Vec<ActMove>) {
        self.acts[usize::from(number)] = Some(acts);
    }

    /// Rows are longer now: what was known by columns is to be asked again.
    pub fn forget_moves(&mut self, stride: usize) {
        self.moves = Moves::new(stride);
        for _ in 0..self.locals.len() {
            self.moves.add_local();
        }
    }
}
