//! The one playhead of two runs: it stands between two rows of their log, or where nothing happens.

use super::{Comparison, Row, Side};
use crate::player::model::{Model, Msg};
use crate::player::playhead::Playing;
use crate::sim::{Moment, Time};

impl Comparison {
    /// The time that is shown.
    pub fn time(&self) -> Time {
        self.time
    }

    /// How many rows of the log have been done.
    pub fn done(&self) -> usize {
        self.done
    }

    /// The time at which the longer run is over.
    pub fn end(&self) -> Time {
        Side::BOTH.map(|side| self.show(side).end().time).into_iter().max().unwrap_or(0)
    }

    /// Whether both runs are over.
    pub fn is_over(&self) -> bool {
        self.end() <= self.time && self.log.rows.len() <= self.done
    }

    /// What has just happened: the last row that shows.
    pub fn current(&self) -> Option<usize> {
        (0..self.done).rev().find(|&place| self.is_seen(&self.log.rows[place]))
    }

    /// Whether there is anything to see of a row on either side.
    fn is_seen(&self, row: &Row) -> bool {
        Side::BOTH.iter().any(|&side| self.log.entry(row, side).is_some_and(|entry| entry.shows))
    }

    /// Goes to where both runs have done so many rows at this time.
    fn stand(&mut self, done: usize, time: Time) {
        (self.done, self.time) = (done, time);
        let done = &self.log.rows[..done];
        let left = done.iter().rev().find_map(|row| row.left).map_or(0, |last| last + 1);
        let right = done.iter().rev().find_map(|row| row.right).map_or(0, |last| last + 1);
        for (show, steps) in self.shows.iter_mut().zip([left, right]) {
            show.stand_at(Moment { time, steps });
        }
    }

    /// To a moment of the run on the left.
    pub(super) fn stand_where_the_left_is(&mut self, at: Moment) {
        let is_done = |row: &Row| row.time <= at.time && row.left.is_none_or(|left| left < at.steps);
        let done = self.log.rows.iter().take_while(|row| is_done(row)).count();
        self.stand(done, at.time);
    }

    /// To a time, after all that happens then. The very beginning is before anything.
    pub(super) fn seek(&mut self, time: Time) {
        let time = time.min(self.end());
        let done = if time == 0 { 0 } else { self.log.rows.partition_point(|row| row.time <= time) };
        self.stand(done, time);
    }

    /// To the moment right after a row.
    fn go_to(&mut self, place: usize) {
        if let Some(row) = self.log.rows.get(place) {
            self.stand(place + 1, row.time);
        }
    }

    fn step_forward(&mut self) {
        match (self.done..self.log.rows.len()).find(|&place| self.is_seen(&self.log.rows[place])) {
            Some(place) => self.stand(place + 1, self.log.rows[place].time),
            None => self.stand(self.log.rows.len(), self.end()),
        }
    }

    /// To right after the row before: after the last one itself, if time has passed since.
    fn step_back(&mut self) {
        let Some(last) = self.current() else { return self.stand(0, 0) };
        if self.log.rows[last].time < self.time {
            return self.stand(last + 1, self.log.rows[last].time);
        }
        match (0..last).rev().find(|&place| self.is_seen(&self.log.rows[place])) {
            Some(before) => self.stand(before + 1, self.log.rows[before].time),
            None => self.stand(0, 0),
        }
    }

    /// Lets virtual time pass; says whether both runs are over.
    fn advance(&mut self, elapsed: Time) -> bool {
        let time = self.time.saturating_add(elapsed);
        if self.end() <= time {
            self.stand(self.log.rows.len(), self.end());
            return true;
        }
        let by_then = self.log.rows.partition_point(|row| row.time <= time);
        self.stand(by_then.max(self.done), time);
        false
    }
}

impl Model {
    /// Messages that would move the playhead of the run move that of both.
    #[inline(never)]
    pub(in crate::player) fn update_comparison(&mut self, msg: &Msg) {
        match *msg {
            Msg::Tick(elapsed_ms) if self.is_playing() => {
                let elapsed = self.passing(elapsed_ms);
                if self.comparison_mut().is_none_or(|both| both.advance(elapsed)) {
                    self.playing = Playing::Still;
                }
            }
            Msg::TickStep if self.is_playing() => {
                self.move_both(Comparison::step_forward);
                if self.comparison().is_none_or(Comparison::is_over) {
                    self.playing = Playing::Still;
                }
            }
            Msg::PlayOrPause => self.play_both(),
            Msg::StepForward | Msg::NextSlide => self.stand_both(Comparison::step_forward),
            Msg::StepBack | Msg::PreviousSlide => self.stand_both(Comparison::step_back),
            Msg::Seek(time) => self.stand_both(|both| both.seek(time)),
            Msg::SeekTenths(tenths) => self.stand_both(|both| both.seek(both.end() / 10 * u32::from(tenths))),
            _ => {} // The run behind the comparison is left as it is.
        }
    }

    pub(super) fn go_to_row(&mut self, row: Option<usize>) {
        self.stand_both(|both| row.into_iter().for_each(|row| both.go_to(row)));
    }

    fn move_both(&mut self, go: impl FnOnce(&mut Comparison)) {
        if let Some(both) = self.comparison_mut() {
            go(both);
        }
    }

    fn stand_both(&mut self, go: impl FnOnce(&mut Comparison)) {
        self.rest_now();
        self.move_both(go);
    }

    /// Plays both runs from here, from the beginning where they are over; stands still while they play.
    fn play_both(&mut self) {
        let was_playing = self.is_playing();
        self.rest_now();
        let Some(both) = self.comparison_mut().filter(|_| !was_playing) else { return };
        if both.is_over() {
            both.seek(0);
        }
        let end = Moment { time: both.end(), steps: both.log.rows.len() };
        self.playing = Playing::To(end);
    }
}
