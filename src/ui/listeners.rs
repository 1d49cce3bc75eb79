//! All that an instance listens to outside of what Yew draws. It ends with the instance.

use super::ground::Ground;
use super::listen::Listener;
use super::page::{Event, Page};
use super::share::Wanted;
use super::{address, files, keys, look, present, print, sight};
use crate::link::Link;
use crate::link::look::{Interact, Ui};
use crate::player::PresentMsg;
use web_sys::MediaQueryList;
use yew::prelude::Context;

/// Listens to whether motion is wanted, the keys, and whether it is in sight, to files that are dropped on it, and
/// to the reader's going away; the page also to its address.
pub fn all(ctx: &Context<Page>, link: &Link, no_motion: Option<&MediaQueryList>) -> Vec<Listener> {
    let ground = &ctx.props().ground;
    let page = ctx.link();
    let changes = no_motion.into_iter().map(|list| {
        let page = page.clone();
        Listener::new(list.clone().into(), "change", move |_| page.send_message(Event::Changed))
    });
    let resized = web_sys::window().map(|window| {
        let page = page.clone();
        Listener::new(window.into(), "resize", move |_| page.send_message(Event::Resized))
    });
    let leaving = address::on_leaving(page.callback(|()| Event::Leaving));
    changes
        .chain(resized)
        .chain(leaving)
        .chain([keys::listen(ground, link, page.callback(Event::Player), ctx.props().tell.clone())])
        .chain(present::on_change(ground, page.callback(|msg: PresentMsg| Event::Player(msg.into()))))
        .chain(sight::on_change(page.callback(|()| Event::Changed)))
        .chain(address::on_change(page.callback(Event::Followed)).filter(|_| ground.is_page()))
        .chain(print::listen(page, ground))
        .chain(drops(ctx, ground, link).into_iter().flatten())
        .collect()
}

/// Files may be dropped anywhere on what is the whole page; on that of a guest, within it.
fn drops(ctx: &Context<Page>, ground: &Ground, link: &Link) -> Option<Vec<Listener>> {
    let is_whole = look::ui(&link.look) == Ui::Full && matches!(link.look.interact, None | Some(Interact::All));
    let take = ctx.link().callback(|file| Event::Share(Wanted::Bring(file)));
    is_whole.then(|| files::drops(ground.hears_all(), take))
}
