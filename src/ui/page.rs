//! The whole page: it holds the model, lets time pass while something plays, and fetches scenes.

use super::clock::Clock;
use super::guide::GuidePage;
use super::header::{Theme, header};
use super::listen::Listener;
use super::menu::{Choices, Menu};
use super::{controls, course, dock, fetch, keep, narration, stage};
use crate::player::model::SPEEDS;
use crate::player::{Effect, GuideMsg, Model, Msg, Opening, PlotMsg, Show, Source, Stage};
use crate::story::library;
use crate::view::{self, Height, Shape, Tableau};
use gloo_timers::callback::Timeout;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, MediaQueryList};
use yew::prelude::*;

/// Below this width of the window lanes run from top to bottom.
const NARROW: &str = "(max-width: 640px)";
/// A window of this size has room for a panel below the stage; on a narrow one it stands below everything.
const ROOMY: &str = "(min-width: 1200px) and (min-height: 760px), (max-width: 640px)";
const NO_MOTION: &str = "(prefers-reduced-motion: reduce)";
/// A screen reader is told of steps this often at most, in milliseconds.
const TELL_MS: u32 = 1000;

/// What is on show, for those outside the page who ask.
#[derive(Clone, Default)]
pub struct Published(pub Rc<RefCell<Option<Show>>>);

impl PartialEq for Published {
    fn eq(&self, other: &Published) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// What a page is opened with.
#[derive(Clone, PartialEq, Properties)]
pub struct Properties {
    /// The scene to open.
    pub scene: AttrValue,
    /// Where to say what is on show.
    pub published: Published,
}

/// What happens to the page.
pub enum Event {
    /// Something for the player.
    Player(Msg),
    /// A frame of the screen, at this time in milliseconds.
    Frame(f64),
    /// The window or a preference of the reader has changed.
    Changed,
    /// The reader wants another theme.
    SwitchTheme,
    /// A screen reader may be told again.
    MayTell,
}

/// The page.
pub struct Page {
    model: Model,
    clock: Option<Clock>,
    frame_before: Option<f64>,
    theme: Theme,
    told: String,
    silence: Option<Timeout>,
    slice: Option<Timeout>,
    kept: Option<(String, usize)>,
    listed: String,
    narrow: Option<MediaQueryList>,
    no_motion: Option<MediaQueryList>,
    roomy: Option<MediaQueryList>,
    #[allow(dead_code)] // Held only to be dropped with the page.
    listeners: Vec<Listener>,
}

impl Component for Page {
    type Message = Event;
    type Properties = Properties;

    fn create(ctx: &Context<Self>) -> Page {
        let kept = keep::place().filter(|(scene, _)| library::find(scene).is_some());
        let (scene, opening) =
            kept.map_or((ctx.props().scene.to_string(), Opening::Set), |(scene, slide)| (scene, Opening::Slide(slide)));
        let (mut model, effects) = Model::new(scene.as_str(), opening);
        model.vocabulary = keep::words().unwrap_or_default();
        carry_out(ctx, effects);
        let query = |text: &str| web_sys::window().and_then(|window| window.match_media(text).ok().flatten());
        let (narrow, no_motion, roomy) = (query(NARROW), query(NO_MOTION), query(ROOMY));
        model.update(Msg::Roomy(matches(&roomy)));
        let changes = [&narrow, &no_motion, &roomy].into_iter().flatten().map(|list| {
            let link = ctx.link().clone();
            Listener::new(list.clone().into(), "change", move |_| link.send_message(Event::Changed))
        });
        let listeners = changes.chain(keys(ctx)).collect();
        Page {
            model,
            clock: None,
            frame_before: None,
            theme: Theme::Auto,
            told: String::new(),
            silence: None,
            slice: None,
            kept: None,
            listed: String::new(),
            narrow,
            no_motion,
            roomy,
            listeners,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        match event {
            Event::Player(msg) => {
                if let Msg::Speak(words) = msg {
                    keep::keep_words(words);
                }
                if msg == Msg::Plot(PlotMsg::Slice) {
                    self.slice = None;
                }
                carry_out(ctx, self.model.update(msg));
            }
            Event::Frame(now) => {
                let elapsed = self.frame_before.map_or(0.0, |before| now - before);
                self.frame_before = Some(now);
                self.model.update(Msg::Tick(elapsed.max(0.0) as u32));
            }
            Event::SwitchTheme => {
                self.theme = self.theme.next();
                self.theme.apply();
            }
            Event::MayTell => self.silence = None,
            Event::Changed => drop(self.model.update(Msg::Roomy(matches(&self.roomy)))),
        }
        self.wind(ctx);
        self.cut_slice(ctx);
        self.tell(ctx);
        self.keep();
        ctx.props().published.0.replace(self.model.show().cloned());
        true
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        course::show_place(&mut self.listed, self.model.scene_id());
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let send = ctx.link().callback(Event::Player);
        let switch = ctx.link().callback(|()| Event::SwitchTheme);
        html! {
            <div class="page">
                { header(&self.model, self.theme, &send, &switch) }
                { course::list(&self.model, &send) }
                { self.scene(&send) }
                <p class="told" aria-live="polite">{ &self.told }</p>
            </div>
        }
    }
}

impl Page {
    /// Waits for the next frame while something plays, and for nothing otherwise.
    fn wind(&mut self, ctx: &Context<Self>) {
        if !self.model.is_playing() {
            self.clock = None;
            self.frame_before = None;
            return;
        }
        let is_still = matches(&self.no_motion);
        self.clock = match is_still {
            true => {
                let tick = ctx.link().callback(|()| Event::Player(Msg::TickStep));
                Some(Clock::after_a_while(SPEEDS[self.model.speed], tick))
            }
            false => Clock::at_next_frame(ctx.link().callback(Event::Frame)),
        };
    }

    /// Lets the plot have a slice of time as soon as the page has nothing else to do, while it wants one.
    fn cut_slice(&mut self, ctx: &Context<Self>) {
        if self.slice.is_none() && self.model.wants_slice() {
            let link = ctx.link().clone();
            self.slice = Some(Timeout::new(0, move || link.send_message(Event::Player(Msg::Plot(PlotMsg::Slice)))));
        }
    }

    /// Tells a screen reader what has just happened, unless it was told of something a moment ago.
    fn tell(&mut self, ctx: &Context<Self>) {
        if self.silence.is_some() {
            return;
        }
        let why = self.model.show().map(|show| narration::why(show).join(" ")).unwrap_or_default();
        if why != self.told {
            self.told = why;
            let link = ctx.link().clone();
            self.silence = Some(Timeout::new(TELL_MS, move || link.send_message(Event::MayTell)));
        }
    }

    /// Keeps the reader's place, when it has changed.
    fn keep(&mut self) {
        let place = self.model.show().map(|show| (show.source.id().to_string(), show.slide));
        if let Some((scene, slide)) = place.as_ref().filter(|_| place != self.kept) {
            keep::keep(scene, *slide);
            if matches(&self.narrow) {
                self.to_the_top();
            }
            self.kept = place;
        }
    }

    /// On a phone the text of a slide lies below its picture: a new slide begins at the top again.
    fn to_the_top(&self) {
        if let Some(window) = web_sys::window().filter(|_| self.kept.is_some()) {
            window.scroll_to_with_x_and_y(0.0, 0.0);
        }
    }

    fn scene(&self, send: &Callback<Msg>) -> Html {
        if let Some(open) = self.model.guides.open {
            let scene = AttrValue::from(self.model.scene_id().to_string());
            let (guides, words) = (self.model.guides.clone(), self.model.vocabulary);
            return html! { <GuidePage {guides} {open} {scene} {words} send={send.clone()} /> };
        }
        let show = match &self.model.stage {
            Stage::Ready(show) => show,
            Stage::Loading(_) => {
                return html! { <main class="theatre"><p class="wait">{ "Loading the scene …" }</p></main> };
            }
            Stage::Failed(source, why) => return failed(why, source, send),
        };
        html! {
            <>
                <main class="theatre">
                    <div class="figure">{ self.figure(show, send) }{ self.menu(show, send) }</div>
                </main>
                { narration::narration(&self.model, show, send) }
                { dock::dock(&self.model, show, send) }
                { controls::controls(&self.model, show, send) }
            </>
        }
    }

    fn figure(&self, show: &Show, send: &Callback<Msg>) -> Html {
        let is_narrow = matches(&self.narrow);
        let shape = if is_narrow { Shape::Tall } else { Shape::Wide };
        let tableau = Tableau::of(show);
        let is_below = self.model.panels.is_any_open(show);
        let height = if is_below { Height::Scarce } else { Height::Ample };
        let layout = view::layout::Layout::of(&tableau, shape, height);
        let still = Rc::new(view::still(&tableau, &layout));
        let moving = Rc::new(view::moving(&tableau, &layout));
        let label = format!("The stage: {}", show.told(&show.scene.script.title));
        html! {
            <stage::Stage {still} {moving} {label} open={self.model.menu} on_node={send.reform(Msg::OpenMenu)} />
        }
    }

    fn menu(&self, show: &Show, send: &Callback<Msg>) -> Html {
        let Some(node) = self.model.menu else { return html! {} };
        let name = AttrValue::from(show.names().node(node).to_string());
        let anchor = AttrValue::from(format!("node-{name}"));
        let notice = self.model.notice.clone().map(AttrValue::from);
        let choices = match show.poll() {
            Some(poll) => Choices::of_person(show, poll, node),
            None => Choices::of(show, node),
        };
        html! {
            <Menu key={anchor.to_string()} {name} anchor={anchor.clone()} {notice} {choices} send={send.clone()} />
        }
    }
}

/// Whether a query of the window holds now.
fn matches(query: &Option<MediaQueryList>) -> bool {
    query.as_ref().is_some_and(|query| query.matches())
}

fn failed(why: &str, source: &Source, send: &Callback<Msg>) -> Html {
    let source = source.clone();
    let again = send.reform(move |_: MouseEvent| Msg::OpenSource(source.clone(), Opening::Set));
    html! {
        <main class="theatre failed" role="alert">
            <h1>{ "This scene cannot be shown" }</h1>
            <p>{ why }</p>
            <button onclick={again}>{ "Try again" }</button>
        </main>
    }
}

fn carry_out(ctx: &Context<Page>, effects: Vec<Effect>) {
    for effect in effects {
        ctx.link().send_future(async move {
            Event::Player(match effect {
                Effect::Fetch(id, opening) => match fetch::scene(&id).await {
                    Ok(text) => Msg::Loaded { id, text, opening },
                    Err(why) => Msg::LoadFailed { id, why },
                },
                Effect::FetchGuide(guide) => match fetch::guide(guide).await {
                    Ok(text) => GuideMsg::Loaded(guide, text).into(),
                    Err(why) => GuideMsg::Failed(guide, why).into(),
                },
            })
        });
    }
}

/// The keys of the page, which by itself is all widget.
fn keys(ctx: &Context<Page>) -> Option<Listener> {
    let document = web_sys::window()?.document()?;
    let link = ctx.link().clone();
    Some(Listener::new(document.into(), "keydown", move |event| {
        let Ok(event) = event.dyn_into::<KeyboardEvent>() else { return };
        if let Some(msg) = key(&event) {
            event.prevent_default();
            link.send_message(Event::Player(msg));
        }
    }))
}

/// What a key means; nothing while the reader types or holds a modifier.
fn key(event: &KeyboardEvent) -> Option<Msg> {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let is_in =
        |selector: &str| target.as_ref().is_some_and(|target| target.closest(selector).ok().flatten().is_some());
    if event.key() == "Escape" && !is_in(".menu") {
        return Some(Msg::Escape);
    }
    if event.ctrl_key() || event.alt_key() || event.meta_key() || is_in("input, select, textarea, .menu") {
        return None;
    }
    Some(match event.key().as_str() {
        " " if is_in("button, [role=button]") => return None,
        " " | "k" => Msg::PlayOrPause,
        "ArrowRight" | "PageDown" => Msg::NextSlide,
        "ArrowLeft" | "PageUp" => Msg::PreviousSlide,
        "." => Msg::StepForward,
        "," => Msg::StepBack,
        "]" => Msg::NextScene,
        "[" => Msg::PreviousScene,
        ">" => Msg::Faster,
        "<" => Msg::Slower,
        "Home" => Msg::Seek(0),
        "End" => Msg::Seek(u32::MAX),
        _ => return None,
    })
}
