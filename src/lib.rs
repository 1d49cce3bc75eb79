//! Paxos that explains itself: the protocol, a world for it to run in, scenes that tell it, and a page
//! that shows them.
//!
//! Layers, each of which uses only those before it (a test reads the `use` lines):
//! `paxos <- sim <- check <- story <- player <- view <- export <- link <- ui <- embed`.
//!
//! What always holds: nothing below `player` knows real time; chance comes from a seed; the world
//! changes only by `World::apply`; what is chosen is computed from every vote ever cast; every word
//! that a reader sees comes from `story`; every colour from `view::palette`.

pub mod paxos;

pub mod sim;

pub mod check;

pub mod story;

pub mod player;

pub mod view;

pub mod export;

pub mod link;

// The worker is built without the page.
#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub mod ui;

#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub mod embed;
