//! Printing: what is on show as a handout, in a place of the page that only paper shows. It is filled when the browser is
//! about to print, at once and past Yew: a browser does not wait.

use super::ground::Ground;
use super::listen::Listener;
use super::page::Page;
use crate::export::handout::{Sheet, Size, Slides, body};
use crate::link::takeout::live;
use crate::player::Model;
use yew::html::Scope;
use yew::prelude::*;

/// The place of the handout.
const PLACE: &str = ".page > .handout";

/// The place, empty: what stands in it is not Yew's.
pub fn place() -> Html {
    html! { <div class="handout"></div> }
}

/// Fills the place when the browser is about to print, and empties it after that. A browser that only shows how it would
/// print says so in another way.
pub fn listen(scope: &Scope<Page>, ground: &Ground) -> Vec<Listener> {
    let Some(window) = web_sys::window() else { return Vec::new() };
    let before = {
        let (scope, ground) = (scope.clone(), ground.clone());
        move || {
            // What was asked for is there already.
            if let Some(place) = ground.find_element(PLACE).filter(|place| place.first_child().is_none()) {
                let text = scope.get_component().and_then(|page| page.printed());
                text.iter().for_each(|text| place.set_inner_html(text));
            }
        }
    };
    let after = {
        let ground = ground.clone();
        move || empty(&ground)
    };
    let (begins, ends) = (before.clone(), after.clone());
    let on_paper = window.match_media("print").ok().flatten().map(|list| {
        let seen = list.clone();
        Listener::new(list.into(), "change", move |_| if seen.matches() { before() } else { after() })
    });
    let first = Listener::new(window.clone().into(), "beforeprint", move |_| begins());
    let last = Listener::new(window.into(), "afterprint", move |_| ends());
    [first, last].into_iter().chain(on_paper).collect()
}

/// Prints this, which `export::handout` has made; gives none where the browser has no way to. A browser calls the file
/// after the document.
pub fn print(ground: &Ground, title: &str, text: &str) -> Option<()> {
    ground.find_element(PLACE)?.set_inner_html(text);
    let window = web_sys::window()?;
    let document = window.document().filter(|_| ground.is_page());
    let before = document.as_ref().map(|document| document.title());
    document.iter().for_each(|document| document.set_title(title));
    let printed = window.print().ok();
    document.zip(before).iter().for_each(|(document, before)| document.set_title(before));
    printed
}

/// Empties the place.
pub fn empty(ground: &Ground) {
    ground.find_element(PLACE).iter().for_each(|place| place.set_inner_html(""));
}

/// What is printed of what is on show; none where that is printed as it stands. The page by itself prints the whole
/// scene; a part of another page prints the slide on show, for which there is room there.
pub fn of(model: &Model, ground: &Ground) -> Option<String> {
    let is_other = model.guides.open.is_some() || model.sandbox.is_open || model.comparison().is_some();
    let show = model.show().filter(|_| !is_other)?;
    let slides = if ground.is_page() && !super::files::is_framed() { Slides::All } else { Slides::Slide };
    let address = live(show, &super::address::page()).filter(|_| slides == Slides::All);
    Some(body(None, &[Sheet { show, slides, size: Size::Large, address }]))
}
