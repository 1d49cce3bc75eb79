//! What others have written stays within its place: it turns nothing that stands beside it, and hides nothing.

use super::{scene, texts};
use crate::on_show;
use paxos_explainer::export::{Stretch, object};
use paxos_explainer::link::Link;
use paxos_explainer::story::language::{balanced, tamed};
use serde_json::Value;

/// Letters that run or turn the other way, and are in no isolate. Within a text of ours there are none.
fn loose(text: &str) -> Option<char> {
    let mut depth = 0;
    for letter in text.chars() {
        match letter {
            '\u{2066}'..='\u{2068}' => depth += 1,
            '\u{2069}' if depth == 0 => return Some(letter),
            '\u{2069}' => depth -= 1,
            '\u{590}'..='\u{8ff}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' if depth == 0 => {
                return Some(letter);
            }
            _ => {}
        }
    }
    (depth != 0).then_some('\u{2068}')
}

#[test]
fn text_that_turns_is_set_apart_and_any_other_stays_as_it_is() {
    for plain in ["cat", "5 cat", "日本語", "é ü", "👩‍👩‍👧", "a\tb", "two\nlines", ""] {
        assert_eq!(tamed(plain), plain);
    }
    assert_eq!(tamed("שלום"), "\u{2068}שלום\u{2069}");
    assert_eq!(tamed("\u{202e}a"), "\u{2068}\u{202e}a\u{2069}");
    assert_eq!(tamed("a\u{2069}\u{202e}b"), "\u{2068}a\u{202e}b\u{2069}", "it cannot end where it is set apart");
    assert_eq!(tamed("a\u{2067}b"), "\u{2068}a\u{2067}b\u{2069}\u{2069}");
    assert_eq!(tamed("P1 asks for \u{2068}שלום\u{2069}."), "P1 asks for \u{2068}שלום\u{2069}.", "once is enough");
    assert_eq!(tamed("a\0b\u{1b}[31m\u{7f}\u{85}"), "a␀b␛[31m␡\u{fffd}");
    assert_eq!(balanced("\u{2066}a"), "\u{2066}a\u{2069}");
    for text in texts() {
        assert_eq!(loose(&tamed(&text)), None, "{text:?}");
        assert_eq!(tamed(&tamed(&text)), tamed(&text), "{text:?}");
    }
}

/// Every sentence of a run, as its JSON has them, is ours, with values in it.
#[test]
fn sentence_of_a_run_keeps_its_words_where_they_are() {
    for text in texts() {
        let model = on_show::begun(&scene(&text));
        let show = on_show::shown(&model);
        let run = serde_json::to_value(object(show, Stretch::whole(show))).expect("it is JSON");
        let events = run["events"].as_array().expect("it has events");
        assert!(20 < events.len());
        for because in events.iter().filter_map(|event| event["because"].as_str()) {
            assert_eq!(loose(because), None, "{because}");
            assert!(!because.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t')), "{because:?}");
        }
        // The values themselves are what they are, for programs.
        let values: Vec<&Value> =
            events.iter().map(|event| &event["message"]["value"]).filter(|it| it.is_string()).collect();
        assert!(values.iter().all(|value| **value == text.as_str()), "{values:?}");
    }
}

#[test]
fn notice_of_a_link_keeps_its_words_where_they_are() {
    for text in texts() {
        for key in ["scene", "slide", "t", "do", "theme", "id", "script", "break", "objective"] {
            let (link, notices) = Link::read([(key.to_string(), text.clone())].into_iter());
            for notice in notices.into_iter().chain(link.opens().1) {
                assert_eq!(loose(&notice), None, "{notice:?}");
                assert!(!notice.contains(|c: char| c.is_control()), "{notice:?}");
            }
        }
    }
}
