//! What the page takes for the player, and what it notes of that: which panel has just been opened, and whether a search
//! has set the stage in motion.

use super::Page;
use crate::player::{AskMsg, HandMsg, Msg, Panel, PlotMsg};
use crate::ui::errands::carry_out;
use crate::ui::sight::{self, Coming};
use crate::ui::{address, keep};
use yew::prelude::Context;

impl Page {
    /// Takes something for the player.
    pub(super) fn take(&mut self, ctx: &Context<Self>, msg: Msg) {
        if let Msg::Speak(words) = msg {
            keep::keep_words(words);
            self.follower.base.look.names = Some(words);
        }
        match msg {
            Msg::Toggle(panel) => self.opened = Some(panel),
            Msg::Inspect(_) => self.opened = Some(Panel::State),
            Msg::ByHand(HandMsg::Fresh(_) | HandMsg::FromRun) => self.opened = Some(Panel::Board),
            Msg::StandAt(_) => self.path_at = sight::place_of_path(&self.ground),
            _ => {}
        }
        let (before, is_report, was_playing) =
            (self.model.told.len(), matches!(msg, Msg::Reported(..)), self.model.is_playing());
        if !matches!(msg, Msg::Light(_) | Msg::Time(_)) {
            self.copied = None; // It may be of another moment now.
        }
        if msg == Msg::Plot(PlotMsg::Slice) {
            self.slice = None;
        }
        let answers = matches!(msg, Msg::Ask(AskMsg::Choose(_)));
        carry_out(ctx, self.model.update(msg));
        self.comes = answers.then_some(Coming::Verdict).or(self.comes);
        let has_begun = is_report && !was_playing && self.model.is_playing();
        self.comes = has_begun.then_some(Coming::Stage).or(self.comes);
        self.model.told.iter().skip(before).for_each(|notice| address::warn(notice));
    }
}
