//! What the page knows, what can happen to it, and what follows.

use super::act::Act;
use super::ahead::{Looked, ProspectMsg};
use super::arrivals::ArriveMsg;
use super::asking::{AskMsg, Asking};
use super::breaking::{BreakMsg, Breaking};
use super::by_hand::{ByHand, HandMsg};
use super::compare::{CompareMsg, Comparing};
use super::draft::Keepsake;
use super::editor::{EditMsg, Editor};
use super::errand::{Number, Report, Task};
use super::guides::{GuideMsg, Guides};
use super::hands::{Drawing, Touched};
use super::light::{LightMsg, Lighting};
use super::log::{LogMsg, LogView};
use super::objective::{Aims, ObjectiveMsg};
use super::overlap::{Overlap, OverlapMsg};
use super::panel::{Panel, Panels};
use super::playhead::{Playing, PlaysOn};
use super::plot::{Plot, PlotMsg};
use super::present::{PresentMsg, Presenting};
use super::sandbox::{Sandbox, SandboxMsg};
use super::show::Show;
use super::source::{Opening, Shelf, Source};
use super::time_line::{TimeLine, TimeMsg};
use super::trial::{Trial, TrialMsg};
use crate::paxos::{NodeId, Slot};
use crate::sim::{Moment, Time};
use crate::story::guide::Guide;
use crate::story::words::Vocabulary;
use std::rc::Rc;

/// The speeds, in percent of the pace.
pub const SPEEDS: [u32; 5] = [25, 50, 100, 200, 400];
/// At speed 1 so much virtual time passes in real time, in percent: there is a text to be read beside the picture.
pub const PACE: u32 = 60;

/// What happens to the player.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // Each says what it is.
pub enum Msg {
    /// A scene of the course is wanted.
    Open(String, Opening),
    /// A scene from anywhere is wanted.
    OpenSource(Source, Opening),
    Loaded {
        id: Source,
        text: String,
        opening: Opening,
    },
    LoadFailed {
        id: Source,
        why: String,
    },
    /// Runs that were kept, for when their scene is opened.
    Shelve(Shelf),
    /// Something that the viewer must be told.
    Tell(Vec<String>),
    /// The viewer has read it.
    Dismiss,
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
    /// To the beginning of a slide, from 0.
    GoToSlide(usize),
    /// To so many tenths of the run.
    SeekTenths(u8),
    /// To this very moment, between two steps of one instant too.
    StandAt(Moment),
    Faster,
    Slower,
    /// This speed, in percent of the pace.
    Speed(u32),
    PlayOn(PlaysOn),
    /// Only these scenes are there, in this order.
    Restrict(Vec<String>),
    OpenMenu(Touched),
    CloseMenu,
    /// A line across the stage that is to cut.
    Draw(Drawing),
    Act(Act),
    Undo,
    Redo,
    GoHome,
    /// To the run of the viewer's own that was shown last.
    GoToOwn,
    GoToRun(usize),
    NameRun(usize, String),
    DeleteRun(usize),
    /// The run that was deleted last comes back.
    BringRunBack,
    Toggle(Panel),
    See(Option<NodeId>),
    Speak(Vocabulary),
    /// The page speaks another language: what is on show is told in it.
    Reword,
    /// The text of a scene that is on show has come in the language that is spoken.
    Reworded(Source, String),
    /// Closes what is open: a menu, else a guide.
    Escape,
    /// Whether the window has room for a panel below the stage.
    Roomy(bool),
    Guide(GuideMsg),
    Plot(PlotMsg),
    Trial(TrialMsg),
    Compare(CompareMsg),
    Edit(EditMsg),
    Sandbox(SandboxMsg),
    Break(BreakMsg),
    Ask(AskMsg),
    Light(LightMsg),
    Time(TimeMsg),
    ByHand(HandMsg),
    Overlap(OverlapMsg),
    Prospect(ProspectMsg),
    Arrive(ArriveMsg),
    Objective(ObjectiveMsg),
    /// The help is opened (true) or closed.
    Help(bool),
    Present(PresentMsg),
    /// What this node has on its disk and in its memory is wanted.
    Inspect(NodeId),
    Log(LogMsg),
    /// The board shows this slot of a log.
    Slot(Slot),
    /// This is told of an errand.
    Reported(Number, Report),
}

/// What the model wants done outside.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Fetch the text of a scene, and answer with `Loaded` or `LoadFailed`.
    Fetch(Source, Opening),
    /// Fetch the text of a scene that is on show, in the language that is spoken, and answer with `Reworded`.
    FetchWords(Source),
    /// Fetch the text of a guide, and answer with `Loaded` or `Failed`.
    FetchGuide(Guide),
    /// Keep a draft, under its key; answer with `Full` where there is no room.
    Keep(Keepsake),
    /// Forget the draft under this key.
    Forget(String),
    /// Note which draft is open, by its key, for another visit.
    KeepOpen(Option<String>),
    /// Keep which questions were answered rightly.
    KeepScore(String),
    /// Fill the screen, and answer with `Filled` or `Refused`.
    FillScreen,
    /// Fill the screen no more, if that is done.
    LeaveScreen,
    /// Fetch what errands need, so that the first one begins at once.
    Prepare,
    /// Carry out an errand, and answer with `Reported` until it is done.
    Ask(Number, Task),
    /// Call an errand off. Nothing more is told of it.
    CallOff(Number),
}

/// What is on the stage.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant)] // There is one stage, and nearly always it is ready.
pub enum Stage {
    /// A scene is on its way.
    Loading(Source),
    /// A scene.
    Ready(Show),
    /// A scene could not be had, for this reason.
    Failed(Source, String),
}

/// All that the page knows.
#[derive(Clone, Debug)]
pub struct Model {
    /// What is on the stage.
    pub stage: Stage,
    /// Whether the playhead moves.
    pub playing: Playing,
    /// The speed, in percent of the pace.
    pub speed: u32,
    /// How far it plays by itself.
    pub plays_on: PlaysOn,
    /// The scenes that there are, in their order; none for the whole course.
    pub scenes: Rc<Vec<String>>,
    /// What has its menu open.
    pub menu: Option<Touched>,
    /// Whether a line across the stage is waited for, that is to cut.
    pub is_drawing: bool,
    /// Something that the viewer must be told.
    pub notice: Option<String>,
    /// The act that was refused, while the notice is about one.
    pub refused: Option<Act>,
    /// The panels under the stage.
    pub panels: Panels,
    /// What the reader points at, and what is picked out.
    pub lighting: Lighting,
    /// How the space-time diagram is looked at.
    pub time_line: TimeLine,
    /// How the log is read.
    pub log: LogView,
    /// The node that the reader inspects.
    pub inspected: Option<NodeId>,
    /// Whether the help is open.
    pub is_helping: bool,
    /// Whether somebody presents, and how.
    pub presenting: Presenting,
    /// What leads through the scenes.
    pub guides: Guides,
    /// How many rounds it takes until a value is chosen.
    pub plot: Plot,
    /// The acceptor to try.
    pub trial: Trial,
    /// The board that is filled by hand.
    pub by_hand: ByHand,
    /// Two quorums beside each other.
    pub overlap: Overlap,
    /// Where scenes are written.
    pub editor: Editor,
    /// Where runs are begun from nothing.
    pub sandbox: Sandbox,
    /// Where rules are switched off, and what comes of it is searched.
    pub breaking: Breaking,
    /// What the reader is asked on the way.
    pub asking: Asking,
    /// In whose words everything is told.
    pub vocabulary: Vocabulary,
    /// What the viewer is told until it is dismissed.
    pub told: Vec<String>,
    /// The viewer's own runs in scenes that are not on show.
    pub shelves: Vec<Shelf>,
    /// What stands beside the run on show, where the viewer compares.
    pub comparing: Option<Comparing>,
    /// Virtual ten-thousandths of milliseconds that a tick has left over.
    pub(super) rest: u32,
    /// The number of the next errand.
    pub(super) errands: Number,
    /// The way to a value that was looked for last.
    pub(super) looked: Option<Looked>,
    /// What scenes ask of the reader.
    pub aims: Aims,
}

impl Model {
    /// A page that wants a scene, and the wish for its text.
    pub fn new(scene: impl Into<Source>, opening: Opening) -> (Model, Vec<Effect>) {
        let source = scene.into();
        let mut model = Model::empty(source.clone());
        let effects = model.ask_for(source, opening);
        (model, effects)
    }

    /// A page that waits for this scene, which somebody will open.
    pub fn empty(scene: impl Into<Source>) -> Model {
        Model {
            stage: Stage::Loading(scene.into()),
            playing: Playing::Still,
            speed: 100,
            plays_on: PlaysOn::Slide,
            scenes: Rc::default(),
            menu: None,
            is_drawing: false,
            notice: None,
            refused: None,
            panels: Panels::default(),
            lighting: Lighting::default(),
            time_line: TimeLine::default(),
            log: LogView::default(),
            inspected: None,
            is_helping: false,
            presenting: Presenting::default(),
            guides: Guides::default(),
            plot: Plot::default(),
            trial: Trial::default(),
            by_hand: ByHand::default(),
            overlap: Overlap::default(),
            editor: Editor::default(),
            sandbox: Sandbox::default(),
            breaking: Breaking::default(),
            asking: Asking::default(),
            vocabulary: Vocabulary::Talk,
            told: Vec::new(),
            shelves: Vec::new(),
            comparing: None,
            rest: 0,
            errands: 1,
            looked: None,
            aims: Aims::default(),
        }
    }

    /// The scene on show, if there is one.
    pub fn show(&self) -> Option<&Show> {
        match &self.stage {
            Stage::Ready(show) => Some(show),
            Stage::Loading(_) | Stage::Failed(..) => None,
        }
    }

    /// Where the scene comes from that is shown or wanted.
    pub fn source(&self) -> &Source {
        match &self.stage {
            Stage::Ready(show) => &show.source,
            Stage::Loading(source) | Stage::Failed(source, _) => source,
        }
    }

    /// The id of the scene that is shown or wanted, where it is one of the course, or a change of one.
    pub fn scene_id(&self) -> &str {
        self.editor.origin(self.source()).id()
    }

    /// Whether the playhead moves by itself.
    pub fn is_playing(&self) -> bool {
        self.playing != Playing::Still
    }

    /// Takes one message, and says what is to be done outside.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        let (before, is_kept) = (self.run_on_show(), msg.keeps_the_light());
        let effects = self.take(msg);
        if !is_kept {
            self.let_the_light_go_without(before);
        }
        self.hold_at_question();
        effects
    }

    fn take(&mut self, msg: Msg) -> Vec<Effect> {
        self.lighting.follow(&msg);
        match msg {
            Msg::Light(msg) => self.shed(msg),
            Msg::Time(msg) => self.look_along(msg),
            Msg::Log(msg) => self.read_log(msg),
            Msg::Inspect(node) => self.inspect(node),
            Msg::Help(is_open) => self.is_helping = is_open,
            Msg::Present(msg) => return self.present(msg),
            Msg::Open(id, opening) => return self.open_in_course(id, opening),
            Msg::Guide(msg) => return self.guide(msg),
            Msg::OpenSource(source, opening) => return self.open_source(source, opening),
            Msg::Loaded { id, text, opening } => {
                self.loaded(id, &text, &opening);
                self.overlap = Overlap::default();
                self.light_shared();
                let mut effects = self.follow_in_editor();
                effects.extend(self.begin_awaited());
                return effects;
            }
            Msg::Edit(msg) => return self.edit(msg),
            Msg::Sandbox(msg) => return self.build(msg),
            Msg::Break(msg) => return self.break_it(msg),
            Msg::Ask(msg) => return self.ask_reader(msg),
            Msg::Reported(number, report) => return self.reported(number, report),
            Msg::LoadFailed { id, why } => self.load_failed(id, why),
            Msg::Shelve(shelf) => self.put_on_shelf(shelf),
            Msg::Tell(sentences) => self.say(sentences),
            Msg::Dismiss => self.dismiss(),
            Msg::Speak(vocabulary) => self.speak(vocabulary),
            Msg::Reword => return self.reword(),
            Msg::Reworded(source, text) => self.reworded(&source, &text),
            Msg::Plot(msg) => self.plot(msg),
            Msg::Trial(msg) => self.try_out(msg),
            Msg::ByHand(msg) => self.by_hand(msg),
            Msg::Overlap(msg) => self.overlap(msg),
            Msg::Prospect(msg) => return self.look_ahead(msg),
            Msg::Arrive(msg) => self.move_arrival(msg),
            Msg::Objective(msg) => return self.aim(msg),
            Msg::Draw(drawing) => self.draw(drawing),
            Msg::OpenMenu(touched) => self.touch(touched),
            Msg::Escape if self.is_drawing => self.draw(Drawing::Leave),
            Msg::Escape if self.menu.is_some() => return self.update(Msg::CloseMenu),
            Msg::Escape if self.sandbox.is_open => self.sandbox.is_open = false,
            Msg::Escape if self.breaking.is_open => self.breaking.is_open = false,
            Msg::Escape if self.guides.open.is_some() => self.guides.open = None,
            Msg::Escape if self.lighting.picked.is_some() => self.shed(LightMsg::Clear),
            Msg::Escape if self.comparing.is_some() => self.close_comparison(),
            Msg::Escape if self.presenting.is_on() => return self.present(PresentMsg::Toggle),
            Msg::Escape => {}
            Msg::Compare(msg) => return self.compare(msg),
            Msg::Roomy(is_roomy) => self.panels.is_roomy = is_roomy,
            Msg::Faster => self.speed = SPEEDS.into_iter().find(|&speed| self.speed < speed).unwrap_or(self.speed),
            Msg::Slower => self.speed = SPEEDS.into_iter().rfind(|&speed| speed < self.speed).unwrap_or(self.speed),
            Msg::Speed(percent) => self.speed = percent.clamp(SPEEDS[0], SPEEDS[SPEEDS.len() - 1]),
            Msg::PlayOn(plays_on) => self.plays_on = plays_on,
            Msg::Restrict(scenes) => self.scenes = Rc::new(scenes),
            Msg::CloseMenu => {
                self.menu = None;
                self.notice = None;
                self.refused = None;
            }
            msg if self.comparison().is_some() => self.update_comparison(&msg),
            Msg::NextScene => return self.next_scene(),
            Msg::PreviousScene => return self.previous_scene(Opening::Set),
            _ => return self.update_show(msg),
        }
        Vec::new()
    }

    fn speak(&mut self, vocabulary: Vocabulary) {
        self.vocabulary = vocabulary;
        if let Stage::Ready(show) = &mut self.stage {
            show.vocabulary = vocabulary;
        }
        self.reword_comparison();
    }

    /// Messages that mean the scene on show.
    fn update_show(&mut self, msg: Msg) -> Vec<Effect> {
        if msg == Msg::StepForward {
            self.pass_question();
        }
        let Stage::Ready(show) = &mut self.stage else {
            return Vec::new();
        };
        match msg {
            Msg::Tick(elapsed_ms) => {
                if let Playing::To(goal) = self.playing {
                    let elapsed = virtual_time(elapsed_ms, self.speed, &mut self.rest);
                    if show.advance(elapsed, goal.min(show.end())) {
                        self.playing = show.play_on(self.plays_on);
                    }
                }
                return Vec::new();
            }
            Msg::TickStep => {
                if let Playing::To(goal) = self.playing
                    && show.advance_step(goal.min(show.end()))
                {
                    self.playing = show.play_on(self.plays_on);
                }
                return Vec::new();
            }
            Msg::PlayOrPause if self.playing != Playing::Still => self.playing = Playing::Still,
            Msg::PlayOrPause | Msg::NextSlide => return self.next_part(),
            Msg::PreviousSlide => return self.previous(),
            Msg::StepForward => self.stand(Show::step_forward),
            Msg::StepBack => self.stand(Show::step_back),
            Msg::Seek(time) => self.stand(|show| show.seek(time)),
            Msg::SeekTenths(tenths) => self.stand(|show| show.seek(show.end().time / 10 * Time::from(tenths))),
            Msg::GoToSlide(slide) => self.stand(|show| show.enter_slide(slide)),
            Msg::StandAt(at) => self.stand(|show| show.stand_at(at)),
            Msg::GoHome => self.stand(Show::go_home),
            Msg::GoToOwn => self.stand(|show| show.last.into_iter().for_each(|last| show.go_to_run(last))),
            Msg::GoToRun(which) => self.stand(|show| show.go_to_run(which)),
            Msg::NameRun(which, name) => show.name_run(which, &name),
            Msg::DeleteRun(which) => self.stand(|show| show.delete_run(which)),
            Msg::BringRunBack => self.stand(Show::bring_run_back),
            Msg::Undo => self.stand(Show::undo),
            Msg::Redo => self.stand(Show::redo),
            Msg::Act(act) => self.act(&act),
            Msg::Slot(slot) => show.slot = Some(slot),
            Msg::See(_) if show.is_in_place() => {} // Whoever is in a node's place sees what that sees.
            Msg::See(eye) => show.eye = eye.filter(|&eye| show.has(eye)),
            Msg::Toggle(panel) => {
                self.panels.toggle(panel, show);
                self.light_shared();
            }
            _ => {}
        }
        Vec::new()
    }

    /// How much virtual time passes in so many real milliseconds.
    pub(super) fn passing(&mut self, elapsed_ms: u32) -> Time {
        virtual_time(elapsed_ms, self.speed, &mut self.rest)
    }

    /// Moves the playhead, and leaves it there.
    fn stand(&mut self, go: impl FnOnce(&mut Show)) {
        self.rest_now();
        if let Stage::Ready(show) = &mut self.stage {
            go(show);
        }
    }

    /// Nothing plays and no menu is open any more.
    pub(super) fn rest_now(&mut self) {
        self.playing = Playing::Still;
        self.menu = None;
        self.is_drawing = false;
        self.notice = None;
        self.refused = None;
        self.time_line.cursor = None;
    }
}

/// The virtual time that passes in so many real milliseconds; what is less than one of its own is kept.
fn virtual_time(elapsed_ms: u32, speed_percent: u32, rest: &mut u32) -> Time {
    let parts = elapsed_ms.min(1000) * speed_percent * PACE + *rest;
    *rest = parts % 10_000;
    parts / 10_000
}
