//! Opening scenes: by the course, by a link, from a text; and what is kept of the scene that is left.

use super::model::{Effect, Model, Stage};
use super::own::KeptRun;
use super::show::Show;
use super::source::{Mark, Opening, Shelf, Source, Wanted};
use crate::sim::{Change, Moment};
use crate::story::language::say;
use crate::story::{Branch, Problem, Scene, Script, parse};

impl Model {
    /// Leaves the scene that is on show, keeps what the viewer did in it, and asks for another.
    pub(super) fn ask_for(&mut self, source: Source, opening: Opening) -> Vec<Effect> {
        self.shelve();
        self.rest_now();
        self.comparing = None;
        self.stage = Stage::Loading(source.clone());
        match &source {
            Source::Text(text) => {
                let text = text.to_string();
                self.loaded(source, &text, &opening);
                self.follow_in_editor()
            }
            Source::Course(_) | Source::Address(_) => vec![Effect::Fetch(source, opening)],
        }
    }

    /// Keeps what the viewer did in the scene on show.
    pub(super) fn shelve(&mut self) {
        let Some(show) = self.show() else { return };
        self.put_on_shelf(show.shelf());
    }

    pub(super) fn put_on_shelf(&mut self, shelf: Shelf) {
        self.shelves.retain(|kept| !kept.is_of(&shelf.of, shelf.seed));
        if !shelf.runs.is_empty() {
            self.shelves.push(Shelf { deleted: Vec::new(), ..shelf });
        }
    }

    /// What was kept of the viewer's own runs in the scene of this show.
    pub(super) fn kept_of(&self, show: &Show) -> &[KeptRun] {
        let shelf = self.shelves.iter().find(|shelf| shelf.is_of(&show.source, show.seed));
        shelf.map_or(&[], |shelf| &shelf.runs)
    }

    pub(super) fn is_waiting_for(&self, source: &Source) -> bool {
        matches!(&self.stage, Stage::Loading(wanted) if wanted == source)
    }

    #[inline(never)]
    pub(super) fn load_failed(&mut self, source: Source, why: String) {
        if self.has_twin_failed(&source, &why) {
            return;
        }
        if self.is_waiting_for(&source) {
            self.stage = Stage::Failed(source, why);
        }
    }

    pub(super) fn loaded(&mut self, source: Source, text: &str, opening: &Opening) {
        if self.has_twin_come(&source, text) {
            return;
        }
        if !self.is_waiting_for(&source) {
            return; // Another scene has been asked for since, or this one twice.
        }
        self.stage = match self.opened(source.clone(), text, opening) {
            Ok(show) => {
                self.plot.turn_to(&show);
                Stage::Ready(show)
            }
            Err(problem) => Stage::Failed(source.clone(), format!("{}:{problem}", source.file())),
        };
    }

    /// A scene as it is opened, with the viewer's own runs in it.
    fn opened(&mut self, source: Source, text: &str, opening: &Opening) -> Result<Show, Problem> {
        let script = parse(text)?;
        let seed = if let Opening::Link(wanted) = opening { wanted.seed } else { None };
        let (scene, seed) = self.played(script, seed)?;
        let mut show = Show::new(source.clone(), scene, opening);
        (show.text, show.seed, show.vocabulary) = (text.into(), seed, self.vocabulary);
        let mut notices = show.bring_back(self.kept_of(&show));
        if let Opening::Link(wanted) = opening {
            notices.extend(show.follow(wanted));
        }
        self.say(notices);
        Ok(show)
    }

    /// The scene with the seed that is wanted; with its own, where it does not come to its end with that.
    pub(super) fn played(&mut self, script: Script, seed: Option<u32>) -> Result<(Scene, Option<u32>), Problem> {
        let Some(seed) = seed else { return Ok((Scene::play(script)?, None)) };
        let mut other = script.clone();
        other.changes.retain(|change| !matches!(change, Change::Seed(_)));
        other.changes.push(Change::Seed(seed));
        match Scene::play(other) {
            Ok(scene) => Ok((scene, Some(seed))),
            Err(problem) => {
                self.say(vec![say!(
                    "With seed {seed} this scene does not come to its end ({problem}). It is shown with its own.",
                    seed,
                    problem
                )]);
                Ok((Scene::play(script)?, None))
            }
        }
    }

    /// Takes away what the viewer has been told.
    pub(super) fn dismiss(&mut self) {
        self.told.clear();
        self.breaking.news = None;
    }

    /// Tells the viewer, until it is dismissed.
    pub(super) fn say(&mut self, sentences: Vec<String>) {
        self.told.extend(sentences);
    }
}

impl Show {
    /// Goes to where a link says; gives what is wrong with what it says.
    #[inline(never)]
    fn follow(&mut self, wanted: &Wanted) -> Option<String> {
        let mut notice = None;
        let last = self.scene.slides.len() - 1;
        if let Some(slide) = wanted.slide {
            self.slide = slide.min(last);
            self.at = self.scene.slides[self.slide].start;
            let found = say!(
                "In the link, slide is {slide}; the last slide is {last}, and that is shown.",
                slide = slide + 1,
                last = last + 1
            );
            notice = (last < slide).then_some(found);
        }
        if !wanted.acts.is_empty() {
            let (branch, stopped) = Branch::replay(&self.scene, &wanted.acts);
            notice = notice.or(stopped.map(|stopped| {
                say!(
                    "Act {nth} of this link cannot be done, and neither can those after it: {why}",
                    nth = stopped.nth + 1,
                    why = stopped.why
                )
            }));
            self.show_run(branch, wanted);
        }
        if let Some(mark) = wanted.at {
            self.go_to(mark, wanted.slide);
            notice = notice.or(self.is_beyond(mark));
        }
        notice
    }

    /// That a moment of a link is beyond the end of the run.
    fn is_beyond(&self, mark: Mark) -> Option<String> {
        let end = self.end().time;
        match mark {
            Mark::When(when) if end < when.time => {
                Some(say!("In the link, t is {when}; the run ends at {end} ms, and that is shown.", when, end))
            }
            Mark::When(_) | Mark::Percent(_) => None,
        }
    }

    /// Shows a run that a link tells: one that is there already, or a new one.
    fn show_run(&mut self, branch: Branch, wanted: &Wanted) {
        let Some(first) = branch.acts.first() else { return };
        let (end, slide) = (first.end, wanted.slide.unwrap_or_else(|| self.slide_at(first.at)));
        let last = branch.acts.last().map_or(end, |act| act.end);
        let same = self.runs.iter().position(|own| own.branch.told() == branch.told());
        match same {
            Some(which) => self.go_to_run(which),
            None => {
                self.slide = slide.min(self.scene.slides.len() - 1);
                let strokes = vec![1; branch.acts.len()];
                self.begin_run(branch, last, strokes);
                self.name_run(self.runs.len() - 1, wanted.came.name());
            }
        }
        self.at = last;
    }

    /// The slide to which a moment of the scene belongs: the first that has not ended before it.
    fn slide_at(&self, at: Moment) -> usize {
        let slides = &self.scene.slides;
        slides.iter().position(|slide| at <= slide.end).unwrap_or(slides.len() - 1)
    }

    fn go_to(&mut self, mark: Mark, slide: Option<usize>) {
        if let Mark::When(when) = mark {
            self.work_out_to(when.time);
        }
        let end = self.end();
        self.at = match mark {
            Mark::When(when) => self.branch().moment(when),
            // Steps that are done at time 0 come after the beginning.
            Mark::Percent(0) => Moment::default(),
            Mark::Percent(percent) => self.moment((u64::from(end.time) * u64::from(percent) / 100) as u32),
        };
        if self.is_own() {
            return;
        }
        self.slide = self.slide_around(self.at, slide);
    }

    /// The slide to which a moment of the scene belongs: where two slides meet, the one that is preferred.
    pub(super) fn slide_around(&self, at: Moment, preferred: Option<usize>) -> usize {
        let is_around = |slide: &usize| {
            let slide = self.scene.slides.get(*slide);
            slide.is_some_and(|slide| slide.start <= at && at <= slide.end)
        };
        preferred.filter(is_around).unwrap_or_else(|| self.slide_at(at))
    }
}
