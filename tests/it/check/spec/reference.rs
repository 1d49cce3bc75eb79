//! `Paxos.tla` once more, word for word and without a thought of speed: sets of records, as the specification has them.
//!
//! Nothing of `check::spec` is used. Ballots are `0..ballots`, quorums all sets of so many acceptors; -1 is -1.

use paxos_explainer::paxos::rules::{Accept, IdsRule, Phases, Promise, Quorum, Report, Rules, Storage, ValueRule};
use std::collections::BTreeSet;

pub type Bal = i8;
/// A value; none is the specification's `None`.
pub type Val = Option<u8>;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Msg {
    OneA { bal: Bal },
    OneB { acc: usize, bal: Bal, mbal: Bal, mval: Val },
    TwoA { bal: Bal, val: u8 },
    TwoB { acc: usize, bal: Bal, val: u8 },
}
use Msg::{OneA, OneB, TwoA, TwoB};

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct State {
    pub max_bal: Vec<Bal>,
    pub max_vbal: Vec<Bal>,
    pub max_val: Vec<Val>,
    pub msgs: BTreeSet<Msg>,
}

/// The constants, and what of the actions is not Paxos.
#[derive(Clone, Debug)]
pub struct Model {
    pub acceptors: usize,
    pub values: u8,
    pub ballots: Bal,
    pub rules: Rules,
}

/// What a search from `Init` finds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// The number of states at each distance.
    pub levels: Vec<u32>,
    /// The distance of the nearest state in which two values are chosen.
    pub violation: Option<usize>,
    /// Whether that is all.
    pub is_whole: bool,
}

impl Model {
    pub fn init(&self) -> State {
        let all = self.acceptors;
        State { max_bal: vec![-1; all], max_vbal: vec![-1; all], max_val: vec![None; all], msgs: BTreeSet::new() }
    }

    pub fn quorums(&self) -> Vec<BTreeSet<usize>> {
        let all = self.acceptors;
        let size = match self.rules.quorum {
            Quorum::Majority => all / 2 + 1,
            Quorum::Half => (all / 2).max(1),
            Quorum::One => 1,
        };
        let sets = (0..1_usize << all).map(|set| (0..all).filter(|a| set >> a & 1 == 1).collect::<BTreeSet<_>>());
        sets.filter(|set| set.len() == size).collect()
    }

    /// Every state that `Next` leads to.
    pub fn next(&self, s: &State) -> Vec<State> {
        let mut all = Vec::new();
        for b in 0..self.ballots {
            if self.rules.phases == Phases::Two {
                all.push(send(s, OneA { bal: b }));
            }
            for v in 0..self.values {
                all.extend(self.phase_2a(s, b, v));
            }
        }
        for a in 0..self.acceptors {
            for &m in &s.msgs {
                all.extend(self.phase_1b(s, a, m));
                all.extend(self.phase_2b(s, a, m));
            }
            all.extend(self.forget(s, a));
        }
        all
    }

    fn phase_1b(&self, s: &State, a: usize, m: Msg) -> Option<State> {
        let OneA { bal } = m else { return None };
        let is_allowed = match self.rules.promise {
            Promise::Higher => s.max_bal[a] < bal,
            Promise::OrEqual => s.max_bal[a] <= bal,
            Promise::Always => true,
        };
        if !is_allowed {
            return None;
        }
        let (mbal, mval) = match self.rules.report {
            Report::AcceptedId => (s.max_vbal[a], s.max_val[a]),
            Report::PromisedId if s.max_vbal[a] == -1 => (-1, None),
            Report::PromisedId if s.max_bal[a] == -1 => (s.max_vbal[a], s.max_val[a]),
            Report::PromisedId => (s.max_bal[a], s.max_val[a]),
            Report::Nothing => (-1, None),
        };
        let mut t = send(s, OneB { acc: a, bal, mbal, mval });
        t.max_bal[a] = bal;
        Some(t)
    }

    fn phase_2a(&self, s: &State, b: Bal, v: u8) -> Option<State> {
        let is_sent = s.msgs.iter().any(|m| matches!(m, TwoA { bal, .. } if *bal == b));
        let is_safe = |q: &BTreeSet<usize>| {
            let q1b: Vec<(usize, Bal, Val)> = s
                .msgs
                .iter()
                .filter_map(|m| match *m {
                    OneB { acc, bal, mbal, mval } if q.contains(&acc) && bal == b => Some((acc, mbal, mval)),
                    _ => None,
                })
                .collect();
            let q1bv: Vec<(usize, Bal, Val)> = q1b.iter().copied().filter(|m| 0 <= m.1).collect();
            let all_answer = q.iter().all(|a| q1b.iter().any(|m| m.0 == *a));
            let shows = |m: &(usize, Bal, Val)| {
                let is_it = match self.rules.value {
                    ValueRule::Lowest => q1bv.iter().all(|mm| m.1 <= mm.1),
                    ValueRule::First => true,
                    _ => q1bv.iter().all(|mm| mm.1 <= m.1),
                };
                m.2 == Some(v) && is_it
            };
            // A second 2a of a ballot is sent when something is reported, and not because nothing is.
            let again = is_sent && self.rules.value == ValueRule::RePicks && self.rules.ids == IdsRule::Unique;
            let free = match self.rules.value {
                ValueRule::Own => true,
                _ => q1bv.is_empty() && !again,
            };
            all_answer && (free || q1bv.iter().any(shows))
        };
        let may_be_again = match self.rules.ids {
            IdsRule::Reused => true,
            IdsRule::Unique => self.rules.value == ValueRule::RePicks && self.rules.phases == Phases::Two,
        };
        let is_shown = self.rules.phases == Phases::One || self.quorums().iter().any(is_safe);
        ((!is_sent || may_be_again) && is_shown).then(|| send(s, TwoA { bal: b, val: v }))
    }

    fn phase_2b(&self, s: &State, a: usize, m: Msg) -> Option<State> {
        let TwoA { bal, val } = m else { return None };
        let is_allowed = match self.rules.accept {
            Accept::IfPromised | Accept::WithoutPromising => s.max_bal[a] <= bal,
            Accept::First => s.max_bal[a] <= bal && s.max_vbal[a] == -1,
            Accept::Always => true,
        };
        if !is_allowed {
            return None;
        }
        let mut t = send(s, TwoB { acc: a, bal, val });
        t.max_bal[a] = match self.rules.accept {
            Accept::IfPromised | Accept::First => bal,
            Accept::WithoutPromising => s.max_bal[a],
            Accept::Always => s.max_bal[a].max(bal),
        };
        (t.max_vbal[a], t.max_val[a]) = (bal, Some(val));
        Some(t)
    }

    fn forget(&self, s: &State, a: usize) -> Option<State> {
        let mut t = s.clone();
        let (promise, vote) = match self.rules.storage {
            Storage::Durable => return None,
            Storage::ForgetsPromise => (true, false),
            Storage::ForgetsAccepted => (false, true),
            Storage::ForgetsAll => (true, true),
        };
        if promise {
            t.max_bal[a] = -1;
        }
        if vote {
            (t.max_vbal[a], t.max_val[a]) = (-1, None);
        }
        Some(t)
    }

    /// `chosen` of the specification's `Voting`, with `votes` by the 2b's.
    pub fn chosen(&self, s: &State) -> BTreeSet<u8> {
        let quorums = self.quorums();
        let is_chosen_at =
            |v: u8, b: Bal| quorums.iter().any(|q| q.iter().all(|&acc| s.msgs.contains(&TwoB { acc, bal: b, val: v })));
        (0..self.values).filter(|&v| (0..self.ballots).any(|b| is_chosen_at(v, b))).collect()
    }

    /// Goes breadth first until all is seen, or more than so many states are; each level as a whole.
    pub fn search(&self, most: usize) -> Found {
        let mut seen = BTreeSet::from([self.init()]);
        let mut level = vec![self.init()];
        let mut found = Found { levels: Vec::new(), violation: None, is_whole: true };
        while !level.is_empty() {
            if found.violation.is_none() && level.iter().any(|s| 1 < self.chosen(s).len()) {
                found.violation = Some(found.levels.len());
            }
            found.levels.push(level.len() as u32);
            if most < seen.len() {
                found.is_whole = false;
                break;
            }
            let next: Vec<State> = level.iter().flat_map(|s| self.next(s)).collect();
            level = next.into_iter().filter(|s| seen.insert(s.clone())).collect();
        }
        found
    }
}

/// `Send(m)`.
fn send(s: &State, m: Msg) -> State {
    let mut t = s.clone();
    t.msgs.insert(m);
    t
}
