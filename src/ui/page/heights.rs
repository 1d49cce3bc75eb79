//! The height that a page in a frame asks for: measured a while after something has changed that it may hang on.

use super::{Event, Page};
use crate::link::host::height::Heights;
use crate::link::look::Ui;
use crate::ui::{captions, files, look, needs};
use gloo_timers::callback::Timeout;
use yew::prelude::Context;

/// It is told this often at most, in milliseconds.
const MEASURE_MS: u32 = 100;

/// What the height may hang on: the width, and all that is not drawn again while only time passes.
type Standing = (u32, u32);

/// What has been measured and asked for.
#[derive(Default)]
pub(super) struct Asking {
    heights: Heights,
    measured: Option<Standing>,
    waits: Option<Timeout>,
    /// The width of the page, in pixels.
    width: u32,
}

impl Page {
    /// The window may be of another width. Nothing has to be drawn for that.
    pub(super) fn resized(&mut self, ctx: &Context<Page>) -> bool {
        self.asking.width = u32::try_from(self.ground.root().client_width()).unwrap_or(0);
        self.measure_later(ctx);
        captions::follow(&self.ground);
        false
    }

    /// Sees to it that the height is measured, if there is a host to be told and there may be something to tell.
    pub(super) fn measure_later(&mut self, ctx: &Context<Page>) {
        let is_wanted = self.asking.waits.is_none() && self.standing_of_height() != self.asking.measured;
        if is_wanted && self.ground.is_page() && files::is_framed() {
            let link = ctx.link().clone();
            self.asking.waits = Some(Timeout::new(MEASURE_MS, move || link.send_message(Event::Measure)));
        }
    }

    /// Measures, and tells the host what is news. The whole page is made for a window, and asks for no height. Nothing has
    /// to be drawn for that.
    #[inline(never)]
    pub(super) fn measure(&mut self, ctx: &Context<Page>) -> bool {
        self.asking.waits = None;
        if look::ui(self.follower.look()) == Ui::Full || self.model.presenting.is_on() {
            return false;
        }
        let standing = self.standing_of_height();
        let Some(needs) = needs::measure(&self.ground).filter(|_| standing.is_some()) else { return false };
        self.asking.measured = standing;
        let news = self.asking.heights.take(self.model.source(), self.asking.width, needs.height());
        news.into_iter().for_each(|news| ctx.props().tell.emit(vec![news]));
        false
    }

    fn standing_of_height(&self) -> Option<Standing> {
        self.model.show().map(|_| (self.asking.width, self.parts.turn()))
    }
}
