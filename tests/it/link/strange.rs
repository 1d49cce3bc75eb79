//! Keys that nobody knows here.

use paxos_explainer::link::keys::KEYS;
use paxos_explainer::link::strange::{is_strange, notice};

#[test]
fn key_of_a_later_version_is_told_once_and_in_an_order() {
    let told = notice(["gravity", "scene", "aether", "gravity"].into_iter()).expect("two are not known");
    assert!(told.contains("\"aether\", \"gravity\""), "{told}");
    assert!(!told.contains("scene"), "{told}");
}

#[test]
fn mistyped_key_leads_to_the_one_that_was_meant() {
    let told = notice(["slid"].into_iter()).expect("it is not known");
    assert!(told.contains("did you mean \"slide\"?"), "{told}");
}

#[test]
fn known_keys_and_what_is_no_key_are_not_told() {
    assert_eq!(notice(KEYS.iter().map(|key| key.name)), None);
    for name in ["", ":~:text", "a b", "ä", "<b>", "utm.source", "a-name-that-is-longer-than-any-key-will-be"] {
        assert!(!is_strange(name), "{name}");
    }
}
