//! What leaves the page.

mod chronicle;
mod handout;
mod markdown;
mod mermaid;
mod reference;
