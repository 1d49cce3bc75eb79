//! Where errands are done: a workshop beside the page. It is fetched when the first errand is asked for, and closed with
//! the instance that has asked. What runs in it, and where, is the affair of `static/workshop.js`.

use super::{fetch, value};
use crate::link::errand::{report, request};
use crate::player::errand::{Number, Report, Task};
use crate::story::words::errand as words;
use js_sys::{Function, Promise, Reflect};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Document, Element};
use yew::Callback;

#[wasm_bindgen]
extern "C" {
    /// What `static/workshop.js` opens.
    type Shop;
    #[wasm_bindgen(method)]
    fn start(this: &Shop, number: u32, text: &str);
    #[wasm_bindgen(method)]
    fn cancel(this: &Shop, number: u32);
    #[wasm_bindgen(method)]
    fn prepare(this: &Shop);
    #[wasm_bindgen(method)]
    fn end(this: &Shop);
}

/// The script on the document that opens workshops: our own, or the one that the single file has inside.
const SCRIPT: &str = "script[data-paxos-workshop]";
/// What it ties to its element.
const OPEN: &str = "paxosWorkshop";

/// Hears what is told of the errand of a number.
pub type Told = Callback<(Number, Report)>;

/// What the player wants of the workshop.
pub enum Work {
    /// That it is there before anything is asked.
    Prepare,
    /// An errand.
    Ask(Number, Task),
    /// That an errand is called off.
    CallOff(Number),
}

/// An instance's workshop.
pub struct Workshop {
    told: Told,
    door: Rc<RefCell<Door>>,
}

enum Door {
    /// Nothing was asked for yet, or it could not be opened.
    Shut,
    /// It is being fetched, and these errands wait.
    Coming(Vec<(Number, String)>),
    /// It is open, and tells this.
    Open(Shop, #[allow(dead_code)] Closure<dyn Fn(Number, JsValue)>),
}

impl Workshop {
    /// One that tells `told` what is to be told.
    pub fn new(told: Told) -> Workshop {
        Workshop { told, door: Rc::new(RefCell::new(Door::Shut)) }
    }

    /// Does what the player wants.
    #[inline(never)]
    pub fn take(&self, work: Work) {
        match work {
            Work::Prepare => self.prepare(),
            Work::Ask(number, task) => self.ask(number, request::write(&task)),
            Work::CallOff(number) => self.call_off(number),
        }
    }

    fn ask(&self, number: Number, text: String) {
        self.knock();
        match &mut *self.door.borrow_mut() {
            Door::Open(shop, _) => shop.start(number, &text),
            Door::Coming(waiting) => waiting.push((number, text)),
            Door::Shut => {}
        }
    }

    fn call_off(&self, number: Number) {
        match &mut *self.door.borrow_mut() {
            Door::Open(shop, _) => shop.cancel(number),
            Door::Coming(waiting) => waiting.retain(|(other, _)| *other != number),
            Door::Shut => {}
        }
    }

    fn prepare(&self) {
        self.knock();
        if let Door::Open(shop, _) = &*self.door.borrow() {
            shop.prepare();
        }
    }

    /// Has it fetched, if it is not there.
    fn knock(&self) {
        let mut door = self.door.borrow_mut();
        if let Door::Shut = *door {
            *door = Door::Coming(Vec::new());
            let (door, told) = (Rc::clone(&self.door), self.told.clone());
            spawn_local(async move { come(&door, &told, opener().await) });
        }
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        if let Door::Open(shop, _) = self.door.replace(Door::Shut) {
            shop.end();
        }
    }
}

/// It is there, or could not be had. The instance may be gone by now.
fn come(door: &RefCell<Door>, told: &Told, opener: Option<Function>) {
    let Door::Coming(waiting) = door.replace(Door::Shut) else { return };
    let opened = opener.and_then(|opener| {
        let told = told.clone();
        let tell = Closure::<dyn Fn(Number, JsValue)>::new(move |number, said: JsValue| {
            told.emit((number, report::read(&value::read(&said))));
        });
        Some((opener.call1(&JsValue::NULL, tell.as_ref()).ok()?.unchecked_into::<Shop>(), tell))
    });
    let Some((shop, tell)) = opened else {
        let missing = || Report::Problem(words::MISSING.to_string());
        return waiting.iter().for_each(|(number, _)| told.emit((*number, missing())));
    };
    shop.prepare();
    waiting.iter().for_each(|(number, text)| shop.start(*number, text));
    door.replace(Door::Open(shop, tell));
}

/// What opens workshops.
async fn opener() -> Option<Function> {
    let script = script()?;
    if tied(&script).is_none() {
        let loaded = Promise::new(&mut |resolve: Function, reject: Function| {
            // Both are there, as the element is.
            let _ = script.add_event_listener_with_callback("load", &resolve);
            let _ = script.add_event_listener_with_callback("error", &reject);
        });
        if JsFuture::from(loaded).await.is_err() {
            script.remove(); // The next one tries again.
            return None;
        }
    }
    tied(&script)
}

fn tied(script: &Element) -> Option<Function> {
    Reflect::get(script, &OPEN.into()).ok()?.dyn_into().ok()
}

/// The script on the document; it is put there where it is not.
fn script() -> Option<Element> {
    let document: Document = web_sys::window()?.document()?;
    if let Ok(Some(script)) = document.query_selector(SCRIPT) {
        return Some(script);
    }
    let script = document.create_element("script").ok()?;
    script.set_attribute("data-paxos-workshop", "").ok()?;
    script.set_attribute("src", &fetch::beside("workshop.js")).ok()?;
    document.head()?.append_child(&script).ok()?;
    Some(script)
}
