//! What is known of the instances outside of the program: should that break, nothing in it can be asked any more, and the
//! page still says what was done, and leads back there (`static/broken.mjs`).

use super::ground::Ground;
use super::value;
use crate::player::Show;
use crate::story::When;
use js_sys::{Function, Map, Object, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Element, EventTarget, Window};

/// A run of more steps is not written down each time that something is done in it: its link still tells it.
const STEPS_MAX: usize = 2000;

#[wasm_bindgen]
extern "C" {
    /// What the script that has loaded this knows of itself: no other script finds it there.
    #[wasm_bindgen(thread_local_v2, js_namespace = ["import"], js_name = meta)]
    static MODULE: Object;
}

thread_local! {
    static KNOWN: Known = Known::new();
}

struct Known {
    /// The instances, by the elements that they fill.
    instances: Map,
    /// What refuses those who wait for an answer, by the numbers of their questions.
    waiting: Map,
    /// Who waits for the answer to a message, by what tells it apart.
    asked: Map,
}

impl Known {
    fn new() -> Known {
        let known = Known { instances: Map::new(), waiting: Map::new(), asked: Map::new() };
        let all = Object::new();
        value::set(&all, "instances", &known.instances);
        value::set(&all, "waiting", &known.waiting);
        value::set(&all, "asked", &known.asked);
        MODULE.with(|module| value::set(module, "paxos", &all));
        known
    }
}

/// An instance is put into an element, and its events go out from this target.
pub fn begin(root: &Element, target: &EventTarget) {
    let instance = Object::new();
    value::set(&instance, "target", target);
    KNOWN.with(|known| drop(known.instances.set(root, &instance)));
}

/// An instance is taken away.
pub fn end(root: &Element) {
    KNOWN.with(|known| known.instances.delete(root));
}

/// Notes something of the instance in this element.
pub fn note(root: &Element, name: &str, what: &JsValue) {
    KNOWN.with(|known| {
        let instance = known.instances.get(root);
        if instance.is_object() {
            // It is an object of our own, which takes any field.
            let _ = Reflect::set(&instance, &name.into(), what);
        }
    });
}

/// Somebody waits for the answer to a question, and is refused by this.
pub fn waits(question: u32, refuse: &Function) {
    KNOWN.with(|known| drop(known.waiting.set(&question.into(), refuse)));
}

/// A question has been answered.
pub fn answered(question: u32) {
    KNOWN.with(|known| known.waiting.delete(&question.into()));
}

/// A window waits for the answer to a message.
pub fn asks(from: &Window, rid: &JsValue) {
    KNOWN.with(|known| drop(known.asked.set(rid, from)));
}

/// A message has been answered.
pub fn told(rid: &JsValue) {
    KNOWN.with(|known| known.asked.delete(rid));
}

/// The run on show as it was noted last: the scene, and what was done in it.
#[derive(Clone, PartialEq, Default)]
pub struct Run {
    text: String,
    acts: Vec<(When, String)>,
}

impl Run {
    /// Whether none was noted yet.
    pub fn is_none(&self) -> bool {
        self.text.is_empty()
    }

    /// Notes the run on show, where it is another one than before.
    pub fn note(&mut self, ground: &Ground, show: &Show) {
        let acts = if show.is_own() { show.branch().told() } else { Vec::new() };
        if *self.text == *show.text && self.acts == acts {
            return;
        }
        let is_short = show.recording().steps().len() <= STEPS_MAX;
        let text = if show.is_own() && is_short { show.whole_as_scene() } else { show.text.to_string() };
        note(ground.root(), "scene", &text.into());
        note(ground.root(), "title", &show.scene.script.title.as_str().into());
        *self = Run { text: show.text.to_string(), acts };
    }
}
