//! The language of the page changes while it is open.

use super::{Event, Page};
use crate::link::look::Lang;
use crate::player::Msg;
use crate::story::language::Language;
use crate::ui::errands::{carry_out, tell};
use crate::ui::{keep, speech};
use yew::prelude::Context;

/// Fetches what it takes to speak a language.
pub(super) async fn learned(language: Language) -> Event {
    Event::Learned(language, speech::learn(language).await)
}

impl Page {
    /// Speaks the language that was chosen, if it was to be had.
    #[inline(never)]
    pub(super) fn learned(&mut self, ctx: &Context<Page>, language: Language, learned: Result<(), String>) {
        if let Err(why) = learned {
            tell(&mut self.model, vec![speech::not_to_be_had(language, &why)]);
            return speech::take_back(&self.ground);
        }
        keep::keep_language(language);
        self.follower.base.look.lang = Some(Lang::Tag(language.tag().to_string()));
        if speech::say_in(language) {
            ctx.props().respoken.emit(());
        }
    }

    /// Tells in the language that is spoken now what is on show.
    pub(super) fn respoken(&mut self, ctx: &Context<Page>) {
        speech::mark(&self.ground);
        carry_out(ctx, self.model.update(Msg::Reword));
    }
}
