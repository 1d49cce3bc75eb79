//! All that an instance listens to outside of what Yew draws. It ends with the instance.

use super::ground::Ground;
use super::listen::Listener;
use super::page::{Event, Page};
use super::{address, files, keys, look, present, sight};
use crate::link::Link;
use crate::link::look::{Interact, Ui};
use crate::player::{EditMsg, PresentMsg};
use web_sys::MediaQueryList;
use yew::prelude::Context;

/// Listens to the queries of the window, the keys, and whether it is in sight; the page also to its address, to files
/// that are dropped on it, and to the reader's going away.
pub fn all(ctx: &Context<Page>, link: &Link, queries: [&Option<MediaQueryList>; 3]) -> Vec<Listener> {
    let ground = &ctx.props().ground;
    let page = ctx.link();
    let changes = queries.into_iter().flatten().map(|list| {
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
        .chain(keys::listen(ground, link, page.callback(Event::Player)))
        .chain(present::on_change(ground, page.callback(|msg: PresentMsg| Event::Player(msg.into()))))
        .chain(sight::on_change(page.callback(|()| Event::Changed)))
        .chain(address::on_change(page.callback(Event::Followed)).filter(|_| ground.is_page()))
        .chain(drops(ctx, ground, link).into_iter().flatten())
        .collect()
}

/// Files may be dropped anywhere on the whole page.
fn drops(ctx: &Context<Page>, ground: &Ground, link: &Link) -> Option<Vec<Listener>> {
    let is_whole = look::ui(&link.look) == Ui::Full && matches!(link.look.interact, None | Some(Interact::All));
    let take = ctx.link().callback(|msg: EditMsg| Event::Player(msg.into()));
    (is_whole && ground.is_page()).then(|| files::drops(take))
}
