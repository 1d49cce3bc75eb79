//! When what is typed is tried: after a pause, and then a slice at a time, so that the page can answer in between.

use super::page::{Event, Page};
use crate::player::EditMsg;
use crate::player::editor::PAUSE_MS;
use gloo_timers::callback::Timeout;
use yew::html::Context;

/// What is waited for, if anything is.
#[derive(Default)]
pub struct Trying(Option<Timeout>);

impl Trying {
    /// After this message: waits until nothing has been typed for a while, or for the next slice. Says whether the
    /// picture stays as it is: whoever types must not wait for it to be drawn.
    pub fn goes_on(&mut self, ctx: &Context<Page>, is_typing: bool, is_working: bool) -> bool {
        self.0 = None;
        match (is_typing, is_working) {
            (true, _) => self.wait(ctx, PAUSE_MS, EditMsg::Try),
            (false, true) => self.wait(ctx, 0, EditMsg::Slice),
            (false, false) => {}
        }
        self.0.is_some()
    }

    /// After any other message: sees to it that a text that is being tried goes on.
    pub fn see_to(&mut self, ctx: &Context<Page>, is_working: bool) {
        if is_working && self.0.is_none() {
            self.wait(ctx, 0, EditMsg::Slice);
        }
    }

    fn wait(&mut self, ctx: &Context<Page>, pause_ms: u32, msg: EditMsg) {
        let link = ctx.link().clone();
        self.0 = Some(Timeout::new(pause_ms, move || link.send_message(Event::Player(msg.into()))));
    }
}
