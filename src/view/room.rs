//! How much room there is, asked in one way for a window and for a box in somebody's page: there the window is as wide
//! as ever, however narrow the box is.

use std::fmt::Write;

/// One thing that a query asks, in pixels of the style sheet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bound {
    /// As wide as this at most.
    WidthMax(u32),
    /// As wide as this at least.
    WidthMin(u32),
    /// As high as this at most.
    HeightMax(u32),
    /// As high as this at least.
    HeightMin(u32),
    /// Its width to its height is as the first number to the second at most.
    AspectMax(u32, u32),
}

/// What is asked of the room: every bound of one of the lists.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Query(pub &'static [&'static [Bound]]);

/// In a room of this shape lanes run from top to bottom: in a phone held upright, and not in one on its side.
pub const NARROW: Query = Query(&[&[Bound::WidthMax(640), Bound::AspectMax(5, 4)], &[Bound::WidthMax(480)]]);
/// The same for a page that is there in part, as in a frame: its height is what it asks for, and must not hang on that
/// which it has.
pub const NARROW_PART: Query = Query(&[&[Bound::WidthMax(480)]]);
/// A room so low that the page scrolls, as on a phone on its side.
pub const SHORT: Query = Query(&[&[Bound::HeightMax(480)]]);
/// Room for a panel below the stage; in a narrow one it stands below everything.
pub const AMPLE: Query = Query(&[&[Bound::WidthMin(1200), Bound::HeightMin(760)], &[Bound::WidthMax(640)]]);

impl Query {
    /// It as a media query.
    pub fn media(self) -> String {
        let mut text = String::new();
        for (place, bounds) in self.0.iter().enumerate() {
            text.push_str(if place == 0 { "" } else { ", " });
            for (place, bound) in bounds.iter().enumerate() {
                text.push_str(if place == 0 { "" } else { " and " });
                let _ = match bound {
                    Bound::WidthMax(px) => write!(text, "(max-width: {px}px)"),
                    Bound::WidthMin(px) => write!(text, "(min-width: {px}px)"),
                    Bound::HeightMax(px) => write!(text, "(max-height: {px}px)"),
                    Bound::HeightMin(px) => write!(text, "(min-height: {px}px)"),
                    Bound::AspectMax(wide, high) => write!(text, "(max-aspect-ratio: {wide}/{high})"),
                };
            }
        }
        text
    }

    /// Whether a box of this width and height fulfils it.
    #[inline(never)]
    pub fn holds(self, width: f64, height: f64) -> bool {
        let fulfils = |bound: &Bound| match *bound {
            Bound::WidthMax(px) => width <= f64::from(px),
            Bound::WidthMin(px) => f64::from(px) <= width,
            Bound::HeightMax(px) => height <= f64::from(px),
            Bound::HeightMin(px) => f64::from(px) <= height,
            Bound::AspectMax(wide, high) => width * f64::from(high) <= height * f64::from(wide),
        };
        self.0.iter().any(|bounds| bounds.iter().all(fulfils))
    }
}
