//! Holds the element, which is JavaScript, against the schema.

use paxos_explainer::link::host::{EVENTS, METHODS};
use paxos_explainer::link::keys::{KEYS, REFERENCE};
use std::collections::{BTreeMap, BTreeSet};

const ELEMENT: &str = include_str!("../../static/paxos-explainer.js");

/// The words of a list that stands in the element in quotes, after this.
fn words(before: &str) -> Vec<&'static str> {
    let (_, after) = ELEMENT.split_once(before).unwrap_or_else(|| panic!("the element has {before}"));
    after.split('\'').nth(1).expect("words in quotes follow").split(' ').collect()
}

#[test]
fn attributes_of_the_element_are_the_keys() {
    let attributes = words("const PLACE =").into_iter().chain(words("const LOOK ="));
    // HTML has an `id` of its own.
    let keys: Vec<&str> = attributes.map(|attribute| if attribute == "name" { "id" } else { attribute }).collect();
    assert_eq!(BTreeSet::from_iter(keys.iter().copied()), KEYS.iter().map(|key| key.name).collect());
    assert_eq!(keys.len(), KEYS.len(), "each is there once");
}

/// What is 0 or 1 in a link may stand as a bare attribute.
#[test]
fn switches_of_the_element_are_those_of_the_schema() {
    let (_, after) = ELEMENT.split_once("const SWITCHES = {").expect("the element has its switches");
    let (list, _) = after.split_once('}').expect("the list ends");
    let found: Vec<(&str, &str)> = list.split(',').filter_map(|pair| pair.trim().split_once(": ")).collect();
    let is_switch = |values: &str| values == "`0`, `1`";
    let wanted: Vec<(&str, String)> = REFERENCE
        .iter()
        .filter(|key| is_switch(key.values))
        .map(|key| (key.name, key.default.replace('`', "'")))
        .collect();
    assert_eq!(found, wanted.iter().map(|(name, default)| (*name, default.as_str())).collect::<Vec<_>>());
}

/// The methods of the element: their names, and the types of the messages that they send.
fn methods() -> Vec<(&'static str, &'static str)> {
    let method = |line: &'static str| {
        let (name, body) = line.strip_prefix("  ")?.split_once('(')?;
        Some((name, body.split_once("{ return this.#call('")?.1.split_once('\'')?.0))
    };
    ELEMENT.lines().filter_map(method).collect()
}

#[test]
fn methods_of_the_element_are_those_of_the_schema() {
    let found: BTreeMap<&str, &str> = methods().into_iter().collect();
    // These two it does by itself.
    let wanted = METHODS.iter().filter(|method| !["ready", "destroy"].contains(&method.name));
    let wanted: BTreeMap<&str, &str> =
        wanted.map(|method| (method.name, method.message.split(' ').next().unwrap_or(""))).collect();
    assert_eq!(found, wanted);
    for own in ["async ready()", "async destroy()"] {
        assert!(ELEMENT.contains(own), "{own}");
    }
}

#[test]
fn events_of_the_element_are_those_of_the_schema() {
    assert_eq!(words("const EVENTS ="), EVENTS.map(|event| event.name));
}
