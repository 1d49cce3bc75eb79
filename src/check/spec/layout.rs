//! Where in the words of a state what stands.

use super::Size;
use crate::check::search::Key;

/// The 1a's stand lowest in the first word, a bit a ballot; then the 2a's, a bit for the place of a vote; then the
/// numbers of the acceptors, each in one word as a whole.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// How many words there are.
    pub words: usize,
    /// Where the 2a's begin.
    asked_at: u32,
    /// The mask of the 1a's, and that of the 2a's, once they are in their places.
    begun: u64,
    asked: u64,
    /// The mask of an acceptor's number.
    number: u64,
    /// The word and the bit at which each acceptor's number begins.
    places: Vec<(usize, u32)>,
}

impl Layout {
    /// One where an acceptor's number has so many bits.
    pub fn new(size: Size, bits: u32) -> Layout {
        let (begun, asked) = ((1 << size.ballots) - 1, (1 << size.votes()) - 1);
        let asked_at = u32::from(size.ballots);
        let (mut word, mut bit) = (0, asked_at + size.votes() as u32);
        let mut place = || {
            if u64::BITS < bit + bits {
                (word, bit) = (word + 1, 0);
            }
            let place = (word, bit);
            bit += bits;
            place
        };
        let places: Vec<(usize, u32)> = (0..size.acceptors).map(|_| place()).collect();
        Layout { words: word + 1, asked_at, begun, asked, number: (1 << bits) - 1, places }
    }

    /// The ballots that have a 1a: a bit each.
    pub fn begun<const W: usize>(&self, key: &Key<W>) -> u64 {
        key[0] & self.begun
    }

    /// The votes that have a 2a: a bit for the place of each.
    pub fn asked<const W: usize>(&self, key: &Key<W>) -> u64 {
        key[0] >> self.asked_at & self.asked
    }

    /// The number of an acceptor.
    pub fn number<const W: usize>(&self, key: &Key<W>, acceptor: usize) -> u32 {
        let (word, bit) = self.places[acceptor];
        (key[word] >> bit & self.number) as u32
    }

    /// The state with one 1a more.
    pub fn with_begun<const W: usize>(&self, key: &Key<W>, ballot: usize) -> Key<W> {
        let mut key = *key;
        key[0] |= 1 << ballot;
        key
    }

    /// The state with one 2a more.
    pub fn with_asked<const W: usize>(&self, key: &Key<W>, place: usize) -> Key<W> {
        let mut key = *key;
        key[0] |= 1 << (self.asked_at + place as u32);
        key
    }

    /// The state in which an acceptor has another number than `old`.
    pub fn with_number<const W: usize>(&self, key: &Key<W>, acceptor: usize, old: u32, new: u32) -> Key<W> {
        let (word, bit) = self.places[acceptor];
        let mut key = *key;
        key[word] ^= u64::from(old ^ new) << bit;
        key
    }
}
