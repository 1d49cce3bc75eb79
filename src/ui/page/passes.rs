//! Time passes while something plays.

use super::{Event, Page};
use crate::link::look::Motion;
use crate::player::Msg;
use crate::ui::clock::Clock;
use crate::ui::{last, sight};
use web_sys::MediaQueryList;
use yew::prelude::Context;

impl Page {
    /// Waits for the next frame while something plays in sight, and for nothing otherwise.
    pub(super) fn wind(&mut self, ctx: &Context<Self>) {
        let plays = self.model.is_playing() && !sight::is_hidden();
        let waits = plays && !self.is_in_sight;
        if waits && !self.waits {
            self.watched.0.iter().for_each(sight::Watched::look_again);
        }
        self.waits = waits;
        if !plays || waits {
            self.clock = None;
            self.frame_before = None;
            return;
        }
        let is_still = self.is_still();
        self.clock = match is_still {
            true => {
                let tick = ctx.link().callback(|()| Event::Player(Msg::TickStep));
                Some(Clock::after_a_while(self.model.speed, tick))
            }
            false => Clock::at_next_frame(ctx.link().callback(Event::Frame)),
        };
    }

    /// Lets the time pass that has passed since the last frame.
    pub(super) fn pass(&mut self, now: f64) {
        let elapsed = self.frame_before.map_or(0.0, |before| now - before);
        self.frame_before = Some(now);
        self.model.update(Msg::Tick(elapsed.max(0.0) as u32));
        // The address follows more slowly than that.
        if let Some(show) = self.model.show() {
            last::note(self.ground.root(), "time", &show.at.time.into());
        }
    }

    /// Whether nothing is to move: as the link says, else as the system asks.
    pub(super) fn is_still(&self) -> bool {
        match self.follower.look().motion {
            Some(Motion::Reduced) => true,
            Some(Motion::Full) => false,
            Some(Motion::Auto) | None => self.no_motion.as_ref().is_some_and(MediaQueryList::matches),
        }
    }

    /// Plays when the first scene is there, where the link wants that and motion is wanted.
    pub(super) fn start(&mut self) {
        if self.starts && self.model.show().is_some() {
            self.starts = false;
            if !self.is_still() {
                self.model.update(Msg::PlayOrPause);
            }
        }
    }
}
