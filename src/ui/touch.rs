//! What opens beside or above the stage when something on it is touched: menus, and the layer for a drawn cut.

use super::draw::DrawLayer;
use super::letter::LetterMenu;
use super::menu::{self, Choices};
use super::popup::Popup;
use crate::player::{Flying, Model, Msg, Show, Touched};
use crate::story::language::say;
use crate::view::layout::Layout;
use crate::view::{self, Tableau};
use yew::prelude::*;

/// What stands on the stage, and where.
pub type OnStage = (Tableau, Layout);

/// The open menu.
pub fn menu(model: &Model, show: &Show, on_stage: impl FnOnce() -> OnStage, send: &Callback<Msg>) -> Html {
    let (name, anchor, children) = match model.menu {
        None => return html! {},
        Some(Touched::Node(node)) => {
            let name = show.names().node(node).to_string();
            let choices = match show.poll() {
                Some(poll) => Choices::of_person(show, poll, node),
                None => Choices::of(show, node, model.panels.are_there),
            };
            (name.clone(), format!("node-{name}"), menu::items(&choices, send))
        }
        Some(Touched::Message(message)) => {
            let (tableau, layout) = on_stage();
            let meant = view::flight::at_pill(message, &tableau, &layout);
            let flying: Vec<Flying> = show.flying().into_iter().filter(|flying| meant.contains(&flying.id)).collect();
            let name = match &flying[..] {
                [one] => one.title.clone(),
                several => say!("{count} messages", count = several.len()),
            };
            let children = html! { <LetterMenu {flying} send={send.clone()} /> };
            (name, format!("pill-{message}", message = message.0), children)
        }
    };
    let notice = model.notice.clone().map(AttrValue::from);
    html! { <Popup key={anchor.clone()} {name} anchor={anchor.clone()} {notice} {children} send={send.clone()} /> }
}

/// The layer that takes a line across the stage.
#[inline(never)]
pub fn draw_layer(model: &Model, show: &Show, (tableau, layout): OnStage, send: &Callback<Msg>) -> Html {
    let size = (layout.width, layout.height);
    let notice = model.notice.clone().map(AttrValue::from);
    let show = show.clone();
    let on_line = send.reform(move |(from, to)| view::cut::drawn(&show, &tableau, &layout, from, to));
    html! { <DrawLayer {size} {notice} {on_line} send={send.clone()} /> }
}
