//! `window.paxosExplainer`: the methods of the page that stands on the document, and `mount`, which puts another
//! instance on an element of somebody's page and gives a handle with the same methods.
//!
//! There are three functions for all handles, each bound to the number of an instance and the name of a method or
//! property. After an instance is gone its handle still answers, in words.

use super::instance::{self, GONE, Id};
use super::sheet::{self, Guest};
use crate::link::acts;
use crate::link::host::{self, METHODS, Plain};
use crate::link::{Link, VALUE_BYTES_MAX, strange};
use crate::ui::{Asked, Page, value};
use js_sys::{Array, Function, Object, Promise, Proxy, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, ShadowRoot, ShadowRootInit, ShadowRootMode};

/// What a handle knows without asking.
const PROPERTIES: [&str; 8] =
    ["currentTime", "duration", "paused", "playbackRate", "scene", "slide", "markers", "state"];

/// The functions behind all handles. They live as long as the document.
struct Functions {
    call: Function,
    get: Function,
}

/// Gives scripts `window.paxosExplainer`.
pub fn publish(page: Option<Id>) {
    let functions = Functions::new();
    let api = match page {
        Some(id) => functions.handle(id),
        None => Object::new(),
    };
    value::set(&api, "version", &host::VERSION.into());
    let mount = Closure::<dyn Fn(JsValue, JsValue) -> Result<Object, JsValue>>::new(move |element, keys| {
        mount(&functions, &element, &keys).map_err(|why| js_sys::Error::new(&why).into())
    });
    value::set(&api, "mount", &mount.into_js_value());
    if let Some(window) = web_sys::window() {
        value::set(window.as_ref(), "paxosExplainer", &api);
    }
}

impl Functions {
    fn new() -> Functions {
        // As a trap for calls of a proxy it is handed the arguments of any number as one list.
        let call = Closure::<dyn Fn(Id, String, JsValue, JsValue, Array) -> Promise>::new(
            |id: Id, name: String, _: JsValue, _: JsValue, arguments: Array| call(id, &name, &arguments),
        );
        let get = Closure::<dyn Fn(Id, String) -> JsValue>::new(|id: Id, name: String| get(id, &name));
        Functions { call: call.into_js_value().unchecked_into(), get: get.into_js_value().unchecked_into() }
    }

    /// A handle: the methods and the properties of an instance.
    fn handle(&self, id: Id) -> Object {
        let handle = Object::new();
        for method in &METHODS {
            let traps = Object::new();
            let trap = self.call.bind2(&JsValue::NULL, &id.into(), &method.name.into());
            value::set(&traps, "apply", &trap);
            value::set(&handle, method.name, &Proxy::new(&self.call, &traps));
        }
        for name in PROPERTIES {
            let property = Object::new();
            value::set(&property, "get", &self.get.bind2(&JsValue::NULL, &id.into(), &name.into()));
            value::set(&property, "enumerable", &JsValue::TRUE);
            let _ = Reflect::define_property(&handle, &name.into(), &property);
        }
        instance::note(id, "handle", &handle);
        handle
    }
}

fn call(id: Id, method: &str, arguments: &Array) -> Promise {
    if method == "destroy" {
        return match instance::take_away(id) {
            true => Promise::resolve(&JsValue::UNDEFINED),
            false => instance::refused(GONE),
        };
    }
    match host::of_call(method, arguments.iter().map(|argument| value::read(&argument)).collect()) {
        Ok(wish) => instance::ask(id, wish),
        Err(why) => instance::refused(&why),
    }
}

fn get(id: Id, name: &str) -> JsValue {
    let seen = instance::look(id, |page| property(page, name));
    seen.map_or(JsValue::UNDEFINED, |seen| value::write(&seen))
}

fn property(page: &Page, name: &str) -> Plain {
    let model = page.model();
    let show = model.show();
    match name {
        "paused" => Plain::Bool(!model.is_playing()),
        "playbackRate" => Plain::Number(f64::from(model.speed) / 100.0),
        "scene" => model.source().id().into(),
        "currentTime" => show.map_or(0, |show| show.at.time).into(),
        "slide" => show.map_or(1, |show| show.slide as u32 + 1).into(),
        "state" => acts::text(&show.map(host::told).unwrap_or_default()).into(),
        "duration" => show.map_or(0, |show| show.end().time).into(),
        _ => {
            host::opened(model).ok().and_then(|standing| standing.get(name).cloned()).unwrap_or(Plain::List(Vec::new()))
        }
    }
}

/// Puts an instance on an element of somebody's page, or into a shadow root.
fn mount(functions: &Functions, place: &JsValue, keys: &JsValue) -> Result<Object, String> {
    let (asked, style) = asked(keys)?;
    let shadow = shadow(place)?;
    let none = "There is no document to stand on.";
    let around = instance::element("div", "paxos-explainer").ok_or(none)?;
    let seat = instance::free_seat().ok_or(none)?;
    let put = around.append_child(seat.root()).and_then(|_| shadow.append_child(&around));
    put.map_err(|_| "The element takes no children.")?;
    let guest = Guest { shadow, around };
    let from = style.map(sheet::From::Addresses).or_else(sheet::of_page);
    from.into_iter().for_each(|from| sheet::dress(guest.clone(), from));
    Ok(functions.handle(instance::put_guest(seat, asked, guest)))
}

/// The shadow root in which an instance is to stand: what is inside and what is around do not disturb each other there.
fn shadow(place: &JsValue) -> Result<ShadowRoot, String> {
    if let Some(shadow) = place.dyn_ref::<ShadowRoot>() {
        return Ok(shadow.clone());
    }
    let wrong = "mount: its first argument must be an element of the document or a shadow root.";
    let element = place.dyn_ref::<Element>().ok_or(wrong)?;
    if let Some(shadow) = element.shadow_root() {
        return Ok(shadow);
    }
    let attached = element.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open));
    attached.map_err(|_| format!("mount: a <{}> cannot hold one; expected a div or the like.", element.local_name()))
}

/// What is asked for by keys and their values, and the addresses of the style sheets, where those are given.
fn asked(keys: &JsValue) -> Result<(Asked, Option<String>), String> {
    let fields = match value::read(keys) {
        Plain::Nothing => Vec::new(),
        Plain::Fields(fields) => fields,
        _ => return Err("mount: its second argument must be an object such as {scene: \"contention\"}.".to_string()),
    };
    let mut pairs = Vec::new();
    let (mut script, mut style) = (None, None);
    for (name, value) in fields {
        let text = match value {
            Plain::Text(text) => text,
            Plain::Bool(truth) => if truth { "1" } else { "0" }.to_string(),
            Plain::Number(_) => value.json(),
            _ => continue,
        };
        match name.as_str() {
            "script" if text.len() <= VALUE_BYTES_MAX => script = Some(text.into()),
            "script" => {
                return Err(format!("mount: script has {} bytes; expected at most {VALUE_BYTES_MAX}.", text.len()));
            }
            "style" => style = Some(text),
            _ => pairs.push((name, text)),
        }
    }
    let strange = strange::notice(pairs.iter().map(|(name, _)| name.as_str()));
    let (link, mut notices) = Link::read(pairs.into_iter());
    notices.extend(strange);
    Ok((Asked { link, script, notices }, style))
}
