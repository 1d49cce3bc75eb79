//! What leaves the page.

mod chronicle;
mod handout;
mod mermaid;
mod reference;
