//! What happens in the dialog, and what follows.

use super::{Preset, Sharing, Size, Text, What, narrated_by_itself, size};
use crate::link::ScriptText;
use crate::link::look::{Interact, Lang, Switch, Theme, Ui, View, Views};
use crate::story::language::Language;
use crate::story::words::Vocabulary;
use std::rc::Rc;

/// What happens in the dialog.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // Each says what it is.
pub enum ShareMsg {
    What(What),
    /// This slide, from 1.
    Slide(Option<usize>),
    Ui(Option<Ui>),
    Interact(Option<Interact>),
    Theme(Option<Theme>),
    Names(Option<Vocabulary>),
    /// This language; the reader's where it is none.
    Lang(Option<Language>),
    /// This view is there (true) or not.
    View(View, bool),
    Narrated(bool),
    Autoplay(bool),
    Loop(bool),
    /// This speed, in percent.
    Speed(u32),
    Preset(Preset),
    /// A width as it was written; an empty one is all that there is.
    Width(String),
    /// A height as it was written.
    Height(String),
    Preview(bool),
    /// The code alone fills the dialog (true), or stands among the rest.
    Large(bool),
    /// A text was copied (true), or the browser did not let that happen.
    Copied(Text, bool),
    /// A scene has been packed for the link.
    Packed(Rc<str>, ScriptText),
    /// Something has been brought to be opened.
    Bring(String),
    /// It cannot be opened, for this reason.
    Refuse(String),
}

impl Sharing {
    /// Takes one message.
    pub fn update(&mut self, msg: ShareMsg) {
        if !matches!(msg, ShareMsg::Packed(..)) {
            (self.copied, self.notice) = (None, None); // They were about something else.
        }
        match msg {
            ShareMsg::What(what) => (self.what, self.slide) = (what, None),
            ShareMsg::Slide(slide) => self.slide = slide.filter(|&slide| 0 < slide),
            ShareMsg::Ui(ui) => (self.look.ui, self.look.captions) = (ui, None),
            ShareMsg::Interact(interact) => self.look.interact = interact,
            ShareMsg::Theme(theme) => self.look.theme = theme,
            ShareMsg::Names(names) => self.look.names = names,
            ShareMsg::Lang(lang) => self.look.lang = lang.map(|lang| Lang::Tag(lang.tag().to_string())),
            ShareMsg::View(view, is_there) => self.see(view, is_there),
            ShareMsg::Narrated(is_narrated) => {
                let by_itself = narrated_by_itself(self.look.ui.unwrap_or(Ui::Player));
                self.look.captions = (by_itself != Some(is_narrated)).then(|| switch(is_narrated));
            }
            ShareMsg::Autoplay(plays) => self.look.autoplay = plays.then_some(Switch::On),
            ShareMsg::Loop(again) => self.look.looped = again.then_some(Switch::On),
            ShareMsg::Speed(percent) => self.look.speed = (percent != 100).then_some(percent),
            ShareMsg::Preset(preset) => self.size = preset.size(),
            ShareMsg::Width(text) if text.trim().is_empty() => self.size.width = None,
            ShareMsg::Width(text) => self.resize(&text, |size, width| Size { width: Some(width), ..size }),
            ShareMsg::Height(text) => self.resize(&text, |size, height| Size { height, ..size }),
            ShareMsg::Preview(is_previewed) => self.is_previewed = is_previewed,
            ShareMsg::Large(is_large) => self.is_large = is_large,
            ShareMsg::Copied(text, is_copied) => self.copied = Some((text, is_copied)),
            ShareMsg::Packed(text, script) => self.packed = Some((text, script)),
            ShareMsg::Bring(text) => self.brought = text,
            ShareMsg::Refuse(why) => self.notice = Some(why),
        }
    }

    fn see(&mut self, view: View, is_there: bool) {
        let kept = self.views().iter().filter(|&other| other != view);
        let views = Views::of(kept.chain(is_there.then_some(view)));
        // Something must be there; without a word it is the stage.
        self.look.view = Some(views).filter(|&views| views != Views::default() && views != Views::of([View::Stage]));
    }

    fn resize(&mut self, text: &str, with: impl FnOnce(Size, u32) -> Size) {
        match size::pixels(text) {
            Ok(pixels) => self.size = with(self.size, pixels),
            Err(why) => self.notice = Some(why),
        }
    }
}

fn switch(is_on: bool) -> Switch {
    if is_on { Switch::On } else { Switch::Off }
}
