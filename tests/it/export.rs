//! What leaves the page.

mod chronicle;
mod handout;
mod reference;
