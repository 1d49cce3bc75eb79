//! Lamport's abstract Paxos, the specification `Paxos.tla`, as something to search.
//!
//! There are no proposers, no learners and no network in it: `msgs` is the set of all messages that were ever sent, which
//! only grows, and whoever can act on one of them may do so at any time. So a loss is what is never acted on, and a copy
//! changes nothing. What is written here is written from the specification and not from `paxos`, whose questions it does
//! not ask: what holds of both was found twice.
//!
//! | variable | here |
//! | --- | --- |
//! | `maxBal[a]`, `maxVBal[a]`, `maxVal[a]` | in [`acceptor`], with the 1b's and 2b's of this acceptor |
//! | the 1a's of `msgs` | a bit a ballot |
//! | the 2a's of `msgs` | a bit a ballot and value |
//!
//! What an acceptor holds and has sent is interned to a number, and what it can become by an action is worked out once;
//! so a state is a few numbers in a few words, and a step replaces one of them.
//!
//! States are counted as TLC counts them: no symmetry is made use of.
//!
//! Uses the names of rules of `paxos`. Deliberately absent: what its nodes do.

mod acceptor;
mod acceptors;
mod act;
mod exploration;
mod layout;
mod size;

pub use acceptor::{Acceptor, Vote};
pub use act::{ACTS, Act};
pub use exploration::Exploration;
pub use size::{ACCEPTORS_MAX, BALLOTS_MAX, Part, Size, VALUES_MAX};

use super::search::{Key, Model, Next};
use crate::paxos::rules::{
    Commit, Counting, Dedup, Gaps, IdsRule, Leading, Learn, Members, Phases, Quorum, Rules, Storage, ValueRule,
};
use acceptors::{Acceptors, Digest};
use layout::Layout;

/// The finding that two values are chosen.
pub const TWO_CHOSEN: usize = 0;

/// Why there is no such model.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unfit {
    /// There is none of something, or more than there may be.
    Size(Part),
    /// This rule is about nothing that the specification has.
    Rule(&'static str),
}

/// The rules that the specification can break, by their names in the scene language.
pub const RULES: [&str; 8] = ["phases", "promise", "report", "value", "accept", "quorum", "storage", "ids"];

/// The specification for so many acceptors, values and ballots, under these rules.
///
/// Each variant of a rule changes one action:
/// - `quorum half|one`: `Quorum` has the sets of so many acceptors in place of the majorities of least size.
/// - `phases one`: there is no 1a and so no 1b; Phase2a asks only whether there is no 2a of this ballot.
/// - `ids reused`: Phase2a does not ask whether there is a 2a of this ballot.
/// - `value own`: Phase2a asks no more of the 1b's of a quorum than that they are there. `lowest`: the value is that of a
///   1b with the lowest `mbal` of those that report a vote. `first`: that of any of those. `re-picks`: another 2a of the
///   ballot may follow, from a quorum whose 1b's report something.
/// - what `promise`, `report`, `accept` and `storage` change is said at the actions of an [`Acceptor`].
#[derive(Clone, Debug)]
pub struct Spec {
    size: Size,
    rules: Rules,
    quorum: usize,
    layout: Layout,
    acceptors: Acceptors,
}

impl Spec {
    /// The model of this size.
    pub fn new(size: Size, rules: Rules) -> Result<Spec, Unfit> {
        size.check()?;
        check(&rules)?;
        let mut acceptors = Acceptors::new(size, rules);
        let layout = Layout::new(size, acceptors.bits());
        Ok(Spec { size, rules, quorum: quorum(size.acceptors, rules.quorum), layout, acceptors })
    }

    /// How many words a state takes.
    pub fn words(&self) -> usize {
        self.layout.words
    }

    /// How many bytes what is known of acceptors takes.
    pub fn bytes(&self) -> u64 {
        self.acceptors.bytes()
    }

    /// The state in which these ballots have a 1a and these votes a 2a, and the acceptors are these.
    pub fn state<const W: usize>(&mut self, begun: &[u8], asked: &[Vote], acceptors: &[Acceptor]) -> Key<W> {
        let mut key = [0; W];
        for &ballot in begun {
            key = self.layout.with_begun(&key, usize::from(ballot));
        }
        for &vote in asked {
            key = self.layout.with_asked(&key, self.size.place(vote));
        }
        for (place, &acceptor) in acceptors.iter().enumerate() {
            let number = self.acceptors.number(acceptor);
            key = self.layout.with_number(&key, place, 0, number);
        }
        key
    }

    /// The action that leads from one state to the other, if one does.
    pub fn act<const W: usize>(&mut self, before: &Key<W>, after: &Key<W>) -> Option<Act> {
        let mut found = None;
        self.each(before, |turn, key| {
            if key == *after {
                found = Some(turn);
            }
        });
        let named = |turn| match turn {
            Turn::Begin(ballot) => Act::Begin(ballot as u8),
            Turn::Answer(acceptor, ballot) => {
                let before = self.acceptors.acceptor(self.layout.number(before, acceptor));
                Act::Answer(acceptor as u8, ballot as u8, before.report(&self.rules))
            }
            Turn::Ask(place) => Act::Ask(self.size.vote(place)),
            Turn::Accept(acceptor, place) => Act::Accept(acceptor as u8, self.size.vote(place)),
            Turn::Forget(acceptor) => Act::Forget(acceptor as u8),
        };
        found.map(named)
    }

    /// Tells of everything that can happen in a state and changes it.
    fn each<const W: usize>(&mut self, state: &Key<W>, mut tell: impl FnMut(Turn, Key<W>)) {
        let mut numbers = [0; ACCEPTORS_MAX as usize];
        let numbers = &mut numbers[..usize::from(self.size.acceptors)];
        for (acceptor, number) in numbers.iter_mut().enumerate() {
            *number = self.layout.number(state, acceptor);
        }
        self.each_of_leaders(state, numbers, &mut tell);
        let (begun, asked) = (self.layout.begun(state), self.layout.asked(state));
        for (acceptor, &number) in numbers.iter().enumerate() {
            let &Digest { answerable, votable, .. } = self.acceptors.digest(number);
            for ballot in bits(answerable & begun) {
                if let Some(new) = self.acceptors.way(number, self.acceptors.answers(ballot)) {
                    tell(Turn::Answer(acceptor, ballot), self.layout.with_number(state, acceptor, number, new));
                }
            }
            for place in bits(votable & asked) {
                if let Some(new) = self.acceptors.way(number, self.acceptors.accepts(place)) {
                    tell(Turn::Accept(acceptor, place), self.layout.with_number(state, acceptor, number, new));
                }
            }
            if self.rules.storage != Storage::Durable
                && let Some(new) = self.acceptors.way(number, self.acceptors.forgets())
            {
                tell(Turn::Forget(acceptor), self.layout.with_number(state, acceptor, number, new));
            }
        }
    }

    /// Tells of every Phase1a and Phase2a.
    fn each_of_leaders<const W: usize>(&self, state: &Key<W>, numbers: &[u32], tell: &mut impl FnMut(Turn, Key<W>)) {
        let all = self.size.all_ballots();
        let asks = self.rules.phases == Phases::Two;
        let unbegun = if asks { all & !self.layout.begun(state) } else { 0 };
        for ballot in bits(unbegun) {
            tell(Turn::Begin(ballot), self.layout.with_begun(state, ballot));
        }
        let answered = || numbers.iter().map(|&number| u64::from(self.acceptors.digest(number).answered));
        let ready = if asks { held_by(self.quorum, answered()).1 } else { all };
        let asked = self.layout.asked(state);
        for ballot in bits(ready & all) {
            let sent = self.size.values_of(asked, ballot);
            for value in bits(self.allowed(numbers, ballot, sent) & !sent) {
                let place = self.size.first_place(ballot) + value;
                tell(Turn::Ask(place), self.layout.with_asked(state, place));
            }
        }
    }

    /// The values that Phase2a allows for a ballot, of which these were sent already.
    fn allowed(&self, numbers: &[u32], ballot: usize, sent: u64) -> u64 {
        let may_be_free = sent == 0 || self.rules.ids == IdsRule::Reused;
        if !may_be_free && self.rules.value != ValueRule::RePicks {
            return 0;
        }
        if self.rules.phases == Phases::One {
            return if may_be_free { self.size.all_values() } else { 0 };
        }
        // A quorum of 1b's that allows a value either reports nothing at all; or one of them reports the value, and all
        // others at most what stands as high: so it is enough to count the acceptors of which that is so.
        let digests = || {
            let all = numbers.iter().map(|&number| self.acceptors.digest(number));
            all.filter(move |digest| digest.answered >> ballot & 1 == 1)
        };
        let is_quorum = |most: u8| self.quorum <= digests().filter(|digest| digest.ranks[ballot] <= most).count();
        if may_be_free && is_quorum(0) {
            return self.size.all_values();
        }
        let carried = digests().filter(|digest| 0 < digest.ranks[ballot] && is_quorum(digest.ranks[ballot]));
        carried.fold(0, |values, digest| values | u64::from(digest.values[ballot]))
    }

    /// For each acceptor the 2b's that make a second value chosen: a bit for the place of each.
    fn fatal<const W: usize>(&self, state: &Key<W>) -> [u64; ACCEPTORS_MAX as usize] {
        let votes = |acceptor| self.acceptors.digest(self.layout.number(state, acceptor)).votes;
        let acceptors = 0..usize::from(self.size.acceptors);
        let (nearly, chosen) = held_by(self.quorum, acceptors.clone().map(votes));
        let mut fatal = [0; ACCEPTORS_MAX as usize];
        if chosen != 0 {
            let others = nearly & !self.size.all_with_value_of(chosen);
            // Who has sent a 2b already adds nothing by sending it again.
            acceptors.for_each(|acceptor| fatal[acceptor] = others & !votes(acceptor));
        }
        fatal
    }
}

/// Something that can happen, by the places of acceptors and votes.
#[derive(Clone, Copy)]
enum Turn {
    Begin(usize),
    Answer(usize, usize),
    Ask(usize),
    Accept(usize, usize),
    Forget(usize),
}

impl<const W: usize> Model<W> for Spec {
    fn start(&mut self) -> Key<W> {
        [0; W]
    }

    fn follow(&mut self, state: &Key<W>, next: &mut Next<W>) {
        let fatal = self.fatal(state);
        self.each(state, |turn, key| {
            next.push(key);
            if let Turn::Accept(acceptor, place) = turn
                && fatal[acceptor] >> place & 1 == 1
            {
                next.find(TWO_CHOSEN, key, 1);
            }
        });
    }

    fn is_full(&self) -> bool {
        self.acceptors.is_full()
    }
}

/// The size of the quorums, of which there are all.
fn quorum(acceptors: u8, rule: Quorum) -> usize {
    let acceptors = usize::from(acceptors);
    match rule {
        Quorum::Majority => acceptors / 2 + 1,
        Quorum::Half => (acceptors / 2).max(1),
        Quorum::One => 1,
    }
}

/// The bits that are set in one less than `count` of these masks or more, and those that are set in as many.
fn held_by(count: usize, masks: impl Iterator<Item = u64>) -> (u64, u64) {
    let mut held = [0; ACCEPTORS_MAX as usize / 2 + 2];
    held[0] = u64::MAX;
    for mask in masks {
        for many in (1..=count).rev() {
            held[many] |= held[many - 1] & mask;
        }
    }
    (held[count - 1], held[count])
}

/// The places of the bits that are set, from the lowest on.
fn bits(mut mask: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = (mask != 0).then(|| mask.trailing_zeros() as usize)?;
        mask &= mask - 1;
        Some(place)
    })
}

/// Whether the specification can have these rules.
fn check(rules: &Rules) -> Result<(), Unfit> {
    let others = [
        ("count", rules.count != Counting::default()),
        ("learn", rules.learn != Learn::default()),
        ("leader", rules.leader != Leading::default()),
        ("gaps", rules.gaps != Gaps::default()),
        ("commit", rules.commit != Commit::default()),
        ("dedup", rules.dedup != Dedup::default()),
        ("members", rules.members != Members::default()),
    ];
    let wrong = others.into_iter().find(|(_, is_broken)| *is_broken);
    wrong.map_or(Ok(()), |(name, _)| Err(Unfit::Rule(name)))
}
