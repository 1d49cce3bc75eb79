//! The page in Yew: frames become SVG, and what the reader does becomes messages. It takes no decision.
//!
//! Wasm only. Uses everything to its left. Deliberately absent: rules, positions, sentences.

mod about;
mod clock;
mod controls;
mod course;
mod dock;
mod fetch;
mod flags;
mod guide;
mod header;
pub mod keep;
mod listen;
mod menu;
mod messages;
mod narration;
mod page;
mod plot;
mod rules;
mod runs;
mod stage;
mod trial;
mod world;

pub use page::{Page, Properties, Published};
