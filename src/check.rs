//! Properties: what must hold of a run, at every step.
//!
//! [`Verdicts`] goes through a run once and finds, for each [`Property`], the first step that breaks it, with the
//! witness: who and what it takes to see it.
//!
//! [`search`] goes through all that can follow from a state, breadth first.
//!
//! [`worlds`] finds every state that looks the same to one proposer, and in which of them a value that it may pick breaks
//! agreement.
//!
//! [`spec`] is Lamport's abstract Paxos, to be searched in the same way.
//!
//! Uses `paxos` and `sim`. Deliberately absent: words, threads and clocks; who searches says how far.

mod encode;
pub mod property;
pub mod refinement;
pub mod scenario;
pub mod search;
pub mod spec;
mod trace;
pub mod view;
pub mod wanted;
pub mod worlds;

pub use encode::Turn;
pub use property::{Broken, How, Property, Verdicts, first_violation};
pub use scenario::{Finding, Goal, Hearing, Limits, Scenario, Subject, Symmetry, Unjudged};
pub use search::{Bounds, Status};
pub use view::View;
pub use wanted::{Asks, Wanted};
pub use worlds::Worlds;

use crate::sim::world::Faithful;
use crate::sim::{Action, Seen, truth};
use encode::Encoded;
use search::Search;

/// A search of all that can follow from a world, under way.
pub struct Check {
    engine: Box<dyn Engine>,
    /// What is so at the start, the worst first.
    already: Vec<Finding>,
    /// Whether that is what is looked for.
    is_found: bool,
}

/// How far a search has come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Progress {
    /// Whether it goes on, and if not why.
    pub status: Status,
    /// How many states it has found.
    pub states: usize,
    /// How many actions from the start the state is that it follows now; a crash with its restart is two.
    pub depth: u32,
    /// How many bytes its states take.
    pub bytes: u64,
}

/// A shortest way to a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Example {
    /// What is found at its end.
    pub finding: Finding,
    /// What happens, from the world at the start: each is an action of [`crate::sim::World::apply_whole`].
    pub actions: Vec<Action>,
}

impl Check {
    /// A search that has not begun.
    pub fn new(mut scenario: Scenario) -> Check {
        scenario.start.take_all_own(&mut Faithful);
        let (mut already, goal) = (already(&scenario), scenario.goal);
        let mut engine = match Encoded::words(&scenario.start) {
            0 | 1 => engine::<1>(scenario),
            2 => engine::<2>(scenario),
            3 => engine::<3>(scenario),
            _ => engine::<4>(scenario),
        };
        already.extend(engine.begins_with_two_open().then_some(Finding::BothChoosable));
        let is_found = already.iter().any(|&finding| goal.is_met_by(finding));
        Check { engine, already, is_found }
    }

    /// Follows at most `budget` states more.
    pub fn go_on(&mut self, budget: u32) -> Status {
        if self.is_found { Status::Found } else { self.engine.go_on(budget) }
    }

    /// Follows states until there is no more to see.
    pub fn run(&mut self) -> Status {
        while self.go_on(1 << 16) == Status::Running {}
        self.progress().status
    }

    /// How far it has come.
    pub fn progress(&self) -> Progress {
        let progress = self.engine.progress();
        if self.is_found { Progress { status: Status::Found, ..progress } } else { progress }
    }

    /// How many states were found at each distance from the start; the last level may not be whole.
    pub fn levels(&self) -> Vec<u32> {
        self.engine.levels()
    }

    /// How many actions it takes to come to a finding at least, as far as is known; none where it is so at the start.
    pub fn length(&self, finding: Finding) -> Option<u32> {
        if self.already.contains(&finding) { Some(0) } else { self.engine.length(finding) }
    }

    /// A shortest way to a finding, if one is known.
    pub fn example(&mut self, finding: Finding) -> Option<Example> {
        match self.already.contains(&finding) {
            true => Some(Example { finding, actions: Vec::new() }),
            false => self.engine.example(finding),
        }
    }
}

/// What is so at the start, before anything happens.
fn already(scenario: &Scenario) -> Vec<Finding> {
    let world = &scenario.start;
    let is_chosen = |chosen: truth::Chosen| match scenario.goal {
        Goal::Choose(wanted) => chosen.vote.value.shows_as(wanted),
        _ => true,
    };
    let is_as_wanted = scenario.wanted.as_ref().is_some_and(|wanted| {
        let seen = Seen { world, tally: &wanted.tally };
        (wanted.holds)(&seen)
    });
    let so = [
        (Finding::TwoChosen, truth::two_chosen(world).is_some()),
        (Finding::Differ, truth::differ(world)),
        (Finding::LearnedUnchosen, truth::learned_unchosen(world).is_some()),
        (Finding::Invented, truth::validity(world).is_some()),
        (Finding::Chosen, truth::chosen(world).any(is_chosen)),
        (Finding::AppliedPast, truth::log::in_order(world).is_some()),
        (Finding::AppliedOther, truth::log::applied_apart(world).is_some()),
        (Finding::ExecutedTwice, truth::log::executed_twice(world).is_some()),
        (Finding::Wanted, is_as_wanted),
    ];
    so.into_iter().filter_map(|(finding, is_so)| is_so.then_some(finding)).collect()
}

/// A search with its model, whatever the size of its states.
trait Engine {
    fn begins_with_two_open(&mut self) -> bool;
    fn go_on(&mut self, budget: u32) -> Status;
    fn progress(&self) -> Progress;
    fn levels(&self) -> Vec<u32>;
    fn length(&self, finding: Finding) -> Option<u32>;
    fn example(&mut self, finding: Finding) -> Option<Example>;
}

fn engine<const W: usize>(scenario: Scenario) -> Box<dyn Engine> {
    let (bounds, watched) = (scenario.limits.bounds, scenario.goal.watched());
    let mut model = Encoded::new(scenario);
    let search = Search::<W>::new(&mut model, bounds, watched);
    Box::new(EngineOf { model, search })
}

/// The engine for states of so many words.
struct EngineOf<const W: usize> {
    model: Encoded,
    search: Search<W>,
}

impl<const W: usize> Engine for EngineOf<W> {
    fn begins_with_two_open(&mut self) -> bool {
        self.model.begins_with_two_open()
    }

    fn go_on(&mut self, budget: u32) -> Status {
        self.search.go_on(&mut self.model, budget)
    }

    fn progress(&self) -> Progress {
        self.search.progress()
    }

    fn levels(&self) -> Vec<u32> {
        let mut levels = self.search.levels().to_vec();
        let begun = self.search.states() as u32 - levels.iter().sum::<u32>();
        levels.extend((0 < begun).then_some(begun));
        levels
    }

    fn length(&self, finding: Finding) -> Option<u32> {
        self.search.found(finding as usize).map(|found| found.length)
    }

    fn example(&mut self, finding: Finding) -> Option<Example> {
        let found = self.search.found(finding as usize)?;
        let way = self.search.way(found);
        Some(Example { finding, actions: trace::actions(&mut self.model, &way, finding)? })
    }
}
