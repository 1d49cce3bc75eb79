//! A menu that stands beside what it is about: its frame, its place, and how it closes.

use super::focus::focus;
use super::ground::{active_around, find_around};
use super::listen::Listener;
use super::needs::elements;
use crate::player::Msg;
use crate::story::language::{say, tr};
use crate::ui::speech::use_language;
use crate::view::beside;
use crate::view::layout::Area;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};
use yew::prelude::*;

/// The open menu.
#[derive(Clone, PartialEq, Properties)]
pub struct Properties {
    /// What it is about.
    pub name: AttrValue,
    /// The id of the group on the stage beside which it stands.
    pub anchor: AttrValue,
    /// Why the last wish could not be fulfilled.
    pub notice: Option<AttrValue>,
    /// What the reader does.
    pub send: Callback<Msg>,
    /// What may be done.
    pub children: Html,
}

/// A menu.
#[component]
pub fn Popup(properties: &Properties) -> Html {
    use_language();
    let Properties { name, anchor, notice, send, children } = properties;
    let root = use_node_ref();
    use_place(root.clone(), anchor.clone());
    use_close_outside(root.clone(), send.clone());
    let left = use_close_when_left(root.clone(), send.clone());
    let close = send.reform(|_: MouseEvent| Msg::CloseMenu);
    let on_key = send.clone();
    let keys = Callback::from(move |event: KeyboardEvent| {
        event.stop_propagation();
        if event.key() == "Escape" {
            on_key.emit(Msg::CloseMenu);
        }
    });
    html! {
        <div class="menu" role="dialog" aria-label={say!("What to do with {name}", name)} ref={root} onkeydown={keys} onfocusout={left}>
            <div class="menu-head">
                <b>{ name }</b>
                <button class="close" onclick={close} aria-label={tr!("Close")}>{ "×" }</button>
            </div>
            { children.clone() }
            <p class="notice" role={notice.is_some().then_some("alert")} hidden={notice.is_none()}>{ notice.clone().unwrap_or_default() }</p>
        </div>
    }
}

/// Puts the menu beside what it is about, gives it the focus, and gives the focus back when it closes: to the node, or,
/// as a message cannot have it, to what had it before.
#[hook]
fn use_place(root: NodeRef, anchor: AttrValue) {
    use_effect_with(anchor, move |anchor| {
        let menu = root.cast::<HtmlElement>();
        let around = |selector: &str| find_around::<Element>(menu.as_ref()?, selector);
        let (group, stage) = (around(&format!("[id=\"{anchor}\"]")), around(".stage"));
        let is_node = group.as_ref().is_some_and(|group| group.has_attribute("tabindex"));
        let back = if is_node { group.clone() } else { menu.as_ref().and_then(|menu| active_around(menu)) };
        if let (Some(menu), Some(group)) = (&menu, &group) {
            place(menu, group);
            if let Ok(Some(first)) = menu.query_selector("button:not(.close), input, select") {
                focus(&first);
            }
        }
        move || {
            let Some(back) = back else { return };
            // A message that has gone cannot take the focus back: its stage can.
            match back.is_connected() {
                true => focus(&back),
                false => stage.iter().for_each(focus),
            }
        }
    });
}

/// Positions go through the style object: a strict content security policy forbids style attributes.
fn place(menu: &HtmlElement, group: &Element) {
    let Some(parent) = menu.offset_parent() else { return };
    let frame = parent.get_bounding_client_rect();
    let area = |element: &Element| {
        let place = element.get_bounding_client_rect();
        Area {
            x: place.left() - frame.left(),
            y: place.top() - frame.top(),
            width: place.width(),
            height: place.height(),
        }
    };
    let nodes: Vec<Area> = elements(parent.query_selector_all(".stage .node")).map(|node| area(&node)).collect();
    let size = (f64::from(menu.offset_width()), f64::from(menu.offset_height()));
    let at = beside::corner(size, area(group), (frame.width(), frame.height()), &nodes);
    let style = menu.style();
    let _ = style.set_property("left", &format!("{i32}px", i32 = at.x as i32));
    let _ = style.set_property("top", &format!("{i32}px", i32 = at.y as i32));
}

/// Listens to presses around a menu: in its own tree, and in the document where that is another one, and sees no more
/// of a press in a shadow tree than that there was one.
fn press_listeners(menu: &Node, send: &Callback<Msg>) -> Vec<Listener> {
    let is_here = Rc::new(Cell::new(false));
    let tree = menu.get_root_node();
    let document = menu.owner_document().filter(|document| *document.unchecked_ref::<Node>() != tree);
    let here = {
        let (menu, send, is_here) = (menu.clone(), send.clone(), is_here.clone());
        Listener::new(tree.into(), "pointerdown", move |event| {
            is_here.set(true);
            let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
            if !menu.contains(target.as_ref()) {
                send.emit(Msg::CloseMenu);
            }
        })
    };
    let elsewhere = document.map(|document| {
        let send = send.clone();
        Listener::new(document.into(), "pointerdown", move |_| {
            if !is_here.replace(false) {
                send.emit(Msg::CloseMenu);
            }
        })
    });
    std::iter::once(here).chain(elsewhere).collect()
}

/// Whoever goes on by Tab leaves the menu, and it closes.
#[hook]
fn use_close_when_left(root: NodeRef, send: Callback<Msg>) -> Callback<FocusEvent> {
    Callback::from(move |event: FocusEvent| {
        let next = event.related_target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        // Without a next element, or with one that holds the menu too, nothing else has the focus, and the menu waits.
        let is_apart = |menu: Node, next: Node| !menu.contains(Some(&next)) && !next.contains(Some(&menu));
        let is_left = root.get().zip(next).is_some_and(|(menu, next)| is_apart(menu, next));
        if is_left {
            send.emit(Msg::CloseMenu);
        }
    })
}

/// A press anywhere else closes the menu.
#[hook]
fn use_close_outside(root: NodeRef, send: Callback<Msg>) {
    use_effect_with((), move |()| {
        let listeners = root.get().map(|menu| press_listeners(&menu, &send));
        move || drop(listeners)
    });
}
