//! What is given away, and what was given and is opened here.

use super::{Event, Page};
use crate::link::Link;
use crate::link::found::{self, Found, RunFile, RunFound};
use crate::link::look::{Switch, Ui};
use crate::link::share::{ShareMsg, Sharing, Subject};
use crate::player::{EditMsg, Msg, Source};
use crate::story::words::given::Came;
use crate::ui::errands::{carry_out, open, tell};
use crate::ui::files::{self, Brought};
use crate::ui::share::{self, Wanted};
use crate::ui::takeout::TakeoutWish;
use crate::ui::{address, look};
use js_sys::{JSON, Reflect};
use yew::prelude::*;

impl Page {
    /// The way to the dialog, where this has an address of its own and may show ways out of it.
    pub(super) fn share_button(&self, ctx: &Context<Page>) -> Option<Html> {
        let look = self.follower.look();
        let is_there = self.ground.is_page() && (look::ui(look) == Ui::Full || look.links != Some(Switch::Off));
        is_there.then(|| share::button(&ctx.link().callback(Event::Share)))
    }

    /// The dialog.
    pub(super) fn share_dialog(&self, ctx: &Context<Page>) -> Html {
        share::dialog(self.sharing.as_ref(), &address::page(), &ctx.link().callback(Event::Share))
    }

    #[inline(never)]
    pub(super) fn share(&mut self, ctx: &Context<Page>, wanted: Wanted) {
        match wanted {
            Wanted::Open(true) => {
                if self.model.is_playing() {
                    self.model.update(Msg::PlayOrPause);
                }
                let subject = self.model.show().map(|show| Subject::of(show).with_found(self.model.example()));
                let mut sharing = Sharing::new(subject, &self.follower.base);
                sharing.is_previewed = share::has_width(share::ROOMY);
                sharing.lags = self.model.editor.lags();
                self.sharing = Some(sharing);
            }
            Wanted::Open(false) => self.sharing = None,
            Wanted::TakeOut => self.take_out(ctx, TakeoutWish::Open(true)),
            Wanted::GoToImport => share::go_to_import(&self.ground),
            Wanted::Change(msg) => self.change(&msg),
            Wanted::Copy(text, whole) => {
                let done = ctx
                    .link()
                    .callback(move |is_copied| Event::Share(Wanted::Change(ShareMsg::Copied(text, is_copied))));
                files::copy(whole, done);
            }
            Wanted::Read(text) => self.bring(ctx, found::found(&text), Came::Pasted),
            Wanted::Bring(file) => self.bring_file(ctx, file),
        }
        if let Some(text) = self.sharing.as_ref().and_then(Sharing::wants_packed) {
            ctx.link().send_future(async move {
                let script = address::pack(&text).await;
                Event::Share(Wanted::Change(ShareMsg::Packed(text, script)))
            });
        }
    }

    fn change(&mut self, msg: &ShareMsg) {
        if let ShareMsg::Copied(text, false) = *msg {
            share::select(&self.ground, text);
        }
        self.sharing.iter_mut().for_each(|sharing| sharing.update(msg.clone()));
    }

    fn bring_file(&mut self, ctx: &Context<Page>, file: Brought) {
        let refused = self.sharing.as_mut().zip(found::no_text(&file.name, &file.bytes));
        if let Some((sharing, why)) = refused {
            return sharing.update(ShareMsg::Refuse(why));
        }
        match found::in_file(&file.bytes) {
            Some(found) => self.bring(ctx, found, Came::File),
            None => {
                self.sharing = None;
                let Brought { name, bytes_all, bytes } = file;
                carry_out(ctx, self.model.update(EditMsg::File { name, bytes_all, bytes }.into()));
            }
        }
    }

    /// Opens what was brought; where that cannot be done, says why, and all stays as it is.
    fn bring(&mut self, ctx: &Context<Page>, found: Result<Found, String>, came: Came) {
        let opened = found.and_then(|found| match found {
            Found::Address(address) => self.open_link(ctx, address::read_of(&address), None),
            Found::Element(keys, script) => self.open_link(ctx, Link::read(keys.into_iter()), script),
            Found::Scene(text) => {
                let (bytes_all, bytes) = (text.len() as u64, text.into_bytes());
                let name = found::PASTED.to_string();
                carry_out(ctx, self.model.update(EditMsg::File { name, bytes_all, bytes }.into()));
                Ok(())
            }
            Found::Json(text) => match found::of_run(&run_file(&text)?)? {
                RunFound::Scene(text, opening, wrong) => {
                    let opening = opening.by(came);
                    carry_out(ctx, self.model.update(Msg::OpenSource(Source::Text(text.into()), opening)));
                    tell(&mut self.model, wrong.into_iter().collect());
                    Ok(())
                }
                RunFound::Course(link, told) => {
                    tell(&mut self.model, vec![told]);
                    self.open_link(ctx, (*link, Vec::new()), None)
                }
            },
        });
        match (opened, &mut self.sharing) {
            (Ok(()), sharing) => *sharing = None,
            (Err(why), Some(sharing)) => sharing.update(ShareMsg::Refuse(why)),
            (Err(why), None) => tell(&mut self.model, vec![why]),
        }
    }

    fn open_link(
        &mut self,
        ctx: &Context<Page>,
        (link, mut notices): (Link, Vec<String>),
        script: Option<String>,
    ) -> Result<(), String> {
        match script {
            Some(text) => carry_out(ctx, self.model.update(Msg::OpenSource(Source::Text(text.into()), link.opening()))),
            None => match found::refusal(&link, &notices) {
                Some(why) => return Err(why),
                None => notices.extend(open(ctx, &mut self.model, &link)),
            },
        }
        tell(&mut self.model, notices);
        Ok(())
    }
}

/// What a JSON object says of a run; nothing where it is one of something else.
fn run_file(text: &str) -> Result<RunFile, String> {
    let run = JSON::parse(text).map_err(|_| found::broken_json(text))?;
    let get = |name: &str| Reflect::get(&run, &name.into()).ok();
    let text = |name: &str| get(name)?.as_string();
    let number = |name: &str| get(name)?.as_f64().filter(|number| number.fract() == 0.0).map(|number| number as u32);
    let (format, time, seed) = (number("format"), number("time"), number("seed"));
    Ok(RunFile { format, title: text("title"), time, script: text("script"), acts: text("do"), seed, at: text("t") })
}
