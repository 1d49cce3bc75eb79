//! What leaves the page: as a text, a figure, a file, or on paper.

use super::{Event, Page};
use crate::export::Format;
use crate::link::takeout::{Came, Made, Takeout, TakeoutMsg};
use crate::player::{Msg, Source};
use crate::ui::takeout::{self, TakeoutWish};
use crate::ui::{address, fetch, files, png, print};
use yew::prelude::*;

impl Page {
    /// The dialog.
    pub(super) fn takeout_dialog(&self, ctx: &Context<Page>) -> Html {
        takeout::dialog(self.takeout.as_ref().zip(self.model.show()), &ctx.link().callback(Event::Takeout))
    }

    /// The ways out of the page: what is given away, and what is taken away.
    pub(super) fn ways_out(&self, ctx: &Context<Page>) -> Option<Html> {
        let share = self.share_button(ctx)?;
        let takeout = takeout::button(&ctx.link().callback(Event::Takeout));
        Some(html! { <>{ share }if self.model.show().is_some() { { takeout } }</> })
    }

    pub(super) fn take_out(&mut self, ctx: &Context<Page>, wish: TakeoutWish) {
        match wish {
            TakeoutWish::Open(true) => {
                if self.model.is_playing() {
                    self.model.update(Msg::PlayOrPause);
                }
                self.sharing = None;
                self.takeout = Some(Takeout::default());
                self.make();
            }
            TakeoutWish::Open(false) => {
                self.takeout = None;
                print::empty(&self.ground);
            }
            TakeoutWish::Change(msg) => self.change_takeout(ctx, msg),
            TakeoutWish::Copy => {
                if let Some(Made::Text(text)) = self.takeout.as_ref().map(|takeout| &takeout.made) {
                    files::copy(text.to_string(), ctx.link().callback(|is_copied| came(Came::Copied(is_copied))));
                }
            }
            TakeoutWish::Save => self.save(ctx),
            TakeoutWish::SavePng => self.save_png(ctx),
            TakeoutWish::Print => {
                if let Some((takeout, show)) = self.takeout.as_ref().zip(self.model.show())
                    && let Made::Text(text) = &takeout.made
                {
                    let _ = print::print(&self.ground, &takeout.title(show), text);
                    ctx.link().send_message(came(Came::Printed(files::is_framed())));
                }
            }
        }
    }

    fn change_takeout(&mut self, ctx: &Context<Page>, msg: TakeoutMsg) {
        let needs_hand =
            matches!(msg, TakeoutMsg::Came(Came::Copied(false) | Came::Saved(_, true) | Came::Printed(true)));
        let is_news = !matches!(msg, TakeoutMsg::Came(_));
        if let (Some(takeout), Some(show)) = (&mut self.takeout, self.model.show()) {
            takeout.update(msg, show);
            let wanted = takeout.wants_fetched(show);
            if !wanted.is_empty() {
                ctx.link().send_future(async move {
                    Event::Takeout(TakeoutWish::Change(TakeoutMsg::Fetched(texts(wanted).await)))
                });
            }
        }
        if is_news {
            self.make();
        }
        if needs_hand {
            takeout::select(&self.ground);
        }
    }

    fn make(&mut self) {
        if let (Some(takeout), Some(show)) = (&mut self.takeout, self.model.show()) {
            takeout.make(show, &address::page(), &|object| self.writes.emit(object));
        }
    }

    fn save(&self, ctx: &Context<Page>) {
        let file = self.takeout.as_ref().zip(self.model.show()).and_then(|(takeout, show)| takeout.file(show));
        if let Some((name, text)) = file {
            let saved = files::save(&name, &text);
            ctx.link().send_message(came(became(saved, name)));
        }
    }

    fn save_png(&self, ctx: &Context<Page>) {
        let file = self.takeout.as_ref().zip(self.model.show()).and_then(|(takeout, show)| takeout.file(show));
        if let Some((name, svg)) = file {
            ctx.link().send_future(async move {
                let name = name.replace(".svg", ".png");
                match png::png(&svg).await {
                    Some(blob) => came(became(files::save_blob(&name, &blob), name)),
                    None => came(Came::NotSaved(crate::link::takeout::words::NO_PNG.to_string())),
                }
            });
        }
    }

    /// What is printed of what is on show, as a handout; while one is looked at in the dialog, that.
    pub fn printed(&self) -> Option<String> {
        let looked_at = self.takeout.as_ref().filter(|takeout| takeout.format == Format::Handout);
        match looked_at.map(|takeout| &takeout.made) {
            Some(Made::Text(text)) => Some(text.to_string()),
            _ => print::of(&self.model, &self.ground),
        }
    }
}

fn came(came: Came) -> Event {
    Event::Takeout(TakeoutWish::Change(TakeoutMsg::Came(came)))
}

/// What became of saving: in a frame a browser may refuse a file without a word.
fn became(saved: Option<()>, name: String) -> Came {
    match saved {
        Some(()) => Came::Saved(name, files::is_framed()),
        None => Came::Copied(false),
    }
}

/// The texts of scenes of the course, by their ids.
async fn texts(ids: Vec<&'static str>) -> Result<Vec<(String, String)>, String> {
    let mut texts = Vec::new();
    for id in ids {
        let text = fetch::scene(&Source::Course(id.to_string())).await?;
        texts.push((id.to_string(), text));
    }
    Ok(texts)
}
