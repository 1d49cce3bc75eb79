//! Next and Previous: from slide to slide, and beyond the last one and the first.

use super::light::Lighting;
use super::model::{Effect, Model, Stage};
use super::playhead::Playing;
use super::source::Opening;

impl Model {
    /// Plays the slide; skips to its end while it plays; from its end, plays the next slide.
    pub(super) fn next_part(&mut self) -> Vec<Effect> {
        self.pass_question();
        let Stage::Ready(show) = &mut self.stage else { return Vec::new() };
        self.menu = None;
        if let Playing::To(goal) = self.playing {
            show.at = goal.min(show.end());
            self.playing = Playing::Still;
            return Vec::new();
        }
        show.work_out();
        if show.is_at_goal() && (show.is_own() || !show.enter_next_slide()) {
            return match show.is_own() {
                // Whoever presents has but one button in the hand, and is not to be stuck with it.
                true if self.presenting.is_on() => self.previous(),
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
    pub(super) fn previous(&mut self) -> Vec<Effect> {
        self.rest_now();
        let Stage::Ready(show) = &mut self.stage else { return Vec::new() };
        if show.is_own() {
            show.go_home();
            self.lighting = Lighting { shared: self.lighting.shared, ..Lighting::default() };
        } else if !show.enter_previous_slide() {
            return self.previous_scene(Opening::End);
        }
        Vec::new()
    }
}
