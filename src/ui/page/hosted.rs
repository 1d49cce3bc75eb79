//! What an instance is to its host: it does what that wants, answers, and tells what has happened.

use super::{Event, Page};
use crate::link::host::{Answer, Cause, Happening, Plain, Watch, Wish, carry_out, opened, waits};
use crate::link::look::Switch;
use crate::player::{Model, Source, Stage};
use crate::story::language::tr;
use crate::ui::errands;
use gloo_timers::callback::Timeout;
use js_sys::Date;
use yew::prelude::{Callback, Context};

/// Who waits for an answer.
pub type Reply = Callback<Answer>;

/// What passes often is told this often at most, in milliseconds.
const SAY_MS: u32 = 250;

/// An instance towards its host.
#[derive(Default)]
pub struct Hosted {
    watch: Watch,
    /// What is wanted while no scene is on show.
    waiting: Vec<(Wish, Reply)>,
    /// Who waits for which scene.
    opening: Vec<(Source, Reply)>,
    /// When it was last told that time passes, in milliseconds.
    time_said: f64,
    /// While this lasts, no state is told.
    silence: Option<Timeout>,
    unsaid: Option<Happening>,
}

impl Page {
    /// Does what the host wants, now or as soon as a scene is on show.
    pub(super) fn ask(&mut self, ctx: &Context<Page>, wish: Wish, reply: Reply) {
        if wish == Wish::SlideStart && self.may_not_start() {
            reply.emit(Answer::Plain(Plain::Nothing));
            return;
        }
        if waits(&wish, &self.model) {
            self.hosted.waiting.push((wish, reply));
            return;
        }
        let carried = carry_out(&mut self.model, wish);
        errands::carry_out(ctx, carried.effects);
        match carried.answer {
            Answer::WhenOpened(source) => self.hosted.opening.push((source, reply)),
            answer => reply.emit(answer),
        }
    }

    /// Whether a deck does not start it: where its link says that it does not play by itself, or motion is not wanted.
    fn may_not_start(&self) -> bool {
        self.follower.look().autoplay == Some(Switch::Off) || self.is_still()
    }

    /// What it is called towards its host.
    pub fn name(&self) -> Option<String> {
        self.follower.look().id.clone()
    }

    /// All that it knows.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Answers those who wait, as far as that can be done now.
    pub(super) fn answer(&mut self, ctx: &Context<Page>) {
        let is_loading = matches!(self.model.stage, Stage::Loading(_));
        for (source, reply) in std::mem::take(&mut self.hosted.opening) {
            let is_it = *self.model.source() == source;
            match opened(&self.model) {
                _ if is_it && is_loading => self.hosted.opening.push((source, reply)),
                _ if !is_it => reply.emit(Answer::No(tr!("Another scene has been asked for since.").to_string())),
                Ok(standing) => reply.emit(Answer::Plain(standing)),
                Err(why) => reply.emit(Answer::No(why)),
            }
        }
        if !is_loading {
            for (wish, reply) in std::mem::take(&mut self.hosted.waiting) {
                self.ask(ctx, wish, reply);
            }
        }
    }

    /// Tells the host what has happened.
    pub(super) fn report(&mut self, ctx: &Context<Page>, cause: Cause) {
        let mut heard = self.hosted.watch.look(&self.model, cause);
        if heard.is_empty() {
            return;
        }
        let is_at_rest = !self.model.is_playing();
        heard.retain(|happening| match happening.name {
            // A clock that has been set back says nothing of how long ago that was.
            "timeupdate" if (0.0..f64::from(SAY_MS)).contains(&(Date::now() - self.hosted.time_said)) => is_at_rest,
            "timeupdate" => {
                self.hosted.time_said = Date::now();
                true
            }
            "statechange" if self.hosted.silence.is_some() => {
                self.hosted.unsaid = Some(happening.clone());
                false
            }
            _ => true,
        });
        if heard.iter().any(|happening| happening.name == "statechange") {
            self.fall_silent(ctx);
        }
        ctx.props().tell.emit(heard);
    }

    /// The while is over for which no state was told: the last one is told now.
    /// Nothing has to be drawn for that.
    #[inline(never)]
    pub(super) fn speak_again(&mut self, ctx: &Context<Page>) -> bool {
        self.hosted.silence = None;
        if let Some(unsaid) = self.hosted.unsaid.take() {
            self.fall_silent(ctx);
            ctx.props().tell.emit(vec![unsaid]);
        }
        false
    }

    fn fall_silent(&mut self, ctx: &Context<Page>) {
        let link = ctx.link().clone();
        self.hosted.silence = Some(Timeout::new(SAY_MS, move || link.send_message(Event::MaySay)));
    }
}
