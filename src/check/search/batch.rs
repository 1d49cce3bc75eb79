//! What follows from states, gathered until there is enough of it to be looked up together.

use super::states::{States, hash};
use super::{FINDINGS, Found, Key};

/// How much is gathered before it is looked up.
const ENOUGH: usize = 192;

/// Something that follows.
#[derive(Clone, Copy, Debug)]
struct Pending<const W: usize> {
    key: Key<W>,
    hash: u64,
    from: u32,
}

/// Takes what follows from a state.
#[derive(Clone, Debug)]
pub struct Next<const W: usize> {
    pending: Vec<Pending<W>>,
    /// What costs two, of which the one who searches must be told later.
    double: Vec<(Key<W>, u32)>,
    glances: Vec<u32>,
    from: u32,
    depth: u32,
    has_found: bool,
    pub(super) found: [Option<Found<W>>; FINDINGS],
}

impl<const W: usize> Next<W> {
    pub(super) fn new() -> Next<W> {
        Next {
            pending: Vec::with_capacity(2 * ENOUGH),
            double: Vec::new(),
            glances: Vec::with_capacity(2 * ENOUGH),
            from: 0,
            depth: 0,
            has_found: false,
            found: [None; FINDINGS],
        }
    }

    /// What comes now follows from this state.
    pub(super) fn from(&mut self, from: u32, depth: u32) {
        (self.from, self.depth) = (from, depth);
    }

    /// A state that is one action away.
    pub fn push(&mut self, key: Key<W>) {
        self.pending.push(Pending { key, hash: hash(&key), from: self.from });
    }

    /// A state that is two actions away.
    pub fn push_double(&mut self, key: Key<W>) {
        self.double.push((key, self.from));
    }

    /// Reports that something is found in a state that is `cost` actions away, with what is needed beyond.
    pub fn find(&mut self, finding: usize, key: Key<W>, cost: u32) {
        let length = self.depth + cost;
        if self.found[finding].is_none_or(|found| length < found.length) {
            self.found[finding] = Some(Found { from: self.from, key, length });
            self.has_found = true;
        }
    }

    pub(super) fn is_full(&self) -> bool {
        ENOUGH <= self.pending.len()
    }

    /// Whether something was found since it was last asked.
    pub(super) fn has_found(&mut self) -> bool {
        std::mem::take(&mut self.has_found)
    }

    /// Looks all of it up. The table and then the states are read ahead of their use, one after the other without
    /// waiting, so that the machine can fetch many at a time.
    pub(super) fn drain_into(&mut self, states: &mut States<W>, later: &mut Vec<(Key<W>, u32)>) {
        self.glances.clear();
        self.glances.extend(self.pending.iter().map(|pending| states.glance(pending.hash)));
        for (glance, pending) in self.glances.iter_mut().zip(&self.pending) {
            *glance = states.second_glance(*glance, pending.hash);
        }
        for (glance, pending) in self.glances.iter_mut().zip(&self.pending) {
            // What is known needs no second look; NONE says that it does.
            *glance = u32::from(states.is_at(*glance, &pending.key));
        }
        for (pending, &is_known) in self.pending.iter().zip(&self.glances) {
            if is_known == 0 {
                states.insert_hashed(&pending.key, pending.hash, pending.from);
            }
        }
        self.pending.clear();
        later.extend(self.double.drain(..).filter(|(key, _)| !states.contains(key)));
    }
}
