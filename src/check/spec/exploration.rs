//! A search of the specification, whatever the number of words that a state takes.

use super::{Act, Size, Spec, TWO_CHOSEN, Unfit};
use crate::check::search::{Bounds, Search, Status};
use crate::paxos::rules::Rules;
use std::fmt;

/// A search of the specification under way. It stops where two values are chosen.
pub struct Exploration(Box<dyn Explore>);

impl Exploration {
    /// One that has not begun.
    pub fn new(size: Size, rules: Rules, bounds: Bounds) -> Result<Exploration, Unfit> {
        let spec = Spec::new(size, rules)?;
        Ok(Exploration(match spec.words() {
            1 => Run::<1>::boxed(spec, bounds),
            2 => Run::<2>::boxed(spec, bounds),
            3 => Run::<3>::boxed(spec, bounds),
            4 => Run::<4>::boxed(spec, bounds),
            5 => Run::<5>::boxed(spec, bounds),
            6 => Run::<6>::boxed(spec, bounds),
            7 => Run::<7>::boxed(spec, bounds),
            _ => Run::<8>::boxed(spec, bounds),
        }))
    }

    /// Follows at most `budget` states more.
    pub fn go_on(&mut self, budget: u32) -> Status {
        self.0.go_on(budget)
    }

    /// Where it stands.
    pub fn status(&self) -> Status {
        self.0.status()
    }

    /// How many distinct states it has found.
    pub fn states(&self) -> usize {
        self.0.levels().iter().map(|&states| states as usize).sum()
    }

    /// How many steps it is to the farthest state that it has found.
    pub fn depth(&self) -> usize {
        self.0.levels().len() - 1
    }

    /// How many states were found at each distance from the start. The last number grows while it works.
    pub fn levels(&self) -> Vec<u32> {
        self.0.levels()
    }

    /// How many bytes it takes.
    pub fn bytes(&self) -> u64 {
        self.0.bytes()
    }

    /// A shortest way to where two values are chosen, if there is one.
    pub fn violation(&mut self) -> Option<Vec<Act>> {
        self.0.violation()
    }
}

impl fmt::Debug for Exploration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Exploration({:?}, {} states)", self.status(), self.states())
    }
}

/// What is done the same with any number of words.
trait Explore {
    fn go_on(&mut self, budget: u32) -> Status;
    fn status(&self) -> Status;
    fn levels(&self) -> Vec<u32>;
    fn bytes(&self) -> u64;
    fn violation(&mut self) -> Option<Vec<Act>>;
}

struct Run<const W: usize> {
    spec: Spec,
    search: Search<W>,
    most: u64,
}

impl<const W: usize> Run<W> {
    fn boxed(mut spec: Spec, bounds: Bounds) -> Box<dyn Explore> {
        let search: Search<W> = Search::new(&mut spec, bounds, 1 << TWO_CHOSEN);
        Box::new(Run { spec, search, most: bounds.bytes })
    }
}

impl<const W: usize> Explore for Run<W> {
    fn go_on(&mut self, budget: u32) -> Status {
        if self.status() == Status::Running {
            self.search.go_on(&mut self.spec, budget);
        }
        self.status()
    }

    fn status(&self) -> Status {
        match self.search.status() {
            // The search knows nothing of what the acceptors take.
            Status::Running if self.most <= self.bytes() => Status::TooManyBytes,
            status => status,
        }
    }

    fn levels(&self) -> Vec<u32> {
        let mut levels = self.search.levels().to_vec();
        let counted: u32 = levels.iter().sum();
        let begun = self.search.states() as u32 - counted;
        levels.extend((begun != 0).then_some(begun));
        levels
    }

    fn bytes(&self) -> u64 {
        self.search.bytes() + self.spec.bytes()
    }

    fn violation(&mut self) -> Option<Vec<Act>> {
        let way = self.search.way(self.search.found(TWO_CHOSEN)?);
        way.windows(2).map(|pair| self.spec.act(&pair[0], &pair[1])).collect()
    }
}
