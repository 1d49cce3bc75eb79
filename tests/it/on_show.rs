//! A page with a scene on show, for the tests of what it shows.

use crate::scenes::texts;
use paxos_explainer::player::{Model, Msg, Opening, Show, Source};

/// A page that shows the end of this scene of the course.
pub fn scene(id: &str) -> Model {
    begun(&text_of(id))
}

/// The text of a scene of the course.
pub fn text_of(id: &str) -> String {
    texts().into_iter().find(|(known, _)| known == id).expect("there is such a scene").1
}

/// A page that shows the end of this text.
pub fn begun(text: &str) -> Model {
    begun_at(text, Opening::End)
}

/// A page on which this text has been opened.
pub fn begun_at(text: &str, opening: Opening) -> Model {
    let source = Source::Text(text.into());
    let (mut model, _) = Model::new(source.clone(), opening.clone());
    model.update(Msg::Loaded { id: source, text: text.to_string(), opening });
    assert!(model.show().is_some(), "the scene plays: {:?}", model.stage);
    model
}

/// What is on show.
pub fn shown(model: &Model) -> &Show {
    model.show().expect("a scene is on show")
}
