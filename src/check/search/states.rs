//! The states that were found, and how to find them again.

use super::{Bounds, Key};

/// Empty places of the table.
const NONE: u32 = u32::MAX;
/// The table is at most so full: three quarters.
const FULL: (usize, usize) = (3, 4);
/// How many places the table has at first.
const FIRST: usize = 1 << 12;

/// All states, in the order in which they were found, and a table of their places.
#[derive(Clone, Debug)]
pub(super) struct States<const W: usize> {
    keys: Vec<Key<W>>,
    parents: Vec<u32>,
    /// Places of states, by their hashes; open addressing, the next free place after its own. A place is less than the
    /// length of the table: the bits above have more of the hash, so that a state need seldom be read to see that it is
    /// another one.
    table: Vec<u32>,
    /// As many states, and as many bytes, it may have.
    bounds: Bounds,
    /// Whether a state found no room for want of bytes.
    is_out_of_bytes: bool,
}

impl<const W: usize> States<W> {
    pub fn new(bounds: Bounds) -> States<W> {
        let table = vec![NONE; FIRST];
        States { keys: Vec::new(), parents: Vec::new(), table, bounds, is_out_of_bytes: false }
    }

    /// Whether it holds as many as it may.
    pub fn is_full(&self) -> bool {
        self.bounds.states as usize <= self.keys.len()
    }

    /// Whether a state was left out because it would have taken more bytes than there may be.
    pub fn is_out_of_bytes(&self) -> bool {
        self.is_out_of_bytes
    }

    pub fn len(&self) -> usize {
        self.keys.len()
    }

    pub fn key(&self, at: usize) -> &Key<W> {
        &self.keys[at]
    }

    pub fn keys(&self) -> &[Key<W>] {
        &self.keys
    }

    pub fn parent(&self, at: usize) -> u32 {
        self.parents[at]
    }

    pub fn bytes(&self) -> u64 {
        let words = self.keys.capacity() * size_of::<Key<W>>();
        (words + self.parents.capacity() * size_of::<u32>() + self.table.len() * size_of::<u32>()) as u64
    }

    /// What stands where the table has its first place for this hash: a beginning for [`States::second_glance`], and a
    /// reason to have it in the cache.
    pub fn glance(&self, hash: u64) -> u32 {
        self.table[self.home(hash)]
    }

    /// The place of the first state that has as much of this hash as the table holds; no place where there is none.
    pub fn second_glance(&self, glance: u32, hash: u64) -> u32 {
        let (mut entry, mut place) = (glance, self.home(hash));
        while entry != NONE && !self.has_mark(entry, hash) {
            place = (place + 1) & self.mask();
            entry = self.table[place];
        }
        if entry == NONE { NONE } else { entry & self.mask() as u32 }
    }

    /// Whether the state at a place that a glance gave is this one.
    pub fn is_at(&self, at: u32, key: &Key<W>) -> bool {
        at != NONE && self.keys[at as usize] == *key
    }

    pub fn contains(&self, key: &Key<W>) -> bool {
        self.place(key, hash(key)).is_err()
    }

    /// Keeps a state, if it is new and there is room for it. Gives whether it was.
    pub fn insert(&mut self, key: &Key<W>, from: u32) -> bool {
        self.insert_hashed(key, hash(key), from)
    }

    pub fn insert_hashed(&mut self, key: &Key<W>, hash: u64, from: u32) -> bool {
        let Ok(place) = self.place(key, hash) else { return false };
        if self.is_full() || !self.has_bytes() {
            return false;
        }
        self.table[place] = self.entry(self.keys.len(), hash);
        self.make_room();
        self.keys.push(*key);
        self.parents.push(from);
        if self.table.len() * FULL.0 <= self.keys.len() * FULL.1 {
            self.grow();
        }
        true
    }

    /// The free place for this state; the state's own place in the table where it is known.
    fn place(&self, key: &Key<W>, hash: u64) -> Result<usize, usize> {
        let mut place = self.home(hash);
        loop {
            let entry = self.table[place];
            if entry == NONE {
                return Ok(place);
            }
            if self.has_mark(entry, hash) && self.keys[entry as usize & self.mask()] == *key {
                return Err(place);
            }
            place = (place + 1) & self.mask();
        }
    }

    /// The bits of a place in the table. As all of it is never full, a state's own place never has all of them.
    fn mask(&self) -> usize {
        self.table.len() - 1
    }

    fn home(&self, hash: u64) -> usize {
        // The high bits of a product are its best ones.
        (hash >> 32) as usize & self.mask()
    }

    /// What the table holds of a state: its place, and what of its hash has not led there.
    fn entry(&self, at: usize, hash: u64) -> u32 {
        at as u32 | (hash >> 32) as u32 & !(self.mask() as u32)
    }

    /// Whether an entry has what this hash would have.
    fn has_mark(&self, entry: u32, hash: u64) -> bool {
        (entry ^ (hash >> 32) as u32) & !(self.mask() as u32) == 0
    }

    /// Whether there are bytes for one more; the first one always has its place.
    fn has_bytes(&mut self) -> bool {
        let a_state = size_of::<Key<W>>() + size_of::<u32>();
        let more = if self.keys.len() == self.keys.capacity() { self.step() * a_state } else { 0 };
        let is_table_full = self.table.len() * FULL.0 <= (self.keys.len() + 1) * FULL.1;
        let more = more + if is_table_full { self.table.len() * size_of::<u32>() } else { 0 };
        self.is_out_of_bytes |= 0 < more && !self.keys.is_empty() && self.bounds.bytes < self.bytes() + more as u64;
        !self.is_out_of_bytes
    }

    /// By how many states it grows: by a quarter, since doubling would leave half of a large memory unused.
    fn step(&self) -> usize {
        (self.keys.len() / 4).max(1024)
    }

    fn make_room(&mut self) {
        if self.keys.len() == self.keys.capacity() {
            let more = self.step();
            self.keys.reserve_exact(more);
            self.parents.reserve_exact(more);
        }
    }

    fn grow(&mut self) {
        let places = self.table.len() * 2;
        self.table = Vec::new();
        self.table = vec![NONE; places];
        for at in 0..self.keys.len() {
            let hash = hash(&self.keys[at]);
            let mut place = self.home(hash);
            while self.table[place] != NONE {
                place = (place + 1) & self.mask();
            }
            self.table[place] = self.entry(at, hash);
        }
    }
}

/// Multiplies every word in: the keys differ in few bits, and those must reach the high ones.
pub(super) fn hash<const W: usize>(key: &Key<W>) -> u64 {
    const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut hash = 0_u64;
    for &word in key {
        hash = (hash ^ word).wrapping_mul(ODD);
        hash ^= hash >> 32;
    }
    hash.wrapping_mul(ODD)
}
