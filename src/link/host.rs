//! An instance and its host: what a host may ask, in a message or by a method, and what it is told.
//!
//! Values are [`Plain`]: they come from a page that may be anybody's, and each is checked before it means anything.
//! Deliberately absent: windows, events and promises, which `embed` has.

mod carry;
mod happening;
mod heard;
pub mod height;
mod marker;
pub mod plain;
mod schema;
mod wish;

pub use carry::{Answer, Carried, carry_out, opened, waits};
pub use happening::{Cause, Happening, Watch, told};
pub use heard::{Asked, Heard, heard};
pub use marker::{Marker, markers};
pub use plain::{Fields, Plain};
pub use schema::{EVENT_NAMES, EVENTS, MESSAGES, METHODS, Method, Occurrence};
pub use wish::{To, Until, Way, Wish, of_call, of_message};

/// The version of the messages. It is 1 as long as what is here keeps its meaning.
pub const VERSION: u32 = 1;
