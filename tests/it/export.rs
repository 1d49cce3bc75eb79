//! What leaves the page.

mod alt;
mod chronicle;
mod handout;
mod mermaid;
mod reference;
mod svg;
