//! What a screen reader is told: what has happened since it was told last, in as few words as that takes.

use super::show::Show;
use super::source::Source;
use crate::sim::Moment;
use crate::story::words::aloud as words;

/// So many things are told at once at most: a run may hurry, and a voice cannot.
const TOLD_MAX: usize = 3;

/// What has been told already.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Aloud {
    at: Option<Place>,
    /// What was told last.
    said: Vec<String>,
}

/// Where in which run one was.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Place {
    source: Source,
    run: Option<usize>,
    slide: usize,
    at: Moment,
    undone: usize,
}

impl Aloud {
    /// What is to be told now; none if nothing has happened since.
    pub fn tell(&mut self, show: &Show) -> Option<String> {
        let run = show.is_own().then(|| show.shown_run()).flatten();
        let here =
            Place { source: show.source.clone(), run, slide: show.slide, at: show.at, undone: show.count_undone() };
        let before = self.at.replace(here.clone());
        if before.as_ref() == Some(&here) {
            return None;
        }
        let is_other_scene = before.as_ref().is_some_and(|before| before.source != here.source);
        let scene = is_other_scene.then(|| words::scene(&show.told(&show.scene.script.title)));
        let before = before.filter(|before| before.source == here.source);
        let is_undone = before.as_ref().is_some_and(|before| before.undone < here.undone);
        let undone = is_undone.then(|| show.undone_last()).flatten().map(|act| words::undone(&act));
        let is_same_run = before.as_ref().is_some_and(|before| before.run == run);
        let since = before.as_ref().filter(|before| is_same_run || show.is_own() && before.run.is_none());
        let is_same_instant = since.is_some_and(|before| before.at.time == here.at.time);
        let mut happened = match since.map(|before| before.at.steps) {
            Some(steps) if steps == here.at.steps && is_same_run => Vec::new(),
            Some(steps) if steps < here.at.steps => show.happened_since(steps),
            _ => show.just_now(),
        };
        // What matters most of an instant is said once.
        if is_same_instant && since.is_some_and(|before| before.at.steps < here.at.steps) {
            happened.retain(|sentence| !self.said.contains(sentence));
        }
        if !happened.is_empty() {
            self.said.clone_from(&happened);
        }
        let where_to = where_to(show, before.as_ref(), is_same_run);
        let told: Vec<String> = scene.into_iter().chain(undone).chain(where_to).chain(happened).collect();
        (!told.is_empty()).then(|| told.join(" "))
    }
}

/// That another slide is shown, or another run.
fn where_to(show: &Show, before: Option<&Place>, is_same_run: bool) -> Option<String> {
    let is_same_slide = before.is_some_and(|before| before.slide == show.slide);
    if show.is_own() {
        return (!is_same_run).then(|| words::OWN_RUN.to_string());
    }
    if is_same_run && is_same_slide {
        return None;
    }
    let title = show.told(&show.slide().title);
    Some(words::slide(show.slide, show.scene.slides.len(), &title))
}

impl Show {
    /// What has happened since so many steps were done, instant by instant; of many instants those that matter most, and
    /// the last.
    fn happened_since(&self, steps: usize) -> Vec<String> {
        let mut instants = self.instants_since(steps);
        let last = instants.len().saturating_sub(1);
        let mut order: Vec<usize> = (0..last).collect();
        order.sort_by_key(|&nth| std::cmp::Reverse(instants[nth].1));
        order.truncate(TOLD_MAX - 1);
        let mut nth = 0;
        instants.retain(|_| {
            nth += 1;
            nth - 1 == last || order.contains(&(nth - 1))
        });
        let mut said: Vec<String> = Vec::new();
        for (at, _) in instants {
            let then = Show { at, ..self.clone() };
            said.extend(then.just_now().into_iter().filter(|sentence| !said.contains(sentence)).collect::<Vec<_>>());
        }
        said
    }
}
