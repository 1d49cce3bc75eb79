//! Whether the core refines Lamport's abstract Paxos: whether each of its steps is a step of that specification, or
//! changes nothing in it.
//!
//! Every state of the core that can be reached is taken for a state of the specification: what its acceptors have on disk,
//! and which messages were ever sent. Then what the specification allows holds of the core, as far as was searched.

use super::encode::{Encoded, Locals, Turn};
use super::scenario::{Scenario, Symmetry};
use super::search::{Key, Model, Next, Search, Status};
use super::spec::{ACTS, Acceptor, Size, Spec};
use crate::paxos::Rules;

/// The finding that a step of the core is none of the specification.
const DEPARTS: usize = 0;
/// How many words a state of the specification may take here.
const WORDS: usize = 4;

/// A state of the specification.
type Abstract = Key<WORDS>;

/// What came of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refined {
    /// Whether all was seen.
    pub status: Status,
    /// How many states of the core were seen.
    pub states: usize,
    /// How many actions it is to the farthest of them.
    pub depth: usize,
    /// How many bytes they took.
    pub bytes: u64,
    /// How many of its steps are each action of the specification, in the order of [`super::spec::Act`].
    pub steps: [u64; ACTS],
    /// How many change nothing in it.
    pub unchanged: u64,
    /// The first step that is none of the specification, and how many actions it is from the start.
    pub departure: Option<(u32, Turn)>,
}

/// Searches the core for a step that the specification does not have. None where what the scenario has is not in it.
pub fn refined(scenario: Scenario) -> Option<Refined> {
    match Encoded::words(&scenario.start) {
        0 | 1 => refined_by::<1>(scenario),
        2 => refined_by::<2>(scenario),
        3 => refined_by::<3>(scenario),
        _ => refined_by::<4>(scenario),
    }
}

fn refined_by<const W: usize>(scenario: Scenario) -> Option<Refined> {
    // The specification's acceptors have names.
    let scenario = Scenario { symmetry: Symmetry::Unused, ..scenario };
    let bounds = scenario.limits.bounds;
    let mut refinement = Refinement::new(Encoded::new(scenario))?;
    let mut search = Search::<W>::new(&mut refinement, bounds, 1 << DEPARTS);
    while search.go_on(&mut refinement, 1 << 16) == Status::Running {}
    let Refinement { steps, unchanged, departure, .. } = refinement;
    let departure = departure.zip(search.found(DEPARTS)).map(|((_, turn), found)| (found.length, turn));
    let (states, depth, bytes) = (search.states(), search.depth() as usize, search.bytes());
    Some(Refined { status: search.status(), states, depth, bytes, steps, unchanged, departure })
}

/// The core, with the specification beside it.
struct Refinement {
    core: Encoded,
    spec: Spec,
    size: Size,
    /// Which acceptor of the specification each node is.
    acceptors: Vec<usize>,
    /// What each state of each node adds to that of the specification, as far as it was asked for.
    parts: Vec<Vec<Option<Abstract>>>,
    steps: [u64; ACTS],
    unchanged: u64,
    /// The nearest departure, and how many actions its step is.
    departure: Option<(u32, Turn)>,
}

impl Refinement {
    fn new(core: Encoded) -> Option<Refinement> {
        let size = core.abstract_size()?;
        let spec = Spec::new(size, Rules::default()).ok().filter(|spec| spec.words() <= WORDS)?;
        let acceptors = core.abstract_acceptors();
        let parts = vec![Vec::new(); core.nodes()];
        Some(Refinement { core, spec, size, acceptors, parts, steps: [0; ACTS], unchanged: 0, departure: None })
    }

    /// What a node in a state adds to the state of the specification; none where that has no place for it.
    fn part(&mut self, node: usize, number: u16) -> Option<Abstract> {
        let known = self.parts[node].get(usize::from(number));
        if let Some(&Some(part)) = known {
            return Some(part);
        }
        let said = self.core.abstraction(node, number, self.size)?;
        let mut acceptors = vec![Acceptor::default(); self.acceptors.len()];
        if let Some(place) = self.acceptors.iter().position(|&acceptor| acceptor == node) {
            acceptors[place] = said.acceptor;
        }
        let part = self.spec.state(&said.begun, &said.asked, &acceptors);
        let parts = &mut self.parts[node];
        if parts.len() <= usize::from(number) {
            parts.resize(usize::from(number) + 1, None);
        }
        parts[usize::from(number)] = Some(part);
        Some(part)
    }

    /// The state of the specification; none where that has no place for one of the core's.
    fn whole(&mut self, locals: &Locals) -> Option<Abstract> {
        let mut whole = [0; WORDS];
        for (node, &local) in locals.iter().enumerate().take(self.core.nodes()) {
            let part = self.part(node, local)?;
            whole.iter_mut().zip(part).for_each(|(word, part)| *word |= part);
        }
        Some(whole)
    }

    /// Counts a step, and says whether the specification has it.
    fn allows(&mut self, before: &Locals, after: &Locals) -> bool {
        let (Some(old), Some(new)) = (self.whole(before), self.whole(after)) else { return false };
        if old == new {
            self.unchanged += 1;
            return true;
        }
        let act = self.spec.act(&old, &new);
        if let Some(act) = act {
            self.steps[act.place()] += 1;
        }
        act.is_some()
    }
}

impl<const W: usize> Model<W> for Refinement {
    fn start(&mut self) -> Key<W> {
        Model::start(&mut self.core)
    }

    fn follow(&mut self, state: &Key<W>, next: &mut Next<W>) {
        let locals = self.core.unpack(state);
        let mut turns = Vec::new();
        self.core.turns(&locals, |_, turned| turns.push(turned));
        for turned in turns {
            let mut after = locals;
            after[turned.node] = turned.moved.to();
            let (key, cost) = (self.core.pack(&after), turned.moved.cost());
            match cost {
                1 => next.push(key),
                _ => next.push_double(key),
            }
            if !self.allows(&locals, &after) {
                next.find(DEPARTS, key, cost);
                // A second delivery is two actions long: a step of one may come after it, and be nearer.
                if self.departure.as_ref().is_none_or(|&(known, _)| cost < known) {
                    self.departure = Some((cost, self.core.turn(turned)));
                }
            }
        }
    }

    fn is_full(&self) -> bool {
        Model::<W>::is_full(&self.core)
    }
}
