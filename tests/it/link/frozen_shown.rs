//! What a frozen link shows: the section `[shown]` has the slide, the moment, how many acts were done, and every node.

use super::frozen::all;
use super::read;
use crate::branch::json;
use crate::scenes::texts;
use paxos_explainer::link::Opens;
use paxos_explainer::player::{Model, Msg, Show, Source};
use serde_json::Value as Json;

/// The page as a link opens it, where the link names a scene of the course, or none.
fn opened(address: &str) -> Option<(Model, usize)> {
    let (link, _) = read(address);
    let id = match link.opens().0 {
        Some(Opens::Source(Source::Course(id))) => id,
        None => "consensus".to_string(),
        Some(_) => return None, // What it carries is unpacked by the browser.
    };
    let text = texts().into_iter().find(|(known, _)| *known == id)?.1;
    let (mut model, _) = Model::new(id.as_str(), link.opening());
    model.update(Msg::Loaded { id: id.as_str().into(), text, opening: link.opening() });
    Some((model, link.acts.len()))
}

/// What is shown, in lines.
fn shown(model: &Model, acts: usize) -> String {
    let show: &Show = model.show().unwrap_or_else(|| panic!("a scene is on show: {:?}", model.stage));
    let branch = show.branch();
    let run = json(&branch.names, &show.scene, &branch, show.at);
    let mut lines = vec![
        format!("scene: {}", show.source.id()),
        format!("slide: {}", show.slide + 1),
        format!("moment: {}", branch.when(show.at)),
        format!("acts done: {} of {acts}", branch.acts.len()),
    ];
    lines.extend(run["nodes"].as_array().into_iter().flatten().map(node));
    lines.join("\n")
}

/// The fields of a node that say something.
fn node(node: &Json) -> String {
    let says = |value: &Json| match value {
        Json::Null => false,
        Json::Array(items) => !items.is_empty(),
        _ => true,
    };
    let fields = node.as_object().into_iter().flatten();
    let told = fields.filter(|(key, value)| *key != "name" && *key != "roles" && says(value));
    let told: Vec<String> = told.map(|(key, value)| format!("{key} {value}")).collect();
    format!("{}: {}", node["name"].as_str().unwrap_or("?"), told.join(", "))
}

#[test]
fn frozen_link_opens_the_moment_that_it_opened() {
    let mut wrong = Vec::new();
    for (name, address, sections) in all() {
        let Some((model, acts)) = opened(&address) else { continue };
        let now = format!("[shown]\n{}", shown(&model, acts));
        let then = sections.split("\n\n").map(str::trim).find(|part| part.starts_with("[shown]")).unwrap_or("");
        if now != then {
            wrong.push(format!("{name}.link now shows\n{now}\nand once showed\n{then}\nnotices {:?}", model.told));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
