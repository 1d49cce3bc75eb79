//! Breadth-first search over packed states, so that what is found first is as near to the start as can be.
//!
//! A state is a few words. All states stand one after the other, in the order in which they were found, each with the
//! place of the one that it was reached from: that is the queue and the way back at once. A table of places finds a
//! state again. What follows from a state is gathered and looked up in batches, so that the waits for memory overlap.
//!
//! Uses nothing of this crate: what a state means is its [`Model`]'s affair.

mod batch;
mod states;

use super::Progress;
pub use batch::Next;
use states::States;

/// A packed state.
pub type Key<const W: usize> = [u64; W];

/// What can be searched.
pub trait Model<const W: usize> {
    /// Where it starts.
    fn start(&mut self) -> Key<W>;

    /// Tells `next` of everything that follows from `state`.
    fn follow(&mut self, state: &Key<W>, next: &mut Next<W>);

    /// Why it cannot go on, if it cannot: it holds more than it can tell apart.
    fn is_full(&self) -> bool {
        false
    }
}

/// How many things a model can report to be found.
pub const FINDINGS: usize = 12;

/// How far a search may go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bounds {
    /// How many states it may hold.
    pub states: u32,
    /// How many bytes it may take.
    pub bytes: u64,
}

impl Default for Bounds {
    fn default() -> Bounds {
        Bounds { states: 50_000_000, bytes: 2 << 30 }
    }
}

/// Where a search stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    /// There is more to see.
    Running,
    /// Every state that can be reached has been seen.
    Complete,
    /// One of the things that are looked for is found, and nothing shorter can be.
    Found,
    /// It holds as many states as it may.
    TooManyStates,
    /// It takes as many bytes as it may.
    TooManyBytes,
    /// Its model can tell no more apart.
    Full,
}

/// Something that was found: the way there is the one to `from`, and then the step to `key`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Found<const W: usize> {
    /// The place of the state before.
    pub from: u32,
    /// The state in which it is found, as the model reported it.
    pub key: Key<W>,
    /// How long the way is, with what the model said is needed beyond `key`.
    pub length: u32,
}

/// A search under way.
#[derive(Clone, Debug)]
pub struct Search<const W: usize> {
    states: States<W>,
    bounds: Bounds,
    /// What it is for: a bit for each finding at which it stops.
    watched: u16,
    /// The next state to follow.
    next: usize,
    /// Where the level of that state ends.
    level_end: usize,
    /// How many states were found at each distance from the start.
    levels: Vec<u32>,
    batch: Next<W>,
    /// What was found to be two steps from states of this level, and of the level before.
    later: Vec<(Key<W>, u32)>,
    due: Vec<(Key<W>, u32)>,
    status: Status,
}

impl<const W: usize> Search<W> {
    /// A search that stops at the findings of which `watched` has the bit.
    pub fn new(model: &mut impl Model<W>, bounds: Bounds, watched: u16) -> Search<W> {
        let mut states = States::new(bounds);
        states.insert(&model.start(), 0);
        Search {
            states,
            bounds,
            watched,
            next: 0,
            level_end: 1,
            levels: vec![1],
            batch: Next::new(),
            later: Vec::new(),
            due: Vec::new(),
            status: Status::Running,
        }
    }

    /// Follows at most `budget` states more.
    pub fn go_on(&mut self, model: &mut impl Model<W>, budget: u32) -> Status {
        for _ in 0..budget {
            self.end_levels(model);
            if self.status != Status::Running {
                break;
            }
            self.batch.from(self.next as u32, self.depth());
            let state = *self.states.key(self.next);
            model.follow(&state, &mut self.batch);
            self.next += 1;
            if self.batch.is_full() || self.batch.has_found() {
                self.take_in();
                self.status = self.judged(model);
            }
        }
        self.end_levels(model);
        self.status
    }

    /// How far it has come.
    pub fn progress(&self) -> Progress {
        Progress { status: self.status(), states: self.states(), depth: self.depth(), bytes: self.bytes() }
    }

    /// Where it stands.
    pub fn status(&self) -> Status {
        self.status
    }

    /// How many states it has found.
    pub fn states(&self) -> usize {
        self.states.len()
    }

    /// How far from the start the state is that it follows now.
    pub fn depth(&self) -> u32 {
        self.levels.len() as u32 - 1
    }

    /// How many states were found at each distance from the start, of which the last may not be whole.
    pub fn levels(&self) -> &[u32] {
        &self.levels
    }

    /// How many bytes its states take, with the ways to them and the table.
    pub fn bytes(&self) -> u64 {
        self.states.bytes() + ((self.later.capacity() + self.due.capacity()) * size_of::<(Key<W>, u32)>()) as u64
    }

    /// The shortest way to a finding, by its bit's place, as far as is known.
    pub fn found(&self, finding: usize) -> Option<&Found<W>> {
        self.batch.found[finding].as_ref()
    }

    /// The states on the way to a finding, the start first.
    pub fn way(&self, found: &Found<W>) -> Vec<Key<W>> {
        let mut way = vec![found.key, *self.states.key(found.from as usize)];
        let mut at = found.from as usize;
        while at != 0 {
            at = self.states.parent(at) as usize;
            way.push(*self.states.key(at));
        }
        way.reverse();
        way
    }

    /// The states on the way to one that it has found, by its place; the start first.
    pub fn way_to(&self, place: usize) -> Vec<Key<W>> {
        let from = self.states.parent(place);
        match place {
            0 => vec![*self.states.key(0)],
            _ => self.way(&Found { from, key: *self.states.key(place), length: 0 }),
        }
    }

    /// Every state that it has found, in the order of their distance.
    pub fn keys(&self) -> &[Key<W>] {
        self.states.keys()
    }

    /// Looks up what was gathered, and keeps what is new.
    fn take_in(&mut self) {
        self.batch.drain_into(&mut self.states, &mut self.later);
    }

    /// Goes on to the next level that has a state to follow.
    fn end_levels(&mut self, model: &impl Model<W>) {
        while self.status == Status::Running && self.next == self.level_end {
            self.end_level();
            if self.status == Status::Running {
                self.status = self.judged(model);
            }
        }
    }

    /// What comes after a level: the next one, if there is one.
    fn end_level(&mut self) {
        self.take_in();
        for (key, from) in std::mem::replace(&mut self.due, std::mem::take(&mut self.later)) {
            self.states.insert(&key, from);
        }
        // What had no room may have been all that there was of the next level.
        if let Some(status) = self.out_of_room() {
            self.status = status;
            return;
        }
        let found = self.states.len() - self.level_end;
        if found == 0 && self.due.is_empty() {
            let is_found = self.best().is_some();
            self.status = if is_found { Status::Found } else { Status::Complete };
            return;
        }
        self.level_end = self.states.len();
        self.levels.push(found as u32);
    }

    /// The length of the shortest way to what is looked for, as far as is known.
    fn best(&self) -> Option<u32> {
        let watched = (0..FINDINGS).filter(|bit| self.watched >> bit & 1 == 1);
        watched.filter_map(|bit| Some(self.batch.found[bit]?.length)).min()
    }

    fn out_of_room(&self) -> Option<Status> {
        match () {
            () if self.states.is_full() => Some(Status::TooManyStates),
            () if self.states.is_out_of_bytes() || self.bounds.bytes <= self.bytes() => Some(Status::TooManyBytes),
            () => None,
        }
    }

    fn judged(&self, model: &impl Model<W>) -> Status {
        if self.best().is_some_and(|best| best <= self.depth() + 1) {
            return Status::Found;
        }
        if let Some(status) = self.out_of_room() {
            return status;
        }
        if model.is_full() { Status::Full } else { Status::Running }
    }
}
