//! How large it is in a page.

use crate::story::language::{say, tr};

/// The fewest pixels that a side may have.
pub const PIXELS_MIN: u32 = 200;
/// The most pixels that a side may have.
pub const PIXELS_MAX: u32 = 4000;
/// So wide a column is taken to be where it is shown how it will look.
const COLUMN_PIXELS: u32 = 720;

/// A size in pixels.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Size {
    /// The width; none for all that there is.
    pub width: Option<u32>,
    /// The height.
    pub height: u32,
}

/// A size that has a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Preset {
    /// A column of notes, whatever its width.
    Column,
    /// All of a slide.
    Slide,
    /// Half of a page or of a slide.
    Half,
    /// A phone, or a column beside the text.
    Narrow,
}

impl Preset {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Preset; 4] = [Preset::Column, Preset::Slide, Preset::Half, Preset::Narrow];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Preset::Column => tr!("Notes"),
            Preset::Slide => tr!("Whole slide"),
            Preset::Half => tr!("Half a page"),
            Preset::Narrow => tr!("Narrow"),
        }
    }

    /// The word by which it is chosen.
    pub fn key(self) -> &'static str {
        match self {
            Preset::Column => "column",
            Preset::Slide => "slide",
            Preset::Half => "half",
            Preset::Narrow => "narrow",
        }
    }

    /// The size.
    pub fn size(self) -> Size {
        let (width, height) = match self {
            Preset::Column => (None, 560),
            Preset::Slide => (Some(1280), 720),
            Preset::Half => (Some(640), 480),
            Preset::Narrow => (Some(360), 640),
        };
        Size { width, height }
    }
}

impl Size {
    /// The one that has a name, if it is one.
    pub fn preset(self) -> Option<Preset> {
        Preset::ALL.into_iter().find(|preset| preset.size() == self)
    }

    /// The width in pixels with which it is tried out.
    pub fn width_tried(self) -> u32 {
        self.width.unwrap_or(COLUMN_PIXELS)
    }

    /// By how much it is made smaller so that it fits a box: in thousandths, never larger than it is.
    pub fn fit(self, width: u32, height: u32) -> u32 {
        let share = |of: u32, whole: u32| of * 1000 / whole.max(1);
        share(width, self.width_tried()).min(share(height, self.height)).min(1000)
    }
}

/// A number of pixels as somebody has written it.
///
/// # Errors
/// A sentence: it is no number, or none that a side may have.
pub fn pixels(text: &str) -> Result<u32, String> {
    let number = text.trim().parse().ok().filter(|number| (PIXELS_MIN..=PIXELS_MAX).contains(number));
    number.ok_or_else(|| {
        say!(
            "A side is “{trim}”; expected {least} to {most} pixels.",
            trim = text.trim(),
            least = PIXELS_MIN,
            most = PIXELS_MAX
        )
    })
}
