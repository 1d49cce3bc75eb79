//! A page without a browser, on which something is opened.

use paxos_explainer::player::{Effect, Model, Msg, Opening, Show, Source};
use paxos_explainer::sim::World;

/// A cluster in which much can be done.
pub const CLUSTER: &str = include_str!("../../static/scenes/contention.paxos");
/// Replicas with a log.
pub const LOG: &str = include_str!("../../static/scenes/mp-take-over.paxos");
/// People who vote.
pub const POLL: &str = include_str!("../../static/scenes/consensus.paxos");
/// A scene that sets its reader an objective.
pub const TRY: &str = include_str!("../../static/scenes/try-carry-on.paxos");

/// A page on which this text has been opened so.
pub fn opened(text: &str, opening: Opening) -> Model {
    let (model, _) = Model::new(Source::Text(text.into()), opening);
    model
}

/// Gives a page what it fetches: a scene for each address that ends as one of a scene does, and else nothing.
pub fn fetched(model: &mut Model, effects: Vec<Effect>) {
    for effect in effects {
        if let Effect::Fetch(source, opening) = effect {
            model.update(Msg::Loaded { id: source, text: CLUSTER.to_string(), opening });
        }
    }
}

/// The world at the end of the run on show.
pub fn end(show: &Show) -> World {
    show.recording().at(show.end())
}
