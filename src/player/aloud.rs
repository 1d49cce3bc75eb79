//! What a screen reader is told: all that has happened since it was told last, in as few words as that takes, and no
//! more at once than it can speak.

use super::show::Show;
use super::source::Source;
use crate::sim::{Moment, Step};
use crate::story::words::aloud::{self as words, Fact, Weight};
use crate::story::words::given;

/// So much is told at once at most, in letters, unless one sentence is longer: the rest follows.
const TEXT_MAX: usize = 240;
/// Of so many sentences that wait none is left out: a run may hurry, and a voice cannot.
const QUEUE_MAX: usize = 8;
/// Of a log, in which something is chosen all the time, no more than this waits: what is longest past gives way.
const LOG_MAX: usize = 16;

/// Whether the title of a slide is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Title {
    /// It is.
    Told,
    /// It would give away the answer to a question that is asked on the slide.
    KeptBack,
}

/// What has been told already, and what is still to be told.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Aloud {
    at: Option<Place>,
    queue: Vec<Fact>,
    /// The text that was told last.
    told: String,
}

/// Where in which run one was.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Place {
    source: Source,
    run: Option<usize>,
    slide: usize,
    at: Moment,
    undone: usize,
    /// Whether that was the end of the slide.
    is_end: bool,
}

impl Aloud {
    /// What is to be told now, of all that has happened: what does not fit is told when this is called again. None if
    /// there is nothing to tell.
    pub fn tell(&mut self, show: &Show, title: Title) -> Option<String> {
        self.hear(show, title);
        while !self.queue.is_empty() {
            let text = self.next_text();
            if text != self.told {
                self.told.clone_from(&text);
                return Some(text);
            }
        }
        None
    }

    /// Takes note of what has happened since.
    fn hear(&mut self, show: &Show, title: Title) {
        let run = show.is_own().then(|| show.shown_run()).flatten();
        let is_end = !show.is_own() && show.is_at_goal();
        let undone = show.count_undone();
        let here = Place { source: show.source.clone(), run, slide: show.slide, at: show.at, undone, is_end };
        let before = self.at.replace(here.clone());
        if before.as_ref() == Some(&here) {
            return;
        }
        let is_other_scene = before.as_ref().is_some_and(|before| before.source != here.source);
        let scene = is_other_scene.then(|| words::scene(&show.told(&show.scene.script.title)));
        let before = before.filter(|before| before.source == here.source);
        let is_undone = before.as_ref().is_some_and(|before| before.undone < here.undone);
        let undone = is_undone.then(|| show.undone_last()).flatten().map(|act| words::undone(&act));
        let is_same_run = before.as_ref().is_some_and(|before| before.run == run);
        let since = before.as_ref().filter(|before| is_same_run || show.is_own() && before.run.is_none());
        let goes_on = since.filter(|before| before.at.steps <= here.at.steps && before.slide <= here.slide);
        // Whoever is in a node's place hears nothing that it does not know: the question says what that is.
        let mut happened = match since.map(|before| before.at.steps) {
            _ if show.is_in_place() => Vec::new(),
            Some(steps) if steps == here.at.steps && is_same_run => Vec::new(),
            Some(steps) if steps < here.at.steps => show.facts_between(steps, here.at.steps),
            _ => show.just_now().into_iter().map(|says| Fact { says, weight: Weight::Much }).collect(),
        };
        if goes_on.is_none_or(|before| before.slide + 1 < here.slide) {
            self.queue.clear();
        }
        // What belongs to the slide before is told before this one is.
        if let Some(before) = goes_on.filter(|before| is_same_run && !show.is_own() && before.slide + 1 == here.slide) {
            let end = show.scene.slides[before.slide].end.steps.clamp(before.at.steps, here.at.steps);
            self.queue.extend(show.facts_between(before.at.steps, end));
            happened = show.facts_between(end, here.at.steps);
            if !before.is_end {
                self.queue.extend(show.closing(before.slide));
            }
        }
        let where_to = where_to(show, before.as_ref(), is_same_run, title);
        self.queue.extend(scene.into_iter().chain(undone).chain(where_to).map(always));
        self.queue.extend(happened);
        let was_end = before.is_some_and(|before| is_same_run && before.slide == here.slide && before.is_end);
        if is_end && !was_end {
            self.queue.extend(show.closing(here.slide));
        }
        self.shorten();
        if show.is_replicated() {
            self.queue.drain(..self.queue.len().saturating_sub(LOG_MAX));
        }
    }

    /// As many sentences as one text holds.
    fn next_text(&mut self) -> String {
        let mut length = 0;
        let fits = |fact: &&Fact| {
            length += fact.says.len() + 1;
            length <= TEXT_MAX
        };
        let count = self.queue.iter().take_while(fits).count().max(1).min(self.queue.len());
        self.queue.drain(..count).map(|fact| fact.says).collect::<Vec<_>>().join(" ")
    }

    /// Leaves out what matters least where there is too much, and of that what is longest past; never the last.
    fn shorten(&mut self) {
        let last = self.queue.len().saturating_sub(1);
        let mut order: Vec<usize> = (0..last).filter(|&nth| self.queue[nth].weight < Weight::All).collect();
        order.sort_by_key(|&nth| self.queue[nth].weight);
        order.truncate(self.queue.len().saturating_sub(QUEUE_MAX));
        order.sort_unstable();
        let mut nth = 0;
        self.queue.retain(|_| {
            nth += 1;
            order.binary_search(&(nth - 1)).is_err()
        });
    }
}

fn always(says: String) -> Fact {
    Fact { says, weight: Weight::All }
}

/// That another slide is shown, or another run.
fn where_to(show: &Show, before: Option<&Place>, is_same_run: bool, title: Title) -> Option<String> {
    let is_same_slide = before.is_some_and(|before| before.slide == show.slide);
    if show.is_own() {
        let sent = show.own().and_then(|own| Some(format!("{}. {}", own.sent()?.heading(), given::done(&own.told()))));
        return (!is_same_run).then(|| sent.unwrap_or_else(|| words::OWN_RUN.to_string()));
    }
    if is_same_run && is_same_slide {
        return None;
    }
    let of = show.scene.slides.len();
    Some(match title {
        Title::Told => words::slide(show.slide, of, &show.told(&show.slide().title)),
        Title::KeptBack => words::untold_slide(show.slide, of),
    })
}

impl Show {
    /// What has happened from one number of steps to another, instant by instant.
    fn facts_between(&self, from: usize, to: usize) -> Vec<Fact> {
        if self.poll().is_some() {
            return self.facts_of_poll(from, to);
        }
        let steps = self.recording().steps();
        let seen: Vec<&Step> =
            (from..to.min(steps.len())).filter(|&place| self.step_seen(place).1).map(|place| &steps[place]).collect();
        let cluster = &self.recording().world().cluster;
        let instants = seen.chunk_by(|one, other| one.time == other.time);
        instants.flat_map(|instant| words::digest(instant, cluster, self.eye.is_none(), self.telling())).collect()
    }

    fn facts_of_poll(&self, from: usize, to: usize) -> Vec<Fact> {
        let until = Show { at: Moment { steps: to, ..self.at }, ..self.clone() };
        let told = until.instants_since(from).into_iter().flat_map(|at| Show { at, ..self.clone() }.just_now());
        told.map(|says| Fact { says, weight: Weight::Something }).collect()
    }

    /// What a slide says once all has happened, and that this is its end.
    fn closing(&self, slide: usize) -> Vec<Fact> {
        let of = self.scene.slides.len();
        let says = self.scene.slides[slide].say.iter().skip(1);
        let told = says.map(|says| Fact { says: self.told(says), weight: Weight::Much });
        told.chain([always(words::end_of_slide(slide, of))]).collect()
    }
}
