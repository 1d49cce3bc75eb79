//! What the page knows, what can happen to it, and what follows.

use super::act::{Act, OwnRun};
use super::guides::{GuideMsg, Guides};
use super::panel::{Panel, Panels};
use super::playhead::Playing;
use super::plot::{Plot, PlotMsg};
use super::trial::{Trial, TrialMsg};
use crate::paxos::NodeId;
use crate::sim::{Moment, Recording, Time};
use crate::story::guide::Guide;
use crate::story::words::{self, Ids, Telling, Vocabulary};
use crate::story::{Names, PollRun, Scene, Slide, parse};
use std::rc::Rc;

/// The speeds, in percent of the pace.
pub const SPEEDS: [u32; 5] = [25, 50, 100, 200, 400];
/// At speed 1 so much virtual time passes in real time, in percent: there is a text to be read beside the picture.
pub const PACE: u32 = 60;

/// Where a scene is opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Opening {
    /// At its very beginning.
    Start,
    /// With the stage set: at the end of its first slide, where what that says is the case.
    Set,
    /// With the stage set for this slide, from 0: at its end.
    Slide(usize),
    /// At its end, for one who comes from the scene after it.
    End,
}

/// What happens to the player.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // Each says what it is.
pub enum Msg {
    Open(String, Opening),
    Loaded {
        id: String,
        text: String,
        opening: Opening,
    },
    LoadFailed {
        id: String,
        why: String,
    },
    /// Real time has passed, in milliseconds.
    Tick(u32),
    /// Where motion is not wanted: on to the next step at once.
    TickStep,
    PlayOrPause,
    NextSlide,
    PreviousSlide,
    StepForward,
    StepBack,
    NextScene,
    PreviousScene,
    Seek(Time),
    Faster,
    Slower,
    OpenMenu(NodeId),
    CloseMenu,
    Act(Act),
    GoHome,
    GoToOwn,
    Toggle(Panel),
    See(Option<NodeId>),
    Speak(Vocabulary),
    /// Closes what is open: a menu, else a guide.
    Escape,
    /// Whether the window has room for a panel below the stage.
    Roomy(bool),
    Guide(GuideMsg),
    Plot(PlotMsg),
    Trial(TrialMsg),
}

/// What the model wants done outside.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Fetch the text of a scene, and answer with `Loaded` or `LoadFailed`.
    Fetch(String, Opening),
    /// Fetch the text of a guide, and answer with `Loaded` or `Failed`.
    FetchGuide(Guide),
}

/// A run on show.
#[derive(Clone, Debug)]
pub struct Run {
    /// What happens in it; nothing in a poll.
    pub paxos: Rc<Recording>,
    /// What happens among people, in a poll.
    pub poll: Option<Rc<PollRun>>,
}

/// A scene on show: its run, the viewer's own run of it, and where in which of the two we are.
#[derive(Clone, Debug)]
pub struct Show {
    /// The scene's id.
    pub id: String,
    /// The scene as it was written.
    pub scene: Rc<Scene>,
    /// The slide, from 0.
    pub slide: usize,
    /// The moment that is shown.
    pub at: Moment,
    /// The node whose knowledge is shown; none for all-seeing eyes.
    pub eye: Option<NodeId>,
    /// In whose words it is told.
    pub vocabulary: Vocabulary,
    home: Run,
    own: Option<OwnRun>,
    is_own_shown: bool,
}

/// What is on the stage.
#[derive(Clone, Debug)]
pub enum Stage {
    /// A scene is on its way.
    Loading(String),
    /// A scene.
    Ready(Show),
    /// A scene could not be had.
    Failed(String, String),
}

/// All that the page knows.
#[derive(Clone, Debug)]
pub struct Model {
    /// What is on the stage.
    pub stage: Stage,
    /// Whether the playhead moves.
    pub playing: Playing,
    /// The speed, a place in [`SPEEDS`].
    pub speed: usize,
    /// The node whose menu is open.
    pub menu: Option<NodeId>,
    /// Something that the viewer must be told.
    pub notice: Option<String>,
    /// The panels under the stage.
    pub panels: Panels,
    /// What leads through the scenes.
    pub guides: Guides,
    /// How many rounds it takes until a value is chosen.
    pub plot: Plot,
    /// The acceptor to try.
    pub trial: Trial,
    /// In whose words everything is told.
    pub vocabulary: Vocabulary,
    /// Virtual ten-thousandths of milliseconds that a tick has left over.
    rest: u32,
}

impl Show {
    /// A scene at its first slide or its end.
    pub fn new(id: String, scene: Scene, opening: Opening) -> Show {
        let home = Run { paxos: Rc::new(scene.recording.clone()), poll: scene.poll.clone().map(Rc::new) };
        let last = scene.slides.len() - 1;
        let (slide, at) = match opening {
            Opening::Start => (0, Moment::default()),
            Opening::Set => (0, scene.slides[0].end),
            Opening::Slide(slide) => (slide.min(last), scene.slides[slide.min(last)].end),
            Opening::End => (last, scene.slides[last].end),
        };
        Show {
            id,
            scene: Rc::new(scene),
            slide,
            at,
            eye: None,
            vocabulary: Vocabulary::Talk,
            home,
            own: None,
            is_own_shown: false,
        }
    }

    /// The slide that is shown, or that the viewer's own run has left.
    pub fn slide(&self) -> &Slide {
        &self.scene.slides[self.slide]
    }

    fn run(&self) -> &Run {
        match (&self.own, self.is_own_shown) {
            (Some(own), true) => &own.run,
            _ => &self.home,
        }
    }

    /// The run that is shown; one in which nothing happens where the scene is a poll.
    pub fn recording(&self) -> &Rc<Recording> {
        &self.run().paxos
    }

    /// The run of people that is shown, where the scene is a poll.
    pub fn poll(&self) -> Option<&Rc<PollRun>> {
        self.run().poll.as_ref()
    }

    /// What things are called in the run that is shown.
    pub fn names(&self) -> &Names {
        match (&self.own, self.is_own_shown) {
            (Some(own), true) => &own.names,
            _ => &self.scene.script.names,
        }
    }

    /// Whether there is such a node: a message may be meant for a scene that was on show before.
    pub fn has(&self, node: NodeId) -> bool {
        node.index() < self.names().nodes.len()
    }

    /// How to tell the run that is shown. Ids stay hidden where the scene wants that, as long as there
    /// is only one.
    pub fn telling(&self) -> Telling<'_> {
        let wants_hidden = self.scene.script.show.iter().any(|word| word == "noids");
        let is_one = self.recording().world().used.len() <= 1;
        let ids = if wants_hidden && is_one { Ids::Hidden } else { Ids::Shown };
        Telling { names: self.names(), ids, vocabulary: self.vocabulary }
    }

    /// What is not Paxos about the run that is shown, up to this moment. A poll is no Paxos, and says so itself.
    pub fn cautions(&self) -> Vec<String> {
        let cautions = match self.poll() {
            Some(_) => Vec::new(),
            None => words::caution::over(self.recording(), self.at),
        };
        cautions.iter().map(|caution| self.told(caution)).collect()
    }

    /// A text of the scene, in the words that are chosen.
    pub fn told(&self, text: &str) -> String {
        self.telling().say(text).into_owned()
    }

    /// Whether the viewer's own run is shown.
    pub fn is_own(&self) -> bool {
        self.is_own_shown
    }

    /// The viewer's own run, shown or not.
    pub fn own(&self) -> Option<&OwnRun> {
        self.own.as_ref()
    }

    pub(super) fn set_own(&mut self, own: OwnRun) {
        self.own = Some(own);
        self.is_own_shown = true;
    }

    pub(super) fn go_home(&mut self) {
        if let (Some(own), true) = (&mut self.own, self.is_own_shown) {
            own.left_at = self.at;
            self.slide = own.slide;
            self.at = own.forked_at;
            self.is_own_shown = false;
        }
    }

    fn go_to_own(&mut self) {
        if let (Some(own), false) = (&self.own, self.is_own_shown) {
            self.slide = own.slide;
            self.at = own.left_at;
            self.is_own_shown = true;
        }
    }
}

impl Model {
    /// A page that wants a scene, and the wish for its text.
    pub fn new(scene: &str, opening: Opening) -> (Model, Vec<Effect>) {
        let stage = Stage::Loading(scene.to_string());
        let model = Model {
            stage,
            playing: Playing::Still,
            speed: 2,
            menu: None,
            notice: None,
            panels: Panels::default(),
            guides: Guides::default(),
            plot: Plot::default(),
            trial: Trial::default(),
            vocabulary: Vocabulary::Talk,
            rest: 0,
        };
        (model, vec![Effect::Fetch(scene.to_string(), opening)])
    }

    /// The scene on show, if there is one.
    pub fn show(&self) -> Option<&Show> {
        match &self.stage {
            Stage::Ready(show) => Some(show),
            Stage::Loading(_) | Stage::Failed(..) => None,
        }
    }

    /// The id of the scene that is shown or wanted.
    pub fn scene_id(&self) -> &str {
        match &self.stage {
            Stage::Ready(show) => &show.id,
            Stage::Loading(id) | Stage::Failed(id, _) => id,
        }
    }

    /// Whether the playhead moves by itself.
    pub fn is_playing(&self) -> bool {
        self.playing != Playing::Still
    }

    /// Takes one message, and says what is to be done outside.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Open(id, opening) => return self.open_in_course(id, opening),
            Msg::Guide(msg) => return self.guide(msg),
            Msg::Loaded { id, text, opening } => self.loaded(id, &text, opening),
            Msg::LoadFailed { id, why } if self.is_waiting_for(&id) => self.stage = Stage::Failed(id, why),
            Msg::LoadFailed { .. } => {}
            Msg::Speak(vocabulary) => {
                self.vocabulary = vocabulary;
                if let Stage::Ready(show) = &mut self.stage {
                    show.vocabulary = vocabulary;
                }
            }
            Msg::Plot(msg) => self.plot(msg),
            Msg::Trial(msg) => self.try_out(msg),
            Msg::Escape if self.menu.is_some() => return self.update(Msg::CloseMenu),
            Msg::Escape => self.guides.open = None,
            Msg::Roomy(is_roomy) => self.panels.is_roomy = is_roomy,
            Msg::Faster => self.speed = (self.speed + 1).min(SPEEDS.len() - 1),
            Msg::Slower => self.speed = self.speed.saturating_sub(1),
            Msg::CloseMenu => {
                self.menu = None;
                self.notice = None;
            }
            Msg::NextScene => return self.next_scene(),
            Msg::PreviousScene => return self.previous_scene(Opening::Set),
            _ => return self.update_show(msg),
        }
        Vec::new()
    }

    /// Messages that mean the scene on show.
    fn update_show(&mut self, msg: Msg) -> Vec<Effect> {
        let Stage::Ready(show) = &mut self.stage else {
            return Vec::new();
        };
        match msg {
            Msg::Tick(elapsed_ms) => {
                if let Playing::To(goal) = self.playing {
                    let parts = elapsed_ms.min(1000) * SPEEDS[self.speed] * PACE + self.rest;
                    self.rest = parts % 10_000;
                    if show.advance(parts / 10_000, goal) {
                        self.playing = Playing::Still;
                    }
                }
                return Vec::new();
            }
            Msg::TickStep => {
                if let Playing::To(goal) = self.playing
                    && show.advance_step(goal)
                {
                    self.playing = Playing::Still;
                }
                return Vec::new();
            }
            Msg::OpenMenu(node) if show.has(node) => {
                self.menu = Some(node);
                self.notice = None;
                self.playing = Playing::Still;
                return Vec::new();
            }
            Msg::PlayOrPause if self.playing != Playing::Still => self.playing = Playing::Still,
            Msg::PlayOrPause | Msg::NextSlide => return self.next(),
            Msg::PreviousSlide => return self.previous(),
            Msg::StepForward => self.stand(Show::step_forward),
            Msg::StepBack => self.stand(Show::step_back),
            Msg::Seek(time) => self.stand(|show| show.seek(time)),
            Msg::GoHome => self.stand(Show::go_home),
            Msg::GoToOwn => self.stand(Show::go_to_own),
            Msg::Act(act) => self.act(&act),
            Msg::See(eye) => show.eye = eye.filter(|&eye| show.has(eye)),
            Msg::Toggle(panel) => self.panels.toggle(panel, show),
            _ => {}
        }
        Vec::new()
    }

    /// Moves the playhead, and leaves it there.
    fn stand(&mut self, go: impl FnOnce(&mut Show)) {
        self.rest_now();
        if let Stage::Ready(show) = &mut self.stage {
            go(show);
        }
    }

    /// Plays the slide; skips to its end while it plays; from its end, plays the next slide.
    fn next(&mut self) -> Vec<Effect> {
        let Stage::Ready(show) = &mut self.stage else { return Vec::new() };
        self.menu = None;
        if let Playing::To(goal) = self.playing {
            show.at = goal;
            self.playing = Playing::Still;
            return Vec::new();
        }
        if show.is_at_goal() && (show.is_own() || !show.enter_next_slide()) {
            return match show.is_own() {
                true => Vec::new(),
                false => self.next_scene(),
            };
        }
        if !show.is_at_goal() {
            self.rest = 0;
            self.playing = Playing::To(show.goal());
        }
        Vec::new()
    }

    /// Back to the end of the slide before; from the first slide, to the scene before.
    fn previous(&mut self) -> Vec<Effect> {
        self.rest_now();
        let Stage::Ready(show) = &mut self.stage else { return Vec::new() };
        if show.is_own() {
            show.go_home();
        } else if !show.enter_previous_slide() {
            return self.previous_scene(Opening::End);
        }
        Vec::new()
    }

    /// Nothing plays and no menu is open any more.
    pub(super) fn rest_now(&mut self) {
        self.playing = Playing::Still;
        self.menu = None;
        self.notice = None;
    }

    fn is_waiting_for(&self, id: &str) -> bool {
        matches!(&self.stage, Stage::Loading(wanted) if wanted == id)
    }

    fn loaded(&mut self, id: String, text: &str, opening: Opening) {
        if !self.is_waiting_for(&id) {
            return; // Another scene has been asked for since, or this one twice.
        }
        self.stage = match parse(text).and_then(Scene::play) {
            Ok(scene) => {
                let show = Show { vocabulary: self.vocabulary, ..Show::new(id, scene, opening) };
                self.plot.turn_to(&show);
                Stage::Ready(show)
            }
            Err(problem) => {
                let why = format!("{id}.paxos:{problem}");
                Stage::Failed(id, why)
            }
        };
    }

    fn act(&mut self, act: &Act) {
        let Stage::Ready(show) = &mut self.stage else { return };
        match show.act(act) {
            Ok(()) => {
                self.menu = None;
                self.notice = None;
                let starts_something = !matches!(act, Act::Crash(_) | Act::Restart(_));
                self.playing = if starts_something { Playing::To(show.goal()) } else { Playing::Still };
            }
            Err(why) => self.notice = Some(why),
        }
    }
}
