//! The page's answers: why this value, why nothing, and whether what Paxos promises holds.

mod advice;
pub mod invariants;
pub mod lineage;
mod nothing;

pub use crate::on_show::shown;
use crate::on_show::text_of;
use paxos_explainer::player::{Model, Msg, Opening};

/// A scene or a text on show, at its end.
pub fn at_the_end(name: &str, text: &str) -> Model {
    let (mut model, _) = Model::new(name, Opening::End);
    model.update(Msg::Loaded { id: name.into(), text: text.into(), opening: Opening::End });
    model
}

pub fn scene(id: &str) -> Model {
    at_the_end(id, &text_of(id))
}
