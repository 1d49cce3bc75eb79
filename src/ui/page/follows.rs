//! What follows when something has happened: the address and the storage, a slice of work, what is told to those who
//! hear the page, and where it stands.

use super::{Event, Page, TELL_MS};
use crate::link::Link;
use crate::player::{Msg, ObjectiveMsg, Pick, PlotMsg, Source, Title};
use crate::ui::clock::Clock;
use crate::ui::copy::{self, What};
use crate::ui::errands::{carry_out, open, tell};
use crate::ui::follow::Next;
use crate::ui::{address, compare, keep, sight};
use gloo_timers::callback::Timeout;
use yew::prelude::Context;

impl Page {
    /// Lets the address and the storage follow what has happened, when that is due.
    pub(super) fn settle(&mut self, ctx: &Context<Page>) {
        // What has just been opened can break at once.
        if let Some(show) = self.model.show().filter(|_| self.last.is_none()) {
            self.last.note(&self.ground, show);
        }
        let is_playing = self.model.is_playing();
        if self.pace.is_due(is_playing) {
            let link = ctx.link().clone();
            self.pace.written(is_playing, move || link.send_message(Event::Settled));
            // To write takes as long as to draw, and the reader waits for the picture.
            self.follows = self.follows.take().or_else(|| Clock::at_next_frame(ctx.link().callback(|_| Event::Drawn)));
        }
        // Out of sight no picture is drawn.
        if sight::is_hidden() && self.follows.is_some() {
            self.follow(ctx);
        }
    }

    /// What has come of an event is being drawn (then it is waited for what follows that frame), or has been: now the address
    /// and the storage follow. Gives whether the reader is told something.
    pub(super) fn drawn(&mut self, ctx: &Context<Page>) -> bool {
        if let Some(Clock::Frame(_)) = self.follows {
            let link = ctx.link().clone();
            self.follows = Some(Clock::Pause(Timeout::new(0, move || link.send_message(Event::Drawn))));
            return false;
        }
        self.follow(ctx)
    }

    /// The while is over for which nothing was written. Nothing has to be drawn for that.
    pub(super) fn settled(&mut self, ctx: &Context<Page>) -> bool {
        self.pace.woken();
        self.settle(ctx);
        false
    }

    /// Lets the address and the storage follow; gives whether the reader is told something.
    pub(super) fn follow(&mut self, ctx: &Context<Page>) -> bool {
        self.follows = None;
        if let Some(show) = self.model.show() {
            self.last.note(&self.ground, show);
        }
        let next = self.follower.follow(&self.model);
        let is_told = matches!(next, Next::Tell(_));
        match next {
            Next::Rest => {}
            Next::Tell(notice) => tell(&mut self.model, vec![notice]),
            Next::Pack(text) => ctx.link().send_future(async move {
                let script = address::pack(&text).await;
                Event::Packed(text, script)
            }),
        }
        is_told
    }

    /// Keeps in mind that the objective of the scene on show is reached, as soon as that is so.
    pub(super) fn note_reached(&mut self) {
        if let Some(id) = self.model.newly_reached() {
            self.model.update(ObjectiveMsg::Restore(vec![id]).into());
            keep::keep_reached(&self.model.aims.done);
        }
    }

    /// Copies the link to what is on show, or that as a scene.
    #[inline(never)]
    pub(super) fn copy(&mut self, ctx: &Context<Page>, what: What) {
        let Some(show) = self.model.show() else { return };
        let until = show.at.time;
        let text = match what {
            What::Scene => Ok(show.as_scene()),
            What::Link => self.follower.link(&self.model, show).map(|link| address::whole(&link)),
        };
        match text {
            Ok(text) => {
                ctx.link().send_future(async move { Event::Copied(copy::to_clipboard(what, text, until).await) })
            }
            // It is packed first, and then asked for again.
            Err(text) => ctx.link().send_future_batch(async move {
                let script = address::pack(&text).await;
                vec![Event::Packed(text, script), Event::Copy(what)]
            }),
        }
    }

    /// Opens what somebody else has put into the address.
    #[inline(never)]
    pub(super) fn followed(&mut self, ctx: &Context<Page>, href: &str) {
        let (link, mut notices) = address::read_of(href);
        if !self.follower.has_written(&link) {
            self.follower.open_anew();
            notices.extend(open(ctx, &mut self.model, &link));
            tell(&mut self.model, notices);
        }
    }

    /// Opens what a link has carried, or else what it names besides.
    #[inline(never)]
    pub(super) fn unpacked(&mut self, ctx: &Context<Page>, link: &Link, text: Result<String, String>) {
        match text {
            Ok(text) => {
                let source = Source::Text(text.into());
                carry_out(ctx, self.model.update(Msg::OpenSource(source, link.opening())));
                link.was_found().into_iter().for_each(|found| drop(self.model.update(found.into())));
            }
            Err(why) => {
                // Slide, acts and moment were those of the scene that is not to be had.
                let rest = Link { scene: link.scene.clone(), src: link.src.clone(), ..Link::default() };
                let notices = std::iter::once(why).chain(open(ctx, &mut self.model, &rest)).collect();
                tell(&mut self.model, notices);
            }
        }
    }

    /// Lets the plot have a slice of time as soon as the page has nothing else to do, while it wants one.
    pub(super) fn cut_slice(&mut self, ctx: &Context<Page>) {
        if self.slice.is_none() && self.model.wants_slice() {
            let link = ctx.link().clone();
            self.slice = Some(Timeout::new(0, move || link.send_message(Event::Player(Msg::Plot(PlotMsg::Slice)))));
        }
    }

    /// A screen reader may be told again; gives whether there is something.
    pub(super) fn may_tell(&mut self, ctx: &Context<Page>) -> bool {
        self.silence = None;
        self.tell(ctx);
        self.silence.is_some()
    }

    /// Tells a screen reader what has just happened, unless it was told of something a moment ago.
    pub(super) fn tell(&mut self, ctx: &Context<Page>) {
        if self.silence.is_some() {
            return;
        }
        let told = match (self.model.comparison(), self.model.show()) {
            (Some(both), _) => Some(compare::just_now(both)),
            (None, Some(show)) if self.model.keeps_back() => self.aloud.tell(show, Title::KeptBack),
            (None, Some(show)) => self.aloud.tell(show, Title::Told),
            (None, None) => None,
        };
        if let Some(told) = told.filter(|told| *told != self.told) {
            self.told = told;
            let link = ctx.link().clone();
            self.silence = Some(Timeout::new(TELL_MS, move || link.send_message(Event::MayTell)));
        }
    }

    /// Where the page scrolls, as on a phone, a new slide begins at the top again, and so does what takes the place of the
    /// stage, and the stage in place of that. One who walks along an answer stays with it; one that was just asked for
    /// comes into sight.
    pub(super) fn begin_at_the_top(&mut self, was_picked: Option<Pick>) {
        let is_breaking = self.model.breaking.is_open;
        let place = self.model.show().map(|show| (self.model.scene_id().to_string(), show.slide, is_breaking));
        if place.is_some() && place != self.place {
            let walks = was_picked.or(self.model.lighting.picked).is_some();
            if self.place.is_some() && !walks {
                sight::to_the_top(&self.ground);
            }
            self.place = place;
        }
        if self.model.lighting.picked.is_some_and(|picked| was_picked != Some(picked)) {
            self.comes = Some(sight::Coming::Answer);
        }
    }
}
