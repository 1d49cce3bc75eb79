//! Holds the element, which is JavaScript, against the schema.

use paxos_explainer::link::keys::KEYS;
use std::collections::BTreeSet;

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
    let wanted: Vec<(&str, String)> =
        KEYS.iter().filter(|key| is_switch(key.values)).map(|key| (key.name, key.default.replace('`', "'"))).collect();
    assert_eq!(found, wanted.iter().map(|(name, default)| (*name, default.as_str())).collect::<Vec<_>>());
}
