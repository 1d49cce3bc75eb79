//! All acceptors that were come upon, each with a number, and what becomes of it by each action.

use super::acceptor::{Acceptor, Vote};
use super::{BALLOTS_MAX, Size};
use crate::paxos::rules::{IdsRule, Rules, ValueRule};
use std::collections::BTreeMap;

/// An action leads nowhere: it is not allowed, or changes nothing.
const NOWHERE: u32 = u32::MAX;
/// It has not been worked out where an action leads.
const UNKNOWN: u32 = u32::MAX - 1;
/// So many are found at the beginning, to see how many there can be.
const FORESEEN: usize = 1 << 13;
/// How many bits the numbers have where there can be more.
const MANY: u32 = 24;
/// How many there may be at most; what follows from the states that are looked up together still has numbers then.
const FULL: usize = (1 << MANY) - (1 << 12);

/// What the search asks of an acceptor all the time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Digest {
    /// The 1a's that it may act on: a bit a ballot.
    pub answerable: u64,
    /// The 2a's that it may act on: a bit for the place of a vote.
    pub votable: u64,
    /// Its 2b's: a bit for the place of a vote.
    pub votes: u64,
    /// The ballots of which it has sent a 1b: a bit each.
    pub answered: u8,
    /// How high its reports of a ballot stand in the order of the rule; 0 where they report no vote.
    pub ranks: [u8; BALLOTS_MAX as usize],
    /// The values that stand so high: a bit each.
    pub values: [u8; BALLOTS_MAX as usize],
}

/// All acceptors that were come upon. Number 0 is the one that has done nothing yet.
#[derive(Clone, Debug)]
pub(super) struct Acceptors {
    size: Size,
    rules: Rules,
    known: Vec<Acceptor>,
    numbers: BTreeMap<Acceptor, u32>,
    digests: Vec<Digest>,
    /// Where each action leads, as many for each acceptor as there are: on each 1a, on each 2a, and to forget.
    ways: Vec<u32>,
}

impl Acceptors {
    pub fn new(size: Size, rules: Rules) -> Acceptors {
        let (known, numbers, digests, ways) = Default::default();
        let mut acceptors = Acceptors { size, rules, known, numbers, digests, ways };
        acceptors.number(Acceptor::default());
        acceptors
    }

    /// How many bits their numbers need.
    pub fn bits(&mut self) -> u32 {
        let mut at = 0;
        while at < self.known.len() && at < FORESEEN {
            for act in (0..self.acts()).filter(|&act| self.can_come_up(at, act)).collect::<Vec<_>>() {
                self.way(at as u32, act);
            }
            at += 1;
        }
        if at < self.known.len() { MANY } else { at.ilog2() + 1 }
    }

    /// Whether an acceptor can come to act so: where a ballot has one 2a, none that accepts two of its values.
    fn can_come_up(&self, number: usize, act: usize) -> bool {
        let Some(place) = act.checked_sub(self.accepts(0)).filter(|&place| place < self.size.votes()) else {
            return true;
        };
        let cast = self.size.values_of(self.known[number].votes, usize::from(self.size.vote(place).ballot));
        let has_one_value = self.rules.ids == IdsRule::Unique && self.rules.value != ValueRule::RePicks;
        !has_one_value || cast & !(1 << self.size.vote(place).value) == 0
    }

    /// Whether there are as many as there may be.
    pub fn is_full(&self) -> bool {
        FULL <= self.known.len()
    }

    pub fn bytes(&self) -> u64 {
        // Each of a tree is there once, and the tree is half empty at worst.
        let each = 3 * size_of::<Acceptor>() + size_of::<Digest>() + size_of::<u32>() * (self.acts() + 2);
        (self.known.capacity() * each) as u64
    }

    /// The acceptor of a number.
    pub fn acceptor(&self, number: u32) -> &Acceptor {
        &self.known[number as usize]
    }

    /// What is asked of it all the time.
    pub fn digest(&self, number: u32) -> &Digest {
        &self.digests[number as usize]
    }

    /// How many actions an acceptor has.
    pub fn acts(&self) -> usize {
        self.forgets() + 1
    }

    /// Which of them is to answer the 1a of a ballot.
    pub fn answers(&self, ballot: usize) -> usize {
        ballot
    }

    /// Which of them is to accept the vote of a place.
    pub fn accepts(&self, place: usize) -> usize {
        usize::from(self.size.ballots) + place
    }

    /// Which of them is to forget.
    pub fn forgets(&self) -> usize {
        self.accepts(self.size.votes())
    }

    /// What becomes of an acceptor by one of its actions, if it changes.
    pub fn way(&mut self, number: u32, act: usize) -> Option<u32> {
        let at = number as usize * self.acts() + act;
        let to = match self.ways[at] {
            UNKNOWN => self.find(number, act),
            to => to,
        };
        (to != NOWHERE).then_some(to)
    }

    /// The number of an acceptor, which it may be given now.
    pub fn number(&mut self, acceptor: Acceptor) -> u32 {
        if let Some(&number) = self.numbers.get(&acceptor) {
            return number;
        }
        let number = self.known.len() as u32;
        self.numbers.insert(acceptor, number);
        self.known.push(acceptor);
        self.digests.push(self.digested(&acceptor));
        self.ways.resize(self.ways.len() + self.acts(), UNKNOWN);
        number
    }

    #[cold]
    fn find(&mut self, number: u32, act: usize) -> u32 {
        let before = self.known[number as usize];
        let (ballots, forgets) = (usize::from(self.size.ballots), self.forgets());
        let after = if act < ballots {
            before.answer(act as u8, self.size, &self.rules)
        } else if act < forgets {
            before.accept(self.size.vote(act - ballots), self.size, &self.rules)
        } else {
            before.forget(&self.rules)
        };
        let to = after.filter(|after| *after != before).map_or(NOWHERE, |after| self.number(after));
        let at = number as usize * self.acts() + act;
        self.ways[at] = to;
        if to == NOWHERE {
            let digest = &mut self.digests[number as usize];
            if act < ballots {
                digest.answerable &= !(1 << act);
            } else if act < forgets {
                digest.votable &= !(1 << (act - ballots));
            }
        }
        to
    }

    fn digested(&self, acceptor: &Acceptor) -> Digest {
        let mut digest = Digest {
            answerable: (1 << self.size.ballots) - 1,
            votable: (1 << self.size.votes()) - 1,
            votes: acceptor.votes,
            answered: 0,
            ranks: Default::default(),
            values: Default::default(),
        };
        for (ballot, &reports) in acceptor.reports.iter().enumerate() {
            digest.answered |= u8::from(reports != 0) << ballot;
            for place in (0..self.size.votes()).filter(|place| reports >> (1 + place) & 1 == 1) {
                let vote = self.size.vote(place);
                let rank = self.rank(vote);
                if digest.ranks[ballot] < rank {
                    (digest.ranks[ballot], digest.values[ballot]) = (rank, 0);
                }
                if digest.ranks[ballot] == rank {
                    digest.values[ballot] |= 1 << vote.value;
                }
            }
        }
        digest
    }

    /// How high a report of this vote stands where a value is to be carried on: the highest of a quorum decides. 0 is for
    /// what does not count.
    fn rank(&self, vote: Vote) -> u8 {
        match self.rules.value {
            ValueRule::HighestAccepted | ValueRule::RePicks => 1 + vote.ballot,
            ValueRule::Lowest => BALLOTS_MAX - vote.ballot,
            ValueRule::First => 1,
            ValueRule::Own => 0,
        }
    }
}
