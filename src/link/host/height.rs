//! The height that a page in a frame asks its host for, so that nothing in it scrolls.
//!
//! It follows from the width, from what is shown and from nothing else: were it to follow from the height that the
//! page has, a host that obeys would be asked for another one, and so on.

use super::happening::Happening;
use super::plain::fields;
use crate::player::Source;

/// What stands on the page, and how much height each takes at its width, in pixels of the page.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Needs {
    /// All stands below each other and is as high as it wants to be: it ends here.
    Flows(f64),
    /// The page is as high as its window, and its parts share that.
    Shares {
        /// The stage, where there is one.
        stage: Option<Picture>,
        /// The panels below it.
        panels: f64,
        /// The captions.
        captions: Captions,
        /// The controls.
        controls: f64,
    },
}

/// A picture that keeps its shape.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Picture {
    /// The width that it may take.
    pub width: f64,
    /// Its height for each pixel of its width.
    pub ratio: f64,
    /// The height that it takes at most; none where there is no such limit.
    pub height_max: Option<f64>,
    /// What is left free above and below it.
    pub around: f64,
}

/// Where the captions stand, and how high they are.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Captions {
    /// Beside the stage and the panels.
    Beside(f64),
    /// Below them; 0 where there are none.
    Below(f64),
}

impl Picture {
    fn height(self) -> f64 {
        let height = self.width * self.ratio;
        self.height_max.map_or(height, |max| height.min(max)) + self.around
    }
}

impl Needs {
    /// The height that all of it needs, in whole pixels.
    pub fn height(self) -> u32 {
        let height = match self {
            Needs::Flows(height) => height,
            Needs::Shares { stage, panels, captions, controls } => {
                let column = stage.map_or(0.0, Picture::height) + panels;
                controls
                    + match captions {
                        Captions::Beside(height) => column.max(height),
                        Captions::Below(height) => column + height,
                    }
            }
        };
        // What is a hundredth of a pixel too much is an error of the sum.
        (height - 0.01).ceil().max(0.0) as u32
    }
}

/// What has been asked for.
#[derive(Default)]
pub struct Heights {
    of: Option<(Source, u32)>,
    largest: u32,
    said: u32,
}

impl Heights {
    /// Takes what this scene needs at this width, and says what the host is to be told, if that is news. It is the most
    /// that the scene has needed so far: notes around it are not to jump from slide to slide.
    pub fn take(&mut self, scene: &Source, width: u32, height: u32) -> Option<Happening> {
        let is_same = self.of.as_ref().is_some_and(|(of, at)| of == scene && *at == width);
        if !is_same {
            self.of = Some((scene.clone(), width));
            self.largest = 0;
        }
        self.largest = self.largest.max(height);
        if self.said == self.largest {
            return None;
        }
        self.said = self.largest;
        Some(Happening { name: RESIZE, detail: fields([("height", self.largest.into())]) })
    }
}

/// The name of the message. It is none of the events: of those a page around would take it for one of its window's.
pub const RESIZE: &str = "resize";
