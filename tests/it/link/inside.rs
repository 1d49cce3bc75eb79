//! The files that the single-file page holds inside.

use paxos_explainer::link::inside;
use proptest::prelude::*;

/// As `xtask/pack.mjs` writes a text into its element.
fn hidden(text: &str) -> String {
    let each = text.chars().map(|letter| match letter {
        '&' => "&amp;".to_string(),
        '<' => "&lt;".to_string(),
        beyond if !beyond.is_ascii() => format!("&#{};", u32::from(beyond)),
        other => other.to_string(),
    });
    each.collect()
}

proptest! {
    #![proptest_config(super::config(500))]

    #[test]
    fn text_inside_is_read_as_it_was(parts in prop::collection::vec("&|<|#|;|amp;|lt;|/script|!--|cat\n|…|🐈|\\PC", 0..12)) {
        let text = parts.concat();
        prop_assert!(hidden(&text).is_ascii() && !hidden(&text).contains('<'));
        prop_assert_eq!(inside::text(&hidden(&text)), text);
    }
}

#[test]
fn element_of_a_file_is_named_after_it() {
    assert_eq!(inside::id("scenes/contention.paxos"), "file:scenes/contention.paxos");
}
