//! An acceptor of the specification: its three variables, the messages that it has sent, and its actions.

use super::{BALLOTS_MAX, Size};
use crate::paxos::rules::{Accept, Promise, Report, Rules, Storage};

/// A ballot and a value: what a 2a asks for, and what an acceptor has accepted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Vote {
    /// The ballot, from 0.
    pub ballot: u8,
    /// The value, from 0.
    pub value: u8,
}

/// What an acceptor holds, and all that it has ever sent.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Acceptor {
    /// `maxBal`; none where the specification has -1.
    pub promised: Option<u8>,
    /// `maxVBal` and `maxVal`; none where it has -1 and `None`.
    pub vote: Option<Vote>,
    /// Its 1b's of each ballot: bit 0 for one that reports nothing, and the bit after the place of a vote for one that
    /// reports that vote. In Paxos there is at most one.
    pub reports: [u64; BALLOTS_MAX as usize],
    /// Its 2b's: a bit for the place of each vote.
    pub votes: u64,
}

impl Acceptor {
    /// Phase1b, on the 1a of a ballot: `m.bal > maxBal[a]`; then `maxBal' = m.bal`, and a 1b says `maxVBal` and `maxVal`.
    ///
    /// - `promise or-equal` asks for `m.bal >= maxBal[a]`; `always` asks for nothing, and `maxBal` may sink.
    /// - `report promised-id` says `mbal = maxBal[a]`, from before, for one that has accepted something; `nothing` says
    ///   `mbal = -1`.
    pub fn answer(mut self, ballot: u8, size: Size, rules: &Rules) -> Option<Acceptor> {
        let may = match rules.promise {
            Promise::Higher => self.promised < Some(ballot),
            Promise::OrEqual => self.promised <= Some(ballot),
            Promise::Always => true,
        };
        self.says(ballot, self.report(rules), size);
        self.promised = Some(ballot);
        may.then_some(self)
    }

    /// It has sent a 1b of this ballot, which reports this.
    pub fn says(&mut self, ballot: u8, reported: Option<Vote>, size: Size) {
        let place = reported.map_or(0, |vote| 1 + size.place(vote));
        self.reports[usize::from(ballot)] |= 1 << place;
    }

    /// It has sent this 2b.
    pub fn casts(&mut self, vote: Vote, size: Size) {
        self.votes |= 1 << size.place(vote);
    }

    /// What its next 1b says.
    pub fn report(&self, rules: &Rules) -> Option<Vote> {
        match rules.report {
            Report::AcceptedId => self.vote,
            Report::PromisedId => self.vote.map(|vote| Vote { ballot: self.promised.unwrap_or(vote.ballot), ..vote }),
            Report::Nothing => None,
        }
    }

    /// Phase2b, on a 2a: `m.bal >= maxBal[a]`; then `maxBal'`, `maxVBal'` and `maxVal'` are the message's, and a 2b says so.
    ///
    /// - `accept always` asks for nothing, and `maxBal` does not sink; `first` asks besides for `maxVBal[a] = -1`.
    /// - `accept without-promising` leaves `maxBal` as it is.
    pub fn accept(mut self, vote: Vote, size: Size, rules: &Rules) -> Option<Acceptor> {
        let is_not_below = self.promised <= Some(vote.ballot);
        let (may, promised) = match rules.accept {
            Accept::IfPromised => (is_not_below, Some(vote.ballot)),
            Accept::First => (is_not_below && self.vote.is_none(), Some(vote.ballot)),
            Accept::Always => (true, self.promised.max(Some(vote.ballot))),
            Accept::WithoutPromising => (is_not_below, self.promised),
        };
        self.promised = promised;
        self.vote = Some(vote);
        self.casts(vote, size);
        may.then_some(self)
    }

    /// An action that the specification does not have: a crash, at any time, of which nothing is left in `msgs`.
    ///
    /// - `storage forgets-promise`: `maxBal' = -1`.
    /// - `storage forgets-accepted`: `maxVBal' = -1` and `maxVal' = None`.
    /// - `storage forgets-all`: both.
    pub fn forget(mut self, rules: &Rules) -> Option<Acceptor> {
        match rules.storage {
            Storage::Durable => return None,
            Storage::ForgetsPromise => self.promised = None,
            Storage::ForgetsAccepted => self.vote = None,
            Storage::ForgetsAll => (self.promised, self.vote) = (None, None),
        }
        Some(self)
    }
}
