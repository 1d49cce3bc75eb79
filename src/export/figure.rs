//! Figures: the stage and the space-time diagram at the moment on show, as the page draws them.

mod says;

pub use says::says;
pub(super) use says::stands;

use super::svg::{Colours, svg};
use crate::player::{Show, TimeLine};
use crate::view::layout::Layout;
use crate::view::space_time::{self, Memo, Plan};
use crate::view::{self, Frame, Height, Shape, Tableau};

/// What a figure shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Picture {
    /// The stage.
    #[default]
    Stage,
    /// The space-time diagram.
    Time,
}

/// How a figure is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Drawn {
    /// What it shows.
    pub picture: Picture,
    /// The shape of the stage.
    pub shape: Shape,
    /// Its colours.
    pub colours: Colours,
}

impl Default for Drawn {
    fn default() -> Drawn {
        Drawn { picture: Picture::Stage, shape: Shape::Wide, colours: Colours::Light }
    }
}

/// The figure of the moment on show; none where there is none: a poll has no space-time diagram.
pub fn figure(show: &Show, drawn: Drawn) -> Option<String> {
    let frame = match drawn.picture {
        Picture::Stage => stage(show, drawn.shape),
        Picture::Time if show.poll().is_some() => return None,
        Picture::Time => time(show),
    };
    Some(svg(&frame, &title(show), &says(show, drawn.picture), drawn.colours))
}

/// The stage: what stands still and, above it, what moves.
pub fn stage(show: &Show, shape: Shape) -> Frame {
    let tableau = Tableau::of(show);
    let layout = Layout::of(&tableau, shape, Height::Ample);
    let (still, moving) = (view::still(&tableau, &layout), view::moving(&tableau, &layout));
    Frame { groups: still.groups.into_iter().chain(moving.groups).collect(), ..still }
}

/// The space-time diagram up to the moment on show, with the names of its lines.
pub fn time(show: &Show) -> Frame {
    let line = TimeLine::default();
    space_time::whole(&space_time::diagram(show, &line, &Plan::of(show, &line), &Memo::default()))
}

/// What a figure is called: the scene, and the slide where that is on show.
pub fn title(show: &Show) -> String {
    let scene = show.told(&show.scene.script.title);
    match show.is_own() {
        true => scene,
        false => format!("{scene}: {}", show.told(&show.slide().title)),
    }
}
