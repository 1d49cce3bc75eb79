//! What leaves the page.

mod alt;
mod chronicle;
mod reference;
mod svg;
