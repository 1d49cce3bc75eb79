//! The page in Yew: frames become SVG, and what the reader does becomes messages. It takes no decision.
//!
//! Wasm only. Uses everything to its left. Deliberately absent: rules, positions, sentences.

mod about;
mod address;
mod board;
mod clock;
mod compare;
mod controls;
mod copy;
mod course;
mod dock;
mod drafts;
mod draw;
mod editor;
mod errands;
mod fetch;
mod figure;
mod files;
mod flags;
mod follow;
mod guide;
mod header;
mod invariants;
pub mod keep;
mod keys;
mod letter;
mod link;
mod listen;
mod log;
mod look;
mod menu;
mod messages;
mod narration;
mod notices;
mod pace;
mod page;
mod parts;
mod plot;
mod popup;
mod published;
mod quorums;
mod rules;
mod runs;
mod sandbox;
mod sight;
mod stage;
mod state;
mod theatre;
mod time;
mod touch;
mod trial;
mod trying;
mod why;
mod world;

pub use page::{Page, Properties};
pub use published::Published;
