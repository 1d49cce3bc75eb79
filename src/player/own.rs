//! The runs of the viewer's own: each is kept, can be gone back to, undone and redone.

mod kept;

pub use kept::KeptRun;

use super::show::Show;
use super::source::{Shelf, Source};
use crate::sim::{Moment, Time};
use crate::story::language::say;
use crate::story::words::given::Came;
use crate::story::{Act, Branch, Names, print};
use kept::whole_strokes;

/// The longest name of a run, in characters.
pub const NAME_CHARS_MAX: usize = 80;

/// A run that the viewer has changed.
#[derive(Clone, Debug)]
pub struct OwnRun {
    /// What the viewer calls it; empty for no name.
    pub name: String,
    /// The slide that it left, from 0.
    pub slide: usize,
    /// Where the viewer last was in it.
    pub left_at: Moment,
    /// The run, with what is done in it now.
    pub branch: Branch,
    /// How many acts belong to each thing that the viewer did, in order.
    strokes: Vec<usize>,
    /// What was taken back, the last of it first to be done again.
    undone: Vec<Vec<Act>>,
    /// What things are called in all that was ever done in it.
    names: Names,
}

impl OwnRun {
    fn new(branch: Branch, slide: usize, at: Moment, strokes: Vec<usize>) -> OwnRun {
        let names = branch.names.clone();
        OwnRun { name: String::new(), slide, left_at: at, branch, strokes, undone: Vec::new(), names }
    }

    /// Where it left the slide.
    pub fn forked_at(&self) -> Moment {
        let first = self.branch.acts.first().or_else(|| self.undone.last()?.first());
        first.map_or(Moment::default(), |act| act.at)
    }

    /// How it has come, as long as it is as somebody has sent it.
    pub fn sent(&self) -> Option<Came> {
        Came::of(&self.name).filter(|_| self.undone.is_empty())
    }

    /// How many acts are taken back.
    fn count_undone(&self) -> usize {
        self.undone.iter().map(Vec::len).sum()
    }

    /// What was done in it, in the words of the scene language, also what was taken back.
    pub fn told(&self) -> Vec<String> {
        let undone = self.undone.iter().rev().flatten();
        let all = self.branch.acts.iter().chain(undone);
        all.map(|act| print::statement(&act.statement, &self.names)).collect()
    }

    /// What the scene would still have done where this run leaves it, in the words of the scene language.
    pub fn rest_of_script(&self) -> Vec<String> {
        self.branch.rest_of_script().map(|statement| print::statement(statement, &self.names)).collect()
    }

    /// How many of the things that are told are done, and not taken back.
    pub fn count_done(&self) -> usize {
        self.branch.acts.len()
    }

    /// The things that the viewer had done when this many acts were done.
    fn strokes_by(&self, acts: usize) -> Vec<usize> {
        let mut within = whole_strokes(&self.strokes, acts);
        let rest = acts.saturating_sub(within.iter().sum());
        within.extend((0 < rest).then_some(rest));
        within
    }

    /// Takes back the last thing; gives where it was done.
    fn undo(&mut self) -> Option<Moment> {
        let count = self.strokes.pop()?;
        let left = self.branch.acts.len() - count;
        let taken = self.branch.acts[left..].to_vec();
        let at = taken.first().map(|act| act.at);
        self.branch = self.branch.up_to(left);
        self.undone.push(taken);
        at
    }

    /// Does again what was taken back last; gives the moment after it.
    fn redo(&mut self) -> Option<Moment> {
        let stroke = self.undone.pop()?;
        let (mut end, before) = (None, self.branch.acts.len());
        let begun = stroke.first()?.at.time;
        for act in &stroke {
            // It was done from the very same state, which may lie beyond what is worked out.
            let reached = self.branch.up_to_time(act.at.time);
            let Ok(again) = reached.act(act.at, &act.statement, &self.names) else { continue };
            self.branch = again;
            if act.at.time <= begun {
                end = Some(act.end);
            }
        }
        self.strokes.push(self.branch.acts.len() - before);
        end
    }

    /// As it is kept.
    #[inline(never)]
    pub fn kept(&self) -> KeptRun {
        let mut whole = self.clone();
        while whole.redo().is_some() {}
        let acts = whole.branch.told();
        let done = acts.len() - self.count_undone();
        let (name, left_at) = (self.name.clone(), self.branch.when(self.left_at));
        KeptRun { name, slide: self.slide, left_at, acts, done, strokes: whole.strokes }
    }
}

impl Show {
    /// The run that is shown, as one that an act can change.
    pub fn branch(&self) -> Branch {
        self.shown_own().map_or(&self.home, |own| &own.branch).clone()
    }

    /// The runs of the viewer's own, in the order in which they were begun.
    pub fn runs(&self) -> &[OwnRun] {
        &self.runs
    }

    /// Which of the viewer's own runs is shown.
    pub fn shown_run(&self) -> Option<usize> {
        self.shown
    }

    fn shown_own(&self) -> Option<&OwnRun> {
        self.runs.get(self.shown?)
    }

    /// After how many steps the thing began that the viewer did, of which this step of the run that is shown is a part.
    pub(super) fn by_hand(&self, place: usize) -> Option<usize> {
        let own = self.shown_own()?;
        let is_in = |act: &Act| act.at.steps <= place && place < act.end.steps;
        let act = own.branch.acts.iter().position(is_in)?;
        let mut first = 0;
        for &count in &own.strokes {
            if act < first + count {
                break;
            }
            first += count;
        }
        own.branch.acts.get(first).map(|first| first.at.steps)
    }

    /// Whether the viewer has done this step.
    pub fn is_act(&self, place: usize) -> bool {
        self.by_hand(place).is_some()
    }

    /// Whether a run of the viewer's own is shown.
    pub fn is_own(&self) -> bool {
        self.shown.is_some()
    }

    /// The run of the viewer's own that is shown, or was shown last.
    pub fn own(&self) -> Option<&OwnRun> {
        self.runs.get(self.last?)
    }

    /// Takes over what an act has come to: the run that is shown goes on in it, unless that has another future
    /// already, which is kept as a run of its own.
    pub(super) fn take(&mut self, branch: Branch, at: Moment) {
        let before = self.shown_own().map_or(0, |own| own.branch.acts_by(own.branch.settled(self.at)));
        let new = branch.acts.len() - before;
        let goes_on = self.shown_own().is_some_and(|own| own.undone.is_empty() && own.branch.acts.len() == before);
        match self.shown.filter(|_| goes_on) {
            Some(shown) => {
                let own = &mut self.runs[shown];
                if own.sent().is_some() {
                    own.name.clear(); // From here on it is the viewer's own.
                }
                own.names.clone_from(&branch.names);
                own.branch = branch;
                own.left_at = at;
                own.strokes.push(new);
            }
            None => {
                let earlier = self.shown_own().map(|own| own.strokes_by(before)).unwrap_or_default();
                let strokes = earlier.into_iter().chain([new]).collect();
                if let Some(first) = branch.acts.first() {
                    self.slide = self.slide_around(first.at, Some(self.slide));
                }
                self.begin_run(branch, at, strokes);
            }
        }
        self.last = self.shown;
        self.at = at;
        self.deeds += 1;
    }

    /// How often the viewer has done something; to undo it and to do it again do not count.
    pub fn deeds(&self) -> usize {
        self.deeds
    }

    /// Shows a new run at a moment of it.
    pub(super) fn begin_run(&mut self, branch: Branch, at: Moment, strokes: Vec<usize>) {
        self.leave();
        self.runs.push(OwnRun::new(branch, self.slide, at, strokes));
        (self.shown, self.last) = (Some(self.runs.len() - 1), Some(self.runs.len() - 1));
        self.at = at;
    }

    /// Notes where the viewer is in the own run that is shown.
    fn leave(&mut self) {
        let at = self.at;
        if let Some(own) = self.shown.and_then(|shown| self.runs.get_mut(shown)) {
            own.left_at = at;
        }
    }

    /// Back to the slide, to where the own run left it.
    pub(super) fn go_home(&mut self) {
        self.leave();
        if let Some(own) = self.shown.take().and_then(|shown| self.runs.get(shown)) {
            (self.slide, self.at) = (own.slide, own.forked_at());
        }
    }

    /// To a run of the viewer's own, where it was left.
    pub(super) fn go_to_run(&mut self, which: usize) {
        if which < self.runs.len() && self.shown != Some(which) {
            self.leave();
            let own = &mut self.runs[which];
            // Of one that was taken back whole all is done again: there is nothing else to go to.
            if own.branch.acts.is_empty() {
                while let Some(end) = own.redo() {
                    own.left_at = end;
                }
            }
            (self.slide, self.at) = (own.slide, own.left_at.min(own.branch.end()));
            (self.shown, self.last) = (Some(which), Some(which));
        }
    }

    /// Whether the run that is shown has more to it than is worked out.
    pub fn can_go_on(&self) -> bool {
        self.going_on().is_some_and(Branch::can_go_on)
    }

    /// Whether the run that is shown has come to a limit before its end.
    pub fn is_at_limit(&self) -> bool {
        self.going_on().is_some_and(|run| run.goes_on() && !run.can_go_on())
    }

    /// Works the run that is shown out further, where its end is reached and it goes on.
    pub(super) fn work_out(&mut self) {
        if self.is_at_goal() && self.can_go_on() {
            let run = self.running_mut();
            *run = run.further();
        }
    }

    /// Works the run that is shown out up to a time, as far as it goes.
    pub(super) fn work_out_to(&mut self, time: Time) {
        if self.is_own() || self.is_open_ended() {
            let run = self.running_mut();
            *run = run.up_to_time(time);
        }
    }

    /// Whether the run of the scene goes on after its last slide: one that is not of the course, in which clients
    /// or replicas go on by themselves.
    pub fn is_open_ended(&self) -> bool {
        let is_of_course = matches!(self.source, Source::Course(_));
        !is_of_course && self.scene.recording.schedule().begins_by_itself()
    }

    /// The run that is shown, where it may go on beyond what is worked out.
    fn going_on(&self) -> Option<&Branch> {
        let is_last = self.slide + 1 == self.scene.slides.len();
        match self.shown_own() {
            Some(own) => Some(&own.branch),
            None => (is_last && self.is_open_ended()).then_some(&self.home),
        }
    }

    fn running_mut(&mut self) -> &mut Branch {
        match self.shown.and_then(|shown| self.runs.get_mut(shown)) {
            Some(own) => &mut own.branch,
            None => &mut self.home,
        }
    }

    /// Gives a run of the viewer's own a name.
    pub(super) fn name_run(&mut self, which: usize, name: &str) {
        if let Some(own) = self.runs.get_mut(which) {
            own.name = name.trim_start().chars().filter(|c| !c.is_control()).take(NAME_CHARS_MAX).collect();
        }
    }

    /// Whether there is anything to take back.
    pub fn can_undo(&self) -> bool {
        self.is_own()
    }

    /// Whether there is anything to do again: in the run that is shown, or in the last one, of which all was taken
    /// back.
    pub fn can_redo(&self) -> bool {
        self.own().is_some_and(|own| !own.undone.is_empty() && (self.is_own() || own.branch.acts.is_empty()))
    }

    /// How many acts are taken back in the run that was shown last.
    pub(super) fn count_undone(&self) -> usize {
        self.own().map_or(0, OwnRun::count_undone)
    }

    /// What was taken back last, in the words of the scene language.
    pub(super) fn undone_last(&self) -> Option<String> {
        self.own().and_then(|own| own.told().get(own.count_done()).cloned())
    }

    /// Takes back what was done last in the run that is shown. Where nothing is left of that, the slide is shown.
    #[inline(never)]
    pub(super) fn undo(&mut self) {
        let Some(own) = self.shown.and_then(|shown| self.runs.get_mut(shown)) else { return };
        let at = own.undo().unwrap_or_default();
        // Where the viewer was before may lie beyond what is left.
        own.left_at = at;
        if own.branch.acts.is_empty() {
            (self.slide, self.shown) = (own.slide, None);
        }
        self.at = at;
    }

    /// Does again what was taken back last.
    #[inline(never)]
    pub(super) fn redo(&mut self) {
        if !self.can_redo() {
            return;
        }
        if let Some(own) = self.last.and_then(|last| self.runs.get_mut(last)) {
            let at = own.redo();
            self.slide = own.slide;
            self.at = at.unwrap_or(self.at).min(own.branch.end());
            // Where the viewer was before may lie beyond the end that it has now.
            own.left_at = self.at;
            self.shown = self.last;
        }
    }

    /// The viewer's own runs as they are kept.
    pub fn kept(&self) -> Vec<KeptRun> {
        let mut show = self.clone();
        show.leave();
        show.runs.iter().map(OwnRun::kept).collect()
    }

    /// What has happened up to the moment that is shown, as a scene that comes to the same.
    pub fn as_scene(&self) -> String {
        let name = self.shown_own().map_or("", |own| &own.name);
        print::branch(&self.branch(), name, self.slide, self.at)
    }

    /// All of the run on show, as a scene that comes to the same.
    pub fn whole_as_scene(&self) -> String {
        let name = self.shown_own().map_or("", |own| &own.name);
        print::branch(&self.branch(), name, self.slide, self.end())
    }

    /// The same with the scene that they are of.
    pub fn shelf(&self) -> Shelf {
        Shelf {
            of: self.source.clone(),
            seed: self.seed,
            title: self.scene.script.title.clone(),
            runs: self.kept(),
            deleted: self.deleted_as_kept(),
        }
    }

    /// Brings back runs that were kept; says of each that could not be done again to its end what is wrong.
    pub(super) fn bring_back(&mut self, kept: &[KeptRun]) -> Vec<String> {
        let mut notices = Vec::new();
        for kept in kept {
            let (branch, stopped) = Branch::replay(&self.scene, &kept.acts);
            if let Some(stopped) = stopped {
                notices.push(say!(
                    "Act {nth} of a kept run cannot be done again: {why}",
                    nth = stopped.nth + 1,
                    why = stopped.why
                ));
            }
            if branch.acts.is_empty() {
                continue;
            }
            let slide = kept.slide.min(self.scene.slides.len() - 1);
            let strokes = kept.strokes_of(branch.acts.len());
            let mut own = OwnRun::new(branch, slide, Moment::default(), strokes);
            own.name.clone_from(&kept.name);
            while kept.done < own.count_done() {
                own.undo();
            }
            own.branch = own.branch.up_to_time(kept.left_at.time);
            own.left_at = own.branch.moment(kept.left_at);
            self.runs.push(own);
            self.last = Some(self.runs.len() - 1);
        }
        notices
    }
}
