//! Which part of a run leaves the page.

use crate::player::Show;
use crate::sim::Moment;

/// A part of a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stretch {
    /// Where it begins.
    pub from: Moment,
    /// Where it ends; nothing of it lies after that.
    pub until: Moment,
    /// The first slide that falls into it, from 0.
    pub first: usize,
    /// The last slide that falls into it, from 0.
    pub last: usize,
}

impl Stretch {
    /// All of the run on show.
    pub fn whole(show: &Show) -> Stretch {
        let last = if show.is_own() { show.slide } else { show.scene.slides.len() - 1 };
        Stretch { from: Moment::default(), until: show.end(), first: 0, last }
    }

    /// From its beginning up to the moment on show.
    pub fn so_far(show: &Show) -> Stretch {
        // The reader may have gone back in a run of their own, to before slides that had begun where it left the scene.
        let begun = show.scene.slides.iter().rposition(|slide| slide.start <= show.at).unwrap_or(0);
        Stretch { from: Moment::default(), until: show.at, first: 0, last: begun.min(show.slide) }
    }

    /// The slide on show, all of it; of a run of the reader's own that has left it, from there to its end.
    pub fn slide(show: &Show) -> Stretch {
        let slide = show.slide();
        let until = if show.is_own() { show.end() } else { slide.end };
        Stretch { from: slide.start, until, first: show.slide, last: show.slide }
    }

    /// From the start of one slide to the end of another, both from 0, of the scene as it was written.
    pub fn slides(show: &Show, first: usize, last: usize) -> Stretch {
        let slides = &show.scene.slides;
        let last = last.min(slides.len() - 1);
        let first = first.min(last);
        Stretch { from: slides[first].start, until: slides[last].end, first, last }
    }

    /// Whether it begins where the run does.
    pub fn is_from_start(&self) -> bool {
        self.first == 0
    }
}
