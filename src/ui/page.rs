//! An instance of the page: it holds the model, lets time pass while something plays, and fetches scenes.

mod asked;
mod follows;
mod heights;
mod hosted;
mod passes;
mod plays;
mod presents;
mod shares;
mod speaks;
mod takes;

use super::captions;
use super::clock::Clock;
use super::copy::{Copied, Copying, What};
use super::designing::Designer;
use super::errands::{carry_out, failed, open, tell};
use super::focus::Focus;
use super::follow::Follower;
use super::ground::{self, Ground};
use super::guide::GuidePage;
use super::header::{self, apply_theme, next_theme};
use super::listen::Listener;
use super::pace::Pace;
use super::parts::Parts;
use super::room::{self, Room};
use super::sandbox::Builder;
use super::sight::Watched;
use super::takeout::TakeoutWish;
use super::trying::Trying;
use super::workshop::{Work, Workshop};
use super::{
    breaking, compare, controls, course, dock, drafts, editor, help, keep, last, listeners, look, narration, notices,
    present, print, share, sight, speech, takeout, theatre,
};
use crate::export::Object;
use crate::link::host::{Cause, Happening, Wish};
use crate::link::look::{Interact, Switch, Theme, Ui};
use crate::link::share::Sharing;
use crate::link::takeout::Takeout;
use crate::link::{Link, ScriptText};
use crate::player::{Aloud, AskMsg, EditMsg, Model, Msg, ObjectiveMsg, Panel, Source, Stage};
use crate::story::language::{Language, spoken, tr};
use gloo_timers::callback::Timeout;
use hosted::Hosted;
use std::rc::Rc;
use web_sys::MediaQueryList;
use yew::html::Scope;
use yew::prelude::*;

const NO_MOTION: &str = "(prefers-reduced-motion: reduce)";
/// A screen reader is told of steps this often at most, in milliseconds.
const TELL_MS: u32 = 1000;

/// What a page is opened with.
#[derive(Clone, PartialEq, Properties)]
pub struct Properties {
    /// The scene that is opened where nothing else is asked for.
    pub scene: AttrValue,
    /// Where it stands.
    pub ground: Ground,
    /// What a guest is asked for. The page itself is asked by its address.
    #[prop_or_default]
    pub asked: Asked,
    /// Who is told that another language is spoken, which all instances share.
    pub respoken: Callback<()>,
    /// Who outside is told of what happens.
    #[prop_or_default]
    pub tell: Callback<Vec<Happening>>,
    /// Who is told by what to reach the instance, as soon as it is there.
    #[prop_or_default]
    pub reached_by: Callback<Scope<Page>>,
    /// What writes a run as JSON.
    pub writes: Callback<Object, Result<String, String>>,
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
    /// What it takes to speak a language that the reader has chosen has come, or could not be had.
    Learned(Language, Result<(), String>),
    /// Another language is spoken.
    Respoken,
    /// A screen reader may be told again.
    MayTell,
    /// The address may follow again.
    Settled,
    /// What came of the last event is drawn: the address and the storage follow.
    Drawn,
    /// The host wants something.
    Asked(Wish, Reply),
    /// The host may be told of the state again.
    MaySay,
    /// The instance has come into sight of the reader (true), or has gone out of it.
    InSight(bool),
    /// The reader goes away, or may: what has not been written is written now.
    Leaving,
    /// The address has been changed by somebody else.
    Followed(String),
    /// The window has another size.
    Resized,
    /// The height is to be measured that the page needs.
    Measure,
    /// What a link carries has been unpacked.
    Unpacked(Rc<Link>, Result<String, String>),
    /// A scene's text has been packed for a link.
    Packed(Rc<str>, ScriptText),
    /// Something is to be copied.
    Copy(What),
    /// Something has been copied, or could not be.
    Copied(Copied),
    /// Something about giving away and opening what was given.
    Share(share::Wanted),
    /// Something about taking the run away.
    Takeout(TakeoutWish),
    /// Something about work that is done beside the page.
    Work(Work),
}

pub use asked::{Asked, own_lang};
pub use hosted::Reply;

use asked::opened_with;
use speaks::learned;

/// An instance of the page.
pub struct Page {
    model: Model,
    ground: Ground,
    clock: Option<Clock>,
    frame_before: Option<f64>,
    theme: Theme,
    follower: Follower,
    last: last::Run,
    pace: Pace,
    /// The frame after which the address and the storage follow.
    follows: Option<Clock>,
    starts: bool,
    copied: Option<Copied>,
    sharing: Option<Sharing>,
    takeout: Option<Takeout>,
    writes: Callback<Object, Result<String, String>>,
    workshop: Workshop,
    parts: Parts,
    told: String,
    aloud: Aloud,
    silence: Option<Timeout>,
    hosted: Hosted,
    asking: heights::Asking,
    /// While somebody presents.
    pointer: Option<present::Pointer>,
    is_in_sight: bool,
    /// Whether it would play if it were.
    waits: bool,
    slice: Option<Timeout>,
    trying: Trying,
    place: Option<(String, usize, bool)>,
    focus: Focus,
    /// A panel that has just been opened or closed.
    opened: Option<Panel>,
    /// What has just appeared and must be scrolled into view on a phone, where it lies above or below everything else.
    comes: Option<sight::Coming>,
    /// Where the path stands along which the reader walks, until what has come of a step of that is drawn.
    path_at: Option<f64>,
    /// Whether a question was open when it was drawn last; none where no scene was on show.
    asked: Option<bool>,
    listed: String,
    room: Room,
    no_motion: Option<MediaQueryList>,
    #[allow(dead_code)] // Held only to be dropped with the page.
    listeners: Vec<Listener>,
    #[allow(dead_code)] // So are these.
    watched: (Option<Watched>, room::Watched),
}

impl Component for Page {
    type Message = Event;
    type Properties = Properties;

    fn create(ctx: &Context<Self>) -> Page {
        let ground = ctx.props().ground.clone();
        ctx.props().reached_by.emit(ctx.link().clone());
        let (link, mut notices) = opened_with(ctx.props());
        let mut model = Model::empty(ctx.props().scene.as_str());
        model.update(ObjectiveMsg::Restore(keep::reached()).into());
        keep::shelves().into_iter().for_each(|shelf| drop(model.update(Msg::Shelve(shelf))));
        model.update(AskMsg::Restore(keep::score()).into());
        look::dress(&mut model, &link.look);
        model.update(Msg::Restrict(link.scenes.clone()));
        model.update(EditMsg::Restore { kept: drafts::all(), open: drafts::open() }.into());
        match ctx.props().asked.script.clone() {
            Some(text) => carry_out(ctx, model.update(Msg::OpenSource(Source::Text(text), link.opening()))),
            None => notices.extend(open(ctx, &mut model, &link)),
        }
        tell(&mut model, notices);
        let theme = link.look.theme.unwrap_or(Theme::Auto);
        apply_theme(&ground, theme);
        speech::mark(&ground);
        let no_motion = web_sys::window().and_then(|window| window.match_media(NO_MOTION).ok().flatten());
        let room = Room::of(&ground, look::ui(&link.look)).unwrap_or_default();
        model.update(Msg::Roomy(room.is_ample));
        let listeners = listeners::all(ctx, &link, no_motion.as_ref());
        let changed = ctx.link().callback(|()| Event::Changed);
        Page {
            model,
            ground: ground.clone(),
            clock: None,
            frame_before: None,
            theme,
            starts: link.look.autoplay == Some(Switch::On),
            follower: Follower::new(&link, &ground),
            last: last::Run::default(),
            pace: Pace::new(),
            follows: None,
            copied: None,
            sharing: None,
            takeout: None,
            writes: ctx.props().writes.clone(),
            workshop: Workshop::new(
                ctx.link().callback(|(number, report)| Event::Player(Msg::Reported(number, report))),
            ),
            parts: Parts::default(),
            told: String::new(),
            aloud: Aloud::default(),
            silence: None,
            hosted: Hosted::default(),
            asking: heights::Asking::default(),
            pointer: None,
            is_in_sight: true,
            waits: false,
            slice: None,
            trying: Trying::default(),
            place: None,
            focus: Focus::default(),
            opened: None,
            comes: None,
            path_at: None,
            asked: None,
            listed: String::new(),
            room,
            no_motion,
            listeners,
            watched: (sight::watch(ground.root(), ctx.link().callback(Event::InSight)), room::watch(&ground, changed)),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        self.focus.note(&self.ground);
        let (before, picked) = (self.standing(), self.model.lighting.picked);
        let is_frame = matches!(event, Event::Frame(_));
        let is_passing = is_frame || matches!(event, Event::Player(Msg::TickStep));
        match &event {
            Event::Resized => return self.resized(ctx),
            Event::Measure => return self.measure(ctx),
            Event::MayTell => return self.may_tell(ctx),
            Event::Settled => return self.settled(ctx),
            Event::Drawn => return self.drawn(ctx),
            Event::MaySay => return self.speak_again(ctx),
            Event::Player(Msg::Light(msg)) if !self.model.is_news(*msg) => return false,
            event => self.note_pace(event),
        }
        match event {
            Event::Player(Msg::Edit(msg @ (EditMsg::Type(_) | EditMsg::Try | EditMsg::Slice))) => {
                let is_typing = matches!(msg, EditMsg::Type(_));
                carry_out(ctx, self.model.update(msg.into()));
                if self.trying.goes_on(ctx, is_typing, self.model.editor.is_working()) {
                    return false;
                }
            }
            Event::Resized | Event::Measure | Event::MayTell | Event::Settled | Event::Drawn | Event::MaySay => {}
            Event::Player(msg) => self.take(ctx, msg),
            Event::Frame(now) => self.pass(now),
            Event::SwitchTheme => {
                self.theme = next_theme(self.theme);
                self.follower.base.look.theme = Some(self.theme).filter(|&theme| theme != Theme::Auto);
                apply_theme(&self.ground, self.theme());
            }
            Event::Learned(language, learned) => self.learned(ctx, language, learned),
            Event::Respoken => self.respoken(ctx),
            Event::Asked(wish, reply) => self.ask(ctx, wish, reply),
            Event::InSight(is_in_sight) => self.is_in_sight = is_in_sight,
            Event::Leaving => {
                self.follow(ctx);
            }
            Event::Followed(href) => self.followed(ctx, &href),
            Event::Unpacked(link, text) => self.unpacked(ctx, &link, text),
            Event::Packed(text, script) => {
                self.follower.take(text, script);
                self.follow(ctx);
            }
            Event::Copy(what) => self.copy(ctx, what),
            Event::Copied(copied) => self.copied = Some(copied),
            Event::Share(wanted) => self.share(ctx, wanted),
            Event::Takeout(wish) => self.take_out(ctx, wish),
            Event::Work(work) => self.workshop.take(work),
            Event::Changed => {
                self.room = Room::of(&self.ground, look::ui(self.follower.look())).unwrap_or(self.room);
                self.model.update(Msg::Roomy(self.room.is_ample));
            }
        }
        self.note_reached();
        self.dress();
        self.answer(ctx);
        self.start();
        self.wind(ctx);
        self.cut_slice(ctx);
        self.trying.see_to(ctx, self.model.editor.is_working());
        self.tell(ctx);
        self.begin_at_the_top(picked);
        self.settle(ctx);
        self.report(ctx, if is_passing { Cause::Playing } else { Cause::Wish });
        if !is_frame || before != self.standing() {
            self.parts.turn_over();
        }
        true
    }

    fn rendered(&mut self, ctx: &Context<Self>, is_first: bool) {
        if self.ground.is_page() && !matches!(self.model.stage, Stage::Loading(_)) {
            ground::drop_first();
        }
        match is_first {
            true => drop(self.resized(ctx)),
            false => self.measure_later(ctx),
        }
        // Panels lie below each other, on a phone below everything: one that has just been opened is brought into sight.
        self.opened.take().into_iter().for_each(|panel| sight::bring_panel(&self.ground, panel));
        let asks = self.model.show().map(|_| self.model.is_asking());
        let before = std::mem::replace(&mut self.asked, asks);
        // Where it opens with a question nothing is scrolled: that is for the reader to do.
        let question = (before == Some(false) && asks == Some(true)).then_some(sight::Coming::Question);
        self.comes
            .take()
            .or(question)
            .filter(|coming| self.room.is_narrow || matches!(coming, sight::Coming::Verdict | sight::Coming::Answer))
            .into_iter()
            .for_each(|coming| coming.bring(&self.ground));
        self.focus.keep(&self.ground);
        self.path_at.take().into_iter().for_each(|before| sight::keep_path(&self.ground, before));
        captions::follow(&self.ground);
        help::show(&self.ground, self.model.is_helping);
        share::show(&self.ground, self.sharing.is_some());
        takeout::show(&self.ground, self.takeout.is_some());
        self.focus.title(&self.ground, &header::title(&self.model));
        course::show_place(&self.ground, &mut self.listed, self.model.scene_id());
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let send = ctx.link().callback(Event::Player);
        let switch = ctx.link().callback(|()| Event::SwitchTheme);
        let speaks = ctx.link().callback_future(learned);
        let look = self.follower.look();
        let ui = look::ui(look);
        let presents = present::classes(&self.model, look);
        let is_whole = ui == Ui::Full && presents.is_none();
        let editor = editor::editor(&self.model, self.room.is_narrow, &send).filter(|_| is_whole);
        let is_editing = editor.is_some();
        let copying = Copying { copied: self.copied.clone(), copy: ctx.link().callback(Event::Copy) };
        html! {
            <ContextProvider<Language> context={spoken()}>
            <div class={classes!(presents.unwrap_or_else(|| look::classes(look)), is_editing.then_some("editing"))}>
                if is_whole {
                    { self.parts.steady("head", || header::header(&self.model, (self.theme, self.interact()), self.ways_out(ctx), &send, (&switch, &speaks))) }
                    { editor.unwrap_or_else(|| self.parts.steady("course", || course::list(&self.model, &send))) }
                }
                { notices::notices(&self.model, &send) }
                { self.scene(ctx, ui, &copying, &send) }
                { present::over(&self.model, &send) }
                <p class="told" aria-live="polite">{ present::told(&self.model).unwrap_or(&self.told) }</p>
                { help::help(&self.model, &send, &speaks) }
                { self.share_dialog(ctx) }
                { self.takeout_dialog(ctx) }
                { print::place() }
            </div>
            </ContextProvider<Language>>
        }
    }
}

impl Page {
    /// Notes what is more than the run going on: what the reader has done to it, and what can put another one on show.
    fn note_pace(&mut self, event: &Event) {
        match event {
            Event::Player(msg) => self.pace.note(matches!(msg, Msg::Act(_) | Msg::Undo | Msg::Redo)),
            Event::Frame(_) | Event::SwitchTheme | Event::Learned(..) => self.pace.note(false),
            // These can put another scene on show at once.
            Event::Share(_) | Event::Unpacked(..) | Event::Followed(_) | Event::Asked(..) => self.pace.note(false),
            _ => {}
        }
    }

    fn scene(&self, ctx: &Context<Page>, ui: Ui, copying: &Copying, send: &Callback<Msg>) -> Html {
        if let Some(open) = self.model.guides.open {
            let scene = AttrValue::from(self.model.scene_id().to_string());
            let (guides, words) = (self.model.guides.clone(), self.model.vocabulary);
            let (breaking, done) = (self.model.breaking.clone(), self.model.aims.done.clone());
            let asking = self.model.asking.clone();
            return html! { <GuidePage {guides} {open} {scene} {words} {breaking} {asking} {done} send={send.clone()} /> };
        }
        if self.model.sandbox.is_open {
            return html! { <Builder sandbox={self.model.sandbox.clone()} send={send.clone()} /> };
        }
        if self.model.breaking.is_open && self.model.breaking.is_designing() {
            let (breaking, words) = (self.model.breaking.clone(), self.model.vocabulary);
            return html! { <Designer {breaking} {words} send={send.clone()} /> };
        }
        if self.model.breaking.is_open {
            return breaking::panel(&self.model, &self.ground, send);
        }
        let show = match &self.model.stage {
            Stage::Ready(show) => show,
            Stage::Loading(_) => {
                return html! { <main class="theatre"><p class="wait">{ tr!("Loading the scene …") }</p></main> };
            }
            Stage::Failed(source, why) => return failed(why, source, send),
        };
        if let Some(both) = self.model.comparison() {
            return compare::compare(&self.model, both, self.room.is_narrow, send);
        }
        let look = self.follower.look();
        html! {
            <>
                if look.has_stage() {
                    { theatre::theatre(&self.model, show, self.room(), self.interact(), send) }
                }
                if look::has_narration(look) {
                    { self.parts.steady("narration", || narration::narration(&self.model, show, copying, send)) }
                }
                { for self.tabs().map(|tabs| dock::dock(&self.model, show, (tabs, &self.parts), copying, send)) }
                if ui != Ui::None && self.interact() != Interact::None {
                    { controls::controls(&self.model, show, (ui, self.share_button(ctx).filter(|_| ui == Ui::Player)), send) }
                }
            </>
        }
    }

    /// All that changes while something plays, beside the time.
    fn standing(&self) -> (bool, Option<(usize, usize)>) {
        let show = self.model.show().filter(|_| self.model.comparison().is_none());
        (self.model.is_playing(), show.map(|show| (show.at.steps, show.slide)))
    }

    /// The room that there is for the stage.
    fn room(&self) -> theatre::Room {
        theatre::Room { is_narrow: self.room.is_narrow, is_hall: self.theme() == Theme::Projector || self.is_low() }
    }

    /// Whether the whole page stands in a low window or box.
    fn is_low(&self) -> bool {
        look::ui(self.follower.look()) == Ui::Full && self.room.is_short
    }

    /// What the reader may do.
    fn interact(&self) -> Interact {
        self.follower.look().interact.unwrap_or(Interact::All)
    }
}
