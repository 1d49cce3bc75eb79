//! Moving through a run: by slides, by steps, by time.

use super::show::Show;
use crate::sim::{Action, Moment, Step, Time};

/// Whether the playhead moves by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Playing {
    /// It stands still.
    Still,
    /// It moves on until this moment.
    To(Moment),
}

/// How far it plays by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PlaysOn {
    /// To the end of the slide.
    Slide,
    /// Through all slides.
    Scene,
    /// Through all slides, and from their end again from the beginning.
    Round,
}

/// Whether there is anything to see of a step: not of one that only gives a message its delay.
pub(super) fn shows(step: &Step) -> bool {
    !matches!(step.action, Action::Delay { .. })
}

impl Show {
    /// The moment at the end of the run that is shown.
    pub fn end(&self) -> Moment {
        self.poll().map_or_else(|| self.recording().end(), |poll| poll.end())
    }

    /// The moment of the run that is shown after all steps of `time` and before.
    pub fn moment(&self, time: Time) -> Moment {
        self.poll().map_or_else(|| self.recording().moment(time), |poll| poll.moment(time))
    }

    /// The time of a step of the run that is shown, and whether there is anything to see of it.
    fn step(&self, place: usize) -> (Time, bool) {
        match self.poll().map(|poll| &poll.steps()[place]) {
            Some(step) => (step.time, step.shows()),
            None => (self.recording().steps()[place].time, self.shows(place)),
        }
    }

    /// The time of a step, and whether the eye on show sees anything of it.
    pub(super) fn step_seen(&self, place: usize) -> (Time, bool) {
        let (time, shows) = self.step(place);
        let node = self.recording().steps().get(place).and_then(Step::node);
        (time, shows && (self.eye.is_none() || node == self.eye))
    }

    /// Whether there is anything to see of a step: always, where the viewer has done it.
    pub(super) fn shows(&self, place: usize) -> bool {
        shows(&self.recording().steps()[place]) || self.by_hand(place).is_some()
    }

    /// The moment after the next step that shows; none at the end of the run.
    fn step_after(&self) -> Option<Moment> {
        let place = (self.at.steps..self.end().steps).find(|&place| self.step(place).1)?;
        Some(Moment { time: self.step(place).0, steps: place + 1 })
    }

    /// The moment right after the step before that shows: after the last one itself, if time has passed since.
    fn step_before(&self) -> Moment {
        let after = |steps: usize| Moment { time: steps.checked_sub(1).map_or(0, |last| self.step(last).0), steps };
        let shown_up_to =
            |steps: usize| after((0..steps).rev().find(|&last| self.step(last).1).map_or(0, |last| last + 1));
        let last = shown_up_to(self.at.steps);
        // What gives a message its delay may be all that lies between.
        let says_more = !self.is_own() && self.at == self.slide().end && self.slide().says_more_at_its_end();
        let is_after = last.time < self.at.time || says_more && last < self.at;
        if is_after { last } else { shown_up_to(last.steps.saturating_sub(1)) }
    }

    /// Where playing on from here stops: the end of the slide, or of a run that goes on without slides.
    pub fn goal(&self) -> Moment {
        let is_last = self.slide + 1 == self.scene.slides.len();
        match self.is_own() || is_last && self.is_open_ended() && self.slide().end <= self.at {
            true => self.end(),
            false => self.slide().end,
        }
    }

    /// Whether there is nothing left to play before the goal.
    pub fn is_at_goal(&self) -> bool {
        self.goal() <= self.at
    }

    /// Whether anything still happens after the moment that is shown: time alone may be left.
    pub fn is_more_to_come(&self) -> bool {
        self.at.steps < self.end().steps || self.can_go_on() && !self.is_at_goal()
    }

    /// The steps of the last instant in which something happened, as far as it has come and as the eye on
    /// show sees it. That a message only takes its time is none: the picture shows it.
    pub fn instant(&self) -> Vec<&Step> {
        self.instant_places().into_iter().map(|place| &self.recording().steps()[place]).collect()
    }

    /// The places of these steps in the run.
    pub(super) fn instant_places(&self) -> Vec<usize> {
        let done = self.recording().steps().get(..self.at.steps).unwrap_or_default(); // None in a poll.
        let is_seen = |place: &usize| self.shows(*place) && (self.eye.is_none() || done[*place].node() == self.eye);
        let Some(last) = (0..done.len()).rfind(is_seen) else { return Vec::new() };
        let start = done.partition_point(|step| step.time < done[last].time);
        (start..=last).filter(is_seen).collect()
    }

    /// Lets `elapsed` virtual milliseconds pass on the way to `goal`; says whether it is reached.
    pub(super) fn advance(&mut self, elapsed: Time, goal: Moment) -> bool {
        let time = self.at.time.saturating_add(elapsed);
        if goal.time <= time {
            self.at = goal;
            return true;
        }
        let steps = self.moment(time).steps.max(self.at.steps);
        self.at = Moment { time, steps };
        false
    }

    /// Where it goes on to play from the goal, which is reached: to the end of the next slide that has anything to play,
    /// or of the first.
    pub(super) fn play_on(&mut self, plays_on: PlaysOn) -> Playing {
        if self.can_go_on() && plays_on != PlaysOn::Round {
            self.work_out();
            return Playing::To(self.goal());
        }
        let is_over = self.is_own() || self.slide + 1 == self.scene.slides.len();
        match plays_on {
            PlaysOn::Slide => return Playing::Still,
            PlaysOn::Scene if is_over => return Playing::Still,
            PlaysOn::Round if is_over && self.end() == Moment::default() => return Playing::Still,
            PlaysOn::Round if is_over => {
                self.at = Moment::default();
                if !self.is_own() {
                    self.slide = 0;
                }
            }
            PlaysOn::Scene | PlaysOn::Round => {
                self.enter_next_slide();
            }
        }
        Playing::To(self.goal())
    }

    /// Goes to the next step on the way to `goal`; says whether that is reached.
    pub(super) fn advance_step(&mut self, goal: Moment) -> bool {
        self.at = self.step_after().unwrap_or(goal).min(goal);
        goal <= self.at
    }

    /// One step on: to what happens next. Where a slide says more at its end, and where nothing happens on the next one,
    /// it goes there first.
    #[inline(never)]
    pub(super) fn step_forward(&mut self) {
        if self.step_after().is_none() && self.can_go_on() {
            self.at = self.end();
            self.work_out();
        }
        let next = self.step_after();
        if let Some((slide, end)) = self.end_before(next) {
            (self.slide, self.at) = (slide, end);
            return;
        }
        self.at = next.unwrap_or(self.at.max(self.goal()));
        self.follow_slide();
    }

    /// One step back, by the same places.
    #[inline(never)]
    pub(super) fn step_back(&mut self) {
        let before = self.step_before();
        if let Some((slide, end)) = self.end_after(before) {
            (self.slide, self.at) = (slide, end);
            return;
        }
        self.at = before;
        if !self.is_own() {
            self.slide = self.slide_of(self.at);
        }
    }

    /// The end of a slide at which a step on stands before what happens next: of this one, or of the next.
    fn end_before(&self, next: Option<Moment>) -> Option<(usize, Moment)> {
        let is_before = |end: Moment| next.is_none_or(|next| end < next);
        let here = self.slide();
        if self.is_own() || !is_before(here.end) {
            return None;
        }
        if self.at < here.end && here.says_more_at_its_end() {
            return Some((self.slide, here.end));
        }
        let after = self.scene.slides.get(self.slide + 1)?;
        is_before(after.end).then_some((self.slide + 1, after.end))
    }

    /// The end of the slide before at which a step back stands, on the way to what happened before.
    fn end_after(&self, before: Moment) -> Option<(usize, Moment)> {
        let (here, previous) = (self.slide(), self.slide.checked_sub(1)?);
        let is_leaving = before.steps <= here.start.steps && (here.start.steps < self.at.steps || here.is_still());
        if self.is_own() || !is_leaving {
            return None;
        }
        let slide = &self.scene.slides[previous];
        let stands_there = here.is_still() || slide.is_still() || slide.says_more_at_its_end() && before < slide.end;
        stands_there.then_some((previous, slide.end))
    }

    /// To a time, after all its steps. The very beginning is before any step.
    pub(super) fn seek(&mut self, time: Time) {
        let end = self.end();
        self.at = match time {
            0 => Moment::default(),
            time if end.time <= time => end,
            time => self.moment(time),
        };
        if !self.is_own() {
            // Slides on which nothing happens end together: the end of the run is that of the last.
            let is_over = end.time <= time;
            self.slide = if is_over { self.scene.slides.len() - 1 } else { self.slide_of(self.at) };
        }
    }

    /// To this moment, or the end where that comes before.
    pub(super) fn stand_at(&mut self, at: Moment) {
        self.at = at.min(self.end());
        if !self.is_own() {
            self.slide = self.slide_of(self.at);
        }
    }

    /// Where this slide begins, from 0, in the run of the scene; the last one, where there are fewer.
    pub(super) fn enter_slide(&mut self, slide: usize) {
        self.go_home();
        self.slide = slide.min(self.scene.slides.len() - 1);
        self.at = self.slide().start;
    }

    /// Where the next slide begins, if there is one.
    pub(super) fn enter_next_slide(&mut self) -> bool {
        let has_next = self.slide + 1 < self.scene.slides.len();
        if has_next {
            self.slide += 1;
            self.at = self.slide().start;
        }
        has_next
    }

    /// Back to the end of the slide before, or to the beginning of the first.
    pub(super) fn enter_previous_slide(&mut self) -> bool {
        match self.slide.checked_sub(1) {
            Some(slide) => {
                self.slide = slide;
                self.at = self.slide().end;
                true
            }
            None => {
                let had_moved = Moment::default() < self.at;
                self.at = Moment::default();
                had_moved
            }
        }
    }

    fn follow_slide(&mut self) {
        while !self.is_own() && self.slide().end < self.at && self.slide + 1 < self.scene.slides.len() {
            self.slide += 1;
        }
    }

    /// The slide to which a moment belongs: the first that has not ended before it.
    fn slide_of(&self, moment: Moment) -> usize {
        let slides = &self.scene.slides;
        slides.iter().position(|slide| moment <= slide.end).unwrap_or(slides.len() - 1)
    }
}
