//! A moment as people write it: `97` is after all that happens at 97 ms, `97_2` after the second step of that instant.

use crate::sim::Time;
use std::fmt;
use std::str::FromStr;

/// A moment, written without a count over the whole run, so that it means the same after other acts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct When {
    /// The time, in virtual milliseconds.
    pub time: Time,
    /// After how many steps of that instant, 0 for before its first; none for after all of them.
    pub nth: Option<usize>,
}

impl When {
    /// After all that happens at a time.
    pub fn after(time: Time) -> When {
        When { time, nth: None }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.nth {
            Some(nth) => write!(f, "{}_{nth}", self.time),
            None => write!(f, "{}", self.time),
        }
    }
}

/// That a text is no moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NoMoment;

impl FromStr for When {
    type Err = NoMoment;

    fn from_str(text: &str) -> Result<When, NoMoment> {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let (time, nth) = text.split_once('_').map_or((text, None), |(time, nth)| (time, Some(nth)));
        if !digits(time) || !nth.is_none_or(digits) {
            return Err(NoMoment);
        }
        let time = time.parse().map_err(|_| NoMoment)?;
        let nth = nth.map(|nth| nth.parse().map_err(|_| NoMoment)).transpose()?;
        Ok(When { time, nth })
    }
}
