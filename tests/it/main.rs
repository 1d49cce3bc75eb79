//! All native tests, in one crate: one thing to link, one place to look.

mod layers;
