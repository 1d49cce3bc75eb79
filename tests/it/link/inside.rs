//! The files that the single-file page holds inside.

use paxos_explainer::link::inside;
use proptest::prelude::*;

/// As `xtask/pack.mjs` writes a text into its element.
fn hidden(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

proptest! {
    #![proptest_config(super::config(500))]

    #[test]
    fn text_inside_is_read_as_it_was(parts in prop::collection::vec("&|<|amp;|lt;|/script|!--|cat\n", 0..12)) {
        let text = parts.concat();
        prop_assert!(!hidden(&text).contains('<'));
        prop_assert_eq!(inside::text(&hidden(&text)), text);
    }
}

#[test]
fn element_of_a_file_is_named_after_it() {
    assert_eq!(inside::id("scenes/contention.paxos"), "file:scenes/contention.paxos");
}
