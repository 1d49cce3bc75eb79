//! What is on the picture at one instant: a [`Tableau`] of plain data becomes a [`Frame`] of marks.
//!
//! Pure, and tested natively. From here on down positions are floats. Marks name tones, never colours;
//! [`palette`] is the one place where a tone has a colour.
//!
//! Uses everything to its left. Deliberately absent: the DOM, CSS, any decision about the run.

pub mod beside;
pub mod board;
pub mod card;
mod crowd;
pub mod cut;
pub mod eye;
pub mod flight;
pub mod geometry;
pub mod guest_sheet;
pub mod layout;
pub mod log;
pub mod mark;
pub mod palette;
pub mod people;
pub mod replicas;
mod retold;
pub mod ring;
pub mod room;
pub mod service;
pub mod space_time;
pub mod stage;
pub mod state;
pub mod tableau;
pub mod wall;

pub use layout::{Height, Shape};
pub use mark::{Frame, Group, Mark};
pub use stage::{aside, moving, still};
pub use tableau::Tableau;
