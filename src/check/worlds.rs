//! Every state of the whole system that looks the same to one proposer, and what comes of each value that it may pick.
//!
//! A state looks the same if the proposer has done and heard the very same in it. It stands at the moment at which the
//! PROMISE arrives that completes its majority. From there on it is searched what can come of each pick: whether two
//! values can be chosen.

use super::encode::Encoded;
use super::scenario::{Finding, Scenario};
use super::search::{Key, Search, Status};
use super::view::View;
use super::{Example, Progress, trace};
use crate::paxos::{Ballot, NodeId, NodeSet, Role, Value, Vote};
use crate::sim::World;
use std::collections::HashMap;
use std::sync::Arc;

/// A search of all that looks the same, under way.
pub struct Worlds(Box<dyn Engine>);

/// States that look the same to the proposer, and that differ from each other in nothing that matters for what is chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Alike {
    /// How many states they are.
    pub states: u32,
    /// Each acceptor's card: what it has promised, and what it has accepted.
    pub cards: Vec<(NodeId, Option<Ballot>, Option<Vote>)>,
    /// Every vote that was ever cast, and by whom.
    pub votes: Vec<(Vote, NodeSet)>,
    /// What is chosen.
    pub chosen: Vec<Value>,
    /// What is not chosen and can still be, whatever the proposer does.
    pub open: Vec<Value>,
    /// Of each pick, whether two values can be chosen after it.
    pub breaks: Vec<bool>,
}

/// All that looks the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unfolded {
    /// What was searched, in states: before the pick and after it.
    pub searched: u32,
    /// What looks the same.
    pub worlds: Vec<Alike>,
    /// Of each pick, a shortest way from the beginning on which it breaks agreement, where it does and a rule makes it.
    pub runs: Vec<Option<Example>>,
}

impl Worlds {
    /// A search that has not begun, from the beginning of a run.
    pub fn new(start: World, view: View) -> Worlds {
        let words = Encoded::words(&start);
        let view = Arc::new(view);
        let scenario = Scenario::seen(start, view.clone());
        Worlds(match words {
            0 | 1 => engine::<1>(scenario, view),
            2 => engine::<2>(scenario, view),
            3 => engine::<3>(scenario, view),
            _ => engine::<4>(scenario, view),
        })
    }

    /// Follows at most `budget` states more.
    pub fn go_on(&mut self, budget: u32) -> Status {
        self.0.go_on(budget)
    }

    /// How far it has come.
    pub fn progress(&self) -> Progress {
        self.0.progress()
    }

    /// What it has found, once it is complete.
    pub fn unfolded(&mut self) -> Option<Unfolded> {
        (self.progress().status == Status::Complete).then(|| self.0.unfolded())
    }
}

/// What tells a world from another: who has voted for what, what is promised, and what can come of it.
type Told = (Vec<(Vote, NodeSet)>, Vec<Option<Ballot>>, Outcome);

trait Engine {
    fn go_on(&mut self, budget: u32) -> Status;
    fn progress(&self) -> Progress;
    fn unfolded(&mut self) -> Unfolded;
}

fn engine<const W: usize>(scenario: Scenario, view: Arc<View>) -> Box<dyn Engine> {
    let bounds = scenario.limits.bounds;
    let mut model = Encoded::new(scenario);
    let search = Search::<W>::new(&mut model, bounds, 0);
    Box::new(EngineOf { model, search, view })
}

struct EngineOf<const W: usize> {
    model: Encoded,
    search: Search<W>,
    view: Arc<View>,
}

/// What can come of a state: a bit for each value that can be chosen before the eye picks, and one for each pick after
/// which two values can be.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
struct Outcome {
    open: u32,
    breaks: u32,
}

impl<const W: usize> Engine for EngineOf<W> {
    fn go_on(&mut self, budget: u32) -> Status {
        self.search.go_on(&mut self.model, budget)
    }

    fn progress(&self) -> Progress {
        self.search.progress()
    }

    fn unfolded(&mut self) -> Unfolded {
        let values = self.values();
        let keys: Vec<Key<W>> = self.search.keys().to_vec();
        let outcomes = self.outcomes(&keys, &values);
        let mut worlds: Vec<Alike> = Vec::new();
        let mut places: HashMap<Told, usize> = HashMap::new();
        for (key, outcome) in keys.iter().zip(&outcomes) {
            let locals = self.model.unpack(key);
            if !self.is_to_pick(&locals) {
                continue;
            }
            let alike = self.alike(key, *outcome, &values);
            let promised = alike.cards.iter().map(|&(_, promised, _)| promised).collect();
            let place = *places.entry((alike.votes.clone(), promised, *outcome)).or_insert(worlds.len());
            match worlds.get_mut(place) {
                Some(known) => known.states += 1,
                None => worlds.push(alike),
            }
        }
        let runs = (0..self.view.picks.len()).map(|pick| self.run(&keys, pick)).collect();
        Unfolded { searched: keys.len() as u32, worlds, runs }
    }
}

impl<const W: usize> EngineOf<W> {
    /// Every value that anybody wants.
    fn values(&self) -> Vec<Value> {
        let others = self.view.others.iter().map(|&(_, _, value)| value);
        let mut values: Vec<Value> = others.chain(self.view.own()).chain(self.view.picks.iter().copied()).collect();
        values.sort_unstable();
        values.dedup();
        values
    }

    /// Whether the eye has seen all but the last PROMISE, and that may arrive.
    fn is_to_pick(&self, locals: &super::encode::Locals) -> bool {
        let view = &self.view;
        let (seen, _) = self.model.seen(view, locals);
        let has_told = |from: NodeId, message| self.model.has_told(view, locals, from, message);
        let last = match view.seen.last() {
            Some(super::view::Event::Hears(from, message)) => has_told(*from, message),
            _ => false,
        };
        seen == view.last() && last && view.also.iter().all(|(from, message)| has_told(*from, message))
    }

    /// What can come of each state, from the last ones back to the first.
    fn outcomes(&mut self, keys: &[Key<W>], values: &[Value]) -> Vec<Outcome> {
        let places: HashMap<Key<W>, u32> = keys.iter().zip(0..).map(|(key, place)| (*key, place)).collect();
        let mut outcomes = vec![Outcome::default(); keys.len()];
        let mut is_new = true;
        while is_new {
            is_new = false;
            for place in (0..keys.len()).rev() {
                let outcome = self.outcome(&keys[place], values, |key| outcomes[places[key] as usize]);
                is_new |= outcome != outcomes[place];
                outcomes[place] = outcome;
            }
        }
        outcomes
    }

    fn outcome(&mut self, key: &Key<W>, values: &[Value], of: impl Fn(&Key<W>) -> Outcome) -> Outcome {
        let view = self.view.clone();
        let locals = self.model.unpack(key);
        let chosen = self.model.chosen(&locals);
        let (_, picked) = self.model.seen(&view, &locals);
        let mut outcome = Outcome::default();
        match picked.and_then(|value| view.picks.iter().position(|&pick| pick == value)) {
            Some(pick) => outcome.breaks |= u32::from(1 < chosen.len()) << pick,
            None => {
                let places = chosen.iter().filter_map(|value| values.iter().position(|other| other == value));
                outcome.open |= places.map(|place| 1 << place).sum::<u32>();
            }
        }
        let mut after = Vec::new();
        self.model.turns(&locals, |model, turned| {
            let mut next = locals;
            next[turned.node] = turned.moved.to();
            after.push((model.pack::<W>(&next), model.seen(&view, &next).1.is_some()));
        });
        for (key, has_picked) in after {
            let next = of(&key);
            outcome.breaks |= next.breaks;
            if picked.is_none() && !has_picked {
                outcome.open |= next.open;
            }
        }
        outcome
    }

    fn alike(&self, key: &Key<W>, outcome: Outcome, values: &[Value]) -> Alike {
        let locals = self.model.unpack(key);
        let chosen = self.model.chosen(&locals).to_vec();
        let open = values.iter().enumerate().filter(|(place, _)| outcome.open >> place & 1 == 1);
        let acceptors = self.model.start().cluster.all(Role::Acceptor);
        let card = |node| {
            let (promised, accepted) = self.model.card(&locals, node);
            (node, promised, accepted)
        };
        Alike {
            states: 1,
            cards: acceptors.iter().map(card).collect(),
            votes: self.model.votes(&locals),
            open: open.map(|(_, &value)| value).filter(|value| !chosen.contains(value)).collect(),
            breaks: (0..self.view.picks.len()).map(|pick| outcome.breaks >> pick & 1 == 1).collect(),
            chosen,
        }
    }

    /// The shortest way on which a pick breaks agreement.
    fn run(&mut self, keys: &[Key<W>], pick: usize) -> Option<Example> {
        let value = self.view.picks[pick];
        let rule = self.view.rule(value)?;
        let is_broken = |key: &Key<W>| {
            let locals = self.model.unpack(key);
            self.model.seen(&self.view, &locals).1 == Some(value) && 1 < self.model.chosen(&locals).len()
        };
        let place = keys.iter().position(is_broken)?;
        let way = self.search.way_to(place);
        let actions = trace::with_pick(&mut self.model, &way, &self.view, rule)?;
        Some(Example { finding: Finding::TwoChosen, actions })
    }
}
