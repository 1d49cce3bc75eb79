//! The few words that stand in a sequence diagram, or in a table of what happens, beside what is told everywhere.

use crate::sim::{LossReason, Time};
use crate::story::language::{Words, say, tr, words};
use crate::story::problem::both;

/// At a message that has not arrived yet.
pub const UNDER_WAY: Words = words!("under way");
/// At a message that stands still until it is released.
pub const HELD: Words = words!("held");
/// At a message that never arrives.
pub const LOST: Words = words!("lost");

/// Why a message never arrives, at its arrow.
pub fn lost(reason: LossReason, to: &str) -> String {
    match reason {
        LossReason::Chance | LossReason::Taken => LOST.to_string(),
        LossReason::LinkCut => tr!("lost: the link is cut").to_string(),
        LossReason::ReceiverDown => say!("lost: {to} is down", to),
    }
}

/// The same where somebody is away.
pub fn away(to: &str) -> String {
    say!("lost: {to} is away", to)
}

/// At the moment at which a value is chosen.
pub fn chosen(slot: Option<u32>, value: &str) -> String {
    say!("chosen: {entry}", entry = entry(slot, value))
}

/// Below that, where another value was chosen or learned before; and at a node that learns another.
pub const BROKEN: Words = words!("agreement is broken");

/// Where a quorum accepts once more what was chosen before.
pub fn again(slot: Option<u32>, value: &str, id: &str) -> String {
    match slot {
        None => say!("again, under {id}", id),
        Some(_) => say!("{entry} again, under {id}", entry = entry(slot, value), id),
    }
}

/// At the moment at which a node learns a value.
pub fn learns(node: &str, slot: Option<u32>, value: &str) -> String {
    say!("{node} learns {entry}", node, entry = entry(slot, value))
}

/// Below that, where the value is not chosen.
pub const NOT_CHOSEN: Words = words!("not chosen");

/// So many more of the same.
pub fn and_more(count: usize) -> String {
    say!("and {count} more", count)
}

/// `cat`, or in a log `3: cat`.
fn entry(slot: Option<u32>, value: &str) -> String {
    slot.map_or(value.to_string(), |slot| format!("{slot}: {value}"))
}

/// How all times of a text are told: with as many digits as the finest of them takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Clock {
    /// `2.5 s`.
    Tenths,
    /// `2.500 s`.
    Thousandths,
}

impl Clock {
    /// The clock for these times.
    pub fn of(mut times: impl Iterator<Item = Time>) -> Clock {
        if times.any(|time| time % 100 != 0) { Clock::Thousandths } else { Clock::Tenths }
    }

    /// A time.
    pub fn seconds(self, at: Time) -> String {
        let mark = tr!(in "a number": ".");
        match self {
            Clock::Tenths => format!("{}{mark}{} s", at / 1000, at % 1000 / 100),
            Clock::Thousandths => format!("{}{mark}{:03} s", at / 1000, at % 1000),
        }
    }

    /// A time that no line break divides.
    fn in_one(self, at: Time) -> String {
        self.seconds(at).replace(' ', "\u{a0}")
    }
}

/// When a message was sent.
pub fn sent(at: Time, clock: Clock) -> String {
    say!("sent at {at}", at = clock.in_one(at))
}

/// Above what there is when it begins.
pub const BEFORE: Words = words!("As it begins:");

/// The title of a slide with its number, and when it begins.
pub fn slide(number: usize, title: &str, start: Time, clock: Clock) -> String {
    match start {
        0 => say!("SLIDE {number}. {title}", number, title),
        start => say!("SLIDE {number}. {title} (from {start})", number, title, start = clock.in_one(start)),
    }
}

/// Over what happened from the first thing on that the reader did. The run may have a name.
pub fn by_hand(name: &str) -> String {
    match name {
        "" => tr!("By hand: a run of the reader's own").to_string(),
        name => say!("By hand: a run of the reader's own, “{name}”", name),
    }
}

/// That what was just said of one is true of these too.
pub fn as_well(names: &[&str]) -> String {
    say!("The same goes for {names}.", names = both(names))
}

/// The columns of a table of what happens: when, at whom, what and why.
pub const COLUMNS: [Words; 4] = [words!(in "a table": "Time"), words!("Where"), words!("What happened"), words!("Why")];

/// Above what has not arrived when a run ends.
pub fn at_the_end(time: Time, clock: Clock) -> String {
    say!("Not there yet at {time}:", time = clock.seconds(time))
}
