//! How often the address and the storage are written: browsers take it amiss when that is too often.

use gloo_timers::callback::Timeout;

/// They are written this often at most, in milliseconds; while something plays, less often.
const AT_REST_MS: u32 = 300;
const PLAYING_MS: u32 = 1500;
/// So many acts in a row are written at once all the same.
const SPARE_MAX: u8 = 20;

/// When the next writing is due.
pub struct Pace {
    timer: Option<Timeout>,
    is_unwritten: bool,
    is_urgent: bool,
    was_playing: bool,
    spare: u8,
}

impl Pace {
    /// Nothing has been written yet.
    pub fn new() -> Pace {
        Pace { timer: None, is_unwritten: true, is_urgent: false, was_playing: false, spare: SPARE_MAX }
    }

    /// Something has changed; an act is not to be lost by a reload.
    pub fn note(&mut self, is_act: bool) {
        self.is_unwritten = true;
        self.is_urgent |= is_act;
    }

    /// Whether it is to be written now: at once, unless it was a moment ago; when something has stopped playing, in any
    /// case; and an act, as long as there are not too many of them.
    pub fn is_due(&mut self, is_playing: bool) -> bool {
        let has_stopped = std::mem::replace(&mut self.was_playing, is_playing) && !is_playing;
        let is_urgent = self.is_urgent && 0 < self.spare;
        let is_due = self.is_unwritten && (self.timer.is_none() || has_stopped || is_urgent);
        if is_due && self.timer.is_some() && is_urgent {
            self.spare -= 1;
        }
        is_due
    }

    /// It has been written, and waits for a while.
    pub fn written(&mut self, is_playing: bool, wake: impl FnOnce() + 'static) {
        (self.is_unwritten, self.is_urgent) = (false, false);
        self.timer = Some(Timeout::new(if is_playing { PLAYING_MS } else { AT_REST_MS }, wake));
    }

    /// The while is over.
    pub fn woken(&mut self) {
        self.timer = None;
        if !self.is_unwritten {
            self.spare = SPARE_MAX;
        }
    }
}
