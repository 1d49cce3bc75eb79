//! The page's answers: why this value, why nothing, and whether what Paxos promises holds.

pub mod invariants;
pub mod lineage;
mod nothing;

use crate::scenes::texts;
use paxos_explainer::player::{Model, Msg, Opening, Show};

/// A scene or a text on show, at its end.
pub fn at_the_end(name: &str, text: &str) -> Model {
    let (mut model, _) = Model::new(name, Opening::End);
    model.update(Msg::Loaded { id: name.into(), text: text.into(), opening: Opening::End });
    model
}

pub fn scene(id: &str) -> Model {
    let (_, text) = texts().into_iter().find(|(known, _)| known == id).expect("there is such a scene");
    at_the_end(id, &text)
}

pub fn shown(model: &Model) -> &Show {
    model.show().expect("a scene is on show")
}
