//! The style sheet of guests: the sheets of the page, fetched once, made one, told of boxes in place of windows, and shared
//! by all guests. It is handed over as an object, which no content security policy forbids, and which costs nothing for the next guest.

use super::document;
use crate::ui::fetch;
use crate::view::guest_sheet::for_guest;
use js_sys::{Array, Function, Promise, Reflect};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise, spawn_local};
use web_sys::{Element, HtmlLinkElement, ShadowRoot};

/// Where a shadow root holds the sheets that were handed to it.
const HANDED: &str = "adoptedStyleSheets";

/// Where the sheets are to be had.
#[derive(Clone, PartialEq)]
pub enum From {
    /// At addresses, with a blank between.
    Addresses(String),
    /// In the document itself.
    Inline,
}

/// A guest that is to be dressed.
#[derive(Clone)]
pub struct Guest {
    /// Where it stands.
    pub shadow: ShadowRoot,
    /// Its box, which is not shown before that.
    pub around: Element,
}

enum Sheet {
    /// It is on its way, and these wait for it.
    Coming(Vec<Guest>),
    /// It is there.
    Here(JsValue),
    /// It could not be read, or the browser knows no such objects.
    Refused,
}

thread_local! {
    static SHEETS: RefCell<Vec<(From, Sheet)>> = const { RefCell::new(Vec::new()) };
}

/// Where the page that has loaded us has its sheets; one that it has not fetched yet is among them.
pub fn of_page() -> Option<From> {
    let document = document()?;
    let links = document.query_selector_all("link[rel=stylesheet][data-paxos]").ok()?;
    let links = (0..links.length()).filter_map(|nth| links.get(nth)?.dyn_into::<HtmlLinkElement>().ok());
    let addresses: Vec<String> = links.map(|link| link.href()).collect();
    if !addresses.is_empty() {
        return Some(From::Addresses(addresses.join(" ")));
    }
    document.query_selector("style[data-paxos]").ok().flatten().map(|_| From::Inline)
}

/// Dresses a guest, now or as soon as the sheet is there.
pub fn dress(guest: Guest, from: From) {
    let is_new = SHEETS.with_borrow_mut(|sheets| {
        let Some((_, sheet)) = sheets.iter_mut().find(|(known, _)| *known == from) else {
            hide(&guest);
            sheets.push((from.clone(), Sheet::Coming(vec![guest.clone()])));
            return true;
        };
        match sheet {
            Sheet::Coming(waiting) => {
                hide(&guest);
                waiting.push(guest.clone());
            }
            Sheet::Here(sheet) => hand(&guest, sheet),
            Sheet::Refused => link(&guest, &from),
        }
        false
    });
    match from {
        _ if !is_new => {}
        From::Inline => {
            let style = document().and_then(|document| document.query_selector("style[data-paxos]").ok().flatten());
            come(&From::Inline, style.and_then(|style| style.text_content()));
        }
        From::Addresses(addresses) => spawn_local(async move {
            let text = fetched(&addresses).await;
            come(&From::Addresses(addresses), text);
        }),
    }
}

/// The sheets at these addresses, as one. They come beside each other.
async fn fetched(addresses: &str) -> Option<String> {
    let each = addresses.split_whitespace().map(str::to_string).map(|address| {
        future_to_promise(async move { fetch::style(&address).await.map(JsValue::from).ok_or(JsValue::NULL) })
    });
    let texts = JsFuture::from(Promise::all(&each.collect::<Array>())).await.ok()?;
    let texts: Vec<String> = Array::from(&texts).iter().filter_map(|text| text.as_string()).collect();
    Some(texts.join("\n"))
}

/// The sheet has come, or has not.
fn come(from: &From, text: Option<String>) {
    let sheet = text.and_then(|text| made(&for_guest(&text)));
    let state = sheet.clone().map_or(Sheet::Refused, Sheet::Here);
    let before = SHEETS.with_borrow_mut(|sheets| {
        let known = sheets.iter_mut().find(|(known, _)| known == from);
        known.map(|(_, before)| std::mem::replace(before, state))
    });
    let Some(Sheet::Coming(waiting)) = before else { return };
    // Some may have gone since.
    for guest in waiting.iter().filter(|guest| guest.around.parent_node().is_some()) {
        match &sheet {
            Some(sheet) => hand(guest, sheet),
            None => link(guest, from),
        }
        let _ = guest.around.remove_attribute("hidden");
    }
}

fn hide(guest: &Guest) {
    let _ = guest.around.set_attribute("hidden", "");
}

/// A sheet as an object, where the browser knows such.
fn made(text: &str) -> Option<JsValue> {
    let constructor: Function = Reflect::get(&js_sys::global(), &"CSSStyleSheet".into()).ok()?.dyn_into().ok()?;
    let sheet = Reflect::construct(&constructor, &Array::new()).ok()?;
    let replace: Function = Reflect::get(&sheet, &"replaceSync".into()).ok()?.dyn_into().ok()?;
    replace.call1(&sheet, &text.into()).ok()?;
    Some(sheet)
}

fn handed(shadow: &ShadowRoot) -> Array {
    Reflect::get(shadow, &HANDED.into()).map(|sheets| Array::from(&sheets)).unwrap_or_default()
}

fn hand(guest: &Guest, sheet: &JsValue) {
    let sheets = handed(&guest.shadow);
    if !sheets.includes(sheet, 0) {
        sheets.push(sheet);
        // Where it is not to be set there are no such objects either.
        let _ = Reflect::set(&guest.shadow, &HANDED.into(), &sheets);
    }
}

/// The sheets by their addresses: they ask the window how large it is, but everything is to be seen.
fn link(guest: &Guest, from: &From) {
    let From::Addresses(addresses) = from else { return };
    // Each is put before the one that follows it.
    for address in addresses.split_whitespace().rev() {
        let Some(link) = document().and_then(|document| document.create_element("link").ok()) else { return };
        let _ = link.set_attribute("rel", "stylesheet");
        let _ = link.set_attribute("href", address);
        let _ = guest.around.prepend_with_node_1(&link);
    }
}

/// Takes our sheets from a shadow root in which no guest stands any more.
pub fn undress(shadow: &ShadowRoot) {
    if shadow.query_selector(".paxos-explainer").ok().flatten().is_some() {
        return;
    }
    let ours = SHEETS.with_borrow(|sheets| {
        let here = sheets.iter().filter_map(|(_, sheet)| match sheet {
            Sheet::Here(sheet) => Some(sheet.clone()),
            _ => None,
        });
        here.collect::<Array>()
    });
    let sheets = handed(shadow);
    let rest = sheets.filter(&mut |sheet, _, _| !ours.includes(&sheet, 0));
    if rest.length() < sheets.length() {
        let _ = Reflect::set(shadow, &HANDED.into(), &rest);
    }
}
