//! Messages between the page in a frame and the page around it.
//!
//! The page around may be anybody's: what comes from it is checked, and from nobody else is anything taken. Its origin
//! is not asked for, since that of a sandboxed frame is no origin at all.

use super::instance::{self, Id};
use crate::link::host::height::RESIZE;
use crate::link::host::plain::{field, fields};
use crate::link::host::{self, Asked, Fields, Happening, Heard, Plain, VERSION};
use crate::ui::{last, value};
use js_sys::{Object, Reflect};
use std::cell::RefCell;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{MessageEvent, Window};

thread_local! {
    /// Which instance is the page of a frame.
    static FRAMED: RefCell<Option<Framed>> = const { RefCell::new(None) };
}

/// The instance of a frame, and who may ask something of it.
struct Framed {
    id: Id,
    hosts: Vec<Window>,
    /// Whether the hosts have been told that it is there.
    has_come: bool,
}

/// Listens to the page around, if there is one, and says hello to it.
pub fn listen(id: Id) {
    let Some(window) = web_sys::window() else { return };
    let hosts = hosts(&window);
    if hosts.is_empty() {
        return;
    }
    FRAMED.set(Some(Framed { id, hosts, has_come: false }));
    let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| hear(id, &event));
    let _ = window.add_event_listener_with_callback("message", heard.as_ref().unchecked_ref());
    heard.forget(); // The page of a frame lives as long as the frame.
    // By then the instance is there, and knows what it is called, unless it waits for its language.
    spawn_local(async move { came(id) });
}

/// Says hello as soon as an instance is there, if it is the one of the frame.
pub fn came(id: Id) {
    let is_there = instance::look(id, |_| ()).is_some();
    let is_news = FRAMED.with_borrow_mut(|framed| match framed {
        Some(framed) if framed.id == id && is_there => !std::mem::replace(&mut framed.has_come, true),
        _ => false,
    });
    if is_news {
        hello();
    }
}

/// The windows that may say something: the one around this, and the one that has opened it.
fn hosts(window: &Window) -> Vec<Window> {
    let around = window.parent().ok().flatten().filter(|parent| parent != window);
    let opener = window.opener().ok().and_then(|opener| Reflect::get(&opener, &"window".into()).ok());
    around.into_iter().chain(opener.and_then(|opener| opener.dyn_into().ok())).collect()
}

/// Tells the hosts what has happened in the instance of the frame.
pub fn post(id: Id, happening: &Happening) {
    FRAMED.with_borrow(|framed| {
        if let Some(framed) = framed.as_ref().filter(|framed| framed.id == id) {
            framed.hosts.iter().for_each(|host| framed.send(host, happening.name, &happening.detail));
            if happening.name == RESIZE {
                framed.hosts.iter().for_each(|host| set_height(host, &happening.detail));
            }
        }
    });
}

/// Says the height once more in the words that other pages for frames use, and some hosts know.
fn set_height(host: &Window, detail: &Fields) {
    let message = value::object(detail);
    value::set(&message, "type", &"setHeight".into());
    let _ = host.post_message(&message, "*");
}

/// What is told of an objective, and the field with its id.
const OBJECTIVE: &str = "objective";

impl Framed {
    fn send(&self, host: &Window, kind: &str, detail: &Fields) {
        let message = value::object(detail);
        // The id under which a value was chosen, and that of an objective, make way for that of the instance, which every
        // message repeats.
        let own = if kind == OBJECTIVE { OBJECTIVE } else { "ballot" };
        field(detail, "id").iter().for_each(|id| value::set(&message, own, &value::write(id)));
        self.sign(&message, kind);
        // A window that has been closed hears nothing, and that is all.
        let _ = host.post_message(&message, "*");
    }

    fn sign(&self, message: &Object, kind: &str) {
        value::set(message, "paxos", &VERSION.into());
        value::set(message, "type", &kind.into());
        let name = instance::look(self.id, |page| page.name()).flatten();
        name.iter().for_each(|name| value::set(message, "id", &name.into()));
    }
}

fn hello() {
    FRAMED.with_borrow(|framed| {
        let version = fields([("version", VERSION.into())]);
        framed.iter().for_each(|framed| framed.hosts.iter().for_each(|host| framed.send(host, "hello", &version)));
    });
}

/// What the page around says: a message of ours, or what decks say to every frame on a slide.
fn hear(id: Id, event: &MessageEvent) {
    let Some(from) = source(event) else { return };
    match host::heard(&value::read(&event.data())) {
        Heard::Nothing => {}
        Heard::Deck(wish) => drop(instance::ask(id, wish)),
        Heard::Ours(asked) => hear_ours(id, asked, from),
    }
}

/// Who has sent a message, if it is one of the hosts.
fn source(event: &MessageEvent) -> Option<Window> {
    let from: JsValue = event.source()?.into();
    FRAMED.with_borrow(|framed| {
        let mut hosts = framed.iter().flat_map(|framed| &framed.hosts);
        hosts.find(|host| Object::is(host.as_ref(), &from)).cloned()
    })
}

fn hear_ours(id: Id, Asked { rid, is_ping, wish }: Asked, from: Window) {
    if is_ping {
        hello();
    }
    let asked_by = rid.as_ref().map(value::write);
    asked_by.iter().for_each(|rid| last::asks(&from, rid));
    spawn_local(async move {
        let answer = match wish {
            Ok(wish) => JsFuture::from(instance::ask(id, wish)).await.map_err(|why| sentence(&why)),
            Err(why) => Err(why),
        };
        asked_by.iter().for_each(last::told);
        answer_to(&from, rid, is_ping, answer);
    });
}

fn sentence(why: &JsValue) -> String {
    let message = Reflect::get(why, &"message".into()).ok().and_then(|message| message.as_string());
    message.unwrap_or_else(|| "It cannot be done.".to_string())
}

/// Answers a question; what is no question is answered only where something is wrong with it, and a ping by how things
/// stand.
fn answer_to(from: &Window, rid: Option<Plain>, is_ping: bool, answer: Result<JsValue, String>) {
    FRAMED.with_borrow(|framed| {
        let Some(framed) = framed else { return };
        if let Some((true, standing)) = answer.as_ref().ok().map(|standing| (is_ping, standing)) {
            let ready = Object::assign(&Object::new(), standing.unchecked_ref());
            framed.sign(&ready, "ready");
            let _ = from.post_message(&ready, "*");
        }
        match (rid, answer) {
            (Some(rid), Ok(given)) => {
                let result = value::object(&fields([("rid", rid), ("ok", Plain::Bool(true))]));
                value::set(&result, "value", &given);
                framed.sign(&result, "result");
                let _ = from.post_message(&result, "*");
            }
            (Some(rid), Err(why)) => {
                let wrong = fields([("rid", rid), ("ok", Plain::Bool(false)), ("error", why.into())]);
                framed.send(from, "result", &wrong);
            }
            (None, Err(why)) => framed.send(from, "error", &fields([("message", why.into())])),
            (None, Ok(_)) => {}
        }
    });
}
