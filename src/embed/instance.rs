//! The instances that there are: put on the document, asked, and taken away again.

use super::sheet::{self, Guest};
use super::{document, json, messages};
use crate::export::run::Origin;
use crate::export::{Object, Stretch, object};
use crate::link::host::{Answer, EVENT_NAMES, Happening, Plain, Wish};
use crate::link::origin;
use crate::player::Show;
use crate::story::language::spoken;
use crate::ui::{Asked, Event, Ground, Kind, Page, Properties, Seat, last, own_lang, speech, value};
use js_sys::{Error, Function, Promise};
use std::cell::{Cell, RefCell};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::{CustomEvent, CustomEventInit, Element, EventTarget};
use yew::Callback;
use yew::html::Scope;

/// The scene that is opened where none is asked for.
const FIRST_SCENE: &str = "consensus";

/// The number by which a script means an instance. None is given twice.
pub type Id = u32;

struct Instance {
    id: Id,
    seat: Seat,
    /// By what it is reached, as soon as it is there, and what it is sent then.
    scope: Option<Scope<Page>>,
    unsent: Vec<Event>,
    /// What its events go out from.
    target: EventTarget,
    /// What was put on somebody's document for it; none for the page itself.
    guest: Option<Guest>,
    /// What refuses those who wait for an answer, each under the number of its question.
    waiting: Vec<(u32, Function)>,
}

thread_local! {
    static INSTANCES: RefCell<Vec<Instance>> = const { RefCell::new(Vec::new()) };
    /// Seats from which guests have been taken away. The next ones stand there.
    static SEATS: RefCell<Vec<Seat>> = const { RefCell::new(Vec::new()) };
    static NEXT: Cell<Id> = const { Cell::new(1) };
    static QUESTIONS: Cell<u32> = const { Cell::new(0) };
}

/// Puts the page on its own document.
pub fn put(root: Element) -> Id {
    let target = root.clone().into();
    put_with(Seat::new(root), Kind::Page, Asked::default(), target, None)
}

/// Puts a guest into its box. Its events go out from the element in which it stands, and with it goes its box.
pub fn put_guest(seat: Seat, asked: Asked, guest: Guest) -> Id {
    let target = guest.shadow.host().into();
    put_with(seat, Kind::Guest, asked, target, Some(guest))
}

/// A seat for a guest, in which nobody is.
pub fn free_seat() -> Option<Seat> {
    SEATS.with_borrow_mut(Vec::pop).or_else(|| {
        let root = element("div", "paxos-ground")?;
        // Whoever presses anywhere in it has the focus in it, and the keys are its.
        let _ = root.set_attribute("tabindex", "-1");
        Some(Seat::new(root))
    })
}

fn put_with(seat: Seat, kind: Kind, mut asked: Asked, target: EventTarget, guest: Option<Guest>) -> Id {
    let id = NEXT.with(|next| next.replace(next.get() + 1));
    last::begin(seat.root(), &target);
    let lang = if kind == Kind::Page { own_lang() } else { asked.link.look.lang.clone() };
    let is_first = INSTANCES.with_borrow(Vec::is_empty);
    let (language, notice) = speech::wanted(lang.as_ref(), is_first);
    asked.notices.extend(notice);
    let properties = Properties {
        scene: FIRST_SCENE.into(),
        ground: Ground::new(seat.root().clone(), kind),
        asked,
        tell: Callback::from(move |heard: Vec<Happening>| spawn_local(async move { tell(id, &heard) })),
        reached_by: Callback::from(move |scope| reach(id, scope)),
        respoken: Callback::from(|()| respeak()),
        writes: Callback::from(|object: Object| json::text(&object)),
    };
    let instance = Instance { id, seat, scope: None, unsent: Vec::new(), target, guest, waiting: Vec::new() };
    INSTANCES.with_borrow_mut(|all| all.push(instance));
    if language == spoken() {
        sit(id, properties);
        return id;
    }
    spawn_local(async move {
        let mut properties = properties;
        match speech::learn(language).await {
            Ok(()) if speech::say_in(language) => respeak(),
            Ok(()) => {}
            Err(why) => properties.asked.notices.push(speech::not_to_be_had(language, &why)),
        }
        sit(id, properties);
    });
    id
}

/// Lets an instance be drawn, unless it has been taken away meanwhile.
fn sit(id: Id, properties: Properties) {
    with(id, |instance| instance.seat.take(id, properties));
}

/// Lets all instances tell in the language that is spoken now what they show.
fn respeak() {
    let scopes = INSTANCES.with_borrow(|all| all.iter().filter_map(|each| each.scope.clone()).collect::<Vec<_>>());
    scopes.iter().for_each(|scope| scope.send_message(Event::Respoken));
}

/// An instance is there, and hears what it was sent before.
fn reach(id: Id, scope: Scope<Page>) {
    with(id, |instance| {
        instance.unsent.drain(..).for_each(|event| scope.send_message(event));
        instance.scope = Some(scope);
    });
    spawn_local(async move { messages::came(id) });
}

/// Takes an instance away; says whether it was there.
pub fn take_away(id: Id) -> bool {
    let gone = INSTANCES.with_borrow_mut(|all| {
        let place = all.iter().position(|instance| instance.id == id)?;
        Some(all.swap_remove(place))
    });
    let Some(mut gone) = gone else { return false };
    gone.seat.clear();
    last::end(gone.seat.root());
    if let Some(guest) = gone.guest {
        gone.seat.root().remove();
        guest.around.remove();
        sheet::undress(&guest.shadow);
        SEATS.with_borrow_mut(|seats| seats.push(gone.seat));
    }
    for (question, reject) in &gone.waiting {
        last::answered(*question);
        refuse_with(reject, GONE);
    }
    true
}

/// Asks something of an instance, which answers later.
pub fn ask(id: Id, wish: Wish) -> Promise {
    Promise::new(&mut |resolve: Function, reject: Function| {
        let question = QUESTIONS.with(|questions| questions.replace(questions.get().wrapping_add(1)));
        let (wish, refuse) = (wish.clone(), reject.clone());
        let reply = Callback::from(move |answer: Answer| {
            with(id, |instance| instance.waiting.retain(|(other, _)| *other != question));
            last::answered(question);
            settle(answer, &resolve, &reject);
        });
        let asked = with(id, |instance| {
            instance.waiting.push((question, refuse.clone()));
            last::waits(question, &refuse);
            let asked = Event::Asked(wish, reply);
            match &instance.scope {
                Some(scope) => scope.send_message(asked),
                None => instance.unsent.push(asked),
            }
        });
        if asked.is_none() {
            refuse_with(&refuse, GONE);
        }
    })
}

/// Does something with an instance, if it is there.
fn with<T>(id: Id, act: impl FnOnce(&mut Instance) -> T) -> Option<T> {
    INSTANCES.with_borrow_mut(|all| all.iter_mut().find(|instance| instance.id == id).map(act))
}

/// What is answered for an instance that is no more.
pub const GONE: &str = "This explainer has been taken away.";

/// A promise that is broken with this sentence.
pub fn refused(why: &str) -> Promise {
    Promise::reject(&Error::new(why))
}

fn refuse_with(reject: &Function, why: &str) {
    // Neither of the two functions of a promise throws.
    let _ = reject.call1(&JsValue::NULL, &Error::new(why));
}

fn settle(answer: Answer, resolve: &Function, reject: &Function) {
    match given(answer) {
        Ok(value) => drop(resolve.call1(&JsValue::NULL, &value)),
        Err(why) => refuse_with(reject, &why),
    }
}

/// What an answer is to a script.
fn given(answer: Answer) -> Result<JsValue, String> {
    match answer {
        Answer::Plain(Plain::Nothing) => Ok(JsValue::UNDEFINED),
        Answer::Plain(plain) => Ok(value::write(&plain)),
        Answer::Run(show, stretch) => json::value(&run_of(&show, stretch, None)),
        Answer::RunText(show, at) => {
            let run = run_of(&show, Stretch::whole(&show), Some(at.to_string()));
            json::text(&run).map(JsValue::from)
        }
        Answer::WhenOpened(_) => Ok(JsValue::UNDEFINED),
        Answer::No(why) => Err(why),
    }
}

/// The run of a scene up to the end of a stretch, as `paxos run --json` gives it; and the moment that is on show, where
/// that is to be kept.
fn run_of(show: &Show, stretch: Stretch, at: Option<String>) -> Object {
    object(show, stretch).of(Origin { at, ..origin(show) })
}

/// Notes outside of the program something of an instance.
pub fn note(id: Id, name: &str, what: &JsValue) {
    with(id, |instance| last::note(instance.seat.root(), name, what));
}

/// Looks at what an instance shows.
pub fn look<T>(id: Id, see: impl FnOnce(&Page) -> T) -> Option<T> {
    with(id, |instance| Some(see(&*instance.scope.as_ref()?.get_component()?))).flatten()
}

/// Sends out what has happened: as events, and to the host of a frame.
fn tell(id: Id, heard: &[Happening]) {
    let Some(target) = with(id, |instance| instance.target.clone()) else { return };
    for happening in heard {
        let detail = value::object(&happening.detail);
        messages::post(id, happening);
        // What is said to the page around a frame alone is no event.
        if !EVENT_NAMES.contains(&happening.name) {
            continue;
        }
        let options = CustomEventInit::new();
        options.set_bubbles(true);
        options.set_composed(true);
        options.set_detail(&detail);
        if let Ok(event) = CustomEvent::new_with_event_init_dict(happening.name, &options) {
            // Whoever listens may throw; that is reported to them, and is no affair of ours.
            let _ = target.dispatch_event(&event);
        }
    }
}

/// An element of our own, to be filled.
pub fn element(tag: &str, class: &str) -> Option<Element> {
    let element = document()?.create_element(tag).ok()?;
    element.set_class_name(class);
    Some(element)
}
