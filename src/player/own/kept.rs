//! Runs of the viewer's own as they are kept.

use crate::story::When;
use std::fmt::Write;

/// A run of the viewer's own as it is kept: nothing of it hangs on how the page works.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct KeptRun {
    /// What the viewer calls it; empty for no name.
    pub name: String,
    /// The slide that it left, from 0.
    pub slide: usize,
    /// Where the viewer last was in it.
    pub left_at: When,
    /// All acts, also those that were taken back, in the words of the scene language.
    pub acts: Vec<(When, String)>,
    /// How many of them are not taken back.
    pub done: usize,
    /// How many acts each thing was that the viewer did, which is taken back as one; where nothing is said, one.
    pub strokes: Vec<usize>,
}

impl KeptRun {
    /// Runs as a text: a line for each with slide, moment, count and name, and below it a line for each act, which
    /// begins with `+` where it belongs to the one before.
    pub fn write(runs: &[KeptRun]) -> String {
        let mut text = String::new();
        for run in runs {
            let _ = writeln!(text, "run {} {} {} {}", run.slide, run.left_at, run.done, run.name);
            let of_strokes = run.strokes.iter().flat_map(|&count| (0..count).map(|nth| 0 < nth));
            for ((when, told), belongs) in run.acts.iter().zip(of_strokes.chain(std::iter::repeat(false))) {
                let _ = writeln!(text, "{}{when} {told}", if belongs { "+" } else { "" });
            }
        }
        text
    }

    /// Runs from such a text, as far as they can be read.
    pub fn read(text: &str) -> Vec<KeptRun> {
        let mut runs: Vec<KeptRun> = Vec::new();
        for line in text.lines() {
            if let Some(head) = line.strip_prefix("run ") {
                runs.extend(KeptRun::read_head(head));
            } else if let (Some(run), Some((when, told))) = (runs.last_mut(), line.split_once(' ')) {
                run.read_act(when, told);
            }
        }
        runs
    }

    /// These runs, and those that were kept meanwhile on another page, as far as they are no earlier state of these
    /// or of the ones that were deleted. Of runs that are called the same and in which the same is done the last is
    /// kept: notes that do something in an explainer do it at each visit.
    #[must_use]
    pub fn beside(runs: &[KeptRun], deleted: &[KeptRun], kept: Vec<KeptRun>) -> Vec<KeptRun> {
        let is_other = |kept: &KeptRun| runs.iter().chain(deleted).all(|run| !run.acts.starts_with(&kept.acts));
        let is_again = |(nth, run): &(usize, &KeptRun)| runs[nth + 1..].iter().any(|later| run.is_like(later));
        let once = runs.iter().enumerate().filter(|it| !is_again(it)).map(|(_, run)| run.clone());
        once.chain(kept.into_iter().filter(is_other)).collect()
    }

    /// Whether they are told apart by nothing but where the viewer last was in them.
    fn is_like(&self, other: &KeptRun) -> bool {
        (&self.name, &self.acts, self.done) == (&other.name, &other.acts, other.done)
    }

    /// The things that its first acts are; what nothing is said of is one each.
    pub(super) fn strokes_of(&self, acts: usize) -> Vec<usize> {
        let mut strokes = whole_strokes(&self.strokes, acts);
        let told: usize = strokes.iter().sum();
        strokes.extend(std::iter::repeat_n(1, acts - told));
        strokes
    }

    fn read_act(&mut self, when: &str, told: &str) {
        let belongs = when.strip_prefix('+');
        let Ok(moment) = belongs.unwrap_or(when).parse() else { return };
        self.acts.push((moment, told.to_string()));
        match self.strokes.last_mut().filter(|_| belongs.is_some()) {
            Some(count) => *count += 1,
            None => self.strokes.push(1),
        }
    }

    fn read_head(head: &str) -> Option<KeptRun> {
        let mut parts = head.splitn(4, ' ');
        let (slide, left_at, done) = (parts.next()?, parts.next()?, parts.next()?);
        let name = parts.next().unwrap_or("").to_string();
        let (slide, left_at, done) = (slide.parse().ok()?, left_at.parse().ok()?, done.parse().ok()?);
        Some(KeptRun { name, slide, left_at, acts: Vec::new(), done, strokes: Vec::new() })
    }
}

/// Those of these that so many acts hold whole.
pub(super) fn whole_strokes(strokes: &[usize], acts: usize) -> Vec<usize> {
    let mut done = 0;
    let within = strokes.iter().take_while(|&&count| {
        done += count;
        done <= acts
    });
    within.copied().collect()
}
