//! A scene on show: which run of it, and where in that run.

use super::arrivals::Ordered;
use super::deleted::Deleted;
use super::objective::Known;
use super::own::OwnRun;
use super::prospect::Worked;
use super::source::{Opening, Source};
use super::why::Checked;
use crate::paxos::{NodeId, Slot};
use crate::sim::{Milestone, Moment, Recording, World, milestones};
use crate::story::words::{self, Ids, Telling, Vocabulary};
use crate::story::{Branch, Names, PollRun, Scene, Slide};
use std::cell::RefCell;
use std::rc::{Rc, Weak};

/// A scene on show: its run, the viewer's own run of it, and where in which of the two we are.
#[derive(Clone, Debug)]
pub struct Show {
    /// Where it comes from.
    pub source: Source,
    /// Its text.
    pub text: Rc<str>,
    /// The seed in place of its own, where a link wants that.
    pub seed: Option<u32>,
    /// The scene as it was written.
    pub scene: Rc<Scene>,
    /// The slide, from 0.
    pub slide: usize,
    /// The moment that is shown.
    pub at: Moment,
    /// The node whose knowledge is shown; none for all-seeing eyes.
    pub eye: Option<NodeId>,
    /// The slot of a log that the board shows; none for the last one that has anything in it.
    pub slot: Option<Slot>,
    /// In whose words it is told.
    pub vocabulary: Vocabulary,
    /// The run of the scene.
    pub(super) home: Branch,
    pub(super) runs: Vec<OwnRun>,
    /// Which of the own runs is shown.
    pub(super) shown: Option<usize>,
    /// Which of them is shown or was shown last.
    pub(super) last: Option<usize>,
    /// The runs that were deleted, the last one last.
    pub(super) deleted: Vec<Deleted>,
    /// Whether what Paxos promises holds in the run that is shown, once somebody has asked.
    pub(super) checked: Checked,
    pub(super) seen: Seen,
    pub(super) passed: Passed,
    /// Whether the stage tells what can still be chosen.
    pub tells_possible: bool,
    /// Whether the stage keeps to itself what is chosen, while a question about it is open.
    pub is_hushed: bool,
    /// Whose eyes it was seen with before a question put the reader in a node's place, while it does.
    pub(super) lent: Option<Option<NodeId>>,
    pub(super) worked: Worked,
    pub(super) judged: Known,
    pub(super) ordered: Ordered,
    pub(super) deeds: usize,
    pub(super) tells_orders: bool,
}

/// What was asked for last, with the run and the number of steps: while time passes between two steps it stays the same.
type Kept<T> = Rc<RefCell<Option<(Weak<Recording>, usize, Rc<T>)>>>;
/// The world.
pub(super) type Seen = Kept<World>;
/// The milestones that are passed.
pub(super) type Passed = Kept<Vec<Milestone>>;

/// It again; or anew, where it was another run or there were other steps.
fn kept<T>(last: &Kept<T>, recording: &Rc<Recording>, steps: usize, anew: impl FnOnce() -> T) -> Rc<T> {
    let is_it = |of: &Weak<Recording>, at: usize| of.as_ptr() == Rc::as_ptr(recording) && at == steps;
    if let Some((_, _, known)) = last.borrow().as_ref().filter(|(of, at, _)| is_it(of, *at)) {
        return known.clone();
    }
    let known = Rc::new(anew());
    *last.borrow_mut() = Some((Rc::downgrade(recording), steps, known.clone()));
    known
}

impl Show {
    /// A scene at its first slide or its end.
    pub fn new(source: Source, scene: Scene, opening: &Opening) -> Show {
        let scene = Rc::new(scene);
        let last = scene.slides.len() - 1;
        let (slide, at) = match *opening {
            Opening::Start => (0, Moment::default()),
            // An objective begins where its scene ends.
            Opening::Set | Opening::Link(_) if scene.script.objective.is_some() => (last, scene.slides[last].end),
            Opening::Set | Opening::Link(_) => (0, scene.slides[0].end),
            Opening::Slide(slide) => (slide.min(last), scene.slides[slide.min(last)].end),
            Opening::End => (last, scene.slides[last].end),
        };
        let scene_shows_possible = scene.script.show.iter().any(|word| word == "possible");
        Show {
            source,
            text: Rc::from(""),
            seed: None,
            home: Branch::new(scene.clone()),
            scene,
            slide,
            at,
            eye: None,
            slot: None,
            vocabulary: Vocabulary::Talk,
            runs: Vec::new(),
            shown: None,
            last: None,
            deleted: Vec::new(),
            checked: Checked::default(),
            seen: Seen::default(),
            passed: Passed::default(),
            tells_possible: scene_shows_possible,
            is_hushed: false,
            lent: None,
            worked: Worked::default(),
            judged: Known::default(),
            ordered: Ordered::default(),
            deeds: 0,
            tells_orders: false,
        }
    }

    /// The world at the moment that is shown; one in which nothing happens where the scene is a poll.
    pub fn world(&self) -> Rc<World> {
        kept(&self.seen, self.recording(), self.at.steps, || self.recording().at(self.at))
    }

    /// The milestones reached at the moment that is shown; while a question about them is open, none.
    pub fn milestones(&self) -> Rc<Vec<Milestone>> {
        if self.is_hushed {
            return Rc::default();
        }
        kept(&self.passed, self.recording(), self.at.steps, || milestones(self.recording(), self.at))
    }

    /// Whether the scene has replicas that keep a log.
    pub fn is_replicated(&self) -> bool {
        self.recording().world().cluster.is_replicated()
    }

    /// The slide that is shown, or that the viewer's own run has left.
    pub fn slide(&self) -> &Slide {
        &self.scene.slides[self.slide]
    }

    /// The run that is shown; one in which nothing happens where the scene is a poll.
    pub fn recording(&self) -> &Rc<Recording> {
        self.shown.and_then(|shown| self.runs.get(shown)).map_or(&self.home.recording, |own| &own.branch.recording)
    }

    /// The run of people that is shown, where the scene is a poll.
    pub fn poll(&self) -> Option<&Rc<PollRun>> {
        let own = self.shown.and_then(|shown| self.runs.get(shown));
        own.map_or(self.home.poll.as_ref(), |own| own.branch.poll.as_ref())
    }

    /// What things are called in the run that is shown.
    pub fn names(&self) -> &Names {
        self.shown.and_then(|shown| self.runs.get(shown)).map_or(&self.scene.script.names, |own| &own.branch.names)
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
}
