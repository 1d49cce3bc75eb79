//! Acceptors are alike: a state and the one in which two of them have changed places can do the same.
//!
//! Of all states that differ so the one counts whose acceptors are in the order of their numbers; where some are equal,
//! the one of these in which the numbers of the others are least.

use super::{Locals, NODES_MAX};
use smallvec::SmallVec;

/// More acceptors than this have too many orders to be tried.
pub(super) const ACCEPTORS_MAX: usize = 5;

/// What is asked of the others when two neighbours among the acceptors change places.
pub(super) trait Swap {
    /// The number of the state that `other` is in then.
    fn swapped(&mut self, neighbours: usize, other: usize, local: u16) -> u16;
}

/// Which nodes are acceptors that are alike, and which are not.
#[derive(Clone, Debug)]
pub(super) struct Order {
    acceptors: SmallVec<[usize; ACCEPTORS_MAX]>,
    others: SmallVec<[usize; NODES_MAX]>,
}

impl Order {
    pub fn new(nodes: usize, acceptors: SmallVec<[usize; ACCEPTORS_MAX]>) -> Order {
        let others = (0..nodes).filter(|node| !acceptors.contains(node)).collect();
        Order { acceptors, others }
    }

    /// The two acceptors that a swap is about.
    pub fn pair(&self, neighbours: usize) -> (usize, usize) {
        (self.acceptors[neighbours], self.acceptors[neighbours + 1])
    }

    /// Puts a state in order.
    pub fn arrange(&self, locals: &mut Locals, swap: &mut impl Swap) {
        let count = self.acceptors.len();
        for end in (1..count).rev() {
            for at in 0..end {
                let (first, second) = self.pair(at);
                if locals[second] < locals[first] {
                    locals.swap(first, second);
                    self.swap_others(locals, at, swap);
                }
            }
        }
        let is_equal = |at: usize| locals[self.acceptors[at]] == locals[self.acceptors[at + 1]];
        if !(0..count - 1).any(is_equal) {
            return;
        }
        let groups: SmallVec<[(usize, usize); 2]> = self.groups(locals);
        let mut best = *locals;
        self.try_all(&groups, locals, &mut best, swap);
        *locals = best;
    }

    /// Where equal acceptors stand beside each other: the first of them, and how many there are.
    fn groups(&self, locals: &Locals) -> SmallVec<[(usize, usize); 2]> {
        let mut groups: SmallVec<[(usize, usize); 2]> = SmallVec::new();
        let mut first = 0;
        for at in 1..=self.acceptors.len() {
            let goes_on = self.acceptors.get(at).is_some_and(|&node| locals[node] == locals[self.acceptors[first]]);
            if !goes_on {
                if 1 < at - first {
                    groups.push((first, at - first));
                }
                first = at;
            }
        }
        groups
    }

    /// Goes through every order of each group, one swap after the other, and keeps the least.
    fn try_all(&self, groups: &[(usize, usize)], now: &mut Locals, best: &mut Locals, swap: &mut impl Swap) {
        let Some((&(first, size), rest)) = groups.split_first() else {
            if now < best {
                *best = *now;
            }
            return;
        };
        self.try_all(rest, now, best, swap);
        for &at in ways(size) {
            self.swap_others(now, first + at, swap);
            self.try_all(rest, now, best, swap);
        }
    }

    fn swap_others(&self, locals: &mut Locals, neighbours: usize, swap: &mut impl Swap) {
        for &other in &self.others {
            locals[other] = swap.swapped(neighbours, other, locals[other]);
        }
    }
}

/// Swaps of neighbours that, one after the other, lead through every order of so many (each change is rung once, as
/// ringers of bells do).
fn ways(size: usize) -> &'static [usize] {
    match size {
        2 => &[0],
        3 => &[0, 1, 0, 1, 0],
        4 => &[2, 1, 0, 2, 0, 1, 2, 0, 2, 1, 0, 2, 0, 1, 2, 0, 2, 1, 0, 2, 0, 1, 2],
        _ => FIVE,
    }
}

const FIVE: &[usize] = &five();

/// The ways of four, in each of whose orders the fifth goes through all places.
const fn five() -> [usize; 119] {
    const FOUR: [usize; 23] = [2, 1, 0, 2, 0, 1, 2, 0, 2, 1, 0, 2, 0, 1, 2, 0, 2, 1, 0, 2, 0, 1, 2];
    let mut ways = [0; 119];
    let (mut at, mut round) = (0, 0);
    while round < 24 {
        let mut step = 0;
        while step < 4 {
            // It goes down in one round and up in the next.
            ways[at] = if round % 2 == 0 { 3 - step } else { step };
            (at, step) = (at + 1, step + 1);
        }
        if round < 23 {
            // Where the fifth stands below, the others stand one place higher.
            ways[at] = if round % 2 == 0 { FOUR[round] + 1 } else { FOUR[round] };
            at += 1;
        }
        round += 1;
    }
    ways
}
