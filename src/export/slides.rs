//! The slides of a run as they are told: what is said on a slide that the reader has left need not have come true, and what
//! the reader did stands under a heading of its own.

use super::stretch::Stretch;
use crate::player::Show;
use crate::story::Slide;
use crate::story::words::diagram::by_hand;

/// The slides up to the end of a stretch, from the first one of the scene. In a run of the reader's own, nothing is said on
/// the slide that it left before its end, and one more follows.
pub fn told(show: &Show, stretch: Stretch) -> Vec<Slide> {
    let mut slides = show.scene.slides[..=stretch.last].to_vec();
    let Some(own) = show.own().filter(|_| show.is_own()) else { return slides };
    let (left, slide) = (own.forked_at(), &mut slides[stretch.last]);
    if left < slide.end {
        slide.say.clear();
        slide.end = left;
    }
    if left <= stretch.until {
        slides.push(Slide { title: by_hand(&own.name), say: Vec::new(), start: left, end: stretch.until });
    }
    slides
}
