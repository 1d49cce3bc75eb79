//! What leaves the page.

mod chronicle;
mod reference;
mod svg;
